"""The principal branch of the agent logit equilibrium on one world of a large tree, by continuation.

From uniform play at precision 0 the branch is followed by pseudo-arclength (Turocy 2005, Games and Economic
Behavior 51:243-263; 2010, Economic Theory 42:255-269) with an exact Jacobian, factorised sparsely in an
order that leaves next to no fill. Every limit of the branch is a sequential equilibrium.

How a step is made: a Hermite predictor through the last points and their tangents, in logit differences
(log odds of a strict set are linear in the precision, so they are predicted exactly); a corrector that keeps
one factorisation while it contracts well; then the sign of the determinant must agree with the direction
in which the branch is walked, or the step is taken again at half its length.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from overture.errors import SolveError
from overture.game.tree import Floats, Tree

if TYPE_CHECKING:
    from overture.solve._sparse_system import Factors, Shape, State, System

SOLVED = 0
OUT_OF_BUDGET = 1
LOST = 2
INTERRUPTED = 3
STATUS_TEXT = {
    SOLVED: "solved",
    OUT_OF_BUDGET: "stopped at the end of its budget",
    LOST: "the branch was lost",
    INTERRUPTED: "stopped by the user",
}

MAX_PRECISION = 1e12  # times the payoff range: far beyond it rounding decides
E = 1


@dataclass(frozen=True)
class PathPoint:
    """One accepted point of the branch."""

    precision: float
    regret: float  # largest conditional regret, as a fraction of the payoff range
    corrections: int
    factorisations: int
    turned: bool


@dataclass(frozen=True)
class LargeResult:
    """Where the branch was left.

    Attributes:
        strategy: [A] behaviour strategies; full support, but tiny probabilities may round to zero.
        log_strategy: [A] their natural logs, which never round to minus infinity.
        order, weight: [A] trembles of the actions of probability zero, or None where there is none.
        precision: where the branch was left, per unit of payoff.
        regret: largest conditional regret over all information sets, as a fraction of the payoff range.
        residual: max |strategy - softmax(precision * Q)|.
        folds: turning points passed. lost: whether the branch was lost. steps: points accepted.
        flips: how often the direction was settled against the sign of the determinant (games with
            interchangeable parts; elsewhere a sign that another branch was near).
        status: SOLVED, OUT_OF_BUDGET, LOST or INTERRUPTED. path: the accepted points.
    """

    strategy: Floats
    log_strategy: Floats
    order: Floats | None
    weight: Floats | None
    precision: float
    regret: float
    residual: float
    folds: int
    lost: bool
    steps: int
    status: int
    flips: int = 0
    path: tuple[PathPoint, ...] = field(repr=False, default=())

    @property
    def status_text(self) -> str:
        return STATUS_TEXT[self.status]


@dataclass(frozen=True)
class _Rules:
    """How carefully the branch is walked."""

    first: float = 0.05
    drift: float = 0.04  # wanted difference between predicted and corrected probability
    reject: float = 0.15  # more than this is another branch, not an error of prediction
    growth: float = 2.5
    shrink: float = 0.3
    tolerance: float = 1e-7
    contraction: float = 0.15
    corrections: int = 12
    turn: float = 0.5  # cosine below which the direction has turned too sharply
    certain: float = 0.9  # cosine against the determinant, with a drift below ``calm``, that overrules it
    calm: float = 0.003
    smallest: float = 1e-9
    miss: float = 1e-6  # largest |strategy - softmax(precision * Q)| of an accepted point
    leap: float = 20.0  # largest factor by which a step may raise the precision


@dataclass
class _Point:
    difference: Floats
    precision: float
    state: State
    tangent: Floats  # dd/ds
    slope: float  # dprecision/ds
    along: float = 0.0
    sign: float = 1.0


def trace_large(
    tree: Tree,
    world: int = 0,
    regret_goal: float = 1e-3,
    precision: float | None = None,
    progress: Callable[[int, int], None] | None = None,
    budget: float | None = None,
    shape: Shape | None = None,
) -> LargeResult:
    """Follow the principal branch on one world of ``tree``.

    Args:
        tree: the game; any number of players.
        world: which world.
        regret_goal: stop when no information set, reached or not, has a conditional regret above this
            fraction of the payoff range.
        precision: stop exactly at this precision (per unit of payoff) instead.
        progress: called with (done, 1000).
        budget: seconds after which the branch is left where it is, with status OUT_OF_BUDGET.
        shape: what an earlier call on the same tree prepared (several worlds of one tree).

    An interrupt (Ctrl-C) also ends the walk with what was reached, status INTERRUPTED.

    Raises:
        SolveError: the goal, the precision or the world makes no sense.
    """
    from overture.solve._sparse_system import Shape, System

    if not 0 <= world < tree.n_worlds:
        raise SolveError.of("solve/world", f"world {world}", tree.title, f"0 to {tree.n_worlds - 1}")
    if precision is not None and not 0 <= precision < np.inf:
        raise SolveError.of("solve/precision", f"precision {precision}", tree.title, "a finite number >= 0")
    if precision is None and not 0 < regret_goal:
        raise SolveError.of("solve/regret-goal", f"regret goal {regret_goal}", tree.title, "a number > 0")
    began = time.monotonic()
    system = System(shape if shape is not None else Shape(tree), world)
    walk = _Walk(system, _Rules(), began, budget, progress)
    return walk.run(regret_goal, None if precision is None else precision * system.range)


class _Walk:
    """The state of one continuation."""

    def __init__(
        self,
        system: System,
        rules: _Rules,
        began: float,
        budget: float | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.system = system
        self.rules = rules
        self.began = began
        self.budget = budget
        self.progress = progress
        self.path: list[PathPoint] = []
        self.folds = 0
        self.flips = 0
        self.parity = 1.0
        self.rejected = 0

    def run(self, goal: float, target: float | None) -> LargeResult:
        system = self.system
        start = np.zeros(system.shape.n_unknowns)
        state = system.state(start)
        here = self._tangent(_Point(start, 0.0, state, start, 1.0), None)
        before: _Point | None = None
        step = self.rules.first
        kind = 1
        status = LOST
        if self._done(here, goal, target):
            return self._result(here, SOLVED)
        try:
            while True:
                if self.budget is not None and time.monotonic() - self.began > self.budget:
                    status = OUT_OF_BUDGET
                    break
                found = self._step(here, before, step, kind)
                if found is None:
                    self.rejected += 1
                    step *= self.rules.shrink
                    kind = min(kind, 2) if step > 1e-4 else 1
                    if step < self.rules.smallest:
                        break
                    continue
                point, drift, corrections, factorisations = found
                if target is not None and (here.precision - target) * (point.precision - target) <= 0:
                    landed = self._land(here, point, target)
                    if landed is not None:
                        here, status = landed, SOLVED
                        break
                    step *= self.rules.shrink
                    continue
                turned = point.sign != here.sign
                self.folds += turned
                kind = self._best_kind(here, before, point)
                before, here = here, point
                worst = float(here.state.regret.max(initial=0.0))
                self.path.append(
                    PathPoint(here.precision / system.range, worst, corrections, factorisations, turned)
                )
                if self._done(here, goal, target):
                    status = SOLVED
                    break
                if here.precision > MAX_PRECISION:
                    break
                self._report(worst, goal, here.precision, target)
                wanted = (self.rules.drift / max(drift, 1e-12)) ** (1.0 / (kind + 1))
                change = min(max(wanted, self.rules.shrink), self.rules.growth)
                if corrections > 6:
                    change = min(change, 0.7)
                step *= change
        except KeyboardInterrupt:
            status = INTERRUPTED
        return self._result(here, status)

    # -- one step --------------------------------------------------------------------------------

    def _step(
        self, here: _Point, before: _Point | None, step: float, kind: int
    ) -> tuple[_Point, float, int, int] | None:
        """Predict, correct, check. None where the step must be shorter."""
        from overture.solve._sparse_system import SingularJacobian

        rules, system = self.rules, self.system
        difference, precision = _predict(here, before, step, kind)
        if not 0 <= precision <= rules.leap * (1 + here.precision):
            return None
        # The corrector stays in the plane through the prediction that is orthogonal to the tangent here.
        scale = self._scale(here)
        normal, normal_precision = here.tangent, here.slope
        state = system.state(difference)
        first = state.odds
        factors: Factors | None = None
        previous = np.inf
        factorisations = 0
        slope_of = None
        for correction in range(1, rules.corrections + 1):
            if factors is None:
                try:
                    factors = system.factorise(state, precision)
                except SingularJacobian:
                    return None
                factorisations += 1
                slope_of = factors.solve(state.difference)
            residual = difference - precision * state.difference
            flat = factors.solve(residual)
            assert slope_of is not None
            # G_precision = -(Q_a - Q_0), so d moves along +slope_of.
            bottom = normal_precision * scale + system.metric(here.state, normal, slope_of)
            if bottom == 0 or not np.isfinite(bottom):
                return None
            change_precision = system.metric(here.state, normal, flat) / bottom
            change = -flat + slope_of * change_precision
            if not np.isfinite(change).all():
                return None
            difference = difference + change
            precision = precision + change_precision
            if precision < 0:
                return None
            after = system.state(difference)
            size = float(np.abs(after.odds - state.odds).max())
            size = max(size, float((np.abs(change) / (1.0 + np.abs(difference))).max()) * 0.1)
            size = max(size, abs(change_precision) / (1.0 + precision))
            state = after
            drift = float(np.abs(state.odds - first).max())
            if drift > rules.reject or (correction > 3 and size > 2 * previous):
                return None
            small = size < rules.tolerance or (size < 1e-4 and size * (size / previous) < rules.tolerance)
            if small and self._misses(state, precision) < rules.miss:
                point = self._tangent(_Point(difference, precision, state, change, 0.0), factors)
                if self._measure(here, point) <= rules.turn:
                    return None
                cosine = self._cosine(here, point)
                if cosine <= rules.turn:
                    # Near a turning point the sign must be that of the point itself.
                    try:
                        point = self._tangent(point, None)
                    except SingularJacobian:
                        return None
                    factorisations += 1
                    cosine = self._cosine(here, point)
                if (
                    cosine < -rules.certain
                    and drift < rules.calm
                    and self._measure(here, point) > rules.certain
                ):
                    self._overrule(point)
                elif cosine <= rules.turn:
                    return None
                return point, drift, correction, factorisations
            if size > rules.contraction * previous or (correction == 1 and size > 0.02):
                factors = None
            previous = size
        return None

    def _misses(self, state: State, precision: float) -> float:
        """max |strategy - softmax(precision * Q)|."""
        from overture.solve import _sparse

        tree = self.system.tree
        answer = np.empty(tree.n_edges)
        log_answer = np.empty(tree.n_edges)
        _sparse.log_probability(
            tree.n_infosets, tree.edge_start, precision * state.action_value, log_answer, answer
        )
        count = tree.n_actions
        return float(np.abs(answer[:count] - state.odds[:count]).max(initial=0.0))

    def _scale(self, at: _Point) -> float:
        """Weight of a change of precision in the metric: changes count relative to the precision."""
        return 1.0 / (1.0 + at.precision) ** 2

    def _tangent(self, point: _Point, factors: Factors | None) -> _Point:
        """Fill the unit tangent; its direction is set by the sign of the determinant alone."""
        system = self.system
        if factors is None:
            factors = system.factorise(point.state, point.precision)
        along = factors.solve(point.state.difference)
        length = np.sqrt(self._scale(point) + system.metric(point.state, along, along))
        point.sign = factors.sign * self.parity
        point.tangent = along * (point.sign / length)
        point.slope = float(point.sign / length)
        return point

    def _measure(self, here: _Point, point: _Point) -> float:
        """Put the new point on the arc; return the cosine between the tangent here and the step."""
        moved = point.difference - here.difference
        risen = point.precision - here.precision
        metric, scale = self.system.metric, self._scale(here)
        length = np.sqrt(metric(here.state, moved, moved) + scale * risen**2)
        if length == 0:
            return 0.0
        point.along = here.along + float(length)
        return float((metric(here.state, moved, here.tangent) + scale * risen * here.slope) / length)

    def _cosine(self, here: _Point, point: _Point) -> float:
        """Between the step and the new tangent, which is oriented by its determinant."""
        moved = point.difference - here.difference
        risen = point.precision - here.precision
        metric, scale = self.system.metric, self._scale(point)
        length = np.sqrt(metric(point.state, moved, moved) + scale * risen**2)
        if length == 0:
            return 0.0
        return float((metric(point.state, moved, point.tangent) + scale * risen * point.slope) / length)

    def _overrule(self, point: _Point) -> None:
        """Go on in the direction of the step against the sign of the determinant.

        In a game with interchangeable parts several eigenvalues change sign at once, and the determinant
        then says the opposite of the direction. A step so small that it leaves no doubt settles that.
        """
        self.parity = -self.parity
        self.flips += 1
        point.sign, point.slope, point.tangent = -point.sign, -point.slope, -point.tangent

    def _best_kind(self, here: _Point, before: _Point | None, point: _Point) -> int:
        """The order of predictor that would have done best on the step just made."""
        best, chosen = np.inf, 1
        step = point.along - here.along
        for kind in (1, 2, 3) if before is not None else (1,):
            difference, _ = _predict(here, before, step, kind)
            error = float(np.abs(self._odds(difference) - point.state.odds).max())
            if error < 0.8 * best:
                best, chosen = error, kind
        return chosen if before is not None else 3

    def _odds(self, difference: Floats) -> Floats:
        from overture.solve import _sparse

        tree = self.system.tree
        logit = np.empty(tree.n_actions)
        log_odds = np.empty(tree.n_edges)
        odds = np.empty(tree.n_edges)
        odds[tree.n_actions :] = self.system.chance
        _sparse.fill_logit(tree.n_infosets, tree.edge_start, difference, logit)
        _sparse.log_probability(tree.n_infosets, tree.edge_start, logit, log_odds, odds)
        return odds

    # -- ends ------------------------------------------------------------------------------------

    def _done(self, at: _Point, goal: float, target: float | None) -> bool:
        if target is not None:
            return at.precision == target
        return float(at.state.regret.max(initial=0.0)) <= goal

    def _land(self, here: _Point, point: _Point, target: float) -> _Point | None:
        """The point of the branch at exactly ``target``, between two accepted points."""
        rise = point.precision - here.precision
        share = (target - here.precision) / rise if rise else 0.0
        difference = here.difference + share * (point.difference - here.difference)
        return self._fix(difference, target)

    def _fix(self, difference: Floats, precision: float) -> _Point | None:
        """Newton at a fixed precision."""
        from overture.solve._sparse_system import SingularJacobian

        state = self.system.state(difference)
        for _ in range(20):
            try:
                factors = self.system.factorise(state, precision)
            except SingularJacobian:
                return None
            change = factors.solve(difference - precision * state.difference)
            if not np.isfinite(change).all():
                return None
            difference = difference - change
            after = self.system.state(difference)
            size = float(np.abs(after.odds - state.odds).max(initial=0.0))
            state = after
            if size < 1e-12 or (size < 1e-9 and np.abs(change).max(initial=0.0) < 1e-9 * (1 + precision)):
                return self._tangent(_Point(difference, precision, state, change, 0.0), factors)
        return None

    def _report(self, worst: float, goal: float, precision: float, target: float | None) -> None:
        if self.progress is None:
            return
        if target is not None:
            share = np.log1p(precision) / np.log1p(target) if target > 0 else 1.0
        else:
            share = np.log(max(worst, 1e-300)) / min(np.log(goal), -1e-9)
        self.progress(int(1000 * min(max(share, 0.0), 0.999)), 1000)

    def _result(self, at: _Point, status: int) -> LargeResult:
        tree, system, state = self.system.tree, self.system, at.state
        count = tree.n_actions
        strategy = state.odds[:count].copy()
        return LargeResult(
            strategy=strategy,
            log_strategy=state.log_odds[:count].copy(),
            order=None,
            weight=None,
            precision=at.precision / system.range,
            regret=float(state.regret.max(initial=0.0)),
            residual=self._misses(state, at.precision),
            folds=self.folds,
            lost=status == LOST,
            steps=len(self.path),
            status=status,
            flips=self.flips,
            path=tuple(self.path),
        )


def _predict(here: _Point, before: _Point | None, step: float, kind: int) -> tuple[Floats, float]:
    """Point ``step`` ahead of ``here``: 1 tangent, 2 with the point before, 3 with its tangent too."""
    if before is None or kind == 1:
        return here.difference + step * here.tangent, here.precision + step * here.slope
    width = here.along - before.along
    t = step / width
    if kind == 2:
        # x(s) = x + s x' + s^2 c through the point before.
        w_before, w_slope = t * t, step + step * t
        return (
            (1 - w_before) * here.difference + w_before * before.difference + w_slope * here.tangent,
            (1 - w_before) * here.precision + w_before * before.precision + w_slope * here.slope,
        )
    # Hermite cubic on [before, here], continued to t beyond here.
    u = 1 + t
    h00 = 2 * u**3 - 3 * u**2 + 1
    h10 = (u**3 - 2 * u**2 + u) * width
    h01 = -2 * u**3 + 3 * u**2
    h11 = (u**3 - u**2) * width
    return (
        h00 * before.difference + h01 * here.difference + h10 * before.tangent + h11 * here.tangent,
        h00 * before.precision + h01 * here.precision + h10 * before.slope + h11 * here.slope,
    )
