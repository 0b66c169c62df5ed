"""Kernel: which supports are out of the question, in many worlds at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture._kernel import kernel


@kernel
def plausible(
    paid: NDArray[np.float64],
    odds: NDArray[np.float64],
    rows: NDArray[np.int64],
    nodes: NDArray[np.int64],
    is_end: NDArray[np.bool_],
    set_of: NDArray[np.int64],
    kid_start: NDArray[np.int64],
    kid_edge: NDArray[np.int64],
    kid_node: NDArray[np.int64],
    usable: NDArray[np.bool_],
    tests: NDArray[np.int64],
    test_node: NDArray[np.int64],
    margin: float,
) -> Any:
    """[row] False where an action in use is worse than another at every node of its set, whatever is open.

    paid[world, node, player]; odds[world, edge]; nodes: the trunk, children after parents; set_of[node]
    (-1: chance); kids of node n are kid_start[n]:kid_start[n + 1]; usable[edge]: may be played. A test
    [player, first, last] looks at pairs test_node[first:last] of (child by the action, child by the other).
    """
    n_nodes, n_players = paid.shape[1], paid.shape[2]
    low = np.zeros((n_nodes, n_players))
    high = np.zeros((n_nodes, n_players))
    good = np.ones(len(rows), np.bool_)
    for r in range(len(rows)):
        w = rows[r]
        for k in range(len(nodes) - 1, -1, -1):
            node = nodes[k]
            if is_end[node]:
                for i in range(n_players):
                    low[node, i] = paid[w, node, i]
                    high[node, i] = paid[w, node, i]
                continue
            chance = set_of[node] < 0
            for i in range(n_players):
                low[node, i] = 0.0 if chance else np.inf
                high[node, i] = 0.0 if chance else -np.inf
            for c in range(kid_start[node], kid_start[node + 1]):
                child = kid_node[c]
                if chance:
                    share = odds[w, kid_edge[c]]
                    for i in range(n_players):
                        low[node, i] += share * low[child, i]
                        high[node, i] += share * high[child, i]
                elif usable[kid_edge[c]]:
                    for i in range(n_players):
                        low[node, i] = min(low[node, i], low[child, i])
                        high[node, i] = max(high[node, i], high[child, i])
        for k in range(len(tests)):
            player = tests[k, 0]
            worse = True
            for pair in range(tests[k, 1], tests[k, 2]):
                if high[test_node[2 * pair], player] >= low[test_node[2 * pair + 1], player] - margin:
                    worse = False
                    break
            if worse:
                good[r] = False
                break
    return good
