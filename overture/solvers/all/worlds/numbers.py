"""Payoffs and odds of many worlds of one shape, as coefficients and as tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import numpy as np

from overture.solvers.all.algebra.column import Column, Floats, Number
from overture.solvers.all.algebra.doubles import Doubles
from overture.solvers.all.algebra.polynomials import ZERO
from overture.solvers.all.algebra.system import Bools, Rows
from overture.solvers.all.supports.worlds import Tables, Worlds


class ManyWorlds(Worlds[Column]):
    """Payoffs [world, node, player] at ends, odds [world, edge], and [world, action] whether the action is left.

    Attributes:
        each: how many steps a world may take; None for any number.
        taken: [world] how many it took.
    """

    numbers: Doubles
    each: int | None = None

    def __init__(self, paid: Floats, odds: Floats, allowed: Bools) -> None:
        self.numbers, self.rows = Doubles(len(paid)), np.arange(len(paid))
        self.paid, self.chance, self.allowed = paid, odds, allowed
        # For the kernel: worlds innermost.
        self.paid_by_node = np.ascontiguousarray(paid.transpose(1, 2, 0))
        self.odds_by_edge = np.ascontiguousarray(odds.T)
        self.taken: Rows = np.zeros(len(paid), np.int64)
        self._counted = np.ones(len(paid), bool)
        self._shared: dict[tuple[int, int], Fraction | None] = {}

    def take(self, rows: Rows, allowed: Bools) -> ManyWorlds:
        """The numbers of some worlds, with what is left in them."""
        return ManyWorlds(self.paid[rows], self.chance[rows], allowed)

    def worth(self, node: int, player: int, rows: Rows) -> Number:
        return self._number((node, player), self.paid_by_node[node, player], rows)

    def odds(self, edge: int, rows: Rows) -> Number:
        return self._number((-1, edge), self.odds_by_edge[edge], rows)

    def usable(self, used: list[int], rows: Rows) -> Rows:
        return rows[self.allowed[rows][:, used].all(axis=1)]

    def step(self, rows: Rows) -> Bools:
        self.taken[rows] += self._counted[rows]
        return ~self.spent(rows)

    def spent(self, rows: Rows) -> Bools:
        if self.each is None:
            return np.zeros(len(rows), bool)
        return np.asarray(self.taken[rows] > self.each, bool)

    @contextmanager
    def uncounted(self, rows: Rows) -> Iterator[None]:
        before = self._counted
        self._counted = before.copy()
        self._counted[rows] = False
        try:
            yield
        finally:
            self._counted = before

    def tables(self, ends: set[int]) -> Tables:
        left = np.ones((self.chance.shape[1], len(self.rows)), bool)
        left[: self.allowed.shape[1]] = self.allowed.T
        return self.paid_by_node, self.odds_by_edge, left

    def settle(self, node: int, value: Floats) -> None:
        """Let a node stand for what follows it: value [world, player]."""
        self.paid[:, node] = value
        self.paid_by_node[node] = value.T
        for player in range(value.shape[1]):
            self._shared.pop((node, player), None)

    def _number(self, key: tuple[int, int], table: Floats, rows: Rows) -> Number:
        """A column, or zero where all worlds have it.

        Another number that all of them share is a column too: as a fraction it would be rounded in other places than
        where a further world differs, and the digits of a world would hang on the worlds that are searched with it.
        """
        if key not in self._shared:
            self._shared[key] = None if table.any() else ZERO
        shared = self._shared[key]
        return Column(table[rows]) if shared is None else shared
