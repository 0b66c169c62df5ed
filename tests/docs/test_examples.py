"""Every example of the README and the documentation runs, and prints what it is said to print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.docs.apart import MOST_SECONDS, Ended, run_apart
from tests.docs.pages import PAGES, ROOT, TWICE, blocks, first_missing, named, printed

# A command of Overture's alone, but for where its files go: it needs no shell.
ALONE = re.compile(r"""overture (?:[\w./=,:\s-]|\$OUT|"[^"$]*"|'[^'$]*')*""")


@pytest.mark.parametrize("page", [p for p in PAGES if p not in TWICE and blocks(p, "python")], ids=named)
def test_python_examples(page: Path, tmp_path: Path) -> None:
    """The Python blocks of a page are one program, run in the root of the repository."""
    source = "\n".join(blocks(page, "python"))
    file = tmp_path / f"{page.stem.replace('-', '_')}_example.py"
    file.write_text(source, encoding="utf-8")
    # A process of its own: a game told in an example is found by file and line, and nothing leaks.
    done = run_apart([str(file)], tmp_path, os.environ)
    assert done.code == 0, done.err
    missing = first_missing(printed(page), done.out)
    assert missing is None, f"{missing!r} is not printed"


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "console")], ids=named)
def test_console_examples(page: Path, tmp_path: Path) -> None:
    """Each ``$ command`` ends well, and the lines shown under it are printed, in their order; then Python reads what was written."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "TERM": "dumb", "OUT": str(tmp_path)}
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = part.partition("\n")
            done = ended(command, tmp_path, environment)
            assert done.code == 0, f"{shlex.quote(command)}: {done.err}"
            missing = first_missing(shown.splitlines(), done.out + done.err)
            assert missing is None, f"{command!r} does not print {missing!r}"
    for number, source in enumerate(blocks(page, "python", after_console=True)):
        file = tmp_path / f"after_{number}.py"
        file.write_text(source, encoding="utf-8")
        done = run_apart([str(file)], tmp_path, environment)
        assert done.code == 0, done.err


def ended(command: str, folder: Path, environment: Mapping[str, str]) -> Ended:
    """Run a command: in the shell, or without it where it is one of Overture's alone."""
    if ALONE.fullmatch(command):
        return run_apart(shlex.split(command.replace("$OUT", str(folder))), folder, environment)
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=MOST_SECONDS,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
