"""The long freeze in the hundred random worlds of its specification (LONGGAME.md, § 10): a limit in each."""

from __future__ import annotations

import numpy as np
import pytest

from overture.games.tree import Tree
from overture.models.long_freeze import DEFAULTS, FORMS, long_freeze
from overture.solvers.path import limit
from overture.solvers.solution import LIMIT
from overture.solvers.solve import solve

RANGES = {
    "pi": (0.1, 0.7), "aX": (0.4, 0.9), "aY": (0.05, 0.5), "w": (0.2, 0.8), "delta": (0.5, 1.0),
    "tied": (0.1, 0.5), "rho": (0.2, 0.95), "m": (0.1, 0.7), "n_E": (0.1, 0.6), "c": (0.1, 0.7),
    "q_thin": (0.1, 0.6), "phi": (0.2, 0.6), "s": (0.2, 1.5), "z_a": (0.1, 0.6),
}  # fmt: skip
SLOW = [18, 33, 77]  # an action vanishes like 1/precision on the way to these limits
WINDING = (
    30  # its branch passes hundreds of turning points, and the last bit decides which (docs/decisions/0116)
)


@pytest.fixture(scope="module")
def drawn() -> Tree:
    """The short form in 100 worlds."""
    rng = np.random.default_rng(1)
    told = {name: rng.uniform(low, high, 100) for name, (low, high) in RANGES.items()}
    return long_freeze.shape(**FORMS["short"]).tree({**DEFAULTS, **told})


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
