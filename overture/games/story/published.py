"""Writes the JSON Schema of a story file, published in ``docs/schema/story.schema.json``.

``python -m overture.games.story.published docs/schema/story.schema.json`` writes it anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from overture.games.story.schema import Story

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of the resolved form, as plain values; short forms of it are told in docs/reference/story.md."""
    return {"$schema": DIALECT, **Story.model_json_schema(by_alias=True)}


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
