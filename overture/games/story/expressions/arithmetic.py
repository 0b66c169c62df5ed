"""The arithmetic of a story: quotients of whole numbers stay exact, powers stay small, and arrays of worlds count as numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

LARGEST_POWER = 64  # of a whole number, which grows without bound
MOST_BITS = 1000  # of a whole number, or of either part of a fraction: about 300 digits, as far as doubles go


def _whole(value: Any) -> bool:
    """Whether a value is a whole number or a fraction, or an array of them."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iuO"
    return isinstance(value, int | Fraction | np.integer)


def sized(value: Any) -> Any:
    """The value itself.

    Raises OverflowError where it is a whole number or a fraction with more digits than a double can stand for.
    """
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            for each in value.flat:
                sized(each)
    elif isinstance(value, int | Fraction):
        part = max(abs(value.numerator), value.denominator)
        if part.bit_length() > MOST_BITS:
            raise OverflowError("a number of more than 300 digits")
    return value


def _exact(value: Any) -> Any:
    """A whole number, or an array of them, as fractions."""
    if not isinstance(value, np.ndarray):
        return Fraction(value.item() if isinstance(value, np.integer) else value)
    fractions = np.empty(value.shape, dtype=object)
    for at, each in np.ndenumerate(value):
        fractions[at] = Fraction(int(each) if isinstance(each, np.integer) else each)
    return fractions


def quotient(one: Any, other: Any) -> Any:
    """One number by another; exact where both are."""
    if _whole(one) and _whole(other):
        return _exact(one) / _exact(other)
    if np.any(np.equal(other, 0)):
        raise ZeroDivisionError
    with np.errstate(all="ignore"):
        return one / other


def power(one: Any, other: Any) -> Any:
    if (
        _whole(one)
        and not isinstance(other, float)
        and np.abs(np.asarray(other, dtype=float)).max() > LARGEST_POWER
    ):
        raise OverflowError(f"a power above {LARGEST_POWER} of a whole number")
    sized(one)
    with np.errstate(all="ignore"):  # what is not finite is refused where it is paid
        found = sized(one**other)
    if isinstance(found, complex):
        raise OverflowError("a root of a number below 0")
    return found


def extreme(least: bool, values: list[Any]) -> Any:
    if not any(isinstance(value, np.ndarray) for value in values):
        return min(values) if least else max(values)
    found = values[0]
    for value in values[1:]:
        found = np.minimum(found, value) if least else np.maximum(found, value)
    return found
