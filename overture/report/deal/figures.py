"""The front as a chart: worth to us across, worth to them upward, how often the deal is broken by the mark.

Its numbers stand in the table of the front, below it on the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from overture.report.charts.idiom import nice
from overture.report.deal.facts import DealFacts, every
from overture.report.digits import chance, worth
from overture.report.figure import NARROW, WIDE, Figure, Key
from overture.report.plot import INK, SOFT, Plot, shape, tone

WORDS = (
    "broken never or hardly ever",
    "broken at most half as often as the demand allows",
    "broken more often, within the demand",
)
TONE = (1, 2, 0)  # of each level
NEVER = 0.005
OFFERED = "as offered"
TOGETHER = 0.015  # of worth, both together: terms that are nearer have one mark
NARROWEST = 0.06  # an axis is no shorter
LINE_HEIGHT = 14.0  # pixels


def front(facts: DealFacts) -> list[Figure]:
    """The chart; none where there is no front."""
    points = facts.judgement.front
    if not points:
        return []
    most = facts.judgement.about.most
    named = marked(facts)
    shown = [
        place for place in range(len(WORDS)) if any(level(each.broken, most) == place for each in points)
    ]
    x_ticks, x_domain = _axis([*(each.net for each in points), *(each.x for each in named)])
    y_ticks, y_domain = _axis([*(each.theirs for each in points), *(each.y for each in named)])

    def draw(width: int) -> Plot:
        plot = Plot(
            width, x_domain, ticks=x_ticks, title="worth to us, less what the clauses cost", right=16, left=44,
            height=0.6 * width if width < WIDE else 300, y_domain=y_domain, y_ticks=y_ticks,
        )  # fmt: skip
        for each, dy in zip(named, _apart(named, y_domain, plot.height), strict=True):
            offered = each.words.startswith(OFFERED)
            form, size = ("cross", 110) if offered else ("circle", 190)
            plot.dots([(each.x, each.y)], INK, form, size, hollow=True)
            right = each.x > (x_domain[0] + x_domain[1]) / 2
            side, dx = ("right", -12) if right else ("left", 12)
            plot.text([(each.x, each.y, each.words)], INK, side, dx=dx, dy=dy, size=11)
        for place in shown:
            rows = [each for each in points if level(each.broken, most) == place]
            tips = [
                f"us {worth(each.net)}, them {worth(each.theirs)}, broken {chance(each.broken)}"
                for each in rows
            ]
            plot.dots(
                [(each.net, each.theirs) for each in rows],
                tone(TONE[place]),
                shape(TONE[place]),
                46,
                tips=tips,
            )
        plot.text([(x_domain[0], y_domain[1], f"worth to {facts.them.text}")], SOFT, dx=4, dy=-4, size=11)
        return plot

    rows = tuple((worth(each.net), worth(each.theirs), chance(each.broken)) for each in points)
    return [
        Figure(
            "front",
            "What trades against what",
            "Each mark is one set of terms that meet the demand at the middle of all ranges; none of the others is at least as good in all three and better in one. Rings are the terms that were found by name, the cross is the offer as it stands, which need not meet the demand.",
            ("worth to us less cost", "worth to them", "chance that it is broken"),
            rows,
            draw,
            (WIDE, NARROW),
            tuple(Key(f"mark-{TONE[place] + 1}", WORDS[place]) for place in shown),
        )
    ]


@dataclass(frozen=True)
class MarkedTerms:
    """Terms with a name, where they lie in the chart."""

    x: float
    y: float
    words: str


def marked(facts: DealFacts) -> list[MarkedTerms]:
    """The terms as offered and those that were found, those that lie together under one mark."""
    found: list[tuple[float, float, list[str]]] = []
    for name, each, _ in every(facts):
        x, y = each.centre.net, each.centre.theirs
        near = next((one for one in found if abs(one[0] - x) + abs(one[1] - y) < TOGETHER), None)
        if near is None:
            found.append((x, y, [str(name)]))
        else:
            near[2].append(str(name))
    return [MarkedTerms(x, y, "; ".join(names)) for x, y, names in found]


def _apart(named: Sequence[MarkedTerms], domain: tuple[float, float], height: float) -> list[float]:
    """By how many pixels each name is moved down, so that no two lie on one line that are close."""
    scale = height / (domain[1] - domain[0])
    moved, last = [0.0] * len(named), -math.inf
    for at in sorted(range(len(named)), key=lambda at: (-named[at].y, -named[at].x)):
        place = max((domain[1] - named[at].y) * scale, last + LINE_HEIGHT)
        moved[at], last = place - (domain[1] - named[at].y) * scale, place
    return moved


def _axis(values: Sequence[float]) -> tuple[list[float], tuple[float, float]]:
    """Round ticks about the values, far enough apart that two decimals tell them from each other."""
    low, high = min(values), max(values)
    room = max(NARROWEST - (high - low), 0.0) / 2
    return nice(low - room, high + room)


def level(broken: float, most: float) -> int:
    """Which of :data:`WORDS` a chance of a breach falls under, ``most`` being what the demand allows."""
    return 0 if broken <= NEVER else 1 if broken <= most / 2 + 1e-12 else 2
