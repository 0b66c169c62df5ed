"""What code reads while it runs: the files that it opens or imports, and their digests.

Python tells of every file that is opened (PEP 578). What belongs to Python, to installed packages and to Overture is
known by its versions, and left out, as is the user's own folder; so is what code learns otherwise, as from the environment or the network.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import sysconfig
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import source_from_cache
from pathlib import Path

from overture.errors import FileError
from overture.userfolder.folder import user_folder

_listening: list[set[str]] = []
MOST_SENT = 8_000_000  # bytes of files that go to every worker with the code that reads them


@contextmanager
def files_read() -> Iterator[set[str]]:
    """The paths of the files that are opened for reading while this is open; more are added as they are."""
    _heard()
    found: set[str] = set()
    _listening.append(found)
    try:
        yield found
    finally:
        _listening.remove(found)


# What a machine says of itself: a library reads it once a process, when it is loaded.
OF_THE_SYSTEM = ("/proc", "/sys")
# Folders of what a package says of itself, which may stand beside a checkout; read once a process too.
OF_PACKAGES = (".dist-info", ".egg-info")


def digests(read: set[str], folder: Path) -> dict[str, str]:
    """File, by its path as seen from ``folder``, -> sha256, of all that were read and are no part of what is installed."""
    found = {}
    left_out = [*_installed(), *_own(), *map(Path, OF_THE_SYSTEM)]
    for name in read:
        path = Path(name)
        with suppress(NotImplementedError, ValueError):
            path = Path(source_from_cache(name))
        with suppress(OSError, ValueError):
            path = path.resolve()
            known = path.parent.suffix in OF_PACKAGES or any(path.is_relative_to(each) for each in left_out)
            if stat.S_ISREG(path.stat().st_mode) and not known:
                found[_seen_from(path, folder)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return dict(sorted(found.items()))


def contents(names: Iterable[str], folder: Path, where: str) -> dict[str, str]:
    """File, by its path as seen from ``folder``, -> its bytes in base64: what a worker needs that lacks these files.

    Raises:
        FileError: one cannot be read, or they are too large to be sent. ``where``: what names the code that reads them.
    """
    found, size = {}, 0
    for name in names:
        try:
            data = (folder / name).read_bytes()
        except OSError as error:
            raise FileError.of(
                "case/game", f"the code reads {name}, which cannot be read: {error.strerror}", where
            ) from error
        size += len(data)
        found[name] = b64encode(data).decode("ascii")
    if size > MOST_SENT:
        raise FileError.of(
            "case/game",
            f"the code reads files of {size:,} bytes together ({', '.join(found)}), which every worker would be sent",
            where,
            f"at most {MOST_SENT:,} bytes",
            "let the game read less, or judge the case without workers",
        )
    return found


def changed(known: dict[str, str], folder: Path) -> str | None:
    """The first of these files that has other content now, or is gone; None where all are as they were."""
    for name, digest in known.items():
        try:
            now = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            return name
        if now != digest:
            return name
    return None


def _seen_from(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _own() -> list[Path]:
    try:
        return [user_folder().resolve()]
    except FileError:
        return []


@cache
def _installed() -> tuple[Path, ...]:
    paths = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(Path(__file__).parents[2])}
    return tuple(Path(each).resolve() for each in paths if each)


@cache
def _heard() -> None:
    """Listen, from now on; a hook of Python cannot be taken out again, and does nothing while nobody asks."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _listening and event == "open":
        path, mode, flags = arguments
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
            isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        )
        if isinstance(path, str | bytes) and not writes:
            _listening[-1].add(os.path.abspath(os.fsdecode(path)))
