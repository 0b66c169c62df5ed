"""What stands in the text of a telling and does nothing: payoffs that are not returned, values that are lost, lines behind a return."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from overture.errors import Fault
from overture.games.telling.text.source import bound, function_of, inside, named, plain_function
from overture.games.telling.text.untold import is_step

PURE = (
    ast.Dict,
    ast.DictComp,
    ast.Set,
    ast.List,
    ast.Tuple,
    ast.Compare,
    ast.BinOp,
    ast.UnaryOp,
    ast.JoinedStr,
    ast.Name,
)
PURE_UNLESS_CALLED = (ast.BoolOp, ast.IfExp, ast.ListComp, ast.SetComp, ast.GeneratorExp)
ENDS = {ast.Return: "return", ast.Continue: "continue", ast.Break: "break"}
WRITES = ("update", "setdefault")


def unused(
    telling: Callable[..., Any], function: ast.FunctionDef, makers: Mapping[str, str]
) -> Iterator[Fault]:
    """A fault for each part of a function that does nothing.

    Args:
        telling: the function. function: its text. makers: the names by which it calls steps that have choices.
    """
    file = telling.__code__.co_filename
    for line, found, allowed, mend in (
        *_alone(telling, function),
        *_never_read(function),
        *_behind(function),
        *_twice(function),
        *_captured(telling, function),
        *_dropped(telling, function),
        *_unformatted(function, makers),
    ):
        yield Fault("telling/unused", found, f"{file}:{line}", allowed, mend)


Found = Iterator[tuple[int, str, str, str]]  # line, what was found, what is allowed, the mend


def _has(at: ast.AST, *kinds: type[ast.AST]) -> bool:
    return any(isinstance(each, kinds) for each in ast.walk(at))


def _alone(telling: Callable[..., Any], function: ast.FunctionDef) -> Found:
    """An expression that is a line of its own and does nothing; a text may explain what follows."""
    for at in inside(function):
        if not isinstance(at, ast.Expr) or _has(at, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Await):
            continue
        value = at.value
        if isinstance(value, ast.Name) and is_step(named(telling, value)):
            continue  # which is told as a step
        mapping = _is_mapping(value)
        if not (
            mapping
            or isinstance(value, PURE)
            or (isinstance(value, PURE_UNLESS_CALLED) and not _has(value, ast.Call))
        ):
            continue
        mend = "leave it out"
        if mapping:
            mend = "write return before it, where they are the payoffs"
        elif isinstance(value, ast.Compare):
            mend = "write = in the place of ==, or a condition: if ...:"
        yield at.lineno, f"{_short(value)} stands alone", "what is returned, yielded or given a name", mend


def _short(at: ast.AST) -> str:
    told = ast.unparse(at)
    return told if len(told) <= 60 else told[:57] + "..."


def _is_mapping(at: ast.expr | None) -> bool:
    return isinstance(at, ast.Dict | ast.DictComp) or (
        isinstance(at, ast.Call) and isinstance(at.func, ast.Name) and at.func.id == "dict"
    )


def _never_read(function: ast.FunctionDef) -> Found:
    """A mapping that has a name, and is written to at most."""
    above = {child: at for at in ast.walk(function) for child in ast.iter_child_nodes(at)}
    read = {
        at.id
        for at in ast.walk(function)
        if isinstance(at, ast.Name) and isinstance(at.ctx, ast.Load) and not _is_written_to(at, above)
    }
    shared = {
        name for at in ast.walk(function) if isinstance(at, ast.Nonlocal | ast.Global) for name in at.names
    }
    told: set[str] = set()
    for at in inside(function):
        if not isinstance(at, ast.Assign | ast.AnnAssign) or not _is_mapping(at.value):
            continue
        for target in at.targets if isinstance(at, ast.Assign) else [at.target]:
            if isinstance(target, ast.Name) and target.id not in read | shared | told and target.id[0] != "_":
                told.add(target.id)
                found = f"the mapping {target.id!r} is made and not used"
                yield (
                    at.lineno,
                    found,
                    "what is returned or read",
                    f"write return {target.id}, where it is the payoffs",
                )


def _is_written_to(at: ast.Name, above: Mapping[ast.AST, ast.AST]) -> bool:
    holder = above[at]
    if isinstance(holder, ast.Subscript) and holder.value is at:
        return isinstance(holder.ctx, ast.Store | ast.Del)
    if isinstance(holder, ast.Attribute) and holder.attr in WRITES:
        call = above[holder]
        return isinstance(call, ast.Call) and call.func is holder and isinstance(above[call], ast.Expr)
    return False


def _behind(function: ast.FunctionDef) -> Found:
    """Lines behind one that ends the block; a bare ``yield`` there makes a story of a function without steps."""
    for at in (function, *inside(function)):
        for part in ("body", "orelse", "finalbody"):
            block = getattr(at, part, None)
            if not isinstance(block, list):
                continue
            for one, after in pairwise(block):
                bare = (
                    isinstance(after, ast.Expr)
                    and isinstance(after.value, ast.Yield)
                    and after.value.value is None
                )
                ends = next((word for kind, word in ENDS.items() if isinstance(one, kind)), "")
                if ends and isinstance(after, ast.stmt) and not bare:
                    found = f"what stands behind the {ends} of line {one.lineno} is never told"
                    yield (
                        after.lineno,
                        found,
                        f"{ends} as the last line of a block",
                        "indent it as it is meant, or leave it out",
                    )
                    break


def _twice(function: ast.FunctionDef) -> Found:
    """A key that stands twice in a mapping: the first value is lost."""
    for at in inside(function):
        if not isinstance(at, ast.Dict):
            continue
        keys = [each.value for each in at.keys if isinstance(each, ast.Constant)]
        for key in dict.fromkeys(each for each in keys if keys.count(each) > 1):
            yield (
                at.lineno,
                f"the key {key!r} stands twice in one mapping",
                "each key once",
                "leave one of them out",
            )


def _captured(telling: Callable[..., Any], function: ast.FunctionDef) -> Found:
    """A bare name in a pattern, ``case High:``, which is equal to everything and takes its value.

    A name that the condition of its case reads, or, where it stands for a part, the case, is meant to take the value.
    """
    loads = _loaded(function)
    given = bound(function)
    cases = [case for at in inside(function) if isinstance(at, ast.Match) for case in at.cases]
    captures = [
        (each.name, each.lineno, _loaded(*_readers(case, each)))
        for case in cases
        for each in ast.walk(case.pattern)
        if isinstance(each, ast.MatchAs) and each.pattern is None and each.name is not None
    ]
    by_match = [name for name, _, _ in captures]
    for name, line, here in captures:
        value = getattr(telling, "__globals__", {}).get(name)
        other = given.count(name) > by_match.count(name)
        constant = value is not None and not callable(value) and not inspect.ismodule(value)
        if name[0] != "_" and (name not in loads or ((other or constant) and name not in here)):
            mend = f'write case "{name}" for the word, a name with a dot for a constant, or case _ for everything else'
            yield (
                line,
                f"case {name} holds for everything, since {name} is a bare name",
                "a constant, or _",
                mend,
            )


def _readers(case: ast.match_case, capture: ast.MatchAs) -> list[ast.AST]:
    """What shows, by reading a name, that a pattern was meant to give it a value."""
    guard: list[ast.AST] = [case.guard] if case.guard else []
    return guard if case.pattern is capture else [*guard, *case.body]


def _loaded(*parts: ast.AST) -> set[str]:
    """The names that parts of a text read."""
    return {
        each.id
        for part in parts
        for each in ast.walk(part)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    }


def _dropped(telling: Callable[..., Any], function: ast.FunctionDef) -> Found:
    """A story that returns payoffs, and is told where nobody takes them."""
    for at in inside(function):
        if not (
            isinstance(at, ast.Expr)
            and isinstance(at.value, ast.YieldFrom)
            and isinstance(at.value.value, ast.Call)
        ):
            continue
        story = plain_function(named(telling, at.value.value.func))
        code = getattr(story, "__code__", None)
        text = (
            function_of(code.co_filename, code)
            if code is not None and inspect.isgeneratorfunction(story)
            else None
        )
        if text is None or not any(
            isinstance(each, ast.Return) and _is_mapping(each.value) for each in inside(text)
        ):
            continue
        called = ast.unparse(at.value.value.func)
        yield (
            at.lineno,
            f"the payoffs that {called}(...) returns are lost",
            "what a story returns taken up",
            f"write paid = yield from {called}(...), and return or add up paid; _ = yield from ... leaves them out",
        )


def _unformatted(function: ast.FunctionDef, makers: Mapping[str, str]) -> Found:
    """A name in braces, ``"offer {day}"``, in a step, where the f before the text is missing."""
    given = dict.fromkeys(bound(function))  # in their order
    for at in inside(function):
        if not isinstance(at, ast.Call) or ast.unparse(at.func) not in makers:
            continue
        parts = [*at.args, *(each.value for each in at.keywords)]
        texts = [
            each for part in parts for each in (part, *getattr(part, "elts", ()), *getattr(part, "keys", ()))
        ]
        for each in texts:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                for name in given:
                    if re.search(r"\{" + name + r"[}.:!\[ ]", each.value):
                        yield (
                            each.lineno,
                            f"{each.value!r} has {{{name}}} in it",
                            "a text with its values",
                            f"write f before it: f{each.value!r}",
                        )
