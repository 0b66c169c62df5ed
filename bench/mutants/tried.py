"""Mutants put into a copy of the checkout, one after the other, and the tests run that run their line."""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

import pytest

from bench.mutants.covering import TESTS, Covering, test_files
from bench.mutants.made import PACKAGES, Mutant

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutants"
# A tree for each choice of packages, so that several can be tried side by side.
TREE = WORK / "tree" / ("-".join(word for word in sys.argv[1:] if word in PACKAGES) or "all")
FIRST = 20.0  # processor seconds of tests, as measured, that a mutant is shown first; then the rest, up to
REST = 40.0
WATCHED_FOR = (20, 60)  # processor seconds for which a test, and all tests of a file, are watched
_WATCHING = 300  # processor seconds after which a file that is watched is ended, whatever it does
# What the tests import that does not change with the text of Overture.
LIBRARIES = (
    "numpy",
    "scipy.stats",
    "scipy.optimize",
    "scipy.sparse.linalg",
    "numba",
    "pydantic",
    "pandas",
    "ruamel.yaml",
)
NOTHING = '{"seconds": {}, "lines": {}}'  # of a file of tests of which nothing is known
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """``kind``: killed, survived, or no test. ``by``: the test that failed first."""

    kind: str
    by: str = ""
    tests: int = 0


@dataclass(frozen=True)
class Ran:
    """How a run of tests ended: its exit code (below 0: the signal), and what it printed."""

    code: int
    told: str


def copy() -> None:
    """The checkout as it is now, in the folder in which it is changed."""
    shutil.rmtree(TREE, ignore_errors=True)
    leave = shutil.ignore_patterns(".*", "build", "out", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, TREE, ignore=leave)


def watched(packages: Iterable[str]) -> Covering:
    """The map of lines to tests, with that of the tests of ``packages``; what was watched is kept until the file of tests changes."""
    (WORK / "map").mkdir(parents=True, exist_ok=True)
    found = Covering()
    for package in TESTS:
        for file in test_files(TREE, package):
            digest = hashlib.sha256((TREE / file).read_bytes()).hexdigest()[:12]
            into = WORK / "map" / f"{file.replace('/', '.')}.{digest}.json"
            if not into.exists() and package in (*packages, "text"):
                _watch(file, into)
            if into.exists():
                found.add(into)
    return found


def _watch(file: str, into: Path) -> None:
    """Run a file of tests and see what lines they run; one that takes too long counts as running none."""
    new = into.with_suffix(".new")
    watching = {"OVERTURE_WATCHED": str(new), "OVERTURE_WATCHED_FOR": "{} {}".format(*WATCHED_FOR)}
    _pytest([file], _WATCHING, "-p", "bench.mutants.watch", more_surroundings=watching, most="1000")
    if new.exists():
        new.rename(into)
    else:
        into.write_text(NOTHING)
    print(f"watched: {file}", file=sys.stderr, flush=True)


def tried(mutant: Mutant, covering: Covering) -> Outcome:
    """Whether a test fails with the mutant in its place."""
    tests = covering.of(mutant, TREE)
    if not tests:
        return Outcome("no test")
    file = TREE / mutant.file
    before, stat = file.read_text(encoding="utf-8"), file.stat()
    made = mutant.text(before)
    assert made is not None
    first = _within(tests, covering, FIRST)
    rest = _within(tests[len(first) :], covering, REST)
    try:
        file.write_text(made, encoding="utf-8")
        os.utime(
            file, (stat.st_mtime + 100, stat.st_mtime + 100)
        )  # else Python might run what it compiled before
        for some in (first, rest):
            if some and (by := _failing(some, sum(covering.seconds[test] for test in some))):
                return Outcome("killed", by, len(tests))
    finally:
        file.write_text(before, encoding="utf-8")
        os.utime(file, (stat.st_mtime, stat.st_mtime))
    return Outcome("survived", "", len(first) + len(rest))


def _within(tests: list[str], covering: Covering, seconds: float) -> list[str]:
    """The first tests, as many as take so long together; at least one."""
    used = 0.0
    found: list[str] = []
    for test in tests:
        used += covering.seconds[test]
        if found and used > seconds:
            break
        found.append(test)
    return found


def _failing(tests: list[str], seconds: float) -> str:
    """The first test that fails; "" where all hold. They take ``seconds`` without a mutant; kernels are compiled anew."""
    ran = _pytest(tests, int(3 * seconds) + 40)
    if ran.code == 0:
        return ""
    if ran.code < 0:
        return "the bound on time or memory"
    failed = _FAILED.search(ran.told)
    return failed[1] if failed else f"pytest ends with {ran.code}"


def all_hold(tests: list[str]) -> list[str]:
    """Tests among these that fail without a mutant: whatever they killed is not told."""
    bad = []
    for at in range(0, len(tests), 50):
        ran = _pytest(tests[at : at + 50], 600, most="1000")
        bad += _FAILED.findall(ran.told)
    return bad


def _pytest(
    tests: list[str],
    seconds: int,
    *more: str,
    more_surroundings: Mapping[str, str] | None = None,
    most: str = "1",
) -> Ran:
    """Pytest in the tree, in a process forked off from this one: it has read the libraries, which takes longer than most tests."""
    os.environ["OMP_NUM_THREADS"] = "1"
    for library in LIBRARIES:
        import_module(library)
    surroundings = {
        "PYTHONPATH": str(TREE),
        "OVERTURE_CACHE": str(WORK / "cache"),
        "PYTHONPYCACHEPREFIX": str(WORK / "pycache"),
        **(more_surroundings or {}),
    }
    words = ["-q", "-rfE", "--tb=no", f"--maxfail={most}", *more, *tests]
    with TemporaryFile("w+") as told:
        process = os.fork()
        if not process:
            _run(words, surroundings, seconds, told.fileno())
        _, status = os.waitpid(process, 0)
        told.seek(0)
        return Ran(os.waitstatus_to_exitcode(status), told.read())


def _run(words: list[str], surroundings: dict[str, str], seconds: int, told: int) -> NoReturn:
    """The forked process: it never returns."""
    code = 70
    try:
        os.dup2(told, 1)
        os.dup2(told, 2)
        os.chdir(TREE)
        os.environ.update(surroundings)
        sys.path.insert(0, str(TREE))
        sys.pycache_prefix = surroundings["PYTHONPYCACHEPREFIX"]
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        code = int(pytest.main(words))
        sys.stdout.flush()
    finally:
        os._exit(code)


class Results:
    """What is known of mutants, kept line by line, so that a run that was ended goes on."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, Outcome] = {}
        if file.exists():
            for line in file.read_text().splitlines():
                key, kind, by, tests = json.loads(line)
                self.known[key] = Outcome(kind, by, tests)

    def keep(self, key: str, outcome: Outcome) -> None:
        self.known[key] = outcome
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a") as stream:
            stream.write(json.dumps([key, outcome.kind, outcome.by, outcome.tests]) + "\n")


def key_of(mutant: Mutant) -> str:
    """A mutant of this text of its file."""
    text = (TREE / mutant.file).read_bytes()
    return f"{mutant.name} {hashlib.sha256(text).hexdigest()[:12]}"
