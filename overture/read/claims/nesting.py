"""Which claim stands inside which: duplicates dropped, each claim's parent found, the writer's own kept apart.

Contents are local, so everything is looked up by place and the cost stays near linear in the number of hits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict

from overture.read.claim import Hit, hull
from overture.read.text import Span

NEAR = 200
"""Characters within which a bare quotation counts as told by a clause already."""


def _size(hit: Hit) -> int:
    return sum(b - a for a, b in hit.content)


def without_doubles(hits: list[Hit]) -> list[Hit]:
    """Two hits of one passage by one cue word are one; a bare quotation already told by a clause is dropped."""
    ranked = sorted(hits, key=lambda h: (h.rule.startswith("quote"), h.cue[0][0]))
    kept: list[Hit] = []
    cues: set[tuple[Span, bool]] = set()
    clauses: list[tuple[int, Hit]] = []
    for hit in ranked:
        place = hit.cue[0][0]
        if hit.rule != "transcript":
            if (hit.cue[0], hit.kind == "writer") in cues:
                continue
            if hit.rule.startswith("quote") and hit.content:
                low = bisect_left(clauses, place - NEAR, key=lambda pair: pair[0])
                high = bisect_right(clauses, place + NEAR, key=lambda pair: pair[0])
                if any(_told(other, hit) for _, other in clauses[low:high]):
                    continue
            cues.add((hit.cue[0], hit.kind == "writer"))
        kept.append(hit)
        if hit.kind == "speech" and hit.content:
            clauses.insert(bisect_right(clauses, place, key=lambda pair: pair[0]), (place, hit))
    return kept


def _told(other: Hit, hit: Hit) -> bool:
    low, high = hull(other.content)
    inside = low <= hit.content[0][0] and hit.content[-1][1] <= high
    return inside and not other.content[0][0] <= hit.cue[0][0] < other.content[-1][1]


def outside_sources(hits: list[Hit]) -> list[Hit]:
    """Hits whose cue does not stand inside another's source: "an aide, who asked that his name be withheld, said"."""
    held = sorted(hull(hit.source) for hit in hits if hit.source and hit.kind != "writer")
    kept = []
    for hit in hits:
        place = hit.cue[0][0]
        at = bisect_right(held, (place, 1 << 60))
        if not any(start <= place < end for start, end in held[max(0, at - 3) : at]):
            kept.append(hit)
    return kept


def parents_of(hits: list[Hit]) -> list[int | None]:
    """For each hit the place of the smallest other one in whose content its cue stands, or None."""
    best: list[int | None] = [None] * len(hits)
    size = [1 << 60] * len(hits)
    ranked = sorted(range(len(hits)), key=lambda n: hits[n].cue[0][0])
    cues = [hits[n].cue[0][0] for n in ranked]
    for other, outer in enumerate(hits):
        if outer.kind in ("writer", "react") or not outer.content:
            continue
        length = _size(outer)
        for start, end in outer.content:
            for place in ranked[bisect_left(cues, start) : bisect_left(cues, end)]:
                if (
                    place != other
                    and length < size[place]
                    and _inside(hits[place], outer)
                    and not _inside(outer, hits[place])
                ):
                    best[place], size[place] = other, length
    return best


def _inside(inner: Hit, outer: Hit) -> bool:
    place = inner.cue[0][0]
    if not any(start <= place < end for start, end in outer.content):
        return False
    if outer.whole and any(start <= place < end for start, end in outer.cue):
        return False
    return _size(outer) > _size(inner) or (inner.rule, inner.content) != (outer.rule, outer.content)


def nested(hits: list[Hit]) -> tuple[list[Hit], list[int | None]]:
    """The hits and their parents.

    Dropped are a writer's claim inside somebody's words, which is not the writer's, and a want inside a belief that
    nobody owns.
    """
    parents = parents_of(hits)
    spans: dict[int, list[Span]] = defaultdict(list)
    for hit in hits:
        if hit.kind in ("speech", "mind", "show") and not hit.whole:
            for start, end in hit.content:
                for page in range(start // 4096, end // 4096 + 1):
                    spans[page].append((start, end))
    kept = []
    for hit, parent in zip(hits, parents, strict=True):
        place = hit.cue[0][0]
        covered = any(start <= place < end for start, end in spans[place // 4096])
        if (
            hit.kind == "act"
            and parent is not None
            and hits[parent].kind == "mind"
            and not hits[parent].source
        ):
            continue  # "the belief that K wants T", which nobody owns, is one proposition and one claim
        if hit.kind != "writer" or (parent is None and not covered):
            kept.append(hit)
    return kept, parents_of(kept)
