"""Faults of every stage at once, and none that only follows from another."""

from __future__ import annotations

from pathlib import Path

from overture.games.story.file import examine_story

EVERY_STAGE = """story: 1
title: faults of every stage
players:
  Ann: {pronoun: her}
  Bob: {pronoun: he}
parameters:
  gain: 2
  two words: 3
  idle: 1
steps:
  - chance: kind
    odds:
      good: 0,5
      bad: rest
  - move: act
    by: Ann
    choises: [go, stay]
  - let: {x: gian + 1, y: gainn * gian}
  - if: act == "go" and kind = "god"
    then:
      - pay: {Ann: x + y + gain, Bib: 1}
  - if: x == 3
    then: [{pay: {Ann: 0}}]
  - if: act == "gone" and kind == "god"
    then: [{pay: {Ann: 0}}]
  - repeat: t
    times: perids
    steps:
      - move: offer{t}
        by: Cid
        choices: [a, b]
  - if: offer1 == "a"
    then: [{pay: {Ann: 0}}]
  - tell: stp
  - reveal: later1
  - end: {Ann: 10%, Bob: "two words * 2"}
stories:
  step:
    steps:
      - move: later1
        by: Bob
        choices: [q, r]
"""


def found(text: str, folder: Path) -> list[tuple[int, str]]:
    """(line, id) of each fault of a story."""
    file = folder / "game.yaml"
    file.write_text(text, encoding="utf-8")
    return [
        (int(each.where.split("game.yaml:")[1].split(",")[0]), each.id) for each in examine_story(file).faults
    ]


def test_no_stage_hides_the_next(tmp_path: Path) -> None:
    assert found(EVERY_STAGE, tmp_path) == [
        (4, "file/value"), (8, "story/parameter-name"), (9, "story/unused"), (13, "story/expression"),
        (17, "file/key"), (18, "story/name"), (18, "story/name"), (18, "story/name"), (19, "story/expression"), (19, "story/choice"),
        (21, "story/player"), (24, "story/choice"), (27, "story/name"), (30, "story/player"), (34, "story/story"),
        (36, "story/expression"),
    ]  # fmt: skip


def test_what_is_mended_takes_its_own_fault_away_and_no_other_appears(tmp_path: Path) -> None:
    """Each mend leaves a subset: nothing was hidden by what it mends."""
    mends = [
        ("pronoun: her", "pronoun: she"), ("two words", "two"), ("  idle: 1\n", ""),
        ("0,5", "0.5"), ("choises", "choices"), ("gian", "gain"), ("gainn", "gain"), ("kind = ", "kind == "), ('"god"', '"good"'),
        ("Bib", "Bob"), ('act == "gone"', 'act == "stay"'), ("x == 3", 'act == "go"'), ("perids", "2"), ("Cid", "Bob"), ("stp", "step"), ("10%", "0.1"),
    ]  # fmt: skip
    text, before = EVERY_STAGE, [id for _, id in found(EVERY_STAGE, tmp_path)]
    new: list[tuple[int, str]] = []
    for old, mend in mends:
        assert old in text
        text = text.replace(old, mend)
        after = found(text, tmp_path)
        left = list(before)
        for line, id in after:
            if id in left:
                left.remove(id)
            else:
                new.append((line, id))
        before = [id for _, id in after]
    assert before == []
    # What a value hangs on is known once it can be read, and what choices a move has once they stand where they belong.
    assert {id for _, id in new} <= {"story/shape", "story/choice"}
