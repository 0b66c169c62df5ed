"""Certified equilibria of the short long freeze beside its principal branch: LONGGAME.md 4 and 10, with their digits."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import overture as ov
from overture.games.measured.measure import apart
from overture.games.measured.play import Play
from overture.solvers.beside.result import Beside
from tests.models.long_reference import eight, sample, told, told_short
from tests.models.test_long_freeze_equilibria import MIXED, VALUES, mixed

UNKNOWN = "statement2 favour (after answer1 reject, letters warm)"


@cache
def found() -> Beside:
    return ov.equilibria_beside(told_short(), threads=1)


def twelve() -> dict[str, Play]:
    """The eight that are stored, and the four that mix after warm letters."""
    stored = {name: one.play for name, one in eight().items()}
    return stored | {f"{terms}, M": mixed(stored[f"{terms}, P"]) for terms in MIXED}


@pytest.mark.parametrize("name", [*VALUES, *(f"{terms}, M" for terms in MIXED)])
def test_each_of_the_twelve_is_found_with_its_digits(name: str) -> None:
    tree = told_short()
    gaps = [
        float(apart(tree, twelve()[name].strategy, found().solution.strategy[row : row + 1])[0])
        for row in range(len(found().how))
    ]
    (row,) = np.flatnonzero(np.array(gaps) < 1e-9)
    expected = VALUES[name] if name in VALUES else MIXED[name.removesuffix(", M")]
    assert found().solution.value[row] == pytest.approx(expected, abs=6e-7)


def test_what_else_is_found_differs_from_the_twelve_in_what_is_said_after_warm_letters() -> None:
    """The same two continuations may follow "favour", and then this is said after warm letters."""
    assert found().count.tolist() == [20]
    assert sum(UNKNOWN in each for each in found().outcomes) == 8


def test_all_are_certified_and_no_two_lead_to_the_same() -> None:
    solution = found().solution
    assert (solution.share < 1e-14).all()
    assert solution.solved.all()
    ends = solution.reach[:, told_short().terminal]
    gap = np.abs(ends[:, None] - ends[None]).max(axis=2) + np.eye(len(ends))
    assert gap.min() > 1e-3


def test_the_first_is_the_limit_of_the_path() -> None:
    assert apart(told_short(), found().solution.strategy[:1], ov.solve(told_short()).strategy)[0] < 1e-12
    assert found().outcomes[0] == "as the path"
    assert found().how[0] == "the limit of the path"


def test_what_is_done_otherwise_is_said_with_the_history() -> None:
    assert found().outcomes[1] == "Leader: terms2 keep (after answer1 accept, inspection1 clean, election2 X)"
    mixing = [each for each in found().outcomes if "offer2 thin 0.667, deep 0.333 (after intent keep" in each]
    assert len(mixing) == 8


def test_the_same_whatever_the_threads() -> None:
    again = ov.equilibria_beside(told_short(), threads=2)
    assert again.solution.strategy.tobytes() == found().solution.strategy.tobytes()
    assert again.how == found().how


def test_fewer_combinations_are_told() -> None:
    few = ov.equilibria_beside(told_short(), joined=4, threads=1)
    assert few.untried[0] == 32
    assert 1 < few.count[0] < 20
    assert "32 combinations of parts not tried" in repr(few)


def test_worlds_are_searched_one_by_one() -> None:
    both = ov.equilibria_beside(told("short", rho=np.array([0.8, 0.85])), threads=1)
    assert both.world.tolist() == [0] * 4 + [1] * 20  # below .806860 nobody pools on thin: LONGGAME.md 3.5
    assert both.entry.tolist() == [*range(1, 5), *range(1, 21)]
    frame = both.to_frame()
    assert frame.groupby("world")["entry"].max().tolist() == [4, 20]
    assert set(frame["rho"]) == {0.8, 0.85}


def test_what_is_believed_inside_a_part_is_settled_by_trembles_inside() -> None:
    tree = told("short", **{name: float(each[5]) for name, each in sample().items()})
    assert ov.equilibria_beside(tree, threads=1).count.tolist() == [9]


def test_a_fine_finds_what_joining_does_not() -> None:
    tree = told("short", **{name: float(each[37]) for name, each in sample().items()})
    both = ov.equilibria_beside(tree, threads=1)
    assert both.count.tolist() == [2]
    assert both.how[1].startswith("the limit of the path under a fine on favour at statement2 of Leader")
