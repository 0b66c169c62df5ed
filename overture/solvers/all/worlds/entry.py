"""What the search over many worlds works on: payoffs and odds as columns; and what it finds."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from overture.solvers.all.sets.polynomials import Poly
from overture.solvers.all.supports.values import Ratio, Support
from overture.solvers.all.worlds.algebra import Rows, column
from overture.solvers.all.worlds.column import Floats
from overture.solvers.rational import rational


@dataclass
class WorldsEntry:
    """One support on the path, in the worlds where it holds an equilibrium.

    Attributes:
        rows: [k] the worlds.
        strategy: [k, action].
        ratios: [k, tremble set] relative weights of each group of tremble sets; NaN where the group is not needed.
        support: on the path, [infoset] actions in use.
        dimensions: free dimensions of the play on the path.
        equal, equal_rows: the equations of its continuum, and the worlds of their columns.
    """

    rows: Rows
    strategy: Floats
    ratios: dict[Ratio, Floats]
    support: Support
    dimensions: int
    equal: tuple[Poly, ...]
    equal_rows: Rows

    def take(self, chosen: Rows) -> WorldsEntry:
        """The entry in some of its worlds (positions in ``rows``)."""
        part = copy.copy(self)
        part.rows, part.strategy = self.rows[chosen], self.strategy[chosen]
        part.ratios = {key: x[chosen] for key, x in self.ratios.items()}
        return part


class Numbers:
    """Payoffs [world, node, player] at ends and odds [world, edge], as arrays and as coefficients."""

    def __init__(self, paid: Floats, odds: Floats) -> None:
        self.paid, self.odds = paid, odds
        # For the kernel: worlds innermost.
        self.paid_by_node = np.ascontiguousarray(paid.transpose(1, 2, 0))
        self.odds_by_edge = np.ascontiguousarray(odds.T)
        self._shared: dict[tuple[int, int], Fraction | None] = {}

    def take(self, rows: Rows) -> Numbers:
        """The numbers of some worlds."""
        return Numbers(self.paid[rows], self.odds[rows])

    def payoff(self, node: int, player: int, rows: Rows) -> Fraction:
        """The payoff at an end in some worlds: a simple fraction where all worlds share it, or a column."""
        return self._number((node, player), self.paid_by_node[node, player], rows)

    def share(self, edge: int, rows: Rows) -> Fraction:
        """The probability of a branch of chance in some worlds."""
        return self._number((-1, edge), self.odds_by_edge[edge], rows)

    def settle(self, node: int, value: Floats) -> None:
        """Let a node stand for what follows it: value [world, player]."""
        self.paid[:, node] = value
        self.paid_by_node[node] = value.T
        for player in range(value.shape[1]):
            self._shared.pop((node, player), None)

    def _number(self, key: tuple[int, int], table: Floats, rows: Rows) -> Fraction:
        if key not in self._shared:
            near = rational(float(table[0])) if (table == table[0]).all() else None
            self._shared[key] = near if near is not None and near.denominator <= 10**6 else None
        shared = self._shared[key]
        return column(table[rows]) if shared is None else shared
