"""Signals on which nothing hangs: each is followed by the same play and pays the same as the other.

Where all that is sent is idle in this way, what is learned from it is not acted on: the types babble
(:mod:`overture.solvers.all.classes`). A type that has one of two signals and lacks the other makes them differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import terminal_payoff
from overture.games.measured.standards import ALIKE
from overture.games.tree import TERMINAL, Floats, Tree
from overture.solvers.all.signals import Sent, Signals

Bools = NDArray[np.bool_]
Pairs = list[tuple[int, int]]
Edges = list[tuple[int, int, int]]  # pairs, and the node at which the first of them is chosen
Pair = tuple[int, int, Pairs, Edges]  # two signals, and the pairs of ends and of edges that must be the same

ROUNDING = 1e-9  # of payoffs, each by itself


def idle(tree: Tree, signals: Signals, strategy: Floats, pairs: Sequence[Pair] | None = None) -> Bools:
    """[k, M, M] whether two signals are followed by the same play and the same payoffs, for every type.

    Args:
        tree: of k worlds, or of one for all strategies. strategy: [k, action].
        pairs: of :func:`alike`, where they are known.
    """
    count = len(signals.words)
    found = np.broadcast_to(np.eye(count, dtype=bool), (len(strategy), count, count)).copy()
    for one, other, ends, edges in alike(tree, signals) if pairs is None else pairs:
        found[:, one, other] = found[:, other, one] = _same(tree, strategy, ends, edges)
    return found


def alike(tree: Tree, signals: Signals, inside: Bools | None = None) -> list[Pair]:
    """The pairs of signals that are followed by the same moves, in whatever way these are played.

    Args:
        inside: [terminal] the histories that count, if not all.
    """
    found: list[Pair] = []
    children, rows = _children(tree), _choices(tree, signals, inside)
    for one, other in combinations(range(len(signals.words)), 2):
        pairs = _matched(tree, children, rows, one, other)
        if pairs is not None:
            found.append((one, other, *pairs))
    return found


def _choices(tree: Tree, signals: Signals, inside: Bools | None) -> list[dict[int, Sent]]:
    """For each history on which a signal is chosen: signal -> the choice."""
    counts = np.ones(tree.n_nodes, dtype=bool)
    if inside is not None:
        counts[:] = False
        counts[tree.terminal] = inside
        for node in range(tree.n_nodes - 1, 0, -1):
            counts[tree.parent[node]] |= counts[node]
    found: dict[int, dict[int, Sent]] = {}
    for each, at in zip(signals.sent, signals.column, strict=True):
        parent = int(tree.parent[each.node])
        if counts[parent]:
            found.setdefault(parent, {})[at] = each
    return list(found.values())


def _matched(
    tree: Tree, children: list[list[int]], rows: Iterable[dict[int, Sent]], one: int, other: int
) -> tuple[Pairs, Edges] | None:
    """Pairs of ends and of edges that must be the same; None where the one is not followed by what the other is."""
    ends: Pairs = []
    edges: Edges = []
    for row in rows:
        if (one in row) != (other in row):
            return None
        if one in row and not _match(tree, children, row[one].node, row[other].node, ends, edges):
            return None
    return ends, edges


def _match(tree: Tree, children: list[list[int]], one: int, other: int, ends: Pairs, edges: Edges) -> bool:
    """Whether two parts of a tree have one shape; adds their ends and edges, in pairs."""
    stack = [(one, other)]
    while stack:
        left, right = stack.pop()
        at, to = int(tree.set_of[left]), int(tree.set_of[right])
        if at == TERMINAL or to == TERMINAL:
            if at != to:
                return False
            ends.append((left, right))
            continue
        mine = range(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        yours = range(int(tree.edge_start[to]), int(tree.edge_start[to + 1]))
        same_mover = tree.set_player[at] == tree.set_player[to]
        if not same_mover or [tree.labels.edge[e] for e in mine] != [tree.labels.edge[e] for e in yours]:
            return False
        edges += [(a, b, left) for a, b in zip(mine, yours, strict=True) if a != b]
        stack += zip(children[left], children[right], strict=True)
    return True


def _children(tree: Tree) -> list[list[int]]:
    """[node] the nodes that follow it, by edge."""
    found: list[list[int]] = [[] for _ in range(tree.n_nodes)]
    for node in sorted(range(1, tree.n_nodes), key=lambda node: int(tree.edge[node])):
        found[int(tree.parent[node])].append(node)
    return found


def _same(tree: Tree, strategy: Floats, ends: Pairs, edges: Edges) -> Bools:
    """[k] whether all pairs have the same payoffs and probabilities, but for what chance excludes."""
    paid = terminal_payoff(tree)
    place = np.full(tree.n_nodes, -1)
    place[tree.terminal] = np.arange(len(tree.terminal))
    left, right = (place[[pair[side] for pair in ends]] for side in (0, 1))
    near = np.isclose(paid[:, left], paid[:, right], rtol=ROUNDING, atol=1e-15 * float(np.abs(paid).max()))
    chance = np.broadcast_to(tree.chance, (len(strategy), tree.chance.shape[1]))
    odds = np.concatenate([strategy, chance], axis=1)
    alike = np.abs(odds[:, [a for a, _, _ in edges]] - odds[:, [b for _, b, _ in edges]]) <= ALIKE
    if not tree.chance.all():
        excluded = _excluded(tree)
        near |= excluded[:, [one for one, _ in ends], None]
        alike |= excluded[:, [node for _, _, node in edges]]
    return np.asarray(near.all(axis=(1, 2)) & alike.all(axis=1))


def _excluded(tree: Tree) -> Bools:
    """[world, node] whether chance never leads there."""
    found = np.zeros((tree.n_worlds, tree.n_nodes), dtype=bool)
    for node in range(1, tree.n_nodes):
        edge = int(tree.edge[node])
        found[:, node] = found[:, tree.parent[node]]
        if edge >= tree.n_actions:
            found[:, node] |= tree.chance[:, edge - tree.n_actions] == 0
    return found
