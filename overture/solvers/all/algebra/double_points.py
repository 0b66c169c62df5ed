"""Points at which inequalities hold, in doubles, in many worlds at once."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.column import NEAR, Bools, Column, Floats, values
from overture.solvers.all.algebra.double_roots import coefficients, roots_of
from overture.solvers.all.algebra.polynomials import ONE, Terms, plus
from overture.solvers.all.algebra.system import Conditions, part

MOST_CORNERS = 1200
ROWS = 256  # worlds whose corners are computed together
BOXES = 200  # in each world
NARROW = 1e-3
ONE_PLACE = 1e-7  # corners this near to each other are one
FLAT = 1e-9  # conditions whose determinant is less have no corner together

Found = tuple[dict[int, Floats], Bools, Bools]


class Margins(NamedTuple):
    """What an inequality is read with: it holds where its polynomial is above ``strict``, or at least ``-weak``."""

    strict: float
    weak: float

    def holds(self, value: Floats, strict: bool) -> Bools:
        """Where an inequality holds."""
        return np.asarray(value > self.strict if strict else value >= -self.weak, bool)


ROUNDED = Margins(NEAR, NEAR)  # as the search reads them: what is near zero may be zero
LAST_DIGITS = Margins(1e-13, 1e-15)  # where this finds what the other does not, rounding decided


def scaled(poly: Terms[Column]) -> Terms[Column]:
    """The polynomial without vanishing monomials, its coefficients neither tiny nor huge; numbers stay."""
    kept = {key: x for key, x in poly.items() if x}
    if set(kept) <= {()}:
        return kept
    every = list(kept.values())
    columns = [x.x for x in every if isinstance(x, Column)]
    fixed = max((abs(float(x)) for x in every if not isinstance(x, Column)), default=0.0)
    if not columns:
        return kept if 0.01 < fixed < 100 else {key: x * Fraction(1 / fixed) for key, x in kept.items()}
    size = np.abs(columns[0])
    for column in columns[1:]:
        size = np.maximum(size, np.abs(column))
    if fixed:
        size = np.maximum(size, fixed)
    near = (size > 0.01) & (size < 100)
    if np.count_nonzero(near) == len(size):
        return kept
    # A power of two rounds nothing, and each world has its own: where others are scaled this one need not be.
    near |= size == 0
    factor = Column(np.ldexp(1.0, np.where(near, 0, -np.frexp(size)[1])))
    return {key: x * factor for key, x in kept.items()}


def at_worlds(poly: Terms[Column], point: dict[int, Floats], count: int) -> Floats:
    """[world] the value at a point."""
    total = np.zeros(count)
    for key, x in poly.items():
        term = x.x if isinstance(x, Column) else float(x)
        for number in key:
            term = term * point[number]
        total += term
    return total


def hold(
    above: Conditions[Column], point: dict[int, Floats], count: int, margins: Margins = ROUNDED
) -> Bools:
    """[world] whether inequalities hold at a point."""
    good = np.ones(count, bool)
    for poly, strict in above:
        good &= margins.holds(at_worlds(poly, point, count), strict)
        if not np.count_nonzero(good):
            break
    return good


def line(
    number: int, above: Conditions[Column], inner: set[int], count: int, margins: Margins = ROUNDED
) -> tuple[Floats, Bools]:
    """Sign table on [0, 1]: the middle of the widest interval that is allowed, or a point that is."""
    tables = [(coefficients(poly, number, count), strict) for poly, strict in above]
    marks = [np.zeros((count, 1)), np.ones((count, 1))] + [roots_of(table) for table, _ in tables]
    spots = np.concatenate(marks, axis=1)
    spots[np.isnan(spots)] = 1.0
    spots.sort(axis=1)

    def allowed(x: Floats) -> Bools:
        good = np.ones(x.shape, bool)
        for table, strict in tables:
            value = np.zeros_like(x)
            for power in range(table.shape[1] - 1, -1, -1):
                value = value * x + table[:, power : power + 1]
            good &= margins.holds(value, strict)
        return good

    width = np.diff(spots, axis=1)
    between = (spots[:, 1:] + spots[:, :-1]) / 2
    score = np.where(allowed(between) & (width > 1e-7), width, -1.0)
    best = score.argmax(axis=1)
    rows = np.arange(count)
    answer = between[rows, best]
    good = score[rows, best] > 0
    left = np.flatnonzero(~good)
    if len(left):
        fine = allowed(spots)[left]
        if number in inner:
            fine &= (spots[left] > margins.strict) & (spots[left] < 1 - margins.strict)
        first = fine.argmax(axis=1)
        hit = fine[np.arange(len(left)), first]
        answer[left] = np.where(hit, spots[left, first], answer[left])
        good[left] = hit
    return answer, good


def corner(names: list[int], above: Conditions[Column], count: int) -> Found | None:
    """Linear conditions: the middle of the corners, which are where as many of them as variables are tight.

    (point, [world] whether it is one, [world] whether it is one where strict inequalities are read exactly.)

    Each corner counts once, however many conditions are tight there: a condition that binds in other worlds only
    then moves no middle. None where that is too many to look at.
    """
    size = len(names)
    if comb(len(above), size) > MOST_CORNERS:
        return None
    slope = np.zeros((count, len(above), size))
    base = np.zeros((count, len(above)))
    for row, (poly, _) in enumerate(above):
        for key, x in poly.items():
            if key:
                slope[:, row, names.index(key[0])] = values(x, count)
            else:
                base[:, row] = values(x, count)
    strict = np.array([s for _, s in above])
    # The bounds come last; both of one variable are never tight together.
    both = [{len(above) - 2 * size + i, len(above) - size + i} for i in range(size)]
    sets = itertools.combinations(range(len(above)), size)
    chosen = np.array([each for each in sets if not any(pair <= set(each) for pair in both)])
    total = np.zeros((count, size))
    hits = np.zeros(count)
    for start in range(0, count, ROWS):
        rows = slice(start, start + ROWS)
        spot, usable = _where_tight(slope[rows][:, chosen, :], -base[rows][:, chosen])
        world, corner_ = np.nonzero(usable & ((spot >= -NEAR) & (spot <= 1 + NEAR)).all(axis=2))
        inside = spot[world, corner_]
        world += start
        fits = (np.einsum("kij,kj->ki", slope[world], inside) + base[world] >= -NEAR).all(axis=1)
        world, inside = _distinct(world[fits], inside[fits])
        np.add.at(total, world, inside)
        np.add.at(hits, world, 1.0)
    centre = total / np.maximum(hits, 1)[:, None]
    value = np.einsum("wij,wj->wi", slope, centre) + base
    there = [
        (hits > 0) & np.where(strict, value > each.strict, value >= -NEAR).all(axis=1)
        for each in (ROUNDED, LAST_DIGITS)
    ]
    return {n: centre[:, i] for i, n in enumerate(names)}, there[0], there[1]


def _distinct(world: NDArray[np.int64], spot: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Corners [k] of worlds and at places, of those of a world at one place the first alone."""
    # Counted from 0.37 of a step: simple fractions then do not lie where one step ends and the next begins.
    place = np.floor(spot / ONE_PLACE + 0.37)
    order = np.lexsort((*place.T, world))
    new = np.ones(len(order), bool)
    new[1:] = np.diff(world[order]) != 0
    new[1:] |= (np.diff(place[order], axis=0) != 0).any(axis=1)
    first = order[new]
    return world[first], spot[first]


def _where_tight(matrix: Floats, right: Floats) -> tuple[Floats, Bools]:
    """[world, corner, variable] solutions of matrix[world, corner, condition, variable] x = right, and where there is one."""
    size = matrix.shape[-1]
    if size == 2:
        (a, b), (c, d) = np.moveaxis(matrix, (2, 3), (0, 1))
        volume = a * d - b * c
        one, two = right[..., 0], right[..., 1]
        top = np.stack((one * d - two * b, two * a - one * c), axis=-1)
    elif size == 3:
        # Cramer's rule: cross products of two rows are orthogonal to both.
        rows = [matrix[..., k, :] for k in range(3)]
        cross = [_cross(rows[(k + 1) % 3], rows[(k + 2) % 3]) for k in range(3)]
        volume = (rows[0] * cross[0]).sum(axis=-1)
        top = sum((right[..., k, None] * cross[k] for k in range(3)), np.zeros(()))
    else:
        volume = np.linalg.det(matrix)
        matrix[np.abs(volume) <= FLAT] = np.eye(size)
        top = np.linalg.solve(matrix, right[..., None])[..., 0] * volume[..., None]
    usable: Bools = np.abs(volume) > FLAT
    return top / np.where(usable, volume, 1.0)[..., None], usable


def _cross(a: Floats, b: Floats) -> Floats:
    x, y, z = (
        a[..., (k + 1) % 3] * b[..., (k + 2) % 3] - a[..., (k + 2) % 3] * b[..., (k + 1) % 3]
        for k in range(3)
    )
    return np.stack((x, y, z), axis=-1)


def sample(names: list[int], above: Conditions[Column], inner: set[int], count: int) -> Found:
    """Look for a point; else prove on boxes that there is none; else say that it is undecided."""
    answer = {n: np.full(count, 0.5) for n in names}
    good = np.zeros(count, bool)
    sure = np.ones(count, bool)

    def note(point: dict[int, Floats], rows: NDArray[np.int64], fits: Bools) -> None:
        for n in names:
            answer[n][rows[fits]] = point[n][fits]
        good[rows[fits]] = True

    tries = list(_tries(names))
    for spot in tries:
        rows = np.flatnonzero(~good)
        if not len(rows):
            return answer, good, sure
        conditions = [(part(poly, rows), s) for poly, s in above]
        point = {n: np.full(len(rows), x) for n, x in spot.items()}
        note(point, rows, hold(conditions, point, len(rows)))
    for spot in tries[:12]:
        for n in names:
            rows = np.flatnonzero(~good)
            if not len(rows):
                return answer, good, sure
            conditions = [(part(poly, rows), s) for poly, s in above]
            along = [(_along(poly, n, spot, len(rows)), s) for poly, s in conditions]
            x, fits = line(n, along, inner, len(rows))
            point = {m: np.full(len(rows), spot[m]) for m in names} | {n: x}
            note(point, rows, fits & hold(conditions, point, len(rows)))
    _boxes(names, above, good, sure, answer)
    return answer, good, sure


def _boxes(
    names: list[int], above: Conditions[Column], good: Bools, sure: Bools, answer: dict[int, Floats]
) -> None:
    """Halve boxes until each is excluded in each world that is open; what is left is not certain."""
    start = np.flatnonzero(~good)
    boxes = [(dict.fromkeys(names, (0.0, 1.0)), start)] if len(start) else []
    looked = np.zeros(len(good), np.int64)  # boxes, in each world: its end must not hang on the other worlds
    while boxes:
        box, rows = boxes.pop()
        rows = rows[~good[rows]]
        over = looked[rows] >= BOXES
        sure[rows[over]] = False
        rows = rows[~over]
        if not len(rows):
            continue
        looked[rows] += 1
        open_ = np.ones(len(rows), bool)
        conditions = [(part(poly, rows), s) for poly, s in above]
        for poly, strict in conditions:
            high = np.zeros(len(rows))
            for key, number in poly.items():
                x = values(number, len(rows))
                least = most = 1.0
                for n in key:
                    least *= box[n][0]
                    most *= box[n][1]
                high += np.where(x > 0, x * most, x * least)
            open_ &= high > NEAR if strict else high >= -NEAR
        centre = {n: np.full(len(rows), (a + b) / 2) for n, (a, b) in box.items()}
        fits = hold(conditions, centre, len(rows))
        for n in names:
            answer[n][rows[fits]] = centre[n][fits]
        good[rows[fits]] = True
        rows = rows[open_ & ~fits]
        if not len(rows):
            continue
        widest = max(names, key=lambda n: box[n][1] - box[n][0])
        low, high_ = box[widest]
        if high_ - low < NARROW:
            sure[rows] = False
            continue
        half = (low + high_) / 2
        boxes += [(box | {widest: (low, half)}, rows), (box | {widest: (half, high_)}, rows)]


def _along(poly: Terms[Column], number: int, spot: dict[int, float], count: int) -> Terms[Column]:
    """The polynomial on a line parallel to an axis."""
    found: Terms[Column] = {}
    for key, x in poly.items():
        term = values(x, count)
        for n in key:
            if n != number:
                term = term * spot[n]
        left = tuple(n for n in key if n == number)
        found = plus(found, {left: Column(term)}, ONE)
    return found


def _tries(names: list[int]) -> Iterator[dict[int, float]]:
    draw = random.Random(7)
    if len(names) <= 3:
        for row in itertools.product((0.5, 0.1, 0.9, 0.0, 1.0), repeat=len(names)):
            yield dict(zip(names, row, strict=True))
    for _ in range(60):
        yield {n: draw.random() for n in names}
