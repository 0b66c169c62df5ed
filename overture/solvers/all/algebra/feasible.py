"""In which worlds is there a point at which inequalities hold?

The inequalities fall into groups that share no variable. A group in one variable, and one that is linear, is
decided; of the others a point is looked for, or it is shown that there is none, or it stays undecided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

import numpy as np

from overture.solvers.all.algebra.polynomials import N, constant, plus, variable, variables
from overture.solvers.all.algebra.system import Bools, Conditions, Mask, Rows, System, in_worlds, positions

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class FoundPoints(Generic[N]):
    """Axes: [row] of the system.

    Attributes:
        point: [variable] a value of each free variable, in every world.
        there: whether it meets the inequalities.
        sure: whether that is certain. Where it is and there is no point, the inequalities have none.
    """

    point: dict[int, Fraction | N]
    there: Bools
    sure: Bools

    @property
    def open(self) -> Bools:
        """[row] where there is a point, or none is not certain."""
        return self.there | ~self.sure

    @property
    def undecided(self) -> Bools:
        """[row] where no point was found, and it is not certain that there is none."""
        return ~self.there & ~self.sure

    def kept(self, system: System[N]) -> tuple[System[N], dict[int, Fraction | N]]:
        """The system in the worlds that have a point, and the point there."""
        rows = positions(self.there)
        return system.take(rows), in_worlds(self.point, rows)


def possible(branches: Iterable[System[N]], rows: Rows) -> Bools:
    """[row] of some worlds, ascending, whether a reduced system of theirs has a point; True where that is not plain."""
    found = np.zeros(len(rows), bool)
    for branch in branches:
        place = np.searchsorted(rows, branch.rows)
        if branch.equal:
            found[place] = True
        elif not found[place].all():
            found[place[points(branch, quick=True).open]] = True
        if found.all():
            break
    return found


def points(system: System[N], quick: bool = False) -> FoundPoints[N]:
    """A point of the free variables in every world that has one.

    ``quick``: leave what is neither linear nor in one variable undecided.
    """
    there, refuted = np.ones(len(system.rows), bool), np.zeros(len(system.rows), bool)
    point: dict[int, Fraction | N] = dict.fromkeys(system.free, HALF)
    for names, above in _groups(system.above):
        # Where a group has no point already, another can only show for certain that there is none.
        found, good, certain = _of_group(sorted(names), above, system, quick or not there.any())
        point |= found
        there &= good
        refuted |= np.logical_not(good) & certain
        if refuted.all():
            break
    return FoundPoints(point, there, there | refuted)


def feasible(system: System[Fraction], quick: bool = False) -> tuple[dict[int, Fraction] | None, bool]:
    """In one world: a point, or None, and whether that is certain."""
    found = points(system, quick)
    return (found.point if found.there[0] else None), bool(found.sure[0])


def _groups(above: Conditions[N]) -> list[tuple[set[int], Conditions[N]]]:
    """Inequalities that share variables, with these variables."""
    groups: list[tuple[set[int], Conditions[N]]] = []
    for poly, strict in above:
        names = variables(poly)
        touching = [group for group in groups if group[0] & names]
        merged: tuple[set[int], Conditions[N]] = (set(names), [(poly, strict)])
        for group in touching:
            merged = (merged[0] | group[0], merged[1] + group[1])
            groups.remove(group)
        groups.append(merged)
    return groups


def _of_group(
    names: list[int], above: Conditions[N], system: System[N], quick: bool
) -> tuple[dict[int, Fraction | N], Mask, Mask]:
    """(point, where it is one, where that is certain)."""
    numbers = system.numbers
    above = [(p if id(p) in system.seen else numbers.scaled(p), strict) for p, strict in above]
    if not names:
        return {}, numbers.hold(above, {}, system), True
    if len(names) == 1:
        return *numbers.line(names[0], above, system), True
    above += [(dict(variable(n)), n in system.inner) for n in names]
    above += [(plus(constant(1), variable(n), -1), n in system.inner) for n in names]
    if all(len(key) <= 1 for poly, _ in above for key in poly):
        found = numbers.corner(names, above, system)
        if found is not None:
            return *found, True
    if numbers.refuted(above, system):
        return {}, False, True
    return ({}, False, False) if quick else numbers.sample(names, above, system)
