"""A level as flat arrays of complete histories, for the kernels: what is paid and where it goes on, inside and outside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import Floats
from overture.rivalry.game import StochasticGame

Longs = NDArray[np.int64]
IMPOSSIBLE_LOG = -1e30  # of the odds that chance gives to what it never does


@dataclass(frozen=True)
class LevelForm:
    """The states of a level, n of them, with H complete histories, A actions and I players.

    Attributes:
        states: [n] their numbers in the game.
        actions: [A] the numbers of their actions in the game.
        step_start, step: the actions of history h are ``step[step_start[h]:step_start[h + 1]]``.
        log_chance: [H] log of the odds of chance on the history.
        home: [H] in which state of the level the history is.
        inside: [H, n] discounted odds of the next states of the level.
        histories: [H] their numbers in the game.
        below_start, below: the histories on which action a is taken are ``below[below_start[a]:below_start[a + 1]]``.
        mover: [A] the player of each action; set_start: [set + 1] the actions of each information set.
    """

    states: Longs
    actions: Longs
    step_start: Longs
    step: Longs
    log_chance: Floats
    home: Longs
    inside: Floats
    histories: Longs
    below_start: Longs
    below: Longs
    mover: Longs
    set_start: Longs

    @property
    def head(self) -> tuple[Longs, Longs, Floats, Longs]:
        """The arguments of the kernels before what is paid."""
        return self.step_start, self.step, self.log_chance, self.home

    @property
    def body(self) -> tuple[Floats, Longs, Longs, Longs]:
        """The arguments of the kernels after what is paid."""
        return self.inside, self.below_start, self.below, self.mover

    @property
    def sizes(self) -> Longs:
        """[set] how many actions each information set has."""
        return np.diff(self.set_start)

    def pay(self, game: StochasticGame, value: Floats) -> Floats:
        """[H, I] what a history pays with the states outside of the level; ``value`` [state, player] of those."""
        outside = value.copy()
        outside[self.states] = 0.0
        following = game.following(outside)
        return np.ascontiguousarray(game.stage_payoff[self.histories] + following[self.histories])


def level_form(game: StochasticGame, level: int) -> LevelForm:
    """The form of a level."""
    states = game.members[level].astype(np.int64)
    place = np.full(len(game.states), -1, np.int64)
    place[states] = np.arange(len(states))
    actions = [_span(game.action_start, at) for at in states]
    histories = [_span(game.history_start, at) for at in states]
    first = np.concatenate([[0], np.cumsum([len(each) for each in actions])])
    paths, odds, movers, sizes = [], [], [], []
    for at, state in enumerate(states):
        tree = game.trees[state]
        for end in tree.terminal:
            path, log = [], 0.0
            node = int(end)
            while node > 0:
                edge = int(tree.edge[node])
                if edge < tree.n_actions:
                    path.append(edge + int(first[at]))
                else:
                    odd = float(tree.chance[0, edge - tree.n_actions])
                    log += np.log(odd) if odd > 0 else IMPOSSIBLE_LOG
                node = int(tree.parent[node])
            paths.append(path[::-1])
            odds.append(log)
        movers += tree.set_player[tree.infoset_of_action].tolist()
        sizes += np.diff(tree.edge_start[: tree.n_infosets + 1]).tolist()
    every = np.concatenate(histories)
    home = np.repeat(np.arange(len(states)), [len(each) for each in histories])
    step = np.array([each for path in paths for each in path], np.int64)
    on = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
    order = np.argsort(step, kind="stable")
    inside = np.zeros((len(every), len(states)))
    for at, history in enumerate(every):
        for each in range(game.next_start[history], game.next_start[history + 1]):
            to = place[game.next_state[each]]
            if to >= 0:
                inside[at, to] += game.weight[each]
    return LevelForm(
        states=states,
        actions=np.concatenate(actions),
        step_start=_starts([len(path) for path in paths]),
        step=step,
        log_chance=np.array(odds),
        home=home,
        inside=inside,
        histories=every,
        below_start=_starts(np.bincount(step, minlength=int(first[-1])).tolist()),
        below=on[order],
        mover=np.array(movers, np.int64),
        set_start=_starts(sizes),
    )


def _span(start: NDArray[np.int32], at: int) -> Longs:
    return np.arange(start[at], start[at + 1], dtype=np.int64)


def _starts(sizes: list[int]) -> Longs:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
