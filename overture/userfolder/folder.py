"""Where the user's own folder lies, and whether it is the user's alone.

What is read from it is believed (compiled kernels are run), so nobody else may be able to write there. It is
``$OVERTURE_CACHE``, else ``overture`` in the user's cache folder. On Windows, where a file has no such mode, what the
system gives a new folder in the user's profile is taken for private.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from overture.errors import FileError

NO_KEEP = "OVERTURE_NO_KEEP"  # in the environment, so that the workers of a run have it too
OTHERS_READ = stat.S_IRGRP | stat.S_IROTH | stat.S_IXGRP | stat.S_IXOTH
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

_said: set[str] = set()


def user_folder() -> Path:
    """Where the folder is, whether it is there or not.

    Raises:
        FileError: no folder is named, and the user has no home.
    """
    chosen = os.environ.get("OVERTURE_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "overture"
    except RuntimeError:
        raise FileError.of(
            "folder/home", "the user has no home folder", "", "", "name a folder in OVERTURE_CACHE"
        ) from None


def private_folder(make: bool, at: Path | None = None) -> Path:
    """The folder, which is the user's alone.

    One that is the user's and that others may only read is closed to them; nothing in it can be theirs.

    Args:
        make: make it where it is missing. at: where it is, if that was settled before.

    Raises:
        FileError: it cannot be made, is somebody else's, or others may write to it.
    """
    folder = at or user_folder()
    try:
        if make:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.stat()
    except OSError as error:
        raise FileError.of(
            "folder/none", f"there is no such folder ({error.strerror})", str(folder)
        ) from None
    if not stat.S_ISDIR(found.st_mode):
        raise FileError.of("folder/none", "this is no folder", str(folder))
    if hasattr(os, "getuid"):
        _refuse_others(folder, found)
    return folder


def _refuse_others(folder: Path, found: os.stat_result) -> None:
    if found.st_uid != os.getuid():
        raise FileError.of(
            "folder/foreign",
            f"this folder belongs to another user (number {found.st_uid})",
            str(folder),
            "a folder of one's own",
            "name one in OVERTURE_CACHE",
        )
    if found.st_mode & OTHERS_WRITE:
        raise FileError.of(
            "folder/shared",
            f"others may write to this folder (mode {stat.S_IMODE(found.st_mode):04o})",
            str(folder),
            "mode 0700",
            "delete what is in it, which may be theirs, and then chmod 700, or name another in OVERTURE_CACHE",
        )
    if found.st_mode & OTHERS_READ:
        with suppress(OSError):
            folder.chmod(0o700)


def keeping(make: bool = True, at: Path | None = None) -> Path | None:
    """The folder where it can be used; else None, with the reason said once on stderr.

    Args:
        make: something is to be kept; else only looked for, and a folder that is not there is nothing to speak of.
        at: where it is, if that was settled before.
    """
    if keeps_nothing() and make:
        return None
    try:
        return private_folder(make, at)
    except FileError as error:
        if make or error.id not in ("folder/none", "folder/home"):
            say(f"nothing is kept, and what was kept is not read: {error}")
        return None


def keep_nothing(asked: bool) -> None:
    """From here on this process and its workers keep nothing, where that is asked for."""
    if asked:
        os.environ[NO_KEEP] = "1"


def keeps_nothing() -> bool:
    """Whether nothing is to be kept."""
    return bool(os.environ.get(NO_KEEP))


def say(sentence: str) -> None:
    """Say something about what is kept, once in a process."""
    if sentence not in _said:
        _said.add(sentence)
        print(f"overture: {sentence}", file=sys.stderr, flush=True)
