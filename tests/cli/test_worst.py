"""``overture worst``: what a player can guarantee, and the range of Nash equilibria, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overture.cli.worst import _end
from tests.cli.run import ROOT, overture, started
from tests.cli.test_solve import ENTRY

COMMIT = """EFG 2 R "Three" { "A" "B" "C" }
p "" 1 1 "a" { "l" "r" } 0
p "" 2 1 "b" { "l" "r" } 0
t "" 1 "" { 1, 0, 0 }
t "" 2 "" { 0, 0, 0 }
p "" 3 1 "c" { "l" "r" } 0
t "" 3 "" { 2, 0, 0 }
t "" 4 "" { -1, 0, 0 }
"""


def test_what_is_nothing_but_rounding_is_told_as_0() -> None:
    company = ("the company", 1.0)
    assert _end(-6.98165e-19, None, True, company, "less", "worst") == "the worst gives the company 0."
    assert "than 0; the worst that was found gives 0." in _end(
        -1e-17, -1e-18, False, company, "less", "worst"
    )


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    file = tmp_path / "entry.efg"
    file.write_text(ENTRY)
    return file


def test_words_for_every_player(entry: Path) -> None:
    ran = overture("worst", entry)
    assert ran.code == 0
    assert "Entrant can guarantee 0, whatever Incumbent does." in ran.out
    assert "Incumbent can guarantee 1, whatever Entrant does." in ran.out
    assert "No strategy guarantees more." in ran.out
    assert "always out" in ran.out


def test_json_with_bounds(entry: Path) -> None:
    ran = overture("worst", entry, "--player", "Incumbent", "--bounds", "--json")
    assert ran.code == 0
    told = json.loads(ran.out)
    assert told["game"] == "Entry"
    (one,) = told["players"]
    assert one["player"] == "Incumbent"
    assert one["guarantee"] == pytest.approx(1)
    assert one["proven"] is True
    assert one["against"] == "one opponent"
    assert one["infosets"] == [
        {
            "number": 1,
            "label": "entered",
            "actions": ["fight", "yield"],
            "strategy": pytest.approx([0, 1]),
            "may_come": True,
        }
    ]
    assert one["nash"]["worst"] == {"bound": 1, "found": 1, "proven": True}
    assert one["nash"]["best"] == {"bound": 2, "found": 2, "proven": True}


def test_what_the_own_plan_rules_out_is_not_said(entry: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.efg"
    file.write_text(
        ENTRY.replace('t "" 3 "" { 0, 2 }', "").replace(
            't "" 1 "" { -1, -1 }',
            'p "" 1 2 "fought" { "on" "off" } 0\nt "" 1 "" { -1, -1 }\nt "" 4 "" { -2, 0 }',
        )
        + 't "" 3 "" { 0, 2 }\n'
    )
    ran = overture("worst", file, "--player", "Entrant")
    assert ran.code == 0
    assert "always out" in ran.out
    assert "fought" not in ran.out
    rows = json.loads(overture("worst", file, "--player", "Entrant", "--json").out)["players"][0]["infosets"]
    assert [row["may_come"] for row in rows] == [True, False]


def test_several_others_are_called_a_team(tmp_path: Path) -> None:
    file = tmp_path / "three.efg"
    file.write_text(COMMIT)
    ran = overture("worst", file, "--player", "A")
    assert ran.code == 0
    assert "A can guarantee 0, whatever B and C do." in ran.out
    assert "one team that pools what its members see" in ran.out


def test_bounds_of_three_players_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "three.efg"
    file.write_text(COMMIT)
    ran = overture("worst", file, "--player", "A", "--bounds")
    assert ran.code == 2
    assert ran.out == ""
    assert "3 players; allowed: two" in ran.err


def test_a_player_who_does_not_exist(entry: Path) -> None:
    ran = overture("worst", entry, "--player", "Nobody")
    assert ran.code == 2
    assert ran.err == "overture: Entry: no player 'Nobody'; allowed: Entrant, Incumbent.\n"


def test_a_case_in_a_process_of_its_own_prints_nothing_but_json() -> None:
    """HiGHS writes lines of its own to the descriptor of stdout; they must not come between."""
    child = started(
        "worst", "cases/freeze-for-relief", "--player", "Leader", "--bounds", "--seconds", "1", "--json"
    )
    out, err = child.communicate(timeout=120)
    told = json.loads(out)["players"][0]
    assert err == ""
    assert told["guarantee"] == pytest.approx(0, abs=1e-9)
    span = told["nash"]
    assert span["worst"]["bound"] == pytest.approx(0, abs=1e-3)
    assert span["best"]["bound"] > 0
    assert child.returncode == (0 if span["best"]["proven"] and span["worst"]["proven"] else 1)
    assert (ROOT / "cases/freeze-for-relief").is_dir()
