"""An assessment as plain JSON: numbers, strings, lists and objects, one list of rows for each answer.

What is not a number (NaN, infinite) is null.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from overture.weigh.assessment import Assessment

VERSION = "overture-assessment/1"


def to_json(assessment: Assessment) -> dict[str, object]:
    """Everything that :class:`Assessment` answers without further input."""
    ledger = assessment.ledger
    weight = ledger.weight(ledger.items).sum(axis=1)
    found: dict[str, object] = {
        "schema": VERSION,
        "hypotheses": list(assessment.hypotheses),
        "worlds": {
            "number": len(weight),
            "left": int(np.count_nonzero(weight)),
            "effective": float(weight.sum() ** 2 / np.sum(weight**2)),
            "learn": ledger.learn,
        },
        "stated": {"cap": assessment.cap, "floor": assessment.floor},
        "posterior": records(assessment.posterior()),
        "steps": records(assessment.steps()),
        "equilibria": records(assessment.equilibria()),
        "acts": records(assessment.act_frame()),
        "sources": records(assessment.source_frame()),
        "claims": records(assessment.claim_frame()),
        "contributions": records(assessment.contributions()),
        "matrix": records(assessment.matrix()),
        "leave_one_out": records(assessment.leave_one_out()),
        "assumptions": records(assessment.assumptions()),
        "replies": None,
        "flips": None,
    }
    if assessment.decision is not None:
        found["replies"] = records(assessment.replies())
        found["flips"] = records(assessment.flips())
    return found


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a frame as plain JSON objects."""
    columns = list(frame.columns)
    rows = zip(*(frame[column].tolist() for column in columns), strict=True) if columns else []
    return [{str(name): plain(value) for name, value in zip(columns, row, strict=True)} for row in rows]


def plain(value: object) -> object:
    """One value as JSON has it."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(part) for part in value]
    return str(value)
