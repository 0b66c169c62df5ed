"""The text of a function, and what the names in it stand for."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@lru_cache(maxsize=64)
def parsed(text: str) -> ast.Module | None:
    """A file of Python; None where its text is not there or is no Python."""
    try:
        return ast.parse(text) if text else None
    except (SyntaxError, ValueError, RecursionError):
        return None


def file_of(file: str) -> ast.Module | None:
    """The text of a file of Python; None where it is not there."""
    return parsed("".join(linecache.getlines(file)))


@lru_cache(maxsize=256)
def function_of(file: str, code: CodeType) -> ast.FunctionDef | None:
    """The function of a code in a file, its decorators included; None where the text is another one now."""
    tree = file_of(file)
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


def first_argument(function: Callable[..., Any]) -> str:
    """The name of the first argument of a function, after ``self`` where it is a method; "" where it has none."""
    code = function.__code__
    at = 1 if hasattr(function, "__self__") else 0
    return code.co_varnames[at] if code.co_argcount > at else ""


def bound(function: ast.FunctionDef) -> list[str]:
    """Every name that a function gives, as often as it gives it: by ``=``, as an argument, in ``match``, ``import``, ``def``
    and the like, also within the functions in it that declare it ``nonlocal``."""
    of = function.args
    names = [each.arg for each in (*of.posonlyargs, *of.args, *of.kwonlyargs, of.vararg, of.kwarg) if each]
    for at in inside(function):
        if isinstance(at, ast.Name) and isinstance(at.ctx, ast.Store | ast.Del):
            names.append(at.id)
        elif isinstance(at, ast.MatchAs | ast.MatchStar | ast.ExceptHandler) and at.name:
            names.append(at.name)
        elif isinstance(at, ast.MatchMapping) and at.rest:
            names.append(at.rest)
        elif isinstance(at, ast.ClassDef):
            names.append(at.name)
        elif isinstance(at, ast.Import | ast.ImportFrom):
            names += [(each.asname or each.name).partition(".")[0] for each in at.names]
    for at in ast.walk(function):
        if isinstance(at, ast.Nonlocal | ast.Global):
            names += [each for each in at.names for _ in range(2)]  # given elsewhere, whenever that may be
        elif isinstance(at, ast.FunctionDef | ast.AsyncFunctionDef) and at is not function:
            names.append(at.name)
    return names


def named(function: Callable[..., Any], name: ast.expr) -> Any:
    """What a name, or the name of something in a module, a class or an object, stands for outside a function, where it may
    also be the object whose method this is; None where that is not known."""
    if isinstance(name, ast.Attribute):
        owner = named(function, name.value)
        if isinstance(owner, ModuleType):
            return vars(owner).get(name.attr)
        found = inspect.getattr_static(owner, name.attr, None) if owner is not None else None
        return found.__func__ if isinstance(found, staticmethod | classmethod) else found
    if not isinstance(name, ast.Name):
        return None
    code = function.__code__
    if hasattr(function, "__self__") and code.co_argcount and code.co_varnames[0] == name.id:
        return function.__self__
    return None if name.id in code.co_varnames else outside(function, name.id)


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
    """The function behind a told game, a partial one or an object that can be called; anything else as it is."""
    from overture.games.telling.language import Game

    while isinstance(called, Game | partial):
        called = called.telling if isinstance(called, Game) else called.func
    called_so = None if isinstance(called, type) else vars(type(called)).get("__call__")
    return called.__call__ if isinstance(called_so, FunctionType) else called
