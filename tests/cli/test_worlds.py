"""``overture worlds``: what it prints, what it writes, and how its options are refused."""

from __future__ import annotations

import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest

from overture.cli.progress import pace_words
from overture.runs import parquet
from overture.runs.table import open_worlds
from tests.cli.run import ROOT, overture, started
from tests.runs.checks import chunks, until

CORE = ("worlds", ROOT / "cases" / "freeze-for-relief", "--shape", "talk=false", "--shape", "who=X")
RUN = """
import sys
from overture.cli import main
sys.argv = ["overture", *sys.argv[1:]]
try:
    main()
finally:
    print("imported:", [name for name in ("numba", "pandas", "scipy", "overture.case") if name in sys.modules])
    lines = open("/proc/self/status").read().splitlines()
    print("memory:", next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")))
"""


def test_the_table_is_told_and_written(tmp_path: Path) -> None:
    ran = overture(
        *CORE,
        "--worlds",
        100,
        "--chunk",
        1024,
        "--event",
        'conduct == "cheat"',
        "--table",
        tmp_path / "t.csv",
    )
    assert ran.code == 0, ran.err
    for words in (
        "100 worlds by the logit path, seed 1, 1 chunks of 1,024",
        "value_Leader: mean 0.",
        'conduct == "cheat": mean 0.',
        "100 of 100 worlds solved; regret at most",
        "Digest of the table: ",
    ):
        assert words in ran.out
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert len(lines) == 101
    assert lines[0].startswith("world,pi,eps,phi,")


@pytest.mark.skipif(
    parquet.find_spec("pyarrow") is None or sys.platform != "linux", reason="needs the extra scale, and /proc"
)
def test_who_hands_out_the_chunks_imports_no_solver_and_stays_small(tmp_path: Path) -> None:
    words = [
        *map(str, CORE),
        "--worlds",
        "1500",
        "--chunk",
        "1024",
        "--store",
        str(tmp_path / "s"),
        "--workers",
        "1",
    ]
    ran = subprocess.run(
        [sys.executable, "-c", RUN, *words], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "1,500 of 1,500 worlds solved" in ran.stdout
    assert "imported: []" in ran.stdout
    assert int(ran.stdout.rpartition("memory: ")[2]) < 100
    again = overture(*CORE, "--worlds", 1500, "--chunk", 1024, "--store", tmp_path / "s")
    told = [line for line in ran.stdout.splitlines() if not line.startswith(("imported", "memory"))]
    assert again.out.splitlines() == told


@pytest.mark.skipif(
    parquet.find_spec("pyarrow") is None or sys.platform == "win32",
    reason="needs the extra scale, and signals",
)
def test_a_run_that_is_asked_to_end_leaves_whole_chunks_and_no_lock(tmp_path: Path) -> None:
    run = started(*CORE, "--worlds", 10**6, "--chunk", 1024, "--store", tmp_path / "s", "--workers", 1)
    assert until(lambda: bool(chunks(tmp_path / "s")))
    run.terminate()
    run.communicate()
    assert run.returncode == 130
    assert sorted(each.name for each in (tmp_path / "s").iterdir()) == ["chunks", "plan.json"]
    found = open_worlds(tmp_path / "s")
    assert found.worlds == 1024 * len(chunks(tmp_path / "s"))
    assert found.column("solved").all()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--shape", "talk"], "--shape: found 'talk'; allowed: NAME=VALUE"),
        (["--range", "s=1,2"], "--range s: found '1,2'; allowed: LOW,MODE,HIGH, three numbers"),
        (["--range", "S=0,1,2"], "no parameter 'S'"),
        (["--worlds", "1"], "overture solve CASE"),
        (["--worlds", "2000000000"], "a Sobol sequence has no more points"),
        (["--chunk", "1000"], "allowed: a power of two"),
        (["--chunk", "1500"], "allowed: a power of two"),
        (["--seed", "-1"], "seed -1"),
        (["--solver", "nash"], "allowed: path, all"),
        (["--workers", "1", "--cluster", "tcp://127.0.0.1:9"], "one of workers, cluster and executor"),
        (["--workers", "0"], "a whole number from 1 on"),
    ],
)
def test_a_wrong_option_is_refused_with_what_is_allowed(words: list[str], said: str) -> None:
    ran = overture(*CORE, *words)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_fault_of_the_case_comes_back_from_the_process_that_reads_it(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("overture: 1\ntitle: 3\n")
    alone, apart = overture("worlds", tmp_path), overture("worlds", tmp_path, "--workers", 1)
    assert alone.code == apart.code == 2
    assert alone.err == apart.err != ""


def test_the_time_that_is_left_is_told_by_the_last_minute() -> None:
    assert pace_words(deque([(0.0, 2)]), 10, 4096) == ""
    assert pace_words(deque([(10.0, 2), (30.0, 6)]), 26, 4000) == "800 worlds a second, 0:01:40 left"
