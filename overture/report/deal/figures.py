"""The front as a chart: worth to us across, worth to them upward, how often the deal is broken by the mark.

Its numbers stand in the table of the front, below it on the page.
"""

from __future__ import annotations

from overture.report.charts.idiom import nice
from overture.report.deal.facts import DealFacts
from overture.report.digits import chance, worth
from overture.report.figure import NARROW, WIDE, Figure, Key
from overture.report.plot import INK, Plot, shape, tone

LEVELS = (
    (0.005, "broken never or hardly ever"),
    (0.05, "broken up to one time in twenty"),
    (1.0, "broken more often"),
)


def front(facts: DealFacts) -> list[Figure]:
    """The chart; none where there is no front."""
    points = facts.judgement.front
    if not points:
        return []
    x_ticks, x_domain = nice(min(each.net for each in points), max(each.net for each in points))
    y_ticks, y_domain = nice(min(each.theirs for each in points), max(each.theirs for each in points))

    def draw(width: int) -> Plot:
        plot = Plot(
            width, x_domain, ticks=x_ticks, title="worth to us, less what the clauses cost", right=16, left=44,
            height=0.6 * width if width < WIDE else 300, y_domain=y_domain, y_ticks=y_ticks,
        )  # fmt: skip
        for place, (_, _) in enumerate(LEVELS):
            rows = [each for each in points if level(each.broken) == place]
            tips = [
                f"us {worth(each.net)}, them {worth(each.theirs)}, broken {chance(each.broken)}"
                for each in rows
            ]
            plot.dots([(each.net, each.theirs) for each in rows], tone(place), shape(place), 46, tips=tips)
        plot.text([(x_domain[0], y_domain[1], "worth to them")], INK, dx=4, dy=-2)
        return plot

    rows = tuple((worth(each.net), worth(each.theirs), chance(each.broken)) for each in points)
    return [
        Figure(
            "front",
            "What trades against what",
            "Each mark is one set of terms that no others judged beat in all three.",
            ("worth to us less cost", "worth to them", "chance that it is broken"),
            rows,
            draw,
            (WIDE, NARROW),
            tuple(Key(f"mark-{place + 1}", words) for place, (_, words) in enumerate(LEVELS)),
        )
    ]


def level(broken: float) -> int:
    """Which of :data:`LEVELS` a chance falls into."""
    return next(at for at, (most, _) in enumerate(LEVELS) if broken <= most + 1e-12)
