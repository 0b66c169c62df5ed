"""Kernels: which supports of a signalling game can hold an equilibrium (a screen; exact code judges).

All arrays are bare. Sets of types and of responses are bit masks in int64.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture._kernel import kernel, part
from overture.solvers.all.signalling._programmes import (
    greatest_slack,
    receiver_slack,
    scratch,
    sender_slack,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Marks = NDArray[np.uint8]
Room = tuple[Floats, Floats, Ints, Floats, Ints]
Few = tuple[Ints, Ints, Ints]  # room for one message or two: which, who sends them, how they are answered
YES, NO = 1, 2  # marks in a table of answers; 0 where nothing was asked


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
    size = np.int64(1)
    for t in range(n_types):
        if (senders >> t) & 1:
            size += 1
    rows = np.int64(1)
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


@part
def _apart(
    can: Bools, types: Ints, low: Floats, high: Floats, one: int, two: int, first: int, second: int
) -> Any:
    """Whether a type would rather send the other message: choice ``one`` for message ``first``, ``two`` for ``second``.

    At best it gets less by the message that it sends than the other pays at worst.
    """
    for t in range(can.shape[0]):
        if (types[one] >> t) & 1 and can[t, second] and low[two, t] > high[one, t] + 1e-9:
            return True
        if (types[two] >> t) & 1 and can[t, first] and low[one, t] > high[two, t] + 1e-9:
            return True
    return False


@part
def _together(
    utility: Floats,
    can: Bools,
    types: Ints,
    replies: Ints,
    one: int,
    two: int,
    first: int,
    second: int,
    few: Few,
    room: Room,
) -> Any:
    """The slack of the sender's programme for two messages alone."""
    order, who, how = few
    order[0], order[1] = first, second
    who[0], who[1] = types[one], types[two]
    how[0], how[1] = replies[one], replies[two]
    return sender_slack(utility, can, order, who, how, np.int64(2), room)


@part
def _believed(
    weighted: Floats,
    valid: Bools,
    order: Ints,
    who: Ints,
    how: Ints,
    chosen: Ints,
    depth: int,
    elsewhere: Any,
    alone: Marks,
    slack: float,
    few: Few,
    room: Room,
) -> Any:
    """Whether each of the chosen messages can be answered so, given which types send no other message.

    Each message by itself, which is quickly asked; the answers are marked in ``alone`` [choice, such types]. Returns
    (whether, how many programmes were solved).
    """
    solved = 0
    for i in range(depth):
        only = who[i] & ~elsewhere
        for j in range(depth):
            if j != i:
                only &= ~who[j]
        if only == 0:
            continue
        mark = alone[chosen[i], only] if alone.shape[0] > 0 else 0
        if mark == 0:
            solved += 1
            few[0][0], few[1][0], few[2][0] = order[i], who[i], how[i]
            fits = receiver_slack(weighted, valid, few[0], few[1], few[2], np.int64(1), ~only, room)
            mark = YES if fits > slack else NO
            if alone.shape[0] > 0:
                alone[chosen[i], only] = mark
        if mark == NO:
            return False, solved
    return True, solved


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
    pairs: Marks,
    alone: Marks,
    top: int,
    first: int,
    last: int,
    slack: float,
    most: int,
    leaves: Ints,
) -> tuple[int, int]:
    """Depth first over messages: one choice (who sends it, how it is answered) a message.

    After each choice those of the other messages are struck out with which it cannot stand; the message with the
    fewest left is next. What is struck out, or fails a programme, holds no equilibrium whatever is chosen later.

    utility[type, message, response], weighted[type, message, response] (prior times the receiver's payoff),
    start[message + 1] into types/replies [choice]; low, high [choice, type] bounds of the sender's payoff.
    ``pairs`` [choice, choice] and ``alone`` [choice, types] are marked with what was asked; of no size, they
    are not kept. Only choices ``first:last`` of message ``top``. Returns (number of leaves, steps): more leaves than
    there is room for where the room is used up, more steps than ``most`` where these are; a step is a choice
    that is tried or a programme that is solved.
    """
    n_types, n_messages, n_responses = utility.shape
    everyone = (np.int64(1) << n_types) - 1
    room = scratch(n_types, n_messages, n_responses)
    few = (np.zeros(2, np.int64), np.zeros(2, np.int64), np.zeros(2, np.int64))
    widest = 0
    for m in range(n_messages):
        widest = max(widest, start[m + 1] - start[m])
    left = np.zeros((n_messages + 1, n_messages, widest), np.int32)
    count = np.zeros((n_messages + 1, n_messages), np.int64)
    for m in range(n_messages):
        count[0, m] = start[m + 1] - start[m]
        for k in range(count[0, m]):
            left[0, m, k] = start[m] + k
    order = np.full(n_messages, top, np.int64)
    place = np.full(n_messages, first, np.int64)
    taken = np.zeros(n_messages, np.bool_)
    taken[top] = True
    chosen = np.zeros(n_messages, np.int64)
    who = np.zeros(n_messages, np.int64)
    how = np.zeros(n_messages, np.int64)
    found, steps, depth = 0, 0, 0
    while depth >= 0:
        m = order[depth]
        if place[depth] >= (last if depth == 0 else count[depth, m]):
            taken[m] = False
            depth -= 1
            if depth >= 0:
                place[depth] += 1
            continue
        if steps >= most:
            return found, most + 1
        steps += 1
        choice = left[depth, m, place[depth]]
        chosen[depth] = choice
        who[depth] = types[choice]
        how[depth] = replies[choice]
        good = True
        elsewhere = np.int64(0)
        nearest = -1
        for n in range(n_messages):
            if taken[n]:
                continue
            size = 0
            for k in range(count[depth, n]):
                other = left[depth, n, k]
                mark = pairs[choice, other] if pairs.shape[0] > 0 else 0
                if mark == 0:
                    mark = YES
                    if _apart(can, types, low, high, choice, other, m, n):
                        mark = NO
                    elif types[choice] | types[other] != 0:
                        steps += 1
                        if _together(utility, can, types, replies, choice, other, m, n, few, room) <= slack:
                            mark = NO
                    if pairs.shape[0] > 0:
                        pairs[choice, other] = mark
                        pairs[other, choice] = mark
                if mark == YES:
                    left[depth + 1, n, size] = other
                    elsewhere |= types[other]
                    size += 1
            count[depth + 1, n] = size
            if size == 0:
                good = False
                break
            if nearest < 0 or size < count[depth + 1, nearest]:
                nearest = n
        if good:
            sent = elsewhere
            for i in range(depth + 1):
                sent |= who[i]
            good = sent == everyone
        if good:
            good, solved = _believed(
                weighted, valid, order, who, how, chosen, depth + 1, elsewhere, alone, slack, few, room
            )
            steps += solved
        if good and depth == n_messages - 1:
            steps += 1
            good = receiver_slack(weighted, valid, order, who, how, depth + 1, elsewhere, room) > slack
        if good and depth > 1:
            steps += 1
            good = sender_slack(utility, can, order, who, how, depth + 1, room) > slack
        if good and depth == n_messages - 1:
            found += 1
            if found > leaves.shape[0]:
                return found, steps
            for i in range(n_messages):
                leaves[found - 1, order[i]] = chosen[i]
            good = False
        if good:
            depth += 1
            order[depth] = nearest
            taken[nearest] = True
            place[depth] = 0
        else:
            place[depth] += 1
    return found, steps
