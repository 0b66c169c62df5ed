"""Peers in environments of their own, made on first use under ``.venv-peers/`` and never imported here."""

from __future__ import annotations

import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

from bench.measure.alone import ROOT, Outcome, run

HOME = ROOT / ".venv-peers"

# name -> the arguments of each ``pip install``, in their order
PEERS = {
    "gambit-16.7": (("pygambit==16.7.0",),),
    "gambit-17.0.0b2": (("--pre", "pygambit==17.0.0b2"),),
    "open_spiel": (("open_spiel==2.0.2",),),
    "nashpy": (("nashpy==0.0.43",),),
    # Its set-up imports numpy before anything is installed, and it uses a name that numpy 2 no longer has.
    "sgamesolver": (
        ("numpy<2", "pandas<3", "cython", "wheel"),
        ("--no-build-isolation", "numpy<2", "pandas<3", "sgamesolver==1.0.2"),
    ),
    "liteefg": (("liteefg==1.0.0",),),
}


@cache
def install(name: str) -> tuple[Path, str]:
    """The interpreter of a peer, installed if need be, and what went wrong: the command and its last line, or nothing."""
    folder = HOME / name
    found = folder / "bin" / "python"
    stamp = folder / ".installed"
    if stamp.exists():
        return found, ""
    HOME.mkdir(exist_ok=True)
    (HOME / ".gitignore").write_text("*\n")
    print(f"bench: installing {name} in {folder}", file=sys.stderr)
    venv.create(folder, with_pip=True, clear=True)
    pip = [str(found), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for needs in PEERS[name]:
        done = subprocess.run([*pip, *needs], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            fault = f"pip install {' '.join(needs)}: {_last_error(done.stderr)}"
            print(f"bench: {name} cannot be installed: {fault}", file=sys.stderr)
            return found, fault
    stamp.touch()
    return found, ""


def _last_error(told: str) -> str:
    """The last line of what pip told that names an error, but for the one that only says that a command failed."""
    lines = (line.strip() for line in told.splitlines() if "subprocess-exited-with-error" not in line)
    return ([line for line in lines if "error:" in line.lower()] or ["no message"])[-1][:200]


def ask(name: str, script: str, *, limit: float = 120.0) -> Outcome:
    """Run ``script`` (it leaves ``result``) in a peer's environment."""
    interpreter, fault = install(name)
    if fault:
        return Outcome(None, 0.0, f"not installed ({fault})")
    return run(script, python=interpreter, limit=limit)
