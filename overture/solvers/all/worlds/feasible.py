"""In which worlds is there a point at which inequalities hold? The doubles' side of :mod:`overture.solvers.all.sets.feasible`."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.sets.polynomials import ONE, Poly, constant, plus, variable, variables
from overture.solvers.all.worlds.algebra import (
    NEAR,
    Bools,
    WorldsSystem,
    coefficients,
    column,
    part,
    roots_of,
    scaled,
)
from overture.solvers.all.worlds.column import Floats, values

Conditions = list[tuple[Poly, bool]]
Found = tuple[dict[int, Floats], Bools, Bools]

MOST_CORNERS = 1200
ROWS = 256  # worlds whose corners are computed together
BOXES = 200
NARROW = 1e-3


def feasible_worlds(system: WorldsSystem, quick: bool = False) -> Found:
    """A point of the free variables in every world that has one.

    ``quick``: leave what is neither linear nor in one variable undecided.

    Returns ({variable: [world] value}, [world] whether there is one, [world] whether that is certain).
    """
    count = len(system.worlds)
    there, sure = np.ones(count, bool), np.ones(count, bool)
    groups: list[tuple[set[int], Conditions]] = []
    for poly, strict in system.above:
        names = variables(poly)
        touching = [group for group in groups if group[0] & names]
        merged: tuple[set[int], Conditions] = (set(names), [(scaled(poly), strict)])
        for group in touching:
            merged = (merged[0] | group[0], merged[1] + group[1])
            groups.remove(group)
        groups.append(merged)
    point = {number: np.full(count, 0.5) for number in system.free}
    for names, above in groups:
        found, good, certain = _group(sorted(names), above, system.inner, count, quick)
        point |= found
        there &= good
        sure &= certain | good
    return point, there, sure


def _group(names: list[int], above: Conditions, inner: set[int], count: int, quick: bool) -> Found:
    if not names:
        return {}, _holds(above, {}, count), np.ones(count, bool)
    if len(names) == 1:
        x, good = _line(names[0], above, inner, count)
        return {names[0]: x}, good, np.ones(count, bool)
    above = above + [(variable(n), n in inner) for n in names]
    above += [(plus(constant(1), variable(n), -1), n in inner) for n in names]
    linear = all(len(key) <= 1 for poly, _ in above for key in poly)
    if linear and _combinations(len(above), len(names)) <= MOST_CORNERS:
        return _corners(names, above, count)
    if quick:
        return {n: np.full(count, 0.5) for n in names}, np.zeros(count, bool), np.zeros(count, bool)
    return _sample(names, above, inner, count)


def at_worlds(poly: Poly, point: dict[int, Floats], count: int) -> Floats:
    """[world] the value at a point."""
    total = np.zeros(count)
    for key, x in poly.items():
        term = values(x, count)
        for number in key:
            term = term * point[number]
        total += term
    return total


def _holds(above: Conditions, point: dict[int, Floats], count: int) -> Bools:
    good = np.ones(count, bool)
    for poly, strict in above:
        value = at_worlds(poly, point, count)
        good &= value > NEAR if strict else value >= -NEAR
        if not good.any():
            break
    return good


def _line(number: int, above: Conditions, inner: set[int], count: int) -> tuple[Floats, Bools]:
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
            good &= value > NEAR if strict else value >= -NEAR
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
            fine &= (spots[left] > NEAR) & (spots[left] < 1 - NEAR)
        first = fine.argmax(axis=1)
        hit = fine[np.arange(len(left)), first]
        answer[left] = np.where(hit, spots[left, first], answer[left])
        good[left] = hit
    return answer, good


def _combinations(total: int, size: int) -> int:
    count = 1
    for k in range(size):
        count = count * (total - k) // (k + 1)
    return count


def _corners(names: list[int], above: Conditions, count: int) -> Found:
    """Linear conditions: the middle of the corners, which are where as many of them as variables are tight."""
    size = len(names)
    slope = np.zeros((count, len(above), size))
    base = np.zeros((count, len(above)))
    for row, (poly, _) in enumerate(above):
        for key, x in poly.items():
            if key:
                slope[:, row, names.index(key[0])] = values(x, count)
            else:
                base[:, row] = values(x, count)
    strict = np.array([s for _, s in above])
    chosen = np.array(list(itertools.combinations(range(len(above)), size)))
    total = np.zeros((count, size))
    hits = np.zeros(count)
    for start in range(0, count, ROWS):
        rows = slice(start, start + ROWS)
        matrix, right = (
            slope[rows][:, chosen, :],
            -base[rows][:, chosen],
        )  # [world, corner, condition, variable]
        volume = np.linalg.det(matrix)
        usable = np.abs(volume) > 1e-9
        matrix[~usable] = np.eye(size)
        spot = np.linalg.solve(matrix, right[..., None])[..., 0]
        value = np.matmul(spot, slope[rows].transpose(0, 2, 1)) + base[rows][:, None, :]
        fits = usable & (value >= -NEAR).all(axis=2)
        total[rows] = (spot * fits[..., None]).sum(axis=1)
        hits[rows] = fits.sum(axis=1)
    centre = total / np.maximum(hits, 1)[:, None]
    value = np.einsum("wij,wj->wi", slope, centre) + base
    good = (hits > 0) & np.where(strict, value > NEAR, value >= -NEAR).all(axis=1)
    return {n: centre[:, i] for i, n in enumerate(names)}, good, np.ones(count, bool)


def _sample(names: list[int], above: Conditions, inner: set[int], count: int) -> Found:
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
        note(point, rows, _holds(conditions, point, len(rows)))
    for spot in tries[:12]:
        for n in names:
            rows = np.flatnonzero(~good)
            if not len(rows):
                return answer, good, sure
            conditions = [(part(poly, rows), s) for poly, s in above]
            line = [(_along(poly, n, spot, len(rows)), s) for poly, s in conditions]
            x, fits = _line(n, line, inner, len(rows))
            point = {m: np.full(len(rows), spot[m]) for m in names} | {n: x}
            note(point, rows, fits & _holds(conditions, point, len(rows)))
    _boxes(names, above, good, sure, answer)
    return answer, good, sure


def _boxes(names: list[int], above: Conditions, good: Bools, sure: Bools, answer: dict[int, Floats]) -> None:
    """Halve boxes until each is excluded in each world that is open; what is left is not certain."""
    start = np.flatnonzero(~good)
    boxes = [(dict.fromkeys(names, (0.0, 1.0)), start)] if len(start) else []
    for _ in range(BOXES):
        if not boxes:
            return
        box, rows = boxes.pop()
        rows = rows[~good[rows]]
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
        fits = _holds(conditions, centre, len(rows))
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
    for _, rows in boxes:
        sure[rows] = False


def _along(poly: Poly, number: int, spot: dict[int, float], count: int) -> Poly:
    """The polynomial on a line parallel to an axis."""
    found: Poly = {}
    for key, x in poly.items():
        term = values(x, count)
        for n in key:
            if n != number:
                term = term * spot[n]
        left = tuple(n for n in key if n == number)
        found = plus(found, {left: column(term)}, ONE)
    return found


def _tries(names: list[int]) -> Iterator[dict[int, float]]:
    draw = random.Random(7)
    if len(names) <= 3:
        for row in itertools.product((0.5, 0.1, 0.9, 0.0, 1.0), repeat=len(names)):
            yield dict(zip(names, row, strict=True))
    for _ in range(60):
        yield {n: draw.random() for n in names}
