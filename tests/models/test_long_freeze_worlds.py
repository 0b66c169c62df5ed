"""The long freeze in the hundred random worlds of its specification (LONGGAME.md, § 10): a limit in each."""

from __future__ import annotations

import numpy as np
import pytest

from overture.games.tree import Tree
from overture.solvers.path import limit
from overture.solvers.solution import LIMIT
from overture.solvers.solve import solve
from tests.models.long_reference import sample, told

SLOW = [18, 33, 77]  # an action vanishes like 1/precision on the way to these limits
WINDING = (
    30  # its branch passes hundreds of turning points, and the last bit decides which (docs/decisions/0116)
)


@pytest.fixture(scope="module")
def drawn() -> Tree:
    """The short form in 100 worlds."""
    return told("short", **sample())


def test_the_branch_ends_in_a_limit_in_every_world(drawn: Tree) -> None:
    others = np.delete(np.arange(100), WINDING)
    found = solve(drawn.world(others))
    assert (found.status == LIMIT).all()
    assert found.max_regret.max() < 1e-9


def test_a_limit_with_slow_trembles_is_the_one_that_the_branch_goes_to(drawn: Tree) -> None:
    """Ten times further along the branch, play is near that limit, also at sets where it is tied."""
    slow = drawn.world(SLOW)
    found = solve(slow)
    assert (found.status == LIMIT).all()
    further = solve(slow, 1e7)
    assert found.strategy == pytest.approx(further.strategy, abs=2e-3)


def test_points_that_lead_to_limits_that_differ_confirm_none(
    drawn: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = drawn.world(SLOW)
    monkeypatch.setattr(limit, "AGREED", 1e-6)
    assert not (solve(slow).status == LIMIT).any()
