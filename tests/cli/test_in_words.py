"""The commands that say how a game is played speak in the words of its story, and without a story in its labels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.run import overture

STORY = """story: 1
title: an entry
players:
  Newcomer_: {name: the newcomer, pronoun: it}
  Twins_: {name: the twins, pronoun: they}
steps:
- move: entry
  by: Newcomer_
  choices: {out_: stays out, in_: enters}
- if: entry == "out_"
  then:
  - end: {Newcomer_: 0, Twins_: 2}
- move: reply
  by: Twins_
  choices: {fight_: fights, yield_: gives way}
- if: reply == "fight_"
  then:
  - end: {Newcomer_: -1, Twins_: -1}
- end: {Newcomer_: 1, Twins_: 1}
"""

SAID = {
    "path": ("The newcomer: entry. At the outset: “enters” goes from", "Given that the newcomer enters: “give way”"),
    "dominance": ("The twins, having seen that the newcomer enters, choosing reply: “fight” is not chosen; “give way”",),
    "worst": ("The newcomer can guarantee 0, whatever the twins do.", "choosing entry: always stays out"),
    "nash": ("Value: the newcomer 1, the twins 1", "having seen that the newcomer enters, choosing reply: always give way"),
    "nash --correlated": ("the twins: 1 to",),
}  # fmt: skip


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    file = tmp_path / "entry.yaml"
    file.write_text(STORY)
    return file


@pytest.mark.parametrize("words", list(SAID))
def test_it_is_said_in_words(entry: Path, words: str) -> None:
    command, *options = words.split()
    out = overture(command, entry, *options).out
    for sentence in SAID[words]:
        assert sentence in out
    assert "_" not in out


def test_the_page_of_a_path_has_no_labels(entry: Path, tmp_path: Path) -> None:
    page = tmp_path / "path.html"
    assert overture("path", entry, "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert "largest regret" in text
    for label in ("Newcomer_", "Twins_", "out_", "in_", "fight_", "yield_"):
        assert not re.search(rf"\b{label}(?!\w)", text), label
