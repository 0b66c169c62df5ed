"""Joining: what equilibria of parts become when they are put together, with the moves before them solved again.

A part that follows a public signal is solved apart, as it is entered; each of its equilibria may follow whatever is
played in the others. With each combination comes a game of the moves before, in which the parts are worth what they
then are. It is solved as it stands, and with a fine on each choice in turn, which also settles what is a tie there.
Nothing that comes out is believed before it is judged as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.event import subtree_end
from overture.games.measured.play import Play
from overture.games.tree import Tree
from overture.solvers.beside.apart import Rest
from overture.solvers.beside.fines import fined, made
from overture.solvers.beside.moves import MoveChoice
from overture.solvers.beside.piece import CutGame
from overture.solvers.beside.trembles import remembering
from overture.solvers.beside.trunk import trunk
from overture.solvers.path.starts import SAME
from overture.solvers.solution import LIMIT, SEARCHED
from overture.solvers.solve import solve

# So many times greater orders before the parts: what is believed inside is settled by trembles inside.
FARTHER = 100.0


@dataclass(frozen=True)
class Joins:
    """What was put together, to be judged.

    Attributes:
        play: [k, A] of the whole game.
        how: [k] how the moves before the parts were found, in words.
        tried: how many combinations that is. untried: how many were left out.
    """

    play: Play
    how: tuple[str, ...]
    tried: int
    untried: int


def joins(
    tree: Tree, play: Play, rests: Sequence[Rest], most: int, names: Sequence[MoveChoice], threads: int | None
) -> Joins:
    """Every combination of what may be done in the parts.

    Args:
        tree: the game, of one world.
        play: [1, A] an equilibrium of it.
        rests: the parts as ``play`` enters them.
        most: the most combinations, those that change fewest parts first.
        names: [action] the choice that it is.
        threads: as in :func:`overture.solvers.solve.solve`.
    """
    changing = [(each.piece, each.others) for each in rests if each.piece is not None and each.others]
    sizes = [len(others) for _, others in changing]
    picks = list(islice(_combinations(sizes), most))
    chosen = np.array(picks, np.int64).reshape(len(picks), len(sizes))
    first = before(tree, rests)
    together = play._replace(order=np.where(first, FARTHER * play.order, play.order)).tiled(len(chosen))
    for place, (piece, others) in enumerate(changing):
        for number, other in enumerate(others, start=1):
            rows = np.flatnonzero(chosen[:, place] == number)
            together.put(rows, piece.put(together.take(rows), other.tiled(len(rows))))
    piece = trunk(tree, [each.part for each in rests], together)
    again, how = _again(piece, together, [names[each] for each in piece.origin.tolist()], threads)
    both = Play.stacked([together, again])
    return Joins(both, ("",) * len(picks) + how, len(picks), prod(1 + size for size in sizes) - len(picks))


def _combinations(sizes: list[int]) -> Iterator[list[int]]:
    """Lists with a number from 0 to each of ``sizes``, those with most zeros first."""
    for changed in range(len(sizes) + 1):
        for places in combinations(range(len(sizes)), changed):
            for numbers in product(*(range(1, sizes[each] + 1) for each in places)):
                pick = [0] * len(sizes)
                for place, number in zip(places, numbers, strict=True):
                    pick[place] = number
                yield pick


def before(tree: Tree, rests: Sequence[Rest]) -> NDArray[np.bool_]:
    """[action] whether it is taken in none of the parts."""
    outside = np.ones(tree.n_infosets, np.bool_)
    end = subtree_end(tree)
    for each in rests:
        for node in each.part.entries:
            sets = tree.set_of[node : end[node]]
            outside[sets[(sets >= 0) & (sets < tree.n_infosets)]] = False
    return np.asarray(outside[tree.infoset_of_action])


def _again(
    piece: CutGame, together: Play, names: Sequence[MoveChoice], threads: int | None
) -> tuple[Play, tuple[str, ...]]:
    """``together`` [k, A] with the moves before the parts, ``piece``, solved again, and how: each answer once.

    ``names`` [action of the piece]: the choice that it is.
    """
    was = piece.taken(together)
    many = len(together.strategy)
    if not piece.tree.n_actions:
        return together.take(slice(0, 0)), ()
    on = made(piece.tree.world(0), was.take(slice(0, 1)), names)
    found = [solve(piece.tree, threads=threads)]
    if on:
        found.append(solve(fined(piece.tree, names, [[each] for each in on]), threads=threads))
    told = ["the moves before solved again"]
    told += [f"the moves before solved again with a fine on {each.told(piece.tree)}" for each in on]
    exact = np.concatenate([np.isin(each.status, (LIMIT, SEARCHED)) for each in found])
    plays = Play.stacked(each.play for each in found)
    keep: list[int] = []
    for row in range(many):
        known = [was.strategy[row]]
        for at in range(row, len(exact), many):
            if exact[at] and all(np.abs(plays.strategy[at] - each).max() > SAME for each in known):
                known.append(plays.strategy[at])
                keep.append(at)
    rows = np.array(keep, np.int64)
    taken = remembering(plays.take(rows), was.take(rows % many), FARTHER)
    return piece.put(together.take(rows % many), taken), tuple(told[at // many] for at in keep)
