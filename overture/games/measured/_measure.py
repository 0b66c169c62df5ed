"""Kernels of measure.py: one world at a time on bare arrays (shapes as in tree.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel, part
from overture.games.measured.standards import SAME_ORDER


@kernel
def monomial_reach(
    parent: Any, edge: Any, edge_order: Any, edge_log: Any, node_order: Any, node_log: Any
) -> None:
    """Order and log coefficient of each node's reach, a product of ``c * eps**k`` along its path."""
    node_order[0] = 0.0
    node_log[0] = 0.0
    for node in range(1, len(parent)):
        before = parent[node]
        by = edge[node]
        node_order[node] = node_order[before] + edge_order[by]
        node_log[node] = node_log[before] + edge_log[by]


@kernel
def world_reach(parent: Any, edge: Any, odds: Any, reach: Any) -> None:
    """Probability of each node."""
    reach[0] = 1.0
    for node in range(1, len(parent)):
        reach[node] = reach[parent[node]] * odds[edge[node]]


@kernel
def history_chances(parent: Any, edge: Any, end: Any, odds: Any, reach: Any, found: Any) -> None:
    """Probability of each complete history, which ends at ``end`` [H], in every row of ``odds`` [N, E]: [N, H]."""
    for row in range(len(odds)):
        world_reach(parent, edge, odds[row], reach)
        for history in range(len(end)):
            found[row, history] = reach[end[history]]


@kernel
def world_paid(parent: Any, outcome: Any, payoff: Any, paid: Any) -> None:
    """Everything paid on the way to each node, [node, player]."""
    for node in range(len(parent)):
        for player in range(payoff.shape[1]):
            total = paid[parent[node], player] if node > 0 else 0.0
            if outcome[node] >= 0:
                total += payoff[outcome[node], player]
            paid[node, player] = total


@part
def limit_belief(
    n_infosets: int, member_start: Any, member: Any, node_order: Any, node_log: Any, belief: Any
) -> None:
    """Belief at each information set: the share of each node among those of the lowest order."""
    for infoset in range(n_infosets):
        lowest = np.inf
        for at in range(member_start[infoset], member_start[infoset + 1]):
            lowest = min(lowest, node_order[member[at]])
        bound = lowest + SAME_ORDER * (1.0 + abs(lowest))
        top = -np.inf
        for at in range(member_start[infoset], member_start[infoset + 1]):
            node = member[at]
            if node_order[node] <= bound:
                top = max(top, node_log[node])
        total = 0.0
        for at in range(member_start[infoset], member_start[infoset + 1]):
            node = member[at]
            belief[node] = np.exp(node_log[node] - top) if node_order[node] <= bound else 0.0
            total += belief[node]
        for at in range(member_start[infoset], member_start[infoset + 1]):
            belief[member[at]] /= total


@kernel
def node_value(parent: Any, edge: Any, set_of: Any, outcome: Any, payoff: Any, odds: Any, value: Any) -> None:
    """Expected total payoff [node, player] when play passes the node, all of the history counted."""
    n_players = payoff.shape[1]
    world_paid(parent, outcome, payoff, value)
    # What was paid on the way down to an inner node is inside its terminals already.
    for node in range(len(parent)):
        if set_of[node] >= 0:
            for player in range(n_players):
                value[node, player] = 0.0
    for node in range(len(parent) - 1, 0, -1):
        for player in range(n_players):
            value[parent[node], player] += odds[edge[node]] * value[node, player]


@part
def one_shot(
    n_infosets: int,
    parent: Any,
    edge: Any,
    set_of: Any,
    set_player: Any,
    edge_start: Any,
    belief: Any,
    value: Any,
    odds: Any,
    action_value: Any,
    regret: Any,
) -> None:
    """Conditional value of each action, and the regret of each information set."""
    action_value[:] = 0.0
    for node in range(1, len(parent)):
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
def best_reply_value(
    player: int,
    n_infosets: int,
    parent: Any,
    edge: Any,
    set_of: Any,
    outcome: Any,
    set_player: Any,
    edge_start: Any,
    member_start: Any,
    member: Any,
    payoff: Any,
    odds: Any,
) -> float:
    """What ``player`` can get at the root against ``odds`` of everybody else (perfect recall).

    Depth-first order read backwards: when the first member of an own set is met, the subtrees of all
    its members are done, so its best action is known. Its total goes up from that first member alone:
    under perfect recall all members hang below the same own action, so nothing is misplaced.
    """
    n_nodes = len(parent)
    others = np.empty(n_nodes)
    paid = np.empty(n_nodes)
    flow = np.zeros(n_nodes)
    action_total = np.zeros(edge_start[n_infosets])
    for node in range(n_nodes):
        others[node] = 1.0
        paid[node] = payoff[outcome[node], player] if outcome[node] >= 0 else 0.0
        if node > 0:
            above = set_of[parent[node]]
            own = above < n_infosets and set_player[above] == player
            others[node] = others[parent[node]] * (1.0 if own else odds[edge[node]])
            paid[node] += paid[parent[node]]
        if set_of[node] < 0:
            flow[node] = others[node] * paid[node]
    for node in range(n_nodes - 1, -1, -1):
        at = set_of[node]
        if 0 <= at < n_infosets and set_player[at] == player and member[member_start[at]] == node:
            top = -np.inf
            for action in range(edge_start[at], edge_start[at + 1]):
                top = max(top, action_total[action])
            flow[node] += top
        if node > 0:
            above = set_of[parent[node]]
            if above < n_infosets and set_player[above] == player:
                action_total[edge[node]] += flow[node]
            else:
                flow[parent[node]] += flow[node]
    return float(flow[0])


@kernel
def measure_world(
    n_infosets: int,
    parent: Any,
    edge: Any,
    set_of: Any,
    outcome: Any,
    set_player: Any,
    edge_start: Any,
    member_start: Any,
    member: Any,
    payoff: Any,
    odds: Any,
    edge_order: Any,
    edge_log: Any,
    belief: Any,
    value: Any,
    regret: Any,
    action_value: Any,
) -> None:
    """All that measure.assess reports about one world; the last four arrays are filled."""
    n_nodes = len(parent)
    node_order = np.empty(n_nodes)
    node_log = np.empty(n_nodes)
    worth = np.zeros((n_nodes, payoff.shape[1]))
    monomial_reach(parent, edge, edge_order, edge_log, node_order, node_log)
    limit_belief(n_infosets, member_start, member, node_order, node_log, belief)
    node_value(parent, edge, set_of, outcome, payoff, odds, worth)
    one_shot(
        n_infosets,
        parent,
        edge,
        set_of,
        set_player,
        edge_start,
        belief,
        worth,
        odds,
        action_value,
        regret,
    )
    for player in range(payoff.shape[1]):
        value[player] = worth[0, player]
