"""Words for what chance picks: a whole clause is told as it is, a verb of the one who sees it, a phrase of nouns in quotation marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.games.story.file import read_story, story_of
from overture.games.story.whole_clauses import is_clause, without_subject
from overture.games.story.writing.words import happens, known

STORY = """story: 1
title: doors
players: {Ann: {name: the rebels, pronoun: they}, Bob: {name: the council, pronoun: it}}
steps:
  - chance: kind
    odds: {keep: {odds: 0.6, words: means to keep the freeze}, cheat: {odds: rest, words: means to go on}}
    seen_by: Ann
  - chance: season
    odds: {dry: 0.5, wet: {odds: rest, words: the monsoon}}
  - move: work
    by: Ann
    choices: {stop: stops, go: goes on}
    covert: true
    when: kind != "keep"
  - signal: sensor
    of: work
    odds: {stop: {quiet: 0.9, rings: rest}, go: {quiet: 0.1, rings: rest}}
    when: kind == "cheat" and season == "wet"
  - {move: look, by: Bob, choices: [send, wait]}
  - pay: {Bob: '1 if look == "send" else 0'}
    when: made(sensor) and sensor == "rings"
  - reveal: kind
    to: Bob
    when: season == "dry"
  - end: {Ann: 1, Bob: '1 if kind == "cheat" else 0'}
"""
LINES = (
    "1. Chance decides kind: the rebels mean to keep the freeze [keep] with chance 0.6, the rebels mean to go on [cheat] with what is left.",
    "2. Chance decides season: dry with chance 0.5, the monsoon [wet] with what is left.",
    "3. Unless the rebels mean to keep the freeze: the rebels stop [stop], or go on [go] (work).",
    "4. If the rebels mean to go on and the season is “the monsoon”: sensor tells of work, and may err.",
    "   - if the rebels go on: quiet with chance 0.1, rings with what is left",
    "6. If the sensor has happened and the sensor is “rings”: on the way the council gets 1 if the council chooses “send” at look, else 0.",
    "7. If the season is “dry”: kind becomes known to the council.",
    "8. The game ends: the rebels get 1; the council gets 1 if the rebels mean to go on, else 0.",
)


def test_every_sentence_has_its_subject(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(STORY, encoding="utf-8")
    game = read_story(file)
    story, tree = story_of(game), game.tree()
    assert story is not None
    assert tree.spoken is not None
    text = "\n".join(happens(story))
    for line in LINES:
        assert line in text, text
    assert tree.spoken.history([("kind", "cheat"), ("season", "wet"), ("season", "dry")]) == (
        "the rebels mean to go on, the season is “the monsoon” and the season is “dry”"
    )


def test_who_is_asked_is_told_what_that_means(tmp_path: Path) -> None:
    text = """story: 1
title: leak
players: {Ann: {name: the firm}, Bob: {name: the press}}
steps:
  - {move: pay, by: Ann, choices: {yes: pays, no: refuses}, seen_by: nobody}
  - {move: print, by: Bob, choices: [run, hold], when: pay == "yes"}
  - {end: {Ann: 0, Bob: '1 if print == "run" else 0'}}
"""
    (tmp_path / "story.yaml").write_text(text, encoding="utf-8")
    game = read_story(tmp_path / "story.yaml")
    story = story_of(game)
    assert story is not None
    assert "That the press is asked for print tells the press that the firm pays: after" in "\n".join(
        known(story, game.tree())
    )


@pytest.mark.parametrize(
    "words",
    ["the alarm is raised", "the exercise starts late", "no attack comes", "it rains", "Ann cheats", "arms are reported",
     "discovery finds papers", "President Ruiz loses", "rain falls", "news of 2 is good", "the alarm rang"],
)  # fmt: skip
def test_whole_clauses(words: str) -> None:
    assert is_clause(words)


@pytest.mark.parametrize(
    "words",
    ["means to go on", "is weak", "would never cheat", "never means harm", "has full stocks", "the monsoon", "whole backups",
     "clear skies", "one who would cheat", "fog", "large stocks of oil", "goes on"],
)  # fmt: skip
def test_what_is_no_clause(words: str) -> None:
    assert not is_clause(words)


def test_verbs_without_a_subject() -> None:
    said = (
        "means to go on",
        "is weak",
        "goes on",
        "rebels want peace",
        "Means end",
        "the monsoon",
        "arms are reported",
    )
    assert [without_subject(each) for each in said] == [True, True, True, False, False, False, False]
