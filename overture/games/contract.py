"""The same game without the moves at which nothing is chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from overture.games.check import check
from overture.games.tree import NO_OUTCOME, Exact, Tree


def contract(tree: Tree) -> Tree:
    """Leave out every player's move that has one choice, and every chance move with one branch.

    What is paid at such a node is paid at the next one; where that one pays too, the node stays. What
    players have seen keeps speaking of the moves that are gone.
    """
    alone = np.diff(tree.edge_start) == 1
    inner = np.flatnonzero(tree.set_of >= 0)
    child = np.full(tree.n_nodes, -1)
    child[tree.parent[1:]] = np.arange(1, tree.n_nodes)  # of a node with one child, that child
    double = inner[
        alone[tree.set_of[inner]]
        & (tree.outcome[inner] != NO_OUTCOME)
        & (tree.outcome[child[inner]] != NO_OUTCOME)
    ]
    alone[tree.set_of[double]] = False
    gone = np.zeros(tree.n_nodes, dtype=bool)
    gone[inner] = alone[tree.set_of[inner]]
    if not gone.any():
        return tree
    parent, edge, outcome = tree.parent.copy(), tree.edge.copy(), tree.outcome.copy()
    for node in np.flatnonzero(gone):
        after = child[node]
        parent[after], edge[after] = parent[node], edge[node]
        if outcome[node] != NO_OUTCOME:
            outcome[after] = outcome[node]
    kept, sets = ~gone, ~alone
    new_node = np.full(tree.n_nodes + 1, -1, dtype=np.int32)
    new_node[:-1][kept] = np.arange(np.count_nonzero(kept), dtype=np.int32)
    new_set = np.full(tree.n_sets + 1, -1, dtype=np.int32)
    new_set[:-1][sets] = np.arange(np.count_nonzero(sets), dtype=np.int32)
    sizes = np.diff(tree.edge_start)
    edges = np.flatnonzero(np.repeat(sets, sizes))
    new_edge = np.full(tree.n_edges + 1, -1, dtype=np.int32)
    new_edge[edges] = np.arange(len(edges), dtype=np.int32)
    branches = edges[edges >= tree.n_actions] - tree.n_actions
    chosen = np.flatnonzero(sets)
    labels = tree.labels
    exact = tree.exact
    return check(
        replace(
            tree,
            parent=new_node[parent[kept]],
            edge=new_edge[edge[kept]],
            set_of=new_set[tree.set_of[kept]],
            outcome=outcome[kept],
            set_player=np.ascontiguousarray(tree.set_player[chosen]),
            edge_start=np.concatenate(([0], np.cumsum(sizes[chosen]))).astype(np.int32),
            chance=np.ascontiguousarray(tree.chance[:, branches]),
            labels=replace(
                labels,
                set_name=tuple(labels.set_name[at] for at in chosen),
                set_label=tuple(labels.set_label[at] for at in chosen),
                set_number=tuple(labels.set_number[at] for at in chosen),
                seen=tuple(labels.seen[at] for at in chosen),
                edge=tuple(labels.edge[at] for at in edges),
                node=(),
            ),
            exact=Exact(tuple(exact.chance[at] for at in branches.tolist()), exact.payoff) if exact else None,
        )
    )
