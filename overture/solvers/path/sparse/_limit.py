"""Kernels of tremble.py and sparse/limit.py: which nodes tie, and how values in the limit depend on the rest."""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel, part


@kernel
def tied_nodes(
    n_infosets: int,
    parent: Any,
    edge: Any,
    member_start: Any,
    member: Any,
    log_edge: Any,
    log_never: Any,
    token: Any,
    least: float,
) -> Any:
    """Members of a set whose log probability is within ``least`` of the likeliest, and pass other trembles than it.

    Returns those nodes, the likeliest of their sets, and [node, 2]: by how much the sum of ``log_never`` along
    the node's path exceeds that along the other's, and the same of ``token``.
    """
    n_nodes = len(parent)
    reach = np.zeros(n_nodes)
    never = np.zeros(n_nodes)
    tag = np.zeros(n_nodes)
    for node in range(1, n_nodes):
        before = parent[node]
        reach[node] = reach[before] + log_edge[edge[node]]
        never[node] = never[before] + log_never[edge[node]]
        tag[node] = tag[before] + token[edge[node]]
    found = np.empty(n_nodes, np.int64)
    other = np.empty(n_nodes, np.int64)
    count = 0
    for infoset in range(n_infosets):
        top = member[member_start[infoset]]
        for at in range(member_start[infoset], member_start[infoset + 1]):
            if reach[member[at]] > reach[top]:
                top = member[at]
        for at in range(member_start[infoset], member_start[infoset + 1]):
            node = member[at]
            if reach[node] - reach[top] > least and abs(tag[node] - tag[top]) > 1e-9:
                found[count] = node
                other[count] = top
                count += 1
    gap = np.empty((count, 2))
    for at in range(count):
        gap[at, 0] = never[found[at]] - never[other[at]]
        gap[at, 1] = tag[found[at]] - tag[other[at]]
    return found[:count], other[:count], gap


@kernel
def path_difference(parent: Any, edge: Any, column: Any, node: Any, other: Any) -> Any:
    """Rows, columns, values: +1 for each counted edge on the path to ``node``, -1 on that to ``other``."""
    total = 0
    for at in range(len(node)):
        for end in (node[at], other[at]):
            above = end
            while above > 0:
                if column[edge[above]] >= 0:
                    total += 1
                above = parent[above]
    rows = np.empty(total, np.int64)
    columns = np.empty(total, np.int64)
    values = np.empty(total)
    count = 0
    for at in range(len(node)):
        for side in range(2):
            above = node[at] if side == 0 else other[at]
            while above > 0:
                if column[edge[above]] >= 0:
                    rows[count] = at
                    columns[count] = column[edge[above]]
                    values[count] = 1.0 if side == 0 else -1.0
                    count += 1
                above = parent[above]
    return rows, columns, values


@kernel
def limit_slope_entries(
    n_infosets: int,
    parent: Any,
    edge: Any,
    set_of: Any,
    set_player: Any,
    edge_start: Any,
    member_start: Any,
    member: Any,
    child_start: Any,
    child: Any,
    var: Any,
    played: Any,
    odds: Any,
    node_odds: Any,
    belief: Any,
    value: Any,
    action_value: Any,
) -> Any:
    """Entries of ``dQ_a / du_j`` in the limit (see _vanishing.py): actions, unknowns, values; repeated ones add up."""
    n_actions = edge_start[n_infosets]
    room = 1024
    rows = np.empty(room, np.int64)
    columns = np.empty(room, np.int64)
    entries = np.empty(room)
    count = 0
    # What the moves below are worth to the actions above them.
    for node in range(1, len(parent)):
        by = edge[node]
        if by >= n_actions or not played[by] or var[by] < 0:
            continue
        above = parent[node]
        weight = node_odds[node]
        at = above
        while at > 0 and weight > 0.0:
            up = parent[at]
            if edge[at] < n_actions and belief[up] > 0.0:
                mover = set_player[set_of[up]]
                if count == room:
                    room *= 2
                    rows, columns, entries = (
                        _longer(rows, room),
                        _longer(columns, room),
                        _longer(entries, room),
                    )
                rows[count] = edge[at]
                columns[count] = var[by]
                entries[count] = belief[up] * weight * (value[node, mover] - value[above, mover])
                count += 1
            weight *= node_odds[at]
            at = up
    # What the moves above a node say about it.
    for infoset in range(n_infosets):
        first = edge_start[infoset]
        mover = set_player[infoset]
        if member_start[infoset + 1] - member_start[infoset] == 1:
            continue
        for place in range(member_start[infoset], member_start[infoset + 1]):
            node = member[place]
            if belief[node] == 0.0:
                continue
            for action in range(first, edge_start[infoset + 1]):
                surplus = belief[node] * (
                    value[child[child_start[node] + action - first], mover] - action_value[action]
                )
                at = node
                while at > 0:
                    by = edge[at]
                    at = parent[at]
                    if by >= n_actions:
                        continue
                    other = set_of[at]
                    many = edge_start[other + 1] - edge_start[other] + 1
                    if count + many > room:
                        room = 2 * room + many
                        rows, columns, entries = (
                            _longer(rows, room),
                            _longer(columns, room),
                            _longer(entries, room),
                        )
                    if played[by]:
                        for beside in range(edge_start[other], edge_start[other + 1]):
                            if played[beside] and var[beside] >= 0:
                                rows[count] = action
                                columns[count] = var[beside]
                                entries[count] = -surplus * odds[beside]
                                count += 1
                    if var[by] >= 0:
                        rows[count] = action
                        columns[count] = var[by]
                        entries[count] = surplus
                        count += 1
    return rows[:count], columns[:count], entries[:count]


@part
def _longer(array: Any, room: int) -> Any:
    """A copy with room for more."""
    found = np.empty(room, array.dtype)
    for at in range(len(array)):
        found[at] = array[at]
    return found
