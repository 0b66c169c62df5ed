"""What the sides of a comparison differ in, as a user writes it: ``counterpart``, ``shape.talk``, ``q_thin=0.3,0.8``."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from overture.case.known import touches
from overture.case.load import Loaded
from overture.case.written import choices
from overture.errors import FileError
from overture.games.telling.language import Game
from overture.wording import did_you_mean

COUNTERPART = "counterpart"
SHAPE = "shape."
SWITCH = {"false": False, "true": True}
OPTION = "--by"

ShapeValue = bool | int | float | str


@dataclass(frozen=True)
class By:
    """What differs: the counterparts, a shape argument, or a parameter; and its values as they were written.

    Attributes:
        name: of the counterpart's move, the shape argument, or the parameter. values: one for each side.
    """

    kind: Literal["counterpart", "shape", "parameter"]
    name: str
    values: tuple[ShapeValue, ...]

    def labels(self) -> list[str]:
        """What each side is called."""
        if self.kind == COUNTERPART:
            return [str(value) for value in self.values]
        return [f"{self.name} = {_written(value)}" for value in self.values]


def read_by(loaded: Loaded, text: str) -> By:
    """What a user wants to compare by.

    Raises:
        FileError: no such thing in this case, fewer than two values, or a value that is none of its kind.
    """
    name, equals, listed = (part.strip() for part in text.partition("="))
    values = [part.strip() for part in listed.split(",")] if equals else []
    if name == COUNTERPART:
        return _counterparts(loaded, values)
    if name.startswith(SHAPE):
        return _shapes(loaded, name.removeprefix(SHAPE), values)
    return _numbers(loaded, name, values)


def switches(game: Game) -> list[str]:
    """The shape arguments of a game."""
    return list(inspect.signature(game.telling).parameters)[1:]


def shape_value(loaded: Loaded, name: str) -> Any:
    """The value that a shape argument has in the case; ``inspect.Parameter.empty`` where it has none."""
    default = inspect.signature(loaded.game.telling).parameters[name].default
    return loaded.game.arguments.get(name, default)


def _counterparts(loaded: Loaded, values: Sequence[str]) -> By:
    given = loaded.case.counterpart
    if given is None:
        raise FileError.of(
            "compare/counterpart", "the case names no counterpart", OPTION, ", ".join(_others(loaded))
        )
    every = choices(loaded.tree, given.move)
    told = [label for label in given.words if label in every]
    every = (*told, *(label for label in every if label not in told))
    for value in values:
        if value not in every:
            raise FileError.of(
                "compare/counterpart",
                f"{given.move!r} has no choice {value!r}",
                OPTION,
                ", ".join(every),
                did_you_mean(value, every),
            )
    return By("counterpart", given.move, _several(COUNTERPART, values or every))


def _others(loaded: Loaded) -> list[str]:
    """What else the sides of this case can differ in."""
    return [*(SHAPE + name for name in switches(loaded.game)), *_used(loaded)]


def _used(loaded: Loaded) -> list[str]:
    """The parameters that move something in this form of the game."""
    return [name for name, moved in touches(loaded).items() if moved]


def _shapes(loaded: Loaded, name: str, values: Sequence[str]) -> By:
    known = switches(loaded.game)
    if name not in known:
        raise FileError.of(
            "compare/shape",
            f"the game has no shape argument {name!r}",
            OPTION,
            ", ".join(SHAPE + each for each in known) or "none: this game has one shape",
            did_you_mean(name, known),
        )
    now = shape_value(loaded, name)
    if isinstance(now, bool) and not values:
        return By("shape", name, tuple(SWITCH.values()))
    return By("shape", name, _several(SHAPE + name, [_shape(now, name, value) for value in values]))


def _shape(now: Any, name: str, value: str) -> ShapeValue:
    """A value of a shape argument, of the kind that it has in the case."""
    if isinstance(now, bool):
        if value in SWITCH:
            return SWITCH[value]
        raise _no_value(name, value, ", ".join(SWITCH))
    if isinstance(now, str):
        return value
    kinds: Mapping[type, str] = {int: "a whole number", float: "a number"}
    if type(now) in kinds:
        with suppress(ValueError):
            return int(value) if isinstance(now, int) else float(value)
        raise _no_value(name, value, kinds[type(now)])
    for kind in (int, float):
        with suppress(ValueError):
            return kind(value)
    return SWITCH.get(value, value)


def _no_value(name: str, value: str, allowed: str) -> FileError:
    return FileError.of("compare/shape", f"{value!r} is no value of {name!r}", OPTION, allowed)


def _numbers(loaded: Loaded, name: str, values: Sequence[str]) -> By:
    used = _used(loaded)
    if name not in used:
        what = (
            f"{name!r} moves nothing in this form of the game"
            if name in loaded.parameters
            else f"the game has no parameter {name!r}"
        )
        ways = [COUNTERPART] if loaded.case.counterpart is not None else []
        allowed = [*ways, *_others(loaded)]
        raise FileError.of("compare/parameter", what, OPTION, ", ".join(allowed), did_you_mean(name, allowed))
    found: list[ShapeValue] = []
    for value in values:
        with suppress(ValueError):
            found.append(float(value))
            continue
        raise FileError.of("compare/value", f"{value!r} is no number", OPTION, f"numbers: {name}=0.3,0.8")
    return By("parameter", name, _several(name, found))


def _several(name: str, values: Sequence[ShapeValue]) -> tuple[ShapeValue, ...]:
    if len(values) < 2:
        found = f"{name!r} has one value" if values else f"no values of {name!r} are given"
        raise FileError.of("compare/values", found, OPTION, f"two values or more: {name}=ONE,OTHER")
    return tuple(values)


def _written(value: ShapeValue) -> str:
    """A value as a case file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.6g}" if isinstance(value, float) else str(value) or "none"
