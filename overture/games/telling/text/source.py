"""The text of a function, and what the names in it stand for."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from types import CodeType, ModuleType
from typing import Any

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@lru_cache(maxsize=64)
def parsed(text: str) -> ast.Module | None:
    """A file of Python; None where its text is not there or is no Python."""
    try:
        return ast.parse(text) if text else None
    except (SyntaxError, ValueError, RecursionError):
        return None


@lru_cache(maxsize=256)
def function_of(file: str, code: CodeType) -> ast.FunctionDef | None:
    """The function of a code in a file, its decorators included; None where the text is another one now."""
    tree = parsed("".join(linecache.getlines(file)))
    for at in ast.walk(tree) if tree is not None else ():
        if isinstance(at, ast.FunctionDef) and at.name == code.co_name:
            first = min([at.lineno, *(each.lineno for each in at.decorator_list)])
            if first == code.co_firstlineno:
                return at
    return None


def inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All of a function but the functions within it, whose names are their own."""
    waiting: list[ast.AST] = [each for each in function.body if not isinstance(each, FUNCTIONS)]
    while waiting:
        at = waiting.pop()
        yield at
        waiting += [each for each in ast.iter_child_nodes(at) if not isinstance(each, FUNCTIONS)]


def named(function: Callable[..., Any], name: ast.expr) -> Any:
    """What a name, or the name of something in a module, stands for outside a function; None where that is not known."""
    if isinstance(name, ast.Attribute):
        owner = named(function, name.value)
        return vars(owner).get(name.attr) if isinstance(owner, ModuleType) else None
    return outside(function, name.id) if isinstance(name, ast.Name) else None


def outside(function: Callable[..., Any], name: str) -> Any:
    """What a name that a function takes from outside stands for; None where that is not known."""
    closed = dict(
        zip(function.__code__.co_freevars, getattr(function, "__closure__", None) or (), strict=False)
    )
    if name in closed:
        try:
            return closed[name].cell_contents
        except ValueError:  # not yet given
            return None
    return getattr(function, "__globals__", {}).get(name)


def plain_function(called: Any) -> Any:
    """The function behind a told game or a partial one; anything else as it is."""
    from overture.games.telling.language import Game

    while isinstance(called, Game | partial):
        called = called.telling if isinstance(called, Game) else called.func
    return called
