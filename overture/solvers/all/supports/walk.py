"""The walk over supports on the path, part by part.

A set is *closed* if all nodes of the sets below it lie below its own nodes. What can be played from such a
set on depends on what went before only through the odds of its nodes. So the supports of its part are
listed once for each selection of nodes that is reached, with these odds as unknowns: a support that no odds
make possible is in no equilibrium, whatever is played elsewhere. The walk over the whole then takes the
supports of a part from its list. What is left of a list at the odds that given supports above lead to is
kept too: parts that do not bear on each other are judged once each, and not once for each play of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Generic

import numpy as np

from overture.solvers.all.algebra.feasible import possible
from overture.solvers.all.algebra.polynomials import ZERO, N, Rational, Terms, constant, plus, times, variable
from overture.solvers.all.algebra.system import Bools, Rows, System, among, taken
from overture.solvers.all.supports.values import Support, SupportValues
from overture.solvers.form import subsets

if TYPE_CHECKING:
    from overture.solvers.all.supports.search import Search
    from overture.solvers.all.supports.worlds import Worlds

Shares = tuple[Rational | N, ...]  # of the nodes of entry; empty where they are unknown
Listed = list[tuple[Support, Rows]]  # supports, and the worlds where they are possible
Lists = dict[object, tuple[Rows, Listed]]  # with the worlds that were asked


class PartValues(SupportValues[N]):
    """Values in a part whose nodes of entry have given odds, or unknown ones, all of them positive.

    Unknown odds of node n of entry are variable ``first + n``.
    """

    def __init__(
        self, search: Search[N], support: Support, roots: tuple[int, ...], shares: Shares[N]
    ) -> None:
        super().__init__(search, support)
        self.roots, self.first = roots, search.form.tree.n_edges
        self.shares: Shares[N] = search.worlds.numbers.proportional(shares)
        self.entry = {n: root for root in roots for n in self.form.below(root)}

    def given(self, system: System[N]) -> list[Terms[N]]:
        if self.shares:
            return []
        numbers = [self.first + root for root in self.roots]
        system.free |= set(numbers)
        system.inner |= set(numbers) if len(numbers) > 1 else set()
        total: Terms[N] = constant(-1)
        for number in numbers:
            total = plus(total, variable(number))
        return [total]

    def _odds(self, root: int) -> Terms[N]:
        if self.shares:
            return constant(self.shares[self.roots.index(root)])
        return {**variable(self.first + root)}

    def weights(self, nodes: Mapping[int, Rational | Terms[N]]) -> dict[int, Terms[N]]:
        rows = {}
        for n in nodes:
            start = len(self.search.steps[self.entry[n]])
            rows[n] = self.varied(self.search.steps[n][start:])
        shared = set.intersection(*(set(row) for row in rows.values())) if rows else set()
        alone = len({self.entry[n] for n in nodes}) == 1
        found = {}
        for n, factor in nodes.items():
            poly: Terms[N] = dict(factor) if isinstance(factor, dict) else constant(factor)
            if not alone:
                poly = times(poly, self._odds(self.entry[n]))
            for edge in rows[n]:
                if edge not in shared:
                    poly = times(poly, self.chance_of(edge))
            found[n] = poly
        return found


class SupportWalk(Generic[N]):
    """Supports on the path of a search, or of a closed part of it that is entered at ``roots`` with odds ``shares``.

    Attributes:
        rows: the worlds of which the odds speak.
        known: sets that are played as known: their beliefs do not come from the nodes of this walk.
        lists: of closed parts, at unknown odds.
        left: of closed parts, under given supports above.
    """

    def __init__(
        self,
        search: Search[N],
        roots: tuple[int, ...] | None = None,
        shares: Shares[N] = (),
        lists: Lists | None = None,
        known: frozenset[int] = frozenset(),
    ) -> None:
        self.search, self.form, self.roots, self.shares = search, search.form, roots, shares
        self.rows, self.known = search.rows, known
        self.lists: Lists = {} if lists is None else lists
        self.left: Lists = {}

    def leaves(
        self, support: Support, rows: Rows, done: frozenset[int]
    ) -> Iterator[tuple[Support, set[int], Rows]]:
        """(supports, nodes on the path, the worlds where these are possible), once nothing is open."""
        search = self.search
        if search.budget.out:
            search.unsure[rows] = True
            return
        opened, nodes = search.reached(support, self.roots)
        if not opened:
            if self.roots is not None:
                rows = rows[self._possible(support, nodes, frozenset(support), rows)]
            if len(rows):
                yield support, nodes, rows
            return
        judged, part = search.part_to_judge(support, nodes, opened, done)
        if part:
            rows = rows[self._viable(support, nodes, part, rows)]
            if not len(rows):
                return
        index = search.next_open(opened, nodes)
        options, whole = self._options(index, support, nodes, opened, rows)
        for more, there in options:
            if search.given_up(rows).all():
                search.unsure[rows] = True
                return
            chosen = support | more
            left = search.plausible(chosen, there)
            if len(left):
                # What a list holds has been judged already.
                yield from self.leaves(chosen, left, judged | more.keys() if whole else judged)

    def _options(
        self, index: int, support: Support, nodes: set[int], opened: list[int], rows: Rows
    ) -> tuple[Iterable[tuple[Support, Rows]], bool]:
        """What can be played at a set, or (and True) in all of its part where that is closed; and in which worlds."""
        search = self.search
        roots = tuple(n for n in search.members[index] if n in nodes)
        later = {
            i for o in opened if o != index for n in search.members[o] if n in nodes for i in search.below[n]
        }
        above = {self.form.infoset(n) for m in search.members[index] for n in self._over(m)}
        apart = search.closed_part[index] and not any(index in search.under[i] for i in later)
        if not apart or above.isdisjoint(support):
            return (({index: used}, rows) for used in subsets(self.form.allowed[index])), False
        where = (index, roots, *sorted((i, support[i]) for i in above if i in support))

        def asked(rows: Rows) -> Listed:
            return self._left(index, roots, support, rows)

        return _looked_up(self.left, where, rows, asked, search.worlds), True

    def _left(self, index: int, roots: tuple[int, ...], support: Support, rows: Rows) -> Listed:
        """What is left of the list of a closed part under given supports above it."""
        shares = self._shares(support, roots, rows)
        odds = self.search.worlds.numbers.key(shares)
        if odds is None:
            shares = ()  # they differ from world to world: the list is that of any odds
        listed = _looked_up(
            self.lists,
            (index, roots, odds),
            rows,
            lambda rows: self._list(index, roots, shares, rows),
            self.search.worlds,
        )
        kept: Listed = []
        for each, there in listed:
            chosen = support | each
            _, nodes = self.search.reached(chosen, self.roots)
            if not shares or self.roots is None:
                there = there[self._viable(chosen, nodes, frozenset(each), there)]
            if len(there):
                kept.append((each, there))
        return kept

    def _shares(self, support: Support, roots: tuple[int, ...], rows: Rows) -> Shares[N]:
        """The odds of nodes under supports above them, where these leave no doubt of them."""
        weights = self._state(support, rows).weights(dict.fromkeys(roots, 1))
        if any(set(poly) != {()} for poly in weights.values()):
            return ()
        total: Fraction | N = ZERO
        for poly in weights.values():
            total = total + poly[()]
        return tuple(weights[n][()] / total for n in roots)

    def _state(self, support: Support, rows: Rows) -> SupportValues[N]:
        here = self.search.at(rows)
        if self.roots is None:
            return SupportValues(here, support)
        place = np.searchsorted(self.rows, rows)
        return PartValues(here, support, self.roots, tuple(taken(x, place) for x in self.shares))

    def _list(self, index: int, roots: tuple[int, ...], shares: Shares[N], rows: Rows) -> Listed:
        """The supports that these odds of nodes of a set make possible in its part, or any odds."""
        part = SupportWalk(self.search.at(rows), roots, shares, self.lists)
        if len(self.search.under[index]) > 1:
            return [(found, there) for found, _, there in part.leaves({}, rows, frozenset())]
        # One set alone: where no belief makes some actions best together, none makes more of them so.
        found: Listed = []
        good: dict[tuple[int, ...], Bools] = {}
        level: list[tuple[int, ...]] = [(action,) for action in self.form.allowed[index]]
        while level:
            below, good = good, {}
            for used in level:
                open_ = np.ones(len(rows), bool)
                for fewer in combinations(used, len(used) - 1) if below else ():
                    open_ &= below[fewer]
                support = {index: used}
                left = self.search.plausible(support, rows[open_]) if open_.any() else rows[:0]
                leaves = part.leaves(support, left, frozenset()) if len(left) else []
                can = np.zeros(len(rows), bool)
                for _, _, there in leaves:
                    found.append((support, there))
                    can[np.searchsorted(rows, there)] = True
                if can.any():
                    good[used] = can
            level = one_more(good)
        return found

    def _over(self, node: int) -> Iterator[int]:
        """The nodes above a node, within the trunk."""
        while node != self.search.root:
            node = int(self.form.tree.parent[node])
            yield node

    def _viable(self, support: Support, nodes: set[int], part: frozenset[int], rows: Rows) -> Bools:
        if self.roots is None:
            return self.search.viable(support, nodes, part, rows)
        return self._possible(support, nodes, part, rows)

    def _possible(self, support: Support, nodes: set[int], part: frozenset[int], rows: Rows) -> Bools:
        """[row] whether some odds of entry make the play of a part possible; True where that is not plain."""
        here = self.search.at(rows)
        return possible(here.branches(self._state(support, rows), nodes, part - self.known), rows)


def one_more(sets: Collection[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Sets of one action more of which every part without one action is among ``sets``; in the same order."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for row in sets:
        groups.setdefault(row[:-1], []).append(row[-1])
    joined = [(*start, one, other) for start, last in groups.items() for one, other in combinations(last, 2)]
    return [row for row in joined if all(fewer in sets for fewer in combinations(row, len(row) - 1))]


def _looked_up(
    lists: Lists, key: object, rows: Rows, asked: Callable[[Rows], Listed], worlds: Worlds[N]
) -> Listed:
    """What is kept of a question in some worlds; where one is new it is asked of all, so that the order stays.

    Worlds that asked it before take no steps again: how many one takes must not hang on when others ask.
    """
    if key not in lists or not among(rows, lists[key][0]).all():
        before = lists[key][0] if key in lists else rows[:0]
        every = np.union1d(before, rows)
        with worlds.uncounted(before):
            lists[key] = (every, asked(every))
    known, listed = lists[key]
    if len(known) == len(rows):
        return listed
    kept = [(support, there[among(there, rows)]) for support, there in listed]
    return [(support, there) for support, there in kept if len(there)]
