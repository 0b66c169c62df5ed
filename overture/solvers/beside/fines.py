"""Fines: a game is solved again with a fine on one choice, and the answer is judged in the game without it.

A fine that is never paid changes nothing but the branch that is followed: what is played under it is an equilibrium of
the game itself, if nobody would make the choice without the fine either.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import payoff_range, reach, terminal_payoff, with_payoffs
from overture.games.measured.play import Play
from overture.games.measured.standards import USED
from overture.games.tree import Tree
from overture.solvers.beside.moves import MoveChoice


def made(
    tree: Tree, play: Play, names: Sequence[MoveChoice], among: NDArray[np.bool_] | None = None
) -> list[MoveChoice]:
    """The choices that are made where play comes, in the order of the tree.

    A fine on what is not done would change little, and one where nobody comes would be felt by beliefs alone.

    Args:
        tree: the game, of one world.
        play: [1, A].
        names: [action] the choice that it is.
        among: [action] those that are asked about; all if left out.
    """
    passing = reach(tree, play.strategy)[0]
    used = play.strategy[0] > USED
    used = used if among is None else used & among
    sets = tree.infoset_of_action
    met = [each for each in np.flatnonzero(used).tolist() if passing[tree.members(int(sets[each]))].any()]
    return list(dict.fromkeys(names[each] for each in met))


def fined(tree: Tree, names: Sequence[MoveChoice], on: Sequence[Collection[MoveChoice]]) -> Tree:
    """The worlds of the game once for each of ``on``: there its choices cost the range of their player's payoffs.

    ``names`` [action]: the choice that it is.
    """
    return charged(
        tree, np.array([[each in some for each in names] for some in on]).reshape(len(on), len(names))
    )


def charged(tree: Tree, due: NDArray[np.bool_]) -> Tree:
    """The worlds of the game once for each row of ``due`` [row, action]: there these cost the range of their player's payoffs."""
    end, many = tree.terminal, len(due)
    paid = np.tile(terminal_payoff(tree), (many, 1, 1)).reshape(many, tree.n_worlds, len(end), -1)
    player = tree.set_player[tree.infoset_of_action]
    some = np.asarray(due.any(axis=0))
    often = np.zeros((tree.n_nodes, many, len(tree.players)))  # how often fines fall due on the way to a node
    for node in range(1, tree.n_nodes):
        often[node] = often[tree.parent[node]]
        edge = int(tree.edge[node])
        if edge < tree.n_actions and some[edge]:
            often[node, due[:, edge], player[edge]] += 1
    paid -= often[end].transpose(1, 0, 2)[:, None] * payoff_range(tree)[None, :, None, :]
    costly = with_payoffs(tree, paid.reshape(-1, *paid.shape[2:]))
    return replace(costly, chance=np.tile(tree.chance, (many, 1)), parameters={})
