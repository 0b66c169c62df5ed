"""The names that an expression speaks of: parameters, values, arguments of the shape, and moves."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from overture.games.story.expressions.expression import (
    GRAMMAR,
    MOST_NAMES,
    Kind,
    KnownNames,
    Meaning,
    Unreadable,
)  # fmt: skip
from overture.wording import did_you_mean

Found = tuple[Meaning, Kind, bool, Any]
"""What a part means, its kind, whether it hangs on a parameter, and its value where that is the same on every history."""


class NoNumber(ArithmeticError):
    """A choice of nothing (null) stands where a number is reckoned with; the argument is its move."""


def _numeric(move: str, choice: Any) -> Any:
    if choice is None:
        raise NoNumber(move)
    return choice


class NameReader:
    """Reads one expression; ``reads`` and the rest gather what it speaks of."""

    def __init__(self, text: str, known: KnownNames) -> None:
        self.text = text
        self.known = known
        self.reads: set[str] = set()
        self.uses: set[str] = set()
        self.moves: set[str] = set()

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
        """A move as a number: the number that was chosen; 0 where it was not made. A choice of nothing is no number."""
        choices = self.known.moves[name]
        numbers = [isinstance(each, int | float) and not isinstance(each, bool) for each in choices]
        nothing = None in choices
        if not any(numbers) or len(choices) > sum(numbers) + nothing:
            raise Unreadable(
                "story/kind",
                f"the choices of {name!r} are no numbers",
                GRAMMAR,
                f'compare it: {name} == "{self.known.moves[name][0]}"',
            )
        self.moves.add(name)
        if nothing:
            return lambda scope: _numeric(name, scope.made.get(name, 0)), "number", False, None
        return lambda scope: scope.made.get(name, 0), "number", False, None

    def _unknown(self, name: str, names: Iterable[str], what: str) -> Unreadable:
        if name in self.known.later:
            return Unreadable(
                "story/later",
                f"{name!r} has not happened yet where this stands",
                ", ".join(self.known.moves) or "no move: none comes before",
            )
        if name in ("true", "false"):
            raise Unreadable(
                "story/name", f"{what} is called {name!r}", "True, False", f"write {name.capitalize()}"
            )
        allowed = sorted(set(names))
        told = [*allowed[:MOST_NAMES], "..."] if len(allowed) > MOST_NAMES else allowed
        return Unreadable(
            "story/name",
            f"{what} is called {name!r}",
            ", ".join(told) or "none",
            did_you_mean(name, allowed),
        )

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

    def _otherwise(self, name: str) -> bool:
        """Whether a word means a parameter, a value or an argument, and no move."""
        return name in self.known.parameters or name in self.known.values

    def _is_known(self, name: str) -> bool:
        known = self.known
        return name in known.moves or name in known.values or name in known.parameters
