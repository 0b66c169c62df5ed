"""Kernels: the linear programmes behind the supports of a signalling game.

All arrays are bare. Sets of types and of responses are bit masks in int64. The choice for a message is who
sends it (``types``) and which responses answer it (``replies``); a programme is posed for the first ``depth``
messages of a list, ``order``, whose choices stand in the same places. Numbers that are handed on are made int64: for a
number that is written out numba would compile a function once more.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture._kernel import part

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Room = tuple[Floats, Floats, Ints, Floats, Ints]


@part
def _pivot(work: Floats, basis: Ints, row: Any, column: Any, rows: Any, columns: Any) -> None:
    """Make ``column`` basic in ``row`` of the simplex tableau ``work``, in place."""
    pivot = work[row, column]
    for j in range(columns):
        work[row, j] /= pivot
    for i in range(rows):
        if i != row:
            factor = work[i, column]
            if factor != 0.0:
                for j in range(columns):
                    work[i, j] -= factor * work[row, j]
    basis[row] = column


@part
def greatest_slack(
    table: Floats, right: Floats, equal: Ints, rows: Any, size: Any, work: Floats, basis: Ints
) -> Any:
    """Largest last variable of {table.y = or <= right, y >= 0}; -1.0 where nothing satisfies them.

    table[rows, size], right[rows] >= 0, equal[rows] (1 for =, 0 for <=); ``work`` and ``basis`` are
    scratch. A dense two-phase simplex: Dantzig's rule, then Bland's where it lingers.
    """
    total = size + rows + 1
    for i in range(rows + 2):
        for j in range(total):
            work[i, j] = 0.0
    for i in range(rows):
        for j in range(size):
            work[i, j] = table[i, j]
        work[i, size + i] = 1.0
        work[i, total - 1] = right[i]
        basis[i] = size + i
        if equal[i] == 1:  # an artificial variable: phase one drives it out
            for j in range(size):
                work[rows, j] -= table[i, j]
            work[rows, total - 1] -= right[i]
    work[rows + 1, size - 1] = -1.0
    for phase in range(2):
        goal = rows + phase
        turn = 0
        while True:
            turn += 1
            if turn > 400:
                return 1.0  # undecided: the exact check decides
            enter = -1
            best = -1e-11
            for j in range(total - 1):
                if j >= size and equal[j - size] == 1:
                    continue
                if work[goal, j] < best:
                    enter = j
                    if turn > 60:
                        break
                    best = work[goal, j]
            if enter < 0:
                break
            leave = -1
            ratio = 1e300
            for i in range(rows):
                if work[i, enter] > 1e-11:
                    here = work[i, total - 1] / work[i, enter]
                    if here < ratio - 1e-13 or (
                        here < ratio + 1e-13 and (leave < 0 or basis[i] < basis[leave])
                    ):
                        ratio = here
                        leave = i
            if leave < 0:
                return 1.0  # nothing bounds it: no message of the list is sent
            _pivot(work, basis, leave, enter, rows + 2, total)
        if phase == 0:
            if work[rows, total - 1] < -1e-9:
                return -1.0
            # Artificials that stay in the basis at zero are pivoted out where possible.
            for i in range(rows):
                if basis[i] >= size and equal[basis[i] - size] == 1:
                    for j in range(total - 1):
                        if j >= size and equal[j - size] == 1:
                            continue
                        if abs(work[i, j]) > 1e-9:
                            _pivot(work, basis, i, j, rows + 2, total)
                            break
    return work[rows + 1, total - 1]


@part
def scratch(n_types: int, n_messages: int, n_responses: int) -> Room:
    """Room for the largest programme that a signalling game can pose."""
    rows = n_messages * (n_types + n_responses + 1) + n_types + 2
    size = n_messages * (n_responses + n_types) + 2
    table = np.zeros((rows, size))
    right = np.zeros(rows)
    equal = np.zeros(rows, np.int64)
    work = np.zeros((rows + 2, size + rows + 1))
    basis = np.zeros(rows, np.int64)
    return table, right, equal, work, basis


@part
def sender_slack(
    utility: Floats, can: Bools, order: Ints, types: Ints, replies: Ints, depth: Any, room: Room
) -> Any:
    """Can responses with these supports make every type send what it is said to send, of these messages?"""
    table, right, equal, work, basis = room
    n_types, _, n_responses = utility.shape
    size = np.int64(1)
    for i in range(depth):
        for a in range(n_responses):
            if (replies[i] >> a) & 1:
                size += 1
    last = size - 1
    rows = np.int64(0)
    column = 0
    for i in range(depth):
        for j in range(size):
            table[rows, j] = 0.0
        right[rows] = 1.0
        equal[rows] = 1
        for a in range(n_responses):
            if (replies[i] >> a) & 1:
                table[rows, column] = 1.0
                column += 1
                if types[i] != 0:
                    table[rows, last] += 1.0
        rows += 1
    for t in range(n_types):
        base = -1
        for i in range(depth):
            if (types[i] >> t) & 1:
                base = i
                break
        if base < 0:
            continue
        for i in range(depth):
            if i == base or not can[t, order[i]]:
                continue
            for j in range(size):
                table[rows, j] = 0.0
            right[rows] = 0.0
            equal[rows] = (types[i] >> t) & 1
            column = 0
            for other in range(depth):
                sign = 0.0
                if other == i:
                    sign = 1.0
                elif other == base:
                    sign = -1.0
                for a in range(n_responses):
                    if (replies[other] >> a) & 1:
                        if sign != 0.0:
                            table[rows, column] = sign * utility[t, order[other], a]
                            if types[other] != 0:
                                table[rows, last] += sign * utility[t, order[other], a]
                        column += 1
            rows += 1
    return greatest_slack(table, right, equal, rows, size, work, basis)


@part
def receiver_slack(
    weighted: Floats,
    valid: Bools,
    order: Ints,
    types: Ints,
    replies: Ints,
    depth: Any,
    elsewhere: Any,
    room: Room,
) -> Any:
    """Can the types mix over these messages so that these responses are best replies?

    Types of ``elsewhere`` may send other messages too; the rest send one of these for sure.
    """
    table, right, equal, work, basis = room
    n_types, _, n_responses = weighted.shape
    size = np.int64(1)
    for i in range(depth):
        for t in range(n_types):
            if (types[i] >> t) & 1:
                size += 1
    last = size - 1
    rows = np.int64(0)
    for t in range(n_types):
        for j in range(size):
            table[rows, j] = 0.0
        right[rows] = 1.0
        equal[rows] = 1 - ((elsewhere >> t) & 1)
        column = 0
        for i in range(depth):
            for other in range(n_types):
                if (types[i] >> other) & 1:
                    if other == t:
                        table[rows, column] = 1.0
                        table[rows, last] += 1.0
                    column += 1
        if equal[rows] == 1 or table[rows, last] > 0.0:
            rows += 1
    start = 0
    for i in range(depth):
        if types[i] == 0:
            continue
        first = -1
        for a in range(n_responses):
            if (replies[i] >> a) & 1:
                first = a
                break
        for a in range(n_responses):
            if a == first or not valid[order[i], a]:
                continue
            for j in range(size):
                table[rows, j] = 0.0
            right[rows] = 0.0
            equal[rows] = (replies[i] >> a) & 1
            column = start
            for t in range(n_types):
                if (types[i] >> t) & 1:
                    edge = weighted[t, order[i], a] - weighted[t, order[i], first]
                    table[rows, column] = edge
                    table[rows, last] += edge
                    column += 1
            rows += 1
        for t in range(n_types):
            if (types[i] >> t) & 1:
                start += 1
    return greatest_slack(table, right, equal, rows, size, work, basis)
