"""The pages of the documentation, and the blocks of code on them.

The first line of a block names its language, and may have a mark behind it:

- ``not-run``: no test runs it; ``needs:LIBRARY``: it is run where the library is installed.
- ``after-console``: a Python block that reads what the commands of its page wrote to ``$OUT``; it is run after them.
- ``refused ID``: a Python block that ends with an error of this id, whose message is the block of text under it.
- ``printed`` (of text): what the Python blocks above it print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
# Games told in Python and as a story: tests/docs/test_told_twice.py runs these pages.
TWICE = [ROOT / "docs" / "reference" / "language.md", ROOT / "docs" / "how-to" / "patterns.md"]
NEEDS = re.compile(r"needs:(\w+)")
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```", re.S | re.M)


@dataclass(frozen=True)
class Block:
    """A block of code: its language, its mark, its text, and how many lines of the page come before the text."""

    language: str
    mark: str
    body: str
    line: int


@cache
def all_blocks(page: Path) -> tuple[Block, ...]:
    """The blocks of a page, in their order."""
    text = page.read_text(encoding="utf-8")
    return tuple(
        Block(found[1], found[2].strip(), found[3], text.count("\n", 0, found.start(3)))
        for found in FENCE.finditer(text)
    )


def blocks(page: Path, language: str, after_console: bool = False) -> list[str]:
    """The blocks of a language that are run one after another, each well: those after the commands of the page, or the others."""
    return [
        each.body
        for each in all_blocks(page)
        if each.language == language
        and ("after-console" in each.mark) == after_console
        and not re.search(r"\b(not-run|refused)\b", each.mark)
        and all(map(find_spec, NEEDS.findall(each.mark)))
    ]


def printed(page: Path) -> list[str]:
    """The lines that the Python blocks of a page are said to print, in their order."""
    return [line for each in all_blocks(page) if each.mark == "printed" for line in each.body.splitlines()]


def named(page: Path) -> str:
    """The name of a page in a list of tests."""
    return page.relative_to(ROOT).as_posix()


def first_missing(lines: list[str], text: str) -> str | None:
    """The first of the lines that does not stand in a text behind those before it, spaces aside; None where all do.

    Empty lines and ``...`` stand for anything.
    """
    whole, at = " ".join(text.split()), 0
    for line in lines:
        wanted = " ".join(line.split())
        if wanted in ("", "..."):
            continue
        found = whole.find(wanted, at)
        if found < 0:
            return line
        at = found
    return None
