"""The order in which the lines of a page are read: columns from left to right, rows from top to bottom.

A skewed page is turned straight first. Lines whose heights overlap make a band; bands that follow one another and leave
the same strip free make columns, where at least :data:`LEAST` lines stand on each side of the strip. This is the cut of a
page along its white strips of Nagy and Seth (1984), with the columns found before the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, sin
from statistics import median

LEAST = 3
"""Lines on each side of a strip for it to part two columns."""
STRIP = 1.0
"""Width of a strip between columns, at least, in heights of a line."""
_OVERLAP = 0.5
"""Share of the lower height of two lines by which they overlap in one row."""

Strip = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A line as it was found: its corners (x, y in pixels, y downward) from the upper left around, and its place."""

    corners: tuple[tuple[float, float], ...]
    place: int


@dataclass(frozen=True)
class StraightLine:
    """A line of a page turned straight: the sides of its box, in pixels."""

    left: float
    head: float
    right: float
    foot: float
    place: int


def in_reading_order(boxes: Sequence[Box]) -> list[list[StraightLine]]:
    """The rows of a page in the order in which they are read, each from left to right."""
    lines = _straight(boxes)
    if not lines:
        return []
    height = median(line.foot - line.head for line in lines)
    return _ordered(lines, max(height, 1.0))


def _straight(boxes: Sequence[Box]) -> list[StraightLine]:
    """The lines turned by the median angle of the wide ones."""
    angles = []
    for box in boxes:
        (x0, y0), (x1, y1) = box.corners[:2]
        angles += [atan2(y1 - y0, x1 - x0)] * max(1, round(abs(x1 - x0) / 50))
    angle = median(angles) if angles else 0.0
    lines = []
    for box in boxes:
        turned = [(x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)) for x, y in box.corners]
        xs, ys = [x for x, _ in turned], [y for _, y in turned]
        lines.append(StraightLine(min(xs), min(ys), max(xs), max(ys), box.place))
    return sorted(lines, key=lambda line: (line.head, line.left, line.place))


def _ordered(lines: list[StraightLine], height: float) -> list[list[StraightLine]]:
    rows: list[list[StraightLine]] = []
    for run, strip in _runs(_bands(lines), height):
        if strip is None:
            rows += _rows(run)
            continue
        middle = sum(strip) / 2
        for column in (
            [line for line in run if line.right <= middle],
            [line for line in run if line.right > middle],
        ):
            rows += _ordered(column, height)
    return rows


def _bands(lines: list[StraightLine]) -> list[list[StraightLine]]:
    """Lines, in the order of their heads, whose heights overlap by a good part."""
    bands: list[list[StraightLine]] = []
    foot = 0.0
    for line in lines:
        overlap = min(foot, line.foot) - line.head
        if bands and overlap > 0.25 * (line.foot - line.head):
            bands[-1].append(line)
            foot = max(foot, line.foot)
        else:
            bands.append([line])
            foot = line.foot
    return bands


def _runs(bands: list[list[StraightLine]], height: float) -> list[tuple[list[StraightLine], Strip | None]]:
    """The bands, put together where they leave one strip free; a run without columns has no strip."""
    sides = (
        min(line.left for band in bands for line in band),
        max(line.right for band in bands for line in band),
    )
    runs: list[tuple[list[StraightLine], Strip | None]] = []
    at = 0
    while at < len(bands):
        run: list[StraightLine] = []
        free: list[Strip] = [sides]
        best: tuple[int, Strip] | None = None
        for place in range(at, len(bands)):
            run += bands[place]
            free = _left_free(free, bands[place], STRIP * height)
            if not free:
                break
            strip = _between(free, run)
            best = (place + 1, strip) if strip else best
        if best is None:
            runs.append((bands[at], None))
            at += 1
        else:
            end, strip = best
            runs.append(([line for band in bands[at:end] for line in band], strip))
            at = end
    return runs


def _left_free(free: list[Strip], band: list[StraightLine], width: float) -> list[Strip]:
    """What the lines of a band leave of the strips, where it is wide enough."""
    for line in band:
        pieces = []
        for left, right in free:
            pieces += [(left, min(right, line.left)), (max(left, line.right), right)]
        free = [(left, right) for left, right in pieces if right - left >= width]
    return free


def _between(free: list[Strip], run: list[StraightLine]) -> Strip | None:
    """The first strip with enough lines on each side."""
    for left, right in free:
        before = sum(line.right <= left for line in run)
        if before >= LEAST and len(run) - before >= LEAST:
            return left, right
    return None


def _rows(lines: list[StraightLine]) -> list[list[StraightLine]]:
    """Lines side by side in one row, from left to right."""
    rows: list[list[StraightLine]] = []
    for line in sorted(lines, key=lambda line: (line.head + line.foot, line.left, line.place)):
        last = rows[-1][-1] if rows else None
        overlap = min(last.foot, line.foot) - max(last.head, line.head) if last else 0.0
        if last and overlap > _OVERLAP * min(last.foot - last.head, line.foot - line.head):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: (line.left, line.place)) for row in rows]
