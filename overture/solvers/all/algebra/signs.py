"""Polynomials of one sign on the box, exactly.

On [0, 1] a polynomial of degree n is a mean of its Bernstein coefficients, with weights C(n, j) x^j (1-x)^(n-j)
that are all positive inside; in several variables the weights are products of these (Bernstein 1912; Garloff
1986 for several variables; with degree one everywhere the coefficients are the values at the corners of the
box). So where no coefficient is positive the polynomial is positive nowhere, and where moreover one is
negative, and the variables lie strictly inside, it is negative everywhere: also where it comes as near to zero
as one likes at the edge of the box, which no division into small boxes would settle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.polynomials import ZERO, Poly, degree, in_doubles, variables

MOST = 1024  # coefficients that are looked at
LARGEST = 10_000  # denominator of a weight in a combination of equations


def bernstein(
    poly: Poly, exact: bool = True, degrees: Mapping[int, int] | None = None
) -> list[Fraction] | list[float]:
    """The Bernstein coefficients, in no order that matters; empty where they are many.

    ``degrees`` of the variables, at least those that the polynomial has: so that several have one basis.
    """
    degrees = degrees or {n: degree(poly, n) for n in variables(poly)}
    names = sorted(degrees)
    shape = [degrees[n] + 1 for n in names]
    if prod(shape) > MOST:
        return []
    kind = object if exact else float
    table = np.full(shape, ZERO if exact else 0.0, dtype=kind)
    values = poly.values() if exact else in_doubles(poly.values())
    for key, value in zip(poly, values, strict=True):
        table[tuple(key.count(n) for n in names)] += value
    for axis, size in enumerate(shape):
        table = np.moveaxis(np.tensordot(_change(size).astype(kind), table, axes=(1, axis)), 0, axis)
    return list(table.flat)


@cache
def _change(size: int) -> NDArray[np.object_]:
    """From powers to Bernstein: coefficient j is the sum over i <= j of C(j, i) / C(n, i) a_i."""
    n = size - 1
    rows = [[Fraction(comb(j, i), comb(n, i)) for i in range(size)] for j in range(size)]
    return np.array(rows, dtype=object)


def below_zero(poly: Poly, strict: bool, inner: set[int]) -> bool:
    """Whether poly >= 0 (> 0 if strict) is impossible on the box, with ``inner`` variables strictly inside."""
    if poly.get((), ZERO) > 0:  # the value at the corner of zeros
        return False
    rough = bernstein(poly, exact=False)
    if not rough or max(rough) > 1e-9 * max(map(abs, rough)):
        return False
    coefficients = bernstein(poly)
    if max(coefficients) > 0:
        return False
    return strict or max(coefficients) < 0 or (variables(poly) <= inner and min(coefficients) < 0)


def never_zero(poly: Poly, inner: set[int]) -> bool:
    """Whether poly = 0 is impossible on the box, with ``inner`` variables strictly inside."""
    negative = {key: -value for key, value in poly.items()}
    return below_zero(poly, False, inner) or below_zero(negative, False, inner)


def contradicted(equal: Sequence[Poly], inner: set[int]) -> bool:
    """Whether some combination of equations is zero nowhere on the box, with ``inner`` variables strictly inside.

    Then they have no solution together. A linear programme in doubles proposes the combination whose Bernstein
    coefficients are none negative; that they are is confirmed in rationals.
    """
    degrees: dict[int, int] = {}
    for poly in equal:
        for n in variables(poly):
            degrees[n] = max(degrees.get(n, 0), degree(poly, n))
    rows = [bernstein(poly, True, degrees) for poly in equal]
    if len(rows) < 2 or not all(rows):
        return False
    from scipy.optimize import linprog

    scale = [max(map(abs, row)) for row in rows]
    table = np.array([[float(x / size) for x in row] for row, size in zip(rows, scale, strict=True)])
    answer = linprog(
        -table.sum(axis=1), A_ub=-table.T, b_ub=np.zeros(table.shape[1]), bounds=[(-1, 1)] * len(rows)
    )
    if answer.status != 0 or -answer.fun <= 1e-9:
        return False
    weights = [
        Fraction(float(x)).limit_denominator(LARGEST) / size for x, size in zip(answer.x, scale, strict=True)
    ]
    total = [
        sum((w * x for w, x in zip(weights, column, strict=True)), ZERO) for column in zip(*rows, strict=True)
    ]
    return min(total) > 0 or (min(total) == 0 < max(total) and set(degrees) <= inner)
