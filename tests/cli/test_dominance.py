"""``overture dominance`` and ``overture nash``: words, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overture.games.files.efg import write_efg
from overture.models.kuhn import kuhn
from tests.cli.run import overture
from tests.solvers.test_correlated import _chicken
from tests.solvers.test_dominance import arms_race


@pytest.fixture
def arms(tmp_path: Path) -> Path:
    file = tmp_path / "arms.efg"
    file.write_text(write_efg(arms_race(5)))
    return file


@pytest.fixture
def chicken(tmp_path: Path) -> Path:
    file = tmp_path / "chicken.efg"
    file.write_text(write_efg(_chicken()))
    return file


def test_the_order_of_elimination_is_told_round_by_round(arms: Path) -> None:
    ran = overture("dominance", arms)
    assert ran.code == 0
    assert (
        "Round 1\n   At build A | type of A=c1, A does not choose refrain: arm gives more, whatever happens."
        in ran.out
    )
    assert "Round 5" in ran.out
    assert "this is the only sequential equilibrium" in ran.out


def test_dominance_as_json(arms: Path) -> None:
    data = json.loads(overture("dominance", arms, "--json").out)
    assert {"game", "rounds", "removed", "weakly_dominated", "left", "solved"} <= set(data)
    first = data["removed"][0]
    assert first["round"] == 1
    assert first["by"] == {"arm": "1"}
    assert first["action"] == "refrain"


def test_nash_lists_the_extreme_equilibria(chicken: Path) -> None:
    ran = overture("nash", chicken)
    assert ran.code == 0
    assert "3 extreme Nash equilibria in 3 components" in ran.out
    data = json.loads(overture("nash", chicken, "--json").out)
    values = sorted(tuple(each["value"].values()) for each in data["extreme_nash"])
    assert values == [pytest.approx(each) for each in ((2, 7), (14 / 3, 14 / 3), (7, 2))]
    assert all(each["isolated"] for each in data["extreme_nash"])


def test_nash_tells_equilibria_apart_that_differ_off_the_path(reference: Path) -> None:
    """What is believed off the path is told of a sequential equilibrium only."""
    ran = overture("nash", reference / "models" / "games" / "M01a_beer_quiche.efg")
    entries = ran.out.split("\n\n")[1:]
    assert len(entries) == 4
    plays = {entry.split("\n", 1)[1].strip() for entry in entries}
    assert len(plays) == 4
    assert "at R:beer: always duel; believes weak/beer 1.00 (off the path)" in ran.out
    assert "at R:beer: duel 0.50, not 0.50 (off the path)" in ran.out


def test_nash_correlated(chicken: Path) -> None:
    ran = overture("nash", chicken, "--correlated")
    assert ran.code == 0
    assert "Row: 2 to 7" in ran.out
    data = json.loads(overture("nash", chicken, "--correlated", "--json").out)
    assert data["correlated"]["Column"] == pytest.approx([2, 7])


def test_a_game_of_three_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "three.efg"
    file.write_text(write_efg(_chicken(3)))
    ran = overture("nash", file)
    assert ran.code == 2
    assert "3 players" in ran.err
    assert overture("nash", file, "--correlated").code == 0


def test_a_game_that_dominance_does_not_touch(tmp_path: Path) -> None:
    file = tmp_path / "kuhn.efg"
    file.write_text(write_efg(kuhn.tree()))
    ran = overture("dominance", file)
    assert ran.code == 0
    assert "Left" in ran.out
