"""Worlds from ranges: a seeded Sobol sequence through the triangular distributions of the case."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from overture.case.schema import Range

Floats = NDArray[np.float64]


def draw(parameters: Mapping[str, Range], worlds: int, seed: int) -> dict[str, Floats]:
    """Parameter -> [world] values; parameters without a spread are the same in every world.

    The points are a scrambled Sobol sequence (Owen 1998, J. Complexity 14:466-489), which covers the
    ranges more evenly than independent draws: one axis per parameter with a spread, in their order.
    """
    from scipy.stats import qmc

    spread = [name for name, given in parameters.items() if given.spread]
    values = {
        name: np.full(worlds, given.value if given.value is not None else given.mode, dtype=np.float64)
        for name, given in parameters.items()
    }
    if spread:
        power = int(np.ceil(np.log2(max(worlds, 2))))
        points = qmc.Sobol(len(spread), scramble=True, rng=seed).random_base2(power)[:worlds]
        for axis, name in enumerate(spread):
            values[name] = triangular(points[:, axis], parameters[name])
    return values


def triangular(share: Floats, given: Range) -> Floats:
    """The value below which a ``share`` of the triangular distribution lies."""
    low, mode, high = float(given.low or 0), float(given.mode or 0), float(given.high or 0)
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.where(share < turn, rising, falling)
