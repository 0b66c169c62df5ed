"""Risk and return: an offer is cheap if few accept it, and then war is likely.

A offers B a share of a good of worth 1. B alone knows what a war would cost him, and accepts or fights. A
small offer is accepted by few and gives little away, a large one is accepted by many and gives much away.

Source: Fearon 1995 for private information as a cause of war; the form with costs spread evenly from 0 is
that of textbooks. Here there are ``types`` equally likely costs, and for each the offer that lies an eighth
of a cell above what that type would fight for (an offer that equals it would leave the type indifferent, and
make further equilibria). The share of types that fight jumps about that of the continuum, from either side,
and is within one type of it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement
from overture.models.screening import margin, middle, refusing_share

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("war", "screening")
A, B = "A", "B"
PAPER = Paper(
    authors=("Fearon, James D.",),
    year=1995,
    title="Rationalist Explanations for War",
    journal="International Organization",
    volume="49",
    number="3",
    pages="379-414",
)
PARAMETERS = {
    "balance": ModelParameter(Fraction(3, 5), 0, 1, "chance that A wins a war"),
    "cost_A": ModelParameter(Fraction(1, 10), 0, 1, "what a war costs A"),
    "highest": ModelParameter(
        Fraction(2, 5), 0, 1, "the highest cost of war that B may have; the lowest is 0"
    ),
}


@game(A, B, title="risk and return in crisis bargaining")
def risk_and_return(p: Parameters, *, types: int = 5) -> Telling:
    """A offers a share of a good of worth 1; B, who alone knows his cost of war, accepts it or fights.

    The offer called k is accepted by the types from the highest cost down to the k-th highest.
    """
    kinds = range(1, types + 1)
    cost = yield chance("cost", dict.fromkeys(kinds, Fraction(1, types)), seen_by=B)
    offer = yield move(A, "offer", list(kinds))
    if (yield move(B, "answer", ["accept", "fight"])) == "fight":
        return {A: p.balance - p.cost_A, B: 1 - p.balance - middle(cost, types) * p.highest}
    share = _share(p, offer, types)
    return {A: 1 - share, B: share}


def _war(p: Any) -> Any:
    return (p.highest - p.cost_A) / (2 * p.highest)


def _share(p: Any, offer: int, types: int) -> Any:
    """What an offer gives B."""
    return 1 - p.balance - (middle(types + 1 - offer, types) - margin(types)) * p.highest


def war_on_grid(p: Any) -> Fraction:
    """The share of types that fight at the best of the offers of the grid."""
    return refusing_share(
        p.types, lambda first: 1 - _share(p, p.types + 1 - first, p.types), lambda kind: p.balance - p.cost_A
    )


def _fights(m: SolvedModel) -> Any:
    return m.chance(m.only, 'answer == "fight"')


def _accepted(m: SolvedModel) -> Any:
    """What the types that accept get."""
    return m.worth(m.only, B, 'answer == "accept"')


RESULTS = (
    PublishedStatement(
        "War comes with a chance of (C - cA) / (2C), where costs are spread evenly from 0 to C.",
        "the risk-return trade-off with evenly spread costs (textbook form)",
        stated=_war,
        computed=_fights,
        at={"types": 12},
        tolerance=1 / 12,
    ),
    PublishedStatement(
        "As the grid gets finer the share that fights approaches that of the continuum, from either side.",
        "here, the best of the offers of the grid",
        stated=war_on_grid,
        computed=_fights,
        over=("types", (4, 5, 8)),
        limit=_war,
    ),
    PublishedStatement(
        "The more a war costs A, the larger his offer and the rarer war.",
        "the risk-return trade-off with evenly spread costs (textbook form)",
        stated=_war,
        computed=_fights,
        at={"types": 8},
        over=("cost_A", tuple(Fraction(at, 20) for at in (1, 3, 5, 7))),
        tolerance=1 / 8,
    ),
    PublishedStatement(
        "A offers 1 - p - (C - cA) / 2.",
        "the risk-return trade-off with evenly spread costs (textbook form), within one cell of the grid",
        stated=lambda p: 1 - p.balance - (p.highest - p.cost_A) / 2,
        computed=_accepted,
        at={"types": 12},
        tolerance=0.4 / 12,
    ),
    PublishedStatement(
        "Whoever fights has lower costs than whoever accepts.",
        "Fearon 1995; for all games of this kind Banks 1990, American Journal of Political Science 34",
        stated=(1, 1, 0, 0, 0),
        computed=lambda m: tuple(
            m.chance(m.only, 'answer == "fight"', f"cost == {at}") for at in range(1, 6)
        ),
    ),
    PublishedStatement(
        "On five types there is one equilibrium, in which A gets 337/500 and B 127/500.",
        "here: by hand, from the formula of the grid",
        stated=(Fraction(337, 500), Fraction(127, 500)),
        computed=lambda m: m.only.certificate.value,
    ),
)
