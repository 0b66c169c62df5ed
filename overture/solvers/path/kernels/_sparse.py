"""Kernels of large.py: one world of a large tree, its logit equations and their exact Jacobian.

Unknowns are logit differences: for every information set with ``k`` actions, ``k - 1`` numbers
``log(pi_a / pi_0)``, in the order of the actions. The equations are ``G = d - precision * (Q_a - Q_0)``
with Q the conditional value of an action given the information set (McKelvey and Palfrey 1998,
Experimental Economics 1:9-41; Turocy 2010, Economic Theory 42:255-269), reach kept in logs with one shift
per information set, so that beliefs off the path never become 0/0.

Two sets touch in the Jacobian where a node of one lies below a node of the other. ``pair`` arrays hold,
for every (decision node, decision node above it), where the two small dense blocks of that pair lie.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel

# Chance may exclude a branch; its log is then this, below any tremble of a player that matters.
IMPOSSIBLE_LOG = -1e9


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


@kernel
def response(
    n_infosets: int,
    parent: Any,
    edge: Any,
    set_of: Any,
    set_player: Any,
    edge_start: Any,
    member_start: Any,
    member: Any,
    paid: Any,
    log_odds: Any,
    odds: Any,
    log_reach: Any,
    belief: Any,
    value: Any,
    action_value: Any,
    regret: Any,
) -> None:
    """Beliefs [N], values [N, player], action values [A] and conditional regret [infoset] of ``odds``."""
    n_nodes = len(parent)
    n_players = paid.shape[1]
    log_reach[0] = 0.0
    for node in range(1, n_nodes):
        log_reach[node] = log_reach[parent[node]] + log_odds[edge[node]]
    for infoset in range(n_infosets):
        top = -np.inf
        for at in range(member_start[infoset], member_start[infoset + 1]):
            top = max(top, log_reach[member[at]])
        total = 0.0
        for at in range(member_start[infoset], member_start[infoset + 1]):
            share = np.exp(log_reach[member[at]] - top)
            belief[member[at]] = share
            total += share
        for at in range(member_start[infoset], member_start[infoset + 1]):
            belief[member[at]] /= total
    for node in range(n_nodes):
        inner = set_of[node] >= 0
        for player in range(n_players):
            value[node, player] = 0.0 if inner else paid[node, player]
    for node in range(n_nodes - 1, 0, -1):
        before = parent[node]
        chance = odds[edge[node]]
        for player in range(n_players):
            value[before, player] += chance * value[node, player]
    action_value[:] = 0.0
    for node in range(1, n_nodes):
        at = set_of[parent[node]]
        if at < n_infosets:
            action_value[edge[node]] += belief[parent[node]] * value[node, set_player[at]]
    for infoset in range(n_infosets):
        best = -np.inf
        mean = 0.0
        for action in range(edge_start[infoset], edge_start[infoset + 1]):
            best = max(best, action_value[action])
            mean += odds[action] * action_value[action]
        regret[infoset] = max(best - mean, 0.0)


@kernel
def value_slope(
    n_infosets: int,
    parent: Any,
    edge: Any,
    set_of: Any,
    set_player: Any,
    edge_start: Any,
    child_start: Any,
    child: Any,
    pair_start: Any,
    pair_down: Any,
    pair_up: Any,
    odds: Any,
    belief: Any,
    value: Any,
    action_value: Any,
    block: Any,
) -> None:
    """Derivatives of ``Q_a - Q_0`` by the logit differences, into the blocks.

    The block of rows I and columns J (``k_I - 1`` by ``k_J - 1``, row-major) starts at ``pair_down`` for
    I above J (play below changes what I's actions are worth) and at ``pair_up`` for J's rows and I's
    columns (play above changes what J believes; nothing where one player owns both, by perfect recall).
    """
    block[:] = 0.0
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
        weight = belief[node]
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
                    if factor > 0.0:
                        start = pair_down[pair]
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
                    if high_player != low_player and weight > 0.0:
                        start = pair_up[pair]
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
def set_metric(n_infosets: int, edge_start: Any, odds: Any, left: Any, right: Any) -> float:
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


@kernel
def permutation_sign(order: Any) -> float:
    """+1 for an even permutation, -1 for an odd one."""
    seen = np.zeros(len(order), np.bool_)
    sign = 1.0
    for first in range(len(order)):
        at = first
        length = 0
        while not seen[at]:
            seen[at] = True
            at = order[at]
            length += 1
        if length > 0 and length % 2 == 0:
            sign = -sign
    return sign
