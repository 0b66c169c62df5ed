"""An expression reckoned on a history: a finite number, or a fault with the expression, the values in it, and the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, nan
from types import SimpleNamespace
from typing import Any

import numpy as np

from overture.errors import Fault, TellingError
from overture.games.story.expressions.arithmetic import sized
from overture.games.story.expressions.expression import Meaning, Scope, labelled
from overture.games.story.expressions.names import NoNumber

MOST_SHOWN = 8  # values that a fault lists
DIVISOR = "keep the divisor away from 0, as in max(..., 0.01)"


@dataclass(frozen=True)
class Reckoned:
    """What an expression means, checked each time it is reckoned.

    Attributes:
        text: the expression. place: its file and line. names: the parameters and values that it speaks of.
    """

    meaning: Meaning
    text: str
    place: str
    names: tuple[str, ...]

    def __call__(self, scope: Scope) -> Any:
        """Its value in a scope.

        Raises TellingError where it has none: a division by zero, a number too large or too long, a value that this
        history does not give. In a scope that is not ``strict`` it is not a number (nan) then.
        """
        if scope.note is not None and any(_missing(scope.values.get(name)) for name in self.names):
            return self._without(scope)
        try:
            value = sized(self.meaning(scope))
        except KeyError as missing:
            return self._told(self._unknown(str(missing.args[0]), scope), scope)
        except NoNumber as nothing:
            move = str(nothing.args[0])
            return self._refuse(
                f"reckons with {move!r}, which is no number where nothing (null) is chosen",
                scope,
                0,
                f'write 0 if {_as_move(move)} == "none" else ..., or ask with when for {_as_move(move)} != "none" first',
            )
        except ZeroDivisionError:
            return self._refuse(
                "divides by zero",
                scope,
                None,
                DIVISOR,
            )
        except OverflowError as error:
            return self._refuse(f"has no value: {error}", scope, None)
        if type(value) is float:
            return value if isfinite(value) else self._infinite(value, scope, None)
        if isinstance(value, float | np.ndarray) and not _finite(value):
            array = np.ravel(np.asarray(value, dtype=float))
            world = int(np.flatnonzero(~np.isfinite(array))[0])
            return self._infinite(float(array[world]), scope, world)
        return value

    def _without(self, scope: Scope) -> Any:
        """Where a value that it is reckoned from is none, which has its fault already: what is wrong beside that is noted."""
        if " if " not in self.text:  # else which part counts may hang on that value
            try:
                self.meaning(scope)
            except ZeroDivisionError:
                self._refuse("divides by zero", scope, None, DIVISOR)
            except (ArithmeticError, KeyError, NoNumber, TypeError, ValueError):
                pass
        return nan

    def _infinite(self, value: float, scope: Scope, world: int | None) -> Any:
        why = (
            "is no number, as the root of a number below 0 is none"
            if value != value
            else "is too large to be a number"
        )
        return self._refuse(why, scope, world)

    def _refuse(self, why: str, scope: Scope, world: int | None, mend: str = "") -> Any:
        if not scope.strict:
            return nan
        if world is None:
            world = self._zero_world(scope)
        given = ", ".join(self._given(scope, world))
        found = f"{self.text!r} {why}" + (f", where {given}" if given else "") + after(scope)
        return self._told(Fault("story/arithmetic", found, self.place, "finite numbers", mend), scope)

    def _zero_world(self, scope: Scope) -> int:
        """The first world in which the expression has no finite value."""
        many = max((np.size(_of(scope, name)) for name in self.names), default=1)
        for world in range(many):
            try:
                value = self.meaning(_single(scope, world))
                if isfinite(float(value)):
                    continue
            except (ArithmeticError, TypeError, ValueError):
                pass
            return world
        return 0

    def _given(self, scope: Scope, world: int) -> Iterator[str]:
        for name in self.names[:MOST_SHOWN]:
            value = _at(_of(scope, name), world)
            if value != value:  # has its own fault
                continue
            yield f"{name} = {value}" if isinstance(value, bool | str) else f"{name} = {float(value):.6g}"

    def _told(self, fault: Fault, scope: Scope) -> Any:
        """The fault noted where the scope notes faults; else refused."""
        if scope.note is None:
            raise TellingError(fault) from None
        scope.note(fault, self.text)
        return nan

    def _unknown(self, name: str, scope: Scope) -> Fault:
        return Fault(
            "story/no-value",
            f"{name!r} has no value on this history, and {self.text!r} speaks of it{after(scope)}",
            self.place,
            "a value that every history before this step gives",
            f"give {name} a value with let at the beginning",
        )


def _as_move(name: str) -> str:
    return name if name.isidentifier() else f'move("{name}")'


def after(scope: Scope) -> str:
    """The choices of a history so far: ", after offer=pledge, answer=accept"; "" before the first."""
    done = ", ".join(f"{move}={labelled(choice)}" for move, choice in scope.made.items())
    return f", after {done}" if done else ""


def _missing(value: Any) -> bool:
    """Whether a value is not a number, in any world."""
    return isinstance(value, float | np.ndarray) and bool(np.isnan(value).any())


def _of(scope: Scope, name: str) -> Any:
    return scope.values[name] if name in scope.values else getattr(scope.parameters, name, 0)


def _at(value: Any, world: int) -> Any:
    """A value in one world."""
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        return value.item() if isinstance(value, np.ndarray) else value
    return value[min(world, len(value) - 1)]


def _single(scope: Scope, world: int) -> Scope:
    """The scope of one world alone."""
    one = SimpleNamespace(**{name: _at(value, world) for name, value in vars(scope.parameters).items()})
    return Scope(one, {name: _at(value, world) for name, value in scope.values.items()}, scope.made)


def _finite(value: Any) -> bool:
    try:
        return bool(np.isfinite(np.asarray(value, dtype=float)).all())
    except (OverflowError, TypeError, ValueError):
        return False
