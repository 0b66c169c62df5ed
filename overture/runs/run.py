"""A run: the chunks of a plan that are missing are computed, until all are there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from overture.errors import SolveError
from overture.runs.executors import GivenExecutor, Processes, Serial, Workers
from overture.runs.loop import Loop
from overture.runs.plan import Plan, check_worlds
from overture.runs.store import ChunkStore, MemoryStore, opened
from overture.runs.table import WorldTable
from overture.runs.work import Receipt, compute

Told = Callable[[int, int], None]
"""Called with how many chunks are there, and how many there will be."""


def run_plan(
    plan: Plan,
    worlds: int,
    store: str | Path | None = None,
    workers: int | None = None,
    cluster: str = "",
    executor: Executor | None = None,
    fresh: bool = False,
    progress: Told | None = None,
    receipt: Callable[[Receipt], None] | None = None,
) -> WorldTable:
    """Compute the worlds of a plan: those that the store lacks.

    Args:
        worlds: how many. store: a folder; in memory if left out.
        workers: processes of this machine. cluster: the address of a Dask scheduler. executor: any of
            ``concurrent.futures``. At most one of the three; this process if none is given. The table is the same.
        fresh: forget what the store has. progress, receipt: told of each chunk.

    Raises:
        SolveError: a number that is not allowed, more than one kind of workers, a task that fails, workers that keep
            dying, or that have other versions.
        FileError: what is wrong with the store. MissingExtra: the store or the cluster needs the extra ``scale``.
    """
    check_worlds(worlds)
    check_workers(workers, cluster, executor)

    def fill(kept: ChunkStore, folder: Path | None) -> WorldTable:
        found = workers_of(workers, cluster, executor, folder)
        try:
            jobs = _Chunks(kept, plan.chunks(worlds), progress, receipt)
            jobs.tell()
            Loop(jobs, found).carry_out(jobs.missing)
        finally:
            found.close()
        return WorldTable(plan, worlds, kept)

    if store is None:
        return fill(MemoryStore(plan), None)
    with opened(Path(store), plan, fresh) as kept:
        return fill(kept, kept.folder)


def check_workers(workers: int | None, cluster: str, executor: Executor | None) -> None:
    """Raise SolveError where more than one kind of workers is asked for, or less than one process."""
    if (workers is not None) + bool(cluster) + (executor is not None) > 1:
        allowed = "one of workers, cluster and executor"
        raise SolveError.of("runs/workers", "workers of more than one kind", "", allowed)
    if workers is not None and workers < 1:
        raise SolveError.of("runs/workers", f"{workers} workers", "workers", "a whole number from 1 on")


def workers_of(workers: int | None, cluster: str, executor: Executor | None, folder: Path | None) -> Workers:
    """The workers that were asked for; this process where none were."""
    if workers is not None:
        return Processes(workers)
    if executor is not None:
        return GivenExecutor(executor)
    if cluster:
        from overture.runs.cluster import DaskCluster

        return DaskCluster(cluster, folder)
    return Serial()


class _Chunks:
    """The chunks of a plan as jobs."""

    def __init__(
        self, store: ChunkStore, chunks: int, progress: Told | None, receipt: Callable[[Receipt], None] | None
    ) -> None:
        self.store, self.chunks = store, chunks
        self.progress, self.receipt = progress, receipt
        self.plan, self.text = store.plan, store.plan.as_text()
        present = store.present()
        self.missing = [chunk for chunk in range(chunks) if chunk not in present]
        self.done = chunks - len(self.missing)

    def call(self, job: int, left: int) -> tuple[Callable[..., Receipt], tuple[Any, ...]]:
        return compute, (self.text, job, self.store.file(job), left)

    def keep(self, job: int, receipt: Receipt) -> None:
        self.store.keep(receipt)
        self.done += 1
        if self.receipt is not None:
            self.receipt(receipt)
        self.tell()

    def named(self, job: int) -> str:
        first = job * self.plan.chunk
        return f"chunk {job} (worlds {first:,} to {first + self.plan.chunk - 1:,})"

    def tell(self) -> None:
        if self.progress is not None:
            self.progress(self.done, self.chunks)
