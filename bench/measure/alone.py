"""Run a piece of Python in a process of its own: one thread, a time limit, its peak memory measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Appended to every script: hand back `result` and the peak resident memory of the process.
_TAIL = """
import json as _json, resource as _resource, sys as _sys
_peak = _resource.getrusage(_resource.RUSAGE_SELF).ru_maxrss / 1024
with open(_sys.argv[1], "w") as _out:
    _json.dump({"result": result, "memory": _peak}, _out)
"""

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """What a script handed back; ``result`` is None where it failed or was stopped, and ``fault`` says why."""

    result: Any
    memory: float
    fault: str = ""


def run(
    script: str,
    *,
    python: Path | str = sys.executable,
    limit: float = 120.0,
    threads: int = 1,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run ``script``, which must leave JSON's values in ``result``.

    Args:
        script: Python text; the repository is its working folder.
        python: the interpreter, that of a peer's environment for a peer.
        limit: seconds after which it is stopped.
        threads: what numerical libraries may use.
        environment: variables beside those of this process.
    """
    count = str(threads)
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    whole = {**os.environ, **dict.fromkeys(names, count), "PYTHONPATH": str(ROOT), **(environment or {})}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        try:
            done = subprocess.run(
                [str(python), "-c", script + _TAIL, str(out)],
                cwd=ROOT,
                env=whole,
                capture_output=True,
                text=True,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Outcome(None, 0.0, f"stopped after {limit:g} s")
        if done.returncode != 0 or not out.exists():
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            return Outcome(None, 0.0, f"failed: {last[:200]}")
        found = json.loads(out.read_text())
    return Outcome(found["result"], float(found["memory"]))
