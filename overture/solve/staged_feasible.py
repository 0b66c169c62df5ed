"""Is there a point at which inequalities hold? Exact in one variable and where all are linear; else by boxes."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence
from fractions import Fraction

from overture.solve.signalling_vertices import corners, middle
from overture.solve.staged_algebra import NEAR, System
from overture.solve.staged_polynomials import (
    ONE,
    ZERO,
    Poly,
    at,
    constant,
    plus,
    put,
    roots,
    span,
    variable,
    variables,
)

BOXES = 600


def _holds(above: Iterable[tuple[Poly, bool]], point: dict[int, Fraction], tolerance: Fraction) -> bool:
    for poly, strict in above:
        value = at(poly, point)
        if value < -tolerance or (strict and value <= tolerance):
            return False
    return True


def feasible(system: System, quick: bool = False) -> tuple[dict[int, Fraction] | None, bool]:
    """A point of the free variables at which the inequalities hold; None and True where there is none.

    ``quick``: leave what is neither linear nor in one variable undecided.
    """
    tolerance = NEAR if system.rounded else ZERO
    left = set(system.free)
    groups: list[tuple[set[int], list[tuple[Poly, bool]]]] = []
    for poly, strict in system.above:
        names = variables(poly)
        touching = [group for group in groups if group[0] & names]
        merged: tuple[set[int], list[tuple[Poly, bool]]] = (set(names), [(poly, strict)])
        for group in touching:
            merged = (merged[0] | group[0], merged[1] + group[1])
            groups.remove(group)
        groups.append(merged)
    point = dict.fromkeys(left, Fraction(1, 2))
    decided = True
    for names, above in groups:
        found, sure = _group(sorted(names), above, system.inner, tolerance, quick)
        if found is None:
            return None, sure
        point.update(found)
        decided &= sure
    return point, decided


def _group(
    names: list[int], above: list[tuple[Poly, bool]], inner: set[int], tolerance: Fraction, quick: bool
) -> tuple[dict[int, Fraction] | None, bool]:
    if len(names) == 1:
        return _line(names[0], above, inner, tolerance), True
    above = above + [(variable(n), n in inner) for n in names]
    above += [(plus(constant(1), variable(n), -1), n in inner) for n in names]
    if all(len(key) <= 1 for poly, _ in above for key in poly):
        rows = [[poly.get((n,), ZERO) for n in names] + [poly.get((), ZERO)] for poly, _ in above]
        points = corners(len(names) + 1, [], rows)
        if not points:
            return None, True
        centre = dict(zip(names, middle(points), strict=True))
        return (centre, True) if _holds(above, centre, tolerance) else (None, True)
    return (None, False) if quick else _sample(names, above, inner, tolerance)


def _line(
    number: int, above: Sequence[tuple[Poly, bool]], inner: set[int], tolerance: Fraction
) -> dict[int, Fraction] | None:
    """Sign table on [0, 1] by the roots of all the polynomials."""
    marks = {ZERO, ONE}
    for poly, _ in above:
        marks.update(root for root, _ in roots(poly, number))
    spots = sorted(marks)
    between = [(a + b) / 2 for a, b in itertools.pairwise(spots)]
    widths = sorted(
        zip(between, (b - a for a, b in itertools.pairwise(spots)), strict=True), key=lambda item: -item[1]
    )
    ends = [x for x in spots if not (number in inner and x in (ZERO, ONE))]
    for x in [x for x, _ in widths] + ends:
        slack = tolerance if x in between else max(tolerance, Fraction(1, 10**12))
        exact = x in between or x.denominator <= 10**6
        if _holds(above, {number: x}, tolerance if exact else slack):
            return {number: x}
    return None


def _sample(
    names: list[int], above: list[tuple[Poly, bool]], inner: set[int], tolerance: Fraction
) -> tuple[dict[int, Fraction] | None, bool]:
    """Look for a point; else prove on boxes that there is none; else say that it is undecided."""
    draw = random.Random(7)
    tries: list[dict[int, Fraction]] = []
    grid = [Fraction(1, 2), Fraction(1, 10), Fraction(9, 10), ZERO, ONE]
    if len(names) <= 3:
        stack: list[list[Fraction]] = [[]]
        for _ in names:
            stack = [[*row, x] for row in stack for x in grid]
        tries = [dict(zip(names, row, strict=True)) for row in stack]
    tries += [{n: Fraction(draw.randint(0, 100), 100) for n in names} for _ in range(60)]
    for point in tries:
        if _holds(above, point, tolerance):
            return point, True
    for point in tries[:40]:
        # Along each axis through the point the question is one of one variable.
        for n in names:
            line = above
            for other in names:
                if other != n:
                    line = [(put(poly, other, point[other]), s) for poly, s in line]
            found = _line(n, line, inner, tolerance)
            if found is not None:
                whole = dict(point) | found
                if _holds(above, whole, tolerance):
                    return whole, True
    boxes: list[dict[int, tuple[float, float]]] = [dict.fromkeys(names, (0.0, 1.0))]
    for _ in range(BOXES):
        if not boxes:
            return None, True
        box = boxes.pop()
        if any(span(poly, box)[1] < (-1e-12 if not strict else 0.0) for poly, strict in above):
            continue
        centre = {n: Fraction((box[n][0] + box[n][1]) / 2) for n in names}
        if _holds(above, centre, tolerance):
            return centre, True
        widest = max(names, key=lambda n: box[n][1] - box[n][0])
        low, high = box[widest]
        if high - low < 1e-4:
            return None, False
        half = (low + high) / 2
        boxes += [box | {widest: (low, half)}, box | {widest: (half, high)}]
    return None, not boxes
