"""A part of a game as a game of its own: chance leads to where it is entered, with the odds of some play."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from overture.games.check import check
from overture.games.measured.measure import terminal_payoff
from overture.games.measured.play import Play
from overture.games.tree import CHANCE, NO_OUTCOME, TERMINAL, Floats, Labels, Tree
from overture.solvers.beside.parts import Part

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Alone:
    """A part as a game of its own.

    Entries after which all who move in it see and get the same are one entry here: whose hands were tied and whose
    were not, once talks have broken down. Each information set of the whole game then has one here after which it
    plays; sets that the play does not enter have none.

    Attributes:
        tree: the game, of one world.
        action: [action of the whole game] the action here that it plays like; -1 where there is none.
    """

    tree: Tree
    action: Ints

    def put(self, play: Play, found: Play) -> Play:
        """``play`` [A] of the whole game with ``found`` [a] of this one in its place."""
        mine = self.action >= 0
        return Play(
            *(np.where(mine, there[self.action], here) for here, there in zip(play, found, strict=True))
        )


def alone(part: Part, reach: Floats) -> Alone | None:
    """The part as it is entered with ``reach`` [node]; None where it is not entered, or nobody chooses in it.

    The tree of the part has one world.
    """
    tree = part.tree
    live = [node for node in part.entries if reach[node] > 0]
    if not live:
        return None
    ends = _ends(tree)
    like, odds = _alike(part, live, ends, reach)
    kept = sorted(odds)
    nodes = np.concatenate([np.arange(node, ends[node]) for node in kept])
    sets = tree.set_of[nodes]
    decisions = _in_order(sets[(sets >= 0) & (sets < tree.n_infosets)])
    if not len(decisions):
        return None
    small = _cut(tree, nodes, kept, np.array([odds[node] for node in kept]), decisions)
    place = np.full(tree.n_infosets, -1)
    place[decisions] = np.arange(len(decisions))
    action = np.full(tree.n_actions, -1, np.int64)
    for at, other in like.items():
        if place[other] >= 0:
            width = int(tree.edge_start[at + 1] - tree.edge_start[at])
            first = int(small.edge_start[place[other]])
            action[tree.edge_start[at] : tree.edge_start[at] + width] = np.arange(first, first + width)
    return Alone(small, action)


def _ends(tree: Tree) -> list[int]:
    """[node] one more than the last node after it."""
    end = list(range(1, tree.n_nodes + 1))
    parent = tree.parent.tolist()
    for node in range(tree.n_nodes - 1, 0, -1):
        end[parent[node]] = max(end[parent[node]], end[node])
    return end


def _in_order(sets: NDArray[np.integer]) -> Ints:
    """The sets, each once, in the order of their first node."""
    found, first = np.unique(sets, return_index=True)
    return np.asarray(found[np.argsort(first)], np.int64)


def _alike(
    part: Part, live: list[int], ends: list[int], reach: Floats
) -> tuple[dict[int, int], dict[int, float]]:
    """(information set -> the one that it plays like, entry that is kept -> odds with which it is entered)."""
    tree = part.tree
    sign = _signs(tree, part)
    first: dict[int, int] = {}
    like: dict[int, int] = {}
    odds: dict[int, float] = {}
    for node in live:
        twin = first.setdefault(sign[node], node)
        pairs = {
            int(one): int(two)
            for one, two in zip(
                tree.set_of[node : ends[node]], tree.set_of[twin : ends[twin]], strict=True
            )
            if 0 <= one < tree.n_infosets
        }
        if any(like.get(one, two) != two for one, two in pairs.items()):
            twin = node  # some information set would have to play in two ways: it stays itself
            pairs = {one: one for one in pairs}
            if any(like.get(one, one) != one for one in pairs):
                return _each(tree, live, ends, reach)
        like |= pairs
        odds[twin] = odds.get(twin, 0.0) + float(reach[node])
    return like, odds


def _each(
    tree: Tree, live: list[int], ends: list[int], reach: Floats
) -> tuple[dict[int, int], dict[int, float]]:
    """The same where no entry stands for another."""
    sets = {int(at) for node in live for at in tree.set_of[node : ends[node]] if 0 <= at < tree.n_infosets}
    return {at: at for at in sets}, {node: float(reach[node]) for node in live}


def _signs(tree: Tree, part: Part) -> dict[int, int]:
    """[node of the part] a number that is the same where what follows is: moves, odds, and payoffs of those who move."""
    inside = np.flatnonzero(part.inside)
    sets = tree.set_of[inside]
    movers = sorted({int(at) for at in tree.set_player[sets[sets >= 0]]} - {CHANCE})
    paid = np.full((tree.n_nodes, len(movers)), np.nan)
    paid[tree.terminal] = terminal_payoff(tree)[0][:, movers]
    known: dict[object, int] = {}
    sign: dict[int, int] = {}
    after: dict[int, list[int]] = {}
    for node in inside[::-1].tolist():
        at = int(tree.set_of[node])
        told: object
        if at == TERMINAL:
            told = tuple(np.round(paid[node], 12).tolist())
        else:
            edges = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
            shares = tree.chance[0, edges.start - tree.n_actions : edges.stop - tree.n_actions].tolist()
            odds = tuple(shares) if at >= tree.n_infosets else ()
            told = (int(tree.set_player[at]), tree.labels.edge[edges], odds, tuple(after.pop(node)[::-1]))
        sign[node] = known.setdefault(told, len(known))
        after.setdefault(int(tree.parent[node]), []).append(sign[node])
    return sign


def _cut(tree: Tree, nodes: Ints, entries: list[int], odds: Floats, decisions: Ints) -> Tree:
    """The tree whose root is a move of chance between ``entries``, and whose other nodes are ``nodes``."""
    place = np.full(tree.n_nodes, -1, np.int64)
    place[nodes] = np.arange(1, len(nodes) + 1)
    sets = tree.set_of[nodes]
    chances = _in_order(sets[sets >= tree.n_infosets])
    order = np.concatenate([decisions, chances])
    width = np.diff(tree.edge_start)[order]
    many = len(decisions)
    # The root's own set comes first among those of chance.
    sizes = np.concatenate([width[:many], [len(entries)], width[many:]])
    start = np.concatenate([[0], np.cumsum(sizes)])
    new_set = np.full(tree.n_sets + 1, -1, np.int64)
    new_set[decisions] = np.arange(many)
    new_set[chances] = np.arange(many + 1, many + 1 + len(chances))
    shift = np.zeros(tree.n_sets, np.int64)
    shift[order] = start[new_set[order]] - tree.edge_start[order]
    parent = np.where(np.isin(nodes, entries), 0, place[tree.parent[nodes]])
    edge = tree.edge[nodes] + shift[tree.set_of[tree.parent[nodes]]]
    edge[np.searchsorted(nodes, entries)] = start[many] + np.arange(len(entries))
    ends = np.flatnonzero(sets == TERMINAL)
    outcome = np.full(len(nodes) + 1, NO_OUTCOME)
    outcome[ends + 1] = np.arange(len(ends))
    paid = terminal_payoff(tree)[0][np.searchsorted(tree.terminal, nodes[ends])]
    branches = [np.arange(tree.edge_start[at], tree.edge_start[at + 1]) - tree.n_actions for at in chances]
    chance = np.concatenate([odds / odds.sum(), *(tree.chance[0, each] for each in branches)])
    new = replace(
        tree,
        parent=np.concatenate([[-1], parent]).astype(np.int32),
        edge=np.concatenate([[-1], edge]).astype(np.int32),
        set_of=np.concatenate([[many], new_set[sets]]).astype(np.int32),
        outcome=outcome.astype(np.int32),
        set_player=np.concatenate([tree.set_player[decisions], [CHANCE], tree.set_player[chances]]).astype(np.int32),
        edge_start=start.astype(np.int32),
        chance=chance[None],
        payoff=paid[None],
        labels=_labels(tree, order, many, len(entries)),
        exact=None,
        parameters={},
    )  # fmt: skip
    return check(new)


def _labels(tree: Tree, order: Ints, many: int, entries: int) -> Labels:
    """The same names, and none for the move of chance at the root."""
    labels = tree.labels

    def with_root(names: list[str], root: str) -> tuple[str, ...]:
        return (*names[:many], root, *names[many:])

    edges = [labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]] for at in order]
    numbers = [labels.set_number[at] for at in order]
    seen = [labels.seen[at] for at in order]
    root = tuple(f"entry {at}" for at in range(1, entries + 1))
    return Labels(
        set_name=with_root([labels.set_name[at] for at in order], "entry"),
        set_label=with_root([labels.set_label[at] for at in order], "entry"),
        set_number=(*numbers[:many], 0, *numbers[many:]),
        edge=tuple(name for names in [*edges[:many], root, *edges[many:]] for name in names),
        seen=(*seen[:many], (), *seen[many:]),
    )
