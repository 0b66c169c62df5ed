"""Play every history of a told game once and lay the tree down in depth-first order.

The generator runs once per complete history, not once per node: the choices made so far are sent to
it again, and from the first new choice on it is followed to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.errors import TellingError
from overture.game.check import ODDS_TOLERANCE
from overture.game.lay import Record, lay
from overture.game.tree import Floats, Tree

if TYPE_CHECKING:
    from overture.game.telling import Game, Step, Telling

# Moves that one history may have before it is taken for an endless one.
DEPTH_LIMIT = 10_000
# A single world is first played as two equal ones, so that a shape that hangs on a parameter shows
# itself (the truth of an array is ambiguous). After this many histories plain numbers are faster.
DOUBLED = 500


class Parameters(SimpleNamespace):
    """What a telling gets as its first argument: parameters by name."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        known = ", ".join(sorted(vars(self))) or "none at all"
        raise TellingError.of(
            "telling/parameter",
            f"the parameter {name!r} is not given",
            "",
            known,
            f"give it: game.tree({name}=...)",
        )


class _Frame:
    """An open node on the current history."""

    __slots__ = ("labels", "mover", "name", "next", "node", "seen", "seen_by", "sent", "set", "stop")

    def __init__(
        self,
        node: int,
        at: int,
        mover: int,
        name: str,
        labels: tuple[str, ...],
        seen_by: Any,
        sent: int,
        seen: tuple[int, ...],
    ) -> None:
        self.node = node
        self.set = at
        self.mover = mover
        self.name = name
        self.labels = labels
        self.next = 1  # the first choice is taken when the frame is made
        self.stop = len(labels)
        self.seen_by = seen_by
        self.sent = sent  # how many values had been sent before this choice
        self.seen = seen  # what each player had seen before this choice


def play(game: Game, parameters: Mapping[str, Any], limit: int) -> Tree:
    """See :meth:`Game.tree`."""
    values, worlds = _worlds(game, parameters)
    walk = _Walk(game, values, worlds, limit)
    walk.run()
    named = {name: np.array(np.broadcast_to(_float(v), (worlds,))) for name, v in values.items()}
    return lay(walk.record, game.title, game.players, worlds, named)


def _float(value: Any) -> Floats:
    return np.asarray(value, dtype=np.float64)


def _worlds(game: Game, parameters: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The parameters as given, and how many worlds they make."""
    sizes: dict[str, int] = {}
    values: dict[str, Any] = {}
    for name, value in parameters.items():
        array = np.asarray(value)
        if array.ndim > 1 or array.dtype.kind not in "fiubO":
            raise TellingError.of(
                "telling/parameter-value",
                f"parameter {name!r} is {value!r}",
                game.title,
                "a number, or an array with one number per world",
            )
        try:
            finite = bool(np.isfinite(_float(array)).all())
        except (TypeError, ValueError):
            finite = False
        if not finite:
            raise TellingError.of(
                "telling/parameter-value", f"parameter {name!r} is {value!r}", game.title, "finite numbers"
            )
        if array.ndim == 1:
            sizes[name] = len(array)
        values[name] = array if array.ndim == 1 else value
    if len(set(sizes.values())) > 1 or 0 in sizes.values():
        told = ", ".join(f"{name} has {size}" for name, size in sizes.items())
        raise TellingError.of(
            "telling/worlds", f"arrays of different lengths: {told}", game.title, "one entry per world"
        )
    worlds = next(iter(sizes.values()), 1)
    if worlds == 1:
        values = {n: v[0] if isinstance(v, np.ndarray) and v.ndim == 1 else v for n, v in values.items()}
    return values, worlds


class _Walk:
    """The state of a walk through all histories."""

    def __init__(self, game: Game, values: Mapping[str, Any], worlds: int, limit: int) -> None:
        self.game = game
        self.worlds = worlds
        self.limit = limit
        self.index = {name: at for at, name in enumerate(game.players)}
        self.plain = Parameters(**values)
        self.parameters = self.plain
        if worlds == 1:
            self.parameters = Parameters(**{name: _twice(value) for name, value in values.items()})
        self.record = record = Record()
        # The walk appends to these so often that they are attributes of its own too.
        self.parent, self.edge, self.set_of = record.parent, record.edge, record.set_of
        self.set_labels, self.payoffs = record.set_labels, record.payoffs
        self.set_key: dict[tuple[int, str, int], int] = {}
        self.open_names: set[str] = set()
        self.audience: dict[tuple[tuple[str, ...], int], frozenset[int]] = {}
        self.seen_id: dict[tuple[int, str, str], int] = {}
        self.seen = record.seen

    # -- the walk -----------------------------------------------------------------------------

    def run(self) -> None:
        sends: list[str | None] = []
        frames: list[_Frame] = []
        self._history(sends, frames)
        while frames:
            frame = frames[-1]
            if frame.next == frame.stop:
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
            step = next(telling)
            send = telling.send
            for value in sends:
                step = send(value)
            if frames:
                frame = frames[-1]
                label = frame.labels[frame.next]
                if type(step) is not tuple or step[2] != frame.name:
                    raise self._fault(
                        "telling/not-repeatable",
                        f"the same choices led to {frame.name!r} before and to {step!r} now",
                        frames[:-1],
                        "a telling that does the same each time (no random numbers, no memory)",
                    )
                self.parent.append(frame.node)
                self.edge.append((frame.set, frame.next))
                frame.next += 1
                seen = self._after(frame, label)
                sends.append(label)
                step = send(label)
            else:
                self.parent.append(-1)
                self.edge.append((-1, -1))
                seen = (0,) * len(self.index)
            while True:
                if type(step) is tuple and step[0] == "reveal":
                    seen = self._revealed(step, seen, frames, telling)
                    sends.append(None)
                    step = send(None)
                    continue
                frame = self._open(step, len(sends), seen, frames, telling)
                label = frame.labels[0]
                self.parent.append(frame.node)
                self.edge.append((frame.set, 0))
                seen = self._after(frame, label)
                sends.append(label)
                step = send(label)
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
            words = str(error)
            if "truth value of an array" in words or "converted to" in words or "as an integer" in words:
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

    def _open(
        self, step: Step, sent: int, seen: tuple[int, ...], frames: list[_Frame], telling: Telling
    ) -> _Frame:
        """The node just entered is a move: find or make its set."""
        if type(step) is not tuple or len(step) != 6:
            raise self._fault(
                "telling/yield",
                f"the telling yields {step!r}",
                frames,
                "ov.move(...), ov.chance(...) or ov.reveal(...)",
                "",
                telling,
            )
        kind, player, name, choices, odds, seen_by = step
        labels = tuple(choices)
        mover = -1
        if kind == "chance":
            at = len(self.set_labels)
            self._new_set(-1, name, labels, 0, frames, telling)
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
                at = self.set_key[key] = len(self.set_labels)
                self._new_set(mover, name, labels, seen[mover], frames, telling)
            elif self.set_labels[at] != labels:
                raise self._fault(
                    "telling/actions",
                    f"{player} chooses {name!r} among {', '.join(labels)} here and among "
                    f"{', '.join(self.set_labels[at])} elsewhere, and has seen the same",
                    frames,
                    "the same actions wherever a player has seen the same",
                    "show the player what differs (seen_by), or give the decisions different names",
                    telling,
                )
        if len(self.open_names) > DEPTH_LIMIT:
            raise self._fault("telling/endless", f"a history of more than {DEPTH_LIMIT:,} moves", frames[:3])
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
        node = len(self.parent) - 1
        self.set_of.append(at)
        frame = _Frame(node, at, mover, name, labels, seen_by, sent, seen)
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
    ) -> None:
        good = labels and len(set(labels)) == len(labels)
        if not good or not all(isinstance(label, str) and label for label in labels):
            raise self._fault(
                "telling/labels",
                f"{name!r} has the choices {labels!r}",
                frames,
                "one or more different names",
                "",
                telling,
            )
        self.record.set_player.append(mover)
        self.record.set_name.append(name)
        self.set_labels.append(labels)
        self.record.set_seen.append(seen)

    # -- what players see -------------------------------------------------------------------------

    def _after(self, frame: _Frame, label: str) -> tuple[int, ...]:
        """What each player has seen once ``label`` is chosen at ``frame``."""
        see, name = self._see, frame.name
        if frame.seen_by is None:
            return tuple([see(before, name, label) for before in frame.seen])
        shown = self._audience(frame.seen_by, name, frame.mover)
        if not shown:
            return frame.seen
        return tuple(
            [see(before, name, label) if at in shown else before for at, before in enumerate(frame.seen)]
        )

    def _see(self, before: int, name: str, label: str) -> int:
        key = (before, name, label)
        known = self.seen_id.get(key)
        if known is None:
            known = self.seen_id[key] = len(self.seen)
            self.seen.append(key)
        return known

    def _audience(self, seen_by: Any, name: str, mover: int) -> frozenset[int]:
        """The players in ``seen_by``, and the mover (-1: nobody)."""
        names = (seen_by,) if isinstance(seen_by, str) else tuple(seen_by)
        known = self.audience.get((names, mover))
        if known is not None:
            return known
        for who in names:
            if who not in self.index:
                raise TellingError.of(
                    "telling/no-player",
                    f"{name!r} is seen by {who!r}, who is no player",
                    "",
                    ", ".join(self.game.players),
                )
        found = frozenset([self.index[who] for who in names] + ([mover] if mover >= 0 else []))
        self.audience[names, mover] = found
        return found

    def _revealed(
        self,
        step: Step,
        seen: tuple[int, ...],
        frames: list[_Frame],
        telling: Telling,
    ) -> tuple[int, ...]:
        _, _, name, _, _, to = step
        for frame in frames:
            if frame.name == name:
                label = frame.labels[frame.next - 1]
                break
        else:
            raise self._fault(
                "telling/reveal",
                f"reveals {name!r}, which has not happened",
                frames,
                "an earlier move of this history",
                "",
                telling,
            )
        shown = range(len(seen)) if to is None else self._audience(to, name, -1)
        return tuple(
            [
                self._see(before, name, label) if at in shown and not self._knows(before, name) else before
                for at, before in enumerate(seen)
            ]
        )

    def _knows(self, seen: int, name: str) -> bool:
        while seen > 0:
            seen, known, _ = self.seen[seen]
            if known == name:
                return True
        return False

    # -- faults -----------------------------------------------------------------------------------

    def _place(self) -> str:
        code = getattr(self.game.telling, "__code__", None)
        return f"{code.co_filename}:{code.co_firstlineno}" if code else self.game.title

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
        if running is not None:
            place = f"{running.f_code.co_filename}:{running.f_lineno}"
        where = f"{place}, {self.game.title!r} after {done}" if done else f"{place}, {self.game.title!r}"
        return TellingError.of(id, found, where, allowed, mend)

    def _check_odds(
        self,
        name: str,
        labels: tuple[str, ...],
        odds: tuple[Any, ...],
        frames: list[_Frame],
        telling: Telling,
    ) -> None:
        # The common case, kept cheap: plain numbers.
        if (
            {float, int}.issuperset(map(type, odds))
            and min(odds) >= 0
            and abs(sum(odds) - 1) <= ODDS_TOLERANCE
        ):
            return
        try:
            table = np.stack(np.broadcast_arrays(*[_float(value) for value in odds]), axis=-1)
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

    def _paid(self, value: Any, frames: list[_Frame]) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
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
        for name, paid in value.items():
            if type(paid) is float and isfinite(paid):
                continue
            try:
                good = bool(np.isfinite(_float(paid)).all())
            except (TypeError, ValueError):
                good = False
            if not good:
                raise self._fault(
                    "telling/payoffs", f"the payoff of {name} is {paid}", frames, "finite numbers"
                )
        return value


def _twice(value: Any) -> Any:
    """A number as an array of two equal worlds; integers and fractions stay what they are."""
    if isinstance(value, Fraction):
        pair = np.empty(2, dtype=object)
        pair[:] = value
        return pair
    return np.full(2, value)
