"""Kuhn poker: the smallest poker with a bluff; zero-sum.

Three cards, one each, an ante of one, one bet of one. Source: H. W. Kuhn 1950, "A simplified two-person
poker", in Contributions to the Theory of Games I, 97-103. The first player loses 1/18 a hand; his
equilibria are a line (he bets the jack with probability b in [0, 1/3] and the king with 3b).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters

NAME = "kuhn-poker"
TOPICS = ("poker",)
PAPER = Paper(
    authors=("Kuhn, Harold W.",),
    year=1950,
    title="A Simplified Two-Person Poker",
    booktitle="Contributions to the Theory of Games I",
    publisher="Princeton University Press",
    pages="97-103",
)

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


def _line(m: SolvedModel, bluff: Fraction) -> AssessmentCertificate:
    """First bets the jack with this probability and the king three times as often; Second bluffs and calls with 1/3."""
    third = Fraction(1, 3)
    bets = {"J": bluff, "Q": Fraction(0), "K": min(3 * bluff, Fraction(1))}
    calls = {"J": Fraction(0), "Q": min(bluff + third, Fraction(1)), "K": Fraction(1)}
    called = {"J": Fraction(0), "Q": third, "K": Fraction(1)}
    checked = {"J": third, "Q": Fraction(0), "K": Fraction(1)}

    def rule(name: str, before: Mapping[str, str]) -> dict[str, Fraction]:
        card = before["first card" if name in ("opening", "last word") else "second card"]
        share = {
            "opening": bets,
            "last word": calls,
            "answer to a bet": called,
            "answer to a check": checked,
        }[name][card]
        bold, timid = ("bet", "check") if name in ("opening", "answer to a check") else ("call", "fold")
        return {bold: share, timid: 1 - share}

    return m.playing(rule)


def _guaranteed(m: SolvedModel) -> tuple[float, float]:
    from overture.solvers.bounds.zero_sum import zero_sum

    return zero_sum(m.tree).guarantee


BLUFFS = [Fraction(k, 12) for k in (0, 1, 2, 3, 4, 5, 6)]
RESULTS = (
    PublishedStatement(
        "The first player loses 1/18 a hand.",
        "pp. 97-103: the value of the game",
        stated=(VALUE, -VALUE),
        computed=_guaranteed,
    ),
    PublishedStatement(
        "He may bet the jack with any probability b up to 1/3, if he bets the king with 3 b and calls with the queen with b + 1/3;"
        " the second player bluffs with the jack and calls with the queen with 1/3 each.",
        "pp. 97-103: the optimal strategies; here, each tried as a Nash equilibrium",
        stated=tuple(bluff <= Fraction(1, 3) for bluff in BLUFFS),
        computed=lambda m: tuple(_line(m, bluff).is_nash for bluff in BLUFFS),
    ),
    PublishedStatement(
        "All of these are worth the same.",
        "pp. 97-103",
        stated=(VALUE,) * 5,
        computed=lambda m: tuple(_line(m, bluff).value[0] for bluff in BLUFFS[:5]),
    ),
)
