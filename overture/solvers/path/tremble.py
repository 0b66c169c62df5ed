"""Trembles for probabilities too small for a double, so that beliefs come out as the logs have them.

A strategy of full support is known by its logs. Where a probability underflows, the profile gets a probability of
zero and a tremble ``weight * eps**order``; the certificate then forms beliefs from the lowest order alone
(:func:`overture.games.measured.measure.assess`). With orders ``-log`` alone, two histories whose logs differ by a little
would be told apart wholly. So orders are moved by as little as possible (least squares) such that histories of one
information set whose probabilities are comparable have the same order, and what they were moved by is the log of
the weight: beliefs are then those of the logs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import Floats, Tree

TINY = -690.0  # logs below this underflow, or nearly
COMPARABLE = -27.0  # histories this much less likely than the likeliest of their set count for nothing there
LARGEST = 600.0  # logs of weights beyond this overflow


def spell_out(tree: Tree, log_strategy: Floats, world: int = 0) -> tuple[Floats, Floats, Floats]:
    """Strategy, tremble orders and tremble weights [A] from the logs [A] of a profile of full support."""
    actions = tree.n_actions
    strategy = np.exp(log_strategy)
    never = log_strategy < TINY
    strategy[never] = 0.0
    if actions:
        strategy /= np.add.reduceat(strategy, tree.edge_start[: tree.n_infosets])[tree.infoset_of_action]
    order = np.where(never, -log_strategy, 1.0)
    weight = np.ones(actions)
    if never.any():
        moved = _ties(tree, log_strategy, never, world)
        good = (order + moved > 0) & (np.abs(moved) < LARGEST)
        if good.all():
            order, weight = order + moved, np.exp(moved)
    return strategy, order, weight


def _ties(tree: Tree, log_strategy: Floats, never: NDArray[np.bool_], world: int) -> Floats:
    """[A] by how much each order must move (zero for actions that are played)."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import lsqr

    from overture.solvers.path.sparse import _limit
    from overture.solvers.path.sparse._equations import IMPOSSIBLE_LOG

    moved = np.zeros(tree.n_actions)
    with np.errstate(divide="ignore"):
        log_chance = np.maximum(np.log(tree.chance[world]), IMPOSSIBLE_LOG)
    log_edge = np.concatenate([log_strategy, log_chance])
    column = np.full(tree.n_edges, -1, np.int64)
    unknown = np.flatnonzero(never)
    column[unknown] = np.arange(len(unknown))
    # Equal sums of random numbers tell equal equations.
    token = np.zeros(tree.n_edges)
    token[unknown] = np.random.default_rng(0).random(len(unknown))
    node, likeliest, gap = _limit.tied_nodes(
        tree.n_infosets,
        tree.parent,
        tree.edge,
        tree.member_start,
        tree.member,
        log_edge,
        np.where(column >= 0, log_edge, 0.0),
        token,
        COMPARABLE,
    )
    if not len(node):
        return moved
    _, first = np.unique(np.round(gap[:, 1], 9), return_index=True)
    node, likeliest, gap = node[first], likeliest[first], gap[first]
    rows, columns, values = _limit.path_difference(tree.parent, tree.edge, column, node, likeliest)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(node), len(unknown)))
    moved[unknown] = lsqr(matrix, gap[:, 0], atol=1e-13, btol=1e-13, iter_lim=2000)[0]
    return moved
