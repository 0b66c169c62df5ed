"""Judgements are kept by the content of all that went into them; the same question is answered at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from overture.frozen import FrozenModel
from overture.judgement.versions import versions
from overture.userfolder.folder import say
from overture.userfolder.forget import room_of
from overture.userfolder.sealed import Seal, sealed_drop, sealed_read, sealed_write
from overture.version import package_digest

Kept = TypeVar("Kept", bound=FrozenModel)


@dataclass(frozen=True)
class KeptName:
    """Where the answer to a question is kept.

    Attributes:
        room: of the case, by where its file lies, so that all that is kept of it can be forgotten.
        key: the digest of all that went in: anything that changes gives another.
    """

    room: str
    key: str

    @property
    def name(self) -> str:
        """The file in the user's folder."""
        return f"{self.room}/{self.key}.json"


def kept_name(case: Path, hashes: dict[str, str], worlds: int, seed: int, shown: str) -> KeptName:
    """The name for an answer.

    Args:
        case: the case file or its folder. hashes: what was read, by what it was read for -> sha256.
        worlds, seed: of the draws. shown: the command that is shown with the answer.
    """
    parts = {
        "files": hashes,
        "worlds": worlds,
        "seed": seed,
        "shown": shown,
        "code": package_digest(),
        "versions": versions(),
    }
    return KeptName(room_of(case), hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest())


def recall(kept: KeptName, kind: type[Kept]) -> Kept | None:
    """The judgement of that kind kept there; None where there is none, or none that can be relied on, which is said."""
    found = sealed_read(kept.name)
    if found is Seal.MISSING:
        return None
    if isinstance(found, bytes):
        try:
            return kind.model_validate_json(found)
        except (ValidationError, ValueError):
            pass
    sealed_drop(kept.name)
    say("the answer that was kept does not match its seal: it was changed since, and is computed again")
    return None


def keep(kept: KeptName, judgement: FrozenModel) -> None:
    """Keep a judgement; a folder that cannot be written to costs only the time of the next run."""
    sealed_write(kept.name, judgement.model_dump_json().encode())
