"""A game as plain lists, read from the arrays of a ``Tree``, and an assessment judged in rationals.

Nothing is shared with ``overture.solvers`` or with the package's measures. Branches of chance of probability zero
are cut off: information sets that only such branches reach are not judged, and no belief is put on a node behind one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from overture.games.tree import Tree

Number = Fraction | float
Tremble = tuple[Number, Number]  # coefficient, order


@dataclass(frozen=True)
class Plain:
    """One world of a game; nodes and actions keep their numbers of the tree.

    Attributes:
        children: [node] pairs (edge, node below) that chance does not exclude.
        path: [node] the edges from the root.
        mover: [set] the player.
        nodes: [set] its nodes that chance does not exclude; sets without any are left out.
        actions: [set] its actions.
        paid: [end][player] all that the history pays.
        odds: [edge] of chance.
    """

    players: int
    many: int  # actions
    children: dict[int, list[tuple[int, int]]]
    path: dict[int, list[int]]
    mover: dict[int, int]
    nodes: dict[int, list[int]]
    actions: dict[int, list[int]]
    paid: dict[int, list[Fraction]]
    odds: dict[int, Fraction]

    @property
    def sets(self) -> list[int]:
        return list(self.nodes)

    @property
    def span(self) -> Fraction:
        """The largest difference of payoffs of a player; 1 where all are the same."""
        columns = zip(*self.paid.values(), strict=True)
        return max(max(column) - min(column) for column in columns) or Fraction(1)


def plain(tree: Tree) -> Plain:
    """The game of a tree with one world."""
    actions = int(tree.edge_start[tree.n_infosets])
    branches = tree.exact.chance if tree.exact else [Fraction(float(x)) for x in tree.chance[0]]
    odds = {actions + at: share for at, share in enumerate(branches)}
    if tree.exact:
        pays = [list(row) for row in tree.exact.payoff]
    else:
        pays = [[Fraction(float(x)) for x in row] for row in tree.payoff[0]]
    children: dict[int, list[tuple[int, int]]] = {0: []}
    path: dict[int, list[int]] = {0: []}
    so_far: dict[int, list[Fraction]] = {}
    nodes: dict[int, list[int]] = {}
    for node in range(len(tree.parent)):
        above, edge = int(tree.parent[node]), int(tree.edge[node])
        if above >= 0:
            if above not in children or not odds.get(edge, 1):
                continue
            children[above].append((edge, node))
            children[node], path[node] = [], [*path[above], edge]
        at = int(tree.outcome[node])
        here = pays[at] if at >= 0 else [Fraction(0)] * len(tree.players)
        before = so_far[above] if above >= 0 else [Fraction(0)] * len(tree.players)
        so_far[node] = [a + b for a, b in zip(before, here, strict=True)]
        if 0 <= int(tree.set_of[node]) < tree.n_infosets:
            nodes.setdefault(int(tree.set_of[node]), []).append(node)
    return Plain(
        len(tree.players),
        actions,
        children,
        path,
        {at: int(tree.set_player[at]) for at in nodes},
        nodes,
        {at: list(range(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))) for at in nodes},
        {node: so_far[node] for node, below in children.items() if not below},
        odds,
    )


def worth(game: Plain, play: Mapping[int, Number], node: int = 0) -> list[Number]:
    """[player] expected payoff of the whole history once play is at a node."""
    if not game.children[node]:
        return list(game.paid[node])
    total: list[Number] = [Fraction(0)] * game.players
    for edge, below in game.children[node]:
        share = game.odds.get(edge, play.get(edge, Fraction(0)))
        if share:
            total = [a + share * b for a, b in zip(total, worth(game, play, below), strict=True)]
    return total


def on_path(game: Plain, play: Mapping[int, Number]) -> set[int]:
    """The information sets that play reaches."""
    return {
        at
        for at, nodes in game.nodes.items()
        if any(all(game.odds.get(e, play.get(e, 0)) for e in game.path[n]) for n in nodes)
    }


def beliefs(
    game: Plain, play: Mapping[int, Number], trembles: Mapping[int, Tremble], at: int
) -> dict[int, Number]:
    """[node] the limit of Bayes' rule as the trembles, coefficient * eps ** order, vanish."""
    sizes: dict[int, Tremble] = {}
    for node in game.nodes[at]:
        size: Number = Fraction(1)
        order: Number = Fraction(0)
        for edge in game.path[node]:
            share = game.odds.get(edge, play.get(edge, Fraction(0)))
            if not share:
                share, more = trembles.get(edge, (Fraction(1), Fraction(1)))
                assert share > 0, f"the tremble of action {edge} has no positive coefficient"
                assert more > 0, f"the tremble of action {edge} does not vanish"
                order = order + more
            size = size * share
        sizes[node] = (size, order)
    least = min(order for _, order in sizes.values())
    total = sum((size for size, order in sizes.values() if order == least), Fraction(0))
    return {node: size / total for node, (size, order) in sizes.items() if order == least}


def regret(game: Plain, play: Mapping[int, Number], trembles: Mapping[int, Tremble]) -> Number:
    """The largest gain from another action at any information set, reached or not, under consistent beliefs.

    One deviation at a time is enough: players recall what they did, and beliefs are limits of Bayes' rule.
    """
    largest: Number = Fraction(0)
    for at in game.sets:
        total = sum((play.get(a, Fraction(0)) for a in game.actions[at]), Fraction(0))
        assert abs(float(total) - 1) < 1e-9, f"set {at} is played with probability {float(total)}"
        gain: dict[int, Number] = dict.fromkeys(game.actions[at], Fraction(0))
        for node, belief in beliefs(game, play, trembles, at).items():
            for edge, below in game.children[node]:
                gain[edge] += belief * worth(game, play, below)[game.mover[at]]
        mean = sum((play.get(a, Fraction(0)) * x for a, x in gain.items()), Fraction(0))
        largest = max(largest, max(gain.values()) - mean)
    return largest
