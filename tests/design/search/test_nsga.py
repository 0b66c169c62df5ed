"""NSGA-II by pieces: fronts against a slow twin, crowding, and the exact hypervolume that judges it."""

from __future__ import annotations

import numpy as np
import pytest

from overture.design.search.candidates import Floats
from overture.design.search.nsga import Population, crowding, nsga2, ranks, survivors
from tests.design.search.hypervolume import hypervolume


def beats(one: Floats, other: Floats, one_missed: float, other_missed: float) -> bool:
    """Constraint domination as Deb et al. (2002, § VI) say it, for two points."""
    if one_missed > 0 or other_missed > 0:
        return one_missed < other_missed
    return bool(np.all(one <= other) and np.any(one < other))


def slow_ranks(values: Floats, missed: Floats) -> list[int]:
    rank = [-1] * len(values)
    level, left = 0, set(range(len(values)))
    while left:
        front = {
            i
            for i in left
            if not any(beats(values[j], values[i], missed[j], missed[i]) for j in left if j != i)
        }
        for i in front:
            rank[i] = level
        left -= front
        level += 1
    return rank


@pytest.mark.parametrize("seed", range(5))
def test_fronts_are_those_of_the_definition(seed: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.integers(0, 5, (60, 3)).astype(float)  # with ties and copies
    missed = np.maximum(draw.normal(size=60), 0).round(1)
    assert ranks(values, missed).tolist() == slow_ranks(values, missed)


def test_crowding_is_the_sum_of_the_gaps_between_neighbours() -> None:
    values = np.array([[0.0, 4.0], [1.0, 2.0], [3.0, 1.0], [4.0, 0.0]])
    assert crowding(values).tolist() == [np.inf, 3 / 4 + 3 / 4, 3 / 4 + 2 / 4, np.inf]
    assert crowding(np.array([[1.0, 1.0]] * 3))[1] == 0  # copies take no room


def test_survivors_are_by_front_and_then_the_less_crowded() -> None:
    values = np.array([[0.0, 4.0], [1.0, 2.0], [1.1, 1.9], [4.0, 0.0], [5.0, 5.0]])
    points = np.arange(5.0)[:, None]
    kept, rank, _ = survivors(Population(points, values, np.zeros(5)), 4)
    assert sorted(kept.points[:, 0]) == [0, 1, 2, 3]
    assert rank.tolist() == [0, 0, 0, 0]
    kept, _, apart = survivors(Population(points, values, np.zeros(5)), 2)
    assert sorted(kept.points[:, 0]) == [0, 3]
    assert np.isinf(apart).all()


def test_a_known_front_is_reached() -> None:
    """ZDT1 (Zitzler, Deb and Thiele 2000) with six variables: the front is f2 = 1 - sqrt(f1)."""

    def judge(points: Floats) -> tuple[Floats, Floats]:
        away = 1 + 9 * points[:, 1:].mean(axis=1)
        return np.column_stack([points[:, 0], away * (1 - np.sqrt(points[:, 0] / away))]), np.zeros(
            len(points)
        )

    start = np.random.default_rng(3).random((40, 6))
    *_, last = nsga2(judge, Population(start, *judge(start)), 150, 3)
    assert (last.values[:, 1] - (1 - np.sqrt(last.values[:, 0]))).max() < 0.01
    assert np.diff(np.sort(last.values[:, 0])).max() < 0.1  # spread over the whole of it
    assert (last.points >= 0).all()
    assert (last.points <= 1).all()


def test_the_hypervolume_is_the_share_of_points_that_are_dominated() -> None:
    assert hypervolume(np.array([[0.5, 0.5, 0.5]]), (1, 1, 1)) == 0.125
    two = np.array([[0.0, 0.5, 0.5], [0.5, 0.0, 0.5], [2.0, 0.0, 0.0]])  # the third dominates nothing inside
    assert hypervolume(two, (1, 1, 1)) == pytest.approx(0.25 + 0.25 - 0.125)
    draw = np.random.default_rng(1)
    points = draw.random((30, 3))
    thrown = draw.random((200_000, 3))
    share = (points[None] <= thrown[:, None]).all(axis=2).any(axis=1).mean()
    assert hypervolume(points, (1, 1, 1)) == pytest.approx(share, abs=0.004)
