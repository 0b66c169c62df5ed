"""One root error: every message says what was found, where, what is allowed, and the mend.

A caller that reads a file collects :class:`Fault` values and raises them all at once, so that a user
mends a file in one round. Every kind of fault has an ``id`` (``"telling/odds"``) that tests and
documentation name; the words may change, the id may not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its id, what was found, where, what is allowed, and the mend."""

    id: str
    found: str
    where: str = ""
    allowed: str = ""
    mend: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.found}" if self.where else self.found
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.mend:
            text += f". {self.mend[0].upper()}{self.mend[1:]}"
        return text if text.endswith((".", "!", "?")) else text + "."


class OvertureError(Exception):
    """Root of every error that Overture raises on purpose. ``faults`` lists all that is wrong."""

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            raise ValueError("an error needs at least one fault")
        self.faults: tuple[Fault, ...] = faults
        super().__init__("\n".join(str(fault) for fault in faults))

    def __reduce__(self) -> tuple[type[Self], tuple[Fault, ...]]:
        """An error of another process comes back with its faults, not with their text alone."""
        return type(self), self.faults

    @property
    def id(self) -> str:
        """The id of the first fault."""
        return self.faults[0].id

    @classmethod
    def of(cls, id: str, found: str, where: str = "", allowed: str = "", mend: str = "") -> Self:
        """An error with a single fault."""
        return cls(Fault(id, found, where, allowed, mend))

    @classmethod
    def raise_any(cls, faults: Iterable[Fault]) -> None:
        """Raise all ``faults`` together; do nothing where there are none."""
        found = tuple(faults)
        if found:
            raise cls(*found)


class TellingError(OvertureError):
    """The generator that tells a game does something that no game does."""


class TreeError(OvertureError):
    """The arrays of a tree break one of its validity conditions."""


class EventError(OvertureError):
    """An event expression cannot be read, or names something that the game does not have."""


class FileError(OvertureError):
    """A file (case, evidence sheet, .efg, report) cannot be read as what it should be."""


class SolveError(OvertureError):
    """A solver was asked for something that it cannot do."""


class EvidenceError(OvertureError):
    """Evidence that contradicts itself, or that the model calls impossible."""


class MissingExtra(OvertureError):
    """An optional dependency is needed and not installed."""
