"""Run the command line as a user does, in a process of its own or in this one."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def overture(*words: object) -> Ran:
    """The command in this process: quick, for what does not need a process."""
    from overture.cli import main

    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["overture", *map(str, words)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def started(*words: object, **options: object) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "overture", *map(str, words)],
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT, **options},  # type: ignore[call-overload]
    )


def hear_interrupts() -> None:
    """In a child, before it runs: a shell that runs the tests in the background has told its children to take no Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupted(after: str, *words: object) -> Ran:
    """The command, with Ctrl-C pressed once ``after`` was told on its terminal (stderr); no clock is read."""
    terminal, end = pty.openpty()
    child = started(*words, stderr=end, env={**os.environ, "TERM": "xterm"}, preexec_fn=hear_interrupts)
    os.close(end)
    told = b""
    while after.encode() not in told and (more := _read(terminal)):
        told += more
    child.send_signal(signal.SIGINT)
    while more := _read(terminal):
        told += more
    os.close(terminal)
    out, _ = child.communicate()
    return Ran(child.returncode, out, told.decode(errors="replace"))


def _read(terminal: int) -> bytes:
    """What comes next; nothing once the other end is closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
