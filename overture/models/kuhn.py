"""Kuhn poker: the smallest poker with a bluff; zero-sum.

Three cards, one each, an ante of one, one bet of one. Source: H. W. Kuhn 1950, "A simplified two-person
poker", in Contributions to the Theory of Games I, 97-103. The first player loses 1/18 a hand; his
equilibria are a line (he bets the jack with probability b in [0, 1/3] and the king with 3b).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from overture.games.telling.language import Telling, chance, game, move

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

NAME = "kuhn-poker"
TOPICS = ("poker",)

FIRST = "First"
SECOND = "Second"
VALUE = Fraction(-1, 18)
CARDS = "JQK"


@game(FIRST, SECOND, title="Kuhn poker")
def kuhn(p: Parameters) -> Telling:
    """Each player sees his own card; both see the betting."""
    first = yield chance("first card", dict.fromkeys(CARDS, Fraction(1, 3)), seen_by=FIRST)
    left = [card for card in CARDS if card != first]
    second = yield chance("second card", dict.fromkeys(left, Fraction(1, 2)), seen_by=SECOND)
    sign = 1 if CARDS.index(first or "") > CARDS.index(second or "") else -1
    opening = yield move(FIRST, "opening", ["check", "bet"])
    if opening == "bet":
        if (yield move(SECOND, "answer to a bet", ["fold", "call"])) == "fold":
            return _paid(1)
        return _paid(2 * sign)
    if (yield move(SECOND, "answer to a check", ["check", "bet"])) == "check":
        return _paid(sign)
    if (yield move(FIRST, "last word", ["fold", "call"])) == "fold":
        return _paid(-1)
    return _paid(2 * sign)


def _paid(won: int) -> dict[str, int]:
    return {FIRST: won, SECOND: -won}
