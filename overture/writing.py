"""Files out: writes that are whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import stat
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

_HERE = hashlib.sha256(platform.node().encode()).hexdigest()[
    :8
]  # this machine, in the name of what is being written


def write_whole(path: Path, text: str | bytes, synced: bool = False, mode: int | None = None) -> None:
    """Write ``text`` (as UTF-8) to ``path`` so that the file is the old one or the new one, never half of it.

    Who may read it stays as it was; a new file is as open as the user's umask lets it be. Where ``path`` is a
    link, the file that it names is written; a device or a pipe is written to as it stands.

    Args:
        mode: who may read it, where that is settled (0o600: the user alone).
        synced: wait until the disk has the file, and its name, so that it outlives a machine that stops at once.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, "a part of the path is no folder", str(path)) from error
    data = text.encode() if isinstance(text, str) else text
    if (
        path.exists() and not path.is_file()
    ):  # a device or a pipe takes what it is given, and stays what it is
        with path.open("wb") as device:
            device.write(data)
        return
    path = path.resolve() if path.is_symlink() else path
    try:
        _moved_there(path, data, synced, mode)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # and not the name under which it was begun
        raise
    if synced:
        _sync_folder(path.parent)


def _moved_there(path: Path, data: bytes, synced: bool, mode: int | None) -> None:
    if not synced:  # a store clears its own
        clear_left_over(path)
    name = path.parent / f"{temporary_prefix(path.name)}{_HERE}-{os.getpid()}-{uuid4().hex}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(name, flags, 0o666 if mode is None else mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            os.chmod(name, stat.S_IMODE(path.stat().st_mode) if mode is None else mode)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def temporary_prefix(name: str) -> str:
    """How the names begin under which a file is written before it is moved to ``name``."""
    return f".{name[:60]}."


def clear_left_over(path: Path) -> None:
    """Delete what runs of this machine that were killed had begun to write at ``path``."""
    begun = re.compile(re.escape(temporary_prefix(path.name)) + rf"{_HERE}-(\d+)-[0-9a-f]{{32}}")
    with suppress(OSError):
        for name in os.listdir(path.parent):
            found = begun.fullmatch(name)
            if found is not None and not runs(int(found[1])):
                with suppress(OSError):
                    (path.parent / name).unlink()


def runs(process: int) -> bool:
    """Whether a process of this machine runs; taken to where the system does not say."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system can open one."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
