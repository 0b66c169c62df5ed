"""Frozen values as JSON's values and back, by their declared types: what a file holds can only become what is allowed.

Fractions are texts ("2/3"), doubles are numbers ("nan", "inf" and "-inf" where JSON has none), arrays have their
shape and their numbers in one row, and a tree is written once and referred to by its place. Nothing in a file names
a class or code: the types say what is built.

A class with other needs has a class method ``__kept__`` that returns a pair: from a value to JSON's values, given
a :class:`ValueWriter`, and back, given a :class:`ValueReader` and the place.
Fields that are measured anew, and so are not written, are named by the class in ``__derived__``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from math import isfinite, prod
from types import GenericAlias, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from overture.errors import FileError, TreeError
from overture.games.check import check
from overture.games.tree import Tree

DECIMAL_BITS = 10_000  # a longer whole number is written in hexadecimal, of which Python reads any length
NO_NUMBERS = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}
SCALARS = (str, int, bool, float, Fraction)


def refused(where: str, found: object, allowed: str) -> FileError:
    """The error for a part of a file that is not what must stand there."""
    shown = repr(found)
    shown = shown if len(shown) <= 60 else shown[:60] + "..."
    return FileError.of("load/part", f"found {shown}", where, allowed)


@cache
def hints(kind: type) -> dict[str, Any]:
    """{field: type} of the fields of a dataclass that are written."""
    left_out = getattr(kind, "__derived__", ())
    types = get_type_hints(kind)
    return {each.name: types[each.name] for each in fields(kind) if each.init and each.name not in left_out}


def _options(kind: Any) -> tuple[Any, ...]:
    """The types of a union without None; the type alone elsewhere."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(each for each in get_args(kind) if each is not NoneType)
    return (kind,)


def number_text(number: Fraction) -> str:
    """An exact number as text."""
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > DECIMAL_BITS:
        return f"{number.numerator:#x}/{number.denominator:#x}"
    return str(number)


def read_number(text: str) -> Fraction:
    """The exact number in a text. Raises ValueError or ZeroDivisionError where there is none."""
    over, _, under = text.partition("/")
    return Fraction(int(over, 0), int(under, 0) if under else 1)


class ValueWriter:
    """Values to JSON's values; ``trees`` collects the games that they speak of, each once."""

    def __init__(self) -> None:
        self.trees: list[Tree] = []

    def write(self, value: Any, kind: Any) -> Any:
        """``value``, which is of type ``kind``, as JSON's values."""
        if value is None:
            return None
        kind = _options(kind)[0] if len(_options(kind)) == 1 else kind
        if isinstance(value, Tree):
            return self._place(value)
        if isinstance(value, np.ndarray):
            flat = value.ravel().tolist()
            return {"shape": list(value.shape), "values": [_plain(each) for each in flat]}
        if isinstance(value, str | bool | int | float | Fraction | np.generic):
            return _plain(value.item() if isinstance(value, np.generic) else value)
        if hasattr(type(value), "__kept__"):
            return type(value).__kept__()[0](self, value)
        if is_dataclass(value):
            return self.parts(value)
        if isinstance(value, Mapping):
            of_key, of_value = get_args(kind)
            if of_key is str:
                return {key: self.write(each, of_value) for key, each in value.items()}
            return [[self.write(k, of_key), self.write(v, of_value)] for k, v in value.items()]
        inner = get_args(kind)
        if isinstance(value, tuple) and not (len(inner) == 2 and inner[1] is Ellipsis):
            return [self.write(each, one) for each, one in zip(value, inner, strict=True)]
        return [
            self.write(each, inner[0]) for each in (sorted(value) if isinstance(value, frozenset) else value)
        ]

    def parts(self, value: Any) -> dict[str, Any]:
        """The fields of a dataclass."""
        types = hints(type(value))  # type: ignore[arg-type]
        return {name: self.write(getattr(value, name), kind) for name, kind in types.items()}

    def _place(self, tree: Tree) -> int:
        for at, known in enumerate(self.trees):
            if known is tree:
                return at
        self.trees.append(tree)
        return len(self.trees) - 1


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value


class ValueReader:
    """JSON's values to values of declared types. Raises FileError, with the place, for what is not of its type."""

    def __init__(self, trees: list[Any]) -> None:
        self.trees = [self._tree(each, f"trees[{at}]") for at, each in enumerate(trees)]

    def read(self, data: Any, kind: Any, where: str) -> Any:
        """The value of type ``kind`` that ``data`` is."""
        options = _options(kind)
        if len(options) < len(get_args(kind)) and data is None and NoneType in get_args(kind):
            return None
        if set(options) == {float, Fraction}:
            exact = isinstance(data, str) and data not in NO_NUMBERS
            return self._scalar(data, Fraction if exact else float, where)
        kind = options[0]
        origin = get_origin(kind) or kind
        if kind is Tree:
            if isinstance(data, int) and not isinstance(data, bool) and 0 <= data < len(self.trees):
                return self.trees[data]
            raise refused(where, data, f"the place of a game, 0 to {len(self.trees) - 1}")
        if origin is np.ndarray:
            return self._array(data, get_args(get_args(kind)[1])[0], where)
        if origin is Literal:
            if data not in get_args(kind):
                raise refused(where, data, ", ".join(map(repr, get_args(kind))))
            return data
        if kind in SCALARS:
            return self._scalar(data, kind, where)
        if hasattr(origin, "__kept__"):
            return origin.__kept__()[1](self, data, where)
        if isinstance(origin, type) and is_dataclass(origin):
            measured_anew = dict.fromkeys(getattr(origin, "__derived__", ()))
            return origin(**self.parts(data, origin, where), **measured_anew)
        return self._many(data, origin, get_args(kind), where)

    def parts(self, data: Any, kind: type, where: str) -> dict[str, Any]:
        """The fields of a dataclass."""
        types = hints(kind)
        if not isinstance(data, dict) or set(data) != set(types):
            found = sorted(data) if isinstance(data, dict) else data
            raise refused(where, found, f"the fields {', '.join(types)}")
        return {name: self.read(data[name], each, f"{where}.{name}") for name, each in types.items()}

    def _many(self, data: Any, origin: Any, inner: tuple[Any, ...], where: str) -> Any:
        if isinstance(origin, type) and issubclass(origin, Mapping):
            if inner[0] is str:
                if not isinstance(data, dict):
                    raise refused(where, data, "names with values")
                return {key: self.read(each, inner[1], f"{where}[{key!r}]") for key, each in data.items()}
            pair: Any = GenericAlias(tuple, inner)
            return dict(self.read(each, pair, f"{where}[{at}]") for at, each in enumerate(_list(data, where)))
        rows = _list(data, where)
        if origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis):
            if len(rows) != len(inner):
                raise refused(where, data, f"{len(inner)} entries")
            kinds = inner
        else:
            kinds = (inner[0],) * len(rows)
        return origin(
            self.read(each, kind, f"{where}[{at}]")
            for at, (each, kind) in enumerate(zip(rows, kinds, strict=True))
        )

    def _scalar(self, data: Any, kind: type, where: str) -> Any:
        plain_number = isinstance(data, int | float) and not isinstance(data, bool)
        if kind is float and (plain_number or (isinstance(data, str) and data in NO_NUMBERS)):
            return NO_NUMBERS[data] if isinstance(data, str) else float(data)
        if kind is Fraction and isinstance(data, str):
            try:
                return read_number(data)
            except (ValueError, ZeroDivisionError):
                pass
        if (
            kind in (str, bool, int)
            and isinstance(data, kind)
            and (kind is bool or not isinstance(data, bool))
        ):
            return data
        words = {str: "text", int: "a whole number", bool: "true or false", float: "a number"}
        raise refused(where, data, words.get(kind, "an exact number such as 2/3"))

    def _array(self, data: Any, dtype: Any, where: str) -> Any:
        if not isinstance(data, dict) or set(data) != {"shape", "values"}:
            raise refused(where, data, "an array: its shape and its values")
        shape = self.read(data["shape"], tuple[int, ...], f"{where}.shape")
        values = _list(data["values"], f"{where}.values")
        kind = np.dtype(dtype).kind
        allowed = {"f": (int, float, str), "i": (int,), "b": (bool,), "O": (str,)}[kind]
        for each in values:
            if type(each) not in allowed or (
                kind == "f" and isinstance(each, str) and each not in NO_NUMBERS
            ):
                raise refused(f"{where}.values", each, f"values of an array of {np.dtype(dtype).name}")
        if min(shape, default=0) < 0 or prod(shape) != len(values):
            raise refused(where, list(shape), f"a shape that holds {len(values)} values")
        try:
            return np.array(values, dtype=dtype).reshape(shape)
        except OverflowError:
            raise refused(f"{where}.values", max(values), f"numbers of {np.dtype(dtype).name}") from None

    def _tree(self, data: Any, where: str) -> Tree:
        try:
            return check(Tree(**self.parts(data, Tree, where)), worlds=False)
        except (TreeError, ValueError, IndexError) as error:
            raise FileError.of("load/tree", f"the game is broken ({error})", where) from error


def _list(data: Any, where: str) -> list[Any]:
    if not isinstance(data, list):
        raise refused(where, data, "a list")
    return data
