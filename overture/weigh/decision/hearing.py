"""What reports say of play behind the answer, without the answer being evidence of anything.

A report may speak of what only happens later ("he will cheat", "he would win the war"). Before the answer
its likelihood is the mean over what may follow, our own moves as the class plays them. Behind a choice of
ours the chances of what is not ours follow the reports, and the choice itself has factor 1: so belief about
types, classes and worlds is the same behind every reply (docs/decisions/0083).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.games.measured.event import subtree_end
from overture.games.tree import Floats, Ints, Tree
from overture.weigh.distribution.cells import Bools


def speaks_later(node: Ints, said: Floats) -> bool:
    """Whether the likelihood ``said`` [H] differs among histories of one node of answering (``node`` [H], -1: none)."""
    inside = np.flatnonzero(node >= 0)
    if not len(inside):
        return False
    low = np.full(node.max() + 1, np.inf)
    high = np.full(node.max() + 1, -np.inf)
    np.minimum.at(low, node[inside], said[inside])
    np.maximum.at(high, node[inside], said[inside])
    return not np.allclose(low, high, rtol=1e-12, atol=0.0)


def averaged(node: Ints, said: Floats, chance: Floats) -> Floats:
    """[W, K, H] mean of ``said`` at each history's node of answering; ``chance`` is [W, K, H], own moves as played."""
    found = np.zeros_like(chance)
    for each in np.unique(node[node >= 0]):
        here = np.flatnonzero(node == each)
        found[..., here] = _mean(chance[..., here], said[here])[..., None]
    return found


def _mean(chance: Floats, said: Floats) -> Floats:
    """Mean over the last axis; without weights where all chances are 0."""
    whole = chance.sum(axis=-1)
    part = (chance * said).sum(axis=-1)
    plain = np.broadcast_to(np.mean(np.broadcast_to(said, chance.shape), axis=-1), whole.shape)
    return np.asarray(np.divide(part, whole, out=np.array(plain), where=whole > 0))


@dataclass(frozen=True)
class Later:
    """Our own decisions behind the answer, and how the reports tell apart what follows each of them.

    Attributes:
        tree: the game. own: the information sets of the advised side. chance: [W, K, H] product of the others'
            moves and the odds of nature, own moves with factor 1. played: [W, K, A] own moves as the class plays.
        said: [H] likelihood of the reports.
    """

    tree: Tree
    own: frozenset[int]
    chance: Floats
    played: Floats
    said: Floats

    def shares(self, inside: Bools, node: int, found: Floats) -> tuple[Floats, Floats]:
        """(mean of ``said`` [W, K], chance [W, K] of coming here) at a node of ours.

        Multiplies ``found`` [W, K, H] below it by what the reports say of outcomes, each choice having mean 1.
        """
        tree, infoset = self.tree, int(self.tree.set_of[node])
        first, stop = int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])
        reach, total, whole = None, np.zeros(self.chance.shape[:2]), np.zeros(self.chance.shape[:2])
        means = []
        children = _children(tree, node)
        for action in range(first, stop):
            mean, weight = self._choice(inside, children[action], found)
            reach = weight if reach is None else reach
            means.append(mean)
            total += self.played[..., action] * mean
            whole += self.played[..., action]
        assert reach is not None
        plain = np.mean(means, axis=0)
        return np.divide(total, whole, out=plain, where=whole > 0), reach

    def _choice(self, inside: Bools, root: int, found: Floats) -> tuple[Floats, Floats]:
        """(mean, chance) behind one choice of ours, whose histories begin at ``root``."""
        ends = subtree_end(self.tree)
        pieces: list[tuple[Ints, Floats, Floats]] = []
        at = root
        while at < ends[root]:
            low, high = np.searchsorted(self.tree.terminal, [at, ends[at]])
            here = np.arange(low, high, dtype=np.int32)[inside[low:high]]
            if int(self.tree.set_of[at]) in self.own:
                if len(here):
                    pieces.append((here, *self.shares(inside, at, found)))
                at = int(ends[at])
                continue
            if ends[at] == at + 1 and len(here):
                said = np.broadcast_to(self.said[here[0]], self.chance.shape[:2])
                pieces.append((here, np.asarray(said), self.chance[..., here[0]]))
            at += 1
        if not pieces:
            return np.ones(self.chance.shape[:2]), np.zeros(self.chance.shape[:2])
        likelihood = np.stack([mean for _, mean, _ in pieces], axis=-1)
        weight = np.stack([reach for _, _, reach in pieces], axis=-1)
        mean = _mean(weight, likelihood)
        for here, told, _ in pieces:
            share = np.divide(told, mean, out=np.ones_like(mean), where=mean > 0)
            found[..., here] *= share[..., None]
        return mean, weight.sum(axis=-1)


def _children(tree: Tree, node: int) -> dict[int, int]:
    """Edge -> the node that follows."""
    return {int(tree.edge[child]): int(child) for child in np.flatnonzero(np.asarray(tree.parent) == node)}
