"""One number for each world, which adds and multiplies as a single number does.

Coefficients of polynomials are exact numbers in one world; in many worlds at once they are columns, and stay exact
where no payoff or odds enter.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# A sum smaller than this share of its terms is a cancellation: exactly zero, up to rounding.
CANCELLED = 1e-12
MOST = 2.1e-12  # and surely no larger than this share of either of two terms
NEAR = 1e-9  # polynomials are scaled to coefficients of at most about one; what then counts as zero


class Column:
    """A number in every world. Axes: [world]. Not true only where it is zero in all worlds."""

    __array_ufunc__ = None
    __slots__ = ("some", "x")

    def __init__(self, x: Floats, some: bool | None = None) -> None:
        self.x = x
        self.some = bool(np.count_nonzero(x)) if some is None else some

    def __bool__(self) -> bool:
        return self.some

    def __add__(self, other: Any) -> Column:
        if isinstance(other, Column):
            right: Any = other.x
        elif not other:
            return self
        else:
            right = float(other)
        total = self.x + right
        # Where it cancels, one of the terms is nearly as large as the other: one of them is looked at first.
        size = np.abs(total)
        if np.count_nonzero(size <= MOST * np.abs(self.x)):
            total[size <= CANCELLED * (np.abs(self.x) + abs(right))] = 0.0
            return Column(total)
        return Column(total, True)

    __radd__ = __add__

    def __mul__(self, other: Any) -> Column:
        if isinstance(other, Column):
            return Column(self.x * other.x, self.some and other.some)
        return self if other == 1 else Column(self.x * float(other), self.some and other != 0)

    __rmul__ = __mul__

    def __neg__(self) -> Column:
        return Column(-self.x, self.some)

    def __sub__(self, other: Any) -> Column:
        return self.__add__(-other)

    def __rsub__(self, other: Any) -> Column:
        return (-self).__add__(other)

    def __truediv__(self, other: Any) -> Column:
        return Column(self.x / (other.x if isinstance(other, Column) else float(other)), self.some)

    def __rtruediv__(self, other: Any) -> Column:
        return Column(float(other) / self.x)

    def __pow__(self, power: int) -> Column:
        return Column(self.x**power)

    def take(self, rows: NDArray[Any]) -> Column:
        """The column in some worlds."""
        return Column(self.x[rows])


Number = Fraction | Column


def values(number: Number | int, count: int) -> Floats:
    """[world] of a coefficient."""
    return number.x if isinstance(number, Column) else np.full(count, float(number))
