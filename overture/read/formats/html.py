"""HTML to text by trafilatura (extra ``documents``): the article without what surrounds it.

A page without an article is refused by what it is: a list of articles, or the first lines of one that is sold. A page
that shows its article only to a browser that runs its scripts often carries it for search engines (JSON-LD): then that is read.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from overture.errors import FileError
from overture.read.formats.blocks import paragraphs_of, parsed
from overture.read.formats.extracted import Extracted, broken, library
from overture.read.formats.letters import HEAD, decoded, plain_letters

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE)
_SOLD = re.compile(
    r"pay-?wall|reg-?wall|subscri(?:be|ption)-?(?:wall|prompt|gate)|subscriber-?only|metered|gate-?wall", re.I
)
_OFFER = re.compile(
    r"\b(?:subscribe|log in|sign in|register|become a (?:member|subscriber)|start your (?:free )?trial)\b[^.!?\n]{0,60}"
    r"\b(?:to (?:continue|read|view|access|unlock)|for (?:full|unlimited) access)\b|\balready a subscriber\b"
    r"|\bthis (?:article|story|content) is (?:only )?(?:for|available to) (?:our )?(?:subscribers|members)\b", re.I,
)  # fmt: skip
LATEST = "2199-12-31"
"""The last day that a page may state; the library's own is the day on which it runs."""
SHOWN = 150
"""Words of an article that is sold below which nothing of it was shown but a lead."""
TAGS = 100_000
"""Tags of a page; what takes a library minutes is no page of an article."""
TEASERS = 5
"""Headlines that lead elsewhere, at which a page without other text is a list of articles."""
LONG = 60
"""Words beside those around such headlines, at which the page has an article of its own."""
_SURROUND = ("nav", "aside", "footer", "header", "form")


def extract(data: bytes, where: str, declared: str = "") -> Extracted:
    """The article of a page: headline first, then a paragraph a block.

    Raises:
        FileError: no article in it (no text, a list of articles, one that is sold), or not readable as HTML.
        MissingExtra: trafilatura is not installed.
    """
    if not data.strip():
        raise FileError.of("document/empty", "the file is empty or has only spaces", where)
    tags = data.count(b"<")
    if tags > TAGS:
        raise FileError.of(
            "document/size",
            f"the page has {tags:,} tags",
            where,
            f"at most {TAGS:,} tags",
            "save its article as text",
        )
    trafilatura = library("trafilatura", "HTML", where)
    found = _XML.search(data[:HEAD]) or _DECLARED.search(data[:HEAD])
    text, encoding = decoded(data, where, declared or (found.group(1).decode("ascii") if found else ""))
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is told below, once
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        article = trafilatura.bare_extraction(
            text, include_comments=False, with_metadata=True,
            # Only a date of the markup: a year in the body is none of the page's.
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": LATEST},
        )  # fmt: skip
        tree = parsed(text, where)
    except (
        Exception,
        RecursionError,
    ) as error:  # whatever a page makes the library raise is a fault of that page
        raise broken("HTML", where, error) from error
    lines = [line.strip() for line in (article.text or "").splitlines()] if article is not None else []
    lines = [line for line in lines if line]
    title = " ".join((article.title or "").split()) if article is not None else ""
    date = (article.date or "") if article is not None else ""
    hidden = _carried(tree) if tree is not None else None
    if (
        hidden is not None
        and len(hidden[1]) > 0.9 * sum(map(len, lines))
        and _page_words(tree) < len(hidden[1].split())
    ):
        title, lines = hidden[0] or title, [line for line in map(_one_line, hidden[1].splitlines()) if line]
        date = hidden[2] or date
    elif tree is not None:
        lines, notes = _shown(lines, tree, where)
        return _result(lines, title, date, encoding, notes, where)
    return _result(lines, title, date, encoding, (), where)


def _result(
    lines: list[str], title: str, date: str, encoding: str, notes: tuple[str, ...], where: str
) -> Extracted:
    if not lines:
        raise FileError.of(
            "document/no-text",
            "the HTML has no text of its own",
            where,
            "a page with an article in it",
            "save the page from a browser once it is shown, or copy its text into a .txt file",
        )
    if title and _plain(lines[0]) != _plain(title):
        lines.insert(0, title)
    text = plain_letters("\n\n".join(lines)) + "\n"
    return Extracted(text, title, date, f"trafilatura {version('trafilatura')}", encoding, notes)


def _plain(words: str) -> str:
    return "".join(c for c in words.lower() if c.isalnum())


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _page_words(tree: Any) -> int:
    """Words that the page itself shows, without what surrounds an article."""
    return sum(len((part or "").split()) for part in _visible(tree))


def _visible(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "noscript", "title"):
            yield element.text or ""
        if element.getparent() is not None:
            yield element.tail or ""


def _carried(tree: Any) -> tuple[str, str, str] | None:
    """Headline, body and date of an article that the page carries as JSON-LD, the longest of them."""
    best: tuple[str, str, str] | None = None
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for entry in _entries(data, 0):
            body = entry.get("articleBody")
            if isinstance(body, str) and body.strip() and (best is None or len(body) > len(best[1])):
                date = str(entry.get("datePublished") or "")[:10]
                best = (
                    _one_line(str(entry.get("headline") or "")),
                    "\n".join(paragraphs_of(body, "")) if "</p>" in body else body,
                    date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else "",
                )
    return best


def _entries(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document, outermost first."""
    if depth > 8:
        return
    if isinstance(data, dict):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _entries(value, depth + 1)


def _shown(lines: list[str], tree: Any, where: str) -> tuple[list[str], tuple[str, ...]]:
    """What of the lines is the article, and what is to be said of the rest. Raises where there is no article."""
    number, around = _teasers(tree)
    own = sum(len(line.split()) for line in lines if _one_line(line.lstrip("#-* ")) not in around)
    if number >= TEASERS and own < LONG:
        raise FileError.of(
            "document/index",
            f"the page is a list of {number} articles and holds none of them",
            where,
            "a page with one article",
            "save the articles that it leads to",
        )
    at = next((n for n, line in enumerate(lines) if _OFFER.search(line)), None)
    sold = at is not None or any(
        _SOLD.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        for element in tree.iter()
        if isinstance(element.tag, str)
    )
    if not sold:
        return lines, ()
    kept = lines if at is None else lines[:at]
    words = sum(len(line.split()) for line in kept)
    if words < SHOWN:
        raise FileError.of(
            "document/sold",
            f"the page shows {words} words of an article and then asks to subscribe",
            where,
            "a page with the whole article",
            "save the page while logged in",
        )
    note = "the page asks to subscribe: what was read may not be the whole article"
    return kept, (note,)


def _teasers(tree: Any) -> tuple[int, str]:
    """How many headlines below the main one are links, outside of what surrounds an article, and the words around them.

    A headline's own words reach as far out as no other such headline stands.
    """
    found = []
    for heading in tree.iter("h2", "h3", "h4"):
        links = any(a.get("href") for a in (*heading.iter("a"), *heading.iterancestors("a")))
        if links and not {element.tag for element in heading.iterancestors()}.intersection(_SURROUND):
            found.append(heading)
    inside: Counter[Any] = Counter(element for heading in found for element in heading.iterancestors())
    around = []
    for heading in found:
        element = heading
        while (above := element.getparent()) is not None and inside[above] == 1:
            element = above
        around.append(_one_line(element.text_content()))
    return len(found), "\n".join(around)
