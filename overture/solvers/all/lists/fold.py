"""All sequential equilibria of a small game in extensive form, one for each way of playing on the path.

The supports of the sets on the path are enumerated from the root; the indifference conditions among
them are solved exactly; then, for each solution, the sets off the path are completed: supports,
relative sizes of the trembles that lead there (which give the beliefs), and the conditions that no
deviation pays. Proper subgames are solved first and stand as payoffs. A point on the path keeps the
first completion found; a continuum is cut by all of its completions (continua/region.py), and each
connected part of it is an entry.

Beliefs: a node off the path is reached by a set of trembles. Of two nodes of a set whose trembles differ,
the one whose trembles are a strict part of the other's is infinitely more likely; otherwise their
ratio is free, and sets whose nodes differ by the same trembles share it (Kreps and Wilson 1982, sections
4-5; Kohlberg and Reny 1997). Ratios that are tied in other ways are left free here, and the trembles
found at the end prove the consistency of each entry, or it is dropped and the list called incomplete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from overture.solvers.all.continua.region import Area, Part, connected, parts_of, region_of
from overture.solvers.all.lists.entry import Entry, ExactSearch
from overture.solvers.budget import STEPS, Budget, Progress
from overture.solvers.deadline import Deadline
from overture.solvers.form import Form, Payoffs, prune

MOST_NODES = 1500  # the search goes through supports one by one; beyond this many nodes it is not begun
MOST_PRODUCTS = 3000

Family = Callable[[Mapping[int, Fraction]], str]  # from [action] probability to the family of the class


@dataclass
class Staged:
    """Entries, whether they are all there are, and where the search was given up, why."""

    entries: list[Entry] = field(default_factory=list)
    complete: bool = True
    out: str = ""


def staged_equilibria(
    form: Form,
    steps: int = STEPS,
    progress: Progress | None = None,
    until: Deadline | None = None,
    family: Family | None = None,
) -> Staged:
    """All sequential equilibria by their play on the path.

    An entry within the boundary of another is folded into it where ``family`` says the same of both
    (everywhere, if it is not given).

    ``complete`` is False past ``steps`` systems or the wish ``until``, after Ctrl-C (what was found until
    then is kept), and where a system was not decided.
    """
    pruned = prune(form)
    budget = Budget(steps, until, progress)
    folded: dict[int, list[Entry]] = {}
    complete = True
    result = Staged()
    for root in reversed(pruned.subgames):
        result = _solve_with_folds(pruned, root, folded, budget, family if root == 0 else None)
        if not result.complete:
            complete = False
        if result.entries and result.complete and all(entry.steady for entry in result.entries):
            # What lies below is settled by this solution.
            inside = set(pruned.below(root)) - {root}
            folded = {node: list_ for node, list_ in folded.items() if node not in inside}
            folded[root] = result.entries
    if 0 not in pruned.subgames or not pruned.subgames:
        result = _solve_with_folds(pruned, 0, folded, budget, family)
        complete &= result.complete
    result.complete = complete and result.complete
    result.out = budget.out
    return result


def _solve_with_folds(
    form: Form,
    root: int,
    folded: Mapping[int, list[Entry]],
    budget: Budget,
    family: Family | None = None,
) -> Staged:
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
    found: dict[tuple[object, ...], _Found] = {}
    for count, chosen in enumerate(product(*groups)):
        if count >= MOST_PRODUCTS:
            break
        values = {node: entries[0].value for node, entries in zip(stops, chosen, strict=True)}
        sole = frozenset(node for node, group in zip(stops, groups, strict=True) if len(group) == 1)
        part = ExactSearch(form, root, values, budget, sole)
        try:
            part.run()
        except KeyboardInterrupt:
            budget.interrupt()
            part.unsure[:] = True
        result.complete &= part.complete
        for entry, reached in part.entries():
            # A subgame on the path counts with each of its entries; off the path any will do.
            options = [
                entries if node in reached else entries[:1]
                for node, entries in zip(stops, chosen, strict=True)
            ]
            for inner in product(*options):
                on_path = [(node, e) for node, e in zip(stops, inner, strict=True) if node in reached]
                key = (tuple(sorted(entry.support.items())), *((node, id(e)) for node, e in on_path))
                here = found.setdefault(key, _Found([e for _, e in on_path]))
                here.trunks.append((entry, inner))
    for each in found.values():
        result.entries += _components(each)
    result.entries = _fold(form, root, result.entries, family)
    return result


@dataclass
class _Found:
    """Solutions of a trunk with one support, and the entries of the subgames on their path."""

    on_path: list[Entry]
    trunks: list[tuple[Entry, Iterable[Entry]]] = field(default_factory=list)


def _components(found: _Found) -> list[Entry]:
    """The connected sets of play among solutions with one support, each with a member to show it."""
    owner: dict[int, tuple[Entry, Iterable[Entry]]] = {}
    parts: list[Part] = []
    entries: list[Entry] = []
    for trunk in found.trunks:
        mine, whole = parts_of(trunk[0])
        if not whole:  # more than the equilibria: it is an entry by itself
            entries.append(_merge(trunk[0], trunk[1], found.on_path, Area(tuple(mine), False)))
            continue
        for part in mine:
            owner[id(part)] = trunk
            parts.append(part)
    for group in connected(parts):
        entry, inner = owner[id(group[0])]
        strategy, ratios = group[0].settled
        shown = replace(
            entry,
            strategy=strategy,
            ratios=ratios,
            dimensions=max(owner[id(part)][0].dimensions for part in group),
        )
        entries.append(_merge(shown, inner, found.on_path, Area(tuple(group))))
    return entries


def _merge(entry: Entry, inner: Iterable[Entry], on_path: Iterable[Entry], area: Area) -> Entry:
    strategy = dict(entry.strategy)
    ratios = dict(entry.ratios)
    exact = entry.exact
    for other in inner:
        strategy.update(other.strategy)
        ratios.update(other.ratios)
        exact &= other.exact
    support = dict(entry.support)
    dimensions = entry.dimensions
    areas: tuple[Area, ...] = (area,)
    for other in on_path:
        support.update(other.support)
        dimensions += other.dimensions
        areas += other.areas
    value = entry.value if entry.source is None else entry.source.value(strategy)
    return replace(
        entry,
        strategy=strategy,
        ratios=ratios,
        support=support,
        value=value,
        dimensions=dimensions,
        areas=areas,
        exact=exact,
    )


def _fold(form: Form, root: int, entries: list[Entry], family: Family | None) -> list[Entry]:
    """Leave out an entry all of whose members lie in another one of the same family, its boundary included."""
    large = [i for i, entry in enumerate(entries) if entry.dimensions]
    if not large:
        return entries
    regions = {i: region_of(form, entries[i], root) for i in large}
    kinds = [family(entry.strategy) if family else "" for entry in entries]
    kept = dict(enumerate(entries))
    for i in sorted(kept, key=lambda i: (sum(map(len, entries[i].support.values())), entries[i].dimensions)):
        small = entries[i]
        for j in large:
            if j == i or j not in kept or kinds[i] != kinds[j] or small.dimensions > entries[j].dimensions:
                continue
            if not all(
                s in entries[j].support and set(used) <= set(entries[j].support[s])
                for s, used in small.support.items()
            ):
                continue
            mine = regions[i] if i in regions else region_of(form, small, root)
            if regions[j].whole and mine.whole and regions[j].covers(mine):
                del kept[i]
                break
    return list(kept.values())
