"""Every example of the README and the documentation runs, and prints what it is said to print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
NEEDS = re.compile(r"needs:(\w+)")
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```", re.S | re.M)


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of a language on a page.

    A block marked ``not-run`` is left out, and one marked ``needs:<library>`` where that is not installed.
    """
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [
        body
        for name, mark, body in found
        if name == language and "not-run" not in mark and all(map(find_spec, NEEDS.findall(mark)))
    ]


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=named)
def test_python_examples(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The Python blocks of a page are one program, run in the root of the repository."""
    monkeypatch.chdir(ROOT)
    source = "\n".join(blocks(page, "python"))
    file = tmp_path / f"{page.stem.replace('-', '_')}_example.py"
    file.write_text(source, encoding="utf-8")
    # A process of its own: a game told in an example is found by file and line, and nothing leaks.
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "console")], ids=named)
def test_console_examples(page: Path, tmp_path: Path) -> None:
    """Each ``$ command`` ends well, and the lines shown under it are printed, in their order."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "TERM": "dumb", "OUT": str(tmp_path)}
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = part.partition("\n")
            done = subprocess.run(
                ["bash", "-c", command],
                capture_output=True,
                text=True,
                cwd=ROOT,
                env=environment,
                timeout=300,
            )
            assert done.returncode == 0, f"{shlex.quote(command)}: {done.stderr}"
            at = 0
            for line in shown.splitlines():
                wanted = " ".join(line.split())
                if wanted in ("", "..."):
                    continue
                text = " ".join((done.stdout + done.stderr).split())
                found = text.find(wanted, at)
                assert found >= 0, f"{command!r} does not print {line!r}"
                at = found
