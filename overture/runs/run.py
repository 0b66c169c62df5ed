"""A run: hand out the chunks that are missing, in order, until all are there; go on where workers die."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from pathlib import Path

from overture.errors import OvertureError, SolveError
from overture.runs.executors import GivenExecutor, Processes, Serial, Workers
from overture.runs.plan import Plan, check_worlds
from overture.runs.store import ChunkStore, MemoryStore, opened
from overture.runs.table import WorldTable
from overture.runs.work import Receipt, compute, refuse_mix

DEATHS = 5  # of the workers of one chunk, before it is given up
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
        found = _found(workers, cluster, executor, folder)
        try:
            _Loop(kept, found, plan.chunks(worlds), progress, receipt).carry_out()
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


def _found(workers: int | None, cluster: str, executor: Executor | None, folder: Path | None) -> Workers:
    """The workers that were asked for."""
    if workers is not None:
        return Processes(workers)
    if executor is not None:
        return GivenExecutor(executor)
    if cluster:
        from overture.runs.cluster import DaskCluster

        return DaskCluster(cluster, folder)
    return Serial()


class _Loop:
    """The loop. A chunk whose worker died is computed again, alone, so that it is known which one kills workers."""

    def __init__(
        self,
        store: ChunkStore,
        workers: Workers,
        chunks: int,
        progress: Told | None,
        receipt: Callable[[Receipt], None] | None,
    ) -> None:
        self.store, self.workers, self.chunks = store, workers, chunks
        self.progress, self.receipt = progress, receipt
        self.plan, self.text = store.plan, store.plan.as_text()
        self.out: dict[Future[Receipt], int] = {}
        self.suspect: deque[int] = deque()
        self.deaths: Counter[int] = Counter()
        self.done = 0

    def carry_out(self) -> None:
        """Until every chunk is there."""
        present = self.store.present()
        missing = deque(chunk for chunk in range(self.chunks) if chunk not in present)
        self.done = self.chunks - len(missing)
        self._tell()
        try:
            while missing or self.suspect or self.out:
                lost = self._hand_out(missing)
                if self.out:
                    ready, _ = wait(self.out, return_when=FIRST_COMPLETED)
                    lost += [chunk for future in ready for chunk in self._taken(future)]
                if lost:
                    self._go_on_without(lost)
        finally:
            for future in self.out:  # of a run that failed: nobody will ask for these
                future.cancel()

    def _hand_out(self, missing: deque[int]) -> list[int]:
        """Submit what may be out at once; returns a chunk that no worker would take, since they are dead."""
        most = 1 if self.suspect else self.workers.capacity()
        while (self.suspect or missing) and len(self.out) < most:
            chunk = (self.suspect or missing).popleft()
            left = self.chunks - self.done
            try:
                future = self.workers.submit(compute, self.text, chunk, self.store.file(chunk), left)
            except BrokenExecutor:
                return [chunk]
            self.out[future] = chunk
        return []

    def _taken(self, future: Future[Receipt]) -> list[int]:
        """Keep what a worker has computed; returns the chunk if its worker died instead."""
        chunk = self.out.pop(future)
        try:
            receipt = future.result()
        except OvertureError:
            raise
        except CancelledError as error:
            raise SolveError.of(
                "runs/lost", f"chunk {chunk} was cancelled: the workers, or their scheduler, went away", "", "",
                "run the same command again: it goes on from what is written",
            ) from error  # fmt: skip
        except Exception as error:
            if _died(error):
                return [chunk]
            raise SolveError.of(
                "runs/task", f"{type(error).__name__}: {error}", f"{self.plan.task}, {self._named(chunk)}"
            ) from error
        refuse_mix(self.plan.versions, receipt.versions, receipt.host)
        self.store.keep(receipt)
        self.done += 1
        if self.receipt is not None:
            self.receipt(receipt)
        self._tell()
        return []

    def _go_on_without(self, lost: list[int]) -> None:
        """New workers for what was lost with the old ones; raise where a chunk has cost too many."""
        if self.out and isinstance(self.workers, Processes):  # all futures of a broken pool end at once
            wait(self.out)
            lost += [chunk for future in list(self.out) for chunk in self._taken(future)]
        self.deaths.update(lost)
        worst = min(lost, key=lambda chunk: (-self.deaths[chunk], chunk))
        if self.deaths[worst] >= DEATHS or not self.workers.restart():
            times = self.deaths[worst]
            raise SolveError.of(
                "runs/broken",
                f"the worker of {self._named(worst)} died {times} times" if times > 1 else f"the worker of {self._named(worst)} died",
                self.plan.task,
                "",
                "what is computed is kept; workers die of too little memory, or, in a script that starts processes, "
                'where it does not begin with: if __name__ == "__main__":',
            )  # fmt: skip
        self.suspect.extend(sorted(lost))

    def _named(self, chunk: int) -> str:
        first = chunk * self.plan.chunk
        return f"chunk {chunk} (worlds {first:,} to {first + self.plan.chunk - 1:,})"

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(self.done, self.chunks)


def _died(error: Exception) -> bool:
    """Whether an error says that a worker died, not that the task failed (Dask's own is known by its name alone)."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"
