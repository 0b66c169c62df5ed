"""Numbers as JSON has them: a number that is none is null."""

from __future__ import annotations

import math

from overture.games.tree import Floats


def finite(value: float | None) -> float | None:
    """The number; None for none, NaN and infinity."""
    return float(value) if value is not None and math.isfinite(value) else None


def numbers(value: Floats) -> list[float]:
    """The numbers of an array of one axis, in order."""
    return [float(each) for each in value]
