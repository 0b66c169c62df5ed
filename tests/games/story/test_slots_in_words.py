"""Words with slots in them: of each period in its own number, and of a story in the words that fill it where it is told."""

from __future__ import annotations

from pathlib import Path

from overture.games.spoken import SpokenGame
from overture.games.story.file import read_story, story_of
from overture.games.story.writing.words import told

STORY = """story: 1
title: weeks
players: {C: {name: the clinic}, G: {name: the rebels}, Z: {}}
stories:
  part:
    slots: [payer, payee, week]
    steps:
      - {move: "part {week}", by: "{payer}", choices: {pay: "pays {payee} the part of week {week}", stop: stops}}
  later:
    slots: [now]
    steps:
      - signal: "news {now}"
        of: part {now}
        odds: {pay: {good: {odds: 0.8, words: "news of {now} is good"}, bad: rest}, stop: {bad: 1}}
        words: It is week {now}.
steps:
  - repeat: week
    times: 2
    steps:
      - {tell: part, given: {payer: G, payee: C, week: "{week}"}}
      - {tell: later, given: {now: "{week}"}}
      - {move: "ask {week}", by: Z, choices: {again: "asks after week {week-1}", no: asks nothing}, words: "For week {week}."}
      - pay: {Z: '1 if move("ask {week}") == "again" else 0'}
        when: move("part {week}") == "pay"
  - end: {C: '1 if move("part 2") == "pay" else 0', G: 0, Z: 0}
"""


def spoken(text: str, folder: Path) -> tuple[SpokenGame, str]:
    """How sentences speak of a story, and the story told."""
    file = folder / "game.yaml"
    file.write_text(text, encoding="utf-8")
    game = read_story(file)
    tree, story = game.tree(), story_of(game)
    assert tree.spoken is not None
    assert story is not None
    return tree.spoken, "\n".join(told(story, tree))


def test_the_words_of_a_period_have_its_number(tmp_path: Path) -> None:
    said, lines = spoken(STORY, tmp_path)
    assert said.happened("part 2", "pay") == "the rebels pay the clinic the part of week 2"
    assert said.happened("part 2", "stop") == "the rebels stop in week 2"
    assert said.happened("ask 2", "again") == "Z asks after week 1"
    assert said.happened("news 1", "good") == "news of 1 is good"
    assert "{" not in lines
    assert (
        "Z asks after the week before [again], or asks nothing [no] (ask in this week). Everybody sees it. For this week."
        in lines
    )
    assert "the clinic gets 1 if the rebels pay the clinic the part of week 2, else 0" in lines
    assert "Payer pays payee the part of this week [pay], or stops [stop]" in lines


def test_words_that_are_not_the_same_wherever_a_story_is_told_stay_unsaid(tmp_path: Path) -> None:
    text = """story: 1
title: two
players: [Ann, Bob]
stories:
  step:
    slots: [n, to]
    steps:
      - {move: "give {n}", by: Ann, choices: {yes: "gives to {to}", no: keeps}}
steps:
  - {move: side, by: Bob, choices: [left, right]}
  - if: side == "left"
    then: [{tell: step, given: {n: 1, to: Bob}}]
    else: [{tell: step, given: {n: 1, to: charity}}]
  - {tell: step, given: {n: 2, to: Bob}}
  - end: {Ann: 0, Bob: 1}
"""
    said, _ = spoken(text, tmp_path)
    assert said.happened("give 2", "yes") == "Ann gives to Bob in step 2"
    assert said.happened("give 1", "yes") == "Ann chooses “yes” in step 1"
    assert said.happened("give 1", "no") == "Ann keeps in step 1"


RAID = """story: 1
title: a truce of days
players: {A: {name: the Front}, B: {name: the rebels}}
stories:
  raid:
    slots: [who, whom, day]
    steps:
      - {move: "raid by {who} on day {day}", by: "{who}", choices: [go, stay]}
      - {move: "reply of {whom} in {day}", by: "{whom}", choices: {hit: "hits {who}", wait: waits}, when: 'move("raid by {who} on day {day}") == "go"'}
steps:
  - repeat: day
    times: 2
    steps:
      - {tell: raid, given: {who: A, whom: B, day: "{day}"}}
  - {tell: raid, given: {who: B, whom: A, day: 3}}
  - {end: {A: 0, B: '1 if move("raid by A on day 2") == "go" else 0'}}
"""


def test_a_name_that_is_in_words_is_told_with_its_slots_in_their_places(tmp_path: Path) -> None:
    said, lines = spoken(RAID, tmp_path)
    for line in (
        "1. On each day, from 1 to 2:",
        "1. The story 'raid' follows with who = the Front, whom = the rebels, day = this day.",
        "2. The story 'raid' follows with who = the rebels, whom = the Front, day = 3.",
        "1. Who chooses go, or chooses stay (raid by who on this day).",
        "2. If who chooses “go” at raid by who on this day: whom hits who",
        "the rebels get 1 if the Front chooses “go” at raid by the Front on day 2, else 0.",
        "- At reply of the rebels in day 1, the rebels have seen raid by the Front on day 1.",
    ):
        assert line in lines, lines
    assert said.move("raid by B on day 3") == "raid by the rebels on day 3"
    assert said.happened("reply of A in 3", "hit") == "the Front hits the rebels on day 3"
