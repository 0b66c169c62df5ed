"""The precision path as figures: how each prediction moves from noise to full rationality.

The frame is that of :func:`overture.solvers.path.logit.path`: one row for each point of the path and action, with columns point,
precision_range (precision times the payoff range), folds, player, infoset, action, probability.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from overture.games.show import choice_words
from overture.report import say
from overture.report.atlas import Floats
from overture.report.charts.idiom import CHANCES
from overture.report.figure import SMALL, Figure
from overture.report.plot import INK, Plot, shape, tone
from overture.wording import capital

if TYPE_CHECKING:
    import pandas as pd

    from overture.games.spoken import SpokenGame
    from overture.games.tree import Tree

FIRST = 0.1  # where the axis begins; all before it is noise
SETTLED = 0.01
SAME_LINE = 0.005  # of a probability: two lines that are nearer everywhere are drawn as one
DRAWN = 160  # points of a line that are drawn
MOST = 12  # panels
MARKS = (0.0, 1.0, 10.0, 100.0, 1000.0)


@dataclass(frozen=True)
class Panel:
    """One information set along the path.

    Attributes:
        precision: [n] times the payoff range, in the order of the path; it may turn back.
        probability: [n, action].
        end: [action] the limit where it is known, else the last point of the path.
        known: whether ``end`` is the limit.
        alike: how many other sets of the same decision move in the same way.
    """

    player: str
    infoset: str
    actions: tuple[str, ...]
    precision: Floats
    probability: Floats
    end: Floats
    known: bool
    alike: int = 0

    @property
    def title(self) -> str:
        """Who decides what: "The ministry: release"."""
        return f"{self.player}: {self.infoset.partition(' | ')[0]}"

    @property
    def seen(self) -> str:
        """What the player has seen; "" where that is nothing, or is not known."""
        return self.infoset.partition(" | ")[2]

    @property
    def moved(self) -> float:
        """How far the prediction travels, there and back."""
        return float(np.abs(np.diff(self.probability, axis=0)).sum())

    @property
    def settled(self) -> float:
        """The precision from which it stays within 0.01 of its end; infinite where the path ends before."""
        far = np.abs(self.probability - self.end).max(axis=1) > SETTLED
        if not far.any():
            return float(self.precision[0])
        last = int(np.flatnonzero(far)[-1]) + 1
        return float(self.precision[last]) if last < len(self.precision) else math.inf

    def moves_as(self, other: Panel) -> bool:
        """Whether it is the same decision of the same player and moves alike."""
        return (
            (self.title, self.actions) == (other.title, other.actions)
            and float(np.abs(self.probability - other.probability).max()) < SAME_LINE
            and float(np.abs(self.end - other.end).max()) < SAME_LINE
        )


def in_words(path: pd.DataFrame, tree: Tree, spoken: SpokenGame) -> pd.DataFrame:
    """The frame of a path with players, information sets and choices in the words of the game."""
    labels, points = tree.labels, len(path) // max(tree.n_actions, 1)
    players = [tree.players[tree.set_player[at]] for at in range(tree.n_infosets)]
    places = [spoken.move(name) for name in labels.set_name]
    for at, seen in enumerate(labels.seen):
        if seen:
            places[at] += f" | that {spoken.history(seen, players[at])}"
    sets = tree.infoset_of_action
    choices = [choice_words(tree, action, spoken) for action in range(tree.n_actions)]
    return path.assign(
        player=[capital(spoken.name(players[at])) for at in sets] * points,
        infoset=[places[at] for at in sets] * points,
        action=choices * points,
    )


def panels(path: pd.DataFrame, limit: Floats | None = None) -> list[Panel]:
    """One for each information set with more than one action, in the order of the game.

    Args:
        limit: [action] of the whole tree, in the order of the frame: what the path tends to.
    """
    size = int((path["point"] == path["point"].iloc[0]).sum())
    first = path.iloc[:size]
    precision = path["precision_range"].to_numpy(np.float64)[::size]
    probability = path["probability"].to_numpy(np.float64).reshape(-1, size)
    keys = list(zip(first["player"], first["infoset"], first["action"], strict=True))
    found = []
    for here in _sets(keys):
        if len(here) < 2:
            continue
        player, infoset, _ = keys[here[0]]
        line = probability[:, here]
        end = line[-1] if limit is None else limit[here]
        actions = tuple(str(keys[at][2]) for at in here)
        found.append(Panel(str(player), str(infoset), actions, precision, line, end, limit is not None))
    return found


def _sets(keys: list[tuple[str, str, str]]) -> list[list[int]]:
    """Rows of each information set: a new one begins with another name, or where an action comes again."""
    found: list[list[int]] = []
    for at, (player, infoset, action) in enumerate(keys):
        last = [keys[row] for row in found[-1]] if found else []
        if not last or last[0][:2] != (player, infoset) or action in [key[2] for key in last]:
            found.append([])
        found[-1].append(at)
    return found


def gathered(every: list[Panel]) -> list[Panel]:
    """Panels that move alike as one, which counts the others."""
    kept: list[Panel] = []
    for panel in every:
        for place, other in enumerate(kept):
            if panel.moves_as(other):
                kept[place] = replace(other, alike=other.alike + 1)
                break
        else:
            kept.append(panel)
    return kept


def says(path: pd.DataFrame, limit: Floats | None = None) -> str:
    """How far, how soon settled, how often it turns back, and what is not shown."""
    every = panels(path, limit)
    if not every:
        return "Nobody has a choice here."
    folds, end = int(path["folds"].max()), float(path["precision_range"].max())
    late = [panel for panel in every if math.isinf(panel.settled)]
    if not late:
        slow = max(every, key=lambda panel: panel.settled)
        text = (
            f"Every prediction stays within {SETTLED} of its end from a precision of {say.ratio(slow.settled)} on; "
            f"the last to settle is “{slow.title}”{f', given {slow.seen}' * bool(slow.seen)}. "
        )
    else:
        text = (
            f"The path was followed to a precision of {say.ratio(end)}; {len(late)} of {len(every)} predictions {'is' if len(late) == 1 else 'are'} then "
            f"still more than {SETTLED} from the limit, which was solved for exactly. "
        )
    text += (
        f"The path turns back {say.count(folds, 'time')}: there, more precision first means less."
        if folds
        else "The path never turns back."
    )
    different = gathered(every)
    if len(different) < len(every):
        text += f" Sets of one decision that move alike share a figure ({len(every)} sets, {len(different)} figures)."
    if len(different) > MOST:
        text += f" Shown are the {MOST} whose prediction moves most."
    return text


def figures(path: pd.DataFrame, limit: Floats | None = None) -> list[Figure]:
    """A figure for each information set that moves in its own way; where there are many, those that move most."""
    every = gathered(panels(path, limit))
    kept = sorted(range(len(every)), key=lambda at: -every[at].moved)[:MOST]
    finite = [every[at].settled for at in kept if math.isfinite(every[at].settled)]
    reach = max([10.0, 3 * max(finite, default=0.0), float(path["precision_range"].max())])
    top = 10.0 ** min(5, math.ceil(math.log10(reach)))
    return [_figure(every[at], f"path-{place + 1}", top) for place, at in enumerate(sorted(kept))]


def page(
    path: pd.DataFrame,
    title: str,
    version: str,
    limit: Floats | None = None,
    method: str = "",
    command: str = "",
) -> str:
    """The path as a page of its own."""
    from overture.report.template import TemplateSection, filled

    made = figures(path, limit)
    return filled(
        "path.html",
        title,
        version,
        [TemplateSection("path", "The path")],
        {figure.id: figure for figure in made},
        panels=made,
        panels_say=says(path, limit),
        method=method,
        command=command,
    )


def at(panel: Panel, precision: float) -> Floats:
    """[action] the prediction where the path first reaches this precision; its end where it never does."""
    reached = np.flatnonzero(panel.precision >= precision)
    if not len(reached):
        return panel.end
    here = int(reached[0])
    if here == 0:
        return np.asarray(panel.probability[0])
    before, after = panel.precision[here - 1], panel.precision[here]
    share = (precision - before) / (after - before) if after > before else 1.0
    mixed: Floats = panel.probability[here - 1] * (1 - share) + panel.probability[here] * share
    return mixed


def _figure(panel: Panel, name: str, top: float) -> Figure:
    marks = [mark for mark in MARKS if mark < panel.precision.max()]
    rows = tuple(
        ("noise" if mark == 0 else f"{mark:g}", *(say.chance(float(x)) for x in at(panel, mark)))
        for mark in marks
    )
    end = ("the limit" if panel.known else "the end", *(say.chance(float(x)) for x in panel.end))
    return Figure(
        name,
        panel.title,
        _sentence(panel),
        ("precision", *panel.actions),
        (*rows, end),
        lambda width: _drawn(panel, width, top),
        widths=(SMALL,),
    )


def _sentence(panel: Panel) -> str:
    """About the action that ends as the likeliest: where it starts, turns, ends."""
    lead = int(panel.end.argmax())
    line = panel.probability[:, lead]
    start, end = float(line[0]), float(panel.end[lead])
    text = f"Given {panel.seen}" if panel.seen else "At the outset"
    if panel.alike:
        text += f" (and in {say.count(panel.alike, 'other set')} that {'moves' if panel.alike == 1 else 'move'} alike)"
    text += f": “{panel.actions[lead]}” goes from {say.chance(start)} in noise to {say.chance(end)}"
    low, high = int(line.argmin()), int(line.argmax())
    if line[low] < min(start, end) - 0.02:
        text += f", by way of {say.chance(float(line[low]))} at a precision of {say.ratio(float(panel.precision[low]))}"
    elif line[high] > max(start, end) + 0.02:
        text += f", by way of {say.chance(float(line[high]))} at a precision of {say.ratio(float(panel.precision[high]))}"
    if math.isfinite(panel.settled):
        return say.sentence(f"{text}; it stays there from a precision of {say.ratio(panel.settled)}")
    return say.sentence(f"{text}; the path was not followed until it stays there")


def _drawn(panel: Panel, width: int, top: float) -> Plot:
    powers = [10.0**power for power in range(-1, int(math.log10(top)) + 1)]
    plot = Plot(
        width,
        (FIRST, top),
        log=True,
        ticks=powers if len(powers) < 7 else powers[::2],
        tick_label="datum.value < 1 ? '0.1' : format(datum.value, '~s')",
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
        plot.line(points, tone(place))
        end = (top, float(panel.end[place]))
        if points[-1][0] < top:
            plot.dashed(points[-1], end, tone(place))
        plot.dots([end], tone(place), shape(place), 50)
    ends = sorted(range(len(panel.actions)), key=lambda place: float(panel.end[place]))
    lowest = 0.0
    for place in ends:
        y = max(float(panel.end[place]), lowest)
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
