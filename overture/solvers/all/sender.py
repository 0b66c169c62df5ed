"""The sender, by whose first move the equilibria of a game are named: his types, and what they can send.

A *sender* is the player who moves first whatever chance draws, where he knows something of it; what he knows there, one
information set of his, is a *type*. Chance may draw more before he moves: what the receiver will know of his own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import CHANCE, TERMINAL, Tree
from overture.solvers.all.signals import Sent, Signals, signals_told

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Sender:
    """The first mover and what he may send.

    Attributes:
        nodes: [type] the histories at which the type moves.
        sets: [type] its information set.
        signals: what the others can tell apart.
    """

    nodes: tuple[tuple[int, ...], ...]
    sets: tuple[int, ...]
    signals: Signals

    def possible(self, tree: Tree) -> Bools:
        """[world, type] whether chance ever draws the type."""
        found = np.zeros((tree.n_worlds, len(self.nodes)), dtype=bool)
        for kind, nodes in enumerate(self.nodes):
            for node in nodes:
                drawn, here = np.ones(tree.n_worlds, dtype=bool), node
                while here:
                    drawn &= tree.chance[:, int(tree.edge[here]) - tree.n_actions] > 0
                    here = int(tree.parent[here])
                found[:, kind] |= drawn
        return found


def sender_of(tree: Tree, live: Collection[int]) -> Sender | None:
    """The sender of a game; None where nobody moves first knowing what another does not.

    Types that have no chance are among his: a prior of 0 in one world does not change what the classes are called. Only
    where there is no sender with them are the nodes ``live``, which chance does not exclude, taken alone.

    Where chance draws once and shows it to the first mover, he is the sender unless the others, where they move at all,
    always know what was drawn. Where it draws more, the others must confuse his types, directly or by way of others, and see what he sends: who moves without having
    seen it, as in a race in which both act at once, has no message before him.
    """
    for nodes in dict.fromkeys(_first_moves(tree, among) for among in (None, live)):
        if not nodes:
            continue
        sets = tuple(int(tree.set_of[row[0]]) for row in nodes)
        drawn_once = all(len(row) == 1 and tree.parent[row[0]] == 0 for row in nodes)
        sent = signals_told(tree, _sent(tree, nodes), len(nodes), drawn_once and _hidden(tree, nodes))
        if sent is not None:
            return Sender(nodes, sets, sent)
    return None


def _first_moves(tree: Tree, among: Collection[int] | None) -> tuple[tuple[int, ...], ...]:
    """[type] the histories at which the first mover knows no more than that; none where he has one type only."""
    children: dict[int, list[int]] = {}
    set_of, edge, owner = tree.set_of.tolist(), tree.edge.tolist(), tree.set_player.tolist()
    by_chance = [at != TERMINAL and owner[at] == CHANCE for at in set_of]
    for node, above in enumerate(tree.parent.tolist()):
        if node and by_chance[above] and (among is None or node in among):
            children.setdefault(above, []).append(node)
    found: dict[int, list[int]] = {}
    stack = [0]
    while stack:
        node = stack.pop()
        at = set_of[node]
        if at == TERMINAL:
            return ()
        if by_chance[node]:
            stack += sorted(children.get(node, []), key=lambda each: -edge[each])
        else:
            found.setdefault(at, []).append(node)
    if len(found) < 2 or len({owner[at] for at in found}) != 1:
        return ()
    for at, nodes in found.items():
        if {n for n in tree.members(at).tolist() if among is None or n in among} != set(nodes):
            return ()
    return tuple(map(tuple, found.values()))


def _hidden(tree: Tree, nodes: Sequence[Sequence[int]]) -> bool:
    """Whether the others, where they move at all, ever do so without knowing the type: else nobody signals it."""
    kind = [-1] * tree.n_nodes
    for at, row in enumerate(nodes):
        for node in row:
            kind[node] = at
    for node, above in enumerate(tree.parent.tolist()):
        if above > 0 and kind[node] < 0:
            kind[node] = kind[above]
    mover = int(tree.set_player[tree.set_of[nodes[0][0]]])
    others = [at for at in range(tree.n_infosets) if int(tree.set_player[at]) != mover]
    return not others or any(len({kind[node] for node in tree.members(at).tolist()}) > 1 for at in others)


def _sent(tree: Tree, nodes: Sequence[Sequence[int]]) -> list[Sent]:
    """The choices of each type, at each of its histories."""
    kind = {node: at for at, row in enumerate(nodes) for node in row}
    edge, word = tree.edge.tolist(), tree.labels.edge
    return [
        Sent(kind[above], word[edge[node]], edge[node], node)
        for node, above in enumerate(tree.parent.tolist())
        if above in kind
    ]


__all__ = ["Sender", "sender_of"]
