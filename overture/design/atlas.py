"""The atlas: over two parameters, which classes of equilibrium exist, and which the logit path selects.

All equilibria of the cells are listed block by block (``overture.design.solved_cells``); where two
neighbouring cells differ, the border between them is found by halving the way and solving what was found
in the one cell again on that way, so that borders are traced and not pixelated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from overture.design.asked import MappedNumber, number
from overture.design.solved_cells import (
    CELLS,
    REACH,
    TURN,
    AskedCells,
    Bools,
    Classify,
    Make,
    SolvesCells,
    blocks,
    solved_here,
)
from overture.games.measured.measure import apart, terminal_probability
from overture.games.measured.standards import SAME_PLAY
from overture.games.tree import Floats, Tree
from overture.games.view import Shown
from overture.solvers.all.classes import Namer, base, number_of
from overture.solvers.form import form_of

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
Progress = Callable[[str, int, int], None]


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
    solves: SolvesCells | None = None,
) -> Atlas:
    """Map the equilibria of a game over two of its parameters.

    Args:
        make: the game at given values.
        x: [nx] centres of the cells, rising.
        y: [ny] likewise.
        classify: names of classes; those of the lists of equilibria if left out. asked: numbers to be mapped in every class.
        threads: of the logit path; the result does not depend on it.
        progress: called with (stage, done, of).
        solves: who solves the blocks of cells; this process if left out.
    """
    across, up = np.meshgrid(x, y)
    tree = make(across.ravel(), up.ravel())
    if classify is None:
        namer = Namer(form_of(tree))
        classify = lambda game, play: namer.classes(play, game).tolist()  # noqa: E731
    solver = solved_here(make, classify, threads) if solves is None else solves
    tell = progress or (lambda stage, done, of: None)
    table, strategy, known = _members(
        tree, across.ravel(), up.ravel(), solver, lambda done, of: tell("cells", done, of)
    )
    selected = _selected(table, tree, strategy, known, classify)
    shape = (len(y), len(x))
    exists = table.exists
    grid = _Grid(x, y, solver, lambda done, of: tell("borders", done, of))
    x_cut, y_cut = _cuts(grid, table)
    x_turn, y_turn = _turns(
        grid, selected.reshape(shape), terminal_probability(tree, strategy), table.classes
    )
    played, order, weight, cell = _middle(table, exists.reshape(-1, *shape))
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
        strategy=played,
        order=order,
        weight=weight,
        cell=cell,
        number={
            each.name: number(each, tree, table.strategy, table.order, table.weight).reshape(-1, *shape)
            for each in asked
        },
        max_regret=table.worst,
    )


def _members(
    tree: Tree, x: Floats, y: Floats, solver: SolvesCells, tell: Callable[[int, int], None]
) -> tuple[_NamedEquilibria, Floats, Bools]:
    """The equilibria of each cell by name (a second one of a class is a class of its own), [W, A] the end of the
    logit path, and [W] whether it was solved."""
    places = blocks(tree.n_worlds)
    found = solver([AskedCells(CELLS, {}, {"x": x[rows], "y": y[rows]}) for rows in places], tell)
    rows: dict[str, list[tuple[NDArray[Any], list[Floats]]]] = {}
    for here, columns in zip(places, found, strict=True):
        for at, name in enumerate(json.loads(columns["names"].tobytes())):
            world = columns[f"world {at}"]
            play = [
                columns[f"{each} {at}"].reshape(len(world), -1) for each in ("strategy", "order", "weight")
            ]
            rows.setdefault(name, []).append((world + here.start, play))
    counts = {name: sum(len(world) for world, _ in parts) for name, parts in rows.items()}
    classes = sorted(rows, key=lambda name: (-counts[name], name))
    size = (len(classes), tree.n_worlds, tree.n_actions)
    strategy, order, weight = np.full(size, np.nan), np.ones(size), np.ones(size)
    for at, name in enumerate(classes):
        for world, (played, orders, weights) in rows[name]:
            strategy[at, world], order[at, world], weight[at, world] = played, orders, weights
    complete = np.concatenate([each["complete"] for each in found])
    worst = max(float(each["worst"][0]) for each in found)
    path = np.concatenate([each["path"].reshape(-1, tree.n_actions) for each in found])
    table = _NamedEquilibria(tuple(classes), strategy, order, weight, complete, worst)
    return table, path, np.concatenate([each["solved"] for each in found])


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


@dataclass(frozen=True)
class _Grid:
    """The centres of the cells, numbered row by row, and who solves on the ways between them."""

    x: Floats
    y: Floats
    solver: SolvesCells
    tell: Callable[[int, int], None]

    def between(self, first: Ints, second: Ints) -> dict[str, Floats]:
        """The ends of ways from cell to cell."""
        nx = len(self.x)
        ends = {f"x {at}": self.x[cell % nx] for at, cell in enumerate((first, second))}
        return ends | {f"y {at}": self.y[cell // nx] for at, cell in enumerate((first, second))}

    def shares(
        self, asked: Sequence[tuple[str, Mapping[str, Any], Mapping[str, NDArray[Any]]]]
    ) -> list[Floats]:
        """For each (what, about, given): the share of each of its ways, solved block by block."""
        cut = [
            (at, AskedCells(what, _some(about, rows), {name: each[rows] for name, each in given.items()}))
            for at, (what, about, given) in enumerate(asked)
            for rows in blocks(len(given["x 0"]))
        ]
        found = self.solver([each for _, each in cut], self.tell) if cut else []
        shares: list[list[Floats]] = [[] for _ in asked]
        for (at, _), columns in zip(cut, found, strict=True):
            shares[at].append(columns["share"])
        return [np.concatenate(each) for each in shares]


def _some(about: Mapping[str, Any], rows: slice) -> dict[str, Any]:
    return {name: each[rows] if isinstance(each, list) else each for name, each in about.items()}


def _cuts(grid: _Grid, table: _NamedEquilibria) -> tuple[Floats, Floats]:
    """Where the set of classes changes between neighbours, the first change where there are several.

    The n-th of a class ends where fewer than n of those that were in its cell are left.
    """
    ny, nx = len(grid.y), len(grid.x)
    exists = table.exists.reshape(-1, ny, nx)
    x_cut, y_cut = np.full((ny, nx - 1), np.nan), np.full((ny - 1, nx), np.nan)
    edges = []
    asked = []
    for kind in range(len(table.classes)):
        for cut, left, right, step in (
            (x_cut, exists[kind][:, :-1], exists[kind][:, 1:], 1),
            (y_cut, exists[kind][:-1], exists[kind][1:], nx),
        ):
            row, column = np.nonzero(left != right)
            if not len(row):
                continue
            first = row * nx + column
            ways = _ways(grid, first, first + step, left[row, column], table, kind)
            edges.append((cut, row, column, left[row, column], kind, [has for has, _ in ways]))
            asked += [each for _, each in ways]
    found = iter(grid.shares(asked))
    for cut, row, column, starts_with, kind, each in edges:
        reach = np.zeros((len(each), len(row)))
        for at, has in enumerate(each):
            reach[at, has] = next(found)
        mates = sum(base(name) == base(table.classes[kind]) for name in table.classes)
        reach = np.concatenate([reach, np.zeros((mates - len(each), len(row)))])
        share = np.sort(reach, axis=0)[-number_of(table.classes[kind])]
        cut[row, column] = np.fmin(cut[row, column], np.where(starts_with, share, 1 - share))
    return x_cut, y_cut


def _ways(
    grid: _Grid, first: Ints, second: Ints, starts_with: Bools, table: _NamedEquilibria, kind: int
) -> list[tuple[Ints, tuple[str, dict[str, Any], dict[str, NDArray[Any]]]]]:
    """Of each class with the name of ``kind``: (which of the ways begin where it is, what is asked of them)."""
    home, other = np.where(starts_with, first, second), np.where(starts_with, second, first)
    name = base(table.classes[kind])
    mates = [at for at, each in enumerate(table.classes) if base(each) == name]
    found = []
    for mate in mates:
        has = np.flatnonzero(table.exists[mate][home])
        if len(has):
            play = (table.strategy[mate], table.order[mate], table.weight[mate])
            given: dict[str, NDArray[Any]] = dict(grid.between(home[has], other[has]))
            given |= {
                each: array[home[has]]
                for each, array in zip(("strategy", "order", "weight"), play, strict=True)
            }
            found.append((has, (REACH, {"name": name, "alone": len(mates) > 1}, given)))
    return found


def _turns(grid: _Grid, selected: Ints, ends: Floats, classes: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Where the class that the logit path selects changes between neighbours.

    Between two of one class, where the end of the path comes nearer to that of the other cell; ``ends`` are
    its probabilities [W, T].
    """
    nx = selected.shape[1]
    turns, asked = [], []
    for left, right, step in ((selected[:, :-1], selected[:, 1:], 1), (selected[:-1], selected[1:], nx)):
        turn = np.full(left.shape, np.nan)
        row, column = np.nonzero((left != right) & (left >= 0) & (right >= 0))
        turns.append((turn, row, column))
        if not len(row):
            continue
        first = row * nx + column
        names = [base(classes[each]) for each in left[row, column]]
        alike = np.array([base(classes[each]) for each in right[row, column]]) == np.array(names)
        given: dict[str, NDArray[Any]] = dict(grid.between(first, first + step))
        given |= {"alike": alike, "ends 0": ends[first], "ends 1": ends[first + step]}
        asked.append((TURN, {"names": names}, given))
    found = iter(grid.shares(asked))
    for turn, row, column in turns:
        if len(row):
            turn[row, column] = next(found)
    return turns[0][0], turns[1][0]


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
