"""What a worker does: draw the worlds of a chunk, hand them to the task, write the columns, return a receipt.

A task is a function ``task(settings, drawn) -> {name: array [world]}``: the settings of the plan, and the values drawn
for the worlds of one chunk. What it returns for a world may not depend on which chunk the world is in.
"""

from __future__ import annotations

import errno
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import FileError, SolveError
from overture.ranges import Floats
from overture.runs.draws import drawn
from overture.runs.plan import Plan, Versions, plan_of_text, versions_of
from overture.writing import write_whole

Column = NDArray[Any]
Columns = Mapping[str, Column]
Task = Callable[[Mapping[str, Any], Mapping[str, Floats]], Columns]
WORLD = "world"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the disk, the user's share of it, or a file, is full


@dataclass(frozen=True)
class Receipt:
    """What a worker says of a chunk that it has computed.

    Attributes:
        chunk: its number. rows: its worlds. size: bytes of its file; 0 where it was not written.
        columns: the chunk itself where it was not written; else None.
        seconds: of processor time. memory: the most that the worker has had, MB; 0 where the system does not say.
        host, process: of the worker. versions: its versions.
    """

    chunk: int
    rows: int
    size: int
    columns: Columns | None
    seconds: float
    memory: float
    host: str
    process: int
    versions: Versions


def compute(text: str, chunk: int, file: str = "", missing: int = 1) -> Receipt:
    """Compute a chunk.

    Args:
        text: the plan, as JSON. chunk: its number.
        file: where it is written; empty where its columns are wanted back.
        missing: how many chunks the run lacks, this one among them: said where the disk is full.

    Raises:
        SolveError: this process has other versions than the plan, or the task returns no columns of the chunk's length.
        FileError: the disk is full.
    """
    begun = time.process_time()
    plan = plan_of_a_worker(text)
    here = versions_of(plan.task)
    refuse_mix(plan.versions, here, platform.node())
    columns = computed(plan, chunk)
    words = {"key": plan.key, "chunk": str(chunk)}
    size = write_columns(Path(file), columns, words, f"chunk {chunk}", missing) if file else 0
    return Receipt(
        chunk, plan.chunk, size, None if file else columns, time.process_time() - begun, memory_used(),
        platform.node(), os.getpid(), here,
    )  # fmt: skip


@lru_cache(maxsize=2)
def plan_of_a_worker(text: str) -> Plan:
    """The plan that was sent to this worker, read once for all of its work."""
    return plan_of_text(text)


def refuse_mix(wanted: Versions, found: Versions, host: str) -> None:
    """Raise SolveError where a worker has other versions than the plan: their worlds would not be of one table."""
    other = found.differs(wanted)
    if other:
        raise SolveError.of(
            "runs/mix",
            f"this worker has {'; '.join(other)}",
            host,
            "the versions of the plan on every worker",
        )


def computed(plan: Plan, chunk: int) -> Columns:
    """The columns of a chunk: the number of the world, what was drawn, what the task returns."""
    module, _, function = plan.task.partition(":")
    task: Task = getattr(import_module(module), function)
    first = chunk * plan.chunk
    inputs = drawn(plan.ranges, plan.seed, first, plan.chunk)
    found = {name: np.asarray(column) for name, column in task(plan.settings, inputs).items()}
    twice = [name for name in found if name == WORLD or name in inputs]
    wrong = [name for name, column in found.items() if column.shape != (plan.chunk,)]
    if twice or wrong:
        problem = f"the columns {', '.join(twice or wrong)}" + (" twice" if twice else " of another length")
        raise SolveError.of(
            "runs/columns", problem, plan.task, f"columns of {plan.chunk} worlds, each name once"
        )
    return {WORLD: np.arange(first, first + plan.chunk), **inputs, **found}


def write_columns(file: Path, columns: Columns, words: Mapping[str, str], name: str, missing: int) -> int:
    """Write columns whole or not at all, and return the bytes of their file.

    Args:
        words: of the footer. name: what the columns are. missing: how many such files are not there, this one among them.

    Raises:
        FileError: the disk is full, or the file cannot be written.
    """
    from overture.runs.parquet import encoded

    data = encoded(columns, words)
    try:
        write_whole(file, data, synced=True)
    except OSError as error:
        if error.errno not in FULL:
            raise FileError.of(
                "runs/write", f"{name} cannot be written ({error.strerror})", str(file)
            ) from error
        raise FileError.of(
            "runs/space",
            f"the disk is full ({error.strerror}): {name} needs {len(data):,} bytes, and the {missing:,} "
            f"{name.split()[0]}s that are missing about {missing * len(data):,}",
            str(file.parent),
            "",
            "make room, and run the same command again: it goes on from what is written",
        ) from error
    return len(data)


def memory_used() -> float:
    """The most memory that this process has had, MB; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) / 2**10 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    most = resource.getrusage(
        resource.RUSAGE_SELF
    ).ru_maxrss  # on Linux also that of the process which started this one
    return most / (2**20 if sys.platform == "darwin" else 2**10)
