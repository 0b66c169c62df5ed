"""What a section is made of: paragraphs, tables whose bars are drawn by the page's style, lists, folds.

A bar stands in the table beside its number: nothing is drawn twice, and a copy or a print has each text once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from overture.report.sentence import Given, Number, Piece, Sentence, capitalised, told


@dataclass(frozen=True)
class Bar:
    """An interval on a line, and marks on it; places from 0 (left) to 1 (right).

    Attributes:
        low, high: ends of the interval; equal where there is none. marks: filled. hollow: not filled.
        upright: where a line stands across, None for nowhere.
    """

    low: float
    high: float
    marks: tuple[float, ...] = ()
    hollow: tuple[float, ...] = ()
    upright: float | None = None


Cell = Sentence | Bar


@dataclass(frozen=True)
class Row:
    """A row of a table. ``kind``: "best", "sum" or "null" (a reason that spans the numbers)."""

    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """A table; on a telephone each row is a list with the header's words before each cell."""

    header: tuple[Sentence, ...]
    rows: tuple[Row, ...]
    kind: str = "stack"


@dataclass(frozen=True)
class Paragraph:
    sentence: Sentence
    kind: str = ""


@dataclass(frozen=True)
class Heading:
    words: Sentence


@dataclass(frozen=True)
class Listing:
    """Items, each a line and smaller lines below it."""

    items: tuple[tuple[Sentence, ...], ...]
    kind: str = ""


@dataclass(frozen=True)
class Fold:
    """Closed until it is opened; ``printed``: its content is on paper too."""

    title: Sentence
    blocks: tuple[Block, ...]
    printed: bool = False


@dataclass(frozen=True)
class Outline:
    """The game as indented lines: (depth, text)."""

    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Link:
    """Something to take along: its words, and an address that holds its own data."""

    words: str
    address: str
    name: str


Block = Paragraph | Heading | Table | Listing | Fold | Outline | Link


@dataclass(frozen=True)
class Section:
    """A folded part of the page: what it is, what it says in a line, and what it shows."""

    id: str
    title: Sentence
    gist: Sentence
    blocks: tuple[Block, ...] = field(default=())


def section(id: str, title: Piece, gist: Piece, *blocks: Block | None) -> Section | None:
    """A section; None where there is nothing to show."""
    kept = tuple(each for each in blocks if each is not None)
    return Section(id, capitalised(told(title)), told(gist), kept) if kept else None


def paragraph(text: Sentence | None, kind: str = "") -> Paragraph | None:
    return Paragraph(text, kind) if text else None


def heading(*words: Piece) -> Heading:
    return Heading(capitalised(told(*words)))


def table(header: Sequence[Piece], rows: Sequence[Row], kind: str = "stack") -> Table | None:
    """A table; None where it has no rows."""
    return Table(tuple(told(name) for name in header), tuple(rows), kind) if rows else None


def row(*cells: Piece | Bar, kind: str = "") -> Row:
    return Row(tuple(each if isinstance(each, Bar) else told(each) for each in cells), kind)


def listing(items: Sequence[Sequence[Piece]], kind: str = "") -> Listing | None:
    kept = [tuple(line for line in (told(piece) for piece in lines) if line) for lines in items]
    kept = [lines for lines in kept if lines]
    return Listing(tuple(kept), kind) if kept else None


def fold(title: Piece, *blocks: Block | None, printed: bool = False) -> Fold | None:
    kept = tuple(each for each in blocks if each is not None)
    return Fold(capitalised(told(title)), kept, printed) if kept else None


def numeric(cell: Cell) -> bool:
    """Whether a cell holds little but numbers."""
    if isinstance(cell, Bar):
        return False
    ours = "".join(part.text for part in cell.parts if not isinstance(part, Number))
    author = any(isinstance(part, Given) for part in cell.parts)
    return bool(cell.numbers) and not author and len(ours) < 12


def placed(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """A value as a place between 0 and 1."""
    return min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.5
