"""All sequential equilibria of a small game in extensive form, one for each way of playing on the path.

The supports of the sets on the path are enumerated from the root; the indifference conditions among
them are solved exactly; then, for each solution, the sets off the path are completed: supports,
relative sizes of the slips that lead there (which give the beliefs), and the conditions that no
deviation pays. Proper subgames are solved first and stand as payoffs. The first completion found
is kept, so an entry is a way of playing on the path, with one set of threats that holds it up.

Beliefs: a node off the path is reached by a set of slips. Of two nodes of a set whose slips differ,
the one whose slips are a strict part of the other's is infinitely more likely; otherwise their
ratio is free, and sets whose nodes differ by the same slips share it (Kreps and Wilson 1982, sections
4-5; Kohlberg and Reny 1997). Ratios that are tied in other ways are left free here, and the slips
found at the end prove the consistency of each entry, or it is dropped and the list called incomplete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, product

from overture.solve.staged_algebra import (
    ONE,
    ZERO,
    Poly,
    System,
    at,
    constant,
    feasible,
    plus,
    put,
    put_quotient,
    reduce_system,
    times,
    variable,
    variables,
)
from overture.solve.staged_form import Form, Payoffs, prune

STEPS = 30_000
MOST_PRODUCTS = 3000

Support = dict[int, tuple[int, ...]]
Slips = frozenset[int]
Ratio = tuple[Slips, ...]


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

    search: _Search
    support: Support
    branch: System
    on_path: frozenset[int]

    def completion(self) -> _Completion:
        """A fresh completion of this play on the path."""
        return _Completion(self.search, _State(self.search, self.support), self.branch, set(self.on_path))


@dataclass
class Staged:
    """Entries and whether they are all there are."""

    entries: list[Entry] = field(default_factory=list)
    complete: bool = True


@dataclass
class _Budget:
    left: int
    progress: Callable[[int, int], None] | None = None
    total: int = 0

    def spend(self) -> bool:
        self.left -= 1
        if self.progress is not None and self.left % 50 == 0:
            self.progress(self.total - self.left, self.total)
        return self.left >= 0


def staged_equilibria(
    form: Form, steps: int = STEPS, progress: Callable[[int, int], None] | None = None
) -> Staged:
    """All sequential equilibria by their play on the path; ``complete`` is False past ``steps`` systems."""
    pruned = prune(form)
    budget = _Budget(steps, progress, steps)
    folded: dict[int, list[Entry]] = {}
    complete = True
    result = Staged()
    for root in reversed(pruned.subgames):
        result = _solve_with_folds(pruned, root, folded, budget)
        if not result.complete:
            complete = False
        if result.entries and result.complete and all(entry.steady for entry in result.entries):
            # What lies below is settled by this solution.
            inside = set(pruned.below(root)) - {root}
            folded = {node: list_ for node, list_ in folded.items() if node not in inside}
            folded[root] = result.entries
    if 0 not in pruned.subgames or not pruned.subgames:
        result = _solve_with_folds(pruned, 0, folded, budget)
        complete &= result.complete
    result.complete = complete and result.complete
    return result


def _solve_with_folds(form: Form, root: int, folded: Mapping[int, list[Entry]], budget: _Budget) -> Staged:
    """Solve the part below ``root`` once for every combination of values of the subgames in it."""
    stops = [node for node in form.below(root, folded) if node in folded and node != root]
    groups: list[list[list[Entry]]] = []
    for node in stops:
        by_value: dict[Payoffs, list[Entry]] = {}
        for entry in folded[node]:
            by_value.setdefault(entry.value, []).append(entry)
        groups.append(list(by_value.values()))
    total = 1
    for group in groups:
        total *= len(group)
    result = Staged()
    if total > MOST_PRODUCTS:
        result.complete = False
    seen: set[tuple[object, ...]] = set()
    for count, chosen in enumerate(product(*groups)):
        if count >= MOST_PRODUCTS:
            break
        values = {node: entries[0].value for node, entries in zip(stops, chosen, strict=True)}
        part = _Search(form, root, values, budget)
        part.run()
        result.complete &= part.complete
        for entry, reached in part.found:
            # A subgame on the path counts with each of its entries; off the path any will do.
            options = [
                entries if node in reached else entries[:1] for node, entries in zip(stops, chosen, strict=True)
            ]
            for inner in product(*options):
                on_path = [e for node, e in zip(stops, inner, strict=True) if node in reached]
                merged = _merge(entry, inner, on_path)
                mark = _mark(merged)
                if mark not in seen:
                    seen.add(mark)
                    result.entries.append(merged)
    result.entries = _drop_boundaries(result.entries)
    return result


def _mark(entry: Entry) -> tuple[object, ...]:
    """What makes two entries the same: their play on the path (a continuum counts by its supports)."""
    supports = tuple(sorted(entry.support.items()))
    if entry.dimensions:
        return supports, entry.value if entry.steady else None, tuple(
            sorted((i, tuple(entry.strategy[a] for a in used)) for i, used in entry.support.items() if len(used) == 1)
        )
    return supports, tuple(entry.strategy[a] for _, used in supports for a in used)


def _merge(entry: Entry, inner: Iterable[Entry], on_path: Iterable[Entry]) -> Entry:
    strategy = dict(entry.strategy)
    ratios = dict(entry.ratios)
    exact = entry.exact
    for other in inner:
        strategy.update(other.strategy)
        ratios.update(other.ratios)
        exact &= other.exact
    support = dict(entry.support)
    dimensions = entry.dimensions
    equal = entry.equal
    for other in on_path:
        support.update(other.support)
        dimensions += other.dimensions
        equal += other.equal
    return replace(
        entry,
        strategy=strategy,
        ratios=ratios,
        support=support,
        dimensions=dimensions,
        equal=equal,
        exact=exact,
    )


def _drop_boundaries(entries: list[Entry]) -> list[Entry]:
    """Leave out an entry that is the edge of a continuum in the list; it lends the continuum its looks."""
    kept: dict[int, Entry] = dict(enumerate(entries))
    by_size = sorted(kept, key=lambda i: sum(map(len, entries[i].support.values())))
    for i in by_size:
        small = entries[i]
        for j in list(kept):
            large = entries[j]
            if j == i or small.dimensions >= large.dimensions or not large.dimensions:
                continue
            if not all(s in large.support and set(used) <= set(large.support[s]) for s, used in small.support.items()):
                continue
            if all(abs(at(poly, _filled(poly, small.strategy))) <= Fraction(1, 10**9) for poly in large.equal):
                looks = kept.pop(i)
                kept[j] = replace(
                    kept[j], strategy=looks.strategy, ratios=looks.ratios, value=looks.value, exact=looks.exact
                )
                break
    return list(kept.values())


def _filled(poly: Poly, strategy: Mapping[int, Fraction]) -> dict[int, Fraction]:
    return {n: strategy.get(n, ZERO) for n in variables(poly)}


def subsets(actions: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Nonempty subsets, small ones first."""
    return [c for k in range(1, len(actions) + 1) for c in combinations(actions, k)]


class _Search:
    """One trunk: the nodes below ``root``, where the nodes of ``values`` count as ends."""

    def __init__(self, form: Form, root: int, values: Mapping[int, Payoffs], budget: _Budget) -> None:
        self.form, self.root, self.values, self.budget = form, root, values, budget
        self.nodes = list(form.below(root, values))
        self.ends = {n for n in self.nodes if n in values or n in form.paid}
        self.members: dict[int, list[int]] = {}
        for node in self.nodes:
            index = form.infoset(node)
            if node not in self.ends and index >= 0:
                self.members.setdefault(index, []).append(node)
        self.path = {n: form.path(n, root) for n in self.nodes}
        self.found: list[tuple[Entry, set[int]]] = []
        self.complete = True

    def payoffs(self, node: int) -> Payoffs:
        return self.values[node] if node in self.values else self.form.paid[node]

    # -- on the path ------------------------------------------------------------------------------

    def run(self) -> None:
        self._on_path({})

    def _reached(self, support: Support) -> tuple[list[int], set[int]]:
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

    def _on_path(self, support: Support) -> None:
        if self.budget.left < 0:
            self.complete = False
            return
        opened, nodes = self._reached(support)
        if not opened:
            self._close(support, nodes)
            return
        index = opened[0]
        for used in subsets(self.form.allowed[index]):
            chosen = support | {index: used}
            if self._plausible(chosen):
                self._on_path(chosen)

    def _plausible(self, support: Support) -> bool:
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
        state = _State(self, support)
        system = System()
        for index, used in support.items():
            state.declare(system, index, used)
        equal: list[Poly] = []
        for index, used in support.items():
            here = [n for n in self.members[index] if n in nodes]
            equal += state.indifference(index, used, dict.fromkeys(here, ONE))
        system.equal += equal
        for branch in reduce_system(system):
            if branch.equal:
                self.complete = False
                continue
            point, decided = feasible(branch)
            if point is None:
                self.complete &= decided
                continue
            completion = _Completion(self, state, branch, nodes)
            found = completion.first()
            self.complete &= completion.decided or found is not None
            if found is None:
                continue
            whole, ratios, full = found
            strategy = {a: ZERO for i in self.members for a in _actions(self.form, i)}
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


def _actions(form: Form, infoset: int) -> range:
    return range(int(form.tree.edge_start[infoset]), int(form.tree.edge_start[infoset + 1]))


class _State:
    """Polynomials of values under given supports. Variables: each action of a mixed set has its number."""

    def __init__(self, search: _Search, support: Support) -> None:
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

    def chance_of(self, edge: int) -> Poly:
        """Probability of an edge."""
        if edge >= self.form.tree.n_actions:
            return constant(self.form.odds[edge])
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
                self.memo[key] = constant(self.search.payoffs(node)[player])
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

    def indifference(self, index: int, used: tuple[int, ...], nodes: Mapping[int, Fraction | Poly]) -> list[Poly]:
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


def minimal_classes(nodes: Iterable[int], slips: Mapping[int, Slips]) -> dict[Slips, list[int]]:
    """Nodes by the slips that lead to them, without those that need strictly more than another's."""
    classes: dict[Slips, list[int]] = {}
    for node in nodes:
        classes.setdefault(slips[node], []).append(node)
    return {z: row for z, row in classes.items() if not any(other < z for other in classes)}


def ratio_key(classes: Iterable[Slips]) -> Ratio:
    """The classes less the slips that all of them share, in a fixed order."""
    rows = list(classes)
    shared = frozenset.intersection(*rows)
    return tuple(sorted((z - shared for z in rows), key=sorted))


class _Completion:
    """Supports and beliefs off the path for one solution on it."""

    def __init__(self, search: _Search, state: _State, branch: System, on_path: set[int]) -> None:
        self.search, self.form, self.on_path = search, search.form, on_path
        self.branch = branch
        self.support = dict(state.support)
        self.decided = True
        self.off = [i for i in sorted(search.members) if i not in self.support]

    def blocks(self) -> list[list[int]]:
        """Sets off the path that have to be settled together."""
        if self.branch.free:
            return [self.off] if self.off else [[]]
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
                if a in used:
                    continue
                below: set[int] = set()
                for node in self.search.members[index]:
                    if node in self.on_path:
                        below |= self._sets_below(dict(self.form.children[node])[a])
                join(sorted(below))
        by_slip: dict[int, list[int]] = {}
        for index in self.off:
            for node in self.search.members[index]:
                join([index, *sorted(self._sets_below(node))])
                if len(self.search.members[index]) > 1:
                    for edge in self.search.path[node]:
                        if self._off_support(edge):
                            by_slip.setdefault(edge, []).append(index)
        for rows in by_slip.values():
            join(rows)
        groups: dict[int, list[int]] = {}
        for index in self.off:
            groups.setdefault(find(index), []).append(index)
        return list(groups.values()) or [[]]

    def _off_support(self, edge: int) -> bool:
        if edge >= self.form.tree.n_actions:
            return False
        index = self.form.set_of_edge[edge]
        return index in self.support and edge not in self.support[index]

    def _sets_below(self, node: int) -> set[int]:
        found = set()
        for n in self.form.below(node, self.search.values):
            index = self.form.infoset(n)
            if n not in self.search.ends and index >= 0 and index not in self.support:
                found.add(index)
        return found

    def first(self) -> tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]], Support] | None:
        """The first completion, or None."""
        whole: dict[int, Fraction] = {}
        ratios: dict[Ratio, tuple[Fraction, ...]] = {}
        support = dict(self.support)
        for block in self.blocks():
            found = next(self.of_block(block), None)
            if found is None:
                return None
            whole.update(found[0])
            ratios.update(found[1])
            support.update(found[2])
        return whole, ratios, support

    def of_block(
        self,
        block: list[int],
        demands: Callable[[_State], list[tuple[Poly, bool]]] | None = None,
        barred: frozenset[int] = frozenset(),
    ) -> Iterator[tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]], Support]]:
        """Completions of a block, one for each choice of supports that has any.

        ``demands`` replaces the conditions that deviations into the block do not pay. Nodes that need
        a slip in ``barred`` are not believed in where there are others.
        """
        choices = [subsets(self.form.allowed[i]) for i in block]
        ordered = sorted(product(*choices), key=lambda row: sum(map(len, row))) if len(block) < 9 else product(*choices)
        for row in ordered:
            if not self.search.budget.spend():
                self.decided = False
                return
            support = self.support | dict(zip(block, row, strict=True))
            found = self._try(block, support, demands, barred)
            if found is not None:
                yield found[0], found[1], dict(zip(block, row, strict=True))

    def _try(
        self,
        block: list[int],
        support: Support,
        demands: Callable[[_State], list[tuple[Poly, bool]]] | None,
        barred: frozenset[int],
    ) -> tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]]] | None:
        state = _State(self.search, _Partial(support))
        system = System()
        for index in block:
            state.declare(system, index, support[index])
        equal: list[Poly] = []
        above: list[tuple[Poly, bool]] = []
        numbers: dict[Ratio, list[int]] = {}
        spare = self.form.tree.n_edges
        for index in block:
            slips = {
                n: frozenset(
                    e
                    for e in self.search.path[n]
                    if e < self.form.tree.n_actions and e not in state.support[self.form.set_of_edge[e]]
                )
                for n in self.search.members[index]
            }
            classes = minimal_classes(self.search.members[index], slips)
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
                (state.gap(index, used[0], b, weight), False) for b in self.form.allowed[index] if b not in used
            ]
        if demands is None:
            above += self._deterrence(block, state)
        else:
            above += demands(state)
        system.inner |= self.branch.inner
        system.free |= self.branch.free
        system.rounded = self.branch.rounded
        system.solved = list(self.branch.solved)
        system.equal += [self._reduced(poly, False) for poly in equal]
        system.above += [(self._reduced(poly, True), s) for poly, s in above] + list(self.branch.above)
        for branch in reduce_system(system):
            if branch.equal:
                self.decided = False
                continue
            values, decided = feasible(branch)
            if values is None:
                self.decided &= decided
                continue
            whole = branch.point(values)
            return whole, {key: tuple(whole[n] for n in row) for key, row in numbers.items()}
        return None

    def _deterrence(self, block: list[int], state: _State) -> list[tuple[Poly, bool]]:
        """Conditions that no action off the path that leads into the block (or to an end) pays."""
        inside = set(block)
        above = []
        for index, used in self.support.items():
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

    def _reduced(self, poly: Poly, even: bool) -> Poly:
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
