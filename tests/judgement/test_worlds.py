"""A game in many worlds: the rows of a run are what is measured of the worlds that the case draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.case.draw import draw
from overture.case.load import Loaded
from overture.errors import OvertureError
from overture.judgement.worlds.pose import pose
from overture.judgement.worlds.task import BLOCK
from overture.runs.run import run_plan
from tests.catalogue import REFERENCE
from tests.cli.run import ROOT

CASE = ROOT / "cases" / "freeze-for-relief"
CORE = {"talk": False, "who": "X"}
CHEATS = 'conduct == "cheat"'
FEW = 40


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return ov.load_case(CASE)


def test_along_the_path_a_row_is_the_solution_of_its_world(loaded: Loaded) -> None:
    found = ov.run_worlds(loaded, 1500, shape=CORE, events=[CHEATS], chunk=2048)
    frame = found.to_frame()
    drawn = draw(loaded.parameters, 1500, 1)
    for name in found.plan.ranges:
        assert frame[name].to_numpy().tobytes() == drawn[name].tobytes()
    rows = np.r_[:10, BLOCK : BLOCK + 10, 1490:1500]
    tree = (
        ov.models.find("freeze-for-relief")
        .shape(**CORE)
        .tree({name: each[rows] for name, each in drawn.items()})
    )
    solution = ov.solve(tree, threads=1)
    assert np.array_equal(frame.value_Leader[rows], solution.value[:, 0])
    assert np.array_equal(frame.value_Counterpart[rows], solution.value[:, 1])
    assert np.array_equal(frame[CHEATS][rows], ov.probability(tree, solution.strategy, CHEATS))
    assert np.array_equal(frame.regret[rows], solution.max_regret)
    assert frame.solved.all()
    assert frame.world.tolist() == list(range(1500))


def test_by_all_equilibria_a_row_has_their_ends(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "overture.judgement.worlds.task.BLOCK", 16
    )  # the search of 1,024 worlds takes seconds
    monkeypatch.setattr("overture.judgement.worlds.pose.BLOCK", 16)
    one = ov.run_worlds(loaded, FEW, shape=CORE, events=[CHEATS], solver="all", chunk=16)
    two = ov.run_worlds(loaded, FEW, shape=CORE, events=[CHEATS], solver="all", chunk=32)
    assert one.digest() == two.digest()
    frame = one.to_frame()
    drawn = {name: each[:FEW] for name, each in draw(loaded.parameters, 64, 1).items()}
    tree = ov.models.find("freeze-for-relief").shape(**CORE).tree(drawn)
    lists = [ov.equilibria(tree.world(world)) for world in range(0, FEW, 7)]
    for world, members in zip(range(0, FEW, 7), lists, strict=True):
        assert frame.equilibria[world] == len(members.members)
        worth = np.array([member.value for member in members.members], dtype=float)
        assert frame["value_Counterpart low"][world] == pytest.approx(worth[:, 1].min(), abs=1e-9)
        assert frame["value_Counterpart high"][world] == pytest.approx(worth[:, 1].max(), abs=1e-9)
        assert frame[f"{CHEATS} low"][world] <= frame[f"{CHEATS} high"][world]
    assert frame.complete.all()
    assert (frame["value_Counterpart low"] < frame["value_Counterpart high"] - 1e-6).any()


def test_a_game_of_the_catalogue_is_drawn_from_ranges_that_are_given() -> None:
    found = ov.run_worlds("inspection", 64, ranges=_ranges(), chunk=1024)
    (name,) = found.plan.ranges
    assert np.ptp(found.column(name)) > 0
    assert found.column("solved").all()


def test_the_game_of_a_case_about_a_history_has_worlds_too() -> None:
    plan = pose(ROOT / "cases" / "long-freeze", ranges={"m": (0.2, 0.3, 0.4)})
    assert plan.settings["game"] == {"name": "long-freeze"}
    assert "m" in plan.ranges


def _ranges() -> dict[str, tuple[float, float, float]]:
    name, value = next(iter(ov.models.defaults("inspection").items()))
    return {name: (value * 0.9, value, value * 1.1)}


def _own(tmp_path: Path) -> Path:
    for name in ("plain.py", "plain.yaml"):
        (tmp_path / name).write_text((REFERENCE / "invalid" / name).read_text())
    return tmp_path / "plain.yaml"


def test_the_text_of_a_game_of_ones_own_travels_in_the_plan(tmp_path: Path) -> None:
    case = _own(tmp_path)
    plan = pose(case, chunk=1024)
    before = run_plan(plan, 64).digest()
    for file in tmp_path.iterdir():
        file.unlink()
    assert run_plan(plan, 64, workers=1).digest() == before


@pytest.mark.parametrize(
    ("id", "more"),
    [
        ("runs/solver", {"solver": "both"}),
        ("runs/chunk", {"chunk": 512}),
        ("runs/range", {"ranges": {"s": (1.0, 0.5, 2.0)}}),
        ("runs/range", {"ranges": {"S": (0.0, 0.5, 2.0)}}),
        (
            "runs/range",
            {
                "ranges": dict.fromkeys(
                    ["pi", "eps", "phi", "u_E", "q_thin", "f", "s", "l_X", "l_Y", "z_X"], (0.1, 0.1, 0.1)
                )
            },
        ),
        ("event/choice", {"events": ['conduct == "cheats"']}),
        ("telling/odds", {"ranges": {"q_thin": (0.5, 0.9, 2.0)}}),
        ("telling/shape-argument", {"shape": {"whom": "X"}}),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is_solved(
    id: str, more: dict[str, object], loaded: Loaded
) -> None:
    with pytest.raises(OvertureError) as told:
        pose(loaded, **{"shape": CORE, **more})  # type: ignore[arg-type]
    assert told.value.id == id
