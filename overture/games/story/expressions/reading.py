"""Reads an expression of a story: looks up what it speaks of, and makes a function of what it says."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from functools import partial
from typing import Any

from overture.errors import Fault
from overture.games.story.expressions.arithmetic import extreme, power, quotient, sized
from overture.games.story.expressions.comparing import ComparisonReader
from overture.games.story.expressions.expression import (
    CONDITIONS,
    GRAMMAR,
    KIND_WORDS,
    Expression,
    Kind,
    KnownNames,
    Meaning,
    Unreadable,
    all_of,
    parsed,
    slips,
)  # fmt: skip
from overture.games.story.expressions.names import Found
from overture.signs import corrected


def read_expression(text: str | int | float, known: KnownNames, wanted: Kind | None = None) -> Expression:
    """The expression in ``text``.

    Args:
        known: the names that it may speak of. wanted: "number" or "truth" where only that will do.

    Raises:
        Unreadable: it cannot be read; the fault has no place yet.
    """
    if isinstance(text, bool):
        text = str(text)
    if isinstance(text, int | float):
        number = text
        found = Expression(
            lambda scope: number, "number", False, frozenset(), frozenset(), frozenset(), number
        )
    else:
        found = _read(text, known)
    if wanted is not None and found.kind != wanted:
        words = {
            "number": "a number must stand here",
            "truth": "a condition must stand here, which holds or does not",
        }
        allowed = CONDITIONS if wanted == "truth" else GRAMMAR
        raise Unreadable("story/kind", f"{text!r}: {words[wanted]}", allowed)
    return found


def _read(text: str, known: KnownNames) -> Expression:
    """A text as an expression; one with signs of other languages is read as it is meant, to tell all its faults at once."""
    if not text.strip():
        raise Unreadable("story/expression", "an empty expression", f"{GRAMMAR}; conditions: {CONDITIONS}")
    faults = slips(text)
    meant = corrected(text) if faults else text
    try:
        found = _Reader(meant, known).read() if meant.strip() else None
    except Unreadable as error:
        raise Unreadable.all([*faults, *error.faults]) from None
    Unreadable.raise_any(faults)
    assert found is not None  # only slips leave nothing
    return found


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


# Functions of spreadsheets -> what an expression writes for them.
SPREADSHEET = {
    "if": "one if condition else other",
    "iif": "one if condition else other",
    "and": "one condition and another",
    "or": "one condition or another",
    "not": "not condition",
}


class _Reader(ComparisonReader):
    """Reads one expression."""

    def read(self) -> Expression:
        meaning, kind, hangs, constant = self._any(parsed(self.text))
        return Expression(
            meaning, kind, hangs, frozenset(self.reads), frozenset(self.uses), frozenset(self.moves), constant
        )

    def _any(self, part: ast.expr) -> Found:
        if isinstance(part, ast.Constant):
            value = part.value
            if isinstance(value, bool):
                return lambda scope: value, "truth", False, value
            if isinstance(value, int | float):
                return lambda scope: value, "number", False, value
            if isinstance(value, str):
                return lambda scope: value, "text", False, value
        elif isinstance(part, ast.Name):
            return self._named(part.id)
        elif (
            isinstance(part, ast.Attribute)
            and isinstance(part.value, ast.Name)
            and part.value.id in ("p", "shape")
        ):
            return self._parameter(part.attr) if part.value.id == "p" else self._argument(part.attr)
        elif isinstance(part, ast.BinOp):
            return self._sum(part)
        elif isinstance(part, ast.UnaryOp):
            return self._signed(part)
        elif isinstance(part, ast.BoolOp):
            return self._joined(part)
        elif isinstance(part, ast.IfExp):
            return self._either(part)
        elif isinstance(part, ast.Compare):
            return self._compared(part)
        elif isinstance(part, ast.Call):
            return self._called(part)
        raise Unreadable(
            "story/expression",
            f"{ast.unparse(part)!r} is no part of an expression",
            f"{GRAMMAR}; conditions: {CONDITIONS}",
        )

    def _number(self, part: ast.expr) -> tuple[Meaning, bool, Any]:
        meaning, kind, hangs, constant = self._any(part)
        if kind != "number":
            raise Unreadable("story/kind", f"{ast.unparse(part)!r} is no number", GRAMMAR)
        return meaning, hangs, constant

    def _truth(self, part: ast.expr) -> tuple[Meaning, Any]:
        meaning, kind, hangs, constant = self._any(part)
        if kind != "truth":
            mend = ""
            if isinstance(part, ast.Name) and part.id in self.known.moves:
                mend = f'write {part.id} == "{self.known.moves[part.id][0]}"'
            raise Unreadable("story/kind", f"{ast.unparse(part)!r} is no condition", CONDITIONS, mend)
        assert not hangs  # what hangs on a parameter is refused where it is compared
        return meaning, constant

    def _sum(self, part: ast.BinOp) -> Found:
        function: Callable[[Any, Any], Any]
        if isinstance(part.op, ast.Div):
            function = quotient
        elif isinstance(part.op, ast.Pow):
            function = power
        elif type(part.op) in _ARITHMETIC:
            function = _ARITHMETIC[type(part.op)]
        else:
            raise Unreadable(
                "story/expression", f"{ast.unparse(part)!r} has an operation that is not allowed", GRAMMAR
            )
        (left, hangs, one), (right, also, other) = all_of(
            lambda: self._number(part.left), lambda: self._number(part.right)
        )
        constant = None
        if one is not None and other is not None:
            constant = _at_once(function, one, other, ast.unparse(part))
        return lambda scope: function(left(scope), right(scope)), "number", hangs or also, constant

    def _signed(self, part: ast.UnaryOp) -> Found:
        if isinstance(part.op, ast.Not):
            inner, truth = self._truth(part.operand)
            return lambda scope: not inner(scope), "truth", False, None if truth is None else not truth
        meaning, hangs, constant = self._number(part.operand)
        if isinstance(part.op, ast.USub):
            return lambda scope: -meaning(scope), "number", hangs, None if constant is None else -constant
        if isinstance(part.op, ast.UAdd):
            return meaning, "number", hangs, constant
        raise Unreadable("story/expression", f"{ast.unparse(part)!r} is no number", GRAMMAR)

    def _joined(self, part: ast.BoolOp) -> Found:
        """``and``, ``or``; what stands after a part that decides it on every history is not looked at."""
        decides = isinstance(part.op, ast.Or)
        sides: list[Meaning] = []
        faults: list[Fault] = []
        for each in part.values:
            try:
                meaning, constant = self._truth(each)
            except Unreadable as error:
                faults += error.faults
                continue
            if constant is decides and not faults:
                return lambda scope: decides, "truth", False, decides
            if constant is None:
                sides.append(meaning)
        if faults:
            raise Unreadable.all(faults)
        if not sides:
            return lambda scope: not decides, "truth", False, not decides
        if decides:
            return lambda scope: any(side(scope) for side in sides), "truth", False, None
        return lambda scope: all(side(scope) for side in sides), "truth", False, None

    def _either(self, part: ast.IfExp) -> Found:
        test, decided = self._tested(part)
        if decided is not None:
            return self._any(part.body if decided else part.orelse)
        (one, kind, hangs, _), (other, second, also, _) = all_of(
            lambda: self._any(part.body), lambda: self._any(part.orelse)
        )
        if kind != second:
            raise Unreadable(
                "story/kind",
                f"{ast.unparse(part)!r} is now {KIND_WORDS[kind]} and now {KIND_WORDS[second]}",
                "one kind of value",
            )
        return lambda scope: one(scope) if test(scope) else other(scope), kind, hangs or also, None

    def _tested(self, part: ast.IfExp) -> tuple[Meaning, Any]:
        """The condition of a choice between two values; where it is faulty the faults of the values are told with it."""
        try:
            return self._truth(part.test)
        except Unreadable as error:
            found = [*error.faults]
            for each in (part.body, part.orelse):
                try:
                    self._any(each)
                except Unreadable as other:
                    found += other.faults
            raise Unreadable.all(found) from None

    def _called(self, part: ast.Call) -> Found:
        name = part.func.id if isinstance(part.func, ast.Name) else ""
        if name in ("min", "max") and len(part.args) >= 2 and not part.keywords:
            least = name == "min"
            read = all_of(*[partial(self._number, each) for each in part.args])
            sides = [meaning for meaning, _, _ in read]
            return (
                lambda scope: extreme(least, [side(scope) for side in sides]),
                "number",
                any(hangs for _, hangs, _ in read),
                None,
            )
        if name == "made":
            move = self._move(part.args[0]) if len(part.args) == 1 and not part.keywords else None
            if move is not None:
                self._choices(move)
                return lambda scope: move in scope.made, "truth", False, None
        if name == "move":
            move = self._move(part)
            if move is not None:
                self._choices(move)
                return self._chosen(move)
        if name.lower() in SPREADSHEET:
            raise Unreadable(
                "story/expression", f"the word {name} stands in {self.text!r}", SPREADSHEET[name.lower()]
            )
        raise Unreadable(
            "story/expression",
            f"{ast.unparse(part)!r} is no part of an expression",
            f"{GRAMMAR}; conditions: {CONDITIONS}",
        )


def _at_once(function: Callable[[Any, Any], Any], one: Any, other: Any, told: str) -> Any:
    try:
        return sized(function(one, other))
    except (ZeroDivisionError, OverflowError) as error:
        raise Unreadable(
            "story/arithmetic",
            f"{told!r} has no value: {'division by zero' if isinstance(error, ZeroDivisionError) else error}",
            "finite numbers",
        ) from None
