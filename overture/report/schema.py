"""The JSON Schema of a judgement, published in ``docs/schema/judgement.schema.json``.

``python -m overture.report.schema docs/schema/judgement.schema.json`` writes it anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from overture.frozen import FrozenModel
from overture.judgement.judgement import Judgement

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: type[FrozenModel] = Judgement) -> dict[str, Any]:
    """The schema of a judgement, of one offer where no other kind is named, as plain values."""
    return {"$schema": DIALECT, **kind.model_json_schema(mode="serialization")}


def text(kind: type[FrozenModel] = Judgement) -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
