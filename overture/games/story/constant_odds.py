"""Odds that are wrong whatever happens: numbers outside of 0 to 1, and tables of numbers with another sum than 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from overture.errors import Fault
from overture.filing import Keys
from overture.games.check import ODDS_TOLERANCE

ALLOWED_ODDS = "numbers from 0 to 1 with the sum 1"


@dataclass(frozen=True)
class GivenOdds:
    """The odds of a choice as they are written, those that are the rest left out.

    Attributes:
        label: of the choice. text: as it is written. number: its value where that is the same on every history, else None.
        valued: the same where the parameters have the values that the file gives.
        always: whether the choice is there on every history. keys: where the odds stand.
    """

    label: str
    text: str
    number: Any
    valued: Any
    always: bool
    keys: Keys


def constant_odds_fault(
    move: str, given: Sequence[GivenOdds], keys: Keys, rest: bool, values: bool
) -> tuple[Keys, Fault] | None:
    """What is wrong with the odds of one chance move on every history that has them, and where; the fault has no place yet.

    Args:
        move: its name. given: its odds. keys: where the table stands. rest: whether one more choice gets what they leave.
        values: whether the parameters have the values that the file gives; else any.
    """
    numbers = [each.valued if values else each.number for each in given]
    fixed = [(each, number) for each, number in zip(given, numbers, strict=True) if number is not None]
    if not fixed:
        return None
    told = ", ".join(
        f"{each.label} {each.text if number is None else _number(number)}"
        for each, number in zip(given, numbers, strict=True)
    )
    told += " and the rest" if rest else ""
    outside = [each for each, number in fixed if not 0 <= number <= 1 + ODDS_TOLERANCE]
    if outside:
        return outside[0].keys, Fault("telling/odds", f"the odds of {move!r} are {told}", "", ALLOWED_ODDS)
    total = sum(number for each, number in fixed if each.always)
    whole = not rest and all(each.always for each in given) and len(fixed) == len(given)
    if total > 1 + ODDS_TOLERANCE or (whole and total < 1 - ODDS_TOLERANCE):
        what = "sum" if len(fixed) == len(given) else "the numbers alone sum to"
        found = f"the odds of {move!r} are {told} ({what} {_number(total)})"
        return keys, Fault("telling/odds", found, "", ALLOWED_ODDS)
    return None


def _number(value: Any) -> str:
    """A number in up to ten digits: 1.000001 is not told as 1."""
    return f"{float(value):.10g}"
