"""Numbers that are asked of every class over the cells of an atlas: what a reply is worth, how likely an event is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.event import mask
from overture.games.measured.measure import assess, with_payoffs
from overture.games.tree import Floats, Tree

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class MappedNumber:
    """A number to be mapped: the expected value of a reply, or the probability of an event after it.

    Attributes:
        name: of the number. ``at``: the information sets with this move; ``given``: and this event.
        reply: the choice made there. event: whose probability is asked; empty for the ``player``'s payoff.
    """

    name: str
    at: str
    given: str
    reply: str
    event: str = ""
    player: int = 0


def number(asked: MappedNumber, tree: Tree, strategy: Floats, order: Floats, weight: Floats) -> Floats:
    """[K, W] the number in a member of each class, off the path too: by the belief held there.

    Args:
        strategy, order, weight: [K, W, A]; NaN strategy where a class is not there.
    """
    told = tree if not asked.event else _as_payoff(tree, mask(tree, asked.event))
    action = _place(tree, asked)
    exists = ~np.isnan(strategy[..., 0])
    found = np.full(exists.shape, np.nan)
    for kind, there in enumerate(exists):
        rows = np.flatnonzero(there)
        measured = assess(told.world(rows), strategy[kind][rows], order[kind][rows], weight[kind][rows])
        found[kind, rows] = measured.action_value[:, action]
    return found


def _place(tree: Tree, asked: MappedNumber) -> int:
    """The action that makes the reply at the information set asked about."""
    inside = mask(tree, asked.given) if asked.given else np.ones(len(tree.terminal), dtype=bool)
    for at in range(tree.n_infosets):
        if tree.labels.set_name[at] != asked.at:
            continue
        for action in range(int(tree.edge_start[at]), int(tree.edge_start[at + 1])):
            if tree.labels.edge[action] == asked.reply and (_below(tree, action) & inside).any():
                return action
    raise LookupError(asked.name)


def _below(tree: Tree, action: int) -> Bools:
    """[T] histories on which the action is taken."""
    taken = np.zeros(tree.n_nodes, dtype=bool)
    for node in range(1, tree.n_nodes):
        taken[node] = taken[tree.parent[node]] or tree.edge[node] == action
    return np.asarray(taken[tree.terminal])


def _as_payoff(tree: Tree, event: Bools) -> Tree:
    """The game in which everybody is paid 1 where the event holds, so that values are its probabilities."""
    paid = np.repeat(event.astype(np.float64)[:, None], len(tree.players), axis=1)
    return with_payoffs(tree, np.broadcast_to(paid, (tree.n_worlds, *paid.shape)))
