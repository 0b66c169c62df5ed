"""The JSON Schema of an evidence sheet, published in ``docs/schema/evidence.schema.json``.

``python -m overture.evidence.schema docs/schema/evidence.schema.json`` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from overture.evidence.sheet import Sheet
from overture.published import schema_of, schema_text


def schema() -> dict[str, Any]:
    """The schema as plain values."""
    return schema_of(Sheet)


def text() -> str:
    """The schema as it stands in the file."""
    return schema_text(Sheet)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
