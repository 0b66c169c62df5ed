"""What is true of a strategy in a stochastic game: values of the states, and regret at every information set of each.

Given what the next states are worth, the stage game of a state is an ordinary tree, and the code that measures trees
(:func:`overture.games.measured.measure.assess`) says what the state is worth, what is believed in it, and what each act would
gain. By the principle of the single deviation (Fudenberg and Tirole 1991, Game Theory, theorem 4.2; payoffs are bounded and
discounted) a strategy without regret at any set of any state is a Markov-perfect equilibrium. Where no single act gains more
than ``r`` in a period, no plan for all periods gains more than ``m r / (1 - discount)``, where ``m`` is the largest number of
decisions that one player makes in one period.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, identity
from scipy.sparse.linalg import splu

from overture.games.measured.measure import Measured, terminal_probability
from overture.games.measured.play import Play
from overture.games.measured.sound import assess_each
from overture.games.tree import Floats
from overture.rivalry.game import StochasticGame


class MeasuredStates(NamedTuple):
    """What was measured, numbered as in the game.

    Attributes:
        value: [state, player] what the stage game with its continuation is worth, by the measure of trees.
        regret: [set] conditional regret at each information set, on and off the path.
        action_value: [action] conditional value of each action to its mover.
        states: state -> what was measured of its tree, the beliefs among it.
    """

    value: Floats
    regret: Floats
    action_value: Floats
    states: dict[int, Measured]


def values_of(game: StochasticGame, strategy: Floats) -> Floats:
    """[state, player] what the states are worth if all play ``strategy`` [action] for ever: one linear system."""
    probability = np.concatenate(
        [
            terminal_probability(tree, strategy[game.action_start[at] : game.action_start[at + 1]])[0]
            for at, tree in enumerate(game.trees)
        ]
    )
    states = len(game.states)
    home = np.repeat(np.arange(states), np.diff(game.history_start))
    paid = np.zeros((states, len(game.players)))
    np.add.at(paid, home, probability[:, None] * game.stage_payoff)
    per = np.diff(game.next_start)
    onward = csc_matrix(
        (np.repeat(probability, per) * game.weight, (np.repeat(home, per), game.next_state)),
        shape=(states, states),
    )
    return np.asarray(splu((identity(states, format="csc") - onward).tocsc()).solve(paid))


def measure_states(
    game: StochasticGame, play: Play, value: Floats, states: Iterable[int] | NDArray[np.integer] | None = None
) -> MeasuredStates:
    """The certificate of the play of some states (all if left out), given what each state is worth.

    Args:
        game: the game.
        play: [action] strategy and trembles.
        value: [state, player] what the next states are worth.
        states: those that are measured; what is said of the others is NaN.
    """
    following = game.following(value)
    found = MeasuredStates(
        np.full((len(game.states), len(game.players)), np.nan),
        np.full(game.set_start[-1], np.nan),
        np.full(game.action_start[-1], np.nan),
        {},
    )
    for at in range(len(game.states)) if states is None else states:
        acts = slice(game.action_start[at], game.action_start[at + 1])
        told = assess_each(game.continued(at, following), Play(*(each[None, acts] for each in play)))
        found.value[at] = told.value[0]
        found.regret[game.set_start[at] : game.set_start[at + 1]] = told.regret[0]
        found.action_value[acts] = told.action_value[0]
        found.states[int(at)] = told
    return found
