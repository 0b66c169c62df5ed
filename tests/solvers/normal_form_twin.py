"""The normal form, said slowly: pure strategies by name, payoffs by walking every history. No array of the solver.

A *plan* of a player is a reduced pure strategy: an action at each of his sets that his own earlier
choices do not rule out, as a dictionary set -> action.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from overture.games.tree import Tree
from tests.games import twins

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
                branch = int(tree.edge[below]) - tree.n_actions
                odds *= tree.exact.chance[branch] if tree.exact else Fraction(float(tree.chance[0, branch]))
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


def solve_exactly(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """The solution of a square system by Gauss's elimination; None where it is singular."""
    size = len(rows)
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for at in range(size):
        pivot = next((line for line in range(at, size) if table[line][at]), None)
        if pivot is None:
            return None
        table[at], table[pivot] = table[pivot], table[at]
        table[at] = [cell / table[at][at] for cell in table[at]]
        for line in range(size):
            if line != at and table[line][at]:
                factor = table[line][at]
                table[line] = [a - factor * b for a, b in zip(table[line], table[at], strict=True)]
    return [row[-1] for row in table]


def corners(paid: list[list[Fraction]]) -> list[tuple[tuple[Fraction, ...], frozenset[int], frozenset[int]]]:
    """Corners of ``{(y, u): y a mixture, u >= paid @ y}``: y, what is not played, which rows pay best.

    Every set of as many tight constraints as there are unknowns is tried.
    """
    lines, many = len(paid), len(paid[0])
    zero, one = Fraction(0), Fraction(1)
    constraints = [[one if at == on else zero for at in range(many)] + [zero] for on in range(many)]
    constraints += [[-cell for cell in row] + [one] for row in paid]
    found = set()
    for chosen in combinations(range(many + lines), many):
        point = solve_exactly(
            [[one] * many + [zero], *(constraints[at] for at in chosen)], [one] + [zero] * many
        )
        if point is None or min(point[:many]) < 0:
            continue
        gains = [sum((cell * share for cell, share in zip(row, point, strict=False)), zero) for row in paid]
        if max(gains) > point[-1]:
            continue
        best = frozenset(at for at, gain in enumerate(gains) if gain == point[-1])
        if best:
            idle = frozenset(at for at in range(many) if not point[at])
            found.add((tuple(point[:many]), idle, best))
    return sorted(found, key=lambda each: each[0])


def extreme_equilibria(
    tree: Tree,
) -> list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]]:
    """All extreme Nash equilibria of the reduced normal form, as pairs of mixtures of plans."""
    mine, other = matrices(tree)
    second = [list(column) for column in zip(*other, strict=True)]
    everything_0, everything_1 = range(len(mine)), range(len(second))
    found = []
    for left, idle, replies in corners(second):  # mixtures of player 0, best replies of player 1
        for right, idle_too, replies_too in corners(mine):
            if all(at in idle or at in replies_too for at in everything_0) and all(
                at in idle_too or at in replies for at in everything_1
            ):
                found.append((left, right))
    return found


def realised(tree: Tree, player: int, mixture: tuple[Fraction, ...]) -> dict[int, Fraction]:
    """action -> the probability that the player plays it and all before it, where that is not zero."""
    total: dict[int, Fraction] = {}
    for plan, share in zip(plans(tree, player), mixture, strict=True):
        for action in plan.values():
            total[int(action)] = total.get(int(action), Fraction(0)) + share
    return {action: share for action, share in total.items() if share}


def components(points: list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]]) -> int:
    """How many groups the pairs make if those that share a half belong together."""
    groups: list[tuple[set[tuple[Fraction, ...]], set[tuple[Fraction, ...]]]] = []
    for left, right in points:
        joined = ({left}, {right})
        rest = []
        for lefts, rights in groups:
            if left in lefts or right in rights:
                joined = (joined[0] | lefts, joined[1] | rights)
            else:
                rest.append((lefts, rights))
        groups = [*rest, joined]
    return len(groups)
