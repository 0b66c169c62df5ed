"""The bench's plumbing: rows, a process of its own, and a page that keeps what it did not measure again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import bench.__main__ as command
from bench import alone, row


def test_a_row_says_whether_it_holds() -> None:
    held = row.Row("a | b", row.seconds(0.0123), "< 1 s", True, "peer: 2 s", 162.6, 210.4, "why")
    assert held.cells() == ["a | b", "12.3 ms", "peer: 2 s", "163", "< 1 s", "holds", "210 MB", "why"]
    missed = row.Row("x", row.rate(2100, "worlds"), ">= 3,000", False)
    assert missed.cells()[5] == "MISSED"
    assert missed.cells()[1] == "2,100 worlds/s"
    lines = row.table([held, missed])
    assert len(lines) == 4
    # A bar inside a cell would end it.
    assert all(line.count("|") == len(row.HEADER) + 1 for line in lines)


def test_a_script_runs_alone_and_its_memory_is_measured() -> None:
    done = alone.run("import os; result = [os.getpid(), os.environ['OMP_NUM_THREADS']]", threads=1)
    assert done.result[1] == "1"
    assert done.memory > 1
    assert done.fault == ""


def test_a_script_that_fails_or_hangs_is_said_to() -> None:
    assert "ValueError: no" in alone.run("raise ValueError('no')").fault
    assert "stopped after" in alone.run("while True: pass", limit=0.5).fault


def test_the_page_keeps_sections_that_were_not_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "docs" / "benchmarks.md"
    page.parent.mkdir()
    monkeypatch.setattr(command, "PAGE", page)
    monkeypatch.setattr(command, "HERE", tmp_path / "bench")
    old, new = row.Row("speed", "old"), row.Row("speed", "new")
    command.write([("beta", "Beta", [old]), ("alpha", "Alpha", [old])], keep=False)
    command.write([("alpha", "Alpha", [new])], keep=True)
    text = page.read_text()
    assert text.index("Alpha") < text.index("Beta")
    assert text.count("| speed | new |") == 1
    assert text.count("| speed | old |") == 1
    command.write([("alpha", "Alpha", [new])], keep=False)
    assert "Beta" not in page.read_text()


def test_a_subject_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["solvign"]) == 2
    told = capsys.readouterr().err
    assert "solvign" in told
    assert "solving" in told


def test_python_of_the_bench_is_this_one() -> None:
    assert alone.run("import sys; result = sys.executable").result == sys.executable
