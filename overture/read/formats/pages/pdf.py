"""PDF to text by PDFium (extra ``documents``): pages in order, without the lines that run on every page.

A page without text that is a picture is shown to a recogniser of words (:mod:`overture.read.formats.pages.scan`), where the
extra ``ocr`` is installed; without it a PDF of such pages is refused, and one that has others says which were not read.
"""

from __future__ import annotations

import re
from ctypes import c_double
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from overture.errors import FileError
from overture.read.formats.extracted import Extracted, broken, library
from overture.read.formats.pages import scan
from overture.read.formats.pages.text import PageLine, page_text
from overture.read.text import quoted

LEAST = 20
"""Letters a page of a scan may have (a stamp, a page number) and still count as without text."""
MOST_PAGES = 3000
_PASSWORD = 4


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
        read = _recognised(file, pages, where)
        title = _title(file.get_metadata_dict().get("Title") or "")
    except FileError:
        raise
    except Exception as error:  # whatever a file makes the library raise is a fault of that file
        raise broken("PDF", where, error) from error
    finally:
        file.close()
    notes = []
    if read.unread:
        notes.append(
            f"{_pages(read.unread)} picture{'s' * (len(read.unread) > 1)} without text and not read; {scan.MEND}"
        )
    extractor = f"pypdfium2 {version('pypdfium2')}"
    if not read.words:
        text, running = page_text(pages)
        recognised = None
    else:
        text, running, recognised = scan.joined(pages, read.words)
        scan.refuse_unreadable(recognised, "the PDF", where)
        extractor += f"; {recognised.told(text)}"
    if running:
        notes.append(f"lines that run on several pages were left out ({quoted(running)})")
    return Extracted(text, title, "", extractor, notes=tuple(notes), recognised=recognised)


@dataclass(frozen=True)
class _Scanned:
    """The pages of a PDF that were recognised, and the numbers (from 1) of pictures that were not."""

    words: tuple[scan.PageWords, ...] = ()
    unread: tuple[int, ...] = ()


def _recognised(file: Any, pages: list[list[PageLine]], where: str) -> _Scanned:
    """What is recognised on pages without text; their lines are put into ``pages``. Raises FileError: a scan."""
    letters = [sum(sum(map(str.isalpha, line.words)) for line in page) for page in pages]
    whole = sum(letters) < LEAST * max(1, len(pages)) / 2
    places = [
        place
        for place, number in enumerate(letters)
        if number < LEAST and (whole or _is_picture(file[place]))
    ]
    if not places and not whole:
        return _Scanned()
    if not scan.available():
        if whole:
            raise _scan(
                len(pages),
                "no text",
                where,
                f"{scan.MEND}; or make its text readable first (for example: ocrmypdf in.pdf out.pdf)",
            )
        return _Scanned(unread=tuple(place + 1 for place in places))
    if len(places) > scan.MOST_SCANNED:
        raise scan.too_many(f"the PDF has {len(places):,} scanned pages", where)
    words = []
    for place in places:
        width, height = file[place].get_size()
        image = file[place].render(scale=scan.LONGER_SIDE / max(width, height, 1.0), grayscale=True).to_pil()
        words.append(scan.recognise(image))
        if words[-1].lines:
            pages[place] = list(words[-1].lines)
    if whole and not any(each.words for each in words):
        raise _scan(len(pages), "no text, and none was recognised", where, "")
    return _Scanned(tuple(words))


def _is_picture(page: Any) -> bool:
    """Whether one picture covers most of the page."""
    raw = library("pypdfium2.raw", "PDF", "", "pypdfium2")
    width, height = page.get_size()
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, foot, right, head = each.get_bounds()
        if (right - left) * (head - foot) > width * height / 2:
            return True
    return False


def _scan(pages: int, has: str, where: str, mend: str) -> FileError:
    number = f"its {pages} pages have" if pages != 1 else "its page has"
    return FileError.of(
        "document/scan", f"the PDF is a scan: {number} {has}", where, "a PDF whose text can be selected", mend
    )


def _pages(numbers: tuple[int, ...]) -> str:
    told = ", ".join(map(str, numbers[:5])) + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
    return f"page {told} is a" if len(numbers) == 1 else f"pages {told} are"


def _title(told: str) -> str:
    """The title that the file states, unless it is the name of the file that was printed."""
    words = " ".join(told.split()).removeprefix("Microsoft Word - ")
    return (
        ""
        if re.search(r"\.(?:html?|docx?|odt|rtf|txt|tex|indd|pdf|dvi)$|^untitled$", words, re.IGNORECASE)
        else words
    )


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
