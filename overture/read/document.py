"""A file becomes a document: its text, character for character, and where it came from.

    document = load_document(Path("report.html"), "report")
    document.text[12:40]     # what a span of a claim slices
    document.prose           # the same length, markup blanked: what the reader is given

Plain text and Markdown are read as they stand, so a span slices the file as decoded from UTF-8. HTML and
PDF have no text of their own: theirs is what trafilatura and pypdf extract, and ``extractor`` says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from overture.errors import FileError

SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".pdf": "pdf",
}  # fmt: skip
LIMITS = {"text": 20_000_000, "markdown": 20_000_000, "html": 20_000_000, "pdf": 80_000_000}
"""Bytes; a report that is larger is not one that a person wrote."""
ALLOWED = "a report as plain text, Markdown, HTML or PDF"
_HEAD = 4096
# How files begin that are no text, and what a user may do about it.
_MAGIC = (
    (b"PK\x03\x04", "a zip file (as .docx and .odt are)", "save it as PDF, HTML or plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc)", "save it as PDF, HTML or plain text"),
    (b"{\\rtf", "a rich text file (.rtf)", "save it as PDF, HTML or plain text"),
    (b"\x89PNG", "a picture (PNG)", "make its text readable first (OCR)"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "make its text readable first (OCR)"),
    (b"II*\x00", "a picture (TIFF)", "make its text readable first (OCR)"),
    (b"MM\x00*", "a picture (TIFF)", "make its text readable first (OCR)"),
    (b"GIF8", "a picture (GIF)", "make its text readable first (OCR)"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"),
)  # fmt: skip
_WIDE = (
    (b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)  # fmt: skip


@dataclass(frozen=True)
class ReadableDocument:
    """A document that can be read.

    Attributes:
        id: its name in the sheet. path: as the user gave it. format: text, markdown, html or pdf.
        sha256: of the bytes of the file. text: what spans slice.
        prose: what a reader is given, of the same length as ``text``.
        title, date: where the document says them ("" otherwise; the date as YYYY-MM-DD).
        extractor: what made the text of an HTML or PDF file, with its version.
    """

    id: str
    path: str
    format: str
    sha256: str
    text: str
    prose: str
    title: str = ""
    date: str = ""
    extractor: str = ""

    @property
    def text_sha256(self) -> str:
        """Of ``text`` as UTF-8: offsets are true of exactly this text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def load_document(path: Path, name: str = "") -> ReadableDocument:
    """The document in a file.

    Raises:
        FileError: missing, a folder, too large, empty, binary, not UTF-8, HTML or PDF without text, broken.
        MissingExtra: HTML or PDF without the libraries of ``overture[documents]``.
    """
    data, format = _bytes(path)
    told = {"path": str(path), "format": format, "sha256": hashlib.sha256(data).hexdigest()}
    name = name or slug(path.stem)
    if format in ("html", "pdf"):
        from overture.read import html, pdf

        found = (html if format == "html" else pdf).extract(data, str(path))
        return ReadableDocument(
            name,
            **told,
            text=found.text,
            prose=found.text,
            title=found.title,
            date=found.date,
            extractor=found.extractor,
        )
    text = _decoded(data, path)
    if not text.strip("\ufeff \t\r\n\f\v\u00a0"):
        raise FileError.of("document/empty", "the file is empty or has only spaces", str(path), ALLOWED)
    prose = blanked(text) if format == "markdown" else text
    return ReadableDocument(name, **told, text=text, prose=prose, title=_headline(prose))


def _bytes(path: Path) -> tuple[bytes, str]:
    """The bytes of a file and what it is, judged by its first bytes, then by its suffix."""
    where = str(path)
    try:
        if path.is_dir():
            raise FileError.of("file/folder", "this is a folder", where, ALLOWED)
        if path.exists() and not path.is_file():
            raise FileError.of("document/kind", "this is neither a file nor a folder", where, ALLOWED)
        with path.open("rb") as file:
            head = file.read(_HEAD)
            format = _format(head, path)
            size = path.stat().st_size
            if size > LIMITS[format]:
                raise FileError.of(
                    "document/size",
                    f"the file has {size:,} bytes",
                    where,
                    f"at most {LIMITS[format]:,} bytes for a report of this kind",
                    "split it into its reports",
                )
            return head + file.read(), format
    except FileNotFoundError:
        raise FileError.of("file/missing", "there is no such file", where, "", "check the path") from None
    except PermissionError:
        raise FileError.of("file/permission", "it may not be read", where, ALLOWED) from None
    except OSError as error:
        raise FileError.of("document/unreadable", f"it cannot be read ({error.strerror})", where) from None


def _format(head: bytes, path: Path) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for start, found, mend in _MAGIC:
        if head.startswith(start):
            raise FileError.of("document/kind", f"this is {found}", str(path), ALLOWED, mend)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    suffix = SUFFIXES.get(path.suffix.lower(), "text")
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in head):
        return "html"
    # A page saved by a browser may be in any encoding; trafilatura finds it.
    if suffix == "pdf":
        raise FileError.of(
            "document/kind", "the file ends in .pdf and does not begin as a PDF does", str(path), ALLOWED
        )
    return suffix


def _decoded(data: bytes, path: Path) -> str:
    for mark, name in _WIDE:
        if data.startswith(mark):
            raise FileError.of(
                "document/encoding", f"the text is in {name}", str(path), "UTF-8", _save_as(path, name)
            )
    if b"\x00" in data:
        raise FileError.of(
            "document/binary", f"byte {data.index(0):,} is zero: this is no text", str(path), ALLOWED
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        control = sum(byte < 9 or 13 < byte < 32 for byte in data[:_HEAD])
        if control > 0.02 * min(len(data), _HEAD):
            raise FileError.of(
                "document/binary", "the file is binary, not text", str(path), ALLOWED
            ) from None
        raise FileError.of(
            "document/encoding",
            f"byte {error.start:,} is not UTF-8 text",
            str(path),
            "UTF-8",
            _save_as(path, "WINDOWS-1252"),
        ) from None
    if sum(ord(c) < 32 and c not in "\t\n\r\f\v\x1b" for c in text[:_HEAD]) > 0.02 * min(len(text), _HEAD):
        raise FileError.of("document/binary", "the file is binary, not text", str(path), ALLOWED)
    return text


def _save_as(path: Path, encoding: str) -> str:
    return f"save it as UTF-8 (for example: iconv -f {encoding} -t UTF-8 {path.name} > new-{path.name})"


_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_FENCE = re.compile(r"^[ \t]{0,3}(```+|~~~+)[^\n]*\n.*?(?:^[ \t]{0,3}\1[`~]*[ \t]*$|\Z)", re.S | re.M)
_LINK = re.compile(
    r"(!?\[)([^\[\]\n]{0,500})(\](?:\([^()\s]{0,2000}(?:[ \t]+\"[^\"\n]{0,300}\")?\)|\[[^\[\]\n]{0,200}\]))"
)
_DEFINED = re.compile(r"^[ ]{0,3}\[[^\]\n]{1,200}\]:[^\n]*$", re.M)
_MARK = re.compile(r"\*\*|__|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")


def blanked(text: str) -> str:
    """Markdown with its markup as spaces, of the same length: front matter, code, links' addresses, stars."""

    def gone(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    def shown(match: re.Match[str]) -> str:
        if match[1] == "![":
            return " " * len(match[0])
        return " " * len(match[1]) + match[2] + " " * len(match[3])

    text = _FENCE.sub(gone, _FRONT.sub(gone, text))
    text = _DEFINED.sub(gone, _without_comments(text))
    text = _LINK.sub(shown, text)
    return _MARK.sub(gone, _TAG.sub(gone, text))


def _without_comments(text: str) -> str:
    """``<!-- ... -->`` blanked; one that is never closed stays. No pattern: it would be tried at every opening."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])


def _headline(prose: str) -> str:
    """The first line, where it is short and no sentence."""
    line = prose.strip("\ufeff \t\r\n").split("\n", 1)[0].strip(" #\t\r")
    return line if 0 < len(line) <= 200 and line[-1] not in ".!?;:," else ""


def slug(words: str) -> str:
    """``Insider Account (2)`` as ``insider-account-2``: a name for a sheet."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "document"


def gather(paths: Iterable[Path]) -> list[Path]:
    """The files to be read: a folder stands for the reports in it and below, in the order of their names.

    A file that is named is taken whatever its suffix; each file once. Hidden files of a folder are left out.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = [
            file
            for file in path.rglob("*")
            if file.suffix.lower() in SUFFIXES
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
            and file.is_file()
        ]
        if not inside:
            raise FileError.of(
                "document/folder", "the folder holds no report", str(path), ", ".join(sorted(SUFFIXES))
            )
        found.update(dict.fromkeys(sorted(inside)))
    return list(found)


def names(paths: Iterable[Path], taken: Iterable[str] = ()) -> list[str]:
    """A name for each file, from its own, each once: the second ``report`` is ``report-2``."""
    used = set(taken)
    result = []
    for path in paths:
        base = name = slug(path.stem)
        number = 1
        while name in used:
            number += 1
            name = f"{base}-{number}"
        used.add(name)
        result.append(name)
    return result
