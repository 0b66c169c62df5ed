"""Worlds of small trees whose limit the path did not show, or showed too coarsely for what is at stake locally.

The path is followed in units of the whole payoff range, up to where rounding decides. Beside a catastrophe of 1e8 that
is not far enough for stakes of 1. Then it is followed again in smaller units, payoffs counted from a middle one so that
small differences keep their digits. It is the same path, so its limit is the one that was looked for. Where that does
not show the limit either, all equilibria are searched for in rationals, and the one is taken whose play on the path is
nearest to where the path was left. What is measured of an answer says whether it is solved, as everywhere.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from overture.game.assessment import Assessment
from overture.game.measure import terminal_payoff, terminal_probability
from overture.game.tree import Floats, Tree
from overture.solve import large
from overture.solve.shape import Flat, flat
from overture.solve.solution import LIMIT, LOST, SEARCHED, Play, Solution

UNITS = (1e-4, 1e-8, 1e-12)  # of the payoff range, in which the path is followed again
MOST_NODES = 300  # of a tree that is searched
EXACTLY = (LIMIT, SEARCHED)
STEPS = 6000  # systems tried in one world
MOST_WORLDS = 16  # that are searched in one call: the first that are not solved


def rescued(solution: Solution, threads: int | None = None) -> Solution:
    """The same solution with the worlds that are not solved looked at again, where their tree is small.

    The answer does not depend on ``threads``. The search counts systems, not time.
    """
    if large.is_large(solution.tree):
        return solution
    for unit in UNITS:
        left = np.flatnonzero(~np.isin(solution.status, EXACTLY))
        if not len(left):
            return solution
        solution = _better(solution, left, in_units(solution.tree.world(left), unit, threads))
    return searched(solution)


def in_units(tree: Tree, unit: float, threads: int | None = None) -> Solution:
    """The limit of the path, followed in ``unit`` of the payoff range."""
    from overture.solve.logit import limits

    return limits(tree, finer(tree, unit), threads)


def finer(tree: Tree, unit: float) -> Flat:
    """The tree as kernels see it, payoffs in ``unit`` of the payoff range and counted from a middle one."""
    flattened = flat(tree)
    paid = terminal_payoff(tree)
    middle = np.sort(paid, axis=1)[:, [paid.shape[1] // 2]]
    scale = flattened.scale * unit
    return replace(flattened, pay=np.ascontiguousarray((paid - middle) / scale[:, None, None]), scale=scale)


def searched(solution: Solution) -> Solution:
    """The same with the worlds that are not solved searched for all equilibria in rationals."""
    tree = solution.tree
    if tree.n_nodes > MOST_NODES:
        return solution
    for world in np.flatnonzero(~np.isin(solution.status, EXACTLY))[:MOST_WORLDS]:
        single = tree.world(int(world))
        plays = _equilibria(single)
        if not plays:
            continue
        near = _nearest(single, plays, solution.strategy[world])
        again = Solution.measured(
            single, near, method=solution.method, searched=True, otherwise=LOST, lost=True, followed=0.0
        )
        if again.solved[0]:
            again = replace(again, followed=solution.followed[[world]], folds=solution.folds[[world]])
            solution = solution.but(np.array([world]), again)
    return solution


def _better(solution: Solution, left: NDArray[np.int64], again: Solution) -> Solution:
    """``again`` where it is exact, or solves what was not solved; it is a solution of the worlds ``left``."""
    take = np.isin(again.status, EXACTLY) | (again.solved & ~solution.solved[left])
    return solution.but(left[take], again.take(take)) if take.any() else solution


def _equilibria(tree: Tree) -> list[Play]:
    """Strategy, order and weight [1, A] of each equilibrium found in ``STEPS`` systems.

    None where the search breaks down: the world stays what the path left it, and the others go on.
    """
    from overture.solve.forbidden import forbidden_games, reasonable
    from overture.solve.staged import staged_equilibria
    from overture.solve.staged_form import form_of
    from overture.solve.staged_slips import assessment_of

    try:
        form = form_of(tree)
        found, games = staged_equilibria(form, STEPS), forbidden_games(form)
        return [_play(tree, reasonable(tree, assessment_of(tree, entry), games)) for entry in found.entries]
    except (ArithmeticError, LookupError, RuntimeError, ValueError):
        return []


def _play(tree: Tree, assessment: Assessment) -> Play:
    strategy = np.zeros((1, tree.n_actions))
    order, weight = np.ones_like(strategy), np.ones_like(strategy)
    for (_, action), share in assessment.profile.items():
        strategy[0, action] = float(share)
    for (_, action), (size, exponent) in assessment.trembles.items():
        weight[0, action], order[0, action] = float(size), float(exponent)
    return strategy, order, weight


def _nearest(tree: Tree, plays: list[Play], strategy: Floats) -> Play:
    """The play whose histories are about as likely as those of ``strategy`` [A]; the first of those that tie."""
    told = terminal_probability(tree, strategy)[0]
    far = [float(np.abs(terminal_probability(tree, each[0])[0] - told).max(initial=0.0)) for each in plays]
    return plays[int(np.argmin(far))]
