"""Kernel: which supports are out of the question, in many worlds at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture._kernel import kernel

BLOCK = 256


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
    allowed: NDArray[np.bool_],
    tests: NDArray[np.int64],
    test_node: NDArray[np.int64],
    margin: float,
) -> Any:
    """[row] False where an action in use is worse than another at every node of its set, whatever is open.

    paid[node, player, world]; odds[edge, world]; nodes: the trunk, children after parents; set_of[node]
    (-1: chance); kids of node n are kid_start[n]:kid_start[n + 1]; usable[edge] and allowed[edge, world]: may
    be played. A test [player, first, last] looks at pairs test_node[first:last] of (child by the action, child
    by the other).
    Worlds go by in blocks that stay in the cache, innermost.
    """
    n_nodes, n_players = paid.shape[0], paid.shape[1]
    width = min(BLOCK, len(rows))
    low = np.empty((n_nodes, n_players, width))
    high = np.empty((n_nodes, n_players, width))
    good = np.ones(len(rows), np.bool_)
    for start in range(0, len(rows), BLOCK):
        part = rows[start : start + BLOCK]
        size = len(part)
        for k in range(len(nodes) - 1, -1, -1):
            node = nodes[k]
            for i in range(n_players):
                down, up = low[node, i], high[node, i]
                if is_end[node]:
                    for r in range(size):
                        x = paid[node, i, part[r]]
                        down[r] = x
                        up[r] = x
                    continue
                chance = set_of[node] < 0
                for r in range(size):
                    down[r] = 0.0 if chance else np.inf
                    up[r] = 0.0 if chance else -np.inf
                for c in range(kid_start[node], kid_start[node + 1]):
                    under, over = low[kid_node[c], i], high[kid_node[c], i]
                    if chance:
                        share = odds[kid_edge[c]]
                        for r in range(size):
                            down[r] += share[part[r]] * under[r]
                            up[r] += share[part[r]] * over[r]
                    elif usable[kid_edge[c]]:
                        here = allowed[kid_edge[c]]
                        for r in range(size):
                            if here[part[r]]:
                                down[r] = min(down[r], under[r])
                                up[r] = max(up[r], over[r])
        for k in range(len(tests)):
            player = tests[k, 0]
            for r in range(size):
                worse = True
                for pair in range(tests[k, 1], tests[k, 2]):
                    if (
                        high[test_node[2 * pair], player, r]
                        >= low[test_node[2 * pair + 1], player, r] - margin
                    ):
                        worse = False
                        break
                if worse:
                    good[start + r] = False
    return good
