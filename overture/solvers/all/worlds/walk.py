"""All sequential equilibria, by their play on the path, of many worlds of one shape at once.

The walk over supports is that of :mod:`staged`, in doubles; each of its conditions is posed once for
all the worlds in which it is still open (docs/decisions/0031).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from overture.games.measured.play import Play
from overture.games.tree import Tree
from overture.solvers.all.sets.polynomials import variables
from overture.solvers.all.supports.assessment import trembles_of
from overture.solvers.all.supports.values import Ratio
from overture.solvers.all.worlds.algebra import Bools, Rows, column, part
from overture.solvers.all.worlds.column import Column, Floats
from overture.solvers.all.worlds.entry import Numbers, WorldsEntry
from overture.solvers.all.worlds.feasible import at_worlds
from overture.solvers.all.worlds.form import forms_of, numbers_of
from overture.solvers.all.worlds.search import WorldsSearch
from overture.solvers.budget import Budget
from overture.solvers.form import Form

FAINT = 1e-9  # relative weights of trembles below this are zero
CONTINUUM = 1e-7


@dataclass(frozen=True)
class Found:
    """An entry with its trembles. Axes: k worlds, A actions.

    Attributes:
        rows: [k] the worlds.
        strategy, order, weight: [k, A].
        is_point: whether its play on the path is a point.
    """

    rows: Rows
    strategy: Floats
    order: Floats
    weight: Floats
    is_point: bool

    @property
    def play(self) -> Play:
        """[k, A] the strategies with their trembles."""
        return Play(self.strategy, self.order, self.weight)


def staged_worlds(tree: Tree, budget: Budget) -> tuple[list[Found], Bools]:
    """The entries, and [world] whether they are all."""
    numbers = numbers_of(tree)
    complete = np.ones(tree.n_worlds, bool)
    found: list[Found] = []
    for form, rows, allowed in forms_of(tree, numbers):
        entries, unsure = _solve(form, numbers.take(rows), allowed, budget)
        complete[rows[unsure]] = False
        for entry in _without_boundaries(entries):
            order, weight = tremble(tree, entry)
            found.append(Found(rows[entry.rows], entry.strategy, order, weight, entry.dimensions == 0))
    return found, complete


def _solve(form: Form, numbers: Numbers, allowed: Bools, budget: Budget) -> tuple[list[WorldsEntry], Bools]:
    """Subgames with one solution in every world first: they stand as payoffs in what is above them."""
    count = len(numbers.paid)
    folded: set[int] = set()
    base = np.full((count, form.tree.n_actions), np.nan)
    ratios: dict[Ratio, Floats] = {}
    for root in reversed([node for node in form.subgames if node]):
        search = WorldsSearch(form, root, dict.fromkeys(folded), budget, numbers, allowed)
        search.run()
        hits = np.zeros(count, int)
        for entry in search.entries:
            hits[entry.rows] += 1
        if search.unsure.any() or (hits != 1).any() or any(entry.dimensions for entry in search.entries):
            continue
        for entry in search.entries:
            _write(search, entry, base, ratios)
        numbers.settle(root, _worth(form, numbers, root, folded, base))
        folded = {node for node in folded if node not in set(form.below(root))} | {root}
    search = WorldsSearch(form, 0, dict.fromkeys(folded), budget, numbers, allowed)
    search.run()
    for entry in search.entries:
        known = ~np.isnan(base[entry.rows])
        for index in search.members:
            first, last = int(form.tree.edge_start[index]), int(form.tree.edge_start[index + 1])
            known[:, first:last] = False
        entry.strategy = np.where(known, base[entry.rows], entry.strategy)
        for key, table in ratios.items():
            entry.ratios.setdefault(key, table[entry.rows])
        _fill(form, entry)
    return search.entries, search.unsure


def _write(search: WorldsSearch, entry: WorldsEntry, base: Floats, ratios: dict[Ratio, Floats]) -> None:
    """Put the play of a subgame where the whole game looks for it."""
    for index in search.members:
        first, last = int(search.form.tree.edge_start[index]), int(search.form.tree.edge_start[index + 1])
        base[entry.rows, first:last] = entry.strategy[:, first:last]
    for key, table in entry.ratios.items():
        whole = ratios.setdefault(key, np.full((len(base), len(key)), np.nan))
        whole[entry.rows] = table


def _fill(form: Form, entry: WorldsEntry) -> None:
    """Play at sets that chance excludes, and sums of exactly one elsewhere."""
    start = form.tree.edge_start[: form.tree.n_infosets]
    sums = np.add.reduceat(entry.strategy, start, axis=1) if len(start) else np.empty((len(entry.rows), 0))
    for index in range(form.tree.n_infosets):
        first, last = int(start[index]), int(form.tree.edge_start[index + 1])
        empty = sums[:, index] == 0
        entry.strategy[empty, first] = 1.0
        entry.strategy[~empty, first:last] /= sums[~empty, index, None]


def _worth(form: Form, numbers: Numbers, root: int, folded: set[int], play: Floats) -> Floats:
    """[world, player] value of a subgame under its solution."""

    def walk(node: int) -> Floats:
        if node in folded or node in form.paid:
            return numbers.paid[:, node]
        total = np.zeros((len(play), numbers.paid.shape[2]))
        for edge, child in form.children[node]:
            share = play[:, edge] if edge < form.tree.n_actions else numbers.odds[:, edge]
            total += share[:, None] * walk(child)
        return total

    return walk(root)


def _without_boundaries(entries: list[WorldsEntry]) -> list[WorldsEntry]:
    """Leave out an entry where it is the edge of a continuum; it lends the continuum its looks there."""
    kept = sorted(entries, key=lambda entry: sum(map(len, entry.support.values())))
    for i, small in enumerate(kept):
        for large in entries:
            if small is large or small.dimensions >= large.dimensions:
                continue
            if not all(
                s in large.support and set(used) <= set(large.support[s]) for s, used in small.support.items()
            ):
                continue
            common, mine, theirs = np.intersect1d(kept[i].rows, large.rows, return_indices=True)
            if not len(common):
                continue
            columns = np.searchsorted(large.equal_rows, common)
            point = kept[i].strategy[mine]
            inside = np.ones(len(common), bool)
            for poly in large.equal:
                here = part(poly, columns)
                at = {n: point[:, n] for n in variables(poly)}
                inside &= np.abs(at_worlds(here, at, len(common))) <= CONTINUUM
            hit = np.flatnonzero(inside)
            large.strategy[theirs[hit]] = point[hit]
            for key in set(large.ratios) | set(kept[i].ratios):
                table = large.ratios.setdefault(key, np.full((len(large.rows), len(key)), np.nan))
                other = kept[i].ratios.get(key)
                table[theirs[hit]] = np.nan if other is None else other[mine[hit]]
            kept[i] = kept[i].take(np.setdiff1d(np.arange(len(kept[i].rows)), mine[hit]))
    return [entry for entry in kept if len(entry.rows)]


def tremble(tree: Tree, entry: WorldsEntry) -> tuple[Floats, Floats]:
    """(order, weight) [k, action] of trembles that give the beliefs behind an entry."""
    count = len(entry.rows)
    order, weight = np.ones((count, tree.n_actions)), np.ones((count, tree.n_actions))
    keys = list(entry.ratios)
    if not keys or not count:
        return order, weight
    tables = [np.where(entry.ratios[key] > FAINT, entry.ratios[key], entry.ratios[key] * 0.0) for key in keys]
    marks = np.concatenate([np.where(np.isnan(t), 2, t > 0).astype(np.int8) for t in tables], axis=1)
    _, which = np.unique(marks, axis=0, return_inverse=True)
    which = which.reshape(-1)
    for group in range(int(which.max()) + 1):
        rows = np.flatnonzero(which == group)
        weights: dict[Ratio, tuple[Fraction, ...]] = {}
        for key, table in zip(keys, tables, strict=True):
            if not np.isnan(table[rows[0]]).any():
                weights[key] = tuple(column(table[rows, i].copy()) for i in range(len(key)))
        for edge, (size, exponent) in trembles_of(weights).items():
            order[rows, edge] = float(exponent)
            weight[rows, edge] = size.x if isinstance(size, Column) else float(size)
    return order, weight
