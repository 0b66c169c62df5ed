"""The simplex method in whole numbers, for small linear programmes that doubles cannot decide.

The table is kept in integers over one common denominator, the last pivot (Edmonds 1967, Journal of Research of the
National Bureau of Standards 71B:241-245), so that nothing is rounded. Dantzig's rule chooses the column; after as many
steps without progress as there are columns, Bland's rule, which cannot cycle (Bland 1977, Mathematics of Operations
Research 2:103-107).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

MOST_CELLS = 20_000  # rows times columns of the table
PIVOTS = 1_000  # of one programme

Row = Mapping[int, Fraction]


def corner(
    goal: Sequence[Fraction], rows: Sequence[Row], right: Sequence[Fraction]
) -> tuple[list[Fraction], list[Fraction]] | None:
    """A best corner of ``rows . x = right, x >= 0`` for the least ``goal . x``, and the value of each right side.

    None where the table would be too large, there is no such point or no least one, or the pivots do not suffice.
    """
    if len(rows) * (len(goal) + len(rows)) > MOST_CELLS:
        return None
    table = _Table(goal, rows, right)
    if not table.run(phase=1) or table.lines[-1][-1]:
        return None
    table.drive_out()
    return table.answer() if table.run(phase=2) else None


class _Table:
    """Lines: the conditions, then what is left of the goal, then the sum of the artificial variables.

    Columns: the variables, one artificial variable for each condition, the right side.
    """

    def __init__(self, goal: Sequence[Fraction], rows: Sequence[Row], right: Sequence[Fraction]) -> None:
        self.many, self.count = len(goal), len(rows)
        self.times: list[int] = []  # by what each condition was multiplied
        self.lines: list[list[int]] = []
        for at, (row, most) in enumerate(zip(rows, right, strict=True)):
            scale = lcm(most.denominator, *(each.denominator for each in row.values()))
            scale = -scale if most < 0 else scale
            line = [0] * (self.many + self.count + 1)
            for column, each in row.items():
                line[column] = int(each * scale)
            line[self.many + at] = 1
            line[-1] = int(most * scale)
            self.times.append(scale)
            self.lines.append(line)
        self.goal_scale = lcm(1, *(each.denominator for each in goal))
        whole = [int(each * self.goal_scale) for each in goal]
        first = [-sum(column) for column in zip(*self.lines, strict=True)]
        first[self.many : self.many + self.count] = [0] * self.count
        self.lines += [[*whole, *[0] * (self.count + 1)], first]
        self.basis = [self.many + at for at in range(self.count)]
        self.below = 1
        self.pivots = 0

    def run(self, phase: int) -> bool:
        """Pivot until no column improves; False where there is no least value or no pivot left."""
        costs, still = self.lines[-1 if phase == 1 else -2], 0
        while True:
            able = range(self.many)
            if still > self.many:
                column = next((at for at in able if costs[at] < 0), -1)
            else:
                column = min(able, key=costs.__getitem__, default=-1)
            if column < 0 or costs[column] >= 0:
                return True
            rows = [at for at in range(self.count) if self.lines[at][column] > 0]
            if not rows or self.pivots >= PIVOTS:
                return False
            row = min(
                rows, key=lambda at: (Fraction(self.lines[at][-1], self.lines[at][column]), self.basis[at])
            )
            still = 0 if self.lines[row][-1] else still + 1
            self._pivot(row, column)
            costs = self.lines[-1 if phase == 1 else -2]

    def _pivot(self, row: int, column: int) -> None:
        self.pivots += 1
        lead = self.lines[row]
        size = lead[column]
        for at, line in enumerate(self.lines):
            if at != row:
                factor = line[column]
                if factor:
                    self.lines[at] = [
                        (size * a - factor * b) // self.below for a, b in zip(line, lead, strict=True)
                    ]
                elif size != self.below:
                    self.lines[at] = [size * a // self.below for a in line]
        self.below = size
        self.basis[row] = column

    def drive_out(self) -> None:
        """Put variables of the programme in place of artificial ones, which are all zero by now."""
        for row in range(self.count):
            if self.basis[row] >= self.many:
                column = next((at for at in range(self.many) if self.lines[row][at]), None)
                if column is not None:
                    if self.lines[row][column] < 0:
                        self.lines[row] = [-each for each in self.lines[row]]
                    self._pivot(row, column)

    def answer(self) -> tuple[list[Fraction], list[Fraction]]:
        point = [Fraction(0)] * (self.many + self.count)
        for at, column in enumerate(self.basis):
            point[column] = Fraction(self.lines[at][-1], self.below)
        costs = self.lines[-2]
        prices = [
            Fraction(-costs[self.many + at] * times, self.below * self.goal_scale)
            for at, times in enumerate(self.times)
        ]
        return point[: self.many], prices
