"""Completions as tables: play and relative weights of trembles, in every world that has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.column import Column
from overture.solvers.all.algebra.system import Arithmetic, Rows
from overture.solvers.all.supports.values import Ratio


@dataclass
class Completed:
    """Axes: k worlds, A actions. Entries are of the kind of number of the search: doubles, or Fractions.

    Attributes:
        rows: [k] the worlds, ascending.
        strategy: [k, A] probability; zero where nothing was said.
        ratios: for each group of tremble sets, [k, tremble set] their relative weights; not a number, or None,
            where a world does not need the group.
    """

    rows: Rows
    strategy: NDArray[Any]
    ratios: dict[Ratio, NDArray[Any]]

    @classmethod
    def empty(cls, numbers: Arithmetic[Any], rows: Rows, actions: int) -> Completed:
        """Nothing said yet."""
        return cls(rows, numbers.table(len(rows), actions, 0.0), {})

    def take(self, chosen: Rows) -> Completed:
        """The completions of some of the worlds (positions in ``rows``)."""
        ratios = {key: table[chosen] for key, table in self.ratios.items()}
        return Completed(self.rows[chosen], self.strategy[chosen], ratios)

    def put(self, place: Rows, action: int, value: object) -> None:
        """Set a probability in some worlds (positions)."""
        self.strategy[place, action] = _entries(value)

    def weigh(self, numbers: Arithmetic[Any], place: Rows, key: Ratio, weights: list[object]) -> None:
        """Set the relative weights of a group in some worlds (positions)."""
        table = self._group(numbers, key)
        for at, value in enumerate(weights):
            table[place, at] = _entries(value)

    def copy_in(
        self, numbers: Arithmetic[Any], place: Rows, other: Completed, chosen: Rows, actions: Rows
    ) -> None:
        """Take from another what it says of some actions, and its groups: worlds ``chosen`` there are ``place`` here."""
        self.strategy[np.ix_(place, actions)] = other.strategy[np.ix_(chosen, actions)]
        for key, table in other.ratios.items():
            self._group(numbers, key)[place] = table[chosen]

    def show(self, other: Completed, place: Rows, chosen: Rows) -> None:
        """Become another completion in some worlds: ``chosen`` there are ``place`` here."""
        self.strategy[place] = other.strategy[chosen]
        for key in dict.fromkeys([*self.ratios, *other.ratios]):
            table = self.ratios.setdefault(key, np.full((len(self.rows), len(key)), np.nan))
            theirs = other.ratios.get(key)
            table[place] = np.nan if theirs is None else theirs[chosen]

    def _group(self, numbers: Arithmetic[Any], key: Ratio) -> NDArray[Any]:
        if key not in self.ratios:
            self.ratios[key] = numbers.table(len(self.rows), len(key), np.nan)
        return self.ratios[key]


def _entries(value: object) -> Any:
    return value.x if isinstance(value, Column) else value
