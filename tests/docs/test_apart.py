"""Examples that are forked: they end as processes do, and nothing of one reaches another."""

from __future__ import annotations

import os
from pathlib import Path

from tests.docs.apart import run_apart


def example(folder: Path, text: str) -> list[str]:
    file = folder / "example.py"
    file.write_text(text, encoding="utf-8")
    return [str(file)]


def test_nothing_of_an_example_reaches_another(tmp_path: Path) -> None:
    first = run_apart(
        example(
            tmp_path, "import os, overture as ov\nov.solve = None\nos.environ['LEFT'] = '1'\nprint('first')"
        ),
        tmp_path,
        os.environ,
    )
    again = "import os, overture as ov\nassert ov.solve is not None\nassert 'LEFT' not in os.environ\nprint(__name__)"
    second = run_apart(example(tmp_path, again), tmp_path, os.environ)
    assert (first.code, first.out) == (0, "first\n")
    assert (second.code, second.out, second.err) == (0, "__main__\n", "")


def test_an_example_that_fails_says_where(tmp_path: Path) -> None:
    failed = run_apart(example(tmp_path, "print('so far')\nassert False, 'no further'"), tmp_path, os.environ)
    assert failed.code == 1
    assert failed.out == "so far\n"
    assert "no further" in failed.err
    assert "example.py" in failed.err


def test_a_command_ends_with_its_exit_code(tmp_path: Path) -> None:
    environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb"}
    done = run_apart(["overture", "check", "nowhere"], tmp_path, environment)
    assert done.code == 2
    assert "nowhere" in done.err
    assert run_apart(["overture", "new", "--list"], tmp_path, environment).out.count("\n") >= 10
