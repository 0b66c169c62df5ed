"""A certified lower (or upper) bound of a polynomial on a part of the unit box, by halving boxes.

Boxes on which a condition fails everywhere are left out; the bound of what is left is a bound of the
quantity, whether or not any point of it is a member. Sums are widened by what doubles may lose.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from overture.solvers.all.algebra.boxes import BoxPolynomials, Floats, halved
from overture.solvers.all.algebra.polynomials import Fractional

ROUNDS = 40
MOST_BOXES = 4_000  # boxes that are halved in one round
SLACK = 1e-12  # of the sizes of the coefficients: more than sums of doubles lose


def _span(polynomials: BoxPolynomials, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """[box, polynomial] bounds, with all that sums of doubles may lose."""
    under, over = polynomials.span(low, high)
    slack = SLACK * (np.abs(polynomials.slope).sum(axis=1) + 1e-300)
    return under - slack, over + slack


def bounded(
    poly: Fractional,
    names: Sequence[int],
    conditions: Sequence[Fractional],
    equations: Sequence[Fractional],
    sign: int,
) -> Fraction:
    """A number that ``poly`` does not go below (sign 1) or above (sign -1) where the conditions hold.

    Args:
        names: the parameters, each between 0 and 1.
        conditions: at least zero. equations: zero.
    """
    aim = BoxPolynomials(names, [poly if sign > 0 else {key: -x for key, x in poly.items()}])
    above, equal = BoxPolynomials(names, conditions), BoxPolynomials(names, equations)
    low, high = np.zeros((1, len(names))), np.ones((1, len(names)))
    settled = np.inf  # bound of boxes that are not halved further
    for _ in range(ROUNDS):
        keep = np.ones(len(low), bool)
        if conditions:
            keep &= (_span(above, low, high)[1] >= 0).all(axis=1)
        if equations:
            under, over = _span(equal, low, high)
            keep &= ((under <= 0) & (over >= 0)).all(axis=1)
        low, high = low[keep], high[keep]
        if not len(low):
            break
        least = _span(aim, low, high)[0][:, 0]
        order = np.argsort(least, kind="stable")
        if len(order) > MOST_BOXES:
            settled = min(settled, float(least[order[MOST_BOXES]]))
            order = order[:MOST_BOXES]
        low, high = low[order], high[order]
        low, high = halved(low, high)
    bound = min(settled, float(_span(aim, low, high)[0].min()) if len(low) else np.inf)
    if not np.isfinite(bound):  # every box was left out by rounding: the whole box bounds it
        bound = float(_span(aim, np.zeros((1, len(names))), np.ones((1, len(names))))[0].min())
    return Fraction(bound) * sign


__all__ = ["bounded"]
