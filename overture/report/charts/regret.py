"""The regret certificate as a figure."""

from __future__ import annotations

import math

from overture.judgement.judgement import Judgement
from overture.report import say
from overture.report.charts.idiom import gutter
from overture.report.figure import WIDE, Figure
from overture.report.plot import INK, Plot, tone


def regret(judgement: Judgement) -> Figure | None:
    certificate = judgement.certificate
    if not certificate.regret_quantiles:
        return None
    pairs = sorted((float(name), amount) for name, amount in certificate.regret_quantiles.items())
    low, high = 1e-17, max(1e-2, *(amount for _, amount in pairs))
    powers = [10.0**power for power in range(-16, math.ceil(math.log10(high)) + 1, 2)]

    def label(quantile: float) -> str:
        return "the worst" if quantile >= 1 else f"{100 * quantile:g}% are below"

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (low, powers[-1]),
            log=True,
            ticks=powers if width == WIDE else powers[::2],
            tick_label="format(datum.value, '.0e')",
            gutter=gutter(width, ["the worst, 99% are below"]),
            right=78,
            title="largest conditional regret, share of the payoff range (log scale)"
            if width == WIDE
            else "regret, share of the payoff range",
        )
        for quantile, amount in pairs:
            y = plot.row(label(quantile), 24)
            plot.ranges([(low, amount, y)], tone(1), 2, 0.5)
            plot.dots([(amount, y)], tone(1), "circle", 70, tips=[f"{label(quantile)}: {say.small(amount)}"])
            plot.text([(powers[-1], y, say.small(amount))], INK, dx=9)
        return plot

    return Figure(
        "regret",
        "The regret certificate",
        f"In the worst of {say.count(certificate.found, 'equilibrium', 'equilibria')} nobody could gain more than "
        f"{say.small(certificate.max_regret)} of the payoff range by doing otherwise, at any information set.",
        ("quantile", "largest conditional regret"),
        tuple((label(quantile), say.small(amount)) for quantile, amount in pairs),
        draw,
    )
