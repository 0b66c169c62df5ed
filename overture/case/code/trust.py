"""Whether the code that a case brings may be run: asked for once, and remembered by content.

Code runs with all that the user may do, so it runs only where the user has said so: with ``--trust`` on the command
line, ``trust=True`` in Python, or earlier, for the same text and the same files that it read then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overture.case.code.reads import changed
from overture.errors import Fault
from overture.userfolder.folder import say
from overture.userfolder.forget import TRUSTED
from overture.userfolder.sealed import sealed_read, sealed_write


@dataclass
class _TrustAsked:
    """What this process was told: to trust what it loads, and to run it unwatched."""

    trust: bool = False
    unwatched: bool = False


_asked = _TrustAsked()


@contextmanager
def trusting(trust: bool, unwatched: bool = False) -> Iterator[None]:
    """Code of the cases that are loaded meanwhile is trusted, where ``trust`` is true.

    Args:
        unwatched: it is run in this process at once, and not in a watched process first.
    """
    before = _asked.trust, _asked.unwatched
    _asked.trust, _asked.unwatched = trust or before[0], unwatched or before[1]
    try:
        yield
    finally:
        _asked.trust, _asked.unwatched = before


def watched() -> bool:
    """Whether code is first run in a watched process."""
    return not _asked.unwatched


@dataclass(frozen=True)
class CodeFile:
    """A Python file of a case.

    Attributes:
        file: where it lies. text: what is in it.
    """

    file: Path
    text: str

    @property
    def digest(self) -> str:
        """The sha256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def refusal(self, where: str) -> Fault | None:
        """Why it may not be run; None where it may. ``where``: what names it."""
        if _asked.trust:
            say(
                f"running {self.file} (sha256 {self.digest[:12]}), which the case brings, with all that you may do"
            )
            return None
        known = _record(self.digest)
        other = changed(known["read"], self.file.parent) if known is not None else None
        if known is not None and other is None:
            return None
        why = f"; it was trusted with another {other}" if other else ""
        return Fault(
            "case/trust",
            f"{self.file} is Python code that the case brings ({len(self.text.splitlines())} lines, "
            f"sha256 {self.digest[:12]}{why}), and would run with all that you may do: it was not run, and what needs the game "
            "was not checked",
            where,
            "a game of the catalogue, or code that you have read and trust",
            "read it, and then give --trust (trust=True in Python), which is remembered for this content",
        )

    def ended(self, numbers: str) -> bool:
        """Whether the game was seen to end at these numbers of a case (a digest)."""
        known = _record(self.digest)
        return known is not None and numbers in known["ended"]

    def remember(self, numbers: str, read: dict[str, str]) -> None:
        """It is trusted, with the files that it read, and ended at these numbers of a case."""
        known = _record(self.digest) or {"ended": []}
        record = {"read": read, "ended": sorted({*known["ended"], numbers})}
        if record != known:
            sealed_write(_name(self.digest), json.dumps(record, sort_keys=True).encode())


def _name(digest: str) -> str:
    return f"{TRUSTED}/{digest}.json"


def _record(digest: str) -> dict[str, Any] | None:
    found = sealed_read(_name(digest))
    if not isinstance(found, bytes):
        return None
    record: dict[str, Any] = json.loads(found)
    return record
