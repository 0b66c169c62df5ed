"""Polynomials in doubles, at many points or on many boxes within [0, 1] at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.polynomials import Monomial, Rational, in_doubles

Floats = NDArray[np.float64]


class BoxPolynomials:
    """Polynomials in the parameters ``names``, each between 0 and 1.

    Attributes:
        power: [monomial, parameter] exponents. slope: [polynomial, monomial] coefficients.
    """

    def __init__(self, names: Sequence[int], polys: Sequence[Mapping[Monomial, Rational]]) -> None:
        keys = sorted({key for poly in polys for key in poly})
        power = [[key.count(name) for name in names] for key in keys]
        self.power = np.array(power, float).reshape(len(keys), len(names))
        self.slope = np.array([in_doubles(poly.get(key, 0) for key in keys) for poly in polys])
        self.slope = self.slope.reshape(len(polys), len(keys))

    def _monomials(self, points: Floats) -> Floats:
        return np.asarray((points[:, None, :] ** self.power[None]).prod(axis=2))

    def values(self, points: Floats) -> Floats:
        """[point, polynomial] values."""
        return np.asarray(self._monomials(points) @ self.slope.T)

    def span(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """[box, polynomial] bounds, up to what sums of doubles lose: monomials rise in every parameter."""
        small, large = self._monomials(low), self._monomials(high)
        up, down = np.maximum(self.slope, 0).T, np.minimum(self.slope, 0).T
        return small @ up + large @ down, large @ up + small @ down


def halved(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Each box cut into two halves across its widest side: ends [box, parameter], the lower halves first."""
    rows = np.arange(len(low))
    widest = (high - low).argmax(axis=1)
    centre = (low[rows, widest] + high[rows, widest]) / 2
    left, right = high.copy(), low.copy()
    left[rows, widest] = right[rows, widest] = centre
    return np.concatenate((low, right)), np.concatenate((left, high))
