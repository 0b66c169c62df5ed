"""Figures of what all equilibria say of events: over one parameter a chart with every class, over two the maps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from overture.games.kinds import spoken_kind
from overture.games.tree import Floats
from overture.games.view import count, span, told
from overture.report import say
from overture.report.charts.idiom import CHANCES, nice
from overture.report.figure import Figure, Key, missing
from overture.report.plot import INK, Plot, shape, tone
from overture.varying.varied import Bools, Varied

MOST_DOTS = 24  # marks on a line
MOST_CLASSES = 6  # that are drawn, as there are six colours and marks
MOST_HERE = 3  # figures that a result shows unasked in a notebook
BAND = 1e-9  # a range of a probability that is no wider is a point


def figures(varied: Varied) -> list[Figure]:
    """One figure for each event; of two parameters the classes, the class that is selected, and each event."""
    if len(varied.over) == 2:
        from overture.report import plates
        from overture.varying.maps import plate_of_varied

        return plates.figures(plate_of_varied(varied), "varied")
    return [_figure(varied, at) for at in range(len(varied.events))]


def drawn_here(varied: Varied) -> str:
    """The first figures as HTML with SVG in it; nothing without the extra that draws, nor of a map one value wide."""
    if (
        missing()
        or not varied.classes
        or (len(varied.over) == 2 and min(len(each) for _, each in varied.over) < 2)
    ):
        return ""
    return "".join(each._repr_html_() for each in figures(varied)[:MOST_HERE])


def _figure(varied: Varied, event: int) -> Figure:
    lines = [_ClassLine.of(varied, name, event) for name in varied.classes]
    shown = lines[:MOST_CLASSES]
    name, values = varied.over[0]
    rows = tuple((each.name, each.where(values), each.chances()) for each in lines)
    return Figure(
        f"varied-{event + 1}",
        f"Probability of {varied.events[event]} as {name} varies",
        _sentence(varied, event),
        ("class", name, "probability"),
        rows,
        lambda width: _drawn(varied, event, shown, width),
        key=(
            *(Key(f"mark-{at + 1}", each.name) for at, each in enumerate(shown)),
            Key("dashed", "where the logit path ends"),
        ),
    )


class _ClassLine:
    """What one class says of an event: [W] the ends of its range, NaN where it does not exist."""

    def __init__(self, name: str, low: Floats, high: Floats) -> None:
        self.name, self.low, self.high = name, low, high

    @classmethod
    def of(cls, varied: Varied, name: str, event: int) -> _ClassLine:
        here = varied.is_class(name)
        low, high = np.full((2, varied.tree.n_worlds), np.nan)
        low[varied.rows.world[here]] = varied.rows.low[event, here]
        high[varied.rows.world[here]] = varied.rows.high[event, here]
        return cls(spoken_kind(varied.tree, name), low, high)

    @property
    def exists(self) -> Bools:
        return ~np.isnan(self.low)

    def runs(self) -> Iterator[slice]:
        """Neighbouring worlds in which the class exists."""
        edges = np.flatnonzero(np.diff(np.concatenate([[False], self.exists, [False]]).astype(np.int8)))
        return (slice(int(first), int(stop)) for first, stop in zip(edges[::2], edges[1::2], strict=True))

    def where(self, values: Floats) -> str:
        return ", ".join(span(values[run][0], values[run][-1]) for run in self.runs())

    def chances(self) -> str:
        low, high = float(np.nanmin(self.low)), float(np.nanmax(self.high))
        return say.span(say.chance(low), say.chance(high))


def _sentence(varied: Varied, event: int) -> str:
    """What all equilibria leave open, and where the logit path ends at the first and at the last value."""
    name, values = varied.over[0]
    words = varied.words[name]
    axis = f"{name} ({words})" if words else name
    text = f"As {axis} takes {count(len(values), 'value')} from {told(values[0])} to {told(values[-1])}, "
    if varied.classes:
        low, high = float(varied.rows.low[event].min()), float(varied.rows.high[event].max())
        text += f"the probability is {say.span(say.chance(low), say.chance(high))} over all equilibria that were found. "
    else:
        text += "no equilibrium was found. "
    ends = np.flatnonzero(varied.solved)
    if len(ends):
        first, last = (varied.limit[event, at] for at in (ends[0], ends[-1]))
        text += (
            f"The logit path ends at {say.chance(float(first))} where {name} is {told(values[ends[0]])}, and at "
            f"{say.chance(float(last))} where it is {told(values[ends[-1]])}."
        )
    if len(varied.classes) > MOST_CLASSES:
        text += f" Drawn are the {MOST_CLASSES} classes that exist in most worlds; the table has all {len(varied.classes)}."
    short = int((~varied.complete).sum())
    if short:
        text += f" In {count(short, 'world')} the list may lack equilibria."
    return text.strip()


def _drawn(varied: Varied, event: int, lines: list[_ClassLine], width: int) -> Plot:
    name, values = varied.over[0]
    ticks, domain = nice(float(values[0]), float(values[-1]))
    plot = Plot(
        width, domain, ticks=ticks, title=varied.words[name] or name, right=16, top=12, y_domain=(0.0, 1.0),
        y_ticks=CHANCES, height=260,
    )  # fmt: skip
    for at, line in enumerate(lines):
        for run in line.runs():
            _run(plot, at, values[run], line.low[run], line.high[run])
        dots = _dotted(line, at, max(len(lines), -(-len(values) // MOST_DOTS)))
        plot.dots([(float(values[k]), float(line.low[k])) for k in dots], tone(at), shape(at), 44)
    for run in _paths(varied):
        points = [(float(x), float(y)) for x, y in zip(values[run], varied.limit[event, run], strict=True)]
        plot.line(points, INK, dash=True)
        if len(points) == 1:
            plot.dots(points, INK, "circle", 44, hollow=True)
    return plot


def _dotted(line: _ClassLine, at: int, step: int) -> list[int]:
    """The worlds in which a line has a mark: the ends of its runs, and others that differ from class to class, so that
    lines that lie upon each other are told apart."""
    ends = {k for run in line.runs() for k in (run.start, run.stop - 1)}
    return sorted(ends | {k for k in range(at, len(line.low), step) if line.exists[k]})


def _paths(varied: Varied) -> Iterator[slice]:
    """Neighbouring worlds in which the logit path ends at one class; between others it jumps, and no line joins them."""
    rows, worlds = varied.rows, varied.tree.n_worlds
    ends = [""] * worlds
    for row in np.flatnonzero(rows.selected):
        ends[int(rows.world[row])] = rows.name[row]
    first = 0
    for world in range(1, worlds + 1):
        if world == worlds or not ends[world] or ends[world] != ends[first]:
            if varied.solved[first]:
                yield slice(first, world)
            first = world


def _run(plot: Plot, at: int, x: Floats, low: Floats, high: Floats) -> None:
    """A class over neighbouring worlds: a line, or the band of its range."""
    ends = [[(float(a), float(b)) for a, b in zip(x, side, strict=True)] for side in (low, high)]
    if (high - low).max() > BAND:
        if len(x) > 1:
            plot.shape_of([ends[0] + ends[1][::-1]], tone(at), 0.2)
        else:
            plot.shape_of([[ends[0][0], ends[1][0]]], stroke=tone(at), thick=3)
        plot.line(ends[1], tone(at))
    if len(x) > 1:
        plot.line(ends[0], tone(at))
