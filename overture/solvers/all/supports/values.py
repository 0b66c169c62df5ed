"""Values, gaps and weights of nodes as polynomials in the play at sets whose supports are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from overture.solvers.all.sets.algebra import System
from overture.solvers.all.sets.polynomials import ZERO, Poly, constant, plus, put_quotient, times, variable
from overture.solvers.form import Payoffs

if TYPE_CHECKING:
    from overture.solvers.all.supports.search import Search

Support = dict[int, tuple[int, ...]]
Trembles = frozenset[int]
Ratio = tuple[Trembles, ...]


class State:
    """Polynomials of values under given supports. Variables: each action of a mixed set has its number."""

    def __init__(self, search: Search, support: Support) -> None:
        self.search, self.support = search, support
        self.form = search.form
        self.memo: dict[tuple[int, int], Poly] = {}

    def declare(self, system: System, index: int, used: tuple[int, ...]) -> None:
        """Variables of a mixed set: strictly inside, and summing to one."""
        if len(used) < 2:
            return
        total = constant(-1)
        for a in used:
            system.free.add(a)
            system.inner.add(a)
            total = plus(total, variable(a))
        system.equal.append(total)

    def given(self, system: System) -> list[Poly]:
        """Further variables of ``system`` that weigh nodes, and the equations they obey; none here."""
        return []

    def chance_of(self, edge: int) -> Poly:
        """Probability of an edge."""
        if edge >= self.form.tree.n_actions:
            return constant(self.search.odds(edge))
        used = self.support[self._set_of(edge)]
        if edge not in used:
            return {}
        return constant(1) if len(used) == 1 else variable(edge)

    def _set_of(self, edge: int) -> int:
        return self.form.set_of_edge[edge]

    def value(self, node: int, player: int) -> Poly:
        """Continuation value at a node."""
        key = (node, player)
        if key not in self.memo:
            if node in self.search.ends:
                self.memo[key] = constant(self.search.worth(node, player))
            else:
                total: Poly = {}
                for edge, child in self.form.children[node]:
                    share = self.chance_of(edge)
                    if share:
                        total = plus(total, times(share, self.value(child, player)))
                self.memo[key] = total
        return self.memo[key]

    def gap(self, index: int, better: int, other: int, weight: Mapping[int, Poly]) -> Poly:
        """Expected value of ``better`` minus ``other`` at a set, with these weights of its nodes."""
        player = int(self.form.tree.set_player[index])
        total: Poly = {}
        for node, share in weight.items():
            kids = dict(self.form.children[node])
            difference = plus(self.value(kids[better], player), self.value(kids[other], player), -1)
            total = plus(total, times(share, difference))
        return total

    def weights(self, nodes: Mapping[int, Fraction | Poly]) -> dict[int, Poly]:
        """Relative probabilities of nodes: given factor times the edges in use on their paths, less what all share."""
        edges = {n: [e for e in self.search.path[n] if self.chance_of(e)] for n in nodes}
        shared = set.intersection(*(set(row) for row in edges.values())) if edges else set()
        found = {}
        for node, factor in nodes.items():
            poly = dict(factor) if isinstance(factor, dict) else constant(factor)
            for edge in edges[node]:
                if edge not in shared:
                    poly = times(poly, self.chance_of(edge))
            found[node] = poly
        return found

    def indifference(
        self, index: int, used: tuple[int, ...], nodes: Mapping[int, Fraction | Poly]
    ) -> list[Poly]:
        """Equations: the actions in use are worth the same."""
        if len(used) < 2:
            return []
        weight = self.weights(nodes)
        return [self.gap(index, used[0], other, weight) for other in used[1:]]

    def value_at(self, strategy: Mapping[int, Fraction]) -> Payoffs:
        """[player] value at the root of the trunk under numbers."""

        def walk(node: int) -> Payoffs:
            if node in self.search.ends:
                return self.search.payoffs(node)
            total = [ZERO] * len(self.form.tree.players)
            for edge, child in self.form.children[node]:
                share = self.form.odds[edge] if edge >= self.form.tree.n_actions else strategy[edge]
                if share:
                    total = [a + share * b for a, b in zip(total, walk(child), strict=True)]
            return tuple(total)

        return walk(self.search.root)

    def steady(self, branch: System) -> bool:
        """Whether the values at the root do not vary with the free variables."""
        for player in range(len(self.form.tree.players)):
            poly = self.value(self.search.root, player)
            for number, above, below in branch.solved:
                if set(below) != {()}:
                    return False
                poly = put_quotient(poly, number, above, below, False)
            if set(poly) - {()}:
                return False
        return True


def minimal_classes(nodes: Iterable[int], trembles: Mapping[int, Trembles]) -> dict[Trembles, list[int]]:
    """Nodes by the trembles that lead to them, without those that need strictly more than another's."""
    classes: dict[Trembles, list[int]] = {}
    for node in nodes:
        classes.setdefault(trembles[node], []).append(node)
    return {z: row for z, row in classes.items() if not any(other < z for other in classes)}


def ratio_key(classes: Iterable[Trembles]) -> Ratio:
    """The classes less the trembles that all of them share, in a fixed order."""
    rows = list(classes)
    shared = frozenset.intersection(*rows)
    return tuple(sorted((z - shared for z in rows), key=sorted))
