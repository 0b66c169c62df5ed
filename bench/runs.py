"""Many worlds of the flagship's core in chunks: one process beside two, and two plain loops as a control.

``python -m bench runs`` has 65,536 worlds; ``python -m bench.runs 1048576`` prints the rows of a million, and writes no page.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

from bench.measure.alone import run
from bench.measure.row import Row, seconds

TITLE = "Runs: many worlds in chunks (flagship's core along the logit path, chunks of 4,096)"
WORLDS = 65_536
ALL = 16_384
WHOLE = 8_192  # worlds of a chunk by all equilibria: supports are posed once for all worlds of one
WEIGHED = 8_192
TWENTY_MINUTES = 1_000_000 / (2 * 20 * 60)  # worlds a second of each of two cores
FREE = 1.8  # two plain loops on two free cores do so many times the work of one

RUN = """
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from overture.runs.executors import apart
from overture.runs.run import run_plan
from bench.runs import core

workers, worlds = {workers}, {worlds}
plan = apart(core, "{solver}")
receipts, at = [], []

def told(receipt):
    receipts.append(receipt)
    at.append(time.perf_counter())

with TemporaryDirectory() as folder:
    table = run_plan(plan, worlds, folder, workers=workers, receipt=told)
    size = sum(each.size for each in receipts)
    digest = table.digest()
first = max(next(i for i, each in enumerate(receipts) if each.process == one) for one in {{e.process for e in receipts}})
lines = Path("/proc/self/status").read_text().splitlines()
result = dict(
    seconds=sum(each.seconds for each in receipts),
    pace=(len(receipts) - first - 1) * plan.chunk / (at[-1] - at[first]),
    worker=max(each.memory for each in receipts),
    parent=next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")),
    size=size, digest=digest,
)
"""
WEIGH = """
from overture.case.load import load
from overture.judgement.judge import judge
from overture.weigh.distribution.spans import FiledRows

filed = [0]
append = FiledRows.append

def counted(rows, more):
    filed[0] += more.size * rows.dtype.itemsize
    append(rows, more)

FiledRows.append = counted
judge(load("cases/freeze-for-relief"), {worlds}, 1, 1)
lines = open("/proc/self/status").read().splitlines()
memory = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
result = dict(filed=filed[0], memory=memory)
"""
LOOP = """
import time
begun = time.perf_counter()
total = 0
for at in range(30_000_000):
    total += at & 7
print(time.perf_counter() - begun)
"""


def core(solver: str) -> object:
    """The plan of the rows: called in a process that ends, so that its memory is not measured."""
    from overture.judgement.worlds.pose import pose
    from overture.runs.plan import CHUNK

    chunk = WHOLE if solver == "all" else CHUNK
    return pose("cases/freeze-for-relief", {"talk": False, "who": "X"}, solver=solver, chunk=chunk)


def loops(count: int) -> float:
    """Seconds that the slowest of so many plain loops takes, run at once."""
    command = [sys.executable, "-c", LOOP]
    begun = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    return max(float(each.communicate()[0]) for each in begun)


def rows(worlds: int = WORLDS) -> Iterator[Row]:
    """Serial, two processes, and how the second pays by the clock."""
    found = {}
    for workers in (None, 2):
        name = "serial" if workers is None else "two processes"
        subject = f"{worlds:,} worlds, {name}"
        done = run(RUN.format(workers=workers, worlds=worlds, solver="path"), limit=3600)
        if done.result is None:
            yield Row(subject, done.fault, note="needs the extra scale")
            return
        found[workers] = ours = done.result
        note = f"CPU seconds of the chunks {ours['seconds']:.3g}; {ours['size'] / worlds:.0f} bytes a world on the disk"
        if workers is not None:
            same = ours["digest"] == found[None]["digest"]
            note += f"; the table is {'the same in every bit' if same else 'ANOTHER'}"
        yield Row(
            subject, f"{worlds / ours['seconds']:,.0f} worlds a CPU second", memory=ours["worker"], note=note
        )
    two = found[2]
    yield Row(
        f"{worlds:,} worlds: the process that hands out the chunks", f"{two['parent']:.0f} MB", "< 100 MB",
        two["parent"] < 100, note="a worker: < 450 MB, in the row above",
    )  # fmt: skip
    yield Row(f"{worlds:,} worlds: a worker", f"{two['worker']:.0f} MB", "< 450 MB", two["worker"] < 450)
    yield _by_the_clock(worlds, found)
    yield _all()
    yield _weighed()


def _all() -> Row:
    """The same core by all equilibria, in fewer worlds."""
    subject = f"{ALL:,} worlds by all equilibria, serial, chunks of {WHOLE:,}"
    done = run(RUN.format(workers=None, worlds=ALL, solver="all"), limit=3600)
    if done.result is None:
        return Row(subject, done.fault)
    pace = ALL / done.result["seconds"]
    bar = f">= {TWENTY_MINUTES:.0f}: a million in 20 minutes on two cores"
    return Row(
        subject, f"{pace:,.0f} worlds a CPU second", bar, pace >= TWENTY_MINUTES, memory=done.result["worker"]
    )


def _weighed() -> Row:
    """The flagship assessed in more worlds than are weighed at once: what stands in files, and in the memory."""
    subject = f"{WEIGHED:,} worlds of the flagship, solved and weighed in parts of 4,096"
    done = run(WEIGH.format(worlds=WEIGHED), limit=3600)
    if done.result is None:
        return Row(subject, done.fault)
    found = done.result
    return Row(subject, f"{found['filed'] / WEIGHED:,.0f} bytes a world in files", memory=found["memory"])


def _by_the_clock(worlds: int, found: dict[int | None, dict[str, float]]) -> Row:
    """How much faster two processes are than one, over how much more two plain loops do than one."""
    control = 2 * min(loops(1) for _ in range(3)) / min(loops(2) for _ in range(3))
    gain = found[2]["pace"] / found[None]["pace"]
    busy = control < FREE
    note = (
        f"two processes {gain:.2f} times the pace of one, two plain loops {control:.2f} times the work of one"
    )
    if busy:
        note += "; other programs were running, so nothing is said of the bar"
    return Row(
        f"{worlds:,} worlds: two processes by the clock, over two plain loops", f"{gain / control:.2f}", ">= 0.9 on two free cores",
        None if busy else gain / control >= 0.9, note=note,
    )  # fmt: skip


if __name__ == "__main__":
    begun = time.perf_counter()
    for line in rows(int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS):
        print(" | ".join(line.cells()), flush=True)
    print(f"{seconds(time.perf_counter() - begun)} by the clock")
