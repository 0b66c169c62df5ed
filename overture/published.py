"""The JSON Schema of a file of ours, as it is published in ``docs/schema``."""

from __future__ import annotations

import json
from typing import Any, Literal

from overture.frozen import FrozenModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Mode = Literal["validation", "serialization"]


def schema_of(kind: type[FrozenModel], mode: Mode = "validation") -> dict[str, Any]:
    """The schema as plain values; ``mode``: of what may be read, or of what is written."""
    return {"$schema": DIALECT, **kind.model_json_schema(mode=mode)}


def schema_text(kind: type[FrozenModel], mode: Mode = "validation") -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema_of(kind, mode), indent=1, ensure_ascii=False) + "\n"
