"""The principal branch treats interchangeable players alike: it is an analytic curve that begins at even play."""

from __future__ import annotations

import numpy as np
import pytest

import overture as ov
from overture.games.tree import Tree
from overture.solvers.path import large
from overture.solvers.path.kernels._trace import CERTAIN
from overture.solvers.path.sparse.branch import Interchangeable


def symmetric(one: np.ndarray, turned: bool = False) -> Tree:
    """Two players in the same situation; with ``turned`` the second player's strategies stand the other way round."""
    names = [f"s{i}" for i in range(len(one))]
    two = one.T
    if turned:
        one, two, other = one[:, ::-1], two[:, ::-1], names[::-1]
        return ov.strategic({"A": names, "B": other}, one, two)
    return ov.strategic({"A": names, "B": names}, one, two)


def volunteers(players: int, benefit: float, cost: float) -> Tree:
    """Diekmann 1985: one volunteer is enough for all."""
    names = {f"P{i}": ["volunteer", "wait"] for i in range(players)}
    payoffs = []
    for i in range(players):
        pay = np.full((2,) * players, benefit)
        pay[(1,) * players] = 0
        pay[tuple(0 if j == i else slice(None) for j in range(players))] = benefit - cost
        payoffs.append(pay)
    return ov.strategic(names, *payoffs)


CHICKEN = np.array([[0.0, 7], [2, 6]])


@pytest.mark.parametrize("turned", [False, True])
def test_in_chicken_nobody_is_singled_out(turned: bool) -> None:
    """The equilibria in which one dares lie on branches that cross the symmetric one."""
    found = ov.solve(symmetric(CHICKEN, turned)).strategy[0]
    wanted = [1 / 3, 2 / 3]
    assert found == pytest.approx([*wanted, *(wanted[::-1] if turned else wanted)])


@pytest.mark.parametrize("players", [2, 3, 4, 5])
def test_volunteers_all_wait_alike(players: int) -> None:
    found = ov.solve(volunteers(players, 4, 1)).strategy[0].reshape(players, 2)
    assert found[:, 1] == pytest.approx(0.25 ** (1 / (players - 1)))


@pytest.mark.parametrize("seed", range(40))
def test_random_symmetric_games_are_played_alike_or_it_is_said(seed: int) -> None:
    chance = np.random.default_rng(seed)
    solution = ov.solve(symmetric(chance.integers(-5, 6, (3, 3)).astype(float)))
    one, two = solution.strategy[0].reshape(2, 3)
    assert solution.lost[0] or one == pytest.approx(two, abs=1e-9)


def test_the_walk_of_large_trees_keeps_to_the_branch_too() -> None:
    assert large.walk(symmetric(CHICKEN)).strategy == pytest.approx([1 / 3, 2 / 3] * 2)


def test_what_was_alike_twice_is_not_to_part() -> None:
    alike = Interchangeable()
    for point in range(CERTAIN + 1):
        # The third probability meets the first at one point only; the last two are alike.
        odds = np.array([0.3 + 0.01 * point, 0.7 - 0.01 * point, 0.33, 0.2, 0.2])
        assert not alike.parted(odds)
    assert not alike.parted(np.array([0.9, 0.1, 0.33, 0.25, 0.25]))
    assert alike.parted(np.array([0.9, 0.1, 0.33, 0.25, 0.26]))
