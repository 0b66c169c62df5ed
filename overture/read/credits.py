"""Captions with a credit: the picture's maker vouches for what the caption says ("The reactor hall. Image: A. Berg.")."""

from __future__ import annotations

import re

from overture.read.claim import Hit
from overture.read.text import Paragraph, trim

_CREDIT = re.compile(
    r"(?<=[\w.!?)\"'])[ ](?P<cue>(?:Image|Photo|Photograph|Picture|Video|Audio|Footage|Credit|Map|Chart)s?(?: credit| courtesy of| by)?:)[ ]"
    r"(?P<name>[^\n.:;]{2,60})\.?\s*$",
    re.IGNORECASE,
)
LONGEST = 400
"""Characters of a paragraph that may be a caption."""


def credits(text: str, blocks: list[Paragraph]) -> list[Hit]:
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
