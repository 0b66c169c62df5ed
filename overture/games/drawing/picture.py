"""What is drawn: lines, marks and words at places, before any form of file."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

# Of players in their order, then of chance; the light colours of the page.
COLOURS = ("#b04a1f", "#22668f", "#7f7420", "#6a5a86", "#94406a")
INK, SOFT, FAINT = "#1c1b18", "#67635a", "#b9b3a5"
CHAR = 5.9  # pixels of a letter of SIZE
SIZE = 11
Anchor = Literal["start", "end"]


@dataclass(frozen=True)
class DrawnLine:
    """A line through points [(x, y)]; ``width`` in pixels."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.2
    dashed: bool = False


@dataclass(frozen=True)
class DrawnNode:
    """A node: a disc of a player, or a hollow square of chance."""

    x: float
    y: float
    colour: str
    chance: bool = False


@dataclass(frozen=True)
class DrawnWords:
    """A line of text that starts or ends at (x, y), its baseline."""

    x: float
    y: float
    text: str
    colour: str = INK
    anchor: Anchor = "start"
    bold: bool = False


@dataclass
class TreePicture:
    """A drawing that is made: its size in pixels, and what stands on it, drawn in this order."""

    title: str
    sentence: str
    width: float = 0.0
    height: float = 0.0
    lines: list[DrawnLine] = field(default_factory=list)
    marks: list[DrawnNode] = field(default_factory=list)
    words: list[DrawnWords] = field(default_factory=list)


def room(text: str, bold: bool = False) -> float:
    """About how many pixels wide a line of text is."""
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return wide * CHAR * (1.08 if bold else 1.0)
