"""Polynomial systems of many worlds at once, reduced in doubles as :mod:`overture.solvers.all.sets.algebra` does exactly.

Worlds share the form of a system; where a coefficient vanishes in some of them only, they part and
each group goes on by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.sets.algebra import System, assign
from overture.solvers.all.sets.polynomials import (
    Poly,
    by_power,
    constant,
    degree,
    divide_inner,
    linear,
    variables,
)
from overture.solvers.all.worlds.column import Column, Floats, values

Rows = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEAR = 1e-9  # polynomials are scaled to coefficients of at most one; what then counts as zero
FUZZY = 1e-3
MOST_GROUPS = 64
MOST_DEPTH = 24


@dataclass
class WorldsSystem(System):
    """A system with its worlds.

    Attributes:
        worlds: [row] which worlds the columns speak of (numbers of the caller's).
    """

    worlds: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    seen: dict[int, Poly] = field(default_factory=dict)  # polynomials that were tidied already, by id

    def copy(self) -> WorldsSystem:
        return WorldsSystem(
            list(self.equal),
            list(self.above),
            set(self.free),
            set(self.inner),
            list(self.solved),
            self.rounded,
            self.worlds,
        )

    def take(self, rows: NDArray[Any]) -> WorldsSystem:
        """The system in some of its worlds."""
        return WorldsSystem(
            [part(poly, rows) for poly in self.equal],
            [(part(poly, rows), strict) for poly, strict in self.above],
            set(self.free),
            set(self.inner),
            [(n, part(over, rows), part(under, rows)) for n, over, under in self.solved],
            self.rounded,
            self.worlds[rows],
        )


def part(poly: Poly, rows: NDArray[Any]) -> Poly:
    """The polynomial in some worlds."""
    return {key: x.take(rows) if isinstance(x, Column) else x for key, x in poly.items()}


def column(x: Floats) -> Fraction:
    """A column where a coefficient is expected (it behaves as one)."""
    return cast(Fraction, Column(x))


def scaled(poly: Poly) -> Poly:
    """The polynomial without vanishing monomials, its coefficients neither tiny nor huge; numbers stay."""
    kept = {key: x for key, x in poly.items() if x}
    if set(kept) <= {()}:
        return kept
    every: list[Any] = list(kept.values())
    columns = [x.x for x in every if isinstance(x, Column)]
    fixed = max((abs(float(x)) for x in every if not isinstance(x, Column)), default=0.0)
    if not columns:
        return kept if 0.01 < fixed < 100 else {key: x * Fraction(1 / fixed) for key, x in kept.items()}
    size = np.maximum(np.abs(np.array(columns)).max(axis=0), fixed)
    if size.min() > 0.01 and size.max() < 100:
        return kept
    factor = column(1 / np.where(size > 0, size, 1.0))
    return {key: x * factor for key, x in kept.items()}


def bounds(poly: Poly, count: int) -> tuple[Floats, Floats]:
    """[world] least and greatest value where every variable is in [0, 1] (not tight)."""
    low = high = 0.0
    columns = []
    base: Any = poly.get((), 0.0)
    for key, number in poly.items():
        x: Any = number
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
        return np.full(count, constant_part + low), np.full(count, constant_part + high)
    table = np.array(columns)
    rise = np.maximum(table, 0.0).sum(axis=0)
    fall = table.sum(axis=0) - rise
    return constant_part + low + fall, constant_part + high + rise


def reduce_worlds(system: WorldsSystem) -> list[WorldsSystem]:
    """Branches with their equations eliminated as far as that goes; a world may be in several."""
    found: list[WorldsSystem] = []
    _reduce(system.copy(), found, 0)
    return found


def _tidy(system: WorldsSystem) -> WorldsSystem | None:
    """Drop what is settled, and the worlds where something cannot hold."""
    count = len(system.worlds)
    alive = np.ones(count, bool)
    equal: list[Poly] = []
    for raw in system.equal:
        if id(raw) in system.seen:
            equal.append(raw)
            continue
        poly = scaled(divide_inner(raw, system.inner))
        if not poly:
            continue
        low, high = bounds(poly, count)
        alive &= (low <= NEAR) & (high >= -NEAR)
        if set(poly) != {()}:
            equal.append(poly)
    above: list[tuple[Poly, bool]] = []
    for raw, strict in system.above:
        if id(raw) in system.seen:
            above.append((raw, strict))
            continue
        poly = scaled(raw)
        low, high = bounds(poly, count)
        alive &= high > NEAR if strict else high >= -NEAR
        if set(poly) - {()} and (low <= (NEAR if strict else 0.0)).any():
            above.append((poly, strict))
    system.seen = {id(poly): poly for poly in [*equal, *(poly for poly, _ in above)]}
    system.equal, system.above = equal, above
    if alive.all():
        return system
    return system.take(np.flatnonzero(alive)) if alive.any() else None


def _groups(system: WorldsSystem) -> list[WorldsSystem]:
    """Worlds apart whose equations have different monomials."""
    every: list[Any] = [x for poly in system.equal for x in poly.values()]
    marks = [x.x == 0.0 for x in every if isinstance(x, Column) and not x.x.all()]
    if not marks:
        return [system]
    _, which = np.unique(np.stack(marks, axis=1), axis=0, return_inverse=True)
    groups = []
    for group in range(int(which.max()) + 1):
        chosen = system.take(np.flatnonzero(which == group))
        chosen.equal = [{key: x for key, x in poly.items() if x} for poly in chosen.equal]
        groups.append(chosen)
    return groups


def _reduce(system: WorldsSystem | None, found: list[WorldsSystem], depth: int) -> None:
    while system is not None:
        system = _tidy(system)
        if system is None:
            return
        if not system.equal or depth > MOST_DEPTH:
            found.append(system)
            return
        groups = _groups(system)
        if len(groups) > MOST_GROUPS:
            found.append(system)
            return
        if len(groups) > 1:
            for group in groups:
                _reduce(group, found, depth + 1)
            return
        system = _step(groups[0], found, depth)


def _step(system: WorldsSystem, found: list[WorldsSystem], depth: int) -> WorldsSystem | None:
    """Eliminate one equation; None where every branch has been followed already."""
    # 1. a coefficient that is a number: substitute, no cases
    best: tuple[int, int, int] | None = None
    for index, poly in enumerate(system.equal):
        for number in linear(poly):
            rank = (len(poly), index, number)
            best = rank if best is None else min(best, rank)
    if best is not None:
        _, index, number = best
        rest, slope = by_power(system.equal.pop(index), number)
        assign(system, number, {k: -v for k, v in rest.items()}, slope)
        return system
    # 2. one variable only: branch over its roots
    for index, poly in enumerate(system.equal):
        names = variables(poly)
        if len(names) == 1:
            system.equal.pop(index)
            number = next(iter(names))
            for root in roots(poly, number, len(system.worlds)).T:
                rows = np.flatnonzero(~np.isnan(root))
                if len(rows):
                    branch = system.take(rows)
                    branch.rounded = True
                    assign(branch, number, {(): column(root[rows])}, constant(1))
                    _reduce(branch, found, depth + 1)
            return None
    # 3. a closed variable (a belief) as a common factor: zero, or divide
    for index, poly in enumerate(system.equal):
        shared = [n for n in variables(poly) if all(n in key for key in poly)]
        if shared:
            branch = system.copy()
            branch.equal.pop(index)
            assign(branch, shared[0], {}, constant(1))
            _reduce(branch, found, depth + 1)
            system.equal[index] = divide_inner(poly, {shared[0]})
            return system
    # 4. linear in a variable with a coefficient that may vanish: two cases
    options = [
        (len(parts[1]) + len(parts[0]), index, number)
        for index, poly in enumerate(system.equal)
        for number in variables(poly)
        if len(parts := by_power(poly, number)) == 2
    ]
    if not options:
        found.append(system)  # undecided: equations are left
        return None
    _, index, number = min(options)
    rest, slope = by_power(system.equal.pop(index), number)
    low, high = bounds(scaled(slope), len(system.worlds))
    rows = np.flatnonzero((low <= 1e-12) & (high >= -1e-12))
    if len(rows):
        branch = system.take(rows)
        branch.equal += [part(rest, rows), part(slope, rows)]
        _reduce(branch, found, depth + 1)
    assign(system, number, {k: -v for k, v in rest.items()}, slope)
    return system


def roots(poly: Poly, number: int, count: int) -> Floats:
    """[world, root] in [0, 1] of a polynomial in one variable; NaN where there are fewer."""
    return roots_of(coefficients(poly, number, count))


def coefficients(poly: Poly, number: int, count: int) -> Floats:
    """[world, power] of a polynomial in one variable."""
    table = np.zeros((count, degree(poly, number) + 1))
    for key, x in poly.items():
        table[:, len(key)] += values(x, count)
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
