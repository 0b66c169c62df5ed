"""Kernels of large.py: one world of a large tree, its logit equations and their exact Jacobian.

Unknowns are logit differences: for every information set with ``k`` actions, ``k - 1`` numbers
``log(pi_a / pi_0)``, in the order of the actions. The equations are ``G = d - precision * (Q_a - Q_0)``
with Q the conditional value of an action given the information set (McKelvey and Palfrey 1998,
Experimental Economics 1:9-41; Turocy 2010, Economic Theory 42:255-269), reach kept in logs with one shift
per information set, so that beliefs off the path never become 0/0.

``tree`` is a tuple of arrays: parent, edge, set_of, set_player [infoset], edge_start, member_start, member, child_start,
child. ``world`` is (paid [N, player], chance, log_chance), ``state`` (odds, log_odds, belief, value, action_value, regret,
gap), as :class:`overture.solvers.path.sparse.system.State` has them.

Two sets touch in the Jacobian where a node of one lies below a node of the other. ``pair`` arrays hold,
for every (decision node, decision node above it), where the two small dense blocks of that pair lie.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel, part

# Chance may exclude a branch; its log is then this, below any tremble of a player that matters.
IMPOSSIBLE_LOG = -1e9
NOTHING = 1e-200  # a chance that is smaller moves no value


@kernel
def child_table(parent: Any, edge: Any, set_of: Any, edge_start: Any, child_start: Any, child: Any) -> None:
    """Children of each inner node in the order of its edges: ``child[child_start[n] + k]``."""
    at = 0
    for node in range(len(parent)):
        child_start[node] = at
        if set_of[node] >= 0:
            at += edge_start[set_of[node] + 1] - edge_start[set_of[node]]
    for node in range(1, len(parent)):
        before = parent[node]
        child[child_start[before] + edge[node] - edge_start[set_of[before]]] = node


@kernel
def count_pairs(parent: Any, set_of: Any, n_infosets: int, pair_start: Any) -> None:
    """pair_start[n + 1] - pair_start[n] = number of decision nodes above decision node n."""
    depth = np.zeros(len(parent), np.int32)
    pair_start[0] = 0
    for node in range(len(parent)):
        if node > 0:
            before = parent[node]
            depth[node] = depth[before] + (1 if set_of[before] < n_infosets else 0)
        inside = 0 <= set_of[node] < n_infosets
        pair_start[node + 1] = pair_start[node] + (depth[node] if inside else 0)


@kernel
def pair_keys(parent: Any, set_of: Any, n_infosets: int, pair_start: Any, key: Any) -> None:
    """key = upper set * n_infosets + lower set of every pair, nearest ancestor first."""
    for node in range(len(parent)):
        at = pair_start[node]
        if pair_start[node + 1] == at:
            continue
        above = parent[node]
        while above >= 0:
            if set_of[above] < n_infosets:
                key[at] = np.int64(set_of[above]) * n_infosets + set_of[node]
                at += 1
            above = parent[above]


@kernel
def log_probability(n_infosets: int, edge_start: Any, logit: Any, log_odds: Any, odds: Any) -> None:
    """Fill ``log_odds`` and ``odds`` of the actions from their logits (log-sum-exp at each set)."""
    for infoset in range(n_infosets):
        first = edge_start[infoset]
        last = edge_start[infoset + 1]
        top = logit[first]
        for action in range(first + 1, last):
            top = max(top, logit[action])
        total = 0.0
        for action in range(first, last):
            total += np.exp(logit[action] - top)
        shift = top + np.log(total)
        for action in range(first, last):
            log_odds[action] = logit[action] - shift
            odds[action] = np.exp(log_odds[action])


@part
def begin(tree: Any, world: Any, state: Any) -> None:
    """Fill what no play changes: the odds of chance, and the values of the ends."""
    set_of, edge_start = tree[2], tree[4]
    paid, chance, log_chance = world
    odds, log_odds, value = state[0], state[1], state[3]
    first = edge_start[len(tree[3])]
    for at in range(len(chance)):
        odds[first + at] = chance[at]
        log_odds[first + at] = log_chance[at]
    for node in range(len(set_of)):
        if set_of[node] < 0:
            for player in range(paid.shape[1]):
                value[node, player] = paid[node, player]


@part
def evaluate(tree: Any, difference: Any, state: Any) -> None:
    """Everything at logit differences: odds, beliefs [N], values [N, player], action values, regret [infoset], gaps.

    ``gap`` is ``Q_a - Q_0`` in the order of the unknowns. Beliefs and values of nodes where nobody moves are left alone.
    """
    parent, edge, set_of, set_player, edge_start, member_start, member, child_start, child = tree
    odds, log_odds, belief, value, action_value, regret, gap = state
    n_infosets = len(set_player)
    n_players = value.shape[1]
    log_reach = np.empty(len(parent))
    for infoset in range(n_infosets):
        first = edge_start[infoset]
        last = edge_start[infoset + 1]
        top = 0.0
        for action in range(first + 1, last):
            top = max(top, difference[action - infoset - 1])
        total = np.exp(-top)
        for action in range(first + 1, last):
            total += np.exp(difference[action - infoset - 1] - top)
        shift = top + np.log(total)
        log_odds[first] = -shift
        odds[first] = np.exp(-shift)
        for action in range(first + 1, last):
            log_odds[action] = difference[action - infoset - 1] - shift
            odds[action] = np.exp(log_odds[action])
    log_reach[0] = 0.0
    for node in range(1, len(parent)):
        if set_of[node] >= 0:
            log_reach[node] = log_reach[parent[node]] + log_odds[edge[node]]
    for infoset in range(n_infosets):
        low = member_start[infoset]
        high = member_start[infoset + 1]
        if high - low == 1:
            belief[member[low]] = 1.0
            continue
        top = -np.inf
        for at in range(low, high):
            top = max(top, log_reach[member[at]])
        total = 0.0
        for at in range(low, high):
            share = np.exp(log_reach[member[at]] - top)
            belief[member[at]] = share
            total += share
        for at in range(low, high):
            belief[member[at]] /= total
    for action in range(edge_start[n_infosets]):
        action_value[action] = 0.0
    for node in range(len(parent) - 1, -1, -1):
        at = set_of[node]
        if at < 0:
            continue
        first = edge_start[at]
        kids = child_start[node]
        for player in range(n_players):
            total = 0.0
            for k in range(edge_start[at + 1] - first):
                total += odds[first + k] * value[child[kids + k], player]
            value[node, player] = total
        if at < n_infosets:
            mover = set_player[at]
            for k in range(edge_start[at + 1] - first):
                action_value[first + k] += belief[node] * value[child[kids + k], mover]
    for infoset in range(n_infosets):
        first = edge_start[infoset]
        best = action_value[first]
        mean = odds[first] * action_value[first]
        for action in range(first + 1, edge_start[infoset + 1]):
            best = max(best, action_value[action])
            mean += odds[action] * action_value[action]
            gap[action - infoset - 1] = action_value[action] - action_value[first]
        regret[infoset] = max(best - mean, 0.0)


@part
def value_slope(tree: Any, pairs: Any, state: Any, block: Any) -> None:
    """Derivatives of ``Q_a - Q_0`` by the logit differences, into the blocks.

    The block of rows I and columns J (``k_I - 1`` by ``k_J - 1``, row-major) starts at ``down`` for
    I above J (play below changes what I's actions are worth) and at ``up`` for J's rows and I's
    columns (play above changes what J believes; nothing where one player owns both, by perfect recall).
    """
    parent, edge, set_of, set_player, edge_start, member_start, _member, child_start, child = tree
    pair_start, down, up = pairs
    odds, _log_odds, belief, value, action_value, _regret, _gap = state
    n_infosets = len(set_player)
    for at in range(len(block)):
        block[at] = 0.0
    for node in range(len(parent)):
        pair = pair_start[node]
        if pair_start[node + 1] == pair:
            continue
        low = set_of[node]
        low_first = edge_start[low]
        low_size = edge_start[low + 1] - low_first - 1
        if low_size == 0:
            continue
        low_player = set_player[low]
        kids = child_start[node]
        # A set of one node has no belief that could change.
        weight = belief[node] if member_start[low + 1] - member_start[low] > 1 else 0.0
        passing = 1.0
        below = node
        above = parent[node]
        while above >= 0:
            by = edge[below]
            high = set_of[above]
            if high < n_infosets:
                high_first = edge_start[high]
                high_size = edge_start[high + 1] - high_first - 1
                if high_size > 0:
                    high_player = set_player[high]
                    factor = belief[above] * passing
                    if factor > NOTHING:
                        start = down[pair]
                        for column in range(low_size):
                            slope = (
                                factor
                                * odds[low_first + 1 + column]
                                * (value[child[kids + 1 + column], high_player] - value[node, high_player])
                            )
                            if by > high_first:
                                block[start + (by - high_first - 1) * low_size + column] += slope
                            else:
                                for row in range(high_size):
                                    block[start + row * low_size + column] -= slope
                    if high_player != low_player and weight > NOTHING:
                        start = up[pair]
                        base = value[child[kids], low_player] - action_value[low_first]
                        for row in range(low_size):
                            gain = weight * (
                                value[child[kids + 1 + row], low_player]
                                - action_value[low_first + 1 + row]
                                - base
                            )
                            if by > high_first:
                                block[start + row * high_size + by - high_first - 1] += gain
                            for column in range(high_size):
                                block[start + row * high_size + column] -= (
                                    gain * odds[high_first + 1 + column]
                                )
                pair += 1
            passing *= odds[by]
            below = above
            above = parent[above]


@kernel
def evaluated(tree: Any, world: Any, difference: Any, state: Any) -> None:
    """:func:`begin` and :func:`evaluate`, for Python."""
    begin(tree, world, state)
    evaluate(tree, difference, state)


@kernel
def slopes(tree: Any, pairs: Any, state: Any, block: Any) -> None:
    """:func:`value_slope`, for Python."""
    value_slope(tree, pairs, state, block)


@part
def metric(n_infosets: int, edge_start: Any, odds: Any, left: Any, right: Any) -> float:
    """Fisher inner product of two changes of the logit differences: covariance under ``odds``, summed.

    A strict set has weight zero, so the linear drift of its log odds hides no fold.
    """
    total = 0.0
    for infoset in range(n_infosets):
        first = edge_start[infoset]
        size = edge_start[infoset + 1] - first - 1
        start = first - infoset
        mean_left = 0.0
        mean_right = 0.0
        for k in range(size):
            mean_left += odds[first + 1 + k] * left[start + k]
            mean_right += odds[first + 1 + k] * right[start + k]
        total += odds[first] * mean_left * mean_right
        for k in range(size):
            total += odds[first + 1 + k] * (left[start + k] - mean_left) * (right[start + k] - mean_right)
    return total


@kernel
def set_metric(n_infosets: int, edge_start: Any, odds: Any, left: Any, right: Any) -> float:
    """:func:`metric`, for Python."""
    total: float = metric(n_infosets, edge_start, odds, left, right)
    return total


@kernel
def fill_logit(n_infosets: int, edge_start: Any, difference: Any, logit: Any) -> None:
    """Logits [A] with the first action of each set at 0 from the differences."""
    for infoset in range(n_infosets):
        first = edge_start[infoset]
        logit[first] = 0.0
        for action in range(first + 1, edge_start[infoset + 1]):
            logit[action] = difference[action - infoset - 1]


@kernel
def value_difference(n_infosets: int, edge_start: Any, action_value: Any, difference: Any) -> None:
    """``Q_a - Q_0`` in the order of the unknowns."""
    for infoset in range(n_infosets):
        first = edge_start[infoset]
        for action in range(first + 1, edge_start[infoset + 1]):
            difference[action - infoset - 1] = action_value[action] - action_value[first]
