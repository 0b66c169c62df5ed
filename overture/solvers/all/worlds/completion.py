"""Threats and beliefs off the path in many worlds at once: each completion takes the worlds that no earlier one served."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np

from overture.solvers.all.supports.completion import Completion
from overture.solvers.all.supports.values import Ratio, State, Support
from overture.solvers.all.worlds.algebra import Bools, Rows, WorldsSystem, column, reduce_worlds
from overture.solvers.all.worlds.column import Column, Floats
from overture.solvers.all.worlds.entry import WorldsEntry
from overture.solvers.all.worlds.feasible import feasible_worlds
from overture.solvers.form import subsets

if TYPE_CHECKING:
    from overture.solvers.all.worlds.search import WorldsSearch


class WorldsCompletion(Completion):
    """Completions of one solution on the path, in every world that has it."""

    search: WorldsSearch
    branch: WorldsSystem

    def __init__(
        self,
        search: WorldsSearch,
        state: State,
        branch: WorldsSystem,
        on_path: set[int],
        part: frozenset[int] | None = None,
    ) -> None:
        super().__init__(search, state, branch, on_path, part)
        self.unsure: Bools = np.zeros(len(branch.worlds), bool)

    def at(self, rows: Rows) -> WorldsCompletion:
        """The same question in some of the worlds (positions in the branch)."""
        part = copy.copy(self)
        part.branch = self.branch.take(rows)
        part.search = self.search.at(part.branch.worlds)
        return part

    def settled(self) -> WorldsEntry:
        """The first completion of every world that has one."""
        count = len(self.branch.worlds)
        strategy = np.zeros((count, self.form.tree.n_actions))
        ratios: dict[Ratio, Floats] = {}
        for used in self.support.values():
            if len(used) == 1:
                strategy[:, used[0]] = 1.0
        alive = np.ones(count, bool)
        blocks = self.blocks()
        if blocks != (groups := self.apart()):
            for block in groups:
                alive[alive] = self._alone_worlds(block, np.flatnonzero(alive))
        for block in blocks:
            left = np.ones(count, bool)
            left &= alive
            few = self.few(block)
            if few is None:
                self._walk_worlds(block, {}, frozenset(), alive.copy(), left, strategy, ratios)
            else:
                for chosen in few:
                    if not left.any():
                        break
                    if not self.search.budget.spend():
                        self.unsure |= left
                        break
                    rows = self._usable(chosen, np.flatnonzero(left))
                    if len(rows):
                        left[self._serve(block, chosen, rows, strategy, ratios)] = False
            alive &= ~left
        kept = np.flatnonzero(alive)
        whole = WorldsEntry(
            self.branch.worlds,
            strategy,
            ratios,
            dict(self.support),
            len(self.branch.free),
            (),
            self.branch.worlds,
        )
        return whole.take(kept)

    def _usable(self, chosen: Support, rows: Rows) -> Rows:
        """The worlds in which the actions of these supports are left."""
        used = [a for each in chosen.values() for a in each]
        fits = self.search.allowed[self.branch.worlds[rows]][:, used].all(axis=1)
        return rows[fits]

    def _walk_worlds(
        self,
        block: list[int],
        chosen: Support,
        done: frozenset[int],
        here: Bools,
        left: Bools,
        strategy: Floats,
        ratios: dict[Ratio, Floats],
    ) -> None:
        """As :meth:`Completion._walk`: ``here`` are the worlds in which the supports so far can be played."""
        if len(chosen) == len(block):
            rows = np.flatnonzero(here & left)
            if len(rows):
                left[self._serve(block, chosen, rows, strategy, ratios)] = False
            return
        index = self.next_set(block, chosen)
        for used in subsets(self.form.allowed[index]):
            rows = self._usable({index: used}, np.flatnonzero(here & left))
            if not len(rows):
                continue
            if not self.search.budget.spend():
                self.unsure[rows] = True
                return
            more = chosen | {index: used}
            rows = rows[self.search.plausible_in(self.support | more, self.branch.worlds[rows])]
            closed = self.closed(block, more)
            part = self.part_of(closed, done)
            if part and len(rows) and len(more) < len(block):
                rows = rows[self._can_worlds(part, self.support | more, rows)]
            if len(rows):
                still = np.zeros(len(here), bool)
                still[rows] = True
                self._walk_worlds(block, more, closed, still, left, strategy, ratios)

    def _alone_worlds(self, block: list[int], rows: Rows) -> Bools:
        """[row] whether a group has completions if the others are left aside; True where that is not plain."""
        few = self.few(block)
        possible = np.zeros(len(rows), bool)
        if few is None or not len(rows):
            return ~possible
        for chosen in few:
            open_ = np.flatnonzero(~possible)
            if not len(open_):
                break
            if not self.search.budget.spend():
                possible[open_] = True
                break
            usable = np.isin(rows[open_], self._usable(chosen, rows[open_]))
            if usable.any():
                at = open_[usable]
                possible[at] = self._can_worlds(block, self.support | chosen, rows[at])
        return possible

    def _can_worlds(self, block: list[int], support: Support, rows: Rows) -> Bools:
        """[row] whether a part of a block can be played so; True where that is not plain."""
        part = self.at(rows)
        system = part.branch.copy()
        system.worlds = np.arange(len(rows))
        part.pose(system, block, support)
        possible = np.zeros(len(rows), bool)
        for branch in reduce_worlds(system):
            if branch.equal:
                possible[branch.worlds] = True
                continue
            _, there, sure = feasible_worlds(branch, quick=True)
            possible[branch.worlds[there | ~sure]] = True
        return possible

    def _serve(
        self,
        block: list[int],
        chosen: Support,
        left: Rows,
        strategy: Floats,
        ratios: dict[Ratio, Floats],
    ) -> Rows:
        """Fill in the worlds of ``left`` that these supports complete; returns them (positions)."""
        part = self.at(left)
        system = part.branch.copy()
        system.worlds = left
        numbers = part.pose(system, block, self.support | chosen)
        done = np.zeros(len(strategy), bool)
        for reduced in reduce_worlds(system):
            if reduced.equal:
                self.unsure[reduced.worlds] = True
                continue
            point, there, sure = feasible_worlds(reduced, self.quick)
            self.unsure[reduced.worlds[~there & ~sure]] = True
            there &= ~done[reduced.worlds]
            rows = np.flatnonzero(there)
            if not len(rows):
                continue
            reduced = reduced.take(rows)
            whole = reduced.point({n: column(x[rows]) for n, x in point.items()})
            at = reduced.worlds
            done[at] = True
            for used in chosen.values():
                if len(used) == 1:
                    strategy[at, used[0]] = 1.0
            for number, value in whole.items():
                if number < self.form.tree.n_actions:
                    strategy[at, number] = _values(value, len(at))
            for key, names in numbers.items():
                table = ratios.setdefault(key, np.full((len(strategy), len(key)), np.nan))
                table[at] = np.stack([_values(whole[n], len(at)) for n in names], axis=1)
        return np.flatnonzero(done)


def _values(number: object, count: int) -> Floats:
    return number.x if isinstance(number, Column) else np.full(count, float(cast(Fraction, number)))
