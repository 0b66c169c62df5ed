"""Comparisons in an expression: of a move with its choices, and of numbers."""

from __future__ import annotations

import ast
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from overture.errors import Fault
from overture.games.story.expressions.expression import (
    CONDITIONS,
    KIND_WORDS,
    Meaning,
    Unreadable,
    all_of,
    labelled,
)
from overture.games.story.expressions.names import Found, NameReader
from overture.wording import did_you_mean

_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class ComparisonReader(NameReader, ABC):
    """Reads comparisons; what stands on their sides is read by :meth:`_any`."""

    @abstractmethod
    def _any(self, part: ast.expr) -> Found:
        """What a part of the expression means. Raises Unreadable."""

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

    def _event(self, part: ast.Compare, move: str, right: ast.expr, sign: ast.cmpop) -> Found:
        choices = self._choices(move)
        wanted = _constants(right, isinstance(sign, ast.In | ast.NotIn))
        if wanted is None:
            mend = f'write {move} == "{right.id}"' if isinstance(right, ast.Name) else ""
            raise Unreadable("story/expression", f"{ast.unparse(part)!r} is no comparison", CONDITIONS, mend)
        labels = [labelled(each) for each in choices]
        Unreadable.raise_any(
            Fault(
                "story/choice",
                f"{move!r} has no choice {each!r}",
                "",
                ", ".join(labels),
                did_you_mean(labelled(each), labels),
            )
            for each in wanted
            if labelled(each) not in labels
        )
        named = frozenset(labelled(each) for each in wanted)
        if isinstance(sign, ast.NotEq | ast.NotIn):
            return (
                lambda scope: move not in scope.made or labelled(scope.made[move]) not in named,
                "truth",
                False,
                None,
            )
        return lambda scope: move in scope.made and labelled(scope.made[move]) in named, "truth", False, None

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
        (one, kind, hangs, first), (other, second, also, last) = all_of(
            lambda: self._any(left), lambda: self._any(right)
        )
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
        if isinstance(sign, ast.Eq | ast.NotEq):  # nothing is equal to nothing alone
            one, other = self._or_nothing(left, one), self._or_nothing(right, other)
        return lambda scope: bool(function(one(scope), other(scope))), "truth", False, fixed

    def _or_nothing(self, part: ast.expr, number: Meaning) -> Meaning:
        """A move as what was chosen, be it nothing; another part as it is read."""
        move = self._move(part)
        if (
            move is None
            or move not in self.known.moves
            or (isinstance(part, ast.Name) and self._otherwise(move))
        ):
            return number
        return lambda scope: scope.made.get(move, 0)

    def _free(self, part: ast.expr, hangs: bool) -> None:
        if hangs:
            raise Unreadable(
                "story/shape",
                f"{ast.unparse(part)!r} hangs on a parameter, and decides the shape of the game",
                "conditions on what has happened",
                "use min(...) or max(...) for numbers; make what changes the shape an argument under shape",
            )


def _constants(part: ast.expr, many: bool) -> list[Any] | None:
    """The texts and numbers on the right of a comparison; None where something else stands there."""
    listed = part.elts if many and isinstance(part, ast.Tuple | ast.List | ast.Set) else [part]
    if many and len(listed) == 1 and listed[0] is part:
        return None
    values = [
        each.value for each in listed if isinstance(each, ast.Constant) and not isinstance(each.value, bytes)
    ]
    return values if len(values) == len(listed) else None
