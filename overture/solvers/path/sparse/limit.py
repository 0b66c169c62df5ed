"""The limit near a point of the branch of a large tree: as _polish.py, with sparse algebra.

What stays and what vanishes is told by the direction of the branch (``classify``). Then Newton: actions that stay are
indifferent to the modal one, and the nodes that lead a set off the path tie in order; each step is the shortest one that
solves the linear system, which is sparse as the tree is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, identity
from scipy.sparse.linalg import splu

from overture.games.measured._measure import monomial_reach
from overture.games.tree import Floats, Tree
from overture.solvers.path.kernels._polish import classify, snap
from overture.solvers.path.kernels._vanishing import limit_values
from overture.solvers.path.shape import NEVER, Flat
from overture.solvers.path.sparse import _limit

Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]

ITERATIONS = 20
LONGEST = 50.0  # a longer step in a log has lost its way
GOOD = 1e-9  # largest defect of the equations at the end
TIES = 1e-10  # an order or a gap below its bound by more than this refutes the guess
IMPOSSIBLE = 1e6  # order of what chance excludes


@dataclass
class _Values:
    """Everything at the unknowns, as ``limit_values`` fills it."""

    probability: Floats
    node_probability: Floats
    belief: Floats
    value: Floats
    action_value: Floats


class _Problem:
    """The equations of the limit that a point of the branch suggests."""

    def __init__(self, tree: Tree, flattened: Flat, z: Floats, slope: Floats, log_strategy: Floats) -> None:
        self.tree, self.flattened = tree, flattened
        actions, sets, nodes = tree.n_actions, tree.n_infosets, tree.n_nodes
        self.played, self.slow = np.empty(actions, np.bool_), np.empty(actions, np.bool_)
        self.lead = np.zeros(nodes, np.bool_)
        best = np.empty(sets, np.int64)
        classify(  # type: ignore[no-untyped-call]
            flattened.shape, flattened.logchance[0], z, slope, log_strategy, np.empty(nodes), self.played, self.slow,
            best, self.lead, np.empty(nodes),
        )  # fmt: skip
        self.modal = best[tree.infoset_of_action]
        self.var = np.full(actions, -1, np.int64)
        free = np.flatnonzero(self.modal != np.arange(actions))
        self.var[free] = np.arange(len(free))
        self.width = len(free)
        self.u = np.where(self.played, log_strategy - log_strategy[self.modal], log_strategy)[free]
        self.equal = np.flatnonzero((self.played | self.slow) & (self.var >= 0))
        self.excluded = flattened.logchance[0] <= NEVER
        self.tie, self.one, self.other = self._ties()

    def _ties(self) -> tuple[Bools, Longs, Longs]:
        """Sets off the path that several nodes lead, and the pairs of nodes of one order."""
        tree = self.tree
        off = self.depth(np.ones(tree.n_actions)) > 0
        tie = np.zeros(tree.n_infosets, np.bool_)
        one, other = [], []
        leading = np.flatnonzero(self.lead & (tree.set_of >= 0) & (tree.set_of < tree.n_infosets))
        leading = leading[np.argsort(tree.set_of[leading], kind="stable")]
        sets, start = np.unique(tree.set_of[leading], return_index=True)
        for infoset, first, last in zip(sets, start, [*start[1:], len(leading)], strict=True):
            mine = leading[first:last]
            if len(mine) > 1 and off[mine].any():
                tie[infoset] = True
                one += [mine[0]] * (len(mine) - 1)
                other += mine[1:].tolist()
        return tie, np.array(one, np.int64), np.array(other, np.int64)

    def depth(self, gap: Floats) -> Floats:
        """[N] order of each node, where each move that vanishes has the order ``gap`` [A]."""
        tree = self.tree
        order = np.concatenate([np.where(self.played, 0.0, gap), np.where(self.excluded, IMPOSSIBLE, 0.0)])
        depth, log = np.empty(tree.n_nodes), np.empty(tree.n_nodes)
        monomial_reach(tree.parent, tree.edge, order, np.zeros(tree.n_edges), depth, log)
        return depth

    def values(self) -> _Values:
        tree, nodes = self.tree, self.tree.n_nodes
        found = _Values(
            np.empty(tree.n_actions),
            np.empty(nodes),
            np.zeros(nodes),
            np.empty((nodes, len(tree.players))),
            np.empty(tree.n_actions),
        )
        limit_values(  # type: ignore[no-untyped-call]
            self.flattened.shape, self.flattened.logchance[0], self.flattened.pay[0], self.u, self.var, self.played,
            self.lead, np.empty(tree.n_actions), found.probability, np.empty(nodes), found.node_probability,
            found.belief, found.value, found.action_value,
        )  # fmt: skip
        return found

    def defect(self, at: _Values) -> tuple[Floats, Floats, Floats]:
        """What the equations miss by, the gap of each action to the modal one, and the order of each node."""
        gap = at.action_value[self.modal] - at.action_value
        depth = self.depth(gap)
        return np.concatenate([gap[self.equal], depth[self.other] - depth[self.one]]), gap, depth

    def slopes(self, at: _Values) -> csr_matrix:
        """The Jacobian of the defect, with the sign of a Newton step: rows times the step equal the defect."""
        tree, shape = self.tree, self.flattened.shape
        rows, columns, entries = _limit.limit_slope_entries(
            tree.n_infosets, tree.parent, tree.edge, tree.set_of, tree.set_player, tree.edge_start, tree.member_start,
            tree.member, shape[9], shape[10], self.var, self.played, at.probability, at.node_probability, at.belief,
            at.value, at.action_value,
        )  # fmt: skip
        slope = coo_matrix((entries, (rows, columns)), shape=(tree.n_actions, self.width)).tocsr()
        above_modal = slope - slope[self.modal]
        counted = np.full(tree.n_edges, -1, np.int64)
        vanishing = np.flatnonzero(~self.played)
        counted[vanishing] = vanishing
        line, column, sign = _limit.path_difference(tree.parent, tree.edge, counted, self.other, self.one)
        paths = csr_matrix((sign, (line, column)), shape=(len(self.one), tree.n_actions))
        return csr_matrix(_stack(above_modal[self.equal], paths @ above_modal))

    def solve(self) -> tuple[_Values, Floats, Floats] | None:
        """Newton with the shortest steps; None where it does not end in a solution."""
        before = np.inf
        for _ in range(ITERATIONS):
            at = self.values()
            miss, gap, depth = self.defect(at)
            worst = float(np.abs(miss).max(initial=0.0))
            if not worst < 1e3:
                return None
            if worst < 1e-15 or (worst < 1e-11 and worst > 0.3 * before):
                break
            before = worst
            step = _shortest(self.slopes(at), miss)
            if step is None or not np.abs(step).max() < LONGEST:
                return None
            self.u = self.u + step
        return (at, gap, depth) if worst <= GOOD else None


def settle(
    tree: Tree, flattened: Flat, z: Floats, slope: Floats, log_strategy: Floats, path_belief: Floats
) -> tuple[Floats, Floats, Floats, Floats, float] | None:
    """Strategy, tremble orders, tremble weights and marks [A] of the limit near a point, and how far it is.

    Args:
        z, slope: [unknown + 1] the point and the direction of the branch there, as _polish.py has them.
        log_strategy: [A] and path_belief: [N] at the point.
    """
    problem = _Problem(tree, flattened, z, slope, log_strategy)
    found = problem.solve()
    if found is None:
        return None
    at, gap, depth = found
    played, lead = problem.played, problem.lead
    if (gap[~played] < -TIES).any():
        return None
    # No node of a set may have a lower order than those that lead it.
    inside = np.flatnonzero((tree.set_of >= 0) & (tree.set_of < tree.n_infosets))
    lowest = np.full(tree.n_infosets, np.inf)
    np.minimum.at(lowest, tree.set_of[inside[lead[inside]]], depth[inside[lead[inside]]])
    if (depth[inside] < lowest[tree.set_of[inside]] - TIES).any():
        return None
    strategy = np.where(played, at.probability, 0.0)
    order = np.where(played, 0.0, np.maximum(gap, 1e-5))
    log_weight = np.zeros(tree.n_actions)
    log_weight[~played] = problem.u[problem.var[~played]] + z[-1] * gap[~played]
    weight = np.exp(np.clip(log_weight, -300.0, 300.0))
    distance = max(
        float(np.abs(strategy - np.exp(log_strategy)).max()),
        float(np.abs(at.belief[inside] - path_belief[inside]).max()),
    )
    snap(flattened.shape, played, lead, problem.tie, order)  # type: ignore[no-untyped-call]
    return strategy, order, weight, np.where(played, 2.0, np.where(problem.slow, 1.0, 0.0)), distance


def _stack(top: csr_matrix, bottom: csr_matrix) -> csr_matrix:
    from scipy.sparse import vstack

    return vstack([top, bottom], format="csr")


def _shortest(rows: csr_matrix, right: Floats) -> Floats | None:
    """The shortest step with ``rows @ step = right``, slightly damped (equations may say the same twice)."""
    gram = (rows @ rows.T).tocsc()
    damp = 1e-11 * float(gram.diagonal().max(initial=0.0)) + 1e-300
    try:
        factors = splu(
            (gram + damp * identity(gram.shape[0], format="csc")).tocsc(),
            permc_spec="MMD_AT_PLUS_A",
            diag_pivot_thresh=0.0,
            options={"SymmetricMode": True},
        )
    except RuntimeError:
        return None
    return np.asarray(rows.T @ factors.solve(right))
