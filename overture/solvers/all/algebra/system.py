"""Systems of polynomial conditions within [0, 1], in one world or in many, and what their numbers must supply.

The conditions of an equilibrium with given supports are polynomial equations (indifference) and inequalities (no
better action) in mixing probabilities and beliefs, each between 0 and 1. One elimination
(:mod:`overture.solvers.all.algebra.reduce`) and one search for a point (:mod:`overture.solvers.all.algebra.feasible`)
serve two kinds of numbers: :mod:`overture.solvers.all.algebra.exact` (Fractions, one world) and
:mod:`overture.solvers.all.algebra.doubles` (a double for each of many worlds).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.column import Column
from overture.solvers.all.algebra.polynomials import N, Polynomial, Rational, Terms, at

Rows = NDArray[np.int64]
Bools = NDArray[np.bool_]
Mask = bool | Bools  # in all worlds alike, or [row]
Conditions = list[tuple[Terms[N], bool]]

ONE_ROW: Rows = np.zeros(1, np.int64)


@dataclass
class System(Generic[N]):
    """Equations, inequalities (>= 0, or > 0 where strict) and variables, each within [0, 1].

    Attributes:
        numbers: what adds, compares and finds roots.
        inner: the variables that must lie strictly inside (mixing probabilities).
        solved: (variable, above, below): it is above / below in those that come later or are free. Where below is a
            number it is positive.
        rounded: whether a number in it was rounded.
        rows: [row] the worlds of which it speaks (numbers of the caller's), ascending.
        seen: by id, the polynomials that were tidied already.
    """

    numbers: Arithmetic[N]
    equal: list[Terms[N]] = field(default_factory=list)
    above: Conditions[N] = field(default_factory=list)
    free: set[int] = field(default_factory=set)
    inner: set[int] = field(default_factory=set)
    solved: list[tuple[int, Terms[N], Terms[N]]] = field(default_factory=list)
    rounded: bool = False
    rows: Rows = field(default_factory=lambda: ONE_ROW)
    seen: dict[int, Terms[N]] = field(default_factory=dict)

    def copy(self) -> System[N]:
        """A system that can be changed without changing this one."""
        return System(
            self.numbers,
            list(self.equal),
            list(self.above),
            set(self.free),
            set(self.inner),
            list(self.solved),
            self.rounded,
            self.rows,
            self.seen,
        )

    def take(self, chosen: NDArray[Any]) -> System[N]:
        """A copy of the system in some of its worlds (positions in ``rows``, ascending)."""
        if len(chosen) == len(self.rows):
            return self.copy()
        return System(
            self.numbers,
            [part(poly, chosen) for poly in self.equal],
            [(part(poly, chosen), strict) for poly, strict in self.above],
            set(self.free),
            set(self.inner),
            [(n, part(over, chosen), part(under, chosen)) for n, over, under in self.solved],
            self.rounded,
            self.rows[chosen],
        )

    def where(self, mask: Mask) -> System[N] | None:
        """The system itself where the mask holds everywhere, a part of it elsewhere; None where it holds nowhere."""
        if isinstance(mask, bool):
            return self if mask else None
        count = np.count_nonzero(mask)
        if count == len(mask):
            return self
        return self.take(positions(mask)) if count else None

    def point(self, given: dict[int, Fraction | N]) -> dict[int, Fraction | N]:
        """All variables, from values of the free ones."""
        whole = dict(given)
        for number, above, below in reversed(self.solved):
            whole[number] = at(above, whole) / at(below, whole)
        return whole


def positions(mask: Bools) -> Rows:
    """Where a mask holds."""
    return mask.nonzero()[0]  # as numpy's flatnonzero, in a tenth of the time


def among(rows: Rows, others: Rows) -> Bools:
    """[row] whether each of some worlds is among others; both ascending, each world once."""
    if not len(others):
        return np.zeros(len(rows), bool)
    place = np.minimum(np.searchsorted(others, rows), len(others) - 1)
    return np.asarray(others[place] == rows, bool)


def part(poly: Polynomial[N], rows: NDArray[Any]) -> Terms[N]:
    """The polynomial in some worlds."""
    return {key: taken(x, rows) for key, x in poly.items()}


def taken(x: Any, rows: NDArray[Any]) -> Any:
    """A coefficient in some worlds: a Fraction is the same in all of them."""
    return x.take(rows) if isinstance(x, Column) else x


def in_worlds(point: Mapping[int, Fraction | N], rows: NDArray[Any]) -> dict[int, Fraction | N]:
    """[variable] values in some worlds."""
    return {n: taken(x, rows) for n, x in point.items()}


class Arithmetic(ABC, Generic[N]):
    """What an elimination and a search for points ask of their numbers."""

    # -- one polynomial ---------------------------------------------------------------------------

    @abstractmethod
    def scaled(self, poly: Terms[N]) -> Terms[N]:
        """The polynomial times a positive number, so that zero can be told from what is small."""

    def sized(self, poly: Terms[N]) -> Terms[N]:
        """The polynomial times a positive number, so that what rounding leaves of zero is small, where that is asked."""
        return poly

    @abstractmethod
    def quotient(self, above: Terms[N], below: Rational | N, system: System[N]) -> tuple[Terms[N], Terms[N]]:
        """A polynomial over a number that is not zero, as (polynomial, polynomial that is a positive number)."""

    def proportional(self, values: Sequence[Rational | N]) -> tuple[Rational | N, ...]:
        """Numbers in the same proportion to each other that are quick to reckon with."""
        return tuple(values)

    @abstractmethod
    def may_vanish(self, poly: Terms[N], system: System[N], margin: float) -> Mask:
        """Where the bounds of the polynomial on the box leave room for zero, up to a margin."""

    @abstractmethod
    def may_hold(self, poly: Terms[N], strict: bool, system: System[N]) -> tuple[Mask, bool]:
        """(where its bounds let an inequality hold, whether it holds at once in all worlds left)."""

    @abstractmethod
    def roots(
        self, poly: Terms[N], number: int, system: System[N]
    ) -> Iterator[tuple[Rows, Fraction | N, bool]]:
        """(positions of worlds, root in [0, 1], whether it is exact) of a polynomial in one variable."""

    def pivots(self, poly: Terms[N], number: int, system: System[N]) -> list[tuple[int, Rows]]:
        """By which variable with a number as coefficient an equation is solved in which rows: ``number``, where that is apt."""
        return [(number, np.arange(len(system.rows)))]

    # -- a system ---------------------------------------------------------------------------------

    def groups(self, system: System[N]) -> list[System[N]]:
        """Worlds apart whose equations have different monomials."""
        return [system]

    def settled(self, system: System[N], found: list[System[N]]) -> list[System[N]]:
        """The branches of an elimination, without those that sharper bounds refute."""
        return found

    # -- a point ----------------------------------------------------------------------------------

    @abstractmethod
    def hold(self, above: Conditions[N], point: dict[int, Fraction | N], system: System[N]) -> Mask:
        """Where inequalities hold at a point."""

    @abstractmethod
    def line(
        self, number: int, above: Conditions[N], system: System[N]
    ) -> tuple[dict[int, Fraction | N], Mask]:
        """A point for inequalities in one variable, and where it is one."""

    @abstractmethod
    def corner(
        self, names: list[int], above: Conditions[N], system: System[N]
    ) -> tuple[dict[int, Fraction | N], Mask] | None:
        """The same for linear inequalities, which hold the bounds too; None where that is too much work."""

    def refuted(self, above: Conditions[N], system: System[N]) -> bool:
        """Whether sharper bounds show that some inequality cannot hold."""
        return False

    @abstractmethod
    def sample(
        self, names: list[int], above: Conditions[N], system: System[N]
    ) -> tuple[dict[int, Fraction | N], Mask, Mask]:
        """(point, where it is one, where that is certain) for any inequalities."""

    def exactly(self, system: System[N], point: dict[int, Fraction | N]) -> bool:
        """Whether the inequalities hold at a point without any allowance for rounding."""
        return False

    # -- numbers by themselves --------------------------------------------------------------------

    @abstractmethod
    def least(self, values: Sequence[Rational | N]) -> Rational | N:
        """The smallest of numbers, in each world."""

    @abstractmethod
    def greatest(self, values: Sequence[Rational | N]) -> Rational | N:
        """The largest of numbers, in each world."""

    @abstractmethod
    def table(self, height: int, width: int, value: float) -> NDArray[Any]:
        """[world, entry] of one value; it takes numbers of this kind."""

    @abstractmethod
    def positive(self, values: NDArray[Any]) -> Bools:
        """Whether numbers that are not negative are more than zero."""

    @abstractmethod
    def are_one(self, values: NDArray[Any]) -> Bools:
        """Whether numbers are one."""

    @abstractmethod
    def key(self, values: Sequence[Rational | N]) -> object:
        """What is equal for equal numbers, and can be looked up; None where they are not the same in all worlds."""
