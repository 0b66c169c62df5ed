"""What a publication states of its game: a sentence, its place, and two functions that give both sides of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf, isfinite, isnan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from overture.models.catalogue.solved import SolvedModel

Side = bool | int | float | Fraction | Sequence["Side"]  # a number, yes or no, or a row of them
TOLERANCE = 1e-9


@dataclass(frozen=True)
class PublishedStatement:
    """A statement of a publication about its game, with both of its sides.

    Attributes:
        words: the statement, as one plain sentence.
        where: its place in the publication ("Proposition 2, p. 361"), or "here" with what it follows from.
        stated: what the publication says: a number, yes or no, a row of them, or a function of the parameters (as
            attributes, shape arguments among them). It may not ask a solver.
        computed: the same from the solved game.
        at: parameters and shape arguments in which it is tried; the defaults hold for the others.
        over: (parameter, values): it is tried at each of these values (a comparative static).
        tolerance: the largest difference at which it holds, in the unit of what is compared.
        numbers: what each of its numbers is called in the key of a figure, where there are several.
        limit: where it is tried over the size of a grid, what the publication states of the continuum, like ``stated``.
    """

    words: str
    where: str
    stated: Side | Callable[[Any], Side]
    computed: Callable[[SolvedModel], Side]
    at: Mapping[str, Any] = field(default_factory=dict)
    over: tuple[str, Sequence[Any]] | None = None
    tolerance: float = TOLERANCE
    numbers: tuple[str, ...] = ()
    limit: Side | Callable[[Any], Side] | None = None

    @property
    def places(self) -> tuple[Mapping[str, Any], ...]:
        """The parameters and shape arguments in which it is tried, one after the other."""
        if self.over is None:
            return (self.at,)
        name, values = self.over
        return tuple({**self.at, name: value} for value in values)


@dataclass(frozen=True)
class StatementCheck:
    """What came of trying a statement; n places with k numbers in each.

    Attributes:
        model: its name in the catalogue. statement: what was tried.
        stated, computed: [n][k] both sides, exact where they are.
        fault: why a side could not be computed; "" where both were.
    """

    model: str
    statement: PublishedStatement
    stated: tuple[tuple[Any, ...], ...]
    computed: tuple[tuple[Any, ...], ...]
    fault: str = ""

    @property
    def error(self) -> float:
        """The largest difference between both sides; infinite where they cannot be compared."""
        if self.fault or [len(row) for row in self.stated] != [len(row) for row in self.computed]:
            return inf
        gaps = [
            _gap(one, other)
            for ours, theirs in zip(self.stated, self.computed, strict=True)
            for one, other in zip(ours, theirs, strict=True)
        ]
        return max(gaps, default=inf)

    @property
    def holds(self) -> bool:
        """Whether both sides agree within the tolerance of the statement."""
        return self.error <= self.statement.tolerance

    def to_dict(self) -> dict[str, Any]:
        """As plain data: model, statement, where, over, stated, computed, error, tolerance, holds, fault."""
        over = self.statement.over
        return {
            "model": self.model,
            "statement": self.statement.words,
            "where": self.statement.where,
            "over": None if over is None else {over[0]: [_data(value) for value in over[1]]},
            "stated": [[_data(value) for value in row] for row in self.stated],
            "computed": [[_data(value) for value in row] for row in self.computed],
            "error": self.error if isfinite(self.error) else None,
            "tolerance": self.statement.tolerance,
            "holds": self.holds,
            "fault": self.fault,
        }


def row_of(side: Any) -> tuple[Any, ...]:
    """One side of a statement in one place as a flat row of numbers, and of yes or no."""
    if hasattr(side, "tolist"):  # an array
        side = side.tolist()
    if isinstance(side, Sequence) and not isinstance(side, str):
        return tuple(value for part in side for value in row_of(part))
    return (side,)


def _gap(one: Any, other: Any) -> float:
    """How far two numbers are apart, exactly where both are exact; what is no number is infinitely far."""
    if isinstance(one, bool) != isinstance(other, bool):
        return inf
    gap = float(abs(one - other))
    return inf if isnan(gap) else gap


def _data(value: Any) -> Any:
    return value if isinstance(value, bool | int | str) else float(value)
