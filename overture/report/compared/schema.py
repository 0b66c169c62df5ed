"""Writes the JSON Schema of a comparison, published in ``docs/schema/comparison.schema.json``.

``python -m overture.report.compared.schema docs/schema/comparison.schema.json`` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from overture.judgement.compared import Comparison
from overture.report.schema import text

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(Comparison), encoding="utf-8")
