"""An atlas of a case is solved in blocks: one map for any workers, from a store, and from a store that lacks a part."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from overture.case.load import Loaded, load
from overture.design import solved_cells
from overture.design.atlas import Atlas
from overture.judgement.mapped import map_case, side
from overture.runs import parquet
from overture.runs.pieces import PieceRun, RunOptions
from tests.cli.run import ROOT
from tests.judgement.plain_case import fined_case
from tests.runs.checks import refused

CELLS = 6
ARRAYS = (
    "exists",
    "selected",
    "complete",
    "x_cut",
    "y_cut",
    "x_turn",
    "y_turn",
    "strategy",
    "order",
    "weight",
    "cell",
)
scale = pytest.mark.skipif(parquet.find_spec("pyarrow") is None, reason="the extra scale is not installed")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A case in a game of its own file, with a number that moves his payoff beside the odds of his type."""
    return load(fined_case(tmp_path_factory.mktemp("plain")))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solved_cells, "BLOCK", 16)


def mapped(case: Loaded, run: RunOptions = RunOptions()) -> Atlas:  # noqa: B008 (it is frozen)
    return map_case(case, side(case, "bad"), side(case, "fine"), CELLS, threads=1, run=run).atlas


def alike(one: Atlas, other: Atlas) -> bool:
    arrays = [(getattr(one, name), getattr(other, name)) for name in ARRAYS]
    arrays += [(one.number[name], other.number[name]) for name in one.number]
    return one.classes == other.classes and all(a.tobytes() == b.tobytes() for a, b in arrays)


@scale
def test_a_map_is_the_same_for_any_workers_and_from_a_store(
    case: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, store = mapped(case), tmp_path / "store"
    assert len(alone.classes) > 1
    assert np.isfinite(alone.y_cut).any()
    runs: list[tuple[int, int]] = []
    close = PieceRun.close

    def noted(run: PieceRun) -> None:
        runs.append((run.computed, run.recalled))
        close(run)

    monkeypatch.setattr(PieceRun, "close", noted)
    assert alike(mapped(case, RunOptions(store, workers=1)), alone)
    with ThreadPoolExecutor(2) as pool:
        assert alike(mapped(case, RunOptions(executor=pool)), alone)
    assert alike(mapped(case, RunOptions(store)), alone)
    files = sorted((store / "pieces").iterdir())
    for file in files[::2]:
        file.unlink()
    files[1].write_bytes(files[1].read_bytes()[:100])  # cut short where the machine stopped
    assert alike(mapped(case, RunOptions(store)), alone)
    (first, _), (apart, _), again, (rest, kept) = runs[-4:]
    assert first == apart == len(files) > 4
    assert again == (0, len(files))
    assert rest == len(files[::2]) + 1
    assert kept == len(files) - rest
    shutil.copytree(store, tmp_path / "other")
    with refused("runs/plan", "other settings"):
        other = load(ROOT / "cases" / "freeze-for-relief")
        map_case(other, side(other, "pi"), side(other, "detection"), 2, run=RunOptions(tmp_path / "other"))
