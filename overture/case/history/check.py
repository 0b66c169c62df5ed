"""A case about a history as it was written, and the faults that are found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from overture.case.history.schema import HistoryCase
from overture.errors import Fault
from overture.filing import Keys, Places
from overture.wording import did_you_mean


@dataclass
class HistoryCheck:
    """A case as it was written, and the faults that are found in it. ``read``: the parameters that its game uses."""

    case: HistoryCase
    places: Places
    sound: Callable[[Keys], bool]
    faults: list[Fault]
    read: set[str] = field(default_factory=set)

    def add(self, id: str, found: str, keys: Keys, allowed: str, mend: str = "") -> None:
        self.faults.append(Fault(id, found, self.places(keys), allowed, mend))

    def unknown(self, id: str, found: str, keys: Keys, word: str, known: Iterable[str]) -> None:
        listed = list(known)
        self.add(id, found, keys, ", ".join(listed), did_you_mean(word, listed))
