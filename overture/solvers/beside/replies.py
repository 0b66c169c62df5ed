"""Best replies where play does not come: what was put together from parts says little there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import Measured, payoff_range
from overture.games.measured.play import Play
from overture.games.measured.sound import assess_each
from overture.games.measured.standards import EXACT
from overture.games.tree import Floats, Tree
from overture.solvers.beside.trembles import remembering

ROUNDS = 12  # of replies; a reply may change what is best before it


def replying(tree: Tree, play: Play) -> Play:
    """``play`` [W, A] with a best reply at each information set that it does not reach and where it regrets.

    Beliefs follow from the trembles and change with the replies, so it is done again, at most ``ROUNDS`` times.
    """
    play = play.copied()
    left = np.arange(tree.n_worlds)
    for _ in range(ROUNDS):
        part, now = tree.world(left), play.take(left)
        found = assess_each(part, now)
        wrong = _wrong(part, found)
        some = np.flatnonzero(wrong.any(axis=1))
        if not len(some):
            break
        left = left[some]
        play.put(left, _replied(tree, now.take(some), found.action_value[some], wrong[some]))
    return play


def _wrong(tree: Tree, found: Measured) -> NDArray[np.bool_]:
    """[W, infoset] whether it is not reached and has regret, where nothing that is reached has any."""
    sets = tree.n_infosets
    passing = np.add.reduceat(
        found.reach[:, tree.member[: tree.member_start[sets]]], tree.member_start[:sets], axis=1
    )
    most = EXACT * payoff_range(tree).max(axis=1, initial=0.0)[:, None]
    regrets = found.regret > most
    hopeless = (regrets & (passing > 0)).any(axis=1)
    return np.asarray(regrets & (passing <= 0) & ~hopeless[:, None])


def _replied(tree: Tree, play: Play, value: Floats, wrong: NDArray[np.bool_]) -> Play:
    """The play with the first best action surely taken at the sets ``wrong`` [W, infoset]."""
    strategy = play.strategy.copy()
    for world, at in zip(*np.nonzero(wrong), strict=True):
        edges = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        strategy[world, edges] = 0
        strategy[world, edges.start + int(value[world, edges].argmax())] = 1
    return remembering(play._replace(strategy=strategy), play, 1.0)
