"""Slots: ``{period}`` in a name or an expression is replaced by a number, a word, or a number beside it (``{period-1}``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from overture.games.story.expressions.expression import Unreadable
from overture.wording import did_you_mean

SLOT = re.compile(r"\{\s*(\w+)\s*(?:([+-])\s*(\d{1,4})\s*)?\}")
FILLED_WITH = re.compile(
    r"\w[\w ]*|"
)  # words; anything else could change the meaning of an expression around it


def filled(text: str, given: Mapping[str, str | int]) -> str:
    """``text`` with its slots filled. Raises Unreadable where a slot is not given, or is no number and has one added."""

    def one(slot: re.Match[str]) -> str:
        name, sign, by = slot.groups()
        if name not in given:
            allowed = ", ".join(f"{{{each}}}" for each in given) or "no slot: none is given here"
            raise Unreadable(
                "story/slot", f"nothing fills {slot[0]!r}", allowed, did_you_mean(name, list(given))
            )
        value = given[name]
        if sign is None:
            return str(value)
        if not str(value).isdecimal():
            raise Unreadable("story/slot", f"{slot[0]!r} adds to {value!r}", "a whole number in the slot")
        return str(int(value) + (int(by) if sign == "+" else -int(by)))

    return SLOT.sub(one, text) if "{" in text else text


def all_steps(data: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in plain data, those within others after them: the steps of a story, with what is in them."""
    if isinstance(data, dict):
        yield data
        for each in data.values():
            yield from all_steps(each)
    elif isinstance(data, list):
        for each in data:
            yield from all_steps(each)


def everywhere(data: Any, given: Mapping[str, str | int]) -> Any:
    """Plain data with the slots of all its texts filled, those of keys too; slots that are not given stay."""
    if isinstance(data, dict):
        return {everywhere(key, given): everywhere(value, given) for key, value in data.items()}
    if isinstance(data, list):
        return [everywhere(each, given) for each in data]
    if not isinstance(data, str):
        return data
    return SLOT.sub(lambda slot: filled(slot[0], given) if slot[1] in given else slot[0], data)
