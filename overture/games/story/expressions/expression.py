"""Expressions of a story: arithmetic and conditions over parameters and what has happened.

They are read from Python's syntax tree and never run as code. Numbers: ``+ - * / **``, brackets, ``min``, ``max``,
``one if condition else other``. Conditions: those of the event language (:mod:`overture.games.measured.event`), and
``< <= > >= == !=`` between numbers that do not hang on a parameter. A quotient of whole numbers is kept as a fraction.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Any, Literal, Self, TypeVar

from overture.errors import Fault
from overture.games.telling.slips import label_of
from overture.signs import corrected, sign_slips

Result = TypeVar("Result")

LONGEST = 2_000  # characters of an expression
DEEPEST = 40  # brackets, operations and conditions within one another
_SPOKEN = frozenset({"and", "or", "not", "in", "is", "if", "else", "True", "False", "None"})
MOST_NAMES = 20  # that a fault lists

GRAMMAR = "numbers, names of parameters and values, + - * / **, brackets, min(..., ...), max(..., ...), one if condition else other"
CONDITIONS = (
    'name == "choice", name in ("one", "other"), move("a name with spaces") == "choice", made(name), '
    "comparisons of numbers without parameters, and, or, not, brackets"
)

Kind = Literal["number", "truth", "text"]
KIND_WORDS: dict[Kind, str] = {"number": "a number", "truth": "a condition", "text": "a word"}


def labelled(choice: str | int | float | None) -> str:
    """The label of a choice in the tree: that which it has in Python."""
    label = label_of(choice)
    assert label is not None
    return label


@dataclass
class Scope:
    """What is known at one moment of a history.

    Attributes:
        parameters: name -> number, or array [world]. values: name -> what ``let`` and the shape made of it.
        made: move -> the choice that was made, for the moves made so far.
        strict: whether arithmetic without a finite result is refused; else it is not a number there.
        note: takes such a fault and the expression, in place of an error; the result is not a number then.
    """

    parameters: Any
    values: dict[str, Any]
    made: dict[str, Any] = field(default_factory=dict)
    strict: bool = True
    note: Callable[[Fault, str], None] | None = None


Meaning = Callable[[Scope], Any]


@dataclass(frozen=True)
class KnownNames:
    """The names that an expression may speak of where it stands.

    Attributes:
        parameters: those of the story. values: name -> its kind. hanging: the values that hang on a parameter.
        moves: name of a move that may have been made -> its choices. later: names of all other moves.
        fixed: values that are the same on every history.
    """

    parameters: frozenset[str]
    values: Mapping[str, Kind]
    hanging: frozenset[str]
    moves: Mapping[str, tuple[Any, ...]]
    later: frozenset[str] = frozenset()
    fixed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Expression:
    """An expression that was read.

    Attributes:
        meaning: what it is in a scope. kind: what kind of value that is. hangs: whether it hangs on a parameter.
        reads: the parameters that it reads, and the values. constant: its value where it is the same on every history, else None.
        moves: the moves that it speaks of.
    """

    meaning: Meaning
    kind: Kind
    hangs: bool
    reads: frozenset[str]
    uses: frozenset[str]
    moves: frozenset[str]
    constant: Any = None


class Unreadable(Exception):
    """Parts of an expression that are in no grammar, or name what is not there. ``faults`` have no places yet."""

    def __init__(self, id: str, found: str, allowed: str = "", mend: str = "") -> None:
        super().__init__(found)
        self.faults: tuple[Fault, ...] = (Fault(id, found, "", allowed, mend),)

    @classmethod
    def all(cls, faults: Sequence[Fault]) -> Self:
        """All these faults together, each once; there is one at least."""
        first = faults[0]
        made = cls(first.id, first.found)
        made.faults = tuple(dict.fromkeys(faults))
        return made

    @classmethod
    def raise_any(cls, faults: Iterable[Fault]) -> None:
        """Raise the faults together; do nothing where there are none."""
        found = list(faults)
        if found:
            raise cls.all(found)


def all_of(*steps: Callable[[], Result]) -> list[Result]:
    """What each step returns. Raises Unreadable with the faults of all that fail."""
    found: list[Result] = []
    faults: list[Fault] = []
    for step in steps:
        try:
            found.append(step())
        except Unreadable as error:
            faults += error.faults
    Unreadable.raise_any(faults)
    return found


def parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise Unreadable(
            "story/expression-long",
            f"an expression of {len(text):,} characters",
            f"at most {LONGEST:,}",
            "name parts of it with let",
        )
    depth = most = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        most = max(most, depth)
    if most <= DEEPEST:
        try:
            tree = ast.parse(" ".join(text.split()), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            raise Unreadable(
                "story/expression",
                f"{text!r} cannot be read",
                f"{GRAMMAR}; conditions: {CONDITIONS}",
                _kept_word(text),
            ) from None
        most = _depth(tree)
    if most > DEEPEST:
        raise Unreadable(
            "story/expression-deep",
            "an expression nested too deeply",
            f"at most {DEEPEST} within one another",
            "name parts of it with let",
        )
    return tree


def _kept_word(text: str) -> str:
    """How to speak of a move whose name is a word of Python; "" where no such word stands in the text."""
    words = re.findall(r"[A-Za-z_]\w*", re.sub(r"\"[^\"]*\"|'[^']*'", "", text))
    kept = next((word for word in words if iskeyword(word) and word not in _SPOKEN), "")
    return f'write move("{kept}"): {kept} is a word of Python' if kept else ""


def slips(text: str) -> list[Fault]:
    """A fault for each sign that belongs to another language, with what to write."""
    found = sign_slips(text)
    mend = corrected(text) if found else ""
    return [
        Fault(
            "story/expression",
            f"{each.found} stands in {text!r}",
            "",
            each.instead,
            f"write {mend}" if mend else "",
        )
        for each in found
    ]


def _depth(tree: ast.AST) -> int:
    """How deep a syntax tree is; a chain of sums counts by its length. Without recursion."""
    most, open_ = 0, [(tree, 1)]
    while open_:
        at, depth = open_.pop()
        most = max(most, depth)
        open_ += [(each, depth + 1) for each in ast.iter_child_nodes(at) if isinstance(each, ast.expr)]
    return most
