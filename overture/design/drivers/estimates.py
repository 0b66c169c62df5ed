"""Sobol indices from answers at Saltelli points, with percentile intervals from resampled base points.

First-order indices by Saltelli et al. (2010, Computer Physics Communications 181:259-270), total ones by Jansen
(1999, same journal 117:35-43), those of pairs by Saltelli (2002, same journal 145:280-297). Every estimate is made of
means of products of answers, so that a resample is a weighting of the same products.

Ends of intervals are rounded outwards to two decimals: where an input matters in few places only, resamples know little
of its small index, and miss it by less than that (``python -m tests.design.drivers.coverage``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RESAMPLES = 1000
BLOCK = 2**20  # numbers of a block of resamples
TAILS = (2.5, 97.5)  # per cent
DECIMALS = 100  # an end of an interval is a hundredth
ENOUGH = 1024  # base points from which on the intervals cover at least 95 %,
EFFECTIVE = 200  # if they are worth as many of an answer that takes two values equally often
NOTHING = 1e-12  # of the range of the answers: an input that never moves the answer by more has no effect


@dataclass(frozen=True)
class Estimate:
    """Indices with their intervals: three arrays of one shape."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Estimates:
    """Of one answer: first-order and total indices [d], and those of pairs [d, d], zero on the diagonal."""

    first: Estimate
    total: Estimate
    pair: Estimate | None


def constant(main: Floats) -> bool:
    """Whether the answer is the same at every point, but for rounding, so that nothing drives it."""
    return bool(np.ptp(main) <= NOTHING * np.abs(main).max())


def effective(main: Floats) -> float:
    """How many base points the answers are worth: n over their kurtosis, which is 1 for two values that are equally often.

    An answer that is nearly always the same says little of what moves it, however many points are asked.
    """
    if constant(main):
        return 0.0
    centred = main[:, :2] - main[:, :2].mean()
    spread = float((centred**2).mean())
    return len(main) * spread**2 / float((centred**4).mean()) if spread > 0 else 0.0


def moves(main: Floats, pair: Floats | None) -> Bools:
    """[d] whether an input moves the answer at any of the points. main: [n, d + 2], pair: [n, d]."""
    if constant(main):
        return np.zeros(main.shape[1] - 2, dtype=bool)
    room = NOTHING * float(np.ptp(main))
    far = np.abs(main[:, 2:] - main[:, :1]).max(axis=0)
    if pair is not None:
        far = np.maximum(far, np.abs(pair - main[:, 1:2]).max(axis=0))
    return np.asarray(far > room)


def estimates(main: Floats, pair: Floats | None, seed: int) -> Estimates:
    """The indices of one answer, with intervals that are said to cover 95 %.

    Args:
        main: [n, d + 2] its values at A, B, AB_1 to AB_d. pair: [n, d] at BA_1 to BA_d.
        seed: of the resamples.
    """
    inputs = main.shape[1] - 2
    products = _products(main, pair)
    whole = _indices(products.mean(axis=1)[None], inputs)[0]
    resampled = np.concatenate(
        [_indices(each, inputs) for each in _resampled_means(products, np.random.default_rng([seed, 1]))]
    )
    low, high = outwards(*np.percentile(resampled, TAILS, axis=0))
    effect = _spread(moves(main, pair), len(whole))
    parts = [np.where(effect, each, 0.0) for each in (whole, low, high)]
    first = Estimate(*(each[:inputs] for each in parts))
    total = Estimate(*(each[inputs : 2 * inputs] for each in parts))
    if pair is None:
        return Estimates(first, total, None)
    return Estimates(first, total, Estimate(*(_square(each[2 * inputs :], inputs) for each in parts)))


def outwards(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The ends of intervals, rounded outwards to two decimals."""
    down, up = np.floor(low * DECIMALS + NOTHING), np.ceil(high * DECIMALS - NOTHING)
    return down / DECIMALS + 0.0, up / DECIMALS + 0.0


def _spread(effect: Bools, size: int) -> Bools:
    """[index] whether all inputs of an index move the answer."""
    inputs = len(effect)
    one, two = np.triu_indices(inputs, 1)
    return np.concatenate([effect, effect, effect[one] & effect[two]])[:size]


def _square(pairs: Floats, inputs: int) -> Floats:
    """[d, d] from the pairs above the diagonal."""
    found = np.zeros((inputs, inputs))
    found[np.triu_indices(inputs, 1)] = pairs
    return found + found.T


def _products(main: Floats, pair: Floats | None) -> Floats:
    """[product, n] what is averaged. Answers are centred first, for the sake of digits."""
    centred = main - main.mean()
    a, b, ab = centred[:, 0], centred[:, 1], centred[:, 2:].T
    parts = [a, b, a * a, b * b, *ab, *(b * (ab - a)), *((a - ab) ** 2 / 2)]
    if pair is not None:
        ba = (pair - main.mean()).T
        one, two = np.triu_indices(len(ab), 1)
        parts += [*(ba[one] * ab[two] - a * b), *ba]
    return np.ascontiguousarray(parts)


def _indices(means: Floats, inputs: int) -> Floats:
    """[resample, index] first-order, total and pair indices from means of products [resample, product]."""
    mean_a, mean_b, square_a, square_b = means[:, :4].T
    variance = (square_a + square_b) / 2 - ((mean_a + mean_b) / 2) ** 2
    mean_ab, with_b, jansen = (means[:, 4 + k * inputs : 4 + (k + 1) * inputs] for k in range(3))
    centre = (mean_a + mean_b + mean_ab.sum(axis=1))[:, None] / (inputs + 2)
    first = with_b - centre * (mean_ab - mean_a[:, None])
    parts = [first, jansen]
    rest = means[:, 4 + 3 * inputs :]
    if rest.shape[1]:
        one, two = np.triu_indices(inputs, 1)
        mean_ba = rest[:, len(one) :]
        moved = mean_ba[:, one] + mean_ab[:, two] - (mean_a + mean_b)[:, None]
        parts.append(rest[:, : len(one)] - centre * moved - first[:, one] - first[:, two])
    found = np.concatenate(parts, axis=1)
    safe = np.where(variance > 0, variance, 1.0)[:, None]
    return np.where(variance[:, None] > 0, found / safe, 0.0)


def _resampled_means(products: Floats, draw: np.random.Generator) -> list[Floats]:
    """Means of the products over resamples of the base points, in blocks [resample, product]."""
    points = products.shape[1]
    block = max(1, BLOCK // points)
    found = []
    for start in range(0, RESAMPLES, block):
        rows = min(block, RESAMPLES - start)
        chosen = draw.integers(points, size=(rows, points)) + points * np.arange(rows)[:, None]
        times = np.bincount(chosen.ravel(), minlength=rows * points).reshape(rows, points)
        # Not a matrix product: its last digits depend on the number of threads.
        found.append(np.einsum("rn,kn->rk", times.astype(np.float64), products) / points)
    return found
