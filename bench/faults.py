"""``python -m bench.faults [kills] [command]``: commands are killed, machines lack something, and what is left behind is looked at.

Each of four commands (assess, atlas, read --into, design) is run once to its end, which is timed. Then it is ended by
SIGINT, SIGTERM and SIGKILL, ``kills`` times each (2 unless said), at moments that are fractions of that time; the
fractions are drawn from a seed, so the same ones are tried each time, though not what they hit. It is run once more
after each. A kill is *survived* where

* every file is the old one or the new one, never half of one;
* the command, where the signal can be heard, ends with 130 and a sentence, and not with a traceback;
* the run after it writes the same bytes as one that was never disturbed, and leaves no file of the killed one.

Then come the faults of machines (:mod:`bench.machines`), unless one command is named. The table says how many were tried, survived and lost; a
command that had ended before the signal came counts as *late*, and is looked at all the same.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.machines import REPORT, machine_faults, start, write_case

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
SEED = 14
EARLIEST, LATEST = 0.1, 0.8  # of the measured run; before it, Python itself is still starting
COMMANDS: dict[str, tuple[str, ...]] = {
    "assess": ("assess", "case", "--worlds", "4", "--html", "page.html", "--json", "all.json", "--fresh"),
    "atlas": ("atlas", "case", "--x", "doubt", "--y", "fine", "--cells", "2", "--html", "map.html", "--table", "map.csv", "--fresh"),
    "read --into": ("read", "report.txt", "--plain", "--into", "case", "--html", "reading.html"),
    "design": ("design", "case", "--worlds", "2", "--evaluations", "16", "--html", "terms.html", "--json", "terms.json", "--fresh"),
}  # fmt: skip


@dataclass
class Table:
    """How often each fault was tried, survived, and came late; what was lost, in words."""

    rows: dict[str, list[int]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def count(self, fault: str, wrong: str, late: bool = False) -> None:
        """Note a fault; ``wrong``: what was lost, "" where nothing was."""
        row = self.rows.setdefault(fault, [0, 0, 0])
        row[0] += 1
        row[1] += not wrong
        row[2] += late
        if wrong:
            self.lost.append(f"{fault}: {wrong}")
        print(".", end="", file=sys.stderr, flush=True)

    def told(self) -> str:
        """The table, and a line for each loss."""
        wide = max(map(len, self.rows))
        lines = [f"{'fault':<{wide}}  tried  survived  lost  late"]
        for name, (tried, survived, late) in self.rows.items():
            lines.append(f"{name:<{wide}}  {tried:>5}  {survived:>8}  {tried - survived:>4}  {late:>4}")
        tried, survived, late = (sum(row[at] for row in self.rows.values()) for at in range(3))
        lines.append(f"{'all':<{wide}}  {tried:>5}  {survived:>8}  {tried - survived:>4}  {late:>4}")
        return "\n".join([*lines, *(f"lost: {each}" for each in self.lost)])


def main(words: list[str]) -> int:
    kills = int(words[0]) if words else 2
    alone = " ".join(words[1:])
    table = Table()
    with tempfile.TemporaryDirectory(prefix="overture-faults-") as name:
        folder = Path(name)
        for command in [alone] if alone else COMMANDS:
            _killed(command, folder / command.split()[0], kills, table.count)
        for fault in [] if alone else machine_faults(folder / "machines"):
            table.count(fault.name, fault.wrong)
    print(file=sys.stderr)
    print(table.told())
    return 1 if table.lost else 0


def _killed(command: str, folder: Path, kills: int, count: Callable[[str, str, bool], None]) -> None:
    """One command, killed again and again."""
    given, work = folder / "given", folder / "work"
    given.mkdir(parents=True)
    write_case(given / "case")
    (given / "report.txt").write_text(REPORT)
    old = _files(given)
    shutil.copytree(given, work)
    _run(command, work).communicate()  # compiles what is not compiled yet
    _again(given, work)
    begun = time.monotonic()
    _run(command, work).communicate()
    whole = time.monotonic() - begun
    right = _files(work)
    drawn = random.Random(f"{SEED} {command}")
    for _ in range(kills):
        for sign in SIGNALS:
            _again(given, work)
            child = _run(command, work)
            try:
                child.communicate(timeout=whole * drawn.uniform(EARLIEST, LATEST))
                late = True
                said = b""
            except subprocess.TimeoutExpired:
                late = False
                child.send_signal(sign)
                _, said = child.communicate()
            wrong = [] if late else _ended_badly(child.returncode, sign, said)
            wrong += [f"half of {name}" for name in _half(_files(work), old, right)]
            code = _run(command, work).wait()
            after = _files(work)
            if code not in (0, 1) or after != right:
                other = sorted(name for name in {*after, *right} if after.get(name) != right.get(name))
                wrong.append(f"the run after it ends with {code}, with other files: {other}")
            count(f"{command}, killed by {signal.Signals(sign).name}", "; ".join(wrong), late)


def _again(given: Path, work: Path) -> None:
    shutil.rmtree(work)
    shutil.copytree(given, work)


def _run(command: str, work: Path) -> subprocess.Popen[bytes]:
    return start(list(COMMANDS[command]), cwd=work)


def _files(folder: Path) -> dict[str, bytes]:
    """Each file by its path, with its bytes."""
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def _half(found: dict[str, bytes], old: dict[str, bytes], right: dict[str, bytes]) -> list[str]:
    """The files that are neither the old nor the new one; hidden ones belong to the run and go with the next."""
    shown = (name for name in found if not Path(name).name.startswith("."))
    return [name for name in shown if found[name] not in (old.get(name), right.get(name))]


def _ended_badly(code: int, sign: signal.Signals, said: bytes) -> list[str]:
    """What is wrong with how a killed command ended: 130 with a sentence, or done before it heard."""
    if sign == signal.SIGKILL:
        return []
    if b"Traceback" in said:
        return [f"a traceback, which ends with {said.decode(errors='replace')[-120:]!r}"]
    if code not in (0, 1, 130):
        return [f"exit {code}"]
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
