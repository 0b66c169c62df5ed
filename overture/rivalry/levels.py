"""Levels of a stochastic game: sets of states that lead to each other, in the order in which they are solved."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from overture.games.tree import Ints

Longs = NDArray[np.integer]


def levels(states: int, source: Longs, target: Longs) -> Ints:
    """[state] the number of its level: a strongly connected component of the graph of transitions.

    What a level leads to has lower numbers, so levels are solved in the order of their numbers. Where that leaves a choice,
    the level with the latest first state comes first.

    Args:
        states: how many there are.
        source, target: [transition] from which state to which.
    """
    graph = csr_matrix((np.ones(len(source), np.int8), (source, target)), shape=(states, states))
    count, part = connected_components(graph, directed=True, connection="strong")
    pairs = np.unique(np.stack([part[source], part[target]], axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    above: list[list[int]] = [[] for _ in range(count)]
    for upper, lower in pairs.tolist():
        above[lower].append(upper)
    waits = np.bincount(pairs[:, 0], minlength=count)
    first = np.full(count, states)
    np.minimum.at(first, part, np.arange(states))
    ready = [(-int(first[each]), each) for each in np.flatnonzero(waits == 0).tolist()]
    heapq.heapify(ready)
    number = np.empty(count, np.int32)
    for at in range(count):
        _, each = heapq.heappop(ready)
        number[each] = at
        for upper in above[each]:
            waits[upper] -= 1
            if not waits[upper]:
                heapq.heappush(ready, (-int(first[upper]), upper))
    return np.asarray(number[part], np.int32)


def cycle(states: int, source: Longs, target: Longs) -> list[int]:
    """The states of a cycle of the graph, or of several that are connected; empty where there is none."""
    own = source[source == target]
    if len(own):
        return [int(own[0])]
    graph = csr_matrix((np.ones(len(source), np.int8), (source, target)), shape=(states, states))
    _, part = connected_components(graph, directed=True, connection="strong")
    sizes = np.bincount(part)
    if sizes.max(initial=0) < 2:
        return []
    return np.flatnonzero(part == int(np.argmax(sizes > 1))).tolist()
