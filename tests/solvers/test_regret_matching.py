"""Regret minimisers: the same value as the linear programme, and a slow twin of their first passes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from overture.errors import SolveError
from overture.games.measured.measure import nash_regret
from overture.games.tree import Tree
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.kuhn import kuhn
from overture.models.leduc import leduc
from overture.models.liars_dice import liars_dice_tree
from overture.solvers.bounds.regret_matching import METHODS, regret_matching
from overture.solvers.bounds.zero_sum import zero_sum
from tests.solvers.duels import duels
from tests.solvers.regret_twin import learn


@pytest.mark.parametrize("method", METHODS)
def test_kuhn_poker(method: str) -> None:
    found = regret_matching(kuhn.tree(), method=method, tolerance=1e-3)
    assert found.reached
    assert found.nash_conv <= 1e-3
    assert abs(found.value[0] + 1 / 18) <= 1e-3


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("passes", [1, 2, 7])
def test_the_first_passes_are_those_of_the_recursion_on_histories(method: str, passes: int) -> None:
    tree = kuhn.tree()
    found = regret_matching(tree, method=method, tolerance=0, iterations=passes)
    assert found.iterations == passes
    assert found.strategy == pytest.approx(learn(tree, method, passes), abs=1e-12)


@settings(max_examples=25)
@given(tree=duels(zero_sum=True))
def test_random_games_have_the_value_of_the_programme(tree: Tree) -> None:
    exact = zero_sum(tree).value[0]
    spread = float(np.ptp(tree.payoff)) or 1.0
    for method in METHODS:
        found = regret_matching(tree, method=method, tolerance=1e-2 * spread, iterations=50_000)
        assert found.reached
        assert abs(found.value[0] - exact) <= 0.5e-2 * spread + 1e-9


@settings(max_examples=25)
@given(tree=duels(zero_sum=True))
def test_random_games_learn_what_the_recursion_learns(tree: Tree) -> None:
    for method in METHODS:
        found = regret_matching(tree, method=method, tolerance=0, iterations=3)
        if found.iterations == 3:  # a game without choices is done at once
            assert found.strategy == pytest.approx(learn(tree, method, 3), abs=1e-9)


def test_leduc_holdem() -> None:
    tree = leduc.tree()
    found = regret_matching(tree, tolerance=1e-3)
    assert found.reached
    assert abs(found.value[0] - zero_sum(tree).value[0]) <= 1e-3
    assert found.nash_conv == pytest.approx(float(nash_regret(tree, found.strategy).sum()), abs=1e-12)


def test_liars_dice() -> None:
    tree = liars_dice_tree(4)
    found = regret_matching(tree, tolerance=1e-3)
    assert found.reached
    assert abs(found.value[0] - zero_sum(tree).value[0]) <= 1e-3


def test_it_says_when_it_stopped_early_and_tells_how_far_it_is() -> None:
    seen: list[tuple[int, float]] = []
    found = regret_matching(leduc.tree(), tolerance=0, iterations=200, progress=lambda *at: seen.append(at))
    assert not found.reached
    assert found.iterations == 200
    assert [done for done, _ in seen][-1] == 200
    assert seen[-1][1] == pytest.approx(found.nash_conv, rel=1e-9)
    assert seen[0][1] > seen[-1][1] > 0


def test_time_is_kept() -> None:
    found = regret_matching(liars_dice_tree(5), tolerance=0, seconds=0.05, iterations=10**9)
    assert not found.reached
    assert found.iterations > 0


def test_an_average_of_a_general_sum_game_is_not_passed_off_as_an_equilibrium() -> None:
    tree = freeze_for_relief.tree(DEFAULTS)
    with pytest.raises(SolveError, match="Ask for equilibria") as caught:
        regret_matching(tree)
    assert caught.value.id == "zero-sum/general"


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(SolveError, match=r"method 'cfr'.*cfr\+, discounted, predictive"):
        regret_matching(kuhn.tree(), method="cfr")
    with pytest.raises(SolveError, match="tolerance nan"):
        regret_matching(kuhn.tree(), tolerance=float("nan"))
