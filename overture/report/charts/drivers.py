"""What drives an answer, as figures: Sobol indices with their intervals, the swings of a tornado, the bounds of a box."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

import numpy as np

from overture.design.drivers.estimates import Estimate
from overture.design.drivers.indices import SobolIndices
from overture.design.drivers.scenario import ScenarioRule
from overture.design.drivers.tornado import Tornado
from overture.report import say
from overture.report.charts.idiom import CHANCES, nice
from overture.report.figure import Figure, Key
from overture.report.plot import CHAR, INK, LINE, Plot, shape, tone

ROW, THICK = 24, 8.0  # pixels of a row, and of a bar


@singledispatch
def figures(found: object) -> list[Figure]:
    """The figures of Sobol indices or of a tornado, one for each answer, or that of a scenario rule.

    :func:`overture.report.export.save` writes one to a file.
    """
    raise TypeError(f"{type(found).__name__} has no figures here")


@figures.register
def _(found: SobolIndices) -> list[Figure]:
    return [_indices(found, at) for at in range(len(found.answers))]


@figures.register
def _(found: Tornado) -> list[Figure]:
    return [_tornado(found, at) for at in range(len(found.answers))]


@figures.register
def _(found: ScenarioRule) -> list[Figure]:
    return [_rule(found)] if found.box is not None and found.box.bounds else []


def _rows(
    width: int, names: Sequence[str], ends: tuple[float, float], ticks: list[float], title: str
) -> Plot:
    """An empty plot with a row for each name, the names at the left of the axis' start."""
    room = CHAR * max(map(len, names), default=0) + 12
    reach = (ends[1] - ends[0]) * (width - 52) / max(60.0, width - 52 - room)
    domain = (ends[1] - reach, ends[1])
    plot = Plot(width, domain, ticks=ticks, title=title, height=ROW * max(1, len(names)))
    plot.text([(None, _row(at), name) for at, name in enumerate(names)])
    return plot


def _row(at: int) -> float:
    return ROW * (at + 0.5)


def _bar(plot: Plot, at: int, start: float, end: float, colour: str, thick: float, tip: str = "") -> None:
    """A bar from start to end in a row; ``Plot.shape_of`` counts from the foot of the plot."""
    middle = plot.height - _row(at)
    low, high = middle - thick / 2, middle + thick / 2
    plot.shape_of([[(start, low), (end, low), (end, high), (start, high)]], colour, tip=tip)


# --- Sobol indices ------------------------------------------------------------------------------------


def _indices(found: SobolIndices, k: int) -> Figure:
    each, names, order = found.indices[k], found.plan.names, found.ranked(k)

    def ends(index: object, axis: int) -> str:
        value, low, high = (float(getattr(index, part)[axis]) for part in ("value", "low", "high"))
        return f"{say.worth(value)} ({say.worth(low)} to {say.worth(high)})"

    rows = [(names[at], ends(each.first, at), ends(each.total, at)) for at in order]
    rows += [(name, "no effect", "no effect") for at, name in enumerate(names) if not found.effect[k, at]]
    return Figure(
        f"indices-{k + 1}",
        f"What drives {found.answers[k]}",
        found.summary().splitlines()[k + 1],
        ("input", "first-order index", "total index"),
        tuple(rows),
        lambda width: _indices_drawn(found, k, width),
        key=(Key("mark-1", "total index"), Key("hollow", "first-order index")),
    )


Ends = tuple[float, float, float]  # an index, and the ends of its interval


def _indices_drawn(found: SobolIndices, k: int, width: int) -> Plot:
    each = found.indices[k]

    def ends(index: Estimate, at: int) -> Ends:
        return float(index.value[at]), float(index.low[at]), float(index.high[at])

    return index_plot(
        [(found.plan.names[at], ends(each.total, at), ends(each.first, at)) for at in found.ranked(k)], width
    )


def index_plot(rows: Sequence[tuple[str, Ends, Ends]], width: int) -> Plot:
    """A row for each input, by its name: the total index and, hollow below it, the first-order one, with their intervals."""
    low = min([0.0, *(first[1] for _, _, first in rows)])
    high = max([1.0, *(total[2] for _, total, _ in rows)])
    plot = _rows(width, [name for name, _, _ in rows], (low, high), CHANCES, "share of the variance")
    for row, (name, total, first) in enumerate(rows):
        for (value, least, most), down, hollow in ((total, -5.0, False), (first, 5.0, True)):
            y = _row(row) + down
            plot.line([(plot.clip(least), y), (plot.clip(most), y)], tone(0))
            tip = f"{name}: {'first-order' if hollow else 'total'} {say.worth(value)}"
            plot.dots([(value, y)], tone(0), shape(0), 50, hollow, [tip])
    return plot


# --- the tornado --------------------------------------------------------------------------------------


def _tornado(found: Tornado, k: int) -> Figure:
    order = found.ranked(k)
    rows = tuple(
        (
            found.names[at],
            f"{found.low[at]:.3g} to {found.high[at]:.3g}",
            f"{found.at_low[k, at]:.4g} to {found.at_high[k, at]:.4g}".replace("-", say.MINUS),
            say.worth(float(found.total[k, at])),
        )
        for at in order
    )
    return Figure(
        f"tornado-{k + 1}",
        f"{found.answers[k]} as one input moves",
        found.summary().splitlines()[k],
        ("input", "from 5 % to 95 % of its range", "the answer", "total index"),
        rows,
        lambda width: _tornado_drawn(found, k, width),
        key=(Key("fill-1", "from one end to the other"), Key("hollow", "at the low end of the input"),
             Key("tick", "all inputs at their modes")),
    )  # fmt: skip


def _tornado_drawn(found: Tornado, k: int, width: int) -> Plot:
    order, base = found.ranked(k), float(found.base[k])
    reached = np.concatenate([found.at_low[k], found.at_high[k], found.base[k : k + 1]])
    low, high = float(reached.min()), float(reached.max())
    ticks, ends = nice(low, high) if high > low else nice(low - 0.5, low + 0.5)
    plot = _rows(width, [found.names[at] for at in order], ends, ticks, found.answers[k])
    for row, at in enumerate(order):
        start, end = float(found.at_low[k, at]), float(found.at_high[k, at])
        _bar(plot, row, start, end, tone(0), THICK, f"{found.names[at]}: {start:.4g} to {end:.4g}")
        plot.dots([(start, _row(row))], tone(0), shape(0), 50, hollow=True)
    plot.line([(base, 0.0), (base, float(plot.height))], INK)
    return plot


# --- a rule -------------------------------------------------------------------------------------------


def _rule(found: ScenarioRule) -> Figure:
    spans = _spans(found)
    return Figure(
        "rule",
        f"Where it {'fails' if found.of == 'failure' else 'succeeds'}",
        found.summary(),
        ("input", "its range", "in the box"),
        tuple(
            (name, f"{low:.3g} to {high:.3g}", f"{start:.3g} to {end:.3g}")
            for name, low, high, start, end in spans
        ),
        lambda width: _rule_drawn(spans, width),
        key=(Key("fill-1", "in the box"),),
    )


def _spans(found: ScenarioRule) -> list[tuple[str, float, float, float, float]]:
    """Each bounded input: its name, the ends of its values, and those of the box."""
    spans: dict[int, tuple[str, float, float, float, float]] = {}
    for each in found.box.bounds if found.box is not None else ():
        values = found.points[:, each.axis]
        low, high = float(values.min()), float(values.max())
        _, _, _, start, end = spans.get(each.axis, ("", low, high, low, high))
        start, end = (each.value, end) if each.at_least else (start, each.value)
        spans[each.axis] = (found.names[each.axis], low, high, start, end)
    return list(spans.values())


def _rule_drawn(spans: list[tuple[str, float, float, float, float]], width: int) -> Plot:
    plot = _rows(width, [name for name, *_ in spans], (0.0, 1.0), CHANCES, "share of the input's range")
    for row, (name, low, high, start, end) in enumerate(spans):
        _bar(plot, row, 0.0, 1.0, LINE, THICK)
        inside = ((start - low) / (high - low), (end - low) / (high - low))
        _bar(plot, row, *inside, tone(0), THICK, f"{name}: {start:.3g} to {end:.3g}")
    return plot
