"""HTML to text by trafilatura (extra ``documents``): the article without what surrounds it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version

from overture.errors import FileError, MissingExtra

MEND = 'install it with: pip install "overture[documents]"'


@dataclass(frozen=True)
class Extracted:
    """What a library made of a file."""

    text: str
    title: str
    date: str
    extractor: str


def extract(data: bytes, where: str) -> Extracted:
    """The article of a page: headline first, then a paragraph a block.

    Raises:
        FileError: no text in it, or not readable as HTML. MissingExtra: trafilatura is not installed.
    """
    if not data.strip():
        raise FileError.of("document/empty", "the file is empty or has only spaces", where)
    try:
        trafilatura = import_module("trafilatura")
    except ModuleNotFoundError:
        raise MissingExtra.of(
            "document/no-html", "HTML is read by trafilatura, which is not installed", where, mend=MEND
        ) from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is told below, once
    try:
        found = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    except (
        Exception,
        RecursionError,
    ) as error:  # whatever a page makes the library raise is a fault of that page
        raise FileError.of(
            "document/broken", f"it cannot be read as HTML ({type(error).__name__})", where
        ) from error
    lines = [line.strip() for line in (found.text or "").splitlines()] if found is not None else []
    lines = [line for line in lines if line]
    if not lines:
        raise FileError.of(
            "document/no-text",
            "the HTML has no text of its own",
            where,
            "a page with an article in it",
            "save the page from a browser once it is shown, or copy its text into a .txt file",
        )
    title = " ".join((found.title or "").split())
    if title and _plain(lines[0]) != _plain(title):
        lines.insert(0, title)
    return Extracted(
        "\n\n".join(lines) + "\n", title, found.date or "", f"trafilatura {version('trafilatura')}"
    )


def _plain(words: str) -> str:
    return "".join(c for c in words.lower() if c.isalnum())
