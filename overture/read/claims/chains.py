"""Who vouches for a claim, outermost first; and in which order speakers are identified."""

from __future__ import annotations

import re

from overture.read.claim import Hit, slices
from overture.read.speakers.people import Entity, People
from overture.read.text import Span

_WHOSE = re.compile(r"\b(?:the|a|its|an)\s+([A-Z][\w.-]+(?: [A-Z][\w.-]+)*)")
_CITING = re.compile(r",?\s*\b(?:citing|quoting)\s+([^,;.\"]{3,80})")
_QUOTED_BY = re.compile(r"\b(?:quoted|cited|reported|as told)\s+(?:\w+\s+)?(?:by|in|to)\s+([^,;.\"]{3,80})")
DEEPEST = 12
"""Claims nested deeper than this are not followed further."""


def chain_of(
    text: str, hits: list[Hit], entity: list[Entity], links: list[int], people: People, around: Span | None
) -> list[str]:
    """The ids of those who vouch, outermost first; who quotes another ("M, quoting N, says") stands before him."""
    if hits[links[-1]].kind == "writer":
        return [entity[links[-1]].id] if hits[links[-1]].source and entity[links[-1]].id else []
    chain: list[str] = []

    def add(name: str) -> None:
        if name and (not chain or chain[-1] != name):
            chain.append(name)

    for link in links:
        hit = hits[link]
        if hit.kind == "writer":
            continue
        named = slices(text, hit.source)
        outer = _QUOTED_BY.search(named)
        if outer and outer.group(1)[:4] != "this":
            add(people.look_up(outer.group(1)).id)
        add(entity[link].id)
        inner = _CITING.search(named)
        if inner is None and hit.content and hit.cue[-1][1] < hit.content[0][0]:
            inner = _CITING.match(text[hit.cue[-1][1] : hit.content[0][0]].replace("\n", " "))
        if inner is None and around is not None and hit.content and hit.content[-1][1] < around[1]:
            inner = _CITING.match(text[hit.content[-1][1] : around[1]].replace("\n", " "))
        if hit.lemma in ("repeat", "echo") and hit.content:
            inner = _WHOSE.search(slices(text, hit.content)) or inner
        if inner:
            add(people.look_up(inner.group(1)).id)
    return chain


def speakers_first(order: list[int], parents: list[int | None]) -> list[int]:
    """``order`` with whoever speaks before those of whom he speaks: “He lies,” she said is first *she*, then *he*."""
    found: dict[int, None] = {}
    for place in order:
        above: list[int] = []
        at: int | None = place
        while at is not None and at not in found and len(above) < DEEPEST:
            above.append(at)
            at = parents[at]
        found.update(dict.fromkeys(reversed(above)))
    return list(found)
