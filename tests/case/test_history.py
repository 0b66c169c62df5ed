"""Cases about a history: what is wrong with one is told at once, with lines."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from overture import filing
from overture.case.file import CaseFile
from overture.case.history.load import load_history
from overture.case.load import load
from overture.cli.assess import assess
from overture.cli.check import check
from overture.errors import FileError
from overture.games.telling.language import Game
from overture.games.tree import Tree
from tests.catalogue import REFERENCE
from tests.cli.run import ROOT

PLAIN = REFERENCE / "invalid" / "plain.py"
SOUND = """\
overture: 1
title: A plain history
question: Is he good?
date: 2026-11-01
advised: [Answerer]
adversary: Mover
game: ./plain.py:plain
sides: {Mover: {move: kind, nouns: {good: a good one, bad: a bad one}}}
done: [{event: 'offer == "yes"', words: he offers}]
next: [{event: 'reply == "take"', words: it is taken, seen_by: [Mover, Answerer, observer]}]
replies: [{move: reply}]
signals: [{move: offer}]
report:
  - {says: He is good., answer: belief, about: kind, choice: good}
  - {says: He would offer., answer: chance, event: 'offer == "yes"', words: he offers}
parameters: {bad: 0.3}
"""


def written(folder: Path, text: str) -> Path:
    shutil.copy(PLAIN, folder)
    file = folder / "case.yaml"
    file.write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, text: str) -> dict[str, str]:
    """Fault id -> what was found, with its place."""
    with pytest.raises(FileError) as raised:
        load_history(written(folder, text))
    return {each.id: str(each) for each in raised.value.faults}


def test_the_cases_of_the_repository_are_told_apart() -> None:
    assert CaseFile.read(ROOT / "cases" / "long-freeze").about_history
    assert not CaseFile.read(ROOT / "cases" / "freeze-for-relief").about_history
    assert not CaseFile.read(ROOT / "cases" / "none").about_history


def test_a_case_about_a_history_is_read_and_its_game_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read: list[str] = []
    told: list[str] = []
    read_text, tree = filing.read_text, Game.tree

    def reading(path: Path, what: str) -> str:
        read.append(path.name)
        return read_text(path, what)

    def telling(self: Game, *given: Any, **more: Any) -> Tree:
        told.append(self.title)
        return tree(self, *given, **more)

    monkeypatch.setattr(filing, "read_text", reading)
    monkeypatch.setattr(Game, "tree", telling)
    folder = written(tmp_path, SOUND)
    check(folder)
    assert "A plain history: sound." in capsys.readouterr().out
    assert (read, len(told)) == (["case.yaml"], 1)
    assess(folder, worlds=1000, seed=1, threads=1)
    assert "A plain history" in capsys.readouterr().out
    assert (read, len(told)) == (["case.yaml"] * 2, 2)


def test_a_sound_case_is_read(tmp_path: Path) -> None:
    found = load_history(written(tmp_path, SOUND))
    assert found.tree.n_worlds == 1
    assert found.case.noun("Mover", "bad") == "a bad one"
    assert found.case.phrase("offer", "yes") == "chooses “yes” at “offer”"


def test_all_faults_come_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = (
        SOUND.replace("advised: [Answerer]", "advised: [Answer]")
        .replace("replies: [{move: reply}]", "replies: [{move: replay}]")
        .replace("about: kind, choice: good", "about: kind, choice: god")
        .replace("parameters: {bad: 0.3}", "parameters: {bad: 0.3, worse: 1}")
    )
    found = faults(tmp_path, text)
    assert set(found) == {"case/player", "case/move", "case/choice", "case/parameter"}
    assert "case.yaml:5" in found["case/player"]
    assert "case.yaml:11" in found["case/move"]
    assert "reply" in found["case/move"]
    assert "good" in found["case/choice"]
    assert "worse" in found["case/parameter"]


@pytest.mark.parametrize(
    ("old", "new", "id"),
    [
        ("sides: {Mover: {move: kind, ", "sides: {Mover: {move: offer, ", "case/choice"),
        ("replies: [{move: reply}]", "replies: [{move: offer}]", "case/reply"),
        ("adversary: Mover", "adversary: Answerer", "case/advised"),
        ("""'offer == "yes"', words: he offers}]""", """'ofer == "yes"', words: he offers}]""", "event/name"),
        ("next: [{event: 'reply == \"take\"'", "next: [{event: 'offer == \"no\"'", "case/never"),
        ("answer: chance, event: 'offer == \"yes\"', words: he offers", "answer: chance", "file/value"),
        ("signals: [{move: offer}]", "signal: [{move: offer}]", "file/key"),
        ("advised: [Answerer]", "advised: [Answerer, Answerer]", "case/advised"),
        ("words: he offers}]", "words: he offers, by: Answerer}]", "case/player"),
        ("words: he offers}]", "words: he offers, seen_by: [Mover]}]", "case/seen-by"),
        ("choice: good}", "choice: good, of: Mover}", "case/player"),
        ("about: kind", "about: reply", "case/sides"),
        (
            "words: he offers}\nparam",
            "given: [reply == 'take', offer == 'no'], words: he offers}\nparam",
            "case/exclude",
        ),
        (
            "parameters: {bad: 0.3}",
            "parameters: {bad: 0.3}\nthresholds: [{parameter: bad, to: 5}]",
            "case/range",
        ),
        (
            "parameters: {bad: 0.3}",
            "parameters: {bad: 0.3}\nthresholds: [{parameter: bad, to: 0.3}]",
            "case/range",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, old: str, new: str, id: str) -> None:
    assert old in SOUND
    assert id in faults(tmp_path, SOUND.replace(old, new))


def test_a_reader_of_offers_says_in_one_sentence_that_a_case_is_about_a_history() -> None:
    with pytest.raises(FileError, match="a case about a history; allowed: a case about one offer") as error:
        load(ROOT / "cases" / "long-freeze")
    assert len(error.value.faults) == 1


@pytest.mark.parametrize(
    ("players", "told"),
    [
        ("{Mover: {name: the bank}, Answerer: {name: The  bank}}", "'Mover' and 'Answerer' are both called 'The  bank'"),
        ("{Answerer: {name: '  '}}", "the name '  ' of 'Answerer' is blank"),
        ('{Answerer: {name: "the\\nbank"}}', "has a line break"),
        ("{Answerer: {name: mover}}", "'Mover' and 'Answerer' are both called 'mover'"),
    ],
)  # fmt: skip
def test_names_of_players_are_checked_as_in_every_case(players: str, told: str, tmp_path: Path) -> None:
    found = faults(tmp_path, SOUND + f"players: {players}\n")
    assert list(found) == ["case/player-name"]
    assert told in found["case/player-name"]
    assert "case.yaml:17, players.Answerer: " in found["case/player-name"]


STORY = """story:
  story: 1
  title: a plain offer
  players: {Mover: {name: the mover}, Answerer: {}}
  parameters: {bad: 0.3, idle: 1}
  steps:
    - {chance: kind, odds: {good: rest, bad: bad}, seen_by: Mover}
    - {move: offer, by: Mover, choices: [yes, no]}
    - {move: reply, by: Answerer, choices: [take, leave], when: offer == "yes"}
    - pay: {Mover: idle}
      when: offer == "no" and made(reply)
    - end: {Mover: 1 if reply == "take" else 0, Answerer: 1 if kind == "good" else -1}
"""


def test_a_case_about_a_history_has_its_story_within_or_another_game(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (only,) = faults(tmp_path, SOUND + STORY).values()
    assert "case.yaml:17, story: a story, and with './plain.py:plain' another game in line 7" in only
    within = "".join(line for line in SOUND.splitlines(keepends=True) if not line.startswith("game:"))
    loaded = load_history(written(tmp_path, within + STORY))
    assert loaded.tree.title == "a plain offer"
    assert loaded.case.player_name("Mover") == "the mover"
    check(tmp_path)
    said = capsys.readouterr().out
    assert "A plain history: sound." in said
    assert '`when: offer == "no" and made(reply)` at line 26 is never true in any of the 6 histories' in said


def test_a_player_named_twice_has_a_line(tmp_path: Path) -> None:
    found = faults(tmp_path, SOUND + "players:\n  Mover: {name: a}\n  Mover: {name: b}\n")
    assert "case.yaml:19" in found["file/yaml"]
