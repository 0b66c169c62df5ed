"""The walk along the principal branch of the agent logit equilibrium of one large game.

Steps are made in corrector.py. One that finds no point is taken again at a shorter length; after one that does, the
next is as long as the error of the prediction allows.

Import lazily: this module needs numba and SciPy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from overture.games.tree import Floats
from overture.solvers.deadline import Deadline
from overture.solvers.path.kernels._trace import CERTAIN, PAIRED, PARTED, SAME
from overture.solvers.path.sparse.corrector import Corrector, OfTree, Point, Rules
from overture.solvers.path.sparse.system import Equations, PathSystem, SingularJacobian

# How a walk ended.
REACHED = 0
OUT_OF_TIME = 1
BRANCH_LOST = 2
HALTED = 3

# Precision times payoff range beyond which rounding decides: a belief is known to about the precision times the
# rounding of a double, and its error counts times the precision again (docs/decisions/0017).
ROUNDING = 1e5
MAX_PRECISION = 1e9


@dataclass(frozen=True)
class PathPoint:
    """One accepted point of the branch."""

    precision: float  # per unit of payoff
    regret: float  # largest conditional regret, as a fraction of the payoff range
    corrections: int
    factorisations: int
    turned: bool


class Interchangeable:
    """Probabilities that are the same at two points of the branch: as it is an analytic curve, they are so along all of it.

    Where they part (the play of two interchangeable players, say), the branch was left for one that crosses it.
    """

    def __init__(self) -> None:
        self.points = 0
        self.first = np.zeros(0, np.int64)  # of each pair [pair]
        self.second = np.zeros(0, np.int64)

    def parted(self, odds: Floats) -> bool:
        """Whether a pair parts at the next accepted point; ``odds`` [A] are its probabilities."""
        self.points += 1
        if self.points == PAIRED:
            order = np.argsort(odds, kind="stable").astype(np.int64)
            self.first, self.second = order[:-1], order[1:]
        if PAIRED <= self.points <= CERTAIN:
            same = np.abs(odds[self.first] - odds[self.second]) <= SAME * odds[self.first]
            self.first, self.second = self.first[same], self.second[same]
        return bool((np.abs(odds[self.first] - odds[self.second]) > PARTED).any())


class Walk:
    """The state of one continuation."""

    def __init__(
        self,
        system: Equations,
        rules: Rules,
        budget: float | None = None,
        progress: Callable[[float], bool] | None = None,
        keep: bool = False,
    ) -> None:
        self.system = system
        self.until = Deadline(budget)
        self.progress = progress
        self.keep = keep
        self._begin(rules)

    def _begin(self, rules: Rules) -> None:
        """Go to the start of the branch."""
        self.rules, system = rules, self.system
        self.path: list[PathPoint] = []
        self.trail: list[Floats] | None = (
            [] if self.keep else None
        )  # strategies [A] of the points of ``path``
        if isinstance(system, PathSystem) and not system.shape.dense:
            self.corrector: Corrector = OfTree(system, rules)
        else:
            self.corrector = Corrector(system, rules)
        self.folds = 0
        self.alike = Interchangeable()
        self.here: Point | None = None
        self.before: Point | None = None
        self.step = rules.first
        self.kind = 1
        self.tried = 0

    def run(self, goal: float, target: float | None = None, past: float = 0.0) -> tuple[Point, int]:
        """Walk to ``target`` (precision times payoff range), or until no regret is above ``goal``; how it ended.

        Called again, it goes on from where it stopped. The goal counts from the precision ``past`` on.
        """
        if self.here is None:
            start = np.zeros(self.system.unknowns)
            self.here = self.corrector.tangent(Point(start, 0.0, self.system.state(start), start, 1.0), None)
        system, rules, here, before = self.system, self.rules, self.here, self.before
        while not self._done(here, goal, target, past):
            if self.folds > rules.winding:
                self._begin(rules.careful())
                return self.run(goal, target, past)
            self.tried += 1
            if self.step < rules.smallest or here.precision > MAX_PRECISION or self.tried > rules.most:
                return here, BRANCH_LOST
            if self.until.over:
                return here, OUT_OF_TIME
            if not self._report(here, goal, target):
                return here, HALTED
            found = self.corrector.step(here, before, self.step, self.kind)
            if found is None:
                self.step *= rules.shrink
                self.kind = min(self.kind, 2) if self.step > 1e-4 else 1
                continue
            point, drift, corrections, factorisations, best = found
            if target is not None and (here.precision - target) * (point.precision - target) <= 0:
                landed = self._land(here, point, target)
                if landed is not None:
                    self.folds += landed.sign != here.sign
                    return landed, REACHED
                self.step *= rules.shrink
                continue
            turned = point.sign != here.sign
            self.folds += turned
            self.kind = best
            before, here = here, point
            self.before, self.here = before, here
            worst = float(here.state.regret.max(initial=0.0))
            self.path.append(
                PathPoint(here.precision / system.range, worst, corrections, factorisations, turned)
            )
            if self.alike.parted(here.state.odds):
                if rules == rules.careful():
                    return here, BRANCH_LOST
                self._begin(rules.careful())
                return self.run(goal, target, past)
            if self.trail is not None:
                self.trail.append(here.state.odds[: system.actions].copy())
            wanted = (rules.drift / max(drift, 1e-12)) ** (1.0 / (self.kind + 1))
            change = min(max(wanted, rules.shrink), rules.growth)
            self.step *= min(change, 0.7) if corrections > 6 else change
        return here, REACHED

    @property
    def flips(self) -> int:
        """How often the direction was settled against the sign of the determinant."""
        return self.corrector.flips

    # -- ends ------------------------------------------------------------------------------------

    def _done(self, at: Point, goal: float, target: float | None, past: float) -> bool:
        if target is not None:
            return at.precision == target
        return at.precision >= past and float(at.state.regret.max(initial=0.0)) <= goal

    def _land(self, here: Point, point: Point, target: float) -> Point | None:
        """The point of the branch at exactly ``target``, between two accepted points."""
        rise = point.precision - here.precision
        share = (target - here.precision) / rise if rise else 0.0
        difference = here.difference + share * (point.difference - here.difference)
        landed = self._fix(difference, target)
        if landed is None or self.corrector.apart(difference, landed.state) > self.rules.reject:
            return None
        return landed

    def _fix(self, difference: Floats, precision: float) -> Point | None:
        """Newton at a fixed precision."""
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
                return self.corrector.tangent(Point(difference, precision, state, change, 0.0), factors)
        return None

    def _report(self, at: Point, goal: float, target: float | None) -> bool:
        """Say how far the walk has come, 0 to 1; whether to go on."""
        if self.progress is None:
            return True
        if target is not None:
            share = np.log1p(at.precision) / np.log1p(target)
        else:
            # Regret falls about as 1/precision once play is near the limit, so logs are even.
            share = np.log(max(float(at.state.regret.max()), 1e-300)) / min(np.log(goal), -1e-9)
        return self.progress(float(min(max(share, 0.0), 0.999)))
