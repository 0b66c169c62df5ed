"""What a story names and never uses: most often a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from overture.errors import Fault
from overture.filing import Keys
from overture.games.story.lookup import Where
from overture.games.story.schema import Story
from overture.games.story.slots import all_steps

_WORD = re.compile(r"\w+")


class NamesInExpressions:
    """The names that expressions of plain steps speak of; one with slots in it stands for all that it may become."""

    def __init__(self, data: Any) -> None:
        texts = list(_expressions(data))
        self._words = {word for text in texts for word in _WORD.findall(text)}
        self._patterns = [
            re.compile(re.sub(r"\\?\{[^}]*\}", r"\\w*", token))
            for text in texts
            for token in re.findall(r"(?:\w|\{[^}]*\})+", text)
            if ("{" in token and not token.startswith("{")) or re.search(r"\}\w", token)
        ]

    def __contains__(self, name: str) -> bool:
        return name in self._words or any(each.fullmatch(name) for each in self._patterns)


def unused_faults(story: Story, where: Where) -> list[tuple[Keys, Fault]]:
    """Parameters, arguments, values, slots and stories that nothing speaks of."""
    plain = story.model_dump(by_alias=True)
    used = NamesInExpressions([plain["steps"], plain["stories"]])
    found: list[tuple[Keys, Fault]] = []

    def note(keys: Keys, what: str, mend: str) -> None:
        found.append((keys, Fault("story/unused", what, where(keys), "", mend)))

    for name in story.parameters:
        if name not in used:
            note(
                ("parameters", name),
                f"nothing reads the parameter {name!r}",
                "use it in odds or payoffs, or leave it out",
            )
    for name in story.shape:
        if name not in used:
            note(
                ("shape", name),
                f"nothing asks for the argument {name!r}",
                "use it in when or times, or leave it out",
            )
    told = _told(plain)
    for name, each in story.stories.items():
        if name not in told and not any("{" in each for each in told):
            note(
                ("stories", name),
                f"the story {name!r} is never told",
                f"write - tell: {name}, or leave it out",
            )
        inside = repr(plain["stories"][name]["steps"])
        for slot in each.slots:
            if not re.search(rf"\{{\s*{re.escape(slot)}\b", inside):
                note(
                    ("stories", name, "slots"),
                    f"the slot {slot!r} stands nowhere",
                    f"write {{{slot}}}, or leave it out",
                )
    for keys, name in _values(story):
        if name not in used and "{" not in name and name != "_":
            note(keys, f"nothing reads the value {name!r}", "use it, or leave it out")
    return found


def _told(plain: dict[str, Any]) -> set[str]:
    """The stories that are told, by the steps or within a story that is."""
    told: set[str] = set()
    open_ = [plain["steps"]]
    while open_:
        names = {each["tell"] for each in all_steps(open_.pop()) if "tell" in each} - told
        told |= names
        open_ += [plain["stories"][name]["steps"] for name in names if name in plain["stories"]]
    return told


# The keys whose texts are no expressions.
_WORDS = {
    "words",
    "move",
    "chance",
    "signal",
    "reveal",
    "of",
    "by",
    "choice",
    "seen_by",
    "to",
    "repeat",
    "slots",
    "tell",
}


def _expressions(data: Any, key: str = "") -> Iterator[str]:
    """All texts of plain steps that are expressions, or fill slots of some."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for each in data:
            yield from _expressions(each, key)
    elif isinstance(data, dict):
        for name, each in data.items():
            if name == "let":
                for value, text in each.items():  # its own last value is no use of a value
                    own = re.sub(rf"\b{re.escape(value)}\b", " ", text) if isinstance(text, str) else ""
                    yield own
            elif name not in _WORDS:
                yield from _expressions(each, name)


def _values(story: Story) -> Iterator[tuple[Keys, str]]:
    for keys, step in every_step(story):
        for name in getattr(step, "let", ()):
            yield (*keys, "let", name), name


def every_step(story: Story) -> Iterator[tuple[Keys, Any]]:
    """Every step of a story and of the stories within it, with its place; those within others after them."""
    for at, step in enumerate(story.steps):
        yield from in_step(step, ("steps", at))
    for name, told in story.stories.items():
        for at, step in enumerate(told.steps):
            yield from in_step(step, ("stories", name, "steps", at))


def in_step(step: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """A step and every step within it, with its place."""
    yield keys, step
    for part, written in (("then", "then"), ("otherwise", "else"), ("steps", "steps")):
        for at, each in enumerate(getattr(step, part, ())):
            yield from in_step(each, (*keys, written, at))
