"""Cases as files: written into a folder, loaded, and what is said of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from overture.case.load import load
from overture.errors import FileError

ROOT = Path(__file__).resolve().parents[2]
FLAGSHIP = ROOT / "cases" / "freeze-for-relief"
FAULTY = ROOT / "tests" / "faults" / "cases"


def write(folder: Path, case: str, game: str | None = None, evidence: str | None = None) -> Path:
    """A case in ``folder``."""
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    if game is not None:
        (folder / "game.py").write_text(game, encoding="utf-8")
    if evidence is not None:
        (folder / "evidence.yaml").write_text(evidence, encoding="utf-8")
    return folder


def flagship(folder: Path) -> Path:
    """A copy of the flagship that may be changed."""
    for file in FLAGSHIP.iterdir():
        shutil.copy(file, folder)
    return folder


def changed(folder: Path, old: str, new: str, name: str = "case.yaml") -> Path:
    """The case with one piece of its text changed."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def line_of(folder: Path, words: str, name: str = "case.yaml") -> int:
    """The first line in which the words stand."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def faults(folder: Path) -> list[str]:
    """Everything that is wrong with a case, in words."""
    with pytest.raises(FileError) as caught:
        load(folder)
    return [str(fault) for fault in caught.value.faults]
