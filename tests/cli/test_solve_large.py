"""``overture solve`` on a larger game: where to stop, and saying so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overture.games.files.efg import write_efg
from overture.models.crisis import DEFAULTS, crisis
from tests.cli.run import overture


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("games") / "crisis.efg"
    written.write_text(write_efg(crisis.shape(periods=3).tree(DEFAULTS)))
    return written


def test_the_limit_without_more_words(file: Path) -> None:
    ran = overture("solve", file, "--json")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert told["precision"] is None
    assert told["max_regret"] < 1e-9
    assert len(told["infosets"]) == 416


def test_to_a_regret(file: Path) -> None:
    ran = overture("solve", file, "--regret", "1e-3", "--json")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert told["precision"] > 1
    assert 1e-6 < told["max_regret"] < 0.1  # a thousandth of the payoff range, which is above ten


def test_out_of_time_is_solved_in_part(file: Path) -> None:
    ran = overture("solve", file, "--seconds", "0")
    assert ran.code == 1
    assert "stopped early" in ran.out


def test_a_regret_that_makes_no_sense(file: Path) -> None:
    ran = overture("solve", file, "--regret", "0")
    assert ran.code == 2
    assert "a number above 0" in ran.err
