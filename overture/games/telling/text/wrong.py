"""All that the text of a telling shows to be a slip, in the telling and in the functions that it calls."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any
from weakref import WeakKeyDictionary

from overture.errors import Fault
from overture.filing import by_line
from overture.games.telling.text.compared import compared, known_choices, makers_in
from overture.games.telling.text.conditions import conditions
from overture.games.telling.text.source import first_argument, function_of, plain_function
from overture.games.telling.text.untold import (
    functions_called,
    unnamed_in_file,
    untold,
    unyielded_from_outside,
)
from overture.games.telling.text.unused import unused

_FOUND: WeakKeyDictionary[Callable[..., Any], tuple[Fault, ...]] = WeakKeyDictionary()


def told_wrong(telling: Callable[..., Any]) -> tuple[Fault, ...]:
    """Every comparison of a choice with what it never is, every condition that hangs on nothing, every story and step that is
    not told, and whatever does nothing; in the telling, the stories that it calls, and other functions of its file."""
    if hasattr(telling, "place"):  # a story file is read otherwise
        return ()
    telling = plain_function(telling)
    if not isinstance(getattr(telling, "__code__", None), CodeType):
        return ()
    found = _FOUND.get(telling)
    if found is None:
        found = _FOUND[telling] = tuple(_looked_at(telling))
    return found


def _looked_at(telling: Callable[..., Any]) -> list[Fault]:
    waiting: list[Callable[..., Any]] = [telling]
    met: set[tuple[str, CodeType]] = set()
    found = unnamed_in_file(telling)
    while waiting:
        at = waiting.pop()
        file, code = at.__code__.co_filename, at.__code__
        if (file, code) in met:
            continue
        met.add((file, code))
        found += untold(at)
        function = function_of(file, code)
        if function is not None:
            makers = makers_in(at, function)
            known = known_choices(function, makers)
            always = {name for name, each in known.items() if all(each.choices)}
            found += compared(function, file, makers)
            found += conditions(at, function, always, first_argument(at) if at is telling else "")
            found += unused(at, function, makers)
            found += unyielded_from_outside(at, function)
        waiting += functions_called(at)
    return sorted(found, key=by_line)
