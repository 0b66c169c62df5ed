"""One step along a branch of logit equilibria: a prediction, its correction, and the tangent at the point that is found.

A Hermite predictor goes through the last points and their tangents, in logit differences (log odds of a strict set are
linear in the precision, so they are predicted exactly); a corrector keeps one factorisation while it contracts well; then
the sign of the determinant must agree with the direction in which the branch is walked, or there is no point.

:class:`Corrector` makes the step for any equations; :class:`OfTree` has it made by a kernel (_step.py), for a tree whose
Jacobian is sparse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from overture.games.tree import Floats
from overture.solvers.path.sparse import _equations, _step
from overture.solvers.path.sparse.system import (
    Equations,
    PathSystem,
    SingularJacobian,
    SolvedFor,
    State,
)


@dataclass(frozen=True)
class Rules:
    """How carefully the branch is walked."""

    first: float = 0.05
    drift: float = 0.03  # wanted difference between predicted and corrected probability
    reject: float = 0.15  # more than this is another branch, not an error of prediction
    growth: float = 1.8
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
    most: int = 10_000  # steps tried, taken or not, after which the branch counts as lost
    winding: int = 100  # turning points after which a branch is walked again from its start, by careful rules

    def careful(self) -> Rules:
        """The same with short steps, where many branches run side by side (docs/decisions/0116)."""
        return replace(self, drift=0.01, reject=0.04, turn=0.8, most=4 * self.most, winding=4 * self.most)


@dataclass
class Point:
    difference: Floats
    precision: float
    state: State
    tangent: Floats  # dd/ds
    slope: float  # dprecision/ds
    along: float = 0.0
    sign: float = 1.0


class Made(NamedTuple):
    """A step that was made: the point, the largest difference in probability between it and its prediction, how often it
    was corrected and factorised, and the kind of predictor that would have been best."""

    point: Point
    drift: float
    corrections: int
    factorisations: int
    kind: int


class Corrector:
    """Makes steps; ``parity`` is the sign of the determinant that goes with the direction of the walk."""

    def __init__(self, system: Equations, rules: Rules) -> None:
        self.system = system
        self.rules = rules
        self.parity = 1.0
        self.flips = 0

    def step(self, here: Point, before: Point | None, length: float, kind: int) -> Made | None:
        """Predict, correct, check. None where the step must be shorter."""
        rules, system = self.rules, self.system
        difference, precision = predicted(here, before, length, kind)
        if not 0 <= precision <= rules.leap * (1 + here.precision):
            return None
        # The corrector stays in the plane through the prediction that is orthogonal to the tangent here.
        scale = self._scale(here)
        normal, normal_precision = here.tangent, here.slope
        state = system.state(difference)
        first = state.odds
        factors: SolvedFor | None = None
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
            if small and self.misses(state, precision) < rules.miss:
                point = self.tangent(Point(difference, precision, state, change, 0.0), factors)
                if self._measure(here, point) <= rules.turn:
                    return None
                cosine = self._cosine(here, point)
                if cosine <= rules.turn:
                    # Near a turning point the sign must be that of the point itself.
                    try:
                        point = self.tangent(point, None)
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
                return Made(point, drift, correction, factorisations, self._best_kind(here, before, point))
            if size > rules.contraction * previous or (correction == 1 and size > 0.02):
                factors = None
            previous = size
        return None

    def misses(self, state: State, precision: float) -> float:
        """max |strategy - softmax(precision * Q)|."""
        system = self.system
        answer = np.empty(system.actions)
        log_answer = np.empty(system.actions)
        _equations.log_probability(
            system.infosets, system.edge_start, precision * state.action_value, log_answer, answer
        )
        return float(np.abs(answer - state.odds[: system.actions]).max(initial=0.0))

    def _scale(self, at: Point) -> float:
        """Weight of a change of precision in the metric: changes count relative to the precision."""
        return 1.0 / (1.0 + at.precision) ** 2

    def tangent(self, point: Point, factors: SolvedFor | None) -> Point:
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

    def _measure(self, here: Point, point: Point) -> float:
        """Put the new point on the arc; return the cosine between the tangent here and the step."""
        moved = point.difference - here.difference
        risen = point.precision - here.precision
        metric, scale = self.system.metric, self._scale(here)
        length = np.sqrt(metric(here.state, moved, moved) + scale * risen**2)
        if length == 0:
            return 0.0
        point.along = here.along + float(length)
        return float((metric(here.state, moved, here.tangent) + scale * risen * here.slope) / length)

    def _cosine(self, here: Point, point: Point) -> float:
        """Between the step and the new tangent, which is oriented by its determinant."""
        moved = point.difference - here.difference
        risen = point.precision - here.precision
        metric, scale = self.system.metric, self._scale(point)
        length = np.sqrt(metric(point.state, moved, moved) + scale * risen**2)
        if length == 0:
            return 0.0
        return float((metric(point.state, moved, point.tangent) + scale * risen * point.slope) / length)

    def _overrule(self, point: Point) -> None:
        """Go on in the direction of the step against the sign of the determinant.

        In a game with interchangeable parts several eigenvalues change sign at once, and the determinant
        then says the opposite of the direction. A step so small that it leaves no doubt settles that.
        """
        self.parity = -self.parity
        self.flips += 1
        point.sign, point.slope, point.tangent = -point.sign, -point.slope, -point.tangent

    def _best_kind(self, here: Point, before: Point | None, point: Point) -> int:
        """The order of predictor that would have done best on the step just made."""
        best, chosen = np.inf, 1
        step = point.along - here.along
        for kind in (1, 2, 3) if before is not None else (1,):
            difference, _ = predicted(here, before, step, kind)
            error = self.apart(difference, point.state)
            if error < 0.8 * best:
                best, chosen = error, kind
        return chosen if before is not None else 3

    def apart(self, difference: Floats, state: State) -> float:
        """The largest difference between the strategy at logit differences and that of a state."""
        system = self.system
        logit = np.empty(system.actions)
        log_odds = np.empty(system.actions)
        odds = np.empty(system.actions)
        _equations.fill_logit(system.infosets, system.edge_start, difference, logit)
        _equations.log_probability(system.infosets, system.edge_start, logit, log_odds, odds)
        return float(np.abs(odds - state.odds[: system.actions]).max(initial=0.0))


class OfTree(Corrector):
    """Steps of a tree whose Jacobian is sparse, each made by one kernel."""

    def __init__(self, system: PathSystem, rules: Rules) -> None:
        super().__init__(system, rules)
        self.tree = system
        self._rules = np.array(
            [
                rules.reject, rules.tolerance, rules.contraction, rules.corrections, rules.turn, rules.certain, rules.calm,
                rules.miss, rules.leap,
            ],
            np.float64,
        )  # fmt: skip

    def step(self, here: Point, before: Point | None, length: float, kind: int) -> Made | None:
        system, last = self.tree, before or here
        state = system.room()
        difference, tangent, facts = np.empty(system.unknowns), np.empty(system.unknowns), np.empty(9)
        numbers = np.array(
            [
                here.precision, here.slope, here.along, last.precision, last.slope, last.along, length,
                1 if before is None else kind, 1 if before is None else 2, self.parity,
            ]
        )  # fmt: skip
        found = _step.step(
            system.shape.arrays, system.shape.pairs, system.shape.pattern, system.world,
            (here.difference, here.tangent, here.state.odds), (last.difference, last.tangent, last.state.odds),
            numbers, self._rules, system.work, state.arrays, difference, tangent, facts,
        )  # fmt: skip
        if not found:
            return None
        precision, slope, along, sign, overruled, drift, corrections, factorisations, best = facts.tolist()
        if overruled:
            self.parity = -self.parity
            self.flips += 1
        point = Point(difference, precision, state, tangent, slope, along, sign)
        return Made(point, drift, int(corrections), int(factorisations), int(best))


def predicted(here: Point, before: Point | None, step: float, kind: int) -> tuple[Floats, float]:
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
