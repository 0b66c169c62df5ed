"""How histories end: each comes to an end or is paid on the way; and conditions that YAML takes for truth values."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.errors import OvertureError
from overture.games.story.file import examine_story, game_of_story
from tests.cli.run import overture
from tests.games.story.test_corpus import tree_bytes

HEAD = "story: 1\ntitle: t\nplayers: [Ann, Bob]\n"
ACT = "steps:\n  - {move: act, by: Ann, choices: [go, stay]}\n"


def faults(text: str, folder: Path) -> list[str]:
    """What ``check`` says is wrong with a story, without the file: "line: fault"."""
    file = folder / "game.yaml"
    file.write_text(text, encoding="utf-8")
    said = overture("check", file)
    assert said.code in (0, 2)
    return [each.partition(f"{file}:")[2] for each in said.err.splitlines()]


def test_a_history_without_an_end_is_refused_with_its_last_step(tmp_path: Path) -> None:
    both = (
        '  - if: act == "go"\n    then:\n      - {move: reply, by: Bob, choices: [yes, no]}\n'
        '      - end: {Ann: 1, Bob: 1}\n        when: reply == "yes"\n    else:\n      - let: {n: 1}\n'
        "      - {move: wait, by: Bob, choices: [n, m], when: n > 0}\n"
    )
    first, second = faults(HEAD + ACT + both, tmp_path)
    assert first.startswith("9, steps.1.then.1: the history act=go, reply=no comes past the last step")
    assert second.startswith("13, steps.1.else.1: the history act=stay, wait=n ")
    assert "on 1 more history" in second
    assert "Write - end: {Ann: payoff, Bob: payoff}" in first
    assert faults(HEAD + ACT + both + "  - end: {Ann: 0, Bob: 0}\n", tmp_path) == []


def test_it_is_refused_whatever_the_numbers_are(tmp_path: Path) -> None:
    """Also where a parameter has no value, and the story can be told in outline alone."""
    end = (
        "parameters:\n  gain: {words: what is won}\n"
        + ACT
        + '  - end: {Ann: gain, Bob: 1}\n    when: act == "go"\n'
    )
    (said,) = faults(HEAD + end, tmp_path)
    assert said.startswith("8, steps.1: the history act=stay ")


def test_what_is_paid_on_the_way_is_enough(tmp_path: Path) -> None:
    paid = '  - pay: {Ann: 1}\n  - end: {Ann: 1, Bob: 1}\n    when: act == "go"\n'
    assert faults(HEAD + ACT + paid, tmp_path) == []
    ended = '  - pay: {Ann: 1}\n    when: act == "go"\n'
    (said,) = faults(HEAD + ACT + ended, tmp_path)
    assert said.startswith("6, steps.1: the history act=stay ")
    assert faults(HEAD + ACT + ended + "  - end: {}\n", tmp_path) == [], (
        "an end is written, and it adds nothing"
    )


def test_a_condition_may_be_true_as_yaml_writes_it(tmp_path: Path) -> None:
    told = (
        HEAD
        + ACT
        + "  - repeat: t\n    times: 2\n    WHILE\n    steps:\n      - {move: 'm{t}', by: Bob, choices: [a, b]WHEN}\n"
    )
    told += "  - end: {Ann: 1, Bob: 0}\n"
    trees = []
    for loop, when in (("# none", ""), ("while: true", ", when: true"), ("while: true", ', when: "True"')):
        (tmp_path / "s.yaml").write_text(told.replace("WHILE", loop).replace("WHEN", when), encoding="utf-8")
        read = examine_story(tmp_path / "s.yaml")
        assert read.faults == ()
        assert read.story is not None
        trees.append(tree_bytes(game_of_story(read.story).tree()))
    assert trees[0] == trees[1] == trees[2]
    (tmp_path / "s.yaml").write_text(told.replace("WHILE", "while: 1").replace("WHEN", ""), encoding="utf-8")
    with pytest.raises(OvertureError, match="a condition must stand here"):
        examine_story(tmp_path / "s.yaml").game()


MANY = """story: 1
title: x
players: [Ann, Bob]
parameters: {doubt: 0.4}
steps:
  - {move: a, by: Ann, choices: [dare, yield], seen_by: [Bob, Cyd], covert: true}
  - simultaneous:
      - {move: b, by: Ann, choices: [1, 2], when: aa == "dare"}
      - {move: c, by: Bob, choices: [1, 2]}
  - {end: {Ann: 1/0, Bob: 1/(doubt - 0.4)}, when: b == 1}
  - end: {Ann: q, Bob: }
"""


def test_a_fault_hides_no_other(tmp_path: Path) -> None:
    """Nor a fault of the form that of a name, nor what cannot be read what goes wrong when the rest is played."""
    said = faults(MANY, tmp_path)
    for line, words in (
        (6, "covert move 'a'"), (6, "'Cyd' is no player"), (8, "no move is called 'aa'"), (8, "has a when"),
        (10, "division by zero"), (10, "'1/(doubt - 0.4)' divides by zero"), (11, "nothing is called 'q'"),
        (11, "end.Bob"),
    ):  # fmt: skip
        assert any(each.startswith(f"{line}, ") and words in each for each in said), (line, words, said)
    assert len(said) == 8
