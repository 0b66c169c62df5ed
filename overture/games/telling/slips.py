"""Slips of a teller that would make another game without a word: they are found while the game is played.

A choice compared with a word that is none of its move; payoffs or odds that differ
when a history is played again; a parameter that nobody reads.
"""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from numbers import Real
from types import CodeType, FrameType
from typing import Any

import numpy as np

from overture.errors import Fault, TellingError
from overture.games.telling.parameters import Parameters
from overture.games.telling.text.reads import names_read
from overture.games.telling.text.source import parsed, plain_function
from overture.wording import did_you_mean


@dataclass(frozen=True)
class Mentions:
    """The words of a file of Python: those that are compared with something, those that stand anywhere else, and the names
    of attributes."""

    compared: frozenset[str]
    elsewhere: frozenset[str]
    attributes: frozenset[str]


@lru_cache(maxsize=64)
def mentions(file: str, text: str) -> Mentions | None:
    """The words of a file; None where its text is not there or is no Python."""
    tree = parsed(text)
    if tree is None:
        return None
    compared: set[str] = set()
    attributes: set[str] = set()
    elsewhere: set[str] = set()
    open_: list[tuple[ast.AST, bool]] = [(tree, False)]
    while open_:
        at, inside = open_.pop()
        if isinstance(at, ast.Constant) and isinstance(at.value, str):
            (compared if inside else elsewhere).add(at.value)
        elif isinstance(at, ast.Attribute):
            attributes.add(at.attr)
        inside = isinstance(at, ast.Compare | ast.MatchValue) or (
            inside and isinstance(at, ast.Tuple | ast.List | ast.Set)
        )
        open_ += [(each, inside) for each in ast.iter_child_nodes(at)]
    return Mentions(frozenset(compared), frozenset(elsewhere), frozenset(attributes))


def mentions_of(telling: Callable[..., Any]) -> Mentions | None:
    """The words of the file in which a telling stands; None where it cannot be read."""
    code = getattr(plain_function(telling), "__code__", None)
    if code is None:
        return None
    return mentions(code.co_filename, "".join(linecache.getlines(code.co_filename)))


# -- choices ----------------------------------------------------------------------------------------

Site = tuple[CodeType, int]  # a place in a code: the code, and the number of the instruction


@dataclass
class KnownChoices:
    """What the choices of each move are, as far as the game has been played.

    A word is refused if it is none of them, and stands in the file of the telling only where it is compared: what a
    move offers in another shape of the game stands elsewhere too. A helper may compare the choices of several moves at one
    place, and a move may have further choices on other histories: so the words are judged when all have been played.

    Attributes:
        doubted: (move, word, place in the code) -> file and line of a comparison with what the move has not had yet.
        compared: place in the code -> the moves whose choices are compared there.
    """

    telling: Callable[..., Any]
    labels: dict[str, set[str]] = field(default_factory=dict)
    doubted: dict[tuple[str, str, Site], str] = field(default_factory=dict)
    compared: dict[Site, set[str]] = field(default_factory=dict)
    told: dict[tuple[str, tuple[str, ...]], tuple[Any, ...]] = field(default_factory=dict)

    def of(self, name: str, labels: tuple[str, ...], given: tuple[Any, ...]) -> tuple[Any, ...]:
        """The choices of a move as they are sent back: words look at what they are compared with, all else is as given."""
        found = self.told.get((name, labels))
        if found is None:
            self.labels.setdefault(name, set()).update(labels)
            found = tuple(
                _Chosen.made(label, name, self)
                if isinstance(each, str) and not isinstance(each, Enum)
                else each
                for label, each in zip(labels, given, strict=True)
            )
            self.told[name, labels] = found
        return found

    def look(self, name: str, word: str, frame: FrameType) -> None:
        """Note that a choice of a move is compared with a word, in a frame."""
        site = frame.f_code, frame.f_lasti
        self.compared.setdefault(site, set()).add(name)
        if word not in self.labels[name]:
            self.doubted.setdefault((name, word, site), f"{frame.f_code.co_filename}:{frame.f_lineno}")

    def slips(self, played: bool) -> list[Fault]:
        """The comparisons with what a move never has; ``played``: whether all histories have been."""
        words = mentions_of(self.telling)
        if words is None:
            return []
        found = []
        for (name, word, site), place in self.doubted.items():
            has_it = any(word in self.labels[each] for each in (name, *self.compared[site]))
            if has_it or word not in words.compared or word in words.elsewhere | words.attributes:
                continue
            labels = sorted(self.labels[name])
            never = "which it never is" if played else "which it is on no history so far"
            found.append(
                Fault(
                    "telling/no-choice",
                    f"{name!r} is compared with {word!r}, {never}",
                    place,
                    ", ".join(labels),
                    did_you_mean(word, labels),
                )
            )
        return found


class _Chosen(str):
    """A choice that was sent back to a telling: a word that is not compared with what its move does not have."""

    __slots__ = ("known", "move")
    known: KnownChoices
    move: str

    @classmethod
    def made(cls, label: str, move: str, known: KnownChoices) -> _Chosen:
        found = cls(label)
        found.move, found.known = move, known
        return found

    def __eq__(self, other: object) -> bool:
        if other.__class__ is str:
            self.known.look(self.move, str(other), sys._getframe(1))
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        if other.__class__ is str:
            self.known.look(self.move, str(other), sys._getframe(1))
        return str.__ne__(self, other)

    __hash__ = str.__hash__

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def unwatched(choice: Any) -> Any:
    """A choice that was sent back, as a word that looks at nothing."""
    return str(choice) if isinstance(choice, _Chosen) else choice


def label_of(choice: Any) -> str | None:
    """The label of a choice in the tree: a word is its own, a number is written out; None where it can be no choice."""
    if isinstance(choice, Enum):
        return choice.value if isinstance(choice.value, str) else choice.name
    if choice is None:
        return "none"
    if isinstance(choice, str | Real | np.bool_ | np.number):
        return None if choice != choice else str(choice)  # NaN is no choice
    return None


# -- histories that are played again ----------------------------------------------------------------

REPLAYED = 16  # histories that are played twice from the beginning on; later the 32nd, the 64th, ...


@dataclass
class PlayedHistory:
    """A history to be played again: what was sent, with which parameters, and the payoffs that came.

    Attributes:
        payoffs: as they are laid down. then: what they were when they came, should an array be changed later.
    """

    sends: list[Any]
    parameters: Any
    payoffs: list[Any]
    then: list[Any]


def untouched(row: list[Any]) -> list[Any]:
    """Payoffs that nobody can change any more: arrays that could be written to are copied."""
    return [each.copy() if isinstance(each, np.ndarray) and each.flags.writeable else each for each in row]


def is_played_again(number: int) -> bool:
    """Whether the history of this number, from 0 on, is played a second time."""
    return number < REPLAYED or number & (number - 1) == 0


def same_numbers(one: Any, other: Any) -> bool:
    """Whether two numbers, or arrays of worlds, are equal."""
    if one is other:
        return True
    try:
        return bool(np.array_equal(one, other))
    except (TypeError, ValueError):
        return False


# -- parameters that nobody reads -------------------------------------------------------------------


class NotedParameters(Parameters):
    """Parameters that note which of them are read."""

    __slots__ = ("_read",)  # beside the parameters, not one of them
    _read: set[str]

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        object.__setattr__(self, "_read", set())

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__"):
            if name == "__dict__":  # whoever takes all of them may read any
                super().__getattribute__("_read").update(super().__getattribute__("__dict__"))
        elif name != "_read":
            super().__getattribute__("_read").add(name)
        return super().__getattribute__(name)


def doubtful(telling: Callable[..., Any], names: Iterable[str]) -> frozenset[str]:
    """The names that the code of a telling never mentions: nobody can read them but by a name put together."""
    known = names_read(telling)
    return frozenset() if known is None else frozenset(name for name in names if name not in known)


def refuse_unread(title: str, unread: Iterable[str], known: Iterable[str]) -> None:
    """Raise a TellingError that names parameters that were given and never read, if there are any."""
    found = [
        TellingError.of(
            "telling/unread",
            f"nobody reads the parameter {name!r}",
            title,
            ", ".join(sorted(known)) or "no parameters",
            did_you_mean(name, list(known)) or "leave it out",
        ).faults[0]
        for name in unread
    ]
    TellingError.raise_any(found)
