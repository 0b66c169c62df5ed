"""The worlds of a large assessment, of which only a part of the play is in the memory at once.

Up to ``PART`` worlds (:mod:`overture.weigh.distribution.spans`) everything here is an array in the memory. Of more
worlds what is large (odds and payoffs, and every class of equilibrium in every world) stands in files without a name,
which end with the process, and is read part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.case.load import Loaded
from overture.games.measured.play import even_play
from overture.games.tree import Floats, Tree
from overture.judgement.play.solve import Solved
from overture.weigh.distribution import spans
from overture.weigh.distribution.cells import Cells
from overture.weigh.distribution.spans import CellPlaces, CellRows, FiledRows, WorkedOut, WorldRows, parts
from overture.weigh.distribution.ties import gaps, settled

PER_CLASS = {"weight": 0.0, "there": False, "strategy": np.nan, "order": np.nan, "tremble": np.nan, "regret": np.nan,
             "value": np.nan, "surely": False}  # fmt: skip
PER_WORLD = ("logit", "followed", "folds", "lost", "scale")
IN_FILES = ("strategy", "order", "tremble", "regret", "value", "surely")


def told_by_part(loaded: Loaded, drawn: Mapping[str, Floats]) -> Tree:
    """The game in the worlds that were drawn."""
    worlds = max(map(len, drawn.values()), default=1)  # a game without parameters has one world
    if worlds <= spans.PART:
        return loaded.game.tree(dict(drawn))
    chance, payoff = FiledRows(), FiledRows()
    for rows in parts(worlds):
        tree = loaded.game.tree({name: value[rows] for name, value in drawn.items()})
        chance.append(tree.chance)
        payoff.append(tree.payoff)
    parameters = {name: np.asarray(drawn[name], dtype=np.float64) for name in tree.parameters}
    return replace(tree, chance=chance.mapped(), payoff=payoff.mapped(), parameters=parameters, exact=None)


class FilingSolved:
    """Solved blocks, written one after the other; then the worlds that they are of."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.files = {name: FiledRows(bool if name == "surely" else np.float64) for name in IN_FILES}
        self.names: dict[str, int] = {}
        self.counts: list[NDArray[Any]] = []
        self.kinds: list[NDArray[Any]] = []
        self.weights: list[Floats] = []
        self.of_worlds: dict[str, list[NDArray[Any]]] = {name: [] for name in PER_WORLD}
        self.methods: dict[str, None] = {}
        self.complete = True

    def add(self, block: Solved) -> None:
        """Write what is next."""
        number = np.array([self.names.setdefault(name, len(self.names)) for name in block.classes], np.int16)
        world, kind = np.nonzero(block.there)
        for name, file in self.files.items():
            file.append(getattr(block, name)[world, kind])
        self.counts.append(block.there.sum(axis=1))
        self.kinds.append(number[kind])
        self.weights.append(block.weight[world, kind])
        for name, found in self.of_worlds.items():
            found.append(getattr(block, name))
        self.of_worlds["logit"][-1] = np.where(block.logit >= 0, number[block.logit], -1)
        self.methods[block.method] = None
        self.complete &= block.complete

    def solved(self) -> Solved:
        """All worlds; classes are listed by how many worlds have them, then by name."""
        kind = np.concatenate(self.kinds)
        counts = np.bincount(kind, minlength=len(self.names))
        classes = sorted(self.names, key=lambda name: (-counts[self.names[name]], name))
        place = np.empty(len(classes) + 1, dtype=np.int16)
        place[[self.names[name] for name in classes]] = np.arange(len(classes))
        place[-1] = -1
        places = CellPlaces(len(classes), np.concatenate(self.counts), place[kind])
        world = np.repeat(np.arange(places.shape[0]), np.diff(places.first))
        weight, there = np.zeros(places.shape), np.zeros(places.shape, dtype=bool)
        weight[world, places.kind], there[world, places.kind] = np.concatenate(self.weights), True
        of_worlds = {name: np.concatenate(found) for name, found in self.of_worlds.items()}
        of_worlds["logit"] = place[of_worlds["logit"]].astype(np.int64)
        rows: dict[str, Any] = {
            name: CellRows(places, PER_CLASS[name], file) for name, file in self.files.items()
        }
        return Solved(
            tree=self.tree, classes=tuple(classes), weight=weight, there=there, method="; ".join(self.methods),
            complete=self.complete, **rows, **of_worlds,
        )  # fmt: skip


def by_part(rows: WorldRows, work: Callable[[Floats], Floats]) -> WorldRows:
    """What ``work`` makes of rows: at once of an array, else when it is asked for."""
    return work(rows) if isinstance(rows, np.ndarray) else WorkedOut(lambda some: work(rows[some]))


def gaps_by_part(cells: Cells) -> WorldRows:
    """[W, K, A] what :func:`overture.weigh.distribution.ties.gaps` gives."""
    if len(cells.world) <= spans.PART:
        return gaps(cells.read())
    return WorkedOut(lambda rows: gaps(cells.take(rows).read()))


def settled_by_part(
    solved: Solved, cells: Cells, gap: WorldRows, done: Iterable[str], made: dict[str, str], hidden: str
) -> WorldRows:
    """[W, K, A] what :func:`overture.weigh.distribution.ties.settled` gives."""
    acts = list(done)
    if len(cells.world) <= spans.PART:
        return settled(cells.read(), gap[:], acts, made, hidden)
    return filed(
        solved, WorkedOut(lambda rows: settled(cells.take(rows).read(), gap[rows], acts, made, hidden))
    )


def filed(solved: Solved, rows: WorldRows) -> WorldRows:
    """Play [W, K, A] of the classes that are there, worked out once: in the memory, or in a file."""
    worlds = solved.there.shape[0]
    if worlds <= spans.PART:
        return rows[:]
    assert isinstance(solved.strategy, CellRows)
    found = CellRows(solved.strategy.places, even_play(solved.tree.world(0)).strategy[0])
    for some in parts(worlds):
        found.append(rows[some])
    return found
