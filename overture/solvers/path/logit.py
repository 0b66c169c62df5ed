"""The agent logit path from uniform play to its limit, in every world of a tree.

The principal branch of the agent quantal-response correspondence (McKelvey and Palfrey 1998, Experimental Economics
1:9-41; Turocy 2005, Games and Economic Behavior 51:243-263; 2010, Economic Theory 42:255-269): at precision ``L`` the
log-odds of two actions of an information set are ``L`` times the difference of their values there. It starts at uniform
play for ``L = 0``; what it tends to is a sequential equilibrium. That limit is identified, solved exactly and measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.games.given import need_tree
from overture.games.measured.play import Play
from overture.games.measured.sound import sound
from overture.games.measured.stakes import local_regret
from overture.games.measured.standards import EXACT, REGRET
from overture.games.tree import Floats, Tree
from overture.solvers.budget import Progress
from overture.solvers.path import large
from overture.solvers.path.shape import Flat, flat
from overture.solvers.path.threads import in_threads
from overture.solvers.solution import AT_PRECISION, LIMIT, LOST, NEAR, UNSOLVED, Solution

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 32
FARTHEST = 1e7  # precision times payoff range beyond which rounding decides

# Rules for following a path, from quick to careful; positions as named in _trace.py: tolerance, contraction, reach of
# the corrector, aim, growth of steps, first step, longest step, smallest cosine of a turn, most steps; then those for
# the limit: first try at, again at, largest distance from the path, its allowed decay against 1/precision, and how far
# two tries may differ.
RULES = (
    (1e-6, 0.5, 1.0, 0.1, 3.0, 0.3, 2.0, 0.7, 1500.0, 30.0, 2.0, 0.02, 1.1, 1e-8),
    (1e-9, 0.3, 0.3, 0.03, 1.5, 0.1, 0.5, 0.9, 5000.0, 100.0, 2.0, 0.02, 1.1, 1e-8),
    (1e-10, 0.2, 0.1, 0.01, 1.3, 0.03, 0.2, 0.97, 20000.0, 300.0, 1.5, 0.05, 1.5, 1e-8),
)
# Where the limit is approached more slowly than 1/precision, or is no isolated point.
LENIENT = (1e-10, 0.3, 0.3, 0.03, 2.0, 0.1, 0.5, 0.9, 20000.0, 1000.0, 3.0, 0.05, 1e9, 1e-6)


@dataclass
class Traced:
    """Raw results of the kernels, [W, ...]."""

    point: Floats
    fact: Floats
    mix: Floats
    order: Floats
    weight: Floats


def at_precision(
    tree: Tree, precision: Floats, threads: int | None = None, progress: Progress | None = None
) -> Solution:
    """The path of a small tree at a precision [W], in units of the payoffs."""
    return large.complete(_at_precision(tree, flat(tree), precision, threads, progress), precision, threads)


def path(tree: Tree, world: int = 0, most_points: int = 5000) -> pd.DataFrame:
    """The path of one world, one row per point and action.

    Columns: point, precision (in units of the payoffs), precision_range (times the payoff range), folds
    (turning points passed so far), player, infoset, action, probability.

    Args:
        tree: the game.
        world: which world of it.
        most_points: points after which the path of a tree that is not large is followed no further.

    Raises:
        TreeError: what is given is no tree.

    Source: McKelvey and Palfrey 1998, Experimental Economics 1:9-41; Turocy 2010, Economic Theory 42:255-269.
    """
    need_tree(tree)
    if large.is_large(tree):
        precision, strategy, turns = large.trail(tree, world)
        return _path_frame(tree, precision, large.unit(tree)[world], turns, strategy)
    alone = tree.world(world)
    flattened = flat(alone)
    traced = _room(flattened, 1)
    size = traced.point.shape[1] - 1
    track = np.zeros((most_points, size + 1))
    from overture.solvers.path.kernels._trace import POINTS, follow_worlds

    goal = np.array([FARTHEST])
    rules = np.array(RULES[1])
    follow_worlds(
        flattened.shape, flattened.easy, flattened.logchance, flattened.pay, np.zeros((1, size)), goal, rules, 0, 1,
        traced.point, traced.fact, traced.mix, traced.order, traced.weight, track,
    )  # fmt: skip
    points = np.vstack([np.zeros((1, size + 1)), track[: int(traced.fact[0, POINTS])]])
    strategy = np.exp(_log_strategy(flattened, points))
    scaled = points[:, -1]
    rising = np.diff(scaled) > 0
    turns = np.concatenate([[0, 0], np.cumsum(rising[1:] != rising[:-1])]) if len(points) > 1 else np.zeros(1)
    unit = float(flattened.scale[0])
    return _path_frame(tree, scaled / unit, unit, turns, strategy)


def _path_frame(tree: Tree, precision: Floats, unit: float, turns: Floats, strategy: Floats) -> pd.DataFrame:
    """See :func:`path`; ``strategy`` is [point, A]."""
    import pandas as pd

    sets = tree.infoset_of_action
    count, actions = strategy.shape
    labels = tree.labels
    return pd.DataFrame(
        {
            "point": np.repeat(np.arange(count), actions),
            "precision": np.repeat(precision, actions),
            "precision_range": np.repeat(precision * unit, actions),
            "folds": np.repeat(turns.astype(int), actions),
            "player": [tree.players[tree.set_player[s]] for s in sets] * count,
            "infoset": [labels.set_label[s] for s in sets] * count,
            "action": list(labels.edge[:actions]) * count,
            "probability": strategy.ravel(),
        }
    )


def limits(
    tree: Tree, flattened: Flat, threads: int | None = None, progress: Progress | None = None
) -> Solution:
    """The limit of the path in every world: quick rules first, careful ones for what is left.

    The payoffs of ``flattened`` may be in another unit than the largest range: the path is the same, and is followed
    the further the smaller the unit is.
    """
    from overture.solvers.path.kernels._trace import AT_LIMIT, PRECISION, STATUS

    worlds = tree.n_worlds
    best = _room(flattened, worlds)
    regret = np.full(worlds, np.inf)
    status = np.full(worlds, UNSOLVED, np.int8)
    left = np.arange(worlds)
    for attempt, rules in enumerate((*RULES, LENIENT)):
        part = flattened if len(left) == worlds else flattened.worlds(left)
        subset = tree if len(left) == worlds else tree.world(left)
        goal = np.full(len(left), FARTHEST)
        traced = follow(part, goal, rules, threads, progress if attempt == 0 else None)
        exact = traced.fact[:, STATUS] == AT_LIMIT
        _spell_out(part, traced, ~exact)
        found, whole = _regrets(subset, traced, part.scale)
        exact &= found <= EXACT
        code = np.where(exact, LIMIT, np.where(traced.fact[:, PRECISION] >= FARTHEST, NEAR, LOST))
        code[~whole] = UNSOLVED
        # A limit beats any point; among points the one with the smaller regret stands.
        take = (code < status[left]) | ((code == status[left]) & (found < regret[left]))
        take |= (code == UNSOLVED) & (status[left] == UNSOLVED)  # so that the reason can be told
        at = left[take]
        for name in ("point", "fact", "mix", "order", "weight"):
            getattr(best, name)[at] = getattr(traced, name)[take]
        regret[at] = found[take]
        status[at] = code[take]
        left = np.flatnonzero(status != LIMIT)
        if not len(left):
            break
    return _solution(tree, flattened, best, status, np.full(worlds, np.inf))


def _at_precision(
    tree: Tree, flattened: Flat, precision: Floats, threads: int | None, progress: Progress | None
) -> Solution:
    """The first point of the path at the precision that was asked for."""
    from overture.solvers.path.kernels._trace import AT_GOAL, STATUS

    worlds = tree.n_worlds
    goal = precision * flattened.scale
    best = _room(flattened, worlds)
    status = np.full(worlds, LOST, np.int8)
    left = np.arange(worlds)
    for attempt, rules in enumerate(RULES):
        part = flattened if len(left) == worlds else flattened.worlds(left)
        traced = follow(part, goal[left], to_goal(rules), threads, progress if attempt == 0 else None)
        for name in ("point", "fact", "mix", "order", "weight"):
            getattr(best, name)[left] = getattr(traced, name)
        status[left[traced.fact[:, STATUS] == AT_GOAL]] = AT_PRECISION
        left = np.flatnonzero(status != AT_PRECISION)
        if not len(left):
            break
    _spell_out(flattened, best, np.ones(worlds, bool))
    return _solution(tree, flattened, best, status, precision, asked=precision)


def to_goal(rules: tuple[float, ...]) -> tuple[float, ...]:
    """Rules by which no limit is tried on the way."""
    return (*rules[:9], np.inf, *rules[10:])


def _regrets(tree: Tree, traced: Traced, unit: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """[W] the larger of regret over ``unit`` and of local regret, and whether they could be measured at all."""
    whole = sound(tree, Play(traced.mix, traced.order, traced.weight))
    found = whole.play.measured(tree)
    local = local_regret(tree, whole.play.strategy, found).max(axis=1, initial=0.0)
    worst = np.maximum(found.max_regret / unit, local)
    good = whole.good & (worst >= 0)
    return np.where(good, worst, np.inf), good


def _solution(
    tree: Tree,
    flattened: Flat,
    best: Traced,
    status: NDArray[np.int8],
    precision: Floats,
    asked: Floats | None = None,
) -> Solution:
    """The certificate of what the kernels found."""
    from overture.solvers.path.kernels._trace import FLIPS, FOLDS

    followed, unit = best.point[:, -1], large.unit(tree)
    lam = np.where(np.isin(status, (LIMIT, AT_PRECISION)), precision, followed / flattened.scale)
    return Solution.measured(
        tree,
        Play(best.mix, best.order, best.weight),
        method="agent logit path" + (", limit" if np.isinf(lam).any() else ""),
        precision=lam,
        asked=asked,
        goal=REGRET,
        local_goal=large.LOCAL_REGRET,
        otherwise=np.where(status == NEAR, NEAR, LOST),
        folds=best.fact[:, FOLDS].astype(np.int32),
        lost=(best.fact[:, FLIPS] > 0) | np.isin(status, (LOST, UNSOLVED)),
        followed=followed * np.where(unit > 0, unit / flattened.scale, 1.0),
    )


def follow(
    flattened: Flat,
    goal: Floats,
    rules: tuple[float, ...],
    threads: int | None,
    progress: Progress | None = None,
    bias: Floats | None = None,
    start: Floats | None = None,
) -> Traced:
    """Run the kernel over all worlds in chunks, shared by threads; order and results do not depend on them.

    ``bias`` [W, dimension] is added to the log-odds of the path; ``start`` [W, dimension + 1] are points to start at.
    """
    from overture.solvers.path.kernels._trace import follow_worlds

    worlds = len(goal)
    traced = _room(flattened, worlds)
    control = np.array(rules, dtype=np.float64)
    track = np.zeros((0, traced.point.shape[1]))
    if bias is None:
        bias = np.zeros((worlds, traced.point.shape[1] - 1))
    if start is not None:
        traced.point[:] = start

    def run(chunk: tuple[int, int]) -> int:
        low, high = chunk
        follow_worlds(
            flattened.shape, flattened.easy, flattened.logchance, flattened.pay, bias, goal, control, low, high,
            traced.point, traced.fact, traced.mix, traced.order, traced.weight, track,
        )  # fmt: skip
        return high - low

    chunks = [(low, min(low + CHUNK, worlds)) for low in range(0, worlds, CHUNK)]
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, worlds)

    run((0, 0))  # compile or load once, before the threads
    in_threads(run, chunks, threads, tell)
    return traced


def _spell_out(flattened: Flat, traced: Traced, rows: NDArray[np.bool_]) -> None:
    """Probabilities from the log-odds of a point; what rounds to zero becomes a tremble of the same order."""
    if not rows.any():
        return
    logs = _log_strategy(flattened, traced.point[rows])
    strategy = np.exp(logs)
    starts = flattened.shape[4][:-1]
    if len(starts):
        sizes = np.diff(flattened.shape[4])
        strategy /= np.repeat(np.add.reduceat(strategy, starts, axis=1), sizes, axis=1)
    traced.mix[rows] = strategy
    traced.order[rows] = np.maximum(-logs, 1e-3)
    traced.weight[rows] = 1.0


def _log_strategy(flattened: Flat, points: Floats) -> Floats:
    """[point, A] log-probabilities at points of log-odds."""
    starts, dims = flattened.shape[4], flattened.shape[7]
    full = np.where(dims >= 0, points[:, np.maximum(dims, 0)] if points.shape[1] > 1 else 0.0, 0.0)
    if full.shape[1] == 0:
        return full
    sizes = np.diff(starts)
    full = full - np.repeat(np.maximum.reduceat(full, starts[:-1], axis=1), sizes, axis=1)
    total = np.add.reduceat(np.exp(full), starts[:-1], axis=1)
    return np.asarray(full - np.repeat(np.log(total), sizes, axis=1))


def _room(flattened: Flat, worlds: int) -> Traced:
    size, actions = len(flattened.shape[8]), len(flattened.shape[7])
    return Traced(
        point=np.zeros((worlds, size + 1)),
        fact=np.zeros((worlds, 16)),
        mix=np.zeros((worlds, actions)),
        order=np.ones((worlds, actions)),
        weight=np.ones((worlds, actions)),
    )
