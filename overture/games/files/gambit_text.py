"""The text of a Gambit file, given as a path or as the text itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from overture.errors import Fault, FileError

MOST_FAULTS = 100


def first_faults(faults: Sequence[Fault], id: str) -> Sequence[Fault]:
    """The faults, or the first of them and that there are more, under ``id``."""
    if len(faults) <= MOST_FAULTS:
        return faults
    rest = Fault(id, f"the first {MOST_FAULTS} faults are listed; there are more")
    return [*faults[:MOST_FAULTS], rest]


def open_text(source: str | os.PathLike[str], kind: str, id: str) -> tuple[str, str]:
    """The text, and the file's name for messages ("" where text was given).

    A string that has more than one line, or begins with ``kind`` and has quotes in it, is text.

    Args:
        source: path or text.
        kind: what such a file begins with: "EFG" or "NFG".
        id: of the fault where there is no such file.

    Raises:
        FileError: there is no such file, or it cannot be read.
    """
    if isinstance(source, str) and (
        "\n" in source or (source.lstrip("\ufeff \t\r").startswith(kind) and '"' in source)
    ):
        return source.lstrip("\ufeff"), ""
    name = os.fspath(source)
    try:
        if not Path(name).is_file():
            allowed = f"a file of Gambit's .{kind.lower()} format"
            raise FileError.of(id, "there is no such file", _short(name), allowed)
        data = Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise FileError.of(id, f"the file cannot be read ({reason})", _short(name)) from error
    try:
        return data.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        return data.decode("latin-1"), name  # Files of the 1990s; every byte is a character there.


def _short(name: str) -> str:
    """A path for messages, which even a text taken for a path does not flood."""
    return repr(name) if len(name) <= 200 else repr(name[:200]) + "..."
