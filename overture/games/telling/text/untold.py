"""Stories that are called and not told, and steps from outside of a function that are named and not yielded."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FunctionType, MethodType
from typing import Any

from overture.errors import Fault
from overture.games.telling.text.source import bound, file_of, function_of, inside, named, plain_function

KINDS = ("move", "chance", "reveal", "pay")  # of steps
# Where a story that was called serves for nothing: it is compared, reckoned with, looked into, written out.
USELESS = (ast.Compare, ast.BinOp, ast.UnaryOp, ast.Subscript, ast.FormattedValue, ast.Match)
TESTS = (ast.If, ast.While, ast.IfExp, ast.Assert)


def untold(telling: Callable[..., Any]) -> list[Fault]:
    """A fault for each story that a function calls and neither tells by ``yield from`` nor hands on."""
    code = telling.__code__
    calls = _calls(code.co_filename, code)
    return [
        Fault(
            "telling/not-yielded",
            f"{ast.unparse(call.called)!r} is called and not told",
            f"{code.co_filename}:{call.line}",
            "every step yielded",
            f"write yield from before it: yield from {ast.unparse(call.called)}(...)",
        )
        for call in calls
        if call.lost and (call.within or _story(telling, call) is not None)
    ]


def functions_called(telling: Callable[..., Any]) -> list[Callable[..., Any]]:
    """The generator functions that a function calls, told or not, and whatever other functions of its file it calls."""
    file = telling.__code__.co_filename
    called = [plain_function(named(telling, call.called)) for call in _calls(file, telling.__code__)]
    return [
        each
        for each in called
        if isinstance(each, FunctionType | MethodType)
        and (inspect.isgeneratorfunction(each) or each.__code__.co_filename == file)
    ]


def unyielded_from_outside(telling: Callable[..., Any], function: ast.FunctionDef) -> list[Fault]:
    """A fault for each step that was made outside of a function, which names it and does not yield it."""
    above = {child: at for at in ast.walk(function) for child in ast.iter_child_nodes(at)}
    file = telling.__code__.co_filename
    own = set(bound(function))
    return [
        _unyielded(at.id, f"{file}:{at.lineno}")
        for at in inside(function)
        if isinstance(at, ast.Name)
        and isinstance(at.ctx, ast.Load)
        and at.id not in own
        and is_step(named(telling, at))
        and _is_lost(at, function, above)
    ]


def unnamed_in_file(telling: Callable[..., Any]) -> list[Fault]:
    """A fault for each step that is made outside of all functions in the file of a telling, where nothing names it."""
    file = telling.__code__.co_filename
    tree = file_of(file)
    if tree is None:
        return []
    words = {
        each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    }
    words |= {
        each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
    found = []
    for at in tree.body:
        if not isinstance(at, ast.Expr | ast.Assign) or not isinstance(at.value, ast.Call):
            continue
        names = [each.id for each in getattr(at, "targets", ()) if isinstance(each, ast.Name)]
        unread = len(names) == len(getattr(at, "targets", ())) and not words.intersection(names)
        if unread and any(named(telling, at.value.func) is each for each in _makers()):
            found.append(_unyielded(names[0] if names else ast.unparse(at.value.func), f"{file}:{at.lineno}"))
    return found


def _makers() -> list[Any]:
    from overture.games.telling import joint, language

    return [language.move, language.chance, language.reveal, language.pay, joint.joint]


def is_step(value: Any) -> bool:
    """Whether something is a step, as :func:`move` and the like make it."""
    return type(value) is tuple and len(value) == 6 and value[0] in KINDS


def _unyielded(name: str, where: str) -> Fault:
    return Fault(
        "telling/not-yielded",
        f"the step {name!r} is made outside of the function and not yielded in it",
        where,
        "every step yielded",
        f"write yield before it: yield {name}",
    )


@dataclass(frozen=True)
class _CallInTelling:
    """A call in a function.

    Attributes:
        called: the name that is called. line: of the file. lost: whether what it returns is never told, were it a story.
        within: whether it is a generator function within this one.
    """

    called: ast.expr
    line: int
    lost: bool
    within: bool


@lru_cache(maxsize=256)
def _calls(file: str, code: CodeType) -> tuple[_CallInTelling, ...]:
    """The calls of a function, by their places; none where its text is not there."""
    function = function_of(file, code)
    if function is None:
        return ()
    within = {each.name for each in ast.walk(function) if isinstance(each, ast.FunctionDef) and _yields(each)}
    within.discard(function.name)
    above = {child: at for at in ast.walk(function) for child in ast.iter_child_nodes(at)}
    calls = [at for at in inside(function) if isinstance(at, ast.Call)]
    return tuple(
        _CallInTelling(
            at.func,
            at.lineno,
            _is_lost(at, function, above),
            isinstance(at.func, ast.Name) and at.func.id in within,
        )
        for at in sorted(calls, key=lambda at: (at.lineno, at.col_offset))
    )


def _story(telling: Callable[..., Any], call: _CallInTelling) -> Callable[..., Any] | None:
    """The generator function behind what is called, also of a told game; None where it is none."""
    called = plain_function(named(telling, call.called))
    return called if inspect.isgeneratorfunction(called) else None


def _yields(function: ast.FunctionDef) -> bool:
    return any(isinstance(at, ast.Yield | ast.YieldFrom) for at in inside(function))


def _is_lost(call: ast.expr, function: ast.FunctionDef, above: dict[ast.AST, ast.AST]) -> bool:
    """Whether a story that is called is never told: left alone, kept for nothing, or its steps yielded without their answers."""
    at = above[call]
    targets: list[ast.expr] = []
    if isinstance(at, ast.For) and at.iter is call:
        return any(isinstance(each, ast.Yield) and _same_name(each.value, at.target) for each in ast.walk(at))
    if isinstance(at, ast.Assign):
        targets = at.targets
    elif isinstance(at, ast.AnnAssign | ast.NamedExpr):
        targets = [at.target]
    if not targets:
        return isinstance(at, ast.Expr) or _is_useless(call, at)
    if isinstance(at, ast.NamedExpr) and not (isinstance(above[at], ast.Expr) or _is_useless(at, above[at])):
        return False
    names = {each.id for each in targets if isinstance(each, ast.Name)}
    if len(names) < len(targets) or _is_shared(names, function):
        return False
    loads = [
        each
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and each.id in names and isinstance(each.ctx, ast.Load)
    ]
    return all(_is_useless(each, above[each]) for each in loads)


def _is_useless(value: ast.AST, at: ast.AST) -> bool:
    if isinstance(at, TESTS):
        return at.test is value
    return isinstance(at, USELESS) and not (isinstance(at, ast.Subscript) and at.slice is value)


def _is_shared(names: set[str], function: ast.FunctionDef) -> bool:
    """Whether a name belongs to others too."""
    return any(
        isinstance(at, ast.Nonlocal | ast.Global) and names & set(at.names) for at in ast.walk(function)
    )


def _same_name(value: ast.expr | None, target: ast.expr) -> bool:
    return isinstance(value, ast.Name) and isinstance(target, ast.Name) and value.id == target.id
