"""Acquiring a company: an offer is accepted by those whose company is worth less.

A buyer offers a price for a firm of which the seller alone knows the worth; whatever it is worth, it is worth
more to the buyer, by a factor below 2. An offer is accepted by those whose firm is worth less than it, so by
firms that are worth half of it on average: every offer loses, and there is no trade.

Source: Samuelson and Bazerman 1985; the mechanism is that of Akerlof 1970. Here there are ``types`` equally
likely worths, and the lowest alone can be bought at a gain: the probability of trade is 1 / types, which is
ours and tends to 0. Offers lie an eighth of a cell above a worth. With offers that equal a worth there are
several equilibria, and with offers half a cell of six above it there is no trade at all.
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

TOPICS = ("lemons",)
BUYER, SELLER = "Buyer", "Seller"
PAPER = Paper(
    authors=("Samuelson, William F.", "Bazerman, Max H."),
    year=1985,
    title="The Winner's Curse in Bilateral Negotiations",
    booktitle="Research in Experimental Economics",
    volume="3",
    pages="105-137",
)
MORE_PAPERS = (
    Paper(
        authors=("Akerlof, George A.",),
        year=1970,
        title='The Market for "Lemons": Quality Uncertainty and the Market Mechanism',
        journal="The Quarterly Journal of Economics",
        volume="84",
        number="3",
        pages="488-500",
    ),
)
PARAMETERS = {
    "synergy": ModelParameter(
        Fraction(3, 2), 1, words="worth to the buyer for each unit of worth to the seller"
    ),
}


@game(BUYER, SELLER, title="acquiring a company")
def acquiring_a_company(p: Parameters, *, types: int = 6) -> Telling:
    """The buyer offers a price; the seller, who alone knows what the firm is worth, sells or keeps it."""
    worths = [Fraction(2 * at - 1, 2 * types) for at in range(1, types + 1)]
    worth = yield chance("worth", dict.fromkeys(worths, Fraction(1, types)), seen_by=SELLER)
    offers = [each + Fraction(1, 8 * types) for each in worths] + [Fraction(0)]
    offer = yield move(BUYER, "offer", offers)
    if (yield move(SELLER, "answer", ["sell", "keep"])) == "keep":
        return {BUYER: 0, SELLER: worth}
    return {BUYER: p.synergy * worth - offer, SELLER: offer}


def _trade(m: SolvedModel) -> Any:
    return m.chance(m.only, 'answer == "sell"')


RESULTS = (
    PublishedStatement(
        "There is no trade, although trade is good for both whatever the firm is worth; of K types one still sells.",
        "Samuelson and Bazerman 1985 for the continuum; 1 / K follows from the grid",
        stated=lambda p: Fraction(1, p.types),
        computed=_trade,
        over=("types", (3, 6, 12)),
        limit=0,
    ),
    PublishedStatement(
        "Where the firm is worth more than twice as much to the buyer, everybody sells.",
        "here: an offer x is accepted by firms of mean worth x / 2",
        stated=lambda p: 1 if p.synergy > 2 else Fraction(1, p.types),
        computed=_trade,
        over=("synergy", (Fraction(5, 4), Fraction(7, 4), Fraction(9, 4), Fraction(3))),
    ),
    PublishedStatement(
        "On six types the buyer offers 5/48, and both get 1/288 and 145/288.",
        "here: by hand",
        stated=(1, Fraction(1, 288), Fraction(145, 288)),
        computed=lambda m: (
            m.chance(m.only, 'offer == "5/48"'),
            *m.only.certificate.value,
        ),
    ),
)
