"""The numbers of a search: payoffs and odds of its worlds, as coefficients and as tables for the kernel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.exact import FRACTIONS
from overture.solvers.all.algebra.polynomials import N, Rational
from overture.solvers.all.algebra.system import ONE_ROW, Arithmetic, Bools, Rows
from overture.solvers.form import Form, Payoffs

LONGEST = 4096  # binary digits of a unit; where it would have more, payoffs stay Fractions

Tables = tuple[NDArray[np.float64], NDArray[np.float64], Bools]


class Worlds(ABC, Generic[N]):
    """Payoffs and odds of the worlds of a search.

    Attributes:
        numbers: their arithmetic.
        rows: the worlds.
        weighed: whether the worths of ends are weighed by the odds of chance on the way to them: conditions compare
            sums over the nodes of a set and what follows them, in which each end counts by these odds.
    """

    numbers: Arithmetic[N]
    rows: Rows
    weighed: bool = False

    @abstractmethod
    def worth(self, node: int, player: int, rows: Rows) -> Rational | N:
        """What an end pays a player in some worlds, in the unit in which conditions are posed."""

    @abstractmethod
    def odds(self, edge: int, rows: Rows) -> Rational | N:
        """Probability of a branch of chance in some worlds; one where ends are weighed by it already."""

    @abstractmethod
    def usable(self, used: list[int], rows: Rows) -> Rows:
        """The worlds in which all of these actions are left."""

    def step(self, rows: Rows) -> Bools:
        """[row] whether these worlds have a step of their own left, of which one is taken."""
        return np.ones(len(rows), bool)

    def spent(self, rows: Rows) -> Bools:
        """[row] whether these worlds have taken more steps than each of them may."""
        return np.zeros(len(rows), bool)

    @contextmanager
    def uncounted(self, rows: Rows) -> Iterator[None]:
        """Meanwhile no steps are counted in these worlds: they took them already."""
        yield

    @abstractmethod
    def tables(self, ends: set[int]) -> Tables:
        """(paid[node, player, world], odds[edge, world], left[edge, world]) in doubles; payoffs at ``ends`` range over about one."""


class OneWorld(Worlds[Fraction]):
    """One world in exact numbers. ``values`` are payoffs of the nodes that stand for what follows them.

    Ends are not weighed where chance forbids a branch: behind it, all would count for nothing.
    """

    def __init__(self, form: Form, values: Mapping[int, Payoffs]) -> None:
        self.form, self.values = form, values
        self.numbers, self.rows = FRACTIONS, ONE_ROW
        self.weighed = all(share > 0 for share in form.odds.values())

    def payoffs(self, node: int) -> Payoffs:
        """[player] at an end."""
        return self.values[node] if node in self.values else self.form.paid[node]

    def worth(self, node: int, player: int, rows: Rows) -> Rational:
        worth = self.weight(node) * self.payoffs(node)[player] * self.units[player]
        return worth.numerator if worth.denominator == 1 else worth

    def weight(self, node: int) -> Fraction:
        """The odds of chance by which an end is weighed."""
        return self.form.likely[node] if self.weighed else Fraction(1)

    @cached_property
    def units(self) -> tuple[int, ...]:
        """[player] by how much payoffs, weighed by the odds of chance, are multiplied: they are whole numbers then."""
        paid = [
            [self.weight(node) * x for x in self.payoffs(node)] for node in {**self.form.paid, **self.values}
        ]
        found = [lcm(*(x.denominator for x in column)) for column in zip(*paid, strict=True)]
        return tuple(each if each.bit_length() <= LONGEST else 1 for each in found)

    def odds(self, edge: int, rows: Rows) -> Rational:
        return 1 if self.weighed else self.form.odds[edge]

    def usable(self, used: list[int], rows: Rows) -> Rows:
        return rows  # the form allows no other action

    def tables(self, ends: set[int]) -> Tables:
        tree = self.form.tree
        paid = np.zeros((tree.n_nodes, len(tree.players), 1))
        at = sorted(ends)
        paid[at, :, 0] = [[float(x) for x in self.payoffs(n)] for n in at]
        span = paid[at].max(axis=0) - paid[at].min(axis=0) if at else np.ones((len(tree.players), 1))
        odds = np.zeros((tree.n_edges, 1))
        for edge, share in self.form.odds.items():
            odds[edge] = float(share)
        return paid / np.where(span > 0, span, 1.0), odds, np.ones((tree.n_edges, 1), bool)
