"""Faults that only follow from others: what is said of a name that was to come from a part that could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from overture.errors import Fault
from overture.filing import Keys, nth_key
from overture.games.story.schema import KINDS

# Ids of faults that may only follow from what could not be read elsewhere.
_FOLLOW = frozenset(
    f"story/{each}"
    for each in ("name", "later", "choice", "player", "kind", "story", "slot", "signal", "payoffs")
)
# The keys of a step whose texts name what the step makes.
_NAMING = frozenset({"move", "chance", "signal", "choice", "choices", "repeat", "slots", "let"})
# The keys whose texts name what is made elsewhere, or are expressions.
_USING = frozenset({"by", "of", "seen_by", "to", "known_by", "reveal", "tell", "given", "when", "if", "while", "times", "words", "pay", "end", "odds"})  # fmt: skip
# The keys behind which expressions stand, in one or two levels of names.
_NUMBERS = ("pay", "end", "let", "odds")
_SLOT = re.compile(r"\{[^{}]*\}")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")


class DoubtfulNames:
    """Names that may exist, though the part that was to make them could not be read; slots in them stand for any word."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.all = False
        self.add(*names)

    def add(self, *names: str) -> None:
        """Note more names."""
        for name in names:
            parts = map(re.escape, _SLOT.split(name))
            self._patterns.setdefault(name, re.compile(r"[\w ]*".join(parts)))

    def __contains__(self, name: str) -> bool:
        return self.all or any(each.fullmatch(name) for each in self._patterns.values())

    def explains(self, fault: Fault) -> bool:
        """Whether a fault may only follow from a part that could not be read."""
        return fault.id in _FOLLOW and self.touches(fault.found)

    def touches(self, words: str) -> bool:
        """Whether a sentence quotes one of the names."""
        return self.all or any((one or other) in self for one, other in _QUOTED.findall(words))

    def __or__(self, other: DoubtfulNames) -> DoubtfulNames:
        """The names of both."""
        found = DoubtfulNames([*self._patterns, *other._patterns])
        found.all = self.all or other.all
        return found


def doubtful_names(data: Any, broken: Iterable[Keys]) -> DoubtfulNames:
    """The names that the broken parts of a story were to make.

    Args:
        data: the story as it is written. broken: where its parts could not be read.
    """
    found = DoubtfulNames()
    for keys in broken:
        if len(keys) < 2:  # all steps, all players: nothing is known of any name
            found.all = found.all or keys[:1] != ("title",)
            continue
        found.add(*(str(key) for key in keys if isinstance(key, str)), *_made(_innermost(data, keys)))
    return found


def _innermost(data: Any, keys: Keys) -> Any:
    """The step that a place stands in, or where it stands in none its value."""
    at = step = data
    for key in keys:
        try:
            at = at[nth_key(at, key)]
        except (KeyError, IndexError, TypeError):
            return None if step is data else step
        if isinstance(at, dict) and (isinstance(key, int) or KINDS.keys() & at.keys()):
            step = at
    return at if step is data else step


def _made(part: Any, key: str = "", numbers: bool = False) -> Iterator[str]:
    """The names that a part makes, as it is written; ``numbers``: whether it holds expressions beside choices."""
    if isinstance(part, dict):
        for name, each in part.items():
            if key not in ("pay", "end", "given"):
                yield str(name)
            yield from _made(each, str(name), numbers or name in _NUMBERS)
    elif isinstance(part, list):
        for each in part:
            yield from _made(each, key, numbers)
    elif key == "choice" or (not numbers and (key in _NAMING or key not in _USING)):
        yield str(part)
