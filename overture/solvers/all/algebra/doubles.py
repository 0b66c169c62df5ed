"""Doubles, many worlds at once: a coefficient is a column of numbers; what no payoff or odds enter is a Fraction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra import double_points
from overture.solvers.all.algebra.column import NEAR, Column, Floats, Number, values
from overture.solvers.all.algebra.double_points import LAST_DIGITS, scaled
from overture.solvers.all.algebra.double_roots import roots
from overture.solvers.all.algebra.polynomials import Rational, Terms, linear
from overture.solvers.all.algebra.system import (
    Arithmetic,
    Bools,
    Conditions,
    Mask,
    Rows,
    System,
    part,
    positions,
)

FAINT = 1e-9  # relative weights of trembles below this are zero
PIVOT = 1e-3  # an equation is solved by a variable whose coefficient is at least this share of the largest
SAME = 1e-9  # products of relative weights of trembles that are one, up to rounding

Wide = System[Column]


class Doubles(Arithmetic[Column]):
    """Many worlds in doubles.

    Attributes:
        doubted: [world] where an inequality was said not to hold that does if it is read to the last digits: what is
            smaller than the margin there may be more than rounding.
    """

    def __init__(self, worlds: int) -> None:
        self.doubted: Bools = np.zeros(worlds, bool)

    def scaled(self, poly: Terms[Column]) -> Terms[Column]:
        return scaled(poly)

    def quotient(
        self, above: Terms[Column], below: Rational | Column, system: Wide
    ) -> tuple[Terms[Column], Terms[Column]]:
        if isinstance(below, int) and below in (1, -1):
            return (above if below == 1 else {k: -x for k, x in above.items()}), {(): 1}
        return {k: (Fraction(x) if isinstance(x, int) else x) / below for k, x in above.items()}, {(): 1}

    def may_vanish(self, poly: Terms[Column], system: Wide, margin: float) -> Mask:
        low, high = _bounds(poly)
        return (low <= margin) & (high >= -margin)

    def may_hold(self, poly: Terms[Column], strict: bool, system: Wide) -> tuple[Mask, bool]:
        low, high = _bounds(poly)
        open_ = set(poly) - {()} and np.count_nonzero(low <= (NEAR if strict else 0.0))
        good = high > NEAR if strict else high >= -NEAR
        if strict:
            self._doubt(system, np.logical_not(good) & (high > LAST_DIGITS.strict))
        return good, not open_

    def roots(self, poly: Terms[Column], number: int, system: Wide) -> Iterator[tuple[Rows, Number, bool]]:
        for root in roots(poly, number, len(system.rows)).T:
            rows = positions(~np.isnan(root))
            if len(rows):
                yield rows, Column(root[rows]), False

    def pivots(self, poly: Terms[Column], number: int, system: Wide) -> list[tuple[int, Rows]]:
        # Divided by a small coefficient, what is of like size becomes huge beside it, and then rounding hides it.
        count = len(system.rows)
        names = sorted(linear(poly))
        if len(names) == 1:
            return super().pivots(poly, number, system)
        size = np.abs([values(poly[name,], count) for name in names])
        chosen = np.where(
            size[names.index(number)] >= PIVOT * size.max(axis=0), names.index(number), size.argmax(axis=0)
        )
        return [(names[each], positions(chosen == each)) for each in np.unique(chosen).tolist()]

    def groups(self, system: Wide) -> list[Wide]:
        every = [x for poly in system.equal for x in poly.values()]
        marks = [x.x == 0.0 for x in every if isinstance(x, Column) and not x.x.all()]
        if not marks:
            return [system]
        _, which = np.unique(np.stack(marks, axis=1), axis=0, return_inverse=True)
        which = which.reshape(-1)
        groups = []
        for group in range(int(which.max()) + 1):
            chosen = system.take(np.flatnonzero(which == group))
            chosen.equal = [{key: x for key, x in poly.items() if x} for poly in chosen.equal]
            groups.append(chosen)
        return groups

    def hold(self, above: Conditions[Column], point: dict[int, Number], system: Wide) -> Bools:
        count = len(system.rows)
        at = {n: values(x, count) for n, x in point.items()}
        good = double_points.hold(above, at, count)
        if not good.all():
            self._doubt(system, ~good & double_points.hold(above, at, count, LAST_DIGITS))
        return good

    def line(self, number: int, above: Conditions[Column], system: Wide) -> tuple[dict[int, Number], Bools]:
        x, good = double_points.line(number, above, system.inner, len(system.rows))
        failed = positions(~good)
        if len(failed):
            there = [(part(poly, failed), strict) for poly, strict in above]
            _, found = double_points.line(number, there, system.inner, len(failed), LAST_DIGITS)
            self.doubted[system.rows[failed[found]]] = True
        return {number: Column(x)}, good

    def corner(
        self, names: list[int], above: Conditions[Column], system: Wide
    ) -> tuple[dict[int, Number], Bools] | None:
        found = double_points.corner(names, above, len(system.rows))
        if found is None:
            return None
        point, good, exactly = found
        self._doubt(system, ~good & exactly)
        return _columns(point), good

    def _doubt(self, system: Wide, rows: Mask) -> None:
        """Note that rounding may have decided, in some rows of a system."""
        if np.any(rows):
            self.doubted[system.rows[np.broadcast_to(rows, len(system.rows))]] = True

    def sample(
        self, names: list[int], above: Conditions[Column], system: Wide
    ) -> tuple[dict[int, Number], Bools, Bools]:
        point, good, sure = double_points.sample(names, above, system.inner, len(system.rows))
        return _columns(point), good, sure

    def least(self, values: Sequence[Rational | Column]) -> Number:
        return _extreme(values, np.minimum)

    def greatest(self, values: Sequence[Rational | Column]) -> Number:
        return _extreme(values, np.maximum)

    def table(self, height: int, width: int, value: float) -> NDArray[Any]:
        return np.full((height, width), value)

    def positive(self, values: NDArray[Any]) -> Bools:
        return np.asarray(values > FAINT, bool)

    def are_one(self, values: NDArray[Any]) -> Bools:
        return np.asarray(np.abs(values - 1.0) <= SAME, bool)

    def key(self, values: Sequence[Rational | Column]) -> object:
        return None if any(isinstance(x, Column) for x in values) else tuple(values)


def _columns(point: dict[int, Floats]) -> dict[int, Number]:
    return {n: Column(x) for n, x in point.items()}


def _extreme(values: Sequence[Rational | Column], of: Any) -> Number:
    found = Fraction(values[0]) if isinstance(values[0], int) else values[0]
    for x in values[1:]:
        if isinstance(found, Column) or isinstance(x, Column):
            found = Column(of(*(each.x if isinstance(each, Column) else float(each) for each in (found, x))))
        else:
            found = Fraction(of(found, x))
    return found


def _bounds(poly: Terms[Column]) -> tuple[Floats | float, Floats | float]:
    """Least and greatest value where every variable is in [0, 1] (not tight): [world], or one number for all."""
    low = high = 0.0
    columns = []
    base = poly.get((), 0.0)
    for key, x in poly.items():
        if not key:
            continue
        if isinstance(x, Column):
            columns.append(x.x)
        elif x > 0:
            high += float(x)
        else:
            low += float(x)
    constant_part = base.x if isinstance(base, Column) else float(base)
    if not columns:
        return constant_part + low, constant_part + high
    total, rise = columns[0], np.maximum(columns[0], 0.0)
    for column in columns[1:]:
        total = total + column
        rise = rise + np.maximum(column, 0.0)
    fall = total - rise
    return constant_part + low + fall, constant_part + high + rise
