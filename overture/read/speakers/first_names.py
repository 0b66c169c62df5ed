"""First names by which a text means somebody whom it names in full, and people who share a last name."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from overture.read.speakers.names import ROLE, is_person_name, last_name, slug, untitled

_FULL = re.compile(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,3}\b")
_BEARER = re.compile(rf",? (?:\d\d,|who\b|(?:the|a|an|its|their|his|her) (?:\w+ ){{0,3}}{ROLE}\b)")


@dataclass(frozen=True)
class FirstNames:
    """``last``: ``{first name that stands alone: last name}``; ``shared``: last names of two people with other first names."""

    last: dict[str, str]
    shared: frozenset[str]

    def key(self, name: str) -> str:
        """The id of the person ``name``: his last name, or all of his name where another in the text shares the last."""
        last = self.last.get(name, last_name(name))
        return slug(name) if last in self.shared and len(name.split()) > 1 else slug(last) or slug(name)


def first_names(
    text: str, given: Collection[str], persons: Collection[str], places: Collection[str]
) -> FirstNames:
    """The first names of ``text`` that stand alone and are those of one person named in full before.

    ``given`` are known first names, ``persons`` last names of people of the text, ``places`` lower-case names of states.
    A first name that two people bear means neither.
    """
    bearers: dict[str, dict[str, int]] = {}
    ends = set()
    for match in _FULL.finditer(text):
        name = re.sub(r"'s?$", "", untitled(match.group()))
        first, last = name.split()[0], last_name(name)
        if not is_person_name(name) or first == last or name.lower() in places or len(first) < 3:
            continue
        known = first in given or last in persons or _BEARER.match(text, match.end()) is not None
        if known and match.group().startswith(name) and last:
            bearers.setdefault(first, {}).setdefault(last, match.end())
            ends.add(last)
    alone = {}
    for first, named in bearers.items():
        if len(named) > 1 or first in ends or first in persons or first.lower() in places:
            continue
        last, place = next(iter(named.items()))
        if re.search(rf"(?<![A-Z][a-z] )\b{re.escape(first)}\b(?! [A-Z]|[-'’]?[A-Z]|-)", text[place:]):
            alone[first] = last
    return FirstNames(alone, _shared(bearers))


def _shared(bearers: dict[str, dict[str, int]]) -> frozenset[str]:
    """Last names that stand with two first names."""
    seen: dict[str, int] = {}
    for named in bearers.values():
        for last in named:
            seen[last] = seen.get(last, 0) + 1
    return frozenset(last for last, number in seen.items() if number > 1)
