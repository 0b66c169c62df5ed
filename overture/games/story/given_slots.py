"""What fills the slots of a story within a story where it is told, so that words with slots in them can be spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overture.games.story.expressions.expression import Unreadable
from overture.games.story.schema import ChanceStep, MoveStep, SignalStep, Story, TellStep
from overture.games.story.slots import SLOT, everywhere

MOST_TELLINGS = 2_000  # of stories within one another; of more nothing is known
UNKNOWN = "{_}"  # of what fills a slot

Given = dict[str, str]
"""Slot -> the word in it, which may hold slots of the steps around the telling."""


def slots_of_moves(story: Story) -> dict[str, list[Given]]:
    """Move, as the story writes it -> what its slots are given, once for each time that the story around it is told."""
    found: dict[str, list[Given]] = {}
    for number, (move, given) in enumerate(_tellings(story, story.steps, {}, ())):
        if number >= MOST_TELLINGS:
            return {}
        if given not in found.setdefault(move, []):
            found[move].append(given)
    return found


def _tellings(
    story: Story, steps: Sequence[Any], given: Given, inside: tuple[str, ...]
) -> Iterator[tuple[str, Given]]:
    for step in steps:
        if isinstance(step, MoveStep | ChanceStep | SignalStep):
            name = step.move if isinstance(step, MoveStep) else step.chance if isinstance(step, ChanceStep) else step.signal  # fmt: skip
            yield name, given
        elif isinstance(step, TellStep):
            name = _put(step.tell, given)
            told = story.stories.get(name)
            if told is not None and name not in inside:
                within = {slot: _put(str(value), given) for slot, value in step.given.items()}
                yield from _tellings(story, told.steps, within, (*inside, name))
        for part in ("then", "otherwise", "steps", "simultaneous"):
            yield from _tellings(story, getattr(step, part, ()), given, inside)


def _put(text: str, given: Mapping[str, str]) -> str:
    try:
        return str(everywhere(text, given))
    except Unreadable:  # a number is added to a slot of the steps around
        return UNKNOWN


def fill_words(
    words: str, own: Mapping[str, str], given: Mapping[str, str], names: Mapping[str, str]
) -> str | None:
    """The words of a move with their slots filled; "" where something in them is not known, None where it is not told like this.

    Args:
        own: what fills the slots in its name, in the game. given: what fills slots where its story is told.
        names: player -> how sentences name him, which stands in place of the player.
    """
    around: dict[str, str] = {}
    for slot, text in given.items():
        stands = SLOT.fullmatch(text)
        if slot not in own:
            continue
        if stands is None:
            if text != own[slot]:
                return None
        elif stands[2] is None or own[slot].isdecimal():
            by = int(stands[3] or 0)
            around[stands[1]] = str(int(own[slot]) + (by if stands[2] == "-" else -by)) if by else own[slot]
    values = {**{slot: _put(text, around) for slot, text in given.items()}, **own}
    known = {slot: names.get(text, text) for slot, text in values.items() if not SLOT.search(text)}
    found = _put(words, known)
    return "" if SLOT.search(found) else found
