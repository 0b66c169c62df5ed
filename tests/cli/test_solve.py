"""``overture solve``: JSON of the agreed shape, exit codes, one clear sentence for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.run import overture

ENTRY = """EFG 2 R "Entry" { "Entrant" "Incumbent" }
""
p "" 1 1 "start" { "in" "out" } 0
p "" 2 1 "entered" { "fight" "yield" } 0
t "" 1 "" { -1, -1 }
t "" 2 "" { 1, 1 }
t "" 3 "" { 0, 2 }
"""


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    file = tmp_path / "entry.efg"
    file.write_text(ENTRY)
    return file


def test_json(entry: Path) -> None:
    ran = overture("solve", entry, "--json")
    assert ran.code == 0
    told = json.loads(ran.out)
    keys = ["solved", "status", "max_regret", "local_share", "precision", "value", "infosets", "undetermined"]
    assert list(told) == ["game", "players", "method", *keys]
    assert told["solved"] is True
    assert told["status"].startswith("solved")
    assert told["local_share"] < 1e-9
    assert told["game"] == "Entry"
    assert told["precision"] is None
    assert told["max_regret"] < 1e-9
    assert told["value"] == {"Entrant": pytest.approx(1), "Incumbent": pytest.approx(1)}
    first, second = told["infosets"]
    assert list(first) == ["player", "number", "label", "actions", "strategy", "belief", "reach", "regret"]
    assert (first["player"], first["number"], first["label"]) == ("Entrant", 1, "start")
    assert first["strategy"] == pytest.approx([1, 0])
    assert (second["player"], second["number"], second["actions"]) == ("Incumbent", 1, ["fight", "yield"])
    assert second["strategy"] == pytest.approx([0, 1])
    assert second["belief"] == [1.0]


def test_precision(entry: Path) -> None:
    """At precision 2 the incumbent yields with odds exp(2 * (1 - -1)): the logit rule, by hand."""
    told = json.loads(overture("solve", entry, "--precision", 2, "--json").out)
    assert told["precision"] == pytest.approx(2)
    odds = told["infosets"][1]["strategy"][1] / told["infosets"][1]["strategy"][0]
    assert odds == pytest.approx(54.598150, rel=1e-6)


def test_words(entry: Path) -> None:
    ran = overture("solve", entry)
    assert ran.code == 0
    assert "Incumbent" in ran.out
    assert "yield" in ran.out
    assert "largest regret" in ran.out


def test_a_strategic_game(tmp_path: Path) -> None:
    file = tmp_path / "coin.nfg"
    file.write_text('NFG 1 R "coin" { "One" "Two" } { { "a" "b" } { "a" "b" } }\n\n1 0 0 1 0 1 1 0\n')
    ran = overture("solve", file)
    assert ran.code == 0
    assert "Value: One 0.5, Two 0.5" in ran.out


def test_a_folder_is_a_case(tmp_path: Path) -> None:
    ran = overture("solve", tmp_path)
    assert ran.code == 2
    assert f"{tmp_path / 'case.yaml'}: there is no such file (a case file)" in ran.err


def test_no_such_file(tmp_path: Path) -> None:
    ran = overture("solve", tmp_path / "gone.efg")
    assert ran.code == 2
    assert "there is no such file" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert ran.out == ""


def test_bad_file(entry: Path) -> None:
    entry.write_text(ENTRY.replace('{ "fight" "yield" }', '{ "fight" }'))
    ran = overture("solve", entry)
    assert ran.code == 2
    assert "entry.efg" in ran.err
    assert "Traceback" not in ran.err


def test_bad_precision(entry: Path) -> None:
    assert overture("solve", entry, "--precision", "-1").code == 2


def test_every_reference_game(reference: Path) -> None:
    """A sample of the reference games through the command itself."""
    for file in sorted((reference / "models" / "games").glob("M0[14]*.efg")):
        told = json.loads(overture("solve", file, "--json").out)
        assert told["max_regret"] < 1e-8, file.name
