"""A Markov-perfect equilibrium with its certificate: values of the states, play, beliefs, regret at each set of each state."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from overture.games.measured.measure import payoff_range
from overture.games.measured.play import Play
from overture.games.measured.stakes import local_regret
from overture.games.measured.standards import EXACT
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, count, few, told
from overture.rivalry.game import StochasticGame
from overture.rivalry.measured import measure_states, values_of

if TYPE_CHECKING:
    import pandas as pd

NOTHING = 1e-12  # of the size of the values: smaller payoff ranges are rounding


@dataclass(frozen=True, repr=False)
class MarkovPerfect(Shown):
    """Play that depends on the state alone, and what is measured of it. Made by :meth:`measured` alone.

    Axes: actions and information sets of all states are numbered through as in the game.

    Attributes:
        game: the game without an end.
        method: how it was found, in words.
        strategy: [action] behaviour strategies.
        order, weight: [action] trembles ``weight * eps**order`` of the actions of probability zero.
        value: [state, player] what the game is worth that begins in the state: a discounted sum, this period's payoff in full.
        regret: [set] what the best single act would gain at each information set, reached or not, in units of the payoffs.
        gap: [state] the largest difference between ``value`` and what the state's tree is measured to be worth.
        share: [state] the largest of regret and gap over the largest payoff range of any player in the tree of any state.
        local_share: [state] the largest share of what is at stake at an information set that its play gives away.
        limit: [level] whether the limit of the level's branch was found; followed: [level] precision times payoff range up to
            which it was followed; folds: [level] how often it turned back.
    """

    game: StochasticGame
    method: str
    strategy: Floats
    order: Floats
    weight: Floats
    value: Floats
    regret: Floats
    gap: Floats
    share: Floats
    local_share: Floats
    limit: NDArray[np.bool_]
    followed: Floats
    folds: NDArray[np.int32]
    action_value: Floats = field(repr=False)

    __derived__ = ("action_value",)
    _columns = ("state", "player", "infoset", "action", "strategy", "belief", "value", "regret", "payoff")

    @classmethod
    def measured(
        cls,
        game: StochasticGame,
        play: Play,
        *,
        method: str,
        limit: ArrayLike = True,
        followed: ArrayLike = np.inf,
        folds: ArrayLike = 0,
    ) -> Self:
        """What a play is, by what is measured of it; ``play`` [action]. The values solve their linear equations for it."""
        value = values_of(game, play.strategy)
        found = measure_states(game, play, value)
        states, levels = len(game.states), len(game.members)
        gap = np.abs(found.value - value).max(axis=1, initial=0.0)
        worst, local, widest = gap.copy(), np.empty(states), 0.0
        following = game.following(value)
        for at in range(states):
            tree = game.continued(at, following)
            widest = max(widest, float(payoff_range(tree).max(initial=0.0)))
            worst[at] = max(float(found.regret[_span(game.set_start, at)].max(initial=0.0)), gap[at])
            acts = _span(game.action_start, at)
            local[at] = local_regret(tree, play.strategy[None, acts], found.states[at]).max(initial=0.0)
        size = float(np.abs(value).max(initial=0.0))
        if widest <= NOTHING * size:  # no choice and no chance moves anything: the ranges are rounding
            widest = size
        return cls(
            game=game,
            method=method,
            strategy=play.strategy,
            order=play.order,
            weight=play.weight,
            value=value,
            regret=found.regret,
            gap=gap,
            share=worst / (widest if widest > 0 else 1.0),
            local_share=local,
            limit=np.array(np.broadcast_to(np.asarray(limit, bool), (levels,))),
            followed=np.array(np.broadcast_to(np.asarray(followed, np.float64), (levels,))),
            folds=np.array(np.broadcast_to(np.asarray(folds, np.int32), (levels,))),
            action_value=found.action_value,
        )

    @property
    def play(self) -> Play:
        """[action] the strategies with their trembles."""
        return Play(self.strategy, self.order, self.weight)

    @property
    def solved(self) -> NDArray[np.bool_]:
        """[state] whether neither its regret, nor that of any state that may follow, is more than rounding."""
        good = (self.share <= EXACT) & (self.local_share <= EXACT)
        whole = np.ones(len(self.game.members), bool)
        home = np.repeat(np.arange(len(good)), np.diff(self.game.history_start))
        per = np.repeat(home, np.diff(self.game.next_start))
        upper, lower = self.game.level[per], self.game.level[self.game.next_state]
        order = np.argsort(upper, kind="stable")
        for number, states in enumerate(self.game.members):
            whole[number] = good[states].all()
        for at in order.tolist():
            whole[upper[at]] &= whole[lower[at]]
        return np.asarray(whole[self.game.level])

    @property
    def max_regret(self) -> float:
        """The largest regret at any information set of any state."""
        return float(self.regret.max(initial=0.0))

    @property
    def worst_name(self) -> str:
        """The state and the information set with the largest regret."""
        if not len(self.regret):
            return "nowhere: nobody ever chooses"
        at = int(self.regret.argmax())
        state = int(np.searchsorted(self.game.set_start, at, side="right")) - 1
        tree, infoset = self.game.trees[state], at - int(self.game.set_start[state])
        label = tree.labels.set_label[infoset]
        return f"{tree.players[tree.set_player[infoset]]}: {label} in {self.game.states[state]}"

    def value_at(self, state: Hashable) -> dict[str, float]:
        """What the game that begins in a state is worth to each player."""
        worth = self.value[self.game.index(state)].tolist()
        return dict(zip(self.game.players, worth, strict=True))

    def regret_at(self, state: Hashable) -> Floats:
        """[set] the regret at each information set of a state's tree."""
        return self.regret[_span(self.game.set_start, self.game.index(state))]

    def tree(self, state: Hashable) -> Tree:
        """The stage game of a state, in which each end also pays what the next states are worth: an ordinary game."""
        return self.game.continued(self.game.index(state), self.game.following(self.value))

    def play_at(self, state: Hashable) -> Play:
        """[1, A] the play of a state, for :meth:`tree`."""
        acts = _span(self.game.action_start, self.game.index(state))
        return Play(*(each[None, acts] for each in self.play))

    def summary(self) -> str:
        """How many states are solved, how large the worst regret is, and which levels have no limit."""
        good = int(self.solved.sum())
        lines = []
        if good:
            lines.append(
                f"{good} of {count(len(self.solved), 'state')} solved: exact to rounding, with all that may follow"
            )
        if good < len(self.solved):
            bad = [self.game.states[at] for at in np.flatnonzero(~self.solved)]
            lines.append(f"{count(len(bad), 'state')} not solved: {few(bad)}")
        if not self.limit.all():
            lines.append(
                f"the branch of {count(int((~self.limit).sum()), 'level')} was left before its limit was found"
            )
        lines.append(
            f"largest regret {self.max_regret:.2g} at {self.worst_name}; largest gap of a value {self.gap.max():.2g}"
        )
        return "\n".join(lines)

    def _head(self) -> list[str]:
        what = f"Markov-perfect equilibrium of {self.game.title} ({self.method})"
        if not self.solved.all():
            what = f"Play of {self.game.title} by states, not all solved ({self.method})"
        first = few(
            f"{name} {told(each)}" for name, each in zip(self.game.players, self.value[0], strict=True)
        )
        return [what, *self.summary().splitlines(), f"value in {self.game.states[0]}: {first}"]

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        per = int(self.game.action_start[-1])
        needed = int(np.searchsorted(self.game.action_start, most, side="left"))
        return self.to_frame(self.game.states[: max(needed, 1)]).head(most), per

    def to_frame(self, states: tuple[Hashable, ...] | list[Hashable] | None = None) -> pd.DataFrame:
        """One row per state and action.

        Columns: ``state`` and its ``level`` (0 is solved first), then those of :meth:`Solution.to_frame`: ``player``,
        ``number`` and ``infoset``, ``action``, ``strategy``, ``value`` of the action with all that follows, ``reach`` of the set
        within the period, ``regret``, ``belief``, and ``payoff``, what the state is worth to the player.

        Args:
            states: those that are told; all if left out.
        """
        import pandas as pd

        from overture.solvers.frames import action_rows, one_world

        chosen = (
            range(len(self.game.states)) if states is None else [self.game.index(each) for each in states]
        )
        following = self.game.following(self.value)
        frames = []
        for at in chosen:
            acts = _span(self.game.action_start, at)
            if acts.start == acts.stop:
                continue
            rows = action_rows(
                one_world(self.game.continued(at, following), *(each[None, acts] for each in self.play))
            )
            rows.pop("world")
            frames.append(
                pd.DataFrame({"state": self.game.states[at], "level": int(self.game.level[at]), **rows})
            )
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"state": []})

    def __again__(self) -> Self:
        from overture.solvers.kept import same

        found = type(self).measured(
            self.game,
            self.play,
            method=self.method,
            limit=self.limit,
            followed=self.followed,
            folds=self.folds,
        )
        unit = float(np.ptp(found.value)) or 1.0
        for name in ("value", "regret", "gap", "share", "local_share"):
            same(self.game.trees[0], name, getattr(self, name), getattr(found, name), unit)
        return found


def _span(start: NDArray[Any], at: int) -> slice:
    return slice(int(start[at]), int(start[at + 1]))
