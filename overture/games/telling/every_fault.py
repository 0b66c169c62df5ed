"""Everything that is wrong with the numbers of a story, found in one playing-through of all its histories."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.collecting import uncollected
from overture.errors import Fault, TellingError
from overture.filing import by_line
from overture.games.telling.checked import OpenNode
from overture.games.telling.language import MADE
from overture.games.telling.parameters import floats, read_parameters
from overture.games.telling.play import histories_allowed
from overture.games.telling.sight import Seen
from overture.games.telling.unfold import Unfolding

if TYPE_CHECKING:
    from overture.games.telling.language import Game, Step, Telling

MOST_PLACES = (
    50  # of a story, at which numbers are wrong: what is wrong at others is told when these are mended
)
# Begins the name of the chance that a story puts in place of a condition that hangs on a number that is none.
UNDECIDED = "is it so? "
# Ids of faults that are of numbers alone: the same moves and choices follow.
OF_NUMBERS = ("story/arithmetic", "story/no-value", "story/no-end", "telling/odds", "telling/payoffs")


def with_every_fault(
    game: Game, parameters: Mapping[str, Any], limit: int, error: TellingError
) -> TellingError:
    """The error of a story that was refused, with everything else that is wrong with its numbers.

    Each line of the story is told once for each kind of fault, by the first history on which it shows.

    Args:
        game, parameters, limit: as the game was played. error: the first fault that was met.
    """
    # Only a story file says which line is at fault.
    if not hasattr(game.telling, "noting") or error.id not in OF_NUMBERS:
        return error
    notes = _noted(game, parameters, histories_allowed(game, limit))
    return TellingError(*notes.faults()) if notes.first else error


def faults_of_numbers(game: Game, limit: int) -> list[Fault]:
    """What is wrong with the numbers of a story at its own values, which may have other faults.

    Args:
        game: of a story file. limit: how many histories are played.
    """
    return _noted(game, game.defaults, limit).faults()


def _noted(game: Game, parameters: Mapping[str, Any], limit: int) -> _Notes:
    """What is noted while a story is played."""
    notes = _Notes()
    values, worlds = read_parameters(game.title, parameters)
    noting: Any = game.telling
    walk = _NotingUnfolding(replace(game, telling=noting.noting(notes.add)), values, worlds, limit, notes)
    with uncollected(), MADE.apart(), np.errstate(all="ignore"):
        try:
            walk.run()
        except TellingError as last:
            # What stops the walk is told too where it is of the moves; they may only differ since a number is missing.
            if not notes.first:
                notes.add(last.faults[0])
        except _Full:
            pass
    return notes


class _Full(Exception):
    pass


class _Notes:
    """Faults by their line and kind: the first of each, and on how many histories more it shows; ``counting``: whether this history is one of those."""

    def __init__(self) -> None:
        self.first: dict[tuple[str, str, str], Fault] = {}
        self.more: dict[tuple[str, str, str], int] = {}
        self.counting = True

    def add(self, fault: Fault, expression: str = "") -> None:
        """Note a fault; ``expression``: that which has no value, where it is one."""
        line = fault.where.partition(", ")[0]
        key = (
            line,
            fault.id,
            expression or fault.found.partition(" in world ")[0].partition(" are ")[0].partition(" is ")[0],
        )
        if key in self.first:
            self.more[key] = self.more.get(key, 0) + self.counting
            return
        if len(self.first) >= MOST_PLACES:
            raise _Full
        self.first[key] = fault

    def faults(self) -> list[Fault]:
        """The faults in the order of their lines."""
        found = [
            replace(fault, found=f"{fault.found}{_also(self.more.get(key, 0))}")
            for key, fault in self.first.items()
        ]
        return sorted(found, key=by_line)


def _also(more: int) -> str:
    return f" (and on {more:,} more {'histories' if more > 1 else 'history'})" if more else ""


class _NotingUnfolding(Unfolding):
    """A walk that notes numbers that are wrong and goes on; what follows from them alone is not told."""

    def __init__(self, game: Game, values: Mapping[str, Any], worlds: int, limit: int, notes: _Notes) -> None:
        super().__init__(game, values, worlds, limit)
        self.notes = notes

    def _history(self, sends: list[Any], frames: list[OpenNode]) -> None:
        # Of the histories that go on past a condition of which nothing is known, one is counted.
        past = itertools.dropwhile(lambda frame: not frame.name.startswith(UNDECIDED), frames)
        taken = [frame.next - (frame is not frames[-1]) for frame in past]
        self.notes.counting = not any(taken)
        super()._history(sends, frames)

    def _open(self, step: Step, sent: int, seen: Seen, frames: list[OpenNode], telling: Telling) -> OpenNode:
        frame = super()._open(step, sent, seen, frames, telling)
        frame.odds = ()  # what is not a number is not compared with itself
        return frame

    def _check_odds(
        self,
        name: str,
        labels: tuple[str, ...],
        odds: tuple[Any, ...],
        frames: list[OpenNode],
        telling: Telling,
    ) -> None:
        if any(_unknown(each) for each in odds):
            return
        try:
            super()._check_odds(name, labels, odds, frames, telling)
        except TellingError as error:
            self.notes.add(error.faults[0])

    def _check_payoff(
        self, name: str, paid: Any, frames: list[OpenNode], telling: Telling | None = None
    ) -> None:
        if _unknown(paid):
            return
        try:
            super()._check_payoff(name, paid, frames, telling)
        except TellingError as error:
            self.notes.add(error.faults[0])


def _unknown(value: Any) -> bool:
    """Whether a number is none (nan) in some world: what it is reckoned from has its fault already."""
    try:
        return bool(np.isnan(floats(value)).any())
    except (TypeError, ValueError):
        return False
