"""What comes before some parts of a game, as a game of its own: it ends where they begin, with what they are worth."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from overture.games.measured.event import subtree_end
from overture.games.measured.measure import odds
from overture.games.measured.play import Play
from overture.games.tree import TERMINAL, Floats, Tree
from overture.solvers.beside.parts import PublicPart
from overture.solvers.beside.piece import CutGame, cut


def trunk(tree: Tree, parts: Iterable[PublicPart], play: Play) -> CutGame:
    """The game before ``parts``, with a world for each row of ``play`` [k, A], which says what they are worth.

    Args:
        tree: the whole game, of one world.
        parts: none of which is inside another.
        play: of the whole game.
    """
    end = subtree_end(tree)
    ends = tree.set_of == TERMINAL
    keep = np.ones(tree.n_nodes, np.bool_)
    for part in parts:
        for node in part.entries:
            keep[node + 1 : end[node]] = False
            ends[node] = True
    nodes = np.flatnonzero(keep)
    small, place = cut(tree, nodes, np.zeros(1, np.int64), np.ones(1), _worth(tree, play), ends)
    return CutGame.made(tree, small, place, {at: at for at in range(tree.n_infosets)})


def _worth(tree: Tree, play: Play) -> Floats:
    """[k, node, player] expected payoff of the whole game once play has come to the node."""
    from overture.games.measured._measure import node_value

    many = len(play.strategy)
    share = odds(tree.world(np.zeros(many, np.int64)), play.strategy)
    worth = np.empty((many, tree.n_nodes, len(tree.players)))
    for row in range(many):
        node_value(tree.parent, tree.edge, tree.set_of, tree.outcome, tree.payoff[0], share[row], worth[row])
    return worth
