"""What a sentence is built of: our words, words that the case's author gave, and numbers that know where they stand.

A sentence is rendered as plain text for the terminal and as HTML for the page. In HTML each number is
``<data value="0.558345173" data-path="answers.belief_offer.0" data-form="chance" data-weights="after">0.56</data>``,
and what the author gave is marked ``data-given``. Our own words hold no digit: a number that stands in no JSON
cannot be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from overture.report.sentence.path import Weights
from overture.wording import capital

DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Words:
    """Our own words, without a digit."""

    text: str

    def __post_init__(self) -> None:
        if DIGIT.search(self.text):
            raise ValueError(f"a number in a sentence has a path: {self.text!r}")

    def html(self) -> str:
        return escape(self.text)


@dataclass(frozen=True)
class Given:
    """Words of the case's author, dates, names: what they say is not ours.

    Attributes:
        code: set as code.
    """

    text: str
    code: bool = False

    def html(self) -> str:
        tag = "code" if self.code else "span"
        return f"<{tag} data-given>{escape(self.text)}</{tag}>"


@dataclass(frozen=True)
class Number:
    """A number of the judgement: where it stands, how it is printed, and whose weights it has.

    Attributes:
        path: into the judgement's JSON. form: how it is printed (:mod:`overture.report.sentence.form`).
        weights: before, given, after or none. exact: nine digits. text: as printed.
    """

    path: str
    form: str
    weights: Weights
    exact: str
    text: str

    def html(self) -> str:
        return (
            f'<data value="{escape(self.exact)}" data-path="{escape(self.path)}" data-form="{self.form}" '
            f'data-weights="{self.weights}">{escape(self.text)}</data>'
        )


Part = Words | Given | Number


@dataclass(frozen=True)
class Sentence:
    """Parts in order. ``str()`` is the plain text; a template prints the HTML."""

    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)

    def __html__(self) -> str:
        return "".join(part.html() for part in self.parts)

    def __bool__(self) -> bool:
        return any(part.text for part in self.parts)

    def __add__(self, other: Piece) -> Sentence:
        return told(self, other)

    @property
    def numbers(self) -> list[Number]:
        return [part for part in self.parts if isinstance(part, Number)]


Piece = str | Part | Sentence | None


def told(*pieces: Piece) -> Sentence:
    """Pieces as one: a plain string is our own words, None is nothing."""
    parts: list[Part] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts += [Words(piece)] if piece else []
        elif isinstance(piece, Sentence):
            parts += piece.parts
        elif piece is not None:
            parts.append(piece)
    return Sentence(tuple(parts))


def sentence(*pieces: Piece) -> Sentence:
    """Pieces as a whole sentence: its first letter large, a full stop at its end."""
    made = capitalised(told(*pieces))
    text = str(made).rstrip()
    if not text:
        return made
    return made if text.endswith((".", "?", "!", ".”")) else made + "."


def capitalised(given: Sentence) -> Sentence:
    """The first letter large."""
    for at, part in enumerate(given.parts):
        if part.text.strip():
            large = replace(part, text=capital(part.text))
            return Sentence((*given.parts[:at], large, *given.parts[at + 1 :]))
    return given


def listed(pieces: Iterable[Piece], last: str = "and", between: str = ", ") -> Sentence:
    """``a, b and c``."""
    every = [told(piece) for piece in pieces]
    found = told()
    for at, piece in enumerate(every):
        ends = f"{last} " if last.startswith((",", ";")) else f" {last} "
        joint = "" if not at else between if at < len(every) - 1 else ends
        found = told(found, joint, piece)
    return found


def paragraph(sentences: Iterable[Sentence]) -> Sentence:
    """Sentences after each other."""
    found = told()
    for each in sentences:
        if each:
            found = told(found, " " if found else "", each)
    return found
