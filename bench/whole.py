"""The commands a user types: the first answer, the flagship assessed, its atlas, importing; whole runs, start included."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure.row import Row, seconds

TITLE = "Whole commands"
ROOT = Path(__file__).resolve().parent.parent
CASE = "cases/freeze-for-relief"
TIMES = 3  # each is run so often; the quickest counts, since the machine is shared

ENTRY = """EFG 2 R "Entry" { "Entrant" "Incumbent" }
""
p "" 1 1 "start" { "in" "out" } 0
p "" 2 1 "entered" { "fight" "yield" } 0
t "" 1 "" { -1, -1 }
t "" 2 "" { 1, 1 }
t "" 3 "" { 0, 2 }
"""


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "entry.efg").write_text(ENTRY)
        python = [sys.executable]
        overture = [*python, "-m", "overture"]
        took, memory = _quickest([*python, "-c", "import overture"], folder)
        bare, _ = _quickest([*python, "-c", "pass"], folder)
        yield Row("import overture, above a bare interpreter", seconds(took - bare), "< 0.5 s", took - bare < 0.5,
                  memory=memory)  # fmt: skip
        took, memory = _quickest([*overture, "solve", str(folder / "entry.efg")], folder)
        yield Row(
            "first answer, small game, warm caches", seconds(took), "< 1.5 s", took < 1.5, memory=memory
        )
        assess = [*overture, "assess", CASE, "--html", str(folder / "page.html")]
        took, memory = _quickest([*assess, "--fresh"], folder, times=1)
        yield Row("flagship, 1,000 worlds, with its page", seconds(took), "< 60 s", took < 60, memory=memory,
                  note="all cores")  # fmt: skip
        took, memory = _quickest(assess, folder)
        yield Row("the same case again", seconds(took), "< 5 s", took < 5, memory=memory)
        atlas = [
            *overture,
            "atlas",
            CASE,
            "--x",
            "pi",
            "--y",
            "detection",
            "--html",
            str(folder / "map.html"),
        ]
        took, memory = _quickest(atlas, folder, times=2)
        yield Row("atlas of the flagship's core, 100 x 100 cells, with its page", seconds(took), "< 15 s",
                  took < 15, memory=memory, note="all cores")  # fmt: skip


def _quickest(command: list[str], folder: Path, times: int = TIMES) -> tuple[float, float]:
    """(seconds, peak MB) of the quickest of several runs."""
    found = [_once(command, folder) for _ in range(times)]
    return min(found)


def _once(command: list[str], folder: Path) -> tuple[float, float]:
    environment = {**os.environ, "OVERTURE_CACHE": str(folder / "kept")}
    begun = time.monotonic()
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    took = time.monotonic() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    return took, used.ru_maxrss / 1024
