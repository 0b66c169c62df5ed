"""Machines that lack something: what a command says there, and whether its files are whole.

Each fault is tried on the smallest command that meets it. It is survived where the exit code is the one that is
promised, standard error holds sentences and no traceback, and files that were to be written are whole or not there.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REPORT = "The minister said that the bridge would open in May. An officer denied that it was safe.\n"
CASE = """\
overture: 1
title: A small freeze
question: Would he keep it, and how would we know?
date: 2026-11-29
advised: Board
hypothesis: {move: intent, words: {keep: he would keep it, cheat: he would cheat}}
signal: {move: offer, words: {none: no offer, freeze: a freeze}}
offer: {event: offer == "freeze", words: a freeze}
reply: {move: answer, words: {accept: accept, refuse: refuse}}
deal: {given: offer == "freeze" and answer == "accept", cheating: conduct == "cheats"}
parameters:
  doubt: {low: 0.1, mode: 0.4, high: 0.8, known: ours, words: chance that he would cheat, why: An example.}
  fine: {low: 0.1, mode: 0.3, high: 0.6, known: theirs, words: what cheating costs him, why: An example.}
terms:
  - {parameter: fine, words: the fine, low: 0.0, high: 1.0, unit: share of the prize, cost: {per: 0.1, above: 0.3}, granted: Board, why: An example.}
design:
  outside:
    Leader: {event: offer == "none", words: no deal}
    Board: {event: offer == "none", words: no deal}
story:
  story: 1
  title: A small freeze
  players: {Leader: {name: the leader, pronoun: he, role: adversary}, Board: {name: the board, role: advised}}
  parameters:
    doubt: {words: chance that he would cheat, unit: probability}
    fine: {words: what cheating costs him, unit: share of the prize}
  steps:
    - chance: intent
      odds: {keep: 1 - doubt, cheat: doubt}
      seen_by: Leader
    - {move: offer, by: Leader, choices: {none: says nothing, freeze: offers a freeze}}
    - if: offer == "none"
      then:
        - end: {Leader: 0, Board: 0}
    - {move: answer, by: Board, choices: {accept: accepts, refuse: refuses}}
    - if: answer == "refuse"
      then:
        - end: {Leader: -0.1, Board: 0}
    - {move: conduct, by: Leader, choices: {keeps: keeps it, cheats: cheats}}
    - if: conduct == "cheats"
      then:
        - pay: {Leader: 0.5 - fine, Board: -0.8}
      else:
        - pay: {Leader: -0.3, Board: 0.3}
        - pay: {Leader: 0.4}
          when: intent == "keep"
    - end: {Leader: 1, Board: 0.1}
"""
LITTLE = 1 << 30  # bytes of addresses
SMALL_DISK = 4096  # bytes of a file
# A clock that goes back an hour and forward two, as Python's modules see it.
JUMPS = """\
import itertools, time
_jumps, _time = itertools.cycle((0.0, -3600.0, 7200.0)), time.time
time.time = lambda: _time() + next(_jumps)
"""
ODD_NAMES = {"with spaces": "a case of mine", "with a line break": "a\ncase", "of signs (emoji)": "case ☃ 🕊"}


@dataclass(frozen=True)
class Fault:
    """A fault that was tried. ``wrong``: what was lost, "" where nothing was."""

    name: str
    wrong: str


def write_case(folder: Path) -> None:
    """A case of eight histories, with its story in it and one clause."""
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")


def start(words: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """Begin a command of Overture. ``options``: of Popen."""
    given = options.pop("env", os.environ)
    paths = [*filter(None, [given.get("PYTHONPATH")]), str(ROOT)]
    env = {**given, "PYTHONPATH": os.pathsep.join(paths)}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "overture", *words], env=env, **{**quiet, **options})


def machine_faults(folder: Path) -> Iterator[Fault]:
    """Every fault of a machine, tried once."""
    case = folder / "case"
    write_case(case)
    (folder / "file").write_text("")
    yield from _streams(case)
    yield from _disks(folder, case)
    yield from _places(folder, case)
    yield from _letters(folder, case)
    yield from _sheets(folder)


def _tried(
    name: str, words: Sequence[str], codes: tuple[int, ...], wanted: Path | None = None, **options: Any
) -> Fault:
    """Run a command. ``codes``: exits that are right. ``wanted``: a file that must be there then, and end as a page does."""
    child = start(words, **options)
    _, said = child.communicate()
    told = said.decode(errors="replace")
    if "Traceback" in told:
        return Fault(name, f"a traceback, which ends with {told[-160:]!r}")
    if child.returncode not in codes:
        return Fault(name, f"exit {child.returncode}, and not {codes}: {told[-160:]!r}")
    if child.returncode >= 2 and not told.strip():
        return Fault(name, f"exit {child.returncode} without a sentence")
    if wanted is not None and not (
        wanted.is_file() and wanted.read_text(encoding="utf-8").rstrip().endswith("</html>")
    ):
        return Fault(name, f"no whole file {wanted.name}")
    return Fault(name, "")


def _assess(case: Path, page: Path | str | None = None) -> list[str]:
    asked = [] if page is None else ["--html", str(page)]
    return ["assess", str(case), "--worlds", "2", "--fresh", *asked]


def _streams(case: Path) -> Iterator[Fault]:
    page = case / "pipe.html"
    read, write = os.pipe()
    os.close(read)
    yield _tried("a pipe that nobody reads", _assess(case, page), (3,), page, stdout=write)
    os.close(write)
    if Path("/dev/full").exists():
        page = case / "full.html"
        with open("/dev/full", "wb") as full:
            yield _tried("a full disk, printing", _assess(case, page), (3,), page, stdout=full)


def _disks(folder: Path, case: Path) -> Iterator[Fault]:
    small = _limited(resource.RLIMIT_FSIZE, SMALL_DISK)
    page = folder / "small.html"
    found = _tried("a full disk, a page (no file over 4 kB)", _assess(case, page), (3,), preexec_fn=small)
    left = [each.name for each in folder.iterdir() if "small.html" in each.name]
    yield found if found.wrong or not left else Fault(found.name, f"left behind: {left}")
    (folder / "closed").mkdir(mode=0o555)
    # Nothing is closed to root but what the system itself keeps.
    closed = Path("/sys") if os.geteuid() == 0 else folder / "closed"
    yield _tried("a folder that may only be read", _assess(case, closed / "page.html"), (3,))
    yield _tried("a folder that cannot be made", _assess(case, folder / "file" / "page.html"), (3,))


def _places(folder: Path, case: Path) -> Iterator[Fault]:
    homeless = {
        key: value
        for key, value in os.environ.items()
        if key not in ("HOME", "OVERTURE_CACHE", "XDG_CACHE_HOME")
    }
    page = folder / "home.html"
    yield _tried("no HOME", ["check", str(case)], (0,), env=homeless)
    yield _tried(
        "a HOME that is not there", ["check", str(case)], (0,), env={**homeless, "HOME": "/nowhere/at/all"}
    )
    little = _limited(resource.RLIMIT_AS, LITTLE)
    yield _tried("ulimit -v (1 GB), check", ["check", str(case)], (0, 2, 3), preexec_fn=little)
    yield _tried("ulimit -v (1 GB), assess", _assess(case), (0, 1, 2, 3), preexec_fn=little)
    clock = folder / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(JUMPS)
    jumping = {**os.environ, "PYTHONPATH": str(clock)}
    yield _tried("a clock that jumps", _assess(case, page), (0, 1), page, env=jumping)


def _letters(folder: Path, case: Path) -> Iterator[Fault]:
    plain = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    plain.pop("PYTHONIOENCODING", None)
    page = folder / "plain.html"
    yield _tried("LANG=C", _assess(case, page), (0, 1), page, env=plain)
    page = folder / "cp1252.html"
    windows = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    yield _tried("letters of Windows (cp1252)", _assess(case, page), (0, 1), page, env=windows)
    for words, name in ODD_NAMES.items():
        odd = folder / name
        write_case(odd)
        yield _tried(f"names {words}", _assess(odd, odd / f"{name}.html"), (0, 1), odd / f"{name}.html")
    if sys.platform == "linux":  # where a name is any bytes
        odd = folder / os.fsdecode(b"caf\xe9")
        write_case(odd)
        yield _tried("names that are no UTF-8", _assess(odd, odd / "page.html"), (0, 1), odd / "page.html")
    odd = folder / ODD_NAMES["of signs (emoji)"]
    yield _tried(
        "names of signs (emoji), LANG=C", _assess(odd, odd / "c.html"), (0, 1), odd / "c.html", env=plain
    )


def _sheets(folder: Path) -> Iterator[Fault]:
    """Two runs on one sheet, and a worker killed while it reads."""
    case = folder / "shared"
    write_case(case)
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(REPORT)
    runs = [
        start(["read", str(folder / f"{name}.txt"), "--plain", "--into", str(case)])
        for name in ("one", "two")
    ]
    said = [run.communicate()[1].decode(errors="replace") for run in runs]
    wrong = ""
    sheet = (case / "evidence.yaml").read_text(encoding="utf-8") if (case / "evidence.yaml").exists() else ""
    for run, told, name in zip(runs, said, ("one", "two"), strict=True):
        held = run.returncode == 2 and "another run is in this sheet" in told
        if not held and not (run.returncode == 0 and f"{name}.txt" in sheet):
            wrong = f"exit {run.returncode}, and {name}.txt is not on the sheet: {told[-160:]!r}"
    again = _tried("", ["check", str(case)], (0,))
    yield Fault("two runs on one sheet", wrong or again.wrong)
    yield Fault("a worker killed while it reads", _worker_killed(folder))


def _worker_killed(folder: Path) -> str:
    """What is lost where one of two workers is killed while both read; its report is named, all others are read."""
    reports, sheet = folder / "reports", folder / "workers.yaml"
    reports.mkdir()
    names = [f"r{number:02d}.txt" for number in range(12)]
    for name in names:
        (reports / name).write_text(REPORT * 200)
    child = start(["read", str(reports), "--plain", "--jobs", "2", "--out", str(sheet)])
    try:
        victim = _child_that_works(child)
        os.kill(victim, signal.SIGKILL)
    except (OSError, TimeoutError) as error:
        child.kill()
        child.communicate()
        return f"no worker could be killed ({error})"
    told = child.communicate()[1].decode(errors="replace")
    read = sheet.read_text(encoding="utf-8") if sheet.exists() else ""
    missing = [name for name in names if name not in read and name not in told]
    if missing or child.returncode not in (0, 1) or "Traceback" in told:
        return f"exit {child.returncode}, neither read nor named: {missing}: {told[-160:]!r}"
    return ""


def _child_that_works(parent: subprocess.Popen[bytes]) -> int:
    """A child of a process that has used two tenths of a second of processor time, since it was started to read."""
    ticks = os.sysconf("SC_CLK_TCK")
    for _ in range(3000):
        if parent.poll() is not None:
            raise TimeoutError("the command ended first")
        for each in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split():
            spent = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            command = Path(f"/proc/{each}/cmdline").read_bytes()
            if b"spawn_main" in command and int(spent[11]) > 0.2 * ticks:
                return int(each)
        time.sleep(0.02)
    raise TimeoutError("no worker worked")


def _limited(kind: int, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (most, most))
