"""Worlds of small trees whose limit the path did not show, or showed too coarsely for what is at stake locally.

The path is followed in units of the whole payoff range, up to where rounding decides. Beside a catastrophe of 1e8 that
is not far enough for stakes of 1. Then it is followed again in smaller units, payoffs counted from a middle one so that
small differences keep their digits. It is the same path, so its limit is the one that was looked for. What is measured
of an answer says whether it is solved, as everywhere.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Tree
from overture.solvers.budget import Progress
from overture.solvers.path import large
from overture.solvers.path.logit import limits
from overture.solvers.path.shape import Flat, flat
from overture.solvers.solution import LIMIT, SEARCHED, Solution

UNITS = (1e-4, 1e-8, 1e-12)  # of the payoff range, in which the path is followed again
EXACTLY = (LIMIT, SEARCHED)


def limit_of_path(tree: Tree, threads: int | None = None, progress: Progress | None = None) -> Solution:
    """The limit of the path in every world; arguments as of :func:`overture.solvers.solve.solve`.

    A world of a small tree in which the dense kernels find none goes to the sparse solver, and then is followed again
    in smaller units of the payoffs.
    """
    if large.is_large(tree):
        return in_smaller_units(large.solve(tree, None, threads=threads, progress=progress), threads)
    return in_smaller_units(
        large.complete(limits(tree, flat(tree), threads, progress), None, threads), threads
    )


def in_smaller_units(solution: Solution, threads: int | None = None) -> Solution:
    """The same solution with the worlds that are not solved followed again, where their tree is small."""
    if large.is_heavy(solution.tree):
        return solution
    units = (
        (1.0, *UNITS) if large.is_large(solution.tree) else UNITS
    )  # where the dense kernels were not asked yet
    for unit in units:
        left = np.flatnonzero(~np.isin(solution.status, EXACTLY))
        if not len(left):
            return solution
        solution = _better(solution, left, in_units(solution.tree.world(left), unit, threads))
    return solution


def in_units(tree: Tree, unit: float, threads: int | None = None) -> Solution:
    """The limit of the path, followed in ``unit`` of the payoff range."""
    return limits(tree, finer(tree, unit), threads)


def finer(tree: Tree, unit: float) -> Flat:
    """The tree as kernels see it, payoffs in ``unit`` of the payoff range and counted from a middle one."""
    flattened = flat(tree)
    paid = terminal_payoff(tree)
    middle = np.sort(paid, axis=1)[:, [paid.shape[1] // 2]]
    scale = flattened.scale * unit
    return replace(flattened, pay=np.ascontiguousarray((paid - middle) / scale[:, None, None]), scale=scale)


def _better(solution: Solution, left: NDArray[np.int64], again: Solution) -> Solution:
    """``again`` where it is exact, or solves what was not solved; it is a solution of the worlds ``left``."""
    take = np.isin(again.status, EXACTLY) | (again.solved & ~solution.solved[left])
    return solution.but(left[take], again.take(take)) if take.any() else solution
