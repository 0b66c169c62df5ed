"""Values, gaps and weights of nodes as polynomials in the play at sets whose supports are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Generic

from overture.solvers.all.algebra.polynomials import N, Rational, Terms, constant, plus, times, variable
from overture.solvers.all.algebra.system import System

if TYPE_CHECKING:
    from overture.solvers.all.supports.search import Search

Support = dict[int, tuple[int, ...]]
Trembles = frozenset[int]
Ratio = tuple[Trembles, ...]


class SupportValues(Generic[N]):
    """Polynomials of values under given supports. Variables: each action of a mixed set has its number."""

    def __init__(self, search: Search[N], support: Support) -> None:
        self.search, self.support = search, support
        self.form = search.form

    def declare(self, system: System[N], index: int, used: tuple[int, ...]) -> None:
        """Variables of a mixed set: strictly inside, and summing to one."""
        if len(used) < 2:
            return
        total: Terms[N] = constant(-1)
        for a in used:
            system.free.add(a)
            system.inner.add(a)
            total = plus(total, variable(a))
        system.equal.append(total)

    def given(self, system: System[N]) -> list[Terms[N]]:
        """Further variables of ``system`` that weigh nodes, and the equations they obey; none here."""
        return []

    def chance_of(self, edge: int) -> Terms[N]:
        """Probability of an edge."""
        if edge >= self.form.tree.n_actions:
            return self.search.odds_of(edge)
        used = self.support[self.form.set_of_edge[edge]]
        if edge not in used:
            return {}
        return constant(1) if len(used) == 1 else {**variable(edge)}

    def is_open(self, edge: int) -> bool:
        """Whether an edge has a positive probability."""
        return edge >= self.form.tree.n_actions or edge in self.support[self.form.set_of_edge[edge]]

    def value(self, node: int, player: int) -> Terms[N]:
        """Continuation value at a node. It is kept for all supports that are the same below the node."""
        if node in self.search.ends:
            return self.search.end(node, player)
        known = self.search.continuation
        key = (node, player, *(self.support.get(i) for i in self.search.below[node]))
        if key not in known:
            total: Terms[N] = {}
            for edge, child in self.form.children[node]:
                if self.is_open(edge):
                    total = plus(total, times(self.chance_of(edge), self.value(child, player)))
            return self.search.keep(key, total)
        return known[key]

    def gap(self, index: int, better: int, other: int, weight: Mapping[int, Terms[N]]) -> Terms[N]:
        """Expected value of ``better`` minus ``other`` at a set, with these weights of its nodes."""
        player = int(self.form.tree.set_player[index])
        total: Terms[N] = {}
        for node, share in weight.items():
            kids = self.form.child[node]
            difference = plus(self.value(kids[better], player), self.value(kids[other], player), -1)
            total = plus(total, times(share, difference))
        return total

    def weights(self, nodes: Mapping[int, Rational | Terms[N]]) -> dict[int, Terms[N]]:
        """Relative probabilities of nodes: given factor times the edges in use on their paths, less what all share."""
        edges = {n: self.varied(self.search.steps[n]) for n in nodes}
        shared = set.intersection(*map(set, edges.values())) if edges else set()
        found = {}
        for node, factor in nodes.items():
            poly = dict(factor) if isinstance(factor, dict) else constant(factor)
            for edge in edges[node]:
                if edge not in shared:
                    poly = times(poly, self.chance_of(edge))
            found[node] = poly
        return found

    def varied(self, edges: Iterable[int]) -> list[int]:
        """Of some edges those in use whose probability may be less than one."""
        actions, sets, support = self.form.tree.n_actions, self.form.set_of_edge, self.support
        return [e for e in edges if e >= actions or (len(used := support[sets[e]]) > 1 and e in used)]

    def indifference(
        self, index: int, used: tuple[int, ...], nodes: Mapping[int, Rational | Terms[N]]
    ) -> list[Terms[N]]:
        """Equations: the actions in use are worth the same."""
        if len(used) < 2:
            return []
        weight = self.weights(nodes)
        return [self.gap(index, used[0], other, weight) for other in used[1:]]


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
