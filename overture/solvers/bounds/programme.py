"""A linear programme solved exactly: doubles propose, rationals judge.

HiGHS keeps its conditions to within absolute tolerances, which say nothing where numbers of 1 stand beside numbers of
1e12. Its answer is therefore only a first proposal. What it misses, of the conditions and of the dual's, is measured in
rationals, magnified, and given to it again as a programme of its own (iterative refinement); the corner that the
proposals approach is rounded to simple fractions, and it counts only where it and its dual meet every condition exactly
and have the same value. Source: Gleixner, Steffy and Wolter 2016, "Iterative refinement for linear programming",
INFORMS Journal on Computing 28:449-464; the rounding as in Gleixner and Steffy 2020, Mathematical Programming 183:
237-258, section 2. A small programme, and one that this does not settle, is solved by the simplex method in whole numbers
(:mod:`overture.solvers.bounds.pivots`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import frexp, isqrt

import numpy as np
from scipy.sparse import csr_matrix

from overture.solvers.bounds.pivots import corner

ZERO, ONE = Fraction(0), Fraction(1)
MOST_ENTRIES = 20_000  # of the conditions; each pass reads all of them in rationals
SMALL = 60  # variables and conditions, slacks included: solved in whole numbers at once
PASSES = 8  # refinements; two to five are usual
GROWTH = 2**40  # by how much more than in the pass before a residual is magnified at most
LARGEST = 1e19  # a magnified bound beyond it is none: HiGHS takes 1e20 for infinity
TIGHT = 1e-9  # what HiGHS is asked for

Row = dict[int, Fraction]


@dataclass(frozen=True)
class Programme:
    """Minimise ``goal . x`` where ``rows . x`` equals, or is at most, ``right``; x is at least zero but where ``free``.

    Attributes:
        goal: [variable]
        equal, right_equal: conditions that hold with equality, as variable -> coefficient, and their right sides.
        below, right_below: conditions that hold with at most.
        free: [variable] whether it may be negative.
    """

    goal: Sequence[Fraction]
    equal: Sequence[Row]
    right_equal: Sequence[Fraction]
    below: Sequence[Row]
    right_below: Sequence[Fraction]
    free: Sequence[bool]

    @property
    def entries(self) -> int:
        """How many coefficients are not zero."""
        return sum(map(len, self.equal)) + sum(map(len, self.below))


@dataclass(frozen=True)
class Optimum:
    """A solution and the dual's, each feasible, with one value: proved in rationals.

    Attributes:
        value: of the goal.
        solution: [variable]
        dual_equal, dual_below: [condition] what a condition's right side is worth: by how much the value rises with it.
    """

    value: Fraction
    solution: tuple[Fraction, ...]
    dual_equal: tuple[Fraction, ...]
    dual_below: tuple[Fraction, ...]


def optimum(programme: Programme) -> Optimum | None:
    """The exact solution; None where it was not found and proved (too large, no solution, or too many passes)."""
    if programme.entries > MOST_ENTRIES:
        return None
    refining = _Refining(programme)
    small = len(refining.goal) + len(refining.rows) <= SMALL
    for _ in range(0 if small else PASSES):
        if not refining.improve():
            break
        found = refining.rounded()
        if found is not None:
            return found
    return refining.pivoted()


class _Refining:
    """The programme with a slack for each condition of "at most", and the best proposals so far."""

    def __init__(self, programme: Programme) -> None:
        self.given = programme
        many, slacks = len(programme.goal), len(programme.below)
        self.goal = [*programme.goal, *[ZERO] * slacks]
        self.free = [*programme.free, *[False] * slacks]
        self.rows = [
            *map(dict, programme.equal),
            *({**row, many + at: ONE} for at, row in enumerate(programme.below)),
        ]
        self.right = [*programme.right_equal, *programme.right_below]
        self.columns: list[Row] = [{} for _ in self.goal]
        for at, row in enumerate(self.rows):
            for column, entry in row.items():
                self.columns[column][at] = entry
        self.primal, self.dual = [ZERO] * len(self.goal), [ZERO] * len(self.rows)
        self.more = [ONE, ONE]  # by how much the residuals of the solution and of its dual are magnified

    @cached_property
    def scales(self) -> tuple[list[Fraction], list[Fraction]]:
        """Powers of two for rows and columns that bring the entries of each near to one. Pivots need none."""
        high = {(i, j): frexp(float(e))[1] for i, row in enumerate(self.rows) for j, e in row.items() if e}
        rows, columns = np.zeros(len(self.rows)), np.zeros(len(self.goal))
        for _ in range(4):
            for side, own, other in ((0, rows, columns), (1, columns, rows)):
                ends: dict[int, list[float]] = {}
                for key, size in high.items():
                    ends.setdefault(key[side], []).append(size + other[key[1 - side]])
                for at, sizes in ends.items():
                    own[at] = -round((min(sizes) + max(sizes)) / 2)
        return [Fraction(2) ** int(each) for each in rows], [Fraction(2) ** int(each) for each in columns]

    @cached_property
    def matrix(self) -> csr_matrix:
        """[row, column] the conditions with these scales, in doubles."""
        of_row, of_column = self.scales
        entries = [
            (i, j, float(e * of_row[i] * of_column[j]))
            for i, row in enumerate(self.rows)
            for j, e in row.items()
        ]
        where = [each[0] for each in entries], [each[1] for each in entries]
        return csr_matrix(([each[2] for each in entries], where), shape=(len(self.rows), len(self.goal)))

    def _left(self) -> tuple[list[Fraction], list[Fraction]]:
        """[row] what is missing from the right sides; [column] the reduced costs."""
        missing = [
            right - sum((e * self.primal[j] for j, e in row.items()), ZERO)
            for right, row in zip(self.right, self.rows, strict=True)
        ]
        costs = [
            goal - sum((e * self.dual[i] for i, e in column.items()), ZERO)
            for goal, column in zip(self.goal, self.columns, strict=True)
        ]
        return missing, costs

    def improve(self) -> bool:
        """One pass: a programme for what is still missing, magnified; False where HiGHS has no answer."""
        from scipy.optimize import linprog

        missing, costs = self._left()
        of_row, of_column = self.scales
        first = self.more == [ONE, ONE]
        size = max((abs(c * s) for c, s in zip(costs, of_column, strict=True)), default=ZERO)
        much, weight = self.more[0], self.more[1] if not first else ONE / (_power(size) if size else ONE)
        right = [float(much * each * by) for each, by in zip(missing, of_row, strict=True)]
        goal = [_bounded(weight * each * by) for each, by in zip(costs, of_column, strict=True)]
        bounds: list[tuple[float | None, float | None]] = []
        for value, by, free in zip(self.primal, of_column, self.free, strict=True):
            least = -much * value / by
            bounds.append((None if free or least < -LARGEST else float(least), None))
        answer = None
        for presolve in (True, False):
            answer = linprog(
                goal, A_eq=self.matrix, b_eq=right, bounds=bounds, method="highs-ds",
                options={"primal_feasibility_tolerance": TIGHT, "dual_feasibility_tolerance": TIGHT, "presolve": presolve},
            )  # fmt: skip
            if answer.status == 0:
                break
        if answer is None or answer.status != 0:
            return False
        for at, (step, (low, _)) in enumerate(zip(answer.x.tolist(), bounds, strict=True)):
            on_bound = low is not None and step == low
            self.primal[at] = ZERO if on_bound else self.primal[at] + Fraction(step) * of_column[at] / much
        for at, price in enumerate(answer.eqlin.marginals.tolist()):
            self.dual[at] += Fraction(price) * of_row[at] / weight
        self._magnify(much, weight)
        return True

    def _magnify(self, much: Fraction, weight: Fraction) -> None:
        """By how much the next pass magnifies: so that the largest residual is one."""
        missing, costs = self._left()
        of_row, of_column = self.scales
        wrong = [abs(each * by) for each, by in zip(missing, of_row, strict=True)]
        wrong += [
            -value / by
            for value, by, free in zip(self.primal, of_column, self.free, strict=True)
            if not free and value < 0
        ]
        dear = [
            abs(cost * by) if free else max(-cost * by, min(cost * by, abs(value)))
            for cost, by, free, value in zip(costs, of_column, self.free, self.primal, strict=True)
        ]
        errors = max(wrong, default=ZERO), max(dear, default=ZERO)
        self.more = [
            min(before * GROWTH, ONE / _power(error)) if error else before * GROWTH
            for before, error in zip((much, weight), errors, strict=True)
        ]

    def rounded(self) -> Optimum | None:
        """The corner near the proposals, where it is one and optimal; None where it is not."""
        simple = [isqrt(max(int(each), 1)) for each in self.more]
        return self._proved(
            [each.limit_denominator(simple[0]) for each in self.primal],
            [each.limit_denominator(simple[1]) for each in self.dual],
        )

    def pivoted(self) -> Optimum | None:
        """The corner that the simplex method in whole numbers finds, where the programme is small enough for it."""
        free = [at for at, each in enumerate(self.free) if each]
        minus = {at: len(self.goal) + place for place, at in enumerate(free)}
        rows = [{**row, **{minus[at]: -row[at] for at in free if at in row}} for row in self.rows]
        found = corner([*self.goal, *(-self.goal[at] for at in free)], rows, self.right)
        if found is None:
            return None
        point, price = found
        plan = [x - point[minus[at]] if at in minus else x for at, x in enumerate(point[: len(self.goal)])]
        return self._proved(plan, price)

    def _proved(self, plan: list[Fraction], price: list[Fraction]) -> Optimum | None:
        """The optimum, where both meet every condition and are worth the same; else None."""
        if any(value < 0 for value, free in zip(plan, self.free, strict=True) if not free):
            return None
        for right, row in zip(self.right, self.rows, strict=True):
            if sum((e * plan[j] for j, e in row.items()), ZERO) != right:
                return None
        value = sum((c * x for c, x in zip(self.goal, plan, strict=True)), ZERO)
        for goal, column, free in zip(self.goal, self.columns, self.free, strict=True):
            cost = goal - sum((e * price[i] for i, e in column.items()), ZERO)
            if cost < 0 or (free and cost):
                return None
        if sum((b * y for b, y in zip(self.right, price, strict=True)), ZERO) != value:
            return None
        many, equal = len(self.given.goal), len(self.given.equal)
        return Optimum(value, tuple(plan[:many]), tuple(price[:equal]), tuple(price[equal:]))


def _power(size: Fraction) -> Fraction:
    """A power of two near a positive number."""
    return Fraction(2) ** (size.numerator.bit_length() - size.denominator.bit_length())


def _bounded(number: Fraction) -> float:
    return float(min(max(number, Fraction(-(10**15))), Fraction(10**15)))
