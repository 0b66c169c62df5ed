"""Kept kernels: their name follows the text of every kernel file they stand on; warming up; old ones go."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from overture import _kernel
from overture.cli import warmup

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the kernel files, in which text may be changed."""
    for file in ROOT.glob("overture/**/_*.py"):
        there = tmp_path / file.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, there)
    monkeypatch.setattr(_kernel, "ROOT", tmp_path)
    _kernel.stamp.cache_clear()
    yield tmp_path
    _kernel.stamp.cache_clear()


@pytest.mark.parametrize(
    ("changed", "follows"),
    [("_trace", True), ("_dense", True), ("_vanishing", True), ("_walk", False), ("_signalling", False)],
)
def test_a_kernel_has_another_name_when_what_it_calls_has_changed(
    copied: Path, changed: str, follows: bool
) -> None:
    """The path stands on the equations (near) and on the limit's values (by way of the polish)."""
    top = copied / "overture/solvers/path/kernels/_trace.py"
    before = _kernel.stamp(top)
    below = next(copied.glob(f"overture/solvers/**/{changed}.py"))
    below.write_text(below.read_text() + "\n# changed\n")
    _kernel.stamp.cache_clear()
    assert (_kernel.stamp(top) != before) is follows


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NUMBA_CACHE_DIR", "OVERTURE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert _kernel.folder() == Path.home() / ".cache" / "overture" / "kernels"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert _kernel.folder() == tmp_path / "overture" / "kernels"
    monkeypatch.setenv("OVERTURE_CACHE", str(tmp_path / "mine"))
    assert _kernel.folder() == tmp_path / "mine" / "kernels"


def test_compiling_is_said_once_and_only_when_cold(tmp_path: Path) -> None:
    """Two kernel files of a fresh cache give one line on stderr; a second process gives none."""
    script = "import overture.games.measured._event, overture.games._check"
    environment = {**os.environ, "OVERTURE_CACHE": str(tmp_path)}
    environment.pop("NUMBA_CACHE_DIR", None)

    def said() -> str:
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == ""
        return done.stderr

    assert said().count("compiling kernels") == 1
    assert said() == ""


def test_warming_up_runs_every_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warmup, "drop_old", lambda folder: 0)
    warmup.warmup()
    told = capsys.readouterr().out
    assert all(name in told for name in warmup.STAGES)
    assert str(_kernel.folder()) in told


def test_what_nothing_used_for_long_is_dropped(tmp_path: Path) -> None:
    for name, days in (("old", 31), ("new", 1)):
        file = tmp_path / name / "sub" / "kernel.nbc"
        file.parent.mkdir(parents=True)
        file.touch()
        when = time.time() - days * 86400
        os.utime(file, (when, when))
        os.utime(file.parent, (when, when))
    assert warmup.drop_old(tmp_path) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["new"]
    assert warmup.drop_old(tmp_path / "missing") == 0
