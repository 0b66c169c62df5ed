"""A number over all ways of playing."""

from __future__ import annotations

import math
from collections.abc import Mapping

from overture.games.measured.standards import ALIKE
from overture.judgement.history.judgement import Spread


def spread(by_way: Mapping[str, float | None], over_all: float | None) -> Spread:
    """The numbers of the ways, their least and greatest, and whether they are one; NaN counts as none."""
    told = {name: number(each) for name, each in by_way.items()}
    there = [each for each in told.values() if each is not None]
    low, high = (min(there), max(there)) if there else (None, None)
    same = low is not None and high is not None and high - low <= ALIKE
    return Spread(by_way=told, all=number(over_all), low=low, high=high, ways=len(there), same=same)


def number(value: float | None) -> float | None:
    """A number as it stands in JSON: no NaN, no infinity, and no noise of rounding behind its twelfth decimal."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), 12) + 0.0
