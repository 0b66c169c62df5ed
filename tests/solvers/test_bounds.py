"""Best and worst Nash equilibria for a player: as exact enumeration has them, and honest when time runs out."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.measure import assess, nash_regret
from overture.games.tree import Tree
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.kuhn import kuhn
from overture.models.leduc import leduc
from overture.solvers.bounds.bounds import nash_bound
from overture.solvers.bounds.extreme import extreme_nash, plan_count
from overture.solvers.bounds.sequence import sequence_form
from tests.catalogue import model
from tests.solvers.duels import duels

WHICH = ("best", "worst")


@settings(max_examples=40)
@given(tree=duels(), player=st.integers(0, 1))
def test_they_are_those_of_the_list_of_all_extreme_equilibria(tree: Tree, player: int) -> None:
    if max(plan_count(each) for each in sequence_form(tree).treeplex) > 60:
        return
    listed = extreme_nash(tree)
    for which, exact in (("best", listed.best(player)), ("worst", listed.worst(player))):
        found = nash_bound(tree, player, which)  # type: ignore[arg-type]
        assert found.proven
        assert found.bound == found.value
        assert found.tolerance == pytest.approx(
            2e-5 * (float(np.ptp(tree.payoff[..., player])) or 1), rel=0.7
        )
        assert found.value == pytest.approx(exact.value[player], abs=1e-4)
        assert found.regret == pytest.approx(float(nash_regret(tree, found.strategy).max()), abs=1e-12)
        assert found.regret < 1e-4
        assert assess(tree, found.strategy).value[0, player] == pytest.approx(found.value, abs=1e-9)


@pytest.mark.parametrize(
    "name", ["M01a_beer_quiche", "M02a_sinking_costs", "M04a_audience_costs", "S_core_X"]
)
@pytest.mark.parametrize("player", [0, 1])
def test_models_of_the_reference(name: str, player: int) -> None:
    known = model(name)
    best, worst = (nash_bound(known.tree, player, which) for which in WHICH)  # type: ignore[arg-type]
    listed = extreme_nash(known.tree)
    assert best.value == pytest.approx(listed.best(player).value[player], abs=1e-4)
    assert worst.value == pytest.approx(listed.worst(player).value[player], abs=1e-4)
    for row in known.equilibria:
        told = float(row.values[known.tree.players[player]])
        assert worst.bound - 1e-4 <= told <= best.bound + 1e-4


def test_a_zero_sum_game_has_one_value() -> None:
    tree = kuhn.tree()
    for which in WHICH:
        found = nash_bound(tree, "First", which)  # type: ignore[arg-type]
        assert found.value == pytest.approx(-1 / 18, abs=1e-4)
        assert found.proven


def test_a_player_whose_stakes_are_small_beside_the_others_is_not_rounded_away() -> None:
    tree = read_efg(
        'EFG 2 R "stakes" { "A" "B" }\np "" 1 1 "" { "l" "r" } 0\np "" 2 1 "" { "l" "r" } 0\n'
        't "" 1 "" { 1e9, 3 }\nt "" 2 "" { -1e9, 2 }\np "" 2 1 "" { "l" "r" } 0\n'
        't "" 3 "" { -1e9, 3 }\nt "" 4 "" { 1e9, 4 }\n'
    )
    assert nash_bound(tree, "B", "worst").value == pytest.approx(3, abs=1e-4)
    assert nash_bound(tree, "B", "best").value == pytest.approx(4, abs=1e-4)
    assert nash_bound(tree, "A", "worst").value == pytest.approx(0, abs=1e5)


def test_when_the_work_is_spent_the_bound_still_holds_and_the_words_say_so() -> None:
    tree = freeze_for_relief.tree(DEFAULTS)
    exact = nash_bound(tree, "Counterpart", "best", nodes=2_000)
    hurried = nash_bound(tree, "Counterpart", "best", nodes=1)
    assert not hurried.proven
    if exact.proven:
        assert hurried.bound >= exact.value - 1e-9
    if not hurried.proven:
        assert "the search was not finished" in str(hurried)
        assert hurried.gap > 0 or np.isnan(hurried.gap)


def test_nothing_found_is_said_and_the_bounds_are_what_is_known_without_a_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumbles(*args: Any, **keywords: Any) -> SimpleNamespace:
        return SimpleNamespace(status=4, x=None, mip_dual_bound=None)

    monkeypatch.setattr(scipy.optimize, "milp", stumbles)
    tree = kuhn.tree()
    best, worst = (nash_bound(tree, 0, which) for which in WHICH)  # type: ignore[arg-type]
    assert best.bound == pytest.approx(2, abs=1e-3)
    assert worst.bound == pytest.approx(-1 / 18, abs=1e-3)  # what he can guarantee
    assert best.bound > 2  # moved outwards by what rounding may cost
    assert worst.bound < -1 / 18
    assert np.isnan(best.value)
    assert not best.proven
    assert "none was found" in str(best)


def test_a_stumble_over_the_presolve_is_tried_again_without(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = scipy.optimize.milp, []

    def once(*args: Any, **keywords: Any) -> Any:
        asked.append(keywords["options"]["presolve"])
        return SimpleNamespace(status=4) if asked[-1] else real(*args, **keywords)

    monkeypatch.setattr(scipy.optimize, "milp", once)
    assert nash_bound(kuhn.tree(), 0, "best").value == pytest.approx(-1 / 18, abs=1e-4)
    assert asked == [True, False]


def test_wrong_questions_are_named(reference: Path) -> None:
    with pytest.raises(SolveError, match="'middling'; allowed: 'best' or 'worst'"):
        nash_bound(kuhn.tree(), 0, "middling")  # type: ignore[arg-type]
    with pytest.raises(SolveError, match="no player 'Nobody'"):
        nash_bound(kuhn.tree(), "Nobody", "best")
    with pytest.raises(SolveError, match="3 players; allowed: two"):
        nash_bound(read_efg(reference / "models/games/U01_selten_horse.efg"), 0, "best")


def test_too_large_a_game_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from overture.solvers.bounds import bounds

    monkeypatch.setattr(bounds, "MOST_SEQUENCES", 1000)
    with pytest.raises(SolveError, match="2186 sequences; allowed: at most 1000"):
        nash_bound(leduc.tree(), 0, "best")
