"""A game without an end is told by its stage game: what happens in a public state, and in which state it goes on.

    @ov.stage("Leader", "Counterpart")
    def rivalry(p, strength):
        answer = yield ov.move("Counterpart", "answer", ["accept", "reject"])
        ...
        return {"Leader": 1, "Counterpart": p.gain}, {strength: 1 - p.growth, strength + 1: p.growth}

The telling is as in :mod:`overture.games.telling.language`, with the state as its second argument. Every history ends with
what is paid and with the odds of the next states; a third entry, if there is one, says after how many periods the next state
begins: 1 if it is left out, and 0 where the next state belongs to the same period. States are public; whatever else happened
in a stage game is forgotten at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from overture.errors import TellingError
from overture.games.check import ODDS_TOLERANCE
from overture.games.telling.language import Game, Step, Telling, chance, check_shape, game
from overture.games.telling.parameters import floats, plain_numbers, read_parameters
from overture.games.tree import Tree
from overture.rivalry.game import StochasticGame, state_name

STATE_LIMIT = 100_000  # states that a game may have before it is taken for one that never stops growing
ALLOWED_END = "payoffs and the next state: return {player: payoff, ...}, {state: odds, ...}"

StageTelling = Callable[..., Generator[Any, Any, tuple[Any, ...]]]


@dataclass(frozen=True)
class StageGame:
    """A stage game that can be told in every state.

    Attributes:
        players: names, in payoff order.
        telling: the generator function; its first argument holds the parameters, its second the state.
        title: what the game is called.
        arguments: keyword arguments of the telling that fix its shape.
    """

    players: tuple[str, ...]
    telling: StageTelling
    title: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def shape(self, **arguments: Any) -> StageGame:
        """The same game with other shape arguments (``arms_race.shape(largest=8)``)."""
        check_shape(self.telling, 2, self.title, arguments)
        arguments = {name: plain_numbers(self.title, name, each) for name, each in arguments.items()}
        return replace(self, arguments={**self.arguments, **arguments})

    def stochastic_game(
        self,
        parameters: Mapping[str, Any] | None = None,
        *,
        start: Hashable | list[Hashable],
        discount: float,
        limit: int = STATE_LIMIT,
        **more: Any,
    ) -> StochasticGame:
        """Tell the stage game in every state that can be reached, and return the game without an end.

        Args:
            parameters: name -> number.
            start: the state in which the game begins, or a list of states. A state is anything that can be a key: a text,
                a number, a named tuple.
            discount: by how much a payoff of the next period counts less than one of this period, at least 0 and below 1.
            limit: how many states the game may have.
            more: parameters by keyword.

        Raises:
            TellingError: a stage game does something that no game does, or the states do not fit together.
        """
        values, worlds = read_parameters(self.title, {**(parameters or {}), **more})
        if worlds != 1:
            raise TellingError.of(
                "stage/worlds", "parameters that are arrays", self.title, "numbers: one world"
            )
        if not 0 <= discount < 1:
            raise TellingError.of(
                "stage/discount", f"a discount of {discount}", self.title, "at least 0, below 1"
            )
        waiting = list(start) if isinstance(start, list) else [start]
        known: dict[Hashable, int] = {each: at for at, each in enumerate(dict.fromkeys(waiting))}
        waiting = list(known)
        told: list[tuple[Tree, list[_End]]] = []
        for state in waiting:  # grows while it is walked through
            told.append(self._tell(state, values))
            for end in told[-1][1]:
                for each in end.odds:
                    if each not in known:
                        known[each] = len(waiting)
                        waiting.append(each)
            if len(waiting) > limit:
                raise TellingError.of(
                    "stage/states", f"more than {limit:,} states", self.title, "finitely many states",
                    "or raise the limit: stochastic_game(..., limit=...)",
                )  # fmt: skip
        ends = [end for _, each in told for end in each]
        return StochasticGame.of(
            title=self.title,
            players=self.players,
            discount=float(discount),
            states=tuple(state_name(each) for each in waiting),
            trees=tuple(tree for tree, _ in told),
            following=[[(known[state], odd) for state, odd in end.odds.items()] for end in ends],
            periods=[end.periods for end in ends],
            starts=len(start) if isinstance(start, list) else 1,
        )

    def _tell(self, state: Hashable, values: Mapping[str, Any]) -> tuple[Tree, list[_End]]:
        """The tree of the stage game of a state, paid what the stage pays, and how each of its histories goes on."""
        ends: list[_End] = []
        name = state_name(state)
        told = Game(self.players, _InState(self, state, ends), f"{self.title}: {name}", self.arguments)
        tree = told.tree(values)
        return tree, ends[: len(tree.terminal)]  # some histories are played again, to see that they end alike


@dataclass(frozen=True)
class _End:
    """How a complete history goes on: odds of the next states, after how many periods."""

    odds: dict[Hashable, float]
    periods: int


class _InState:
    """The telling of one state as an ordinary telling, which notes at each end how the history goes on."""

    def __init__(self, stage: StageGame, state: Hashable, ends: list[_End]) -> None:
        self.stage, self.state, self.ends = stage, state, ends
        self.__code__ = stage.telling.__code__  # what a message about a fault names

    def __call__(self, p: Any, **arguments: Any) -> Telling:
        running = self.stage.telling(p, self.state, **arguments)
        return self._told(running)

    def _told(self, running: Generator[Any, Any, tuple[Any, ...]]) -> Generator[Step, Any, Mapping[str, Any]]:
        if not hasattr(running, "send"):
            raise TellingError.of("telling/no-yield", "the function yields no move", "", ALLOWED_END)
        try:
            step = next(running)
        except StopIteration as stop:  # nobody moves in this state
            yield chance("stage", {"passes": 1.0})
            return self._end(stop.value)
        while True:
            sent = yield step
            try:
                step = running.send(sent)
            except StopIteration as stop:
                return self._end(stop.value)

    def _end(self, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, tuple) or len(value) not in (2, 3) or not isinstance(value[0], Mapping):
            raise TellingError.of("stage/end", f"the history ends with {value!r}", "", ALLOWED_END)
        following = value[1] if isinstance(value[1], Mapping) else {value[1]: 1.0}
        try:
            odds = {state: float(floats(odd).ravel()[0]) for state, odd in following.items()}
        except (TypeError, ValueError, IndexError):
            raise TellingError.of("stage/next", f"next states {following!r}", "", ALLOWED_END) from None
        told = list(odds.values())
        if not (
            np.isfinite(told).all() and min(told, default=-1) >= 0 and abs(sum(told) - 1) <= ODDS_TOLERANCE
        ):
            listed = ", ".join(f"{state_name(state)} {odd:.6g}" for state, odd in odds.items())
            raise TellingError.of(
                "stage/next",
                f"the odds of the next states are {listed or 'none'}",
                "",
                "at least 0, and a sum of 1",
            )
        periods = value[2] if len(value) == 3 else 1
        if isinstance(periods, bool) or not isinstance(periods, int) or periods < 0:
            raise TellingError.of(
                "stage/periods", f"the next state begins after {periods!r} periods", "", "0, 1, 2, ..."
            )
        self.ends.append(_End({state: odd for state, odd in odds.items() if odd > 0}, periods))
        paid: Mapping[str, Any] = value[0]
        return paid


def stage(*players: str, title: str | None = None) -> Callable[[StageTelling], StageGame]:
    """Decorate a generator function of parameters and a state: ``@stage("Leader", "Counterpart")``.

    What it tells is one period of a game without an end; how it goes on is told in docs/how-to/games-without-an-end.md.

    Args:
        players: their names.
        title: of the game; the name of the function if left out.
    """
    if any(callable(each) for each in players):
        raise TellingError.of(
            "telling/players",
            "no players are given",
            "@stage(...)",
            "the players in brackets",
            'write @stage("Leader", "Counterpart")',
        )
    checked = game(*players)  # the rules for names are those of a game

    def decorate(telling: StageTelling) -> StageGame:
        named = checked(telling)  # type: ignore[arg-type]
        made = StageGame(named.players, telling, title or named.title)
        object.__setattr__(made, "__doc__", telling.__doc__)
        return made

    return decorate
