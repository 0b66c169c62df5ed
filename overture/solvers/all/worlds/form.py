"""Many worlds of a tree as the staged search sees them: scaled payoffs, and what is never optimal where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import numpy as np

from overture.games.tree import TERMINAL, Tree
from overture.solvers.all.algebra.column import Floats
from overture.solvers.all.algebra.system import Bools, Rows
from overture.solvers.all.worlds.numbers import ManyWorlds
from overture.solvers.form import MOST_COMBINATIONS, Form

CLEAR = 1e-9  # what counts as better, of payoffs whose range is about one


def numbers_of(tree: Tree) -> ManyWorlds:
    """Payoffs of whole histories at their ends, each player's range about one in each world; odds of every edge."""
    worlds, count = tree.n_worlds, len(tree.players)
    total = np.zeros((worlds, tree.n_nodes, count))
    for node in range(tree.n_nodes):
        if node:
            total[:, node] = total[:, tree.parent[node]]
        if tree.outcome[node] >= 0:
            total[:, node] += tree.payoff[:, tree.outcome[node]]
    ends = tree.set_of == TERMINAL
    total[:, ~ends] = 0.0
    if ends.any():
        span = total[:, ends].max(axis=1) - total[:, ends].min(axis=1)
        # A power of two keeps simple numbers simple, and each world has its own: what is small in it is rounding
        # in it alone, whatever the payoffs of the others are.
        total /= 2.0 ** np.ceil(np.log2(np.where(span > 0, span, 1.0)))[:, None, :]
    odds = np.zeros((worlds, tree.n_edges))
    odds[:, tree.n_actions :] = tree.chance
    return ManyWorlds(total, odds, np.ones((worlds, tree.n_actions), bool))


def forms_of(tree: Tree, numbers: ManyWorlds) -> Iterator[tuple[Form, Rows, ManyWorlds]]:
    """Forms with the worlds that share them (the same branches of chance), and the numbers of these.

    The form allows an action that is left in any of its worlds.
    """
    zero = numbers.chance[:, tree.n_actions :] == 0.0
    for chosen in _alike(zero):
        form = _form(tree, zero[chosen[0]])
        here = numbers.take(chosen, numbers.allowed[chosen])
        here.allowed = allowed = pruned(form, here)
        somewhere = np.flatnonzero(allowed.any(axis=0)).tolist()
        kept = tuple(
            tuple(a for a in range(int(tree.edge_start[i]), int(tree.edge_start[i + 1])) if a in somewhere)
            for i in range(tree.n_infosets)
        )
        yield Form(tree, form.children, form.paid, form.odds, kept), chosen, here


def _alike(marks: Bools) -> Iterator[Rows]:
    """Rows of a table, equal rows together."""
    if not marks.shape[1]:
        yield np.arange(len(marks))
        return
    _, which = np.unique(marks, axis=0, return_inverse=True)
    which = which.reshape(-1)
    for group in range(int(which.max()) + 1):
        yield np.flatnonzero(which == group)


def _form(tree: Tree, zero: Bools) -> Form:
    """The shape of the tree without the branches of chance that are excluded; its numbers are elsewhere."""
    kids: list[list[tuple[int, int]]] = [[] for _ in range(tree.n_nodes)]
    for node in range(1, tree.n_nodes):
        edge = int(tree.edge[node])
        if edge < tree.n_actions or not zero[edge - tree.n_actions]:
            kids[int(tree.parent[node])].append((edge, node))
    for row in kids:
        row.sort()
    ends: dict[int, tuple[Fraction, ...]] = {n: () for n in range(tree.n_nodes) if tree.set_of[n] == TERMINAL}
    every = tuple(
        tuple(range(int(tree.edge_start[i]), int(tree.edge_start[i + 1]))) for i in range(tree.n_infosets)
    )
    return Form(tree, tuple(map(tuple, kids)), ends, {}, every)


def pruned(form: Form, numbers: ManyWorlds) -> Bools:
    """[world, action] False where another action is better at every node of the set, whatever follows."""
    tree = form.tree
    allowed = np.ones((len(numbers.paid), tree.n_actions), bool)
    changed = True
    while changed:
        changed = False
        for index in reversed(range(tree.n_infosets)):
            first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
            nodes = form.members(index)
            if not nodes:
                allowed[:, first + 1 : last] = False
                continue
            if (allowed[:, first:last].sum(axis=1) < 2).all():
                continue
            look = _Look(form, numbers, allowed, int(tree.set_player[index]))
            for worse in range(first, last):
                for better in range(first, last):
                    open_ = allowed[:, worse] & allowed[:, better]
                    if worse == better or not open_.any():
                        continue
                    for node in nodes:
                        open_ &= look.least_gain(node, better, worse) > CLEAR
                        if not open_.any():
                            break
                    if open_.any():
                        allowed[open_, worse] = False
                        changed = True
    return allowed


class _Look:
    """Bounds of a player's payoffs when later sets may play any action that is left."""

    def __init__(self, form: Form, numbers: ManyWorlds, allowed: Bools, player: int) -> None:
        self.form, self.numbers, self.allowed, self.player = form, numbers, allowed, player
        self.known: dict[int, tuple[Floats, Floats]] = {}
        self.below: dict[int, frozenset[int]] = {}

    def _sets(self, node: int) -> frozenset[int]:
        if node not in self.below:
            self.below[node] = frozenset({self.form.infoset(n) for n in self.form.below(node)} - {-1})
        return self.below[node]

    def least_gain(self, node: int, better: int, worse: int) -> Floats:
        """[world] a lower bound of value(better) - value(worse) at a node."""
        kids = dict(self.form.children[node])
        one, two = kids[better], kids[worse]
        start = self.form.tree.edge_start
        shared = []
        choices: list[list[int]] = []
        for index in sorted(self._sets(one) & self._sets(two)):
            left = [a for a in range(int(start[index]), int(start[index + 1])) if self.allowed[:, a].any()]
            if len(left) > 1:
                shared.append(index)
                choices.append(left)
        if np.prod([len(row) for row in choices], dtype=float) > MOST_COMBINATIONS:
            return self.bounds(one, {})[0] - self.bounds(two, {})[1]
        # Linear in the play at each shared set, so least at pure play there.
        least = np.full(len(self.allowed), np.inf)
        for chosen in product(*choices):
            fixed = dict(zip(shared, chosen, strict=True))
            gain = self.bounds(one, fixed)[0] - self.bounds(two, fixed)[1]
            usable = self.allowed[:, list(chosen)].all(axis=1)
            least = np.where(usable, np.minimum(least, gain), least)
        return least

    def bounds(self, node: int, fixed: Mapping[int, int]) -> tuple[Floats, Floats]:
        """[world] least and greatest value of a node."""
        if node in self.form.paid:
            x = self.numbers.paid[:, node, self.player]
            return x, x
        free = not fixed or self._sets(node).isdisjoint(fixed)
        if free and node in self.known:
            return self.known[node]
        index = self.form.infoset(node)
        kids = self.form.children[node]
        low: Floats | None = None
        high: Floats | None = None
        for edge, child in kids:
            if index in fixed and edge != fixed[index]:
                continue
            a, b = self.bounds(child, fixed)
            if index < 0:
                share = self.numbers.chance[:, edge]
                a, b = share * a, share * b
                low, high = (a, b) if low is None or high is None else (low + a, high + b)
                continue
            if index not in fixed:
                here = self.allowed[:, edge]
                a, b = np.where(here, a, np.inf), np.where(here, b, -np.inf)
            low, high = (a, b) if low is None or high is None else (np.minimum(low, a), np.maximum(high, b))
        assert low is not None
        assert high is not None
        if free:
            self.known[node] = low, high
        return low, high
