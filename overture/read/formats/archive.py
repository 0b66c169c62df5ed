"""Files that are zip archives inside: what kind they are, and a bound on what they unpack to."""

from __future__ import annotations

import io
import zipfile

from overture.errors import FileError
from overture.read.formats.extracted import broken

UNPACKED = 200_000_000
"""Bytes that all parts of a file may have together once they are unpacked."""
PARTS = 10_000
_MIMES = {
    b"application/vnd.oasis.opendocument.text": "odt", b"application/epub+zip": "epub",
}  # fmt: skip
_OTHERS = (
    ("xl/workbook.xml", "a table (.xlsx)", "save the sheets with text as PDF or text"),
    ("ppt/presentation.xml", "slides (.pptx)", "save them as PDF"),
)


def opened(data: bytes, where: str) -> zipfile.ZipFile:
    """The archive. Raises FileError where it is broken, or would unpack to more than a report has."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise broken("a zip file", where, error) from None
    # zipfile never unpacks more of a part than its entry says.
    size = sum(entry.file_size for entry in entries)
    if size > UNPACKED or len(entries) > PARTS:
        raise FileError.of(
            "document/size",
            f"it unpacks to {size:,} bytes in {len(entries):,} parts",
            where,
            f"at most {UNPACKED:,} bytes in {PARTS:,} parts",
            "split it into its reports",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileError.of(
            "document/locked",
            "it is locked by a password",
            where,
            "a file that opens without one",
            "save an unlocked copy",
        )
    return archive


def kind_of_archive(data: bytes, where: str) -> str:
    """``docx``, ``odt`` or ``epub``. Raises FileError for every other archive, by its name."""
    with opened(data, where) as archive:
        names = set(archive.namelist())
        mime = archive.read("mimetype").strip() if "mimetype" in names else b""
    if mime in _MIMES:
        return _MIMES[mime]
    if any(name.lower() == "word/document.xml" for name in names):
        return "docx"
    for name, found, mend in _OTHERS:
        if name in names:
            raise FileError.of("document/kind", f"this is {found}", where, "a report", mend)
    if mime.startswith(b"application/vnd.oasis.opendocument"):
        raise FileError.of(
            "document/kind", "this is an OpenDocument file, not a text", where, "a report", "save it as PDF"
        )
    raise FileError.of(
        "document/kind",
        f"this is a zip archive of {len(names):,} files",
        where,
        "a report",
        "unpack it first",
    )
