"""What is said of the ranges that drive terms: indices of each input, and a rule for where the terms fail."""

from __future__ import annotations

from typing import Literal

from overture.frozen import FrozenModel


class InputIndices(FrozenModel):
    """Sobol indices of one input for one answer, with intervals: alone (``first``), and in all in which it has a part (``total``).

    ``effect``: whether it moves the answer at any point; all else is 0 where it does not.
    """

    effect: bool
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


class DrivingInput(FrozenModel):
    """A number of the case that is no clause, its range, and what it does to the worth of terms and to whether they hold."""

    name: str
    words: str
    low: float
    mode: float
    high: float
    worth: InputIndices
    holds: InputIndices


class BoundOfRule(FrozenModel):
    """A bound on an input: at least ``value``, or at most."""

    name: str
    at_least: bool
    value: float


class RuleOfTerms(FrozenModel):
    """Bounds that tell in which worlds terms fail, or hold.

    Attributes:
        of: what is told. base: share of the worlds in which that is so. worlds: in which it was asked.
        bounds: that hold together; empty where no rule was found. coverage: share of all such worlds inside. density: share of
            the worlds inside in which it is so. Both are null without bounds.
    """

    of: Literal["failure", "success"]
    base: float
    worlds: int
    bounds: list[BoundOfRule]
    coverage: float | None
    density: float | None


class TermsDrivers(FrozenModel):
    """What drives some terms, the clauses at their values.

    Attributes:
        proposal: place among the proposals; null: the terms as offered. points: base points of the plan.
        together: answer -> whether first-order indices add up to less than 0.8, so that total ones are to be read.
        still: answers that are the same at every point. sure: answers whose intervals are known to cover 95 %.
        inputs: each with its indices. rule: for where the terms fail.
    """

    proposal: int | None
    points: int
    together: dict[str, bool]
    still: list[str]
    sure: list[str]
    inputs: list[DrivingInput]
    rule: RuleOfTerms
