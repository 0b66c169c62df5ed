"""The one grammar of what page and terminal say: parts, forms of numbers, paths into the judgement, the cast."""

from __future__ import annotations

from overture.report.sentence.facts import Facts, Numbers
from overture.report.sentence.parts import (
    Given,
    Number,
    Part,
    Piece,
    Sentence,
    Words,
    capitalised,
    listed,
    paragraph,
    sentence,
    told,
)

__all__ = [
    "Facts",
    "Given",
    "Number",
    "Numbers",
    "Part",
    "Piece",
    "Sentence",
    "Words",
    "capitalised",
    "listed",
    "paragraph",
    "sentence",
    "told",
]
