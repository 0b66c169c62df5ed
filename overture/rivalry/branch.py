"""The logit branch of a level, values of its states solved at each point, and the limit that it leads to.

At precision ``L`` the log-odds of two actions of an information set are ``L`` times the difference of their conditional values,
where the values of the level's states solve their linear equations for the play of that point (a logit Markov quantal-response
equilibrium: Breitmoser, Tan and Zizzo 2010, Games and Economic Behavior 69:37-57; the homotopy is that of Eibelshäuser and
Poensgen 2019, SSRN 3314404). The branch is walked by the walker of large trees, from uniform play at precision 0.

Import lazily: this module needs numba and SciPy.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dgetrf, dgetrs

from overture.games.measured.play import Play
from overture.games.tree import Floats, Tree
from overture.rivalry._level import by_logit, evaluate, newton, slopes, spread
from overture.rivalry.form import LevelForm
from overture.rivalry.game import StochasticGame
from overture.rivalry.joint import limit_by_trees
from overture.solvers.path.sparse._equations import set_metric, value_difference
from overture.solvers.path.sparse.branch import REACHED, Walk
from overture.solvers.path.sparse.corrector import Point, Rules
from overture.solvers.path.sparse.system import SingularJacobian, State

Bools = NDArray[np.bool_]

# The limit is tried where the regret over the range of payoffs is below each of these, from the first on.
TRIES = (1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6)
APART = 1.5  # and the precision is at least so many times that of the try before
DECAY = 1.1  # by how much the distance to the limit, times the precision, may grow between two tries
SAME = 1e-8  # two tries in a row that differ by less agree
FAR = 0.1  # of the play at the point to that of a limit that is tried
ROUNDS = 30  # of Newton's method
REMADE = 4  # times that the orders of trembles are made anew
ALLOWED = 1e-12  # regret of a limit, over the range of payoffs


@dataclass
class _At(State):
    """A point of the branch with what its slopes are made from."""

    chance: Floats
    worth: Floats
    held: Floats
    inverse: Floats


class LevelSystem:
    """``G(d, precision) = d - precision * (Q_a - Q_0)`` of a level; payoffs in units of ``range``."""

    def __init__(self, form: LevelForm, pay: Floats) -> None:
        self.form, self.pay, self.range = form, pay, 1.0
        self.actions, self.infosets, self.edge_start = (
            len(form.mover),
            len(form.set_start) - 1,
            form.set_start,
        )
        self.unknowns = self.actions - self.infosets
        self.everything = np.ones(self.actions, bool)
        first = np.repeat(form.set_start[:-1], form.sizes)
        self.free = np.flatnonzero(first != np.arange(self.actions))
        self.first = first[self.free]
        worth = self.state(np.zeros(self.unknowns)).worth
        spread_of = float((worth.max(axis=0) - worth.min(axis=0)).max(initial=0.0))
        self.range = spread_of if spread_of > 0 else 1.0
        self.pay = pay / self.range

    def logits(self, difference: Floats) -> Floats:
        """[A] with the first action of each set at 0."""
        logit = np.zeros(self.actions)
        logit[self.free] = difference
        return logit

    def state(self, difference: Floats) -> _At:
        """Everything at logit differences ``difference`` [unknown]."""
        form, (histories, states) = self.form, self.form.inside.shape
        players = self.pay.shape[1]
        log_odds, odds = np.empty(self.actions), np.empty(self.actions)
        spread(form.set_start, self.everything, self.logits(difference), log_odds, odds)
        chance, worth, held = np.empty(histories), np.empty((histories, players)), np.empty(len(form.below))
        inverse, value = np.empty((states, states)), np.empty((states, players))
        action_value, gap = np.empty(self.actions), np.empty(self.unknowns)
        evaluate(
            *form.head, self.pay, *form.body, log_odds, np.zeros(self.actions), chance, worth, held, inverse, value,
            action_value,
        )  # fmt: skip
        value_difference(self.infosets, form.set_start, action_value, gap)
        best = np.maximum.reduceat(action_value, form.set_start[:-1])
        regret = best - np.add.reduceat(odds * action_value, form.set_start[:-1])
        return _At(odds, log_odds, held, value, action_value, regret, gap, chance, worth, held, inverse)

    def factorise(self, at: State, precision: float) -> _Factors:
        """LU of ``dG/dd = I - precision * d(Q_a - Q_0)/dd`` (exact)."""
        assert isinstance(at, _At)
        form = self.form
        slope, moved = np.empty((self.actions, self.actions)), np.empty((self.actions, self.actions))
        slopes(
            form.step_start, form.step, form.home, *form.body, at.chance, at.worth, at.held, at.inverse, at.action_value,
            slope,
        )  # fmt: skip
        by_logit(form.set_start, self.everything, at.odds, slope, moved)
        part = moved[np.ix_(self.free, self.free)] - moved[np.ix_(self.first, self.free)]
        return _Factors(np.eye(self.unknowns) - precision * part)

    def metric(self, at: State, left: Floats, right: Floats) -> float:
        """The inner product of the walker (Fisher's, summed over sets)."""
        return float(set_metric(self.infosets, self.form.set_start, at.odds, left, right))


class _Factors:
    """An LU factorisation of a dense matrix."""

    def __init__(self, matrix: Floats) -> None:
        self._lu, self._pivot, info = dgetrf(matrix, overwrite_a=1)
        diagonal = np.diagonal(self._lu)
        if info != 0 or not np.isfinite(diagonal).all():
            raise SingularJacobian
        swaps = int(np.count_nonzero(self._pivot != np.arange(len(diagonal))))
        negative = int(np.count_nonzero(diagonal < 0))
        self.sign = -1.0 if (swaps + negative) % 2 else 1.0

    def solve(self, right: Floats) -> Floats:
        return np.asarray(dgetrs(self._lu, self._pivot, right)[0])


class Followed(NamedTuple):
    """Where the branch of a level was left, or the limit that it leads to.

    Attributes:
        play: [A] strategies with their trembles.
        limit: whether the limit was found; else the play is that of the last point.
        precision: precision times payoff range up to which the branch was followed.
        folds: turning points passed; flips: how often the direction was settled against the determinant.
    """

    play: Play
    limit: bool
    precision: float
    folds: int
    flips: int


def follow(game: StochasticGame, form: LevelForm, outside: Floats) -> Followed:
    """Walk the branch of a level from uniform play until its limit is found.

    Args:
        game: the game.
        form: the level.
        outside: [state, player] what the states that it leads to are worth.
    """
    pay = form.pay(game, outside)
    system = LevelSystem(form, pay)
    if not system.unknowns:
        ones = np.ones(system.actions)
        return Followed(Play(ones, ones, ones), True, 0.0, 0, 0)
    walk = Walk(system, Rules(tolerance=1e-6, miss=1e-5))
    before: Play | None = None
    past = distance = 0.0
    for goal in TRIES:
        at, end = walk.run(goal, past=past)
        now = _limit(system, at) or _by_trees(game, form, outside, system, at)
        far = np.inf if now is None else float(np.abs(now.strategy - at.state.odds).max())
        if now is not None and before is not None and _agree(before, now, far * at.precision, distance):
            return Followed(now, True, at.precision, walk.folds, walk.flips)
        if end != REACHED:
            break
        before, past, distance = now, APART * at.precision, far * at.precision
    odds, logs = at.state.odds, at.state.log_odds
    return Followed(
        Play(odds, np.maximum(-logs, 1e-3), np.ones_like(odds)), False, at.precision, walk.folds, walk.flips
    )


def _agree(before: Play, now: Play, distance: float, distance_before: float) -> bool:
    """Whether two points of the branch lead to one limit: to one play, or to play of one support ever nearer to them.

    The distances are of each point to its limit, times the precision: they do not grow where the branch tends to the limit.
    """
    if np.abs(now.strategy - before.strategy).max() <= SAME:
        return True
    return bool(((now.strategy > 0) == (before.strategy > 0)).all() and distance <= DECAY * distance_before)


def _by_trees(
    game: StochasticGame, form: LevelForm, outside: Floats, system: LevelSystem, at: Point
) -> Play | None:
    """The limit by the limit code of trees, the values of the states made anew each time."""
    pay = system.pay * system.range

    def trees(value: Floats) -> list[Tree]:
        everywhere = outside.copy()
        everywhere[form.states] = value
        following = game.following(everywhere)
        return [game.continued(int(state), following) for state in form.states]

    return limit_by_trees(trees, lambda play: values_in(form, pay, play), at, system.range)


def values_in(form: LevelForm, pay: Floats, play: Play) -> Floats:
    """[n, I] what the states of a level are worth; ``play`` [A], ``pay`` [H, I] as :meth:`LevelForm.pay` gives it."""
    (histories, states), players = form.inside.shape, pay.shape[1]
    value = np.empty((states, players))
    played = play.strategy > 0
    log_odds = np.log(np.where(played, play.strategy, play.weight))
    evaluate(
        *form.head, pay, *form.body, log_odds, np.where(played, 0.0, play.order), np.empty(histories),
        np.empty((histories, players)), np.empty(len(form.below)), np.empty((states, states)), value,
        np.empty(len(form.mover)),
    )  # fmt: skip
    return value


def _limit(system: LevelSystem, at: Point) -> Play | None:
    """The equilibrium that a point of the branch suggests, if there is one near it."""
    form = system.form
    logs = at.state.log_odds
    best = np.repeat(np.maximum.reduceat(logs, form.set_start[:-1]), form.sizes)
    played = _settled(system, at, best)
    top = np.repeat(np.maximum.reduceat(at.state.action_value, form.set_start[:-1]), form.sizes)
    loss = top - at.state.action_value
    strategy, value, gain = np.empty(system.actions), np.empty((len(form.states), system.pay.shape[1])), loss
    weight = np.zeros(system.actions)
    logit = logs.copy()
    for _ in range(REMADE):
        order = np.where(played, 0.0, np.maximum(loss, 1e-5))
        gain = np.empty(system.actions)
        left = newton(
            *form.head, system.pay, *form.body, form.set_start, played, order, weight, logit, 1.0, ROUNDS, strategy, value,
            gain,
        )  # fmt: skip
        if not left < np.inf:
            return None
        top = np.repeat(np.maximum.reduceat(gain, form.set_start[:-1]), form.sizes)
        again = top - gain
        new_weight = np.where(played, 0.0, np.clip(logs + at.precision * again, -300.0, 300.0))
        still = np.abs(again - loss)[~played].max(initial=0.0) < 1e-9
        loss, weight = again, new_weight
        if still:
            break
    regret = float(loss[played].max(initial=0.0))
    if regret > ALLOWED or np.abs(strategy - at.state.odds).max() > FAR:
        return None
    return Play(strategy, np.where(played, 1.0, np.maximum(loss, 1e-5)), np.exp(weight))


def _settled(system: LevelSystem, at: Point, best: Floats) -> Bools:
    """[A] the actions that stay: log-odds of one that vanishes fall in proportion to the precision."""
    behind = at.state.log_odds - best
    if at.slope == 0:
        return np.asarray(behind > -2.0)
    rate = system.logits(at.tangent / at.slope)
    form = system.form
    logs = at.state.log_odds
    lead = np.array([first + int(np.argmax(logs[first:last])) for first, last in pairwise(form.set_start)])
    falls = at.precision * (rate - np.repeat(rate[lead], form.sizes))
    return np.asarray((behind == 0) | (falls > 0.5 * np.minimum(behind, -1.0)))
