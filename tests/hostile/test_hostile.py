"""Files of strangers, each named by its fault: refused in one sentence a fault, without a traceback, and never called sound.

``case``: case files beside the sound game of tests/case. ``sheet``: the evidence of that case. ``code``: its game, trusted.
``efg``, ``nfg``: games. ``report``: documents. What would be large is made here (``BOMBS``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.case.conftest import CASE, GAME
from tests.cli.run import Ran, overture

HERE = Path(__file__).parent
SHEET = """\
overture: 1
sources:
  - {id: a, name: A man, access: 0.5, accuracy: 0.8, says_anyway: 0.5}
claims:
  - {id: c, source: a, words: he is bad, event: 'kind == "bad"'}
"""
ROOMS = ("case", "sheet", "code", "efg", "nfg", "report")
FILES = [file for room in ROOMS for file in sorted((HERE / room).iterdir()) if file.is_file()]


def tried(file: Path, folder: Path) -> Ran:
    """What the command says that reads such a file."""
    room = file.parent.name
    if room == "report":
        return overture("read", "--plain", file)
    if room in ("efg", "nfg"):
        return overture("equilibria", file)
    (folder / "plain.py").write_text(GAME)
    (folder / "case.yaml").write_text(CASE)
    shutil.copyfile(file, folder / {"case": "case.yaml", "sheet": "evidence.yaml", "code": "plain.py"}[room])
    return overture("check", folder)


def refused(ran: Ran) -> None:
    """Exit code 2, one line a fault, and none of Python's words."""
    assert ran.code == 2, ran.out
    lines = ran.err.strip().splitlines()
    assert lines
    for line in lines:
        assert line.startswith("overture: ")
        assert len(line) < 2000
    assert "sound" not in ran.out
    assert "Traceback" not in ran.err


def test_there_are_a_hundred() -> None:
    assert len(FILES) >= 100


@pytest.mark.parametrize("file", FILES, ids=[f"{file.parent.name}/{file.name}" for file in FILES])
def test_a_hostile_file_is_refused(file: Path, tmp_path: Path) -> None:
    refused(tried(file, tmp_path))


def test_what_they_are_made_from_is_sound(tmp_path: Path) -> None:
    """Else all would be refused for the same fault."""
    (tmp_path / "plain.py").write_text(GAME)
    (tmp_path / "case.yaml").write_text(CASE)
    (tmp_path / "evidence.yaml").write_text(SHEET)
    assert overture("check", tmp_path).code == 0


def deep(folder: Path) -> Path:
    return written(folder / "deep.yaml", "\n".join(" " * at + "a:" for at in range(1500)))


def brackets(folder: Path) -> Path:
    return written(folder / "brackets.yaml", "a: " + "[" * 200_000)


def unfolding(folder: Path) -> Path:
    """Ten aliases of ten, eight times: a hundred million values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 9)]
    return written(folder / "unfolding.yaml", "\n".join(lines))


def long_key(folder: Path) -> Path:
    return written(folder / "key.yaml", f"{'a' * 5000}: 1\n")


def long_name(folder: Path) -> Path:
    (folder / "plain.py").write_text(GAME)
    return written(folder / "name.yaml", CASE.replace("move: kind,", f"move: {'k' * 5000},"))


def long_path(folder: Path) -> Path:
    return folder / ("a" * 5000)


def large(folder: Path) -> Path:
    file = folder / "large.yaml"
    with file.open("wb") as empty:
        empty.truncate(20_000_001)
    return file


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.yaml")
    return folder / "pipe.yaml"


def device(folder: Path) -> Path:
    return Path("/dev/zero")


def written(file: Path, text: str) -> Path:
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    ("bomb", "says"),
    [
        (deep, "nested too deeply"),
        (brackets, "nested too deeply"),
        (unfolding, "too many values"),
        (long_key, "key.yaml:1: a colon where none can stand"),
        (long_name, "(5,003 letters)"),
        (long_path, "letters): it cannot be read (File name too long)"),
        (large, "more than 20,000,000 bytes"),
        (pipe, "a device or a pipe"),
        (device, "a device or a pipe"),
    ],
)
def test_a_bomb_costs_one_sentence(tmp_path: Path, bomb: Callable[[Path], Path], says: str) -> None:
    ran = overture("check", bomb(tmp_path))
    refused(ran)
    assert says in ran.err


def test_a_page_of_a_million_tags(tmp_path: Path) -> None:
    ran = overture("read", "--plain", written(tmp_path / "tags.html", f"<html>{'<p>x</p>' * 500_000}</html>"))
    refused(ran)
    assert "1,000,002 tags" in ran.err
