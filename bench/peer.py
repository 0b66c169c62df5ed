"""Peers in environments of their own, made on first use under ``.venv-peers/`` and never imported here."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from bench.alone import ROOT, Outcome, run

HOME = ROOT / ".venv-peers"

# name -> what pip installs
PEERS = {
    "gambit-16.7": ["pygambit==16.7.0"],
    "gambit-17.0.0b2": ["--pre", "pygambit==17.0.0b2"],
}


def python(name: str, needs: list[str] | None = None) -> Path | None:
    """The interpreter of a peer, installed if need be; None where it cannot be installed (said on stderr).

    Args:
        name: the folder under ``.venv-peers/``, and one of :data:`PEERS` where ``needs`` is left out.
        needs: arguments of ``pip install``.
    """
    folder = HOME / name
    found = folder / "bin" / "python"
    stamp = folder / ".installed"
    if stamp.exists():
        return found
    HOME.mkdir(exist_ok=True)
    (HOME / ".gitignore").write_text("*\n")
    print(f"bench: installing {name} in {folder.relative_to(ROOT)}", file=sys.stderr)
    venv.create(folder, with_pip=True, clear=True)
    pip = [str(found), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, *(needs if needs is not None else PEERS[name])], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        print(f"bench: {name} cannot be installed: {last}", file=sys.stderr)
        return None
    stamp.touch()
    return found


def ask(name: str, script: str, *, limit: float = 120.0, needs: list[str] | None = None) -> Outcome:
    """Run ``script`` (it leaves ``result``) in a peer's environment."""
    interpreter = python(name, needs)
    if interpreter is None:
        return Outcome(None, 0.0, "not installed")
    return run(script, python=interpreter, limit=limit)
