"""A judgement as a file: the JSON of its own schema."""

from __future__ import annotations

import json
import os
from pathlib import Path

from overture.frozen import FrozenModel
from overture.sinks import to_data
from overture.writing import write_whole


def save_json(judgement: FrozenModel, path: str | os.PathLike[str]) -> None:
    """Write a judgement as JSON; what was at ``path`` is replaced by the whole new file, or stays."""
    data = judgement.model_dump(mode="json")
    write_whole(Path(path), to_data(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)) + "\n")
