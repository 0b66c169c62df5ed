"""A case file as it was read: once, whatever kind of case it turns out to be."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overture.errors import Fault, FileError
from overture.filing import Places, load_yaml

HISTORY = "sides"  # a case file with this key is one about a history


@dataclass(frozen=True)
class CaseFile:
    """A case file.

    Attributes:
        path: where it lies. data: its keys; None where it cannot be read as YAML. places: where its parts stand; None
            where there are none. faults: why it cannot be read.
    """

    path: Path
    data: Any
    places: Places | None
    faults: tuple[Fault, ...] = ()

    @classmethod
    def read(cls, given: str | Path | CaseFile, what: str = "a case file") -> CaseFile:
        """The case file at a path, or ``case.yaml`` of a folder; what was read already is not read again.

        Args:
            what: what a file that is named, and no folder, may be.
        """
        if isinstance(given, CaseFile):
            return given
        file = Path(given)
        with suppress(OSError, ValueError):  # of a name that is too long: told below
            if file.is_dir():
                file, what = file / "case.yaml", "a case file"
        try:
            data, places = load_yaml(file, what)
        except FileError as error:
            return cls(file, None, None, tuple(error.faults))
        return cls(file, data, places)

    @property
    def about_history(self) -> bool:
        """Whether it can be read and is a case about a history."""
        return isinstance(self.data, dict) and HISTORY in self.data

    def parts(self) -> tuple[Any, Places]:
        """(its keys, where they stand). Raises FileError where it cannot be read."""
        FileError.raise_any(self.faults)
        assert self.places is not None
        return self.data, self.places
