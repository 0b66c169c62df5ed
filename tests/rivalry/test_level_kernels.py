"""The kernels of a level beside the measure of trees, and their slopes beside differences."""

from __future__ import annotations

import numpy as np
import pytest

from overture.games.measured.play import Play
from overture.games.tree import Floats
from overture.models.rivalry import DEFAULTS, DISCOUNT, START, rivalry
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
