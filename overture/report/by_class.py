"""The main answers in each class of equilibrium: what holds in all of them, and what does not."""

from __future__ import annotations

from dataclasses import dataclass

from overture.judgement.judgement import Judgement, Signal
from overture.report import say
from overture.report.charts.idiom import classes, leading
from overture.report.words import band

# Bits below which an observation tells nothing of the class.
FAINT = 0.005


@dataclass(frozen=True)
class Table:
    """A row for each class: header and cells, and a sentence about what they agree on."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentence: str


def table(judgement: Judgement) -> Table | None:
    """The answers by class; None where there is only one class."""
    lead = leading(judgement)
    names = [name for name in classes(judgement) if lead and name in lead.posterior.by_equilibrium]
    if lead is None or len(names) < 2:
        return None
    offer = next((signal for signal in judgement.signals if signal.kind == "offer"), None)
    people = list(dict.fromkeys(reply.counterpart for reply in judgement.replies))
    best = {name: {who: _best(judgement, who, name) for who in people} for name in names}
    kept = next((each for each in judgement.outcomes if each.name == "compliance"), None)
    weight = {name: card.after for card in judgement.equilibria for name in (card.kind, card.name)}
    header = ["class", "weight", f"probability of {lead.label}"]
    header += [f"ratio of the offer ({offer.over})"] if offer else []
    header += [f"best reply with {who}" if who else "best reply" for who in people]
    header += ["kept, if accepted"] if kept else []
    rows = []
    for name in names:
        row = [name, say.chance(weight[name]) if name in weight else "–"]
        chance = lead.posterior.by_equilibrium[name].mean
        row.append(f"{say.chance(chance)} ({band(chance)})")
        row += [_tested(offer, name)] if offer else []
        row += [best[name][who] or "–" for who in people]
        if kept:
            part = kept.probability.by_equilibrium.get(name)
            row.append(say.chance(part.mean) if part else "–")
        rows.append(tuple(row))
    parts = []
    for who in people:
        found: dict[str, list[str]] = {}
        for name in names:
            if best[name][who]:
                found.setdefault(best[name][who], []).append(name)
        who_says = f"the best reply with {who}" if who else "the best reply"
        if len(found) == 1:
            parts.append(f"{who_says} is {next(iter(found))} in every class")
        elif found:
            parts.append(
                f"{who_says} is "
                + ", ".join(f"{reply} in {say.listed(where)}" for reply, where in found.items())
            )
    bands = {band(lead.posterior.by_equilibrium[name].mean) for name in names}
    parts.append(
        f"that he is of the type “{lead.label}” is {next(iter(bands))} in every class"
        if len(bands) == 1
        else f"how likely the type “{lead.label}” is depends on the class"
    )
    return Table(tuple(header), tuple(rows), "; ".join(parts))


def _best(judgement: Judgement, counterpart: str, name: str) -> str:
    """The reply that is worth most under our belief in this class; empty where it is not known, or a tie."""
    worth = {
        reply.label: reply.ours.by_equilibrium[name].mean
        for reply in judgement.replies
        if reply.counterpart == counterpart and name in reply.ours.by_equilibrium
    }
    if not worth:
        return ""
    top = max(worth.values())
    return " or ".join(label for label, value in worth.items() if top - value < 1e-9)


def _tested(offer: Signal, name: str) -> str:
    for part in offer.ratios:
        if part.equilibrium == name:
            return "undetermined" if part.undetermined >= 0.5 else say.ratio(part.middle)
    return "never made"


def apart(judgement: Judgement) -> str:
    """Which observation would tell best which class is being played; empty where none would."""
    ranked = sorted(judgement.indicators, key=lambda each: -each.apart)
    if not ranked or ranked[0].apart < FAINT or len(ranked[0].by_equilibrium) < 2:
        return ""
    best = ranked[0]
    chances = [f"{say.chance(chance)} in {name}" for name, chance in best.by_equilibrium.items()]
    text = f"What would tell the classes apart best: {say.sentence(best.words)[:-1]}. Its chance is {say.listed(chances)}"
    return f"{text} ({say.ratio(best.apart)} bits)."
