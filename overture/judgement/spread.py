"""Averages with their ranges: over worlds, and over classes of equilibrium."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from overture.judgement.judgement import Answer, Spread

Floats = NDArray[np.float64]
TAILS = (0.05, 0.95)


def spread(value: Floats, weight: Floats) -> Spread:
    """The weighted mean of ``value`` [world] and the range that holds nine tenths of the weight.

    Worlds without weight or value do not count; where none counts all three are NaN.
    """
    counted = (weight > 0) & np.isfinite(value)
    if not counted.any():
        return Spread(mean=float("nan"), low=float("nan"), high=float("nan"))
    order = np.argsort(value[counted], kind="stable")
    ranked, share = value[counted][order], np.cumsum(weight[counted][order])
    places = np.searchsorted(share / share[-1], np.array(TAILS) - 1e-12)
    low, high = ranked[np.minimum(places, len(ranked) - 1)]
    mean = float(ranked @ weight[counted][order] / share[-1])
    return Spread(mean=mean, low=float(low), high=float(high))


def median(value: Floats, weight: Floats) -> float:
    """The weighted median of ``value`` [world]; NaN where nothing counts."""
    counted = (weight > 0) & np.isfinite(value)
    if not counted.any():
        return float("nan")
    order = np.argsort(value[counted], kind="stable")
    share = np.cumsum(weight[counted][order])
    return float(value[counted][order][np.searchsorted(share / share[-1], 0.5 - 1e-12)])


def answer(value: Floats, weight: Floats, classes: Sequence[str]) -> Answer:
    """A spread over worlds and one for each class; ``value`` and ``weight`` are [world, class]."""
    known = np.where(np.isfinite(value), weight, 0.0)
    total = known.sum(axis=1)
    summed = np.where(known > 0, value * known, 0.0).sum(axis=1)
    world = np.divide(summed, total, out=np.full(len(total), np.nan), where=total > 0)
    overall = spread(world, total)
    single = {name: spread(value[:, at], known[:, at]) for at, name in enumerate(classes)}
    return Answer(
        mean=overall.mean,
        low=overall.low,
        high=overall.high,
        by_equilibrium={name: each for name, each in single.items() if np.isfinite(each.mean)},
    )


def share(true: NDArray[np.bool_], weight: Floats) -> float:
    """The share of the weight where something holds."""
    total = float(weight.sum())
    return float(weight[true].sum() / total) if total > 0 else float("nan")
