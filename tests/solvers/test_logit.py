"""The logit path: the kernels against a slow twin, every reference game against its verified list, robustness."""

from __future__ import annotations

import numba
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from overture._kernel import OPTIONS
from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.certificate import certify, from_solution_row
from overture.games.measured.measure import payoff_range
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.solvers.path import logit
from overture.solvers.path.kernels import _dense
from overture.solvers.path.logit import path
from overture.solvers.path.shape import flat
from overture.solvers.solution import AT_PRECISION, LIMIT, LOST
from overture.solvers.solve import solve
from tests.catalogue import Model, files, models
from tests.games.random_games import trees
from tests.solvers import logit_twin as twin
from tests.solvers.random_signalling import games

# Parts of kernels, compiled so that Python can call them.
evaluate, jacobian, factor, backsolve = (
    numba.njit(**OPTIONS)(part.function)
    for part in (_dense.evaluate, _dense.jacobian, _dense.factor, _dense.backsolve)
)


def kernel_at(tree, difference: np.ndarray, precision: float):
    """The kernel's log-probabilities, beliefs, values of actions, residual and Jacobian, in the twin's order."""
    flattened = flat(tree)
    nodes, size = tree.n_nodes, len(flattened.shape[8])
    column = flattened.shape[8]
    is_first = np.zeros(tree.n_actions, bool)
    is_first[tree.edge_start[: tree.n_infosets]] = True
    rank = np.cumsum(~is_first) - 1
    order = rank[column]  # dimension of the kernel -> place among the twin's differences
    d = np.zeros(size + 1)
    d[:size] = difference[order]
    logp, pi, q = (np.empty(tree.n_actions) for _ in range(3))
    value = np.empty((nodes, len(tree.players)))
    rho, prob, belief = (np.zeros(nodes) for _ in range(3))
    g = np.empty(size)
    evaluate(
        flattened.shape, flattened.logchance[0], flattened.pay[0], precision, d, logp, pi, value, rho, prob, belief, q, g
    )  # fmt: skip
    jac = np.empty((size + 1, size + 1))
    jacobian(flattened.shape, precision, pi, value, prob, belief, q, jac)
    residual, exact = np.empty(size), np.empty((size, size))
    residual[order] = g
    exact[np.ix_(order, order)] = jac[:size, :size]
    return logp, belief, q, residual, exact, flattened


def differences(tree, seed: int, spread: float) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=spread, size=tree.n_actions - tree.n_infosets)


# -- the kernels against the twin ----


@settings(max_examples=60)
@given(trees(), st.integers(0, 99), st.sampled_from([0.0, 0.7, 5.0]))
def test_the_residual_and_its_jacobian_are_the_twins(tree, seed: int, precision: float) -> None:
    assume(tree.n_nodes < 120 and (tree.chance > 0).all())
    point = differences(tree, seed, 1.5)
    _, _, _, residual, exact, _ = kernel_at(tree, point, precision)
    assert residual == pytest.approx(twin.residual(tree, 0, point, precision), abs=1e-11)
    if len(point):
        assert exact == pytest.approx(twin.jacobian(tree, 0, point, precision), abs=1e-7)


@settings(max_examples=40)
@given(trees(), st.integers(0, 99))
def test_beliefs_do_not_underflow(tree, seed: int) -> None:
    """Log-odds of hundreds: reach is far below the smallest double, beliefs are still those of Bayes."""
    assume((tree.chance > 0).all())
    point = differences(tree, seed, 400.0)
    logp, belief, _, _, _, _ = kernel_at(tree, point, 1.0)
    wanted = twin.beliefs(tree, 0, logp)
    member = ~np.isnan(wanted)
    assert belief[member] == pytest.approx(wanted[member], abs=1e-9)


@settings(max_examples=40)
@given(trees())
def test_the_easy_part_of_the_jacobian_is_the_identity(tree) -> None:
    point = differences(tree, 1, 1.0)
    flattened = flat(tree)
    size, easy = len(flattened.shape[8]), flattened.easy
    jac = np.empty((size + 1, size + 1))
    logp, pi, q = (np.empty(tree.n_actions) for _ in range(3))
    value = np.empty((tree.n_nodes, len(tree.players)))
    rho, prob, belief = (np.zeros(tree.n_nodes) for _ in range(3))
    d = np.concatenate([point, [0.0]])
    evaluate(
        flattened.shape, flattened.logchance[0], flattened.pay[0], 3.0, d, logp, pi, value, rho, prob, belief, q,
        np.empty(size),
    )  # fmt: skip
    jacobian(flattened.shape, 3.0, pi, value, prob, belief, q, jac)
    assert np.array_equal(jac[:easy, :easy], np.eye(easy))


@given(st.integers(1, 12), st.integers(0, 11), st.integers(0, 999))
def test_the_factors_solve_what_numpy_solves(size: int, easy: int, seed: int) -> None:
    easy = min(easy, size - 1)
    draw = np.random.default_rng(seed)
    matrix = draw.normal(size=(size, size))
    matrix[:easy, :easy] = np.eye(easy)
    right = draw.normal(size=size)
    wanted = np.linalg.solve(matrix, right)
    sign = np.sign(np.linalg.det(matrix))
    pivot, got = np.empty(size, np.int64), right.copy()
    assert factor(matrix, size, easy, pivot) == sign
    backsolve(matrix, size, easy, pivot, got)
    assert got == pytest.approx(wanted, rel=1e-6, abs=1e-6 * np.abs(wanted).max())


def test_a_singular_matrix_is_said_to_be_one() -> None:
    matrix = np.ones((3, 3))
    assert factor(matrix, 3, 0, np.empty(3, np.int64)) == 0.0


# -- the reference games ----


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in files()])
def test_every_reference_file_is_solved_and_certified_in_rationals(file) -> None:
    """Large ones go to the sparse solver behind the same door."""
    tree = read_efg(file)
    solution = solve(tree, threads=1)
    assert solution.status[0] == LIMIT
    assert solution.max_regret[0] <= 1e-9 * payoff_range(tree).max()
    found = from_solution_row(tree, solution.strategy[0], solution.order[0], solution.weight[0])
    assert found.is_sequential
    # Exact numbers behind the doubles are recovered in small games; of the two largest the doubles are certified.
    assert found.exact or tree.n_nodes > 3000


def ends(certificate) -> np.ndarray:
    return np.array([float(certificate.reach[node]) for node in certificate.tree.terminal])


@pytest.mark.parametrize("reference", [pytest.param(m, id=m.id) for m in models() if m.complete])
def test_the_limit_is_on_the_complete_list(reference: Model) -> None:
    solution = solve(reference.tree, threads=1)
    found = from_solution_row(reference.tree, solution.strategy[0], solution.order[0], solution.weight[0])
    listed = [certify(row.tree, row.assessment()) for row in reference.equilibria]
    same_play = [np.allclose(ends(found), ends(each), atol=1e-9) for each in listed]
    # Of a continuum the list holds one point: then the payoffs are those of the class.
    same_value = [
        np.allclose([float(v) for v in found.value], [float(v) for v in each.value]) for each in listed
    ]
    assert any(same_play) or any(same_value)


@pytest.mark.parametrize("reference", [pytest.param(m, id=m.id) for m in models() if m.limit_values])
def test_the_limit_is_the_stored_one(reference: Model) -> None:
    solution = solve(reference.tree, threads=1)
    assert solution.value[0] == pytest.approx(reference.limit_values, abs=2e-3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("S_core_X", (0.6 * 0.8215, 0.5547)),
        ("S_core_Y", (0.6 * 0.8215, 0.351)),
        ("V1_X", (0.4 * 0.8215, None)),
    ],
)
def test_the_principal_branch_separates_by_default(reference, name: str, value) -> None:
    """S: the keeper offers a deep freeze, the exploiter nothing."""
    tree = read_efg(reference / "models" / "flagship" / f"{name}.efg")
    solution = solve(tree)
    assert solution.value[0, 0] == pytest.approx(value[0], abs=1e-9)
    if value[1] is not None:
        assert solution.value[0, 1] == pytest.approx(value[1], abs=5e-5)
    assert _offers(solution) == {"keep": "deep", "exploit": "none"}


@pytest.mark.parametrize(("name", "cheating"), [("V2_X", 0.852), ("V2_Y", 0.079)])
def test_better_inspection_makes_both_pool_on_thin(reference, name: str, cheating: float) -> None:
    """V2: the same inspectors, and an exploiter who cheats eleven times as often against X."""
    tree = read_efg(reference / "models" / "flagship" / f"{name}.efg")
    solution = solve(tree)
    assert _offers(solution) == {"keep": "thin", "exploit": "thin"}
    cheat = [
        solution.strategy[0, action]
        for action in range(tree.n_actions)
        if tree.labels.edge[action] == "cheat" and 0.001 < solution.strategy[0, action] < 0.999
    ]
    assert any(share == pytest.approx(cheating, abs=1e-3) for share in cheat)


def _offers(solution) -> dict[str, str]:
    """What each type surely offers, by the first letter of its information set's history."""
    tree = solution.tree
    found = {}
    for infoset in range(tree.n_infosets):
        labels = tree.labels.edge[tree.edge_start[infoset] : tree.edge_start[infoset + 1]]
        if "thin" in labels and "deep" in labels:
            node = int(tree.members(infoset)[0])
            while tree.parent[tree.parent[node]] >= 0 if node else False:
                node = int(tree.parent[node])
            kind = tree.labels.edge[tree.edge[node]]
            chances = solution.strategy[0, tree.edge_start[infoset] : tree.edge_start[infoset + 1]]
            if chances.max() > 1 - 1e-9:
                found["keep" if kind.lower().startswith("k") else "exploit"] = labels[int(chances.argmax())]
    return found


# -- precision ----


@settings(max_examples=30)
@given(st.tuples(*[st.integers(2, 3)] * 3), st.integers(0, 999), st.sampled_from([0.0, 0.5, 8.0, 60.0]))
def test_at_a_precision_play_is_the_logit_response(size, seed: int, precision: float) -> None:
    """The twin's residual, not the solver's own."""
    tree = games(*size, 1, seed=seed)
    solution = solve(tree, precision=precision)
    assert solution.status[0] == AT_PRECISION
    assert solution.precision[0] == pytest.approx(precision)
    logs = np.log(solution.strategy[0])
    first = np.repeat(tree.edge_start[: tree.n_infosets], np.diff(tree.edge_start[: tree.n_infosets + 1]))
    gaps = (logs - logs[first])[np.arange(tree.n_actions) != first]
    unit = payoff_range(tree).max()
    assert np.abs(twin.residual(tree, 0, gaps, precision * unit)).max() < 1e-7
    assert solution.residual[0] < 1e-8


def test_a_precision_that_is_none_is_refused() -> None:
    tree = games(2, 2, 2, 1, seed=0)
    for wrong in (-1.0, np.inf, np.nan):
        with pytest.raises(SolveError, match="precision"):
            solve(tree, precision=wrong)


def test_more_precision_comes_closer_to_the_limit() -> None:
    tree = freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)
    limit = solve(tree).strategy[0]
    far = [np.abs(solve(tree, precision=each).strategy[0] - limit).max() for each in (10.0, 100.0, 1000.0)]
    assert far[0] > far[1] > far[2]


# -- worlds ----


def test_threads_and_company_change_nothing() -> None:
    """A world's answer is the same alone, among others, and on any number of threads."""
    tree = games(3, 3, 3, 80, seed=4)
    one, two = solve(tree, threads=1), solve(tree, threads=2)
    assert np.array_equal(one.strategy, two.strategy)
    assert np.array_equal(one.order, two.order)
    for world in (0, 41, 79):
        assert np.array_equal(solve(tree.world(world)).strategy[0], one.strategy[world])


def test_progress_counts_every_world() -> None:
    told: list[tuple[int, int]] = []
    solve(games(2, 2, 2, 70, seed=4), threads=1, progress=lambda done, worlds: told.append((done, worlds)))
    assert told[-1] == (70, 70)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def test_what_could_not_be_followed_is_said(monkeypatch) -> None:
    """Too few steps: lost, with the regret of the last point; the rest stands."""
    short = tuple((*rules[:8], 3.0, *rules[9:]) for rules in logit.RULES)
    monkeypatch.setattr(logit, "RULES", short)
    monkeypatch.setattr(logit, "LENIENT", short[0])
    monkeypatch.setattr(
        logit.large, "complete", lambda solution, *others: solution
    )  # no second solver behind it
    monkeypatch.setattr("overture.solvers.solve.searched", lambda solution: solution)  # nor a third
    tree = games(3, 3, 3, 4, seed=1)
    solution = solve(tree)
    assert (solution.status == LOST).all()
    assert solution.lost.all()
    assert not solution.solved.any()
    assert (solution.max_regret > 0).all()
    assert "could not be followed" in solution.summary()
    assert solution.worst_name(0) in solution.summary() or len({solution.worst_name(w) for w in range(4)}) > 1


def test_a_game_without_choices_has_a_value() -> None:
    tree = read_efg(
        'EFG 2 R "sure" { "A" "B" }\nc "" 1 "" { "l" 1/4 "r" 3/4 } 0\nt "" 1 "" { 4, 8 }\nt "" 2 "" { 0, 4 }'
    )
    solution = solve(tree)
    assert solution.solved.all()
    assert solution.value[0] == pytest.approx([1.0, 5.0])


# -- the path as a figure ----


def test_the_path_starts_uniform_and_ends_at_the_limit() -> None:
    tree = freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)
    frame = path(tree)
    first = frame[frame.point == 0]
    assert (first.precision == 0).all()
    sizes = first.groupby("infoset", sort=False).probability.transform("size")
    assert first.probability.to_numpy() == pytest.approx(1 / sizes.to_numpy())
    last = frame[frame.point == frame.point.max()].probability.to_numpy()
    limit = solve(tree).strategy[0]
    # Close: the last point lies where the limit was identified.
    assert np.abs(last - limit).max() < 0.05
    assert frame.folds.is_monotonic_increasing


# -- robustness: random signalling games, all of them ----


@pytest.mark.parametrize(("size", "count"), [(2, 200), (3, 200), (4, 60), (5, 60)])
def test_random_signalling_games_are_all_solved(size: int, count: int) -> None:
    """Each to rounding, and measured by code that the solver does not share; the bench does 1,000 of each."""
    tree = games(size, size, size, count, seed=77)
    solution = solve(tree, threads=1)
    unit = payoff_range(tree).max(axis=1)
    assert (solution.status == LIMIT).all()
    assert (solution.max_regret <= 1e-9 * unit).all()
    for world in range(0, count, 20):
        row = (solution.strategy[world], solution.order[world], solution.weight[world])
        assert float(from_solution_row(tree.world(world), *row).max_regret) <= 1e-9


@pytest.mark.slow
def test_a_middle_sized_game_is_solved() -> None:
    """8 types, messages and responses: 112 dimensions, one path."""
    tree = games(8, 8, 8, 1, seed=3)
    assert solve(tree).status[0] == LIMIT
