"""The front as a chart: worth to us across, worth to them upward, how often the deal is broken by the mark.

Its numbers stand in the table of the front, below it on the page.
"""

from __future__ import annotations

from overture.report.charts.idiom import nice
from overture.report.deal.facts import DealFacts, lead
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


def front(facts: DealFacts) -> list[Figure]:
    """The chart; none where there is no front."""
    points = facts.judgement.front
    if not points:
        return []
    most = facts.judgement.about.most
    found = lead(facts)
    led = None if found is None else found[1].centre
    shown = [
        place for place in range(len(WORDS)) if any(level(each.broken, most) == place for each in points)
    ]
    x_ticks, x_domain = nice(min(each.net for each in points), max(each.net for each in points))
    y_ticks, y_domain = nice(min(each.theirs for each in points), max(each.theirs for each in points))

    def draw(width: int) -> Plot:
        plot = Plot(
            width, x_domain, ticks=x_ticks, title="worth to us, less what the clauses cost", right=16, left=44,
            height=0.6 * width if width < WIDE else 300, y_domain=y_domain, y_ticks=y_ticks,
        )  # fmt: skip
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
        if led is not None:
            plot.dots([(led.net, led.theirs)], INK, "circle", 190, hollow=True)
            plot.text([(led.net, led.theirs, "proposed")], INK, "right", dx=-10, size=11)
        return plot

    rows = tuple((worth(each.net), worth(each.theirs), chance(each.broken)) for each in points)
    return [
        Figure(
            "front",
            "What trades against what",
            "Each mark is one set of terms that meet the demand at the middle of all ranges; none of the others is at least as good in all three and better in one.",
            ("worth to us less cost", "worth to them", "chance that it is broken"),
            rows,
            draw,
            (WIDE, NARROW),
            tuple(Key(f"mark-{TONE[place] + 1}", WORDS[place]) for place in shown),
        )
    ]


def level(broken: float, most: float) -> int:
    """Which of :data:`WORDS` a chance of a breach falls under, ``most`` being what the demand allows."""
    return 0 if broken <= NEVER else 1 if broken <= most / 2 + 1e-12 else 2
