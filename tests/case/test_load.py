"""A case file is read whole, or refused with every fault of it, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.case.load import choices, load
from overture.errors import FileError

ROOT = Path(__file__).resolve().parents[2]
FLAGSHIP = ROOT / "cases" / "freeze-for-relief"


def changed(folder: Path, old: str, new: str) -> Path:
    file = folder / "case.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(FileError) as caught:
        load(folder)
    return [str(fault) for fault in caught.value.faults]


def test_a_game_of_ones_own(folder: Path) -> None:
    loaded = load(folder)
    assert loaded.tree.players == ("Mover", "Answerer")
    assert choices(loaded.tree, "offer") == ("yes", "no")
    assert loaded.tree.parameters["bad"][0] == pytest.approx(0.3)
    assert set(loaded.hashes) == {"case.yaml", "plain.py"}
    assert loaded.sheet is None


def test_the_file_may_be_named_instead_of_its_folder(folder: Path) -> None:
    assert load(folder / "case.yaml").case.title == "A plain offer"


def test_the_flagship_case_is_sound() -> None:
    loaded = load(FLAGSHIP)
    assert loaded.case.game == "freeze-for-relief"
    assert loaded.sheet is not None
    assert loaded.tree.n_nodes == 231


@pytest.mark.parametrize(
    ("old", "new", "id_and_words"),
    [
        ("title: A", "tilte: A", ["'tilte' is no key here", "Did you mean 'title'?", "case.yaml:2"]),
        ("advised: Answerer", "advised: Nobody", ["'Nobody' is no player", "Mover, Answerer", "case.yaml:5"]),
        ("game: ./plain.py:plain", "game: freeze-for-releif", ["freeze-for-releif", "freeze-for-relief", "case.yaml:6"]),
        ("game: ./plain.py:plain", "game: ./plain.py:fancy", ["has no game 'fancy'", "plain"]),
        ("game: ./plain.py:plain", "game: ./gone.py:plain", ["there is no such file"]),
        ("move: kind", "move: sort", ["no move 'sort'", "offer, reply, kind", "case.yaml:7"]),
        ("bad: he is bad", "worse: he is bad", ["no choice 'worse'", "good, bad"]),
        ('offer == "yes"\'', 'offer == "maybe"\'', ["maybe", "case.yaml:9"]),
        ("low: 0.1, mode: 0.3", "low: 0.4, mode: 0.3", ["not in rising order", "case.yaml:13"]),
        (", why: nobody knows", "", ["a range needs a sentence in why"]),
        ("bad: {low", "worst: {low", ["worst"]),
        ("date: 2026-11-01", "date: soon", ["case.yaml:4"]),
        ("title: A plain offer", "title: A plain offer\ntitle: again", ["title", "each key once"]),
        ("overture: 1", "overture: [", ["valid YAML"]),
    ],
)  # fmt: skip
def test_faults(folder: Path, old: str, new: str, id_and_words: list[str]) -> None:
    told = "\n".join(faults(changed(folder, old, new)))
    for words in id_and_words:
        assert words in told


def test_all_faults_at_once(folder: Path) -> None:
    changed(folder, "advised: Answerer", "advised: Nobody")
    changed(folder, "move: reply", "move: answer")
    changed(folder, 'kind == "bad"', 'kind == "awful"')
    assert len(faults(folder)) == 3


def test_a_game_file_that_breaks(folder: Path) -> None:
    (folder / "plain.py").write_text("1 / 0\n")
    (told,) = faults(folder)
    assert "cannot be run: ZeroDivisionError" in told


def test_a_parameter_that_is_missing(folder: Path) -> None:
    (told,) = faults(changed(folder, "bad: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}", "good: 1.0"))
    assert "bad" in told


def test_an_evidence_sheet_that_is_named_and_missing(folder: Path) -> None:
    file = folder / "case.yaml"
    file.write_text(file.read_text() + "evidence: gone.yaml\n")
    (told,) = faults(folder)
    assert "there is no file 'gone.yaml'" in told


def test_a_term_speaks_of_parameters_that_exist(folder: Path) -> None:
    file = folder / "case.yaml"
    term = "terms:\n  - {parameter: worse, held: {best: 1.0}, words: a clause, low: 0.0, high: 1.0}\n"
    file.write_text(file.read_text() + term)
    told = faults(folder)
    assert len(told) == 2
    assert "'worse'" in told[0]
    assert "'best'" in told[1]
