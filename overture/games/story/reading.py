"""Reads an expression of a story: looks up what it speaks of, and makes a function of what it says."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from typing import Any

from overture.games.story.arithmetic import extreme, power, quotient, sized
from overture.games.story.expression import (
    CONDITIONS,
    GRAMMAR,
    KIND_WORDS,
    MOST_NAMES,
    Expression,
    Kind,
    KnownNames,
    Meaning,
    Unreadable,
    parsed,
)  # fmt: skip
from overture.wording import did_you_mean

Found = tuple[Meaning, Kind, bool, Any]
"""What a part means, its kind, whether it hangs on a parameter, and its value where that is the same on every history."""


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
        found = _Reader(text, known).read()
    if wanted is not None and found.kind != wanted:
        words = {
            "number": "a number must stand here",
            "truth": "a condition must stand here, which holds or does not",
        }
        allowed = CONDITIONS if wanted == "truth" else GRAMMAR
        raise Unreadable("story/kind", f"{text!r}: {words[wanted]}", allowed)
    return found


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class _Reader:
    """Reads one expression; ``reads`` and the rest gather what it speaks of."""

    def __init__(self, text: str, known: KnownNames) -> None:
        self.text = text
        self.known = known
        self.reads: set[str] = set()
        self.uses: set[str] = set()
        self.moves: set[str] = set()

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
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "p":
            return self._parameter(part.attr)
        elif (
            isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "shape"
        ):
            return self._argument(part.attr)
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

    def _parameter(self, name: str) -> Found:
        if name not in self.known.parameters:
            raise self._unknown(name, self.known.parameters, "no parameter")
        self.reads.add(name)
        return lambda scope: getattr(scope.parameters, name), "number", True, None

    def _argument(self, name: str) -> Found:
        if name not in self.known.fixed:
            raise self._unknown(name, self.known.fixed, "no argument of the shape")
        self.uses.add(name)
        value = self.known.fixed[name]
        return lambda scope: value, self.known.values[name], False, value

    def _named(self, name: str) -> Found:
        known = self.known
        meant = [
            word
            for word, names in (
                ("a parameter", known.parameters),
                ("a value", known.values),
                ("a move", known.moves),
            )
            if name in names
        ]
        if len(meant) > 1:
            raise Unreadable(
                "story/two-meanings",
                f"{name!r} is {' and '.join(meant)}",
                "one meaning",
                f"write p.{name} for the parameter, shape.{name} for an argument of the shape, or rename one of them",
            )
        if name in known.parameters:
            return self._parameter(name)
        if name in known.fixed:
            return self._argument(name)
        if name in known.values:
            self.uses.add(name)
            return lambda scope: scope.values[name], known.values[name], name in known.hanging, None
        if name in known.moves:
            return self._chosen(name)
        raise self._unknown(name, [*known.parameters, *known.values, *known.moves], "nothing")

    def _chosen(self, name: str) -> Found:
        """A move as a number: the number that was chosen; 0 where it was not made."""
        if not all(
            isinstance(each, int | float) and not isinstance(each, bool) for each in self.known.moves[name]
        ):
            raise Unreadable(
                "story/kind",
                f"the choices of {name!r} are no numbers",
                GRAMMAR,
                f'compare it: {name} == "{self.known.moves[name][0]}"',
            )
        self.moves.add(name)
        return lambda scope: scope.made.get(name, 0), "number", False, None

    def _unknown(self, name: str, names: Iterable[str], what: str) -> Unreadable:
        if name in self.known.later:
            return Unreadable(
                "story/later",
                f"{name!r} has not happened yet where this stands",
                ", ".join(self.known.moves) or "no move: none comes before",
            )
        allowed = sorted(set(names))
        told = [*allowed[:MOST_NAMES], "..."] if len(allowed) > MOST_NAMES else allowed
        return Unreadable(
            "story/name",
            f"{what} is called {name!r}",
            ", ".join(told) or "none",
            did_you_mean(name, allowed),
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
        (left, hangs, one), (right, also, other) = self._number(part.left), self._number(part.right)
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
        for each in part.values:
            meaning, constant = self._truth(each)
            if constant is decides:
                return lambda scope: decides, "truth", False, decides
            if constant is None:
                sides.append(meaning)
        if not sides:
            return lambda scope: not decides, "truth", False, not decides
        if decides:
            return lambda scope: any(side(scope) for side in sides), "truth", False, None
        return lambda scope: all(side(scope) for side in sides), "truth", False, None

    def _either(self, part: ast.IfExp) -> Found:
        test, decided = self._truth(part.test)
        if decided is not None:
            return self._any(part.body if decided else part.orelse)
        (one, kind, hangs, _), (other, second, also, _) = self._any(part.body), self._any(part.orelse)
        if kind != second:
            raise Unreadable(
                "story/kind",
                f"{ast.unparse(part)!r} is now {KIND_WORDS[kind]} and now {KIND_WORDS[second]}",
                "one kind of value",
            )
        return lambda scope: one(scope) if test(scope) else other(scope), kind, hangs or also, None

    def _called(self, part: ast.Call) -> Found:
        name = part.func.id if isinstance(part.func, ast.Name) else ""
        if name in ("min", "max") and len(part.args) >= 2 and not part.keywords:
            least = name == "min"
            read = [self._number(each) for each in part.args]
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
        raise Unreadable(
            "story/expression",
            f"{ast.unparse(part)!r} is no part of an expression",
            f"{GRAMMAR}; conditions: {CONDITIONS}",
        )

    # -- comparisons

    def _move(self, part: ast.expr) -> str | None:
        """The name of a move that is written as one; None where something else stands."""
        if isinstance(part, ast.Name):
            return part.id
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Name)
            and part.func.id == "move"
            and len(part.args) == 1
            and isinstance(part.args[0], ast.Constant)
            and isinstance(part.args[0].value, str)
        ):
            return part.args[0].value
        return None

    def _choices(self, move: str) -> tuple[Any, ...]:
        if move not in self.known.moves:
            raise self._unknown(move, self.known.moves, "no move")
        self.moves.add(move)
        return self.known.moves[move]

    def _compared(self, part: ast.Compare) -> Found:
        left, right, sign = part.left, part.comparators[0], part.ops[0]
        if len(part.ops) > 1:
            raise Unreadable(
                "story/expression",
                f"{ast.unparse(part)!r} compares more than two",
                CONDITIONS,
                "join two comparisons with and",
            )
        if isinstance(left, ast.Constant) and isinstance(sign, ast.Eq | ast.NotEq):
            left, right = right, left
        move = self._move(left)
        is_move = move is not None and (
            isinstance(left, ast.Call)
            or (move not in self.known.parameters and move not in self.known.values)
        )
        if (
            is_move
            and move is not None
            and isinstance(sign, ast.Eq | ast.NotEq | ast.In | ast.NotIn)
            and not (isinstance(right, ast.Name) and self._is_known(right.id))
        ):
            return self._event(part, move, right, sign)
        if isinstance(sign, ast.In | ast.NotIn):
            return self._among(part, left, right, isinstance(sign, ast.NotIn))
        return self._ordered(part, left, right, sign)

    def _is_known(self, name: str) -> bool:
        known = self.known
        return name in known.moves or name in known.values or name in known.parameters

    def _event(self, part: ast.Compare, move: str, right: ast.expr, sign: ast.cmpop) -> Found:
        choices = self._choices(move)
        wanted = _constants(right, isinstance(sign, ast.In | ast.NotIn))
        if wanted is None:
            mend = f'write {move} == "{right.id}"' if isinstance(right, ast.Name) else ""
            raise Unreadable("story/expression", f"{ast.unparse(part)!r} is no comparison", CONDITIONS, mend)
        labels = [str(each) for each in choices]
        for each in wanted:
            if str(each) not in labels:
                raise Unreadable(
                    "story/choice",
                    f"{move!r} has no choice {each!r}",
                    ", ".join(labels),
                    did_you_mean(str(each), labels),
                )
        named = frozenset(str(each) for each in wanted)
        if isinstance(sign, ast.NotEq | ast.NotIn):
            return (
                lambda scope: move not in scope.made or str(scope.made[move]) not in named,
                "truth",
                False,
                None,
            )
        return lambda scope: move in scope.made and str(scope.made[move]) in named, "truth", False, None

    def _among(self, part: ast.Compare, left: ast.expr, right: ast.expr, outside: bool) -> Found:
        wanted = _constants(right, True)
        if wanted is None:
            raise Unreadable("story/expression", f"{ast.unparse(part)!r} is no comparison", CONDITIONS)
        meaning, _, hangs, constant = self._any(left)
        self._free(part, hangs)
        fixed = None if constant is None else (constant in wanted) is not outside
        return lambda scope: (meaning(scope) in wanted) is not outside, "truth", False, fixed

    def _ordered(self, part: ast.Compare, left: ast.expr, right: ast.expr, sign: ast.cmpop) -> Found:
        if type(sign) not in _COMPARED:
            raise Unreadable("story/expression", f"{ast.unparse(part)!r} is no comparison", CONDITIONS)
        function = _COMPARED[type(sign)]
        (one, kind, hangs, first), (other, second, also, last) = self._any(left), self._any(right)
        if kind != second or (kind != "number" and not isinstance(sign, ast.Eq | ast.NotEq)):
            mend = (
                f'write "{right.id}" in quotation marks'
                if isinstance(right, ast.Name) and kind == "text"
                else ""
            )
            raise Unreadable(
                "story/kind",
                f"{ast.unparse(part)!r} compares {KIND_WORDS[kind]} with {KIND_WORDS[second]}",
                CONDITIONS,
                mend,
            )
        self._free(part, hangs or also)
        fixed = None if first is None or last is None else bool(function(first, last))
        return lambda scope: bool(function(one(scope), other(scope))), "truth", False, fixed

    def _free(self, part: ast.expr, hangs: bool) -> None:
        if hangs:
            raise Unreadable(
                "story/shape",
                f"{ast.unparse(part)!r} hangs on a parameter, and decides the shape of the game",
                "conditions on what has happened",
                "use min(...) or max(...) for numbers; make what changes the shape an argument under shape",
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


def _constants(part: ast.expr, many: bool) -> list[Any] | None:
    """The texts and numbers on the right of a comparison; None where something else stands there."""
    listed = part.elts if many and isinstance(part, ast.Tuple | ast.List | ast.Set) else [part]
    if many and len(listed) == 1 and listed[0] is part:
        return None
    values = [
        each.value for each in listed if isinstance(each, ast.Constant) and not isinstance(each.value, bytes)
    ]
    return values if len(values) == len(listed) else None
