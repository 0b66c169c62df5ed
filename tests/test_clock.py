"""No clock decides an answer: where every clock jumps by hours at each look, the same bytes come out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import ROOT
from tests.own_folder import furnished

JUMPS = """
import time

now = [1e6]


def jump(*_):
    now[0] += 5 * 3600.0
    return now[0]


for name in ("monotonic", "perf_counter", "time", "process_time"):
    setattr(time, name, jump)
for name in ("monotonic_ns", "perf_counter_ns", "time_ns"):
    setattr(time, name, lambda: int(jump() * 1e9))
"""
RUN = """
import sys

from overture.cli import main

sys.argv = ["overture", *sys.argv[1:]]
main()
"""


def told(program: str, words: list[str], folder: Path) -> tuple[int, bytes, dict[str, bytes]]:
    """(exit code, what was printed, the files that were written)"""
    folder.mkdir()
    made = [word.replace("OUT", str(folder / "out")) for word in words]
    ran = subprocess.run(
        [sys.executable, "-c", program, *made],
        capture_output=True,
        cwd=ROOT,
        env={
            **os.environ,
            "OVERTURE_CACHE": str(furnished(folder / "kept")),
        },
        check=False,
    )
    here = str(folder).encode()
    files = {path.name: path.read_bytes().replace(here, b"") for path in folder.iterdir() if path.is_file()}
    return ran.returncode, ran.stdout.replace(here, b""), files


@pytest.mark.parametrize(
    "words",
    [
        ["equilibria", "cases/truce", "--json"],
        ["equilibria", "tests/faults/games/stakes_1e8.efg", "--json"],
        ["solve", "tests/faults/games/stakes_1e8.efg", "--json"],
        ["worst", "tests/faults/games/stakes_1e8.efg", "--bounds", "--json"],
        ["atlas", "cases/freeze-for-relief", "--x", "pi", "--y", "tau", "--cells", "6", "--html", "OUT.html"],
        ["worlds", "cases/freeze-for-relief", "--worlds", "30", "--chunk", "1024", "--table", "OUT.csv"],
        ["assess", "cases/freeze-for-relief", "--worlds", "6", "--html", "OUT.html", "--json", "OUT.json"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_clocks_that_jump_by_hours_change_no_byte(words: list[str], tmp_path: Path) -> None:
    plain = told(RUN, words, tmp_path / "plain")
    jumped = told(JUMPS + RUN, words, tmp_path / "jumped")
    assert plain[0] in (0, 1)
    assert plain[1]
    assert jumped == plain


CLOCK = re.compile(
    r"\b(?:monotonic|perf_counter|process_time|thread_time)(?:_ns)?\(|\btime\.time(?:_ns)?\(|\bdatetime\.now\(|\bdate\.today\("
)
"""A clock that is read."""


def reads_a_clock(folder: Path) -> set[str]:
    """The files below a folder that read one."""
    found = ((file, file.read_text(encoding="utf-8")) for file in folder.rglob("*.py"))
    return {str(file.relative_to(folder)) for file, text in found if CLOCK.search(text)}


def test_solvers_have_one_clock_and_another_for_progress() -> None:
    assert reads_a_clock(ROOT / "overture" / "solvers") == {"deadline.py", "budget.py"}
    assert reads_a_clock(ROOT / "overture" / "games") == set()


def test_no_test_reads_a_clock() -> None:
    assert reads_a_clock(ROOT / "tests") == set()
