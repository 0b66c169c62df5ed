"""What kind of report a file is: by its first bytes, then by its suffix; and who reads that kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from overture.errors import FileError
from overture.read.formats.archive import kind_of_archive
from overture.read.formats.extracted import Extracted
from overture.read.text import listed

SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".docx": "docx", ".odt": "odt", ".rtf": "rtf", ".eml": "eml", ".msg": "msg",
    ".mht": "mht", ".mhtml": "mht", ".epub": "epub", ".png": "picture", ".jpg": "picture", ".jpeg": "picture",
    ".tif": "picture", ".tiff": "picture",
}  # fmt: skip
SCANNED = frozenset(suffix for suffix, kind in SUFFIXES.items() if kind in ("pdf", "picture"))
"""Suffixes of files whose pages may be pictures."""
LIMITS = {
    **dict.fromkeys(("text", "markdown", "html", "rtf"), 20_000_000),
    **dict.fromkeys(("pdf", "docx", "odt", "epub", "eml", "msg", "mht", "zip", "ole", "picture"), 80_000_000),
}
"""Bytes; a report that is larger is not one that a person wrote."""
ALLOWED = "a report as plain text, Markdown, HTML, PDF, .docx, .odt, .rtf, .epub, .eml, .msg or .mht, or a picture of its pages (PNG, JPEG, TIFF)"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
# How files begin that are no text, and what a user may do about it.
_MAGIC = (
    (b"GIF8", "a picture (GIF)", "save it as PNG"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"), (b"7z\xbc\xaf", "an archive (.7z)", "unpack it first"),
    (b"Rar!", "an archive (.rar)", "unpack it first"), (b"PK\x05\x06", "an empty zip archive", ""),
    (b"!BDN", "a mailbox (.pst)", "save its messages"),
)  # fmt: skip
_HEADER = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3,}")
_MESSAGE = re.compile(
    rb"^(?:MIME-Version|Received|Message-ID|Return-Path|Delivered-To):", re.IGNORECASE | re.MULTILINE
)
# Suffixes of text that is no report: tables, programs, settings, logs.
_NONE = frozenset(
    listed(
        ".csv .tsv .json .jsonl .ndjson .yaml .yml .toml .ini .cfg .xml .py .js .ts .css .c .h .cpp .java .rs .go .sh .bat .sql "
        ".r .ipynb .tex .bib .svg .efg .nfg .ics .vcf .log .lock"
    )
)


def kind_of(head: bytes, path: Path) -> str:
    """The kind of a file by its first bytes and its suffix: one of the values of :data:`SUFFIXES`, ``zip`` or ``ole``.

    Raises FileError where it is a picture, an archive, or has the suffix of what is no report.
    """
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_PICTURES):
        return "picture"
    for start, found, mend in _MAGIC:
        if head.startswith(start):
            raise FileError.of("document/kind", f"this is {found}", str(path), ALLOWED, mend)
    suffix = path.suffix.lower()
    kind = SUFFIXES.get(suffix, "text")
    if kind in ("eml", "mht"):
        return kind
    if suffix not in SUFFIXES and _HEADER.match(head) and _MESSAGE.search(head):
        return (
            "mht" if b"multipart/related" in head.lower() and b"content-location" in head.lower() else "eml"
        )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in head):
        return "html"
    if kind in ("pdf", "docx", "odt", "epub", "msg", "rtf", "picture"):
        raise FileError.of(
            "document/kind",
            f"the file ends in {suffix} and does not begin as such a file does",
            str(path),
            ALLOWED,
        )
    if suffix in _NONE:
        raise FileError.of(
            "document/kind",
            f"a file that ends in {suffix} is no report",
            str(path),
            ALLOWED,
            "save its text as .txt",
        )
    return kind


def kind_within(data: bytes, kind: str, where: str) -> str:
    """The kind of a whole file, where ``kind`` only says in what it is wrapped. Raises FileError by name."""
    if kind == "zip":
        return kind_of_archive(data, where)
    if kind == "ole":
        if "__substg1.0_".encode("utf-16-le") in data:
            return "msg"
        raise FileError.of(
            "document/kind",
            "this is an old Office file (.doc)",
            where,
            ALLOWED,
            "save it as .docx, PDF or text",
        )
    return kind


def extractor_of(kind: str) -> Callable[[bytes, str], Extracted] | None:
    """What makes the text of a file of this kind; None where the file is its text."""
    from overture.read.formats import book, html, mail, office
    from overture.read.formats.pages import pdf, scan

    return {
        "html": html.extract, "pdf": pdf.extract, "docx": office.docx, "odt": office.odt, "rtf": office.rtf,
        "eml": mail.eml, "msg": mail.msg, "mht": mail.mht, "epub": book.epub, "picture": scan.picture,
    }.get(kind)  # fmt: skip
