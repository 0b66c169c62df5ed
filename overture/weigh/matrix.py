"""The ACH matrix: evidence by hypotheses, as a view of the same likelihoods.

A cell says how well an item fits a hypothesis compared with how well it fits on the whole:
P(item | hypothesis) / P(item). The code CC, C, N, I, II cuts that ratio at :data:`CUTS`. The matrix is a
view; the posterior is the inference, and counting inconsistencies is shown only as the custom it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from overture.weigh.acts import information
from overture.weigh.ledger import Ledger

if TYPE_CHECKING:
    import pandas as pd

CUTS = (("II", 1 / 3), ("I", 1 / 1.2), ("N", 1.2), ("C", 3.0))  # above the last: CC


def matrix(ledger: Ledger, hypotheses: Sequence[str], cap: float = 1000.0) -> pd.DataFrame:
    """One row for each item of evidence, most diagnostic first. A single hypothesis brings its denial.

    Columns: item, kind; for each hypothesis H: "H" (the code), "H fit" (the ratio behind it, capped);
    information (bits about which hypothesis holds), spread (largest over smallest likelihood, capped).
    ``frame.to_csv(index=False)`` is the CSV.
    """
    import pandas as pd

    if len(hypotheses) == 1:  # one hypothesis is weighed against its denial
        hypotheses = [hypotheses[0], f"not {hypotheses[0]}"]
    rows_of = np.array([ledger.row(hypothesis) for hypothesis in hypotheses], float)
    base = ledger.spread()
    prior = rows_of @ base
    rows = []
    for item in ledger.items:
        top = np.max(item.log_likelihood[base > 0.0], initial=-np.inf)
        likelihood = np.exp(item.log_likelihood - (top if np.isfinite(top) else 0.0))
        overall = float(base @ likelihood) / float(base.sum())
        joint = rows_of @ (base * likelihood)
        with np.errstate(divide="ignore", invalid="ignore"):
            fit = (joint / prior) / overall
            spread = np.nanmax(joint / prior) / np.nanmin(joint / prior)
        row: dict[str, object] = {"item": item.name, "kind": item.kind}
        for hypothesis, value in zip(hypotheses, fit, strict=True):
            row[hypothesis] = code(float(value))
        for hypothesis, value in zip(hypotheses, fit, strict=True):
            row[f"{hypothesis} fit"] = float(np.clip(value, 1.0 / cap, cap))
        # The scale of a likelihood is a convention for testimony; take its true value where it has one.
        scale = np.exp(min(top, 0.0)) if np.isfinite(top) else 0.0
        heard = joint * scale
        row["information"] = information(np.column_stack([heard, np.maximum(prior - heard, 0.0)]))
        row["spread"] = float(np.clip(spread, 1.0, cap))
        rows.append(row)
    frame = pd.DataFrame(rows)
    return (
        frame.sort_values("spread", ascending=False, kind="stable").reset_index(drop=True) if rows else frame
    )


def code(fit: float) -> str:
    """CC, C, N, I or II; "" where the hypothesis has no prior chance."""
    if np.isnan(fit):
        return ""
    for name, edge in CUTS:
        if fit < edge:
            return name
    return "CC"


def inconsistencies(frame: pd.DataFrame, hypotheses: Sequence[str]) -> dict[str, int]:
    """Heuer's count, for those who ask for it: I counts 1 and II counts 2."""
    return {
        hypothesis: int(frame[hypothesis].map({"I": 1, "II": 2}).fillna(0).sum()) for hypothesis in hypotheses
    }
