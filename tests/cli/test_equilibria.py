"""``overture equilibria``: JSON of the agreed shape, exit codes, reasons in words, a case, a search cut short, Ctrl-C."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from overture.case.load import load
from overture.games.measured.assessment import Assessment
from overture.games.measured.certificate import AssessmentCertificate
from overture.games.tree import Tree
from tests.cli.run import ROOT, interrupted, overture

module = importlib.import_module("overture.solvers.all.equilibria")


@pytest.fixture
def beer(reference: Path) -> Path:
    return reference / "models" / "games" / "M01a_beer_quiche.efg"


def test_json_has_the_agreed_shape(beer: Path) -> None:
    ran = overture("equilibria", beer, "--json")
    assert ran.code == 0
    data = json.loads(ran.out)
    assert set(data) == {"complete", "equilibria"}
    assert data["complete"] is True
    assert [each["class"] for each in data["equilibria"]] == ["pooling on beer", "pooling on quiche"]
    for each in data["equilibria"]:
        assert set(each) == {
            "class",
            "continuum",
            "infosets",
            "value",
            "value_range",
            "range_is",
            "member",
            "free",
            "ends",
            "events",
            "touches",
            "passes",
            "reason",
            "certificate",
        }
        assert each["continuum"] is False
        assert each["range_is"] == "exact"
        assert {name: [x, x] for name, x in each["value"].items()} == each["value_range"]
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


def test_threats_are_said_where_they_are_asked_for(beer: Path) -> None:
    assert "off the path" not in overture("equilibria", beer).out
    ran = overture("equilibria", beer, "--off-path")
    assert ran.out.count("always duel; believes") == 2
    assert ran.out.count("(off the path)") == 2


def test_a_case_stands_for_its_game_at_the_modes() -> None:
    """The whole flagship is too large to be listed in no time: it says so, and exits 1."""
    ran = overture("equilibria", ROOT / "cases" / "freeze-for-relief", "--json", "--steps", "300")
    assert ran.code == 1
    data = json.loads(ran.out)
    assert data["complete"] is False
    assert {each["class"] for each in data["equilibria"]} >= {"pooling on indifferent"}
    for each in data["equilibria"]:
        assert max(row["regret"] for row in each["infosets"]) < 1e-6


def test_a_search_cut_short_says_why(reference: Path) -> None:
    ran = overture("equilibria", reference / "models" / "flagship" / "S_core_X.efg", "--steps", "5")
    assert ran.code == 1
    assert "perhaps not all (the search of supports was not finished (5 supports tried)" in ran.out


def test_no_time_is_a_limit_too(reference: Path) -> None:
    ran = overture("equilibria", reference / "models" / "flagship" / "S_core_X.efg", "--seconds", "0")
    assert ran.code == 1
    assert "0 s passed" in ran.out


@pytest.mark.parametrize("words", [("--steps", "1"), ("--seconds", "0")])
def test_a_signalling_game_cut_short_says_what_stands_in_the_list(beer: Path, words: tuple[str, str]) -> None:
    """Past the time nothing else is tried, so nothing else is said to be in it."""
    ran = overture("equilibria", beer, *words)
    assert ran.code == 1
    assert "perhaps not all" in ran.out
    assert ("starts lead to" in ran.out) == (words[0] == "--steps")


def test_a_file_that_is_no_game_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bad.efg"
    file.write_text("not a game")
    ran = overture("equilibria", file)
    assert ran.code == 2
    assert "bad.efg" in ran.err or "line 1" in ran.err


@pytest.mark.slow
def test_ctrl_c_prints_what_was_found(reference: Path) -> None:
    """The signal is sent once the search tells its progress, which it does on a terminal."""
    ran = interrupted("supports tried", "equilibria", reference / "models" / "flagship" / "S_full.efg")
    assert "interrupted" in ran.out
    assert ran.code == 1


def test_ctrl_c_after_the_search_keeps_what_was_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    """The truce has two entries; the signal comes while the second is certified."""
    real, calls = module.certify, iter(range(9))

    def certify(tree: Tree, assessment: Assessment) -> AssessmentCertificate:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return real(tree, assessment)

    monkeypatch.setattr(module, "certify", certify)
    found = module.equilibria(load(ROOT / "cases" / "truce").tree)
    assert not found.complete
    assert len(found.members) == 1
    assert "interrupted" in found.how
