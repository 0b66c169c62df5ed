"""Kernels: an LU factorisation whose pattern and order of elimination are found once and kept.

Rows and columns are eliminated in one order that is fixed beforehand, with no exchange of rows: the diagonal of the
equations is the identity, and of a pivot that vanishes the caller is told. Entries are kept by rows, in the order of
elimination; ``start`` [n + 1], ``column`` [entry] and ``diagonal`` [n] say where they lie, ``value`` [entry] holds the
factors, and the inverse of each pivot on its diagonal.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel, part


@kernel
def fill_in(start: Any, column: Any) -> Any:
    """The pattern of the factors, from that of the matrix by rows: their start, columns, and places of the diagonal.

    Row ``i`` takes over what lies right of the diagonal in every earlier row in which it has an entry (George and Liu
    1981, Computer Solution of Large Sparse Positive Definite Systems, chapter 5). Columns of a row are a linked list in rising order.
    """
    n = len(start) - 1
    found_start = np.zeros(n + 1, np.int64)
    found = np.empty(2 * len(column) + 16, np.int32)
    diagonal = np.empty(n, np.int64)
    after = np.empty(n + 1, np.int64)  # the next column of the list; n ends it, and begins it
    seen = np.full(n, -1, np.int64)
    count = 0
    for row in range(n):
        last = n
        for at in range(start[row], start[row + 1]):
            if seen[column[at]] != row:
                seen[column[at]] = row
                after[last] = column[at]
                last = column[at]
        after[last] = n
        pivot = after[n]
        while pivot < row:
            place = pivot
            for at in range(diagonal[pivot] + 1, found_start[pivot + 1]):
                new = found[at]
                if seen[new] != row:
                    seen[new] = row
                    while after[place] < new:
                        place = after[place]
                    after[new] = after[place]
                    after[place] = new
                    place = new
            pivot = after[pivot]
        each = after[n]
        while each < n:
            if count == len(found):
                longer = np.empty(2 * count, np.int32)
                for at in range(count):
                    longer[at] = found[at]
                found = longer
            if each == row:
                diagonal[row] = count
            found[count] = each
            count += 1
            each = after[each]
        found_start[row + 1] = count
    return found_start, found[:count].copy(), diagonal


@part
def factorise(start: Any, column: Any, diagonal: Any, value: Any, work: Any) -> float:
    """Factors in place of the matrix in ``value``; returns the sign of the determinant, 0 where there are none.

    ``work`` [n] is anything.
    """
    sign = 1.0
    for row in range(len(diagonal)):
        for at in range(start[row], start[row + 1]):
            work[column[at]] = value[at]
        for at in range(start[row], diagonal[row]):
            pivot = column[at]
            ratio = work[pivot]
            if ratio != 0.0:
                ratio *= value[diagonal[pivot]]
                for of_pivot in range(diagonal[pivot] + 1, start[pivot + 1]):
                    work[column[of_pivot]] -= ratio * value[of_pivot]
            value[at] = ratio
        pivot_value = work[row]
        if not np.isfinite(pivot_value) or pivot_value == 0.0:
            return 0.0
        if pivot_value < 0.0:
            sign = -sign
        value[diagonal[row]] = 1.0 / pivot_value
        for at in range(diagonal[row] + 1, start[row + 1]):
            value[at] = work[column[at]]
    return sign


@part
def solve(
    start: Any, column: Any, diagonal: Any, value: Any, rank: Any, right: Any, work: Any, answer: Any
) -> None:
    """``answer`` with matrix @ answer = ``right``; ``rank`` [n] is the place of each unknown in the elimination."""
    n = len(diagonal)
    for each in range(n):
        work[rank[each]] = right[each]
    for row in range(n):
        total = work[row]
        for at in range(start[row], diagonal[row]):
            total -= value[at] * work[column[at]]
        work[row] = total
    for row in range(n - 1, -1, -1):
        total = work[row]
        for at in range(diagonal[row] + 1, start[row + 1]):
            total -= value[at] * work[column[at]]
        work[row] = total * value[diagonal[row]]
    for each in range(n):
        answer[each] = work[rank[each]]
