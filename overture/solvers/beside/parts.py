"""Parts of a game: what follows a public signal, when no information set holds nodes of it and others.

Everybody can tell apart what follows an accepted and what follows a refused offer. Play in one of these parts meets
play in another only through what is worth to whom, and through the odds with which it is entered: the equilibria of
parts can be found apart and joined (as subgames are, but a part may be entered at several nodes, between which some
player cannot tell).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.games.measured.event import subtree_end
from overture.games.tree import Tree


@dataclass(frozen=True)
class PublicPart:
    """What follows some nodes, closed under information sets.

    Attributes:
        tree: the whole game.
        entries: the nodes at which it is entered, in depth-first order.
        parts: the parts into which it falls at the next public signal.
    """

    tree: Tree
    entries: tuple[int, ...]
    parts: tuple[PublicPart, ...]


def whole(tree: Tree) -> PublicPart:
    """The game as one part, with the parts into which it falls."""
    return _Split(tree).part((0,))


class _Split:
    """What the splitting of one tree asks again and again."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.end: list[int] = subtree_end(tree).tolist()
        self.children = tree.followers()
        self.set_of: list[int] = tree.set_of.tolist()
        sizes = np.diff(tree.member_start[: tree.n_infosets + 1])
        self.size: list[int] = sizes.tolist()

    def part(self, entries: tuple[int, ...]) -> PublicPart:
        """The part that is entered so: moves are passed, chance first, until what follows falls apart."""
        front = list(entries)
        while True:
            groups = self.apart(front)
            if len(groups) > 1:
                return PublicPart(self.tree, entries, tuple(self.part(group) for group in groups))
            front, moved = self.on(front)
            if not moved:
                return PublicPart(self.tree, entries, ())

    def on(self, front: list[int]) -> tuple[list[int], bool]:
        """The nodes after the moves that are made at ``front``, where all of an information set are there."""
        here = np.bincount([self.set_of[node] for node in front if self.set_of[node] >= 0] or [0],
                           minlength=self.tree.n_sets)  # fmt: skip
        found, moved = list[int](), False
        for node in front:
            at = self.set_of[node]
            if at < 0:
                continue  # a history that has ended is in nobody's way
            if at >= self.tree.n_infosets or here[at] == self.size[at]:
                found += self.children[node]
                moved = True
            else:
                found.append(node)
        return found, moved

    def apart(self, front: list[int]) -> list[tuple[int, ...]]:
        """Groups of the nodes of ``front``: together where some information set holds nodes after both."""
        owner = np.full(self.tree.n_nodes, -1)
        for at, node in enumerate(front):
            owner[node : self.end[node]] = at
        group = list(range(len(front)))

        def find(at: int) -> int:
            while group[at] != at:
                group[at] = group[group[at]]
                at = group[at]
            return at

        tree = self.tree
        owners = owner[tree.member[: tree.member_start[tree.n_infosets]]].tolist()
        start = tree.member_start.tolist()
        for at in range(tree.n_infosets):
            met = {each for each in owners[start[at] : start[at + 1]] if each >= 0}
            if len(met) > 1:
                one = find(min(met))
                for other in met:
                    group[find(other)] = one
        found: dict[int, list[int]] = {}
        for at, node in enumerate(front):
            found.setdefault(find(at), []).append(node)
        # A history that ends at once is no part, and neither is what holds no decision.
        return [tuple(sorted(nodes)) for nodes in found.values() if self._decides(nodes)]

    def _decides(self, nodes: list[int]) -> bool:
        many = self.tree.n_infosets
        return any(0 <= at < many for node in nodes for at in self.set_of[node : self.end[node]])
