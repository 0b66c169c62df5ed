"""Leduc hold'em: two rounds of betting, one card each and one for both; zero-sum.

Six cards (jack, queen, king in two suits), an ante of one, raises of 2 in the first round and 4 in the
second, at most two raises a round. A pair with the public card wins, else the higher card. Source:
Southey, Bowling, Larson, Piccione, Burch, Billings and Rayner 2005, "Bayes' bluff: opponent modelling in
poker", UAI, section 4.1. Cards of both suits are told apart, as in the usual benchmark: 9,457 nodes.
"""

from __future__ import annotations

from collections.abc import Generator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

NAME = "leduc-holdem"
TOPICS = ("poker",)

FIRST = "First"
SECOND = "Second"
PLAYERS = (FIRST, SECOND)
CARDS = ("J1", "J2", "Q1", "Q2", "K1", "K2")
MOST_RAISES = 2


@game(FIRST, SECOND, title="Leduc hold'em")
def leduc(p: Parameters) -> Telling:
    """Each player sees his own card; both see the betting and the public card."""
    deck = list(CARDS)
    hands = []
    for player in PLAYERS:
        card = yield chance(f"card of {player}", _even(deck), seen_by=player)
        hands.append(card or "")
        deck.remove(card or "")
    pot = [1, 1]
    folded = yield from _round("first", 2, pot)
    if folded is not None:
        return _paid(-pot[folded] if folded == 0 else pot[folded])
    public = (yield chance("public card", _even(deck))) or ""
    folded = yield from _round("second", 4, pot)
    if folded is not None:
        return _paid(-pot[folded] if folded == 0 else pot[folded])
    one, two = (_rank(hand, public) for hand in hands)
    return _paid(0 if one == two else pot[1] if one > two else -pot[0])


def _round(name: str, size: int, pot: list[int]) -> Generator[Any, str | None, int | None]:
    """One round of betting: who folded, or None. Nobody may fold what costs nothing to keep."""
    player, raises, calls = 0, 0, 0
    for turn in range(2 + MOST_RAISES):
        owes = pot[1 - player] - pot[player]
        actions = (["fold"] if owes else []) + ["call"] + (["raise"] if raises < MOST_RAISES else [])
        action = yield move(PLAYERS[player], f"{name} round, turn {turn + 1}", actions)
        if action == "fold":
            return player
        pot[player] += owes
        if action == "raise":
            pot[player] += size
            raises, calls = raises + 1, 0
        elif calls or raises:
            return None
        else:
            calls = 1
        player = 1 - player
    return None


def _rank(hand: str, public: str) -> int:
    return 10 if hand[0] == public[0] else "JQK".index(hand[0])


def _even(cards: list[str]) -> dict[str, Fraction]:
    return dict.fromkeys(cards, Fraction(1, len(cards)))


def _paid(won: int) -> dict[str, int]:
    return {FIRST: won, SECOND: -won}
