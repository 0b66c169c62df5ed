"""What is known while a story is compiled: names, players and choices, looked up as they are met; faults are gathered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import nan
from types import SimpleNamespace
from typing import Any

import numpy as np

from overture.errors import Fault, TellingError
from overture.filing import Keys
from overture.games.story.constant_odds import GivenOdds, constant_odds_fault
from overture.games.story.expressions.expression import (
    Expression,
    Kind,
    KnownNames,
    Meaning,
    Scope,
    Unreadable,
    labelled,
)
from overture.games.story.expressions.reading import read_expression
from overture.games.story.expressions.reckoned import Reckoned
from overture.games.story.follow_ups import DoubtfulNames
from overture.games.story.parts import AskedCondition, ProgramParts
from overture.games.story.program import OF_STEP, Offered, Program
from overture.games.story.schema import (
    ChanceStep,
    ChoiceEntry,
    IfStep,
    MoveStep,
    OddsEntry,
    RepeatStep,
    SignalStep,
    SimultaneousStep,
    Story,
)  # fmt: skip
from overture.games.story.slots import filled
from overture.naming import as_read
from overture.wording import did_you_mean

Where = Callable[[Sequence[str | int]], str]
Slots = Mapping[str, str | int]

MOST_CHOICES = 1_000


def kind_of(value: Any) -> Kind:
    """What kind of value a plain value is."""
    return "truth" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


@dataclass
class Lookup:
    """What is known while a story is gone through, in the order in which it is told.

    ``faults`` are wrong at any values of the parameters, ``at_values`` at those that the file gives.
    """

    story: Story
    where: Where
    arguments: dict[str, Any]
    faults: list[tuple[Keys, Fault]] = field(default_factory=list)
    at_values: list[tuple[Keys, Fault]] = field(default_factory=list)
    moves: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    hanging: set[str] = field(default_factory=set)
    doubtful: DoubtfulNames = field(default_factory=DoubtfulNames)
    parts: ProgramParts = field(default_factory=ProgramParts)
    supposed: int = 0  # within how many parts that are looked at, though they are not told like that

    def __post_init__(self) -> None:
        self.program = Program(tuple(self.story.players))
        self.kinds = {name: kind_of(value) for name, value in self.arguments.items()}
        told = [each.steps for each in self.story.stories.values()]
        self.later = frozenset(names_of_moves(self.story.steps, *told))

    # -- faults and expressions

    def fault(self, keys: Keys, id: str, found: str, allowed: str = "", mend: str = "") -> None:
        self.faults.append((keys, Fault(id, found, self.where(keys), allowed, mend)))

    def unreadable(self, keys: Keys, error: Unreadable) -> None:
        """Note the faults of an expression that stands here."""
        for each in error.faults:
            self.fault(keys, each.id, each.found, each.allowed, each.mend)

    def misread(self, keys: Keys, error: Unreadable, written: Any, text: Any, slots: Slots) -> None:
        """Note the faults of an expression in the words in which it is written, its slots not filled."""
        for each in error.faults:
            found = each.found.replace(repr(text), repr(written)) if isinstance(text, str) else each.found
            quoted = re.search(r"'(\w+)'", found)
            if each.id == "story/name" and quoted and quoted[1] in slots:
                allowed = ", ".join(f"{{{name}}}" for name in slots)
                self.fault(keys, each.id, found, allowed, f"write {{{quoted[1]}}}")
                continue
            spaced = [name for name in self.later if " " in name and _bare(name, str(written))]
            spaced.sort(key=str(written).find)
            mend = f'write move("{spaced[0]}") == "..."' if spaced and not each.mend else each.mend
            self.fault(
                keys, each.id, found, each.allowed, mend if each.id == "story/expression" else each.mend
            )

    def fill(self, text: str, slots: Slots, keys: Keys) -> str:
        try:
            return filled(text, slots)
        except Unreadable as error:
            self.unreadable(keys, error)
            return text

    def read(self, text: Any, slots: Slots, keys: Keys, wanted: Kind | None) -> Expression | None:
        """The expression; None where it cannot be read, with its fault noted."""
        before, written, at = len(self.faults), text, len(self.program.steps)
        if isinstance(text, str):
            text = self.fill(text, slots, keys)
        if len(self.faults) > before:
            return None
        known = KnownNames(
            frozenset(self.story.parameters), self.kinds, frozenset(self.hanging), self.moves,
            self.later, self.arguments,
        )  # fmt: skip
        try:
            found = read_expression(text, known, wanted)
        except Unreadable as error:
            self.misread(keys, error, written, text, slots)
            return None
        if not self.supposed:
            self.parts.reads.setdefault(at, set()).update(found.reads)
        if found.constant is not None:
            return found
        names = tuple(sorted(found.reads)) + tuple(sorted(found.uses - self.arguments.keys()))
        return replace(found, meaning=Reckoned(found.meaning, str(text), self.where(keys), names))

    def condition(self, text: str, slots: Slots, keys: Keys, choice: int = OF_STEP) -> Expression | None:
        """A condition, of the step of the program that is written next or of one of its choices."""
        found = self.read(text, slots, keys, "truth")
        if found is not None and not self.supposed:
            varies = "{" in text or not found.uses.isdisjoint(self.arguments)
            asked = AskedCondition(len(self.program.steps), choice, found.constant, varies)
            self.parts.asked.setdefault(keys, []).append(asked)
        return found

    def stands(self, keys: Keys, first: int) -> None:
        """Note that a step of the story became the steps of the program from ``first`` on, where it became any."""
        if not self.supposed and first < len(self.program.steps):
            self.parts.first.setdefault(keys, []).append(first)

    def meaning(self, text: Any, slots: Slots, keys: Keys, wanted: Kind | None) -> Meaning:
        found = self.read(text, slots, keys, wanted)
        return found.meaning if found else unread

    # -- players and moves

    def audience(self, names: list[str] | None, keys: Keys, slots: Slots) -> tuple[str, ...] | None:
        if names is None:
            return None
        found = tuple(self.fill(name, slots, keys) for name in names)
        for name in found:
            self.player(name, keys)
        return found

    def player(self, name: str, keys: Keys) -> None:
        players = list(self.story.players)
        if name not in players:
            self.fault(
                keys,
                "story/player",
                f"{name!r} is no player",
                ", ".join(players),
                did_you_mean(name, players),
            )

    def happened(self, name: str, keys: Keys) -> None:
        if name in self.moves:
            return
        allowed = ", ".join(self.moves) or "no move: none comes before"
        if name in self.later:
            self.fault(keys, "story/later", f"{name!r} has not happened yet where this stands", allowed)
        else:
            self.fault(
                keys,
                "story/name",
                f"no move is called {name!r}",
                allowed,
                did_you_mean(name, list(self.moves)),
            )

    def offered(
        self, name: str, entries: Sequence[ChoiceEntry | OddsEntry], keys: Keys, slots: Slots
    ) -> tuple[list[Offered], list[Any]]:
        """The choices that are there at this shape, and those that are not."""
        found: list[Offered] = []
        given: list[GivenOdds] = []
        silent: list[Any] = []
        if len(entries) > MOST_CHOICES:
            self.fault(
                keys, "story/choices", f"{len(entries):,} choices", f"at most {MOST_CHOICES:,} of one move"
            )
            return found, silent
        odds = list(entries)
        left: int | None = None
        rest = [at for at, each in enumerate(odds) if isinstance(each, OddsEntry) and each.odds == "rest"]
        if len(rest) > 1:
            self.fault(
                keys,
                "story/rest",
                "the rest of the odds goes to two choices",
                "one choice with the odds rest",
            )
        for at, each in enumerate(odds):
            here = (*keys, at)
            when = None
            if each.when:
                condition = self.condition(each.when, slots, (*here, "when"), len(found))
                if condition is None or condition.constant is False:
                    silent.append(each.choice)
                    continue
                when = None if condition.constant else condition.meaning
            choice = self.fill(each.choice, slots, here) if isinstance(each.choice, str) else each.choice
            self.fill(each.words, slots, here)
            if isinstance(each, ChoiceEntry):
                found.append(Offered(choice, when))
                continue
            meaning = None
            if each.odds != "rest":
                read = self.read(each.odds, slots, (*here, "odds"), "number")
                meaning = read.meaning if read else unread
                given.append(self.given_odds(labelled(choice), each, read, when is None, (*here, "odds")))
            found.append(Offered(choice, when, meaning))
            left = len(found) - 1 if each.odds == "rest" else left
        if left is not None:  # what is wrong with the other odds is told where they stand
            before, here = len(self.faults), (*keys, rest[0], "odds")
            meaning = self.meaning(rest_of(odds, rest[0]), slots, here, "number")
            if any(keys == each[: len(keys)] for each, _ in self.faults[:before]):
                del self.faults[before:]
            found[left] = replace(found[left], odds=meaning)
        for into, values in ((self.faults, False), (self.at_values, True)):
            wrong = constant_odds_fault(name, given, keys, left is not None, values)
            if wrong is not None:
                into.append((wrong[0], replace(wrong[1], where=self.where(wrong[0]))))
                break
        labels = [labelled(each.choice) for each in found]
        apart = {as_read(each) if isinstance(each, str) else each for each in (one.choice for one in found)}
        if not labels or min(len(set(labels)), len(apart)) < len(labels) or "" in labels:
            told = ", ".join(repr(label) for label in labels) or "none"
            self.fault(
                keys,
                "story/choices",
                f"the choices are {told}",
                "one or more, each with a name, that a reader can tell apart",
            )
        return found, silent

    def given_odds(
        self, label: str, entry: OddsEntry, read: Expression | None, always: bool, keys: Keys
    ) -> GivenOdds:
        """The odds of a choice, with their value where that is the same on every history."""
        if read is None or (self.supposed and ("{" in str(entry.odds) or read.uses)):
            return GivenOdds(label, str(entry.odds), None, None, always, keys)
        valued = read.constant
        defaults = {name: each.value for name, each in self.story.parameters.items()}
        known = all(defaults.get(name) is not None for name in read.reads)
        if valued is None and known and not read.moves and not read.uses - self.arguments.keys():
            with suppress(ArithmeticError, ValueError, TellingError), np.errstate(all="ignore"):
                valued = float(read.meaning(Scope(SimpleNamespace(**defaults), dict(self.arguments))))
        return GivenOdds(label, str(entry.odds), read.constant, valued, always, keys)

    def named(self, name: str, choices: Iterable[Any], keys: Keys) -> None:
        if not name.strip():
            self.fault(keys, "story/move-name", "a move without a name", "a word")
        before = self.moves.get(name, ())
        self.moves[name] = tuple(dict.fromkeys([*before, *choices]))


def unread(scope: Scope) -> Any:
    """What stands for an expression that cannot be read: 0, and no number where faults are noted, so that none follows."""
    return nan if scope.note is not None else 0


def unread_condition(scope: Scope) -> Any:
    """The same for the condition of a step, which is taken to happen."""
    return nan if scope.note is not None else True


def _bare(name: str, text: str) -> bool:
    """Whether a name stands in an expression without quotation marks."""
    return re.search(rf"(?<![\w\"']){re.escape(name)}(?![\w\"'])", text) is not None


def rest_of(entries: Sequence[ChoiceEntry | OddsEntry], at: int) -> str:
    """What the other odds leave for entry ``at``, as an expression."""
    text = "1"
    for other, each in enumerate(entries):
        if other != at and isinstance(each, OddsEntry) and each.odds != "rest":
            odds = str(each.odds)
            part = odds if odds.replace(".", "").replace("_", "").isalnum() else f"({odds})"
            text += f" - ({part} if {each.when} else 0)" if each.when else f" - {part}"
    return text


def names_of_moves(*parts: Sequence[Any]) -> set[str]:
    """The names of all moves in lists of steps, as they are written, slots and all."""
    found: set[str] = set()
    open_: list[Any] = list(parts)
    while open_:
        for step in open_.pop():
            if isinstance(step, MoveStep | ChanceStep | SignalStep):
                found.add(
                    step.move
                    if isinstance(step, MoveStep)
                    else step.chance
                    if isinstance(step, ChanceStep)
                    else step.signal
                )
            elif isinstance(step, IfStep):
                open_ += [step.then, step.otherwise]
            elif isinstance(step, RepeatStep):
                open_.append(step.steps)
            elif isinstance(step, SimultaneousStep):
                open_.append(step.simultaneous)
    return found
