"""Conditional dominance by enumeration: every pure strategy of both players, one round, one linear programme a plan."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import linprog

from overture.games.tree import TERMINAL, Tree


def dominated(tree: Tree, player: int, infoset: int) -> set[int]:
    """Actions of a set of a game of two players of which every plan is strictly dominated there, in the whole game."""
    start = tree.edge_start
    sets = [
        [at for at in range(tree.n_infosets) if tree.set_player[at] == who] for who in (player, 1 - player)
    ]
    pures = [
        [
            dict(zip(own, choice, strict=True))
            for choice in product(*(range(start[at], start[at + 1]) for at in own))
        ]
        for own in sets
    ]
    members = set(tree.members(infoset).tolist())
    table: dict[tuple[tuple[int, int], ...], list[float]] = {}
    first: dict[tuple[tuple[int, int], ...], int] = {}
    for mine in pures[0]:
        row = []
        for theirs in pures[1]:
            value = conditional(tree, player, members, mine, theirs)
            if value is not None:
                row.append(value)
        if row:
            table.setdefault(tuple(sorted(mine.items())), row)
            first[tuple(sorted(mine.items()))] = mine[infoset]
    names = list(table)
    found = set()
    for action in range(start[infoset], start[infoset + 1]):
        rows = np.array([table[name] for name in names])
        plans = {tuple(table[name]) for name in names if first[name] == action}
        if plans and all(_is_dominated(np.array(plan), rows) for plan in plans):
            found.add(int(action))
    return found


def _is_dominated(plan: np.ndarray, rows: np.ndarray) -> bool:
    count, columns = rows.shape
    below = np.hstack((-rows.T, np.ones((columns, 1))))
    equal = np.array([[1.0] * count + [0.0]])
    goal = np.array([0.0] * count + [-1.0])
    answer = linprog(goal, below, -plan, equal, [1.0], [(0, None)] * count + [(None, None)], method="highs")
    return bool(answer.status == 0 and answer.x[-1] > 1e-7)


def conditional(
    tree: Tree, player: int, members: set[int], mine: dict[int, int], theirs: dict[int, int]
) -> float | None:
    """What the player has once the set is reached, whatever he did before; None where the other avoids it."""
    play = mine | theirs
    above = set()
    for node in members:
        while node >= 0:
            above.add(node)
            node = int(tree.parent[node])
    reach = np.zeros(tree.n_nodes)
    paid = np.zeros(tree.n_nodes)
    inside = np.zeros(tree.n_nodes, dtype=bool)
    reach[0] = 1.0
    whole = total = 0.0
    for node in range(tree.n_nodes):
        if node:
            before, edge = int(tree.parent[node]), int(tree.edge[node])
            at = int(tree.set_of[before])
            if edge >= tree.n_actions:
                share = float(tree.chance[0, edge - tree.n_actions])
            elif tree.set_player[at] == player and not inside[before]:
                share = float(node in above)  # on the way there his own moves are taken as made
            else:
                share = float(play[at] == edge)
            inside[node] = inside[before]
            reach[node], paid[node] = reach[before] * share, paid[before]
        if node in members:
            whole += reach[node]
            inside[node] = True
        if tree.outcome[node] >= 0:
            paid[node] += tree.payoff[0, tree.outcome[node], player]
        if tree.set_of[node] == TERMINAL and inside[node]:
            total += reach[node] * paid[node]
    return total / whole if whole > 0 else None
