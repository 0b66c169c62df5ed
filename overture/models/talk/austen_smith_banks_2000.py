"""Burned money: a sender who may burn money can reveal what words alone cannot.

A sender knows the state and may burn money before a receiver acts. Losses are quadratic; the sender would
have the act a little higher than the receiver would. With words alone his claims are believed only if his
bias is small beside the distance of the states; if he may burn enough, every state can be told for any bias.

Source: Austen-Smith and Banks 2000. Here there are ``types`` equally likely states at the middles of as many
cells of the interval from 0 to 1, and the formulas for them are ours: with a bias b each next state must burn
at least 2 b / K - 1 / K**2 more, and words suffice if b <= 1 / (2 K).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel
    from overture.solvers.all.equilibrium import Equilibrium

TOPICS = ("signalling", "cheap talk", "burned money")
SENDER, RECEIVER = "Sender", "Receiver"
BURNS = (0, Fraction(1, 40), Fraction(1, 20), Fraction(3, 40))
WORDS = (0, "two", "three")
PAPER = Paper(
    authors=("Austen-Smith, David", "Banks, Jeffrey S."),
    year=2000,
    title="Cheap Talk and Burned Money",
    journal="Journal of Economic Theory",
    volume="91",
    number="1",
    pages="1-16",
)
PARAMETERS = {
    "bias": ModelParameter(
        Fraction(1, 5), 0, 1, "how much higher than the receiver the sender would have the act"
    ),
}


@game(SENDER, RECEIVER, title="burned money")
def burned_money(p: Parameters, *, types: int = 3, burns: tuple[Any, ...] = BURNS) -> Telling:
    """The receiver sees what was burned; a word among ``burns`` burns nothing."""
    states = [Fraction(2 * at - 1, 2 * types) for at in range(1, types + 1)]
    state = yield chance("state", dict.fromkeys(states, Fraction(1, types)), seen_by=SENDER)
    burned = yield move(SENDER, "burned", burns)
    act = yield move(RECEIVER, "act", states)
    cost = 0 if isinstance(burned, str) else burned
    return {SENDER: -((act - state - p.bias) ** 2) - cost, RECEIVER: -((act - state) ** 2)}


def least_step(p: Any) -> Any:
    """What each next state must burn more: 2 b / K - 1 / K**2, or nothing where this is negative."""
    return max(2 * p.bias / p.types - Fraction(1, p.types**2), 0)


def _separates(m: SolvedModel, sent: tuple[Any, ...]) -> bool:
    """Whether it is an equilibrium that the states send these, one each; whatever else is sent is read as the lowest."""
    states = [str(Fraction(2 * at - 1, 2 * m.p.types)) for at in range(1, m.p.types + 1)]
    read = dict(zip([str(each) for each in sent], states, strict=True))

    def rule(name: str, before: Any) -> str:
        if name == "burned":
            return str(sent[states.index(before["state"])])
        return read.get(before["burned"], states[0])

    def slips(name: str, before: Any, _: str) -> tuple[int, int]:
        return 1, 2 if name == "burned" and before["state"] != states[0] else 1

    return m.playing(rule, slips).is_sequential


def _revealing(m: SolvedModel) -> tuple[Equilibrium, ...]:
    """The entries of the list in which the receiver loses nothing."""
    return tuple(each for each in m.equilibria if each.ranges[1].low == 0)


STEPS = (Fraction(1, 100), Fraction(1, 50), Fraction(1, 45), Fraction(1, 40), Fraction(1, 20))
RESULTS = (
    PublishedStatement(
        "Every state is told exactly where each next state burns at least 2 b / K - 1 / K**2 more.",
        "the paper's result for an interval; the formula for K states is ours",
        stated=lambda p: all(
            high - low >= least_step(p) for low, high in zip(p.burns, p.burns[1:], strict=False)
        ),
        computed=lambda m: _separates(m, m.p.burns),
        over=("burns", tuple((Fraction(0), step, 2 * step) for step in STEPS)),
    ),
    PublishedStatement(
        "Words alone tell every state exactly where the bias is at most 1 / (2 K).",
        "the paper's result for an interval; the formula for K states is ours",
        stated=lambda p: bool(p.bias <= Fraction(1, 2 * p.types)),
        computed=lambda m: _separates(m, WORDS),
        at={"burns": WORDS},
        over=("bias", (Fraction(1, 10), Fraction(1, 7), Fraction(1, 6), Fraction(1, 5), Fraction(1, 3))),
    ),
    PublishedStatement(
        "With enough to burn every state can be told, however large the bias.",
        "the paper's main result",
        stated=True,
        computed=lambda m: _separates(
            m.at(burns=(Fraction(0), least_step(m.p), 2 * least_step(m.p))),
            (Fraction(0), least_step(m.p), 2 * least_step(m.p)),
        ),
        over=("bias", (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(9, 10))),
    ),
    PublishedStatement(
        "Of the equilibria that tell every state the cheapest alone, which burns 0, 1/40 and 1/20, passes D1.",
        "here, from the whole list",
        stated=(1, Fraction(-13, 200)),
        computed=lambda m: (
            sum(m.passes(each, "d1") for each in _revealing(m)),
            *(each.ranges[0].low for each in _revealing(m) if m.passes(each, "d1")),
        ),
    ),
)
