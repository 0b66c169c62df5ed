"""Comparisons with what a move never has, found in the text of a telling before it is played.

While a game is played a word looks at what it is compared with (slips.py). That sees neither numbers, ``None`` and members
of an enum, nor sets and mappings. The text of the function does, where the choices stand in it: a name that is given once,
by ``kind = yield ov.chance("kind", {"high": ..., "low": ...})``, is none of the other constants in any shape of the game.
"""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

from overture.errors import Fault
from overture.wording import did_you_mean

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
MADE_BY = {"move": 2, "chance": 1}  # the step -> the place of its choices among its arguments
AFFIX = {"startswith": "begins with", "endswith": "ends with"}
NAMED = {"move": "actions", "chance": "odds"}


@dataclass(frozen=True)
class WrittenChoices:
    """A move whose choices stand in the text as constants; ``parts``: of these choices, where only a part is asked about."""

    move: str
    choices: tuple[Any, ...]
    parts: tuple[Any, ...] = ()

    @property
    def values(self) -> tuple[Any, ...]:
        """What it may be compared with."""
        return self.parts or self.choices


def told_wrong(telling: Callable[..., Any]) -> tuple[Fault, ...]:
    """Every comparison of a choice with a constant that it never is, and every story that is called and not told."""
    code = getattr(telling, "__code__", None)
    if code is None:
        return ()
    wrong, alone = _read(code.co_filename, code)
    return (
        *wrong,
        *(_untold(name, f"{code.co_filename}:{line}") for name, line in alone if _tells(telling, name)),
    )


@lru_cache(maxsize=256)
def _read(file: str, code: CodeType) -> tuple[tuple[Fault, ...], tuple[tuple[str, int], ...]]:
    """The comparisons of a function that never hold; and (name, line) of what is called alone on a line."""
    function = _function(parsed("".join(linecache.getlines(file))), code.co_name, code.co_firstlineno)
    if function is None:
        return (), ()
    alone = (
        (at.value.func.id, at.lineno)
        for at in _inside(function)
        if isinstance(at, ast.Expr) and isinstance(at.value, ast.Call) and isinstance(at.value.func, ast.Name)
    )
    return tuple(_compared(function, file)), tuple(alone)


@lru_cache(maxsize=64)
def parsed(text: str) -> ast.Module | None:
    """A file of Python; None where its text is not there or is no Python."""
    try:
        return ast.parse(text) if text else None
    except (SyntaxError, ValueError, RecursionError):
        return None


def _function(tree: ast.Module | None, name: str, line: int) -> ast.FunctionDef | None:
    """The function that begins at a line, its decorators included; None where the text is another one now."""
    for at in ast.walk(tree) if tree is not None else ():
        if isinstance(at, ast.FunctionDef) and at.name == name:
            first = min([at.lineno, *(each.lineno for each in at.decorator_list)])
            if first == line:
                return at
    return None


def _inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All of a function but the functions within it, whose names are their own."""
    waiting: list[ast.AST] = [each for each in function.body if not isinstance(each, FUNCTIONS)]
    while waiting:
        at = waiting.pop()
        yield at
        waiting += [each for each in ast.iter_child_nodes(at) if not isinstance(each, FUNCTIONS)]


# -- comparisons --------------------------------------------------------------------------------------


def _compared(function: ast.FunctionDef, file: str) -> list[Fault]:
    known = _known(function)
    found: dict[tuple[int, int], Fault] = {}
    for at in _inside(function):
        for asked, constants in _asked(at):
            written = _written(asked.value) if isinstance(asked, ast.Yield) else None
            if isinstance(asked, ast.Name):
                written = known.get(asked.id)
            elif isinstance(asked, ast.Subscript) and isinstance(asked.value, ast.Name):
                written = _part_of(known.get(asked.value.id), asked.slice)
            for constant in constants:
                if written is not None and not any(_same(constant.value, each) for each in written.values):
                    found.setdefault((constant.lineno, constant.col_offset), _fault(written, constant, file))
        for name, how, constant in _begun(at):
            words = known.get(name)
            if words and not any(
                getattr(each, how)(constant.value) for each in words.choices if isinstance(each, str)
            ):
                found[constant.lineno, constant.col_offset] = _fault(words, constant, file, AFFIX[how])
    return [found[place] for place in sorted(found)]


def _part_of(written: WrittenChoices | None, part: ast.expr) -> WrittenChoices | None:
    """What a part of a choice may be, ``kind[:2]`` or ``kind[0]``, where all choices are words and all have that part."""
    ends = [part.lower, part.upper, part.step] if isinstance(part, ast.Slice) else [part]
    numbers = [_constant(each) for each in ends]
    if written is None or any(
        each is not None and one is None for each, one in zip(ends, numbers, strict=True)
    ):
        return None
    values = [None if each is None else each.value for each in numbers]
    place = slice(*values) if isinstance(part, ast.Slice) else values[0]
    try:
        return WrittenChoices(written.move, written.choices, tuple(each[place] for each in written.choices))
    except (TypeError, IndexError, ValueError):
        return None


def _begun(at: ast.AST) -> Iterator[tuple[str, str, ast.Constant]]:
    """A name that is asked how it begins or ends, ``kind.startswith("Hi")``, the question, and the constant."""
    if isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute) and at.func.attr in AFFIX:
        asked, constant = at.func.value, at.args[0] if len(at.args) == 1 else None
        if (
            isinstance(asked, ast.Name)
            and isinstance(constant, ast.Constant)
            and isinstance(constant.value, str)
        ):
            yield asked.id, at.func.attr, constant


def _same(constant: Any, choice: Any) -> bool:
    return bool(constant == choice) and isinstance(constant, str) == isinstance(choice, str)


def _fault(written: WrittenChoices, constant: ast.Constant, file: str, how: str = "") -> Fault:
    value = constant.value
    labels = [each if isinstance(each, str) else repr(each) for each in written.choices]
    alike = [each for each in written.choices if not isinstance(each, str) and str(each).lower() == value]
    mend = f"write {alike[0]!r}, without quotes" if alike else ""
    if isinstance(value, str) and not alike:
        mend = did_you_mean(value, labels)
    asked = f"a part of {written.move!r}" if written.parts else f"{written.move!r}"
    return Fault(
        "telling/no-choice",
        f"{written.move!r} is asked whether it {how} {value!r}, which it never does"
        if how
        else f"{asked} is compared with {value!r}, which it never is",
        f"{file}:{constant.lineno}",
        ", ".join(labels),
        mend,
    )


def _known(function: ast.FunctionDef) -> dict[str, WrittenChoices]:
    """Name -> the move whose choice it is, of names that are given once."""
    given: dict[str, list[WrittenChoices | None]] = {
        each.arg: [None]
        for each in (*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs)
    }
    for at in _inside(function):
        if isinstance(at, ast.Name) and isinstance(at.ctx, ast.Store | ast.Del):
            given.setdefault(at.id, []).append(None)
        elif isinstance(at, ast.Nonlocal | ast.Global):
            given.update({name: [None] for name in at.names})
    for at in _inside(function):
        target: ast.expr | None = at.target if isinstance(at, ast.NamedExpr | ast.AnnAssign) else None
        if isinstance(at, ast.Assign) and len(at.targets) == 1:
            target = at.targets[0]
        if isinstance(target, ast.Name) and isinstance(at.value, ast.Yield):  # type: ignore[attr-defined]
            given[target.id].append(_written(at.value.value))  # type: ignore[attr-defined]
    return {
        name: written
        for name, (_, *each) in given.items()
        if len(each) == 1 and (written := each[0]) is not None
    }


def _written(step: ast.expr | None) -> WrittenChoices | None:
    """The move that a step makes, where its name and its choices are constants."""
    if not isinstance(step, ast.Call):
        return None
    called = step.func.attr if isinstance(step.func, ast.Attribute) else getattr(step.func, "id", "")
    if called not in MADE_BY:
        return None
    arguments = {each.arg: each.value for each in step.keywords}
    place = MADE_BY[called]
    name = arguments.get("name", step.args[place - 1] if len(step.args) >= place else None)
    choices = arguments.get(NAMED[called], step.args[place] if len(step.args) > place else None)
    listed = choices.keys if isinstance(choices, ast.Dict) else getattr(choices, "elts", None)
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str) or not listed:
        return None
    constants = [_constant(each) for each in listed]
    if any(each is None for each in constants) or len({each.value for each in constants if each}) < len(
        constants
    ):
        return None
    return WrittenChoices(name.value, tuple(each.value for each in constants if each is not None))


def _constant(at: ast.expr | None) -> ast.Constant | None:
    """A constant, or a number with its sign."""
    if isinstance(at, ast.UnaryOp) and isinstance(at.op, ast.USub) and isinstance(at.operand, ast.Constant):
        value = at.operand.value
        if isinstance(value, int | float):
            return ast.copy_location(ast.Constant(-value), at)
    return at if isinstance(at, ast.Constant) else None


def _asked(at: ast.AST) -> Iterator[tuple[ast.expr, list[ast.Constant]]]:
    """What is compared with which constants: by ``==``, ``in``, ``match``, or as a key of a mapping that is written out."""
    if isinstance(at, ast.Compare):
        for one, how, other in zip([at.left, *at.comparators], at.ops, at.comparators, strict=False):
            if isinstance(how, ast.Eq | ast.NotEq | ast.Is | ast.IsNot):
                for asked, with_ in ((one, other), (other, one)):
                    constant = _constant(with_)
                    if constant is not None:
                        yield asked, [constant]
            elif isinstance(how, ast.In | ast.NotIn):
                yield one, _constants(other)
    elif isinstance(at, ast.Match):
        patterns = [each for case in at.cases for each in ast.walk(case.pattern)]
        yield (
            at.subject,
            [c for p in patterns if isinstance(p, ast.MatchValue) and (c := _constant(p.value)) is not None],
        )
    elif isinstance(at, ast.Subscript) and isinstance(at.value, ast.Dict):
        yield at.slice, _constants(at.value)
    elif (
        isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute) and at.func.attr == "get" and at.args
    ):
        yield at.args[0], _constants(at.func.value)


def _constants(at: ast.expr) -> list[ast.Constant]:
    """The constants of a list, a tuple, a set or a mapping that is written out, also of ``frozenset({...})``."""
    if (
        isinstance(at, ast.Call)
        and len(at.args) == 1
        and getattr(at.func, "id", "") in ("frozenset", "set", "tuple")
    ):
        at = at.args[0]
    listed = at.keys if isinstance(at, ast.Dict) else getattr(at, "elts", [])
    return [found for each in listed if (found := _constant(each)) is not None]


# -- stories that are called and not told ----------------------------------------------------------------


def _untold(name: str, where: str) -> Fault:
    return Fault(
        "telling/not-yielded", f"{name!r} is called and not told", where, "every step yielded",
        f"write yield from before it: yield from {name}(...)",
    )  # fmt: skip


def _tells(telling: Callable[..., Any], name: str) -> bool:
    """Whether a name stands for a generator: called alone on a line, nothing of it is played."""
    from overture.games.telling.language import Game

    called = _named(telling, name)
    return isinstance(called, Game) or inspect.isgeneratorfunction(called)


def _named(telling: Callable[..., Any], name: str) -> Any:
    """What a name stands for in a telling, beside its own names."""
    closed = dict(zip(telling.__code__.co_freevars, telling.__closure__ or (), strict=False))
    if name in closed:
        try:
            return closed[name].cell_contents
        except ValueError:
            return None
    return getattr(telling, "__globals__", {}).get(name)
