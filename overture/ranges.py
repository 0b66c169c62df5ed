"""Ranges of uncertain numbers, and the value below which a share of a range lies."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from overture.errors import Fault, SolveError

Floats = NDArray[np.float64]


class Corners(Protocol):
    """What has a low, a mode and a high."""

    @property
    def low(self) -> float | None: ...
    @property
    def mode(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


@dataclass(frozen=True)
class InputRange:
    """A range: triangular with its peak at ``mode``, or uniform where there is no mode."""

    low: float
    high: float
    mode: float | None = None

    @property
    def centre(self) -> float:
        """The mode; the middle of a uniform range."""
        return (self.low + self.high) / 2 if self.mode is None else self.mode

    def at(self, share: Floats) -> Floats:
        """The value below which a ``share`` of the range lies."""
        if self.mode is None:
            return self.low + (self.high - self.low) * np.asarray(share, dtype=np.float64)
        return triangular(np.asarray(share, dtype=np.float64), self)


def triangular(share: Floats, given: Corners) -> Floats:
    """The value below which a ``share`` of the triangular distribution lies."""
    low, mode, high = float(given.low or 0), float(given.mode or 0), float(given.high or 0)
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.where(share < turn, rising, falling)


def ranges_of(given: Mapping[str, InputRange | Sequence[float]]) -> dict[str, InputRange]:
    """Name -> range, from ``(low, high)``, which is uniform, or ``(low, mode, high)``, which is triangular.

    Raises:
        SolveError: with every range that is none.
    """
    found, faults = {}, []
    for name, each in given.items():
        where, numbers = f"the range of {name!r}", _corners(each)
        if len(numbers) not in (2, 3) or not all(map(math.isfinite, numbers)):
            allowed = "(low, high) or (low, mode, high), in finite numbers"
            faults.append(Fault("ranges/corners", f"found {each!r:.60}", where, allowed))
        elif numbers != sorted(numbers) or numbers[0] == numbers[-1]:
            allowed = "low below high, and the mode between them"
            faults.append(Fault("ranges/order", f"found {each!r:.60}", where, allowed))
        else:
            found[name] = InputRange(numbers[0], numbers[-1], numbers[1] if len(numbers) == 3 else None)
    if not given:
        faults.append(Fault("ranges/none", "found no input", "the ranges", "one input at least"))
    SolveError.raise_any(faults)
    return found


def _corners(given: object) -> list[float]:
    """The numbers of a range, from low to high as they are given; none where they are no numbers."""
    corners = (given.low, given.mode, given.high) if isinstance(given, InputRange) else given
    try:
        return [float(each) for each in corners if each is not None]  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return []
