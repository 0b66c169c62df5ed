"""What each player has seen so far, as one small number per player.

A state of sight is interned: it stands for (the state before, the move seen, the choice seen), and 0
for nothing yet. Two histories that look the same to a player have the same number for him, and an
information set is (player, name of the decision, his number).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from overture.errors import TellingError

# What each player has seen: one interned state for each.
Seen = tuple[int, ...]


class Sight:
    """The interned states: ``states[i]`` is (state before, move, choice)."""

    def __init__(self, players: tuple[str, ...]) -> None:
        self.index = {name: at for at, name in enumerate(players)}
        self.everybody = frozenset(range(len(players)))
        self.states: list[tuple[int, str, str]] = [(-1, "", "")]
        self._number: dict[tuple[int, str, str], int] = {}
        self._branches: dict[tuple[int, str, tuple[str, ...]], tuple[int, ...]] = {}
        self._audience: dict[tuple[Any, int], frozenset[int]] = {}

    def audience(self, seen_by: Any, name: str, mover: int) -> frozenset[int]:
        """The players whom ``seen_by`` names (None: everybody), and the mover (-1: nobody).

        Raises TellingError, without a place, where one of them is no player.
        """
        if seen_by is None:
            return self.everybody
        names = (
            (seen_by,) if isinstance(seen_by, str) or not isinstance(seen_by, Iterable) else tuple(seen_by)
        )
        known = self._audience.get((names, mover))
        if known is not None:
            return known
        for who in names:
            if who not in self.index:
                raise TellingError.of(
                    "telling/no-player",
                    f"{name!r} is seen by {who!r}, who is no player",
                    "",
                    ", ".join(self.index),
                )
        found = frozenset([self.index[who] for who in names] + ([mover] if mover >= 0 else []))
        self._audience[names, mover] = found
        return found

    def after(self, seen: Seen, name: str, labels: tuple[str, ...], shown: frozenset[int]) -> list[Seen]:
        """What everybody has seen after each of the choices ``labels``, if those in ``shown`` see it."""
        branches = self._branches
        columns: list[tuple[int, ...]] = [(before,) * len(labels) for before in seen]
        for at in shown:
            before = seen[at]
            key = (before, name, labels)
            column = branches.get(key)
            if column is None:
                column = branches[key] = tuple([self._see(before, name, label) for label in labels])
            columns[at] = column
        return list(zip(*columns, strict=True))

    def reveal(self, seen: Seen, name: str, label: str, shown: frozenset[int]) -> Seen:
        """What everybody has seen once an earlier choice is shown; who knows it learns nothing."""
        return tuple(
            [
                self._see(before, name, label) if at in shown and not self._knows(before, name) else before
                for at, before in enumerate(seen)
            ]
        )

    def _see(self, before: int, name: str, label: str) -> int:
        key = (before, name, label)
        known = self._number.get(key)
        if known is None:
            known = self._number[key] = len(self.states)
            self.states.append(key)
        return known

    def _knows(self, state: int, name: str) -> bool:
        while state > 0:
            state, known, _ = self.states[state]
            if known == name:
                return True
        return False
