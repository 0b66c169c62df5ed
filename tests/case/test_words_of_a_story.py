"""What a story says of moves and of chance is what a case says, where the case itself says nothing."""

from __future__ import annotations

from pathlib import Path

import overture as ov
from overture.case.from_story import in_the_words_of
from overture.case.load import load

TRUCE = Path(__file__).resolve().parents[2] / "cases" / "truce"

STORY = """
story: 1
title: a walk
players:
  A: {name: Ann, pronoun: she}
  B: {name: Bob, pronoun: he}
steps:
  - move: first
    by: A
    choices: {yes: says yes, no: says no}
  - if: first == "yes"
    then:
      - move: answer
        by: B
        choices: {take: takes it, leave: leaves it}
  - if: first == "no"
    then:
      - move: answer
        by: B
        choices: {take: takes it, leave: walks away}
  - chance: sky
    odds:
      clear: {odds: 1/2, words: the sky is clear}
      grey: 1/2
  - signal: glass
    of: first
    odds:
      yes: {up: {odds: 0.9, words: the glass rises}, down: {odds: 0.1, words: the glass falls}}
      no: {up: {odds: 0.2, words: the glass rises}, down: {odds: 0.8, words: the glass sinks}}
  - end: {A: 0, B: 0}
"""


def test_moves_and_chance_are_told_in_the_words_of_the_story(tmp_path: Path) -> None:
    (tmp_path / "game.yaml").write_text(STORY, encoding="utf-8")
    case = load(TRUCE).case.model_copy(update={"phrases": {"first": {"no": "refuses"}}, "clauses": {}})
    game = ov.story(tmp_path / "game.yaml")
    worded = in_the_words_of(game, case, game.tree())
    assert worded.phrases["first"] == {"yes": "says yes", "no": "refuses"}
    assert worded.clauses["sky"] == {"clear": "the sky is clear"}


def test_a_choice_that_is_told_by_two_words_is_told_by_neither(tmp_path: Path) -> None:
    (tmp_path / "game.yaml").write_text(STORY, encoding="utf-8")
    case = load(TRUCE).case.model_copy(update={"phrases": {}, "clauses": {}})
    game = ov.story(tmp_path / "game.yaml")
    worded = in_the_words_of(game, case, game.tree())
    assert worded.phrases["answer"] == {"take": "takes it"}
    assert worded.clauses["glass"] == {"up": "the glass rises"}
