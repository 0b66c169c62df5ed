"""The search of all equilibria where the path shows no limit: the one nearest to where the path was left.

What is measured of an answer says whether it is solved, as everywhere.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from overture.games.measured.measure import apart
from overture.games.measured.play import Play, play_of
from overture.games.tree import Floats, Tree
from overture.solvers.path.units import EXACTLY
from overture.solvers.solution import LOST, Solution

MOST_NODES = 300  # of a tree that is searched
STEPS = 6000  # systems tried in one world
MOST_WORLDS = 16  # that are searched in one call: the first that are not solved


def searched(solution: Solution) -> Solution:
    """The same with the worlds that are not solved searched for all equilibria in rationals.

    The search counts systems, not time.
    """
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


def _equilibria(tree: Tree) -> list[Play]:
    """The play [1, A] of each equilibrium found in ``STEPS`` systems.

    None where the search breaks down: the world stays what the path left it, and the others go on.
    """
    from overture.solvers.all.lists.assessment import assessment_of
    from overture.solvers.all.lists.fold import staged_equilibria
    from overture.solvers.all.lists.forbidden import forbidden_games, reasonable
    from overture.solvers.form import form_of

    try:
        form = form_of(tree)
        found, games = staged_equilibria(form, STEPS), forbidden_games(form)
        return [play_of(tree, reasonable(tree, assessment_of(tree, entry), games)) for entry in found.entries]
    except (ArithmeticError, LookupError, RuntimeError, ValueError):
        return []


def _nearest(tree: Tree, plays: list[Play], strategy: Floats) -> Play:
    """The play whose histories are about as likely as those of ``strategy`` [A]; the first of those that tie."""
    return plays[int(np.argmin([apart(tree, each.strategy, strategy)[0] for each in plays]))]
