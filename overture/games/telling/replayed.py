"""What only shows when a history is played again, or when all have been played: what differs, what is lost, what was set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from overture.errors import TellingError
from overture.games.telling.checked import CheckedWalk, OpenNode, total
from overture.games.telling.made import unyielded
from overture.games.telling.parameters import floats
from overture.games.telling.slips import PlayedHistory, same_numbers

if TYPE_CHECKING:
    from overture.games.telling.language import Game, Step

ROUNDED = 1e-9  # by so much payoffs may differ by rounding, as a share of the larger, and of at least 1
SAME_EACH_TIME = "a telling that does the same each time (no random numbers, no memory)"


class ReplayedWalk(CheckedWalk):
    """A walk that plays some of its histories again.

    Attributes:
        again: the histories that are played a second time.
        both, given: the parameters as the telling sees them first, and later; and their values as they were given.
        alone: worlds that are played by themselves too, with their numbers: the one there is, or the first and the last.
        first: what was sent on the first histories, which are played so.
    """

    def __init__(self, game: Game, worlds: int) -> None:
        super().__init__(game, worlds)
        self.again: list[PlayedHistory] = []
        self.both: tuple[Any, ...] = ()
        self.given: list[dict[str, Any]] = []
        self.alone: list[tuple[int, tuple[Any, ...]]] = []
        self.first: list[list[Any]] = []

    def play_again(self) -> None:
        """Play some histories a second time; the payoffs are to be the same."""
        for each in self.again:
            self._paid_alike(each, each.payoffs, "when other histories had been played, in the same array")
        for each in self.again:
            telling = self.game.telling(each.parameters, **self.game.arguments)
            self.paid, value = {}, None
            try:
                step = next(telling)
                for sent in [*each.sends, None]:
                    if sent is not None and step[0] in ("move", "chance") and not _offers(step, sent):
                        raise TellingError.of(
                            "telling/not-repeatable",
                            f"{step[2]!r} had the choice {sent} and, when the same history is played again, has "
                            f"{', '.join(map(str, step[3]))}",
                            f"{self._place()}, {self.game.title!r}",
                            SAME_EACH_TIME,
                        )
                    if step[0] == "pay":
                        self._pay(step[5], [], telling)
                    step = telling.send(sent)
            except StopIteration as stop:
                value = stop.value
            row = self._paid(value, [])
            self._paid_alike(each, row, "when the same history is played again")

    def play_alone(self) -> None:
        """Play the first histories with the numbers of single worlds, once all have been played.

        One world is played as two, and many are played at once: what is summed over an array, and not over the numbers of a
        world, would go into the payoffs. Where there is one world its own payoffs stand in their place; where there are
        more, what differs is refused.
        """
        for at, sends in enumerate(self.first):
            for world, ways in self.alone:
                rows = (self._played_alone(parameters, sends) for parameters in ways)
                found = next((each for each in rows if each is not None), None)
                if found is not None and (differ := self._differ(self.record.payoffs[at], found, world)):
                    if self.worlds > 1:
                        self._refuse_mixed(world, *differ, sends)
                    self.record.payoffs[at] = found

    def _differ(self, row: list[Any], alone: list[Any], world: int) -> tuple[str, float, float] | None:
        """The first player who is paid otherwise in a world by itself, and both payoffs; None where there is none."""
        for name, together, one in zip(self.index, row, alone, strict=True):
            numbers = np.ravel(floats(together))
            here, by_itself = float(numbers[world if len(numbers) > 1 else 0]), float(floats(one))
            if abs(here - by_itself) > ROUNDED * max(1.0, abs(here), abs(by_itself)):
                return name, here, by_itself
        return None

    def _refuse_mixed(
        self, world: int, name: str, here: float, by_itself: float, sends: list[Any]
    ) -> NoReturn:
        self.ended = sends
        done = ", ".join(str(sent) for sent in sends if sent is not None)
        raise self._fault(
            "telling/payoffs",
            f"after {done}, the payoff of {name} in world {world} is {here:.6g} where all worlds are reckoned at once, and "
            f"{by_itself:.6g} where it is reckoned by itself",
            [],
            "payoffs that are reckoned world by world",
            "write np.sum([...], axis=0), and so with np.max, np.mean and the like",
        )

    def _played_alone(self, parameters: Any, sends: list[Any]) -> list[Any] | None:
        """The payoffs of a history with the numbers of one world; None where the telling reckons with arrays alone."""
        paid: dict[str, Any] = {}
        left = 0  # what is still to be sent
        try:
            # What looks on at a telling looks at all worlds at once.
            own = getattr(self.game.telling, "unwatched", self.game.telling)
            telling = own(parameters, **self.game.arguments)
            step = next(telling)
            for at, sent in enumerate(sends):
                left = len(sends) - 1 - at
                if sent is not None and step[0] in ("move", "chance") and not _offers(step, sent):
                    raise self._hangs(repr(step[2]), sends)
                if step[0] == "pay":
                    for name, value in step[5].items():
                        paid[name] = total(paid[name], value) if name in paid else value
                step = telling.send(sent)
            raise self._hangs(repr(step[2] or step[0]), sends)
        except StopIteration as stop:
            last = stop.value or {}
            if left:
                raise self._hangs("an end", sends) from None
        except TellingError as error:
            if error.id == "telling/shape":
                raise
            return None
        except Exception:  # the walk itself has met none
            return None
        try:
            row = [total(paid.get(name, 0), last.get(name, 0)) for name in self.index]
            good = all(np.ndim(each) == 0 and np.isfinite(floats(each)) for each in row)
        except (TypeError, ValueError, AttributeError):
            return None
        return row if good else None

    def _hangs(self, what: str, sends: list[Any]) -> TellingError:
        done = ", ".join(str(sent) for sent in sends if sent is not None)
        return TellingError.of(
            "telling/shape",
            f"after {done}, {what} comes for the numbers of one world by itself, and not where all are reckoned at once",
            f"{self._place()}, {self.game.title!r}",
            "parameters in payoffs and odds only",
            "make what changes the shape a keyword argument of the function and set it with game.shape(...)",
        )

    def _paid_alike(self, history: PlayedHistory, now: list[Any], when: str) -> None:
        for name, first, second in zip(self.index, history.then, now, strict=True):
            if not same_numbers(first, second):
                done = ", ".join(str(sent) for sent in history.sends if sent is not None)
                raise TellingError.of(
                    "telling/not-repeatable",
                    f"{name} gets {np.asarray(first)} after {done} and, {when}, {np.asarray(second)}",
                    f"{self._place()}, {self.game.title!r}",
                    SAME_EACH_TIME,
                )

    def _all_yielded(self, sends: list[Any], frames: list[OpenNode]) -> None:
        """Other steps were made than each that was yielded: say which of them were not, if any."""
        parameters, arguments = self.parameters, self.game.arguments
        lost = unyielded(lambda: self.game.telling(parameters, **arguments), sends)
        TellingError.raise_any(
            self._fault("telling/not-yielded", found, frames, "every step yielded", mend, place=line).faults[
                0
            ]
            for found, mend, line in lost
        )

    def _unchanged(self) -> None:
        """The parameters are to be those that were given: ``vars(p)`` could have been written to."""
        for each, given in zip(self.both, self.given, strict=True):
            now = object.__getattribute__(each, "__dict__")
            for name in sorted(now.keys() | given.keys()):
                if now.get(name) is not given.get(name):
                    try:
                        setattr(each, name, now.get(name))
                    except TellingError as error:  # as where it is set by p.name = ...
                        fault = error.faults[0]
                        raise self._fault(fault.id, fault.found, [], fault.allowed, fault.mend) from None


def _offers(step: Step, sent: Any) -> bool:
    """Whether a step still has the choice that was sent back to it."""
    return str(sent) in map(str, step[3])
