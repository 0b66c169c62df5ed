"""The atlas: over two parameters, which classes of equilibrium exist, and which the logit path selects.

All equilibria of all cells are listed together (``overture.solvers.all.across``); where two
neighbouring cells differ, the border between them is found by halving the way and solving what was found
in the one cell again on that way, so that borders are traced and not pixelated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.design.asked import MappedNumber, number
from overture.games.measured.measure import apart, payoff_range, terminal_probability
from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET, SAME_PLAY
from overture.games.tree import Floats, Tree
from overture.games.view import Shown
from overture.solvers.all.across import Member, equilibria_across
from overture.solvers.all.classes import Namer, base, number_of
from overture.solvers.form import form_of

if TYPE_CHECKING:
    import pandas as pd

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Make = Callable[[Floats, Floats], Tree]  # values of the two parameters, [W] each -> the game in W worlds
Classify = Callable[[Tree, Floats], list[str]]  # a game and a strategy [W, A] -> [W] names of classes
Progress = Callable[[str, int, int], None]

SEEN = 1e-9  # an end that is less likely is not reached
HALVINGS = 10  # of the way between two cells: a thousandth of a cell
STEPS = 300_000  # supports that are tried for all cells together


@dataclass(frozen=True, repr=False)
class Atlas(Shown):
    """Axes: K classes, ny values of y, nx values of x, A actions.

    Attributes:
        x, y: [nx], [ny] centres of the cells.
        classes: names, the most frequent first; the second of a class in a cell is a class of its own.
        exists: [K, ny, nx] certified there. selected: [ny, nx] where the logit path ends; -1 unsolved.
        complete: [ny, nx] whether the list of the cell is complete.
        x_cut, y_cut: [ny, nx-1], [ny-1, nx] where on the way to the next cell the set of classes changes, as a
            share of that way; NaN where it does not. x_turn, y_turn: the same of the class selected.
        strategy: [K] of [A], one member of each class, from the cell nearest to the middle of its region.
        cell: [K] the world of that member (row * nx + column).
        number: name -> [K, ny, nx]; NaN where the class does not exist.
        max_regret: the largest, as a share of the payoff range, of what is kept.
    """

    tree: Tree
    x: Floats
    y: Floats
    classes: tuple[str, ...]
    exists: Bools
    selected: Ints
    complete: Bools
    x_cut: Floats
    y_cut: Floats
    x_turn: Floats
    y_turn: Floats
    strategy: Floats
    order: Floats
    weight: Floats
    cell: Ints
    number: dict[str, Floats]
    max_regret: float

    def _head(self) -> list[str]:
        from overture.design.view import head

        return head(self)

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        from overture.design.view import by_class

        frame = by_class(self)
        return frame.head(most), len(frame)

    def __again__(self) -> Atlas:
        from overture.design.view import again

        return again(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per cell and class that exists there.

        Columns: ``world`` of the cell (row * nx + column), ``x`` and ``y`` of its centre, ``class``, ``selected``, whether
        the logit path ends there, ``complete``, whether the list of the cell is complete, one column for each number that
        was asked for, and one for each parameter.
        """
        from overture.design.view import frame

        return frame(self)


@dataclass(frozen=True)
class _NamedEquilibria:
    """The equilibrium of each name in each world: [K, W, A]; NaN strategy where there is none."""

    classes: tuple[str, ...]
    strategy: Floats
    order: Floats
    weight: Floats
    complete: Bools
    worst: float

    @property
    def exists(self) -> Bools:
        """[K, W]"""
        return ~np.isnan(self.strategy[..., 0])


def atlas(
    make: Make,
    x: Floats,
    y: Floats,
    classify: Classify | None = None,
    asked: Sequence[MappedNumber] = (),
    threads: int | None = None,
    progress: Progress | None = None,
) -> Atlas:
    """Map the equilibria of a game over two of its parameters.

    Args:
        make: the game at given values. x, y: [nx], [ny] centres of the cells, rising.
        classify: names of classes; those of the lists of equilibria if left out. asked: numbers to be mapped in every class.
        threads: of the logit path; the result does not depend on it.
        progress: called with (stage, done, of).
    """
    from overture.solvers.solve import solve

    across, up = np.meshgrid(x, y)
    tree = make(across.ravel(), up.ravel())
    if classify is None:
        namer = Namer(form_of(tree))
        classify = lambda game, play: namer.classes(play, game).tolist()  # noqa: E731
    tell = progress or (lambda stage, done, of: None)
    table = _members(tree, classify, lambda done, of: tell("equilibria of the cells", done, of))
    path = solve(tree, threads=threads, progress=lambda done, of: tell("logit path", done, of))
    selected = _selected(table, tree, path.strategy, path.solved, classify)
    shape = (len(y), len(x))
    exists = table.exists
    tell("borders", 0, 2)
    x_cut, y_cut = _cuts(make, x, y, tree, table, classify, threads)
    tell("borders", 1, 2)
    ends = terminal_probability(tree, path.strategy)
    x_turn, y_turn = _turns(make, x, y, selected.reshape(shape), ends, table.classes, classify, threads)
    tell("borders", 2, 2)
    strategy, order, weight, cell = _middle(table, exists.reshape(-1, *shape))
    return Atlas(
        tree=tree,
        x=x,
        y=y,
        classes=table.classes,
        exists=exists.reshape(-1, *shape),
        selected=selected.reshape(shape),
        complete=table.complete.reshape(shape),
        x_cut=x_cut,
        y_cut=y_cut,
        x_turn=x_turn,
        y_turn=y_turn,
        strategy=strategy,
        order=order,
        weight=weight,
        cell=cell,
        number={
            each.name: number(each, tree, table.strategy, table.order, table.weight).reshape(-1, *shape)
            for each in asked
        },
        max_regret=table.worst,
    )


def _members(tree: Tree, classify: Classify, tell: Callable[[int, int], None] | None) -> _NamedEquilibria:
    """The equilibria of each world by name: a second one of a class is a class of its own."""
    found = equilibria_across(tree, steps=STEPS, progress=tell)
    rows: dict[str, list[Member]] = {}
    for each in found.named(classify):
        rows.setdefault(each.name, []).append(each)
    counts = {name: len(np.concatenate([part.world for part in parts])) for name, parts in rows.items()}
    classes = sorted(rows, key=lambda name: (-counts[name], name))
    size = (len(classes), tree.n_worlds, tree.n_actions)
    strategy, order, weight = np.full(size, np.nan), np.ones(size), np.ones(size)
    for at, name in enumerate(classes):
        for each in rows[name]:
            strategy[at, each.world] = each.strategy
            order[at, each.world], weight[at, each.world] = each.order, each.weight
    worst = 0.0
    scale = payoff_range(tree).max(axis=1)
    for family in found.families:
        worst = max(worst, float((family.max_regret / scale[family.world]).max(initial=0.0)))
    return _NamedEquilibria(tuple(classes), strategy, order, weight, found.complete, worst)


def _selected(
    table: _NamedEquilibria, tree: Tree, strategy: Floats, solved: Bools, classify: Classify
) -> Ints:
    """[W] the class at which the path ends, under its number where a world has several of it; -1 unsolved."""
    place = {name: at for at, name in enumerate(table.classes)}
    names = classify(tree, strategy)
    found = np.array([place.get(name, -1) for name in names], dtype=np.int64)
    for at, name in enumerate(table.classes):
        if name != base(name):
            rows = np.flatnonzero(table.exists[at] & np.array([each == base(name) for each in names]))
            if len(rows):
                gap = apart(tree.world(rows), strategy[rows], table.strategy[at][rows])
                found[rows[gap < SAME_PLAY]] = at
    return np.asarray(np.where(solved, found, -1))


def _cuts(
    make: Make,
    x: Floats,
    y: Floats,
    tree: Tree,
    table: _NamedEquilibria,
    classify: Classify,
    threads: int | None,
) -> tuple[Floats, Floats]:
    """Where the set of classes changes between neighbours, the first change where there are several."""
    ny, nx = len(y), len(x)
    exists = table.exists.reshape(-1, ny, nx)
    x_cut, y_cut = np.full((ny, nx - 1), np.nan), np.full((ny - 1, nx), np.nan)
    for kind in range(len(table.classes)):
        for cut, left, right, step in (
            (x_cut, exists[kind][:, :-1], exists[kind][:, 1:], 1),
            (y_cut, exists[kind][:-1], exists[kind][1:], nx),
        ):
            row, column = np.nonzero(left != right)
            if not len(row):
                continue
            first = row * nx + column
            share = _halve(make, x, y, first, first + step, left[row, column], table, kind, classify, threads)
            known = cut[row, column]
            cut[row, column] = np.fmin(known, share)
    return x_cut, y_cut


def _halve(
    make: Make,
    x: Floats,
    y: Floats,
    first: Ints,
    second: Ints,
    starts_with: Bools,
    table: _NamedEquilibria,
    kind: int,
    classify: Classify,
    threads: int | None,
) -> Floats:
    """[edge] the share of the way from cell ``first`` to cell ``second`` at which a class begins or ends.

    The n-th of a class ends where fewer than n of those that were in its cell are left.
    """
    home, other = np.where(starts_with, first, second), np.where(starts_with, second, first)
    name = table.classes[kind]
    mates = [at for at, each in enumerate(table.classes) if base(each) == base(name)]
    reach = np.zeros((len(mates), len(home)))
    for row, mate in enumerate(mates):
        has = np.flatnonzero(table.exists[mate][home])
        if len(has):
            ways = (make, x, y, home[has], other[has], table, mate)
            reach[row, has] = _reach(*ways, len(mates) > 1, classify, threads)
    share = np.sort(reach, axis=0)[-number_of(name)]
    return np.asarray(np.where(starts_with, share, 1 - share))


def _reach(
    make: Make,
    x: Floats,
    y: Floats,
    home: Ints,
    other: Ints,
    table: _NamedEquilibria,
    kind: int,
    alone: bool,
    classify: Classify,
    threads: int | None,
) -> Floats:
    """[edge] how far on the way from cell ``home`` to cell ``other`` a member of a class is still there.

    ``alone``: that member itself, with the choices it uses, and not another of its class.
    """
    nx = len(x)
    low, high = np.zeros(len(home)), np.ones(len(home))  # from the cell that has the class to the other
    play = Play(table.strategy[kind], table.order[kind], table.weight[kind]).take(home).copied()
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        part = make(
            x[home % nx] + middle * (x[other % nx] - x[home % nx]),
            y[home // nx] + middle * (y[other // nx] - y[home // nx]),
        )
        before = play.copied()
        held = _again(part, play, base(table.classes[kind]), classify, threads)
        if alone:
            moved = held & ~_same_choices(part, before.strategy, play.strategy)
            held &= ~moved
            play.put(moved, before.take(moved))
        low, high = np.where(held, middle, low), np.where(held, high, middle)
    return (low + high) / 2


def _same_choices(tree: Tree, one: Floats, other: Floats) -> Bools:
    """[W] whether two ways of playing reach the same ends."""
    ends = [terminal_probability(tree, each) > SEEN for each in (one, other)]
    return np.asarray((ends[0] == ends[1]).all(axis=1))


def _again(
    part: Tree,
    play: Play,
    name: str,
    classify: Classify,
    threads: int | None,
) -> Bools:
    """[W] whether the class is still there when the play of its neighbour is solved again; keeps what it found."""
    from overture.solvers.path.starts import solve_again

    tried = play.copied()
    good = solve_again(part, tried, threads)
    tried.put(~good, play.take(~good))
    good &= judged(part, tried, REGRET)[1]
    good &= np.array([each == name for each in classify(part, tried.strategy)], dtype=bool)
    play.put(good, tried.take(good))
    return good


def _turns(
    make: Make,
    x: Floats,
    y: Floats,
    selected: Ints,
    ends: Floats,
    classes: tuple[str, ...],
    classify: Classify,
    threads: int | None,
) -> tuple[Floats, Floats]:
    """Where the class that the logit path selects changes between neighbours.

    Between two of one class, where the end of the path comes nearer to that of the other cell; ``ends`` are
    its probabilities [W, T].
    """
    from overture.solvers.solve import solve

    nx = selected.shape[1]
    found = []
    for left, right, step in ((selected[:, :-1], selected[:, 1:], 1), (selected[:-1], selected[1:], nx)):
        turn = np.full(left.shape, np.nan)
        row, column = np.nonzero((left != right) & (left >= 0) & (right >= 0))
        found.append(turn)
        if not len(row):
            continue
        first = row * nx + column
        second = first + step
        low, high = np.zeros(len(row)), np.ones(len(row))
        names = [base(classes[each]) for each in left[row, column]]
        alike = np.array([base(classes[each]) for each in right[row, column]]) == np.array(names)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            part = make(
                x[first % nx] + middle * (x[second % nx] - x[first % nx]),
                y[first // nx] + middle * (y[second // nx] - y[first // nx]),
            )
            solution = solve(part, threads=threads)
            here = terminal_probability(part, solution.strategy)
            nearer = np.abs(here - ends[first]).max(axis=1) <= np.abs(here - ends[second]).max(axis=1)
            named = np.array(
                [each == name for each, name in zip(classify(part, solution.strategy), names, strict=True)]
            )
            same = np.where(alike, nearer, named)
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        turn[row, column] = (low + high) / 2
    return found[0], found[1]


def _middle(table: _NamedEquilibria, exists: Bools) -> tuple[Floats, Floats, Floats, Ints]:
    """One member of each class: where its region's other cells are nearest on average."""
    kinds, _, nx = exists.shape
    cells = np.empty(kinds, dtype=np.int64)
    for kind in range(kinds):
        row, column = np.nonzero(exists[kind])
        nearest = np.argmin((row - row.mean()) ** 2 + (column - column.mean()) ** 2)
        cells[kind] = row[nearest] * nx + column[nearest]
    pick = (np.arange(kinds), cells)
    return table.strategy[pick], table.order[pick], table.weight[pick], cells
