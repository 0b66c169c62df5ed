"""Exact numbers, one world: whole numbers and Fractions, and roots of polynomials exact or rounded with a word of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra import exact_points
from overture.solvers.all.algebra.exact_points import holds
from overture.solvers.all.algebra.exact_roots import roots
from overture.solvers.all.algebra.polynomials import ZERO, Poly, Rational, constant, sized, span, variables
from overture.solvers.all.algebra.reduce import CLEAR, CLOSE, substituted
from overture.solvers.all.algebra.signs import below_zero, contradicted, never_zero
from overture.solvers.all.algebra.system import ONE_ROW, Arithmetic, Bools, Conditions, Rows, System
from overture.solvers.all.algebra.vertices import whole

NEAR = Fraction(1, 10**20)  # what counts as zero once an irrational root has been rounded

Exact = System[Fraction]


class Fractions(Arithmetic[Fraction]):
    """One world in exact numbers."""

    def scaled(self, poly: Poly) -> Poly:
        known = [x for x in poly.values() if isinstance(x, int)]
        factor = gcd(*known) if len(known) == len(poly) else 1
        return {key: int(x) // factor for key, x in poly.items()} if factor > 1 else poly

    def sized(self, poly: Poly) -> Poly:
        return {**sized(poly)}

    def quotient(self, above: Poly, below: Rational, system: Exact) -> tuple[Poly, Poly]:
        if system.rounded:
            return {key: Fraction(x) / below for key, x in above.items()}, constant(1)
        *top, bottom = self.proportional([*above.values(), below])
        if bottom < 0:
            top, bottom = [-x for x in top], -bottom
        return dict(zip(above, top, strict=True)), constant(bottom)

    def proportional(self, values: Sequence[Rational]) -> tuple[Rational, ...]:
        return whole(values)

    def may_vanish(self, poly: Poly, system: Exact, margin: float) -> bool:
        if set(poly) <= {()}:
            value, within = poly.get((), 0), tolerance(system)
            return -within <= value <= within
        if system.rounded:
            low, high = _bounds(poly)
            return low <= margin and high >= -margin
        least, most = _exact_bounds(poly)
        return least <= 0 <= most

    def may_hold(self, poly: Poly, strict: bool, system: Exact) -> tuple[bool, bool]:
        if set(poly) <= {()}:
            return holds([(poly, strict)], {}, tolerance(system)), True
        if system.rounded:
            low, high = _bounds(poly)
            return high >= (CLEAR if strict else -CLOSE), low > CLEAR
        least, most = _exact_bounds(poly)
        return most > 0 if strict else most >= 0, least > 0

    def roots(self, poly: Poly, number: int, system: Exact) -> Iterator[tuple[Rows, Fraction, bool]]:
        for root, exact in roots(poly, number):
            yield ONE_ROW, root, exact

    def settled(self, system: Exact, found: list[Exact]) -> list[Exact]:
        # What is left undecided is asked once more, with sharper bounds, and together.
        if any(branch.equal for branch in found) and _contradicted(system.copy()):
            return []
        return [
            branch
            for branch in found
            if branch.rounded or not any(never_zero(poly, branch.inner) for poly in branch.equal)
        ]

    def hold(self, above: Conditions[Fraction], point: dict[int, Fraction], system: Exact) -> bool:
        return holds(above, point, tolerance(system))

    def line(
        self, number: int, above: Conditions[Fraction], system: Exact
    ) -> tuple[dict[int, Fraction], bool]:
        found = exact_points.line(number, above, system.inner, tolerance(system))
        return found or {}, found is not None

    def corner(
        self, names: list[int], above: Conditions[Fraction], system: Exact
    ) -> tuple[dict[int, Fraction], bool]:
        found = exact_points.corner(names, above, tolerance(system))
        return found or {}, found is not None

    def refuted(self, above: Conditions[Fraction], system: Exact) -> bool:
        bent = [(poly, strict) for poly, strict in above if any(len(key) > 1 for key in poly)]
        return not system.rounded and any(below_zero(poly, strict, system.inner) for poly, strict in bent)

    def sample(
        self, names: list[int], above: Conditions[Fraction], system: Exact
    ) -> tuple[dict[int, Fraction], bool, bool]:
        found, sure = exact_points.sample(names, above, system.inner, tolerance(system))
        return found or {}, found is not None, sure

    def exactly(self, system: Exact, point: dict[int, Fraction]) -> bool:
        return not system.rounded and holds(system.above, point, ZERO)

    def least(self, values: Sequence[Rational]) -> Rational:
        return min(values)

    def greatest(self, values: Sequence[Rational]) -> Rational:
        return max(values)

    def table(self, height: int, width: int, value: float) -> NDArray[Any]:
        return np.full((height, width), None if np.isnan(value) else Fraction(value), dtype=object)

    def positive(self, values: NDArray[Any]) -> Bools:
        return np.asarray(values > 0, bool)

    def are_one(self, values: NDArray[Any]) -> Bools:
        return np.array([value == 1 for value in values], bool)

    def key(self, values: Sequence[Rational]) -> object:
        return tuple(values)


FRACTIONS = Fractions()


def tolerance(system: Exact) -> Fraction:
    """How far from zero a number may be and count as zero."""
    return NEAR if system.rounded else ZERO


def _bounds(poly: Poly) -> tuple[float, float]:
    return span(poly, dict.fromkeys(variables(poly), (0.0, 1.0)))


def _exact_bounds(poly: Poly) -> tuple[Rational, Rational]:
    """Bounds of the polynomial where every variable is in [0, 1]."""
    low = high = poly.get((), 0)
    for key, x in poly.items():
        if key:
            if x > 0:
                high += x
            else:
                low += x
    return low, high


def _contradicted(system: Exact) -> bool:
    """Whether equations in the same variables, once what is linear is substituted, have no solution together."""
    while substituted(system):
        pass
    groups: dict[frozenset[int], list[Poly]] = {}
    for poly in system.equal:
        if poly:
            groups.setdefault(frozenset(variables(poly)), []).append(poly)
    return any(contradicted(group, system.inner) for group in groups.values())
