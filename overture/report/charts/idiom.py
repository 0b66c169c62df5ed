"""What the figures share: the axis of a chance, and round ticks."""

from __future__ import annotations

import math

CHANCES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


def nice(low: float, high: float) -> tuple[list[float], tuple[float, float]]:
    """Round ticks, and a domain that ends on them."""
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    low, high = min(low, high), max(low, high)
    room = (high - low) if high > low else 1.0
    step = 10 ** math.floor(math.log10(room))
    step = next(s for s in (step / 5, step / 2, step, step * 2) if room / s <= 6.5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [round(place * step, 10) for place in range(first, last + 1)]
    return ticks, (ticks[0], ticks[-1])
