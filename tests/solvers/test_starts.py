"""Other starts: what they find is measured elsewhere, does not depend on threads, and is what is known to exist."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.games.measured.certificate import certify, from_solution_row
from overture.games.measured.measure import belief, payoff_range, terminal_probability
from overture.games.measured.play import Play
from overture.games.measured.rational import doubles
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.solvers.path.shape import flat
from overture.solvers.path.starts import bonuses, continuations
from overture.solvers.path.template import snapped
from overture.solvers.solution import LIMIT
from overture.solvers.solve import solve
from tests.catalogue import model
from tests.games.random_games import trees
from tests.solvers.random_signalling import games


def plays(tree, solutions, world: int = 0) -> list[np.ndarray]:
    """Distinct play on the path among the solutions of one world."""
    found: list[np.ndarray] = []
    for solution in solutions:
        play = terminal_probability(tree, solution.strategy)[world]
        if solution.status[world] == LIMIT and not any(np.abs(play - other).max() < 1e-6 for other in found):
            found.append(play)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_under_x_all_three_conventions_are_found(reference, seed: int) -> None:
    """P, M and S of the flagship's core: pooling, semi-separating, separating, each exact in rationals."""
    reference = model("S_core_X")
    tree = reference.tree
    found = list(continuations(tree, 12, seed))
    wanted = {row.name: certify(tree, row.assessment()) for row in reference.equilibria}
    assert len(wanted) == 3
    for certificate in wanted.values():
        ends = np.array([float(certificate.reach[node]) for node in tree.terminal])
        assert any(np.allclose(play, ends, atol=1e-9) for play in plays(tree, found))
    for solution in found:
        row = from_solution_row(tree, solution.strategy[0], solution.order[0], solution.weight[0])
        assert row.is_sequential
        assert row.exact


@pytest.mark.parametrize("name", ["S_core_Y", "V1_X", "V1_Y", "V2_X", "V2_Y"])
def test_where_one_equilibrium_is_known_to_be_alone_no_other_is_found(reference, name: str) -> None:
    reference = model(name)
    found = list(continuations(reference.tree, 12, 0))
    (row,) = reference.equilibria
    certificate = certify(reference.tree, row.assessment())
    ends = np.array([float(certificate.reach[node]) for node in reference.tree.terminal])
    (play,) = plays(reference.tree, found)
    assert np.allclose(play, ends, atol=1e-9)


def test_pooling_on_a_thin_freeze_is_found_in_every_world_where_it_exists() -> None:
    """Closed form: X accepts a pooled thin offer iff pi <= (b - l) / (b + h) = 1/2, and then pooling is there."""
    pi = np.linspace(0.06, 0.94, 45)  # 0.5 is not among them
    tree = freeze_for_relief.shape(talk=False, who="X").tree({**DEFAULTS, "pi": pi})
    found = list(continuations(tree, 12, 0))
    pooled = np.zeros(len(pi), bool)
    offer = [
        action
        for action in range(tree.n_actions)
        if tree.labels.set_name[tree.infoset_of_action[action]] == "offer"
        and tree.labels.edge[action] == "thin"
    ]
    assert len(offer) == 2
    for solution in found:
        pooled |= (solution.strategy[:, offer] > 1 - 1e-9).all(axis=1) & (solution.status == LIMIT)
    assert np.array_equal(pooled, pi < 0.5)


def test_every_solution_is_certified_and_distinct_where_it_is_not_a_repeat() -> None:
    tree = games(3, 3, 3, 40, seed=5)
    found = list(continuations(tree, 6, 1))
    unit = payoff_range(tree).max(axis=1)
    assert found
    for solution in found:
        solved = solution.status == LIMIT
        assert solved.mean() > 0.9
        assert (solution.max_regret[solved] <= 1e-9 * unit[solved]).all()
        assert (solution.lost == ~solved).all()
    for world in range(tree.n_worlds):
        mine = [terminal_probability(tree, each.strategy)[world] for each in found]
        repeats = [at for at, play in enumerate(mine) if at and np.allclose(play, mine[0], atol=1e-9)]
        # What repeats the first comes after all that differs.
        assert repeats == list(range(len(mine) - len(repeats), len(mine)))


def test_threads_change_nothing_and_the_seed_decides() -> None:
    tree = games(2, 3, 2, 30, seed=2)
    alone, shared_out, again = (list(continuations(tree, 6, 3, threads=threads)) for threads in (1, 2, 1))
    for one, other in ((alone, shared_out), (alone, again)):
        assert len(one) == len(other)
        for mine, theirs in zip(one, other, strict=True):
            assert np.array_equal(mine.strategy, theirs.strategy)
            assert np.array_equal(mine.order, theirs.order)
            assert np.array_equal(mine.weight, theirs.weight)
    flattened = flat(tree)
    assert not np.array_equal(bonuses(tree, flattened, 1), bonuses(tree, flattened, 2))


def test_no_starts_and_no_choices_give_nothing() -> None:
    tree = games(2, 2, 2, 1, seed=0)
    assert list(continuations(tree, 0, 0)) == []
    empty = replace(tree, payoff=tree.payoff[:0], chance=tree.chance[:0])
    assert list(continuations(empty, 4, 0)) == []


def test_a_large_tree_has_no_other_starts() -> None:
    """Nothing at once, not everything within an hour."""
    assert list(continuations(games(12, 12, 12, 1, seed=0), 6, 0)) == []


@settings(max_examples=25)
@given(size=st.tuples(*[st.integers(2, 3)] * 3), seed=st.integers(0, 10_000))
def test_what_is_found_has_no_regret_in_rationals_of_its_doubles(
    size: tuple[int, int, int], seed: int
) -> None:
    """Whatever is found has no regret by the independent measure, in rationals of the doubles."""
    tree = games(*size, 1, seed=seed)
    for solution in continuations(tree, 8, seed):
        if solution.status[0] != LIMIT:
            continue
        certificate = from_solution_row(tree, solution.strategy[0], solution.order[0], solution.weight[0])
        assert float(certificate.max_regret) <= 1e-9


@settings(max_examples=30)
@given(trees())
def test_any_small_game_can_be_started_elsewhere(tree) -> None:
    """Ties, sets of one action, branches that chance excludes, one to three players: certified, or said to be none."""
    for solution in continuations(tree, 4, 0):
        assert np.isfinite(solution.strategy).all()
        if solution.status[0] == LIMIT:
            row = from_solution_row(tree, solution.strategy[0], solution.order[0], solution.weight[0])
            assert float(row.max_regret) <= 1e-9 * max(payoff_range(tree).max(), 1.0)


@settings(max_examples=40)
@given(st.integers(0, 9999))
def test_snapped_orders_keep_the_beliefs(seed: int) -> None:
    """Rounding the orders of trembles changes no belief, and what tied up to rounding ties exactly."""
    tree = games(3, 4, 3, 1, seed=seed)
    solution = solve(tree, threads=1)
    dust = np.random.default_rng(0).uniform(-1e-11, 1e-11, tree.n_actions)
    rough = Play(solution.strategy[0], np.maximum(solution.order[0] + dust, 1e-9), solution.weight[0])
    neat = snapped(tree, rough)
    before = belief(tree, rough.strategy, rough.order, rough.weight)
    after = belief(tree, neat.strategy, neat.order, neat.weight)
    assert np.allclose(before, after, equal_nan=True)
    exact = certify(tree, doubles(tree, neat.strategy, neat.order, neat.weight)).belief
    told = [np.nan if share is None else float(share) for share in exact]
    assert np.allclose(told, after[0], atol=1e-9, equal_nan=True)
