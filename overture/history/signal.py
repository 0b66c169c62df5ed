"""What a signal is worth after a history: whether it moves a belief, a value, what X's return is worth, or what is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from overture.errors import EventError
from overture.games.measured.measure import payoff_range, reach
from overture.games.measured.standards import ALIKE, USED
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, count, few, told
from overture.history.histories import histories
from overture.history.members import ALL, MemberCells, NamedPlay, certified
from overture.history.step import OBSERVER, HistoryStep, choices, masks, seen
from overture.history.table import HistoryTable

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class SignalRow:
    """One number before the signal, and after each thing that it may say.

    Attributes:
        member: of whom it is asked; "" for all by their weights.
        kind: "belief", "value" or "gain", as in :class:`overture.history.table.HistoryTable`.
        who: a player who sees the signal, or the observer.
        own: his type; "" for the observer and for a player whose type is not drawn.
        about, choice: of a belief, what it is about; "" otherwise.
        before: the number before the signal.
        after: the number after each of the signals, in their order.
        moved: whether any of them is another number.
    """

    member: str
    kind: str
    who: str
    own: str
    about: str
    choice: str
    before: float
    after: tuple[float, ...]
    moved: bool


@dataclass(frozen=True)
class SignalChange:
    """A move that a player makes otherwise after one signal than after another.

    Attributes:
        member: in which way of playing. player, move: who decides what.
    """

    member: str
    player: str
    move: str


@dataclass(frozen=True, repr=False)
class SignalWorth(Shown):
    """What a signal moves, by :func:`signal_worth`; all but the question is measured anew when a file is loaded.

    Attributes:
        tree, members, steps, types, versus, worlds: as in :class:`overture.history.table.HistoryTable`.
        signal: the move that is the signal. seen_by: who sees it; None: as the game tells.
        signals: what it may say.
        shares: [member, signal] its chances after the history; the last member is all of them.
        rows: the numbers. changes: what is done otherwise after one signal than after another, at sets that are reached.
    """

    __derived__: ClassVar[tuple[str, ...]] = ("signals", "shares", "rows", "changes")

    tree: Tree
    members: tuple[NamedPlay, ...]
    steps: tuple[HistoryStep, ...]
    signal: str
    types: dict[str, str]
    versus: tuple[HistoryStep, HistoryStep] | None
    seen_by: tuple[str, ...] | None
    worlds: Floats
    signals: tuple[str, ...]
    shares: Floats
    rows: tuple[SignalRow, ...] = field(repr=False)
    changes: tuple[SignalChange, ...] = field(repr=False)

    def moved(self, kind: str, member: str = ALL) -> tuple[SignalRow, ...]:
        """The rows of a kind ("belief", "value" or "gain") that the signal moves."""
        return tuple(each for each in self.rows if (each.kind, each.member) == (kind, member) and each.moved)

    def sentences(self, member: str = ALL) -> tuple[str, str]:
        """Whether the signal moves a belief, and whether it moves a value, each with its numbers."""
        beliefs, values, gains = (
            self._told(self.moved(kind, member)) for kind in ("belief", "value", "gain")
        )
        first = f"By {self.signal} no belief moves."
        if beliefs:
            first = f"By {self.signal} a belief moves: {'; '.join(beliefs)}."
        second = f"By {self.signal} no value moves."
        if values:
            second = f"By {self.signal} a value moves: {'; '.join(values)}."
        if gains and self.versus is not None:
            one, other = (each.words for each in self.versus)
            second += f" What it is worth that {one} and not that {other} moves too: {'; '.join(gains)}."
        done = dict.fromkeys(
            f"{each.player} at {each.move}" for each in self.changes if each.member == member
        )
        if done:
            second += f" What is done hangs on it: {few(done)}."
        return first, second

    def _told(self, rows: Sequence[SignalRow]) -> list[str]:
        """Rows in words: types whose numbers agree together, and of the choices of one move the first."""
        same: dict[tuple[object, ...], list[SignalRow]] = {}
        named: dict[tuple[str, str, str], str] = {}
        for row in rows:
            if named.setdefault((row.who, row.own, row.about), row.choice) == row.choice:
                numbers = tuple(round(each, 9) for each in (row.before, *row.after))
                same.setdefault((row.who, row.about, row.choice, numbers), []).append(row)
        found = []
        for rows_alike in same.values():
            row, types = rows_alike[0], len({each.own for each in self.rows if each.who == rows_alike[0].who})
            own = f" ({', '.join(each.own for each in rows_alike)})" if len(rows_alike) < types else ""
            what = f": {row.about}={row.choice}" if row.about else ""
            after = (
                f"{_number(one)} after {name}" for name, one in zip(self.signals, row.after, strict=True)
            )
            found.append(f"{row.who}{own}{what} {_number(row.before)} before, {', '.join(after)}")
        return found

    def to_frame(self) -> pd.DataFrame:
        """One row per number: member, kind, who, own, about, choice, before, ``after ...`` for each signal, moved."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    **{
                        name: getattr(row, name)
                        for name in ("member", "kind", "who", "own", "about", "choice", "before")
                    },
                    **{f"after {name}": one for name, one in zip(self.signals, row.after, strict=True)},
                    "moved": row.moved,
                }
                for row in self.rows
            ]
        )

    def _head(self) -> list[str]:
        lines = [f"SignalWorth: {self.signal} in {self.tree.title}, {count(len(self.members), 'member')}"]
        for each in self.members:
            lines += [f"{each.name}: {sentence}" for sentence in self.sentences(each.name)]
        return lines

    def __again__(self) -> SignalWorth:
        return signal_worth(
            self.tree, self.members, self.steps, self.signal, self.types, self.versus,
            seen_by=self.seen_by, worlds=self.worlds,
        )  # fmt: skip


def signal_worth(
    tree: Tree,
    members: Sequence[NamedPlay],
    steps: Sequence[HistoryStep],
    signal: str,
    types: Mapping[str, str],
    versus: tuple[HistoryStep, HistoryStep] | None = None,
    *,
    seen_by: tuple[str, ...] | None = None,
    worlds: Floats | None = None,
) -> SignalWorth:
    """What a signal that follows a history moves: beliefs, values, gains and acts of those who see it, for each member.

    A number counts as moved where it differs by more than 1e-7 (of the payoff range, for values and gains) between
    before and after. Each type of a player is asked by itself: its value does not move because the signal tells what
    type he is.

    Args:
        tree: the game, in one world or many.
        members: certified equilibria with names and weights.
        steps: what happened, in order.
        types: player -> the move that draws what he is.
        versus: two events that may follow, whose gain is told.
        worlds: [W] their weights.
        signal: the name of a move that is made after the history.
        seen_by: who sees it; None: as the game tells.

    Raises:
        SolveError, EventError: as in :func:`overture.history.histories.histories`; or no such move follows.
    """
    happened = np.logical_and.reduce([np.ones(len(tree.terminal), bool), *masks(tree, steps)])
    said = tuple(name for name, mine in choices(tree, signal).items() if (mine & happened).any())
    if len(said) < 2:
        raise EventError.of(
            "history/signal",
            f"{signal!r} has no two choices after this history",
            tree.title,
            "a move that still follows",
        )
    told_so = [HistoryStep(f"{signal} {each}", f'move("{signal}") == "{each}"', seen_by) for each in said]
    tables = [histories(tree, members, [*steps, each], types, versus, worlds=worlds) for each in told_so]
    watchers = [who for who, sees in seen(tree, told_so[:1]).items() if sees[0]]
    names = [*tables[0].names, ALL]
    said_so, before = (np.array([[t.chance(at, name) for t in tables] for name in names]) for at in (-1, -2))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = said_so / before
    changes = _changes(tree, certified(tree, members, worlds), signal, watchers)
    return SignalWorth(
        tree, tuple(members), tuple(steps), signal, dict(types), versus, seen_by, tables[0].worlds, said, shares,
        tuple(_rows(tree, tables, watchers)), tuple(changes),
    )  # fmt: skip


def _number(number: float) -> str:
    return told(round(number, 9))


def _rows(tree: Tree, tables: Sequence[HistoryTable], watchers: Sequence[str]) -> Iterator[SignalRow]:
    """The numbers of those who see the signal; of a player whose type is drawn, by his types."""
    unit = dict(zip(tree.players, payoff_range(tree).max(axis=0), strict=True))
    frames = [table.to_frame() for table in tables]
    keys = ["member", "kind", "who", "own", "about", "choice"]
    last = len(tables[0].steps)
    befores = frames[0][frames[0]["step"] == last - 1]
    afters = [frame[frame["step"] == last].set_index(keys)["number"].to_dict() for frame in frames]
    typed = {row.who for row in befores.itertuples() if row.own}
    for row in befores.itertuples():
        key = tuple(getattr(row, each) for each in keys)
        if row.kind == "chance" or row.who not in watchers or (row.who in typed and not row.own):
            continue
        if all(key in after for after in afters):
            numbers = tuple(float(after[key]) for after in afters)
            allowed = ALIKE if row.kind == "belief" else ALIKE * unit[row.who]
            moved = any(abs(number - row.number) > allowed for number in numbers)
            yield SignalRow(
                row.member,
                row.kind,
                row.who,
                row.own,
                row.about,
                row.choice,
                float(row.number),
                numbers,
                moved,
            )


def _changes(tree: Tree, cells: MemberCells, signal: str, watchers: Sequence[str]) -> Iterator[SignalChange]:
    """Moves at sets that are reached and differ in the signal alone, at which something else is done."""
    passing = reach(tree.world(cells.world), cells.play.strategy)
    groups: dict[tuple[object, ...], list[int]] = {}
    for at in range(tree.n_infosets):
        player, have = tree.players[tree.set_player[at]], tree.labels.seen[at]
        if player in watchers and player != OBSERVER and signal in dict(have):
            rest = tuple(each for each in have if each[0] != signal)
            groups.setdefault((player, tree.labels.set_name[at], rest), []).append(at)
    found: dict[SignalChange, None] = {}
    for (player, move, _), sets in groups.items():
        acts = [cells.play.strategy[:, tree.edge_start[at] : tree.edge_start[at + 1]] for at in sets]
        made = [passing[:, tree.members(at)].sum(axis=1) > USED for at in sets]
        for one in range(len(sets)):
            for two in range(one):
                apart = np.abs(acts[one] - acts[two]).max(axis=1) > ALIKE
                for cell in np.flatnonzero(apart & made[one] & made[two]):
                    for name in (cells.names[cells.member[cell]], ALL):
                        found[SignalChange(name, str(player), str(move))] = None
    return iter(found)
