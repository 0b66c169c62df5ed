"""Comparisons with what a move never has, found in the text of a telling before it is played.

While a game is played a word looks at what it is compared with (slips.py). That sees neither numbers, ``None`` and members
of an enum, nor sets and mappings. The text of the function does, where the choices stand in it: a name that is given once,
by ``kind = yield ov.chance("kind", {"high": ..., "low": ...})``, is none of the other constants in any shape of the game.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from overture.errors import Fault
from overture.games.telling.text.source import bound, inside, named
from overture.wording import did_you_mean

MADE_BY = {"move": 2, "chance": 1}  # the step -> the place of its choices among its arguments
AFFIX = {"startswith": "begins with", "endswith": "ends with", "in": "contains"}
NAMED = {"move": "actions", "chance": "odds"}
Makers = dict[str, str]  # what is called in a text -> the step that it makes


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


def makers_in(telling: Callable[..., Any], function: ast.FunctionDef) -> Makers:
    """The names by which a function calls the steps of the language that have choices; a helper of such a name is none."""
    from overture.games.telling import language

    own = set(bound(function))
    found: Makers = {}
    for at in inside(function):
        if not isinstance(at, ast.Call) or not isinstance(at.func, ast.Name | ast.Attribute):
            continue
        called = at.func.attr if isinstance(at.func, ast.Attribute) else at.func.id
        stands_for = named(telling, at.func)
        for step in MADE_BY:
            local = stands_for is None and called == step and called not in own
            if local or stands_for is getattr(language, step):
                found[ast.unparse(at.func)] = step
    return found


def compared(function: ast.FunctionDef, file: str, makers: Makers) -> tuple[Fault, ...]:
    """The comparisons of a function with what a choice never is, in the order of its lines.

    Args:
        function: its text, in a file. makers: by which names it calls the steps of the language.
    """
    known = known_choices(function, makers)
    found: dict[tuple[int, int], Fault] = {}
    for at in inside(function):
        for asked, other in _asked(at):
            written = _written(asked.value, makers) if isinstance(asked, ast.Yield) else None
            if isinstance(asked, ast.Name):
                written = known.get(asked.id)
            elif isinstance(asked, ast.Subscript) and isinstance(asked.value, ast.Name):
                written = _part_of(known.get(asked.value.id), asked.slice)
            if written is None:
                continue
            never = not isinstance(other, ast.Constant) or not any(
                _same(other.value, each) for each in written.values
            )
            if never:
                found.setdefault((other.lineno, other.col_offset), _fault(written, other, file))
        for name, how, constant in _begun(at):
            words = known.get(name)
            if words and not any(
                _holds(each, how, str(constant.value)) for each in words.choices if isinstance(each, str)
            ):
                found[constant.lineno, constant.col_offset] = _fault(words, constant, file, AFFIX[how])
        for name, constant in _sought(at):
            words = known.get(name)
            if words and not _made_of(str(constant.value), words.choices):
                found[constant.lineno, constant.col_offset] = _sought_in(words, constant, file)
    return tuple(found[place] for place in sorted(found))


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
    elif isinstance(at, ast.Compare):
        for one, how, other in zip([at.left, *at.comparators], at.ops, at.comparators, strict=False):
            constant = one if isinstance(how, ast.In | ast.NotIn) and isinstance(one, ast.Constant) else None
            if constant is not None and isinstance(constant.value, str) and isinstance(other, ast.Name):
                yield other.id, "in", constant


def _holds(word: str, how: str, part: str) -> bool:
    return part in word if how == "in" else bool(getattr(word, how)(part))


def _sought(at: ast.AST) -> Iterator[tuple[str, ast.Constant]]:
    """A name that is looked for within one word, ``kind in "high low"``, and the word."""
    if isinstance(at, ast.Compare):
        for one, how, other in zip([at.left, *at.comparators], at.ops, at.comparators, strict=False):
            constant = (
                other if isinstance(how, ast.In | ast.NotIn) and isinstance(other, ast.Constant) else None
            )
            if constant is not None and isinstance(constant.value, str) and isinstance(one, ast.Name):
                yield one.id, constant


def _made_of(text: str, choices: tuple[Any, ...]) -> bool:
    """Whether a word holds nothing but choices that are words, as ``"LR"`` for L and R."""
    words = sorted((each for each in choices if isinstance(each, str)), key=len, reverse=True)
    return re.fullmatch("|".join([r"[\s,;|/]", *map(re.escape, words)]).join(["(?:", ")+"]), text) is not None


def _same(constant: Any, choice: Any) -> bool:
    return bool(constant == choice) and isinstance(constant, str) == isinstance(choice, str)


def _sought_in(written: WrittenChoices, constant: ast.Constant, file: str) -> Fault:
    labels = _labels(written)
    return Fault(
        "telling/no-choice",
        f"{written.move!r} is looked for in the word {constant.value!r}, which is not made of its choices",
        f"{file}:{constant.lineno}",
        ", ".join(labels),
        f"write the choices that are meant in brackets: in ({', '.join(map(repr, labels[:2]))})",
    )


def _labels(written: WrittenChoices) -> list[str]:
    return [each if isinstance(each, str) else repr(each) for each in written.choices]


def _fault(written: WrittenChoices, constant: ast.expr, file: str, how: str = "") -> Fault:
    labels = _labels(written)
    if not isinstance(constant, ast.Constant):
        return Fault(
            "telling/no-choice",
            f"{written.move!r} is compared with {ast.unparse(constant)}, which it never is",
            f"{file}:{constant.lineno}",
            ", ".join(labels),
            "write in for what is one of several, or compare with one choice",
        )
    value = constant.value
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


def known_choices(function: ast.FunctionDef, makers: Makers) -> dict[str, WrittenChoices]:
    """Name -> the move whose choice it is, of names that are given once."""
    once = {name for name, times in Counter(bound(function)).items() if times == 1}
    known: dict[str, WrittenChoices] = {}
    for at in inside(function):
        target: ast.expr | None = at.target if isinstance(at, ast.NamedExpr | ast.AnnAssign) else None
        if isinstance(at, ast.Assign) and len(at.targets) == 1:
            target = at.targets[0]
        if isinstance(target, ast.Name) and isinstance(at.value, ast.Yield):  # type: ignore[attr-defined]
            written = _written(at.value.value, makers)  # type: ignore[attr-defined]
            if written is not None and target.id in once:
                known[target.id] = written
    return known


def _written(step: ast.expr | None, makers: Makers) -> WrittenChoices | None:
    """The move that a step makes, where its name and its choices are constants."""
    if not isinstance(step, ast.Call):
        return None
    called = makers.get(ast.unparse(step.func))
    if called is None:
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


DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict)


def _asked(at: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What is compared with which constant: by ``==``, ``in``, ``match``, or as a key of a mapping that is written out.

    Of a pair, ``(kind, answer) == ("high", "accept")``, each part with its own. A list stands for itself: no choice is one.
    """
    if isinstance(at, ast.Compare):
        for one, how, other in zip([at.left, *at.comparators], at.ops, at.comparators, strict=False):
            if isinstance(how, ast.Eq | ast.NotEq | ast.Is | ast.IsNot):
                yield from _paired(one, other)
                yield from _paired(other, one)
                yield from ((x, y) for x, y in ((one, other), (other, one)) if isinstance(y, DISPLAYS))
            elif isinstance(how, ast.In | ast.NotIn):
                yield from _among(one, other)
    elif isinstance(at, ast.Match):
        for case in at.cases:
            yield from _matched(at.subject, case.pattern)
    elif isinstance(at, ast.Subscript) and isinstance(at.value, ast.Dict):
        yield from _among(at.slice, at.value)
    elif (
        isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute) and at.func.attr == "get" and at.args
    ):
        yield from _among(at.args[0], at.func.value)


def _paired(asked: ast.expr, other: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each part of what is asked about, with the constant that stands at its place."""
    constant = _constant(other)
    if constant is not None:
        yield asked, constant
    elif isinstance(asked, ast.Tuple) and isinstance(other, ast.Tuple) and len(asked.elts) == len(other.elts):
        for one, each in zip(asked.elts, other.elts, strict=True):
            yield from _paired(one, each)


def _matched(asked: ast.expr, pattern: ast.pattern) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(pattern, ast.MatchValue):
        yield from _paired(asked, pattern.value)
    elif isinstance(pattern, ast.MatchOr):
        for each in pattern.patterns:
            yield from _matched(asked, each)
    elif isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        yield from _matched(asked, pattern.pattern)
    elif isinstance(pattern, ast.MatchSequence) and isinstance(asked, ast.Tuple):
        same = len(pattern.patterns) == len(asked.elts)
        for one, each in zip(asked.elts, pattern.patterns, strict=True) if same else ():
            yield from _matched(one, each)


def _among(asked: ast.expr, at: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """With each constant of a list, a tuple, a set or a mapping that is written out, also of ``frozenset({...})``."""
    if (
        isinstance(at, ast.Call)
        and len(at.args) == 1
        and getattr(at.func, "id", "") in ("frozenset", "set", "tuple")
    ):
        at = at.args[0]
    for each in at.keys if isinstance(at, ast.Dict) else getattr(at, "elts", []):
        if each is not None:
            yield from _paired(asked, each)
