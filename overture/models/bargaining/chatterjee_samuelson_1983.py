"""Sealed offers: both sides of a trade shade their offers, and trades are lost that both would gain from.

A seller knows what a good costs him, a buyer what it is worth to him; neither knows the other's. Both name a price at once. If the
buyer's is at least the seller's they trade, at a price between the two. In the linear equilibrium the seller asks 2 c / 3 + 1/4 and
the buyer bids 2 v / 3 + 1/12, and they trade where the worth exceeds the cost by 1/4 or more.

Source: Chatterjee and Samuelson 1983, with the price in the middle (k = 1/2) and costs and worths spread evenly from 0 to 1; the place
of that example in the article was not looked up. Here there are ``types`` equally likely costs and as many worths, the middles of
equal cells, and prices are those that the linear strategies name. The number of types is one that 4 divides: then bids and asks fall
on the same prices, and the linear strategies are an exact equilibrium. With one price more a buyer wins a trade of less worth than
what he pays more in all the others; with one less he loses one of more worth than what he saves. Trades in which bid and ask are equal
have a probability on the grid, and none on the continuum: the grid trades more. With four types nothing at all is lost, since worths
that exceed a cost exceed it by 1/4.

There are many other equilibria, among them all of a single price, so they are not listed: ways of playing are certified.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.errors import SolveError
from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement
from overture.models.screening import middle

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("trade", "auctions")
SELLER, BUYER = "Seller", "Buyer"
PAPER = Paper(
    authors=("Chatterjee, Kalyan", "Samuelson, William"),
    year=1983,
    title="Bargaining under Incomplete Information",
    journal="Operations Research",
    volume="31",
    number="5",
    pages="835-851",
)
PARAMETERS = {
    "share": ModelParameter(
        Fraction(1, 2), 0, 1, "k: the weight of the buyer's bid in the price, that of the ask is 1 - k"
    ),
}


@game(SELLER, BUYER, title="sealed offers")
def sealed_offers(p: Parameters, *, types: int = 4) -> Telling:
    """Costs, worths and prices have numbers from 1, the lowest; bid and ask are named at once."""
    if types < 4 or types % 4:
        raise SolveError.of("models/shape", f"types = {types}", "sealed offers", "a multiple of 4")
    kinds = range(1, types + 1)
    cost = yield chance("cost", dict.fromkeys(kinds, Fraction(1, types)), seen_by=SELLER)
    worth = yield chance("worth", dict.fromkeys(kinds, Fraction(1, types)), seen_by=BUYER)
    numbers = range(1, prices(types) + 1)
    ask = yield move(SELLER, "ask", list(numbers), seen_by=())
    bid = yield move(BUYER, "bid", list(numbers), seen_by=())
    if bid < ask:
        return {SELLER: 0, BUYER: 0}
    price = p.share * named(bid, types) + (1 - p.share) * named(ask, types)
    return {SELLER: price - middle(cost, types), BUYER: middle(worth, types) - price}


def prices(types: int) -> int:
    """How many prices there are, from the bid of the least worth to the ask of the highest cost."""
    return types + types // 4


def named(price: int, types: int) -> Fraction:
    """A price: the first is the bid of the least worth, and the next ones are 2 / 3 K apart."""
    return Fraction(1, 3 * types) + Fraction(1, 12) + Fraction(2 * (price - 1), 3 * types)


def _linear(m: SolvedModel) -> AssessmentCertificate:
    """The linear strategies of the paper: a bid of 2 v / 3 + 1/12, and an ask of 2 c / 3 + 1/4."""
    types = m.p.types
    numbers = {named(at, types): str(at) for at in range(1, prices(types) + 1)}

    def rule(name: str, before: Mapping[str, str]) -> str:
        kind, least = ("worth", Fraction(1, 12)) if name == "bid" else ("cost", Fraction(1, 4))
        return numbers[Fraction(2, 3) * middle(int(before[kind]), types) + least]

    return m.playing(rule)


def _single(m: SolvedModel, at: int) -> AssessmentCertificate:
    """Both name one price where it suits them, and else one at which nobody trades."""
    price, types = named(at, m.p.types), m.p.types

    def rule(name: str, before: Mapping[str, str]) -> str:
        if name == "bid":
            return str(at if middle(int(before["worth"]), types) >= price else 1)
        return str(at if middle(int(before["cost"]), types) <= price else prices(types))

    return m.playing(rule)


def _trades(p: Any) -> Fraction:
    """The share of pairs that trade on the grid, N (N + 1) / 2 K^2 with N = 3 K / 4."""
    many = 3 * p.types // 4
    return Fraction(many * (many + 1), 2 * p.types**2)


def _gains(p: Any) -> Fraction:
    """What both expect together on the grid: pairs in which the worth is d cells higher gain d / K."""
    quarter = p.types // 4
    return sum(
        (Fraction((p.types - apart) * apart, p.types**3) for apart in range(quarter, p.types)), Fraction(0)
    )


def _traded(m: SolvedModel, shown: AssessmentCertificate, given: str = "True") -> Any:
    """The probability of a trade: that the bid is at least the ask."""
    up_to = {
        bid: ", ".join(f'"{ask}"' for ask in range(1, bid + 1)) for bid in range(1, prices(m.p.types) + 1)
    }
    return sum(m.chance(shown, f'bid == "{bid}" and ask in ({asks},)', given) for bid, asks in up_to.items())


def _far_enough(p: Any) -> tuple[bool, ...]:
    """For each pair of a cost and a worth, whether the worth is higher by 1/4 or more."""
    kinds = [middle(kind, p.types) for kind in range(1, p.types + 1)]
    return tuple(worth - cost >= Fraction(1, 4) for cost in kinds for worth in kinds)


RESULTS = (
    PublishedStatement(
        "An ask of 2 c / 3 + 1/4 and a bid of 2 v / 3 + 1/12 are an equilibrium: nobody gains by another price.",
        "the paper's linear equilibrium for k = 1/2 and even spreads; exact on these grids (see above)",
        stated=(True, 0, 0),
        computed=lambda m: (_linear(m).is_sequential, *_linear(m).nash_regret),
        over=("types", (4, 8)),
    ),
    PublishedStatement(
        "They trade if and only if the worth exceeds the cost by 1/4 or more.",
        "the paper's linear equilibrium for k = 1/2 and even spreads",
        stated=_far_enough,
        computed=lambda m: tuple(
            bool(_traded(m, _linear(m), f'cost == "{cost}" and worth == "{worth}"') == 1)
            for cost in range(1, m.p.types + 1)
            for worth in range(1, m.p.types + 1)
        ),
    ),
    PublishedStatement(
        "On the continuum a trade has the probability 9/32, and both expect 9/64 together, where 1/6 could be had; a grid has both from"
        " above.",
        "here: sums over the pairs of the grid",
        stated=lambda p: (_trades(p), _gains(p)),
        computed=lambda m: (_traded(m, _linear(m)), sum(_linear(m).value)),
        over=("types", (4, 8)),
        limit=(Fraction(9, 32), Fraction(9, 64)),
        numbers=("probability of a trade", "gains of both"),
    ),
    PublishedStatement(
        "The two sides share the gains equally.",
        "the paper's linear equilibrium for k = 1/2 and even spreads",
        stated=lambda p: (_gains(p) / 2, _gains(p) / 2),
        computed=lambda m: _linear(m).value,
    ),
    PublishedStatement(
        "A single price that both name where it suits them is an equilibrium too, and with a share s of the costs below it yields"
        " s (1 - s) / 2: 1/8 at best, less than the linear one.",
        "here, from the payoffs: a known equilibrium of the game, not from the paper",
        stated=lambda p: tuple(
            value
            for s in (1, 2, 3)
            for value in (True, Fraction(s, p.types) * (1 - Fraction(s, p.types)) / 2)
        ),
        computed=lambda m: tuple(
            value for at in (2, 3, 4) for value in (_single(m, at).is_sequential, sum(_single(m, at).value))
        ),
    ),
    PublishedStatement(
        "These strategies are an equilibrium for a price in the middle; far from it, as where one offer alone decides, they are none.",
        "here, from the payoffs: for other k the paper has other linear strategies",
        stated=lambda p: bool(p.share == Fraction(1, 2)),
        computed=lambda m: _linear(m).is_sequential,
        over=("share", (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))),
    ),
)
