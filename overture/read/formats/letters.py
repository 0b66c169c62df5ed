"""Bytes to letters: UTF-8, what a mark at the start says, and otherwise what a detector finds.

The detector is charset-normalizer (extra ``documents``). It cannot tell the Windows code pages apart by a few curly
quotes, so Western European (``cp1252``) is taken wherever it fits as well as the detector's own first choice.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from overture.errors import FileError
from overture.read.formats.extracted import library
from overture.read.text import listed

HEAD = 4096
"""Bytes at the start of a file by which its kind is judged."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_WESTERN = "cp1252"
THIN = 32
"""Bytes of a file below which an encoding is not told by letters that are mostly not ASCII."""
_NEAR = 0.02
"""Difference of the detector's measure of disorder (0 to 1) at which two encodings fit equally well."""
_WITHIN = "’‘'·-–—\u00ad"
"""Signs that stand between two letters of a word."""
_LATIN = 0x24F
"""The last letter of the Latin blocks."""
_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_TYPESET = re.compile("[ﬀ-ﬆ\u00ad\ufffe]|(?<=[a-z])-\r?\n[ \t]*(?=[a-z])")
# First parts of compounds that are written with a hyphen: at the end of a line it stays.
_STAYS = frozenset(
    listed(
        "all anti cease co counter cross ex far half high large left long low mid much multi near non off one post pre pro "
        "right self semi short so state third two three vice war well"
    )
)


def decoded(data: bytes, where: str, declared: str = "") -> tuple[str, str]:
    """The text of ``data``, and the encoding where it is not UTF-8 (with how it was found).

    ``declared`` is what the file itself says of its encoding. Raises FileError: binary, or in no known encoding;
    MissingExtra: a detector is needed and not installed.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name, where), f"{name} (by its first bytes)"
    wide = _wide(data)
    if wide:
        return _strictly(data, wide, where), f"{wide} (by its zero bytes)"
    if b"\x00" in data:
        raise FileError.of(
            "document/binary", f"byte {data.index(0):,} is zero: this is no text", where, "a report as text"
        )
    try:
        text, encoding = data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if sum(byte < 9 or 13 < byte < 32 for byte in data[:HEAD]) > 0.02 * min(len(data), HEAD):
            raise _binary(where) from None
        text, encoding = _declared(data, declared) or _detected(data, where, error.start)
    if sum(ord(c) < 32 and c not in "\t\n\r\f\v\x1b" for c in text[:HEAD]) > 0.02 * min(len(text), HEAD):
        raise _binary(where)
    return text, encoding


def _binary(where: str) -> FileError:
    return FileError.of("document/binary", "the file is binary, not text", where, "a report as text")


def _strictly(data: bytes, name: str, where: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise FileError.of(
            "document/encoding", f"it begins as {name} and byte {error.start:,} is not", where, "one encoding"
        ) from None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte is zero, and none of the others."""
    head = data[:HEAD]
    odd, even = head[1::2], head[::2]
    if len(head) < 8 or not odd:
        return ""
    if odd.count(0) > 0.8 * len(odd) and even.count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.8 * len(even) and odd.count(0) == 0 else ""


def _declared(data: bytes, declared: str) -> tuple[str, str] | None:
    """The text in the encoding that the file declares, where that is one and fits."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        return None
    # What is called Latin-1 on pages is Windows-1252: so browsers read it.
    name = _WESTERN if name in ("iso8859-1", "ascii") else name
    if not name or name == "utf-8":
        return None
    try:
        return data.decode(name), f"{name} (as it declares)"
    except (UnicodeDecodeError, LookupError):
        return None


def _detected(data: bytes, where: str, first: int) -> tuple[str, str]:
    """What the detector finds; the Western page where it fits as well."""
    matches = library("charset_normalizer", "text that is not UTF-8", where, "charset-normalizer").from_bytes(
        data
    )
    best = matches.best()
    if best is None or (len(data) < THIN and sum(byte > 127 for byte in data) * 2 >= len(data)):
        raise FileError.of(
            "document/encoding",
            f"byte {first:,} is not UTF-8 text, and no other encoding fits",
            where,
            "text in a known encoding",
            f"save it as UTF-8 (for example: iconv -f ENCODING -t UTF-8 {Path(where).name})",
        )
    near = any(
        match.chaos <= best.chaos + _NEAR and _WESTERN in (match.encoding, *match.could_be_from_charset)
        for match in matches
    )
    apple = best.encoding.startswith("mac_")
    names = [*([_WESTERN] if near else []), *(["mac_roman"] if apple else []), best.encoding, "mac_roman"]
    texts: dict[str, str] = {}
    for name in names:
        try:
            texts[name] = data.decode(name)
        except UnicodeDecodeError:
            continue
    chosen = min(texts, key=lambda name: (_oddities(texts[name]), names.index(name)))
    return texts[chosen], f"{chosen} (found by a detector)"


def _oddities(text: str) -> int:
    """Letters and signs that stand where no writer puts them: capitals after small letters, signs within words."""
    count = 0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        letter, before, after = (
            match.group(),
            text[match.start() - 1 : match.start()],
            text[match.end() : match.end() + 1],
        )
        if "\x80" <= letter <= "\x9f":
            count += 1
        elif letter.isalpha():
            other = ord(letter) > _LATIN and any(c.isascii() and c.isalpha() for c in (before, after))
            count += other or (letter.isupper() and before.islower())
        elif letter not in _WITHIN:
            count += before.isalpha() and after.isalpha()
    return count


def typeset(text: str) -> bool:
    """Whether the text has marks of typesetting that cut its words: ligatures, soft hyphens, hyphens at line ends."""
    return _TYPESET.search(text) is not None


def plain_letters(text: str) -> str:
    """Ligatures as their letters, soft hyphens gone, and words whole that the end of a line cut.

    A hyphen stays where the text has the word with it elsewhere, or where the first part is one of compounds.
    """
    text = re.sub("[ﬀ-ﬆ]", lambda match: _LIGATURES[match.group()], text)
    text = re.sub("[\u00ad\ufffe][ \t]*\r?\n[ \t]*|[\u00ad\ufffe]", "", text)

    hyphened = {match.group(1).lower() for match in re.finditer(r"(?=\b([A-Za-z]+-[A-Za-z]+)\b)", text)}

    def joined(match: re.Match[str]) -> str:
        first, second = match.groups()
        kept = first.lower() in _STAYS or f"{first}-{second}".lower() in hyphened
        return f"{first}-{second}" if kept else first + second

    return re.sub(r"\b([A-Za-z]*[a-z])-\r?\n[ \t]*([a-z]+)", joined, text)
