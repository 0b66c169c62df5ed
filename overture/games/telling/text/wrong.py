"""All that the text of a telling shows to be a slip, in the telling and in the stories that it calls."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from overture.errors import Fault
from overture.games.telling.text.compared import compared
from overture.games.telling.text.untold import stories_called, untold


def told_wrong(telling: Callable[..., Any]) -> tuple[Fault, ...]:
    """Every comparison of a choice with a constant that it never is, and every story that is called and not told."""
    waiting: list[Callable[..., Any]] = [telling]
    met: set[tuple[str, CodeType]] = set()
    found: list[Fault] = []
    while waiting:
        at = waiting.pop()
        code = getattr(at, "__code__", None)
        if code is None or (code.co_filename, code) in met:
            continue
        met.add((code.co_filename, code))
        found += [*compared(code.co_filename, code), *untold(at)]
        waiting += stories_called(at)
    return tuple(found)
