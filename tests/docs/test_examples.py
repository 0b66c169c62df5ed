"""Every example of the README and the documentation runs, and prints what it is said to print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, TWICE, blocks, first_missing, named, printed


@pytest.mark.parametrize("page", [p for p in PAGES if p not in TWICE and blocks(p, "python")], ids=named)
def test_python_examples(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The Python blocks of a page are one program, run in the root of the repository."""
    monkeypatch.chdir(ROOT)
    source = "\n".join(blocks(page, "python"))
    file = tmp_path / f"{page.stem.replace('-', '_')}_example.py"
    file.write_text(source, encoding="utf-8")
    # A process of its own: a game told in an example is found by file and line, and nothing leaks.
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr
    assert first_missing(printed(page), done.stdout) is None


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
            missing = first_missing(shown.splitlines(), done.stdout + done.stderr)
            assert missing is None, f"{command!r} does not print {missing!r}"
