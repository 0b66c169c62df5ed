"""The walk over supports on the path, part by part.

A set is *closed* if all nodes of the sets below it lie below its own nodes. What can be played from such a
set on depends on what went before only through the odds of its nodes. So the supports of its part are
listed once for each selection of nodes that is reached, with these odds as unknowns: a support that no odds
make possible is in no equilibrium, whatever is played elsewhere. The walk over the whole then takes the
supports of a part from its list. What is left of a list at the odds that given supports above lead to is
kept too: parts that do not bear on each other are judged once each, and not once for each play of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from overture.solvers.all.sets.algebra import System
from overture.solvers.all.sets.feasible import feasible
from overture.solvers.all.sets.polynomials import ONE, ZERO, Poly, constant, plus, times, variable
from overture.solvers.all.supports.values import State, Support
from overture.solvers.form import subsets

if TYPE_CHECKING:
    from overture.solvers.all.supports.search import Search

Shares = tuple[Fraction, ...]  # of the nodes of entry; empty where they are unknown
Lists = dict[tuple[object, ...], list[Support]]


class PartState(State):
    """Values in a part whose nodes of entry have given odds, or unknown ones, all of them positive.

    Unknown odds of node n of entry are variable ``first + n``.
    """

    def __init__(self, search: Search, support: Support, roots: tuple[int, ...], shares: Shares) -> None:
        super().__init__(search, support)
        self.roots, self.first, self.shares = roots, search.form.tree.n_edges, shares
        self.entry = {n: root for root in roots for n in self.form.below(root)}

    def given(self, system: System) -> list[Poly]:
        if self.shares:
            return []
        numbers = [self.first + root for root in self.roots]
        system.free |= set(numbers)
        system.inner |= set(numbers) if len(numbers) > 1 else set()
        total = constant(-1)
        for number in numbers:
            total = plus(total, variable(number))
        return [total]

    def _odds(self, root: int) -> Poly:
        if self.shares:
            return constant(self.shares[self.roots.index(root)])
        return variable(self.first + root)

    def weights(self, nodes: Mapping[int, Fraction | Poly]) -> dict[int, Poly]:
        rows = {}
        for n in nodes:
            start = len(self.search.path[self.entry[n]])
            rows[n] = [e for e in self.search.path[n][start:] if self.chance_of(e)]
        shared = set.intersection(*(set(row) for row in rows.values())) if rows else set()
        alone = len({self.entry[n] for n in nodes}) == 1
        found = {}
        for n, factor in nodes.items():
            poly = dict(factor) if isinstance(factor, dict) else constant(factor)
            if not alone:
                poly = times(poly, self._odds(self.entry[n]))
            for edge in rows[n]:
                if edge not in shared:
                    poly = times(poly, self.chance_of(edge))
            found[n] = poly
        return found


class Walk:
    """Supports on the path of a search, or of a closed part of it that is entered at ``roots``."""

    def __init__(
        self,
        search: Search,
        roots: tuple[int, ...] | None = None,
        shares: Shares = (),
        lists: Lists | None = None,
        known: frozenset[int] = frozenset(),
    ) -> None:
        self.search, self.form, self.roots, self.shares = search, search.form, roots, shares
        # Sets that are played as known: their beliefs do not come from the nodes of this walk.
        self.known = known
        self.lists: Lists = {} if lists is None else lists  # of closed parts, at unknown odds
        self.left: Lists = {}  # of closed parts, under given supports above

    def leaves(self, support: Support, done: frozenset[int]) -> Iterator[tuple[Support, set[int]]]:
        """(supports, nodes on the path), once nothing is open."""
        search = self.search
        if search.budget.out:
            search.complete = False
            return
        opened, nodes = search.reached(support, self.roots)
        if not opened:
            if self.roots is None or self._possible(support, nodes, frozenset(support)):
                yield support, nodes
            return
        judged, part = search.part_to_judge(support, nodes, opened, done)
        if part and not self._viable(support, nodes, part):
            return
        index = search.next_open(opened, nodes)
        options, whole = self._options(index, support, nodes, opened)
        for more in options:
            chosen = support | more
            if search.plausible(chosen):
                # What a list holds has been judged already.
                yield from self.leaves(chosen, judged | more.keys() if whole else judged)

    def _options(
        self, index: int, support: Support, nodes: set[int], opened: list[int]
    ) -> tuple[list[Support], bool]:
        """What can be played at a set, or (and True) in all of its part where that is closed."""
        search = self.search
        roots = tuple(n for n in search.members[index] if n in nodes)
        later = {
            i for o in opened if o != index for n in search.members[o] if n in nodes for i in search.below[n]
        }
        above = {self.form.infoset(n) for m in search.members[index] for n in self._over(m)}
        apart = search.closed_part[index] and not any(index in search.under[i] for i in later)
        if not apart or above.isdisjoint(support):
            return [{index: used} for used in subsets(self.form.allowed[index])], False
        where = (index, roots, *sorted((i, support[i]) for i in above if i in support))
        if where not in self.left:
            shares = self._shares(support, roots)
            key = (index, roots, shares)
            if key not in self.lists:
                self.lists[key] = self._list(index, roots, shares)
            kept = []
            for each in self.lists[key]:
                chosen = support | each
                _, all_nodes = search.reached(chosen, self.roots)
                if (shares and self.roots is not None) or self._viable(chosen, all_nodes, frozenset(each)):
                    kept.append(each)
            self.left[where] = kept
        return self.left[where], True

    def _shares(self, support: Support, roots: tuple[int, ...]) -> Shares:
        """The odds of nodes under supports above them, where these leave no doubt of them."""
        weights = self._state(support).weights(dict.fromkeys(roots, ONE))
        if any(set(poly) != {()} for poly in weights.values()):
            return ()
        total = sum((poly[()] for poly in weights.values()), ZERO)
        return tuple(weights[n][()] / total for n in roots)

    def _state(self, support: Support) -> State:
        if self.roots is None:
            return State(self.search, support)
        return PartState(self.search, support, self.roots, self.shares)

    def _list(self, index: int, roots: tuple[int, ...], shares: Shares) -> list[Support]:
        """The supports that these odds of nodes of a set make possible in its part, or any odds."""
        part = Walk(self.search, roots, shares, self.lists)
        if len(self.search.under[index]) > 1:
            return [found for found, _ in part.leaves({}, frozenset())]
        # One set alone: where no belief makes some actions best together, none makes more of them so.
        found: list[Support] = []
        refused: list[set[int]] = []
        for used in subsets(self.form.allowed[index]):
            if any(bad <= set(used) for bad in refused):
                continue
            support = {index: used}
            if self.search.plausible(support) and list(part.leaves(support, frozenset())):
                found.append(support)
            else:
                refused.append(set(used))
        return found

    def _over(self, node: int) -> Iterator[int]:
        """The nodes above a node, within the trunk."""
        while node != self.search.root:
            node = int(self.form.tree.parent[node])
            yield node

    def _viable(self, support: Support, nodes: set[int], part: frozenset[int]) -> bool:
        if self.roots is None:
            return self.search.viable(support, nodes, part)
        return self._possible(support, nodes, part)

    def _possible(self, support: Support, nodes: set[int], part: frozenset[int]) -> bool:
        """Whether some odds of entry make the play of a part possible; True where that is not plain."""
        part -= self.known
        for branch in self.search.branches(self._state(support), nodes, part):
            if branch.equal:
                return True
            point, decided = feasible(branch, quick=True)
            if point is not None or not decided:
                return True
        return False
