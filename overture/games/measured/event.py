"""Events: expressions over a game's own names, such as ``intent == "exploit" and conduct == "cheat"``.

The grammar is a small part of Python's, read from its syntax tree and never evaluated as code:
``name == "choice"``, ``name != "choice"``, ``name in ("one", "other")``, ``not in``, ``and``, ``or``,
``not``, brackets, ``True`` and ``False``; a choice that is a number may stand without
quotes, as ``10``, ``-1``, ``0.45`` or ``9/20``, and is found by its value. ``made(name)`` holds where the move was made at all. A name
that is no identifier is written ``move("L:offer:K")``. A move that was not made on a history equals
nothing there, so ``name != "choice"`` is true of it: ``!=`` is always the complement of ``==``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from difflib import get_close_matches
from fractions import Fraction
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from overture.errors import EventError, Fault
from overture.games.tree import TERMINAL, Tree
from overture.signs import corrected, sign_slips

Mask = NDArray[np.bool_]
_GRAMMAR = (
    'name == "choice", name in ("one", "other"), move("a name with spaces") == "choice", made(name), '
    "and, or, not, brackets"
)
# A word that is compared with, without quotation marks.
_BARE = re.compile(r"(?<=[\w)])\s*([=!]=)\s*([A-Za-z_]\w*)\b(?![\w(])")
_NUMBER = re.compile(r"-?\d+(\.\d+|/\d+)?")


def mask(tree: Tree, expression: str) -> Mask:
    """[terminal] which complete histories are in the event, in depth-first order.

    Raises:
        EventError: the expression is not in the grammar, or names a move or choice the game lacks; all
            faults at once.
    """
    return _EventReader(tree, expression).read()


def names(expression: str) -> tuple[str, ...]:
    """The move names that an expression speaks of, in order of appearance. Raises EventError."""
    found: dict[tuple[int, int], str] = {}
    for part in ast.walk(_parse(expression)):
        if isinstance(part, ast.Name) and part.id not in ("made", "move"):
            found[part.lineno, part.col_offset] = part.id
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "move":
            for argument in part.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found[argument.lineno, argument.col_offset] = argument.value
    return tuple(dict.fromkeys(found[place] for place in sorted(found)))


def choice_at_terminals(tree: Tree, name: str) -> NDArray[np.int32]:
    """[terminal] the edge taken at the move ``name`` on each complete history; -1 where not made."""
    return choice_at_nodes(tree, name)[tree.terminal]


def choice_at_nodes(tree: Tree, name: str) -> NDArray[np.int32]:
    """[node] the edge taken at the move ``name`` on the way to each node; -1 where it was not made."""
    from overture.games.measured._event import last_choice

    named = np.array([each == name for each in tree.labels.set_name], dtype=bool)
    taken = np.empty(tree.n_nodes, dtype=np.int32)
    last_choice(tree.parent, tree.edge, tree.set_of, named, taken)
    return taken


def subtree_end(tree: Tree) -> NDArray[np.int32]:
    """[node] one past the last node below each node: node n's subtree is n .. end[n] - 1."""
    from overture.games.measured._event import last_below

    end = np.empty(tree.n_nodes, dtype=np.int32)
    last_below(tree.parent, end)
    return end


def _parse(expression: str) -> ast.expr:
    EventError.raise_any(_slip_faults(expression))
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise EventError.of("event/syntax", f"{expression!r} cannot be read", "event", _GRAMMAR) from error


def _slip_faults(expression: str) -> list[Fault]:
    """A fault for each sign that belongs to another language, with what to write."""
    slips = sign_slips(expression)
    mend = _mended(expression) if slips else ""
    return [
        Fault("event/syntax", f"{each.found} stands in {expression!r}", "event", each.instead, f"write {mend}" if mend else "")
        for each in slips
    ]  # fmt: skip


def _mended(expression: str) -> str:
    """The expression with the signs of events, and a bare word that is compared with as a choice in quotation marks."""
    return _BARE.sub(r' \1 "\2"', corrected(expression))


class _EventReader:
    def __init__(self, tree: Tree, expression: str) -> None:
        self.tree = tree
        self.expression = expression
        self.faults: list[Fault] = []
        self.choices: dict[str, dict[str, list[int]]] = {}
        for at, name in enumerate(tree.labels.set_name):
            labels = self.choices.setdefault(name, {})
            for edge in range(tree.edge_start[at], tree.edge_start[at + 1]):
                labels.setdefault(tree.labels.edge[edge], []).append(edge)

    def read(self) -> Mask:
        slips = _slip_faults(self.expression)
        if slips:  # what is meant is read too, to tell all faults at once
            self.faults += slips
            self.expression = _mended(self.expression)
            EventError.raise_any(self.faults if not self.expression else [])
        try:
            result = self._mask(_parse(self.expression))
        except RecursionError:
            raise EventError.of(
                "event/syntax", "an expression nested too deeply", "event", _GRAMMAR
            ) from None
        EventError.raise_any(self.faults)
        return result

    def _all(self, value: bool) -> Mask:
        return np.full(int(np.count_nonzero(self.tree.set_of == TERMINAL)), value)

    def _fault(self, id: str, found: str, allowed: str, mend: str = "") -> Mask:
        self.faults.append(Fault(id, found, f"event {self.expression!r}", allowed, mend))
        return self._all(False)

    def _mask(self, part: ast.expr) -> Mask:
        if isinstance(part, ast.BoolOp):
            sides = [self._mask(side) for side in part.values]
            join = np.logical_and if isinstance(part.op, ast.And) else np.logical_or
            return np.asarray(join.reduce(sides))
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
            return ~self._mask(part.operand)
        if isinstance(part, ast.Constant) and isinstance(part.value, bool):
            return self._all(part.value)
        if isinstance(part, ast.Compare):
            return self._compare(part)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "made":
            name = self._name(part.args[0]) if len(part.args) == 1 and not part.keywords else None
            if name is not None:
                return choice_at_terminals(self.tree, name) >= 0 if self._known(name) else self._all(False)
        return self._fault("event/grammar", f"{ast.unparse(part)!r} is no event", _GRAMMAR)

    def _compare(self, part: ast.Compare) -> Mask:
        left, right = part.left, part.comparators[0]
        operator = part.ops[0]
        if len(part.ops) == 1 and isinstance(operator, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            if _label(left) is not None and isinstance(operator, ast.Eq | ast.NotEq):  # either way round
                left, right = right, left
            name = self._name(left)
            many = isinstance(operator, ast.In | ast.NotIn)
            labels = _labels(right, many)
            if name is not None and labels is not None:
                inside = self._choices(name, labels)
                return ~inside if isinstance(operator, ast.NotEq | ast.NotIn) else inside
        return self._fault(
            "event/grammar", f"{ast.unparse(part)!r} is no comparison", _GRAMMAR, self._in_quotes(part)
        )

    def _in_quotes(self, part: ast.Compare) -> str:
        """How a comparison is written whose choice lacks its quotes, or whose move has quotes and no ``move``."""
        left, right = part.left, part.comparators[0]
        sign = "!=" if isinstance(part.ops[0], ast.NotEq | ast.NotIn) else "=="
        if isinstance(left, ast.Name) and isinstance(right, ast.Name):
            return f'write {left.id} {sign} "{right.id}"'
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            for name, choice in ((left.value, right.value), (right.value, left.value)):
                if isinstance(name, str) and isinstance(choice, str) and name in self.choices:
                    return f'write move("{name}") {sign} "{choice}"'
        return ""

    def _name(self, part: ast.expr) -> str | None:
        if isinstance(part, ast.Name):
            return part.id
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "move":
            given = part.args[0] if len(part.args) == 1 and not part.keywords else None
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                return given.value
        return None

    def _known(self, name: str) -> bool:
        if name in self.choices:
            return True
        close = get_close_matches(name, self.choices, 1)
        self._fault(
            "event/name",
            f"no move is called {name!r}",
            ", ".join(self.choices),
            f"did you mean {_written(close[0])}?" if close else "",
        )
        return False

    def _choices(self, name: str, labels: Sequence[str | Fraction]) -> Mask:
        if not self._known(name):
            return self._all(False)
        edges: list[int] = []
        for label in labels:
            found = self._edges(name, label)
            if not found:
                close = get_close_matches(str(label), self.choices[name], 1)
                self._fault(
                    "event/choice",
                    f"{name!r} has no choice {str(label)!r}",
                    ", ".join(self.choices[name]),
                    f"did you mean {close[0]!r}?" if close else "",
                )
            else:
                edges += found
        return np.isin(choice_at_terminals(self.tree, name), edges)

    def _edges(self, name: str, label: str | Fraction) -> list[int]:
        """The edges of a choice: by its text, and a number by its value."""
        choices = self.choices[name]
        if isinstance(label, str):
            return choices.get(label, [])
        return [edge for text, edges in choices.items() if _value(text) == label for edge in edges]


def _written(name: str) -> str:
    """A move as an event names it: one whose name is no identifier stands in ``move("...")``."""
    return repr(name) if name.isidentifier() else f'move("{name}")'


def _value(text: str) -> Fraction | None:
    """The number that a text is (a whole number, a decimal number or a fraction); None where it is none."""
    try:
        return Fraction(text) if _NUMBER.fullmatch(text) else None
    except ZeroDivisionError:
        return None


def _labels(part: ast.expr, many: bool) -> list[str | Fraction] | None:
    """The choices on the right of a comparison; None where it is something else."""
    if not many:
        single = _label(part)
        return None if single is None else [single]
    if not isinstance(part, ast.Tuple | ast.List | ast.Set):
        return None
    words = [label for each in part.elts if (label := _label(each)) is not None]
    return words if len(words) == len(part.elts) else None


def _label(part: ast.expr) -> str | Fraction | None:
    """A choice as it is written: words in quotes, or a number; None where it is something else."""
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return part.value
    return _number(part)


def _number(part: ast.expr) -> Fraction | None:
    """A number as it is written, such as 10, -1, 0.45 or 9/20; None where it is something else."""
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
        positive = _number(part.operand)
        return None if positive is None else -positive
    if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div):
        over, under = _number(part.left), _number(part.right)
        return over / under if over is not None and under else None
    if isinstance(part, ast.Constant) and type(part.value) is int:
        return Fraction(part.value)
    if isinstance(part, ast.Constant) and isinstance(part.value, float) and isfinite(part.value):
        return Fraction(str(part.value))
    return None
