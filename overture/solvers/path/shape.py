"""What the kernels need of a tree: bare arrays, payoffs added up along histories and scaled to one unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import Floats, Ints, Tree

NEVER = -1.0e8  # the log of a probability of nature that is zero: below every other weight, yet finite


@dataclass(frozen=True)
class Flat:
    """A tree as kernels see it.

    Attributes:
        shape: parent, edge, set_of (chance and ends are negative), player of a set, first action of a set,
            members' start, members, dimension of an action (-1 for the first of its set), action of a
            dimension, children's start, children (in the order of edges), terminal number of a node (or -1).
        easy: the first so many dimensions belong to sets of which no history passes two, so that their part of
            the Jacobian is the identity.
        logchance: [W, branch] logs of the odds of nature.
        pay: [W, terminal, player] all that is paid on the way, least 0, in units of ``scale``.
        scale: [W] the largest range of payoffs of any player: one unit for all, so that the precision
            means the same for every player.
    """

    shape: tuple[Ints, ...]
    easy: int
    logchance: Floats
    pay: Floats
    scale: Floats

    def worlds(self, chosen: NDArray[np.integer]) -> Flat:
        """The same with only the chosen worlds."""
        logchance, pay = np.ascontiguousarray(self.logchance[chosen]), np.ascontiguousarray(self.pay[chosen])
        return Flat(self.shape, self.easy, logchance, pay, self.scale[chosen])


def flat(tree: Tree) -> Flat:
    """Arrays of ``tree`` for the kernels of this folder."""
    nodes, sets, actions = tree.n_nodes, tree.n_infosets, tree.n_actions
    set_of = np.where(tree.set_of < sets, tree.set_of, -2).astype(np.int32)
    start = tree.edge_start[: sets + 1].astype(np.int32)
    member_start = tree.member_start[: sets + 1].astype(np.int32)
    is_first = np.zeros(actions, bool)
    is_first[start[:-1]] = True
    free = apart(tree, np.diff(start) - 1)
    owner = tree.infoset_of_action
    column = np.flatnonzero(~is_first).astype(np.int32)
    column = column[np.argsort(~free[owner[column]], kind="stable")]
    easy = int(np.count_nonzero(free[owner[column]]))
    dim = np.full(actions, -1, np.int32)
    dim[column] = np.arange(len(column))
    # Children in the order of edges: sort the nodes by (parent, edge).
    child = np.lexsort((tree.edge[1:], tree.parent[1:])).astype(np.int32) + np.int32(1)
    child_start = np.concatenate(([0], np.cumsum(np.bincount(tree.parent[1:], minlength=nodes)))).astype(
        np.int32
    )
    terminal = np.full(nodes, -1, np.int32)
    terminal[tree.terminal] = np.arange(len(tree.terminal))
    pay = paid(tree)
    low = pay.min(axis=1, keepdims=True)
    scale = (pay.max(axis=1) - low[:, 0]).max(axis=1)
    scale = np.where(scale > 0, scale, 1.0)
    with np.errstate(divide="ignore"):
        logchance = np.maximum(np.log(tree.chance), NEVER)
    shape = (
        tree.parent,
        tree.edge,
        set_of,
        tree.set_player[:sets],
        start,
        member_start,
        tree.member[: member_start[-1]],
        dim,
        column,
        child_start,
        child,
        terminal,
    )
    return Flat(
        tuple(np.ascontiguousarray(array, dtype=np.int32) for array in shape),
        easy,
        np.ascontiguousarray(logchance),
        np.ascontiguousarray((pay - low) / scale[:, None, None]),
        scale,
    )


def paid(tree: Tree) -> Floats:
    """[W, terminal, player] the sum of the outcomes on each complete history."""
    total = np.zeros((tree.n_worlds, len(tree.terminal), len(tree.players)))
    at = tree.terminal.copy()
    while (at >= 0).any():
        outcome = np.where(at >= 0, tree.outcome[at], -1)
        found = outcome >= 0
        total[:, found] += tree.payoff[:, outcome[found]]
        at = np.where(at > 0, tree.parent[at], -1)
    return total


def apart(tree: Tree, size: Ints) -> np.ndarray:
    """[infoset] a set of information sets, large in dimensions, of which no history passes two."""
    sets = tree.n_infosets
    meets = [np.empty(0, np.int64)]
    at = tree.parent.copy()
    while (at >= 0).any():
        own = tree.set_of
        above = np.where(at >= 0, tree.set_of[at], -1)
        both = (own >= 0) & (own < sets) & (above >= 0) & (above < sets)
        meets.append(np.unique(own[both].astype(np.int64) * sets + above[both]))
        at = np.where(at > 0, tree.parent[at], -1)
    pairs = np.unique(np.concatenate(meets))
    left, right = pairs // max(sets, 1), pairs % max(sets, 1)
    left, right = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.argsort(left, kind="stable")
    right = right[order]
    bound = np.searchsorted(left[order], np.arange(sets + 1))
    crowd = np.zeros(sets)
    np.add.at(crowd, left[order], size[right])
    chosen = np.zeros(sets, bool)
    barred = np.zeros(sets, bool)
    # Greedy: what bars the fewest other dimensions, for its own, comes first.
    for s in np.argsort(crowd / np.maximum(size, 1), kind="stable"):
        if not barred[s]:
            chosen[s] = True
            barred[right[bound[s] : bound[s + 1]]] = True
    return chosen
