"""Play every history of a told game once and lay the tree down in depth-first order.

The generator runs once per complete history, not once per node: the choices made so far are sent to
it again, and from the first new choice on it is followed to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.errors import OvertureError, TellingError
from overture.games.telling.checked import DEPTH_LIMIT, OpenNode
from overture.games.telling.language import MADE
from overture.games.telling.made import yielded_in_place
from overture.games.telling.parameters import (
    Parameters,
    ToldNumbers,
    read_only,
    twice,
)
from overture.games.telling.raised import line_of, written_out
from overture.games.telling.refused import RefusingWalk
from overture.games.telling.replayed import SAME_EACH_TIME
from overture.games.telling.retold import KnownHistory, keep
from overture.games.telling.sight import Seen
from overture.games.telling.slips import (
    KnownChoices,
    NotedParameters,
    PlayedHistory,
    is_played_again,
    same_numbers,
    untouched,
)  # fmt: skip

if TYPE_CHECKING:
    from overture.games.telling.language import Game, Step, Telling

# A single world is first played as two equal ones, so that a shape that hangs on a parameter shows
# itself (the truth of an array is ambiguous). After this many histories plain numbers are faster.
DOUBLED = 500


def _of_world(values: Mapping[str, Any], world: int) -> tuple[Parameters, Parameters]:
    """The parameters of one of the worlds, as plain numbers and as numbers of NumPy, which have ``sum`` and the like."""
    picked = {
        name: (np.atleast_1d(value)[world] if isinstance(value, np.ndarray) else np.asarray(value)[()])
        for name, value in values.items()
    }
    plain = {name: each.item() if isinstance(each, np.generic) else each for name, each in picked.items()}
    return Parameters(**plain), Parameters(**picked)


class Unfolding(RefusingWalk):
    """The state of a walk through all histories.

    Args:
        game, values, worlds, limit: the game, its parameters, how many worlds these have, how many histories it may have.
        noted: whether it is noted which parameters are read.

    Attributes:
        told: the histories by which the game may be told again; None where it is not told so.
    """

    def __init__(
        self,
        game: Game,
        values: Mapping[str, Any],
        worlds: int,
        limit: int,
        noted: bool = False,
    ) -> None:
        super().__init__(game, worlds)
        self.limit = limit
        # A story counts how many histories go on from its step at least.
        self.counted: Any = game.telling if hasattr(game.telling, "ahead") else None
        kind = NotedParameters if noted else Parameters
        # A story file is read, and has no way to change a parameter or to write it into a name.
        worded = read_only if hasattr(game.telling, "place") else ToldNumbers.of
        self.plain = kind(
            **{
                name: worded(value) if isinstance(value, np.ndarray) else value
                for name, value in values.items()
            }
        )
        doubled = {name: twice(value) if worlds == 1 else value for name, value in values.items()}
        self.parameters = kind(
            **{
                name: worded(value) if isinstance(value, np.ndarray) else value
                for name, value in doubled.items()
            }
        )
        self.both = (self.plain, self.parameters)
        if not hasattr(game.telling, "place") and values:
            self.alone = [(at, _of_world(values, at)) for at in sorted({0, worlds - 1})]
        self.given = [dict(object.__getattribute__(each, "__dict__")) for each in self.both]
        self.known = KnownChoices(game.telling)
        self.told: list[KnownHistory] | None = []
        record = self.record
        # The walk appends to these so often that they are attributes of its own too.
        self.parent, self.set_of, self.payoffs = record.parent, record.set_of, record.payoffs
        self.edge_set, self.edge_choice = record.edge_set, record.edge_choice
        self.set_key: dict[tuple[int, str, int], int] = {}
        self.open_names: set[str] = set()

    # -- the walk -----------------------------------------------------------------------------

    def run(self) -> None:
        try:
            self._walk()
        except TellingError as error:
            TellingError.raise_any([*slips, *error.faults] if (slips := self.known.slips(False)) else ())
            raise
        TellingError.raise_any(self.known.slips(True))

    def _walk(self) -> None:
        sends: list[Any] = []
        frames: list[OpenNode] = []
        self._history(sends, frames)
        while frames:
            frame = frames[-1]
            if frame.next == len(frame.labels):
                self.open_names.discard(frames.pop().name)
                continue
            del sends[frame.sent :]
            if len(self.payoffs) == DOUBLED:
                self.parameters = self.plain
                TellingError.raise_any(self.known.slips(False))
            if len(self.payoffs) >= self.limit:
                raise self._too_many(frames[:0])
            self._history(sends, frames)
        self.all_told()

    def all_told(self) -> None:
        """What is looked at when all histories have been told."""
        self._unchanged()
        told_all = getattr(self.game.telling, "every_history", None)  # of a story
        if told_all is not None:
            told_all(self.game.arguments)

    def _too_many(self, frames: list[OpenNode]) -> TellingError:
        """More histories than there may be: known from a step of a story, or met."""
        raised = "raise the limit: game.tree(parameters, limit=...)"
        told = self.counted is not None
        mend = (
            f"give it fewer moves, choices or periods, or an end that comes sooner; from Python, {raised}"
            if told
            else f"end it sooner, or {raised}"
        )
        ahead = self.counted is not None and self.counted.ahead > self.limit
        found = f"more than {self.limit:,} histories" + (" from this step on" if ahead else "")
        if not told:
            return TellingError.of("telling/endless", found, self.game.title, "a game that ends", mend)
        return self._fault("telling/endless", found, frames, f"at most {self.limit:,} histories", mend)

    @property
    def read(self) -> set[str]:
        """The parameters that were read, where that is noted."""
        noted = [each for each in self.both if isinstance(each, NotedParameters)]
        return {name for each in noted for name in each._read}

    def _history(self, sends: list[Any], frames: list[OpenNode]) -> None:
        """Follow one complete history: replay ``sends``, take the next choice, go on to the end."""
        made: list[Step] = []
        MADE.steps = made
        odd = bool(frames) and frames[-1].odd
        self.paid = {}
        try:
            telling = self.game.telling(self.parameters, **self.game.arguments)
        except TypeError as error:
            raise self._fault("telling/arguments", str(error), frames) from error
        if not hasattr(telling, "send"):
            raise TellingError.of(
                "telling/no-yield",
                "the function yields no move",
                self._place(),
                "a generator: moves are yielded, payoffs returned",
                'write answer = yield ov.move("Player", "answer", ["accept", "reject"])',
            )
        try:
            seen = self._replay(telling, sends, frames) if frames else (0,) * len(self.index)
            parents, edge_sets, edge_choices = self.parent, self.edge_set, self.edge_choice
            count = known = len(made)
            if frames:
                label = sends[-1]
                step = telling.send(label)
            else:
                self._enter(-1, -1, -1)
                step = next(telling)
            while True:
                # As a rule a step is made and yielded at once. A history on which it is otherwise is looked at in its end.
                if len(made) != count + 1 or made[-1] is not step:
                    odd = True
                count = len(made)
                if type(step) is not tuple or len(step) != 6:
                    allowed = "ov.move(...), ov.chance(...), ov.reveal(...) or ov.pay(...)"
                    found, mend = yielded_in_place(step)
                    raise self._fault("telling/yield", found, frames, allowed, mend, telling)
                if step[0] == "reveal":
                    seen = self._revealed(step, seen, frames, telling)
                    sends.append(None)
                    if len(sends) > DEPTH_LIMIT:
                        raise self._too_deep(frames)
                    step = telling.send(None)
                    continue
                if step[0] == "pay":
                    self._pay(step[5], frames, telling)
                    sends.append(None)
                    step = telling.send(None)
                    continue
                frame = self._open(step, len(sends), seen, frames, telling)
                frame.odd = odd
                parents.append(frame.node)
                edge_sets.append(frame.set)
                edge_choices.append(0)
                seen = frame.after[0]
                label = frame.told[0]
                sends.append(label)
                step = telling.send(label)
        except StopIteration as stop:
            if not frames:
                raise self._fault("telling/no-yield", "the telling ends before any move", frames) from None
            self.set_of.append(-1)
            if odd or len(made) > count:
                self._all_yielded(sends, frames)
                odd = True
            self.told = None if odd or self.told is None else keep(self.told, sends, made, known)
            self.end(stop.value, sends, frames)
        except OvertureError as error:
            raise self._placed(error, frames) from None
        except Exception as error:
            self._raised(error, sends, frames, line_of(error, self.game.telling))
            raise

    def end(self, value: Any, sends: list[Any], frames: list[OpenNode]) -> None:
        """A history has come to its end with the payoffs ``value``."""
        self.ended = sends
        row = self._paid(value, frames)
        if is_played_again(len(self.payoffs)):
            self.again.append(PlayedHistory(list(sends), self.parameters, row, untouched(row)))
        self.ended = None
        if self.alone and len(self.payoffs) < DOUBLED:
            self.first.append(list(sends))
        self.payoffs.append(row)

    def _replay(self, telling: Telling, sends: list[Any], frames: list[OpenNode]) -> Seen:
        """Bring the telling back to the last open node and enter its next choice, the last of ``sends``."""
        frame = frames[-1]
        try:
            send = telling.send
            step = next(telling)
            for value in sends:
                step = send(value)
            same = type(step) is tuple and len(step) == 6 and step[2] == frame.name
        except StopIteration:
            same, step = False, "an end"
        if not same:
            raise self._fault(
                "telling/not-repeatable",
                f"the same choices led to {frame.name!r} before and to {written_out(step)} now",
                frames[:-1],
                SAME_EACH_TIME,
            )
        if frame.odds and len(self.payoffs) < DOUBLED and not all(map(same_numbers, step[4], frame.odds)):
            raise self._fault(
                "telling/not-repeatable",
                f"the odds of {frame.name!r} were {frame.odds} and are {step[4]} after the same choices",
                frames[:-1],
                SAME_EACH_TIME,
            )
        self.paid = dict(frame.paid)
        choice = frame.next
        self._enter(frame.node, frame.set, choice)
        frame.next += 1
        sends.append(frame.told[choice])
        return frame.after[choice]

    def _enter(self, parent: int, at: int, choice: int) -> None:
        self.parent.append(parent)
        self.edge_set.append(at)
        self.edge_choice.append(choice)

    def _open(self, step: Step, sent: int, seen: Seen, frames: list[OpenNode], telling: Telling) -> OpenNode:
        """The node just entered is a move: find or make its set."""
        kind, player, name, choices, odds, seen_by = step
        if self.counted is not None and self.counted.ahead > self.limit:
            raise self._too_many(frames)
        try:
            given = tuple(choices)
        except TypeError:
            found = f"{name!r} has the choices {written_out(choices)}"
            raise self._fault("telling/labels", found, frames, "a list of names", "", telling) from None
        try:
            labels = given if given in self.good_labels else self._labels(name, given, frames, telling)
        except TypeError:  # a list, which is no choice
            labels = self._labels(name, given, frames, telling)
        mover = -1
        if kind == "chance":
            at = self._new_set(-1, name, labels, 0, frames, telling)
            self._check_odds(name, labels, odds, frames, telling)
            self.record.odds.append(odds)
        else:
            mover = self.index.get(player or "", -1)
            if mover < 0:
                raise self._fault(
                    "telling/no-player",
                    f"{name!r} is a move of {player!r}, who is no player",
                    frames,
                    ", ".join(self.game.players),
                    "",
                    telling,
                )
            key = (mover, name, seen[mover])
            at = self.set_key.get(key, -1)
            if at < 0:
                if isinstance(choices, str):
                    labels = given = ()
                if isinstance(choices, set | frozenset):
                    raise self._fault(
                        "telling/labels",
                        f"the choices of {name!r} are a set, which has another order each time",
                        frames,
                        "one or more different names, in a list",
                        "write them in square brackets, in the order in which they are to be told",
                        telling,
                    )
                at = self.set_key[key] = self._new_set(mover, name, labels, seen[mover], frames, telling)
            elif self.record.set_labels[at] != labels:
                raise self._fault(
                    "telling/actions",
                    f"{player} chooses {name!r} among {', '.join(labels)} here and among "
                    f"{', '.join(self.record.set_labels[at])} elsewhere, and has seen the same",
                    frames,
                    "the same actions wherever a player has seen the same",
                    "show the player what differs (seen_by), or give the decisions different names",
                    telling,
                )
        if name in self.open_names:
            raise self._fault(
                "telling/repeated-name",
                f"{name!r} happens twice on one history",
                frames,
                "one move of each name on a history",
                f"number it: {name}1, {name}2",
                telling,
            )
        self.open_names.add(name)
        if len(self.open_names) > DEPTH_LIMIT:
            raise self._too_deep(frames)
        shown = self.sight.everybody if seen_by is None else self.sight.audience(seen_by, name, mover)
        node = len(self.parent) - 1
        self.set_of.append(at)
        frame = OpenNode(node, at, name, labels, sent, self.sight.after(seen, name, labels, shown))
        frame.told = given
        if len(self.payoffs) < DOUBLED:
            frame.told = self.known.of(name, labels, given)
            frame.odds = odds
        if self.paid:
            frame.paid = dict(self.paid)
        frames.append(frame)
        return frame

    def _new_set(
        self,
        mover: int,
        name: str,
        labels: tuple[str, ...],
        seen: int,
        frames: list[OpenNode],
        telling: Telling,
    ) -> int:
        record = self.record
        if not isinstance(name, str):
            found = f"a move is called {written_out(name)}"
            raise self._fault("telling/labels", found, frames, "a name", "write it as text", telling)
        if labels not in self.good_labels:
            good = labels and len(set(labels)) == len(labels)
            if not good or not all(isinstance(label, str) and label for label in labels):
                raise self._fault(
                    "telling/labels",
                    f"{name!r} has the choices {labels!r}",
                    frames,
                    "one or more different names, in a list",
                    "",
                    telling,
                )
            self.good_labels.add(labels)
        record.set_player.append(mover)
        record.set_name.append(name)
        record.set_labels.append(labels)
        record.set_seen.append(seen)
        return len(record.set_labels) - 1

    def _revealed(self, step: Step, seen: Seen, frames: list[OpenNode], telling: Telling) -> Seen:
        _, _, name, _, _, to = step
        for frame in frames:
            if frame.name == name:
                label = frame.labels[frame.next - 1]
                return self.sight.reveal(seen, name, label, self.sight.audience(to, name, -1))
        raise self._fault(
            "telling/reveal",
            f"reveals {name!r}, which has not happened",
            frames,
            "an earlier move of this history",
            "",
            telling,
        )
