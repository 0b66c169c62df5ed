"""Structural ties: moves at which every type gets the same from several actions, whichever all of them take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import Measured, payoff_range
from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import EXACT, USED
from overture.games.tree import Floats, Tree
from overture.solvers.beside.moves import Move
from overture.solvers.beside.trembles import remembering

Tied = dict[
    Move, list[tuple[int, ...]]
]  # the actions that are as good as each other, for each set of the move


def tied(tree: Tree, play: Play, found: Measured, made: Sequence[Move]) -> Tied:
    """The moves that ``play`` [1, A] comes to, and at which every type gets the same from two actions or more.

    Of each set come its actions, in the order of the tree; their names are the same at all sets of a move.

    Args:
        tree: the game, of one world.
        play: nothing else than these actions is done at such a move.
        found: what is measured of it.
        made: [infoset] the move that is made there.
    """
    best, met = _best(tree, found), _met(tree, found)
    rows: dict[Move, list[int]] = {}
    for at in np.flatnonzero(met).tolist():
        rows.setdefault(made[at], []).append(at)
    result: Tied = {}
    start = tree.edge_start.tolist()
    for move, sets in rows.items():
        good = [[each for each in range(start[at], start[at + 1]) if best[each]] for at in sets]
        if min(map(len, good)) < 2:
            continue
        names = [{tree.labels.edge[each]: each for each in some} for some in good]
        common = [name for name in names[0] if all(name in each for each in names)]
        actions = [tuple(each[name] for name in common) for each in names]
        if len(common) > 1 and _whole(play.strategy[0, np.array(actions)]):
            result[move] = actions
    return result


def _best(tree: Tree, found: Measured) -> NDArray[np.bool_]:
    """[action] whether no other of its set is better."""
    value = found.action_value[0]
    top = np.maximum.reduceat(value, tree.edge_start[: tree.n_infosets])[tree.infoset_of_action]
    return np.asarray(value >= top - EXACT * float(payoff_range(tree).max(initial=0.0)))


def _met(tree: Tree, found: Measured) -> NDArray[np.bool_]:
    """[infoset] whether play comes there."""
    sets = tree.n_infosets
    inside = tree.member[: tree.member_start[sets]]
    return np.asarray(np.add.reduceat(found.reach[0, inside], tree.member_start[:sets]) > 0)


def _whole(shares: Floats) -> bool:
    """Whether the shares of each set [set, action] sum to 1."""
    return bool((np.abs(shares.sum(axis=1) - 1) <= USED).all())


def settled_as(tree: Tree, play: Play, other: Play, made: Sequence[Move]) -> Play:
    """``play`` [1, A], whose ties are split as ``other`` [1, A] splits them, where that leaves an equilibrium."""
    for sets in tied(tree, play, play.measured(tree), made).values():
        actions = np.array(sets)
        share = other.strategy[0, actions]
        if np.abs(share - play.strategy[0, actions]).max() <= USED or not _whole(share):
            continue
        strategy = play.strategy.copy()
        strategy[0, actions] = share
        changed = remembering(play._replace(strategy=strategy), play, 1.0)
        if judged(tree, changed, EXACT, EXACT)[1][0]:
            play = changed
    return play
