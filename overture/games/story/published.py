"""Writes the JSON Schema of a story file, published in ``docs/schema/story.schema.json``.

``python -m overture.games.story.published docs/schema/story.schema.json`` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from overture.games.story.schema import Story
from overture.published import schema_of, schema_text


def schema() -> dict[str, Any]:
    """The schema of the resolved form, as plain values; short forms of it are told in docs/reference/story.md."""
    return schema_of(Story)


def text() -> str:
    """The schema as it stands in the file."""
    return schema_text(Story)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
