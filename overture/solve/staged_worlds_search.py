"""The staged search in many worlds at once: one walk over supports, with the worlds in which each is open.

A support is followed in the worlds where it is plausible; its conditions are polynomials whose
coefficients are columns; each completion takes the worlds that no earlier one has served.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np

from overture.solve.signalling import rational
from overture.solve.staged_budget import Budget
from overture.solve.staged_column import Column, Floats
from overture.solve.staged_completion import Completion
from overture.solve.staged_form import Form, Payoffs, subsets
from overture.solve.staged_polynomials import Poly
from overture.solve.staged_search import Search, actions
from overture.solve.staged_values import Ratio, State, Support
from overture.solve.staged_worlds_algebra import Bools, Rows, WorldsSystem, column, reduce_worlds
from overture.solve.staged_worlds_feasible import feasible_worlds


@dataclass
class WorldsEntry:
    """One support on the path, in the worlds where it holds an equilibrium.

    Attributes:
        rows: [k] the worlds.
        strategy: [k, action].
        ratios: [k, slip set] relative weights of each group of slip sets; NaN where the group is not needed.
        support: on the path, [infoset] actions in use.
        dimensions: free dimensions of the play on the path.
        equal, equal_rows: the equations of its continuum, and the worlds of their columns.
        reached: folded subgames on its path.
    """

    rows: Rows
    strategy: Floats
    ratios: dict[Ratio, Floats]
    support: Support
    dimensions: int
    equal: tuple[Poly, ...]
    equal_rows: Rows
    reached: frozenset[int]

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
            left = rows[self.allowed[np.ix_(rows, used)].all(axis=1)]
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
            _, there, sure = feasible_worlds(branch)
            self.unsure[branch.worlds[~there & ~sure]] = True
            if not there.any():
                continue
            branch = branch.take(np.flatnonzero(there))
            completion = WorldsCompletion(self.at(branch.worlds), state, branch, nodes)
            entry = completion.settled()
            lost = np.isin(branch.worlds, entry.rows, invert=True) & completion.unsure
            self.unsure[branch.worlds[lost]] = True
            if len(entry.rows):
                entry.equal, entry.equal_rows = tuple(equal), rows
                entry.reached = frozenset(n for n in nodes if n in self.values)
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
            frozenset(),
        )
        return whole.take(kept)

    def _usable(self, chosen: Support, rows: Rows) -> Rows:
        """The worlds in which the actions of these supports are left."""
        used = [a for each in chosen.values() for a in each]
        fits = self.search.allowed[np.ix_(self.branch.worlds[rows], used)].all(axis=1)
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


__all__ = ["Numbers", "WorldsCompletion", "WorldsEntry", "WorldsSearch", "actions"]
