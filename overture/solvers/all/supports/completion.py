"""Supports, trembles and beliefs off the path that hold up a solution on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from overture.solvers.all.sets.algebra import System, reduce_system
from overture.solvers.all.sets.feasible import exactly, feasible
from overture.solvers.all.sets.polynomials import (
    ONE,
    ZERO,
    Poly,
    at,
    constant,
    plus,
    put,
    put_quotient,
    variable,
    variables,
)
from overture.solvers.all.supports.consistent import bind, consistent, patterns
from overture.solvers.all.supports.layers import by_layer, single_entry
from overture.solvers.all.supports.values import Ratio, State, Support, minimal_classes, ratio_key
from overture.solvers.form import subsets

if TYPE_CHECKING:
    from overture.solvers.all.supports.search import Search


SHORT = 300  # supports off the path that are gone through when only a part of the game is judged
FEW = 81  # supports that are gone through without judging parts first


class Completion:
    """Supports and beliefs off the path for one solution on it."""

    def __init__(
        self,
        search: Search,
        state: State,
        branch: System,
        on_path: set[int],
        part: frozenset[int] | None = None,
    ) -> None:
        self.search, self.form, self.on_path = search, search.form, on_path
        self.branch = branch
        self.support = dict(state.support)
        self.decided = True
        self.rounded = False  # whether a completion that was returned holds a rounded number
        self.quick = part is not None
        # Whether one tremble must stand behind the beliefs at all sets of a block. Blocks share no tremble.
        self.joint = not self.quick
        # The sets whose deviations are asked about; all that are on the path unless a part is given.
        self.judged = frozenset(self.support) if part is None else part
        self.off = [i for i in sorted(search.members) if i not in self.support]
        if part is not None:
            below = set().union(*(search.below[n] for i in part for n in search.members[i] if n in on_path))
            self.off = [i for i in self.off if i in below]

    @property
    def short(self) -> bool:
        """Whether the supports off the path are few enough to go through in passing."""
        count = 0
        for block in self.blocks():
            count += prod(2 ** len(self.form.allowed[i]) - 1 for i in block)
        return count <= SHORT

    def blocks(self) -> list[list[int]]:
        """Sets off the path that have to be settled together: all of them beside a continuum on the path."""
        if self.branch.free:
            return [self.off] if self.off else [[]]
        return self.apart()

    def apart(self) -> list[list[int]]:
        """Sets off the path in groups that no move and no tremble connects."""
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
                for node in self.search.members[index]:
                    if node in self.on_path:
                        below |= self._sets_below(dict(self.form.children[node])[a])
                join(sorted(below))
        by_tremble: dict[int, list[int]] = {}
        for index in self.off:
            shared = set.intersection(*(set(self.search.path[n]) for n in self.search.members[index]))
            for node in self.search.members[index]:
                join([index, *sorted(self._sets_below(node))])
                # Trembles that all nodes of a set need cancel from its beliefs.
                for edge in set(self.search.path[node]) - shared:
                    if self.is_tremble(edge):
                        by_tremble.setdefault(edge, []).append(index)
        for rows in by_tremble.values():
            join(rows)
        groups: dict[int, list[int]] = {}
        for index in self.off:
            groups.setdefault(find(index), []).append(index)
        return list(groups.values()) or [[]]

    def beyond(
        self, state: State, branch: System, on_path: set[int], judged: frozenset[int], block: list[int]
    ) -> Completion:
        """The completion of what is still off in a block, once the play of the sets ``judged`` is known."""
        inner = Completion(self.search, state, branch, on_path)
        inner.quick, inner.joint, inner.judged = self.quick, self.joint, judged
        inner.off = [i for i in block if i not in state.support]
        return inner

    def is_tremble(self, edge: int) -> bool:
        """Whether an edge is an action that is not in use at a set whose support is known."""
        if edge >= self.form.tree.n_actions:
            return False
        index = self.form.set_of_edge[edge]
        return index in self.support and edge not in self.support[index]

    def _sets_below(self, node: int) -> set[int]:
        return {index for index in self.search.below[node] if index not in self.support}

    def first(self) -> tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]], Support] | None:
        """The first completion, or None."""
        whole: dict[int, Fraction] = {} if self.branch.free else self.branch.point({})
        ratios: dict[Ratio, tuple[Fraction, ...]] = {}
        support = dict(self.support)
        blocks = self.blocks()
        if blocks != (groups := self.apart()) and not all(self._alone(block) for block in groups):
            return None
        for block in blocks:
            entry = None if self.branch.free else single_entry(self, block)
            found = next(self.of_block(block), None) if entry is None else by_layer(self, block, *entry)
            if found is None:
                return None
            whole.update(found[0])
            ratios.update(found[1])
            support.update(found[2])
        return whole, ratios, support

    def few(self, block: list[int]) -> list[Support] | None:
        """Supports of the sets of a block, small ones first; None where they are many."""
        choices = [subsets(self.form.allowed[i]) for i in block]
        if prod(len(each) for each in choices) > FEW:
            return None
        ordered = sorted(product(*choices), key=lambda row: sum(map(len, row)))
        return [dict(zip(block, row, strict=True)) for row in ordered]

    def supports(self, block: list[int]) -> Iterator[Support]:
        """Supports of the sets of a block, without those whose parts cannot be played so."""
        return self._walk(block, {}, frozenset(), None)

    def next_set(self, block: list[int], chosen: Support) -> int:
        """The set of a block to settle next: none above it is open; it lies in the smallest part that hangs together."""
        open_ = [i for i in block if i not in chosen]
        parts: list[tuple[set[int], set[int]]] = []
        covered: set[int] = set()
        for index in open_:
            under = {i for n in self.search.members[index] for i in self.search.below[n]} & set(open_)
            covered |= under - {index}
            mine = ({index}, under)
            for other in [part for part in parts if part[1] & under]:
                mine = (mine[0] | other[0], mine[1] | other[1])
                parts.remove(other)
            parts.append(mine)
        first = min(parts, key=lambda part: (len(part[1]), min(part[0])))[0]
        return min(first - covered or first)

    def closed(self, block: list[int], chosen: Support) -> frozenset[int]:
        """Sets of a block that are settled, with all that is above and below them."""
        open_ = {i for i in block if i not in chosen}
        found = set()
        for index in chosen:
            nodes = self.search.members[index]
            above = {self.form.set_of_edge[e] for n in nodes for e in self.search.path[n]}
            if not above & open_ and not any(self.search.below[n] & open_ for n in nodes):
                found.add(index)
        return frozenset(found)

    def part_of(self, closed: frozenset[int], done: frozenset[int]) -> list[int]:
        """The sets worth judging now: those newly closed, and what is below them."""
        new = closed - done
        under = {i for index in new for n in self.search.members[index] for i in self.search.below[n]}
        return sorted(closed & (new | under)) if any(len(self.form.allowed[i]) > 1 for i in new) else []

    def _walk(
        self, block: list[int], chosen: Support, done: frozenset[int], barred: frozenset[int] | None
    ) -> Iterator[Support]:
        """Supports of a block, set by set; a part that is closed is judged before the next is begun."""
        if len(chosen) == len(block):
            yield chosen
            return
        index = self.next_set(block, chosen)
        for used in subsets(self.form.allowed[index]):
            more = chosen | {index: used}
            if not self.search.plausible(self.support | more):
                if self.search.budget.out:
                    self.decided = False
                    return
                continue
            closed = self.closed(block, more)
            part = self.part_of(closed, done)
            if len(more) == len(block) or not part or self._can(part, self.support | more, barred):
                yield from self._walk(block, more, closed, barred)

    def _alone(self, block: list[int]) -> bool:
        """Whether a group has completions if the others are left aside; True where that is not plain."""
        few = self.few(block)
        for chosen in self._walk(block, {}, frozenset(), None) if few is None else few:
            if not self.search.budget.spend() or self._can(block, self.support | chosen, None):
                return True
        return self.search.budget.out != ""

    def _can(self, part: list[int], support: Support, barred: frozenset[int] | None) -> bool:
        """Whether a part of a block can be played so; True where that is not plain."""
        system = self.branch.copy()
        if barred is None:
            self.pose(system, part, support)
        else:
            self.pose(system, part, support, lambda state: [], barred)
        for branch in reduce_system(system):
            if branch.equal:
                return True
            point, decided = feasible(branch, quick=True)
            if point is not None or not decided:
                return True
        return False

    def of_block(
        self,
        block: list[int],
        demands: Callable[[State], list[tuple[Poly, bool]]] | None = None,
        barred: frozenset[int] = frozenset(),
    ) -> Iterator[tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]], Support]]:
        """Completions of a block, one for each choice of supports that has any.

        ``demands`` replaces the conditions that deviations into the block do not pay. Nodes that need
        a tremble in ``barred`` are not believed in where there are others.
        """
        few = self.few(block)
        walk = self._walk(block, {}, frozenset(), None if demands is None else barred) if few is None else few
        for chosen in walk:
            if not self.search.budget.spend():
                self.decided = False
                return
            found = self._try(block, self.support | chosen, demands, barred)
            if found is not None:
                yield found[0], found[1], chosen

    def _try(
        self,
        block: list[int],
        support: Support,
        demands: Callable[[State], list[tuple[Poly, bool]]] | None,
        barred: frozenset[int],
    ) -> tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]]] | None:
        system = self.branch.copy()
        numbers = self.pose(system, block, support, demands, barred)
        return self._solved(system, numbers) if not self.joint else self._jointly(system, numbers)

    def _solved(
        self, system: System, numbers: Mapping[Ratio, list[int]]
    ) -> tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]]] | None:
        for branch in reduce_system(system):
            if branch.equal:
                self.decided = False
                continue
            values, decided = feasible(branch, self.quick)
            if values is None:
                self.decided &= decided
                continue
            self.rounded |= not exactly(branch, values)
            whole = branch.point(values)
            return whole, {key: tuple(whole[n] for n in row) for key, row in numbers.items()}
        return None

    def _jointly(
        self, system: System, numbers: Mapping[Ratio, list[int]]
    ) -> tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]]] | None:
        """A solution whose relative weights of trembles are limits of one and the same tremble."""
        before = self.decided
        found = self._solved(system, numbers)
        if found is None or consistent(found[1]):
            return found
        # Which weights are zero is tried out: then what is left to ask is polynomial again.
        self.decided = before
        for pattern in patterns(list(numbers)):
            if not self.search.budget.spend():
                self.decided = False
                return None
            part = system.copy()
            bind(part, numbers, pattern)
            found = self._solved(part, numbers)
            if found is not None:
                return found
        return None

    def pose(
        self,
        system: System,
        block: list[int],
        support: Support,
        demands: Callable[[State], list[tuple[Poly, bool]]] | None = None,
        barred: frozenset[int] = frozenset(),
    ) -> dict[Ratio, list[int]]:
        """Add to ``system`` (a copy of the branch) the conditions of a block under given supports.

        Returns the variables of the relative weights of trembles.
        """
        state = State(self.search, _Partial(support))
        for index in block:
            state.declare(system, index, support[index])
        equal: list[Poly] = []
        above: list[tuple[Poly, bool]] = []
        numbers: dict[Ratio, list[int]] = {}
        spare = self.form.tree.n_edges
        for index in block:
            trembles = {
                n: frozenset(
                    e
                    for e in self.search.path[n]
                    if e < self.form.tree.n_actions and e not in state.support[self.form.set_of_edge[e]]
                )
                for n in self.search.members[index]
            }
            classes = minimal_classes(self.search.members[index], trembles)
            factor: dict[int, Fraction | Poly] = {}
            if len(classes) > 1:
                key = ratio_key(classes)
                if key not in numbers:
                    numbers[key] = list(range(spare, spare + len(key)))
                    spare += len(key)
                    total = constant(-1)
                    for number in numbers[key]:
                        system.free.add(number)
                        total = plus(total, variable(number))
                    system.equal.append(total)
                    out = [n for n, z in zip(numbers[key], key, strict=True) if z & barred]
                    if len(out) < len(key):
                        system.equal += [variable(n) for n in out]
                shared = frozenset.intersection(*classes)
                for z, nodes in classes.items():
                    share = variable(numbers[key][key.index(z - shared)])
                    factor.update(dict.fromkeys(nodes, share))
            else:
                factor.update({n: ONE for nodes in classes.values() for n in nodes})
            used = support[index]
            equal += state.indifference(index, used, factor)
            weight = state.weights(factor)
            above += [
                (state.gap(index, used[0], b, weight), False)
                for b in self.form.allowed[index]
                if b not in used
            ]
        if demands is None:
            above += self._deterrence(block, state)
        else:
            above += demands(state)
        system.equal += [self.reduced(poly, False) for poly in equal]
        system.above += [(self.reduced(poly, True), s) for poly, s in above]
        return numbers

    def _deterrence(self, block: list[int], state: State) -> list[tuple[Poly, bool]]:
        """Conditions that no action off the path that leads into the block (or to an end) pays."""
        inside = set(block)
        above = []
        for index, used in self.support.items():
            if index not in self.judged:
                continue
            nodes = [n for n in self.search.members[index] if n in self.on_path]
            for b in self.form.allowed[index]:
                if b in used:
                    continue
                below: set[int] = set()
                for node in nodes:
                    below |= self._sets_below(dict(self.form.children[node])[b])
                if below <= inside:
                    weight = state.weights(dict.fromkeys(nodes, ONE))
                    above.append((state.gap(index, used[0], b, weight), False))
        return above

    def number(self, poly: Poly) -> Fraction:
        """What a polynomial in the play on the path is, where that is one point."""
        return at(poly, self.branch.point({}))

    def reduced(self, poly: Poly, even: bool = False) -> Poly:
        """The polynomial after what the path has settled."""
        for number, over, under in self.branch.solved:
            if set(over) <= {()} and set(under) == {()}:
                poly = put(poly, number, over.get((), ZERO) / under[()])
            elif number in variables(poly):
                poly = put_quotient(poly, number, over, under, even)
        return poly


class _Partial(dict[int, tuple[int, ...]]):
    """Supports of which only some sets are known; the others are not met."""

    def __missing__(self, key: int) -> tuple[int, ...]:
        return ()
