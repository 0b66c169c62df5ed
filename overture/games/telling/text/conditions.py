"""Conditions in the text of a telling that hang on nothing: they hold always or never, whatever was chosen."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from enum import Enum
from itertools import combinations
from typing import Any

from overture.errors import Fault
from overture.games.telling.text.source import inside, named

DISPLAYS = (ast.Tuple, ast.List, ast.Set, ast.Dict)
ALLOWED = "a condition that hangs on what was chosen"


def conditions(
    telling: Callable[..., Any], function: ast.FunctionDef, always: Collection[str], parameters: str
) -> Iterator[Fault]:
    """A fault for each condition of a function that is the same on every history.

    Args:
        telling: the function. function: its text. always: names of choices of which none is empty, 0 or ``None``.
        parameters: the argument that holds the parameters; "" in a function that a telling calls.
    """
    file = telling.__code__.co_filename
    tests = list(_tests(function))
    within = {id(at) for at in tests}
    for test in tests:
        if (found := _same_each_time(test, always)) is not None:
            yield _fault(file, test, f"{found}, which always holds", _mend(test, always))
    drawn = _drawn(function)
    for at in inside(function):
        if isinstance(at, ast.BoolOp):
            yield from _mixed(at, file, id(at) in within)
            yield from _both(at, file)
        elif isinstance(at, ast.Compare):
            yield from _constants(at, file)
            yield from _identical(at, telling, drawn, parameters)


def _fault(file: str, at: ast.expr, found: str, mend: str) -> Fault:
    return Fault("telling/condition", found, f"{file}:{at.lineno}", ALLOWED, mend)


def _tests(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """All that is asked whether it holds: the condition of an ``if``, and each part of it by ``and``, ``or`` and ``not``."""
    for at in inside(function):
        waiting: list[ast.expr] = []
        if isinstance(at, ast.If | ast.While | ast.IfExp | ast.Assert):
            waiting = [at.test]
        elif isinstance(at, ast.comprehension):
            waiting = list(at.ifs)
        elif isinstance(at, ast.match_case) and at.guard is not None:
            waiting = [at.guard]
        elif isinstance(at, ast.UnaryOp) and isinstance(at.op, ast.Not):
            waiting = [at.operand]
        while waiting:
            one = waiting.pop()
            yield one
            if isinstance(one, ast.BoolOp):
                waiting += one.values


def _same_each_time(at: ast.expr, always: Collection[str]) -> str | None:
    """What a condition is that holds whatever was chosen; None where it may not hold."""
    if isinstance(at, ast.Constant) and isinstance(at.value, str | bytes):
        return f"the word {at.value!r} is asked whether it holds" if at.value else None
    if isinstance(at, ast.JoinedStr | ast.Lambda | ast.GeneratorExp):
        return f"{ast.unparse(at)} is asked whether it holds"
    if isinstance(at, DISPLAYS) and (at.keys if isinstance(at, ast.Dict) else at.elts):
        return f"{ast.unparse(at)} is asked whether it holds"
    if isinstance(at, ast.Name) and at.id in always:
        return f"{at.id!r} is asked whether it holds"
    return None


def _mend(at: ast.expr, always: Collection[str]) -> str:
    if isinstance(at, ast.Name) and at.id in always:
        return f"write which choice is meant: {at.id} == ..."
    return "write what it is to be compared with: name == ..., or name in (..., ...) for one of several"


def _number(at: ast.expr) -> bool:
    return (
        isinstance(at, ast.Constant) and isinstance(at.value, int | float) and not isinstance(at.value, bool)
    )


def _word(at: ast.expr) -> bool:
    return isinstance(at, ast.Constant) and isinstance(at.value, str)


def _mixed(at: ast.BoolOp, file: str, tested: bool) -> Iterator[Fault]:
    """A constant among conditions, ``kind == "high" or "low"``; words in a condition that is tested are told there.

    ``kind == "high" and 2 or 0`` is an old way to choose a number.
    """
    for at_place, each in enumerate(at.values):
        before = at.values[at_place - 1] if at_place else None
        word, number = _word(each), _number(each)
        first = before is None and (word or number)
        after = (
            isinstance(at.op, ast.Or) and isinstance(before, ast.Compare | ast.Constant) and (word or number)
        )
        if not (first or after or (tested and number)) or (tested and word):
            continue
        found = f"{ast.unparse(each)} stands alone beside {'or' if isinstance(at.op, ast.Or) else 'and'}"
        yield _fault(file, each, f"{found}, and is compared with nothing", _one_of(before, each))


def _one_of(before: ast.expr | None, constant: ast.expr) -> str:
    if isinstance(before, ast.Compare) and len(before.ops) == 1 and isinstance(before.ops[0], ast.Eq):
        one, other = ast.unparse(before.left), ast.unparse(before.comparators[0])
        return f"write {one} in ({other}, {ast.unparse(constant)})"
    return f"write what it is to be compared with: name == {ast.unparse(constant)}"


def _both(at: ast.BoolOp, file: str) -> Iterator[Fault]:
    """One name that is to be two constants at once, or that is never both: ``kind != "high" or kind != "low"``."""
    wanted = ast.NotEq if isinstance(at.op, ast.Or) else ast.Eq
    sides = [
        (ast.unparse(each.left), each.comparators[0])
        for each in at.values
        if isinstance(each, ast.Compare)
        and isinstance(each.ops[0], wanted)
        and len(each.ops) == 1
        and isinstance(each.left, ast.Name)
        and isinstance(each.comparators[0], ast.Constant)
    ]
    for (one, first), (two, second) in combinations(sides, 2):
        if one == two and ast.unparse(first) != ast.unparse(second):
            pair = f"({ast.unparse(first)}, {ast.unparse(second)})"
            either = isinstance(at.op, ast.Or)
            found = f"{ast.unparse(at)} holds {'always' if either else 'never'}"
            yield _fault(file, second, found, f"write {one} {'not in' if either else 'in'} {pair}")
            return


def _pairs(at: ast.Compare) -> Iterator[tuple[ast.expr, ast.cmpop, ast.expr]]:
    return zip([at.left, *at.comparators], at.ops, at.comparators, strict=False)


def _constants(at: ast.Compare, file: str) -> Iterator[Fault]:
    """Two constants that are compared: ``"kind" == "high"``, or the second half of ``kind == "high" == True``."""
    for one, _, other in _pairs(at):
        if isinstance(one, ast.Constant) and isinstance(other, ast.Constant):
            found = f"{ast.unparse(one)} is compared with {ast.unparse(other)}, which is the same each time"
            yield _fault(file, other, found, "write the name that is meant without quotes, and compare once")
            return


def _identical(
    at: ast.Compare, telling: Callable[..., Any], drawn: Collection[str], parameters: str
) -> Iterator[Fault]:
    """What is compared by ``is``, which asks for the same object: a choice, a word, a number or a parameter."""
    for one, how, other in _pairs(at):
        if not isinstance(how, ast.Is | ast.IsNot):
            continue
        both = ((one, other), (other, one))
        if not any(
            _is_value(x, telling)
            or _is_parameter(x, parameters)
            or (_is_drawn(x, drawn) and isinstance(y, ast.Name))
            for x, y in both
        ):
            continue
        written, meant = ("is not", "!=") if isinstance(how, ast.IsNot) else ("is", "==")
        found = f"{ast.unparse(one)} {written} {ast.unparse(other)} asks for the same object, not for the same value"
        mend = f"write {ast.unparse(one)} {meant} {ast.unparse(other)}"
        yield Fault(
            "telling/condition", found, f"{telling.__code__.co_filename}:{other.lineno}",
            "is for None, True, False and members of an enum", mend,
        )  # fmt: skip


def _is_value(at: ast.expr, telling: Callable[..., Any]) -> bool:
    """Whether something is a word or a number, written out or by a name from outside."""
    if isinstance(at, ast.UnaryOp):
        at = at.operand
    value = at.value if isinstance(at, ast.Constant) else named(telling, at)
    return isinstance(value, str | int | float) and not isinstance(value, bool | Enum)


def _is_parameter(at: ast.expr, parameters: str) -> bool:
    """Whether something is an attribute of the argument that holds the parameters."""
    held = isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name)
    return held and at.value.id == parameters  # type: ignore[attr-defined]


def _is_drawn(at: ast.expr, drawn: Collection[str]) -> bool:
    return isinstance(at, ast.Name) and at.id in drawn


def _drawn(function: ast.FunctionDef) -> set[str]:
    """The names that a choice is given to."""
    return {
        at.targets[0].id
        for at in inside(function)
        if isinstance(at, ast.Assign)
        and isinstance(at.value, ast.Yield)
        and isinstance(at.targets[0], ast.Name)
    }
