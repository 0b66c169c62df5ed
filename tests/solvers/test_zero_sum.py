"""Values of zero-sum games: published ones, and of random games by the matrix of all pure strategies."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings

from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.measure import assess, nash_regret
from overture.games.tree import Tree
from overture.models.inspection.dresher_1962 import inspection
from overture.models.inspection.dresher_1962 import value as inspection_value
from overture.models.kuhn import VALUE, kuhn
from overture.models.leduc import leduc
from overture.models.liars_dice import liars_dice_tree
from overture.solvers.bounds.sequence import sequence_form
from overture.solvers.bounds.zero_sum import constant_sum, zero_sum
from tests.games import twins
from tests.solvers import normal_form_twin as slow
from tests.solvers.duels import duels


def test_kuhn_poker_is_worth_minus_an_eighteenth_to_the_first() -> None:
    found = zero_sum(kuhn.tree())
    assert found.reached
    assert found.value == pytest.approx((float(VALUE), -float(VALUE)), abs=1e-12)
    assert found.nash_conv < 1e-12


def test_kuhn_poker_is_played_on_the_published_line() -> None:
    """Bet a king three times as often as a jack; never bet a queen (Kuhn 1950)."""
    tree = kuhn.tree()
    found = zero_sum(tree)
    bets = {}
    for at in range(tree.n_infosets):
        if tree.labels.set_name[at] == "opening":
            bets[tree.labels.seen[at][0][1]] = found.strategy[tree.edge_start[at] + 1]
    assert 0 <= bets["J"] <= 1 / 3 + 1e-9
    assert bets["K"] == pytest.approx(3 * bets["J"], abs=1e-9)
    assert bets["Q"] == pytest.approx(0, abs=1e-9)


def test_leduc_holdem() -> None:
    """-0.0856: Southey et al. 2005 and every table since; the digits are those of the programme."""
    found = zero_sum(leduc.tree())
    assert found.value[0] == pytest.approx(-0.0856, abs=1e-4)
    assert found.nash_conv < 1e-9


@pytest.mark.parametrize(("stages", "inspections"), [(1, 0), (2, 1), (3, 1), (4, 2), (5, 3)])
@pytest.mark.parametrize("fine", [1, 2, Fraction(1, 2)])
def test_inspection_games_have_their_closed_form(stages: int, inspections: int, fine: Fraction) -> None:
    tree = inspection.shape(stages=stages, inspections=inspections).tree(fine=fine)
    found = zero_sum(tree)
    assert found.value[1] == pytest.approx(float(inspection_value(stages, inspections, fine)), abs=1e-9)


@settings(max_examples=60)
@given(tree=duels(zero_sum=True))
def test_the_value_is_that_of_the_matrix_of_all_pure_strategies(tree: Tree) -> None:
    if max(twins.pure_plans(tree, 0), twins.pure_plans(tree, 1)) > 40:
        return
    rows, _ = slow.matrices(tree)
    found = zero_sum(tree)
    assert found.value[0] == pytest.approx(slow.matrix_value(rows), abs=1e-7)


@settings(max_examples=60)
@given(tree=duels(zero_sum=True, worlds=2))
def test_guarantees_are_what_best_replies_leave(tree: Tree) -> None:
    """Tried pure strategy by pure strategy, in the second of two worlds."""
    if max(twins.pure_plans(tree, 0), twins.pure_plans(tree, 1)) > 200:
        return
    found = zero_sum(tree, world=1)
    one = tree.world(1)
    odds = twins.edge_odds(one, found.strategy.tolist())
    for player in (0, 1):
        worst = -float(twins.best_reply_value(one, odds, 1 - player))
        assert found.guarantee[player] == pytest.approx(worst, abs=1e-9)
    assert found.nash_conv == pytest.approx(float(nash_regret(one, found.strategy).sum()), abs=1e-12)
    assert found.reached


def test_a_sum_that_is_not_zero_moves_the_value_by_half_of_it_each() -> None:
    tree = kuhn.tree()
    more = replace(tree, payoff=tree.payoff + np.array([3.0, 0.5]), exact=None)
    found = zero_sum(more)
    assert found.constant == pytest.approx(3.5)
    assert found.value == pytest.approx((3 - 1 / 18, 0.5 + 1 / 18), abs=1e-9)
    assert assess(more, found.strategy).value[0] == pytest.approx(found.value, abs=1e-9)


def test_ends_that_chance_excludes_do_not_count() -> None:
    tree = read_efg(
        'EFG 2 R "x" { "A" "B" }\nc "" 1 "" { "l" 1 "r" 0 } 0\n'
        'p "" 1 1 "" { "u" "d" } 0\nt "" 1 "" { 1, -1 }\nt "" 2 "" { 2, -2 }\nt "" 3 "" { 5, 5 }\n'
    )
    assert constant_sum(sequence_form(tree)) == 0
    assert zero_sum(tree).value == pytest.approx((2, -2))


def test_sums_that_differ_by_rounding_are_one_sum() -> None:
    """0.1 + 0.2 is not 0.3 in doubles; a share of 1e-6 of the range is no rounding."""
    tree = kuhn.tree()
    for error, fits in ((1e-15, True), (1e-6, False)):
        paid = tree.payoff.copy()
        paid[0, 0, 0] += error * 4
        off = replace(tree, payoff=paid, exact=None)
        if fits:
            assert zero_sum(off).value[0] == pytest.approx(-1 / 18, abs=1e-9)
        else:
            with pytest.raises(SolveError, match="add up to"):
                zero_sum(off)


def test_a_general_sum_game_is_refused(reference: Path) -> None:
    tree = read_efg(reference / "models/games/M07a_trust.efg")
    with pytest.raises(SolveError, match="payoffs that add up to") as caught:
        zero_sum(tree)
    assert caught.value.id == "zero-sum/general"


def test_a_programme_that_does_not_end_in_time_is_no_answer() -> None:
    with pytest.raises(SolveError, match="HiGHS ended with") as caught:
        zero_sum(leduc.tree(), seconds=1e-9)
    assert caught.value.id == "zero-sum/programme"


def test_a_tolerance_that_cannot_be_kept_is_loosened(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = scipy.optimize.linprog, []

    def once(*args: Any, **keywords: Any) -> Any:
        asked.append(keywords["options"]["primal_feasibility_tolerance"])
        return SimpleNamespace(status=4) if len(asked) == 1 else real(*args, **keywords)

    monkeypatch.setattr(scipy.optimize, "linprog", once)
    assert zero_sum(kuhn.tree()).value[0] == pytest.approx(-1 / 18, abs=1e-7)
    assert asked == [1e-10, 1e-7]


def test_three_players_are_refused(reference: Path) -> None:
    with pytest.raises(SolveError, match="3 players"):
        zero_sum(read_efg(reference / "models/games/U01_selten_horse.efg"))


def test_the_trap_on_which_a_known_solver_fails(reference: Path) -> None:
    """A set with a single action: the play that comes back is an equilibrium all the same."""
    found = zero_sum(read_efg(reference / "models/traps/lp_single_action.efg"))
    assert found.nash_conv < 1e-9
    assert found.value[0] == pytest.approx(-1 / 3, abs=1e-9)


@pytest.mark.parametrize(("sides", "value"), [(2, 1 / 2), (3, 1 / 9), (4, 1 / 16)])
def test_liars_dice_has_the_values_that_another_program_comes_to(sides: int, value: float) -> None:
    """OpenSpiel 2.0.2, 300 passes of CFR+: .49996, .11106, .06226, to within 6e-5, 1.1e-4 and 7.4e-4."""
    found = zero_sum(liars_dice_tree(sides))
    assert found.value[0] == pytest.approx(value, abs=1e-9)
