"""A contest for a prize: whoever spends more wins more often, and half of the prize is burned.

Two sides spend at once, on arms or on favour; each wins the prize with a probability that is its share of
what was spent.

Source: Tullock 1980; Hirshleifer 1989 for contests between states. With n contestants each spends V (n - 1) /
n**2. Here two contestants choose from a grid of steps of one ``grid``-th below one half.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("contests", "rent seeking")
A, B = "A", "B"
PAPER = Paper(
    authors=("Tullock, Gordon",),
    year=1980,
    title="Efficient Rent Seeking",
    booktitle="Toward a Theory of the Rent-Seeking Society",
    pages="97-112",
)
MORE_PAPERS = (
    Paper(
        authors=("Hirshleifer, Jack",),
        year=1989,
        title="Conflict and Rent-Seeking Success Functions: Ratio vs. Difference Models of Relative Success",
        journal="Public Choice",
        volume="63",
        number="2",
        pages="101-112",
    ),
)
PARAMETERS = {"prize": ModelParameter(Fraction(1), 0, 2, "what the prize is worth to each", inside=True)}


@game(A, B, title="contest for a prize")
def contest(p: Parameters, *, grid: int = 20) -> Telling:
    """Neither side sees what the other spends."""
    efforts = [Fraction(at, grid) for at in range(1, (grid + 1) // 2)]
    own = yield move(A, "effort of A", efforts, seen_by=())
    other = yield move(B, "effort of B", efforts, seen_by=())
    return {A: p.prize * own / (own + other) - own, B: p.prize * other / (own + other) - other}


def _efforts(m: SolvedModel) -> tuple[Any, ...]:
    """What A and B spend on average in the equilibrium."""
    steps = [Fraction(at, m.p.grid) for at in range(1, (m.p.grid + 1) // 2)]
    return tuple(
        sum(step * m.chance(m.only, f'move("effort of {side}") == "{step}"') for step in steps)
        for side in (A, B)
    )


PRIZES = (Fraction(2, 5), Fraction(4, 5), Fraction(1), Fraction(8, 5))
RESULTS = (
    PublishedStatement(
        "Each side spends a quarter of the prize.",
        "Tullock 1980, two contestants",
        stated=lambda p: (p.prize / 4, p.prize / 4),
        computed=_efforts,
        over=("prize", PRIZES),
    ),
    PublishedStatement(
        "Half of the prize is burned.",
        "Tullock 1980, two contestants",
        stated=lambda p: p.prize / 2,
        computed=lambda m: m.p.prize - sum(m.only.certificate.value),
        over=("prize", PRIZES),
    ),
    PublishedStatement(
        "The equilibrium is one where the grid holds a quarter of the prize.",
        "here, from the whole list",
        stated=1,
        computed=lambda m: len(m.equilibria),
        over=("prize", PRIZES),
    ),
)
