"""Offers in turn over a pie that shrinks, with a last round.

In each round one of two players, in turn, demands a share of a pie, and the other says yes or no. After each
no the pie shrinks by the discount; after the last no both get nothing.

Source: Stahl 1972 for offers in turn with a last round, Rubinstein 1982 for those without an end. With T
rounds the first player gets (1 - (-d)**T) / (1 + d), which tends to 1 / (1 + d), from above where T is odd
and from below where it is even. Here demands lie on a grid.

Traps of grids: if no demand makes the last responder indifferent (``ties=False``) the subgame perfect
equilibrium is one. With shares from 0 to 1 (``ties=True``) he is as well off refusing as accepting nothing,
and there are several, of which the paper's is the best for the proposer. Nor does the answer of a grid
approach that of the continuum steadily: at two rounds and a discount of .83 it is .1875, .175 and .1625 for
8, 20 and 40 shares, against .17.
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

TOPICS = ("offers in turn",)
ONE, TWO = "One", "Two"
PAPER = Paper(
    authors=("Ståhl, Ingolf",),
    year=1972,
    title="Bargaining Theory",
    publisher="Stockholm School of Economics",
    unconfirmed=("publisher",),
)
MORE_PAPERS = (
    Paper(
        authors=("Rubinstein, Ariel",),
        year=1982,
        title="Perfect Equilibrium in a Bargaining Model",
        journal="Econometrica",
        volume="50",
        number="1",
        pages="97-109",
    ),
)
PARAMETERS = {
    "discount": ModelParameter(Fraction(83, 100), 0, 1, "what is left of the pie after a refusal"),
}


@game(ONE, TWO, title="offers in turn")
def offers_in_turn(p: Parameters, *, rounds: int = 2, grid: int = 8, ties: bool = False) -> Telling:
    """In each round one of two players, in turn, demands a share of a pie, and the other says yes or no."""
    if ties:
        shares = [Fraction(at, grid) for at in range(grid + 1)]
    else:
        shares = [Fraction(2 * at - 1, 2 * grid) for at in range(1, grid + 1)]
    worth = 1
    for at in range(1, rounds + 1):
        asks, answers = (ONE, TWO) if at % 2 else (TWO, ONE)
        share = yield move(asks, f"demand {at}", shares)
        if (yield move(answers, f"answer {at}", ["yes", "no"])) == "yes":
            return {asks: worth * share, answers: worth * (1 - share)}
        worth = worth * p.discount
    return {ONE: 0, TWO: 0}


def first_share(discount: Any, rounds: int) -> Any:
    """What the first proposer gets on the continuum: (1 - (-discount)**rounds) / (1 + discount)."""
    return (1 - (-discount) ** rounds) / (1 + discount)


def share_on_grid(discount: Any, rounds: int, grid: int) -> Fraction:
    """The same on a grid without ties: each proposer takes the most that leaves the other more than a refusal would."""
    shares = [Fraction(2 * at - 1, 2 * grid) for at in range(1, grid + 1)]
    first = shares[-1]
    for _ in range(rounds - 1):
        refused = discount * first
        first = max(share for share in shares if 1 - share > refused)
    return first


def _first(m: SolvedModel) -> Any:
    return backward(m.tree).value[0]


RESULTS = (
    PublishedStatement(
        "With T rounds the first proposer gets (1 - (-d)^T) / (1 + d).",
        "textbook closed form; the grid answer is within T steps",
        stated=lambda p: first_share(p.discount, p.rounds),
        computed=_first,
        at={"grid": 12},
        over=("rounds", (1, 2, 3)),
        tolerance=1 / 12,
    ),
    PublishedStatement(
        "As the grid gets finer the first share approaches that of the continuum, from either side.",
        "here, backward induction by hand: .1875, .175 and .1625 against .17",
        stated=lambda p: share_on_grid(p.discount, p.rounds, p.grid),
        computed=_first,
        over=("grid", (8, 20, 40)),
        limit=lambda p: first_share(p.discount, p.rounds),
    ),
    PublishedStatement(
        "The first demand is accepted: nothing is lost by waiting.",
        "Rubinstein 1982; Stahl 1972",
        stated=1,
        computed=lambda m: float(
            probability(m.tree, backward(m.tree).strategy, 'move("answer 1") == "yes"')[0]
        ),
        at={"grid": 10},
        over=("rounds", (1, 2, 3)),
    ),
    PublishedStatement(
        "The first share is above 1 / (1 + d) with an odd number of rounds, and below it with an even one.",
        "Stahl 1972, seen from the limit of Rubinstein 1982",
        stated=lambda p: p.rounds % 2 == 1,
        computed=lambda m: bool(_first(m) > 1 / (1 + m.p.discount)),
        at={"grid": 12, "discount": Fraction(1, 2)},
        over=("rounds", (1, 2, 3)),
    ),
    PublishedStatement(
        "Without ties the subgame perfect equilibrium is one; with shares k / 8 ties make several.",
        "here: a trap of grids",
        stated=lambda p: not p.ties,
        computed=lambda m: backward(m.tree).is_unique,
        over=("ties", (False, True)),
    ),
)
