"""Each act as a test between the first two hypotheses."""

from __future__ import annotations

import math

from overture.judgement.judgement import Judgement
from overture.report import say
from overture.report.charts.idiom import classes, gutter, headed
from overture.report.figure import WIDE, Figure, Key
from overture.report.plot import INK, SOFT, Plot, shape, tone


def ratios(judgement: Judgement) -> Figure | None:
    signals = [signal for signal in judgement.signals if signal.ratios]
    if not signals:
        return None
    names = classes(judgement)
    first, _, second = signals[0].over.partition(":")
    first, second = first.strip(), second.strip()
    every = [x for signal in signals for part in signal.ratios for x in (part.low, part.middle, part.high)]
    finite = [x for x in every if 0 < x < math.inf]
    reach = max([3.0, *finite, *(1 / x for x in finite)])
    edge = min(1000.0, reach * 1.3)
    ticks = [x for x in (0.001, 0.01, 0.1, 0.5, 1, 2, 10, 100, 1000) if 1 / edge <= x <= edge]

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (1 / edge, edge),
            log=True,
            ticks=ticks,
            tick_label="format(datum.value, '~r')",
            gutter=gutter(width, names),
            right=96 if width == WIDE else 84,
            title=f"← says {second}   ·   likelihood ratio (log scale)   ·   says {first} →",
        )
        plot.upright(1.0, dash=False)
        for signal in signals:
            plot.heading(headed(signal.words))
            for part in signal.ratios:
                place = names.index(part.equilibrium)
                y = plot.row(part.equilibrium, 24)
                open_ = part.undetermined >= 0.5
                tip = f"{part.equilibrium}: {say.ratio(part.middle)} ({say.ratio(part.low)} to {say.ratio(part.high)})"
                if open_:
                    tip += ", undetermined: only a tie decides"
                plot.ranges([(part.low, part.high, y)], tone(place), 6, 0.3, dash=open_, tips=[tip])
                plot.dots([(part.middle, y)], tone(place), shape(place), 75, hollow=open_, tips=[tip])
                words = "undetermined" if open_ else say.ratio(part.middle)
                plot.text([(edge, y, words)], SOFT if open_ else INK, dx=9)
        return plot

    silent = [signal.words for signal in signals if signal.finding == "nothing"]
    telling = [signal.words for signal in signals if signal.finding in ("first", "second")]
    parts = []
    if telling:
        parts.append(f"acts that tell the types apart in every equilibrium: {say.listed(telling)}")
    if silent:
        parts.append(f"acts worth nothing: {say.listed(silent)}")
    if not parts:
        parts.append("no act tells the types apart in every equilibrium")
    rows = tuple(
        (
            signal.words,
            part.equilibrium,
            say.ratio(part.middle),
            say.span(say.ratio(part.low), say.ratio(part.high)),
            say.share(part.share),
            say.share(part.undetermined),
            say.share(part.flat),
        )
        for signal in signals
        for part in signal.ratios
    )
    return Figure(
        "ratios",
        f"Each act as a test of {first} against {second}",
        say.sentence("; ".join(parts)),
        ("act", "equilibrium", "ratio", "nine tenths of worlds", "worlds with it", "undetermined", "flat"),
        rows,
        draw,
        key=(
            *(Key(f"mark-{names.index(name) % 6 + 1}", name) for name in names),
            Key("hollow", "hollow, dashed: undetermined, only a tie decides"),
        ),
    )
