"""Kernels of a level: values of states and actions, their slopes, and Newton's method on supports.

A level is in the form of form.py: H complete histories of its stage games, A actions, n states, I players. Strategies are
given as logs [A]; an action of probability zero has a tremble: the log of its weight, and an order above 0. Actions that are
played have the order 0. A history whose order is above 0 has no probability, and counts for the beliefs where it is among
those of the lowest order.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel
from overture.games.measured.standards import SAME_ORDER

LONGEST = 4.0  # of a step of Newton's method, in log-odds
FARTHEST = 25.0  # log-odds beyond which a probability is no longer one that is played


@kernel
def evaluate(
    step_start: Any, step: Any, log_chance: Any, home: Any, pay: Any, inside: Any, below_start: Any, below: Any,
    mover: Any, log_strategy: Any, order: Any, chance: Any, worth: Any, held: Any, inverse: Any, value: Any,
    action_value: Any,
) -> None:  # fmt: skip
    """Values of the states and of the actions.

    Fills chance [H], the probability of each history from the beginning of its state; worth [H, I], what it is worth with all
    that follows; held, the probability of each history of ``below`` once its action is taken; inverse [n, n], of the identity
    less the discounted transitions; value [n, I]; action_value [A].
    """
    histories, states = inside.shape
    players = pay.shape[1]
    logs = np.empty(histories)
    orders = np.empty(histories)
    left = np.eye(states)
    stage = np.zeros((states, players))
    for h in range(histories):
        logs[h] = log_chance[h]
        orders[h] = 0.0
        for at in range(step_start[h], step_start[h + 1]):
            logs[h] += log_strategy[step[at]]
            orders[h] += order[step[at]]
        chance[h] = np.exp(logs[h]) if orders[h] == 0.0 else 0.0
        if chance[h] > 0.0:
            for s in range(states):
                left[home[h], s] -= chance[h] * inside[h, s]
            for i in range(players):
                stage[home[h], i] += chance[h] * pay[h, i]
    inverse[:] = np.linalg.inv(left)
    value[:] = inverse @ stage
    for h in range(histories):
        for i in range(players):
            worth[h, i] = pay[h, i]
            for s in range(states):
                worth[h, i] += inside[h, s] * value[s, i]
    for a in range(len(mover)):
        first, last = below_start[a], below_start[a + 1]
        lowest = np.inf
        for at in range(first, last):
            lowest = min(lowest, orders[below[at]])
        bound = lowest + SAME_ORDER * (1.0 + lowest)
        top = -np.inf
        for at in range(first, last):
            if orders[below[at]] <= bound:
                top = max(top, logs[below[at]])
        total = 0.0
        for at in range(first, last):
            held[at] = np.exp(logs[below[at]] - top) if orders[below[at]] <= bound else 0.0
            total += held[at]
        action_value[a] = 0.0
        for at in range(first, last):
            held[at] /= total
            action_value[a] += held[at] * worth[below[at], mover[a]]


@kernel
def slopes(
    step_start: Any, step: Any, home: Any, inside: Any, below_start: Any, below: Any, mover: Any, chance: Any, worth: Any,
    held: Any, inverse: Any, action_value: Any, slope: Any,
) -> None:  # fmt: skip
    """Fill slope [A, A]: of each action's value by the log of each probability, the values of the states moving along."""
    histories, states = inside.shape
    players = worth.shape[1]
    actions = len(mover)
    direct = np.zeros((states, actions * players))
    for h in range(histories):
        if chance[h] > 0.0:
            for at in range(step_start[h], step_start[h + 1]):
                for i in range(players):
                    direct[home[h], step[at] * players + i] += chance[h] * worth[h, i]
    moved = inverse @ direct
    next_state = np.empty(states)
    for a in range(actions):
        next_state[:] = 0.0
        slope[a, :] = 0.0
        i = mover[a]
        for at in range(below_start[a], below_start[a + 1]):
            if held[at] > 0.0:
                h = below[at]
                apart = held[at] * (worth[h, i] - action_value[a])
                for k in range(step_start[h], step_start[h + 1]):
                    slope[a, step[k]] += apart
                for s in range(states):
                    next_state[s] += held[at] * inside[h, s]
        for s in range(states):
            if next_state[s] != 0.0:
                for b in range(actions):
                    slope[a, b] += next_state[s] * moved[s, b * players + i]


@kernel
def spread(set_start: Any, played: Any, logit: Any, log_strategy: Any, strategy: Any) -> None:
    """Probabilities of the played actions from their logits; what is not played has probability 0 and weight 1."""
    for at in range(len(set_start) - 1):
        top = -np.inf
        for a in range(set_start[at], set_start[at + 1]):
            if played[a]:
                top = max(top, logit[a])
        total = 0.0
        for a in range(set_start[at], set_start[at + 1]):
            if played[a]:
                total += np.exp(logit[a] - top)
        for a in range(set_start[at], set_start[at + 1]):
            log_strategy[a] = logit[a] - top - np.log(total) if played[a] else 0.0
            strategy[a] = np.exp(log_strategy[a]) if played[a] else 0.0


@kernel
def by_logit(set_start: Any, played: Any, strategy: Any, slope: Any, moved: Any) -> None:
    """Fill moved [A, A]: slopes by the logit of each played action, from those by the log of each probability."""
    for at in range(len(set_start) - 1):
        for c in range(set_start[at], set_start[at + 1]):
            for a in range(len(moved)):
                moved[a, c] = slope[a, c] if played[c] else 0.0
        for a in range(len(moved)):
            total = 0.0
            for b in range(set_start[at], set_start[at + 1]):
                total += moved[a, b]
            for c in range(set_start[at], set_start[at + 1]):
                moved[a, c] -= strategy[c] * total


@kernel
def newton(
    step_start: Any, step: Any, log_chance: Any, home: Any, pay: Any, inside: Any, below_start: Any, below: Any,
    mover: Any, set_start: Any, played: Any, order: Any, log_weight: Any, logit: Any, unit: float, rounds: int,
    strategy: Any, value: Any, action_value: Any,
) -> float:  # fmt: skip
    """Make the played actions of each set indifferent; the largest difference left, infinite where it did not end.

    ``logit`` [A] is where it starts, and holds the answer. ``log_weight`` [A] is that of what is not played. ``unit`` is the
    size of the payoffs: differences of a few roundings of it are none.
    """
    histories, states = inside.shape
    actions, players = len(mover), pay.shape[1]
    log_strategy, chance = np.empty(actions), np.empty(histories)
    worth, held = np.empty((histories, players)), np.empty(len(below))
    inverse = np.empty((states, states))
    slope, moved = np.empty((actions, actions)), np.empty((actions, actions))
    free, first = np.empty(actions, np.int64), np.empty(actions, np.int64)
    size = 0
    for at in range(len(set_start) - 1):
        lead = -1
        for a in range(set_start[at], set_start[at + 1]):
            if played[a] and lead >= 0:
                free[size], first[size] = a, lead
                size += 1
            elif played[a]:
                lead = a
    gap = np.empty(size)
    before = np.inf
    for each in range(rounds + 1):
        spread(set_start, played, logit, log_strategy, strategy)
        for a in range(actions):
            if not played[a]:
                log_strategy[a] = log_weight[a]
        evaluate(
            step_start, step, log_chance, home, pay, inside, below_start, below, mover, log_strategy, order, chance, worth,
            held, inverse, value, action_value,
        )  # fmt: skip
        worst = 0.0
        for j in range(size):
            gap[j] = action_value[free[j]] - action_value[first[j]]
            worst = max(worst, abs(gap[j]))
        if not worst < np.inf:
            return np.inf
        if worst <= 1e-15 * unit or (worst <= 1e-11 * unit and worst > 0.3 * before):
            return worst
        if each == rounds:
            break
        before = worst
        slopes(
            step_start,
            step,
            home,
            inside,
            below_start,
            below,
            mover,
            chance,
            worth,
            held,
            inverse,
            action_value,
            slope,
        )
        by_logit(set_start, played, strategy, slope, moved)
        matrix = np.empty((size, size))
        for j in range(size):
            for k in range(size):
                matrix[j, k] = moved[free[j], free[k]] - moved[first[j], free[k]]
        step_length = 0.0
        change = _solved(matrix, gap)
        for j in range(size):
            step_length = max(step_length, abs(change[j]))
        if not step_length < np.inf:
            return np.inf
        share = min(1.0, LONGEST / max(step_length, 1e-300))
        for j in range(size):
            logit[free[j]] -= share * change[j]
            if abs(logit[free[j]]) > FARTHEST:
                return np.inf
    return worst if worst <= 1e-11 * unit else np.inf


@kernel
def _solved(matrix: Any, right: Any) -> Any:
    """The solution of a small linear system by elimination with pivots; infinite where it is singular."""
    size = len(right)
    answer = right.copy()
    for column in range(size):
        pivot = column
        for row in range(column + 1, size):
            if abs(matrix[row, column]) > abs(matrix[pivot, column]):
                pivot = row
        if not abs(matrix[pivot, column]) > 1e-300:
            answer[:] = np.inf
            return answer
        if pivot != column:
            for k in range(size):
                matrix[column, k], matrix[pivot, k] = matrix[pivot, k], matrix[column, k]
            answer[column], answer[pivot] = answer[pivot], answer[column]
        for row in range(column + 1, size):
            factor = matrix[row, column] / matrix[column, column]
            if factor != 0.0:
                for k in range(column, size):
                    matrix[row, k] -= factor * matrix[column, k]
                answer[row] -= factor * answer[column]
    for row in range(size - 1, -1, -1):
        for k in range(row + 1, size):
            answer[row] -= matrix[row, k] * answer[k]
        answer[row] /= matrix[row, row]
    return answer


@kernel
def search(
    step_start: Any, step: Any, log_chance: Any, home: Any, pay: Any, inside: Any, below_start: Any, below: Any,
    mover: Any, set_start: Any, supports: Any, starts: Any, unit: float, allowed: float, rounds: int, found: Any,
    strategies: Any, ended: Any,
) -> int:  # fmt: skip
    """Newton's method on each of ``supports`` [S, A] from each of ``starts`` [K, A]; how many equilibria were met.

    Fills found [m], the support, and strategies [m, A] of the first m equilibria, and ended [S], whether Newton's method ended
    from some start. A support in which nothing is mixed is judged once.
    """
    actions = len(mover)
    order, log_weight = np.empty(actions), np.zeros(actions)
    logit, strategy, action_value = np.empty(actions), np.empty(actions), np.empty(actions)
    value = np.empty((inside.shape[1], pay.shape[1]))
    count = 0
    for s in range(len(supports)):
        pure = True
        for at in range(len(set_start) - 1):
            many = 0
            for a in range(set_start[at], set_start[at + 1]):
                many += supports[s, a]
                order[a] = 0.0 if supports[s, a] else 1.0
            pure = pure and many == 1
        ended[s] = False
        for k in range(1 if pure else len(starts)):
            logit[:] = starts[k]
            left = newton(
                step_start, step, log_chance, home, pay, inside, below_start, below, mover, set_start, supports[s], order,
                log_weight, logit, unit, rounds, strategy, value, action_value,
            )  # fmt: skip
            if left == np.inf:
                continue
            ended[s] = True
            if _largest_regret(set_start, strategy, action_value) <= allowed and count < len(found):
                found[count] = s
                strategies[count] = strategy
                count += 1
    return count


@kernel
def _largest_regret(set_start: Any, strategy: Any, action_value: Any) -> float:
    worst = 0.0
    for at in range(len(set_start) - 1):
        best = -np.inf
        for a in range(set_start[at], set_start[at + 1]):
            best = max(best, action_value[a])
        for a in range(set_start[at], set_start[at + 1]):
            if strategy[a] > 0.0:
                worst = max(worst, best - action_value[a])
    return worst
