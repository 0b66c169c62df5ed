"""NSGA-II: a population of points whose non-dominated front moves towards the Pareto front.

Deb, Pratap, Agarwal and Meyarivan (2002, IEEE Trans. Evol. Comput. 6:182-197): fast non-dominated sorting,
crowding distance, tournaments of two, simulated binary crossover and polynomial mutation. Of two points
that both miss a constraint the one that misses it by less dominates, and a point that misses none dominates
every point that does. All values are minimised, and all points lie in the unit cube.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.design.search.candidates import Floats, Ints

Bools = NDArray[np.bool_]
Judge = Callable[[Floats], tuple[Floats, Floats]]  # points [n, D] -> values [n, M], violations [n]

CROSSED = 0.9  # of the pairs of parents
SPREAD_CROSSED = (
    20.0  # the distribution index of the crossover: higher keeps children nearer to their parents
)
SPREAD_MUTATED = 10.0  # the same of the mutation


@dataclass(frozen=True)
class Population:
    """points [P, D], values [P, M] and violations [P]."""

    points: Floats
    values: Floats
    violation: Floats

    def take(self, rows: Ints) -> Population:
        return Population(self.points[rows], self.values[rows], self.violation[rows])

    def with_others(self, others: Population) -> Population:
        return Population(
            np.concatenate([self.points, others.points]),
            np.concatenate([self.values, others.values]),
            np.concatenate([self.violation, others.violation]),
        )


def dominates(values: Floats, violation: Floats) -> Bools:
    """[n, n] whether the point of the row dominates that of the column, by constraint domination."""
    no_worse = (values[:, None] <= values[None]).all(axis=2)
    better = (values[:, None] < values[None]).any(axis=2)
    meets = violation <= 0
    less = violation[:, None] < violation[None]
    return np.where(meets[:, None] & meets[None], no_worse & better, less & ~meets[None])


def ranks(values: Floats, violation: Floats) -> Ints:
    """[n] the front on which a point lies: 0 is dominated by no point, 1 only by points of front 0, and so on."""
    beaten = dominates(values, violation)
    rank: Ints = np.full(len(values), -1, dtype=np.int64)
    level = 0
    while (rank < 0).any():
        left = np.flatnonzero(rank < 0)
        rank[left[~beaten[np.ix_(left, left)].any(axis=0)]] = level
        level += 1
    return rank


def crowding(values: Floats) -> Floats:
    """[n] how far apart the neighbours of a point on its front are, as shares of each value's range; ends are infinite."""
    n, kinds = values.shape
    distance = np.zeros(n)
    for kind in range(kinds):
        order = np.argsort(values[:, kind], kind="stable")
        ordered = values[order, kind]
        width = ordered[-1] - ordered[0]
        distance[order[[0, -1]]] = np.inf
        if width > 0:
            distance[order[1:-1]] += (ordered[2:] - ordered[:-2]) / width
    return distance


def survivors(everyone: Population, size: int) -> tuple[Population, Ints, Floats]:
    """The best ``size`` points by front and then by crowding, with the front and the crowding of each."""
    rank = ranks(everyone.values, everyone.violation)
    apart = np.zeros(len(rank))
    for level in range(rank.max() + 1):
        rows = np.flatnonzero(rank == level)
        apart[rows] = crowding(everyone.values[rows])
    kept = np.lexsort((-apart, rank))[:size]
    return everyone.take(kept), rank[kept], apart[kept]


def nsga2(judge: Judge, start: Population, generations: int, seed: int) -> Iterator[Population]:
    """The population after each generation, of the size of the start, which is an even number of points."""
    draw = np.random.default_rng(seed)
    population, rank, apart = survivors(start, len(start.points))
    for _ in range(generations):
        parents = population.points[_tournaments(rank, apart, draw)]
        children = _mutated(_crossed(parents, draw), draw)
        everyone = population.with_others(Population(children, *judge(children)))
        population, rank, apart = survivors(everyone, len(start.points))
        yield population


def _tournaments(rank: Ints, apart: Floats, draw: np.random.Generator) -> Ints:
    """[P] winners of tournaments of two: the lower front, and on one front the less crowded point."""
    first, second = draw.permuted(np.tile(np.arange(len(rank)), (2, 1)), axis=1)
    wins = (rank[first] < rank[second]) | ((rank[first] == rank[second]) & (apart[first] >= apart[second]))
    return np.asarray(np.where(wins, first, second), dtype=np.int64)


def _crossed(parents: Floats, draw: np.random.Generator) -> Floats:
    """Children [P, D] of neighbouring parents by simulated binary crossover (Deb and Agrawal 1995), within the cube."""
    one, other = parents[0::2], parents[1::2]
    share = draw.random(one.shape)
    power = 1 / (SPREAD_CROSSED + 1)
    beta = np.where(share <= 0.5, (2 * share) ** power, (1 / (2 * (1 - share))) ** power)
    crossed = (draw.random(one.shape) < 0.5) & (draw.random((len(one), 1)) < CROSSED)
    beta = np.where(crossed, beta, 1.0)
    swapped = draw.random(one.shape) < 0.5
    low = 0.5 * ((1 + beta) * one + (1 - beta) * other)
    high = 0.5 * ((1 - beta) * one + (1 + beta) * other)
    children = np.empty_like(parents)
    children[0::2], children[1::2] = np.where(swapped, high, low), np.where(swapped, low, high)
    return np.clip(children, 0, 1)


def _mutated(points: Floats, draw: np.random.Generator) -> Floats:
    """Points [n, D] of which one coordinate in the mean is moved by a polynomial of the distance to the ends."""
    width = points.shape[1]
    moved = draw.random(points.shape) < 1 / width
    share = draw.random(points.shape)
    power = 1 / (SPREAD_MUTATED + 1)
    below = (2 * share + (1 - 2 * share) * (1 - points) ** (SPREAD_MUTATED + 1)) ** power - 1
    above = 1 - (2 * (1 - share) + (2 * share - 1) * points ** (SPREAD_MUTATED + 1)) ** power
    return np.clip(np.where(moved, points + np.where(share < 0.5, below, above), points), 0, 1)
