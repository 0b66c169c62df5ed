"""The ACH matrix: evidence by types, as a view of the same likelihoods (Heuer 1999, chapter 8).

A cell says how well an item fits a type compared with how well it fits on the whole:
P(item | type) / P(item), nothing else known. The code CC, C, N, I, II cuts that ratio at :data:`CUTS`. The
matrix is a view; belief is the inference, and nothing is computed from its letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from overture.weigh.reports.evidence import Evidence, Floats, Item

CUTS = (("II", 1 / 3), ("I", 1 / 1.2), ("N", 1.2), ("C", 3.0))  # above the last: CC
ROUNDING = 1e-14  # bits below this are rounding of sums that cancel


@dataclass(frozen=True)
class ConsistencyRow:
    """One item of evidence against every type.

    Attributes:
        fit: [T] P(item | type) / P(item), between 1/cap and cap; None for a type without a prior.
        code: [T] CC, C, N, I or II; "" for a type without a prior.
        information: bits about which type he is, if the item had yet to be heard or not.
        spread: largest over smallest likelihood, at most the cap.
    """

    item: str
    kind: Literal["act", "testimony"]
    fit: tuple[float | None, ...]
    code: tuple[str, ...]
    information: float
    spread: float


def matrix(evidence: Evidence, cap: float = 1000.0) -> tuple[ConsistencyRow, ...]:
    """A row for each item, the most diagnostic first. Fits and spreads are cut at ``cap``."""
    rows = [_row(evidence, item, cap) for item in evidence.items]
    return tuple(sorted(rows, key=lambda row: -row.spread))


def _row(evidence: Evidence, item: Item, cap: float) -> ConsistencyRow:
    prior = evidence.by_type(evidence.base)
    # Chances of what was heard are true chances; but so small ones underflow, and are told as a ratio only.
    top = float(np.max(item.log_likelihood, where=evidence.base > 0.0, initial=-np.inf))
    heard = evidence.by_type(evidence.mass([item]))
    here = prior > 0.0
    likelihood = heard[here] / prior[here]
    overall = heard.sum() / prior.sum()
    fits = np.full(len(prior), np.nan)
    fits[here] = likelihood / overall
    least = float(likelihood.min())
    true = heard * np.exp(min(top, 0.0))
    return ConsistencyRow(
        item=item.name,
        kind=item.kind,
        fit=tuple(None if np.isnan(fit) else float(np.clip(fit, 1.0 / cap, cap)) for fit in fits),
        code=tuple(code(float(fit)) for fit in fits),
        information=information(np.column_stack([true, np.maximum(prior - true, 0.0)])),
        spread=float(min(likelihood.max() / least, cap)) if least > 0.0 else cap,
    )


def code(fit: float) -> str:
    """CC, C, N, I or II; "" where the type has no prior chance."""
    if np.isnan(fit):
        return ""
    return next((name for name, edge in CUTS if fit < edge), "CC")


def information(table: Floats) -> float:
    """Mutual information in bits of the two axes of a table of masses (not normalised); 0 without mass."""
    total = table.sum()
    if not total > 0.0:
        return 0.0
    joint = table / total
    outer = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = float(np.where(joint > 0.0, joint * np.log2(joint / outer), 0.0).sum())
    return found if found > ROUNDING else 0.0
