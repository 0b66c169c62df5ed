"""The precision path as figures: how each prediction moves from noise to full rationality.

The frame is that of :func:`overture.solve.logit.path`: one row for each point of the path and action, with columns point,
precision_range (precision times the payoff range), folds, player, infoset, action, probability.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overture.report import say
from overture.report.atlas import Floats
from overture.report.charts.idiom import CHANCES
from overture.report.figure import SMALL, Figure
from overture.report.plot import INK, Plot, shape, tone

if TYPE_CHECKING:
    import pandas as pd

FIRST = 0.1  # where the axis begins; all before it is noise
SETTLED = 0.01
DRAWN = 160  # points of a line that are drawn
MOST = 12  # panels
MARKS = (0.0, 1.0, 10.0, 100.0, 1000.0)


@dataclass(frozen=True)
class Panel:
    """One information set along the path.

    Attributes:
        precision: [n] times the payoff range, in the order of the path; it may turn back.
        probability: [n, action].
    """

    player: str
    infoset: str
    actions: tuple[str, ...]
    precision: Floats
    probability: Floats

    @property
    def moved(self) -> float:
        """How far the prediction travels, there and back."""
        return float(np.abs(np.diff(self.probability, axis=0)).sum())

    @property
    def settled(self) -> float:
        """The precision from which it stays within 0.01 of its end."""
        far = np.abs(self.probability - self.probability[-1]).max(axis=1) > SETTLED
        last = int(np.flatnonzero(far)[-1]) + 1 if far.any() else 0
        return float(self.precision[min(last, len(self.precision) - 1)])


def panels(path: pd.DataFrame) -> list[Panel]:
    """One for each information set with more than one action, in the order of the game."""
    found = []
    for (player, infoset), rows in path.groupby(["player", "infoset"], sort=False):
        table = rows.pivot_table(index="point", columns="action", values="probability", sort=False)
        if table.shape[1] < 2:
            continue
        precision = rows.groupby("point", sort=True)["precision_range"].first()
        table = table.sort_index()
        found.append(
            Panel(
                str(player),
                str(infoset),
                tuple(str(name) for name in table.columns),
                precision.to_numpy(np.float64),
                table.to_numpy(np.float64),
            )
        )
    return found


def says(path: pd.DataFrame) -> str:
    """How far, how soon settled, how often it turns back, and what is not shown."""
    every = panels(path)
    if not every:
        return "Nobody has a choice here."
    slow = max(every, key=lambda panel: panel.settled)
    folds = int(path["folds"].max())
    text = (
        f"Every prediction stays within {SETTLED} of its end from a precision of {say.ratio(slow.settled)} on; "
        f"the last to settle is {slow.player}, {slow.infoset}. "
    )
    text += (
        f"The path turns back {say.count(folds, 'time')}: there, more precision first means less."
        if folds
        else "The path never turns back."
    )
    if len(every) > MOST:
        text += f" Shown are the {MOST} of {len(every)} information sets whose prediction moves most."
    return text


def figures(path: pd.DataFrame) -> list[Figure]:
    """A figure for each information set; where there are many, those whose prediction moves most."""
    every = panels(path)
    kept = sorted(range(len(every)), key=lambda at: -every[at].moved)[:MOST]
    return [_figure(every[at], f"path-{place + 1}") for place, at in enumerate(sorted(kept))]


def page(path: pd.DataFrame, title: str, version: str, method: str = "", command: str = "") -> str:
    """The path as a page of its own."""
    from overture.report.template import Section, filled

    made = figures(path)
    return filled(
        "path.html",
        title,
        version,
        [Section("path", "The path")],
        {figure.id: figure for figure in made},
        panels=made,
        panels_say=says(path),
        method=method,
        command=command,
    )


def at(panel: Panel, precision: float) -> Floats:
    """[action] the prediction where the path first reaches this precision; its end where it never does."""
    reached = np.flatnonzero(panel.precision >= precision)
    if not len(reached):
        return np.asarray(panel.probability[-1])
    here = int(reached[0])
    if here == 0:
        return np.asarray(panel.probability[0])
    before, after = panel.precision[here - 1], panel.precision[here]
    share = (precision - before) / (after - before) if after > before else 1.0
    mixed: Floats = panel.probability[here - 1] * (1 - share) + panel.probability[here] * share
    return mixed


def _figure(panel: Panel, name: str) -> Figure:
    top = 10.0 ** math.ceil(math.log10(max(10.0, 10 * panel.settled)))
    marks = [mark for mark in MARKS if mark < panel.precision.max()]
    rows = tuple(
        ("noise" if mark == 0 else f"{mark:g}", *(say.chance(float(x)) for x in at(panel, mark)))
        for mark in marks
    )
    end = ("the end", *(say.chance(float(x)) for x in panel.probability[-1]))
    return Figure(
        name,
        f"{panel.player}: {panel.infoset}",
        _sentence(panel),
        ("precision", *panel.actions),
        (*rows, end),
        lambda width: _drawn(panel, width, top),
        widths=(SMALL,),
    )


def _sentence(panel: Panel) -> str:
    """About the action that ends as the likeliest: where it starts, turns, ends."""
    lead = int(panel.probability[-1].argmax())
    line = panel.probability[:, lead]
    start, end = float(line[0]), float(line[-1])
    text = f"“{panel.actions[lead]}” goes from {say.chance(start)} in noise to {say.chance(end)}"
    low, high = int(line.argmin()), int(line.argmax())
    if line[low] < min(start, end) - 0.02:
        text += f", by way of {say.chance(float(line[low]))} at a precision of {say.ratio(float(panel.precision[low]))}"
    elif line[high] > max(start, end) + 0.02:
        text += f", by way of {say.chance(float(line[high]))} at a precision of {say.ratio(float(panel.precision[high]))}"
    return say.sentence(f"{text}; it stays there from a precision of {say.ratio(panel.settled)}")


def _drawn(panel: Panel, width: int, top: float) -> Plot:
    powers = [10.0**power for power in range(-1, int(math.log10(top)) + 1)]
    plot = Plot(
        width,
        (FIRST, top),
        log=True,
        ticks=powers if len(powers) < 7 else powers[::2],
        tick_label="format(datum.value, '~s')",
        title="precision × payoff range (log scale)",
        right=min(120, 14 + max(len(name) for name in panel.actions) * 7),
        top=12,
        y_domain=(0.0, 1.0),
        y_ticks=CHANCES,
        height=170,
    )
    kept = _thinned(panel, top)
    for place in range(len(panel.actions)):
        points = [
            (min(max(float(panel.precision[k]), FIRST), top), float(panel.probability[k, place]))
            for k in kept
        ]
        points.append((top, float(panel.probability[-1, place])))
        plot.line(points, tone(place))
        plot.dots([points[-1]], tone(place), shape(place), 50)
    ends = sorted(range(len(panel.actions)), key=lambda place: float(panel.probability[-1, place]))
    lowest = 0.0
    for place in ends:
        y = max(float(panel.probability[-1, place]), lowest)
        plot.text([(top, y, panel.actions[place])], INK, dx=8, size=11)
        lowest = y + 14 / 170
    return plot


def _thinned(panel: Panel, top: float) -> list[int]:
    """Points of the path within the axes, evenly by how far the line moves."""
    log = np.log10(np.maximum(panel.precision, FIRST))
    inside = int(np.flatnonzero(panel.precision <= top)[-1]) + 1
    step = np.maximum(np.abs(np.diff(log)) / 2, np.abs(np.diff(panel.probability, axis=0)).max(axis=1))
    far = np.concatenate([[0.0], np.cumsum(step)])[:inside]
    wanted = np.linspace(0, far[-1], DRAWN)
    return [int(k) for k in np.unique(np.searchsorted(far, wanted).clip(0, inside - 1))]
