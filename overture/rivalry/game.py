"""A stochastic game: the tree of each state's stage game, how each history goes on, and its levels."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from overture.errors import SolveError, TellingError
from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Floats, Ints, Tree
from overture.games.view import Shown, count, few
from overture.rivalry.levels import cycle, levels

if TYPE_CHECKING:
    import pandas as pd


def state_name(state: Hashable) -> str:
    """What a state is called: a text as it is, a named tuple by its fields, anything else as Python writes it."""
    fields = getattr(state, "_fields", None)
    if isinstance(state, tuple) and fields:
        return ", ".join(f"{name}={each}" for name, each in zip(fields, state, strict=True))
    return str(state)


@dataclass(frozen=True, repr=False)
class StochasticGame(Shown):
    """A game without an end, with finitely many public states. Made by ``StageGame.stochastic_game``.

    Histories, actions and information sets of all states are numbered through: those of the first state come first.

    Attributes:
        title: what the game is called.
        players: names, in payoff order.
        discount: by how much a payoff of the next period counts less.
        states: [state] names; those in which the game begins come first.
        starts: in how many states the game may begin.
        trees: [state] the stage game, paid what the stage pays.
        next_start: [history + 1] the next states of history h are ``next_start[h]:next_start[h + 1]`` of the two below.
        next_state: the next states; next_odds: their odds.
        period: [history] after how many periods the next state begins.
        level: [state] the number of its level; what a level leads to has lower numbers.
    """

    title: str
    players: tuple[str, ...]
    discount: float
    states: tuple[str, ...]
    starts: int
    trees: tuple[Tree, ...]
    next_start: Ints
    next_state: Ints
    next_odds: Floats
    period: Ints
    level: Ints

    @classmethod
    def of(
        cls,
        *,
        title: str,
        players: tuple[str, ...],
        discount: float,
        states: tuple[str, ...],
        trees: tuple[Tree, ...],
        following: Sequence[Sequence[tuple[int, float]]],
        periods: Sequence[int],
        starts: int,
    ) -> Self:
        """The game of these trees; ``following`` lists for each history its next states and their odds.

        Raises:
            TellingError: two states have one name, or states lead to each other within one period.
        """
        twice = (
            sorted({each for each in states if states.count(each) > 1})
            if len(set(states)) < len(states)
            else []
        )
        if twice:
            raise TellingError.of(
                "stage/names", f"two states are called {few(twice)}", title, "different names"
            )
        histories = np.array([len(tree.terminal) for tree in trees])
        home = np.repeat(np.arange(len(trees)), histories)
        sizes = np.array([len(each) for each in following], np.int64)
        source = np.repeat(home, sizes)
        target = np.array([state for each in following for state, _ in each], np.int32)
        at_once = np.repeat(np.array(periods) == 0, sizes)
        if loop := cycle(len(trees), source[at_once], target[at_once]):
            raise TellingError.of(
                "stage/periods", f"no period passes between {few(states[each] for each in loop)}", title,
                "a period passes before a state comes again",
            )  # fmt: skip
        return cls(
            title=title,
            players=players,
            discount=discount,
            states=states,
            starts=starts,
            trees=trees,
            next_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            next_state=target,
            next_odds=np.array([odd for each in following for _, odd in each]),
            period=np.array(periods, np.int32),
            level=levels(len(trees), source, target),
        )

    def __again__(self) -> Self:
        """The same, if its levels are those of its transitions. Raises FileError."""
        from overture.games.measured.kept import differs

        home = np.repeat(np.arange(len(self.states)), np.diff(self.history_start))
        found = levels(len(self.states), np.repeat(home, np.diff(self.next_start)), self.next_state)
        if not np.array_equal(self.level, found):
            raise differs(self.trees[0], "level is", self.level.tolist(), found.tolist())
        return self

    @cached_property
    def history_start(self) -> Ints:
        """[state + 1] the histories of state s are ``history_start[s]:history_start[s + 1]``."""
        return _starts([len(tree.terminal) for tree in self.trees])

    @cached_property
    def action_start(self) -> Ints:
        """[state + 1] the same of actions."""
        return _starts([tree.n_actions for tree in self.trees])

    @cached_property
    def set_start(self) -> Ints:
        """[state + 1] the same of information sets."""
        return _starts([tree.n_infosets for tree in self.trees])

    @cached_property
    def members(self) -> tuple[Ints, ...]:
        """[level] the states of each level, the level that is solved first at the front."""
        order = np.argsort(self.level, kind="stable").astype(np.int32)
        ends = np.cumsum(np.bincount(self.level))
        return tuple(np.split(order, ends[:-1]))

    @cached_property
    def weight(self) -> Floats:
        """[next state of a history] its odds times the discount until it begins."""
        passed = np.repeat(self.period, np.diff(self.next_start))
        return np.asarray(self.next_odds * self.discount**passed)

    def index(self, state: Hashable) -> int:
        """The number of a state, given as it was told, or by name, or by number. Raises SolveError."""
        name = state_name(state)
        if name in self.states:
            return self.states.index(name)
        raise SolveError.of("rivalry/state", f"no state {name!r}", self.title, few(self.states, 8))

    def following(self, value: Floats) -> Floats:
        """[history, player] what the next states are worth at the end of each history, discounted; value [state, player]."""
        each = self.weight[:, None] * value[self.next_state]
        return np.asarray(np.add.reduceat(each, self.next_start[:-1], axis=0))

    @cached_property
    def stage_payoff(self) -> Floats:
        """[history, player] what the stage game pays."""
        return np.concatenate([terminal_payoff(tree)[0] for tree in self.trees])

    def continued(self, state: int, following: Floats) -> Tree:
        """The stage game of a state in which each end also pays what follows it (:meth:`following`)."""
        tree = self.trees[state]
        later = following[self.history_start[state] : self.history_start[state + 1]]
        payoff = tree.payoff.copy()
        payoff[0, tree.outcome[tree.terminal]] += later
        return replace(tree, payoff=payoff, exact=None)

    def _head(self) -> list[str]:
        sizes = np.bincount(np.bincount(self.level))
        told = [
            f"{count(int(many), 'level')} of {count(size, 'state')}"
            for size, many in enumerate(sizes)
            if many
        ]
        return [
            f"Stochastic game: {self.title}",
            f"players: {few(self.players)}",
            f"{count(len(self.states), 'state')} ({few(self.states)})",
            f"{count(int(self.set_start[-1]), 'information set')}, {count(int(self.action_start[-1]), 'action')}, "
            f"{count(int(self.history_start[-1]), 'history', 'histories')} of one period",
            f"{few(told)}; discount {self.discount:g}",
        ]

    def to_frame(self) -> pd.DataFrame:
        """One row per state: state, level (0 is solved first), information sets, actions, histories, and the next states."""
        import pandas as pd

        where = np.repeat(np.arange(len(self.period)), np.diff(self.next_start))
        home = np.searchsorted(self.history_start, where, side="right") - 1
        return pd.DataFrame(
            {
                "state": self.states,
                "level": self.level,
                "infosets": np.diff(self.set_start),
                "actions": np.diff(self.action_start),
                "histories": np.diff(self.history_start),
                "next": [
                    "; ".join(self.states[each] for each in np.unique(self.next_state[home == at]))
                    for at in range(len(self.states))
                ],
            }
        )


def _starts(sizes: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int32)
