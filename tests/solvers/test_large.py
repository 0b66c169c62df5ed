"""The sparse logit path: its kernels against a slow twin, against the dense solver, and its certificates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

import overture as ov
from overture.errors import SolveError
from overture.games.measured import measure
from overture.games.tree import Tree
from overture.models.crisis import DEFAULTS, HARD, crisis
from overture.solvers.path import large, limit
from overture.solvers.path.shape import flat
from overture.solvers.path.sparse import corrector
from overture.solvers.path.sparse import system as systems
from overture.solvers.path.sparse.system import PathSystem, Shape
from overture.solvers.path.starts import continuations
from overture.solvers.path.tremble import spell_out
from overture.solvers.solution import AT_PRECISION, LIMIT, LOST, STOPPED, WITHIN
from overture.solvers.solve import solve as solve_any
from tests.games.random_games import trees
from tests.solvers import logit_twin as twin


@ov.game("Sender", "Receiver", title="random signalling game")
def signalling(p, *, size: int = 3, seed: int = 0):  # type: ignore[no-untyped-def]
    """Random payoffs; ``p.tilt`` moves the sender's, world by world."""
    pay = np.random.default_rng(seed).random((size, size, size, 2))
    kind = yield ov.chance("type", {str(at): 1 / size for at in range(size)}, seen_by="Sender")
    message = yield ov.move("Sender", "message", [str(at) for at in range(size)])
    response = yield ov.move("Receiver", "response", [str(at) for at in range(size)])
    sender, receiver = pay[int(kind), int(message), int(response)]
    return {"Sender": sender + p.tilt * (message == "0"), "Receiver": receiver}


def signal(size: int, seed: int, tilt: object = 0.0) -> Tree:
    return signalling.shape(size=size, seed=seed).tree({"tilt": tilt})


@pytest.fixture(params=["dense", "sparse"])
def algebra(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which the Jacobian is factorised, whatever its size."""
    monkeypatch.setattr(systems, "DENSE_SHARE", 0.0 if request.param == "dense" else 2.0)
    return str(request.param)


def _points(tree: Tree) -> Iterator[tuple[np.ndarray, float]]:
    dice = np.random.default_rng(0)
    count = tree.n_actions - tree.n_infosets
    for precision in (0.0, 0.7, 4.0):
        yield dice.normal(scale=1 + precision, size=count), precision


# -- kernels against the twin ----


@settings(max_examples=40)
@given(tree=trees())
def test_action_values_are_the_twins(tree: Tree) -> None:
    assume(tree.n_actions > tree.n_infosets)
    assume((tree.chance > 0).all())
    system = PathSystem(Shape(tree), 0)
    for difference, precision in _points(tree):
        state = system.state(difference)
        ours = difference - precision * state.difference
        assert ours == pytest.approx(twin.residual(tree, 0, difference, precision), abs=1e-12)
        assert state.odds == pytest.approx(twin.odds(tree, 0, difference), abs=1e-14)


def _same_linear_algebra(tree: Tree) -> None:
    shape = Shape(tree)
    system = PathSystem(shape, 0)
    for difference, precision in _points(tree):
        state = system.state(difference)
        factors = system.factorise(state, precision)
        matrix = twin.jacobian(tree, 0, difference, precision)
        right = np.random.default_rng(1).normal(size=len(difference))
        # What the factors solve, the twin's matrix must give back.
        assert matrix @ factors.solve(right) == pytest.approx(right, abs=1e-5 * (1 + precision))
        sign, size = np.linalg.slogdet(matrix)
        if size > -5:
            assert factors.sign == sign


@settings(max_examples=25)
@given(tree=trees())
def test_factors_solve_the_twins_jacobian(tree: Tree) -> None:
    assume(0 < tree.n_actions - tree.n_infosets < 25)
    assume((tree.chance > 0).all())
    _same_linear_algebra(tree)


def test_factors_solve_the_twins_jacobian_of_the_crisis(algebra: str) -> None:
    tree = crisis.shape(periods=2).tree(DEFAULTS)
    assert Shape(tree).dense == (algebra == "dense")
    _same_linear_algebra(tree)


def test_factors_solve_the_twins_jacobian_of_signalling(algebra: str) -> None:
    _same_linear_algebra(signal(4, 1))


@pytest.mark.parametrize("name", ["crisis", "harder crisis", "signalling"])
def test_the_kernel_makes_the_steps_of_the_corrector(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point by point, over turning points too: precision, play, tangent, and how each point was found."""
    from overture.solvers.path.sparse.branch import Walk
    from overture.solvers.path.sparse.corrector import Corrector, OfTree, Rules

    monkeypatch.setattr(systems, "DENSE_SHARE", 2.0)
    tree = {
        "crisis": lambda: crisis.shape(periods=2).tree(DEFAULTS),
        "harder crisis": lambda: crisis.shape(periods=2).tree(HARD),
        "signalling": lambda: signal(4, 20),
    }[name]()
    system = PathSystem(Shape(tree), 0)
    fused, plain = (Walk(system, Rules(), keep=True) for _ in range(2))
    assert isinstance(fused.corrector, OfTree)
    plain.corrector = Corrector(system, Rules())
    (at, how), (other, how_other) = (walk.run(1e-5) for walk in (fused, plain))
    assert how == how_other
    assert len(fused.path) == len(plain.path) > 10
    for mine, twins in zip(fused.path, plain.path, strict=True):
        assert (mine.corrections, mine.factorisations, mine.turned) == (
            twins.corrections,
            twins.factorisations,
            twins.turned,
        )
        assert mine.precision == pytest.approx(twins.precision, rel=1e-8)
    assert np.array(fused.trail) == pytest.approx(np.array(plain.trail), abs=1e-8)
    assert at.tangent == pytest.approx(other.tangent, rel=1e-5, abs=1e-8)
    assert (at.slope, at.along) == pytest.approx((other.slope, other.along), rel=1e-6)
    assert (fused.folds, fused.flips) == (plain.folds, plain.flips)
    if name == "signalling":
        assert fused.folds >= 2


# -- against the dense solver ----


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("precision", [0.5, 5.0, 60.0])
def test_agrees_with_the_dense_solver_at_a_precision(seed: int, precision: float, algebra: str) -> None:
    tree = signal(4, seed)
    sparse, dense = large.solve(tree, precision), solve_any(tree, precision)
    assert sparse.status[0] == dense.status[0] == AT_PRECISION
    assert sparse.strategy == pytest.approx(dense.strategy, abs=1e-10)
    assert sparse.belief == pytest.approx(dense.belief, abs=1e-9, nan_ok=True)
    assert sparse.precision[0] == precision


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_the_dense_solver_at_the_limit(seed: int) -> None:
    tree = signal(4, seed)
    sparse, dense = large.solve(tree), solve_any(tree)
    assert sparse.status[0] == dense.status[0] == LIMIT
    assert sparse.strategy == pytest.approx(dense.strategy, abs=1e-7)
    assert sparse.max_regret[0] < 1e-10


@settings(max_examples=30)
@given(tree=trees())
def test_is_the_logit_response_to_itself(tree: Tree) -> None:
    """Any number of players; the action values are measured by code that knows no solver."""
    assume(tree.n_actions > tree.n_infosets)
    solution = large.solve(tree, 1.5, threads=1)
    assert solution.solved.all()
    value = measure.assess(tree, solution.strategy).action_value[0]
    for infoset in range(tree.n_infosets):
        own = slice(tree.edge_start[infoset], tree.edge_start[infoset + 1])
        reply = np.exp(1.5 * (value[own] - value[own].max()))
        assert solution.strategy[0, own] == pytest.approx(reply / reply.sum(), abs=1e-9)


@pytest.mark.parametrize(
    ("size", "seed", "precision"), [(3, 32, 300.0), (4, 20, 300.0), (5, 10, 200.0), (5, 26, 200.0)]
)
def test_passes_folds(size: int, seed: int, precision: float) -> None:
    tree = signal(size, seed)
    sparse, dense = large.solve(tree, precision), solve_any(tree, precision)
    assert sparse.folds[0] >= 2
    assert sparse.folds[0] % 2 == 0
    assert not sparse.lost[0]
    assert sparse.strategy == pytest.approx(dense.strategy, abs=1e-9)
    walked = large.walk(tree, 0, precision)
    assert sum(point.turned for point in walked.path) >= 2


def test_what_dense_kernels_add_is_still_tried_below_a_heavy_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other starts, and smaller units where the sparse walk finds no limit."""
    tree = signal(7, 0)
    assert large.is_large(tree)
    assert not large.is_heavy(tree)
    assert list(continuations(tree, 1))
    monkeypatch.setattr(large, "LIMIT_TRIES", 1)
    assert solve_any(tree).status[0] == LIMIT


def test_a_branch_that_winds_is_walked_again_with_care() -> None:
    """After too many turning points the walk begins anew by careful rules, and ends at the same point."""
    from overture.solvers.path.sparse.branch import REACHED, Walk

    tree = signal(5, 26)
    quick = Walk(PathSystem(Shape(tree), 0), corrector.Rules())
    winding = Walk(PathSystem(Shape(tree), 0), corrector.Rules(winding=1))
    target = 200.0 * quick.system.range
    (there, end), (again, end_again) = quick.run(1e-9, target), winding.run(1e-9, target)
    assert end == end_again == REACHED
    assert winding.rules == corrector.Rules(winding=1).careful()
    assert len(winding.path) > len(quick.path)
    assert winding.folds == quick.folds
    assert again.difference == pytest.approx(there.difference, abs=1e-6)


def test_the_front_door_uses_the_sparse_solver_for_large_trees() -> None:
    assert not large.is_large(signal(4, 0))
    tree = signal(9, 0)
    assert large.is_large(tree) == (tree.n_actions - tree.n_infosets >= large.LARGE)
    tree = crisis.shape(periods=3).tree(DEFAULTS)
    assert large.is_large(tree)
    solution = ov.solve(tree)
    assert "sparse" in solution.method
    assert solution.status[0] == LIMIT
    assert solution.max_regret[0] < 1e-9


def test_worlds_without_a_dense_limit_are_walked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dense kernels leave the limit of this tree unidentified; the front door finds it all the same."""
    monkeypatch.setattr(large, "LARGE", 61)
    tree = crisis.shape(periods=2).tree(HARD)
    assert not large.is_large(tree)
    solution = ov.solve(tree)
    assert solution.solved.all()
    assert solution.max_regret[0] < 1e-9


# -- large trees, their certificates, and how they end ----


def test_four_periods_to_a_thousandth() -> None:
    tree = crisis.shape(periods=4).tree(DEFAULTS)
    unit = measure.payoff_range(tree).max()
    solution = large.solve(tree, regret=1e-3 / unit)
    assert solution.status[0] == WITHIN
    assert measure.assess(tree, solution.strategy, solution.order, solution.weight).max_regret[0] <= 1e-3


@pytest.mark.parametrize("periods", [1, 2, 3])
@pytest.mark.parametrize("told", [DEFAULTS, HARD], ids=["default", "hard"])
def test_limits_of_the_crisis_are_exact(periods: int, told: dict[str, float]) -> None:
    tree = crisis.shape(periods=periods).tree(told)
    solution = large.solve(tree)
    assert solution.status[0] == LIMIT
    assert np.isinf(solution.precision[0])
    again = measure.assess(tree, solution.strategy, solution.order, solution.weight)
    assert again.max_regret[0] <= 1e-9 * measure.payoff_range(tree).max()
    near = large.solve(tree, regret=1e-6)
    assert near.strategy == pytest.approx(solution.strategy, abs=3e-3)
    assert near.value == pytest.approx(solution.value, abs=1e-2)


@pytest.mark.parametrize("name", ["crisis", "hard crisis", "signalling"])
def test_sparse_and_dense_algebra_find_one_limit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from overture.solvers.path.sparse.branch import Walk
    from overture.solvers.path.sparse.corrector import Rules

    tree = {
        "crisis": lambda: crisis.shape(periods=2).tree(DEFAULTS),
        "hard crisis": lambda: crisis.shape(periods=2).tree(HARD),
        "signalling": lambda: signal(6, 0),
    }[name]()
    at, _ = Walk(PathSystem(Shape(tree), 0), Rules()).run(1e-5)
    found = []
    for most in (10**9, 0):
        monkeypatch.setattr(limit, "DENSE", most)
        guess = limit.guess(tree, flat(tree), at)
        assert guess is not None
        assert measure.assess(tree, guess.strategy, guess.order, guess.weight).max_regret[0] < 1e-10
        found.append(guess)
    dense, sparse = found
    assert sparse.strategy == pytest.approx(dense.strategy, abs=1e-9)
    assert sparse.order == pytest.approx(dense.order, abs=1e-9)
    assert (sparse.mark == dense.mark).all()
    assert 0 < dense.distance < 0.01
    assert sparse.distance == pytest.approx(dense.distance, abs=1e-9)


def test_a_limit_must_be_confirmed_by_a_second_point() -> None:
    from overture.solvers.path.sparse.branch import Walk
    from overture.solvers.path.sparse.corrector import Rules

    tree = crisis.shape(periods=2).tree(DEFAULTS)
    going = Walk(PathSystem(Shape(tree), 0), Rules())
    guesses = []
    for past in (0.0, 1e4, 1e5):
        at, _ = going.run(1e-4, past=past)
        guesses.append(limit.guess(tree, flat(tree), at))
    first, second, third = guesses
    assert limit.confirmed(tree, second, third)
    assert not limit.confirmed(tree, None, third)
    assert not limit.confirmed(tree, third, third)  # no second point
    assert not limit.confirmed(tree, third, second)  # the wrong way round
    assert third is not None
    # Another support is another limit, and one with regret is none.
    assert not limit.confirmed(tree, replace(first, mark=1 - first.mark), third)
    uniform = replace(third, strategy=np.full(tree.n_actions, 0.5))
    assert not limit.confirmed(tree, second, uniform)
    assert not limit.confirmed(tree, second, replace(third, distance=second.distance))


def test_trembles_keep_the_beliefs_of_the_logs() -> None:
    tree = crisis.shape(periods=2).tree(DEFAULTS)
    system = PathSystem(Shape(tree), 0)
    from overture.solvers.path.sparse.branch import Walk
    from overture.solvers.path.sparse.corrector import Rules

    at, _ = Walk(system, Rules()).run(1e-6, None)
    logs = at.state.log_odds[: tree.n_actions]
    strategy, order, weight = spell_out(tree, logs)
    assert (strategy == 0).sum() > 20
    right = twin.beliefs(tree, 0, logs)
    ours = measure.belief(tree, strategy, order, weight)[0]
    assert ours == pytest.approx(right, abs=1e-6, nan_ok=True)
    # Orders alone tell histories apart that are about equally likely.
    crude = measure.belief(tree, strategy, np.maximum(-logs, 1e-3))[0]
    assert np.nanmax(np.abs(crude - right)) > 0.1


def test_many_worlds_each_with_its_certificate() -> None:
    tilts = np.linspace(-0.2, 0.2, 5)
    tree = signal(5, 3, tilts)
    solution = large.solve(tree, threads=2)
    alone = large.solve(tree, threads=1)
    assert (solution.strategy == alone.strategy).all()
    assert solution.solved.all()
    assert (solution.max_regret < 1e-9).all()
    for world, tilt in enumerate(tilts):
        single = large.solve(signal(5, 3, float(tilt)))
        assert solution.strategy[world] == pytest.approx(single.strategy[0], abs=1e-9)
    assert len(np.unique(solution.value[:, 0].round(6))) > 1


def test_a_precision_for_each_world() -> None:
    tree = signal(4, 2, np.zeros(3))
    solution = large.solve(tree, [1.0, 10.0, 100.0])
    assert solution.precision == pytest.approx([1.0, 10.0, 100.0])
    for world, precision in enumerate([1.0, 10.0, 100.0]):
        assert solution.strategy[world] == pytest.approx(
            large.solve(tree.world(0), precision).strategy[0], abs=1e-10
        )


def test_an_early_stop_says_so() -> None:
    tree = crisis.shape(periods=2).tree(DEFAULTS)
    stopped = large.solve(tree, budget=0.0)
    assert stopped.status[0] == STOPPED
    assert not stopped.solved.any()
    assert "stopped early" in stopped.summary()
    # What was reached stands, with its own certificate: uniform play here.
    assert stopped.strategy == pytest.approx(0.5)
    assert stopped.max_regret[0] == pytest.approx(measure.assess(tree, stopped.strategy).max_regret[0])

    told: list[tuple[int, int]] = []

    def halt(done: int, all_of_it: int) -> bool:
        told.append((done, all_of_it))
        return len(told) < 4

    halted = large.solve(tree, progress=halt)
    assert halted.status[0] == STOPPED
    assert 0 < halted.followed[0] < large.solve(tree, regret=1e-3).followed[0]


def test_progress_rises_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    large.solve(
        crisis.shape(periods=2).tree(DEFAULTS), progress=lambda done, of_all: told.append((done, of_all))
    )
    done = [each for each, _ in told]
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1]
    assert len(set(done)) > 5


def test_no_walk_grades_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that misses the goal is not called solved, whatever the walk believes."""
    tree = crisis.shape(periods=2).tree(DEFAULTS)

    def crude(tree: Tree, log_strategy: np.ndarray, world: int = 0) -> tuple[np.ndarray, ...]:
        strategy = np.exp(log_strategy)
        return strategy, np.maximum(-log_strategy, 1e-3), np.ones(tree.n_actions)

    monkeypatch.setattr(large, "spell_out", crude)
    solution = large.solve(tree, regret=1e-6)
    assert solution.max_regret[0] > 1e-4
    assert not solution.solved.any()


def test_a_branch_that_cannot_be_followed_is_called_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    careless = corrector.Rules(corrections=0)  # no point is ever accepted
    monkeypatch.setattr(corrector, "Rules", lambda: careless)
    solution = large.solve(signal(3, 0), 100.0)
    assert solution.status[0] == LOST
    assert solution.lost[0]
    assert not solution.solved.any()
    assert "could not be followed" in solution.summary()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"precision": -1.0}, "solve/precision"),
        ({"precision": np.inf}, "solve/precision"),
        ({"precision": [1.0, 2.0, np.nan]}, "solve/precision"),
        ({"regret": 0.0}, "solve/regret"),
        ({"regret": float("nan")}, "solve/regret"),
        ({"budget": -1.0}, "solve/budget"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: dict[str, object], fault: str) -> None:
    tree = signal(2, 0, np.zeros(3))
    with pytest.raises(SolveError) as caught:
        large.solve(tree, **arguments)  # type: ignore[arg-type]
    assert caught.value.faults[0].id == fault


def test_nothing_to_choose() -> None:
    """A game in which every set has one action is solved by doing nothing."""

    @ov.game("One", title="no choice")
    def told(p):  # type: ignore[no-untyped-def]
        luck = yield ov.chance("luck", {"good": 0.25, "bad": 0.75})
        yield ov.move("One", "go on", ["yes"])
        return {"One": 1.0 if luck == "good" else 0.0}

    solution = large.solve(told.tree())
    assert solution.solved.all()
    assert solution.value[0, 0] == pytest.approx(0.25)
    assert solution.max_regret[0] == 0


def test_the_path_of_a_large_tree_is_a_frame() -> None:
    tree = crisis.shape(periods=3).tree(DEFAULTS)
    frame = ov.path(tree)
    points = frame.point.nunique()
    assert len(frame) == points * tree.n_actions
    sums = frame.groupby(["point", "player", "infoset"]).probability.sum()
    assert sums.to_numpy() == pytest.approx(1.0)
    first, last = frame[frame.point == 0], frame[frame.point == points - 1]
    assert first.probability.to_numpy() == pytest.approx(0.5)
    # The point in the middle is what solving to its precision gives; the end is near the limit.
    middle = frame[frame.point == points // 2]
    again = large.solve(tree, float(middle.precision.iloc[0]))
    assert middle.probability.to_numpy() == pytest.approx(again.strategy[0], abs=1e-6)
    assert last.probability.to_numpy() == pytest.approx(ov.solve(tree).strategy[0], abs=1e-2)
