"""Markov-perfect equilibria beside the reference, values known by hand, and other ways to compute them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.games.measured.measure import probability
from overture.models import defaults, find
from overture.models.rivalry import DEFAULTS, DISCOUNT, START, RivalryState, X, Y, rivalry
from overture.rivalry.equilibrium import MarkovPerfect
from overture.rivalry.game import StochasticGame
from tests.catalogue import REFERENCE
from tests.rivalry.games import leapfrog, replacement, shapley


@cache
def reference() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REFERENCE / "rivalry.json").read_text())
    return found


@cache
def told() -> StochasticGame:
    return rivalry.stochastic_game(DEFAULTS, start=START, discount=DISCOUNT)


@cache
def solved() -> MarkovPerfect:
    return ov.markov_perfect(told())


def test_values_of_all_states_are_those_of_the_reference() -> None:
    game, found = told(), solved()
    assert found.solved.all()
    assert found.limit.all()
    for strength, by_player in enumerate(reference()["value"]):
        for player, by_state in enumerate(by_player):
            for (deal, holder), value in zip(
                [(d, h) for d in (False, True) for h in (X, Y)], by_state, strict=True
            ):
                at = game.index(RivalryState(strength, deal, holder))
                assert found.value[at, player] == pytest.approx(value, abs=1e-8)


def test_play_is_that_of_the_reference() -> None:
    """The reference rounds to nine digits; what is played where no deal is offered is in it too."""
    found = solved()
    for strength, holders in enumerate(reference()["equilibrium"]):
        for holder, (offer, accept, cheat, snap) in zip((X, Y), holders, strict=True):
            before = found.play_at(RivalryState(strength, False, holder)).strategy[0]
            under = found.play_at(RivalryState(strength, True, holder)).strategy[0]
            assert before[[0, 2]] == pytest.approx([offer, accept], abs=2e-9)
            assert under[[1, 3]] == pytest.approx([cheat, snap], abs=2e-9)


def test_no_state_and_no_set_has_regret() -> None:
    found = solved()
    assert len(found.regret) == 72
    assert found.max_regret <= 1e-12
    assert found.gap.max() <= 1e-12
    assert found.regret_at(START).shape == (2,)


def test_regret_is_measured_and_not_taken_from_the_solver() -> None:
    """Play that is wrong in one state has regret there, and no state from which it is reached is called solved."""
    game, found = told(), solved()
    play = found.play.copied()
    at = game.index(RivalryState(5, True, Y))
    acts = slice(game.action_start[at], game.action_start[at + 1])
    play.strategy[acts] = [0.5, 0.5, 1.0, 0.0]
    wrong = MarkovPerfect.measured(game, play, method="by hand")
    assert wrong.regret_at(RivalryState(5, True, Y)).max() > 1e-3
    assert wrong.share[at] > 1e-3
    assert wrong.local_share[at] > 1e-3
    strength = np.array([int(name.partition(",")[0].removeprefix("strength=")) for name in game.states])
    assert (wrong.solved == (strength > 5)).all()
    assert wrong.summary().splitlines()[1].startswith("24 states not solved")


def test_a_state_is_an_ordinary_game() -> None:
    found = solved()
    state = RivalryState(0, True, Y)
    tree, play = found.tree(state), found.play_at(state)
    assert probability(tree, play.strategy, 'conduct == "cheat"')[0] == pytest.approx(0.101631807, abs=1e-9)
    belief = found.to_frame([state]).query("action == 'snap'").belief.iloc[0]
    cheat = 0.101631807 * 0.5 / (0.101631807 * 0.5 + (1 - 0.101631807) * 0.05)
    assert f"conduct=cheat {cheat:.2f}" in belief


@pytest.mark.parametrize("price", [0.5, 3.0, 8.0])
def test_one_player_gets_what_dynamic_programming_gives(price: float) -> None:
    """States of one level; policies are few enough to compare all."""
    game = replacement.stochastic_game(best=9, wear=1.5, price=price, start=1, discount=0.8)
    assert len(game.members) == 1
    best = np.full(4, -np.inf)
    for policy in range(16):
        new = np.array([policy >> at & 1 for at in range(4)], bool)
        onward = np.where(new, 0, np.minimum(np.arange(4) + 1, 3))
        paid = np.where(new, 9 - price, 9 - 1.5 * np.arange(1, 5))
        transition = np.zeros((4, 4))
        transition[np.arange(4), onward] = 1
        best = np.maximum(best, np.linalg.solve(np.eye(4) - 0.8 * transition, paid))
    found = ov.markov_perfect(game)
    assert found.solved.all()
    assert [found.value_at(age)["Owner"] for age in range(1, 5)] == pytest.approx(best.tolist(), abs=1e-12)


def test_a_game_in_which_nothing_is_at_stake_is_solved() -> None:
    """What he gets is the same whatever he does, up to rounding: no range of payoffs to divide by."""

    @ov.stage("A")
    def idle(p: Any, state: int) -> Any:
        act = yield ov.move("A", "act", ["x", "y"])
        return {"A": 1 / 3}, {0: 0.3, 1: 0.7} if act == "x" else {0: 0.6, 1: 0.4}

    found = ov.markov_perfect(idle.stochastic_game(start=0, discount=0.9))
    assert found.solved.all()
    assert found.value == pytest.approx(np.full((2, 1), 10 / 3))


@pytest.mark.parametrize("discount", [0.0, 0.3, 0.95])
def test_the_value_of_shapleys_game(discount: float) -> None:
    """v = value of [[1, dv], [dv, 1]] = (1 + dv) / 2."""
    found = ov.markov_perfect(shapley.stochastic_game(start="on", discount=discount))
    assert found.value_at("on")["One"] == pytest.approx(1 / (2 - discount), abs=1e-12)
    assert found.max_regret <= 1e-12


def test_symmetric_rivals_invest_as_often_as_leaves_nothing() -> None:
    """Where each may leap to a cost of zero, the symmetric equilibrium invests until investing is worth nothing."""
    found = ov.markov_perfect(leapfrog.stochastic_game(price=5, start=(2, 2), discount=0.9))
    assert found.value_at((2, 2)) == pytest.approx({"One": 0, "Two": 0}, abs=1e-12)
    share = 1 - 5 * (1 - 0.9) / (0.9 * 2)  # invest: -price + (1 - share) discount 2 / (1 - discount) = 0
    assert found.play_at((2, 2)).strategy[0] == pytest.approx([1 - share, share] * 2, abs=1e-12)
    assert found.value_at((0, 2))["One"] == pytest.approx(2 / (1 - 0.9))


@pytest.mark.parametrize("name", ["freeze-for-relief", "inspection", "crisis"])
@pytest.mark.parametrize("discount", [0.0, 0.6])
def test_the_same_game_again_and_again_is_played_as_once(name: str, discount: float) -> None:
    """One state that nothing changes: the branch is that of the stage game, off the path as well."""
    game = find(name).shape(periods=1) if name == "crisis" else find(name)

    @ov.stage(*game.players)
    def again(p: Any, state: str) -> Any:
        paid = yield from game.telling(p, **game.arguments)
        return paid, state

    found = ov.markov_perfect(again.stochastic_game(defaults(name), start="always", discount=discount))
    once = ov.solve(game.tree(defaults(name)))
    assert found.solved.all()
    assert found.strategy == pytest.approx(once.strategy[0], abs=1e-8)
    assert found.value[0] * (1 - discount) == pytest.approx(once.value[0], abs=1e-12)


def test_what_is_left_before_its_limit_is_not_called_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    from overture.rivalry import branch

    monkeypatch.setattr(branch, "TRIES", (1e-1,))
    found = ov.markov_perfect(shapley.stochastic_game(start="on", discount=0.5))
    whole = ov.markov_perfect(
        rivalry.shape(strongest=1).stochastic_game(DEFAULTS, start=START, discount=DISCOUNT)
    )
    assert found.limit.tolist() == [True, False]
    assert not whole.solved.any()
    assert "before its limit was found" in whole.summary()
    assert whole.max_regret > 1e-6


@pytest.mark.slow
def test_a_thousand_states_are_solved() -> None:
    game = rivalry.shape(strongest=249).stochastic_game(DEFAULTS, start=START, discount=DISCOUNT)
    found = ov.markov_perfect(game)
    assert len(game.states) == 1000
    assert found.solved.all()
    assert found.max_regret <= 1e-12
