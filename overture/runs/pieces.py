"""Work that is named piece by piece: what is asked is known only on the way, as in a search, or is no draw of worlds.

A piece is what a task is asked (data of JSON) and given (arrays). Its key is the digest of the plan and of all of that,
so a store keeps pieces under what they are, and the same question finds them again whoever asks it, in any order.
A task is a function ``task(settings, asked, given) -> {name: array}``; what it returns depends on these three alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from platform import node
from typing import Any

import numpy as np

from overture.errors import FileError
from overture.runs import parquet
from overture.runs.executors import Processes, Serial, Workers, cores
from overture.runs.loop import Loop
from overture.runs.plan import Plan, versions_of
from overture.runs.run import check_workers, workers_of
from overture.runs.store import PIECES, held, wait_for
from overture.runs.work import Columns, Receipt, memory_used, plan_of_a_worker, refuse_mix, write_columns

PAYS = (
    24  # pieces from which on it pays to start processes: each takes some seconds until it begins to compute
)
NAME = 24  # letters of the key in the name of a file
PieceTask = Callable[[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]], Columns]


@dataclass(frozen=True, repr=False)
class WorkPiece:
    """A piece of work: ``asked`` is data of JSON, ``given`` name -> array."""

    asked: Mapping[str, Any]
    given: Mapping[str, np.ndarray[Any, Any]]

    @cached_property
    def digest(self) -> str:
        """The sha256 of all that is asked and given."""
        whole = hashlib.sha256(json.dumps(self.asked, sort_keys=True, allow_nan=False).encode())
        for name in sorted(self.given):
            array = np.ascontiguousarray(self.given[name])
            whole.update(f"{name}:{array.dtype.str}:{array.shape};".encode())
            whole.update(array.tobytes())
        return whole.hexdigest()

    def key(self, plan: str) -> str:
        """The name of the piece in a store of the plan that has this key."""
        return hashlib.sha256(f"{plan}:{self.digest}".encode()).hexdigest()


def compute_piece(text: str, piece: WorkPiece, file: str = "", missing: int = 1) -> Receipt:
    """Compute a piece, on a worker.

    Args:
        text: the plan, as JSON. file: where the piece is written; empty where its columns are wanted back.
        missing: how many pieces are asked for and not there, this one among them: said where the disk is full.

    Raises:
        SolveError: this process has other versions than the plan. FileError: the disk is full.
    """
    begun = time.process_time()
    plan = plan_of_a_worker(text)
    here = versions_of(plan.task)
    refuse_mix(plan.versions, here, node())
    module, _, function = plan.task.partition(":")
    task: PieceTask = getattr(import_module(module), function)
    columns = {
        name: np.asarray(column) for name, column in task(plan.settings, piece.asked, piece.given).items()
    }
    rows = max((len(each) for each in columns.values()), default=0)
    size = _write_piece(Path(file), piece.key(plan.key), columns, missing) if file else 0
    return Receipt(
        0, rows, size, None if file else columns, time.process_time() - begun, memory_used(), node(), os.getpid(), here
    )  # fmt: skip


def _write_piece(file: Path, key: str, columns: Columns, missing: int) -> int:
    words = {"key": key, "lengths": json.dumps({name: len(each) for name, each in columns.items()})}
    return write_columns(file, columns, words, f"piece {file.stem}", missing)


class PieceStore:
    """One Parquet file a piece, ``pieces/<key>.parquet``. Columns of several lengths end in gaps."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.key = folder, plan.key

    def file(self, piece: WorkPiece) -> Path:
        """Where a piece is, or will be."""
        return self.folder / PIECES / f"{piece.key(self.key)[:NAME]}.parquet"

    def read(self, piece: WorkPiece) -> Columns | None:
        """The columns of a piece; None where it is not there, or its file was cut short."""
        file = self.file(piece)
        known = parquet.footer(file) if file.exists() else None
        if known is None or known[1].get("key") != piece.key(self.key):
            return None
        lengths: dict[str, int] = json.loads(known[1]["lengths"])
        return parquet.columns_of(file, list(lengths), lengths)

    def write(self, piece: WorkPiece, columns: Columns) -> None:
        """Write a piece whole, or not at all. Raises FileError where there is no room."""
        _write_piece(self.file(piece), piece.key(self.key), columns, 1)


class _Missing:
    """Pieces that the store lacks, as jobs."""

    def __init__(
        self, plan: Plan, pieces: Sequence[WorkPiece], store: PieceStore | None, done: Callable[[int], None]
    ) -> None:
        self.plan, self.text, self.pieces, self.store, self.done = plan, plan.as_text(), pieces, store, done
        self.found: dict[int, Columns] = {}

    def call(self, job: int, left: int) -> tuple[Callable[..., Receipt], tuple[Any, ...]]:
        piece = self.pieces[job]
        return compute_piece, (
            self.text,
            piece,
            "" if self.store is None else str(self.store.file(piece)),
            left,
        )

    def keep(self, job: int, receipt: Receipt) -> None:
        columns = receipt.columns
        if self.store is not None:
            file = self.store.file(self.pieces[job])
            wait_for(file, f"piece {file.stem}", receipt.host)
            columns = self.store.read(self.pieces[job])
        if columns is None:
            raise FileError.of("runs/damaged", "what a worker wrote cannot be read", self.named(job))
        self.found[job] = columns
        self.done(len(self.found))

    def named(self, job: int) -> str:
        return f"piece {self.pieces[job].key(self.plan.key)[:NAME]}"


class PieceRun:
    """Computes the pieces of a plan that its store lacks. The answer is the same with any workers.

    Workers are started when there is a call with two pieces to compute; a single one is computed by this process.

    Attributes:
        computed, recalled: how many pieces were computed, and how many found in the store.
    """

    def __init__(self, plan: Plan, store: PieceStore | None, start: Callable[[], Workers], pays: int) -> None:
        self.plan, self.store = plan, store
        self.computed = self.recalled = 0
        self._start, self._pays = start, pays
        self._workers: Workers | None = None

    def columns(
        self, pieces: Sequence[WorkPiece], progress: Callable[[int, int], None] | None = None
    ) -> list[Columns]:
        """The columns of each piece.

        Args:
            progress: called with how many of the pieces are there, and how many there are.

        Raises:
            SolveError: a task that fails, workers that keep dying, or that have other versions.
            FileError: what is wrong with the store.
        """
        found = [None if self.store is None else self.store.read(each) for each in pieces]
        first: dict[str, int] = {}
        for at, piece in enumerate(pieces):
            if found[at] is None:
                first.setdefault(piece.digest, at)
        self.recalled += sum(each is not None for each in found)
        lacking = [pieces[at] for at in first.values()]
        known = len(pieces) - len(lacking)

        def one_more(done: int) -> None:
            self.computed += 1
            if progress is not None:
                progress(known + done, len(pieces))

        if progress is not None:
            progress(known, len(pieces))
        jobs = _Missing(self.plan, lacking, self.store, one_more)
        if lacking:
            Loop(jobs, self._chosen(len(lacking))).carry_out(range(len(lacking)))
        new = {piece.digest: jobs.found[job] for job, piece in enumerate(lacking)}
        return [
            new[piece.digest] if each is None else each for each, piece in zip(found, pieces, strict=True)
        ]

    def recall(self, piece: WorkPiece) -> Columns | None:
        """What the store has of a piece that this process works out itself; None where it lacks it."""
        found = None if self.store is None else self.store.read(piece)
        self.recalled += found is not None
        return found

    def remember(self, piece: WorkPiece, columns: Columns) -> None:
        """Put into the store, where there is one, what this process has worked out."""
        if self.store is not None:
            self.store.write(piece, columns)

    def _chosen(self, lacking: int) -> Workers:
        if lacking < 2 or (self._workers is None and self.computed + lacking < self._pays):
            return Serial()
        return self.begin()

    def begin(self) -> Workers:
        """Start the workers, if they were not."""
        if self._workers is None:
            self._workers = self._start()
        return self._workers

    def close(self) -> None:
        """Let go of the workers."""
        if self._workers is not None:
            self._workers.close()


@dataclass(frozen=True)
class RunOptions:
    """Who computes, and where what was computed is kept. No answer depends on it.

    Attributes:
        store: a folder, from which a later run goes on; None keeps nothing.
        workers: processes of this machine. cluster: the address of a Dask scheduler. executor: any of
            ``concurrent.futures``. At most one of the three; this process if none is given.
        fresh: forget what the store has, also of another plan.
        by_itself: where no workers are named, start as many processes as there are cores once there is so much to compute
            that it pays, by the number of pieces.
    """

    store: str | Path | None = None
    workers: int | None = None
    cluster: str = ""
    executor: Executor | None = None
    fresh: bool = False
    by_itself: bool = False

    @property
    def named(self) -> bool:
        """Whether workers are named."""
        return self.workers is not None or bool(self.cluster) or self.executor is not None

    def started(self, folder: Path | None) -> Workers:
        """The workers, begun."""
        if not self.named and self.by_itself and cores() > 1:
            return Processes(cores())
        return workers_of(self.workers, self.cluster, self.executor, folder)


ALONE = RunOptions()


@contextmanager
def piece_run(plan: Plan, options: RunOptions = ALONE, pays: int | None = None) -> Iterator[PieceRun]:
    """Pieces of a plan are computed inside.

    Args:
        pays: how many pieces pay for starting processes where no workers are named; ``PAYS`` if left out.

    Raises:
        SolveError: more than one kind of workers. FileError: what is wrong with the store.
        MissingExtra: the store or the cluster needs the extra ``scale``.
    """
    check_workers(options.workers, options.cluster, options.executor)
    least = PAYS if pays is None else pays

    def run(kept: PieceStore | None) -> Iterator[PieceRun]:
        folder = None if kept is None else kept.folder
        found = PieceRun(plan, kept, lambda: options.started(folder), 0 if options.named else least)
        if options.cluster:  # a scheduler that is not there is said at once
            found.begin()
        try:
            yield found
        finally:
            found.close()

    if options.store is None:
        yield from run(None)
        return
    with held(Path(options.store), plan, PIECES, options.fresh) as folder:
        yield from run(PieceStore(folder, plan))


__all__ = ["ALONE", "PieceRun", "PieceStore", "RunOptions", "WorkPiece", "compute_piece", "piece_run"]
