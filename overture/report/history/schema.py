"""The JSON Schema of the judgement of a history, published in ``docs/schema/history.schema.json``.

``python -m overture.report.history.schema docs/schema/history.schema.json`` writes it anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from overture.judgement.history.judgement import HistoryJudgement
from overture.report.schema import DIALECT


def schema() -> dict[str, Any]:
    """The schema as plain values."""
    return {"$schema": DIALECT, **HistoryJudgement.model_json_schema(mode="serialization")}


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
