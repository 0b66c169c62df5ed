"""Markup to paragraphs: every block of a page in order, by lxml. Nothing is judged to be clutter and left out.

For files whose page is all report (a message, a chapter, a word processor's file); a page of the web goes to trafilatura.
"""

from __future__ import annotations

import re
from typing import Any

from overture.read.formats.extracted import library
from overture.read.text import listed

_BLOCKS = frozenset(
    listed(
        "address article aside blockquote body caption center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 "
        "h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
    )
)
_LEFT = frozenset(
    listed("script style head title noscript template svg math object iframe button input select textarea")
)
_DEEPEST = 200
_BREAK = "\v"  # a line break of the page, which the spaces of its source are not


def parsed(markup: str | bytes, where: str) -> Any:
    """The tree of a page (an element of lxml), or None where there is none. Entities of the file are not resolved."""
    html = library("lxml.html", "HTML", where, "lxml")
    data = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(data, parser=parser)
    except Exception:  # no element in it
        return None


def paragraphs_of(markup: str | bytes, where: str) -> list[str]:
    """The paragraphs of a page, in order, spaces made one; a cell of a table is a paragraph."""
    tree = parsed(markup, where)
    found: list[str] = []
    if tree is not None:
        _walk(tree, [], found, 0)
        _end([], found)
    return found


def _walk(element: Any, words: list[str], found: list[str], depth: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _LEFT or not tag or depth > _DEEPEST:
        return
    block = tag in _BLOCKS
    if block:
        _end(words, found)
    elif tag == "br":
        words.append(_BREAK)
    words.append(element.text or "")
    for child in element:
        _walk(child, words, found, depth + 1)
        words.append(child.tail or "")
    if block or depth == 0:
        _end(words, found)


def _end(words: list[str], found: list[str]) -> None:
    """Ends a paragraph. Two line breaks in a row end one as well."""
    told = "".join(words)
    words.clear()
    for part in re.split(rf"{_BREAK}\s*{_BREAK}", told):
        line = " ".join(part.split())
        if line:
            found.append(line)
