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

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Generic

import numpy as np

from overture.solvers.all.algebra.feasible import points
from overture.solvers.all.algebra.polynomials import N, Terms, constant, plus
from overture.solvers.all.algebra.reduce import held, reduce_system
from overture.solvers.all.algebra.system import Bools, Rows, System, positions, taken
from overture.solvers.all.supports.completed import Completed
from overture.solvers.all.supports.necessary import Floors, no_deviation_pays
from overture.solvers.all.supports.posed import reduced
from overture.solvers.all.supports.values import Support, SupportValues

if TYPE_CHECKING:
    from overture.solvers.all.supports.completion import Completion


def single_entry(completion: Completion[N], block: list[int]) -> tuple[int, int] | None:
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


def by_layer(
    completion: Completion[N], block: list[int], index: int, action: int, open_: Bools, done: Completed
) -> Bools:
    """[row] the worlds among those ``open_`` that have a completion of such a block; the first is filled in.

    It depends on the rest of the play only through the odds of the nodes to which the action leads, and through
    what the mover is worth without it. Many plays of the rest ask the same, so the answer is kept.
    """
    search = completion.search
    place = positions(open_)
    rows = completion.branch.rows[place]
    here = [n for n in search.members[index] if n in completion.on_path]
    roots = tuple(completion.form.child[n][action] for n in here)
    odds = completion.odds(index)
    worth = taken(completion.worth(index, odds), place)
    shares = tuple(taken(x, place) for x in odds)
    under = {i for node in roots for i in search.below[node]}
    # Sets whose play is known may be met again below the deviation.
    known = {i: used for i, used in completion.support.items() if i in under}
    branch = completion.branch.take(place)
    question = _Question(completion, branch, block, index, action, roots, shares, worth, known)
    numbers = search.worlds.numbers
    asked = numbers.key((*shares, worth))
    key = (action, roots, asked, tuple(block), rows.tobytes(), completion.quick, branch.rounded)
    if known or asked is None or key not in search.layers:
        search.layers[key] = (question.answer(), question.unsure, question.rounded)
    found, unsure, rounded = search.layers[key]
    completion.unsure[place] |= unsure
    completion.rounded |= rounded
    served = place[np.searchsorted(rows, found.rows)]
    actions = np.array([a for i in block for a in completion.form.allowed[i]], np.int64)
    done.copy_in(numbers, served, found, np.arange(len(served)), actions)
    answer = np.zeros(len(open_), bool)
    answer[served] = True
    return answer


@dataclass
class _Question(Generic[N]):
    """What can follow an action that is not in use at a set on the path, so that it does not pay.

    Attributes:
        branch: the conditions on the path, in the worlds asked about.
        roots, shares: the nodes to which it leads, and their odds.
        worth: what the mover gets without it, as the shares are weighed.
        known: supports of sets below that are known.
        unsure: [row] whether a missing answer is not certain. rounded: whether a number was rounded.
    """

    completion: Completion[N]
    branch: System[N]
    block: list[int]
    index: int
    action: int
    roots: tuple[int, ...]
    shares: tuple[Fraction | N, ...]
    worth: Fraction | N
    known: Support
    unsure: Bools = field(init=False)
    rounded: bool = False

    def __post_init__(self) -> None:
        self.unsure = np.zeros(len(self.branch.rows), bool)

    def answer(self) -> Completed:
        """The first completion of each world that has one: what it says of the block."""
        from overture.solvers.all.supports.walk import SupportWalk

        outer, rows = self.completion, self.branch.rows
        search = outer.search.at(rows)
        done = Completed.empty(outer.numbers, rows, outer.form.tree.n_actions)
        left = np.ones(len(rows), bool)
        walk = SupportWalk(search, self.roots, self.shares, known=frozenset(self.known))
        for support, nodes, there in walk.leaves(self.known, rows, frozenset(self.known)):
            layer = {i: used for i, used in support.items() if i not in self.known}
            self._solve(layer, nodes, there, left, done)
            if not left.any():
                break
        self.unsure |= left & search.given_up(rows)
        return done.take(positions(~left))

    def _solve(self, layer: Support, nodes: set[int], there: Rows, left: Bools, done: Completed) -> None:
        """Completions of one way of playing what follows the action, in worlds ``there`` that are ``left``."""
        place = np.searchsorted(self.branch.rows, there)
        place = place[left[place]]
        if not len(place):
            return
        for each in reduce_system(self._system(layer, nodes, place)):
            at = np.searchsorted(self.branch.rows, each.rows)
            branch, at = each.take(positions(left[at])), at[left[at]]
            if branch.equal:
                self.unsure[at] = True
            if branch.equal or not len(at):
                continue
            spots = points(branch, self.completion.quick)
            self.unsure[at[spots.undecided]] = True
            branch, point = spots.kept(branch)
            if not len(branch.rows):
                continue
            self.rounded |= not branch.numbers.exactly(branch, point)
            # A member of a continuum is asked first.
            tries = [held(branch, point), branch] if branch.free else [branch]
            self._beyond(layer, nodes, tries, left, done)

    def _system(self, layer: Support, nodes: set[int], place: Rows) -> System[N]:
        outer = self.completion
        system = self.branch.take(place)
        state = SupportValues(outer.search.at(system.rows), outer.support | layer)
        for index, used in layer.items():
            state.declare(system, index, used)
            here = {n: 1 for n in outer.search.members[index] if n in nodes}
            system.equal += [reduced(system, p) for p in state.indifference(index, used, here)]
        demands = no_deviation_pays(state.search, state, outer.on_path | nodes, frozenset(layer))
        worth, *shares = outer.numbers.proportional([taken(x, place) for x in (self.worth, *self.shares)])
        gain: Terms[N] = constant(-worth)
        player = int(outer.form.tree.set_player[self.index])
        floors = Floors(state.search, state)
        for node, share in zip(self.roots, shares, strict=True):
            gain = plus(gain, floors.of(node, player), share)
        demands.append((plus({}, gain, -1), False))
        system.above += [(reduced(system, p, even=True), strict) for p, strict in demands]
        return system

    def _beyond(
        self, layer: Support, nodes: set[int], tries: list[System[N]], left: Bools, done: Completed
    ) -> None:
        """The sets that are off the path of the layer too."""
        outer = self.completion
        actions = np.array([a for i in self.block for a in outer.form.allowed[i]], np.int64)
        for each in tries:
            at = np.searchsorted(self.branch.rows, each.rows)
            branch, at = each.take(positions(left[at])), at[left[at]]
            if not len(at):
                return
            inner = outer.beyond(
                outer.support | layer, branch, outer.on_path | nodes, frozenset(layer), self.block
            )
            found = inner.first()
            served = np.searchsorted(self.branch.rows, found.rows)
            done.copy_in(outer.numbers, served, found, np.arange(len(served)), actions)
            left[served] = False
            self.rounded |= bool(len(served)) and inner.rounded
            if each is tries[-1]:
                self.unsure[at[inner.unsure & left[at]]] = True
