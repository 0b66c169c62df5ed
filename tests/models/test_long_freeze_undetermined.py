"""What hangs on the statement that decides nothing, in the short long freeze: LONGGAME.md 3.8 and 10, with their digits."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import overture as ov
from overture.models.long_freeze import DEFAULTS, long_freeze
from overture.solvers.beside.splits import Splits
from overture.solvers.solution import Solution
from tests.models.long_reference import eight, told_short

SAID = "statement2 of Leader after answer1 reject, letters"


@cache
def branch(**changed: float) -> Splits:
    return ov.undetermined(ov.solve(long_freeze.tree(DEFAULTS | changed)))


def ranges(found: Splits) -> dict[str, tuple[float, float]]:
    return {f"{each.action} {each.what}".strip(): (each.low, each.high) for each in found.ranges}


def test_after_a_breakdown_the_statement_is_a_tie_that_moves_values() -> None:
    found = branch()
    assert found.again.tolist() == [False] * 4
    told = ranges(found)
    assert told.keys() == {
        *(f"{said} {SAID} {letters}" for said in ("indifferent", "favour") for letters in ("warm", "cool")),
        "value of X",
        "value of Y",
    }
    assert told[f"favour {SAID} warm"] == pytest.approx((0, 1), abs=1e-12)
    assert told["value of X"] == pytest.approx((0.215438, 0.225418), abs=6e-7)
    assert told["value of Y"] == pytest.approx((0.104266, 0.113256), abs=6e-7)
    assert [each.tie for each in found.ranges] == [True] * 4 + [False] * 2


def test_where_both_offer_thin_after_warm_letters_only_cool_ones_leave_a_tie() -> None:
    tree = told_short()
    solution = Solution.measured(tree, eight()["reopen/keep, P"].play, method="stored")
    told = ranges(ov.undetermined(solution))
    assert told.keys() == {f"indifferent {SAID} cool", f"favour {SAID} cool", "value of X", "value of Y"}
    assert told["value of X"] == pytest.approx((0.183461, 0.188237), abs=6e-7)
    assert told["value of Y"] == pytest.approx((0.104266, 0.109435), abs=6e-7)


@pytest.mark.parametrize(
    ("changed", "moves"),
    [
        ({"m": 0.51}, False),  # m* = .5175 where both types say that they are indifferent
        ({"m": 0.53}, True),
        (
            {"m": 0.73},
            True,
        ),  # the branch turns at .7349, since it splits the tie: both sides are undetermined
        ({"m": 0.74}, True),
        ({"m": 0.94}, True),
        ({"m": 0.96}, False),  # .9525 where both favour X
        ({"w": 0.56}, True),  # the branch turns at .5644
        ({"w": 0.57}, True),
    ],
)
def test_the_first_answer_is_undetermined_between_its_thresholds(
    changed: dict[str, float], moves: bool
) -> None:
    found = branch(**changed)
    told = ranges(found)
    assert ("accept answer1 of X" in told) == moves
    assert found.again.any() == moves
    if moves:
        assert told["accept answer1 of X"] == (0, 1)
        followers = {each.what for each in found.ranges if not each.tie}
        assert followers == {"answer1 of X", "value of Leader", "value of X", "value of Y"}
        assert "moves with it: accept at answer1 of X, 0 to 1" in found.lines


def test_every_way_is_an_equilibrium_and_leaves_the_tie_a_tie() -> None:
    found = branch(m=0.74)
    assert (found.split.share < 1e-12).all()
    again = ov.undetermined(found.split.take(np.array([0])))
    assert {each.what for each in again.ranges if each.tie} == {f"{SAID} warm", f"{SAID} cool"}
