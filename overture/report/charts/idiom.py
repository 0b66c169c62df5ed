"""What the figures share: the order of their rows, the room for labels, a mean with its range, round ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from overture.judgement.judgement import Answer, Hypothesis, Indicator, Judgement
from overture.report import say
from overture.report.figure import WIDE, Key
from overture.report.plot import INK, Plot, shape, tone

CHANCES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
LONG = 44  # letters; a longer label stands above its row
PER_CENT = "format(datum.value, '.1f')"


def leading(judgement: Judgement) -> Hypothesis | None:
    """The hypothesis in question: the first, of which log-odds speak."""
    return judgement.hypotheses[0] if judgement.hypotheses else None


def classes(judgement: Judgement) -> list[str]:
    """The classes of equilibrium that the answers name, in the order of their cards, then as met."""
    met: list[str] = []
    for hypothesis in judgement.hypotheses:
        met += list(hypothesis.posterior.by_equilibrium)
    for signal in judgement.signals:
        met += [ratio.equilibrium for ratio in signal.ratios]
    cards = [name for card in judgement.equilibria for name in (card.name, card.kind)]
    return list(dict.fromkeys([*(name for name in cards if name in met), *met]))


def ordered(judgement: Judgement, labels: list[str]) -> list[str]:
    """The leading hypothesis first."""
    lead = leading(judgement)
    return sorted(labels, key=lambda label: lead is None or label != lead.label)


def ranked(items: Sequence[Indicator]) -> list[Indicator]:
    """By what they are worth to the decision, then by what they tell."""
    return sorted(items, key=lambda item: (-round(item.worth, 3), -item.bits))


def gutter(width: int, labels: Sequence[str]) -> int:
    """Room for labels at the left: none where the drawing is narrow or a label is long."""
    if width < WIDE or any(len(label) > LONG for label in labels):
        return 0
    return int(min(270, max(90, max((len(label) for label in labels), default=0) * 6.3 + 18)))


def headed(words: str) -> str:
    return say.sentence(words).rstrip(".")


def told(label: str, given: Answer, form: str) -> str:
    words = [f"{label}: {say.FORMS[form](given.mean)} ({say.over_worlds(given, form)} over worlds)"]
    words += [f"{name} {say.FORMS[form](part.mean)}" for name, part in given.by_equilibrium.items()]
    return "; ".join(words)


def draw_answer(plot: Plot, y: float, given: Answer, place: int, form: str, label: str) -> None:
    """A mean with its range, a tick for each class of equilibrium, and the number at the right edge."""
    tip = told(label, given, form)
    plot.ranges([(given.low, given.high, y)], tone(place), thick=7, faint=0.28, tips=[tip])
    marks = [(part.mean, y) for part in given.by_equilibrium.values()]
    if len(marks) > 1:
        plot.notches(marks, tone(place), tips=[f"{label}, {name}" for name in given.by_equilibrium])
    plot.dots([(given.mean, y)], tone(place), shape(place), 85, tips=[tip])
    plot.text([(plot.domain[1], y, say.FORMS[form](given.mean))], INK, "left", dx=9)


def several(*given: Answer) -> bool:
    return any(len(answer.by_equilibrium) > 1 for answer in given)


def dot_key(names: Sequence[str], ticks: bool) -> tuple[Key, ...]:
    keys = [Key(f"mark-{place % 6 + 1}", name) for place, name in enumerate(names)]
    keys.append(Key("bar", "nine tenths of the worlds"))
    return (*keys, Key("tick", "one class of equilibrium")) if ticks else tuple(keys)


def nice(low: float, high: float) -> tuple[list[float], tuple[float, float]]:
    """Round ticks, and a domain that ends on them."""
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    low, high = min(low, high), max(low, high)
    room = (high - low) if high > low else 1.0
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
