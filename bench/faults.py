"""``python -m bench.faults [rounds]``: commands are ended at random moments, and what they leave behind is looked at.

Each command is run once to its end; then, again and again, it is ended by Ctrl-C, SIGTERM or SIGKILL at a moment drawn
between its start and its end, and run once more. A fault is *survived* where every file is the old one, the new one or
not there, never half of one; where the next run writes the same bytes as an undisturbed one; and where it leaves no
file of the ended run. Also tried: a full disk, a closed pipe, a folder that cannot be made, no home folder, little
memory, the C locale, names with spaces, line breaks and signs. The moments come from a seed; what they hit does not.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "cases" / "freeze-for-relief"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
REPORT = "The minister said that the bridge would open in May. An officer denied that it was safe.\n"
COMMANDS: dict[str, tuple[str, ...]] = {
    "assess": ("assess", str(CASE), "--worlds", "8", "--html", "OUT/page.html", "--json", "OUT/all.json", "--fresh"),
    "atlas": ("atlas", str(CASE), "--x", "q_thin", "--y", "s", "--cells", "4", "--html", "OUT/map.html", "--table", "OUT/map.csv"),
    "read": ("read", "IN/report.txt", "--plain", "--out", "OUT/evidence.yaml", "--html", "OUT/reading.html"),
}  # fmt: skip


def main(words: list[str]) -> int:
    rounds = int(words[0]) if words else 6
    rows: Counter[tuple[str, str]] = Counter()
    lost: list[str] = []
    with tempfile.TemporaryDirectory(prefix="overture-faults-") as name:
        folder = Path(name)
        for command in COMMANDS:
            _ended(command, folder / command, rounds, rows, lost)
        _others(folder / "others", rows, lost)
    names = list(dict.fromkeys(name for name, _ in rows))
    print(f"{'fault':<44} tried  survived  lost")
    for name in names:
        tried, survived = rows[name, "tried"], rows[name, "survived"]
        print(f"{name:<44} {tried:>5}  {survived:>8}  {tried - survived:>4}")
    for each in lost:
        print(f"lost: {each}")
    return 1 if lost else 0


def _ended(command: str, folder: Path, rounds: int, rows: Counter[tuple[str, str]], lost: list[str]) -> None:
    """One command, ended again and again."""
    given, out = folder / "in", folder / "out"
    given.mkdir(parents=True)
    (given / "report.txt").write_text(REPORT)
    begun = time.monotonic()
    _run(command, folder).wait()
    whole = time.monotonic() - begun
    right = {each.name: each.read_bytes() for each in out.iterdir()}
    moments = random.Random(command)
    for _ in range(rounds):
        for sign in SIGNALS:
            fault = f"{command}, ended by {signal.Signals(sign).name}"
            shutil.rmtree(out)
            out.mkdir()
            child = _run(command, folder)
            time.sleep(moments.uniform(0.05, whole))
            child.send_signal(sign)
            child.wait()
            half = [
                each.name
                for each in out.iterdir()
                if each.name in right and each.read_bytes() != right[each.name]
            ]
            code = _run(command, folder).wait()
            after = {each.name: each.read_bytes() for each in out.iterdir()}
            good = not half and code in (0, 1) and after == right
            _count(
                fault, good, f"half {half}, exit {code}, left {sorted(set(after) - set(right))}", rows, lost
            )


def _run(command: str, folder: Path) -> subprocess.Popen[bytes]:
    words = [
        each.replace("OUT", str(folder / "out")).replace("IN", str(folder / "in"))
        for each in COMMANDS[command]
    ]
    return _start(words)


def _start(words: list[str], **options: object) -> subprocess.Popen[bytes]:
    quiet: dict[str, object] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": ROOT}
    return subprocess.Popen([sys.executable, "-m", "overture", *words], **{**quiet, **options})  # type: ignore[call-overload, no-any-return]


def _count(fault: str, good: bool, why: str, rows: Counter[tuple[str, str]], lost: list[str]) -> None:
    rows[fault, "tried"] += 1
    rows[fault, "survived"] += good
    if not good:
        lost.append(f"{fault}: {why}")


def _others(folder: Path, rows: Counter[tuple[str, str]], lost: list[str]) -> None:
    """Machines that lack something: the exit code is the stated one, stderr holds sentences and no traceback."""
    folder.mkdir()
    odd = folder / "a case\nwith ☃ and spaces"
    shutil.copytree(CASE, odd)
    (folder / "file").write_text("")
    home = {
        key: value
        for key, value in os.environ.items()
        if key not in ("HOME", "OVERTURE_CACHE", "XDG_CACHE_HOME")
    }
    plain = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    assess = ["assess", str(CASE), "--worlds", "2"]
    with open("/dev/full", "wb") as full:
        tried: dict[str, tuple[list[str], dict[str, object], tuple[int, ...]]] = {
            "a full disk, printing": (["check", str(CASE)], {"stdout": full}, (3,)),
            "a full disk, a page": ([*assess, "--html", "/dev/full"], {}, (3,)),
            "a folder that cannot be made": ([*assess, "--html", str(folder / "file" / "x.html")], {}, (3,)),
            "no home folder": (["check", str(CASE)], {"env": {**home, "HOME": "/nowhere"}}, (0,)),
            "a terminal of ASCII": (assess, {"env": plain}, (0,)),
            "Windows letters (cp1252)": (assess, {"env": {**plain, "PYTHONIOENCODING": "cp1252"}}, (0,)),
            "a name with a line break and a sign": (["check", str(odd)], {}, (0,)),
            "little memory (1 GB of addresses)": (
                ["check", str(CASE)],
                {"preexec_fn": _little},
                (0, 1, 2, 3),
            ),
        }
        for fault, (words, options, codes) in tried.items():
            child = _start(words, **options)
            _, said = child.communicate()
            good = child.returncode in codes and b"Traceback" not in said
            _count(
                fault, good, f"exit {child.returncode}: {said.decode(errors='replace')[-200:]}", rows, lost
            )
    _count_pipe(rows, lost)


def _little() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def _count_pipe(rows: Counter[tuple[str, str]], lost: list[str]) -> None:
    read, write = os.pipe()
    child = _start(["check", str(CASE)], stdout=write)
    os.close(write)
    os.close(read)
    _, said = child.communicate()
    good = child.returncode == 3 and b"Traceback" not in said
    _count(
        "a pipe that nobody reads",
        good,
        f"exit {child.returncode}: {said.decode(errors='replace')[-200:]}",
        rows,
        lost,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
