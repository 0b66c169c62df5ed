"""Where a lead changes its sign on the way from here to an edge, also where it turns and turns back between two points."""

from __future__ import annotations

from collections.abc import Callable

from overture.games.tree import Floats

NOISE = 1e-12  # a fall of the lead by less than this share of it is none
START = 1e-6  # share of the first and the last step at which the lead's slope at the start and at the end is taken


def root(points: Floats, values: Floats, lead: Callable[[float], float]) -> float | None:
    """The first point at which the lead is 0, to 1e-13; None where it keeps its sign.

    Args:
        points: [N] from here to the edge. values: [N] leads there, the first one not 0. lead: at any point.
    """
    from scipy.optimize import brentq

    side = 1.0 if values[0] > 0 else -1.0
    gap = values * side

    def margin(point: float) -> float:
        return side * lead(point)

    def polished(low: float, high: float) -> float:
        return float(brentq(margin, low, high, xtol=1e-13, rtol=1e-13))

    for at in range(len(points)):
        if gap[at] < 0:
            return polished(points[at - 1], points[at])
        low, high = points[max(at - 1, 0)], points[min(at + 1, len(points) - 1)]
        if _dips(points, gap, at, margin):
            dip = _lowest(margin, low, high)
            if margin(dip) < 0:
                return polished(low, dip)
    return None


def _dips(points: Floats, gap: Floats, at: int, margin: Callable[[float], float]) -> bool:
    """Whether the lead may have a local minimum in the intervals that meet at a point."""
    noise = NOISE * gap[0]
    if at + 1 == len(points):
        before = points[at] - START * (points[at] - points[at - 1])
        return bool(at and gap[at] <= gap[at - 1] and margin(before) < gap[at] - noise)
    if gap[at + 1] < 0:
        return False
    if at == 0:
        falls = margin(points[0] + START * (points[1] - points[0])) < gap[0] - noise * START
        return bool(falls and gap[1] >= gap[0])
    return bool(gap[at] < gap[at - 1] - noise and gap[at] <= gap[at + 1])


def _lowest(margin: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import minimize_scalar

    bounds = (min(low, high), max(low, high))
    found = minimize_scalar(margin, bounds=bounds, method="bounded", options={"xatol": 1e-9, "maxiter": 60})
    return float(found.x)
