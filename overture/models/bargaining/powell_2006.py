"""War because power shifts and promises do not bind.

A side that grows stronger cannot promise to stay modest, so the side that declines may fight while it can. In
each of two periods the riser offers the decliner a share of a good of worth 1, who accepts or fights. A war
costs each side the same, is paid once, and its winner has what is left of the two periods.

Source: Powell 2006; the mechanism is that of preventive war in Fearon 1995. The condition for two periods
follows from this game. In Fearon's game without an end it is discount * later - now > cost * (1 -
discount)**2.

A trap of grids: the decliner's last share is the least offer above what a war would give him. With steps of a
tenth this rounding is enough to keep the peace at later = 1/2, where the continuum has war; on a grid twice
as fine war is back. No offer may equal what a war gives, else there are several equilibria, which differ in
what is done when indifferent.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.measured.measure import probability
from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement
from overture.solvers.all.before.backward import backward

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("commitment", "war")
RISER, DECLINER = "Riser", "Decliner"
PAPER = Paper(
    authors=("Powell, Robert",),
    year=2006,
    title="War as a Commitment Problem",
    journal="International Organization",
    volume="60",
    number="1",
    pages="169-203",
)
PARAMETERS = {
    "now": ModelParameter(Fraction(1, 5), 0, 1, "chance that the riser wins a war in the first period"),
    "later": ModelParameter(Fraction(9, 10), 0, 1, "chance that he wins one in the second period"),
    "discount": ModelParameter(Fraction(9, 10), 0, 1, "worth of the second period beside the first"),
    "cost": ModelParameter(Fraction(1, 20), 0, 1, "what a war costs each side, of the good of one period"),
}


@game(RISER, DECLINER, title="shifting power")
def shifting_power(p: Parameters, *, steps: int = 10) -> Telling:
    """In each of two periods the riser offers a share, and the decliner accepts it or fights; a war ends the game."""
    shares = [Fraction(4 * at + 1, 4 * steps) for at in range(steps)] + [Fraction(1)]
    first = yield move(RISER, "first offer", shares)
    if (yield move(DECLINER, "first answer", ["accept", "fight"])) == "fight":
        both = 1 + p.discount
        held = (1 - p.now) * both - p.cost
        return {RISER: both - held - 2 * p.cost, DECLINER: held}
    second = yield move(RISER, "second offer", shares)
    if (yield move(DECLINER, "second answer", ["accept", "fight"])) == "fight":
        return {
            RISER: 1 - first + p.discount * (p.later - p.cost),
            DECLINER: first + p.discount * (1 - p.later - p.cost),
        }
    return {RISER: 1 - first + p.discount * (1 - second), DECLINER: first + p.discount * second}


def _war_now(p: Any) -> Any:
    """What the decliner gets by fighting at once."""
    return (1 - p.now) * (1 + p.discount) - p.cost


def _war(p: Any) -> bool:
    return bool(p.discount * (p.later - p.now) > p.now + p.cost - p.discount * p.cost)


def _fights(m: SolvedModel) -> bool:
    """Whether war comes in the first period of all subgame perfect equilibria (their path is one)."""
    return bool(probability(m.tree, backward(m.tree).strategy, 'move("first answer") == "fight"')[0] == 1)


def _values(m: SolvedModel) -> tuple[Any, ...]:
    return backward(m.tree).value


RESULTS = (
    PublishedStatement(
        "War comes at once exactly where the riser would grow by more than a bargain of today can make up for.",
        "the paper's mechanism; the condition for two periods is derived in the docstring of the model",
        stated=_war,
        computed=_fights,
        at={"steps": 20},
        over=("later", tuple(Fraction(at, 10) for at in (3, 4, 5, 9))),
    ),
    PublishedStatement(
        "On a grid of tenths the rounding of the last offer keeps the peace at later = 1/2, where the continuum has war.",
        "here: a trap of grids",
        stated=(True, False),
        computed=lambda m: (_war(m.p), _fights(m)),
        at={"later": Fraction(1, 2)},
    ),
    PublishedStatement(
        "The declining side gets what a war of today gives it, and war destroys what it costs both.",
        "the paper's mechanism",
        stated=lambda p: (_war_now(p), 1 + p.discount - 2 * p.cost),
        computed=lambda m: (_values(m)[1], sum(_values(m))),
    ),
    PublishedStatement(
        "Where power shifts little there is peace, the decliner gets what a war of today would give him, and nothing is lost.",
        "the paper's mechanism, within half a step of the grid and its discounted step",
        stated=lambda p: (_war_now(p), 1 + p.discount),
        computed=lambda m: (_values(m)[1], sum(_values(m))),
        at={"later": Fraction(2, 5), "steps": 20},
        tolerance=1 / 20,
    ),
    PublishedStatement(
        "Patience makes war likelier: there is none where the second period counts for little.",
        "the paper's mechanism",
        stated=_war,
        computed=_fights,
        at={"steps": 20, "later": Fraction(3, 5)},
        over=("discount", tuple(Fraction(at, 10) for at in (3, 5, 7))),
    ),
)
