"""``overture design`` and ``overture drivers`` with workers and a store: refusals, and where things are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.runs import parquet
from tests.cli.run import ROOT, overture

FLAGSHIP = ROOT / "cases" / "freeze-for-relief"
SMALL = ("--points", 16, "--of", "holds", "--set", "q_thin=0.8")
scale = pytest.mark.skipif(parquet.find_spec("pyarrow") is None, reason="the extra scale is not installed")


@pytest.mark.parametrize("command", ["design", "drivers"])
def test_workers_that_cannot_be_are_refused_before_anything_is_solved(command: str, tmp_path: Path) -> None:
    ran = overture(command, FLAGSHIP, "--workers", 0, "--store", tmp_path / "store")
    assert ran.code == 2
    assert "0 workers" in ran.err
    ran = overture(command, FLAGSHIP, "--workers", 2, "--cluster", "tcp://127.0.0.1:9")
    assert ran.code == 2
    assert "more than one kind" in ran.err
    assert not (tmp_path / "store").exists()


@scale
def test_a_store_is_named_and_gone_on_from(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = overture("drivers", FLAGSHIP, *SMALL, "--store", store)
    assert first.code == 0
    assert f"Store: {store}" in first.err
    files = {file: file.stat().st_mtime_ns for file in (store / "pieces").iterdir()}
    again = overture("drivers", FLAGSHIP, *SMALL, "--store", store, "--workers", 1)
    assert again.out == first.out
    assert {file: file.stat().st_mtime_ns for file in (store / "pieces").iterdir()} == files
    truce = overture("drivers", ROOT / "tests/faults/cases/truce", *SMALL[:4], "--store", store)
    assert truce.code == 2
    assert "another plan" in truce.err
