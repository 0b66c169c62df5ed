"""Pieces of work: the same columns whoever computes them, kept under what they are, computed once."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from overture.errors import SolveError
from overture.runs import parquet, pieces
from overture.runs.pieces import RunOptions, WorkPiece, piece_run
from overture.runs.run import run_plan
from overture.runs.table import open_worlds
from tests.runs import tasks
from tests.runs.checks import lines, refused

scale = pytest.mark.skipif(parquet.find_spec("pyarrow") is None, reason="the extra scale is not installed")
signals = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def asked(count: int = 5) -> list[WorkPiece]:
    return [
        WorkPiece({"times": times}, {"x": np.linspace(0.0, 1.0, 3 + times) ** 2})
        for times in range(1, count + 1)
    ]


def found(options: RunOptions, of: list[WorkPiece] | None = None) -> list[dict[str, bytes]]:
    with piece_run(tasks.piece_plan(), options) as run:
        columns = run.columns(of or asked())
    return [{name: each[name].tobytes() for name in ("sum", "above")} for each in columns]


def test_any_workers_give_the_same_columns(tmp_path: Path) -> None:
    alone = found(RunOptions())
    assert len({each["sum"] for each in alone}) == 5
    assert found(RunOptions(workers=2)) == alone
    with ThreadPoolExecutor(3) as pool:
        assert found(RunOptions(executor=pool)) == alone
    assert found(RunOptions(), asked()[::-1]) == alone[::-1]


@scale
def test_a_store_gives_back_what_was_computed_and_computes_what_is_missing(tmp_path: Path) -> None:
    options = RunOptions(tmp_path / "store")
    alone = found(RunOptions())
    assert found(options, asked(3)) == alone[:3]
    files = sorted((tmp_path / "store" / "pieces").iterdir())
    files[0].write_bytes(files[0].read_bytes()[:-40])  # cut short
    with piece_run(tasks.piece_plan(), options) as run:
        columns = run.columns([*asked(), asked()[4]])
        assert (run.computed, run.recalled) == (3, 2)
    assert [each["sum"].tobytes() for each in columns] == [each["sum"] for each in [*alone, alone[4]]]
    assert [len(each["above"]) for each in columns] == [4, 5, 6, 7, 8, 8]
    assert columns[0]["above"].dtype == np.bool_
    with piece_run(tasks.piece_plan(), options) as run:
        run.columns(asked())
        assert (run.computed, run.recalled) == (0, 5)


@scale
def test_a_store_of_another_plan_is_refused_and_begun_anew_where_that_is_asked(tmp_path: Path) -> None:
    store = tmp_path / "store"
    found(RunOptions(store))
    other = tasks.piece_plan(settings={"factor": 3.0})
    with refused("runs/plan", "other settings", "the same plan"), piece_run(other, RunOptions(store)):
        pass
    with refused("runs/plan", "chunk 64, not 0"):
        run_plan(tasks.plan(), 64, store)
    with refused("runs/store", "pieces of", "a store of worlds"):
        open_worlds(store)
    with piece_run(other, RunOptions(store, fresh=True)) as run:
        assert run.columns(asked()) != []
        assert run.computed == 5


def test_a_piece_is_named_by_all_that_is_asked_and_given() -> None:
    one = asked(1)[0]
    others = [
        WorkPiece({"times": 2}, one.given),
        WorkPiece(one.asked, {"x": one.given["x"] + 1e-16 * 8}),
        WorkPiece(one.asked, {"y": one.given["x"]}),
        WorkPiece(one.asked, {"x": one.given["x"].reshape(2, 2)}),
    ]
    assert len({each.digest for each in [one, *others]}) == 5
    assert one.key("a") != one.key("b")


def test_what_is_asked_twice_is_computed_once_and_a_single_piece_by_this_process() -> None:
    with piece_run(tasks.piece_plan(), RunOptions(workers=1)) as run:
        (alone,) = run.columns(asked(1))
        assert alone["who"][0] == os.getpid()
        twice = run.columns([*asked(2), *asked(2)])
        assert run.computed == 3
        assert os.getpid() not in {int(each["who"][0]) for each in twice}


def test_processes_are_started_by_the_number_of_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PAYS", 6)
    monkeypatch.setattr(pieces, "cores", lambda: 2)
    with piece_run(tasks.piece_plan(), RunOptions(by_itself=True)) as run:
        assert {int(each["who"][0]) for each in run.columns(asked(5))} == {os.getpid()}
        assert os.getpid() not in {int(each["who"][0]) for each in run.columns(asked(2))}
    monkeypatch.setattr(pieces, "cores", lambda: 1)
    with piece_run(tasks.piece_plan(), RunOptions(by_itself=True)) as run:
        assert {int(each["who"][0]) for each in run.columns(asked(7))} == {os.getpid()}


@signals
def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    plan = tasks.piece_plan(
        "deadly_piece", {"marks": str(marks), "died": str(tmp_path / "died"), "rest": 0.0}
    )
    with piece_run(plan, RunOptions(workers=2)) as run:
        columns = run.columns(asked())
    assert [each["sum"].tobytes() for each in columns] == [each["sum"] for each in found(RunOptions())]
    assert (tmp_path / "died").exists()
    assert len(lines(marks)) >= 6


def test_a_task_that_fails_is_told_with_its_piece() -> None:
    with piece_run(tasks.piece_plan()) as run, pytest.raises(SolveError) as told:
        run.columns([WorkPiece({}, {"x": np.zeros(2)})])
    assert told.value.id == "runs/task"
    assert "KeyError: 'times'" in str(told.value)
    assert "piece " in str(told.value)
