"""A slow twin of the linear programmes: values of matrix games by enumeration of square subgames, in rationals.

It shares nothing with the package. Source: Shapley and Snow 1950, Contributions to the Theory of Games I:27-35.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

Matrix = list[list[int]]


def value(paid: Matrix) -> Fraction:
    """What the player of the rows can guarantee: of some square part both equalising plans are optimal in the whole."""
    rows, columns = len(paid), len(paid[0])
    turned = [list(column) for column in zip(*paid, strict=True)]
    for size in range(1, min(rows, columns) + 1):
        for own in combinations(range(rows), size):
            for other in combinations(range(columns), size):
                mine = equalising([[paid[i][j] for i in own] for j in other])
                his = equalising([[paid[i][j] for j in other] for i in own])
                if mine is None or his is None:
                    continue
                least = min(
                    sum(x * paid[i][j] for x, i in zip(mine, own, strict=True)) for j in range(columns)
                )
                most = max(
                    sum(y * turned[j][i] for y, j in zip(his, other, strict=True)) for i in range(rows)
                )
                if least == most:
                    return Fraction(least)
    raise AssertionError("every matrix game has a value")


def equalising(rows: Matrix) -> list[Fraction] | None:
    """Shares, none negative and one in all, by which every row is worth the same; None without just one such."""
    size = len(rows)
    table = [[Fraction(each) for each in row] + [Fraction(-1), Fraction(0)] for row in rows]
    table.append([Fraction(1)] * size + [Fraction(0), Fraction(1)])
    for at in range(size + 1):
        pivot = next((row for row in range(at, size + 1) if table[row][at]), None)
        if pivot is None:
            return None
        table[at], table[pivot] = table[pivot], table[at]
        table[at] = [each / table[at][at] for each in table[at]]
        for row in range(size + 1):
            if row != at and table[row][at]:
                factor = table[row][at]
                table[row] = [a - factor * b for a, b in zip(table[row], table[at], strict=True)]
    shares = [row[-1] for row in table[:size]]
    return shares if min(shares) >= 0 else None
