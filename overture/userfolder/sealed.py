"""Sealed files of the user's own folder: each begins with a digest of its name and content under a key of the user's.

A file that was cut short, edited, moved or put there by somebody without the key is told from one that was written
here before anything in it is read, so that a kept kernel that is not ours is never unpickled. The digest is an HMAC with
SHA-256 (RFC 2104). The key, 32 random bytes, lies in the same folder with mode 0600: the folder's owner can forge, as
he can change the program itself; nobody else can read or write there.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from contextlib import suppress
from enum import Enum
from pathlib import Path

from overture.userfolder.folder import keeping, say
from overture.writing import write_whole

KEY = "key"
LENGTH = 32  # bytes of the key
MARK = b"overture sealed 1\n"
DIGEST = 64  # letters


class Seal(Enum):
    """Why there is no content: there is no file, or it does not match its digest."""

    MISSING = "missing"
    BROKEN = "broken"


def sealed_write(name: str, content: bytes, at: Path | None = None) -> bool:
    """Keep ``content`` under ``name`` (a path in the folder); returns whether it was kept.

    A disk that is full or a folder that cannot be written to costs only the time of the next run. ``at``: where the
    folder is, if that was settled before.
    """
    folder = keeping(at=at)
    key = None if folder is None else _key(folder, make=True)
    if folder is None or key is None:
        return False
    try:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, MARK + _digest(key, name, content) + b"\n" + content, mode=0o600)
    except OSError:
        return False
    return True


def sealed_read(name: str, at: Path | None = None) -> bytes | Seal:
    """What is kept under ``name``; or why there is nothing that can be relied on."""
    folder = keeping(make=False, at=at)
    if folder is None:
        return Seal.MISSING
    try:
        whole = (folder / name).read_bytes()
    except OSError:
        return Seal.MISSING
    key = _key(folder, make=False)
    head, content = whole[: len(MARK) + DIGEST + 1], whole[len(MARK) + DIGEST + 1 :]
    if key is None or not hmac.compare_digest(head, MARK + _digest(key, name, content) + b"\n"):
        return Seal.BROKEN
    return content


def sealed_drop(name: str, at: Path | None = None) -> None:
    """Throw away what is kept under ``name``, where it can be."""
    folder = keeping(make=False, at=at)
    if folder is not None:
        with suppress(OSError):
            (folder / name).unlink()


def _digest(key: bytes, name: str, content: bytes) -> bytes:
    made = hmac.new(key, name.encode() + b"\0", "sha256")
    made.update(content)
    return made.hexdigest().encode()


def _key(folder: Path, make: bool) -> bytes | None:
    """The user's key; None where there is none and none can be made, or it is not the user's alone."""
    path = folder / KEY
    try:
        found = path.lstat()
    except OSError:
        return _made(path) if make else None
    if hasattr(os, "getuid") and not _alone(found):
        say(f"nothing is kept, and what was kept is not read: {path}: this key is not the user's alone; "
            "allowed: a file of mode 0600 of one's own. Delete it: what was kept under it is computed again.")  # fmt: skip
        return None
    try:
        key = path.read_bytes()
    except OSError:
        return None
    return key if len(key) == LENGTH else (_made(path) if make else None)


def _alone(found: os.stat_result) -> bool:
    return (
        stat.S_ISREG(found.st_mode)
        and found.st_uid == os.getuid()
        and not stat.S_IMODE(found.st_mode) & 0o077
    )


def _made(path: Path) -> bytes | None:
    """A new key, or the one that another process has made meanwhile. A key of the wrong length is replaced."""
    try:
        if path.exists():
            path.unlink()
        beside = path.with_name(f".{KEY}.{secrets.token_hex(8)}")
        write_whole(beside, secrets.token_bytes(LENGTH), mode=0o600)
        try:
            os.link(beside, path)
        except FileExistsError:
            pass
        except OSError:  # a disk without links
            os.replace(beside, path)
        with suppress(FileNotFoundError):
            beside.unlink()
        return path.read_bytes()
    except OSError:
        return None
