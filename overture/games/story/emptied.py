"""Keys of a story with nothing behind them: read as if they were not there, some would make another game without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from overture.errors import Fault
from overture.filing import Keys, nth_key
from overture.games.story.expressions.expression import CONDITIONS, GRAMMAR
from overture.games.story.lookup import Where
from overture.games.story.schema import KINDS

_PLAYERS = "names of players, everybody or nobody"
_WORDS = "words"
_NAME = "a name"
_STEPS = "a list of steps, each behind a dash"
_EXPRESSION = f"an expression: {GRAMMAR}"
_PAYOFFS = "{player: payoff, ...}"
_CHOICES = "[one, other], or choice: words"

# What may stand behind each key of the language. Keys that a user names (players, choices, values) are none of these.
_ALLOWED = {
    "story": "1", "title": _WORDS, "words": _WORDS, "source": _WORDS, "players": "[one, other], or player: {name, pronoun, role}",
    "parameters": "name: a number, or {value, words, unit, known_by}", "shape": "name: a value", "stories": "name: {slots, words, steps}",
    "steps": _STEPS, "name": _NAME, "pronoun": "he, she, it or they", "role": "a role", "value": "a number, or another value of the shape",
    "unit": _WORDS, "known_by": _PLAYERS, "allowed": "a list of values", "slots": "a list of names", "choice": "a word, a number, or null",
    "move": _NAME, "by": "a player", "choices": _CHOICES, "seen_by": _PLAYERS, "covert": "true, false", "chance": _NAME,
    "odds": "choice: odds", "signal": _NAME, "of": "an earlier move", "reveal": "an earlier move", "to": _PLAYERS,
    "simultaneous": "two or more moves, each behind a dash", "let": "name: expression", "pay": _PAYOFFS,
    "end": f"{_PAYOFFS}, or {{}} where all has been paid on the way", "tell": "a story of stories", "given": "slot: a word or a number",
    "then": _STEPS, "else": _STEPS, "repeat": "the name of the number of the period", "times": _EXPRESSION,
    "if": CONDITIONS, "when": CONDITIONS, "while": CONDITIONS,
}  # fmt: skip
_CONDITIONAL = ("if", "when", "while")
_NEEDED = (
    *(kind for kind in KINDS),
    "story",
    "title",
    "players",
    "by",
    "choices",
    "odds",
    "of",
    "times",
    "steps",
)
_MANY = ("steps", "then", "else", "simultaneous")  # lists of steps


def empty_faults(data: Any, where: Where) -> list[tuple[Keys, Fault]]:
    """A fault for each key of the language with nothing behind it, and for each condition without words.

    Args:
        data: the story as it is written. where: file and line of a part of it.
    """
    return [(keys, _fault(keys, where)) for keys in _story(data)] if isinstance(data, dict) else []


def conditioned(data: Any, empty: Sequence[Keys]) -> Any:
    """The story with a condition that holds behind each of these keys that wants one, so that the rest can be checked."""
    found = deepcopy(data) if empty else data
    for keys in empty:
        if keys[-1] in _CONDITIONAL:
            at = found
            for key in keys[:-1]:
                at = at[nth_key(at, key)]
            at[keys[-1]] = "True"
    return found


def _fault(keys: Keys, where: Where) -> Fault:
    key = str(keys[-1])
    mend = "" if key in _NEEDED else "write it, or leave the key out"
    return Fault("file/value", f"nothing stands behind {key!r}", where(keys), _ALLOWED[key], mend)


def _story(data: dict[str, Any]) -> Iterator[Keys]:
    yield from _keys(data, ())
    for part in ("players", "parameters", "shape", "stories"):
        entries = data.get(part)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            yield from _keys(entry, (part, name))
            if part == "stories" and isinstance(entry, dict):
                yield from _steps(entry.get("steps"), (part, name, "steps"))
    yield from _steps(data.get("steps"), ("steps",))


def _steps(steps: Any, keys: Keys) -> Iterator[Keys]:
    for at, step in enumerate(steps if isinstance(steps, list) else ()):
        here = (*keys, at)
        yield from _keys(step, here)
        if not isinstance(step, dict):
            continue
        for part in _MANY:
            yield from _steps(step.get(part), (*here, part))
        yield from _entries(step.get("choices"), (*here, "choices"))
        odds = step.get("odds")
        if "signal" in step and isinstance(odds, dict):
            for label, row in odds.items():
                yield from _entries(row, (*here, "odds", label))
        else:
            yield from _entries(odds, (*here, "odds"))


def _entries(entries: Any, keys: Keys) -> Iterator[Keys]:
    """Keys of choices in their long form. A choice of nothing is one, so that ``choice`` may be null."""
    listed = list(entries.values()) if isinstance(entries, dict) else entries
    for at, entry in enumerate(listed if isinstance(listed, list) else ()):
        yield from (each for each in _keys(entry, (*keys, at)) if each[-1] != "choice")


def _keys(entry: Any, keys: Keys) -> Iterator[Keys]:
    for key, value in entry.items() if isinstance(entry, dict) else ():
        blank = key in _CONDITIONAL and isinstance(value, str) and not value.strip()
        if key in _ALLOWED and (value is None or blank):
            yield (*keys, key)
