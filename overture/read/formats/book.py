"""EPUB to text: the chapters in the order of the book's spine, by zipfile and lxml (extra ``documents``).

There is no well-kept library for EPUB under a licence that this package could ask for; the format is a zip file with a
list of pages (EPUB 3.3, sections 4 and 5).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote

from overture.read.formats.archive import opened
from overture.read.formats.blocks import paragraphs_of
from overture.read.formats.extracted import Extracted, broken, library, without_text
from overture.read.formats.letters import decoded, plain_letters

_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html"))


def epub(data: bytes, where: str) -> Extracted:
    """The text of a book.

    Raises:
        FileError: broken, locked, too large, or without text. MissingExtra: lxml is not installed.
    """
    etree = library("lxml.etree", "EPUB", where, "lxml")
    with opened(data, where) as archive:
        try:
            listed = _xml(etree, archive, _CONTAINER).find(".//{*}rootfile").get("full-path")
            package = _xml(etree, archive, listed)
            chapters = [archive.read(name) for name in _spine(package, posixpath.dirname(listed))]
        except Exception as error:  # whatever a file makes the library raise is a fault of that file
            raise broken("an EPUB", where, error) from error
    lines = [line for page in chapters for line in paragraphs_of(decoded(page, where)[0], where)]
    if not lines:
        raise without_text("EPUB", where)
    title = " ".join((package.findtext(".//{*}title") or "").split())
    told = re.match(r"\d{4}-\d\d-\d\d", (package.findtext(".//{*}date") or "").strip())
    return Extracted(
        plain_letters("\n\n".join(lines)) + "\n",
        title,
        told.group() if told else "",
        f"lxml {version('lxml')}",
    )


def _xml(etree: Any, archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(archive.read(name), parser=parser)


def _spine(package: Any, folder: str) -> list[str]:
    """The names of the chapters in the archive, in the order of reading; the list of contents is none of them."""
    items = {item.get("id"): item for item in package.iterfind(".//{*}manifest/{*}item")}
    found = []
    for reference in package.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if (
            item is not None
            and item.get("media-type") in _PAGES
            and "nav" not in (item.get("properties") or "").split()
        ):
            found.append(posixpath.normpath(posixpath.join(folder, unquote(item.get("href")))))
    return found
