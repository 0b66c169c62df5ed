"""The corners of a polytope, exactly: double description over the integers.

A polytope is given as ``{y >= 0, equal . y = 0, above . y >= 0}`` cut at ``y[-1] = 1``: the last
coordinate makes every constraint homogeneous, so that the polytope is a slice of a cone and its
corners are the cone's extreme rays. Rays are kept as integer vectors without a common factor.

Source: Motzkin, Raiffa, Thompson and Thrall 1953; the combinatorial adjacency test as in Fukuda and
Prodon 1996, "Double description method revisited", Proposition 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm

from overture.errors import SolveError

Row = Sequence[Fraction | int]
Point = tuple[Fraction, ...]
Ray = tuple[int, ...]

ZERO, ONE = Fraction(0), Fraction(1)
MOST_RAYS = 6000
DIGITS = 64  # binary digits of a coordinate by which corners are put in order


def whole(row: Row) -> tuple[int, ...]:
    """The row times a positive number, as integers without a common factor."""
    scale = lcm(*[entry.denominator for entry in row])
    numbers = [entry.numerator * (scale // entry.denominator) for entry in row]
    factor = gcd(*numbers) if numbers else 1
    return tuple(number // factor for number in numbers) if factor > 1 else tuple(numbers)


def _cut(rays: list[tuple[Ray, int]], row: tuple[int, ...], equal: bool, mark: int) -> list[tuple[Ray, int]]:
    """Intersect the cone with a half-space or a hyperplane. A ray carries the set of its tight faces."""
    used = [(index, entry) for index, entry in enumerate(row) if entry]
    signed = [(sum(entry * ray[index] for index, entry in used), ray, tight) for ray, tight in rays]
    plus = [item for item in signed if item[0] > 0]
    minus = [item for item in signed if item[0] < 0]
    kept = [(ray, tight | mark) for value, ray, tight in signed if value == 0]
    if not equal:
        kept += [(ray, tight) for _, ray, tight in plus]
    everything = [tight for _, _, tight in signed]
    fewest = len(row) - 2  # faces on which two adjacent rays lie: they span a plane
    for high, ray, tight in plus:
        for low, other, other_tight in minus:
            shared = tight & other_tight
            if shared.bit_count() < fewest:
                continue
            # Adjacent: no third ray lies on every face on which both of these lie.
            count = 0
            for third in everything:
                if third & shared == shared:
                    count += 1
                    if count > 2:
                        break
            if count > 2:
                continue
            mixed = [high * b - low * a for a, b in zip(ray, other, strict=True)]
            factor = gcd(*mixed)
            kept.append((tuple(entry // factor for entry in mixed), shared | mark))
    if len(kept) > MOST_RAYS:
        raise SolveError.of(
            "signalling/corners",
            f"a set of equilibria with more than {MOST_RAYS} corners",
            mend="make the game smaller, or less degenerate",
        )
    return kept


def extreme(size: int, equal: Iterable[Row], above: Iterable[Row]) -> list[tuple[Ray, int]]:
    """The corners of ``{y >= 0, equal.y = 0, above.y >= 0, y[-1] = 1}`` as rays, in the order of their coordinates.

    Beside each ray the bits of the conditions that it meets with equality: the coordinates, then the rows of
    ``equal``, then those of ``above``.

    Raises:
        SolveError: more than ``MOST_RAYS`` corners on the way.
    """
    rays = [
        (tuple(1 if i == j else 0 for i in range(size)), ((1 << size) - 1) & ~(1 << j)) for j in range(size)
    ]
    mark = 1 << size
    for rows, level in ((equal, True), (above, False)):
        for row in rows:
            rays = _cut(rays, whole(row), level, mark)
            mark <<= 1
            if not rays:
                return []
    return sorted((each for each in rays if each[0][-1] > 0), key=_place)


def _place(each: tuple[Ray, int]) -> tuple[list[int], Ray]:
    """Where a corner stands in the order: its coordinates, cut after so many binary digits, as whole numbers."""
    ray = each[0]
    below = ray[-1]
    return [(entry << DIGITS) // below for entry in ray], ray


def fraction(above: int, below: int) -> Fraction:
    """A quotient; most of those in a corner are 0 or 1, which are not made anew."""
    if not above:
        return ZERO
    return ONE if above == below else Fraction(above, below)


def corners(size: int, equal: Iterable[Row], above: Iterable[Row]) -> list[Point]:
    """All corners of ``{y >= 0, equal.y = 0, above.y >= 0, y[-1] = 1}``, without the last coordinate.

    Args:
        size: number of coordinates, the homogeneous one included.
        equal: rows that must give zero.
        above: rows that must not give less than zero.

    Raises:
        SolveError: more than ``MOST_RAYS`` corners on the way.
    """
    return [tuple(fraction(entry, ray[-1]) for entry in ray[:-1]) for ray, _ in extreme(size, equal, above)]


def middle(points: Sequence[Point]) -> Point:
    """The mean of some points: inside the polytope of which they are the corners."""
    return tuple(sum(column, Fraction(0)) / len(points) for column in zip(*points, strict=True))
