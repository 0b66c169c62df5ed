"""Roots in [0, 1] of polynomials in one variable, exact where they are rational."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from overture.solvers.all.algebra.polynomials import ZERO, Poly, by_power


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


def roots(poly: Poly, number: int) -> list[tuple[Fraction, bool]]:
    """Roots in [0, 1] of a polynomial in one variable, and whether each is exact."""
    powers: list[Poly] = by_power(poly, number)
    parts = [part.get((), ZERO) for part in powers]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if len(parts) <= 1:
        return []
    if len(parts) == 2:
        root = -parts[0] / parts[1]
        return [(root, True)] if 0 <= root <= 1 else []
    parts = _square_free(parts)  # a multiple root of the polynomial is a simple one of this
    if len(parts) == 2:
        root = -parts[0] / parts[1]
        return [(root, True)] if 0 <= root <= 1 else []
    scale = max(abs(part) for part in parts)
    found: dict[Fraction, bool] = {}
    for value in np.roots([float(part) / float(scale) for part in reversed(parts)]):
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
            exact = Fraction(x).limit_denominator(10**15)
            residual = abs(sum((c * exact**k for k, c in enumerate(parts)), ZERO)) / scale
            if residual < Fraction(1, 10**9):
                found.setdefault(exact, False)
    return sorted(found.items())
