"""A rule: bounds on some inputs, and how well they tell where something happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class RuleBound:
    """A bound on one input: at least ``value``, or at most.

    Attributes:
        axis: the input's place.
        at_least: whether it is a bound from below. value: which still meets it.
        chance: of as many cases among as many points, if the bound told nothing (the quasi-p value of Bryant and
            Lempert 2010); None where it was not asked.
    """

    axis: int
    at_least: bool
    value: float
    chance: float | None = None

    def met(self, points: Floats) -> Bools:
        """[point] where it is met."""
        each = points[:, self.axis]
        return np.asarray(each >= self.value if self.at_least else each <= self.value)


@dataclass(frozen=True)
class Rule:
    """Bounds that hold together, and what is inside them.

    Attributes:
        inside: points that meet all bounds. cases: those of them at which it happens.
    """

    bounds: tuple[RuleBound, ...]
    inside: int
    cases: int

    @classmethod
    def of(cls, bounds: Sequence[RuleBound], points: Floats, happens: Bools) -> Rule:
        """The rule, counted over points [W, d]."""
        met = all_met(bounds, points)
        return cls(tuple(bounds), int(met.sum()), int((met & happens).sum()))

    @property
    def density(self) -> float:
        """The share of the points inside at which it happens."""
        return self.cases / self.inside if self.inside else 0.0


def all_met(bounds: Sequence[RuleBound], points: Floats) -> Bools:
    """[W] where all bounds are met."""
    met = np.ones(len(points), dtype=bool)
    for each in bounds:
        met &= each.met(points)
    return met
