"""``overture equilibria``: JSON of the agreed shape, exit codes, reasons in words, a case, a search cut short, Ctrl-C."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from tests.cli.run import ROOT, overture, started


@pytest.fixture
def beer(shared: Path) -> Path:
    return shared / "models" / "games" / "M01a_beer_quiche.efg"


def test_json_has_the_agreed_shape(beer: Path) -> None:
    ran = overture("equilibria", beer, "--json")
    assert ran.code == 0
    data = json.loads(ran.out)
    assert set(data) == {"complete", "equilibria"}
    assert data["complete"] is True
    assert [each["class"] for each in data["equilibria"]] == ["pooling on beer", "pooling on quiche"]
    for each in data["equilibria"]:
        assert set(each) == {"class", "infosets", "value", "passes"}
        assert set(each["passes"]) == {"intuitive", "d1"}
        assert set(each["value"]) == {"Sender", "Receiver"}
    first = data["equilibria"][0]
    assert first["value"] == {"Sender": pytest.approx(2.9), "Receiver": pytest.approx(0.0)}
    assert first["passes"] == {"intuitive": True, "d1": True}
    assert data["equilibria"][1]["passes"] == {"intuitive": False, "d1": False}


def test_infosets_are_those_of_solve(beer: Path) -> None:
    """One shape of an information set for both commands."""
    mine = json.loads(overture("equilibria", beer, "--json").out)["equilibria"][0]["infosets"]
    other = json.loads(overture("solve", beer, "--json").out)["infosets"]
    assert [set(row) for row in mine] == [set(row) for row in other]
    assert [(row["player"], row["number"]) for row in mine] == [(r["player"], r["number"]) for r in other]


def test_words_say_who_breaks_it(beer: Path) -> None:
    ran = overture("equilibria", beer)
    assert ran.code == 0
    assert "2 equilibria, all there are" in ran.out
    assert "intuitive criterion: fails: strong could send beer: weak would lose by it" in ran.out


def test_a_case_stands_for_its_game_at_the_modes() -> None:
    """The whole flagship is too large to be listed in no time: it says so, and exits 1."""
    ran = overture("equilibria", ROOT / "cases" / "freeze-for-relief", "--json", "--steps", "300")
    assert ran.code == 1
    data = json.loads(ran.out)
    assert data["complete"] is False
    assert {each["class"] for each in data["equilibria"]} >= {"pooling on indifferent"}
    for each in data["equilibria"]:
        assert max(row["regret"] for row in each["infosets"]) < 1e-6


def test_a_search_cut_short_says_why(shared: Path) -> None:
    ran = overture("equilibria", shared / "models" / "flagship" / "S_core_X.efg", "--steps", "5")
    assert ran.code == 1
    assert "perhaps not all (the search of supports was not finished (5 supports tried)" in ran.out


def test_no_time_is_a_limit_too(shared: Path) -> None:
    ran = overture("equilibria", shared / "models" / "flagship" / "S_core_X.efg", "--seconds", "0")
    assert ran.code == 1
    assert "0 s passed" in ran.out


def test_a_file_that_is_no_game_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bad.efg"
    file.write_text("not a game")
    ran = overture("equilibria", file)
    assert ran.code == 2
    assert "bad.efg" in ran.err or "line 1" in ran.err


@pytest.mark.slow
def test_ctrl_c_prints_what_was_found(shared: Path) -> None:
    running = started("equilibria", shared / "models" / "flagship" / "S_full.efg", "--seconds", "200")
    time.sleep(12)
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    assert "interrupted" in out
    assert running.returncode == 1
