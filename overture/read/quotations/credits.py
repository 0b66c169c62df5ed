"""What the layout attributes: captions with a credit ("The reactor hall. Image: A. Berg."), headlines with a source
before a colon ("Officials: no talks planned")."""

from __future__ import annotations

import re

from overture.read.claim import Hit
from overture.read.lexicon import Lexicon
from overture.read.text import ParagraphSpan, trim

_CREDIT = re.compile(
    r"(?<=[\w.!?)\"'])[ ](?P<cue>(?:Image|Photo|Photograph|Picture|Video|Audio|Footage|Credit|Map|Chart)s?(?: credit| courtesy of| by)?:)[ ]"
    r"(?P<name>[^\n.:;]{2,60})\.?\s*$",
    re.IGNORECASE,
)
LONGEST = 400
"""Characters of a paragraph that may be a caption."""


def credits(text: str, blocks: list[ParagraphSpan]) -> list[Hit]:
    """One hit for each caption that ends in a credit: source the maker, cue the word before his name."""
    found = []
    for block in blocks:
        body = text[block.start : block.end]
        match = _CREDIT.search(body) if len(body) <= LONGEST else None
        if match is None:
            continue
        name = trim(text, block.start + match.start("name"), block.start + match.end("name"))
        caption = trim(text, block.start, block.start + match.start("cue"))
        if name is None or caption is None:
            continue
        cue = (block.start + match.start("cue"), block.start + match.end("cue") - 1)
        found.append(Hit("credit", [name], [cue], [caption], "assert", "show", "credit"))
    return found


_BEFORE_COLON = re.compile(r"([^:\n\"]{3,48}):\s+(?=\S+\s+\S+)")


def headline_sources(text: str, blocks: list[ParagraphSpan], lexicon: Lexicon) -> list[Hit]:
    """The source before the colon of a headline, where its last word is one of the voice lists."""
    found = []
    for block in blocks:
        match = _BEFORE_COLON.match(text, block.start, block.end) if block.headline else None
        if match is None:
            continue
        words = match.group(1).split()
        content = trim(text, match.end(), block.end)
        if len(words) <= 4 and words[-1].lower() in lexicon.common and content is not None:
            colon = (match.end(1), match.end(1) + 1)
            found.append(
                Hit("headline/colon", [match.span(1)], [colon], [content], "assert", "speech", "colon")
            )
    return found
