"""The agenda setter: who alone may propose gets more, the worse it is to refuse him.

A setter who wants as much as possible proposes once against a status quo; three voters with ideal points of
their own vote in turn, and a majority decides. The median voter accepts whatever is not farther from his
ideal point than the status quo, on the other side of it.

Source: Romer and Rosenthal 1978. If the status quo s lies below the median's ideal point m, the outcome is
min(1, 2 m - s). Here proposals lie on a grid of tenths, which leaves out the proposal that would leave the
median voter indifferent. The outcome is one; votes that decide nothing are free.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement
from overture.solvers.all.before.backward import backward

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("agenda setting", "spatial voting")
SETTER = "Setter"
VOTERS = ("Low", "Median", "High")
PAPER = Paper(
    authors=("Romer, Thomas", "Rosenthal, Howard"),
    year=1978,
    title="Political Resource Allocation, Controlled Agendas, and the Status Quo",
    journal="Public Choice",
    volume="33",
    number="4",
    pages="27-43",
)
PARAMETERS = {
    "status_quo": ModelParameter(Fraction(1, 4), 0, 1, "what holds if the proposal fails"),
    "low": ModelParameter(Fraction(1, 5), 0, 1, "ideal point of the lowest voter"),
    "median": ModelParameter(Fraction(2, 5), 0, 1, "ideal point of the median voter"),
    "high": ModelParameter(Fraction(4, 5), 0, 1, "ideal point of the highest voter"),
}


@game(SETTER, *VOTERS, title="agenda setter")
def agenda_setter(p: Parameters, *, grid: int = 10) -> Telling:
    """The setter earns the outcome, the voters lose its distance from their ideal points."""
    proposal = yield move(SETTER, "proposal", [Fraction(at, grid) for at in range(1, grid + 1)])
    ayes = 0
    for voter in VOTERS:
        ayes += (yield move(voter, f"vote of {voter}", ["yes", "no"])) == "yes"
    outcome = proposal if 2 * ayes > len(VOTERS) else p.status_quo
    ideals = dict(zip(VOTERS, (p.low, p.median, p.high), strict=True))
    return {SETTER: outcome, **{voter: -abs(outcome - ideal) for voter, ideal in ideals.items()}}


def outcome(p: Any) -> Any:
    """The outcome where all proposals are allowed: min(1, 2 m - s), or s where it lies above m."""
    return min(Fraction(1), 2 * p.median - p.status_quo) if p.status_quo < p.median else p.status_quo


def on_grid(p: Any) -> Any:
    """The greatest proposal of the grid below that, or the status quo where it is greater."""
    below = [Fraction(at, p.grid) for at in range(1, p.grid + 1) if Fraction(at, p.grid) < outcome(p)]
    return max([*below, p.status_quo])


def _setter(m: SolvedModel) -> Any:
    return backward(m.tree).value[0]


QUO = tuple(Fraction(at, 20) for at in (1, 3, 5, 7, 11))
RESULTS = (
    PublishedStatement(
        "The setter gets min(1, 2 m - s), rounded down to the grid; a status quo above the median stays.",
        "the paper's agenda setter",
        stated=on_grid,
        computed=_setter,
        over=("status_quo", QUO),
    ),
    PublishedStatement(
        "The worse the status quo, the more the setter gets.",
        "the paper's main result, within a step of the grid",
        stated=outcome,
        computed=_setter,
        over=("status_quo", QUO[:4]),
        tolerance=1 / 10,
    ),
    PublishedStatement(
        "Only the median matters: the outer voters' ideal points change nothing.",
        "the paper's median voter",
        stated=on_grid,
        computed=_setter,
        over=("high", (Fraction(9, 20), Fraction(13, 20), Fraction(1))),
    ),
    PublishedStatement(
        "As the grid gets finer the outcome approaches 2 m - s from below.",
        "the paper's agenda setter; the grid takes the greatest step below 2 m - s",
        stated=on_grid,
        computed=_setter,
        over=("grid", (10, 18, 38)),
        limit=outcome,
    ),
    PublishedStatement(
        "The outcome is one, whoever votes how where his vote decides nothing.",
        "here, from backward induction",
        stated=True,
        computed=lambda m: backward(m.tree).low[0] == backward(m.tree).high[0],
        over=("status_quo", QUO[:3]),
    ),
    PublishedStatement(
        "The median voter would be better off with a better status quo for himself: 1/10 from his ideal point, against 3/10.",
        "here, by hand",
        stated=lambda p: -abs(on_grid(p) - p.median),
        computed=lambda m: backward(m.tree).value[2],
        over=("status_quo", (Fraction(1, 4), Fraction(1, 20))),
    ),
)
