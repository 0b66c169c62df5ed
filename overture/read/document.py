"""A file becomes a document: its text, character for character, and where it came from.

    document = load_document(Path("report.html"), "report")
    document.text[12:40]     # what a span of a claim slices
    document.prose           # the same length, markup blanked: what the reader is given

Plain text and Markdown are read as they stand, so a span slices the file as decoded (from UTF-8, or from what
``encoding`` says); where typesetting cut its words they are made whole, and ``extractor`` says so. All other
kinds have no text of their own: theirs is what a library extracts (:mod:`overture.read.formats`), and ``extractor`` names it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from overture.errors import FileError
from overture.read.formats.dates import stated_date
from overture.read.formats.kinds import ALLOWED, LIMITS, SUFFIXES, extractor_of, kind_of, kind_within
from overture.read.formats.letters import HEAD, decoded, plain_letters, typeset
from overture.read.formats.markdown import blanked
from overture.read.formats.pages.recognised import Recognised

PLAIN = "overture (ligatures, soft hyphens and cut words made whole)"
"""The extractor of a text file whose words typesetting had cut."""


@dataclass(frozen=True)
class ReadableDocument:
    """A document that can be read.

    Attributes:
        id: its name in the sheet. path: as the user gave it. format: its kind (see :mod:`overture.read.formats.kinds`).
        sha256: of the bytes of the file. text: what spans slice.
        prose: what a reader is given, of the same length as ``text``.
        title, date: where the document says them ("" otherwise; the date as YYYY-MM-DD).
        extractor: what made the text, with its version ("" where the text is the file's own).
        encoding: how the letters were decoded, where not from UTF-8, and how that was found.
        notes: sentences about what of the file is not in the text.
        recognised: where words were read from pictures of pages: how surely, and which of them are doubtful.
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
    encoding: str = ""
    notes: tuple[str, ...] = ()
    recognised: Recognised | None = None

    @property
    def text_sha256(self) -> str:
        """Of ``text`` as UTF-8: offsets are true of exactly this text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def load_document(path: Path, name: str = "") -> ReadableDocument:
    """The document in a file.

    Raises:
        FileError: missing, a folder, too large, empty, binary, of a kind that is not read, broken, without text.
        MissingExtra: a library of ``overture[documents]`` or ``overture[ocr]`` is needed and not installed.
    """
    data, format = _bytes(path)
    where = str(path)
    sha256 = hashlib.sha256(data).hexdigest()
    name = name or slug(path.stem)
    extract = extractor_of(format)
    if extract is not None:
        found = extract(data, where)
        return ReadableDocument(
            name,
            path=where,
            format=format,
            sha256=sha256,
            text=found.text,
            prose=found.text,
            title=found.title or _headline(found.text),
            date=found.date or stated_date(found.text),
            extractor=found.extractor,
            encoding=found.encoding,
            notes=found.notes,
            recognised=found.recognised,
        )
    text, encoding = decoded(data, where)
    if not text.strip("\ufeff \t\r\n\f\v\u00a0"):
        raise FileError.of("document/empty", "the file is empty or has only spaces", where, ALLOWED)
    cut = format == "text" and typeset(text)
    text = plain_letters(text) if cut else text
    prose = blanked(text) if format == "markdown" else text
    return ReadableDocument(
        name,
        path=where,
        format=format,
        sha256=sha256,
        text=text,
        prose=prose,
        title=_headline(prose),
        date=stated_date(prose),
        extractor=PLAIN if cut else "",
        encoding=encoding,
    )


def _bytes(path: Path) -> tuple[bytes, str]:
    """The bytes of a file and what it is, judged by its first bytes, then by its suffix."""
    where = str(path)
    try:
        if path.is_dir():
            raise FileError.of("file/folder", "this is a folder", where, ALLOWED)
        if path.exists() and not path.is_file():
            raise FileError.of("document/kind", "this is neither a file nor a folder", where, ALLOWED)
        with path.open("rb") as file:
            head = file.read(HEAD)
            size = path.stat().st_size
            format = kind_of(head, path)
            if size > LIMITS[format]:
                raise FileError.of(
                    "document/size",
                    f"the file has {size:,} bytes",
                    where,
                    f"at most {LIMITS[format]:,} bytes for a report of this kind",
                    "split it into its reports",
                )
            data = head + file.read()
            return data, kind_within(data, format, where)
    except FileNotFoundError:
        raise FileError.of("file/missing", "there is no such file", where, "", "check the path") from None
    except PermissionError:
        raise FileError.of("file/permission", "it may not be read", where, ALLOWED) from None
    except OSError as error:
        raise FileError.of("document/unreadable", f"it cannot be read ({error.strerror})", where) from None


def _headline(prose: str) -> str:
    """The first line, where it is short and no sentence."""
    line = prose.strip("\ufeff \t\r\n").split("\n", 1)[0].strip(" #\t\r")
    return line if 0 < len(line) <= 200 and line[-1] not in ".!?;:," else ""


def slug(words: str) -> str:
    """``Insider Account (2)`` as ``insider-account-2``: a name for a sheet."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "document"


@dataclass(frozen=True)
class Gathered:
    """The files to be read, each once, and how many hidden ones of the folders were not looked at."""

    files: tuple[Path, ...]
    hidden: int


def gather(paths: Iterable[Path], held: Path | None = None) -> Gathered:
    """The files to be read: a folder stands for every file in it and below, in the order of their names.

    Hidden files of a folder, and those in hidden folders of it, are left out. Raises FileError where a folder holds no other.
    ``held`` is the lock of the run that reads: it is no file of anybody's, and not counted.
    """
    found: dict[Path, None] = {}
    hidden = 0
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = []
        for file in path.rglob("*"):
            if file.is_dir():
                continue
            if any(part.startswith(".") for part in file.relative_to(path).parts):
                hidden += held is None or file.resolve() != held.resolve()
            else:
                inside.append(file)
        if not inside:
            raise FileError.of(
                "document/folder", "the folder holds no report", str(path), ", ".join(sorted(SUFFIXES))
            )
        found.update(dict.fromkeys(sorted(inside)))
    return Gathered(tuple(found), hidden)


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
