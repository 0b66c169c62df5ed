"""PDF to text by PDFium (extra ``documents``): pages in order, without the lines that run on every page.

A line runs where the same words (numbers aside) stand at the same height of at least two pages, in another size than
the body or apart from it. A paragraph ends where the lines below it are further off than lines are within it.
"""

from __future__ import annotations

import re
from collections import Counter
from ctypes import c_double
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any

from overture.errors import FileError
from overture.read.formats.extracted import Extracted, broken, library
from overture.read.formats.letters import plain_letters

LEAST = 20
"""Letters a page of a scan may have (a stamp, a page number) and still count as without text."""
MOST_PAGES = 3000
APART = 1.4
"""Distances of lines, in the page's usual one, at which a paragraph ends."""
_NUMBER = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_PASSWORD = 4


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


def extract(data: bytes, where: str) -> Extracted:
    """The text of a PDF.

    Raises:
        FileError: locked by a password, a scan without text, or broken. MissingExtra: PDFium is not installed.
    """
    pdfium = library("pypdfium2", "PDF", where)
    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise FileError.of(
                "document/locked", "the PDF is locked by a password", where, "a PDF that opens without one",
                "save an unlocked copy",
            ) from None  # fmt: skip
        raise broken("PDF", where, error) from None
    try:
        if len(file) > MOST_PAGES:
            raise FileError.of(
                "document/size",
                f"the PDF has {len(file):,} pages",
                where,
                f"at most {MOST_PAGES:,}",
                "split it",
            )
        pages = [_lines(page) for page in file]
        title = _title(file.get_metadata_dict().get("Title") or "")
    except FileError:
        raise
    except Exception as error:  # whatever a file makes the library raise is a fault of that file
        raise broken("PDF", where, error) from error
    finally:
        file.close()
    told = [line.words for page in pages for line in page]
    if sum(sum(map(str.isalpha, words)) for words in told) < LEAST * max(1, len(pages)) / 2:
        number = f"its {len(pages)} pages have" if len(pages) != 1 else "its page has"
        raise FileError.of(
            "document/scan",
            f"the PDF is a scan: {number} no text",
            where,
            "a PDF whose text can be selected",
            "make its text readable first (for example: ocrmypdf in.pdf out.pdf)",
        )
    text, running = _text(pages)
    notes = (f"lines that run on several pages were left out ({_quoted(running)})",) if running else ()
    return Extracted(text, title, "", f"pypdfium2 {version('pypdfium2')}", notes=notes)


def _title(told: str) -> str:
    """The title that the file states, unless it is the name of the file that was printed."""
    words = " ".join(told.split()).removeprefix("Microsoft Word - ")
    return (
        ""
        if re.search(r"\.(?:html?|docx?|odt|rtf|txt|tex|indd|pdf|dvi)$|^untitled$", words, re.IGNORECASE)
        else words
    )


def _quoted(lines: list[str], most: int = 3) -> str:
    more = f" and {len(lines) - most} more" if len(lines) > most else ""
    return "; ".join(f"“{line[:60]}”" for line in lines[:most]) + more


def _lines(page: Any) -> list[PageLine]:
    """The lines of a page in the order in which the file draws them."""
    raw = library("pypdfium2.raw", "PDF", "", "pypdfium2")
    drawn = page.get_textpage()
    found, at = [], 0
    for words in drawn.get_text_range().split("\r\n"):
        first = at + len(words) - len(words.lstrip())
        if words.strip():
            across, low = c_double(), c_double()
            raw.FPDFText_GetCharOrigin(drawn, first, across, low)
            size = raw.FPDFText_GetFontSize(drawn, first)
            found.append(PageLine(words.replace("\x00", "").rstrip(), low.value, round(size, 1)))
        at += len(words) + 2
    return found


def _text(pages: list[list[PageLine]]) -> tuple[str, list[str]]:
    """The text of the pages, and the running lines that were left out of it."""
    seen = Counter(key for page in pages for key in {line.key for line in page})
    sizes = Counter(line.size for page in pages for line in page for _ in line.words)
    body = sizes.most_common(1)[0][0]
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


def _pitch(page: list[PageLine]) -> float:
    """The usual distance of two lines of a page, in points; 0 where it has too few to tell."""
    steps = sorted(
        above.height - below.height
        for above, below in pairwise(page)
        if 0 < above.height - below.height < 6 * max(above.size, 1.0)
    )
    return steps[len(steps) // 3] if len(steps) > 2 else 0.0


def _alone(line: PageLine, page: list[PageLine], pitch: float) -> bool:
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
