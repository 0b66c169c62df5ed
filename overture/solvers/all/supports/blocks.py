"""Information sets off the path of a solution on it: which hang together, and in what order they are settled."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from math import prod
from typing import Generic

from overture.solvers.all.algebra.polynomials import N
from overture.solvers.all.algebra.system import System
from overture.solvers.all.supports.trunk import Trunk, next_of
from overture.solvers.all.supports.values import Support
from overture.solvers.form import subsets

SHORT = 300  # supports off the path that are gone through when only a part of the game is judged
FEW = 81  # supports that are gone through without judging parts first


class OffPath(Generic[N]):
    """The sets off the path of a solution ``branch`` with given supports; ``on_path``: the nodes reached.

    Attributes:
        judged: the sets whose deviations are asked about; all that are on the path unless ``part`` is given.
        off: the sets off the path; where a part is given those below it.
    """

    def __init__(
        self,
        trunk: Trunk,
        support: Support,
        branch: System[N],
        on_path: set[int],
        part: frozenset[int] | None = None,
    ) -> None:
        self.trunk, self.form, self.on_path = trunk, trunk.form, on_path
        self.branch = branch
        self.support = dict(support)
        self.judged = frozenset(self.support) if part is None else part
        self.off = [i for i in sorted(trunk.members) if i not in self.support]
        if part is not None:
            below = set().union(*(trunk.below[n] for i in part for n in trunk.members[i] if n in on_path))
            self.off = [i for i in self.off if i in below]
        self._sets_below: dict[int, frozenset[int]] = {}

    @property
    def short(self) -> bool:
        """Whether the supports off the path are few enough to go through in passing."""
        return sum(self.many(block) for block in self.blocks()) <= SHORT

    def many(self, block: list[int]) -> int:
        """How many supports the sets of a block have together."""
        return prod(2 ** len(self.form.allowed[i]) - 1 for i in block)

    def blocks(self) -> list[list[int]]:
        """Sets off the path that have to be settled together: all of them beside a continuum on the path."""
        if self.branch.free:
            return [self.off] if self.off else [[]]
        return self.apart()

    def apart(self) -> list[list[int]]:
        """Sets off the path in groups that no value, no belief and no tremble connects."""
        leader = {i: i for i in self.off}

        def find(i: int) -> int:
            while leader[i] != i:
                i = leader[i]
            return i

        def join(rows: Iterable[int]) -> None:
            group = [find(i) for i in rows if i in leader]
            for other in group[1:]:
                leader[find(other)] = find(group[0])

        for index, used in self.support.items():
            for a in self.form.allowed[index]:
                if a in used or index not in self.judged:
                    continue
                below: set[int] = set()
                for node in self.trunk.members[index]:
                    if node in self.on_path:
                        below |= self.sets_below(self.form.child[node][a])
                join(sorted(below))
        by_tremble: dict[int, list[int]] = {}
        for index in self.off:
            shared = set.intersection(*(set(self.trunk.path[n]) for n in self.trunk.members[index]))
            for node in self.trunk.members[index]:
                join([index, *sorted(self.sets_below(node))])
                # What all nodes of a set need, actions or trembles, cancels from its beliefs.
                for edge in sorted(set(self.trunk.path[node]) - shared):
                    if self.is_tremble(edge):
                        by_tremble.setdefault(edge, []).append(index)
                    elif edge < self.form.tree.n_actions:
                        join([index, self.form.set_of_edge[edge]])
        for rows in by_tremble.values():
            join(rows)
        groups: dict[int, list[int]] = {}
        for index in self.off:
            groups.setdefault(find(index), []).append(index)
        return list(groups.values()) or [[]]

    def is_tremble(self, edge: int) -> bool:
        """Whether an edge is an action that is not in use at a set whose support is known."""
        if edge >= self.form.tree.n_actions:
            return False
        index = self.form.set_of_edge[edge]
        return index in self.support and edge not in self.support[index]

    def sets_below(self, node: int) -> frozenset[int]:
        """The sets whose supports are not known, at a node and where play from it may lead.

        What lies beyond an action that is not in use is left out: no value at the node depends on it. The answer is
        kept: it is asked again for every choice of supports off the path.
        """
        if node not in self._sets_below:
            self._sets_below[node] = self._walked(node)
        return self._sets_below[node]

    def _walked(self, node: int) -> frozenset[int]:
        found: set[int] = set()
        stack = [node]
        while stack:
            at = stack.pop()
            if self.trunk.below[at] <= self.support.keys():
                continue
            index = self.form.infoset(at)
            used = self.support.get(index)
            if index >= 0 and used is None:
                found.add(index)
            stack.extend(c for e, c in self.form.children[at] if used is None or e in used)
        return frozenset(found)

    def few(self, block: list[int]) -> list[Support] | None:
        """Supports of the sets of a block, small ones first; None where they are many."""
        if self.many(block) > FEW:
            return None
        choices = [subsets(self.form.allowed[i]) for i in block]
        ordered = sorted(product(*choices), key=lambda row: sum(map(len, row)))
        return [dict(zip(block, row, strict=True)) for row in ordered]

    def next_set(self, block: list[int], chosen: Support) -> int:
        """The set of a block to settle next: none above it is open; it lies in the smallest part that hangs together."""
        open_ = [i for i in block if i not in chosen]
        return next_of(
            {i: {k for n in self.trunk.members[i] for k in self.trunk.below[n]} & set(open_) for i in open_}
        )

    def closed(self, block: list[int], chosen: Support) -> frozenset[int]:
        """Sets of a block that are settled, with all that is above and below them."""
        open_ = {i for i in block if i not in chosen}
        found = set()
        for index in chosen:
            nodes = self.trunk.members[index]
            above = {self.form.set_of_edge[e] for n in nodes for e in self.trunk.path[n]}
            if not above & open_ and not any(self.trunk.below[n] & open_ for n in nodes):
                found.add(index)
        return frozenset(found)

    def part_of(self, closed: frozenset[int], done: frozenset[int]) -> list[int]:
        """The sets worth judging now: those newly closed, and what is below them."""
        new = closed - done
        under = {i for index in new for n in self.trunk.members[index] for i in self.trunk.below[n]}
        return sorted(closed & (new | under)) if any(len(self.form.allowed[i]) > 1 for i in new) else []
