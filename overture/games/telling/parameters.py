"""What a telling gets as its first argument: parameters by name, numbers or one number per world.

They can be read and reckoned with. Changed in place, or written into the name of a move, they would make another game.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from numbers import Number
from types import SimpleNamespace
from typing import Any, NoReturn

import numpy as np

from overture.errors import TellingError
from overture.games.tree import Floats

LARGEST_WHOLE = 2**63 - 1


class Parameters(SimpleNamespace):
    """Parameters as attributes: ``p.doubt``. A name that was not given raises TellingError."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        given = ", ".join(sorted(vars(self))) or "none"
        raise TellingError.of(
            "telling/parameter",
            f"the parameter {name!r} is not given; given: {given}",
            mend=f"give it: game.tree({name}=...)",
        )

    def __setattr__(self, name: str, value: Any) -> None:
        raise TellingError.of(
            "telling/parameter-set",
            f"the parameter {name!r} is set to {value!r}",
            "",
            "parameters are read: their values are given to game.tree(...)",
            "use a name of your own for it",
        )

    def __getitem__(self, name: Any) -> NoReturn:
        raise TellingError.of(
            "telling/parameter",
            f"the parameter {name!r} is read in brackets",
            allowed="parameters are read by a dot",
            mend=f"write p.{name} where p is the first argument of the function",
        )


class ToldNumbers(np.ndarray[Any, Any]):
    """A parameter as a telling first sees it, [world]: to be reckoned with, and neither changed nor written out.

    A name or a choice with a parameter in it would be another in each world, and all worlds have one tree.
    """

    @classmethod
    def of(cls, values: Any) -> ToldNumbers:
        """Numbers [world] as they are given to a telling."""
        found: ToldNumbers = read_only(values).view(cls)
        return found

    def __repr__(self) -> str:
        return repr(np.asarray(self))

    def __str__(self) -> str:
        raise _no_text("a parameter is written into a text")

    def __format__(self, how: str, /) -> str:
        raise _no_text("a parameter is written into a text")

    def __round__(self, digits: int = 0) -> NoReturn:
        raise TellingError.of(
            "telling/shape",
            "round() is asked for a parameter, which is one number per world",
            "",
            "what numpy does with all worlds at once",
            "write np.round(...)",
        )

    # -- numbers that are reckoned with as Python reckons with those of one world ----

    def __add__(self, other: Any) -> Any:
        return super(ToldNumbers, _counted(self)).__add__(_counted(other))

    def __radd__(self, other: Any) -> Any:
        return super(ToldNumbers, _counted(self)).__radd__(_counted(other))

    def __sub__(self, other: Any) -> Any:
        return super(ToldNumbers, _counted(self)).__sub__(_counted(other))

    def __rsub__(self, other: Any) -> Any:
        return super(ToldNumbers, _counted(self)).__rsub__(_counted(other))

    def __neg__(self) -> Any:
        return super(ToldNumbers, _counted(self)).__neg__()

    def __pos__(self) -> Any:
        return super(ToldNumbers, _counted(self)).__pos__()

    def __pow__(self, other: Any, modulo: Any = None) -> Any:
        if modulo is not None:
            return NotImplemented
        one, other = _with_power(_counted(self), _counted(other))
        return super(ToldNumbers, one).__pow__(other)

    def __rpow__(self, other: Any, modulo: Any = None) -> Any:
        other, one = _with_power(_counted(other), _counted(self))
        return super(ToldNumbers, one).__rpow__(other)

    def __floordiv__(self, other: Any) -> Any:
        one, other = _divided(_counted(self), _counted(other))
        return super(ToldNumbers, one).__floordiv__(other)

    def __rfloordiv__(self, other: Any) -> Any:
        other, one = _divided(_counted(other), _counted(self))
        return super(ToldNumbers, one).__rfloordiv__(other)

    def __mod__(self, other: Any) -> Any:
        one, other = _divided(_counted(self), _counted(other))
        return super(ToldNumbers, one).__mod__(other)

    def __rmod__(self, other: Any) -> Any:
        other, one = _divided(_counted(other), _counted(self))
        return super(ToldNumbers, one).__rmod__(other)

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __invert__(self) -> NoReturn:
        raise TellingError.of(
            "telling/shape",
            "~ is asked for a parameter or a condition on one: for a truth of Python it is a number that holds always",
            "",
            "what is the same for one world as for many",
            "write np.logical_not(...), or 1 - ... for a number",
        )

    def __float__(self) -> float:
        return float(self._single().__float__())

    def __int__(self) -> int:
        return int(self._single().__int__())

    def __complex__(self) -> complex:
        return complex(self._single().__complex__())

    def _single(self) -> Any:
        """The number, where it is one; a parameter is one per world."""
        if self.ndim:
            raise TellingError.of(
                "telling/shape",
                "a parameter, which is one number per world, is made into one number, as float(), int() and math.exp() do",
                "",
                "what numpy does with all worlds at once",
                "write np.exp, np.log, np.floor and the like in the place of math.exp and int(), and leave float() out; "
                "make what changes the shape a keyword argument of the function and set it with game.shape(...)",
            )
        return self.view(np.ndarray)

    def __len__(self) -> int:
        if self.ndim == 1:
            raise _no_text("the worlds of a parameter are counted")
        return super().__len__()

    def __getitem__(self, at: Any) -> Any:
        if self.ndim == 1 and isinstance(at, int | np.integer):
            raise _no_text("one world of a parameter is picked")
        return super().__getitem__(at)

    def __iter__(self) -> Iterator[Any]:
        if self.ndim == 1:
            raise _no_text("the worlds of a parameter are gone through")
        return super().__iter__()

    def tolist(self) -> Any:
        """As for any array, but for the numbers of a parameter. Raises TellingError."""
        if self.ndim == 1:
            raise _no_text("the worlds of a parameter are gone through")
        return super().tolist()


def _counted(value: Any) -> Any:
    """Truths as the numbers 0 and 1, as which Python reckons with them; anything else as it is."""
    truths = isinstance(value, np.ndarray | np.bool_) and value.dtype.kind == "b"
    return value.astype(np.int64) if truths else value


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "i")


def _in_doubles(one: Any, other: Any) -> tuple[Any, Any]:
    return tuple(each.astype(float) if isinstance(each, np.ndarray) else float(each) for each in (one, other))  # type: ignore[return-value]


def _with_power(one: Any, other: Any) -> tuple[Any, Any]:
    """A number and its power: whole numbers with a negative power are reckoned in doubles, as Python does."""
    return (
        _in_doubles(one, other) if _is_whole(one) and _is_whole(other) and np.any(other < 0) else (one, other)
    )


def _divided(one: Any, other: Any) -> tuple[Any, Any]:
    """A number and what divides it: whole numbers that are divided by 0 have no value, and numpy would say 0."""
    return (
        _in_doubles(one, other) if _is_whole(one) and _is_whole(other) and not np.all(other) else (one, other)
    )


def _no_text(found: str) -> TellingError:
    return TellingError.of(
        "telling/shape",
        found,
        "",
        "parameters in payoffs and odds only, reckoned with in all worlds at once",
        "make what a name, a choice or a move hangs on a keyword argument of the function and set it with "
        "game.shape(...); to look at a parameter, write print(repr(...))",
    )


def read_only(values: Any) -> Any:
    """The same array, which cannot be written to; anything else as it is."""
    if not isinstance(values, np.ndarray):
        return values
    found = values.view()
    found.setflags(write=False)
    return found


def floats(value: Any) -> Floats:
    """A parameter, an odd or a payoff as floats; raises TypeError or ValueError, also for words and None."""
    if type(value) not in (float, int):
        value = np.asarray(value)
        kind = value.dtype.kind
        if kind not in "fiub" and not (kind == "O" and all(isinstance(each, Number) for each in value.flat)):
            raise TypeError("not a number")
    try:
        return np.asarray(value, dtype=np.float64)
    except OverflowError as error:  # a whole number or fraction beyond the largest double
        raise ValueError("beyond the largest double") from error


def plain_numbers(title: str, name: str, value: Any) -> Any:
    """Numbers of numpy as those of Python, arrays of them in 64 bits; anything else as it is.

    A number in few bits would wrap around in what is reckoned with it: ``-np.uint8(2)`` is 254.

    Raises:
        TellingError: ``telling/parameter-value``: a whole number beyond 64 bits with a sign.
    """
    if isinstance(value, np.integer | np.floating):
        return value.item() if isinstance(value, np.integer | np.float64) else float(value)
    if not isinstance(value, np.ndarray):
        return value
    if value.dtype.kind == "u" and value.size and int(value.max()) > LARGEST_WHOLE:
        raise TellingError.of(
            "telling/parameter-value",
            f"parameter {name!r} has the whole number {int(value.max())}",
            title,
            f"whole numbers up to {LARGEST_WHOLE} in an array of numpy",
            "give floats, or an array of Python's numbers (dtype=object)",
        )
    if value.dtype.kind == "O":
        found = np.empty(value.shape, dtype=object)
        for at, each in np.ndenumerate(value):
            found[at] = plain_numbers(title, name, each)
        return found
    return value.astype({"i": np.int64, "u": np.int64, "f": np.float64}.get(value.dtype.kind, value.dtype))


def read_parameters(title: str, parameters: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The parameters as given, and how many worlds they make. ``title`` is the game's, for messages.

    Raises:
        TellingError: a value is no finite number, or arrays have different lengths.
    """
    sizes: dict[str, int] = {}
    values: dict[str, Any] = {}
    for name, value in parameters.items():
        value = plain_numbers(title, name, value)
        array = np.asarray(value)
        if isinstance(value, list | tuple):
            array = plain_numbers(title, name, array)
        if array.ndim > 1 or array.dtype.kind not in "fiubO":
            raise TellingError.of(
                "telling/parameter-value",
                f"parameter {name!r} is {value!r}",
                title,
                "a number, or an array with one number per world",
            )
        try:
            finite = bool(np.isfinite(floats(array)).all())
        except (TypeError, ValueError):
            finite = False
        if not finite:
            raise TellingError.of(
                "telling/parameter-value", f"parameter {name!r} is {value!r}", title, "finite numbers"
            )
        if array.ndim == 1:
            sizes[name] = len(array)
        values[name] = array if array.ndim == 1 else array.item() if isinstance(value, np.ndarray) else value
    if len(set(sizes.values())) > 1 or 0 in sizes.values():
        told = ", ".join(f"{name} has {size}" for name, size in sizes.items())
        raise TellingError.of(
            "telling/worlds", f"arrays of different lengths: {told}", title, "one entry per world"
        )
    worlds = next(iter(sizes.values()), 1)
    if worlds == 1:
        values = {
            n: plain_numbers(title, n, v[0]) if isinstance(v, np.ndarray) else v for n, v in values.items()
        }
    return values, worlds


def twice(value: Any) -> Any:
    """A number as an array of two equal worlds; integers and fractions stay what they are."""
    if isinstance(value, Fraction) or (isinstance(value, int) and abs(value) > LARGEST_WHOLE):
        pair = np.empty(2, dtype=object)
        pair[:] = value
        return pair
    return np.full(2, value)
