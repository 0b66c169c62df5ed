"""The rational number that a double stands for."""

from __future__ import annotations

from fractions import Fraction


def rational(number: float | int | Fraction) -> Fraction:
    """The number itself where it is rational; for a float the simple fraction within 1e-12 of it."""
    if isinstance(number, Fraction | int):
        return Fraction(number)
    near = Fraction(float(number)).limit_denominator(10**6)
    return near if abs(float(near) - number) <= 1e-12 * max(1.0, abs(number)) else Fraction(float(number))
