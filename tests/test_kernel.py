"""Kept kernels: their name follows the text of every kernel file they stand on; warming up; old ones go."""

from __future__ import annotations

import importlib.util
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import compiling
from overture import _kernel
from overture.cli import warmup

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the kernel files and of those that hold their constants, in which text may be changed."""
    constants = [ROOT / "overture/games/measured/standards.py", ROOT / "overture/solvers/path/shape.py"]
    for file in [*ROOT.glob("overture/**/_*.py"), *constants]:
        there = tmp_path / file.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, there)
    monkeypatch.setattr(_kernel, "ROOT", tmp_path)
    _kernel.stamp.cache_clear()
    yield tmp_path
    _kernel.stamp.cache_clear()


@pytest.mark.parametrize(
    ("changed", "follows"),
    [
        ("_trace", True),
        ("_dense", True),
        ("_vanishing", True),
        ("shape", True),
        ("_walk", False),
        ("_signalling", False),
    ],
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
    for name in ("OVERTURE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert _kernel.folder() == Path.home() / ".cache" / "overture" / "kernels"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert _kernel.folder() == tmp_path / "overture" / "kernels"
    monkeypatch.setenv("OVERTURE_CACHE", str(tmp_path / "mine"))
    assert _kernel.folder() == tmp_path / "mine" / "kernels"


def test_compiling_is_said_once_and_only_when_cold(tmp_path: Path) -> None:
    """Two kernels of a fresh folder give one line on stderr; a second process gives none."""
    script = (
        "import numpy as np; from overture.games._check import first_not_rising as f, first_out_of_order as g;"
        "a = np.zeros(2, np.int32); f(a, a); g(a)"
    )
    environment = {**os.environ, "OVERTURE_CACHE": str(tmp_path)}

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


TEXT = """
from overture._kernel import kernel


@kernel
def twice(x):
    return x + x
"""


def _twice(folder: Path) -> Callable[[float], float]:
    """The kernel of a file of that text in a folder, as a process would have it that imports it first."""
    folder.mkdir(exist_ok=True)
    (folder / "_twice.py").write_text(TEXT)
    spec = importlib.util.spec_from_file_location("_twice", folder / "_twice.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.twice  # type: ignore[no-any-return]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OVERTURE_CACHE", str(tmp_path / "own"))
    monkeypatch.setattr("overture.userfolder.folder._said", set())
    return tmp_path / "own"


def compiled(function: Any) -> bool:
    """Whether the call had to be compiled."""
    assert function(1.5) == 3.0
    return not function.stats.cache_hits


def test_a_second_checkout_of_the_same_text_compiles_nothing(own: Path, tmp_path: Path) -> None:
    assert compiled(_twice(tmp_path / "one"))
    assert not compiled(_twice(tmp_path / "other"))


@pytest.mark.parametrize("harm", ["cut", "empty", "a pickle that runs"])
def test_a_kept_kernel_that_is_not_ours_is_compiled_again_and_never_unpickled(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    compiled(_twice(tmp_path / "one"))
    (file,) = own.rglob("*.kernel")
    if harm == "a pickle that runs":
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) - 1000] + pickle.dumps(_Runs(str(tmp_path / "ran"))))
    else:
        file.write_bytes(file.read_bytes()[: 400 if harm == "cut" else 0])
    assert compiled(_twice(tmp_path / "one"))
    assert "compiled again" in capsys.readouterr().err
    assert not compiled(_twice(tmp_path / "one"))
    assert not (tmp_path / "ran").exists()


def test_kernels_of_a_shared_folder_are_not_run(own: Path, tmp_path: Path) -> None:
    compiled(_twice(tmp_path / "one"))
    own.chmod(0o777)
    assert compiled(_twice(tmp_path / "one"))


class _Runs:
    def __init__(self, file: str) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, tuple[str, str]]:
        return open, (self.file, "w")


def test_warming_up_runs_every_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warmup, "drop_old", lambda folder: 0)
    warmup.warmup()
    told = capsys.readouterr().out
    assert all(name in told for name in warmup.STAGES)
    assert str(_kernel.folder()) in told


def test_what_nothing_used_for_long_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today = 2e9
    monkeypatch.setattr(warmup, "time", lambda: today)
    for name, days in (("old", 31), ("new", 1)):
        file = tmp_path / name / "sub" / "one.kernel"
        file.parent.mkdir(parents=True)
        file.touch()
        when = today - days * 86400
        os.utime(file, (when, when))
        os.utime(file.parent, (when, when))
    assert warmup.drop_old(tmp_path) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["new"]
    assert warmup.drop_old(tmp_path / "missing") == 0


def test_python_cannot_call_a_part_of_kernels() -> None:
    """It has no code for that; called all the same it would end the process."""
    from overture.solvers.path.kernels._dense import factor

    with pytest.raises(TypeError, match="factor is a part of kernels"):
        factor(None, 0, 0, None)


def test_importing_kernels_compiles_none(tmp_path: Path) -> None:
    """A command compiles what it calls: with nothing kept, all kernel files are imported and nothing is compiled."""
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in sorted(ROOT.glob("overture/**/_*.py"))
        if "import kernel" in file.read_text() or "import inlined, kernel" in file.read_text()
    ]
    assert len(names) >= 12
    script = f"""
from numba.core import event
import importlib
with event.install_recorder("numba:compile") as recorder:
    for name in {names}:
        importlib.import_module(name)
print(len(recorder.buffer))
"""
    environment = {**os.environ, "OVERTURE_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "0\n"
    assert not list(tmp_path.rglob("*.kernel"))


def test_a_kernel_calls_a_part_and_holds_a_piece() -> None:
    """Both are what their text says when a kernel is compiled that calls them."""
    import numba

    doubled = _kernel.part(_doubled)
    less = _kernel.inlined(_less)

    @numba.njit
    def both(x: float) -> float:
        return doubled(x) - less(x)

    assert both(3.0) == 4.0


def _doubled(x: float) -> float:
    return 2.0 * x


def _less(x: float) -> float:
    return x - 1.0


def test_what_compiling_took_is_told_by_kernel() -> None:
    """Versions of one kernel are one row; what is small and what is numba's own are added up; nothing is lost."""
    rows = [
        ("overture.a._b.c", 1.5),
        ("overture.a._b.c", 0.5),
        ("numba.np.x", 0.2),
        ("numba.np.y", 0.1),
        ("overture.a._b.d", 0.04),
    ]
    assert compiling.table("warmup", rows, 3.0) == [
        "overture warmup: seconds of processor time, with nothing kept",
        "   2.00  overture.a._b.c (2)",
        "   0.30  functions of numba (2)",
        "   0.04  1 others, each below 0.1",
        "   2.34  compiled in all (5), of 3.00 that the command took",
    ]


def test_a_command_that_solves_nothing_compiles_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert compiling.main(["--help"]) == 0
    assert "0.00  compiled in all (0)" in capsys.readouterr().out
