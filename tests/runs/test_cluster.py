"""Workers of a Dask cluster: the same bits, also where one of them is killed; what is not there is said in a sentence."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from overture.errors import MissingExtra
from overture.runs import cluster as cluster_module
from overture.runs import parquet
from overture.runs.cluster import FolderView, need_shared, view_folder
from overture.runs.run import run_plan
from overture.runs.work import Receipt
from tests.runs import tasks
from tests.runs.checks import chunks, lines, refused

distributed = pytest.mark.skipif(
    parquet.find_spec("distributed") is None or parquet.find_spec("pyarrow") is None,
    reason="the extra scale is not installed",
)
WORLDS = 1000


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two processes on this machine."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 10}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, scheduler_port=0) as local,
    ):
        yield local.scheduler_address


@distributed
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_bits_with_a_store_and_without(address: str, tmp_path: Path) -> None:
    digest = run_plan(tasks.plan(), WORLDS).digest()
    assert run_plan(tasks.plan(), WORLDS, cluster=address).digest() == digest
    receipts: list[Receipt] = []
    store = tmp_path / "store"
    assert run_plan(tasks.plan(), WORLDS, store, cluster=address, receipt=receipts.append).digest() == digest
    assert os.getpid() not in {each.process for each in receipts}
    assert len(receipts) == 16
    assert sorted(each.name for each in store.iterdir()) == ["chunks", "plan.json"]  # no probe is left


@distributed
@pytest.mark.filterwarnings("ignore")
def test_a_worker_of_the_cluster_is_killed_and_nothing_is_lost(address: str, tmp_path: Path) -> None:
    marks, store = tmp_path / "marks", tmp_path / "store"
    killed: list[int] = []

    def kill_one(done: int, of: int) -> None:
        if done >= 3 and not killed:
            killed.append(int(lines(marks)[-1]))
            os.kill(killed[0], signal.SIGKILL)

    plan = tasks.plan("marked", {"marks": str(marks), "rest": 0.1})
    found = run_plan(plan, WORLDS, store, cluster=address, progress=kill_one)
    assert killed
    assert found.digest() == run_plan(tasks.plan(), WORLDS).digest()
    assert len(chunks(store)) == 16


@distributed
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_goes_away_ends_the_run_with_what_is_written(tmp_path: Path) -> None:
    from distributed import LocalCluster

    plan = tasks.plan("marked", {"marks": str(tmp_path / "marks"), "rest": 0.1})
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, scheduler_port=0) as local:

        def lose(done: int, of: int) -> None:
            if done == 3:
                local.close()

        with refused("runs/lost", "run the same command again".capitalize()):
            run_plan(plan, WORLDS, tmp_path / "store", cluster=local.scheduler_address, progress=lose)
    assert 3 <= len(chunks(tmp_path / "store")) < 16
    assert sorted(each.name for each in (tmp_path / "store").iterdir()) == ["chunks", "plan.json"]


@distributed
@pytest.mark.filterwarnings("ignore")
def test_where_no_scheduler_answers_the_address_is_told_and_how_to_start_one() -> None:
    with refused("runs/cluster", "tcp://127.0.0.1:9", "dask scheduler"):
        run_plan(tasks.plan(), WORLDS, cluster="tcp://127.0.0.1:9")
    with refused("runs/cluster", "nothing of the kind"):
        run_plan(tasks.plan(), WORLDS, cluster="nothing of the kind")


class Elsewhere:
    """A cluster with two workers: one on this disk, one on another, which has the folder under the same path or has none."""

    def __init__(self, other: Callable[[str, str], FolderView | Exception]) -> None:
        self.other = other

    def run(self, function: Callable[..., Any], *given: Any, on_error: str) -> Mapping[str, Any]:
        assert on_error == "return"
        return {"tcp://a:1": function(*given), "tcp://b:1": self.other(*given)}


def test_a_folder_that_is_not_shared_is_refused_with_both_paths(tmp_path: Path) -> None:
    need_shared(Elsewhere(view_folder), tmp_path)
    need_shared(Elsewhere(view_folder), None)
    with refused("runs/path", str(tmp_path), "/mnt/b on far"):
        need_shared(Elsewhere(lambda path, token: FolderView("far", "/mnt/b", "")), tmp_path)
    # It sees the file, and writes to where we do not.
    with refused("runs/path", str(tmp_path)):
        need_shared(Elsewhere(lambda path, token: FolderView("far", "/mnt/b", f"{path}-far-1")), tmp_path)
    with refused("runs/worker", "tcp://b:1", "No module named 'overture'"):
        need_shared(Elsewhere(lambda path, token: ModuleNotFoundError("No module named 'overture'")), None)
    assert not list(tmp_path.iterdir())


def test_what_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, id, given in (
        (parquet, "runs/no-parquet", {"store": tmp_path / "s"}),
        (cluster_module, "runs/no-dask", {"cluster": "tcp://127.0.0.1:9"}),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, "find_spec", lambda name: None)
            with pytest.raises(MissingExtra, match=r"overture\[scale\]") as told:
                run_plan(tasks.plan(), 64, **given)  # type: ignore[arg-type]
            assert told.value.id == id
    assert not (tmp_path / "s").exists()
