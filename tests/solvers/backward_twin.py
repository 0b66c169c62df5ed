"""Backward induction by recursion over nested lists: what equilibria give, mixing at ties on a grid."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from operator import mul

from overture.games.tree import TERMINAL, Tree

Point = tuple[Fraction, ...]
GRID = [Fraction(share, 4) for share in range(5)]


def children(tree: Tree, node: int) -> list[int]:
    found = [at for at in range(1, tree.n_nodes) if tree.parent[at] == node]
    return sorted(found, key=lambda at: int(tree.edge[at]))


def values(tree: Tree, node: int = 0, paid: Point | None = None, mixing: bool = True) -> set[Point]:
    """Values of subgame perfect equilibria of the subgame at a node: of all in pure strategies, and of mixtures.

    At a tie each pair of actions is mixed with the weights of GRID.

    Raises:
        OverflowError: more combinations than a test should take.
    """
    assert tree.exact is not None
    before = paid or (Fraction(0),) * len(tree.players)
    if tree.outcome[node] >= 0:
        here = tree.exact.payoff[int(tree.outcome[node])]
        before = tuple(a + b for a, b in zip(before, here, strict=True))
    if tree.set_of[node] == TERMINAL:
        return {before}
    below = children(tree, node)
    sets = [sorted(values(tree, child, before, mixing)) for child in below]
    mover = int(tree.set_player[tree.set_of[node]])
    if prod(len(each) for each in sets) > 3000:
        raise OverflowError
    found = set()
    for point in product(*sets):
        if mover < 0:
            odds = [tree.exact.chance[int(tree.edge[child]) - tree.n_actions] for child in below]
            found.add(tuple(sum(map(mul, odds, axis), Fraction(0)) for axis in zip(*point, strict=True)))
            continue
        most = max(each[mover] for each in point)
        best = [each for each in point if each[mover] == most]
        found.update(best)
        if mixing:
            for one, two in product(best, best):
                found.update(tuple(p * x + (1 - p) * y for x, y in zip(one, two, strict=True)) for p in GRID)
    return found
