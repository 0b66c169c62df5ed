"""Judgements are kept by the content of all that went into them; the same question is answered at once."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from overture.filing import write_whole
from overture.frozen import FrozenModel
from overture.version import package_digest

Kept = TypeVar("Kept", bound=FrozenModel)


def key(hashes: dict[str, str], worlds: int, seed: int, shown: str) -> str:
    """A name for these inputs, read by this code: anything that changes gives another name."""
    parts = {"files": hashes, "worlds": worlds, "seed": seed, "shown": shown, "code": package_digest()}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def folder() -> Path:
    """Where judgements are kept: ``$OVERTURE_CACHE``, or the user's cache folder."""
    chosen = os.environ.get("OVERTURE_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "overture"


def recall(name: str, kind: type[Kept]) -> Kept | None:
    """The judgement of that kind kept under ``name``; None where there is none, or none that can be read."""
    try:
        return kind.model_validate_json((folder() / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValidationError, ValueError):
        return None


def keep(name: str, judgement: FrozenModel) -> None:
    """Keep a judgement; a folder that cannot be written to costs only the time of the next run."""
    try:
        write_whole(folder() / f"{name}.json", judgement.model_dump_json())
    except OSError:
        return
