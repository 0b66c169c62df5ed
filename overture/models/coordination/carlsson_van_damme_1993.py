"""A global game: a little private noise leaves one equilibrium where common knowledge has two.

Two sides see a noisy signal each of one state and decide at once whether to invest. Investing is worth the
state, and costs a loss if the other does not invest. If both know the state, investing and not investing are
both equilibria for all states between 0 and the loss. With noise, those who see very bad signals do not
invest whatever the other does, their neighbours therefore not either, and so on, from both ends, until one
rule is left: invest exactly where the state seems to be above half of the loss.

Source: Carlsson and van Damme 1993; the payoffs and the threshold of one half are those of Morris and Shin
2003. Here there are ``states`` equally likely states in steps of ``step`` about ``middle``, and a signal is
the state or one of its neighbours.

A trap of grids: with noise of three points a state anywhere between about a third and two thirds of the loss
supports two rules. The rule is one only if no state of the grid lies there.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement
from overture.solvers.all.before.dominance import dominance

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("global games", "private signals")
A, B = "A", "B"
NOISE = {-1: Fraction(3, 10), 0: Fraction(2, 5), 1: Fraction(3, 10)}
PAPER = Paper(
    authors=("Carlsson, Hans", "van Damme, Eric"),
    year=1993,
    title="Global Games and Equilibrium Selection",
    journal="Econometrica",
    volume="61",
    number="5",
    pages="989-1018",
)
MORE_PAPERS = (
    Paper(
        authors=("Morris, Stephen", "Shin, Hyun Song"),
        year=2003,
        title="Global Games: Theory and Applications",
        booktitle="Advances in Economics and Econometrics",
    ),
)
PARAMETERS = {
    "middle": ModelParameter(
        Fraction(13, 40), words="what investing is worth in the middle state, if both invest"
    ),
    "step": ModelParameter(
        Fraction(7, 20), 0, words="how much more it is worth in each next state", inside=True
    ),
    "loss": ModelParameter(Fraction(1), 0, words="what it costs to invest alone", inside=True),
}


@game(A, B, title="global game of investment")
def global_game(p: Parameters, *, states: int = 9, noisy: bool = True) -> Telling:
    """Nobody sees the state itself; ``shape(noisy=False)`` shows it to both."""
    odds = dict.fromkeys(range(states), Fraction(1, states))
    state = yield chance("state", odds, seen_by=() if noisy else None)
    if noisy:
        for side in (A, B):
            yield chance(
                f"signal of {side}", {state + by: share for by, share in NOISE.items()}, seen_by=side
            )
    invests: dict[str, bool] = {}
    for side in (A, B):
        invests[side] = (yield move(side, f"act of {side}", ["invest", "not"], seen_by=())) == "invest"
    worth = p.middle + p.step * (state - states // 2)
    return {
        side: (worth - (0 if invests[other] else p.loss)) if invests[side] else 0
        for side, other in ((A, B), (B, A))
    }


def state_worth(p: Any, state: int) -> Any:
    """What investing is worth in a state, if both invest."""
    return p.middle + p.step * (state - p.states // 2)


def _rule(m: SolvedModel) -> tuple[Any, ...]:
    """[signal] what iterated dominance leaves A to do: 1 invest, 0 not, 1/2 undecided."""
    found = dominance(m.tree)
    tree = m.tree
    left = []
    for infoset in range(tree.n_infosets):
        if tree.labels.set_name[infoset] == "act of A":
            signal = int(dict(tree.labels.seen[infoset])["signal of A"])
            acts = {tree.labels.edge[action] for action in found.allowed[infoset]}
            left.append((signal, Fraction(1, 2) if len(acts) == 2 else Fraction(int(acts == {"invest"}))))
    return tuple(share for _, share in sorted(left))


def _threshold_rule(p: Any) -> tuple[Any, ...]:
    """[signal] 1 where the state of that number is worth more than half of the loss."""
    return tuple(Fraction(int(state_worth(p, signal) > p.loss / 2)) for signal in range(-1, p.states + 1))


SMALL = {"states": 7}
RESULTS = (
    PublishedStatement(
        "Iterated dominance leaves one rule: invest exactly where the signal is of a state above half of the loss.",
        "Carlsson and van Damme 1993; the threshold is that of Morris and Shin 2003",
        stated=_threshold_rule,
        computed=_rule,
        at={**SMALL, "step": Fraction(1, 2)},
        over=("middle", (Fraction(1, 5), Fraction(1, 4), Fraction(3, 10))),
    ),
    PublishedStatement(
        "The limit of the logit path is this rule, and is worth 19/40 to each.",
        "here, from the payoffs",
        stated=(Fraction(19, 40), Fraction(19, 40)),
        computed=lambda m: tuple(float(value) for value in m.limit.value[0]),
    ),
    PublishedStatement(
        "If both see the state there are three equilibria of each state between 0 and the loss, and one outside.",
        "Carlsson and van Damme 1993: the game without noise",
        stated=lambda p: 3 if 0 < p.middle < p.loss else 1,
        computed=lambda m: len(m.equilibria),
        at={"states": 1, "noisy": False},
        over=("middle", (Fraction(-1, 4), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(5, 4))),
    ),
    PublishedStatement(
        "If a state of the grid lies between a third and two thirds of the loss, iterated dominance leaves the choice open there.",
        "here, a trap of grids",
        stated=lambda p: Fraction(1, 2),
        computed=lambda m: _rule(m)[1 + m.p.states // 2],
        at=SMALL,
        over=("middle", (Fraction(2, 5), Fraction(1, 2), Fraction(3, 5))),
    ),
)
