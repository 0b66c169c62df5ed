"""Drivers in sentences: every number of a sentence comes from the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from overture.design.drivers.estimates import ENOUGH
from overture.games.view import count, few, told
from overture.wording import listed

if TYPE_CHECKING:
    from overture.design.drivers.estimates import Estimate
    from overture.design.drivers.indices import SobolIndices
    from overture.design.drivers.rule import Rule, RuleBound
    from overture.design.drivers.scenario import ScenarioRule
    from overture.design.drivers.tornado import Tornado

SMALL = 0.01  # an index below is named without its digits
HARDLY = 1.1  # a density over the base rate: a rule with less hardly tells anything
PAIRS = 3  # that are named


def two(value: float) -> str:
    """Two decimals, without a sign at zero."""
    return f"{value + 0.0:.2f}" if round(value, 2) else "0.00"


# --- Sobol indices ------------------------------------------------------------------------------------


def indices_said(found: SobolIndices) -> str:
    """A sentence on the points, then for each answer what drives it."""
    return "\n".join([_asked(found), *(_drives(found, at) for at in range(len(found.answers)))])


def indices_head(found: SobolIndices) -> list[str]:
    """The result in a few lines: for each answer the first inputs."""
    lines = [f"SobolIndices of {few(found.answers)}: {_asked(found)}"]
    for at, answer in enumerate(found.answers):
        each = found.indices[at]
        kind, by = ("total", each.total) if found.together[at] else ("first-order", each.first)
        ranked = few(f"{found.plan.names[axis]} {two(by.value[axis])}" for axis in found.ranked(at))
        lines.append(f"{answer}: {kind} {ranked}" if ranked else f"{answer}: no input has an effect")
    return lines


def _asked(found: SobolIndices) -> str:
    return f"{count(found.plan.inputs, 'input')} at {found.plan.points:,} base points, estimates: {found.by}."


def _cover(found: SobolIndices, at: int) -> str:
    if found.sure[at]:
        return " The intervals cover at least 95 %."
    if found.plan.points < ENOUGH:
        return f" The intervals may cover less than 95 %: that is known from {ENOUGH:,} base points on."
    return (
        " The intervals may cover less than 95 %: the answer is nearly always the same; ask at more points."
    )


def _drives(found: SobolIndices, at: int) -> str:
    answer, each, names = found.answers[at], found.indices[at], found.plan.names
    if found.constant[at]:
        return f"{answer} is the same at every point asked: no input has an effect."
    ranked, added = found.ranked(at), two(float(each.first.value.sum()))
    if found.together[at]:
        lead = (
            f"{answer} is driven by inputs together: first-order indices add up to {added} only, so total indices, the "
            f"shares of the variance in which an input has a part, are told"
        )
        parts, small = _parts(names, each.total, ranked)
    else:
        lead = f"{answer} is driven by inputs one by one: first-order indices, the shares of the variance, add up to {added}"
        parts, small = _parts(names, each.first, ranked)
    text = f"{lead}: {listed(parts)}." if parts else f"{lead}; none is {SMALL} or more."
    text += f" Below {SMALL}: {listed(small)}." if small and parts else ""
    text += _pairs(found, at) if found.together[at] else ""
    still = [name for axis, name in enumerate(names) if not found.effect[at, axis]]
    return text + (f" No effect at any point: {listed(still)}." if still else "") + _cover(found, at)


def _parts(names: Sequence[str], index: Estimate, ranked: Iterable[int]) -> tuple[list[str], list[str]]:
    """The inputs with their indices, and the names of those with an index near 0."""
    parts, small = [], []
    for axis in ranked:
        if index.value[axis] < SMALL:
            small.append(names[axis])
        else:
            parts.append(f"{names[axis]} {_estimate(index, axis)}")
    return parts, small


def _estimate(index: Estimate, at: int | tuple[int, int]) -> str:
    return f"{two(float(index.value[at]))} ({two(float(index.low[at]))} to {two(float(index.high[at]))})"


def _pairs(found: SobolIndices, at: int) -> str:
    index, names = found.indices[at].pair, found.plan.names
    if index is None:
        return " Which pairs act together was not asked."
    ranked = found.pairs(at)
    sure = [pair for pair in ranked if index.low[pair] > 0][:PAIRS]
    told_apart = [f"{names[a]} with {names[b]} {_estimate(index, (a, b))}" for a, b in sure or ranked[:1]]
    if sure:
        return f" The strongest pairs that can be told from nothing: {listed(told_apart)}."
    return " No pair can be told from nothing" + (f"; the largest is {told_apart[0]}." if told_apart else ".")


# --- the tornado --------------------------------------------------------------------------------------


def tornado_said(found: Tornado) -> str:
    """For each answer the swings, then what a tornado does not see."""
    lines = []
    for k, answer in enumerate(found.answers):
        still = found.still(k)
        parts = [_swing(found, k, at) for at in found.ranked(k) if not still[at]]
        base = f"{answer} is {told(found.base[k])} at the modes"
        lines.append(f"{base}. {_run(parts)}{_unseen(found, k)}")
    return "\n".join(lines)


def tornado_head(found: Tornado) -> list[str]:
    """The result in a few lines."""
    lines = [
        f"Tornado of {few(found.answers)}: {count(len(found.names), 'input')}, from 5 % to 95 % of each range"
    ]
    for k, answer in enumerate(found.answers):
        ranked = few(_swing(found, k, at) for at in found.ranked(k) if not found.still(k)[at])
        lines.append(f"{answer} {told(found.base[k])} at the modes; {ranked or 'no input moves it'}")
    return [*lines, "it does not see what works only together: read the total indices beside it"]


def _run(parts: Sequence[str]) -> str:
    if not parts:
        return "From 5 % to 95 % of its range, the others at their modes, no input moves it."
    return f"From 5 % to 95 % of its range, the others at their modes, an input moves it so: {listed(parts)}."


def _swing(found: Tornado, k: int, at: int) -> str:
    return f"{found.names[at]} from {found.at_low[k, at]:.4g} to {found.at_high[k, at]:.4g}"


def _unseen(found: Tornado, k: int) -> str:
    unseen = [f"{found.names[at]} {two(found.total[k, at])}" for at in found.unseen(k)]
    text = " A tornado does not see what works only together"
    if not unseen:
        return f"{text}; no input that stands still here has a total index of 0.01 or more."
    return f"{text}: these stand still here and have a part in the variance (total index): {listed(unseen)}."


# --- rules --------------------------------------------------------------------------------------------


def rule_said(found: ScenarioRule) -> str:
    """The box, whether it tells anything, and the tree beside it."""
    what, (it, cases) = _what(found), _case_words(found)
    if found.box is None:
        return (
            f"It {it} at {'every' if found.base else 'no'} point of {len(found.happens):,}: there is no rule."
        )
    lines = [f"{what} at {two(found.base)} of {len(found.happens):,} points."]
    box = found.box
    if not box.bounds:
        lines.append(f"No bound tells where it {it}.")
    else:
        lines.append(f"It {it} where {_bounds(found, box)}: {_measures(found, cases, box)}.")
        if box.density < found.density_asked:
            lines.append(f"No box is as dense as {two(found.density_asked)}; this is the densest.")
    if box.bounds and box.density < HARDLY * found.base:
        other = "success" if found.of == "failure" else "failure"
        lines.append(f"That hardly tells more than the share of all points: ask for the rule of {other}.")
    return " ".join([*lines, *_tree(found, it, cases)])


def rule_head(found: ScenarioRule) -> list[str]:
    """The result in a few lines."""
    points = f"{count(len(found.happens), 'point')}, {two(found.base)} of them"
    lines = [f"ScenarioRule of {found.of}: {points}"]
    for name, rule in (
        ("box", found.box),
        *((f"leaf {at + 1}", leaf) for at, leaf in enumerate(found.leaves or ())),
    ):
        if rule is not None:
            here = f"coverage {two(found.coverage(rule))}, density {two(rule.density)}"
            lines.append(f"{name}: {_bounds(found, rule) or 'everywhere'}; {here}")
    return lines


def _what(found: ScenarioRule) -> str:
    return "It fails" if found.of == "failure" else "It succeeds"


def _case_words(found: ScenarioRule) -> tuple[str, str]:
    return ("fails", "failures") if found.of == "failure" else ("succeeds", "successes")


def _measures(found: ScenarioRule, cases: str, *rules: Rule) -> str:
    return (
        f"coverage {two(found.coverage(*rules))} (the share of all {cases} inside), density {two(found.density(*rules))} "
        f"(the share of {cases} among the points inside)"
    )


def _bounds(found: ScenarioRule, rule: Rule) -> str:
    return listed([_bound(found, each) for each in rule.bounds])


def _bound(found: ScenarioRule, each: RuleBound) -> str:
    return f"{found.names[each.axis]} is at {'least' if each.at_least else 'most'} {each.value:.3g}"


def _tree(found: ScenarioRule, it: str, cases: str) -> list[str]:
    if found.leaves is None:
        return ["No tree was grown beside it, which needs scikit-learn (overture[drivers])."]
    if not found.leaves:
        return [f"A tree of five leaves has none in which it mostly {it}."]
    leaves = [_bounds(found, leaf) or "everywhere" for leaf in found.leaves]
    return [
        f"A tree says that it {it} where {'; or where '.join(leaves)}: {_measures(found, cases, *found.leaves)}."
    ]
