"""A number, or a statement, over all ways of playing."""

from __future__ import annotations

import math
from collections.abc import Mapping

from overture.frozen import FrozenModel
from overture.games.measured.standards import ALIKE

ByWay = dict[str, float | None]


class Spread(FrozenModel):
    """A number over all ways of playing.

    Attributes:
        by_way: name of a way -> the number; null where the history is off its path.
        all: over all of them by their weights; null where none makes the history, or no such number is defined.
        low, high: the least and the greatest; null where there is none.
        ways: how many have it. same: whether all that have it have the same, within 1e-7.
    """

    by_way: ByWay
    all: float | None
    low: float | None
    high: float | None
    ways: int
    same: bool


class Among(FrozenModel):
    """With how many of the options, at the joints that decide it, a statement holds.

    Attributes:
        at: the joints that decide it; none where it holds in every way of playing that is asked, or in no way.
        of: how many combinations of options these ways have at them; 1 where there are no such joints.
        many: with how many of these it holds. ways: in how many ways of playing it is asked.
    """

    at: list[str]
    of: int
    many: int
    ways: int


def spread(by_way: Mapping[str, float | None], over_all: float | None) -> Spread:
    """The numbers of the ways, their least and greatest, and whether they are one; NaN counts as none."""
    told = {name: number(each) for name, each in by_way.items()}
    there = [each for each in told.values() if each is not None]
    low, high = (min(there), max(there)) if there else (None, None)
    same = low is not None and high is not None and high - low <= ALIKE
    return Spread(by_way=told, all=number(over_all), low=low, high=high, ways=len(there), same=same)


def alike(by_way: Mapping[str, float | None]) -> dict[str, int]:
    """Way -> the number of the group in which its number lies, of the ways that have one; those within 1e-7 are one group."""
    there = sorted((value, way) for way, value in by_way.items() if value is not None)
    found: dict[str, int] = {}
    group, last = 0, -math.inf
    for value, way in there:
        group += value - last > ALIKE
        found[way], last = group, value
    return found


def number(value: float | None) -> float | None:
    """A number as it stands in JSON: no NaN, no infinity, and no noise of rounding behind its twelfth decimal."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), 12) + 0.0
