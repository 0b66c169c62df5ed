"""``python -m bench.compiling [overture's arguments]``: the processor time that compiling each kernel takes.

The command runs with an empty folder of kept kernels; with no arguments, ``warmup`` and the flagship's ``assess`` do. A
kernel's row is its own time, without that of the kernels it calls, which have rows of their own.
"""

from __future__ import annotations

import json
import sys
import tempfile

from bench.measure.alone import run

COMMANDS = (["warmup"], ["assess", "cases/freeze-for-relief"])
LEAST = 0.1  # seconds; what took less is added up in one row
SCRIPT = """
import contextlib, io, json, runpy, sys
from time import process_time, thread_time
from numba.core import event

open_events, result = [], {{"kernels": []}}

class Compiling(event.Listener):
    def on_start(self, each):
        open_events.append([thread_time(), 0.0])

    def on_end(self, each):
        begun, inner = open_events.pop()
        took = thread_time() - begun
        if open_events:
            open_events[-1][1] += took
        name = each.data["dispatcher"].py_func.__module__, each.data["dispatcher"].py_func.__name__
        result["kernels"].append([".".join(name), took - inner])

event.register("numba:compile", Compiling())
begun, handed = process_time(), sys.argv
sys.argv = ["overture", *{arguments}]
with contextlib.redirect_stdout(io.StringIO()):
    try:
        runpy.run_module("overture", run_name="__main__")
    except SystemExit as end:
        result["exit"] = end.code
sys.argv = handed
result["all"] = process_time() - begun
"""


def main(arguments: list[str]) -> int:
    worst = 0
    for each in [arguments] if arguments else COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            empty = {"OVERTURE_CACHE": folder}
            outcome = run(SCRIPT.format(arguments=json.dumps(each)), limit=600.0, environment=empty)
        if outcome.result is None:
            print(f"overture {' '.join(each)}: {outcome.fault}", file=sys.stderr)
            worst = 1
            continue
        print("\n".join(table(" ".join(each), outcome.result["kernels"], outcome.result["all"])), flush=True)
    return worst


def table(command: str, kernels: list[tuple[str, float]], whole: float) -> list[str]:
    """Lines: the kernels by their own seconds, what is numba's own or small in one row each, and the total."""
    seconds: dict[str, float] = {}
    count: dict[str, int] = {}
    for name, took in kernels:
        row = name if name.startswith("overture.") else "functions of numba"
        seconds[row] = seconds.get(row, 0.0) + took
        count[row] = count.get(row, 0) + 1
    lines = [f"overture {command}: seconds of processor time, with nothing kept"]
    shown = sorted((row for row in seconds if seconds[row] >= LEAST), key=lambda row: -seconds[row])
    lines += [f"{seconds[row]:7.2f}  {row}{f' ({count[row]})' if count[row] > 1 else ''}" for row in shown]
    small = [row for row in seconds if seconds[row] < LEAST]
    if small:
        lines.append(f"{sum(seconds[row] for row in small):7.2f}  {len(small)} others, each below {LEAST:g}")
    lines.append(
        f"{sum(seconds.values()):7.2f}  compiled in all ({len(kernels)}), of {whole:.2f} that the command took"
    )
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
