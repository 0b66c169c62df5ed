"""The table of a run depends on the plan alone: not on workers, chunks, lengths, runs that were stopped, damaged files."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from overture.case.draw import draw, drawn_ranges
from overture.case.schema import Parameter
from overture.errors import SolveError
from overture.runs import parquet
from overture.runs.draws import MOST_WORLDS, drawn
from overture.runs.executors import apart
from overture.runs.lock import LOCK
from overture.runs.plan import check_worlds
from overture.runs.run import run_plan
from overture.runs.table import WorldTable, open_worlds
from overture.runs.work import Receipt, compute
from tests.runs import tasks
from tests.runs.checks import refused

WORLDS = 1000
scale = pytest.mark.skipif(parquet.find_spec("pyarrow") is None, reason="the extra scale is not installed")


@pytest.fixture(scope="module")
def table() -> WorldTable:
    return run_plan(tasks.plan(), WORLDS)


def test_worlds_of_chunks_are_those_drawn_at_once() -> None:
    ranges = {
        "a": Parameter.model_validate({"low": 0, "mode": 0.1, "high": 1, "why": "x", "picture": {"low": 0, "mode": 0, "high": 2}}),
        "b": Parameter(value=3.0),
        "c": Parameter.model_validate({"low": -1, "mode": 0, "high": 1, "why": "x", "picture": {"low": 0.5, "mode": 0.5, "high": 0.5}}),
        "d": Parameter.model_validate({"low": 2, "mode": 2, "high": 5, "why": "x"}),
    }  # fmt: skip
    whole = draw(ranges, WORLDS, 7)
    axes = drawn_ranges(ranges)
    assert list(axes) == ["a", "c", "d"]
    for count in (16, 64, 256):
        for first in (512, 0, 256, 768):  # backwards too
            part = drawn(axes, 7, first, count)
            for name in axes:
                assert part[name][: WORLDS - first].tobytes() == whole[name][first : first + count].tobytes()


def test_the_last_point_of_the_sequence_is_there_and_none_after_it() -> None:
    assert len(drawn(tasks.RANGES, 1, MOST_WORLDS - 16, 16)["x"]) == 16
    with refused("runs/worlds", "1,073,741,825"):
        check_worlds(MOST_WORLDS + 1)
    check_worlds(MOST_WORLDS)


@pytest.mark.parametrize("chunk", [16, 128, 1024])
def test_chunks_of_any_size_are_one_table(chunk: int, table: WorldTable) -> None:
    other = run_plan(tasks.plan(chunk=chunk), WORLDS)
    assert other.digest() == table.digest()
    assert other.extents(["z"])["z"].mean == pytest.approx(table.column("z").mean(), rel=1e-14)
    assert len(other.to_frame()) == WORLDS


def test_the_digest_sees_a_single_bit(table: WorldTable) -> None:
    other = run_plan(tasks.plan(), WORLDS)
    chunks = other.store.chunks  # type: ignore[attr-defined]
    changed = np.nextafter(chunks[3]["z"], np.inf, where=np.arange(64) == 5, out=chunks[3]["z"].copy())
    chunks[3] = {**chunks[3], "z": changed}
    assert other.digest() != table.digest()
    assert run_plan(tasks.plan(seed=4), WORLDS).digest() != table.digest()


def test_an_executor_of_ones_own_and_processes_give_the_same_bits(table: WorldTable) -> None:
    with ThreadPoolExecutor(3) as threads:
        assert run_plan(tasks.plan(), WORLDS, executor=threads).digest() == table.digest()
    assert run_plan(tasks.plan(), WORLDS, workers=1).digest() == table.digest()


@scale
def test_two_processes_write_what_one_would_have_kept(table: WorldTable, tmp_path: Path) -> None:
    receipts: list[Receipt] = []
    told: list[tuple[int, int]] = []
    found = run_plan(
        tasks.plan(), WORLDS, tmp_path / "s", workers=2, progress=lambda *at: told.append(at), receipt=receipts.append
    )  # fmt: skip
    assert found.digest() == table.digest()
    assert {each.process for each in receipts}.isdisjoint({os.getpid()})
    assert told == [(done, 16) for done in range(17)]
    assert all(each.columns is None and each.size > 0 for each in receipts)


@scale
def test_a_longer_run_goes_on_and_a_shorter_one_is_its_head(table: WorldTable, tmp_path: Path) -> None:
    run_plan(tasks.plan(), 300, tmp_path)
    receipts: list[Receipt] = []
    longer = run_plan(tasks.plan(), WORLDS, tmp_path, receipt=receipts.append)
    assert sorted(each.chunk for each in receipts) == list(range(5, 16))  # 300 worlds are 5 chunks of 64
    assert longer.digest() == table.digest()
    receipts.clear()
    head = run_plan(tasks.plan(), 300, tmp_path, receipt=receipts.append)
    assert not receipts
    assert head.to_frame().equals(table.to_frame().head(300))
    assert open_worlds(tmp_path).worlds == 1024
    assert open_worlds(tmp_path, WORLDS).digest() == table.digest()
    with refused("runs/few", "1,024"):
        open_worlds(tmp_path, 2000)


@scale
def test_what_is_damaged_or_cut_short_is_computed_anew(table: WorldTable, tmp_path: Path) -> None:
    run_plan(tasks.plan(), WORLDS, tmp_path)
    files = sorted((tmp_path / "chunks").iterdir())
    files[2].write_bytes(files[2].read_bytes()[:-7])
    files[4].write_bytes(b"")
    files[6].write_bytes(files[7].read_bytes())  # whole, and of another chunk
    files[9].unlink()
    left = tmp_path / "chunks" / f".{files[0].name}.0123"
    left.write_bytes(b"half of a chunk")
    receipts: list[Receipt] = []
    again = run_plan(tasks.plan(), WORLDS, tmp_path, receipt=receipts.append)
    assert sorted(each.chunk for each in receipts) == [2, 4, 6, 9]
    assert again.digest() == table.digest()
    assert not left.exists()


@scale
def test_a_changed_byte_within_a_page_is_noticed_when_it_is_read(tmp_path: Path) -> None:
    found = run_plan(tasks.plan(), WORLDS, tmp_path)
    file = sorted((tmp_path / "chunks").iterdir())[3]
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)
    with refused("runs/damaged", file.name, "Remove it"):
        found.digest()


@scale
def test_a_store_of_another_plan_is_refused_and_says_in_what_it_differs(tmp_path: Path) -> None:
    plan = tasks.plan()
    run_plan(plan, 64, tmp_path)
    for other, word in (
        (tasks.plan(seed=9), "seed 9, not 3"),
        (tasks.plan(chunk=32), "chunk 32, not 64"),
        (tasks.plan(settings={"factor": 3.0}), "other settings"),
        (replace(plan, ranges=dict(reversed(plan.ranges.items()))), "ranges in another order"),
        (replace(plan, versions=replace(plan.versions, numpy="1.0")), "numpy 1.0, not"),
        (replace(plan, versions=replace(plan.versions, package="")), "another text of the package"),
    ):
        with refused("runs/plan", word):
            run_plan(other, 64, tmp_path)
    receipts: list[Receipt] = []
    for _ in range(2):
        anew = run_plan(tasks.plan(seed=9), 64, tmp_path, fresh=True, receipt=receipts.append)
    assert len(receipts) == 2
    assert len(list((tmp_path / "chunks").iterdir())) == 1
    assert open_worlds(tmp_path).digest() == anew.digest()
    (tmp_path / "plan.json").write_text("{}")
    with refused("runs/store", "no plan can be read"):
        run_plan(plan, 64, tmp_path)


@scale
def test_no_store_is_made_among_other_things(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with refused("runs/store", "letter.txt"):
        run_plan(tasks.plan(), 64, tmp_path)
    with refused("runs/store", "a file"):
        run_plan(tasks.plan(), 64, tmp_path / "letter.txt")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["letter.txt"]


@scale
def test_one_run_at_a_time_and_the_lock_of_a_dead_one_is_taken_over(tmp_path: Path) -> None:
    run_plan(tasks.plan(), 64, tmp_path)
    assert not (tmp_path / LOCK).exists()
    held: list[str] = []

    def second(done: int, of: int) -> None:
        with refused("runs/lock", f"process {os.getpid()}"):
            run_plan(tasks.plan(), 64, tmp_path)
        held.append((tmp_path / LOCK).read_text())

    run_plan(tasks.plan(), 64, tmp_path, progress=second)
    (tmp_path / LOCK).write_text(held[0].replace(f'"pid": {os.getpid()}', f'"pid": {apart(os.getpid)}'))
    run_plan(tasks.plan(), 64, tmp_path)
    for elsewhere in (held[0].replace('"host": "', '"host": "not-'), "no lock of ours"):
        (tmp_path / LOCK).write_text(elsewhere)
        with refused("runs/lock"):
            run_plan(tasks.plan(), 64, tmp_path)


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may have more than 2,000 bytes: to who writes, as good as a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@scale
def test_a_full_disk_leaves_nothing_half_and_says_what_is_needed(tmp_path: Path, small_files: None) -> None:
    with refused("runs/space", "chunk 0 needs", "the 16 chunks that are missing"):
        run_plan(tasks.plan(), WORLDS, tmp_path)
    assert not list((tmp_path / "chunks").iterdir())


def test_a_fault_of_the_task_comes_back_whole_from_a_worker() -> None:
    with refused("solve/precision", "a fault of the task", "Mend it"):
        run_plan(tasks.plan("faulty", {"how": "fault"}), 128, workers=1)
    with refused("runs/task", "IndexError", "chunk 0 (worlds 0 to 63)"):
        run_plan(tasks.plan("faulty", {"how": "bug"}), 128)
    with refused("runs/columns", "x twice"):
        run_plan(tasks.plan("faulty", {"how": "twice"}), 128)


class OtherVersions(Executor):
    """Workers that have another numpy, and say so only when they are done."""

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        receipt = function(*given, **named)
        future.set_result(replace(receipt, versions=replace(receipt.versions, numpy="1.0")))
        return future


def test_a_worker_with_other_versions_is_refused_by_itself_and_by_the_run() -> None:
    plan = tasks.plan()
    other = replace(plan, versions=replace(plan.versions, numpy="1.0"))
    with refused("runs/mix", "numpy"):
        compute(other.as_text(), 0)
    with refused("runs/mix", "numpy 1.0, not"):
        run_plan(plan, 128, executor=OtherVersions())


class OtherDisk(Executor):
    """Workers that write to a disk of their own."""

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*given, **named))
        Path(given[2]).unlink()
        return future


@scale
def test_a_chunk_that_is_said_to_be_written_and_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overture.runs.store.LOOKS", 2)
    with refused("runs/path", "says that it wrote chunk 0", str(tmp_path)):
        run_plan(tasks.plan(), 128, tmp_path, executor=OtherDisk())


class GoneExecutor(Executor):
    """Workers that go away before they have done anything."""

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_workers_that_go_away_are_told_of() -> None:
    with refused("runs/lost", "chunk 0 (worlds 0 to 63) was cancelled"):
        run_plan(tasks.plan(), 64, executor=GoneExecutor())


def test_all_that_is_wrong_with_a_plan_is_said_at_once() -> None:
    with pytest.raises(SolveError) as told:
        tasks.planned("no:where", {"f": float("nan")}, {"x": tasks.DrawnRange(1, 1, 1)}, -1, 100)
    ids = [fault.id for fault in told.value.faults]
    assert ids == ["runs/task", "runs/range", "runs/chunk", "runs/seed", "runs/settings"]
    for worlds in (1, 0):
        with refused("runs/worlds"):
            run_plan(tasks.plan(), worlds)
    with refused("runs/workers"):
        run_plan(tasks.plan(), 64, workers=0)
    with refused("runs/workers"):
        run_plan(tasks.plan(), 64, workers=1, cluster="tcp://nowhere:1")
