"""Kernels of check.py: the conditions that need a walk over the nodes."""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel


@kernel
def first_out_of_order(parent: Any) -> int:
    """The first node whose parent is not on the open path of a depth-first walk; -1 if none."""
    path = np.empty(len(parent), np.int32)
    path[0] = 0
    depth = 1
    for node in range(1, len(parent)):
        while depth > 0 and path[depth - 1] != parent[node]:
            depth -= 1
        if depth == 0:
            return node
        path[depth] = node
        depth += 1
    return -1


@kernel
def first_not_rising(parent: Any, edge: Any) -> int:
    """The first node whose edge does not exceed that of its elder sibling; -1 if none."""
    last = np.full(len(parent), -1, np.int32)
    for node in range(1, len(parent)):
        if edge[node] <= last[parent[node]]:
            return node
        last[parent[node]] = edge[node]
    return -1


@kernel
def last_own_action(parent: Any, edge: Any, set_of: Any, set_player: Any, own: Any) -> None:
    """Fill own [node, player]: the last action of each player before each node, -1 if none."""
    n_players = own.shape[1]
    for player in range(n_players):
        own[0, player] = -1
    for node in range(1, len(parent)):
        before = parent[node]
        for player in range(n_players):
            own[node, player] = own[before, player]
        mover = set_player[set_of[before]]
        if mover >= 0:
            own[node, mover] = edge[node]
