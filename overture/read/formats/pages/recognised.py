"""What is said of a text that was read from pictures of pages: how surely, and which of its words are doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from overture.read.text import Span, quoted

DOUBTFUL = 0.8
"""The score of a word below which it is marked."""


@dataclass(frozen=True)
class Recognised:
    """What is said of a text that was recognised: on how many pages, of how many words, their mean score in [0, 1].

    ``doubtful`` are the spans, in the text, of words whose score is below :data:`DOUBTFUL`.
    """

    pages: int
    words: int
    score: float
    doubtful: tuple[Span, ...]

    def told(self, text: str) -> str:
        """In one line: ``rapidocr 3.10.0, OCR of 2 pages: mean score 0.97 of 310 words, 1 below 0.80 (“Tesaly”)``."""
        versions = f"rapidocr {version('rapidocr')} on onnxruntime {version('onnxruntime')}"
        pages = f"{self.pages} page{'' if self.pages == 1 else 's'}"
        words = f"{self.words:,} word{'' if self.words == 1 else 's'}"
        doubtful = f", none below {DOUBTFUL:.2f}"
        if self.doubtful:
            shown = quoted([text[start:end] for start, end in self.doubtful])
            doubtful = f", {len(self.doubtful):,} below {DOUBTFUL:.2f} ({shown})"
        return f"{versions}, OCR of {pages}: mean score {self.score:.2f} of {words}{doubtful}"

    def marked(self, text: str, spans: Sequence[Span]) -> str:
        """The words under ``spans``, joined by a space, with "[?]" behind each that is doubtful."""
        parts = []
        for start, end in spans:
            told, at = "", start
            for first, last in self.doubtful:
                if first < end and start < last <= end:
                    told, at = told + text[at:last] + "[?]", last
            parts.append(told + text[at:end])
        return " ".join(parts)
