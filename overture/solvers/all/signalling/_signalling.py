"""Kernels: which supports of a signalling game can hold an equilibrium (a screen; exact code judges).

All arrays are bare. Sets of types and of responses are bit masks in int64.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture._kernel import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
FULL, LONG = -1, -2  # what :func:`search` returns where its room or its steps are used up
Room = tuple[Floats, Floats, Ints, Floats, Ints]


@kernel
def greatest_slack(
    table: Floats, right: Floats, equal: Ints, rows: int, size: int, work: Floats, basis: Ints
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
            pivot = work[leave, enter]
            for j in range(total):
                work[leave, j] /= pivot
            for i in range(rows + 2):
                if i != leave:
                    factor = work[i, enter]
                    if factor != 0.0:
                        for j in range(total):
                            work[i, j] -= factor * work[leave, j]
            basis[leave] = enter
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
                            pivot = work[i, j]
                            for k in range(total):
                                work[i, k] /= pivot
                            for r in range(rows + 2):
                                if r != i:
                                    factor = work[r, j]
                                    if factor != 0.0:
                                        for k in range(total):
                                            work[r, k] -= factor * work[i, k]
                            basis[i] = j
                            break
    return work[rows + 1, total - 1]


@kernel
def scratch(n_types: int, n_messages: int, n_responses: int) -> Room:
    """Room for the largest programme that :func:`search` and :func:`believable` can pose."""
    rows = n_messages * (n_types + n_responses + 1) + n_types + 2
    size = n_messages * (n_responses + n_types) + 2
    table = np.zeros((rows, size))
    right = np.zeros(rows)
    equal = np.zeros(rows, np.int64)
    work = np.zeros((rows + 2, size + rows + 1))
    basis = np.zeros(rows, np.int64)
    return table, right, equal, work, basis


@kernel
def believable(gain: Floats, n_types: int, n_responses: int, senders: int, responses: int) -> Any:
    """Largest least belief in a type of ``senders`` for which ``responses`` are all best replies.

    gain[type, response] of one message; -1.0 where there is no such belief.
    """
    table, right, equal, work, basis = scratch(n_types, 1, n_responses)
    first = -1
    for a in range(n_responses):
        if (responses >> a) & 1:
            first = a
            break
    size = 1
    for t in range(n_types):
        if (senders >> t) & 1:
            size += 1
    rows = 1
    right[0] = 1.0
    equal[0] = 1
    for a in range(n_responses):
        if a != first:
            right[rows] = 0.0
            equal[rows] = (responses >> a) & 1
            rows += 1
    column = 0
    for t in range(n_types):
        if (senders >> t) & 1:
            table[0, column] = 1.0
            table[0, size - 1] += 1.0
            row = 1
            for a in range(n_responses):
                if a != first:
                    edge = gain[t, a] - gain[t, first]
                    table[row, column] = edge
                    table[row, size - 1] += edge
                    row += 1
            column += 1
    return greatest_slack(table, right, equal, rows, size, work, basis)


@kernel
def _sender_slack(
    utility: Floats,
    can: Bools,
    chosen_types: Ints,
    chosen_replies: Ints,
    depth: int,
    n_types: int,
    n_responses: int,
    room: Room,
) -> Any:
    """Can responses with these supports make every type send what it is said to send?"""
    table, right, equal, work, basis = room
    size = 1
    for m in range(depth):
        for a in range(n_responses):
            if (chosen_replies[m] >> a) & 1:
                size += 1
    last = size - 1
    rows = 0
    column = 0
    for m in range(depth):
        for j in range(size):
            table[rows, j] = 0.0
        right[rows] = 1.0
        equal[rows] = 1
        for a in range(n_responses):
            if (chosen_replies[m] >> a) & 1:
                table[rows, column] = 1.0
                column += 1
                if chosen_types[m] != 0:
                    table[rows, last] += 1.0
        rows += 1
    for t in range(n_types):
        base = -1
        for m in range(depth):
            if (chosen_types[m] >> t) & 1:
                base = m
                break
        if base < 0:
            continue
        for m in range(depth):
            if m == base or not can[t, m]:
                continue
            for j in range(size):
                table[rows, j] = 0.0
            right[rows] = 0.0
            equal[rows] = (chosen_types[m] >> t) & 1
            column = 0
            for other in range(depth):
                sign = 0.0
                if other == m:
                    sign = 1.0
                elif other == base:
                    sign = -1.0
                for a in range(n_responses):
                    if (chosen_replies[other] >> a) & 1:
                        if sign != 0.0:
                            table[rows, column] = sign * utility[t, other, a]
                            if chosen_types[other] != 0:
                                table[rows, last] += sign * utility[t, other, a]
                        column += 1
            rows += 1
    return greatest_slack(table, right, equal, rows, size, work, basis)


@kernel
def _receiver_slack(
    weighted: Floats,
    chosen_types: Ints,
    chosen_replies: Ints,
    n_messages: int,
    n_types: int,
    n_responses: int,
    valid: Bools,
    room: Room,
) -> Any:
    """Can the types mix over these messages so that these responses are best replies?"""
    table, right, equal, work, basis = room
    size = 1
    for m in range(n_messages):
        for t in range(n_types):
            if (chosen_types[m] >> t) & 1:
                size += 1
    last = size - 1
    rows = 0
    for t in range(n_types):
        for j in range(size):
            table[rows, j] = 0.0
        right[rows] = 1.0
        equal[rows] = 1
        column = 0
        for m in range(n_messages):
            for other in range(n_types):
                if (chosen_types[m] >> other) & 1:
                    if other == t:
                        table[rows, column] = 1.0
                        table[rows, last] += 1.0
                    column += 1
        rows += 1
    start = 0
    for m in range(n_messages):
        if chosen_types[m] == 0:
            continue
        first = -1
        for a in range(n_responses):
            if (chosen_replies[m] >> a) & 1:
                first = a
                break
        for a in range(n_responses):
            if a == first or not valid[m, a]:
                continue
            for j in range(size):
                table[rows, j] = 0.0
            right[rows] = 0.0
            equal[rows] = (chosen_replies[m] >> a) & 1
            column = start
            for t in range(n_types):
                if (chosen_types[m] >> t) & 1:
                    edge = weighted[t, m, a] - weighted[t, m, first]
                    table[rows, column] = edge
                    table[rows, last] += edge
                    column += 1
            rows += 1
        for t in range(n_types):
            if (chosen_types[m] >> t) & 1:
                start += 1
    return greatest_slack(table, right, equal, rows, size, work, basis)


@kernel
def search(
    utility: Floats,
    weighted: Floats,
    can: Bools,
    valid: Bools,
    start: Ints,
    types: Ints,
    replies: Ints,
    low: Floats,
    high: Floats,
    first: int,
    last: int,
    slack: float,
    most: int,
    leaves: Ints,
) -> tuple[int, int]:
    """Depth first over messages: one choice (who sends it, how it is answered) a message.

    utility[type, message, response], weighted[type, message, response] (prior times the receiver's
    payoff), start[message + 1] into types/replies [choice]; low, high [choice, type] bounds of the
    sender's payoff. Only choices ``first:last`` of message 0. Returns (number of leaves, steps);
    the number is FULL where ``leaves`` is too small, LONG after ``most`` steps.
    """
    n_types, n_messages, n_responses = utility.shape
    everyone = (np.int64(1) << n_types) - 1
    room = scratch(n_types, n_messages, n_responses)
    place = np.zeros(n_messages, np.int64)
    floor = np.full((n_messages + 1, n_types), -1e300)
    roof = np.full((n_messages + 1, n_types), 1e300)
    covered = np.zeros(n_messages + 1, np.int64)
    chosen_types = np.zeros(n_messages, np.int64)
    chosen_replies = np.zeros(n_messages, np.int64)
    later = np.zeros(n_messages + 1, np.int64)
    for m in range(n_messages - 1, -1, -1):
        later[m] = later[m + 1]
        for t in range(n_types):
            if can[t, m]:
                later[m] |= np.int64(1) << t
    found = 0
    steps = 0
    depth = 0
    place[0] = first
    while depth >= 0:
        stop = last if depth == 0 else start[depth + 1]
        choice = place[depth]
        if choice >= stop:
            depth -= 1
            if depth >= 0:
                place[depth] += 1
            continue
        good = (covered[depth] | types[choice] | later[depth + 1]) == everyone
        if good:
            for t in range(n_types):
                a = floor[depth, t]
                b = roof[depth, t]
                if can[t, depth]:
                    a = max(a, low[choice, t])
                    if (types[choice] >> t) & 1:
                        b = min(b, high[choice, t])
                if a > b + 1e-9:
                    good = False
                    break
                floor[depth + 1, t] = a
                roof[depth + 1, t] = b
        if good:
            steps += 1
            if steps > most:
                return LONG, steps
            chosen_types[depth] = types[choice]
            chosen_replies[depth] = replies[choice]
            covered[depth + 1] = covered[depth] | types[choice]
            if depth > 0:
                good = (
                    _sender_slack(
                        utility, can, chosen_types, chosen_replies, depth + 1, n_types, n_responses, room
                    )
                    > slack
                )
        if good and depth == n_messages - 1:
            if (
                _receiver_slack(
                    weighted, chosen_types, chosen_replies, n_messages, n_types, n_responses, valid, room
                )
                > slack
            ):
                if found >= leaves.shape[0]:
                    return FULL, steps
                for m in range(n_messages):
                    leaves[found, m] = place[m]
                found += 1
            good = False
        if good:
            depth += 1
            place[depth] = start[depth]
        else:
            place[depth] += 1
    return found, steps
