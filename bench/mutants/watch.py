"""A plugin of pytest: which lines of the mutated packages each test runs, and how long it takes.

What fixtures of a file run counts for all tests of that file. A test that takes more than ``TEST`` processor seconds is
ended and counts as running nothing. A file is watched until the test in which it has taken ``BOUND`` of them; its tests
after that are not known. ``OVERTURE_WATCHED`` says where to, ``OVERTURE_WATCHED_FOR`` both numbers.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

from bench.mutants.made import PACKAGES

ROOT = Path.cwd()
TEST, BOUND = map(float, os.environ["OVERTURE_WATCHED_FOR"].split())
_watch = coverage.Coverage(
    data_file=None, include=[f"{ROOT}/{room}/*" for room in PACKAGES.values()], config_file=False
)
_watch.start()
_seconds: dict[str, float] = {}
_bad: set[str] = set()


class TooLong(BaseException):
    """Ends a test: no Exception, so that the test does not take it for its own."""


def _end(*others: object) -> None:
    raise TooLong


signal.signal(signal.SIGPROF, _end)


def plain(node: str) -> str:
    """A test without what it is run at."""
    return node.split("[")[0]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item: Any) -> Iterator[None]:
    _watch.switch_context(item.nodeid.split("::")[0])
    yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: Any) -> Iterator[None]:
    _watch.switch_context(plain(item.nodeid))
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, TEST)
    outcome = yield
    signal.setitimer(signal.ITIMER_PROF, 0.0)
    name = plain(item.nodeid)
    _seconds[name] = _seconds.get(name, 0) + time.process_time() - begun
    if outcome.excinfo:  # type: ignore[attr-defined]
        _bad.add(name)
    if time.process_time() > BOUND:
        item.session.shouldstop = "watched for as long as a file is watched"
    _watch.switch_context("")


def pytest_sessionfinish() -> None:
    _watch.stop()
    data = _watch.get_data()
    lines: dict[str, dict[str, list[int]]] = {}
    for file in data.measured_files():
        for line, contexts in data.contexts_by_lineno(file).items():
            for context in contexts:
                if context:
                    ran = lines.setdefault(context, {})
                    ran.setdefault(str(Path(file).relative_to(ROOT)), []).append(line)
    found = {"seconds": {name: took for name, took in _seconds.items() if name not in _bad}, "lines": lines}
    Path(os.environ["OVERTURE_WATCHED"]).write_text(json.dumps(found))
