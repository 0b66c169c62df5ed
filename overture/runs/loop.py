"""The loop of all work that is handed out: jobs go to workers in order, and are done again where a worker dies."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from typing import Any, Protocol

from overture.errors import OvertureError, SolveError
from overture.runs.executors import Processes, Workers
from overture.runs.plan import Plan
from overture.runs.work import Receipt, refuse_mix

DEATHS = 5  # of the workers of one job, before it is given up


class Jobs(Protocol):
    """Work in jobs, each with a number."""

    plan: Plan
    """Of which they are: its task does a job, its versions are what every worker must have."""

    def call(self, job: int, left: int) -> tuple[Callable[..., Receipt], tuple[Any, ...]]:
        """The function that a worker calls, and what it is given; ``left``: how many jobs are not done, this one among them."""

    def keep(self, job: int, receipt: Receipt) -> None:
        """Take what a worker has computed."""

    def named(self, job: int) -> str:
        """The job in words, for an error."""


class Loop:
    """Hands out jobs until all are done. A job whose worker died is done again, alone, so that it is known which one kills workers."""

    def __init__(self, jobs: Jobs, workers: Workers) -> None:
        self.jobs, self.workers = jobs, workers
        self.out: dict[Future[Receipt], int] = {}
        self.suspect: deque[int] = deque()
        self.deaths: Counter[int] = Counter()

    def carry_out(self, numbers: Iterable[int]) -> None:
        """Do these jobs, in order.

        Raises:
            SolveError: a task that fails, workers that keep dying, or that have other versions.
        """
        missing = deque(numbers)
        try:
            while missing or self.suspect or self.out:
                lost = self._hand_out(missing)
                if self.out:
                    ready, _ = wait(self.out, return_when=FIRST_COMPLETED)
                    in_order = sorted(ready, key=self.out.__getitem__)
                    lost += [job for future in in_order for job in self._taken(future)]
                if lost:
                    self._go_on_without(lost)
        finally:
            for future in self.out:  # of work that failed: nobody will ask for these
                future.cancel()

    def _hand_out(self, missing: deque[int]) -> list[int]:
        """Submit what may be out at once; returns a job that no worker would take, since they are dead."""
        most = 1 if self.suspect else self.workers.capacity()
        while (self.suspect or missing) and len(self.out) < most:
            left = len(missing) + len(self.suspect) + len(self.out)
            job = (self.suspect or missing).popleft()
            function, given = self.jobs.call(job, left)
            try:
                future = self.workers.submit(function, *given)
            except BrokenExecutor:
                return [job]
            self.out[future] = job
        return []

    def _taken(self, future: Future[Receipt]) -> list[int]:
        """Keep what a worker has computed; returns the job if its worker died instead."""
        job = self.out.pop(future)
        try:
            receipt = future.result()
        except OvertureError:
            raise
        except CancelledError as error:
            raise SolveError.of(
                "runs/lost", f"{self.jobs.named(job)} was cancelled: the workers, or their scheduler, went away", "", "",
                "run the same command again: it goes on from what is written",
            ) from error  # fmt: skip
        except Exception as error:
            if _died(error):
                return [job]
            raise SolveError.of(
                "runs/task",
                f"{type(error).__name__}: {error}",
                f"{self.jobs.plan.task}, {self.jobs.named(job)}",
            ) from error
        refuse_mix(self.jobs.plan.versions, receipt.versions, receipt.host)
        self.jobs.keep(job, receipt)
        return []

    def _go_on_without(self, lost: list[int]) -> None:
        """New workers for what was lost with the old ones; raise where a job has cost too many."""
        if self.out and isinstance(self.workers, Processes):  # all futures of a broken pool end at once
            wait(self.out)
            lost += [job for future in list(self.out) for job in self._taken(future)]
        self.deaths.update(lost)
        worst = min(lost, key=lambda job: (-self.deaths[job], job))
        if self.deaths[worst] >= DEATHS or not self.workers.restart():
            times = self.deaths[worst]
            who = f"the worker of {self.jobs.named(worst)} died"
            raise SolveError.of(
                "runs/broken",
                f"{who} {times} times" if times > 1 else who,
                self.jobs.plan.task,
                "",
                "what is computed is kept; workers die of too little memory, or, in a script that starts processes, "
                'where it does not begin with: if __name__ == "__main__":',
            )
        self.suspect.extend(sorted(lost))


def _died(error: Exception) -> bool:
    """Whether an error says that a worker died, not that the task failed (Dask's own is known by its name alone)."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"
