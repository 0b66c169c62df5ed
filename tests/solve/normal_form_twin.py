"""The normal form, said slowly: pure strategies by name, payoffs by walking every history. No array of the solver.

A *plan* of a player is a reduced pure strategy: an action at each of his sets that his own earlier
choices do not rule out, as a dictionary set -> action.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from overture.game.tree import Tree
from tests.game import twins

Plan = dict[int, int]


def plans(tree: Tree, player: int) -> list[Plan]:
    """All reduced pure strategies of a player."""
    own = [at for at in range(tree.n_infosets) if tree.set_player[at] == player]
    found: list[Plan] = [{}]
    for at in own:  # sets come after those that lead to them
        grown: list[Plan] = []
        for plan in found:
            if not can_come(tree, player, plan, at):
                grown.append(plan)
                continue
            grown += [{**plan, at: edge} for edge in range(tree.edge_start[at], tree.edge_start[at + 1])]
        found = grown
    return found


def can_come(tree: Tree, player: int, plan: Plan, infoset: int) -> bool:
    """Whether the plan itself lets play come to a set, whatever others do."""
    node = int(tree.members(infoset)[0])
    return follows(tree, player, plan, node)


def follows(tree: Tree, player: int, plan: Plan, node: int) -> bool:
    """Whether all own moves on the way to a node are the plan's."""
    for below in twins.path(tree, node)[1:]:
        at = int(tree.set_of[tree.parent[below]])
        if tree.set_player[at] == player and plan.get(at) != int(tree.edge[below]):
            return False
    return True


def payoffs(tree: Tree, profile: list[Plan]) -> list[Fraction]:
    """[player] expected payoff of one plan each."""
    total = [Fraction(0)] * len(tree.players)
    for end in tree.terminal.tolist():
        if not all(follows(tree, at, plan, end) for at, plan in enumerate(profile)):
            continue
        odds = Fraction(1)
        for below in twins.path(tree, end)[1:]:
            if int(tree.edge[below]) >= tree.n_actions:
                odds *= Fraction(float(tree.chance[0, int(tree.edge[below]) - tree.n_actions]))
        for at in range(len(tree.players)):
            total[at] += odds * twins.paid(tree, end, at)
    return total


def matrices(tree: Tree) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """[plan of player 0][plan of player 1] payoffs of player 0, and of player 1."""
    table = [[payoffs(tree, [one, two]) for two in plans(tree, 1)] for one in plans(tree, 0)]
    return [[cell[0] for cell in row] for row in table], [[cell[1] for cell in row] for row in table]


def matrix_value(rows: list[list[Fraction]]) -> float:
    """The value of a matrix game to the player who chooses the row."""
    table = np.array(rows, dtype=float)
    lines, columns = table.shape
    result = linprog(
        c=[0.0] * lines + [-1.0],
        A_ub=np.hstack([-table.T, np.ones((columns, 1))]),
        b_ub=np.zeros(columns),
        A_eq=[[1.0] * lines + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * lines + [(None, None)],
    )
    return float(-result.fun)
