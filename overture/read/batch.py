"""Many files at once: processes that each load the reader once, and a parent that no document can stop.

Every worker has a pipe of its own and one file at a time. A worker that dies or takes too long takes only its
file with it: the file is told as failed and a new worker goes on. Workers leave interrupts to the parent.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from overture.errors import Fault, MissingExtra, OvertureError
from overture.read.document import ReadableDocument, load_document
from overture.read.formats.kinds import SCANNED
from overture.read.formats.pages.scan import MOST_SCANNED, available
from overture.read.languages.table import CODES, languages_told
from overture.read.lexicon import Lexicon, load_lexicon
from overture.read.parsing.model import find
from overture.read.reading import DocumentReading, LoadedReader, load_reader

WORTH = 60
"""Files for which one more process is worth its start (two to four seconds to load a model)."""
PATIENCE = 120.0
"""Seconds that a worker may take over one file, beyond one second for every :data:`PACE` bytes."""
PACE = 10_000
PATIENCE_RECOGNISING = 60.0 * MOST_SCANNED
"""Seconds more for a file whose pages may have to be recognised: a minute a page, in all four directions."""
LIFE = 2_000
"""Files after which a worker is replaced: a parser's store of words grows with every text."""

Tell = Callable[[int, int, str], None]
"""(done, of, path of the last)"""


@dataclass(frozen=True)
class Choice:
    """Which reader: a model by name, none at all (``plain_only``), a user's words and rows of frames beside the own."""

    model: str | None = None
    plain_only: bool = False
    lexicon: Path | None = None
    frames: Path | None = None

    def load(self) -> LoadedReader:
        return load_reader(self.model, plain_only=self.plain_only, lexicon=self.lexicon, frames=self.frames)

    def words(self) -> Lexicon:
        return load_lexicon(self.lexicon, self.frames)


@dataclass(frozen=True)
class Failure:
    """A file that could not be read, and why."""

    path: str
    faults: tuple[Fault, ...]
    missing: bool = False
    """The file is sound; a library that reads such files is not installed."""
    kind: str = ""
    """What kind of report it is, where that is known."""


@dataclass(frozen=True)
class Read:
    """A document and what was found in it."""

    document: ReadableDocument
    reading: DocumentReading


@dataclass(frozen=True)
class Batch:
    """All that was read, in the order given, and all that could not be."""

    read: tuple[Read, ...]
    failed: tuple[Failure, ...]


def read_files(
    paths: Sequence[Path],
    names: Sequence[str],
    choice: Choice,
    jobs: int | None = None,
    tell: Tell | None = None,
) -> Batch:
    """Read every file, as the documents ``names``; ``jobs`` processes (None: as many as pay).

    The result does not depend on ``jobs``. Raises MissingExtra or FileError only where the reader itself
    cannot be loaded.
    """
    tasks = list(zip(paths, names, strict=True))
    many = min(jobs or min(os.cpu_count() or 1, 1 + len(tasks) // WORTH), len(tasks))
    tell = tell or (lambda done, of, path: None)
    if not choice.plain_only:
        find(choice.model)  # a model that is not there is told before anything is read
    choice.words()
    if many <= 1:
        reader = cache(choice.load)
        found: dict[int, Read | Failure] = {}
        for place, task in enumerate(tasks):
            found[place] = attempt(task[0], task[1], reader)
            tell(place + 1, len(tasks), str(task[0]))
    else:
        found = _Crew(tasks, choice, many, tell).work()
    results = [found[place] for place in range(len(tasks))]
    return Batch(
        tuple(each for each in results if isinstance(each, Read)),
        tuple(each for each in results if isinstance(each, Failure)),
    )


def attempt(path: Path, name: str, reader: Callable[[], LoadedReader]) -> Read | Failure:
    """One file. Whatever is wrong with it is in the result, never raised; ``reader`` is asked for when needed."""
    try:
        document = load_document(path, name)
    except OvertureError as error:
        return Failure(str(path), error.faults, isinstance(error, MissingExtra))
    ready = reader()
    try:
        reading = ready.read(document.prose, name)
    except OvertureError as error:
        return Failure(str(path), error.faults)
    except Exception as error:  # a batch goes on past whatever one text makes a rule or a parser do
        words = " ".join(str(error).split())[:200]
        return Failure(
            str(path),
            (Fault("document/broken", f"reading it fails ({type(error).__name__}: {words})", str(path)),),
        )
    if reading.language not in CODES:  # its last notice says which language it seems to be in
        fault = Fault(
            "document/language", reading.notices[-1], str(path), languages_told(), "translate it first"
        )
        return Failure(str(path), (fault,), kind=document.format)
    notices, left = [*document.notes, *reading.notices], [*document.notes, *reading.left]
    if document.recognised:
        notices.insert(0, f"read from pictures of pages by {document.recognised.told(document.text)}")
    return Read(document, replace(reading, notices=notices, left=left))


def _serve(pipe: Connection, choice: Choice) -> None:
    """A worker: files in, results out, until None comes or the parent is gone."""
    reader = choice.load()
    pipe.send(None)
    with suppress(EOFError, BrokenPipeError):
        while (task := pipe.recv()) is not None:
            pipe.send(attempt(task[0], task[1], lambda: reader))


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """A process that is started here never hears an interrupt; the parent hears it once this is over.

    The mask is what the child inherits. It does not keep the signal from another thread of the parent (a progress
    bar's), which would raise it here all the same: so it is noted, and raised at the end.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    resource_tracker.ensure_running()  # it unblocks interrupts when it starts, so it has to be there before
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if heard:
            signal.raise_signal(signal.SIGINT)


@dataclass
class _Worker:
    process: Any
    pipe: Connection
    task: int | None = None
    until: float = 0.0
    done: int = 0
    ready: bool = False


class _Crew:
    """The workers of one batch."""

    def __init__(self, tasks: list[tuple[Path, str]], choice: Choice, many: int, tell: Tell) -> None:
        self.tasks, self.choice, self.tell = tasks, choice, tell
        # Not fork: the parent may hold threads (a progress bar), and a forked lock is never released.
        self.context = get_context("spawn")
        self.found: dict[int, Read | Failure] = {}
        self.next = 0
        self.crew: dict[Connection, _Worker] = {}
        self.many = many
        self.stillborn = 0

    def work(self) -> dict[int, Read | Failure]:
        try:
            for _ in range(self.many):
                self._hire()
            while len(self.found) < len(self.tasks):
                for pipe in wait(list(self.crew), timeout=1.0):
                    self._hear(self.crew[pipe])  # type: ignore[index]
                self._dismiss_late()
        finally:
            for worker in list(self.crew.values()):
                self._end(worker, politely=len(self.found) == len(self.tasks))
        return self.found

    def _hire(self) -> None:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs, self.choice), daemon=True)
        with _no_interrupt():
            process.start()
            theirs.close()
            self.crew[ours] = _Worker(process, ours)

    def _hear(self, worker: _Worker) -> None:
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            self._lost(worker, "the process that read it died (out of memory?)")
            return
        if worker.task is not None:
            self._settle(worker.task, said)
            worker.task = None
            worker.done += 1
        worker.ready = True
        if worker.done >= LIFE and self.next < len(self.tasks):
            self._end(worker, politely=True)
            self._hire()
            return
        self._give(worker)

    def _give(self, worker: _Worker) -> None:
        if self.next >= len(self.tasks):
            return
        worker.task, self.next = self.next, self.next + 1
        path = self.tasks[worker.task][0]
        try:
            size = path.stat().st_size
        except OSError:
            size = 0
        slow = path.suffix.lower() in SCANNED and available()
        worker.until = time.monotonic() + PATIENCE + size / PACE + slow * PATIENCE_RECOGNISING
        with suppress(OSError):  # a worker that is gone is noticed when it is heard
            worker.pipe.send(self.tasks[worker.task])

    def _settle(self, task: int, result: Read | Failure) -> None:
        self.found[task] = result
        self.tell(len(self.found), len(self.tasks), str(self.tasks[task][0]))

    def _lost(self, worker: _Worker, why: str) -> None:
        """A worker is gone: its file has failed, and another worker takes its place."""
        task = worker.task
        self._end(worker, politely=False)
        if task is not None:
            path = str(self.tasks[task][0])
            self._settle(task, Failure(path, (Fault("document/lost", why, path),)))
        elif not worker.ready:
            self.stillborn += 1
            if self.stillborn > 2 * self.many:
                raise OvertureError.of(
                    "read/workers", "the processes that read end before they begin", mend="try --jobs 1"
                )
        if self.next < len(self.tasks) or not self.crew:
            self._hire()

    def _dismiss_late(self) -> None:
        now = time.monotonic()
        for worker in list(self.crew.values()):
            if worker.task is not None and now > worker.until:
                self._lost(worker, f"reading it took more than {PATIENCE:.0f} seconds and was stopped")

    def _end(self, worker: _Worker, politely: bool) -> None:
        self.crew.pop(worker.pipe, None)
        if politely:
            with suppress(OSError):
                worker.pipe.send(None)
            worker.process.join(timeout=2.0)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join(timeout=2.0)
        worker.pipe.close()
