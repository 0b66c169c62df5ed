"""Names of classes where nobody has a type that others do not know, and where nobody chooses."""

from __future__ import annotations

from pathlib import Path

import overture as ov
from overture.solvers.all.classes import base

CHANCE = """EFG 2 R "chance" { "1" "2" }
c "" 1 "" { "a" 1/2 "b" 1/2 } 0
t "" 1 "" { 1, 0 }
t "" 2 "" { 0, 1 }
"""
STATE = """EFG 2 R "a state" { "1" "2" }
c "" 1 "" { "good" 1/2 "bad" 1/2 } 0
p "" 1 1 "" { "offer" "leave" } 0
p "" 2 1 "" { "take" "refuse" } 0
t "" 1 "" { 1, 1 }
t "" 2 "" { -1, 0 }
t "" 3 "" { 0, 0 }
p "" 1 2 "" { "offer" "leave" } 0
p "" 2 SET "" { "take" "refuse" } 0
t "" 4 "" { 1, -1 }
t "" 5 "" { -1, 0 }
t "" 6 "" { 0, 0 }
"""
UNNAMED = """EFG 2 R "no labels" { "1" }
p "" 1 1 "" { "ONE" "TWO" } 0
t "" 1 "" { 0 }
t "" 2 "" { 1 }
"""


def names(text: str) -> list[str]:
    return [entry.label for entry in ov.equilibria(ov.read_efg(text)).members]


def test_chance_alone_is_called_so() -> None:
    assert names(CHANCE) == ["chance alone"]


def test_a_state_that_everybody_sees_is_no_type() -> None:
    assert names(STATE.replace("SET", "2")) == ["pure (offer, leave, take)"]


def test_one_that_the_other_does_not_see_is() -> None:
    assert all("pure" not in name for name in names(STATE.replace("SET", "1")))


def test_actions_without_a_label_go_by_their_number() -> None:
    assert names(UNNAMED.replace("ONE", "").replace("TWO", "")) == ["pure (action 2)"]


def test_an_action_called_by_a_digit_is_not_taken_for_the_number_of_an_entry(tmp_path: Path) -> None:
    found = ov.equilibria(ov.read_efg(UNNAMED.replace("ONE", "1").replace("TWO", "2")))
    name = found.members[0].label
    assert name == base(name) == "pure (action 2)"
    found.save(tmp_path / "list.json")
    assert ov.load(tmp_path / "list.json") == found
