"""The numbers of a game for one pass over flat arrays: whole numbers where they fit, else fractions, else doubles."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import Ints, Tree
from overture.solvers.rational import rational, rational_odds

MOST_FRACTIONS = 200_000  # nodes (or different payoffs) for which fractions are affordable
BITS = 61  # whole numbers beyond this would overflow

Array = NDArray[Any]


@dataclass(frozen=True)
class WorldNumbers:
    """Payoffs and odds of one world. N nodes, P players, B branches of chance.

    Attributes:
        total: [N, P] everything paid on the way to a node, the node included.
        up, down: [B] numerators and denominators of the odds; ``down`` is None where ``up`` is the odds.
        possible: [B] whether the odds are above zero.
        least, most: numbers beyond every value.
        scale: what whole numbers are to be divided by.
        exact: whether the numbers are those of the game and not rounded.
    """

    total: Array
    up: Array
    down: Array | None
    possible: NDArray[np.bool_]
    least: Any
    most: Any
    scale: int
    exact: bool

    def weighted(self, table: Array, branch: Ints) -> Array:
        """Rows of a table [node, player] times the odds of their branches."""
        product = table * self.up[branch][:, None]
        return product if self.down is None else product // self.down[branch][:, None]

    def odds(self, branch: int) -> Fraction:
        """The odds of a branch."""
        if self.down is not None:
            return Fraction(int(self.up[branch]), int(self.down[branch]))
        return Fraction(self.up[branch])

    def turn(self, value: Any) -> Fraction | float:
        """A value in units of the payoffs."""
        return Fraction(int(value), self.scale) if self.down is not None else value


def numbers_of(tree: Tree, levels: list[Ints]) -> WorldNumbers:
    """The numbers of a tree of one world; ``levels`` [depth] holds its nodes."""
    paid, odds = _fractions(tree)
    possible = np.array([each > 0 for each in odds] if odds is not None else tree.chance[0] > 0, dtype=bool)
    if paid is not None and odds is not None:
        whole = _whole(tree, levels, paid, odds, possible)
        if whole is not None:
            return whole
        if tree.n_nodes <= MOST_FRACTIONS:
            total = _totals(tree, levels, paid.table(paid.values, object))
            share = np.empty(len(odds), dtype=object)
            share[:] = odds
            bound = 1 + max(map(abs, paid.values), default=Fraction(0)) * len(levels)
            return WorldNumbers(total, share, None, possible, -bound, bound, 1, True)
    total = _totals(tree, levels, tree.payoff[0])
    return WorldNumbers(total, tree.chance[0], None, possible, -np.inf, np.inf, 1, False)


@dataclass(frozen=True)
class _Paid:
    """Payoffs as different values, and [outcome, player] which of them is paid."""

    values: list[Fraction]
    place: NDArray[np.int64]

    def table(self, values: list[Any], kind: Any) -> Array:
        """[outcome, player] payoffs, the values replaced one by one."""
        found = np.empty(len(values), dtype=kind)
        found[:] = values
        return found[self.place]


def _fractions(tree: Tree) -> tuple[_Paid | None, list[Fraction] | None]:
    """Payoffs and odds as rationals; floats become the simple fractions that they stand for, if not too many."""
    shape = tree.payoff[0].shape
    if tree.exact is not None:
        known: dict[Fraction, int] = {}
        index = [known.setdefault(each, len(known)) for row in tree.exact.payoff for each in row]
        return _Paid(list(known), np.array(index, dtype=np.int64).reshape(shape)), list(tree.exact.chance)
    values, place = np.unique(tree.payoff[0], return_inverse=True)
    shares, where = np.unique(tree.chance[0], return_inverse=True)
    if len(values) + len(shares) > MOST_FRACTIONS:
        return None, None
    odds = [rational_odds(float(each)) for each in shares]
    smallest = float(np.abs(tree.payoff[0]).max(axis=0, initial=0.0).min())  # of the players' largest payoffs
    simple = [rational(float(each), smallest) for each in values]
    return _Paid(simple, place.reshape(shape)), [odds[at] for at in where.tolist()]


def _whole(
    tree: Tree, levels: list[Ints], paid: _Paid, odds: list[Fraction], possible: NDArray[np.bool_]
) -> WorldNumbers | None:
    """The same in whole numbers; None where they do not fit.

    Payoffs are multiplied by a common denominator, and by the product of the denominators of all odds
    on a history: so every value on the way back is whole.
    """
    factor = _common_odds(tree, levels, odds)
    if factor is None:
        return None
    scale = factor * lcm(*{each.denominator for each in paid.values})
    largest = max((abs(each) for each in paid.values), default=Fraction(0))
    times = int(_outcomes_on_way(tree, levels).max(initial=1))
    up = max((each.numerator for each in odds), default=1)
    if ceil(scale * max(largest, Fraction(1)) * max(times, 1) * up).bit_length() > BITS:
        return None
    table = paid.table([each.numerator * (scale // each.denominator) for each in paid.values], np.int64)
    return WorldNumbers(
        _totals(tree, levels, table),
        np.array([each.numerator for each in odds], dtype=np.int64),
        np.array([each.denominator for each in odds], dtype=np.int64),
        possible,
        -(2**62),
        2**62,
        scale,
        True,
    )


def _common_odds(tree: Tree, levels: list[Ints], odds: list[Fraction]) -> int | None:
    """A multiple of the product of the denominators of the odds on every history; None where it is too large."""
    shared = np.ones(tree.n_sets, dtype=np.float64)
    for at in range(tree.n_infosets, tree.n_sets):
        first, last = (int(tree.edge_start[at + step]) - tree.n_actions for step in (0, 1))
        shared[at] = min(lcm(*(each.denominator for each in odds[first:last])), 2**54)
    if shared.max(initial=1) == 1:
        return 1
    on_way = np.ones(tree.n_nodes)
    for level in levels[1:]:
        above = tree.parent[level]
        on_way[level] = on_way[above] * shared[tree.set_of[above]]
    if on_way.max() > 2**53:  # doubles are whole up to there
        return None
    return lcm(*(int(each) for each in np.unique(on_way)))


def _outcomes_on_way(tree: Tree, levels: list[Ints]) -> NDArray[np.int64]:
    """[node] how many outcomes are paid on the way to it."""
    count = (tree.outcome >= 0).astype(np.int64)
    if (count[tree.set_of >= 0] == 0).all():
        return count
    for level in levels[1:]:
        count[level] += count[tree.parent[level]]
    return count


def _totals(tree: Tree, levels: list[Ints], paid: Array) -> Array:
    """[node, player] everything paid on the way to a node, the node included."""
    total = np.zeros((tree.n_nodes, len(tree.players)), dtype=paid.dtype)
    if paid.dtype == object:
        total[:] = Fraction(0)
    there = np.flatnonzero(tree.outcome >= 0)
    total[there] = paid[tree.outcome[there]]
    if (tree.outcome[tree.set_of >= 0] >= 0).any():
        for level in levels[1:]:
            total[level] += total[tree.parent[level]]
    return total
