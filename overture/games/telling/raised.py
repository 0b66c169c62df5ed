"""Where in a telling something went wrong, and how what was met there is written out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from traceback import walk_tb
from types import GeneratorType
from typing import Any

from overture.games.telling.text.source import plain_function

PACKAGE = str(Path(__file__).parents[2])
HERE = str(Path(__file__).parent)


def line_of(error: BaseException, telling: Callable[..., Any]) -> str:
    """File and line at which an error arose: the innermost in the file of a telling, else the innermost outside this package.

    Args:
        error: as it was caught. telling: of the game that was played.

    Returns:
        ``file:line``; "" where no line of it belongs to the game.
    """
    own = getattr(getattr(plain_function(telling), "__code__", None), "co_filename", "")
    outside = [each for each in _lines(error) if not each[0].startswith(PACKAGE)]
    inner = [each for each in _lines(error) if each[0] == own] or outside
    return f"{inner[-1][0]}:{inner[-1][1]}" if own and inner else ""


def line_in_folder(error: BaseException, folder: Path) -> str:
    """``file:line`` of the innermost place below a folder at which an error arose; "" where there is none."""
    below = folder.resolve()
    inner = [
        each
        for each in _lines(error)
        if not each[0].startswith("<") and Path(each[0]).resolve().is_relative_to(below)
    ]
    return f"{inner[-1][0]}:{inner[-1][1]}" if inner else ""


def _lines(error: BaseException) -> list[tuple[str, int]]:
    """(file, line) of an error, from the outermost to the innermost; a file that cannot be read as Python last of all."""
    met = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        met.append((error.filename, error.lineno))
    return met


def calling_line() -> str:
    """File and line that is running, outside of the language itself."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(HERE):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def last_line(telling: Generator[Any, Any, Any], sends: Iterable[Any]) -> str:
    """File and line at which a history ends, played again to find out; "" where it ends otherwise than by a return.

    Args:
        telling: begun anew. sends: what is sent to it.
    """
    frame = getattr(telling, "gi_frame", None)
    try:
        next(telling)
        for value in sends:
            telling.send(value)
    except StopIteration:
        return f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame is not None else ""
    except Exception:  # another fault, which has not shown before
        return ""
    return ""


def written_out(value: Any) -> str:
    """What was met, in the same words each time: not where it lies in memory."""
    if isinstance(value, GeneratorType):
        return f"the story {value.__name__}(...)"
    told = repr(value)
    return f"an object of the type {type(value).__name__}" if " at 0x" in told else told
