"""Where events lie in a tree: which nodes and information sets their histories pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.event import Mask, mask, names, subtree_end
from overture.games.tree import Tree

Bools = NDArray[np.bool_]


def along(tree: Tree, event: str) -> Bools:
    """[infoset] whether some history of the event passes it."""
    some = below(tree, mask(tree, event), every=False)
    return np.array([some[tree.members(at)].any() for at in range(tree.n_infosets)], bool)


def in_tree(tree: Tree, event: str) -> bool:
    """Whether there is an event, and the game has all the moves that it speaks of."""
    return bool(event) and set(names(event)) <= set(tree.labels.set_name)


def below(tree: Tree, event: Mask, *, every: bool) -> Bools:
    """[N] whether some, or every, history through each node is in the event."""
    inside = np.concatenate([[0], np.cumsum(event)])
    low, high = _spans(tree, np.arange(tree.n_nodes))
    many = inside[high] - inside[low]
    return np.asarray(many == high - low if every else many > 0)


def through(tree: Tree, infoset: int) -> NDArray[np.int64]:
    """The complete histories, by index among all, that pass an information set."""
    low, high = _spans(tree, tree.members(infoset).astype(np.int64))
    return np.concatenate([np.arange(first, last) for first, last in zip(low, high, strict=True)])


def after(tree: Tree, infoset: int) -> dict[int, NDArray[np.int64]]:
    """Action of an information set -> the nodes to which it leads, in the order of the nodes of the set."""
    to = {(int(tree.parent[node]), int(tree.edge[node])): node for node in range(1, tree.n_nodes)}
    edges = range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
    nodes = tree.members(infoset).tolist()
    return {edge: np.array([to[node, edge] for node in nodes], dtype=np.int64) for edge in edges}


def _spans(tree: Tree, nodes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """From which to before which complete history those that pass each node are."""
    terminal = tree.terminal.astype(np.int64)
    return np.searchsorted(terminal, nodes), np.searchsorted(terminal, subtree_end(tree)[nodes])
