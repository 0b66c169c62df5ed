"""The logit equations of one world of a large tree, with an exact Jacobian that is factorised sparsely.

Import lazily: this module needs numba and SciPy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import dgemm
from scipy.linalg.lapack import dgetrf, dgetrs
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from overture.games.measured._measure import world_paid
from overture.games.tree import Floats, Tree
from overture.solvers.path.shape import apart
from overture.solvers.path.sparse import _equations, _factors, _step

Longs = NDArray[np.int64]

# Where the factors have more than this share of all entries, dense LAPACK is faster than an LU of a kept pattern.
DENSE_SHARE = 0.5


class SingularJacobian(Exception):
    """The Jacobian has no factorisation at this point (a turning point met exactly)."""


@dataclass
class State:
    """Everything measured at one point: odds [E], belief [N], value [N, player], Q [A], regret [infoset]."""

    odds: Floats
    log_odds: Floats
    belief: Floats
    value: Floats
    action_value: Floats
    regret: Floats
    difference: Floats  # [unknown] Q_a - Q_0

    @property
    def arrays(self) -> tuple[Floats, ...]:
        """All of it, as kernels take it."""
        return (
            self.odds, self.log_odds, self.belief, self.value, self.action_value, self.regret, self.difference,
        )  # fmt: skip


class SolvedFor(Protocol):
    """A factorised Jacobian."""

    sign: float  # of its determinant

    def solve(self, right: Floats) -> Floats: ...


class Equations(Protocol):
    """The logit equations ``difference = precision * (Q_a - Q_0)`` of a game whose branch is walked.

    ``range`` is the unit of its payoffs, ``unknowns`` their number, and ``actions``, ``infosets`` and ``edge_start`` say
    which actions each information set has.
    """

    range: float

    @property
    def unknowns(self) -> int: ...

    @property
    def actions(self) -> int: ...

    @property
    def infosets(self) -> int: ...

    @property
    def edge_start(self) -> Any: ...

    def state(self, difference: Floats) -> State: ...

    def factorise(self, at: State, precision: float) -> SolvedFor: ...

    def metric(self, at: State, left: Floats, right: Floats) -> float: ...


class Shape:
    """What the worlds of a tree share: children, pairs of touching sets, the pattern of the Jacobian."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        count, nodes = tree.n_infosets, tree.n_nodes
        self.child_start = np.empty(nodes, np.int64)
        self.child = np.empty(max(nodes - 1, 0), np.int64)
        _equations.child_table(
            tree.parent, tree.edge, tree.set_of, tree.edge_start, self.child_start, self.child
        )
        self.pair_start = np.empty(nodes + 1, np.int64)
        _equations.count_pairs(tree.parent, tree.set_of, count, self.pair_start)
        key = np.empty(self.pair_start[-1], np.int64)
        _equations.pair_keys(tree.parent, tree.set_of, count, self.pair_start, key)
        found, which = np.unique(key, return_inverse=True)
        upper, lower = found // max(count, 1), found % max(count, 1)
        size = np.diff(tree.edge_start[: count + 1]).astype(np.int64) - 1
        area = size[upper] * size[lower]
        start = np.concatenate(([0], np.cumsum(area)))
        half = int(start[-1])
        down = start[which]
        self.pairs = (self.pair_start, down, down + half)
        self.arrays = (
            tree.parent, tree.edge, tree.set_of, tree.set_player[:count], tree.edge_start, tree.member_start, tree.member,
            self.child_start, self.child,
        )  # fmt: skip
        self.n_block = 2 * half
        self.first = np.concatenate(([0], np.cumsum(size)))
        self.n_unknowns = int(self.first[-1])
        self._pattern(upper, lower, size, area, start)

    def _pattern(self, upper: Longs, lower: Longs, size: Longs, area: Longs, start: Longs) -> None:
        """Rows and columns of every block entry, then of the diagonal; the order of elimination."""
        half = int(start[-1])
        block = np.repeat(np.arange(len(upper)), area)
        offset = np.arange(half) - start[block]
        up, low = upper[block], lower[block]
        diagonal = np.arange(self.n_unknowns)
        rows = np.concatenate(
            (self.first[up] + offset // size[low], self.first[low] + offset // size[up], diagonal)
        )
        columns = np.concatenate(
            (self.first[low] + offset % size[low], self.first[up] + offset % size[up], diagonal)
        )
        n = self.n_unknowns
        rank = np.empty(n, np.int64)
        rank[_elimination_order(rows, columns, n)] = diagonal
        row, ordered = rank[rows], rank[columns]
        sorted_by_row = np.lexsort((ordered, row))
        row_start = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=n))))
        start, column, middle = _factors.fill_in(row_start, ordered[sorted_by_row])
        self.dense = len(column) > DENSE_SHARE * n * n
        if self.dense:
            self._quarters(rows, columns, size)
            return
        rows, columns = row, ordered
        # Where each block entry lies among the entries of the factors: both are sorted by row and column.
        key = np.repeat(np.arange(n), np.diff(start)) * n + column
        place = np.searchsorted(key, rows[: self.n_block] * n + columns[: self.n_block])
        self.pattern = (start, column, middle, place, rank)

    def _quarters(self, rows: Longs, columns: Longs, size: Longs) -> None:
        """Where the entries lie in the four quarters of a dense Jacobian [[I, right], [down, rest]].

        The unknowns of sets of which no history passes two come first: their quarter is the identity.
        """
        n = self.n_unknowns
        easy = np.repeat(apart(self.tree, size.astype(np.int32)), size)
        self.easy = int(easy.sum())
        self.order = np.argsort(~easy, kind="stable")
        rank = np.empty(n, np.int64)
        rank[self.order] = np.arange(n)
        rows, columns = rank[rows], rank[columns]
        low, left = rows >= self.easy, columns >= self.easy
        self.quarter = []
        for down, across in ((False, True), (True, False), (True, True)):
            mine = np.flatnonzero((low == down) & (left == across))
            height = n - self.easy if down else self.easy
            width = n - self.easy if across else self.easy
            place = (rows[mine] - down * self.easy) + (
                columns[mine] - across * self.easy
            ) * height  # Fortran order
            self.quarter.append((mine, place, height, width))


def _elimination_order(rows: Longs, columns: Longs, n: int) -> Longs:
    """Minimum degree on A'+A: on trees it leaves next to no fill (docs/decisions/0015)."""
    # Off-diagonals smaller than 1/n keep the diagonal dominant, so no pivoting disturbs the order.
    data = np.where(rows == columns, 1.0, 0.1 / max(n, 1))
    matrix = csc_matrix((data, (rows, columns)), shape=(n, n))
    factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    return np.argsort(factors.perm_c).astype(np.int64)


class DenseFactors:
    """An LU factorisation by LAPACK: solves, and the sign of the determinant."""

    def __init__(self, shape: Shape, coefficient: Floats) -> None:
        self.shape = shape
        quarters = []
        for mine, place, height, width in shape.quarter:
            flat = np.zeros(height * width)
            # No two entries share a place: a pair of sets has one block each way.
            flat[place] = coefficient[mine]
            quarters.append(flat.reshape((height, width), order="F"))
        self._right, self._down, rest = quarters
        if shape.easy and len(rest):
            rest = dgemm(-1.0, self._down, self._right, 1.0, rest, overwrite_c=1)
        if len(rest):
            self._lu, self._pivot, info = dgetrf(rest, overwrite_a=1)
            if info != 0:
                raise SingularJacobian
        else:
            self._lu, self._pivot = rest, np.empty(0, np.int32)
        diagonal = np.diagonal(self._lu)
        if not np.isfinite(diagonal).all() or (diagonal == 0).any():
            raise SingularJacobian
        swaps = int(np.count_nonzero(self._pivot != np.arange(len(rest))))
        self.sign = -1.0 if (swaps + int(np.count_nonzero(diagonal < 0))) % 2 else 1.0

    def solve(self, right: Floats) -> Floats:
        ordered = right[self.shape.order]
        easy, rest = ordered[: self.shape.easy], ordered[self.shape.easy :]
        if len(rest):
            rest = dgetrs(self._lu, self._pivot, rest - self._down @ easy)[0]
        answer = np.empty_like(right)
        answer[self.shape.order] = np.concatenate([easy - self._right @ rest, rest])
        return answer


class SparseFactors:
    """An LU factorisation in the kept pattern; the next one of the same system takes its place."""

    def __init__(self, system: PathSystem, at: State, precision: float) -> None:
        self.system = system
        shape = system.shape
        self.sign = _step.slope_factors(
            shape.arrays, shape.pairs, shape.pattern, at.arrays, precision, *system.work
        )
        if self.sign == 0.0:
            raise SingularJacobian

    def solve(self, right: Floats) -> Floats:
        answer = np.empty_like(right)
        _, value, work = self.system.work
        _step.solved(self.system.shape.pattern, value, right, work, answer)
        return answer


class PathSystem:
    """``G(d, precision) = d - precision * (Q_a - Q_0)`` for one world; payoffs scaled to a range of one."""

    def __init__(self, shape: Shape, world: int) -> None:
        self.shape = shape
        tree = self.tree = shape.tree
        self.paid = np.empty((tree.n_nodes, len(tree.players)))
        world_paid(tree.parent, tree.outcome, tree.payoff[world], self.paid)
        ends = self.paid[tree.set_of < 0]
        spread = float((ends.max(axis=0) - ends.min(axis=0)).max()) if len(ends) else 0.0
        self.range = spread if spread > 0 else 1.0
        # The middle is taken off too: sums of large payoffs would cost digits of the differences.
        self.paid -= 0.5 * (ends.max(axis=0) + ends.min(axis=0))
        self.paid /= self.range
        self.chance = tree.chance[world]
        with np.errstate(divide="ignore"):
            self.log_chance = np.maximum(np.log(self.chance), _equations.IMPOSSIBLE_LOG)
        self.world = (self.paid, self.chance, self.log_chance)
        self.unknowns = shape.n_unknowns
        entries = 0 if shape.dense else len(shape.pattern[1])
        self.work = (np.empty(shape.n_block), np.empty(entries), np.empty(self.unknowns))
        self.actions, self.infosets, self.edge_start = tree.n_actions, tree.n_infosets, tree.edge_start

    def room(self) -> State:
        """A state that is not filled."""
        tree = self.tree
        return State(
            odds=np.empty(tree.n_edges),
            log_odds=np.empty(tree.n_edges),
            belief=np.zeros(tree.n_nodes),
            value=np.empty((tree.n_nodes, len(tree.players))),
            action_value=np.empty(tree.n_actions),
            regret=np.empty(tree.n_infosets),
            difference=np.empty(self.unknowns),
        )

    def state(self, difference: Floats) -> State:
        """Everything at logit differences ``difference`` [unknown]."""
        found = self.room()
        _equations.evaluated(self.shape.arrays, self.world, difference, found.arrays)
        return found

    def factorise(self, at: State, precision: float) -> DenseFactors | SparseFactors:
        """LU of ``dG/dd = I - precision * d(Q_a - Q_0)/dd`` (exact)."""
        shape = self.shape
        if not shape.dense:
            return SparseFactors(self, at, precision)
        coefficient = np.empty(shape.n_block + shape.n_unknowns)
        block = coefficient[: shape.n_block]
        _equations.slopes(shape.arrays, shape.pairs, at.arrays, block)
        block *= -precision
        coefficient[shape.n_block :] = 1.0
        return DenseFactors(shape, coefficient)

    def metric(self, at: State, left: Floats, right: Floats) -> float:
        tree = self.tree
        return float(_equations.set_metric(tree.n_infosets, tree.edge_start, at.odds, left, right))
