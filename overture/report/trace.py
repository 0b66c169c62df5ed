"""Regions of a map with traced borders: from labels at grid points to rings and lines.

Marching squares for labels instead of heights: inside each square of four neighbouring points the border runs between
the places on its sides where the label changes (:class:`overture.report.atlas.Cuts`); where three or four labels meet,
it runs through the middle of these places. Without such places each point is a cell: borders run halfway between points,
and turn in the middle of a square. Rings of one label therefore share their border with the next one exactly:
no gap, no overlap, no steps.

Points are (u, v): columns and rows of the grid, counted from 0, with fractions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from overture.report.atlas import COARSE, Cuts, Floats, Ints

Point = tuple[float, float]
Ring = list[Point]


class BorderSegment(NamedTuple):
    """A piece of border, ``left`` of it and ``right`` of it as one goes from ``start`` to ``end``; -1: outside."""

    start: Point
    end: Point
    left: int
    right: int


OUTSIDE = -1
FINER = 8  # a coarse grid is looked at in steps of an eighth


def regions(label: Ints, cuts: Cuts | None = None) -> dict[int, list[Ring]]:
    """label -> closed rings (the first point is not repeated); fill them by the even-odd rule.

    Args:
        label: [ny, nx] labels of at least 0.
        cuts: where neighbours differ; None: each point is a cell.
    """
    ends: dict[int, list[tuple[Point, Point]]] = defaultdict(list)
    for part in [*_inside(label, cuts), *_frame(label, cuts)]:
        ends[part.left].append((part.start, part.end))
        if part.right != OUTSIDE:
            ends[part.right].append((part.end, part.start))
    return {name: [_straightened(ring[:-1]) for ring in _chained(pairs)] for name, pairs in ends.items()}


def borders(label: Ints, cuts: Cuts | None = None) -> dict[tuple[int, int], list[Ring]]:
    """(label, other label) -> lines between the two, the smaller label on their left."""
    between: dict[tuple[int, int], list[tuple[Point, Point]]] = defaultdict(list)
    for part in _inside(label, cuts):
        if part.left < part.right:
            between[part.left, part.right].append((part.start, part.end))
        else:
            between[part.right, part.left].append((part.end, part.start))
    return {pair: _chained(ends) for pair, ends in between.items()}


def bands(value: Floats, levels: Floats, chosen: Ints, cuts: Cuts | None = None) -> tuple[Ints, Cuts]:
    """The bands of a quantity as labels, with cuts where it crosses a level; a jump stays where its cause is.

    Args:
        value: [ny, nx]; NaN: unknown, in band 0.
        levels: [m] increasing; band k + 1 holds levels[k] <= value < levels[k + 1], the last one its end too.
        chosen: [ny, nx] what the value belongs to (a class); where it changes, the value may jump.
        cuts: where ``chosen`` changes.

    Returns:
        [ny, nx] bands of 0 to m - 1, and their cuts.
    """
    known = np.clip(np.searchsorted(levels, value, side="right"), 1, len(levels) - 1)
    label = np.where(np.isnan(value), 0, known)
    step = float(np.diff(levels).min())

    def crossing(first: tuple[slice, slice], second: tuple[slice, slice], jump: Floats | None) -> Floats:
        a, b = value[first], value[second]
        low, high = np.minimum(label[first], label[second]), np.maximum(label[first], label[second])
        level = np.where(high - low == 1, levels[np.clip(high - 1, 0, None)], (a + b) / 2)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.clip((level - a) / (b - a), 0.02, 0.98)
        if jump is not None:
            share = np.where((chosen[first] != chosen[second]) & ~(np.abs(b - a) < step / 2), jump, share)
        return share

    every = slice(None)
    return label.astype(np.int64), Cuts(
        crossing((every, slice(None, -1)), (every, slice(1, None)), None if cuts is None else cuts.along_x),
        crossing((slice(None, -1), every), (slice(1, None), every), None if cuts is None else cuts.along_y),
    )


def middle(label: Ints, name: int) -> Point:
    """The point of this label that is farthest from any other: where its name is written.

    Of a grid with fewer than ``COARSE`` points a side, where that would be a point on the edge, also points between.
    """
    from scipy.ndimage import distance_transform_edt

    finer = FINER if min(label.shape) < COARSE else 1
    rows, columns = (np.arange((many - 1) * finer + 1) / finer for many in label.shape)
    nearest = label[np.ix_(np.rint(rows).astype(int), np.rint(columns).astype(int))]
    far = distance_transform_edt(np.pad(nearest == name, 1))[1:-1, 1:-1]
    v, u = np.unravel_index(int(np.argmax(far)), far.shape)
    return float(columns[u]), float(rows[v])


def _at(share: float) -> float:
    """A cut strictly between its two points, so that no two cuts coincide."""
    return 0.5 if np.isnan(share) else min(max(float(share), 0.001), 0.999)


def _inside(label: Ints, cuts: Cuts | None) -> Iterator[BorderSegment]:
    """Pieces of border inside the squares, each once."""
    corner = (label[:-1, :-1], label[:-1, 1:], label[1:, 1:], label[1:, :-1])  # anticlockwise
    mixed = (corner[0] != corner[1]) | (corner[1] != corner[2]) | (corner[2] != corner[3])
    for j, i in np.argwhere(mixed):
        names = [int(each[j, i]) for each in corner]
        found = [  # place on a side, label after it
            (_cut(cuts, side, int(j), int(i)), names[(side + 1) % 4])
            for side in range(4)
            if names[side] != names[(side + 1) % 4]
        ]
        if len(found) == 2 and cuts is not None:
            (first, after), (second, before) = found
            yield BorderSegment(second, first, after, before)
            continue
        centre = (i + 0.5, j + 0.5)
        if cuts is not None:
            centre = (
                sum(place[0] for place, _ in found) / len(found),
                sum(place[1] for place, _ in found) / len(found),
            )
        for at, (place, after) in enumerate(found):
            yield BorderSegment(centre, place, after, found[at - 1][1])


def _cut(cuts: Cuts | None, side: int, j: int, i: int) -> Point:
    """Where a side of the square at row j, column i is cut: below, right, above, left."""
    if side in (0, 2):
        row = j + side // 2
        return i + (0.5 if cuts is None else _at(cuts.along_x[row, i])), float(row)
    column = i + (side == 1)
    return float(column), j + (0.5 if cuts is None else _at(cuts.along_y[j, column]))


def _frame(label: Ints, cuts: Cuts | None) -> Iterator[BorderSegment]:
    """The edge of the map, anticlockwise, cut where the label changes."""
    ny, nx = label.shape
    walk = [(0, i) for i in range(nx)] + [(j, nx - 1) for j in range(1, ny)]
    walk += [(ny - 1, i) for i in range(nx - 2, -1, -1)] + [(j, 0) for j in range(ny - 2, -1, -1)]
    for (j, i), (row, column) in pairwise(walk):
        here, there = int(label[j, i]), int(label[row, column])
        start, end = (float(i), float(j)), (float(column), float(row))
        if here == there:
            yield BorderSegment(start, end, here, OUTSIDE)
            continue
        side = 0 if j == row else 3
        place = _cut(cuts, side, min(j, row), min(i, column))
        yield BorderSegment(start, place, here, OUTSIDE)
        yield BorderSegment(place, end, there, OUTSIDE)


def _chained(pairs: list[tuple[Point, Point]]) -> list[Ring]:
    """Directed pieces joined end to start; open lines first, then rings (whose first point stands last again)."""
    after: dict[Point, list[Point]] = defaultdict(list)
    entering: dict[Point, int] = defaultdict(int)
    for start, end in pairs:
        after[start].append(end)
        entering[end] += 1
    found = []
    begins = [point for point in after if len(after[point]) > entering[point]]
    for begin in [*begins, *after]:
        while after[begin]:
            line = [begin, after[begin].pop()]
            while after.get(line[-1]) and (line[-1] != begin):
                line.append(after[line[-1]].pop())
            found.append(line)
    return found


def _straightened(ring: Ring) -> Ring:
    """The ring without points that lie on the straight line between their neighbours."""
    kept = []
    for at, (u, v) in enumerate(ring):
        (a, b), (c, d) = ring[at - 1], ring[(at + 1) % len(ring)]
        if abs((u - a) * (d - v) - (v - b) * (c - u)) > 1e-12:
            kept.append((u, v))
    return kept or ring
