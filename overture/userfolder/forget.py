"""What is kept is forgotten: of one case, or all of it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from overture.userfolder.folder import private_folder

JUDGEMENTS, TRUSTED = "judgements", "trusted"
KEPT = (JUDGEMENTS, TRUSTED, "kernels")
NAMED = 24  # letters of a digest in the name of a folder


def room_of(case: Path) -> str:
    """The folder of what is kept of a case, by where the case file lies. The case need not be there any more."""
    file = case if case.suffix in (".yaml", ".yml") and not case.is_dir() else case / "case.yaml"
    return f"{JUDGEMENTS}/{hashlib.sha256(str(file.resolve()).encode(errors='surrogateescape')).hexdigest()[:NAMED]}"


def forget_case(case: Path) -> int:
    """Delete what is kept of a case; returns how many answers that were.

    Raises:
        FileError: the folder is not the user's alone. OSError: it cannot be deleted.
    """
    return _deleted(private_folder(make=True) / room_of(case))


def forget_all() -> int:
    """Delete everything that is kept, and the key; returns how many files that were.

    Raises:
        FileError: the folder is not the user's alone. OSError: it cannot be deleted.
    """
    folder = private_folder(make=True)
    old = [
        *folder.glob("*.json"),
        *folder.glob(".*.*"),
        folder / "key",
    ]  # answers of earlier versions lay at the top
    count = sum(_deleted(folder / name) for name in KEPT)
    for each in old:
        if each.is_file():
            each.unlink()
            count += 1
    return count


def _deleted(room: Path) -> int:
    files = sum(each.is_file() for each in room.rglob("*")) if room.is_dir() else 0
    if room.is_dir():
        shutil.rmtree(room)
    return files
