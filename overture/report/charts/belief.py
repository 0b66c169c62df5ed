"""How the belief moves: step by step, piece by piece, and with what may be seen next."""

from __future__ import annotations

from overture.judgement.judgement import Judgement
from overture.report import say
from overture.report.charts.idiom import (
    CHANCES,
    PER_CENT,
    dot_key,
    draw_answer,
    expit,
    gutter,
    headed,
    leading,
    logit,
    ordered,
    ranked,
    several,
)
from overture.report.figure import Figure, Key
from overture.report.plot import INK, SOFT, Plot, tone


def posterior(judgement: Judgement) -> Figure | None:
    labels = ordered(judgement, list(judgement.steps[0].belief)) if judgement.steps else []
    steps = [step for step in judgement.steps if labels and set(labels) <= set(step.belief)]
    if len(steps) < 2:
        return None
    shown = labels if len(labels) > 2 else labels[:1]

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (0.0, 1.0),
            ticks=CHANCES,
            tick_label=PER_CENT,
            gutter=gutter(width, [step.words for step in steps]),
            title=f"probability of {labels[0]}" if len(shown) == 1 else "probability",
        )
        for step in steps:
            middle = plot.row(headed(step.words), 34 if len(shown) == 1 else 16 + 18 * len(shown))
            for place, label in enumerate(shown):
                y = middle + 18 * (place - (len(shown) - 1) / 2 if plot.gutter else place)
                draw_answer(plot, y, step.belief[label], place, "chance", label)
            plot.height += 0 if plot.gutter else 18 * (len(shown) - 1)
        return plot

    first, last = steps[0].belief[labels[0]], steps[-1].belief[labels[0]]
    moved = [step for step in steps if step.log_odds is not None]
    text = (
        f"The probability of “{labels[0]}” goes from {say.chance(first.mean)} to {say.with_word(last.mean)}"
    )
    if moved:
        most = max(moved, key=lambda step: abs(step.log_odds.mean if step.log_odds else 0.0))
        if most.log_odds is not None and abs(most.log_odds.mean) >= 0.005:
            text += f"; what moves it most is: {most.words[0].lower() + most.words[1:].rstrip('.')}"
        else:
            text += "; nothing that was seen moves it"
    rows = tuple(
        (
            step.words,
            label,
            say.chance(step.belief[label].mean),
            say.over_worlds(step.belief[label]),
            say.over_equilibria(step.belief[label]) or "–",
            say.signed(step.log_odds.mean) if step.log_odds is not None and label == labels[0] else "–",
        )
        for step in steps
        for label in labels
    )
    return Figure(
        "posterior",
        "Belief, step by step",
        say.sentence(text),
        ("step", "hypothesis", "probability", "nine tenths of worlds", "equilibria", "log-odds added"),
        rows,
        draw,
        key=dot_key(shown if len(shown) > 1 else ["mean"], several(first, last)),
    )


def waterfall(judgement: Judgement) -> Figure | None:
    steps = [step for step in judgement.steps if step.log_odds is not None]
    if not steps or not judgement.steps[0].belief:
        return None
    label = ordered(judgement, list(judgement.steps[0].belief))[0]
    start = logit(judgement.steps[0].belief[label].mean)
    marks, at = [], start
    for step in steps:
        added = step.log_odds.mean if step.log_odds is not None else 0.0
        marks.append((step.words, at, at + added, added, step.shapley))
        at += added
    reach = [start, at, *(x for _, a, b, *_ in marks for x in (a, b))]
    edges = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99]
    low = max([x for x in edges if logit(x) <= min(reach) - 0.15], default=0.01)
    high = min([x for x in edges if logit(x) >= max(reach) + 0.15], default=0.99)
    ticks = [logit(x) for x in edges if low <= x <= high]

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (logit(low), logit(high)),
            ticks=ticks,
            tick_label="format(1 / (1 + exp(-datum.value)), '.2~f')",
            gutter=gutter(width, [words for words, *_ in marks]),
            right=64,
            title=f"probability of {label}, on a scale of log-odds",
        )
        y = plot.row("Before anything was seen", 28)
        plot.dots([(start, y)], SOFT, "diamond", 80)
        plot.text([(logit(high), y, say.chance(expit(start)))], INK, dx=9)
        for words, before, after, added, fair in marks:
            y = plot.row(headed(words), 28)
            if abs(added) >= 0.005:
                side = 0 if added > 0 else 1
                plot.bars([(before, after, y)], tone(side), 16, [f"{words}: {say.signed(added)}"])
            else:
                plot.notches([(after, y)], SOFT, tips=[f"{words}: nothing"])
            if fair is not None and abs(fair - added) >= 0.005:
                plot.notches([(before + fair, y)], INK, 20, [f"{words}: {say.signed(fair)} over all orders"])
            words_ = say.signed(added) if abs(added) >= 0.005 else "0"
            plot.text([(logit(high), y, words_)], INK, dx=9)
        y = plot.row("After all of it", 28)
        plot.dots([(at, y)], INK, "diamond", 80)
        plot.text([(logit(high), y, say.chance(expit(at)))], INK, dx=9)
        return plot

    up = [f"{step.words} ({say.signed(step.log_odds.mean)})" for step in steps if step.log_odds]
    uneven = any(fair is not None and abs(fair - added) >= 0.005 for *_, added, fair in marks)
    text = f"What each piece of evidence adds to the log-odds of {label}, in the order in which it came"
    if not any(abs(added) >= 0.005 for *_, added, _ in marks):
        text = "No piece of evidence moves the belief"
    last = judgement.steps[-1].belief[label].mean if label in judgement.steps[-1].belief else expit(at)
    if say.chance(last) != say.chance(expit(at)):
        text += (
            f". Log-odds are averaged over worlds, so the bars end at {say.chance(expit(at))}, "
            f"beside the mean probability of {say.chance(last)}"
        )
    rows = tuple(
        (
            step.words,
            step.kind,
            say.signed(step.log_odds.mean),
            say.over_worlds(step.log_odds, "signed"),
            say.signed(step.shapley) if step.shapley is not None else "–",
        )
        for step in steps
        if step.log_odds is not None
    )
    return Figure(
        "waterfall",
        "What each piece of evidence is worth",
        say.sentence(text),
        ("evidence", "kind", "log-odds added", "nine tenths of worlds", "over all orders (Shapley)"),
        rows,
        draw,
        key=(
            Key("fill-1", f"+ towards {label}"),
            Key("fill-2", "− away from it"),
            *((Key("tick", "where the bar would end, averaged over all orders"),) if uneven else ()),
        )
        if up
        else (),
    )


def indicators(judgement: Judgement) -> Figure | None:
    lead = leading(judgement)
    if not judgement.indicators or lead is None:
        return None
    shown = [item for item in ranked(judgement.indicators) if lead.label in item.if_seen]
    if not shown:
        return None
    now = lead.posterior.mean

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (0.0, 1.0),
            ticks=CHANCES,
            tick_label=PER_CENT,
            gutter=gutter(width, [item.words for item in shown]),
            top=22,
            right=14,
            title=f"probability of {lead.label}, after it",
        )
        plot.upright(now, f"now {say.chance(now)}")
        for item in shown:
            y = plot.row(headed(item.words), 30)
            seen, not_ = item.if_seen[lead.label], item.if_not.get(lead.label, now)
            plot.ranges([(min(seen, not_), max(seen, not_), y)], SOFT, 1.5, 0.8)
            plot.dots([(not_, y)], tone(1), "circle", 75, True, [f"if not seen: {say.chance(not_)}"])
            plot.dots([(seen, y)], tone(0), "circle", 85, False, [f"if seen: {say.chance(seen)}"])
        return plot

    best = max(shown, key=lambda item: item.bits)
    text = (
        f"The observation that tells most is: {best.words} (would leave {say.chance(best.if_seen[lead.label])} "
        f"if seen, {say.chance(best.if_not.get(lead.label, now))} if not)"
        if best.bits >= 0.005
        else "No observation that was listed would tell the types apart"
    )
    rows = tuple(
        (
            item.words,
            say.chance(item.probability.mean),
            say.chance(item.if_seen[lead.label]),
            say.chance(item.if_not.get(lead.label, now)),
            say.worth(item.bits),
            say.worth(item.worth),
        )
        for item in shown
    )
    return Figure(
        "indicators",
        "Belief after each observation",
        say.sentence(text),
        ("observation", "chance of seeing it", "belief if seen", "if not", "bits", "worth to the decision"),
        rows,
        draw,
        key=(Key("mark-1", "if seen"), Key("hollow", "if not seen")),
    )
