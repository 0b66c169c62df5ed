"""Words for numbers, and the small grammar of a sentence: bands of likelihood, articles, lists, agreement.

The bands themselves are those of :mod:`overture.judgement.bands`.
"""

from __future__ import annotations

from overture.judgement.bands import band

EVEN = "roughly even chance"
SPELLED = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def even(probability: float) -> bool:
    """Whether it lies in the band of a roughly even chance, [0.45, 0.55]."""
    return band(probability) == EVEN


def spelled(number: int) -> str:
    """A small whole number as a word: one to twelve; larger ones as digits."""
    return SPELLED[number] if 0 < number < len(SPELLED) else f"{number:,}"


def within(name: str) -> str:
    """A name as it stands within a sentence: "the insider" for "The insider"."""
    first, _, rest = name.partition(" ")
    return name[:1].lower() + name[1:] if rest and first in ("The", "A", "An") else name
