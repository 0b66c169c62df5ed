"""What follows one deviation, solved as the path is: its own path first, then what lies off that.

Where all nodes of some sets off the path lie below one action ``b`` that is not in use, at one set ``h`` on
the path, that action is a tremble that all of them need. It cancels from their beliefs: the nodes to which ``b``
leads have the odds that play before ``h`` gives (Kreps and Wilson 1982; a node of ``h`` off the path is
infinitely less likely). So what follows is a game with known odds of its nodes of entry. Its supports are
walked over as on the path (:mod:`overture.solvers.all.supports.walk`); the conditions of those sets, and that
the deviation does not pay, are solved; and for each solution the sets that are still off are completed in the
same manner. Every completion of the block plays so at the sets that ``b`` leads to, so none is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from overture.solvers.all.sets.algebra import System, held, reduce_system
from overture.solvers.all.sets.feasible import exactly, feasible
from overture.solvers.all.sets.polynomials import ONE, constant, plus
from overture.solvers.all.supports.necessary import Floors, no_deviation_pays
from overture.solvers.all.supports.values import Ratio, State, Support

if TYPE_CHECKING:
    from overture.solvers.all.supports.completion import Completion

Found = tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]], Support]


def single_entry(completion: Completion, block: list[int]) -> tuple[int, int] | None:
    """The set on the path and the action that is not in use, by which alone the sets of a block are met."""
    search, form = completion.search, completion.form
    if len(block) < 2:
        return None
    paths = [search.path[node] for index in block for node in search.members[index]]
    for edge in paths[0]:
        index = form.set_of_edge[edge]
        if completion.is_tremble(edge) and index in completion.judged and all(edge in row for row in paths):
            return (index, edge)
    return None


def by_layer(completion: Completion, block: list[int], index: int, action: int) -> Found | None:
    """The first completion of such a block; None where there is none, or where that was not decided.

    It depends on the rest of the play only through the odds of the nodes to which the action leads, and through
    what the mover is worth without it. Many plays of the rest ask the same, so the answer is kept.
    """
    search = completion.search
    state = State(search, completion.support)
    here = [n for n in search.members[index] if n in completion.on_path]
    roots = tuple(dict(completion.form.children[n])[action] for n in here)
    shares, worth = _odds_and_worth(completion, state, index, here)
    under = {i for node in roots for i in search.below[node]}
    # Sets whose play is known may be met again below the deviation.
    known = tuple(sorted((i, used) for i, used in completion.support.items() if i in under))
    key = (action, roots, shares, worth, known, tuple(block), completion.quick, completion.branch.rounded)
    if known or key not in search.layers:
        question = _Question(completion, block, index, action, roots, shares, worth, dict(known))
        search.layers[key] = (question.answer(), question.decided, question.rounded)
    found, decided, rounded = search.layers[key]
    completion.decided &= decided
    completion.rounded |= rounded
    return found


def _odds_and_worth(
    completion: Completion, state: State, index: int, here: list[int]
) -> tuple[tuple[Fraction, ...], Fraction]:
    """Of the nodes of a set on the path: their odds, and the value of its play to the mover."""
    player, used = int(completion.form.tree.set_player[index]), completion.support[index]
    weights = [completion.number(p) for p in state.weights(dict.fromkeys(here, ONE)).values()]
    shares = tuple(w / sum(weights) for w in weights)
    values = [
        completion.number(state.value(dict(completion.form.children[n])[used[0]], player)) for n in here
    ]
    return shares, sum((w * v for w, v in zip(shares, values, strict=True)), 0 * ONE)


@dataclass
class _Question:
    """What can follow an action that is not in use at a set on the path, so that it does not pay.

    Attributes:
        roots, shares: the nodes to which it leads, and their odds.
        worth: what the mover gets without it.
        known: supports of sets below that are known.
        decided: whether a missing answer is one. rounded: whether a number was rounded.
    """

    completion: Completion
    block: list[int]
    index: int
    action: int
    roots: tuple[int, ...]
    shares: tuple[Fraction, ...]
    worth: Fraction
    known: Support
    decided: bool = True
    rounded: bool = False

    def answer(self) -> Found | None:
        """The first completion."""
        from overture.solvers.all.supports.walk import Walk

        search = self.completion.search
        walk = Walk(search, self.roots, self.shares, known=frozenset(self.known))
        for support, nodes in walk.leaves(self.known, frozenset(self.known)):
            layer = {i: used for i, used in support.items() if i not in self.known}
            found = self._solved(layer, nodes)
            if found is not None:
                return found
        self.decided &= not search.budget.out
        return None

    def _solved(self, layer: Support, nodes: set[int]) -> Found | None:
        """The completion of one way of playing what follows the action."""
        for branch in reduce_system(self._system(layer, nodes)):
            if branch.equal:
                self.decided = False
                continue
            point, decided = feasible(branch, self.completion.quick)
            if point is None:
                self.decided &= decided
                continue
            self.rounded |= not exactly(branch, point)
            found = self._beyond(layer, nodes, [held(branch, point), branch] if branch.free else [branch])
            if found is not None:
                return found
        return None

    def _system(self, layer: Support, nodes: set[int]) -> System:
        outer = self.completion
        state = State(outer.search, outer.support | layer)
        system = outer.branch.copy()
        for index, used in layer.items():
            state.declare(system, index, used)
            here = {n: ONE for n in outer.search.members[index] if n in nodes}
            system.equal += [outer.reduced(p) for p in state.indifference(index, used, here)]
        demands = no_deviation_pays(outer.search, state, outer.on_path | nodes, frozenset(layer))
        gain, player = constant(-self.worth), int(outer.form.tree.set_player[self.index])
        floors = Floors(outer.search, state)
        for node, share in zip(self.roots, self.shares, strict=True):
            gain = plus(gain, floors.of(node, player), share)
        demands.append((plus({}, gain, -1), False))
        system.above += [(outer.reduced(p, even=True), strict) for p, strict in demands]
        return system

    def _beyond(self, layer: Support, nodes: set[int], tries: list[System]) -> Found | None:
        """The sets that are off the path of the layer too: a member of a continuum is asked first."""
        outer = self.completion
        state = State(outer.search, outer.support | layer)
        sure = True
        for branch in tries:
            inner = outer.beyond(state, branch, outer.on_path | nodes, frozenset(layer), self.block)
            found = inner.first()
            sure = inner.decided
            if found is not None:
                self.rounded |= inner.rounded
                mine = {a for i in self.block for a in outer.form.allowed[i]}
                whole = {n: x for n, x in found[0].items() if n in mine}
                return whole, found[1], {i: used for i, used in found[2].items() if i in self.block}
        self.decided &= sure
        return None
