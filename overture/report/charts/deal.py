"""What the deal is worth, what becomes of it, and how its terms move that."""

from __future__ import annotations

import math

from overture.judgement.judgement import Judgement, TermCurve
from overture.report import say
from overture.report.charts.idiom import (
    CHANCES,
    PER_CENT,
    classes,
    dot_key,
    draw_answer,
    gutter,
    headed,
    nice,
    several,
)
from overture.report.figure import SMALL, WIDE, Figure, Key
from overture.report.plot import GROUND, INK, Plot, tone

OUTCOME_TONE = {"compliance": 1, "undetected cheating": 0, "cheating caught": 2, "collapse": 3}


def value(judgement: Judgement) -> Figure | None:
    if not judgement.preferences:
        return None
    people = list(dict.fromkeys(name for each in judgement.preferences for name in each.value))
    every = [answer for each in judgement.preferences for answer in each.value.values()]
    low = min(0.0, *(answer.low for answer in every))
    high = max(0.0, *(answer.high for answer in every))
    ticks, domain = nice(low, high)

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            domain,
            ticks=ticks,
            gutter=gutter(width, people) and 110,
            title=f"payoff of {judgement.about.adversary}, in the units of the game"
            if width == WIDE
            else "payoff",
        )
        if domain[0] < 0:
            plot.upright(0.0, dash=False)
        for each in judgement.preferences:
            plot.heading(headed(each.words))
            for name, answer in each.value.items():
                draw_answer(
                    plot, plot.row(name, 26), answer, people.index(name), "worth", f"{each.type} with {name}"
                )
        return plot

    pair = list(judgement.preferences[0].value)
    parts = [
        f"{each.type} gains {say.worth(each.gain.mean)} ({say.over_worlds(each.gain, 'worth')})"
        for each in judgement.preferences
    ]
    text = (
        f"With {pair[0]} rather than {pair[1]}, {say.listed(parts)}"
        if len(pair) > 1
        else "What each type gets"
    )
    rows = []
    for each in judgement.preferences:
        for name, answer in [*each.value.items(), *([("gain", each.gain)] if len(pair) > 1 else [])]:
            parts = [say.worth(answer.mean), say.over_worlds(answer, "worth")]
            rows.append((each.type, name, *parts, say.over_equilibria(answer, "worth") or "–"))
    return Figure(
        "value",
        "What each type gets, by counterpart",
        say.sentence(text),
        ("type", "counterpart", "payoff", "nine tenths of worlds", "equilibria"),
        tuple(rows),
        draw,
        key=dot_key(people, several(*every)),
    )


def outcomes(judgement: Judgement) -> Figure | None:
    """Kept, cheated unseen, cheated and caught: together one. Collapse may follow each of them and stands below."""
    if not judgement.outcomes:
        return None
    parted = [outcome for outcome in judgement.outcomes if outcome.name != "collapse"]
    ends = [outcome.probability for outcome in judgement.outcomes if outcome.name == "collapse"]
    bars = {"over all": [outcome.probability.mean for outcome in parted]}
    fails = {"over all": ends[0].mean} if ends else {}
    for name in classes(judgement):
        parts = [outcome.probability.by_equilibrium.get(name) for outcome in parted]
        if all(part is not None for part in parts):
            bars[name] = [part.mean for part in parts if part is not None]
            if ends and name in ends[0].by_equilibrium:
                fails[name] = ends[0].by_equilibrium[name].mean

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (0.0, 1.0),
            ticks=CHANCES,
            tick_label=PER_CENT,
            gutter=gutter(width, list(bars)),
            right=14,
            title="probability, once the offer is accepted",
        )
        inside = width - plot.gutter - plot.right
        for name, parts in bars.items():
            y = plot.row(name, 44) + (0 if plot.gutter else 6)
            start = 0.0
            for outcome, part in zip(parted, parts, strict=True):
                hue = OUTCOME_TONE[outcome.name]
                end = min(1.0, start + part)
                tip = f"{name}, {outcome.name}: {say.chance(part)}"
                plot.bars([(start, end, y - 4)], tone(hue), 20, [tip])
                if (end - start) * inside > 26:
                    plot.text([((start + end) / 2, y - 4, say.chance(part))], GROUND, "center", size=11)
                start = end
            if name in fails:
                tip = f"{name}, collapse: {say.chance(fails[name])}"
                plot.bars([(0.0, fails[name], y + 11)], tone(OUTCOME_TONE["collapse"]), 6, [tip])
        return plot

    said = [f"{outcome.name} {say.with_word(outcome.probability.mean)}" for outcome in parted]
    text = "; ".join(said)
    if ends:
        text += f". The deal collapses, rightly or not: {say.with_word(ends[0].mean)}"
    rows = tuple(
        (
            outcome.name,
            outcome.words,
            say.chance(outcome.probability.mean),
            say.over_worlds(outcome.probability),
            say.over_equilibria(outcome.probability) or "–",
        )
        for outcome in judgement.outcomes
    )
    keys = [Key(f"fill-{OUTCOME_TONE[outcome.name] + 1}", outcome.name) for outcome in parted]
    if keys:
        keys[0] = Key(keys[0].mark, f"{parted[0].name} (leftmost)")
    if ends:
        keys.append(Key(f"fill-{OUTCOME_TONE['collapse'] + 1}", "collapse (thin bar; after any of these)"))
    return Figure(
        "outcomes",
        "What becomes of the offer, if accepted",
        say.sentence(text),
        ("outcome", "in words", "probability", "nine tenths of worlds", "equilibria"),
        rows,
        draw,
        key=tuple(keys),
    )


def term(judgement: Judgement, curve: TermCurve) -> Figure | None:
    points = [point for point in curve.points if math.isfinite(point.value)]
    if len(points) < 2:
        return None
    xs = [point.value for point in points]
    top = max((point.cheating.high for point in points if math.isfinite(point.cheating.high)), default=1.0)
    ceiling = min(1.0, max(0.2, math.ceil(top * 5) / 5))
    ticks, _ = nice(xs[0], xs[-1])

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (xs[0], xs[-1]),
            ticks=[x for x in ticks if xs[0] <= x <= xs[-1]],
            title=f"{curve.parameter} ({curve.unit})" if curve.unit else curve.parameter,
            right=16,
            top=26,
            y_domain=(0.0, ceiling),
            y_ticks=[x for x in CHANCES if x <= ceiling],
            height=150,
        )
        colour = tone(0)
        plot.band([(point.value, point.cheating.low, point.cheating.high) for point in points], colour)
        tips = [
            f"{curve.parameter} = {say.worth(point.value)}: cheating {say.chance(point.cheating.mean)}, "
            f"worth of accepting {say.worth(point.worth.mean)}"
            for point in points
        ]
        plot.line([(point.value, point.cheating.mean) for point in points], colour, tips)
        near = curve.threshold is not None and abs(curve.threshold - curve.now) < 0.18 * (xs[-1] - xs[0])
        if xs[0] <= curve.now <= xs[-1]:
            plot.upright(curve.now, "" if near else f"now {say.worth(curve.now)}", dash=False)
        if curve.threshold is not None:
            plot.upright(curve.threshold, f"holds from {say.worth(curve.threshold)}", INK)
        return plot

    rows = tuple(
        (
            say.worth(point.value),
            say.chance(point.cheating.mean),
            say.over_worlds(point.cheating),
            say.worth(point.worth.mean),
            say.share(point.share_deterred),
        )
        for point in points
    )
    return Figure(
        f"term-{judgement.terms.index(curve) + 1}",
        say.sentence(curve.words).rstrip("."),
        say.sentence(curve.sentence),
        (curve.parameter, "cheating", "nine tenths of worlds", "worth of accepting", "worlds deterred"),
        rows,
        draw,
        widths=(SMALL,),
    )
