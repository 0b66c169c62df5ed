"""A piece of a game as a game of its own: what follows some nodes, up to some others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from overture.games.check import check
from overture.games.measured.play import Play
from overture.games.tree import CHANCE, NO_OUTCOME, TERMINAL, Floats, Labels, Tree

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class CutGame:
    """A piece of a game as a game of its own, whose root is a move of chance to where it is entered.

    Attributes:
        tree: the game; it may have more worlds than the whole.
        action: [action of the whole game] the action here that it plays like; -1 where there is none.
        origin: [action of the piece] the action of the whole game that it is.
    """

    tree: Tree
    action: Ints
    origin: Ints

    @classmethod
    def made(cls, tree: Tree, small: Tree, place: Ints, like: dict[int, int]) -> CutGame:
        """The piece ``small`` of ``tree``.

        ``place``: [information set of ``tree``] the set of ``small`` that it is, or -1; ``like``: information set of
        ``tree`` -> the one of ``tree`` that it plays like.
        """
        action = np.full(tree.n_actions, -1, np.int64)
        origin = np.zeros(small.n_actions, np.int64)
        for one, other in like.items():
            if place[other] >= 0:
                low, high = int(tree.edge_start[one]), int(tree.edge_start[one + 1])
                first = int(small.edge_start[place[other]])
                action[low:high] = np.arange(first, first + high - low)
                if one == other:
                    origin[first : first + high - low] = np.arange(low, high)
        return cls(small, action, origin)

    @property
    def free(self) -> int:
        """How many probabilities a strategy has to choose."""
        return self.tree.n_actions - self.tree.n_infosets

    def put(self, play: Play, found: Play) -> Play:
        """``play`` [W, action of the whole game] with ``found`` [W, action of the piece] in its place."""
        mine = self.action >= 0
        return Play(
            *(np.where(mine, there[:, self.action], here) for here, there in zip(play, found, strict=True))
        )

    def taken(self, play: Play) -> Play:
        """[W, action of the piece] what ``play`` of the whole game does here."""
        return Play(*(each[:, self.origin] for each in play))


def cut(tree: Tree, nodes: Ints, entries: Ints, odds: Floats, paid: Floats, ends: Mask) -> tuple[Tree, Ints]:
    """The game on ``nodes`` with a move of chance before it.

    Args:
        tree: the whole game, of one world.
        nodes: those of the piece, ascending.
        entries: those of them at which it is entered, ascending. odds: with which it is.
        paid: [W, node of the whole game, player] what is paid where the piece ends.
        ends: [node of the whole game] where histories of the piece end.

    Returns:
        The game, with W worlds, and [information set of the whole game] the set here; -1 where it is none of these.
    """
    place = np.full(tree.n_nodes, -1, np.int64)
    place[nodes] = np.arange(1, len(nodes) + 1)
    sets = np.where(ends[nodes], TERMINAL, tree.set_of[nodes])
    decisions = _in_order(sets[(sets >= 0) & (sets < tree.n_infosets)])
    chances = _in_order(sets[sets >= tree.n_infosets])
    order = np.concatenate([decisions, chances])
    many = len(decisions)
    width = np.diff(tree.edge_start)[order]
    # The root's own set comes first among those of chance.
    sizes = np.concatenate([width[:many], [len(entries)], width[many:]])
    start = np.concatenate([[0], np.cumsum(sizes)])
    new_set = np.full(tree.n_sets + 1, -1, np.int64)
    new_set[decisions] = np.arange(many)
    new_set[chances] = np.arange(many + 1, many + 1 + len(chances))
    shift = np.zeros(tree.n_sets, np.int64)
    shift[order] = start[new_set[order]] - tree.edge_start[order]
    begins = np.isin(nodes, entries)
    above = np.where(begins, 0, tree.parent[nodes])
    edge = tree.edge[nodes] + shift[tree.set_of[above]]
    edge[begins] = start[many] + np.arange(len(entries))
    last = np.flatnonzero(sets == TERMINAL)
    outcome = np.full(len(nodes) + 1, NO_OUTCOME)
    outcome[last + 1] = np.arange(len(last))
    branches = [np.arange(tree.edge_start[at], tree.edge_start[at + 1]) - tree.n_actions for at in chances]
    chance = np.concatenate([odds / odds.sum(), *(tree.chance[0, each] for each in branches)])
    new = replace(
        tree,
        parent=np.concatenate([[-1], np.where(begins, 0, place[above])]).astype(np.int32),
        edge=np.concatenate([[-1], edge]).astype(np.int32),
        set_of=np.concatenate([[many], new_set[sets]]).astype(np.int32),
        outcome=outcome.astype(np.int32),
        set_player=np.concatenate([tree.set_player[decisions], [CHANCE], tree.set_player[chances]]).astype(np.int32),
        edge_start=start.astype(np.int32),
        chance=np.tile(chance, (len(paid), 1)),
        payoff=np.ascontiguousarray(paid[:, nodes[last]]),
        labels=_labels(tree, order, many, len(entries)),
        exact=None,
        parameters={},
    )  # fmt: skip
    return check(new), new_set[: tree.n_infosets]


def _in_order(sets: NDArray[np.integer]) -> Ints:
    """The sets, each once, in the order of their first node."""
    found, first = np.unique(sets, return_index=True)
    return np.asarray(found[np.argsort(first)], np.int64)


def _labels(tree: Tree, order: Ints, many: int, entries: int) -> Labels:
    """The same names, and some for the move of chance at the root."""
    labels = tree.labels

    def with_root(names: list[str]) -> tuple[str, ...]:
        return (*names[:many], "entry", *names[many:])

    edges = [labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]] for at in order]
    numbers = [labels.set_number[at] for at in order]
    seen = [labels.seen[at] for at in order]
    root = tuple(f"entry {at}" for at in range(1, entries + 1))
    return Labels(
        set_name=with_root([labels.set_name[at] for at in order]),
        set_label=with_root([labels.set_label[at] for at in order]),
        set_number=(*numbers[:many], 0, *numbers[many:]),
        edge=tuple(name for names in [*edges[:many], root, *edges[many:]] for name in names),
        seen=(*seen[:many], (), *seen[many:]),
    )
