"""Writes the JSON Schema of the terms of a case, published in ``docs/schema/deal.schema.json``.

``python -m overture.report.deal.schema docs/schema/deal.schema.json`` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from overture.judgement.deal.proposal import DealJudgement
from overture.report.schema import text

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(DealJudgement), encoding="utf-8")
