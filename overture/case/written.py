"""A case as it was written: its parts, their lines, and which of them can be relied on; helpers of all its checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from overture.case.schema import Case
from overture.errors import Fault
from overture.filing import Keys, Places
from overture.games.measured.event import Mask, mask, names
from overture.games.tree import Tree
from overture.wording import did_you_mean


@dataclass(frozen=True)
class Written:
    """A case file as far as it could be read.

    Attributes:
        case: without its faulty parts. places: where each part stands.
        sound: whether a place is as written; what is not has its fault already, and no other follows from it.
    """

    case: Case
    places: Places
    sound: Callable[[Sequence[str | int]], bool] = lambda keys: True

    def unknown(
        self, id: str, found: str, keys: Sequence[str | int], word: str, known: Iterable[str]
    ) -> Fault:
        """A fault of a word that is none of ``known``."""
        allowed = list(known)
        return Fault(id, found, self.places(keys), ", ".join(allowed), did_you_mean(word, allowed))

    def kept(self, faults: Iterable[tuple[Keys, Fault]]) -> list[Fault]:
        """The faults of places that are as written."""
        return [fault for keys, fault in faults if self.sound(keys)]


def choices(tree: Tree, name: str) -> tuple[str, ...]:
    """All choices at the moves of this name, in the order in which they first appear."""
    found: dict[str, None] = {}
    for at, each in enumerate(tree.labels.set_name):
        if each == name:
            found.update(dict.fromkeys(tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]))
    return tuple(found)


def everything(tree: Tree, events: Iterable[str]) -> Mask:
    """[H] all of some events."""
    found = np.ones(len(tree.terminal), dtype=bool)
    for event in events:
        if event:
            found &= mask(tree, event)
    return found


def fixed_moves(tree: Tree, events: Iterable[str]) -> dict[str, str]:
    """The moves that can have been made in one way only, if all ``events`` happened."""
    listed = [event for event in events if event]
    inside = everything(tree, listed)
    made = {}
    for name in dict.fromkeys(name for event in listed for name in names(event)):
        possible = [
            label
            for label in choices(tree, name)
            if (mask(tree, f"move({name!r}) == {label!r}") & inside).any()
        ]
        if len(possible) == 1:
            made[name] = possible[0]
    return made
