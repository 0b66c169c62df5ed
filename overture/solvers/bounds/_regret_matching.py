"""Kernels of regret_matching.py: iterations on two treeplexes and a sparse payoff matrix.

Indices are unsigned. Sequences of set i of a player are ``start[i]:start[i + 1]``; entry 0 is the empty sequence. A pass
costs one sparse product and one sweep over the sets; nothing is allocated inside the loop.
"""

from __future__ import annotations

from typing import Any

from overture._kernel import kernel, part

# The places of the methods in METHODS of regret_matching.py.
CFR_PLUS = 0
DISCOUNTED = 1
PREDICTIVE = 2

# Brown and Sandholm 2019, section 4: what regrets above and below zero are discounted by.
ALPHA = 1.5
BETA = 0.0


@part
def product(pointer: Any, index: Any, value: Any, plan: Any, gain: Any, sign: float) -> None:
    """gain = sign * matrix @ plan, the matrix by rows."""
    for row in range(len(gain)):
        total = 0.0
        for at in range(pointer[row], pointer[row + 1]):
            total += value[at] * plan[index[at]]
        gain[row] = sign * total


@part
def regrets(
    method: int,
    parent: Any,
    start: Any,
    gain: Any,
    play: Any,
    regret: Any,
    seen: Any,
    plus: float,
    minus: float,
) -> None:
    """Add what each sequence would have gained over ``play`` to its regret; ``gain`` is used up.

    ``seen`` keeps this pass's regret, which the predictive variant expects to come again.
    """
    for infoset in range(len(parent) - 1, -1, -1):
        low, high = start[infoset], start[infoset + 1]
        mean = 0.0
        for at in range(low, high):
            mean += play[at] * gain[at]
        gain[parent[infoset]] += mean
        for at in range(low, high):
            more = gain[at] - mean
            if method == DISCOUNTED:
                before = regret[at]
                regret[at] = before * (plus if before > 0.0 else minus) + more
            else:
                regret[at] = max(regret[at] + more, 0.0)
                seen[at] = more


@kernel
def match(method: int, parent: Any, start: Any, regret: Any, seen: Any, play: Any, plan: Any) -> None:
    """Play in proportion to regret above zero (uniform without any); ``plan`` follows."""
    plan[0] = 1.0
    for infoset in range(len(parent)):
        low, high = start[infoset], start[infoset + 1]
        total = 0.0
        for at in range(low, high):
            wanted = regret[at]
            if method == PREDICTIVE:
                wanted += seen[at]
            play[at] = max(wanted, 0.0)
            total += play[at]
        reach = plan[parent[infoset]]
        if total > 0.0:
            scale = 1.0 / total
            for at in range(low, high):
                play[at] *= scale
                plan[at] = reach * play[at]
        else:
            even = 1.0 / (high - low)
            for at in range(low, high):
                play[at] = even
                plan[at] = reach * even


@kernel
def iterate(
    method: int,
    done: int,
    count: int,
    pointer: Any,
    index: Any,
    value: Any,
    pointer_t: Any,
    index_t: Any,
    value_t: Any,
    parent_0: Any,
    start_0: Any,
    parent_1: Any,
    start_1: Any,
    play_0: Any,
    play_1: Any,
    plan_0: Any,
    plan_1: Any,
    regret_0: Any,
    regret_1: Any,
    seen_0: Any,
    seen_1: Any,
    average_0: Any,
    average_1: Any,
    gain_0: Any,
    gain_1: Any,
) -> None:
    """``count`` more iterations after ``done``: player 0 learns and plays anew, then player 1 against that.

    The averages are running means of realisation plans, so they are plans themselves.
    """
    for step in range(done + 1, done + count + 1):
        plus = step**ALPHA / (step**ALPHA + 1.0)
        minus = step**BETA / (step**BETA + 1.0)
        # Weight of this pass in a mean in which pass t counts t (CFR+) or t squared (the others).
        share = 2.0 / (step + 1.0) if method == CFR_PLUS else 6.0 * step / ((step + 1.0) * (2.0 * step + 1.0))
        product(pointer, index, value, plan_1, gain_0, 1.0)
        regrets(method, parent_0, start_0, gain_0, play_0, regret_0, seen_0, plus, minus)
        match(method, parent_0, start_0, regret_0, seen_0, play_0, plan_0)
        for at in range(len(plan_0)):
            average_0[at] += share * (plan_0[at] - average_0[at])
        product(pointer_t, index_t, value_t, plan_0, gain_1, -1.0)
        regrets(method, parent_1, start_1, gain_1, play_1, regret_1, seen_1, plus, minus)
        match(method, parent_1, start_1, regret_1, seen_1, play_1, plan_1)
        for at in range(len(plan_1)):
            average_1[at] += share * (plan_1[at] - average_1[at])
