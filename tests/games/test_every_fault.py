"""All that is wrong with the numbers of a story is told at once, each line with the first history on which it shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from overture.errors import TellingError
from overture.games.story.file import read_story
from overture.games.telling import every_fault
from overture.games.telling.trial import tell

WRONG = """story: 1
title: Numbers
players: {A: {name: the bank}, B: {name: the firm}}
parameters: {q: 0.5, r: 2, big: 1.0e+200}
steps:
  - move: offer
    by: A
    choices: [low, high]
  - chance: luck
    odds:
      good: q * r - (0.5 if offer == "low" else 0.9)
      bad: 'q if offer == "low" else q + 0.9'
  - let: {share: '1 / (r - 2) if offer == "low" else 1'}
  - let: {n: '1 / (1 if offer == "low" else 0)'}
  - let: {twice: 2 * n}
  - move: answer
    by: B
    choices: [take, leave]
  - if: answer == "take"
    then:
      - end:
          A: share + q
          B: 'big ** 2 if luck == "good" else 1'
  - chance: late
    when: twice > 2
    odds: {a: 3 * q, b: rest}
  - pay: {B: 1.0e+308 * q}
  - pay: {A: 1.0e+308 * q * r}
  - pay: {A: 1.0e+308 * q * r}
  - end: {A: q, B: (q - 1) ** 0.5}
"""
LINES = {
    10: "the odds of 'luck' are good 0.1, bad 1.4 (sum 1.5)",
    13: "divides by zero, where r = 2, after offer=low, luck=good (and on 3 more histories)",
    14: "'1 / (1 if offer == \"low\" else 0)' divides by zero, after offer=high, luck=good (and on 3 more histories)",
    23: "is too large to be a number, where big = 1e+200, after offer=low, luck=good, answer=take (and on 1 more history)",
    26: "the odds of 'late' are a 1.5, b -0.5",
    30: "the payoff of A is inf",
    "30 again": "'(q - 1) ** 0.5' is no number",
}


def _faults(text: str, tmp_path: Path) -> dict[int, list[str]]:
    file = tmp_path / "game.yaml"
    file.write_text(text, encoding="utf-8")
    game = read_story(file)
    with pytest.raises(TellingError) as wrong:
        game.tree()
    with pytest.raises(TellingError) as on_trial:  # as a case looks at it, in several worlds
        tell(game, {name: np.full(2, value) for name, value in game.defaults.items()}, np.zeros(2, dtype=int))
    assert [fault.where for fault in on_trial.value.faults] == [fault.where for fault in wrong.value.faults]
    found: dict[int, list[str]] = {}
    for fault in wrong.value.faults:
        found.setdefault(int(fault.where.partition(",")[0].rpartition(":")[2]), []).append(fault.found)
    return found


def test_every_fault_of_numbers_is_told_once_and_nothing_that_follows_from_it(tmp_path: Path) -> None:
    found = _faults(WRONG, tmp_path)
    assert list(found) == sorted(found) == [10, 13, 14, 23, 26, 30]
    for line, said in LINES.items():
        at = int(str(line).split()[0])
        assert any(said in each for each in found[at]), (line, found[at])
    assert sum(map(len, found.values())) == len(LINES)


def test_what_is_of_the_moves_is_told_alone_with_its_line(tmp_path: Path) -> None:
    twice = (
        WRONG.replace("  - move: answer", "  - move: offer")
        .replace("[take, leave]", "[take, leave]\n    when: made(luck)")
        .replace("answer ==", "offer ==")
    )
    for right in (("(r - 2)", "r"), ("else 0)'}", "else 2)'}"), ("0.9)", "0.5)"), ("q + 0.9", "q")):
        assert right[0] in twice
        twice = twice.replace(*right)
    (said,) = _faults(twice, tmp_path)[16]
    assert "'offer' happens twice" in said


def test_more_lines_than_can_be_told_wait_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every_fault, "MOST_PLACES", 2)
    assert len(_faults(WRONG, tmp_path)) == 2


BEHIND = """story: 1
title: Behind
players: {A: {name: Ann}, B: {name: Bob}}
parameters: {x: 1, y: 1}
steps:
  - let: {q: x / (x - y)}
  - move: offer
    by: A
    choices: [high, low]
  - let: {left: '1 / (0 if offer == "high" else 1)'}
  - move: reply
    by: B
    choices: [take, {choice: leave, when: left > 2}, wait]
  - if: left > 2
    then:
      - end: {A: q + 1 / (x - y), B: 0}
  - if: left <= 2
    then:
      - chance: late
        odds: {a: x / 2, b: 0.7}
      - end: {A: 1, B: 1}
"""


def test_what_lies_behind_a_condition_without_a_number_is_told_with_it(tmp_path: Path) -> None:
    found = _faults(BEHIND, tmp_path)
    assert list(found) == [6, 10, 16, 20], found  # and no history is said to end without a payment
    assert "(and on 6 more histories)" in found[6][0], "ways of which nothing is known are not counted"
    assert "'q + 1 / (x - y)' divides by zero, where x = 1, y = 1, after" in found[16][0]
