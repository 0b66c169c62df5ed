"""The JSON Schema of a judgement, published in ``docs/schema/judgement.schema.json``.

``python -m overture.report.schema docs/schema/judgement.schema.json`` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from overture.frozen import FrozenModel
from overture.judgement.judgement import Judgement
from overture.published import schema_of, schema_text


def schema(kind: type[FrozenModel] = Judgement) -> dict[str, Any]:
    """The schema of a judgement, of one offer where no other kind is named, as plain values."""
    return schema_of(kind, "serialization")


def text(kind: type[FrozenModel] = Judgement) -> str:
    """The schema as it stands in the file."""
    return schema_text(kind, "serialization")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
