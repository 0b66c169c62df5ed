"""Roots in [0, 1] of polynomials in one variable, exact where they are rational."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

import numpy as np

from overture.solvers.all.algebra.polynomials import ONE, ZERO, Poly, Rational

SMALLEST = 10**30  # denominator of an irrational root


def _nearer(parts: Sequence[Fraction], root: Fraction) -> Fraction:
    """A root of a polynomial of coefficients [power] that is known in doubles, nearer by two steps of Newton's method."""
    for _ in range(2):
        top = sum((c * root**k for k, c in enumerate(parts)), ZERO)
        slope = sum((k * c * root ** (k - 1) for k, c in enumerate(parts) if k), ZERO)
        if not slope:
            return root
        root = min(ONE, max(ZERO, root - top / slope)).limit_denominator(SMALLEST)
    return root


def _square_free(parts: list[Fraction]) -> list[Fraction]:
    """Coefficients (lowest power first) of the polynomial with the same roots, each of them simple."""
    slope = [k * x for k, x in enumerate(parts)][1:]
    common, rest = list(parts), slope
    while any(rest):
        common, rest = rest, _divided(common, rest)[1]
    return _divided(parts, common)[0] if len(common) > 1 else parts


def _divided(above: list[Fraction], below: list[Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    """(quotient, remainder) of polynomials, lowest power first; the remainder has no leading zeros."""
    rest = list(above)
    quotient = [ZERO] * max(1, len(above) - len(below) + 1)
    for shift in range(len(above) - len(below), -1, -1):
        factor = rest[shift + len(below) - 1] / below[-1]
        quotient[shift] = factor
        for k, x in enumerate(below):
            rest[shift + k] -= factor * x
    rest = rest[: len(below) - 1]
    while rest and not rest[-1]:
        rest.pop()
    return quotient, rest


def _one_sign(table: Sequence[Rational]) -> bool:
    """Whether no coefficient has the sign of another, and the first is not zero: then there is no root in [0, 1]."""
    return bool(table[0]) and (min(table) >= 0 or max(table) <= 0)


def _of_square(table: Sequence[Rational]) -> list[tuple[Fraction, bool]] | None:
    """Roots in [0, 1] of a polynomial of the second degree in whole numbers; None where they are not rational."""
    base, slope, bend = table
    if not (isinstance(base, int) and isinstance(slope, int) and isinstance(bend, int)):
        return None
    inside = slope * slope - 4 * base * bend
    if inside < 0:
        return []
    root = isqrt(inside)
    if root * root != inside:
        return None
    found = {Fraction(-slope - root, 2 * bend), Fraction(-slope + root, 2 * bend)}
    return [(each, True) for each in sorted(found) if 0 <= each <= 1]


def roots(poly: Poly, number: int) -> list[tuple[Fraction, bool]]:
    """Roots in [0, 1] of a polynomial in one variable, and whether each is exact."""
    return roots_of(coefficients(poly, number))


def coefficients(poly: Poly, number: int) -> list[Rational]:
    """[power] of a polynomial in one variable."""
    return [poly.get((number,) * power, 0) for power in range(1 + max(map(len, poly), default=0))]


def roots_of(table: Sequence[Rational]) -> list[tuple[Fraction, bool]]:
    """Roots in [0, 1] of a polynomial of coefficients [power], and whether each is exact."""
    if len(table) <= 1:
        return []
    if len(table) == 2:
        root = Fraction(-table[0]) / table[1]
        return [(root, True)] if 0 <= root <= 1 else []
    if _one_sign(table):
        return []
    if len(table) == 3 and (square := _of_square(table)) is not None:
        return square
    parts = [Fraction(each) for each in table]
    parts = _square_free(parts)  # a multiple root of the polynomial is a simple one of this
    if len(parts) == 2:
        root = -parts[0] / parts[1]
        return [(root, True)] if 0 <= root <= 1 else []
    scale = max(abs(part) for part in parts)
    found: dict[Fraction, bool] = {}
    parts = [part / scale for part in parts]
    for value in np.roots([float(part) for part in reversed(parts)]):
        if abs(value.imag) > 1e-7 or not -1e-7 <= value.real <= 1 + 1e-7:
            continue
        x = float(min(1.0, max(0.0, value.real)))
        for _ in range(3):  # Newton, so that the rounding is the last error
            top = sum(float(c) * x**k for k, c in enumerate(parts))
            slope = sum(k * float(c) * x ** (k - 1) for k, c in enumerate(parts) if k)
            if slope:
                x = min(1.0, max(0.0, x - top / slope))
        near = Fraction(x).limit_denominator(10**6)
        if sum(c * near**k for k, c in enumerate(parts)) == 0:
            found[near] = True
        else:
            exact = _nearer(parts, Fraction(x))
            residual = abs(sum((c * exact**k for k, c in enumerate(parts)), ZERO))
            if residual < Fraction(1, 10**9):
                found.setdefault(exact, False)
    return sorted(found.items())
