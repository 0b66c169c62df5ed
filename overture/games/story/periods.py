"""Moves that happen once a period, in words: ``offer2`` of ``offer{period}`` is "offer in period 2"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from overture.games.story.schema import ChanceStep, MoveStep, RepeatStep, SignalStep, SimultaneousStep, Story
from overture.games.story.slots import SLOT
from overture.wording import as_words

SHORT = 2  # letters: the number of a period with so short a name is that of a "period"


@dataclass(frozen=True)
class NumberedMove:
    """A move with slots in its name.

    Attributes:
        name: as it is written: "offer{period}". base: the name without them. nouns: slot -> what it numbers.
        step: the move. pattern: fits the names that it has when its slots are filled.
    """

    name: str
    base: str
    nouns: dict[str, str]
    step: MoveStep | ChanceStep | SignalStep
    pattern: re.Pattern[str]

    def filled(self, name: str) -> dict[str, str]:
        """What fills its slots in a name of the game: slot -> word; {} for the name of another move."""
        found = self.pattern.fullmatch(name)
        return {} if found is None else found.groupdict()

    def when(self, name: str, words: str = "") -> str:
        """In which period it is: "in period 2" for "offer2". "" for the name of another move.

        Args:
            words: beside which that stands; a period of which they speak themselves is left out.
        """
        spoken = {slot[1] for slot in SLOT.finditer(words)}
        return " ".join(
            _when(self.nouns[slot], value)
            for slot, value in self.filled(name).items()
            if value and slot not in spoken
        )


def numbered_moves(story: Story) -> list[NumberedMove]:
    """The moves of a story that have slots in their names."""
    found = [*_within(story.steps, {})]
    for name, told in story.stories.items():
        found += _within(told.steps, dict.fromkeys(told.slots, as_words(name)))
    return found


def move_in_words(moves: Sequence[NumberedMove], name: str) -> str:
    """A move by the name that it has in the game: "offer in period 2"; its underscores are spaces."""
    for each in moves:
        when = each.when(name)
        if when and each.base:
            return f"{as_words(each.base)} {when}"
    return as_words(name)


def noun_of(slot: str) -> str:
    """What the number of a block numbers: the name of the number, or "period" where that is a letter or two."""
    return "period" if len(slot) <= SHORT else as_words(slot)


def _when(noun: str, value: str) -> str:
    return f"in {noun} {value}" if value.isdecimal() else f"({as_words(value)})"


def _within(steps: Sequence[Any], nouns: dict[str, str]) -> Iterator[NumberedMove]:
    for step in steps:
        if isinstance(step, MoveStep | ChanceStep | SignalStep):
            name = step.move if isinstance(step, MoveStep) else step.chance if isinstance(step, ChanceStep) else step.signal  # fmt: skip
            if SLOT.search(name):
                yield _numbered(name, nouns, step)
        elif isinstance(step, SimultaneousStep):
            yield from _within(step.simultaneous, nouns)
        elif isinstance(step, RepeatStep):
            yield from _within(step.steps, {**nouns, step.repeat: noun_of(step.repeat)})
        else:
            for part in (getattr(step, "then", ()), getattr(step, "otherwise", ())):
                yield from _within(part, nouns)


def _numbered(name: str, nouns: dict[str, str], step: MoveStep | ChanceStep | SignalStep) -> NumberedMove:
    pattern, last, known = "", 0, {}
    for slot in SLOT.finditer(name):
        pattern += re.escape(name[last : slot.start()])
        pattern += f"(?P<{slot[1]}>[\\w ]*)" if slot[1] not in known else f"(?P={slot[1]})"
        known[slot[1]] = nouns.get(slot[1], noun_of(slot[1]))
        last = slot.end()
    base = " ".join(SLOT.sub(" ", name).replace("_", " ").split())
    return NumberedMove(name, base, known, step, re.compile(pattern + re.escape(name[last:])))
