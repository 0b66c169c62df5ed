"""Points at which inequalities hold, exactly: in one variable, where all are linear, and else by boxes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.boxes import BoxPolynomials, Floats, halved
from overture.solvers.all.algebra.exact_roots import coefficients, roots, roots_of
from overture.solvers.all.algebra.polynomials import (
    ONE,
    ZERO,
    Poly,
    Rational,
    at,
    by_power,
    plus,
    put,
    sized,
    times,
)
from overture.solvers.all.algebra.vertices import corners, middle

BOXES = 4000
LEVELS = 60

Bools = NDArray[np.bool_]


def holds(above: Iterable[tuple[Poly, bool]], point: dict[int, Fraction], tolerance: Fraction) -> bool:
    """Whether inequalities hold at a point, up to a tolerance."""
    for poly, strict in above:
        value = at(poly, point)
        if value < -tolerance or (strict and value <= tolerance):
            return False
    return True


def corner(
    names: list[int], above: Sequence[tuple[Poly, bool]], tolerance: Fraction
) -> dict[int, Fraction] | None:
    """The middle of the corners of a polytope, where strict conditions hold there too."""
    rows = [[poly.get((n,), ZERO) for n in names] + [poly.get((), ZERO)] for poly, _ in above]
    points = corners(len(names) + 1, [], rows)
    if not points:
        return None
    centre = dict(zip(names, middle(points), strict=True))
    return centre if holds(above, centre, tolerance) else None


def line(
    number: int, above: Sequence[tuple[Poly, bool]], inner: set[int], tolerance: Fraction
) -> dict[int, Fraction] | None:
    """Sign table on [0, 1] by the roots of all the polynomials."""
    marks = {ZERO, ONE}
    tables = [(coefficients(poly, number), strict) for poly, strict in above]
    for table, _ in tables:
        marks.update(root for root, _ in roots_of(table))
    spots = sorted(marks)
    between = [(a + b) / 2 for a, b in itertools.pairwise(spots)]
    widths = sorted(
        zip(between, (b - a for a, b in itertools.pairwise(spots)), strict=True), key=lambda item: -item[1]
    )
    ends = [x for x in spots if not (number in inner and x in (ZERO, ONE))]
    for x in [x for x, _ in widths] + ends:
        slack = tolerance if x in between else max(tolerance, Fraction(1, 10**12))
        exact = x in between or x.denominator <= 10**6
        if _holds_along(tables, x, tolerance if exact else slack):
            return {number: x}
    return None


def _holds_along(tables: Iterable[tuple[Sequence[Rational], bool]], x: Fraction, tolerance: Fraction) -> bool:
    """Whether inequalities in one variable, given by coefficients (lowest power first), hold at a value of it."""
    above, below = x.numerator, x.denominator
    for table, strict in tables:
        # Times a power of the denominator, so that whole numbers stay whole.
        value, scale = table[-1], 1
        for each in reversed(table[:-1]):
            scale *= below
            value = value * above + each * scale
        within = tolerance * scale if tolerance else 0
        if value < -within or (strict and value <= within):
            return False
    return True


class _Conditions:
    """Inequalities in doubles, each over the largest of its coefficients."""

    def __init__(self, names: list[int], above: list[tuple[Poly, bool]]) -> None:
        self.polynomials = BoxPolynomials(names, [{**sized(poly)} for poly, _ in above])
        self.strict = np.array([strict for _, strict in above])

    def least(self, points: Floats) -> Floats:
        """[point] the smallest value of all the polynomials."""
        return np.asarray(self.polynomials.values(points).min(axis=1))

    def open(self, low: Floats, high: Floats) -> Bools:
        """[box] whether no polynomial is negative on all of the box, which lies within [0, 1]."""
        top = self.polynomials.span(low, high)[1]
        fits: Bools = np.where(self.strict, top > 0.0, top >= -1e-12)
        return np.asarray(fits.all(axis=1), dtype=bool)


def sample(
    names: list[int], above: list[tuple[Poly, bool]], inner: set[int], tolerance: Fraction
) -> tuple[dict[int, Fraction] | None, bool]:
    """Look for a point; else prove on boxes that there is none; else say that it is undecided."""
    draw = np.random.default_rng(7)
    conditions = _Conditions(names, above)
    points = draw.integers(0, 101, (400, len(names))) / 100
    if len(names) <= 3:
        grid = np.array(list(itertools.product((0.5, 0.1, 0.9, 0.0, 1.0), repeat=len(names))))
        points = np.concatenate((grid, points))
    worth = conditions.least(points)
    for index in np.argsort(-worth, kind="stable")[:4]:
        point = {n: Fraction(round(100 * x), 100) for n, x in zip(names, points[index], strict=True)}
        if holds(above, point, tolerance):
            return point, True
    low, high = np.zeros((1, len(names))), np.ones((1, len(names)))
    decided = False
    for _ in range(LEVELS):
        keep = conditions.open(low, high)
        low, high = low[keep], high[keep]
        if not len(low):
            decided = True
            break
        if len(low) > BOXES:
            break
        centre = (low + high) / 2
        best = int(conditions.least(centre).argmax())
        point = {n: Fraction(x) for n, x in zip(names, centre[best], strict=True)}
        if holds(above, point, tolerance):
            return point, True
        low, high = halved(low, high)
    if decided:
        return None, True
    for index in np.argsort(-worth, kind="stable")[:12]:
        point = {n: Fraction(round(100 * x), 100) for n, x in zip(names, points[index], strict=True)}
        # Along each axis through the point the question is one of one variable.
        for n in names:
            along = above
            for other in names:
                if other != n:
                    along = [(put(poly, other, point[other]), s) for poly, s in along]
            found = line(n, along, inner, tolerance)
            if found is not None and holds(above, point | found, tolerance):
                return point | found, True
    return _plane(names, above, tolerance) if len(names) == 2 else (None, False)


def _plane(
    names: list[int], above: list[tuple[Poly, bool]], tolerance: Fraction
) -> tuple[dict[int, Fraction] | None, bool]:
    """Two variables, one of them linear everywhere: a sign table in the other, and an interval at each place of it.

    The order of the ends of the interval changes only at roots of a coefficient, or where two ends meet.
    """
    y = next((n for n in names if all(key.count(n) <= 1 for poly, _ in above for key in poly)), None)
    if y is None:
        return None, False
    (x,) = [n for n in names if n != y]
    lines = []
    for poly, _ in above:
        parts: list[Poly] = by_power(poly, y)
        lines.append((parts[0], parts[1] if len(parts) > 1 else {}))
    turns = [poly for line in lines for poly in line]
    for (a, b), (c, d) in itertools.combinations(lines, 2):
        if b and d:
            turns.append(plus(times(a, d), times(b, c), -1))
    marks = {ZERO, ONE}
    for poly in turns:
        marks.update(root for root, _ in roots(poly, x))
    spots = sorted(marks)
    between = [(a + b) / 2 for a, b in itertools.pairwise(spots)]
    for place, slack in [(p, tolerance) for p in between] + [
        (p, max(tolerance, ZERO if p.denominator <= 10**6 else Fraction(1, 10**12))) for p in spots
    ]:
        low, high = ZERO, ONE
        for a, b in lines:
            slope = at(b, {x: place})
            if slope:
                end = -at(a, {x: place}) / slope
                low, high = (max(low, end), high) if slope > 0 else (low, min(high, end))
        point = {x: place, y: min(ONE, max(ZERO, (low + high) / 2))}
        if holds(above, point, slack):
            return point, True
    return None, True
