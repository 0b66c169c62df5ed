"""The game that is left once some moves are known to have been made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from overture.errors import EventError, Fault
from overture.games.check import check
from overture.games.tree import TERMINAL, Exact, Floats, Labels, Tree


def prune(
    tree: Tree, made: Mapping[str, str], odds: Mapping[str, Mapping[str, Floats]] | None = None
) -> Tree:
    """Keep the histories on which each move in ``made`` (name -> choice) was made so, or not at all.

    A move whose choice is kept is left in the tree with that one choice. Chance keeps no odds of what
    is gone: a chance move in ``made`` becomes certain. What a player believes at the start of the game
    that is left is the odds of its chance moves; ``odds`` (move -> choice -> [world]) sets them anew, so
    that a posterior can take the place of a prior.

    Raises:
        EventError: a move or choice that the game does not have, no history is left, or what is left is
            no game, since a choice is gone at one node of an information set and not at another.
    """
    keep_edge = _kept_edges(tree, made)
    return _cut(tree, keep_edge, _kept_nodes(tree, keep_edge, made), odds)


def restrict(tree: Tree, keep_edge: NDArray[np.bool_]) -> Tree:
    """Keep only the histories along edges in ``keep_edge`` [edge]; every set keeps one edge at least."""
    keep = np.ones(tree.n_nodes, dtype=bool)
    for node in range(1, tree.n_nodes):
        keep[node] = keep[tree.parent[node]] and keep_edge[tree.edge[node]]
    return _cut(tree, keep_edge, keep, None)


def _cut(
    tree: Tree,
    keep_edge: NDArray[np.bool_],
    keep: NDArray[np.bool_],
    odds: Mapping[str, Mapping[str, Floats]] | None,
) -> Tree:
    """The tree with the nodes ``keep`` and the edges ``keep_edge``; ``odds`` as in :func:`prune`."""
    sets = np.zeros(tree.n_sets, dtype=bool)
    sets[tree.set_of[keep & (tree.set_of >= 0)]] = True
    # Information sets are numbered by their first node, and that may have gone: sort them anew.
    order = _by_first_node(tree, keep, sets)
    new_set = np.full(tree.n_sets + 1, -1, dtype=np.int32)
    new_set[order] = np.arange(len(order), dtype=np.int32)
    sizes = np.array([np.count_nonzero(keep_edge[_edges(tree, at)]) for at in order], dtype=np.int32)
    edge_start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    old_edges = np.concatenate(
        [np.flatnonzero(keep_edge[_edges(tree, at)]) + tree.edge_start[at] for at in order]
    )
    new_edge = np.full(tree.n_edges + 1, -1, dtype=np.int32)
    new_edge[old_edges] = np.arange(len(old_edges), dtype=np.int32)
    new_node = np.full(tree.n_nodes + 1, -1, dtype=np.int32)
    new_node[:-1][keep] = np.arange(np.count_nonzero(keep), dtype=np.int32)
    decisions = np.count_nonzero(tree.set_player[order] >= 0)
    branches = old_edges[edge_start[decisions] :] - tree.n_actions
    chance = tree.chance[:, branches].copy()
    labels = _labels(tree.labels, order, old_edges)
    starts = (edge_start[decisions:] - edge_start[decisions]).tolist()
    for at, (first, last) in enumerate(pairwise(starts)):
        name = labels.set_name[decisions + at]
        given = (odds or {}).get(name)
        if given is not None:
            names = labels.edge[edge_start[decisions] + first : edge_start[decisions] + last]
            chance[:, first:last] = np.stack([np.asarray(given[each]) for each in names], axis=-1)
        total = chance[:, first:last].sum(axis=1, keepdims=True)
        # What chance excluded altogether keeps equal odds: it must be something.
        chance[:, first:last] = np.where(total > 0, chance[:, first:last], 1.0)
        chance[:, first:last] /= chance[:, first:last].sum(axis=1, keepdims=True)
    exact = None
    if tree.exact is not None and not odds and not any(_lost(tree, keep_edge, sets)):
        exact = Exact(tuple(tree.exact.chance[at] for at in branches.tolist()), tree.exact.payoff)
    return check(
        replace(
            tree,
            parent=new_node[tree.parent[keep]],
            edge=new_edge[tree.edge[keep]],
            set_of=new_set[tree.set_of[keep]],
            outcome=tree.outcome[keep],
            set_player=np.ascontiguousarray(tree.set_player[order]),
            edge_start=edge_start,
            chance=np.ascontiguousarray(chance),
            labels=labels,
            exact=exact,
        )
    )


def _kept_nodes(tree: Tree, keep_edge: NDArray[np.bool_], made: Mapping[str, str]) -> NDArray[np.bool_]:
    """[N] nodes on histories that are kept; ``keep_edge`` loses the edges that lead to none of them.

    A history on which a move of ``made`` comes without the choice that was made is gone, and so is
    every node from which all histories are gone.
    """
    keep = np.ones(tree.n_nodes, dtype=bool)
    for node in range(1, tree.n_nodes):
        keep[node] = keep[tree.parent[node]] and keep_edge[tree.edge[node]]
    alive = tree.set_of == TERMINAL
    for node in range(tree.n_nodes - 1, 0, -1):
        if keep[node] and alive[node]:
            alive[tree.parent[node]] = True
    keep &= alive
    told = ", ".join(f"{move} = {choice}" for move, choice in made.items())
    if not keep[0]:
        raise EventError.of("event/nothing", f"no history has {told}", tree.title)
    nodes = np.flatnonzero(keep[1:]) + 1
    taken = np.bincount(tree.edge[nodes], minlength=tree.n_edges)
    inner = tree.set_of[keep & (tree.set_of >= 0)]
    standing = np.bincount(inner, minlength=tree.n_sets)
    keep_edge &= taken > 0
    owner = np.repeat(np.arange(tree.n_sets), np.diff(tree.edge_start))
    partly = np.flatnonzero(keep_edge & (taken < standing[owner]))
    EventError.raise_any(
        Fault(
            "event/partly",
            f"with {told}, the choice {tree.labels.edge[at]!r} is left at one node of an information set and not at "
            "another: what is left is no game",
            f"{tree.title}, {tree.labels.set_label[owner[at]]}",
            "moves that say nothing that a player at an information set does not know",
        )
        for at in partly[:10].tolist()
    )
    return keep


def _lost(tree: Tree, keep_edge: NDArray[np.bool_], sets: NDArray[np.bool_]) -> list[bool]:
    """For each chance set that is kept: whether some of its branches are gone."""
    return [not keep_edge[_edges(tree, at)].all() for at in range(tree.n_infosets, tree.n_sets) if sets[at]]


def _edges(tree: Tree, at: int) -> slice:
    return slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))


def _kept_edges(tree: Tree, made: Mapping[str, str]) -> NDArray[np.bool_]:
    labels = tree.labels
    kept = np.ones(tree.n_edges, dtype=bool)
    faults = []
    for move, choice in made.items():
        at = [index for index, name in enumerate(labels.set_name) if name == move]
        known = dict.fromkeys(label for index in at for label in labels.edge[_edges(tree, index)])
        if choice not in known:
            allowed = ", ".join(known) if at else ", ".join(dict.fromkeys(labels.set_name))
            found = f"{move!r} has no choice {choice!r}" if at else f"no move is called {move!r}"
            faults.append(Fault("event/choice" if at else "event/name", found, tree.title, allowed))
            continue
        for index in at:
            here = _edges(tree, index)
            wanted = np.array([label == choice for label in labels.edge[here]])
            # A set of this name without the choice is not on any history that is kept.
            kept[here] = wanted
    EventError.raise_any(faults)
    return kept


def _by_first_node(tree: Tree, keep: NDArray[np.bool_], sets: NDArray[np.bool_]) -> NDArray[np.int64]:
    first = np.full(tree.n_sets, tree.n_nodes)
    inner = np.flatnonzero(keep & (tree.set_of >= 0))
    np.minimum.at(first, tree.set_of[inner], inner)
    chosen = np.flatnonzero(sets)
    chance = tree.set_player[chosen] < 0
    return chosen[np.lexsort((first[chosen], chance))]


def _labels(labels: Labels, order: NDArray[np.int64], edges: NDArray[np.int64]) -> Labels:
    return replace(
        labels,
        set_name=tuple(labels.set_name[at] for at in order),
        set_label=tuple(labels.set_label[at] for at in order),
        set_number=tuple(labels.set_number[at] for at in order),
        seen=tuple(labels.seen[at] for at in order),
        edge=tuple(labels.edge[at] for at in edges),
        node=(),
    )
