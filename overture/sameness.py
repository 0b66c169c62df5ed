"""Whether two results say the same: equality by content, arrays and tables included.

What Python's dataclasses compare is the tuple of their fields, and an array in it has no truth value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


class SameContent:
    """Gives its subclasses ``==``: True where two are of one class and all that they hold is the same, NaN like NaN."""

    __slots__ = ()

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if "__eq__" not in cls.__dict__:
            # Set here, and not inherited: a dataclass writes its own where its class has none.
            cls.__eq__ = _same  # type: ignore[method-assign]


def _same(one: object, other: object) -> bool:
    return one is other or (type(one) is type(other) and all(map(same_content, _parts(one), _parts(other))))


def same_content(one: Any, other: Any) -> bool:
    """Whether two values hold the same, to the last digit; NaN is like NaN."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return _same_array(one, other)
    if type(one) is not type(other) and not (isinstance(one, int | float) and isinstance(other, int | float)):
        return False
    if isinstance(one, str | bytes):
        return bool(one == other)
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(same_content(one[key], other[key]) for key in one)
    if isinstance(one, Sequence):
        return len(one) == len(other) and all(map(same_content, one, other))
    if isinstance(one, Set):
        return bool(one == other)
    if is_dataclass(one):
        return all(map(same_content, _parts(one), _parts(other)))
    if hasattr(one, "equals"):  # a table
        return bool(one.equals(other))
    return bool(one == other) or (one != one and other != other)


def _same_array(one: Any, other: Any) -> bool:
    if not isinstance(one, np.ndarray) or not isinstance(other, np.ndarray):
        return False
    if one.shape != other.shape or (one.dtype.kind == "O") != (other.dtype.kind == "O"):
        return False
    if one.dtype.kind == "O":
        return all(map(same_content, one.flat, other.flat))
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fc" and other.dtype.kind in "fc"))


def _parts(given: Any) -> list[Any]:
    """What the fields hold that count for equality."""
    if is_dataclass(given):
        return [getattr(given, each.name) for each in fields(given) if each.compare]
    return [getattr(given, name) for name in type(given).model_fields]
