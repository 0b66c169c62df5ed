"""What to look for: future observations by expected information and by value to the decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from overture.errors import EvidenceError, Fault
from overture.weigh.acts import information
from overture.weigh.decision import choose
from overture.weigh.ledger import Floats, Item

if TYPE_CHECKING:
    import pandas as pd

    from overture.weigh.assessment import Assessment


@dataclass(frozen=True)
class Indicator:
    """Something that may be seen. Give ``outcomes`` or ``odds``.

    outcomes: label -> event key of the game; they must exclude each other. What remains is "not seen".
    odds: label -> {event key -> chance of the label where the event holds}: an observation outside the
        game (a test with stated odds); histories under no listed event have equal odds for all labels.
    given: event key under which it can be seen at all (after a deal, say); None: now.
    cost: in the units of the decision.
    """

    name: str
    outcomes: Mapping[str, str] = field(default_factory=dict)
    odds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    given: str | None = None
    cost: float = 0.0


def rank(assessment: Assessment, indicators: Iterable[Indicator], hypothesis: str) -> pd.DataFrame:
    """One row for each outcome of each indicator; the indicators by information, largest first.

    Columns: indicator, given, outcome, chance (under the posterior and ``given``), posterior (of the
    hypothesis after it), ratio (likelihood ratio of the outcome), information (bits expected from the
    indicator), value (expected gain to the decision now from seeing it first, less cost; NaN without a
    decision), reply (best after the outcome), perfect (value of knowing all, for scale).
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    for indicator in indicators:
        labels, likelihood = _likelihood(assessment, indicator)
        rows.extend(_weigh_one(assessment, indicator, labels, likelihood, hypothesis))
    frame = pd.DataFrame(rows)
    if rows:
        frame = frame.sort_values(["information", "indicator"], ascending=[False, True], kind="stable")
    return frame.reset_index(drop=True)


def _likelihood(assessment: Assessment, indicator: Indicator) -> tuple[list[str], Floats]:
    """Labels and [label, signature] chances; every column sums to 1."""
    ledger = assessment.ledger
    where = f"indicator {indicator.name}"
    if bool(indicator.outcomes) == bool(indicator.odds):
        raise EvidenceError.of(
            "weigh/indicator", "both or neither of outcomes and odds", where, "one of them"
        )
    if indicator.outcomes:
        rows = np.array([ledger.row(key) for key in indicator.outcomes.values()], float)
        if (rows.sum(axis=0) > 1.0).any():
            raise EvidenceError.of("weigh/indicator", "outcomes that overlap", where)
        labels = list(indicator.outcomes)
        rest = 1.0 - rows.sum(axis=0)
        if rest.any():
            labels, rows = [*labels, "not seen"], np.vstack([rows, rest])
        return labels, rows
    labels = list(indicator.odds)
    rows = np.full((len(labels), ledger.mask.shape[1]), 1.0 / len(labels))
    for place, label in enumerate(labels):
        for key, chance in indicator.odds[label].items():
            rows[place, ledger.row(key)] = chance
    if not np.allclose(rows.sum(axis=0), 1.0, atol=1e-9):
        raise EvidenceError(
            Fault(
                "weigh/indicator",
                "odds that do not sum to 1 over the outcomes",
                where,
                "for every event, the chances of its outcomes sum to 1",
            )
        )
    return labels, rows


def _weigh_one(
    assessment: Assessment, indicator: Indicator, labels: list[str], likelihood: Floats, hypothesis: str
) -> list[dict[str, object]]:
    ledger = assessment.ledger
    items = list(ledger.items)
    if indicator.given is not None:
        with np.errstate(divide="ignore"):
            logs = np.log(ledger.row(indicator.given).astype(float))
        items.append(Item(f"given {indicator.given}", "act", logs, logs))
    spread = ledger.spread(items)
    total = spread.sum()
    if not total > 0.0:
        raise EvidenceError.of(
            "weigh/indicator",
            f"the condition {indicator.given!r} has no chance after the evidence",
            f"indicator {indicator.name}",
        )
    here = ledger.row(hypothesis)
    joint = np.array([likelihood @ (spread * here), likelihood @ (spread * ~here)]) / total
    bits = information(joint)
    value, perfect, replies = _value(assessment, items, likelihood)
    rows: list[dict[str, object]] = []
    for place, label in enumerate(labels):
        chance = float(joint[:, place].sum())
        if chance <= 0.0:
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = (joint[0, place] / joint[0].sum()) / (joint[1, place] / joint[1].sum())
        rows.append(
            {
                "indicator": indicator.name,
                "given": indicator.given,
                "outcome": label,
                "chance": chance,
                "posterior": float(joint[0, place] / chance),
                "ratio": float(np.clip(ratio, 1.0 / assessment.cap, assessment.cap)),
                "information": bits,
                "value": value - indicator.cost,
                "reply": replies[place],
                "perfect": perfect,
            }
        )
    return rows


def _value(
    assessment: Assessment, items: list[Item], likelihood: Floats
) -> tuple[float, float, list[str | None]]:
    """Expected gain from choosing after the observation; the gain from knowing the case; best replies."""
    decision = assessment.decision
    if decision is None:
        return float("nan"), float("nan"), [None] * len(likelihood)
    ledger = assessment.ledger
    now = choose(ledger, decision, items)
    spread = ledger.spread(items)
    gain = 0.0
    replies: list[str | None] = []
    for row in likelihood:
        chance = float(spread @ row) / float(spread.sum())
        if chance <= 0.0:
            replies.append(None)
            continue
        with np.errstate(divide="ignore"):
            logs = np.log(row)
        after = choose(ledger, decision, [*items, Item("seen", "testimony", logs, logs)])
        gain += chance * float(after.overall.max())
        replies.append(after.best)
    perfect = 0.0
    for case in decision.cases:
        row = ledger.row(case)
        chance = float(spread @ row) / float(spread.sum())
        if chance > 0.0:
            with np.errstate(divide="ignore"):
                logs = np.log(row.astype(float))
            seen = Item("known", "testimony", logs, logs)
            perfect += chance * float(choose(ledger, decision, [*items, seen]).overall.max())
    best = float(now.overall.max())
    return max(gain - best, 0.0), max(perfect - best, 0.0), replies
