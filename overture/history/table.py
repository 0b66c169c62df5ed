"""The table of a history: after each step its chance, what each side believes, and what it is worth to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, TypeVar

from overture.errors import SolveError
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, count, few, told
from overture.history.members import ALL, NamedPlay
from overture.history.step import OBSERVER, HistoryStep

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ChanceRow:
    """The chance of a history.

    Attributes:
        step: how many steps it has; 0 is the start of the game.
        member: the name of a member, "" for all of them by their weights.
        chance: that all its steps happen, those included that some do not see.
    """

    step: int
    member: str
    chance: float


@dataclass(frozen=True)
class BeliefRow:
    """What somebody believes after a history, given the steps that he sees.

    Attributes:
        step, member: as in :class:`ChanceRow`.
        observer: who believes it: a player, or "observer".
        own: his own type, "" for what follows from the steps alone (and for the observer).
        about: the move that draws the type of another; choice: one of its choices.
        probability: NaN where there is none: what he sees cannot happen, or no member makes it happen and several are asked.
        reached: what he sees has a positive chance; if not, the number is a convention off the path.
    """

    step: int
    member: str
    observer: str
    own: str
    about: str
    choice: str
    probability: float
    reached: bool


@dataclass(frozen=True)
class ValueRow:
    """What a player expects of the whole game after a history, given the steps that he sees.

    Attributes:
        step, member: as in :class:`ChanceRow`.
        player: whose payoff, all that was paid along the history included.
        own: his type; "" without it.
        value: in units of the payoffs; NaN as in :class:`BeliefRow`.
        reached: as in :class:`BeliefRow`.
    """

    step: int
    member: str
    player: str
    own: str
    value: float
    reached: bool


@dataclass(frozen=True)
class GainRow:
    """What one event is worth to a player over another, after a history.

    Attributes:
        step, member, player, own: as in :class:`ValueRow`.
        gain: what he expects if the first event of ``versus`` happens, less what he expects if the second does.
        reached: both have a positive chance.
    """

    step: int
    member: str
    player: str
    own: str
    gain: float
    reached: bool


Row = TypeVar("Row", ChanceRow, BeliefRow, ValueRow, GainRow)


@dataclass(frozen=True, repr=False)
class HistoryTable(Shown):
    """What a history says, by :func:`overture.history.histories.histories`; its rows are measured anew when a file is loaded.

    Rows of step 0 are those at the start of the game, of step 1 those after the first step, and so on. Rows of a
    member speak of it alone; those of "" of all members, a member counting the more the more often it makes the history.

    Attributes:
        tree: the game; members: the ways of playing; worlds: [W] weights of the worlds.
        steps: what happened, in order.
        types: player -> the move that draws his type.
        versus: two events, of which the first is compared with the second; None: nothing is compared.
        chances, beliefs, values, gains: the rows.
    """

    __derived__: ClassVar[tuple[str, ...]] = ("chances", "beliefs", "values", "gains")

    tree: Tree
    members: tuple[NamedPlay, ...]
    steps: tuple[HistoryStep, ...]
    types: dict[str, str]
    versus: tuple[HistoryStep, HistoryStep] | None
    worlds: Floats
    chances: tuple[ChanceRow, ...] = field(repr=False)
    beliefs: tuple[BeliefRow, ...] = field(repr=False)
    values: tuple[ValueRow, ...] = field(repr=False)
    gains: tuple[GainRow, ...] = field(repr=False)

    # -- one number ---------------------------------------------------------------------------------

    def chance(self, step: int = -1, member: str = ALL) -> float:
        """The chance of the history of so many steps; -1 is all of it."""
        return _one(self.chances, step=self._step(step), member=member).chance

    def belief(
        self, about: str, choice: str, *, of: str = OBSERVER, own: str = "", step: int = -1, member: str = ALL
    ) -> float:
        """What ``of``, who is of the type ``own``, believes of the type that the move ``about`` draws."""
        return _one(
            self.beliefs,
            step=self._step(step),
            member=member,
            observer=of,
            own=own,
            about=about,
            choice=choice,
        ).probability

    def value(self, player: str, *, own: str = "", step: int = -1, member: str = ALL) -> float:
        """What a player of the type ``own`` expects."""
        return _one(self.values, step=self._step(step), member=member, player=player, own=own).value

    def gain(self, player: str, *, own: str = "", step: int = -1, member: str = ALL) -> float:
        """What the first event of ``versus`` is worth to him over the second."""
        return _one(self.gains, step=self._step(step), member=member, player=player, own=own).gain

    def _step(self, step: int) -> int:
        return step % (len(self.steps) + 1) if -len(self.steps) - 1 <= step < 0 else step

    # -- all of them --------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members."""
        return tuple(each.name for each in self.members)

    def words(self, step: int) -> str:
        """What happened last, in the words of the step."""
        return self.steps[step - 1].words if step else "at the start"

    def to_frame(self) -> pd.DataFrame:
        """One row per number.

        Columns: step, history, member ("" for all), kind (chance, belief, value or gain), who, own, about, choice,
        number, reached.
        """
        import pandas as pd

        rows: list[tuple[object, ...]] = [
            *((a.step, a.member, "chance", "", "", "", "", a.chance, a.chance > 0) for a in self.chances),
            *(
                (b.step, b.member, "belief", b.observer, b.own, b.about, b.choice, b.probability, b.reached)
                for b in self.beliefs
            ),
            *((c.step, c.member, "value", c.player, c.own, "", "", c.value, c.reached) for c in self.values),
            *((d.step, d.member, "gain", d.player, d.own, "", "", d.gain, d.reached) for d in self.gains),
        ]
        columns = ["step", "member", "kind", "who", "own", "about", "choice", "number", "reached"]
        frame = pd.DataFrame(rows, columns=columns)
        frame.insert(1, "history", [self.words(step) for step in frame["step"]])
        return frame

    def strip(self, member: str = ALL) -> pd.DataFrame:
        """One row per step: the history so far, its chance, and what follows for each observer from what he sees.

        Columns of beliefs are called ``observer: intent=exploit``; those after which own types differ are in ``to_frame``.
        """
        import pandas as pd

        rows = []
        for step in range(len(self.steps) + 1):
            row: dict[str, object] = {"history": self.words(step), "chance": self.chance(step, member)}
            for each in self.beliefs:
                if (each.step, each.member, each.own) == (step, member, ""):
                    row[f"{each.observer}: {each.about}={each.choice}"] = each.probability
            rows.append(row)
        return pd.DataFrame(rows)

    def _head(self) -> list[str]:
        lines = [
            f"HistoryTable: {self.tree.title}, {count(len(self.steps), 'step')}, "
            f"{count(len(self.members), 'member')}"
        ]
        for step in range(len(self.steps) + 1):
            shown: dict[tuple[str, str], str] = {}
            for each in self.beliefs:
                if (each.step, each.member, each.own) == (step, ALL, ""):
                    text = f"{each.observer} {each.choice} {told(each.probability)}"
                    shown.setdefault((each.observer, each.about), text)
            lines.append(f"{self.words(step)}: chance {told(self.chance(step))}; {few(shown.values(), 6)}")
        return lines

    def __again__(self) -> HistoryTable:
        from overture.history.histories import histories

        return histories(self.tree, self.members, self.steps, self.types, self.versus, worlds=self.worlds)


def _one(rows: Iterable[Row], **wanted: object) -> Row:
    """The row with those values. Raises SolveError where there is none, with what is there."""
    listed = list(rows)
    found = [each for each in listed if all(getattr(each, name) == value for name, value in wanted.items())]
    if len(found) != 1:
        there = {name: list(dict.fromkeys(getattr(each, name) for each in listed)) for name in wanted}
        raise SolveError.of(
            "history/row", f"no number for {', '.join(f'{name} {value!r}' for name, value in wanted.items())}", "",
            "; ".join(f"{name} {', '.join(map(repr, values))}" for name, values in there.items()),
        )  # fmt: skip
    return found[0]
