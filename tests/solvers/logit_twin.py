"""A slow, readable twin of the logit equations: plain Python, one history at a time, no logs."""

from __future__ import annotations

import math

import numpy as np

from overture.games.tree import Tree


def paid(tree: Tree, world: int) -> dict[int, list[float]]:
    """Terminal node -> what each player has got on the way, in units of the largest range of payoffs."""
    total = {}
    for end in tree.terminal.tolist():
        at, got = end, [0.0] * len(tree.players)
        while at >= 0:
            if tree.outcome[at] >= 0:
                got = [
                    have + float(more)
                    for have, more in zip(got, tree.payoff[world, tree.outcome[at]], strict=True)
                ]
            at = int(tree.parent[at])
        total[end] = got
    columns = list(zip(*total.values(), strict=True))
    unit = max(max(column) - min(column) for column in columns) or 1.0
    return {end: [got / unit for got in row] for end, row in total.items()}


def odds(tree: Tree, world: int, difference: np.ndarray) -> list[float]:
    """Probability of every edge, from the log-odds against the first action of each set."""
    found = []
    at = 0
    for infoset in range(tree.n_infosets):
        many = int(tree.edge_start[infoset + 1] - tree.edge_start[infoset])
        logits = [0.0, *difference[at : at + many - 1].tolist()]
        at += many - 1
        top = max(logits)
        weights = [math.exp(logit - top) for logit in logits]
        found += [weight / sum(weights) for weight in weights]
    return found + tree.chance[world].tolist()


def action_value(tree: Tree, world: int, difference: np.ndarray) -> list[float]:
    """The mover's expected payoff from each action, given that his information set is reached."""
    chances = odds(tree, world, difference)
    got = paid(tree, world)
    reach = [1.0] * tree.n_nodes
    for node in range(1, tree.n_nodes):
        reach[node] = reach[tree.parent[node]] * chances[tree.edge[node]]
    worth = [got.get(node, [0.0] * len(tree.players)) for node in range(tree.n_nodes)]
    for node in range(tree.n_nodes - 1, 0, -1):
        up = tree.parent[node]
        odd = chances[tree.edge[node]]
        worth[up] = [have + odd * more for have, more in zip(worth[up], worth[node], strict=True)]
    value = [0.0] * tree.n_actions
    for node in range(1, tree.n_nodes):
        up = int(tree.parent[node])
        infoset = int(tree.set_of[up])
        if infoset < tree.n_infosets:
            total = sum(reach[member] for member in tree.members(infoset).tolist())
            value[tree.edge[node]] += reach[up] / total * worth[node][tree.set_player[infoset]]
    return value


def residual(tree: Tree, world: int, difference: np.ndarray, precision: float) -> np.ndarray:
    """``d - precision * (Q_a - Q_0)``; the precision is per payoff range."""
    value = action_value(tree, world, difference)
    gaps = []
    for infoset in range(tree.n_infosets):
        first = int(tree.edge_start[infoset])
        gaps += [
            value[action] - value[first] for action in range(first + 1, int(tree.edge_start[infoset + 1]))
        ]
    return difference - precision * np.array(gaps)


def jacobian(
    tree: Tree, world: int, difference: np.ndarray, precision: float, step: float = 1e-5
) -> np.ndarray:
    """Central differences of :func:`residual`."""
    columns = []
    for at in range(len(difference)):
        move = np.zeros(len(difference))
        move[at] = step
        ahead = residual(tree, world, difference + move, precision)
        behind = residual(tree, world, difference - move, precision)
        columns.append((ahead - behind) / (2 * step))
    return np.array(columns).T


def beliefs(tree: Tree, world: int, log_strategy: np.ndarray) -> np.ndarray:
    """[N] Bayes' rule from logs that no double can hold as probabilities; NaN outside information sets."""
    with np.errstate(divide="ignore"):
        logs = np.concatenate([log_strategy, np.log(tree.chance[world])])
    reach = np.zeros(tree.n_nodes)
    for node in range(1, tree.n_nodes):
        reach[node] = reach[tree.parent[node]] + logs[tree.edge[node]]
    found = np.full(tree.n_nodes, np.nan)
    for infoset in range(tree.n_infosets):
        members = tree.members(infoset)
        share = np.exp(reach[members] - reach[members].max())
        found[members] = share / share.sum()
    return found
