"""Which parameters a telling may read: the attributes that its own code names, and that of all it calls by name."""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from overture.games.telling.text.source import outside, plain_function

LANGUAGE = str(Path(__file__).parents[1])
BY_NAME = frozenset({"getattr", "vars", "attrgetter", "__dict__", "__getattribute__"})


@dataclass(frozen=True)
class _NamesInCode:
    """Names in a code and the codes within it: attributes, words, and whatever else it takes by name."""

    attributes: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]


def names_read(telling: Callable[..., Any]) -> frozenset[str] | None:
    """The names that a telling may read of its parameters; None where it has no code.

    Followed are functions, told games, classes, and mappings and lists of functions, by the names that they have outside of
    the function, as far as they stand in the folder or in the package of the telling. Where an attribute is asked for by a
    word (``getattr``), every word that stands in the code is such a name.
    """
    telling = plain_function(telling)
    if not isinstance(getattr(telling, "__code__", None), CodeType):
        return None
    waiting: list[Any] = [telling]
    met: set[int] = set()
    attributes: set[str] = set()
    words: set[str] = set()
    by_word = False
    while waiting:
        at = waiting.pop()
        if id(at) in met:
            continue
        met.add(id(at))
        found = _names(at.__code__.co_filename, at.__code__)
        attributes |= found.attributes
        words |= found.words
        by_word = by_word or bool(BY_NAME & (found.attributes | found.names))
        waiting += [each for each in _called(at, found) if _is_near(each, telling)]
    return frozenset(attributes | words if by_word else attributes)


@lru_cache(maxsize=512)
def _names(file: str, code: CodeType) -> _NamesInCode:
    attributes: set[str] = set()
    words: set[str] = set()
    names: set[str] = set()
    waiting: list[Any] = [code]
    while waiting:
        at = waiting.pop()
        if isinstance(at, CodeType):
            waiting += at.co_consts
            for each in dis.get_instructions(at):
                if each.opname.startswith(("LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM")):
                    attributes.add(str(each.argval))
                elif each.opname.startswith(("LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF", "LOAD_CLOSURE")):
                    names.add(str(each.argval))
        elif isinstance(at, tuple | frozenset):
            waiting += at
        elif isinstance(at, str):
            words.add(at)
    return _NamesInCode(frozenset(attributes), frozenset(words), frozenset(names))


def _called(function: Any, found: _NamesInCode) -> Iterator[Any]:
    """The functions behind the names that a function takes from outside, and those of the object whose method it is."""
    if hasattr(function, "__self__"):
        for owner in type(function.__self__).__mro__:
            yield from _functions(owner)
    for name in found.names:
        value = outside(function, name)
        if isinstance(value, ModuleType):
            for each in found.attributes:
                yield from _functions(vars(value).get(each))
        else:
            yield from _functions(value)


def _functions(value: Any) -> Iterable[Any]:
    """The functions in a value: itself, those of its class, or those that it lists."""
    value = plain_function(value)
    if isinstance(value, FunctionType):
        return [value]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [each for each in map(plain_function, value) if isinstance(each, FunctionType)]
    owner = value if isinstance(value, type) else type(value)
    return [each for each in vars(owner).values() if isinstance(each, FunctionType)]


def _is_near(function: FunctionType, telling: Callable[..., Any]) -> bool:
    """Whether a function stands in the folder or in the package of a telling; the language itself reads no parameter."""
    file, own = function.__code__.co_filename, telling.__code__.co_filename
    root = str(getattr(telling, "__module__", "") or "").partition(".")[0]
    near = Path(file).parent == Path(own).parent or str(function.__module__ or "").partition(".")[0] == root
    return near and not file.startswith(LANGUAGE)
