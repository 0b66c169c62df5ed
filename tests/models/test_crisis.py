"""The crisis in periods: its size, who sees what, and the equilibrium of one period in closed form."""

from __future__ import annotations

import numpy as np
import pytest

import overture as ov
from overture.models import find
from overture.models.crisis import DEFAULTS, HARD, RECEIVER, SENDER, crisis
from overture.solvers.solution import Solution

SIZES = {1: (63, 8), 2: (511, 60), 3: (4_095, 416), 4: (32_767, 2_964), 5: (262_143, 21_848)}


@pytest.mark.parametrize("periods", [1, 2, 3, 4])
def test_histories_and_information_sets(periods: int) -> None:
    tree = crisis.shape(periods=periods).tree(DEFAULTS)
    assert (tree.n_nodes, tree.n_infosets) == SIZES[periods]
    assert tree.n_nodes == 8 ** (periods + 1) - 1


def test_sizes_grow_as_the_moves_say() -> None:
    """A period has 8 outcomes, of which the receiver tells 5 apart; each side moves twice in it, in two kinds."""
    for periods, (nodes, infosets) in SIZES.items():
        assert infosets == 4 * sum(8**before + 5**before for before in range(periods))
        assert nodes == 3 + 4 * (1 + 14 * sum(8**before for before in range(periods)))


def test_the_catalogue_has_it() -> None:
    assert find("crisis").telling is crisis.telling


def test_the_act_is_hidden_and_the_kinds_are_private() -> None:
    tree = crisis.shape(periods=2).tree(DEFAULTS)
    for infoset in range(tree.n_infosets):
        seen = dict(tree.labels.seen[infoset])
        if tree.players[tree.set_player[infoset]] == RECEIVER:
            assert "act1" not in seen
            assert "sender kind" not in seen
            assert "receiver kind" in seen
        else:
            assert "receiver kind" not in seen
            assert "sender kind" in seen


def _strategy(solution: Solution, label: str, action: str, world: int = 0) -> float:
    frame = solution.to_frame([world])
    row = frame[(frame.infoset == label) & (frame.action == action)]
    assert len(row) == 1
    return float(row.strategy.iloc[0])


@pytest.mark.parametrize("penalty", [3.2, 3.6, 4.4])
def test_one_period_in_closed_form(penalty: float) -> None:
    """The false sender cheats so often that a dove does not mind punishing, and a dove punishes so often that the
    false sender does not mind cheating."""
    told = {**DEFAULTS, "penalty": penalty}
    solution = ov.solve(crisis.shape(periods=1).tree(told))
    assert solution.solved.all()
    assert solution.max_regret[0] < 1e-9
    deal = "offer1=offer, answer1=accept"
    cheat = _strategy(solution, f"act1 | sender kind=false, {deal}", "cheat")
    punish = _strategy(solution, f"reply1 | receiver kind=dove, {deal}, alarm1=alarm", "punish")
    guilt = told["dove_cost"] / (told["redress"] + told["shift"])
    false = told["false"]
    alarms = {"cheat": told["alarm"], "comply": told["slip"]}
    by_cheats = false * cheat * alarms["cheat"]
    by_others = (false * (1 - cheat) + 1 - false) * alarms["comply"]
    assert by_cheats / (by_cheats + by_others) == pytest.approx(guilt, abs=1e-9)
    punished = told["hawk"] + (1 - told["hawk"]) * punish
    gain = told["gain"] + told["shift"] * (1 - alarms["cheat"] * punished)
    lost = (alarms["cheat"] - alarms["comply"]) * punished * penalty
    assert gain == pytest.approx(lost, abs=1e-9)


def test_two_periods_are_semi_separating() -> None:
    """Everybody offers and accepts, the false sender cheats with about an eighth, a dove punishes about half."""
    solution = ov.solve(crisis.shape(periods=2).tree(DEFAULTS))
    assert solution.solved.all()
    assert _strategy(solution, "offer1 | sender kind=false", "offer") == pytest.approx(1)
    assert _strategy(solution, "answer1 | receiver kind=dove, offer1=offer", "accept") == pytest.approx(1)
    deal = "offer1=offer, answer1=accept"
    assert 0.12 < _strategy(solution, f"act1 | sender kind=false, {deal}", "cheat") < 0.19
    assert 0.3 < _strategy(solution, f"reply1 | receiver kind=dove, {deal}, alarm1=alarm", "punish") < 0.7
    assert _strategy(solution, f"act1 | sender kind=keen, {deal}", "cheat") == 0


def test_the_hard_numbers_differ_and_solve() -> None:
    tree = crisis.shape(periods=1).tree(HARD)
    solution = ov.solve(tree)
    assert solution.solved.all()
    assert not np.allclose(tree.payoff, crisis.shape(periods=1).tree(DEFAULTS).payoff)
    assert SENDER in tree.players
