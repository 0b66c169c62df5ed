"""Supports, trembles and beliefs off the path that hold up a solution on it, in every world that has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.solvers.all.algebra.feasible import points, possible
from overture.solvers.all.algebra.polynomials import ONE, ZERO, N, Terms, at
from overture.solvers.all.algebra.reduce import reduce_system
from overture.solvers.all.algebra.system import (
    Bools,
    Conditions,
    Rows,
    System,
    among,
    in_worlds,
    positions,
    taken,
)
from overture.solvers.all.supports.blocks import OffPath
from overture.solvers.all.supports.completed import Completed
from overture.solvers.all.supports.consistent import bind, consistent, patterns
from overture.solvers.all.supports.layers import by_layer, single_entry
from overture.solvers.all.supports.posed import Demands, Posed, demand, play_and_beliefs, posed
from overture.solvers.all.supports.values import Ratio, Support, SupportValues
from overture.solvers.form import subsets

if TYPE_CHECKING:
    from overture.solvers.all.supports.search import Search

Names = Mapping[Ratio, list[int]]  # variables of the relative weights of each group


class Completion(OffPath[N]):
    """Supports and beliefs off the path for one solution on it. Each choice of supports takes the worlds left to it.

    Attributes:
        unsure: [row of the branch] where a condition was not decided, or the search was given up.
        rounded: whether a completion that was returned holds a rounded number.
        quick: leave what is neither linear nor in one variable undecided.
        joint: whether one tremble must stand behind the beliefs at all sets of a block. Blocks share no tremble.
    """

    def __init__(
        self,
        search: Search[N],
        support: Support,
        branch: System[N],
        on_path: set[int],
        part: frozenset[int] | None = None,
    ) -> None:
        super().__init__(search, support, branch, on_path, part)
        self.search, self.numbers = search, search.worlds.numbers
        self.unsure: Bools = np.zeros(len(branch.rows), bool)
        self.rounded = False
        self.quick = part is not None
        self.joint = not self.quick
        self._posed: dict[object, Posed[N]] = {}

    def beyond(
        self, support: Support, branch: System[N], on_path: set[int], judged: frozenset[int], block: list[int]
    ) -> Completion[N]:
        """The completion of what is still off in a block, once the play of the sets ``judged`` is known."""
        inner = Completion(self.search.at(branch.rows), support, branch, on_path)
        inner.quick, inner.joint, inner.judged = self.quick, self.joint, judged
        inner.off = [i for i in block if i not in support]
        return inner

    def first(self) -> Completed:
        """The first completion of every world that has one."""
        count = len(self.branch.rows)
        done = Completed.empty(self.numbers, self.branch.rows, self.form.tree.n_actions)
        every = np.arange(count)
        self._write(done, every, self.support, {} if self.branch.free else self.branch.point({}))
        alive = np.ones(count, bool)
        blocks = self.blocks()
        if blocks != (groups := self.apart()):
            for block in groups:
                alive &= self._alone(block, alive)
        for block in blocks:
            if not alive.any():
                break
            entry = None if self.branch.free else single_entry(self, block)
            if entry is None:
                alive = self.serve(block, alive, done)
            else:
                alive = by_layer(self, block, *entry, alive, done)
        return done.take(positions(alive))

    def serve(
        self,
        block: list[int],
        open_: Bools,
        done: Completed,
        demands: Demands[N] | None = None,
        barred: frozenset[int] = frozenset(),
    ) -> Bools:
        """[row] the worlds among those ``open_`` that some supports of a block complete; fills them in.

        ``demands`` replaces the conditions that deviations into the block do not pay. Nodes that need
        a tremble in ``barred`` are not believed in where there are others.
        """
        left = open_.copy()
        for chosen, rows in self.supports(block, left, None if demands is None else barred):
            rows = self._stepped(rows)
            if self.search.budget.out:
                break
            for place, whole, weights in self._tried(block, chosen, rows, demands, barred):
                left[place] = False
                self._write(done, place, chosen, whole)
                for key, row in weights.items():
                    done.weigh(self.numbers, place, key, row)
            if not left.any():
                break
        return open_ & ~left

    def _write(
        self, done: Completed, place: Rows, support: Support, whole: Mapping[int, Fraction | N]
    ) -> None:
        for used in support.values():
            if len(used) == 1:
                done.put(place, used[0], ONE)
        for number, value in whole.items():
            if number < self.form.tree.n_actions:
                done.put(place, number, value)

    # -- supports of a block ----------------------------------------------------------------------

    def supports(
        self, block: list[int], left: Bools, barred: frozenset[int] | None = None
    ) -> Iterator[tuple[Support, Rows]]:
        """Supports of the sets of a block, with the worlds (positions) among ``left`` where they can be tried.

        ``left`` may shrink on the way. Where supports are many, parts that cannot be played so are left out.
        """
        few = self.few(block)
        if few is None:
            yield from self._walk(block, {}, frozenset(), left.copy(), left, barred)
            return
        for chosen in few:
            rows = self._usable(chosen, positions(left))
            if len(rows):
                yield chosen, rows

    def _usable(self, chosen: Support, rows: Rows) -> Rows:
        """The worlds (positions) in which the actions of these supports are left."""
        used = [a for each in chosen.values() for a in each]
        usable = self.search.worlds.usable(used, self.branch.rows[rows])
        return rows if len(usable) == len(rows) else np.searchsorted(self.branch.rows, usable)

    def _walk(
        self,
        block: list[int],
        chosen: Support,
        done: frozenset[int],
        here: Bools,
        left: Bools,
        barred: frozenset[int] | None,
    ) -> Iterator[tuple[Support, Rows]]:
        """Supports of a block, set by set; a part that is closed is judged before the next is begun.

        ``here``: the worlds in which the supports so far can be played.
        """
        if len(chosen) == len(block):
            yield chosen, positions(here & left)
            return
        index = self.next_set(block, chosen)
        for used in subsets(self.form.allowed[index]):
            rows = positions(here & left)
            if not len(rows):
                return
            more = chosen | {index: used}
            # Where demands stand in for them, it is not asked whether play on the path is deterred.
            tested = None if barred is None else block
            plausible = self.search.plausible(self.support | more, self.branch.rows[rows], tested)
            self.unsure[rows] |= self.search.given_up(self.branch.rows[rows])
            if self.search.budget.out:
                return
            rows = np.searchsorted(self.branch.rows, plausible)
            closed = self.closed(block, more)
            judged = self.part_of(closed, done)
            if judged and len(rows) and len(more) < len(block):
                rows = rows[self._can(judged, self.support | more, rows, barred)]
            if len(rows):
                still = np.zeros(len(here), bool)
                still[rows] = True
                yield from self._walk(block, more, closed, still, left, barred)

    def _alone(self, block: list[int], alive: Bools) -> Bools:
        """[row] whether a group has completions if the others are left aside; True where that is not plain."""
        left = alive.copy()
        for chosen, rows in self.supports(block, left):
            rows = rows[self.search.step(self.branch.rows[rows])]
            if self.search.budget.out:
                break
            rows = self._open(block, chosen, rows, self.judged)
            if not len(rows):
                continue
            left[rows[self._can(block, self.support | chosen, rows, None)]] = False
            if not left.any():
                break
        return ~left | self.search.given_up(self.branch.rows)

    def _can(self, sets: list[int], support: Support, rows: Rows, barred: frozenset[int] | None) -> Bools:
        """[position in ``rows``] whether some sets of a block can be played so; True where that is not plain."""
        system = self._system(rows)
        if barred is None:
            posed(self, system, sets, support)
        else:
            posed(self, system, sets, support, lambda state: [], barred)
        return possible(reduce_system(system), rows)

    def _open(self, block: list[int], chosen: Support, rows: Rows, judged: Collection[int]) -> Rows:
        """The worlds (positions) where no action in use at a set of a block, or at sets ``judged``, is worse everywhere."""
        tested = {*block, *judged}
        return rows[self.search.open_rows(self.support | chosen, self.branch.rows[rows], tested)]

    def _stepped(self, rows: Rows) -> Rows:
        """The worlds (positions) in which a support may be tried; the others are unsure."""
        going = self.search.step(self.branch.rows[rows])
        self.unsure[rows[~going]] = True
        return rows[going]

    def _system(self, rows: Rows) -> System[N]:
        """The branch in some of its worlds, which are numbered by their positions in it."""
        system = self.branch.take(rows)
        system.rows = rows
        return system

    # -- one choice of supports -------------------------------------------------------------------

    def _tried(
        self,
        block: list[int],
        chosen: Support,
        rows: Rows,
        demands: Demands[N] | None,
        barred: frozenset[int],
    ) -> Iterator[tuple[Rows, dict[int, Fraction | N], dict[Ratio, list[Any]]]]:
        """(positions, value of each variable, weights of trembles) where these supports have a solution."""
        rows = self._open(block, chosen, rows, () if demands is not None else self.judged)
        if not len(rows):
            return
        support = self.support | chosen
        if demands is None:
            system = self._system(rows)
            names = posed(self, system, block, support, demands, barred)
            branches = reduce_system(system)
        else:
            base = self._without_demands(block, support, rows, barred)
            if not base.branches:
                return
            names, above = base.numbers, demands(base.state)
            system = base.system.copy()
            demand(system, above)
            branches = [each for branch in base.branches for each in _demanded(branch, above)]
        before = self.unsure.copy()
        open_: list[Rows] = []
        for place, whole in self._solved(branches, rows):
            weights = {key: [whole[n] for n in row] for key, row in names.items()}
            fits = consistent(weights, len(place), self.numbers) if self.joint else np.ones(len(place), bool)
            if not fits.all():
                open_.append(place[~fits])
            if fits.any():
                kept = positions(fits)
                yield (
                    place[kept],
                    in_worlds(whole, kept),
                    {k: [taken(x, kept) for x in w] for k, w in weights.items()},
                )
        for place in open_:
            # Which weights are zero is tried out: then what is left to ask is polynomial again.
            self.unsure[place] = before[place]
            yield from self._bound(system.take(np.searchsorted(rows, place)), names)

    def _bound(
        self, system: System[N], names: Names
    ) -> Iterator[tuple[Rows, dict[int, Fraction | N], dict[Ratio, list[Any]]]]:
        """Solutions whose relative weights of trembles are limits of one and the same tremble."""
        left = system.rows
        for pattern in patterns(list(names)):
            if not len(left):
                return
            left = self._stepped(left)
            if not len(left):
                return
            bound = system.take(np.searchsorted(system.rows, left))
            bind(bound, names, pattern)
            for place, whole in self._solved(reduce_system(bound), left):
                left = left[~among(left, place)]
                yield place, whole, {key: [whole[n] for n in row] for key, row in names.items()}

    def _without_demands(
        self, block: list[int], support: Support, rows: Rows, barred: frozenset[int]
    ) -> Posed[N]:
        """The conditions of a block but for demands, reduced once for all demands that are asked after one another.

        Branches that have no point without demands are left out.
        """
        key = (tuple(block), tuple(support[i] for i in block), rows.tobytes(), barred)
        if key not in self._posed:
            system = self._system(rows)
            state, names = play_and_beliefs(self, system, block, support, barred)
            branches = [b for b in reduce_system(system) if b.equal or points(b, quick=True).open.any()]
            self._posed[key] = Posed(system, branches, names, state)
        return self._posed[key]

    def _solved(
        self, branches: list[System[N]], rows: Rows
    ) -> Iterator[tuple[Rows, dict[int, Fraction | N]]]:
        """(positions, value of each variable) in the worlds ``rows`` where a reduced system has a solution."""
        left = rows
        for each in branches:
            branch = each.take(positions(among(each.rows, left)))
            if branch.equal:
                self.unsure[branch.rows] = True
            if branch.equal or not len(branch.rows):
                continue
            spots = points(branch, self.quick)
            self.unsure[branch.rows[spots.undecided]] = True
            branch, point = spots.kept(branch)
            if not len(branch.rows):
                continue
            self.rounded |= not self.numbers.exactly(branch, point)
            left = left[~among(left, branch.rows)]
            yield branch.rows, branch.point(point)

    # -- numbers ----------------------------------------------------------------------------------

    def odds(self, index: int) -> tuple[Fraction | N, ...]:
        """Of the nodes of a set that are on the path: their odds, where play on the path is one point."""
        state = SupportValues(self.search, self.support)
        here = [n for n in self.search.members[index] if n in self.on_path]
        weights = [self._number(poly) for poly in state.weights(dict.fromkeys(here, ONE)).values()]
        total: Fraction | N = ZERO
        for weight in weights:
            total = total + weight
        return tuple(weight / total for weight in weights)

    def worth(self, index: int, odds: tuple[Fraction | N, ...]) -> Fraction | N:
        """What play at a set on the path is worth to its mover, given the odds of its nodes."""
        state = SupportValues(self.search, self.support)
        player, used = int(self.form.tree.set_player[index]), self.support[index]
        here = [n for n in self.search.members[index] if n in self.on_path]
        total: Fraction | N = ZERO
        for share, n in zip(odds, here, strict=True):
            total = total + share * self._number(state.value(self.form.child[n][used[0]], player))
        return total

    def _number(self, poly: Terms[N]) -> Fraction | N:
        """What a polynomial in the play on the path is, where that is one point."""
        return at(poly, self.branch.point({}))


def _demanded(branch: System[N], above: Conditions[N]) -> list[System[N]]:
    """A reduced system with further inequalities."""
    system = branch.copy()
    demand(system, above)
    return reduce_system(system)
