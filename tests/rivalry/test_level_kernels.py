"""The kernels of a level beside the measure of trees, and their slopes beside differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.games.measured.play import Play
from overture.games.tree import Floats
from overture.models.rivalry import DEFAULTS, DISCOUNT, START, rivalry
from overture.rivalry._level import evaluate
from overture.rivalry.branch import LevelSystem, values_in
from overture.rivalry.form import level_form
from overture.rivalry.game import StochasticGame
from overture.rivalry.measured import measure_states, values_of


def _game() -> StochasticGame:
    return rivalry.shape(strongest=2).stochastic_game(DEFAULTS, start=START, discount=DISCOUNT)


def _drawn(game: StochasticGame, seed: int, zeros: bool) -> Play:
    draw = np.random.default_rng(seed)
    share = draw.uniform(0.1, 1, game.action_start[-1])
    if zeros:
        share[::2] = np.where(draw.random(len(share[::2])) < 0.4, 0.0, share[::2])
    pairs = share.reshape(-1, 2)  # every set of the rivalry has two actions
    share = (pairs / pairs.sum(axis=1, keepdims=True)).ravel()
    return Play(share, draw.uniform(0.5, 2, len(share)), draw.uniform(0.5, 2, len(share)))


def _values(game: StochasticGame, play: Play) -> Floats:
    value = np.zeros((len(game.states), len(game.players)))
    for level in range(len(game.members)):
        form = level_form(game, level)
        value[form.states] = values_in(
            form, form.pay(game, value), Play(*(each[form.actions] for each in play))
        )
    return value


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("zeros", [False, True])
def test_values_level_by_level_are_those_of_all_states_at_once(seed: int, zeros: bool) -> None:
    game = _game()
    play = _drawn(game, seed, zeros)
    whole = values_of(game, play.strategy)
    assert _values(game, play) == pytest.approx(whole, abs=1e-12)
    assert measure_states(game, play, whole).value == pytest.approx(whole, abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_values_of_actions_are_those_that_are_measured(seed: int) -> None:
    game = _game()
    draw = np.random.default_rng(seed)
    for level in range(len(game.members)):
        form = level_form(game, level)
        outside = draw.normal(size=(len(game.states), len(game.players)))
        system = LevelSystem(form, form.pay(game, outside))
        state = system.state(draw.normal(size=system.unknowns))
        everywhere = np.ones(game.action_start[-1])
        everywhere[form.actions] = state.odds
        outside[form.states] = state.value * system.range
        found = measure_states(
            game, Play(everywhere, np.ones_like(everywhere), np.ones_like(everywhere)), outside, form.states
        )
        assert state.action_value * system.range == pytest.approx(found.action_value[form.actions], abs=1e-12)
        assert state.value * system.range == pytest.approx(found.value[form.states], abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("even", [False, True])
def test_values_of_actions_off_the_path_are_those_that_are_measured(seed: int, even: bool) -> None:
    """Two does not see which act it was, and beliefs are told by the orders of trembles, or by their weights where those are one."""
    game = _hidden.stochastic_game(start="on", discount=0.7)
    form = level_form(game, 0)
    draw = np.random.default_rng(seed)
    order, weight = draw.uniform(0.5, 2, 5), draw.uniform(0.5, 2, 5)
    if even:
        order[:] = 1.0
    play = Play(np.array([1.0, 0.0, 0.0, 0.3, 0.7]), order, weight)
    pay = form.pay(game, np.zeros((1, 2)))
    played = play.strategy > 0
    action_value, value = np.empty(5), np.empty((1, 2))
    evaluate(
        *form.head, pay, *form.body, np.log(np.where(played, play.strategy, weight)), np.where(played, 0.0, order),
        np.empty(len(pay)), np.empty(pay.shape), np.empty(len(form.below)), np.empty((1, 1)), value, action_value,
    )  # fmt: skip
    found = measure_states(game, play, values_of(game, play.strategy))
    assert action_value == pytest.approx(found.action_value, abs=1e-12)
    assert value == pytest.approx(found.value, abs=1e-12)


@ov.stage("One", "Two", title="hidden")
def _hidden(p: Any, state: str) -> Any:
    act = yield ov.move("One", "act", ["out", "left", "right"], seen_by=())
    if act == "out":
        return {"One": 1, "Two": 2}, state
    reply = yield ov.move("Two", "reply", ["up", "down"])
    paid = {"left": {"up": (3, 1), "down": (0, 5)}, "right": {"up": (2, 4), "down": (7, 0)}}[act][reply]
    return dict(zip(("One", "Two"), paid, strict=True)), state


@pytest.mark.parametrize("seed", range(4))
def test_slopes_are_those_of_differences(seed: int) -> None:
    game = _game()
    draw = np.random.default_rng(seed)
    form = level_form(game, 1)
    system = LevelSystem(form, form.pay(game, draw.normal(size=(len(game.states), len(game.players)))))
    at = draw.normal(size=system.unknowns)
    precision = 3.0
    factors = system.factorise(system.state(at), precision)
    step = 1e-6
    for unknown in range(system.unknowns):
        move = np.zeros(system.unknowns)
        move[unknown] = step
        ahead, behind = (system.state(at + sign * move).difference for sign in (1, -1))
        column = (move - precision * (ahead - behind) / 2) / step
        assert factors.solve(column) == pytest.approx(move / step, abs=1e-6)
