"""Lists of the equilibria of each level, and how they follow each other: counted along the levels, not multiplied out."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.games.measured.play import Play
from overture.games.measured.standards import EXACT
from overture.games.tree import Floats, Ints
from overture.games.view import Shown, count, few, span
from overture.rivalry.equilibrium import MarkovPerfect
from overture.rivalry.game import StochasticGame
from overture.rivalry.measured import measure_states

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class LevelEquilibria:
    """The equilibria of a level that were found, given what the states outside of it are worth.

    Attributes:
        level: its number.
        strategy, order, weight: [m, A] play and trembles; the limit of the level's branch comes first, if it was found.
        value: [m, n, player] what the states of the level are worth.
        max_regret: [m] the largest regret at any information set of the level's states.
        limit: whether the first one is the limit of the branch.
        tried, of: how many supports were tried, and how many there are.
        proved: whether there are no others.
    """

    level: int
    strategy: Floats
    order: Floats
    weight: Floats
    value: Floats
    max_regret: Floats
    limit: bool
    tried: int
    of: int
    proved: bool


@dataclass(frozen=True)
class Strands:
    """Ways to choose an equilibrium in each of some levels, so that each level is given the values that the others have.

    Attributes:
        levels: [g] the levels.
        problem: [m, g] which list of the result the level's equilibrium is of; choice: [m, g] which of the list it is.
        whole: whether none were left out.
    """

    levels: Ints
    problem: Ints
    choice: Ints
    whole: bool


@dataclass(frozen=True, repr=False)
class MarkovList(Shown):
    """Markov-perfect equilibria of a game without an end, level by level. Made by :func:`markov_equilibria`.

    Attributes:
        game: the game.
        problems: lists of equilibria: of each level, one for each continuation under which it was solved.
        groups: groups of levels that lead to each other one way or the other; every way to choose in one group goes with every
            way to choose in another.
    """

    game: StochasticGame
    problems: tuple[LevelEquilibria, ...]
    groups: tuple[Strands, ...]

    _columns = ("level", "continuation", "equilibrium", "state", "regret")

    @property
    def count(self) -> int:
        """How many Markov-perfect equilibria were found, all levels together."""
        return prod(len(each.choice) for each in self.groups)

    @property
    def complete(self) -> bool:
        """Whether it is proved that there are no others: each level has one mover, whose best acts are strict, or no choice."""
        return all(each.whole for each in self.groups) and all(each.proved for each in self.problems)

    @property
    def several(self) -> tuple[int, ...]:
        """The levels that have several equilibria under some continuation."""
        return tuple(sorted({each.level for each in self.problems if len(each.strategy) > 1}))

    def member(self, number: int = 0) -> MarkovPerfect:
        """One of them, with its certificate; the first is that of the branches, where all were found.

        Raises SolveError where there is none of that number.
        """
        if not 0 <= number < self.count:
            raise SolveError.of(
                "rivalry/member", f"equilibrium {number}", self.game.title, f"0 to {self.count - 1}"
            )
        play, _ = self._joined(number)
        return MarkovPerfect.measured(self.game, play, method=f"supports of each level, number {number}")

    def _joined(self, number: int) -> tuple[Play, Floats]:
        """The play of all states, and what they are worth by the lists."""
        game = self.game
        actions = int(game.action_start[-1])
        play = Play(np.zeros(actions), np.ones(actions), np.ones(actions))
        value = np.zeros((len(game.states), len(game.players)))
        for group in self.groups:
            number, at = divmod(number, len(group.choice))
            for level, problem, choice in zip(group.levels, group.problem[at], group.choice[at], strict=True):
                found = self.problems[problem]
                states = game.members[level]
                play.put(
                    actions_of(game, states),
                    Play(*(each[choice] for each in (found.strategy, found.order, found.weight))),
                )
                value[states] = found.value[choice]
        return play, value

    def status(self) -> str:
        """How the list was made, and how far it may be trusted, in a sentence."""
        if self.complete:
            return "complete: in each level one player moves and his best acts are strict, or nobody has a choice"
        tried, of = (sum(getattr(each, name) for each in self.problems) for name in ("tried", "of"))
        text = "these are what the supports that were tried gave, and there may be more: "
        text += f"all {of:,} supports" if tried == of else f"{tried:,} of {of:,} supports"
        text += f" of {count(len(self.problems), 'level with its continuation', 'levels with their continuations')}"
        if not all(each.whole for each in self.groups):
            text += "; not all continuations were followed"
        return text

    def _head(self) -> list[str]:
        game = self.game
        number = f"{'' if all(each.whole for each in self.groups) else 'at least '}{self.count:,}"
        every = [MarkovList._worth(self, at) for at in range(min(self.count, 64))]
        low, high = (np.min(every, axis=0), np.max(every, axis=0)) if every else (np.empty(0), np.empty(0))
        first = few(f"{name} {span(a, b)}" for name, a, b in zip(game.players, low, high, strict=False))
        named = "no level has several"
        if self.several:
            named = f"several in {few(f'level {each} ({game.states[game.members[each][0]]}, ...)' for each in self.several)}"
        worst = max((float(each.max_regret.max(initial=0.0)) for each in self.problems), default=0.0)
        return [
            f"{number} Markov-perfect equilibria of {game.title}"
            if self.count != 1
            else f"1 Markov-perfect equilibrium of {game.title}",
            self.status(),
            f"{count(len(game.members), 'level')}; {named}",
            f"largest regret {worst:.2g}",
            f"value in {game.states[0]}: {first}" if every else "no equilibrium of some level was found",
        ]

    def _worth(self, number: int) -> Floats:
        return np.asarray(self._joined(number)[1][0])

    def to_frame(self) -> pd.DataFrame:
        """One row per level, continuation, equilibrium and state: its value to each player, and the regret of the level.

        ``continuation`` counts the values of the states outside under which the level was solved, ``equilibrium`` the
        equilibria under each; both from 1.
        """
        import pandas as pd

        rows = []
        seen: dict[int, int] = {}
        for each in self.problems:
            seen[each.level] = seen.get(each.level, 0) + 1
            for number, (value, regret) in enumerate(zip(each.value, each.max_regret, strict=True), start=1):
                for state, worth in zip(self.game.members[each.level], value.tolist(), strict=True):
                    told = dict(zip(self.game.players, worth, strict=True))
                    place = {"level": each.level, "continuation": seen[each.level], "equilibrium": number}
                    rows.append({**place, "state": self.game.states[state], **told, "regret": regret})
        return pd.DataFrame(
            rows, columns=["level", "continuation", "equilibrium", "state", *self.game.players, "regret"]
        )

    def __again__(self) -> Self:
        """Every equilibrium of every list, measured under its continuation."""
        from overture.games.measured.kept import differs
        from overture.solvers.kept import same

        game = self.game.__again__()
        checked: set[tuple[int, int]] = set()
        for group in self.groups:
            for at in range(len(group.choice)):
                new = set(zip(group.problem[at].tolist(), group.choice[at].tolist(), strict=True)) - checked
                if not new:
                    continue
                checked |= new
                play, value = self._joined(self._number(group, at))
                for problem, choice in sorted(new):
                    said = self.problems[problem]
                    found = measure_states(game, play, value, game.members[said.level])
                    regret = found.regret[sets_of(game, game.members[said.level])].max(initial=0.0)
                    unit = float(np.ptp(value)) or 1.0
                    name = f"level {said.level}, equilibrium {choice + 1}:"
                    same(
                        game.trees[0],
                        f"{name} value",
                        said.value[choice],
                        found.value[game.members[said.level]],
                        unit,
                    )
                    same(game.trees[0], f"{name} regret", said.max_regret[choice], regret, unit)
                    if not regret <= EXACT * unit:
                        raise differs(
                            game.trees[0], f"{name} play is", "an equilibrium", f"none: regret {regret:.3g}"
                        )
        return self

    def _number(self, group: Strands, at: int) -> int:
        """The number of the equilibrium that chooses strand ``at`` in a group, and the first in the others."""
        number, place = 0, 1
        for each in self.groups:
            number += place * (at if each is group else 0)
            place *= len(each.choice)
        return number


def actions_of(game: StochasticGame, states: NDArray[np.integer]) -> NDArray[np.int64]:
    """The actions of some states."""
    return np.concatenate([np.arange(game.action_start[at], game.action_start[at + 1]) for at in states])


def sets_of(game: StochasticGame, states: NDArray[np.integer]) -> NDArray[np.int64]:
    """The information sets of some states."""
    return np.concatenate([np.arange(game.set_start[at], game.set_start[at + 1]) for at in states])
