"""A certified lower (or upper) bound of a polynomial on a part of the unit box, by halving boxes.

Boxes on which a condition fails everywhere are left out; the bound of what is left is a bound of the
quantity, whether or not any point of it is a member. Sums are widened by what doubles may lose.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.polynomials import Poly

ROUNDS = 40
MOST_BOXES = 4_000  # boxes that are halved in one round
SLACK = 1e-12  # of the sizes of the coefficients: more than sums of doubles lose

Floats = NDArray[np.float64]


class _Table:
    """Polynomials at many boxes within [0, 1] at once."""

    def __init__(self, names: Sequence[int], polys: Sequence[Poly]) -> None:
        keys = sorted({key for poly in polys for key in poly})
        self.power = np.array([[key.count(n) for n in names] for key in keys], float).reshape(
            len(keys), len(names)
        )
        self.slope = np.array([[float(poly.get(key, 0)) for key in keys] for poly in polys])
        self.slope = self.slope.reshape(len(polys), len(keys))
        self.slack = SLACK * (np.abs(self.slope).sum(axis=1) + 1e-300)

    def span(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """[box, polynomial] bounds: monomials rise in every parameter."""
        small = (low[:, None, :] ** self.power[None]).prod(axis=2)
        large = (high[:, None, :] ** self.power[None]).prod(axis=2)
        up, down = np.maximum(self.slope, 0).T, np.minimum(self.slope, 0).T
        return small @ up + large @ down - self.slack, large @ up + small @ down + self.slack


def bounded(
    poly: Poly, names: Sequence[int], conditions: Sequence[Poly], equations: Sequence[Poly], sign: int
) -> Fraction:
    """A number that ``poly`` does not go below (sign 1) or above (sign -1) where the conditions hold.

    Args:
        names: the parameters, each between 0 and 1.
        conditions: at least zero. equations: zero.
    """
    aim = _Table(names, [poly if sign > 0 else {key: -x for key, x in poly.items()}])
    above, equal = _Table(names, conditions), _Table(names, equations)
    low, high = np.zeros((1, len(names))), np.ones((1, len(names)))
    settled = np.inf  # bound of boxes that are not halved further
    for _ in range(ROUNDS):
        keep = np.ones(len(low), bool)
        if conditions:
            keep &= (above.span(low, high)[1] >= 0).all(axis=1)
        if equations:
            under, over = equal.span(low, high)
            keep &= ((under <= 0) & (over >= 0)).all(axis=1)
        low, high = low[keep], high[keep]
        if not len(low):
            break
        least = aim.span(low, high)[0][:, 0]
        order = np.argsort(least, kind="stable")
        if len(order) > MOST_BOXES:
            settled = min(settled, float(least[order[MOST_BOXES]]))
            order = order[:MOST_BOXES]
        low, high = low[order], high[order]
        rows = np.arange(len(low))
        widest = (high - low).argmax(axis=1)
        centre = (low[rows, widest] + high[rows, widest]) / 2
        left, right = high.copy(), low.copy()
        left[rows, widest] = centre
        right[rows, widest] = centre
        low, high = np.concatenate((low, right)), np.concatenate((left, high))
    bound = min(settled, float(aim.span(low, high)[0].min()) if len(low) else np.inf)
    if not np.isfinite(bound):  # every box was left out by rounding: the whole box bounds it
        bound = float(aim.span(np.zeros((1, len(names))), np.ones((1, len(names))))[0].min())
    return Fraction(bound) * sign


__all__ = ["bounded"]
