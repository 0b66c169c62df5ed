"""The staged search in many worlds at once: one walk over supports, with the worlds in which each is open.

A support is followed in the worlds where it is plausible; its conditions are polynomials whose
coefficients are columns; each completion takes the worlds that no earlier one has served.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from fractions import Fraction
from typing import cast

import numpy as np

from overture.solvers.all.sets.algebra import held
from overture.solvers.all.supports.search import Search
from overture.solvers.all.supports.values import State, Support
from overture.solvers.all.worlds.algebra import Bools, Rows, WorldsSystem, column, reduce_worlds
from overture.solvers.all.worlds.completion import WorldsCompletion
from overture.solvers.all.worlds.entry import Numbers, WorldsEntry
from overture.solvers.all.worlds.feasible import feasible_worlds
from overture.solvers.budget import Budget
from overture.solvers.form import Form, Payoffs, subsets


class WorldsSearch(Search):
    """One trunk in many worlds. ``rows``: the worlds of which :meth:`payoffs` and :meth:`odds` speak."""

    def __init__(
        self,
        form: Form,
        root: int,
        values: Mapping[int, object],
        budget: Budget,
        numbers: Numbers,
        allowed: Bools,
    ) -> None:
        super().__init__(form, root, cast(Mapping[int, Payoffs], values), budget)
        self.numbers = numbers
        self.allowed = allowed  # [world, action]
        self._allowed_by_edge = np.ones((form.tree.n_edges, len(allowed)), bool)
        self._allowed_by_edge[: allowed.shape[1]] = allowed.T
        self.rows: Rows = np.arange(len(numbers.paid))
        self.unsure: Bools = np.zeros(len(numbers.paid), bool)
        self.entries: list[WorldsEntry] = []
        self._paid: dict[int, Payoffs] = {}
        self._odds: dict[int, Fraction] = {}

    def at(self, rows: Rows) -> WorldsSearch:
        """The same search, speaking of some worlds."""
        part = copy.copy(self)
        part.rows, part._paid, part._odds = rows, {}, {}
        return part

    def payoffs(self, node: int) -> Payoffs:
        if node not in self._paid:
            count = len(self.form.tree.players)
            self._paid[node] = tuple(self.numbers.payoff(node, i, self.rows) for i in range(count))
        return self._paid[node]

    def worth(self, node: int, player: int) -> Fraction:
        return self.payoffs(node)[player]  # in the unit of the numbers

    def odds(self, edge: int) -> Fraction:
        if edge not in self._odds:
            self._odds[edge] = self.numbers.share(edge, self.rows)
        return self._odds[edge]

    def run(self) -> None:
        self._follow({}, self.rows, frozenset())

    def _follow(self, support: Support, rows: Rows, done: frozenset[int]) -> None:
        opened, nodes = self.reached(support)
        if not opened:
            self._settle(support, nodes, rows)
            return
        judged, part = self.part_to_judge(support, nodes, opened, done)
        if part:
            rows = rows[self._possible(support, nodes, rows, part)]
            if not len(rows):
                return
        index = self.next_open(opened, nodes)
        for used in subsets(self.form.allowed[index]):
            if not self.budget.spend():
                self.unsure[rows] = True
                return
            chosen = support | {index: used}
            left = rows[self.allowed[rows][:, list(used)].all(axis=1)]
            left = left[self.plausible_in(chosen, left)]
            if len(left):
                self._follow(chosen, left, judged)

    def _possible(self, support: Support, nodes: set[int], rows: Rows, part: frozenset[int]) -> Bools:
        """[row] whether a part of the game, closed in itself, can be played so; True where that is not plain."""
        here = self.at(rows)
        state = State(here, support)
        # Worlds are numbered by their place in ``rows`` here.
        system = WorldsSystem(worlds=np.arange(len(rows)))
        here.pose(system, state, nodes, part)
        possible = np.zeros(len(rows), bool)
        for branch in reduce_worlds(system):
            branch = branch.take(np.flatnonzero(~possible[branch.worlds]))
            if branch.equal or not len(branch.worlds):
                possible[branch.worlds] = True
                continue
            _, there, sure = feasible_worlds(branch, quick=True)
            branch = branch.take(np.flatnonzero(there | ~sure))
            if not len(branch.worlds):
                continue
            place = branch.worlds
            branch.worlds = rows[place]
            completion = WorldsCompletion(self.at(branch.worlds), state, branch, nodes, part)
            if not completion.short:
                possible[place] = True
                continue
            entry = completion.settled()
            possible[place[completion.unsure]] = True
            possible[place[np.isin(branch.worlds, entry.rows)]] = True
        return possible

    def plausible_in(self, support: Support, rows: Rows) -> Bools:
        """[row] False where an action in use is worse than another at every node of its set."""
        numbers = self.numbers
        good: Bools = self.open_in(
            support, rows, numbers.paid_by_node, numbers.odds_by_edge, self._allowed_by_edge
        )
        return good

    def _settle(self, support: Support, nodes: set[int], rows: Rows) -> None:
        """All sets on the path have supports: solve the conditions among them, then complete."""
        here = self.at(rows)
        state = State(here, support)
        system = WorldsSystem(worlds=rows)
        equal = here.pose(system, state, nodes)
        for branch in reduce_worlds(system):
            if branch.equal:
                self.unsure[branch.worlds] = True
                continue
            point, there, sure = feasible_worlds(branch)
            self.unsure[branch.worlds[~there & ~sure]] = True
            kept = np.flatnonzero(there)
            branch = branch.take(kept)
            tries = [branch]
            if branch.free and len(kept):
                # A member of a continuum is asked first: then the sets off the path fall into groups again.
                member = held(branch, {n: column(x[kept]) for n, x in point.items()})
                tries.insert(0, cast(WorldsSystem, member))
            open_ = np.arange(len(kept))
            for each in tries:
                if not len(open_):
                    break
                each = each.take(open_)
                completion = WorldsCompletion(self.at(each.worlds), state, each, nodes)
                entry = completion.settled()
                missed = np.isin(each.worlds, entry.rows, invert=True)
                if each.free or len(tries) == 1:
                    self.unsure[each.worlds[missed & completion.unsure]] = True
                open_ = open_[missed]
                if len(entry.rows):
                    entry.dimensions = len(branch.free)
                    entry.equal, entry.equal_rows = tuple(equal), rows
                    self._add(entry)

    def _add(self, entry: WorldsEntry) -> None:
        """Keep an entry, without the worlds in which another branch led to the same play."""
        for other in self.entries:
            if other.support == entry.support and len(entry.rows):
                _, mine, theirs = np.intersect1d(entry.rows, other.rows, return_indices=True)
                used = [a for row in entry.support.values() for a in row]
                gap = np.abs(entry.strategy[mine][:, used] - other.strategy[theirs][:, used]).max(
                    axis=1, initial=0.0
                )
                entry = entry.take(np.setdiff1d(np.arange(len(entry.rows)), mine[gap < 1e-7]))
        if len(entry.rows):
            self.entries.append(entry)
