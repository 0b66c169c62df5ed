"""A parameter of a model of the catalogue: what it is, what it is where nothing is said, and what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any

from overture.errors import Fault, SolveError

Real = int | float | Fraction


@dataclass(frozen=True)
class ModelParameter:
    """A parameter of a model.

    Attributes:
        default: its value where none is given; a Fraction keeps what is computed of it exact.
        low, high: the ends of what is allowed; infinite where there is none.
        words: what it is, in words, with its unit where it has one.
        inside: whether the ends themselves are left out.
    """

    default: Real
    low: Real = -inf
    high: Real = inf
    words: str = ""
    inside: bool = False

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        if self.low == -inf and self.high == inf:
            return "any number"
        if self.high == inf:
            return f"{'more than' if self.inside else 'at least'} {plain_number(self.low)}"
        if self.low == -inf:
            return f"{'less than' if self.inside else 'at most'} {plain_number(self.high)}"
        low, high = plain_number(self.low), plain_number(self.high)
        return f"more than {low} and less than {high}" if self.inside else f"{low} to {high}"

    def refused(self, value: Any) -> str:
        """What of a value (or of an array with one per world) is not allowed, in words; "" where all is."""
        import numpy as np  # here, so that listing the catalogue stays cheap

        try:
            found = np.atleast_1d(np.asarray(value, dtype=np.float64))
        except (
            TypeError,
            ValueError,
        ):  # no number: the telling of the game refuses it, with the line that reads it
            return ""
        low, high = float(self.low), float(self.high)
        fine = (found > low) & (found < high) if self.inside else (found >= low) & (found <= high)
        if fine.all():
            return ""
        if found.size == 1:
            return plain_number(value) if isinstance(value, Fraction) else plain_number(float(found[0]))
        return f"{plain_number(float(found[~fine][0]))} in {int((~fine).sum())} of {found.size} worlds"


def need_allowed(title: str, parameters: Mapping[str, ModelParameter], given: Mapping[str, Any]) -> None:
    """Raise a SolveError that names all values outside of what a model allows."""
    SolveError.raise_any(
        Fault("models/parameter", f"{name} = {refused}", title, f"{name} {parameters[name].allowed}")
        for name, value in given.items()
        if name in parameters and (refused := parameters[name].refused(value))
    )


def plain_number(value: Real) -> str:
    """A number for the eye: a fraction of small numbers as it is, else six digits."""
    if isinstance(value, Fraction) and 1 < value.denominator <= 1000:
        return str(value)
    return f"{float(value) + 0.0:.6g}"
