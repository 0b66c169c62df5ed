"""Runs and workers that are killed: nothing is lost but what was being computed, and nobody stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from overture.errors import SolveError
from overture.runs import parquet
from overture.runs.draws import drawn
from overture.runs.lock import LOCK, begun
from overture.runs.loop import DEATHS
from overture.runs.run import run_plan
from overture.runs.work import Receipt
from tests.cli.run import ROOT
from tests.runs import tasks
from tests.runs.checks import chunks, lines, refused, until

WORLDS = 1000  # 16 chunks of 64

pytestmark = pytest.mark.skipif(
    parquet.find_spec("pyarrow") is None or sys.platform == "win32",
    reason="needs the extra scale, and signals",
)

RUN = """
import sys
from tests.runs import tasks
from overture.runs.run import run_plan

if __name__ == "__main__":
    plan = tasks.plan("marked", {"marks": sys.argv[1], "rest": 0.3})
    run_plan(plan, 1000, sys.argv[2], workers=2)
"""


def started(tmp_path: Path) -> tuple[subprocess.Popen[bytes], Path, Path]:
    """A run of two slow workers that has written a few chunks; its marks; its store."""
    marks, store, script = tmp_path / "marks", tmp_path / "store", tmp_path / "run.py"
    script.write_text(RUN)
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    child = subprocess.Popen(
        [sys.executable, str(script), str(marks), str(store)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert until(lambda: len(chunks(store)) >= 3 and len(set(lines(marks))) == 2)
    return child, marks, store


def test_a_run_that_is_killed_leaves_no_worker_and_is_gone_on_from(tmp_path: Path) -> None:
    child, marks, store = started(tmp_path)
    workers = {int(each): begun(int(each)) for each in lines(marks)}
    child.kill()
    child.wait()
    assert until(lambda: not any(then and begun(worker) == then for worker, then in workers.items()))
    whole = len(chunks(store))
    assert 3 <= whole < 16
    assert (store / LOCK).exists()
    receipts: list[Receipt] = []
    plan = tasks.plan("marked", {"marks": str(marks), "rest": 0.3})
    found = run_plan(plan, WORLDS, store, receipt=receipts.append)
    assert len(receipts) == 16 - whole
    assert found.digest() == run_plan(tasks.plan(), WORLDS).digest()


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    child, marks, store = started(tmp_path)
    os.kill(int(lines(marks)[-1]), signal.SIGKILL)
    assert child.wait() == 0
    assert len(set(lines(marks))) >= 3
    plan = tasks.plan("marked", {"marks": str(marks), "rest": 0.3})
    receipts: list[Receipt] = []
    assert (
        run_plan(plan, WORLDS, store, receipt=receipts.append).digest()
        == run_plan(tasks.plan(), WORLDS).digest()
    )
    assert not receipts


FATAL = 3


def deadly(tmp_path: Path, times: int, rest: float = 0.0) -> tasks.Plan:
    """A plan of which one chunk kills its worker so many times, while the others take their time."""
    first = float(drawn(tasks.RANGES, 3, FATAL * 64, 64)["x"][0])
    return tasks.plan(
        "deadly", {"marks": str(tmp_path / "marks"), "fatal": first, "times": times, "rest": rest}
    )


def test_a_chunk_that_kills_its_workers_is_given_up_by_name_and_not_the_one_beside_it(tmp_path: Path) -> None:
    with refused("runs/broken", "chunk 3 (worlds 192 to 255)", f"{DEATHS} times"):
        run_plan(deadly(tmp_path, DEATHS + 1, rest=0.5), WORLDS, tmp_path / "store", workers=2)
    assert len(lines(tmp_path / "marks")) == DEATHS
    assert not (tmp_path / "store" / LOCK).exists()


def test_a_chunk_that_kills_a_few_workers_is_computed_in_the_end(tmp_path: Path) -> None:
    found = run_plan(deadly(tmp_path, 2), WORLDS, workers=2)
    assert found.digest() == run_plan(tasks.plan(), WORLDS).digest()
    assert len(lines(tmp_path / "marks")) == 3


def test_an_executor_of_the_callers_is_not_made_anew(tmp_path: Path) -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(SolveError, match=r"died\. What is computed is kept") as told,
    ):
        run_plan(deadly(tmp_path, 9), WORLDS, executor=pool)
    assert told.value.id == "runs/broken"
