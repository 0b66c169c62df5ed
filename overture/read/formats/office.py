"""Word processors' files to text: Word (mammoth), OpenDocument (odfdo), rich text (striprtf).

Running headers and footers, comments and what a tracked change deleted are no text of the report; notes come after it.
"""

from __future__ import annotations

import io
import re
from importlib.metadata import version
from typing import Any

from overture.read.formats.archive import opened
from overture.read.formats.blocks import paragraphs_of
from overture.read.formats.extracted import Extracted, broken, library, without_text
from overture.read.formats.letters import plain_letters

_NOTE_MARK = re.compile(
    r'<sup><a href="#(?:foot|end)note-[^"]*"[^>]*>\[\d+\]</a></sup>|<a href="#(?:foot|end)note-ref[^"]*">↑</a>'
)
_ODT_LEFT = "text:tracked-changes|office:annotation|office:annotation-end|text:note-citation"


def docx(data: bytes, where: str) -> Extracted:
    """The text of a Word file (.docx).

    Raises:
        FileError: broken, locked, or without text. MissingExtra: mammoth is not installed.
    """
    mammoth = library("mammoth", "Word (.docx)", where)
    opened(data, where).close()
    try:
        page = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=mammoth.images.img_element(lambda image: {"src": ""})
        ).value
    except Exception as error:  # whatever a file makes the library raise is a fault of that file
        raise broken("a Word file", where, error) from error
    return _made(paragraphs_of(_NOTE_MARK.sub("", page), where), "Word file", "mammoth", where)


def odt(data: bytes, where: str) -> Extracted:
    """The text of an OpenDocument file (.odt).

    Raises:
        FileError: broken, locked, or without text. MissingExtra: odfdo is not installed.
    """
    odfdo = library("odfdo", "OpenDocument (.odt)", where)
    opened(data, where).close()
    try:
        body = odfdo.Document(io.BytesIO(data)).body
        for path in _ODT_LEFT.split("|"):
            for element in body.get_elements(f"//{path}"):
                element.delete()
        lines: list[str] = []
        notes: list[str] = []
        for element in body.get_elements("//text:p|//text:h"):
            above = _above(element)
            (notes if "text:note-body" in above else lines).append(_own_words(element))
    except Exception as error:  # whatever a file makes the library raise is a fault of that file
        raise broken("an OpenDocument file", where, error) from error
    return _made([*lines, *notes], "OpenDocument file", "odfdo", where)


def rtf(data: bytes, where: str) -> Extracted:
    """The text of a rich text file (.rtf).

    Raises:
        FileError: broken or without text. MissingExtra: striprtf is not installed.
    """
    strip = library("striprtf.striprtf", "rich text (.rtf)", where, "striprtf").rtf_to_text
    try:
        text = strip(data.decode("cp1252", "replace"), encoding="cp1252", errors="replace")
    except Exception as error:  # whatever a file makes the library raise is a fault of that file
        raise broken("rich text", where, error) from error
    return _made(text.splitlines(), "rich text file", "striprtf", where)


def _made(lines: list[str], kind: str, package: str, where: str) -> Extracted:
    """A paragraph a block."""
    told = [line for line in (" ".join(line.split()) for line in lines) if line]
    if not any(c.isalpha() for line in told for c in line):
        raise without_text(kind, where)
    return Extracted(plain_letters("\n\n".join(told)) + "\n", "", "", f"{package} {version(package)}")


def _above(element: Any) -> set[str]:
    found = set()
    while (element := element.parent) is not None:
        found.add(element.tag)
    return found


def _own_words(element: Any) -> str:
    """The words of a paragraph without those of paragraphs inside it (a note, a text box), which come by themselves."""
    for inner in element.get_elements("descendant::text:note|descendant::draw:frame"):
        inner_words = inner.inner_text if hasattr(inner, "inner_text") else ""
        if inner_words:
            element = element.clone
            for each in element.get_elements("descendant::text:note|descendant::draw:frame"):
                each.delete()
            break
    return str(element.inner_text)
