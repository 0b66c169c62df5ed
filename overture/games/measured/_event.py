"""Kernels of event.py: what holds on the way to a node, carried down the tree in one pass."""

from __future__ import annotations

from typing import Any

from overture._kernel import kernel


@kernel
def last_choice(parent: Any, edge: Any, set_of: Any, named: Any, taken: Any) -> None:
    """Fill taken [node]: the edge taken last at one of the sets ``named`` before each node, -1 if none."""
    taken[0] = -1
    for node in range(1, len(parent)):
        before = parent[node]
        taken[node] = edge[node] if named[set_of[before]] else taken[before]


@kernel
def last_below(parent: Any, end: Any) -> None:
    """Fill end [node]: one past the last node of each subtree."""
    for node in range(len(parent)):
        end[node] = node + 1
    for node in range(len(parent) - 1, 0, -1):
        end[parent[node]] = max(end[parent[node]], end[node])
