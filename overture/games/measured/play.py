"""Play: a strategy, and the trembles that stand behind the beliefs where it does not go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.assessment import Assessment
from overture.games.measured.measure import Measured, assess
from overture.games.tree import Floats, Tree


class Play(NamedTuple):
    """One way of playing in every world, or in one.

    Attributes:
        strategy: [W, A] probability of each action at its information set; [A] in one world.
        order, weight: [W, A] trembles ``weight * eps**order`` of the actions of probability zero.
    """

    strategy: Floats
    order: Floats
    weight: Floats

    def take(self, worlds: int | np.integer | slice | NDArray[np.integer] | NDArray[np.bool_]) -> Play:
        """The play of some of the worlds; of one, where ``worlds`` is a number."""
        return Play(*(each[worlds] for each in self))

    def copied(self) -> Play:
        """The same numbers in arrays of its own."""
        return Play(*(each.copy() for each in self))

    def tiled(self, worlds: int) -> Play:
        """The play of one world in so many."""
        return Play(*(np.tile(each, (worlds, 1)) for each in self))

    @classmethod
    def stacked(cls, plays: Iterable[Play]) -> Play:
        """The worlds of several plays, at least one, one after the other; a play [A] is one world."""
        return cls(
            *(np.concatenate([np.atleast_2d(each) for each in parts]) for parts in zip(*plays, strict=True))
        )

    def put(
        self, worlds: NDArray[np.integer] | NDArray[np.bool_] | tuple[NDArray[np.integer], ...], other: Play
    ) -> None:
        """Play as ``other`` in some of the worlds (of an open mesh: at some of the actions), in place."""
        for mine, theirs in zip(self, other, strict=True):
            mine[worlds] = theirs

    def measured(self, tree: Tree) -> Measured:
        """What is true of it on a tree (:func:`overture.games.measured.measure.assess`)."""
        return assess(tree, *self)


def even_play(tree: Tree) -> Play:
    """Every action of an information set as likely as the others: [W, A]."""
    sizes = np.diff(tree.edge_start[: tree.n_infosets + 1])
    shares = np.tile(np.repeat(1 / sizes, sizes), (tree.n_worlds, 1))
    return Play(shares, np.ones_like(shares), np.ones_like(shares))


def play_of(tree: Tree, assessment: Assessment) -> Play:
    """An assessment in doubles: [1, A]."""
    play = Play(np.zeros((1, tree.n_actions)), np.ones((1, tree.n_actions)), np.ones((1, tree.n_actions)))
    for (_, action), share in assessment.profile.items():
        play.strategy[0, action] = float(share)
    for (_, action), (size, order) in assessment.trembles.items():
        play.weight[0, action], play.order[0, action] = float(size), float(order)
    return play
