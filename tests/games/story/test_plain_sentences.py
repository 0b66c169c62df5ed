"""Conditions, values and audiences as they are told: in words, with nobody named twice or shown what he knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.games.story.file import read_story, story_of
from overture.games.story.writing.words import happens

STORY = """story: 1
title: sentences
players: {Ann: {pronoun: she}, Crew: {name: the crew, pronoun: they}}
steps:
  - let: {paying: true, calm: false, k: 0}
  - move: offer
    by: Crew
    choices: {bare: asks for money, shown: shows a sample and asks for money, none: says nothing}
  - move: act
    by: Ann
    choices: [go, stay, wait]
STEPS
  - end: {Ann: 1, Crew: 0}
"""

SENTENCES = {
    """{let: {calm: false}, when: 'offer in ("bare", "shown")'}""":
        "If the crew asks for money or shows a sample and asks for money: let calm be false.",
    """{pay: {Ann: 1}, when: 'offer not in ("bare", "shown")'}""":
        "Unless the crew asks for money or shows a sample and asks for money: on the way Ann gets 1.",
    """{pay: {Ann: 1}, when: 'offer in ("bare", "none") and act == "go"'}""":
        "If (the crew asks for money or says nothing) and Ann chooses “go” at act: on the way Ann gets 1.",
    """{pay: {Ann: 1}, when: 'act not in ("go",) or paying'}""":
        "If (it is not so that Ann chooses “go” at act) or paying is true: on the way Ann gets 1.",
    "{pay: {Ann: 1}, when: paying}": "If paying is true: on the way Ann gets 1.",
    "{pay: {Ann: 1}, when: not paying}": "Unless paying is true: on the way Ann gets 1.",
    "{pay: {Ann: 1}, when: paying == False}": "Unless paying is true: on the way Ann gets 1.",
    "{pay: {Ann: 1}, when: paying != False}": "If paying is true: on the way Ann gets 1.",
    "{pay: {Ann: 1}, when: calm and not paying}":
        "If calm is true and (it is not so that paying is true): on the way Ann gets 1.",
    """{pay: {Ann: 1}, when: 'offer != "none" and act == "go"'}""":
        "If (it is not so that the crew says nothing) and Ann chooses “go” at act: on the way Ann gets 1.",
    """{pay: {Ann: '1 if not (offer == "none" and act == "go") else 0'}}""":
        "On the way Ann gets 1 if it is not so that (the crew says nothing and Ann chooses “go” at act), else 0.",
    """{let: {calm: 'act == "go"', k: 2}}""": "Let calm be true if Ann chooses “go” at act; k be 2.",
    "{let: {calm: not paying}}": "Let calm be true unless paying is true.",
    """{pay: {Ann: '1 if act in ["go", "wait"] else 0'}}""": "On the way Ann gets 1 if Ann chooses “go” at act or “wait” at act, else 0.",
    "{move: m, by: Ann, choices: [a, b], seen_by: Ann}": "Ann chooses a, or chooses b (m). Nobody else sees it.",
    "{move: m, by: Ann, choices: [a, b], seen_by: [Crew, Crew]}": "Ann chooses a, or chooses b (m). The crew sees it too.",
    "{chance: m, odds: {a: 1/2, b: 1/2}, seen_by: [Ann, Ann]}":
        "Chance decides m: a with chance 1/2, b with chance 1/2. Ann sees it.",
    "{reveal: act, to: Ann}": "Nobody else learns act.",
    "{reveal: act, to: [Ann, Crew, Crew]}": "Act becomes known to the crew.",
    "{signal: s, of: act, odds: {go: {x: 1, y: 0}, stay: {x: 0, y: 1}, wait: {x: 0, y: 1}}}": "S tells of act. Everybody sees it.",
    "{signal: s, of: act, odds: {go: {x: 0.9, y: rest}, stay: {x: 0, y: 1}, wait: {x: 0, y: 1}}}":
        "S tells of act, and may err. Everybody sees it.",
}  # fmt: skip


@pytest.mark.parametrize("step", SENTENCES)
def test_a_step_is_told_in_words(step: str, tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    end = "  - {pay: {Ann: k}, when: calm and paying}"
    file.write_text(STORY.replace("STEPS", f"  - {step}\n{end}"), encoding="utf-8")
    story = story_of(read_story(file))
    assert story is not None
    (line,) = [each for each in happens(story) if each.startswith("4. ")]
    assert line == f"4. {SENTENCES[step]}"


def test_a_label_of_a_period_stands_beside_its_move_with_one_blank(tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    file.write_text(
        """story: 1
title: alarms
players: [Ann, Bob]
steps:
  - repeat: stage
    times: 2
    while: going
    steps:
      - {move: "act {stage}", by: Ann, choices: [legal, divert]}
      - {chance: "alarm {stage}", odds: {rings: 1/2, quiet: 1/2}}
      - {end: {Ann: 0, Bob: 0}, when: 'move("alarm {stage}") == "rings"'}
  - {end: {Ann: 1, Bob: 1 if move("alarm 2") == "quiet" else 0}}
""".replace("steps:\n  - repeat", "steps:\n  - let: {going: true}\n  - repeat").replace(
            '{end: {Ann: 1, Bob: 1 if move("alarm 2") == "quiet" else 0}}',
            """{end: {Ann: 1, Bob: '1 if move("alarm 2") == "quiet" else 0'}}""",
        ),
        encoding="utf-8",
    )
    story = story_of(read_story(file))
    assert story is not None
    text = "\n".join(happens(story))
    assert "  " not in text.replace("\n   ", "\n")
    assert "as long as going is true" in text
    assert "If the alarm in this stage is “rings”: the game ends" in text
    assert "Bob gets 1 if the alarm in stage 2 is “quiet”, else 0" in text
