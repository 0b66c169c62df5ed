"""What a library made of a file, and how a library is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from overture.errors import FileError, MissingExtra

if TYPE_CHECKING:
    from overture.read.formats.pages.recognised import Recognised

NO_TEXT = "a report with text in it"


@dataclass(frozen=True)
class Extracted:
    """The text of a report, a paragraph a block, and what the file says of itself.

    ``date`` (YYYY-MM-DD) is one that the file states as the report's; ``encoding`` is given where its letters had to
    be decoded; ``notes`` are sentences about what was left out.
    """

    text: str
    title: str
    date: str
    extractor: str
    encoding: str = ""
    notes: tuple[str, ...] = ()
    recognised: Recognised | None = None
    """Where its words were read from a picture: how surely, and which of them are doubtful."""


def library(module: str, kind: str, where: str, name: str = "", extra: str = "documents") -> Any:
    """The module that reads files of this kind, of an extra of ours. Raises MissingExtra where it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError:
        raise MissingExtra.of(
            "document/no-library",
            f"{kind} is read by {name or module}, which is not installed",
            where,
            mend=f'install it with: pip install "overture[{extra}]"',
        ) from None


def broken(kind: str, where: str, error: BaseException) -> FileError:
    """The fault of a file on which a library fails, whatever it raised."""
    return FileError.of(
        "document/broken", f"it is broken and cannot be read as {kind} ({type(error).__name__})", where
    )


def without_text(kind: str, where: str) -> FileError:
    """The fault of a sound file that holds no words."""
    return FileError.of("document/no-text", f"the {kind} has no text of its own", where, NO_TEXT)
