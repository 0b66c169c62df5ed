"""Kernel: one step along the branch of a large tree, from the prediction to the accepted point.

The same step as ``Walk.one_step`` of branch.py makes for any equations, with the equations of a tree, an LU of a kept pattern
and no word of Python in between, so that threads walk side by side. The tests hold the two against each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel, part
from overture.solvers.path.sparse._equations import begin, evaluate, metric, value_slope
from overture.solvers.path.sparse._factors import factorise, solve

# Places in ``rules``.
(
    DRIFT_REJECTED,
    TOLERANCE,
    CONTRACTION,
    CORRECTIONS,
    TURN,
    CERTAIN,
    CALM,
    MISS,
    LEAP,
) = range(9)
# Places in ``numbers``: of the point here, of the one before, and of what is asked.
HERE_PRECISION, HERE_SLOPE, HERE_ALONG, PRECISION, SLOPE, ALONG, LENGTH, KIND, MANY, PARITY = range(10)
# Places in ``facts``: of the new point, and of how it was found.
NEW_PRECISION, NEW_SLOPE, NEW_ALONG, NEW_SIGN, OVERRULED, DRIFT, CORRECTED, FACTORISED, NEXT_KIND = range(9)


@kernel
def slope_factors(
    tree: Any, pairs: Any, pattern: Any, state: Any, precision: float, block: Any, value: Any, work: Any
) -> float:
    """LU of ``I - precision * d(Q_a - Q_0)/dd`` in ``value``; the sign of the determinant, or 0 where there is none.

    ``pattern`` is (start, column, diagonal, place, rank): see _factors.py, and the place of each block entry.
    """
    start, column, diagonal, place, _rank = pattern
    value_slope(tree, pairs, state, block)
    for at in range(len(value)):
        value[at] = 0.0
    for at in range(len(block)):
        value[place[at]] = -precision * block[at]
    for at in range(len(diagonal)):
        value[diagonal[at]] += 1.0
    sign: float = factorise(start, column, diagonal, value, work)
    return sign


@kernel
def solved(pattern: Any, value: Any, right: Any, work: Any, answer: Any) -> None:
    """``answer`` of the equations whose factors are in ``value``."""
    start, column, diagonal, _place, rank = pattern
    solve(start, column, diagonal, value, rank, right, work, answer)


@part
def predict(here: Any, before: Any, numbers: Any, length: float, kind: int, ahead: Any) -> float:
    """The point ``length`` ahead, as ``predicted`` of branch.py has it; returns its precision."""
    difference, tangent = here[0], here[1]
    if kind == 1:
        for at in range(len(ahead)):
            ahead[at] = difference[at] + length * tangent[at]
        straight: float = numbers[HERE_PRECISION] + length * numbers[HERE_SLOPE]
        return straight
    width = numbers[HERE_ALONG] - numbers[ALONG]
    t = length / width
    if kind == 2:
        h01, h10 = t * t, 0.0
        h00, h11 = 1 - t * t, length + length * t
    else:
        u = 1 + t
        h00 = 2 * u**3 - 3 * u**2 + 1
        h10 = (u**3 - 2 * u**2 + u) * width
        h01 = -2 * u**3 + 3 * u**2
        h11 = (u**3 - u**2) * width
        h00, h01 = h01, h00
    for at in range(len(ahead)):
        ahead[at] = h00 * difference[at] + h01 * before[0][at] + h10 * before[1][at] + h11 * tangent[at]
    precision: float = (
        h00 * numbers[HERE_PRECISION]
        + h01 * numbers[PRECISION]
        + h10 * numbers[SLOPE]
        + h11 * numbers[HERE_SLOPE]
    )
    return precision


@part
def apart(tree: Any, factor: float, difference: Any, odds: Any) -> float:
    """The largest difference between ``odds`` and the strategy at logit differences ``factor * difference``."""
    edge_start = tree[4]
    largest = 0.0
    for infoset in range(len(tree[3])):
        first = edge_start[infoset]
        last = edge_start[infoset + 1]
        top = 0.0
        for action in range(first + 1, last):
            top = max(top, factor * difference[action - infoset - 1])
        total = np.exp(-top)
        for action in range(first + 1, last):
            total += np.exp(factor * difference[action - infoset - 1] - top)
        largest = max(largest, abs(np.exp(-top) / total - odds[first]))
        for action in range(first + 1, last):
            share = np.exp(factor * difference[action - infoset - 1] - top) / total
            largest = max(largest, abs(share - odds[action]))
    return largest


@part
def cosine(
    tree: Any, odds: Any, here: Any, ahead: Any, risen: float, scale: float, tangent: Any, slope: float
) -> tuple[float, float]:
    """Between the step from ``here`` to ``ahead`` and a tangent, in the metric of ``odds``; and the step's length."""
    moved = np.empty(len(ahead))
    for at in range(len(ahead)):
        moved[at] = ahead[at] - here[at]
    length = np.sqrt(metric(len(tree[3]), tree[4], odds, moved, moved) + scale * risen * risen)
    if length == 0.0:
        return 0.0, 0.0
    return (metric(len(tree[3]), tree[4], odds, moved, tangent) + scale * risen * slope) / length, length


@kernel
def step(
    tree: Any,
    pairs: Any,
    pattern: Any,
    world: Any,
    here: Any,
    before: Any,
    numbers: Any,
    rules: Any,
    room: Any,
    state: Any,
    ahead: Any,
    tangent: Any,
    facts: Any,
) -> bool:
    """Predict, correct, check; False where the step must be shorter.

    Args:
        here, before: (difference, tangent, odds) of the last two points; where there is one alone, twice the same.
        numbers, rules: see the places above.
        room: (block, value, work): what :func:`slope_factors` needs.
        state, ahead, tangent, facts: of the point that is found.
    """
    start, column, diagonal, _place, rank = pattern
    block, value, work = room
    odds, gap = state[0], state[6]
    n, n_actions = len(ahead), tree[4][len(tree[3])]
    old_precision = numbers[HERE_PRECISION]
    precision = predict(here, before, numbers, numbers[LENGTH], int(numbers[KIND]), ahead)
    if not 0 <= precision <= rules[LEAP] * (1 + old_precision):
        return False
    begin(tree, world, state)
    evaluate(tree, ahead, state)
    first, last = np.empty(n_actions), np.empty(n_actions)
    for action in range(n_actions):
        first[action] = odds[action]
    residual, flat, slope_of = np.empty(n), np.empty(n), np.empty(n)
    # The corrector stays in the plane through the prediction that is orthogonal to the tangent here.
    scale = 1.0 / (1.0 + old_precision) ** 2
    fresh = False
    sign = 0.0
    previous = np.inf
    factorised = 0
    for correction in range(1, int(rules[CORRECTIONS]) + 1):
        if not fresh:
            sign = slope_factors(tree, pairs, pattern, state, precision, block, value, work)
            if sign == 0.0:
                return False
            fresh = True
            factorised += 1
            solve(start, column, diagonal, value, rank, gap, work, slope_of)
        for at in range(n):
            residual[at] = ahead[at] - precision * gap[at]
        solve(start, column, diagonal, value, rank, residual, work, flat)
        # The equations fall by the gap where the precision rises, so the point moves along +slope_of.
        bottom = numbers[HERE_SLOPE] * scale + metric(len(tree[3]), tree[4], here[2], here[1], slope_of)
        if bottom == 0 or not np.isfinite(bottom):
            return False
        risen = metric(len(tree[3]), tree[4], here[2], here[1], flat) / bottom
        size = abs(risen) / (1.0 + precision + risen)
        for at in range(n):
            change = slope_of[at] * risen - flat[at]
            if not np.isfinite(change):
                return False
            ahead[at] += change
            size = max(size, 0.1 * abs(change) / (1.0 + abs(ahead[at])))
        precision += risen
        if not precision >= 0:
            return False
        for action in range(n_actions):
            last[action] = odds[action]
        evaluate(tree, ahead, state)
        drift = 0.0
        for action in range(n_actions):
            size = max(size, abs(odds[action] - last[action]))
            drift = max(drift, abs(odds[action] - first[action]))
        if drift > rules[DRIFT_REJECTED] or (correction > 3 and size > 2 * previous):
            return False
        small = size < rules[TOLERANCE] or (size < 1e-4 and size * (size / previous) < rules[TOLERANCE])
        if small and apart(tree, precision, gap, odds) < rules[MISS]:
            risen = precision - old_precision
            agrees, length = cosine(tree, here[2], here[0], ahead, risen, scale, here[1], numbers[HERE_SLOPE])
            if agrees <= rules[TURN]:
                return False
            turned = -1.0
            slope = 0.0
            new_scale = 1.0 / (1.0 + precision) ** 2
            for again in range(2):
                if again == 1:
                    # Near a turning point the sign must be that of the point itself.
                    sign = slope_factors(tree, pairs, pattern, state, precision, block, value, work)
                    if sign == 0.0:
                        return False
                    factorised += 1
                solve(start, column, diagonal, value, rank, gap, work, tangent)
                slope = (
                    sign
                    * numbers[PARITY]
                    / np.sqrt(new_scale + metric(len(tree[3]), tree[4], odds, tangent, tangent))
                )
                for at in range(n):
                    tangent[at] *= slope
                turned, _ = cosine(tree, odds, here[0], ahead, risen, new_scale, tangent, slope)
                if turned > rules[TURN]:
                    break
            facts[OVERRULED] = 0.0
            facts[NEW_SIGN] = sign * numbers[PARITY]
            if turned < -rules[CERTAIN] and drift < rules[CALM] and agrees > rules[CERTAIN]:
                facts[OVERRULED] = 1.0
                facts[NEW_SIGN] = -facts[NEW_SIGN]
                slope = -slope
                for at in range(n):
                    tangent[at] = -tangent[at]
            elif turned <= rules[TURN]:
                return False
            facts[NEW_PRECISION], facts[NEW_SLOPE] = precision, slope
            facts[NEW_ALONG] = numbers[HERE_ALONG] + length
            facts[DRIFT], facts[CORRECTED], facts[FACTORISED] = drift, correction, factorised
            # The order of predictor that would have done best on this step.
            best = np.inf
            facts[NEXT_KIND] = 3.0
            for kind in range(1, 4):
                if numbers[MANY] < 2:
                    break
                predict(here, before, numbers, length, kind, residual)
                error = apart(tree, 1.0, residual, odds)
                if error < 0.8 * best:
                    best = error
                    facts[NEXT_KIND] = kind
            return True
        if size > rules[CONTRACTION] * previous or (correction == 1 and size > 0.02):
            fresh = False
        previous = size
    return False
