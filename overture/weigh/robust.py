"""How this could be wrong: one thing left out at a time, and how often the conclusion survives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from overture.weigh.decision import choose
from overture.weigh.ledger import Floats, Item, Ledger

if TYPE_CHECKING:
    import pandas as pd

    from overture.weigh.assessment import Assessment


@dataclass(frozen=True)
class _Conclusion:
    """What is concluded: the best reply, or without a decision the side of one half of the question."""

    posterior: float
    reply: str | None
    yes: bool
    share: float  # weight of the worlds that conclude the same as the assessment does now


def leave_one_out(assessment: Assessment) -> pd.DataFrame:
    """One row for each act, family of sources and equilibrium, largest movement first.

    Columns: left out, kind, posterior (of the question, without it), change (of the posterior), reply
    (best without it; None without a decision), same (the conclusion stands), share (weight of the worlds
    that conclude what the whole assessment concludes).
    """
    import pandas as pd

    ledger = assessment.ledger
    base = _conclude(assessment, ledger, list(ledger.items), None)
    rows = []
    variants: list[tuple[str, str, Ledger, list[Item]]] = [
        (item.name, item.kind, ledger, [other for other in ledger.items if other is not item])
        for item in ledger.items
    ]
    variants += [
        (f"equilibrium {name}", "equilibrium", alone, list(ledger.items))
        for place, name in enumerate(ledger.equilibria)
        if (alone := _without(ledger, place)) is not None
    ]
    for name, kind, other, items in variants:
        if not other.weight(items).sum() > 0.0:
            continue
        found = _conclude(assessment, other, items, base)
        rows.append(
            {
                "left out": name,
                "kind": kind,
                "posterior": found.posterior,
                "change": found.posterior - base.posterior,
                "reply": found.reply,
                "same": (found.reply, found.yes if found.reply is None else None)
                == (base.reply, base.yes if base.reply is None else None),
                "share": found.share,
            }
        )
    rows.sort(key=lambda row: -abs(float(str(row["change"]))))
    return pd.DataFrame(rows)


def assumptions(
    assessment: Assessment,
    parameters: Mapping[str, Floats] | None = None,
    names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Key assumptions by leverage: what follows without each, and in which share of worlds it stands.

    Columns: assumption, kind, without (what is done instead), posterior, reply, same, share. Listed: that
    the evidence is genuine (each source), that acts follow the model, that repetition is not
    confirmation, that each equilibrium is possible or the only one, that sources do not bend and are
    not controlled, and for each parameter [world] that all of its range is possible (without: the lower, or
    the upper half only). ``names``: item of evidence -> what a person calls it.
    """
    import pandas as pd

    ledger = assessment.ledger
    items = list(ledger.items)
    base = _conclude(assessment, ledger, items, None)
    found: list[tuple[str, str, str, _Conclusion]] = []

    def add(assumption: str, kind: str, without: str, other: Ledger, using: Sequence[Item]) -> None:
        if other.weight(using).sum() > 0.0:
            found.append((assumption, kind, without, _conclude(assessment, other, using, base)))

    for item in items:
        if not np.ptp(item.log_likelihood[ledger.base > 0.0]) > 0.0:
            continue  # it moves nothing: to leave it out is no change
        told = (names or {}).get(item.name, item.name)
        words = (
            f"the model is right about what it tells: {told}"
            if item.kind == "act"
            else f"what {told} says is not invented"
        )
        add(words, item.kind, "left out", ledger, [i for i in items if i is not item])
    testimony = [item for item in items if item.kind == "testimony"]
    if any(not np.array_equal(item.naive, item.log_likelihood) for item in testimony):
        naive = [replace(item, log_likelihood=item.naive) for item in items]
        add("repetition is not confirmation", "lineage", "every repetition counted as new", ledger, naive)
    if len(ledger.equilibria) > 1:
        for place, name in enumerate(ledger.equilibria):
            rest, only = _without(ledger, place), _only(ledger, place)
            if rest is not None:
                add(f"equilibrium {name} is possible", "equilibrium", "left out", rest, items)
            if only is not None:
                add(f"equilibria beside {name} are possible", "equilibrium", f"{name} alone", only, items)
    for name, source in assessment.sources.items():
        if source.control < 0.5 and any(name in family.family.sources for family in assessment.families):
            turned = replace(source, control=0.5, shading=min(source.shading, 0.5))
            moved = assessment.with_sources({**assessment.sources, name: turned})
            add(
                f"{source.name or name} is not controlled",
                "control",
                "an even chance that the adversary speaks through it",
                moved.ledger,
                moved.ledger.items,
            )
    for name, value in (parameters or {}).items():
        middle = np.median(value)
        for label, keep in (("low", value <= middle), ("high", value > middle)):
            if keep.any() and not keep.all() and (ledger.world_weight[keep] > 0.0).any():
                weight = np.where(keep, ledger.world_weight, 0.0)
                other = replace(ledger, world_weight=weight / weight.sum())
                words = f"only {'at most' if label == 'low' else 'above'} {middle:.3g}"
                add(f"all of its range is possible: {name}", "parameter", words, other, items)
    return pd.DataFrame(
        [
            {
                "assumption": assumption,
                "kind": kind,
                "without": without,
                "posterior": conclusion.posterior,
                "change": conclusion.posterior - base.posterior,
                "reply": conclusion.reply,
                "same": conclusion.reply == base.reply
                if base.reply is not None
                else conclusion.yes == base.yes,
                "share": conclusion.share,
            }
            for assumption, kind, without, conclusion in sorted(
                found, key=lambda entry: -abs(entry[3].posterior - base.posterior)
            )
        ]
    )


def _conclude(
    assessment: Assessment, ledger: Ledger, items: Sequence[Item], base: _Conclusion | None
) -> _Conclusion:
    question = assessment.hypotheses[0]
    overall, world = ledger.probability(question, None, items)
    weight = ledger.weight(items).sum(axis=1)
    counted = weight > 0.0
    yes = overall > 0.5
    if assessment.decision is None:
        same = (world[counted] > 0.5) == (base.yes if base is not None else yes)
        return _Conclusion(overall, None, yes, float(weight[counted][same].sum() / weight.sum()))
    choice = choose(ledger, assessment.decision, items)
    wanted = base.reply if base is not None and base.reply is not None else choice.best
    return _Conclusion(overall, choice.best, yes, choice.share()[wanted])


def _without(ledger: Ledger, place: int) -> Ledger | None:
    return _reweighed(ledger, [e != place for e in range(len(ledger.equilibria))])


def _only(ledger: Ledger, place: int) -> Ledger | None:
    return _reweighed(ledger, [e == place for e in range(len(ledger.equilibria))])


def _reweighed(ledger: Ledger, keep: Sequence[bool]) -> Ledger | None:
    """Only some equilibria; worlds that have none of them lose their weight. None if no world is left."""
    mass = ledger.mass * np.asarray(keep, float)[None, :, None]
    total = mass.sum(axis=(1, 2))
    weight = np.where(total > 0.0, ledger.world_weight, 0.0)
    if not weight.sum() > 0.0:
        return None
    mass = mass / np.where(total > 0.0, total, 1.0)[:, None, None]
    return replace(ledger, mass=mass, world_weight=weight / weight.sum())
