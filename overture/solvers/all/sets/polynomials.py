"""Polynomials with rational coefficients in numbered variables, each between 0 and 1.

A polynomial is a dict from monomials (sorted tuples of variable numbers, with repetition) to
Fractions; it has no zero coefficients.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

Poly = dict[tuple[int, ...], Fraction]

ONE = Fraction(1)
ZERO = Fraction(0)


def constant(value: Fraction | int) -> Poly:
    """The polynomial that is this number."""
    return {(): Fraction(value) if isinstance(value, int) else value} if value else {}


def variable(number: int) -> Poly:
    """The polynomial that is this variable."""
    return {(number,): ONE}


def plus(left: Poly, right: Poly, scale: Fraction | int = 1) -> Poly:
    """left + scale * right."""
    total = dict(left)
    for key, value in right.items():
        term = value if scale == 1 else -value if scale == -1 else value * scale
        if key not in total:
            if term:
                total[key] = term
            continue
        new = total[key] + term
        if new:
            total[key] = new
        else:
            del total[key]
    return total


def times(left: Poly, right: Poly) -> Poly:
    """The product."""
    if not left or not right:
        return {}
    for one, other in ((left, right), (right, left)):
        if len(one) == 1 and () in one:
            factor = one[()]
            if factor == 1:
                return dict(other)
            return {key: value * factor for key, value in other.items()} if factor else {}
    total: Poly = {}
    for a, x in left.items():
        for b, y in right.items():
            key = tuple(sorted(a + b)) if a and b else a or b
            term = x * y
            total[key] = total[key] + term if key in total else term
    return {key: value for key, value in total.items() if value}


def variables(poly: Poly) -> set[int]:
    """The variables that occur."""
    return {number for key in poly for number in key}


def occurs(poly: Poly, number: int) -> bool:
    """Whether a variable occurs."""
    return any(number in key for key in poly)


def degree(poly: Poly, number: int) -> int:
    """The highest power of a variable."""
    return max((key.count(number) for key in poly), default=0)


def by_power(poly: Poly, number: int) -> list[Poly]:
    """Coefficients of the powers of a variable, lowest first."""
    parts: list[Poly] = [{} for _ in range(degree(poly, number) + 1)]
    for key, value in poly.items():
        rest = tuple(n for n in key if n != number)
        power = len(key) - len(rest)
        parts[power][rest] = parts[power].get(rest, ZERO) + value
    return parts


def linear(poly: Poly) -> set[int]:
    """The variables that the polynomial is linear in with a number as coefficient."""
    alone = {key[0] for key in poly if len(key) == 1}
    return alone - {number for key in poly if len(key) > 1 for number in key}


def put(poly: Poly, number: int, value: Fraction) -> Poly:
    """The polynomial with a number in place of a variable."""
    total: Poly = {}
    for key, coefficient in poly.items():
        if number in key:
            rest = tuple(n for n in key if n != number)
            coefficient = coefficient * value ** (len(key) - len(rest))
            key = rest
        new = total.get(key, ZERO) + coefficient
        if new:
            total[key] = new
        else:
            total.pop(key, None)
    return total


def put_quotient(poly: Poly, number: int, above: Poly, below: Poly, even: bool) -> Poly:
    """The polynomial with above/below in place of a variable, times a power of ``below`` (an even one)."""
    parts = by_power(poly, number)
    power = len(parts) - 1
    if even and power % 2:
        power += 1
    total: Poly = {}
    for k, part in enumerate(parts):
        if not part:
            continue
        term = part
        for _ in range(k):
            term = times(term, above)
        for _ in range(power - k):
            term = times(term, below)
        total = plus(total, term)
    return total


def at(poly: Poly, point: dict[int, Fraction]) -> Fraction:
    """The value at a point that gives every variable."""
    total = ZERO
    for key, value in poly.items():
        for number in key:
            value = value * point[number]
        total += value
    return total


def span(poly: Poly, box: dict[int, tuple[float, float]]) -> tuple[float, float]:
    """Bounds of the polynomial on a box within [0, 1] (monomials rise in every variable there)."""
    low = high = 0.0
    for key, value in poly.items():
        least = most = 1.0
        for number in key:
            least *= box[number][0]
            most *= box[number][1]
        x = float(value)
        low += x * (least if x > 0 else most)
        high += x * (most if x > 0 else least)
    return low, high


def divide_inner(poly: Poly, inner: set[int]) -> Poly:
    """Divide by the variables that cannot be zero."""
    while poly:
        shared = [n for n in inner if all(n in key for key in poly)]
        if not shared:
            return poly
        out: Poly = {}
        for key, value in poly.items():
            rest = list(key)
            rest.remove(shared[0])
            out[tuple(rest)] = value
        poly = out
    return poly


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
    parts = [part.get((), ZERO) for part in by_power(poly, number)]
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
