"""Regret in local units: as a share of what is at stake where one moves.

A regret over the payoff range of the whole game says little where one catastrophe of 1e8 stands beside stakes of 1:
play that gives away all of the stakes then has a share of 1e-8. What is at stake at an information set is told by the
payoffs that can still be reached from it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from overture.games.measured.measure import Measured, odds, terminal_payoff
from overture.games.tree import Floats, Tree

# Of the size of the payoffs: with a share of 1e-9 that counts as exact, differences of 1e-15 of that size are rounding.
ROUNDING = 1e-6


def local_regret(tree: Tree, strategy: ArrayLike, measured: Measured, rare: float = 1.0) -> Floats:
    """[W, infoset] the share of what is at stake at each information set that its play gives away.

    Let ``V`` be the largest conditional value of an action of the set. The *local spread* of an action is the expected
    distance of the mover's payoff from ``V`` once the action is taken there, by the belief held, the odds of chance and
    the play that follows: ends that play no longer reaches do not count, and one that is reached rarely counts by how
    rarely. What is at stake between an action and the best one is the sum of their local spreads, of each as far as it
    is no more than :func:`ordinary`: a lottery of catastrophes makes nothing else small. The share is the sum, over the
    actions that are played, of probability times (``V`` less the value of the action) over what is at stake. It has no
    unit, and does not change when all payoffs are scaled. Differences of values below a few roundings of the payoffs'
    size count as nothing.

    A point of a path at a finite precision plays everything a little, and where two actions differ at rare ends alone
    it need not choose between them. It is judged with ``rare`` below 1: an end at a distance ``d`` from ``V``, but at
    most :func:`ordinary`, then stretches the local spread to at least ``d``, or to ``d`` times probability over
    ``rare`` where its probability is less than ``rare``. What is given away at rare ends of ordinary payoffs alone then
    has a share of at most ``rare``.

    Args:
        tree: the game.
        strategy: [W, A] behaviour strategies.
        measured: their certificate, by :func:`overture.games.measured.measure.assess`.
        rare: the probability, above 0, below which an end counts in proportion; 1 for exact answers.
    """
    from overture.games.measured._stakes import stakes_world

    weights = odds(tree, strategy)
    paid = terminal_payoff(tree)
    usual = ordinary(paid)
    share = np.zeros((tree.n_worlds, tree.n_infosets))
    for world in range(tree.n_worlds):
        stakes_world(
            tree.n_infosets,
            tree.parent,
            tree.edge,
            tree.set_of,
            tree.terminal,
            paid[world],
            tree.set_player,
            tree.edge_start,
            weights[world],
            measured.belief[world],
            measured.action_value[world],
            usual[world],
            rare,
            ROUNDING,
            share[world],
        )
    return share


def ordinary(paid: Floats) -> Floats:
    """[W, player] a difference of payoffs that is ordinary in the game, of ``paid`` [W, terminal, player].

    The lower decile of the differences, other than 0, between one end and the next: a few catastrophes, or a whole
    branch of large payoffs, leave it as it is.
    """
    worlds, ends, players = paid.shape
    apart = np.sort(np.abs(np.diff(paid, axis=1)), axis=1)
    zeros = (apart == 0).sum(axis=1)
    count = max(ends - 1, 0) - zeros
    at = np.minimum(zeros + count // 10, max(ends - 2, 0))
    if ends < 2:
        return np.zeros((worlds, players))
    return np.asarray(np.take_along_axis(apart, at[:, None, :], axis=1)[:, 0])
