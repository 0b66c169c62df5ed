"""Where in a telling an error arose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from traceback import walk_tb
from typing import Any

PACKAGE = str(Path(__file__).parents[2])


def line_of(error: BaseException, telling: Callable[..., Any]) -> str:
    """File and line at which an error arose: the innermost in the file of a telling, else the innermost outside this package.

    Args:
        error: as it was caught. telling: of the game that was played.

    Returns:
        ``file:line``; "" where no line of it belongs to the game.
    """
    own = getattr(getattr(telling, "__code__", None), "co_filename", "")
    met = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    outside = [each for each in met if not each[0].startswith(PACKAGE)]
    inner = [each for each in met if each[0] == own] or outside
    return f"{inner[-1][0]}:{inner[-1][1]}" if own and inner else ""
