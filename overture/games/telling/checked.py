"""What a walk through a game checks as it goes: choices, odds and payoffs; and how it says what is wrong, and where."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.errors import TellingError
from overture.games.check import ODDS_TOLERANCE
from overture.games.telling.lay import Record
from overture.games.telling.parameters import floats
from overture.games.telling.raised import last_line, written_out
from overture.games.telling.sight import Seen, Sight
from overture.games.telling.slips import label_of
from overture.games.telling.text.source import plain_function
from overture.games.telling.text.untold import is_step

if TYPE_CHECKING:
    from overture.games.telling.language import Game, Telling

# Moves that one history may have before it is taken for an endless one.
DEPTH_LIMIT = 10_000


def total(one: Any, other: Any) -> Any:
    """The sum of two payments; one beyond the largest double is infinite, and refused where payoffs are looked at."""
    with np.errstate(over="ignore"):
        return one + other


class OpenNode:
    """An open node on the current history."""

    __slots__ = ("after", "labels", "name", "next", "node", "odd", "odds", "paid", "sent", "set", "told")

    def __init__(
        self, node: int, at: int, name: str, labels: tuple[str, ...], sent: int, after: list[Seen]
    ) -> None:
        self.told: tuple[Any, ...] = labels  # the choices as they are sent back
        self.odd = False  # whether other steps were made on the way here than each that was yielded
        self.odds: tuple[Any, ...] = ()
        self.paid: dict[str, Any] = {}  # on the way here
        self.node = node
        self.set = at
        self.name = name
        self.labels = labels
        self.next = 1  # the first choice is taken when the frame is made
        self.sent = sent  # how many values had been sent before this choice
        self.after = after  # [choice] what each player has seen after it


class CheckedWalk:
    """What the checks of a walk need to know.

    Attributes:
        game: what is told. worlds: how many. paid: what was paid on the way on the current history.
    """

    def __init__(self, game: Game, worlds: int) -> None:
        self.game = game
        self.worlds = worlds
        self.sight = Sight(game.players)
        self.index = self.sight.index
        self.record = Record(seen=self.sight.states)
        self.good_labels: set[tuple[str, ...]] = set()
        self.good_odds: set[tuple[Any, ...]] = set()
        self.plain_labels: dict[Any, tuple[str, ...]] = {}
        self.paid: dict[str, Any] = {}
        self.parameters: Any = None
        self.ended: list[Any] | None = None  # what was sent on the history that has come to its end

    def _labels(
        self, name: str, given: tuple[Any, ...], frames: list[OpenNode], telling: Telling
    ) -> tuple[str, ...]:
        """The labels of choices: words as they are, numbers and members of enums written out."""
        try:
            key: Any = (tuple(map(type, given)), given)
            found = self.plain_labels.get(key)
        except TypeError:
            key = found = None
        if found is None:
            labels = [label_of(each) for each in given]
            if None in labels:
                wrong = given[labels.index(None)]
                if isinstance(wrong, np.ndarray):
                    raise self._fault(
                        "telling/shape",
                        f"a choice of {name!r} is an array of numbers, as parameters are",
                        frames,
                        "parameters in payoffs and odds only",
                        "make it a keyword argument of the function and set it with game.shape(...)",
                        telling,
                    )
                raise self._fault(
                    "telling/labels",
                    f"{name!r} has the choice {wrong!r}",
                    frames,
                    "words, numbers, members of an enum, None",
                    "",
                    telling,
                )
            found = tuple(each for each in labels if each is not None)
            self.plain_labels[key] = found
        return found

    # -- numbers ----

    def _check_odds(
        self,
        name: str,
        labels: tuple[str, ...],
        odds: tuple[Any, ...],
        frames: list[OpenNode],
        telling: Telling,
    ) -> None:
        # The common case, kept cheap: plain numbers, most of them seen before.
        if {float, int}.issuperset(map(type, odds)):
            if odds in self.good_odds:
                return
            if min(odds) >= 0 and abs(sum(odds) - 1) <= ODDS_TOLERANCE:
                self.good_odds.add(odds)
                return
        try:
            for label, value in zip(labels, odds, strict=True):
                if isinstance(value, list | tuple | np.ndarray):
                    self._no_list(f"the odds of {label!r} at {name!r}", "telling/odds", value, frames)
            table = np.stack(np.broadcast_arrays(*[floats(value) for value in odds]), axis=-1)
            table = table.reshape(-1, len(odds))
        except (TypeError, ValueError):
            raise self._fault(
                "telling/odds", f"{name!r} has odds {odds!r}", frames, "numbers", "", telling
            ) from None
        wrong = ~((table >= 0).all(axis=1) & (np.abs(table.sum(axis=1) - 1) <= ODDS_TOLERANCE))
        if wrong.any():
            world = int(np.flatnonzero(wrong)[0])
            told = ", ".join(f"{each} {odd:.6g}" for each, odd in zip(labels, table[world], strict=True))
            raise self._fault(
                "telling/odds",
                f"the odds of {name!r}{f' in world {world}' if self.worlds > 1 else ''} are {told} (sum {table[world].sum():.12g})",
                frames,
                "at least 0, and a sum of 1" + (" in every world" if self.worlds > 1 else ""),
                "",
                telling,
                str(getattr(self.game.telling, "odds_place", "")),
            )

    def _paid(self, value: Any, frames: list[OpenNode]) -> list[Any]:
        """The payoffs of a complete history, in the order of the players."""
        if value is None and self.paid:
            value = dict.fromkeys(self.index, 0)
        if type(value) is not dict and not isinstance(value, Mapping):
            raise self._fault(
                "telling/payoffs",
                f"the history ends with {written_out(value)}",
                frames,
                "a payoff for each of " + ", ".join(self.game.players),
                "return {player: payoff, ...} at the end of every history",
            )
        if value.keys() != self.index.keys():
            missing = [name for name in self.index if name not in value]
            extra = [str(name) for name in value if name not in self.index]
            found = f"no payoff for {', '.join(missing)}" if missing else f"a payoff for {', '.join(extra)}"
            raise self._fault(
                "telling/payoffs", found, frames, "exactly the players " + ", ".join(self.game.players)
            )
        row = [value[name] for name in self.index]
        for name, paid in zip(self.index, row, strict=True):
            if not (type(paid) is float and isfinite(paid)):
                self._check_payoff(name, paid, frames)
        if self.paid:
            row = [
                total(self.paid[name], paid) if name in self.paid else paid
                for name, paid in zip(self.index, row, strict=True)
            ]
            for name, paid in zip(self.index, row, strict=True):
                if not (type(paid) is float and isfinite(paid)):
                    self._check_payoff(name, paid, frames)
        return row

    def _check_payoff(
        self, name: str, paid: Any, frames: list[OpenNode], telling: Telling | None = None
    ) -> None:
        self._no_list(f"the payoff of {name}", "telling/payoffs", paid, frames, telling)
        try:
            good = bool(np.isfinite(floats(paid)).all())
        except (TypeError, ValueError):
            good = False
        if not good:
            found = f"the payoff of {name} is {self._told(paid)}"
            raise self._fault("telling/payoffs", found, frames, "finite numbers", "", telling)

    def _told(self, value: Any) -> str:
        """A number that is not finite; of many worlds the first such world, counted from 0."""
        try:
            numbers = np.ravel(floats(value))
        except (TypeError, ValueError):
            return written_out(value)
        world = int(np.flatnonzero(~np.isfinite(numbers))[0])
        return f"{numbers[world]}" + (f" in world {world}" if self.worlds > 1 and len(numbers) > 1 else "")

    def _no_list(
        self, what: str, id: str, value: Any, frames: list[OpenNode], telling: Telling | None = None
    ) -> None:
        """Refuse a list where a number stands, and an array of another length than there are worlds."""
        if is_step(value):
            raise self._fault(
                id, f"{what} is a step, which is not yielded", frames, "a number", "write yield before the step", telling
            )  # fmt: skip
        if isinstance(value, list | tuple):
            raise self._fault(
                id, f"{what} is a list: {value!r}", frames, "a number, or an array with one number per world",
                "write np.array([...]), which can be reckoned with", telling,
            )  # fmt: skip
        size = getattr(value, "shape", ())
        worlds = 2 if self.worlds == 1 else self.worlds
        if size not in ((), (1,), (worlds,)):
            raise self._fault(
                id,
                f"{what} is an array of shape {size}",
                frames,
                "a number" if self.worlds == 1 else f"a number, or {self.worlds} numbers, one per world",
                "",
                telling,
            )

    def _pay(self, payments: Any, frames: list[OpenNode], telling: Telling) -> None:
        """Add what is paid on the way."""
        for name, value in payments.items():
            if name not in self.index:
                raise self._fault(
                    "telling/no-player",
                    f"{name!r} is paid, who is no player",
                    frames,
                    ", ".join(self.index),
                    "",
                    telling,
                )
            self._check_payoff(name, value, frames, telling)
            self.paid[name] = total(self.paid[name], value) if name in self.paid else value

    # -- faults -----------------------------------------------------------------------------------

    def _end(self) -> str:
        """The line at which the history ends whose payoffs are looked at; "" at any other time."""
        if self.ended is None or hasattr(self.game.telling, "place"):
            return ""
        code = getattr(plain_function(self.game.telling), "__code__", None)
        begun = self.game.telling(self.parameters, **self.game.arguments)
        running = getattr(begun, "gi_frame", None)
        return last_line(begun, self.ended) if running is not None and running.f_code is code else ""

    def _place(self) -> str:
        told = getattr(self.game.telling, "place", None)  # a telling that is no function says where it is
        if isinstance(told, str):
            return told
        code = getattr(plain_function(self.game.telling), "__code__", None)
        return f"{code.co_filename}:{code.co_firstlineno}" if code else self.game.title

    def _too_deep(self, frames: list[OpenNode]) -> TellingError:
        return self._fault("telling/endless", f"a history of over {DEPTH_LIMIT:,} moves", frames[:3])

    def _fault(
        self,
        id: str,
        found: str,
        frames: list[OpenNode],
        allowed: str = "",
        mend: str = "",
        telling: Telling | None = None,
        place: str = "",
    ) -> TellingError:
        done = ", ".join(f"{frame.name}={frame.labels[frame.next - 1]}" for frame in frames)
        place = place or self._end() or self._place()
        running = getattr(telling, "gi_frame", None)
        if running is not None and not hasattr(self.game.telling, "place"):
            place = f"{running.f_code.co_filename}:{running.f_lineno}"
        where = f"{place}, {self.game.title!r} after {done}" if done else f"{place}, {self.game.title!r}"
        return TellingError.of(id, found, where, allowed, mend)
