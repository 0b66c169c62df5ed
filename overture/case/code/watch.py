"""Code of a case is run first in a process that is watched: one that does not end, or takes all memory, costs one sentence.

That process loads the case as this one will. It may use ``SECONDS`` of processor time and ``MEMORY`` bytes, and ends
after ``PATIENCE`` seconds in which it may also have slept. This is the one place where a clock decides: not an answer,
but whether foreign code is given up.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from overture.errors import Fault

SECONDS = 15  # of processor time
PATIENCE = 60.0  # seconds by the clock
MEMORY = 4 << 30  # bytes of address space
DONE = "overture: loaded"  # the last line of a process that came to its end
_OUT_OF_MEMORY = 86  # exit code


def watched_fault(case: Path, where: str, what: Path) -> Fault | None:
    """Load a case in a watched process; why its code cannot be run in this one, or None where it can.

    Faults of the case itself are none here: this process will find them too.

    Args:
        case: the case file. where: what names the code. what: the code.
    """
    allowed = "a game that can be told at the case's numbers"
    root = str(Path(__file__).resolve().parents[3])
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "overture.case.code.watch", str(case), str(SECONDS)],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])]),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Fault(
            "case/endless", f"{what} did not end within {PATIENCE:g} seconds and was stopped", where, allowed
        )
    if DONE.encode() in done.stdout.splitlines()[-1:]:
        return None
    if done.returncode == _OUT_OF_MEMORY:
        found = f"{what} takes more than {MEMORY >> 30} GiB of memory"
    elif done.returncode < 0 and -done.returncode in _cpu_signals():
        found = f"{what} did not end within {SECONDS} seconds of processor time and was stopped"
    else:
        found = (
            f"{what} ended the process in which it ran (exit code {done.returncode}) before the game was told"
        )
    return Fault("case/endless", found, where, allowed)


def _cpu_signals() -> set[int]:
    import signal

    return {int(getattr(signal, name)) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}


def main(case: str, seconds: int) -> None:
    """The watched process, which may use so many ``seconds`` of processor time."""
    from overture.case.code.trust import trusting
    from overture.case.file import CaseFile
    from overture.case.history.load import load_history
    from overture.case.load import load
    from overture.errors import OvertureError

    with suppress(ImportError):
        import resource

        until = math.ceil(time.process_time()) + seconds  # beside what Overture itself took to be read
        resource.setrlimit(resource.RLIMIT_CPU, (until, until + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with trusting(True, unwatched=True):
            read = CaseFile.read(case)
            if read.about_history:
                load_history(read)
            else:
                load(read)
    except OvertureError as error:
        if any("MemoryError" in fault.found for fault in error.faults):
            sys.exit(_OUT_OF_MEMORY)
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    print(f"\n{DONE}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
