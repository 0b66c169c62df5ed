"""The agent logit path of large trees: thousands of information sets, sparse and exact.

From uniform play at precision 0 the principal branch is followed by pseudo-arclength (Turocy 2005, Games and
Economic Behavior 51:243-263; 2010, Economic Theory 42:255-269) with an exact Jacobian, factorised sparsely in an
order that leaves next to no fill. Every limit of the branch is a sequential equilibrium. Where the tree is not too
large the limit itself is solved for (limit.py); otherwise the branch is followed until no information set, on the
path or off it, has more regret than asked.
:func:`overture.solvers.solve.solve` hands trees over that are too large for its dense kernels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from overture.errors import SolveError
from overture.games.measured import measure
from overture.games.measured.play import Play, even_play
from overture.games.measured.stakes import local_regret
from overture.games.measured.standards import REGRET
from overture.games.tree import Floats, Tree
from overture.solvers.path.shape import flat
from overture.solvers.path.threads import in_threads
from overture.solvers.path.tremble import spell_out
from overture.solvers.solution import (
    AT_PRECISION,
    LIMIT,
    LOCAL,
    LOST,
    NEAR,
    RARE,
    STOPPED,
    UNSOLVED,
    Solution,
)

if TYPE_CHECKING:
    from overture.solvers.path.sparse.branch import PathPoint, Walk
    from overture.solvers.path.sparse.corrector import Point
    from overture.solvers.path.sparse.system import Shape

# Free probabilities (actions less information sets) from which the sparse solver is the faster one.
LARGE = 60
HEAVY = 150  # and from which the dense kernels are not asked at all
LOCAL_REGRET = 1e-6  # and of what is at stake at a set, where the limit was looked for and not identified
# Where a point within the regret that was asked for gives away more than LOCAL times that of what is at stake at some
# set, the walk goes on to so many times the precision, so many times.
LOCAL_AGAIN = 10.0
LOCAL_TRIES = 4
# The limit is solved for from points of the branch: where this regret is reached, again where the goal is reached and
# the precision has risen by that factor, and so on so many times. Up to so many free probabilities: beyond, the
# shortest steps to the limit take longer than the walk.
LIMIT_FROM = 1e-5
LIMIT_AGAIN = 2.0
LIMIT_SLOWLY = 10.0  # where an action vanishes like 1/precision
LIMIT_TRIES = 6
LIMIT_SIZE = 5000
GAUGE = 1000  # into how many parts the progress of a world is cut

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Walked:
    """Where the branch of one world was left, or the limit that it leads to.

    Attributes:
        strategy: [A] behaviour strategies; order, weight: [A] trembles of those of probability zero.
        precision: in units of the payoffs; infinite for the limit.
        followed: precision times payoff range up to which the branch was followed.
        folds: turning points passed.
        flips: how often the direction was settled against the sign of the determinant (games with
            interchangeable parts; elsewhere a sign that another branch was near).
        ended: how the walk ended, NEAR, LOST, STOPPED or UNSOLVED of solution.py: what to call the world where what
            is measured does not show that it is solved.
        path: the accepted points.
        reason: why there is no strategy (it is NaN then); "" elsewhere.
    """

    strategy: Floats
    order: Floats
    weight: Floats
    precision: float
    followed: float
    folds: int
    flips: int
    ended: int
    path: tuple[PathPoint, ...] = field(repr=False)
    reason: str = ""


def is_large(tree: Tree) -> bool:
    """Whether the sparse solver is the one for this tree."""
    return tree.n_actions - tree.n_infosets >= LARGE


def is_heavy(tree: Tree) -> bool:
    """Whether walks by the dense kernels would take minutes: neither more starts nor smaller units are tried then."""
    return tree.n_actions - tree.n_infosets >= HEAVY


def unit(tree: Tree) -> Floats:
    """[W] the largest payoff range of any player: the unit of a regret given as a fraction."""
    return np.asarray(measure.payoff_range(tree).max(axis=1, initial=0.0))


def solve(
    tree: Tree,
    precision: float | ArrayLike | None = None,
    regret: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    budget: float | None = None,
) -> Solution:
    """Follow the agent logit path in every world of a large tree.

    Args:
        tree: the game; any number of players.
        precision: stop exactly at this precision (one number, or [W]), in units of the payoffs.
        regret: without a precision, stop when no information set, reached or not, has a conditional regret above
            this fraction of the largest payoff range of any player. None: 1e-6, and from there to the limit
            itself where the tree has at most ``LIMIT_SIZE`` free probabilities.
        threads: how many threads share the worlds; None: one per core. Results do not depend on it.
        progress: called with (done, of all) after every step of a walk; the solution is left where it is, and says
            so, when it returns False.
        budget: seconds after which a walk is left where it is, and the solution says so; None: no limit.

    Raises:
        SolveError: the precision, the regret or the budget makes no sense.
    """
    from overture.solvers.path.sparse.system import Shape

    worlds = tree.n_worlds
    goals = _goals(tree, precision, regret, budget)
    shape = Shape(tree)
    gauge = _Gauge(worlds, progress)

    def one(world: int) -> Walked:
        target = None if goals is None else float(goals[world])
        walked = _walked(tree, world, target, regret, lambda share: gauge.tell(world, share), budget, shape)
        gauge.tell(world, 1.0)
        return walked

    first = one(0)  # compiles or loads the kernels before the threads start
    # An interrupt reaches this thread alone: the others stop at their next step.
    found = [first, *in_threads(one, range(1, worlds), threads, stop=gauge.halt)]
    return _solution(tree, found, goals, regret)


def trail(tree: Tree, world: int = 0, regret: float = REGRET) -> tuple[Floats, Floats, Floats]:
    """Every point of the branch of one world up to a regret (as in :func:`solve`), uniform play first.

    Returns precisions [point], in units of the payoffs; strategies [point, A]; turning points passed so far [point].
    """
    from overture.solvers.path.sparse.branch import Walk
    from overture.solvers.path.sparse.corrector import Rules
    from overture.solvers.path.sparse.system import PathSystem, Shape

    system = PathSystem(Shape(tree), world)
    going = Walk(system, Rules(), keep=True)
    going.run(regret)
    precision = np.array([0.0, *(point.precision for point in going.path)])
    turned = np.cumsum([0, *(int(point.turned) for point in going.path)])
    return precision, np.array([even_play(tree).strategy[world], *(going.trail or [])]), turned


def complete(solution: Solution, precision: Floats | None = None, threads: int | None = None) -> Solution:
    """The same solution with the worlds that are not solved (``precision`` [W] or the limit) walked with more care."""
    left = np.flatnonzero(~np.isin(solution.status, (LIMIT, AT_PRECISION)))
    if not len(left):
        return solution
    again = solve(solution.tree.world(left), None if precision is None else precision[left], threads=threads)
    take = again.solved | (~solution.solved[left] & (again.max_regret < solution.max_regret[left]))
    return solution.but(left[take], again.take(take))


def walk(
    tree: Tree,
    world: int = 0,
    precision: float | None = None,
    regret: float | None = None,
    progress: Callable[[float], bool] | None = None,
    budget: float | None = None,
    shape: Shape | None = None,
) -> Walked:
    """Follow the branch of one world; arguments as in :func:`solve`.

    Args:
        progress: called with the share done (0 to 1) before each step; returns whether to go on.
        shape: what an earlier call on the same tree prepared (several worlds of one tree).
    """
    from overture.solvers.path.limit import Guess, confirmed, guess
    from overture.solvers.path.sparse.branch import (
        BRANCH_LOST,
        HALTED,
        OUT_OF_TIME,
        REACHED,
        ROUNDING,
        Walk,
    )
    from overture.solvers.path.sparse.corrector import Rules
    from overture.solvers.path.sparse.system import PathSystem, Shape

    system = PathSystem(shape if shape is not None else Shape(tree), world)
    if not system.unknowns:
        return _nothing_to_choose(tree, precision)
    going = Walk(system, Rules(), budget, progress)
    limit: Guess | None = None
    if precision is not None:
        at, end = going.run(REGRET, precision * system.range)
    elif regret is not None or system.unknowns > LIMIT_SIZE:
        at, end = _to_regret(going, tree, world, REGRET if regret is None else regret)
    else:
        alone = tree.world(world)
        flattened = flat(alone)
        before, past = None, 0.0
        for _ in range(LIMIT_TRIES):
            at, end = going.run(LIMIT_FROM if before is None else REGRET, past=past)
            if end not in (REACHED, BRANCH_LOST):
                break
            now = guess(alone, flattened, at)
            if confirmed(alone, before, now):
                limit = now
            if limit is not None or end == BRANCH_LOST:
                break
            before = now
            past = (LIMIT_AGAIN if now is None or not now.slow else LIMIT_SLOWLY) * at.precision
    ended = NEAR
    if end in (OUT_OF_TIME, HALTED):
        ended = STOPPED
    elif end == BRANCH_LOST and (precision is not None or at.precision <= ROUNDING):
        ended = LOST
    reached = at.precision / system.range
    if limit is not None:
        strategy, order, weight = limit.strategy, limit.order, limit.weight
        reached = np.inf
    else:
        strategy, order, weight = spell_out(tree, at.state.log_odds[: tree.n_actions], world)
    if precision is not None and end == REACHED:
        reached = precision  # to the last digit
    return Walked(
        strategy=strategy,
        order=order,
        weight=weight,
        precision=reached,
        followed=at.precision,
        folds=going.folds,
        flips=going.flips,
        ended=ended,
        path=tuple(going.path),
    )


def _nothing_to_choose(tree: Tree, precision: float | None) -> Walked:
    """Every set has one action."""
    ones = np.ones(tree.n_actions)
    return Walked(ones, ones, ones, np.inf if precision is None else precision, 0.0, 0, 0, NEAR, ())


def _walked(
    tree: Tree,
    world: int,
    precision: float | None,
    regret: float | None,
    progress: Callable[[float], bool],
    budget: float | None,
    shape: Shape,
) -> Walked:
    """:func:`walk`; where its numbers break down, that is what is said of this world, and the others go on."""
    from overture.solvers.path.sparse.system import SingularJacobian

    try:
        return walk(tree, world, precision, regret, progress, budget, shape)
    except (SingularJacobian, ArithmeticError, RuntimeError, ValueError) as broken:
        nothing = np.full(tree.n_actions, np.nan)
        reason = f"the equations of the path broke down: {broken or type(broken).__name__}"
        return Walked(nothing, nothing, nothing, 0.0, 0.0, 0, 0, UNSOLVED, (), reason)


def _to_regret(going: Walk, tree: Tree, world: int, regret: float) -> tuple[Point, int]:
    """Walk until no regret is above that share of the payoff range, and further where more is at stake locally."""
    from overture.solvers.path.sparse.branch import REACHED

    at, end = going.run(regret, None)
    alone = tree.world(world)
    for _ in range(LOCAL_TRIES):
        if end != REACHED:
            break
        play = spell_out(tree, at.state.log_odds[: tree.n_actions], world)
        told = local_regret(alone, play[0], measure.assess(alone, *play), RARE)
        if told.max(initial=0.0) <= LOCAL * regret:
            break
        at, end = going.run(regret, past=LOCAL_AGAIN * at.precision)
    return at, end


class _Gauge:
    """Adds up how far the worlds have come, for one caller; threads may tell it things."""

    def __init__(self, worlds: int, progress: Progress | None) -> None:
        self.share = [0] * worlds
        self.progress = progress
        self.halted = False
        self._lock = Lock()

    def halt(self) -> None:
        """Let whoever tells stop at the next step."""
        self.halted = True

    def tell(self, world: int, share: float) -> bool:
        """Note that ``world`` has come this far; whether to go on."""
        with self._lock:
            self.share[world] = max(self.share[world], int(GAUGE * share))
            if self.progress is not None and self.progress(sum(self.share), GAUGE * len(self.share)) is False:
                self.halted = True
        return not self.halted


def _goals(
    tree: Tree, precision: float | ArrayLike | None, regret: float | None, budget: float | None
) -> Floats | None:
    """[W] the precisions, where some were asked for; the arguments are checked."""
    if regret is not None and not regret > 0:
        raise SolveError.of("solve/regret", f"regret {regret!r}", tree.title, "a number above 0")
    if budget is not None and not budget >= 0:
        raise SolveError.of("solve/budget", f"budget {budget!r}", tree.title, "seconds, at least 0, or None")
    if precision is None:
        return None
    goals = np.broadcast_to(np.asarray(precision, np.float64), (tree.n_worlds,))
    if not (np.isfinite(goals).all() and (goals >= 0).all()):
        raise SolveError.of(
            "solve/precision", f"precision {precision!r}", tree.title, "finite numbers of at least 0"
        )
    return goals


def _solution(tree: Tree, walked: list[Walked], asked: Floats | None, regret: float | None) -> Solution:
    """The certificate: measured anew, so that no walk grades itself."""
    strategy, order, weight = (
        np.array([getattr(each, name) for each in walked]) for name in ("strategy", "order", "weight")
    )
    precision = np.array([each.precision for each in walked])
    small = regret is None and tree.n_actions - tree.n_infosets <= LIMIT_SIZE
    return Solution.measured(
        tree,
        Play(strategy, order, weight),
        method="agent logit path, sparse" + (", limit" if np.isinf(precision).any() else ""),
        precision=precision,
        asked=asked,
        goal=REGRET if regret is None else regret,
        local_goal=LOCAL_REGRET if small else None,
        otherwise=[each.ended for each in walked],
        reason=np.array([each.reason for each in walked], object),
        folds=[each.folds for each in walked],
        lost=[each.flips > 0 or each.ended in (LOST, UNSOLVED) for each in walked],
        followed=[each.followed for each in walked],
    )
