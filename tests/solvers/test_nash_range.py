"""The range over all Nash equilibria: listed where that is possible, else bounded, and it says which."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import scipy.optimize

from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.models.kuhn import kuhn
from overture.solvers.bounds import nash_range as module
from overture.solvers.bounds.nash_range import nash_range


@pytest.mark.parametrize("player", [0, 1])
def test_the_list_and_the_bounds_agree(reference: Path, monkeypatch: pytest.MonkeyPatch, player: int) -> None:
    tree = read_efg(reference / "models/flagship/S_core_X.efg")
    listed = nash_range(tree, player)
    monkeypatch.setattr(module, "LISTED_CORNERS", 3)
    bounded = nash_range(tree, player)
    assert (listed.method, bounded.method) == ("all of them enumerated", "bounds by integer programming")
    assert listed.proven
    assert bounded.proven
    assert bounded.low == pytest.approx(listed.low, abs=1e-4)
    assert bounded.high == pytest.approx(listed.high, abs=1e-4)
    assert listed.low < listed.high
    assert listed.tolerance == 0 < bounded.tolerance


def test_half_a_proof_is_none() -> None:
    for low, high in ((True, False), (False, True), (False, False)):
        assert not module.NashRange("bounds by integer programming", 0, 1, 0, 1, low, high).proven
    assert module.NashRange("all of them enumerated", 0, 1, 0, 1, True, True).proven


def test_what_was_not_found_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(*args: Any, **keywords: Any) -> SimpleNamespace:
        return SimpleNamespace(status=4, x=None, mip_dual_bound=None)

    monkeypatch.setattr(scipy.optimize, "milp", stumbles)
    monkeypatch.setattr(module, "LISTED_CORNERS", 3)
    found = nash_range(kuhn.tree(), 0)
    assert found.low_found is None
    assert found.high_found is None
    assert not found.proven
    assert found.low <= -1 / 18 < 2 <= found.high


def test_other_faults_are_not_swallowed(reference: Path) -> None:
    with pytest.raises(SolveError, match="3 players; allowed: two"):
        nash_range(read_efg(reference / "models/games/U01_selten_horse.efg"), 0)
