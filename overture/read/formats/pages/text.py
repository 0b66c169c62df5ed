"""Pages become one text: their lines in order, paragraphs apart, without the lines that run on every page.

A line runs where the same words (numbers aside) stand at the same height of at least two pages, in another size than
the body or apart from it. A paragraph ends where the lines below it are further off than lines are within it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from overture.read.formats.letters import plain_letters

APART = 1.4
"""Distances of lines, in the page's usual one, at which a paragraph ends."""
_NUMBER = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)


@dataclass(frozen=True)
class PageLine:
    """A line of a page: its words, its baseline (points from the foot of the page) and the size of its letters."""

    words: str
    height: float
    size: float

    @property
    def key(self) -> tuple[str, int]:
        """The same for lines that differ by numbers only and stand at one height."""
        return re.sub(r"\d+", "#", " ".join(self.words.split())), round(self.height / 3)


def page_text(pages: Sequence[Sequence[PageLine]]) -> tuple[str, list[str]]:
    """The text of the pages, and the running lines that were left out of it."""
    seen = Counter(key for page in pages for key in {line.key for line in page})
    sizes = Counter(line.size for page in pages for line in page for _ in line.words)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    running: dict[str, None] = {}
    parts: list[str] = []
    for page in pages:
        pitch = _pitch(page)
        kept = []
        for line in page:
            if seen[line.key] > 1 and (abs(line.size - body) > 0.5 or _alone(line, page, pitch)):
                running.setdefault(" ".join(line.words.split()))
            else:
                kept.append(line)
        while kept and _NUMBER.fullmatch(kept[-1].words):
            kept.pop()
        while kept and _NUMBER.fullmatch(kept[0].words):
            kept.pop(0)
        if kept:
            # A sentence that goes on over the page is one paragraph.
            over = (
                parts
                and not re.search(r"[.!?:][\"'”’)]*\s*$", parts[-1])
                and kept[0].words.lstrip()[:1].islower()
            )
            parts.append(("\n" if over else "\n\n" if parts else "") + _page(kept, pitch))
    text = "".join(parts).encode("utf-8", "replace").decode("utf-8")
    return plain_letters(text) + "\n", list(running)


def _pitch(page: Sequence[PageLine]) -> float:
    """The usual distance of two lines of a page, in points; 0 where it has too few to tell."""
    steps = sorted(
        above.height - below.height
        for above, below in pairwise(page)
        if 0 < above.height - below.height < 6 * max(above.size, 1.0)
    )
    return steps[len(steps) // 3] if len(steps) > 2 else 0.0


def _alone(line: PageLine, page: Sequence[PageLine], pitch: float) -> bool:
    """Whether no other line of the page is near."""
    near = min((abs(line.height - other.height) for other in page if other is not line), default=0.0)
    return pitch > 0 and near > APART * pitch


def _page(lines: list[PageLine], pitch: float) -> str:
    parts = [lines[0].words]
    for above, below in pairwise(lines):
        step = above.height - below.height
        apart = pitch > 0 and step > APART * pitch and not above.words.endswith(("\ufffe", "\u00ad", "-"))
        parts.append(("\n\n" if apart or abs(above.size - below.size) > 2 else "\n") + below.words)
    return "".join(parts)
