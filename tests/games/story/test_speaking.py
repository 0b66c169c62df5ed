"""A game is spoken of in the words of its story: names, pronouns, verb phrases, clauses, and periods told apart."""

from __future__ import annotations

import re
from pathlib import Path

import overture as ov
from overture.cli.games import read_tree
from overture.games.story.file import read_story, story_of
from overture.games.story.writing.words import told

STORY = """story: 1
title: Two years
players:
  Debtor: {name: the farmers, pronoun: they}
  Bank: {name: Ms Okoro, pronoun: she}
steps:
  - chance: purse
    odds: {empty: {odds: 1/2, words: the farmers have nothing}, full: 1/2}
    seen_by: Debtor
  - repeat: year
    times: 2
    steps:
      - move: plea{year}
        by: Debtor
        choices: {ask: asks for a year, pay: pays the debt}
      - if: plea{year} == "pay"
        then:
          - end: {Debtor: 0, Bank: 1}
      - chance: rain{year}
        odds: {falls: {odds: 1/2, words: rain falls}, fails: 1/2}
      - move: answer{year}
        by: Bank
        choices: {wait: waits, sue: }
      - if: answer{year} == "sue"
        then:
          - end: {Debtor: '-2 if purse == "empty" else -1', Bank: 0.5}
  - end: {Debtor: 1, Bank: 0}
"""


def test_moves_of_periods_are_told_apart_and_pronouns_agree(tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    file.write_text(STORY, encoding="utf-8")
    tree = read_tree(file)
    spoken = tree.spoken
    assert spoken is not None
    said = spoken.happened
    assert said("plea1", "ask") == "the farmers ask for a year in year 1"
    assert said("plea2", "ask", "Debtor") == "they ask for a year in year 2"
    assert said("answer2", "wait", "Bank") == "she waits in year 2"
    assert said("answer1", "sue") == "Ms Okoro chooses “sue” in year 1"
    assert said("rain2", "falls") == "rain falls in year 2"
    assert said("rain1", "fails") == "the rain in year 1 is “fails”"
    assert said("purse", "empty") == "the farmers have nothing"
    assert said("purse", "full") == "the purse is “full”"
    lines = ov.say(ov.solve(tree), spoken=spoken).splitlines()
    assert len(set(lines)) == len(lines)
    assert all(line.startswith(("The farmers, ", "Ms Okoro, ")) for line in lines)
    assert not any(label in line for line in lines for label in ("=", "plea1", "Debtor", "Bank"))
    told = "Ms Okoro, having seen that the farmers ask for a year in year 1"
    assert any(line.startswith(told) and "choosing answer in year 1: " in line for line in lines)
    assert any("believes that the farmers have nothing " in line for line in lines)


EVERY_WORD = """story: 1
title: w01
words: w02
source: w03
players: {A: {name: w04, pronoun: she, role: w05}, B: {name: w06, pronoun: it}}
parameters: {q: {value: 0.5, words: w07, unit: w08, known_by: [A]}}
shape: {kind: {value: w09, words: w10, allowed: [w09, w11]}}
stories:
  inner:
    slots: [n]
    words: w12
    steps:
      - {move: "m{n}", by: A, choices: [{choice: w13, words: w14, when: 'kind == "w09"'}, w15], words: w16}
steps:
  - {chance: c, odds: {w17: {odds: q, words: w18}, w19: rest}, words: w20, seen_by: A}
  - {signal: s, of: c, odds: {w17: {w21: 1}, w19: {w21: q, other: {odds: rest, words: w23}}}, words: w24, seen_by: B}
  - {tell: inner, given: {n: 1}}
  - simultaneous:
      - {move: x, by: A, choices: {w25: w26, w27: w28}, words: w29}
      - {move: y, by: B, choices: {w30: w31, w32: w33}, words: w34}
  - {pay: {A: q}, words: w35, when: x == "w25" and s == "other"}
  - {end: {A: 1, B: 0}, words: w36, when: m1 == "w13"}
  - {end: {A: 0, B: 0}, words: w37}
"""


def test_every_word_of_a_story_is_told(tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    file.write_text(EVERY_WORD, encoding="utf-8")
    game = read_story(file)
    story = story_of(game)
    assert story is not None
    text = "\n".join(told(story, game.tree())).lower()
    words = set(re.findall(r"w\d\d", EVERY_WORD))
    assert len(words) == 36
    assert sorted(words - set(re.findall(r"w\d\d", text))) == []
    assert "everybody sees it. w16." in text
    assert "kind = w09 (one of w09, w11): w10" in text


def test_a_story_without_words_has_its_labels(tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    steps = "steps:\n  - {move: m, by: A, choices: [l, r]}\n  - end: {A: 1, B: 0}\n"
    file.write_text("story: 1\ntitle: t\nplayers: {A: {}, B: {}}\n" + steps, encoding="utf-8")
    tree = read_tree(file)
    spoken = tree.spoken
    assert spoken is None
    assert read_story(file).tree().players == tree.players == ("A", "B")
