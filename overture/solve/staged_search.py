"""Play on the path: supports one set after another from the root, and what is left once all are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from overture.solve.staged_algebra import System, reduce_system
from overture.solve.staged_budget import Budget
from overture.solve.staged_completion import Completion
from overture.solve.staged_feasible import feasible
from overture.solve.staged_form import Form, Payoffs, subsets
from overture.solve.staged_polynomials import ONE, ZERO, Poly
from overture.solve.staged_values import Ratio, State, Support


@dataclass(frozen=True)
class Entry:
    """One way of playing on the path, held up by one set of threats.

    Attributes:
        strategy: [action] probability.
        ratios: for each group of slip sets, their relative weights.
        support: on the path, [infoset] actions in use.
        value: [player].
        dimensions: free dimensions of the play on the path (0: a point).
        exact: whether no irrational number had to be rounded.
    """

    strategy: Mapping[int, Fraction]
    ratios: Mapping[Ratio, tuple[Fraction, ...]]
    support: Mapping[int, tuple[int, ...]]
    value: Payoffs
    dimensions: int
    exact: bool
    equal: tuple[Poly, ...] = ()
    steady: bool = True  # the value is the same on all of a continuum
    source: Source | None = None


@dataclass(frozen=True)
class Source:
    """Where an entry was found: enough to ask what else could be believed off its path."""

    search: Search
    support: Support
    branch: System
    on_path: frozenset[int]

    def completion(self) -> Completion:
        """A fresh completion of this play on the path."""
        return Completion(self.search, State(self.search, self.support), self.branch, set(self.on_path))


class Search:
    """One trunk: the nodes below ``root``, where the nodes of ``values`` count as ends."""

    def __init__(self, form: Form, root: int, values: Mapping[int, Payoffs], budget: Budget) -> None:
        self.form, self.root, self.values, self.budget = form, root, values, budget
        self.nodes = list(form.below(root, values))
        self.ends = {n for n in self.nodes if n in values or n in form.paid}
        self.members: dict[int, list[int]] = {}
        for node in self.nodes:
            index = form.infoset(node)
            if node not in self.ends and index >= 0:
                self.members.setdefault(index, []).append(node)
        self.path = {n: form.path(n, root) for n in self.nodes}
        self.below: dict[int, frozenset[int]] = {}  # [node] sets at the node and below it
        for node in reversed(self.nodes):
            found: frozenset[int] = frozenset()
            if node not in self.ends:
                found = frozenset().union(*(self.below[child] for _, child in form.children[node]))
                index = form.infoset(node)
                found = found | {index} if index >= 0 else found
            self.below[node] = found
        self.found: list[tuple[Entry, set[int]]] = []
        self.complete = True

    def payoffs(self, node: int) -> Payoffs:
        """[player] at an end."""
        return self.values[node] if node in self.values else self.form.paid[node]

    def odds(self, edge: int) -> Fraction:
        """Probability of a branch of chance."""
        return self.form.odds[edge]

    # -- on the path ------------------------------------------------------------------------------

    def run(self) -> None:
        """Find all entries."""
        self._on_path({}, frozenset())

    def reached(self, support: Support) -> tuple[list[int], set[int]]:
        """(open sets on the path in order, nodes on the path) under supports that may be partial."""
        opened: list[int] = []
        nodes: set[int] = set()
        stack = [self.root]
        while stack:
            node = stack.pop()
            nodes.add(node)
            if node in self.ends:
                continue
            index = self.form.infoset(node)
            if index >= 0 and index not in support:
                opened.append(index)
                continue
            used = support.get(index)
            stack.extend(c for e, c in self.form.children[node] if used is None or e in used)
        return sorted(set(opened)), nodes

    def next_open(self, opened: list[int], nodes: set[int]) -> int:
        """The open set to settle next.

        None of those above it is open, and it lies in the smallest part of the game that hangs
        together: so parts are settled one by one, and each is judged before the next is begun.
        """
        if len(opened) == 1:
            return opened[0]
        parts: list[tuple[set[int], set[int]]] = []  # (open sets, all that is below them)
        covered: set[int] = set()  # sets below an open set
        for index in opened:
            at = [n for n in self.members[index] if n in nodes]
            under = set().union(*(self.below[n] for n in at))
            covered |= under - {index}
            mine = ({index}, under)
            for other in [part for part in parts if part[1] & under]:
                mine = (mine[0] | other[0], mine[1] | other[1])
                parts.remove(other)
            parts.append(mine)
        first = min(parts, key=lambda part: (len(part[1]), min(part[0])))[0]
        return min(first - covered or first)

    def judged(self, support: Support, nodes: set[int]) -> frozenset[int]:
        """Sets on the path below which nothing is open: what they hold can be asked already."""
        waits: set[int] = set()
        for node in reversed(self.nodes):
            if node in nodes and node not in self.ends:
                index = self.form.infoset(node)
                if (index >= 0 and index not in support) or any(
                    child in waits for _, child in self.form.children[node]
                ):
                    waits.add(node)
        stuck = {self.form.infoset(n) for n in waits}
        return frozenset(i for i in support if i not in stuck)

    def part_to_judge(
        self, support: Support, nodes: set[int], opened: list[int], done: frozenset[int]
    ) -> tuple[frozenset[int], frozenset[int]]:
        """(sets that can be judged, those worth judging now: the new ones and what is below them)."""
        judged = self.judged(support, nodes)
        new = judged - done
        if not any(len(self.form.allowed[i]) > 1 for i in new):
            return judged, frozenset()
        under: set[int] = set(new)
        for index in new:
            for node in self.members[index]:
                if node in nodes:
                    under |= self.below[node]
        # What is open must not lead to the sets that are judged, nor to those off their path.
        ahead: set[int] = set()
        for index in opened:
            for node in self.members[index]:
                if node in nodes:
                    ahead |= self.below[node]
        return judged, frozenset() if ahead & under else judged & frozenset(under)

    def _on_path(self, support: Support, done: frozenset[int]) -> None:
        if self.budget.out:
            self.complete = False
            return
        opened, nodes = self.reached(support)
        if not opened:
            self._close(support, nodes)
            return
        judged, part = self.part_to_judge(support, nodes, opened, done)
        if part and not self._viable(support, nodes, part):
            return
        index = self.next_open(opened, nodes)
        for used in subsets(self.form.allowed[index]):
            chosen = support | {index: used}
            if self.plausible(chosen):
                self._on_path(chosen, judged)

    def _viable(self, support: Support, nodes: set[int], part: frozenset[int]) -> bool:
        """Whether a part of the game, closed in itself, can be played so; True where that is not plain."""
        state = State(self, support)
        system = System()
        self.pose(system, state, nodes, part)
        for branch in reduce_system(system):
            if branch.equal:
                return True
            point, decided = feasible(branch, quick=True)
            if point is None and decided:
                continue
            completion = Completion(self, state, branch, nodes, part)
            if not completion.short or completion.first() is not None or not completion.decided:
                return True
        return False

    def plausible(self, support: Support) -> bool:
        """No action in use is worse than another at every node of its set, whatever is still open."""
        if not self.budget.spend():
            self.complete = False
            return False
        bounds: dict[int, tuple[tuple[float, float], ...]] = {}
        count = len(self.form.tree.players)
        for node in reversed(self.nodes):
            if node in self.ends:
                bounds[node] = tuple((float(x), float(x)) for x in self.payoffs(node))
                continue
            index = self.form.infoset(node)
            kids = self.form.children[node]
            if index < 0:
                odds = [float(self.form.odds[e]) for e, _ in kids]
                bounds[node] = tuple(
                    (
                        sum(o * bounds[c][i][0] for o, (_, c) in zip(odds, kids, strict=True)),
                        sum(o * bounds[c][i][1] for o, (_, c) in zip(odds, kids, strict=True)),
                    )
                    for i in range(count)
                )
            else:
                used = support.get(index, self.form.allowed[index])
                both = [bounds[c] for e, c in kids if e in used]
                bounds[node] = tuple(
                    (min(b[i][0] for b in both), max(b[i][1] for b in both)) for i in range(count)
                )
        for index, used in support.items():
            player = int(self.form.tree.set_player[index])
            allowed = self.form.allowed[index]
            tables = [dict(self.form.children[n]) for n in self.members[index]]
            for a in used:
                for b in allowed:
                    if b != a and all(
                        bounds[kids[a]][player][1] < bounds[kids[b]][player][0] - 1e-9 for kids in tables
                    ):
                        return False
        return True

    def _close(self, support: Support, nodes: set[int]) -> None:
        """All sets on the path have supports: solve the conditions among them, then complete."""
        state = State(self, support)
        system = System()
        equal = self.pose(system, state, nodes)
        for branch in reduce_system(system):
            if branch.equal:
                self.complete = False
                continue
            point, decided = feasible(branch)
            if point is None:
                self.complete &= decided
                continue
            completion = Completion(self, state, branch, nodes)
            found = completion.first()
            self.complete &= completion.decided or found is not None
            if found is None:
                continue
            whole, ratios, full = found
            strategy = {a: ZERO for i in self.members for a in actions(self.form, i)}
            for used in full.values():
                for a in used:
                    strategy[a] = ONE if len(used) == 1 else whole[a]
            value = state.value_at(strategy)
            dims = len(branch.free)
            steady = dims == 0 or state.steady(branch)
            entry = Entry(
                strategy,
                ratios,
                dict(support),
                value,
                dims,
                not branch.rounded,
                tuple(equal),
                steady,
                Source(self, dict(support), branch, frozenset(nodes)),
            )
            self.found.append((entry, {n for n in nodes if n in self.values}))

    def pose(
        self, system: System, state: State, nodes: set[int], part: frozenset[int] | None = None
    ) -> list[Poly]:
        """Add to ``system`` the conditions among the sets on the path (or a part of them).

        Returns those of indifference.
        """
        for index, used in state.support.items():
            state.declare(system, index, used)
        equal: list[Poly] = []
        for index, used in state.support.items():
            if part is not None and index not in part:
                continue
            here = [n for n in self.members[index] if n in nodes]
            equal += state.indifference(index, used, dict.fromkeys(here, ONE))
        system.equal += equal
        return equal


def actions(form: Form, infoset: int) -> range:
    return range(int(form.tree.edge_start[infoset]), int(form.tree.edge_start[infoset + 1]))
