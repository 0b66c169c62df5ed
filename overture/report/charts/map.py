"""How a map is drawn: its axes, its regions with their borders and tags, thresholds, the case's own values."""

from __future__ import annotations

import numpy as np

from overture.report import say
from overture.report.atlas import Axis, Cuts, Ints, Plate
from overture.report.charts.idiom import nice
from overture.report.figure import WIDE
from overture.report.plot import CHAR, INK, SOFT, Plot, tone
from overture.report.trace import Ring, borders, middle, regions

MOST_MARKED = 400  # points of a map that are marked
FEWEST = 0.002  # share of the map below which a region carries no tag
TALL = 13.0  # pixels from one line of words to the next


def own(plate: Plate) -> tuple[int, int] | None:
    """Row and column of the grid point nearest to the case's own values; None where they are not on the map.

    A point stands for its surroundings: half a step beyond the outermost points is still on the map.
    """
    found = []
    for axis in (plate.y, plate.x):
        before, after = (axis.value[1] - axis.value[0]) / 2, (axis.value[-1] - axis.value[-2]) / 2
        if axis.now is None or not axis.value[0] - before <= axis.now <= axis.value[-1] + after:
            return None
        found.append(int(np.argmin(np.abs(axis.value - axis.now))))
    return found[0], found[1]


def empty(plate: Plate, width: int) -> Plot:
    """The axes of a map."""
    x, y = plate.x, plate.y
    inside = width - 40 - 16
    plot = Plot(
        width,
        (float(x.value[0]), float(x.value[-1])),
        ticks=_ticks(x),
        title=f"{x.words} ({x.unit})" if x.unit else x.words,
        right=16,
        top=30,
        left=40,
        y_domain=(float(y.value[0]), float(y.value[-1])),
        y_ticks=_ticks(y),
        height=round(inside * (0.62 if width == WIDE else 0.8)),
    )
    words = f"↑ {y.words} ({y.unit})" if y.unit else f"↑ {y.words}"
    plot.text(
        [(None, float(y.value[-1]), say.fitted(words, int(width / 5.8)))], SOFT, dx=-38, dy=-18, size=11
    )
    return plot


def _ticks(axis: Axis) -> list[float]:
    low, high = float(axis.value[0]), float(axis.value[-1])
    return [tick for tick in nice(low, high)[0] if low <= tick <= high]


def mapped(plate: Plate, rings: list[Ring]) -> list[Ring]:
    """From columns and rows of the grid to units of the axes."""
    columns, rows = np.arange(len(plate.x.value)), np.arange(len(plate.y.value))
    return [
        [
            (float(np.interp(u, columns, plate.x.value)), float(np.interp(v, rows, plate.y.value)))
            for u, v in ring
        ]
        for ring in rings
    ]


PlacedNames = list[
    tuple[float, float, float]
]  # left end, right end and height of names, in units of the axes


def named(
    plate: Plate, plot: Plot, label: Ints, at: int, words: str, others: PlacedNames, weight: str = "bold"
) -> None:
    """The name of a region in its middle, where there is room for it beside the ``others``, which it joins."""
    if (label == at).mean() < FEWEST:
        return
    (where,) = mapped(plate, [[middle(label, at)]])[0]
    left, right = plot.domain
    half = (len(words) * CHAR * (1.2 if weight == "bold" else 1) / 2 + 3) / plot.box[2] * (right - left)
    x = min(max(where[0], left + half), right - half)
    line = TALL / plot.box[3] * float(plate.y.value[-1] - plate.y.value[0])
    if any(x - half < end and start < x + half and abs(where[1] - y) < line for start, end, y in others):
        return
    others.append((x - half, x + half, where[1]))
    above = -9.0 if _marked(plate) else 0.0  # beside a point and not on it
    plot.text([(x, where[1], words)], INK, "center", dy=above, weight=weight)


def _marked(plate: Plate) -> bool:
    return not plate.traced and plate.selected.size <= MOST_MARKED


def finished(plate: Plate, plot: Plot) -> None:
    """The points of a map that is drawn as cells, thresholds in closed form, and the case's own values."""
    if _marked(plate):
        points = [(float(x), float(y)) for y in plate.y.value for x in plate.x.value]
        plot.dots(points, SOFT, "circle", 14)
    for line in plate.lines:
        inside = (
            (line.x >= plate.x.value[0])
            & (line.x <= plate.x.value[-1])
            & (line.y >= plate.y.value[0])
            & (line.y <= plate.y.value[-1])
        )
        if inside.sum() > 1:
            points = [(float(x), float(y)) for x, y in zip(line.x[inside], line.y[inside], strict=True)]
            plot.shape_of([points], stroke=INK, thick=1.4, dash=True, tip=line.words)
    if own(plate) is not None and plate.x.now is not None and plate.y.now is not None:
        low, high = float(plate.y.value[0]), float(plate.y.value[-1])
        plot.dots(
            [(plate.x.now, min(max(plate.y.now, low), high))],
            INK,
            "cross",
            90,
            tips=["the case’s own values"],
        )


def _fill(place: int) -> tuple[str, float]:
    return tone(place), 0.34 if place < 6 else 0.15


def labelled(
    plate: Plate,
    width: int,
    label: Ints,
    cuts: Cuts | None,
    hues: list[int],
    tags: list[str],
    tips: list[str],
) -> Plot:
    """A map of labels 0, 1, ...: filled regions, their borders, their tags."""
    plot = empty(plate, width)
    for at, rings in sorted(regions(label, cuts).items()):
        if hues[at] >= 0:
            colour, faint = _fill(hues[at])
            plot.shape_of(mapped(plate, rings), colour, faint, tip=tips[at])
    lines = [line for each in borders(label, cuts).values() for line in each]
    if lines:
        plot.shape_of(mapped(plate, lines), stroke=INK, thick=1.1)
    others: PlacedNames = []
    for at, tag in enumerate(tags):
        named(plate, plot, label, at, tag, others)
    finished(plate, plot)
    return plot
