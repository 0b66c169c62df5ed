"""What is solved of an atlas: the equilibria of its cells, and how far they reach on the way to the next cell.

Cells and ways are solved in blocks of at most ``BLOCK``, each by itself, whoever solves them: of a continuum a list may
show another member in other company, and a map may not depend on how its solving was shared out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import payoff_range, terminal_probability
from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET
from overture.games.tree import Floats, Tree
from overture.solvers.all.across import equilibria_across

Bools = NDArray[np.bool_]
Make = Callable[[Floats, Floats], Tree]  # values of the two parameters, [W] each -> the game in W worlds
Classify = Callable[[Tree, Floats], list[str]]  # a game and a strategy [W, A] -> [W] names of classes
Columns = Mapping[str, NDArray[Any]]

BLOCK = 1024  # cells, or ways between cells, that are solved together
SEEN = 1e-9  # an end that is less likely is not reached
HALVINGS = 10  # of the way between two cells: a thousandth of a cell
STEPS = 300_000  # supports that are tried for the cells of a block together
CELLS, REACH, TURN = "cells", "reach", "turn"


@dataclass(frozen=True)
class AskedCells:
    """What is asked of cells or of ways, and the arrays that it is asked with.

    ``CELLS``: all equilibria and the end of the logit path at ``x``, ``y`` [n].
    ``REACH``: how far a class is still there on ways from (``x`` 0, ``y`` 0) to (``x`` 1, ``y`` 1), all [n], where it is played by
    ``strategy``, ``order`` and ``weight`` [n, A]; ``about`` has its name, and whether it must be that member itself.
    ``TURN``: where on such ways the end of the path is no longer as in the first cell: of the class ``names`` [n] in ``about``,
    or where ``alike`` [n], nearer to the ``ends 0`` [n, T] of the first cell than to the ``ends 1`` of the other.
    """

    what: str
    about: Mapping[str, Any]
    given: Mapping[str, NDArray[Any]]


class SolvesCells(Protocol):
    """Who solves the blocks that are asked for: the columns of each."""

    def __call__(
        self, asked: Sequence[AskedCells], progress: Callable[[int, int], None] | None = None
    ) -> Sequence[Columns]: ...


def solved_here(make: Make, classify: Classify, threads: int | None) -> SolvesCells:
    """Blocks solved by this process, one after the other."""

    def solves(
        asked: Sequence[AskedCells], progress: Callable[[int, int], None] | None = None
    ) -> list[Columns]:
        found = []
        for done, each in enumerate(asked):
            if progress is not None:
                progress(done, len(asked))
            found.append(solved(make, classify, threads, each))
        if progress is not None:
            progress(len(asked), len(asked))
        return found

    return solves


def solved(make: Make, classify: Classify, threads: int | None, asked: AskedCells) -> Columns:
    """The columns of one block."""
    if asked.what == CELLS:
        return _cells(make, classify, threads, asked.given)
    if asked.what == REACH:
        return {"share": _reach(make, classify, threads, asked)}
    return {"share": _turn(make, classify, threads, asked)}


def blocks(count: int) -> list[slice]:
    """So many cells or ways in blocks."""
    return [slice(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]


def _cells(make: Make, classify: Classify, threads: int | None, given: Columns) -> Columns:
    """``member N`` of the name N in ``names`` (JSON): ``world``, and its play, flat; and what is known of each cell."""
    from overture.solvers.solve import solve

    tree = make(given["x"], given["y"])
    found = equilibria_across(tree, steps=STEPS)
    path = solve(tree, threads=threads)
    scale = payoff_range(tree).max(axis=1)
    worst = max(
        (float((each.max_regret / scale[each.world]).max(initial=0.0)) for each in found.families),
        default=0.0,
    )
    names: list[str] = []
    columns: dict[str, NDArray[Any]] = {}
    for at, each in enumerate(found.named(classify)):
        names.append(each.name)
        columns[f"world {at}"] = each.world
        for name in ("strategy", "order", "weight"):
            columns[f"{name} {at}"] = np.ascontiguousarray(getattr(each, name)).ravel()
    return columns | {
        "names": np.frombuffer(json.dumps(names).encode(), np.uint8),
        "complete": found.complete,
        "worst": np.array([worst]),
        "path": np.ascontiguousarray(path.strategy).ravel(),
        "solved": np.asarray(path.solved),
    }


def _part(make: Make, given: Columns, middle: Floats) -> Tree:
    """The game at a share of each way."""
    x, y = (given[f"{side} 0"] + middle * (given[f"{side} 1"] - given[f"{side} 0"]) for side in ("x", "y"))
    return make(x, y)


def _reach(make: Make, classify: Classify, threads: int | None, asked: AskedCells) -> Floats:
    """[n] how far on its way a member of a class is still there.

    ``alone``: that member itself, with the choices it uses, and not another of its class.
    """
    given, name, alone = asked.given, asked.about["name"], asked.about["alone"]
    count = len(given["x 0"])
    low, high = np.zeros(count), np.ones(count)  # from the cell that has the class to the other
    play = Play(*(given[each].reshape(count, -1) for each in ("strategy", "order", "weight"))).copied()
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        part = _part(make, given, middle)
        before = play.copied()
        held = _again(part, play, name, classify, threads)
        if alone:
            moved = held & ~_same_choices(part, before.strategy, play.strategy)
            held &= ~moved
            play.put(moved, before.take(moved))
        low, high = np.where(held, middle, low), np.where(held, high, middle)
    return np.asarray((low + high) / 2)


def _same_choices(tree: Tree, one: Floats, other: Floats) -> Bools:
    """[W] whether two ways of playing reach the same ends."""
    ends = [terminal_probability(tree, each) > SEEN for each in (one, other)]
    return np.asarray((ends[0] == ends[1]).all(axis=1))


def _again(part: Tree, play: Play, name: str, classify: Classify, threads: int | None) -> Bools:
    """[W] whether the class is still there when the play of its neighbour is solved again; keeps what it found."""
    from overture.solvers.path.starts import solve_again

    tried = play.copied()
    good = solve_again(part, tried, threads)
    tried.put(~good, play.take(~good))
    good &= judged(part, tried, REGRET)[1]
    good &= np.array([each == name for each in classify(part, tried.strategy)], dtype=bool)
    play.put(good, tried.take(good))
    return good


def _turn(make: Make, classify: Classify, threads: int | None, asked: AskedCells) -> Floats:
    """[n] the share of each way at which the end of the logit path is no longer as in the first cell."""
    from overture.solvers.solve import solve

    given, names = asked.given, asked.about["names"]
    count = len(names)
    low, high = np.zeros(count), np.ones(count)
    ends = [given[f"ends {at}"].reshape(count, -1) for at in (0, 1)]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        part = _part(make, given, middle)
        solution = solve(part, threads=threads)
        here = terminal_probability(part, solution.strategy)
        away = [np.abs(here - each).max(axis=1) for each in ends]
        found = classify(part, solution.strategy)
        named = np.array([each == name for each, name in zip(found, names, strict=True)])
        same = np.where(given["alike"], away[0] <= away[1], named)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.asarray((low + high) / 2)
