"""The rational number that a double stands for."""

from __future__ import annotations

from fractions import Fraction
from math import floor, log10


def rational(number: float | int | Fraction, scale: float = 1.0) -> Fraction:
    """The number itself where it is rational; for a float the simple fraction within 1e-12 of it.

    ``scale`` is the largest number of its kind (of a player's payoffs, say). Where it is below one, 1e-12
    and "simple" are meant as shares of it: a game in small units keeps its differences.
    """
    if isinstance(number, Fraction | int):
        return Fraction(number)
    exact = Fraction(float(number))
    unit = Fraction(10) ** floor(log10(scale)) if 0 < scale < 1 else Fraction(1)
    near = (exact / unit).limit_denominator(10**6) * unit
    return near if abs(float(near) - number) <= 1e-12 * max(min(1.0, scale), abs(number)) else exact


def rational_odds(number: float) -> Fraction:
    """The same of a probability; what is possible stays possible, however small its probability."""
    near = rational(number)
    return near if near or not number else Fraction(float(number))
