"""Kernels of stakes.py: one world at a time on bare arrays (shapes as in tree.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel


@kernel
def stakes_world(
    n_infosets: int,
    parent: Any,
    edge: Any,
    set_of: Any,
    terminal: Any,
    paid: Any,
    set_player: Any,
    edge_start: Any,
    odds: Any,
    belief: Any,
    action_value: Any,
    ordinary: Any,
    rare: float,
    rounding: float,
    share: Any,
) -> None:
    """Fill ``share`` [infoset]; see :func:`overture.games.measured.stakes.local_regret`. ``paid`` is [terminal, player]."""
    n_actions = edge_start[n_infosets]
    spread = np.zeros(n_actions)
    reach = np.zeros(n_actions)
    size = np.zeros(n_actions)
    best = np.empty(n_infosets, np.int64)
    for s in range(n_infosets):
        best[s] = edge_start[s]
        for a in range(edge_start[s], edge_start[s + 1]):
            if action_value[a] > action_value[best[s]]:
                best[s] = a
    for t in range(len(terminal)):
        node = terminal[t]
        likely = 1.0  # of this end, seen from the node below the action at hand
        while node > 0 and likely > 0.0:
            taken = edge[node]
            above = parent[node]
            at = set_of[above]
            if at < n_infosets:
                u = paid[t, set_player[at]]
                weight = belief[above] * likely
                far = abs(u - action_value[best[at]])
                spread[taken] += weight * far
                if rare < 1.0:
                    reach[taken] = max(
                        reach[taken], min(far, ordinary[set_player[at]]) * min(1.0, weight / rare)
                    )
                size[taken] += weight * abs(u)
            likely *= odds[taken]
            node = above
    for s in range(n_infosets):
        top = best[s]
        usual = ordinary[set_player[s]]
        share[s] = 0.0
        for a in range(edge_start[s], edge_start[s + 1]):
            lost = action_value[top] - action_value[a]
            if odds[a] > 0.0 and lost > 0.0:
                stake = max(min(spread[top], usual), reach[top]) + max(min(spread[a], usual), reach[a])
                share[s] += odds[a] * (lost / (stake + rounding * (size[a] + size[top])))
