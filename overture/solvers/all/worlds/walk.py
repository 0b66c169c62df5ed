"""All sequential equilibria, by their play on the path, of many worlds of one shape at once.

The search is that of one world (:mod:`overture.solvers.all.supports.search`), in doubles; each of its conditions
is posed once for all the worlds in which it is still open (docs/decisions/0031).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.play import Play
from overture.games.tree import Tree
from overture.solvers.all.algebra.column import Column, Floats, Number
from overture.solvers.all.algebra.double_points import at_worlds
from overture.solvers.all.algebra.doubles import FAINT
from overture.solvers.all.algebra.polynomials import Terms, variables
from overture.solvers.all.algebra.system import Bools, Conditions, Rows, part
from overture.solvers.all.lists.assessment import trembles_of
from overture.solvers.all.supports.completed import Completed
from overture.solvers.all.supports.search import PlayOnPath, Search
from overture.solvers.all.supports.values import Ratio, Support, SupportValues
from overture.solvers.all.worlds.form import forms_of, numbers_of
from overture.solvers.all.worlds.numbers import ManyWorlds
from overture.solvers.budget import Budget
from overture.solvers.form import Form

CONTINUUM = 1e-7  # play within this of the equations of a continuum is of it
SAME = 1e-7  # plays within this of each other are one

Kinds = Callable[
    [Rows, Floats], NDArray[Any]
]  # of worlds and a strategy in each: [k] what their classes are called
Alike = Callable[
    [Rows, Floats, Floats], Bools
]  # of worlds and two strategies in each: [k] whether they are of one kind


@dataclass(frozen=True)
class Found:
    """An entry with its trembles. Axes: k worlds, A actions.

    Attributes:
        rows: [k] the worlds.
        strategy, order, weight: [k, A].
        is_point: whether its play on the path is a point.
        inside: [k, A] a member that plays all that the entry plays.
    """

    rows: Rows
    strategy: Floats
    order: Floats
    weight: Floats
    is_point: bool
    inside: Floats

    @property
    def play(self) -> Play:
        """[k, A] the strategies with their trembles."""
        return Play(self.strategy, self.order, self.weight)


@dataclass
class EntryInWorlds:
    """One way of playing on the path, in the worlds where it is held up.

    Attributes:
        play: with the relative weights of trembles.
        support: on the path, [infoset] actions in use.
        dimensions: free dimensions of the play on the path.
        inside: [k, action] a member from the inside of a continuum, where another is shown.
        equal, above: the equations and inequalities of its continuum, with columns for the worlds ``of``.
    """

    play: Completed
    support: Support
    dimensions: int
    equal: Sequence[Terms[Column]] = ()
    above: Conditions[Column] = field(default_factory=list)
    of: Rows | None = None
    inside: Floats | None = None

    @property
    def rows(self) -> Rows:
        """[k] the worlds."""
        return self.play.rows

    def take(self, chosen: Rows) -> EntryInWorlds:
        """The entry in some of its worlds (positions in ``rows``)."""
        kept = copy.copy(self)
        kept.play = self.play.take(chosen)
        kept.inside = None if self.inside is None else self.inside[chosen]
        return kept

    def show(self, small: EntryInWorlds, place: Rows, chosen: Rows) -> None:
        """Show what is at the edge, in some worlds: ``chosen`` there are ``place`` here."""
        if self.inside is None:
            self.inside = self.play.strategy.copy()
        self.play.show(small.play, place, chosen)


def staged_worlds(
    tree: Tree, budget: Budget, kinds: Kinds | None = None, each: int | None = None
) -> tuple[list[Found], Bools, Bools, Bools]:
    """The entries, and [world] whether they are all, took more than ``each`` steps, and hang on what rounding decided.

    An entry at the edge of a continuum is left out where ``kinds`` says the same of both (everywhere, if not given).
    """
    complete, cut, doubted = np.ones(tree.n_worlds, bool), *np.zeros((2, tree.n_worlds), bool)
    found: list[Found] = []
    for form, rows, worlds in forms_of(tree, numbers_of(tree)):
        worlds.each = each
        entries, unsure = _solve(form, worlds, budget)
        cut[rows], doubted[rows] = worlds.spent(worlds.rows), worlds.numbers.doubted
        complete[rows[unsure | cut[rows]]] = False

        def alike(here: Rows, one: Floats, two: Floats, rows: Rows = rows) -> Bools:
            if kinds is None:
                return np.ones(len(here), bool)
            return np.asarray(kinds(rows[here], one) == kinds(rows[here], two), bool)

        for entry in _without_boundaries(entries, alike):
            order, weight = tremble(tree, entry.play)
            play, inside = entry.play.strategy, entry.inside
            inside = play if inside is None else inside
            found.append(Found(rows[entry.rows], play, order, weight, entry.dimensions == 0, inside))
    return found, complete, cut, doubted


def _solve(form: Form, worlds: ManyWorlds, budget: Budget) -> tuple[list[EntryInWorlds], Bools]:
    """Subgames with one solution in every world first: they stand as payoffs in what is above them."""
    count = len(worlds.rows)
    folded: set[int] = set()
    base = Completed(worlds.rows, np.full((count, form.tree.n_actions), np.nan), {})
    for root in reversed([node for node in form.subgames if node]):
        search = Search(form, root, folded, worlds, budget)
        search.run()
        entries = _listed(search)
        hits = np.zeros(count, int)
        for entry in entries:
            hits[entry.rows] += 1
        if search.unsure.any() or (hits != 1).any() or any(entry.dimensions for entry in entries):
            continue
        mine = _actions(search)
        for entry in entries:
            base.copy_in(worlds.numbers, entry.rows, entry.play, np.arange(len(entry.rows)), mine)
        worlds.settle(root, _worth(form, worlds, root, folded, base.strategy))
        folded = {node for node in folded if node not in set(form.below(root))} | {root}
    search = Search(form, 0, folded, worlds, budget)
    search.run()
    entries = _listed(search)
    below = np.setdiff1d(np.arange(form.tree.n_actions), _actions(search))
    for entry in entries:
        said = ~np.isnan(base.strategy[entry.rows][:, below])
        play = entry.play.strategy[:, below]
        entry.play.strategy[:, below] = np.where(said, base.strategy[entry.rows][:, below], play)
        for key, table in base.ratios.items():
            entry.play.ratios.setdefault(key, table[entry.rows])
        _fill(form, entry.play)
    return entries, search.unsure


def _actions(search: Search[Column]) -> Rows:
    """The actions at the sets of a trunk."""
    start = search.form.tree.edge_start
    return np.array([a for i in search.members for a in range(start[i], start[i + 1])], np.int64)


def _listed(search: Search[Column]) -> list[EntryInWorlds]:
    """What a search found, without the worlds in which another branch led to the same play."""
    kept: list[EntryInWorlds] = []
    for solved in search.found:
        entry = _entry(search, solved)
        for other in kept:
            if other.support == entry.support and len(entry.rows):
                _, mine, theirs = np.intersect1d(entry.rows, other.rows, return_indices=True)
                used = [a for row in entry.support.values() for a in row]
                gap = np.abs(entry.play.strategy[mine][:, used] - other.play.strategy[theirs][:, used])
                same = gap.max(axis=1, initial=0.0) < SAME
                entry = entry.take(np.setdiff1d(np.arange(len(entry.rows)), mine[same]))
        if len(entry.rows):
            kept.append(entry)
    return kept


def _entry(search: Search[Column], solved: PlayOnPath[Column]) -> EntryInWorlds:
    dimensions, rows = len(solved.branch.free), solved.play.rows
    if not dimensions:
        return EntryInWorlds(solved.play, solved.support, 0)
    here = search.at(rows)
    equal = here.indifference(SupportValues(here, solved.support), set(solved.nodes))
    place = np.searchsorted(solved.branch.rows, rows)
    above = [(part(poly, place), strict) for poly, strict in solved.branch.above]
    return EntryInWorlds(solved.play, solved.support, dimensions, equal, above, rows)


def _fill(form: Form, play: Completed) -> None:
    """Play at sets that chance excludes, and sums of exactly one elsewhere."""
    start = form.tree.edge_start[: form.tree.n_infosets]
    strategy = play.strategy
    sums = np.add.reduceat(strategy, start, axis=1) if len(start) else np.empty((len(play.rows), 0))
    for index in range(form.tree.n_infosets):
        first, last = int(start[index]), int(form.tree.edge_start[index + 1])
        empty = sums[:, index] == 0
        strategy[empty, first] = 1.0
        strategy[~empty, first:last] /= sums[~empty, index, None]


def _worth(form: Form, worlds: ManyWorlds, root: int, folded: set[int], play: Floats) -> Floats:
    """[world, player] value of a subgame under its solution."""

    def walk(node: int) -> Floats:
        if node in folded or node in form.paid:
            return worlds.paid[:, node]
        total = np.zeros((len(play), worlds.paid.shape[2]))
        for edge, child in form.children[node]:
            share = play[:, edge] if edge < form.tree.n_actions else worlds.chance[:, edge]
            total += share[:, None] * walk(child)
        return total

    return walk(root)


def _without_boundaries(entries: list[EntryInWorlds], alike: Alike) -> list[EntryInWorlds]:
    """Leave out an entry where it is the edge of a continuum; it lends the continuum its looks there."""
    kept = sorted(entries, key=lambda entry: sum(map(len, entry.support.values())))
    for i, small in enumerate(kept):
        for large in entries:
            if small is large or small.dimensions >= large.dimensions or large.of is None:
                continue
            if not all(
                s in large.support and set(used) <= set(large.support[s]) for s, used in small.support.items()
            ):
                continue
            common, mine, theirs = np.intersect1d(kept[i].rows, large.rows, return_indices=True)
            if not len(common):
                continue
            columns = np.searchsorted(large.of, common)
            point = kept[i].play.strategy[mine]

            def value(poly: Terms[Column], columns: Rows = columns, point: Floats = point) -> Floats:
                at = {n: point[:, n] for n in variables(poly)}
                return at_worlds(part(poly, columns), at, len(point))

            inside = large.play.strategy if large.inside is None else large.inside
            within = alike(common, point, inside[theirs])
            for poly in large.equal:
                within &= np.abs(value(poly)) <= CONTINUUM
            for poly, _ in large.above:
                within &= value(poly) >= -CONTINUUM
            hit = np.flatnonzero(within)
            if len(hit):
                large.show(kept[i], theirs[hit], mine[hit])
            kept[i] = kept[i].take(np.setdiff1d(np.arange(len(kept[i].rows)), mine[hit]))
    return [entry for entry in kept if len(entry.rows)]


def tremble(tree: Tree, play: Completed) -> tuple[Floats, Floats]:
    """(order, weight) [k, action] of trembles that give the beliefs behind a play."""
    count = len(play.rows)
    order, weight = np.ones((count, tree.n_actions)), np.ones((count, tree.n_actions))
    keys = list(play.ratios)
    if not keys or not count:
        return order, weight
    tables = [np.where(play.ratios[key] > FAINT, play.ratios[key], play.ratios[key] * 0.0) for key in keys]
    marks = np.concatenate([np.where(np.isnan(t), 2, t > 0).astype(np.int8) for t in tables], axis=1)
    _, which = np.unique(marks, axis=0, return_inverse=True)
    which = which.reshape(-1)
    for group in range(int(which.max()) + 1):
        rows = np.flatnonzero(which == group)
        weights: dict[Ratio, tuple[Number, ...]] = {}
        for key, table in zip(keys, tables, strict=True):
            if not np.isnan(table[rows[0]]).any():
                weights[key] = tuple(Column(table[rows, i].copy()) for i in range(len(key)))
        for edge, (size, exponent) in trembles_of(weights).items():
            order[rows, edge] = float(exponent)
            weight[rows, edge] = size.x if isinstance(size, Column) else float(size)
    return order, weight
