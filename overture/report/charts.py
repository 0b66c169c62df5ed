"""The page's figures, each from a part of the judgement; None where there is nothing to show."""

from __future__ import annotations

import math
from collections.abc import Sequence

from overture.case.judgement import Answer, Hypothesis, Judgement, TermCurve
from overture.report import say
from overture.report.figure import SMALL, WIDE, Figure, Key
from overture.report.plot import GROUND, INK, SOFT, Plot, shape, tone

BAND_EDGES = [0.05, 0.2, 0.45, 0.55, 0.8, 0.95]
CHANCES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
LONG = 44  # letters; a longer label stands above its row
OUTCOME_TONE = {"compliance": 1, "undetected cheating": 0, "cheating caught": 2, "collapse": 3}
PER_CENT = "format(datum.value, '.1f')"


def figures(judgement: Judgement) -> dict[str, Figure]:
    """id -> figure, for every figure that has something to show."""
    made = [
        posterior(judgement),
        value(judgement),
        ratios(judgement),
        outcomes(judgement),
        waterfall(judgement),
        indicators(judgement),
        regret(judgement),
        *(term(judgement, curve) for curve in judgement.terms if len(curve.points) > 1),
    ]
    return {figure.id: figure for figure in made if figure is not None}


def leading(judgement: Judgement) -> Hypothesis | None:
    """The hypothesis in question: the first, of which log-odds speak."""
    return judgement.hypotheses[0] if judgement.hypotheses else None


def classes(judgement: Judgement) -> list[str]:
    """The classes of equilibrium in the order of their cards, then as met."""
    found = [card.kind for card in judgement.equilibria]
    for hypothesis in judgement.hypotheses:
        found += list(hypothesis.posterior.by_equilibrium)
    for signal in judgement.signals:
        found += [ratio.equilibrium for ratio in signal.ratios]
    return list(dict.fromkeys(found))


def ordered(judgement: Judgement, labels: list[str]) -> list[str]:
    """The leading hypothesis first."""
    lead = leading(judgement)
    return sorted(labels, key=lambda label: lead is None or label != lead.label)


def _gutter(width: int, labels: Sequence[str]) -> int:
    """Room for labels at the left: none where the drawing is narrow or a label is long."""
    if width < WIDE or any(len(label) > LONG for label in labels):
        return 0
    return int(min(270, max(90, max((len(label) for label in labels), default=0) * 6.3 + 18)))


def _title(words: str) -> str:
    return say.sentence(words).rstrip(".")


def _tip(label: str, given: Answer, form: str) -> str:
    words = [f"{label}: {say.FORMS[form](given.mean)} ({say.over_worlds(given, form)} over worlds)"]
    words += [f"{name} {say.FORMS[form](part.mean)}" for name, part in given.by_equilibrium.items()]
    return "; ".join(words)


def _answer(plot: Plot, y: float, given: Answer, place: int, form: str, label: str) -> None:
    """A mean with its range, a tick for each class of equilibrium, and the number at the right edge."""
    tip = _tip(label, given, form)
    plot.ranges([(given.low, given.high, y)], tone(place), thick=7, faint=0.28, tips=[tip])
    marks = [(part.mean, y) for part in given.by_equilibrium.values()]
    if len(marks) > 1:
        plot.notches(marks, tone(place), tips=[f"{label}, {name}" for name in given.by_equilibrium])
    plot.dots([(given.mean, y)], tone(place), shape(place), 85, tips=[tip])
    plot.text([(plot.domain[1], y, say.FORMS[form](given.mean))], INK, "left", dx=9)


def posterior(judgement: Judgement) -> Figure | None:
    steps = [step for step in judgement.steps if step.belief]
    if len(steps) < 2:
        return None
    labels = ordered(judgement, list(steps[0].belief))
    shown = labels if len(labels) > 2 else labels[:1]

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (0.0, 1.0),
            ticks=CHANCES,
            tick_label=PER_CENT,
            gutter=_gutter(width, [step.words for step in steps]),
            title=f"probability of {labels[0]}" if len(shown) == 1 else "probability",
        )
        for step in steps:
            middle = plot.row(_title(step.words), 34 if len(shown) == 1 else 16 + 18 * len(shown))
            for place, label in enumerate(shown):
                y = middle + 18 * (place - (len(shown) - 1) / 2 if plot.gutter else place)
                _answer(plot, y, step.belief[label], place, "chance", label)
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
        key=_dot_key(shown if len(shown) > 1 else ["mean"], _several(first, last)),
    )


def _several(*given: Answer) -> bool:
    return any(len(answer.by_equilibrium) > 1 for answer in given)


def _dot_key(names: Sequence[str], ticks: bool) -> tuple[Key, ...]:
    keys = [Key(f"mark-{place + 1}", name) for place, name in enumerate(names)]
    keys.append(Key("bar", "nine tenths of the worlds"))
    return (*keys, Key("tick", "one class of equilibrium")) if ticks else tuple(keys)


def value(judgement: Judgement) -> Figure | None:
    if not judgement.preferences:
        return None
    people = list(dict.fromkeys(name for each in judgement.preferences for name in each.value))
    every = [answer for each in judgement.preferences for answer in each.value.values()]
    low = min(0.0, *(answer.low for answer in every))
    high = max(0.0, *(answer.high for answer in every))
    ticks, domain = _nice(low, high)

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            domain,
            ticks=ticks,
            gutter=_gutter(width, people) and 110,
            title=f"payoff of the {judgement.about.adversary} (relief that is kept = 1)"
            if width == WIDE
            else "payoff",
        )
        if domain[0] < 0:
            plot.upright(0.0, dash=False)
        for each in judgement.preferences:
            plot.heading(_title(each.words))
            for name, answer in each.value.items():
                _answer(
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
        key=_dot_key(people, _several(*every)),
    )


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
            gutter=_gutter(width, names),
            right=96 if width == WIDE else 84,
            title=f"← says {second}   ·   likelihood ratio (log scale)   ·   says {first} →",
        )
        plot.upright(1.0, dash=False)
        for signal in signals:
            plot.heading(_title(signal.words))
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
            *(Key(f"mark-{names.index(name) + 1}", name) for name in names),
            Key("hollow", "hollow, dashed: undetermined, only a tie decides"),
        ),
    )


def outcomes(judgement: Judgement) -> Figure | None:
    if not judgement.outcomes:
        return None
    kinds = [outcome.name for outcome in judgement.outcomes]
    hues = [OUTCOME_TONE.get(kind, place) for place, kind in enumerate(kinds)]
    bars = {"over all": [outcome.probability.mean for outcome in judgement.outcomes]}
    for name in classes(judgement):
        parts = [outcome.probability.by_equilibrium.get(name) for outcome in judgement.outcomes]
        if all(part is not None for part in parts):
            bars[name] = [part.mean for part in parts if part is not None]

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (0.0, 1.0),
            ticks=CHANCES,
            tick_label=PER_CENT,
            gutter=_gutter(width, list(bars)),
            right=14,
            title="probability, once the offer is accepted",
        )
        inside = width - plot.gutter - plot.right
        for name, parts in bars.items():
            y = plot.row(name, 34)
            total, start = sum(parts) or 1.0, 0.0
            for place, (kind, part) in enumerate(zip(kinds, parts, strict=True)):
                end = start + part / total
                plot.bars([(start, end, y)], tone(hues[place]), 22, [f"{name}, {kind}: {say.chance(part)}"])
                if (end - start) * inside > 26:
                    plot.text([((start + end) / 2, y, say.chance(part))], GROUND, "center", size=11)
                start = end
        return plot

    said = [f"{outcome.name} {say.with_word(outcome.probability.mean)}" for outcome in judgement.outcomes]
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
    return Figure(
        "outcomes",
        "What becomes of the offer, if accepted",
        say.sentence("; ".join(said)),
        ("outcome", "in words", "probability", "nine tenths of worlds", "equilibria"),
        rows,
        draw,
        key=tuple(
            Key(f"fill-{hues[place] + 1}", f"{kind} (leftmost)" if place == 0 else kind)
            for place, kind in enumerate(kinds)
        ),
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
        marks.append((step.words, at, at + added, added))
        at += added
    reach = [start, at, *(x for _, a, b, _ in marks for x in (a, b))]
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
            gutter=_gutter(width, [words for words, *_ in marks]),
            right=64,
            title=f"probability of {label}, on a scale of log-odds",
        )
        y = plot.row("Before anything was seen", 28)
        plot.dots([(start, y)], SOFT, "diamond", 80)
        plot.text([(logit(high), y, say.chance(expit(start)))], INK, dx=9)
        for words, before, after, added in marks:
            y = plot.row(_title(words), 28)
            if abs(added) >= 0.005:
                side = 0 if added > 0 else 1
                plot.bars([(before, after, y)], tone(side), 16, [f"{words}: {say.signed(added)}"])
            else:
                plot.notches([(after, y)], SOFT, tips=[f"{words}: nothing"])
            words_ = say.signed(added) if abs(added) >= 0.005 else "0"
            plot.text([(logit(high), y, words_)], INK, dx=9)
        y = plot.row("After all of it", 28)
        plot.dots([(at, y)], INK, "diamond", 80)
        plot.text([(logit(high), y, say.chance(expit(at)))], INK, dx=9)
        return plot

    up = [f"{step.words} ({say.signed(step.log_odds.mean)})" for step in steps if step.log_odds]
    text = f"What each piece of evidence adds to the log-odds of {label}, in the order in which it came"
    if not any(abs(added) >= 0.005 for *_, added in marks):
        text = "No piece of evidence moves the belief"
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
        key=(Key("fill-1", f"+ towards {label}"), Key("fill-2", "− away from it")) if up else (),
    )


def indicators(judgement: Judgement) -> Figure | None:
    lead = leading(judgement)
    if not judgement.indicators or lead is None:
        return None
    shown = [item for item in judgement.indicators if lead.label in item.if_seen]
    if not shown:
        return None
    now = lead.posterior.mean

    def draw(width: int) -> Plot:
        plot = Plot(
            width,
            (0.0, 1.0),
            ticks=CHANCES,
            tick_label=PER_CENT,
            gutter=_gutter(width, [item.words for item in shown]),
            top=22,
            right=14,
            title=f"probability of {lead.label}, after it",
        )
        plot.upright(now, f"now {say.chance(now)}")
        for item in shown:
            y = plot.row(_title(item.words), 30)
            seen, not_ = item.if_seen[lead.label], item.if_not.get(lead.label, now)
            plot.ranges([(min(seen, not_), max(seen, not_), y)], SOFT, 1.5, 0.8)
            plot.dots([(not_, y)], tone(1), "circle", 75, True, [f"if not seen: {say.chance(not_)}"])
            plot.dots([(seen, y)], tone(0), "circle", 85, False, [f"if seen: {say.chance(seen)}"])
        return plot

    best = shown[0]
    text = (
        f"The observation that tells most is: {best.words} (would leave {say.chance(best.if_seen[lead.label])} "
        f"if seen, {say.chance(best.if_not.get(lead.label, now))} if not)"
    )
    rows = tuple(
        (
            item.words,
            say.chance(item.probability.mean),
            say.chance(item.if_seen[lead.label]),
            say.chance(item.if_not.get(lead.label, now)),
            f"{item.bits:.2f}",
            say.worth(item.worth),
        )
        for item in shown
    )
    return Figure(
        "indicators",
        "What to watch for",
        say.sentence(text),
        ("observation", "chance of seeing it", "belief if seen", "if not", "bits", "worth to the decision"),
        rows,
        draw,
        key=(Key("mark-1", "if seen"), Key("hollow", "if not seen")),
    )


def term(judgement: Judgement, curve: TermCurve) -> Figure:
    xs = [point.value for point in curve.points]
    top = max(point.cheating.high for point in curve.points)
    ceiling = min(1.0, max(0.2, math.ceil(top * 5) / 5))
    ticks, _ = _nice(xs[0], xs[-1])

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
        plot.band([(point.value, point.cheating.low, point.cheating.high) for point in curve.points], colour)
        tips = [
            f"{curve.parameter} = {say.worth(point.value)}: cheating {say.chance(point.cheating.mean)}, "
            f"worth of accepting {say.worth(point.worth.mean)}"
            for point in curve.points
        ]
        plot.line([(point.value, point.cheating.mean) for point in curve.points], colour, tips)
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
        for point in curve.points
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
            gutter=_gutter(width, ["the worst, 99% are below"]),
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


def _nice(low: float, high: float) -> tuple[list[float], tuple[float, float]]:
    """Round ticks, and a domain that ends on them."""
    room = (high - low) or 1.0
    step = 10 ** math.floor(math.log10(room))
    step = next(s for s in (step / 5, step / 2, step, step * 2) if room / s <= 6.5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [round(place * step, 10) for place in range(first, last + 1)]
    return ticks, (ticks[0], ticks[-1])


def logit(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))


def expit(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
