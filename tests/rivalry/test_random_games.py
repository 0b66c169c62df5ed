"""Random games without an end, with types, hidden acts and up to three players: no plan for all periods gains anything."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.rivalry.game import StochasticGame
from overture.rivalry.measured import values_of

MOST = 100  # pure plans of a player that are tried


def drawn(seed: int, top: int) -> StochasticGame:
    """Whole-number payoffs from -top to top; in every second game states are never left for earlier ones."""
    draw = random.Random(seed)
    states, names = draw.randint(1, 4), ("A", "B", "C")[: draw.choice([1, 2, 2, 3])]

    def told(p: Any, state: int) -> Any:
        shape = random.Random(f"{seed}/{state}")
        history: tuple[str, ...] = ()
        if shape.random() < 0.4:
            kind = yield ov.chance("kind", {"high": 0.4, "low": 0.6}, seen_by=shape.choice(names))
            history += (kind,)
        for at in range(shape.randint(0, 3)):
            mover, acts = shape.choice(names), ["x", "y", "z"][: shape.randint(1, 3)]
            act = yield ov.move(mover, f"move{at}", acts, seen_by=shape.choice([None, ()]))
            history += (act,)
        end = random.Random(f"{seed}/{state}/{history}")
        paid = {name: end.randint(-top, top) for name in names}
        weight = {each: end.random() for each in range(state if seed % 2 else 0, states)}
        return paid, {each: share / sum(weight.values()) for each, share in weight.items()}

    return ov.stage(*names)(told).stochastic_game(start=0, discount=draw.choice([0.0, 0.5, 0.9]))


def plans(own: list[Any], seed: int) -> Iterable[tuple[int, ...]]:
    """All pure plans, where they are few; else some, drawn."""
    if prod(len(actions) for actions in own) <= MOST:
        return product(*own)
    draw = random.Random(seed)
    return [tuple(draw.choice(actions) for actions in own) for _ in range(MOST)]


@pytest.mark.parametrize("seed", range(60))
def test_a_random_game_is_solved_and_no_plan_of_one_player_gains(seed: int) -> None:
    """The single-deviation principle, tried out: a player's pure plans, each valued for ever by one linear system."""
    game = drawn(seed, 100)
    found = ov.markov_perfect(game)
    assert found.solved.all()
    sets = [
        (player, int(game.action_start[at]) + np.arange(tree.edge_start[each], tree.edge_start[each + 1]))
        for at, tree in enumerate(game.trees)
        for each, player in enumerate(tree.set_player[: tree.n_infosets].tolist())
    ]
    for player in range(len(game.players)):
        own = [actions for mover, actions in sets if mover == player]
        for plan in plans(own, seed):
            strategy = found.strategy.copy()
            for actions, chosen in zip(own, plan, strict=True):
                strategy[actions] = actions == chosen
            gain = values_of(game, strategy)[:, player] - found.value[:, player]
            assert gain.max() <= 1e-9 * np.abs(found.value).max()


@pytest.mark.parametrize("top", [0, 1, 3])
def test_games_with_many_ties_are_solved_or_said_not_to_be(top: int) -> None:
    """What is not solved says so, and has no more regret than the last point of its branch."""
    for seed in range(40):
        found = ov.markov_perfect(drawn(seed, top))
        assert found.solved.all() or not found.limit.all()
        assert found.max_regret <= 1e-4
