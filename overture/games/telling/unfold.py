"""Play every history of a told game once and lay the tree down in depth-first order.

The generator runs once per complete history, not once per node: the choices made so far are sent to
it again, and from the first new choice on it is followed to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.collecting import uncollected
from overture.errors import TellingError
from overture.games.check import ODDS_TOLERANCE
from overture.games.telling.lay import Record, lay
from overture.games.telling.parameters import Parameters, floats, read_parameters, twice
from overture.games.telling.sight import Seen, Sight
from overture.games.tree import Tree

if TYPE_CHECKING:
    from overture.games.telling.language import Game, Step, Telling

# Moves that one history may have before it is taken for an endless one.
DEPTH_LIMIT = 10_000
# A single world is first played as two equal ones, so that a shape that hangs on a parameter shows
# itself (the truth of an array is ambiguous). After this many histories plain numbers are faster.
DOUBLED = 500
# What numpy says when an array of worlds is used where a single number fixes the shape.
SHAPE_WORDS = ("truth value of an array", "converted to", "as an integer", "unhashable type: 'numpy")


class _Frame:
    """An open node on the current history."""

    __slots__ = ("after", "labels", "name", "next", "node", "sent", "set")

    def __init__(
        self, node: int, at: int, name: str, labels: tuple[str, ...], sent: int, after: list[Seen]
    ) -> None:
        self.node = node
        self.set = at
        self.name = name
        self.labels = labels
        self.next = 1  # the first choice is taken when the frame is made
        self.sent = sent  # how many values had been sent before this choice
        self.after = after  # [choice] what each player has seen after it


def play(game: Game, parameters: Mapping[str, Any], limit: int) -> Tree:
    """See :meth:`Game.tree`."""
    values, worlds = read_parameters(game.title, parameters)
    walk = _Walk(game, values, worlds, limit)
    with uncollected():
        walk.run()
        named = {name: np.array(np.broadcast_to(floats(v), (worlds,))) for name, v in values.items()}
        return lay(walk.record, game.title, game.players, worlds, named)


class _Walk:
    """The state of a walk through all histories."""

    def __init__(self, game: Game, values: Mapping[str, Any], worlds: int, limit: int) -> None:
        self.game = game
        self.limit = limit
        self.plain = Parameters(**values)
        self.parameters = self.plain
        if worlds == 1:
            self.parameters = Parameters(**{name: twice(value) for name, value in values.items()})
        self.sight = Sight(game.players)
        self.index = self.sight.index
        self.record = record = Record(seen=self.sight.states)
        # The walk appends to these so often that they are attributes of its own too.
        self.parent, self.set_of, self.payoffs = record.parent, record.set_of, record.payoffs
        self.edge_set, self.edge_choice = record.edge_set, record.edge_choice
        self.set_key: dict[tuple[int, str, int], int] = {}
        self.good_labels: set[tuple[str, ...]] = set()
        self.good_odds: set[tuple[Any, ...]] = set()
        self.open_names: set[str] = set()

    # -- the walk -----------------------------------------------------------------------------

    def run(self) -> None:
        sends: list[str | None] = []
        frames: list[_Frame] = []
        self._history(sends, frames)
        while frames:
            frame = frames[-1]
            if frame.next == len(frame.labels):
                self.open_names.discard(frames.pop().name)
                continue
            del sends[frame.sent :]
            if len(self.payoffs) == DOUBLED:
                self.parameters = self.plain
            if len(self.payoffs) >= self.limit:
                raise TellingError.of(
                    "telling/endless",
                    f"more than {self.limit:,} histories",
                    self.game.title,
                    "a game that ends",
                    "end it sooner, or raise the limit: game.tree(parameters, limit=...)",
                )
            self._history(sends, frames)

    def _history(self, sends: list[str | None], frames: list[_Frame]) -> None:
        """Follow one complete history: replay ``sends``, take the next choice, go on to the end."""
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
            if frames:
                label = sends[-1]
                step = telling.send(label)
            else:
                self._enter(-1, -1, -1)
                step = next(telling)
            while True:
                if type(step) is not tuple or len(step) != 6:
                    raise self._fault(
                        "telling/yield",
                        f"the telling yields {step!r}",
                        frames,
                        "ov.move(...), ov.chance(...) or ov.reveal(...)",
                        "",
                        telling,
                    )
                if step[0] == "reveal":
                    seen = self._revealed(step, seen, frames, telling)
                    sends.append(None)
                    if len(sends) > DEPTH_LIMIT:
                        raise self._too_deep(frames)
                    step = telling.send(None)
                    continue
                frame = self._open(step, len(sends), seen, frames, telling)
                parents.append(frame.node)
                edge_sets.append(frame.set)
                edge_choices.append(0)
                seen = frame.after[0]
                label = frame.labels[0]
                sends.append(label)
                step = telling.send(label)
        except StopIteration as stop:
            if not frames:
                raise self._fault("telling/no-yield", "the telling ends before any move", frames) from None
            self.set_of.append(-1)
            self.payoffs.append(self._paid(stop.value, frames))
        except TellingError as error:
            if error.faults[0].where:
                raise
            fault = error.faults[0]
            raise self._fault(fault.id, fault.found, frames, fault.allowed, fault.mend) from None
        except (ValueError, TypeError) as error:
            if any(words in str(error) for words in SHAPE_WORDS):
                raise self._fault(
                    "telling/shape",
                    "the shape of the game depends on a parameter",
                    frames,
                    "parameters in payoffs and odds only",
                    "use np.where or np.maximum for numbers; make what changes the shape a keyword "
                    "argument of the function and set it with game.shape(...)",
                    telling,
                ) from error
            raise

    def _replay(self, telling: Telling, sends: list[str | None], frames: list[_Frame]) -> Seen:
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
                f"the same choices led to {frame.name!r} before and to {step!r} now",
                frames[:-1],
                "a telling that does the same each time (no random numbers, no memory)",
            )
        choice = frame.next
        self._enter(frame.node, frame.set, choice)
        frame.next += 1
        sends.append(frame.labels[choice])
        return frame.after[choice]

    def _enter(self, parent: int, at: int, choice: int) -> None:
        self.parent.append(parent)
        self.edge_set.append(at)
        self.edge_choice.append(choice)

    def _open(self, step: Step, sent: int, seen: Seen, frames: list[_Frame], telling: Telling) -> _Frame:
        """The node just entered is a move: find or make its set."""
        kind, player, name, choices, odds, seen_by = step
        labels = tuple(choices)
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
                    labels = ()
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
        frame = _Frame(node, at, name, labels, sent, self.sight.after(seen, name, labels, shown))
        frames.append(frame)
        return frame

    def _new_set(
        self,
        mover: int,
        name: str,
        labels: tuple[str, ...],
        seen: int,
        frames: list[_Frame],
        telling: Telling,
    ) -> int:
        record = self.record
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

    def _revealed(self, step: Step, seen: Seen, frames: list[_Frame], telling: Telling) -> Seen:
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

    # -- numbers ----

    def _check_odds(
        self,
        name: str,
        labels: tuple[str, ...],
        odds: tuple[Any, ...],
        frames: list[_Frame],
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
                f"the odds of {name!r} in world {world} are {told} (sum {table[world].sum():.6g})",
                frames,
                "at least 0, and a sum of 1 in every world",
                "",
                telling,
            )

    def _paid(self, value: Any, frames: list[_Frame]) -> list[Any]:
        """The payoffs of a complete history, in the order of the players."""
        if type(value) is not dict and not isinstance(value, Mapping):
            raise self._fault(
                "telling/payoffs",
                f"the history ends with {value!r}",
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
            if type(paid) is float and isfinite(paid):
                continue
            try:
                good = bool(np.isfinite(floats(paid)).all())
            except (TypeError, ValueError):
                good = False
            if not good:
                raise self._fault(
                    "telling/payoffs", f"the payoff of {name} is {paid}", frames, "finite numbers"
                )
        return row

    # -- faults -----------------------------------------------------------------------------------

    def _place(self) -> str:
        told = getattr(self.game.telling, "place", None)  # a telling that is no function says where it is
        if isinstance(told, str):
            return told
        code = getattr(self.game.telling, "__code__", None)
        return f"{code.co_filename}:{code.co_firstlineno}" if code else self.game.title

    def _too_deep(self, frames: list[_Frame]) -> TellingError:
        return self._fault("telling/endless", f"a history of over {DEPTH_LIMIT:,} moves", frames[:3])

    def _fault(
        self,
        id: str,
        found: str,
        frames: list[_Frame],
        allowed: str = "",
        mend: str = "",
        telling: Telling | None = None,
    ) -> TellingError:
        done = ", ".join(f"{frame.name}={frame.labels[frame.next - 1]}" for frame in frames)
        place = self._place()
        running = getattr(telling, "gi_frame", None)
        if running is not None and not hasattr(self.game.telling, "place"):
            place = f"{running.f_code.co_filename}:{running.f_lineno}"
        where = f"{place}, {self.game.title!r} after {done}" if done else f"{place}, {self.game.title!r}"
        return TellingError.of(id, found, where, allowed, mend)
