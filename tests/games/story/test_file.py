"""What a story file is refused for, all at once; and how a story behaves as a game."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from overture.errors import FileError, TellingError
from overture.games.story.file import StoryTelling, read_story
from overture.games.telling.language import Game
from overture.games.telling.trial import outline

MANY_FAULTS = """story: 1
title: many faults
players:
  Ann: {pronoun: her}
  Bob: {pronoun: he}
parameters:
  gain: much
steps:
  - chance: kind
    odds:
      good: true
      bad: 1/2
  - move: act
    by: Ann
    choises: [go, stay]
  - finish: 1
  - move: reply
    by: Bib
    choices: [yes, yes]
  - end: {Ann: 1 +, Bob: 0}
"""

SOUND = """story: 1
title: an offer
players: [Ann, Bob]
parameters: {gain: 2}
shape: {periods: {value: 1, allowed: [1, 2]}}
steps:
  - repeat: period
    times: periods
    steps:
      - {move: "offer{period}", by: Ann, choices: [none, pledge]}
  - end: {Ann: gain, Bob: 1}
"""


def told(text: str, folder: Path) -> Game:
    (folder / "game.yaml").write_text(text, encoding="utf-8")
    return read_story(folder / "game.yaml")


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        told(MANY_FAULTS, tmp_path)
    lines = [int(fault.where.split("game.yaml:")[1].split(",")[0]) for fault in caught.value.faults]
    assert lines == [4, 7, 11, 15, 16, 18, 19, 20]


def test_words_that_a_comma_cuts_off_are_no_choice(tmp_path: Path) -> None:
    cut = SOUND.replace("[none, pledge]", "{none: promises nothing, pledge: promises aid, with troops}")
    with pytest.raises(FileError) as caught:
        told(cut, tmp_path)
    (fault,) = caught.value.faults
    assert "'with troops' has no words" in fault.found
    assert "put them in quotes" in fault.found
    assert "game.yaml:10" in fault.where
    for sound in (
        '{none: promises nothing, pledge: "promises aid, with troops"}',
        "{no pledge: , a pledge: }",
    ):
        told(SOUND.replace("[none, pledge]", sound), tmp_path)


def test_a_shape_that_cannot_be_is_refused(tmp_path: Path) -> None:
    game = told(SOUND, tmp_path)
    assert game.shape(periods=2).tree().n_nodes == 7
    for wrong in (3, "two", True):
        with pytest.raises(TellingError, match="periods is"):
            game.shape(periods=wrong).tree()
    with pytest.raises(TellingError, match="no shape argument 'period'"):
        game.shape(period=2)


def test_parameters_may_be_arrays_and_have_defaults(tmp_path: Path) -> None:
    game = told(SOUND, tmp_path)
    np.testing.assert_array_equal(game.tree().payoff[0, 0], [2, 1])
    np.testing.assert_array_equal(game.tree(gain=np.array([3.0, 4.0])).payoff[:, 0, 0], [3, 4])


def test_a_fault_of_the_telling_names_the_line_of_the_story(tmp_path: Path) -> None:
    twice = "choices: [none, pledge]}\n      - {move: 'offer{period}', by: Bob, choices: [x, y]"
    with pytest.raises(FileError, match=r"game\.yaml:11, .*'offer1' happens twice") as read:
        told(SOUND.replace("choices: [none, pledge]}", twice + "}"), tmp_path)
    assert len(read.value.faults) == 1  # and not once for each period
    perhaps = (
        twice + ", when: 'made(offer{period})'}"
    )  # whether a history comes past this is seen while it is played
    game = told(SOUND.replace("choices: [none, pledge]}", perhaps), tmp_path)
    with pytest.raises(TellingError, match=r"game\.yaml:11, .*'offer1' happens twice") as caught:
        game.tree()
    assert caught.value.id == "telling/repeated-name"


def test_a_story_runs_no_code(tmp_path: Path) -> None:
    """Whatever an expression says, nothing but arithmetic is done."""
    for wrong in (
        "open('x','w')",
        "gain.__class__",
        "().__class__",
        "exec('1')",
        "f'{gain}'",
        "gain if gain else 1",
    ):
        with pytest.raises(FileError):
            told(SOUND.replace("Ann: gain,", f'Ann: "{wrong}",'), tmp_path)
    assert not (tmp_path / "x").exists()
    assert not Path("x").exists()


def test_long_and_deep_expressions_end_at_once(tmp_path: Path) -> None:
    for wrong in (
        "(" * 10_000 + "gain" + ")" * 10_000,
        "-" * 1_999 + "1",
        "9**9**9**9",
        "not " * 400 + "True",
    ):
        with pytest.raises(FileError):
            told(SOUND.replace("Ann: gain,", f'Ann: "{wrong}",'), tmp_path)


def test_a_story_may_have_so_many_histories_and_more_where_a_limit_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [{"repeat": "t", "times": 4, "steps": [{"move": "n{t}", "by": "A", "choices": ["l", "r"]}]}]
    told = {"story": 1, "title": "t", "players": {"A": {"name": "A"}}, "steps": [*steps, {"end": {"A": 1}}]}
    file = tmp_path / "game.yaml"
    file.write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(StoryTelling, "histories", 10)
    game = read_story(file)
    with pytest.raises(TellingError, match="more than 10 histories"):
        game.tree()
    assert len(game.tree(limit=20).terminal) == 16


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("1 / (gain - p2)", r"game\.yaml:11, .*Ann: '1 / \(gain - p2\)' divides by zero, where gain = 2, p2 = 2, after offer1=none"),
        ("gain ** 2000.5", r"'gain \*\* 2000.5' is too large to be a number, where gain = 2, after offer1=none"),
        ("(p2 - 3) ** 0.5", r"'\(p2 - 3\) \*\* 0.5' is no number, as the root of a number below 0 is none, where p2 = 2"),
    ],
)  # fmt: skip
def test_arithmetic_without_a_value_is_told_with_its_numbers_and_its_history(
    wrong: str, said: str, tmp_path: Path
) -> None:
    text = SOUND.replace("{gain: 2}", "{gain: 2, p2: 2}").replace("Bob: 1}", "Bob: gain + p2}")
    game = told(text.replace("Ann: gain,", f'Ann: "{wrong}",'), tmp_path)
    with pytest.raises(TellingError, match=said):
        game.tree()
    with pytest.raises(
        TellingError, match=r"where (gain|p2) = 2"
    ):  # in the one of many worlds in which it happens
        game.tree(gain=np.array([1.0, 2.0, 3.0]), p2=np.array([2.5, 2.0, 2.0]))
    assert outline(game).n_nodes == 3  # moves and choices are known all the same


def test_a_move_that_is_called_as_a_word_of_python_is_told_how_to_be_spoken_of(tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    text = "story: 1\ntitle: t\nplayers: [A, B]\nsteps:\n  - {move: yield, by: A, choices: [x, y]}\n"
    file.write_text(text + """  - {end: {A: 0, B: '1 if yield == "in class" else 0'}}\n""", encoding="utf-8")
    with pytest.raises(FileError, match=r'[Ww]rite move\("yield"\): yield is a word of Python'):
        read_story(file)
    file.write_text(text + """  - {end: {A: 0, B: '1 if move("yield") == "x" else 0'}}\n""", encoding="utf-8")
    assert read_story(file).tree().n_nodes == 3
