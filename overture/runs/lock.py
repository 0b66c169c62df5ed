"""One run at a time in a store, or on a sheet: a file that says who is in it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from overture.errors import FileError
from overture.writing import runs

LOCK = "lock.json"


@contextmanager
def locked(folder: Path, name: str = LOCK, what: str = "store") -> Iterator[None]:
    """Hold the store. The lock of a run that died on this machine is taken over; of another machine nobody knows.

    Args:
        name: of the lock. what: what is held by it, for errors, where it is no store.

    Raises:
        FileError: another run is in the store.
    """
    file = folder / name
    mine = {
        "host": platform.node(),
        "pid": os.getpid(),
        "begun": begun(os.getpid()),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "token": uuid4().hex,
    }
    while not _made(file, mine):
        _take_over(file, what)
    try:
        yield
    finally:
        if (_read(file) or {}).get("token") == mine["token"]:
            file.unlink()


def _made(file: Path, mine: dict[str, Any]) -> bool:
    """Make the lock whole, if there is none; False where there is."""
    written = file.with_name(f".{file.name}.{mine['token']}")
    written.write_text(json.dumps(mine), encoding="utf-8")
    try:
        os.link(written, file)  # unlike a move, this fails where the file is there
    except FileExistsError:
        return False
    except OSError:  # a disk without links
        try:
            with file.open("x", encoding="utf-8") as made:
                json.dump(mine, made)
        except FileExistsError:
            return False
    finally:
        written.unlink()
    return True


def _take_over(file: Path, what: str) -> None:
    """Remove the lock of a run that is dead. Raises FileError where it may be alive."""
    held = _read(file)
    if held is None:  # it went away, or is no lock of ours
        if file.exists():
            raise FileError.of(
                "runs/lock", "it cannot be read", str(file), "", f"remove it if no run is in the {what}"
            )
        return
    if not stale(held):
        raise FileError.of(
            "runs/lock",
            f"another run is in this {what}: process {held.get('pid')} on {held.get('host')}, "
            f"since {held.get('time')}",
            str(file),
            "one run at a time",
            f"wait until it ends, or remove {file.name} if you know that it is dead",
        )
    aside = file.with_name(f".{file.name}.{uuid4().hex}")
    with suppress(FileNotFoundError):  # another run took it over in between
        os.rename(file, aside)
        moved = _read(aside)
        if moved is not None and moved.get("token") != held.get("token"):
            with suppress(FileExistsError):  # it was the lock of that other run: give it back
                os.link(aside, file)
        aside.unlink()


def _read(file: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def stale(held: dict[str, Any]) -> bool:
    """Whether the run that made a lock is dead for sure: it was on this machine, and its process is gone."""
    process = held.get("pid")
    if held.get("host") != platform.node() or not isinstance(process, int):
        return False
    now = begun(process)
    if now:  # another process may have its number by now
        return bool(held.get("begun")) and now != held["begun"]
    return not _alive(process)


def _alive(process: int) -> bool:
    # Where the system says when a process began, it said nothing of this one.
    return not begun(os.getpid()) and runs(process)


def begun(process: int) -> str:
    """When a process that runs began, in ticks since the machine did; "" where it ended, or the system (not Linux) does not say."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        told = text.rpartition(")")[2].split()
        return "" if told[0] in "ZX" else told[19]
    except (OSError, IndexError):
        return ""
