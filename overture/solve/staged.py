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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from overture.solve.deadline import Deadline
from overture.solve.staged_budget import STEPS, Budget, Progress
from overture.solve.staged_form import Form, Payoffs, prune
from overture.solve.staged_polynomials import ZERO, Poly, at, variables
from overture.solve.staged_search import Entry, Search

MOST_PRODUCTS = 3000


@dataclass
class Staged:
    """Entries, whether they are all there are, and where the search was given up, why."""

    entries: list[Entry] = field(default_factory=list)
    complete: bool = True
    out: str = ""


def staged_equilibria(
    form: Form, steps: int = STEPS, progress: Progress | None = None, until: Deadline | None = None
) -> Staged:
    """All sequential equilibria by their play on the path.

    ``complete`` is False past ``steps`` systems or the wish ``until``, after Ctrl-C (what was found until
    then is kept), and where a system was not decided.
    """
    pruned = prune(form)
    budget = Budget(steps, until, progress)
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
    result.out = budget.out
    return result


def _solve_with_folds(form: Form, root: int, folded: Mapping[int, list[Entry]], budget: Budget) -> Staged:
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
        part = Search(form, root, values, budget)
        part.settled = frozenset(node for node, group in zip(stops, groups, strict=True) if len(group) == 1)
        try:
            part.run()
        except KeyboardInterrupt:
            budget.interrupt()
            part.complete = False
        result.complete &= part.complete
        for entry, reached in part.found:
            # A subgame on the path counts with each of its entries; off the path any will do.
            options = [
                entries if node in reached else entries[:1]
                for node, entries in zip(stops, chosen, strict=True)
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
        return (
            supports,
            entry.value if entry.steady else None,
            tuple(
                sorted(
                    (i, tuple(entry.strategy[a] for a in used))
                    for i, used in entry.support.items()
                    if len(used) == 1
                )
            ),
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
            if not all(
                s in large.support and set(used) <= set(large.support[s]) for s, used in small.support.items()
            ):
                continue
            if all(
                abs(at(poly, _filled(poly, small.strategy))) <= Fraction(1, 10**9) for poly in large.equal
            ):
                looks = kept.pop(i)
                kept[j] = replace(
                    kept[j],
                    strategy=looks.strategy,
                    ratios=looks.ratios,
                    value=looks.value,
                    exact=looks.exact,
                )
                break
    return list(kept.values())


def _filled(poly: Poly, strategy: Mapping[int, Fraction]) -> dict[int, Fraction]:
    return {n: strategy.get(n, ZERO) for n in variables(poly)}
