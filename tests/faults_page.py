"""``python -m tests.faults_page docs/reference/faults.md`` writes the page of faults from ``tests/reference/invalid``."""

from __future__ import annotations

import sys
import tempfile
from html import escape
from itertools import groupby
from pathlib import Path

from overture.errors import Fault
from tests.cli.test_invalid import invalid_files, run

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "faults.md"
ABOUT = """# Faults, with an example of each

Every fault has an id, of the part that finds it and of what is wrong. A command that meets one says where it is, what was found, what is allowed and
how to mend it, and ends with exit code 2; all faults of a file are told together. Here is one wrong line for each, and what is said of it. The whole
files are in `tests/reference/invalid`, where the line ends with the word HERE; a fault that no file can show has its reason in
`tests/cli/test_invalid.py`. From Python, the faults of an error are `error.faults`, each with `id`, `where`, `found`, `allowed` and `mend`.
"""
HEADER = "| id | the line | what is said |\n| --- | --- | --- |"


def row(file: Path, faults: tuple[Fault, ...], read: Path) -> str:
    """The row of a file, whose fault was found in ``read``."""
    line = next(each for each in file.read_text(encoding="utf-8").splitlines() if "HERE" in each)
    shown = line.partition("HERE")[0].rstrip(" #/*")
    said = str(faults[0]).replace(str(read), read.name).replace(str(read.parent), "...")
    return f"| {faults[0].id} | {_code(shown)} | {_text(said)} |"


def _code(line: str) -> str:
    short = line.strip() if len(line) <= 120 else line.strip()[:117] + "..."
    return f"<code>{_text(short)}</code>" if short else "(the file as a whole)"


def _text(words: str) -> str:
    """As text of a cell, in which nothing is markup."""
    text = escape(" ".join(words.split()), quote=False)
    for sign in "\\|`*_[]{}~$":
        text = text.replace(sign, f"&#{ord(sign)};")
    return text


def text() -> str:
    """The page."""
    parts = [ABOUT]
    for room, files in groupby(invalid_files(), key=lambda file: file.parent.name):
        rows = []
        for file in files:
            with tempfile.TemporaryDirectory() as folder:
                _, faults, _, read = run(file, Path(folder))
                rows.append(row(file, faults, read))
        parts.append(f"## {room}\n\n{HEADER}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
