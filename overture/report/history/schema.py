"""Writes the JSON Schema of the judgement of a history, published in ``docs/schema/history.schema.json``.

``python -m overture.report.history.schema docs/schema/history.schema.json`` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from overture.judgement.history.judgement import HistoryJudgement
from overture.report.schema import text

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(HistoryJudgement), encoding="utf-8")
