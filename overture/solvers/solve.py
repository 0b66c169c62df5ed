"""``ov.solve``: the limit of the logit path, or the path at a precision, measured; for every world of a tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from overture.errors import SolveError
from overture.games.given import need_tree
from overture.games.tree import Tree
from overture.solvers.budget import Progress
from overture.solvers.path import large
from overture.solvers.path.logit import at_precision
from overture.solvers.path.units import limit_of_path
from overture.solvers.searched import searched
from overture.solvers.solution import Solution


def solve(
    tree: Tree,
    precision: float | ArrayLike | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Solution:
    """Solve every world of ``tree`` along the agent logit path.

    Args:
        tree: the game.
        precision: stop at this precision (one number, or [W]), in units of the payoffs: the log-odds of
            two actions are this many times the difference of their values. None: the limit of the path.
        threads: how many threads share the worlds; None: one per core. Results do not depend on it.
        progress: called with (done, all) now and then.

    Returns:
        Play [W, A], values, beliefs and regret of every world, and a status that follows from the measured regret.

    Large trees go to the sparse solver (:func:`overture.solvers.path.large.solve`, which has more to set), and so do
    worlds of small ones in which the dense kernels find no limit. Where that does not solve a small tree either, it is
    followed in smaller units (:mod:`overture.solvers.path.units`), and equilibria are searched for
    (:mod:`overture.solvers.searched`). What is measured of the answer says whether it is solved; a world
    that is not never keeps the others from their answers.

    Raises:
        TreeError: what is given is no tree.
        SolveError: a precision is negative or not finite.

    Source: the agent logit path of McKelvey and Palfrey 1998, Experimental Economics 1:9-41; followed as by Turocy 2010,
    Economic Theory 42:255-269.
    """
    need_tree(tree)
    if large.is_heavy(tree) or (precision is not None and large.is_large(tree)):
        return large.solve(tree, precision, threads=threads, progress=progress)
    worlds = tree.n_worlds
    goal = np.full(worlds, np.inf)
    if precision is not None:
        goal = np.broadcast_to(np.asarray(precision, np.float64), (worlds,)).copy()
        if not (np.isfinite(goal).all() and (goal >= 0).all()):
            raise SolveError.of(
                "solve/precision", f"precision {precision!r}", tree.title, "finite numbers of at least 0"
            )
    if precision is None:
        return searched(limit_of_path(tree, threads, progress))
    return at_precision(tree, goal, threads, progress)
