"""Run an example in a process of its own, forked from one that has imported everything.

Importing takes a second and more, and there are about a hundred examples. Nothing of an example reaches another, as with a
process from the start; what a process from the start would find different is only what it has imported.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import ROOT

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.docs.imported"])
MOST_SECONDS = 900  # a guard against what never ends, and no measure: a busy machine takes many times as long


@dataclass(frozen=True)
class Ended:
    """How an example ended: its exit code, and what it wrote."""

    code: int | None
    out: str
    err: str


def run_apart(words: list[str], folder: Path, environment: Mapping[str, str]) -> Ended:
    """Run ``overture`` with its words, or a file of Python (one word that ends with .py), in the root of the repository.

    Args:
        folder: where its output goes meanwhile. environment: the variables that it finds.
    """
    out, err = folder / "stdout", folder / "stderr"
    child = CONTEXT.Process(target=_begin, args=(words, str(out), str(err), dict(environment)))
    child.start()
    child.join(MOST_SECONDS)
    if child.exitcode is None:
        child.kill()
        child.join()
    return Ended(child.exitcode, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def _begin(words: list[str], out: str, err: str, environment: Mapping[str, str]) -> None:
    """In the child: take the place of a process that was started with these words."""
    for number, name in ((1, out), (2, err)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = words
    try:
        if words[0].endswith(".py"):
            runpy.run_path(words[0], run_name="__main__")
        else:
            from overture.cli import main

            main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
