"""A game told in many worlds at once, to see what each parameter moves and where odds leave their bounds.

The teller's chance moves and payoffs are looked at on their way into the tree. Odds that are no odds are
replaced before the walk sees them, so that one telling finds everything that is wrong, in every world.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.games.check import ODDS_TOLERANCE
from overture.games.telling.language import HISTORY_LIMIT, MADE, Game
from overture.games.telling.parameters import Parameters, floats
from overture.games.tree import Floats, Tree

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

# Two numbers that differ by less than this share of the larger are equal but for rounding.
ROUNDING = 1e-12
# What a missing parameter is taken for, to find the others that are missing; good as a payoff and as odds.
STAND_IN = 0.5


@dataclass(frozen=True)
class BadOdds:
    """Odds of a chance move that are none, in the first world where they are: choice -> number.

    Attributes:
        place: file and line where they stand; "" in a game that was told in Python.
    """

    world: int
    odds: dict[str, float]
    place: str = ""


@dataclass
class Trial:
    """What was seen while the game was told in W worlds.

    Attributes:
        reference: [W] the world with which each is compared.
        chance: chance move -> [W] whether any of its odds differ from those of the reference.
        paid: player -> [W] whether any payoff differs from that of the reference.
        wrong: chance move -> its first odds outside [0, 1], or that do not sum to 1.
        infinite: player -> the first world in which a payoff is no finite number.
        read: parameters that the game has used. missing: those that it used and did not get.
        tree: the game in all worlds, with equal odds and payoffs of 0 in place of what is wrong.
        places: (place, what was chosen there) -> the next place; 0 is the beginning. good: places of chance with
            sound odds, whose odds have been compared.
    """

    reference: Ints
    chance: dict[str, Bools] = field(default_factory=dict)
    paid: dict[str, Bools] = field(default_factory=dict)
    wrong: dict[str, BadOdds] = field(default_factory=dict)
    infinite: dict[str, int] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    tree: Tree | None = None
    places: dict[tuple[int, Any], int] = field(default_factory=dict, repr=False)
    good: set[int] = field(default_factory=set, repr=False)

    @property
    def worlds(self) -> int:
        return len(self.reference)


def tell(game: Game, values: Mapping[str, Any], reference: Ints, limit: int = HISTORY_LIMIT) -> Trial:
    """Tell ``game`` once in W worlds.

    Args:
        values: parameter -> [W], or one number. reference: [W] with which world each is compared.
        limit: how many histories the game may have.

    Raises:
        TellingError: the game cannot be told even with sound odds. Whatever else a teller raises is its own.
    """
    trial = Trial(reference)
    with np.errstate(all="ignore"):
        trial.tree = replace(game, telling=_Watched(game.telling, trial)).tree(values, limit=limit)
    return trial


class _Watched:
    """A telling whose odds and payoffs are looked at as they pass; what a story says of its places and faults is its own."""

    def __init__(self, telling: Callable[..., Any], trial: Trial) -> None:
        self._telling = self.unwatched = telling
        self._trial = trial
        self._known: dict[int, _NotedParameters] = {}

    def __call__(self, parameters: Parameters, **shape: Any) -> Any:
        reading = self._known.setdefault(id(parameters), _NotedParameters(self._trial, parameters))
        story = self._telling(reading, **shape)
        return _story(story, self._trial, self._odds_place) if hasattr(story, "send") else story

    def _odds_place(self) -> str:
        return str(getattr(self._telling, "odds_place", ""))

    def __getattr__(self, name: str) -> Any:
        if name in ("place", "odds_place", "ahead", "noting", "histories", "every_history"):
            return getattr(self._telling, name)
        raise AttributeError(name)


def _story(
    story: Generator[Any, Any, Any], trial: Trial, place: Callable[[], str]
) -> Generator[Any, Any, Any]:
    """The same story, its odds and payoffs looked at as they pass; ``place`` tells where its odds stand."""
    at = 0
    try:
        step = next(story)
        while True:
            if type(step) is tuple and len(step) == 6 and step[0] == "pay":
                step = MADE.put(step, (*step[:5], _finite(step[5], trial)))
            sound = _sound(step, at, trial, place)
            sent = yield sound if sound is step else MADE.put(step, sound)
            # A story is told anew for each history: what was seen on the way there is not looked at again.
            at = trial.places.setdefault((at, sent), len(trial.places) + 1)
            step = story.send(sent)
    except StopIteration as stop:
        return _finite(stop.value, trial)


def _sound(step: Any, at: int, trial: Trial, place: Callable[[], str]) -> Any:
    """A step as it is; a chance move with odds that are none gets equal ones. ``at`` is its place in the game."""
    if type(step) is not tuple or len(step) != 6 or step[0] != "chance" or at in trial.good:
        return step
    kind, player, name, labels, odds, seen_by = step
    labels = tuple(labels)
    try:
        table = np.stack([np.broadcast_to(floats(each), (trial.worlds,)) for each in odds], axis=1)
    except (TypeError, ValueError):
        return step
    _compare(trial.chance, name, table, trial)
    good = (table >= 0).all(axis=1) & (np.abs(table.sum(axis=1) - 1) <= ODDS_TOLERANCE)
    if good.all():
        trial.good.add(at)
        return kind, player, name, labels, odds, seen_by
    world = int(np.flatnonzero(~good)[0])
    before = trial.wrong.get(name)
    if before is None or world < before.world:
        odds_there = dict(zip(labels, table[world].tolist(), strict=False))
        trial.wrong[name] = BadOdds(world, odds_there, place())
    table[~good] = 1 / table.shape[1]
    return kind, player, name, labels, tuple(table.T), seen_by


def _finite(payoffs: Any, trial: Trial) -> Any:
    """The payoffs of a history, with 0 where one is no finite number."""
    if not isinstance(payoffs, Mapping):
        return payoffs
    sound = dict(payoffs)
    for player, value in payoffs.items():
        try:
            paid = np.array(np.broadcast_to(floats(value), (trial.worlds,)))
        except (TypeError, ValueError):
            continue
        _compare(trial.paid, player, paid[:, None], trial)
        bad = ~np.isfinite(paid)
        if bad.any():
            world = int(np.flatnonzero(bad)[0])
            trial.infinite[player] = min(world, trial.infinite.get(player, world))
            sound[player] = np.where(bad, 0.0, paid)
    return sound


def _compare(into: dict[str, Bools], name: str, table: Floats, trial: Trial) -> None:
    """Note in which worlds any column of ``table`` [W, columns] differs from the reference."""
    other = table[trial.reference]
    size = np.maximum(np.abs(table), np.abs(other))
    same = (np.abs(table - other) <= ROUNDING * size) | (np.isnan(table) & np.isnan(other))
    moved: Bools = np.asarray(~same.all(axis=1))
    into[name] = np.logical_or(into[name], moved) if name in into else moved


class _NotedParameters:
    """Parameters that note which of them are used, and lend a number where one is missing."""

    __slots__ = ("_given", "_trial")

    def __init__(self, trial: Trial, given: Parameters) -> None:
        object.__setattr__(self, "_trial", trial)
        object.__setattr__(self, "_given", given)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._given, name, value)  # which is refused

    def __getitem__(self, name: Any) -> Any:
        return self._given[name]  # which is refused

    def __getattr__(self, name: str) -> Any:
        values = vars(self._given)
        if name == "__dict__":  # vars(p)
            self._trial.read.update(values)
            return dict(values)
        if name.startswith("__"):
            raise AttributeError(name)
        self._trial.read.add(name)
        if name not in values:
            self._trial.missing.add(name)
        return values.get(name, STAND_IN)


def outline(game: Game) -> Tree:
    """The moves, choices and information sets of a game, whatever its numbers are: a parameter without a value is taken for 0.5.

    Odds that are none are equal ones here, and payoffs that are no numbers 0.

    Raises:
        TellingError: the game cannot be told.
    """
    names = set(getattr(game.telling, "parameters", ())) | set(game.defaults)
    if not names:
        outlined = getattr(game.telling, "outlined", None)  # of a story file
        return (replace(game, telling=outlined()) if outlined else game).tree()
    return outlined_with(game).tree


@dataclass(frozen=True)
class OutlinedGame:
    """The moves, choices and information sets of a game, and the parameters that it reads, in the order of their names."""

    tree: Tree
    parameters: tuple[str, ...]


def outlined_with(game: Game, limit: int = HISTORY_LIMIT) -> OutlinedGame:
    """As :func:`outline`, with the parameters that the telling reads; ``limit``: how many histories the game may have.

    Raises:
        TellingError: the game cannot be told, or is larger.
    """
    outlined = getattr(game.telling, "outlined", None)
    game = replace(game, telling=outlined()) if outlined else game
    names = set(getattr(game.telling, "parameters", ())) | set(game.defaults)
    values = {name: np.full(2, float(game.defaults.get(name, STAND_IN))) for name in sorted(names)}
    trial = tell(game, values, np.zeros(2, dtype=np.intp), limit)
    assert trial.tree is not None
    return OutlinedGame(trial.tree.world(slice(0, min(1, trial.tree.n_worlds))), tuple(sorted(trial.read)))


def missing_parameters(game: Game, values: Mapping[str, float]) -> set[str]:
    """Parameters that the game needs and ``values`` lacks, as far as one telling shows."""
    trial = Trial(np.zeros(2, dtype=np.intp))
    watched = replace(game, telling=_Watched(game.telling, trial))
    with np.errstate(all="ignore"), suppress(Exception):  # whatever else is wrong is told elsewhere
        watched.tree({name: np.full(2, value) for name, value in values.items()})
    return trial.missing
