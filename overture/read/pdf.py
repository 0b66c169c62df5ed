"""PDF to text by pypdf (extra ``documents``): pages in order, words that a line end cut made whole again."""

from __future__ import annotations

import io
import logging
import re
from importlib import import_module
from importlib.metadata import version

from overture.errors import FileError, MissingExtra
from overture.read.html import MEND, Extracted

LEAST = 20
"""Letters a page of a scan may have (a stamp, a page number) and still count as without text."""


def extract(data: bytes, where: str) -> Extracted:
    """The text of a PDF.

    Raises:
        FileError: locked by a password, a scan without text, or broken. MissingExtra: pypdf is not installed.
    """
    try:
        pypdf = import_module("pypdf")
    except ModuleNotFoundError:
        raise MissingExtra.of(
            "document/no-pdf", "PDF is read by pypdf, which is not installed", where, mend=MEND
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileError.of(
                "document/locked", "the PDF is locked by a password", where, "a PDF that opens without one",
                "save an unlocked copy",
            )  # fmt: skip
        pages = [page.extract_text() for page in reader.pages]
        title, date = _told(reader)
    except FileError:
        raise
    except (
        Exception,
        RecursionError,
    ) as error:  # whatever a file makes the library raise is a fault of that file
        raise FileError.of(
            "document/broken", f"the PDF is broken and cannot be read ({type(error).__name__})", where
        ) from error
    pages = [_whole(page) for page in pages]
    if sum(sum(map(str.isalpha, page)) for page in pages) < LEAST * max(1, len(pages)) / 2:
        number = f"its {len(pages)} pages have" if len(pages) != 1 else "its page has"
        raise FileError.of(
            "document/scan",
            f"the PDF is a scan: {number} no text",
            where,
            "a PDF whose text can be selected",
            "make its text readable first (for example: ocrmypdf in.pdf out.pdf)",
        )
    text = "\n\n".join(page for page in pages if page) + "\n"
    return Extracted(text, title, date, f"pypdf {version('pypdf')}")


def _whole(page: str) -> str:
    """A page without its number, and with the words whole that a line end cut."""
    page = page.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    lines = [line.rstrip() for line in page.splitlines()]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and (not lines[-1].strip() or re.fullmatch(r"\s*(?:page\s+)?\d{1,4}\s*", lines[-1], re.I)):
        lines.pop()
    return re.sub(r"([a-z])[-\u00ad]\n([a-z])", r"\1\2", "\n".join(lines))


def _told(reader: object) -> tuple[str, str]:
    """Title and date where the file says them."""
    about = getattr(reader, "metadata", None)
    if about is None:
        return "", ""
    try:
        title = " ".join(str(about.title or "").split())
        made = about.creation_date
    except Exception:  # a malformed date is no reason to refuse the text
        return "", ""
    return title, made.strftime("%Y-%m-%d") if made else ""
