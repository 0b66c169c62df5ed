"""Worlds from ranges: the points of one scrambled Sobol sequence, through triangular distributions, in chunks."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overture.ranges import Corners, Floats, triangular

if TYPE_CHECKING:
    from scipy.stats.qmc import Sobol

MOST_WORLDS = 2**30
"""SciPy's Sobol sequence has so many points."""


@dataclass(frozen=True)
class DrawnRange:
    """A triangular range that is drawn from: it has an axis of the sequence. Where low = high it is a number on an axis."""

    low: float
    mode: float
    high: float


def sequence(axes: int, seed: int) -> Sobol:
    """The scrambled Sobol sequence (Owen 1998, J. Complexity 14:466-489) at its first point."""
    from scipy.stats import qmc

    return qmc.Sobol(axes, scramble=True, rng=seed)


def unit_points(axes: int, count: int, seed: int) -> Floats:
    """[count, axis] the first points of the sequence in the unit cube."""
    return np.asarray(sequence(axes, seed).random_base2((count - 1).bit_length())[:count])


def through(points: Floats, ranges: Mapping[str, Corners], axes: Sequence[str]) -> dict[str, Floats]:
    """Name -> [point] values: ``points`` [point, axis] of the unit cube, sent through the range of each axis."""
    return {
        name: triangular(points[:, axis], ranges[name])
        if ranges[name].low != ranges[name].high
        else np.full(len(points), ranges[name].mode, dtype=np.float64)
        for axis, name in enumerate(axes)
    }


class _Engines(threading.local):
    """The sequence that this thread drew from last, and the number of its next point."""

    def __init__(self) -> None:
        self.of: tuple[int, int] | None = None
        self.next = 0
        self.engine: Sobol | None = None


_ENGINES = _Engines()


def drawn(ranges: Mapping[str, DrawnRange], seed: int, first: int, count: int) -> dict[str, Floats]:
    """Name -> [world] values of the worlds ``first`` to ``first + count`` of the sequence, one axis for each range.

    They are equal, bit for bit, to those of all worlds drawn at once, if ``count`` is a power of two. To go forward
    a thousand million points takes seconds, so a thread keeps its sequence and goes on from where it was.
    """
    of = (len(ranges), seed)
    if _ENGINES.engine is None or _ENGINES.of != of or first < _ENGINES.next:
        _ENGINES.of, _ENGINES.next, _ENGINES.engine = of, 0, sequence(*of)
    if first > _ENGINES.next:
        _ENGINES.engine.fast_forward(first - _ENGINES.next)
    points = _ENGINES.engine.random(count)
    _ENGINES.next = first + count
    return through(points, ranges, list(ranges))
