"""What must hold among the sets on the path whatever is played off it.

In a sequential equilibrium no action that is not in use pays at a set on the path, where beliefs follow from
the play. What follows such an action may lie off the path, and is then not known yet; but it is worth at
least as much to the mover as the worst of what others may play there. So the value of the actions in use is
at least that bound: a necessary condition, which is asked before any completion is looked for. Where all that
follows is known the bound is the value itself, and the condition is the whole of what the set demands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from overture.solvers.all.algebra.polynomials import N, Rational, Terms, constant, plus, times
from overture.solvers.all.algebra.system import Conditions
from overture.solvers.all.supports.values import SupportValues

if TYPE_CHECKING:
    from overture.solvers.all.supports.search import Search


class Floors(Generic[N]):
    """Lower bounds of the values of nodes, under supports of some of the sets. The others may do anything."""

    def __init__(self, search: Search[N], state: SupportValues[N]) -> None:
        self.search, self.state, self.form = search, state, search.form
        self.settled = frozenset(state.support)
        self._least: dict[tuple[int, int], Rational | N] = {}

    def of(self, node: int, player: int) -> Terms[N]:
        """A bound of the continuation value: a polynomial in the play at the sets that are settled."""
        if self.search.below[node] <= self.settled:
            return self.state.value(node, player)
        index = self.form.infoset(node)
        if index >= 0 and index not in self.settled:
            return constant(self.least(node, player))
        total: Terms[N] = {}
        for edge, child in self.form.children[node]:
            share = self.state.chance_of(edge)
            if share:
                total = plus(total, times(share, self.of(child, player)))
        return total

    def least(self, node: int, player: int) -> Rational | N:
        """A bound of the continuation value: a number, whatever is played."""
        key = (node, player)
        if key not in self._least:
            self._least[key] = self._least_of(node, player)
        return self._least[key]

    def _least_of(self, node: int, player: int) -> Rational | N:
        if node in self.search.ends:
            return self.search.worth(node, player)
        kids, index = self.form.children[node], self.form.infoset(node)
        if index < 0:
            total: Rational | N = 0
            for edge, child in kids:
                total = total + self.search.odds_of(edge)[()] * self.least(child, player)
            return total
        used = self.state.support[index] if index in self.settled else self.form.allowed[index]
        found = [self.least(child, player) for edge, child in kids if edge in used]
        # Who moves himself, and knows where he is, gets at least the best of his actions' bounds.
        mine = self.form.tree.set_player[index] == player and len(self.form.members(index)) == 1
        numbers = self.search.worlds.numbers
        return numbers.greatest(found) if mine else numbers.least(found)


def no_deviation_pays(
    search: Search[N], state: SupportValues[N], nodes: set[int], part: frozenset[int] | None = None
) -> Conditions[N]:
    """Conditions at the sets on the path (or a part of them, below which nothing is open) that must hold."""
    floors = Floors(search, state)
    above: Conditions[N] = []
    for index, used in state.support.items():
        spare = [b for b in search.form.allowed[index] if b not in used]
        if not spare or (part is not None and index not in part):
            continue
        player = int(search.form.tree.set_player[index])
        weight = state.weights({n: 1 for n in search.members[index] if n in nodes})
        for b in spare:
            total: Terms[N] = {}
            for n, share in weight.items():
                kids = search.form.child[n]
                gain = plus(state.value(kids[used[0]], player), floors.of(kids[b], player), -1)
                total = plus(total, times(share, gain))
            above.append((total, False))
    return above
