"""Roots in [0, 1] of polynomials in one variable, in doubles, in many worlds at once."""

from __future__ import annotations

import numpy as np

from overture.solvers.all.algebra.column import NEAR, Column, Floats
from overture.solvers.all.algebra.polynomials import Terms, degree

FUZZY = 1e-3


def roots(poly: Terms[Column], number: int, count: int) -> Floats:
    """[world, root] in [0, 1] of a polynomial in one variable; NaN where there are fewer."""
    return roots_of(coefficients(poly, number, count))


def coefficients(poly: Terms[Column], number: int, count: int) -> Floats:
    """[world, power] of a polynomial in one variable."""
    table = np.zeros((count, degree(poly, number) + 1))
    for key, x in poly.items():
        table[:, len(key)] += x.x if isinstance(x, Column) else float(x)
    return table


def roots_of(table: Floats) -> Floats:
    """[world, root] in [0, 1] of polynomials with coefficients [world, power]."""
    count, width = table.shape
    if width == 1:
        return np.full((count, 0), np.nan)
    found = np.full((count, width - 1), np.nan)
    size = np.abs(table).max(axis=1)
    # The degree that is left in each world.
    order = width - 1 - np.argmax(np.abs(table[:, ::-1]) > 1e-13 * size[:, None], axis=1)
    order[size == 0] = 0
    line = np.flatnonzero(order == 1)
    found[line, 0] = -table[line, 0] / table[line, 1]
    square = np.flatnonzero(order == 2)
    if len(square):
        c, b, a = table[square, 0], table[square, 1], table[square, 2]
        inside = b * b - 4 * a * c
        inside[np.abs(inside) <= 1e-13 * (b * b + np.abs(4 * a * c))] = 0.0
        with np.errstate(invalid="ignore", divide="ignore"):
            q = -(b + np.where(b >= 0, 1.0, -1.0) * np.sqrt(inside)) / 2
            found[square, 0] = q / a
            found[square, 1] = np.where(q != 0, c / q, np.nan)
    for power in range(3, width):
        rows = np.flatnonzero(order == power)
        if len(rows):
            companion = np.zeros((len(rows), power, power))
            companion[:, 1:, :-1] = np.eye(power - 1)
            companion[:, :, -1] = -table[rows, :power] / table[rows, power : power + 1]
            spectrum = np.linalg.eigvals(companion)
            # A root of multiplicity k is known to 1/k of the digits only, and may look complex.
            found[rows, :power] = np.where(np.abs(spectrum.imag) < FUZZY, spectrum.real, np.nan)
    fuzz = NEAR if width <= 3 else FUZZY
    found[~((found >= -fuzz) & (found <= 1 + fuzz))] = np.nan
    found = np.clip(found, 0.0, 1.0)
    if width == 2:
        return found
    _newton(table, found)
    if width > 3:
        worth = np.zeros_like(found)
        for power in range(width - 1, -1, -1):
            worth = worth * found + table[:, power : power + 1]
        found[np.abs(worth) > NEAR * size[:, None]] = np.nan
    found.sort(axis=1)
    twice = np.abs(np.diff(found, axis=1)) < (1e-10 if width <= 3 else 1e-5)
    found[:, 1:][twice] = np.nan
    return found


def _newton(table: Floats, found: Floats) -> None:
    """Polish roots in place: the rounding of the coefficients is then the last error."""
    for _ in range(2):
        top = np.zeros_like(found)
        slope = np.zeros_like(found)
        for power in range(table.shape[1] - 1, -1, -1):
            slope = slope * found + top
            top = top * found + table[:, power : power + 1]
        with np.errstate(invalid="ignore", divide="ignore"):
            step = np.where(np.abs(slope) > 1e-8, top / slope, 0.0)
        found[:] = np.clip(found - step, 0.0, 1.0)
