"""The exact hypervolume of points with three values that are minimised: the room that they dominate."""

from __future__ import annotations

import numpy as np

from overture.design.search.candidates import Floats


def hypervolume(values: Floats, reference: tuple[float, float, float]) -> float:
    """The volume of what some point [n, 3] dominates and what dominates the reference point.

    The points are taken by their third value; between two of them the slice is the area that all points so far dominate.
    """
    inside = values[(values < reference).all(axis=1)]
    inside = inside[np.argsort(inside[:, 2], kind="stable")]
    ends = np.append(inside[1:, 2], reference[2])
    return float(
        sum(
            _area(inside[: at + 1, :2], reference[:2]) * (ends[at] - inside[at, 2])
            for at in range(len(inside))
            if ends[at] > inside[at, 2]
        )
    )


def _area(values: Floats, reference: tuple[float, float]) -> float:
    ordered = values[np.lexsort((values[:, 1], values[:, 0]))]
    lowest = np.minimum.accumulate(ordered[:, 1])
    widths = np.append(ordered[1:, 0], reference[0]) - ordered[:, 0]
    return float((widths * (reference[1] - lowest)).sum())
