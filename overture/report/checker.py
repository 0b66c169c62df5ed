"""Reads a finished page back and compares every number on it with the judgement's JSON.

``python -m overture.report.checker page.html judgement.json`` prints what does not agree and ends with 1, or with 0.
What is compared: each ``<data>`` names a path, a form and whose weights it has; the JSON's number at that path, printed
under that form, must be what stands there, and its nine digits must be those of ``value``. A digit that stands in no
``<data>``, and not in the case author's own words (``data-given``), is a fault: it is a number that nobody can look up.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from overture.report.sentence.form import exact, printed
from overture.report.sentence.path import weights
from overture.wording import capital

SILENT = {"script", "style", "head", "title", "svg"}
VOID = {"meta", "link", "br", "input", "hr", "img", "wbr"}
ABOUT = 60  # letters shown before a fault


@dataclass
class PrintedNumber:
    """A number as it stands on the page: the attributes of its element, and the text in it."""

    attributes: dict[str, str]
    text: str = ""


@dataclass
class Open:
    """An element that is not closed yet, and whether what is in it counts."""

    tag: str
    silent: bool
    number: PrintedNumber | None


@dataclass
class PageNumbers(HTMLParser):
    """Numbers of a page, and the text in which a digit stands that is none of them."""

    numbers: list[PrintedNumber] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    unclosed: list[Open] = field(default_factory=list)
    before: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        named = {name: value or "" for name, value in attrs}
        silent = tag in SILENT or "data-given" in named or bool(self.unclosed and self.unclosed[-1].silent)
        number = PrintedNumber(named) if tag == "data" else None
        if number is not None:
            self.numbers.append(number)
        self.unclosed.append(Open(tag, silent, number))

    def handle_endtag(self, tag: str) -> None:
        while self.unclosed and self.unclosed.pop().tag != tag:
            continue

    def handle_data(self, data: str) -> None:
        inside = next((each.number for each in reversed(self.unclosed) if each.number), None)
        silent = bool(self.unclosed and self.unclosed[-1].silent)
        if inside is not None:
            inside.text += data
        elif not silent and re.search(r"\d", data):
            self.loose.append((self.before + data)[-ABOUT - len(data) :].strip())
        if not silent:
            self.before = (self.before + data)[-ABOUT:]


def faults(html: str, judgement: Any) -> list[str]:
    """Every number on the page that does not agree with the JSON, in a sentence each; empty where all do.

    Args:
        judgement: the JSON as plain values.
    """
    reader = PageNumbers()
    reader.feed(html)
    reader.close()
    wrong = [f"a digit that is no number of the judgement: “{text}”" for text in reader.loose]
    for number in reader.numbers:
        wrong += compared(number, judgement)
    return wrong


def compared(number: PrintedNumber, judgement: Any) -> list[str]:
    """What is wrong with one number."""
    given = number.attributes
    path, form = given.get("data-path", ""), given.get("data-form", "")
    where = f"{path or 'a number without a path'} (“{number.text}”)"
    try:
        text, digits = printed(form, judgement, path), exact(form, judgement, path)
    except (KeyError, ValueError, TypeError) as fault:
        return [f"{where}: not in the judgement, or not printable as “{form}”: {fault}"]
    wrong = []
    if number.text not in (text, capital(text)):
        wrong.append(f"{where}: the judgement has “{text}”")
    if given.get("value") != digits:
        wrong.append(f"{where}: its value is {given.get('value')}, in the judgement {digits}")
    if given.get("data-weights") != weights(path):
        wrong.append(f"{where}: its weights are called {given.get('data-weights')}, and are {weights(path)}")
    return wrong


def main(arguments: list[str]) -> int:
    """Compare a page with its JSON; print the faults and how many numbers were compared."""
    if len(arguments) != 2:
        print("usage: python -m overture.report.checker page.html judgement.json", file=sys.stderr)
        return 2
    html = Path(arguments[0]).read_text(encoding="utf-8")
    wrong = faults(html, json.loads(Path(arguments[1]).read_text(encoding="utf-8")))
    for fault in wrong:
        print(fault)
    number = html.count("<data ")
    print(f"{number} numbers compared, {len(wrong)} faults")
    return 1 if wrong or not number else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
