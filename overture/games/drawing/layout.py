"""Where the nodes of a tree stand: histories run from left to right, one row for each of them.

The ends stand in rows of their own and each other node in the middle of its followers, as in the layered drawings of
Reingold and Tilford (1981). All nodes of an information set stand in one column, behind everything that leads to any of
them. A column has lanes: information sets whose rows overlap stand side by side, so the line that joins the
nodes of one never runs through a node of another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.games.tree import Floats, Ints, Tree

SIBLING = 23.0  # between the rows of two ends that follow one node
ROW = 32.0  # between the rows of other ends


@dataclass(frozen=True)
class Layout:
    """Places of the nodes of a tree, in pixels downward and in columns and lanes to the right.

    Attributes:
        y: [node] the row.
        column: [node] from 0 at the root; an end stands in the last column.
        lane: [node] from 0 in each column.
        lanes: [column] how many lanes it has.
        joined: whether all nodes of each information set stand in one column and lane. They cannot where one set
            comes before another in one history and after it in another; then those in one column do.
    """

    y: Floats
    column: Ints
    lane: Ints
    lanes: tuple[int, ...]
    joined: bool

    @property
    def height(self) -> float:
        return float(self.y.max())


def layout(tree: Tree) -> Layout:
    """Places of all nodes of a tree."""
    y = _rows(tree)
    column, joined = _columns(tree)
    units = _units(tree, column)
    lane, lanes = _lanes(y, column, units)
    return Layout(y, column, lane, lanes, joined)


def _rows(tree: Tree) -> Floats:
    y = np.zeros(tree.n_nodes)
    before = -1
    for node in tree.terminal:
        if before >= 0:
            near = tree.parent[node] == tree.parent[before] and node == before + 1
            y[node] = y[before] + (SIBLING if near else ROW)
        before = int(node)
    for node, after in reversed(list(enumerate(tree.followers()))):
        if after:
            y[node] = (y[after[0]] + y[after[-1]]) / 2
    return y


def _columns(tree: Tree) -> tuple[Ints, bool]:
    """[node] the column of each node, and whether the nodes of each set share theirs."""
    column = np.zeros(tree.n_nodes, np.int32)
    decisions = range(tree.n_infosets)
    joined = False
    for _ in range(tree.n_infosets + 1):
        for node in range(1, tree.n_nodes):
            column[node] = max(column[node], column[tree.parent[node]] + 1)
        shared = column.copy()
        for at in decisions:
            shared[tree.members(at)] = column[tree.members(at)].max()
        joined = bool((shared == column).all())
        if joined or int(shared.max()) > tree.n_nodes:
            break
        column = shared
    if not joined:
        for node in range(1, tree.n_nodes):
            column[node] = column[tree.parent[node]] + 1
    inner = column[tree.set_of >= 0]
    column[tree.terminal] = int(inner.max(initial=-1)) + 1
    return column, joined


def _units(tree: Tree, column: Ints) -> list[list[int]]:
    """The nodes that share a lane: those of an information set in one column, or one by itself."""
    units: list[list[int]] = []
    for at in range(tree.n_sets):
        nodes = tree.members(at)
        if at >= tree.n_infosets:
            units += [[int(node)] for node in nodes]
        else:
            units += [nodes[column[nodes] == each].tolist() for each in np.unique(column[nodes])]
    return units


def _lanes(y: Floats, column: Ints, units: list[list[int]]) -> tuple[Ints, tuple[int, ...]]:
    """[node] the first lane that is free over the rows of its unit; and how many lanes each column has."""
    lane = np.zeros(len(y), np.int32)
    taken: dict[int, list[float]] = {}  # column -> [lane] the last row in use
    for unit in sorted(units, key=lambda each: (float(y[each].min()), float(y[each].max()), each)):
        ends = taken.setdefault(int(column[unit[0]]), [])
        top, bottom = float(y[unit].min()), float(y[unit].max())
        free = next((at for at, last in enumerate(ends) if last < top), len(ends))
        ends[free : free + 1] = [bottom]
        lane[unit] = free
    return lane, tuple(len(taken.get(at, [0])) for at in range(int(column.max()) + 1))
