"""Moves that happen once a period, in words: ``offer2`` of ``offer{period}`` is "offer in period 2"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from overture.games.story.schema import ChanceStep, MoveStep, RepeatStep, SignalStep, SimultaneousStep, Story
from overture.games.story.slots import SLOT, all_steps
from overture.wording import as_words

NUMBERS = ("number", "index")  # slots that are called so number the story in which they stand
SHORT = 2  # letters: the number of a period with so short a name is that of a "period"


@dataclass(frozen=True)
class NumberedMove:
    """A move with slots in its name.

    Attributes:
        name: as it is written: "offer{period}". base: the name without them. nouns: slot -> what it numbers; "" of one that holds no number.
        step: the move. pattern: fits the names that it has when its slots are filled.
        worded: whether the name with its slots filled is in words itself: "raid by {who} on day {day}".
    """

    name: str
    base: str
    nouns: dict[str, str]
    step: MoveStep | ChanceStep | SignalStep
    pattern: re.Pattern[str]
    worded: bool

    def filled(self, name: str) -> dict[str, str]:
        """What fills its slots in a name of the game: slot -> word; {} for the name of another move."""
        found = self.pattern.fullmatch(name)
        return {} if found is None else found.groupdict()

    def when(self, name: str, words: str = "", names: Mapping[str, str] | None = None) -> str:
        """In which period it is: "in period 2" for "offer2". "" for the name of another move.

        Args:
            words: beside which that stands; a period of which they speak themselves is left out.
            names: player -> how sentences name him, in a slot.
        """
        spoken = {slot[1] for slot in SLOT.finditer(words)}
        if isinstance(self.step, MoveStep):  # who moves is told
            spoken |= {slot[1] for slot in SLOT.finditer(self.step.by)}
        return " ".join(
            _when(self.nouns[slot], (names or {}).get(value, value))
            for slot, value in self.filled(name).items()
            if value and slot not in spoken
        )

    def named(self, name: str, names: Mapping[str, str]) -> str:
        """The move by a name that it has in the game, in words: "offer in period 2"; "" for the name of another move.

        Args:
            names: player -> how sentences name him.
        """
        given = self.filled(name)
        if not any(given.values()):
            return ""
        if self.worded:
            return as_words(SLOT.sub(lambda slot: self._put(slot, given[slot[1]], names), self.name))
        when = (_when(self.nouns[slot], names.get(value, value)) for slot, value in given.items() if value)
        return f"{as_words(self.base)} {' '.join(when)}" if self.base else ""

    def _put(self, slot: re.Match[str], value: str, names: Mapping[str, str]) -> str:
        """What stands in a slot of the name: "Ann", or "period 2" where "period" does not stand before it."""
        noun, before = self.nouns[slot[1]], self.name[: slot.start()].replace("_", " ").split()
        if noun and value.isdecimal() and before[-1:] != [noun]:
            return f"{noun} {value}"
        return names.get(value, value)


def numbered_moves(story: Story) -> list[NumberedMove]:
    """The moves of a story that have slots in their names."""
    found = [*_within(story.steps, {})]
    steps = list(all_steps(story.model_dump(by_alias=True))) if story.stories else []
    for name, told in story.stories.items():
        found += _within(told.steps, {slot: _numbers(steps, name, slot) for slot in told.slots})
    return found


def _numbers(steps: Sequence[dict[str, Any]], name: str, slot: str) -> str:
    """What a slot of a story within the story numbers: the period that fills it (of several the first), else what it is called; "" where it holds no number.

    Args:
        steps: all of the whole story.
    """
    tells = [step for step in steps if step.get("tell") == name and slot in step["given"]]
    given = [str(step["given"][slot]) for step in tells]
    repeated = {step["repeat"] for step in steps if "repeat" in step}
    filling = [SLOT.fullmatch(text) for text in given]
    if given and all(each and each[1] in repeated for each in filling):
        return noun_of(next(each[1] for each in filling if each))
    if not all(each or text.isdecimal() for each, text in zip(filling, given, strict=True)):
        return ""
    return as_words(name) if len(slot) <= SHORT or slot in NUMBERS else noun_of(slot)


def move_in_words(moves: Sequence[NumberedMove], name: str, names: Mapping[str, str] | None = None) -> str:
    """A move by the name that it has in the game: "offer in period 2"; its underscores are spaces.

    Args:
        names: player -> how sentences name him, in a slot.
    """
    return next((told for each in moves if (told := each.named(name, names or {}))), as_words(name))


def noun_of(slot: str) -> str:
    """What the number of a block numbers: the name of the number, or "period" where that is a letter or two."""
    return "period" if len(slot) <= SHORT else as_words(slot)


def within(noun: str) -> str:
    """The word before a period: "in" week 2, "on" day 2."""
    return "on" if noun.split()[-1:] == ["day"] else "in"


def _when(noun: str, value: str) -> str:
    return f"{within(noun)} {noun} {value}" if noun and value.isdecimal() else f"({as_words(value)})"


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
    return NumberedMove(
        name, base, known, step, re.compile(pattern + re.escape(name[last:])), _in_words(name, known)
    )


_BEFORE = frozenset({"by", "of", "to", "from", "on", "in", "at", "for", "with", "against", "between", "and", "after", "before"})  # fmt: skip


def _in_words(name: str, nouns: Mapping[str, str]) -> bool:
    """Whether a name is in words when its slots are filled: each stands alone, the last of them not bare at the end."""
    slots = [slot[1] for slot in SLOT.finditer(name)]
    words = SLOT.sub("\0", name).replace("_", " ").split()
    if any("\0" in word and word != "\0" for word in words):
        return False
    if words[-1] != "\0":
        return True
    behind = words[-2].casefold() if len(words) > 1 else ""
    return behind in _BEFORE or behind == nouns[slots[-1]]
