"""What is true of a strategy, said slowly: plain Python and rationals, one world, one history at a time.

Nothing here is fast and nothing is shared with the kernels. Each function is the textbook's sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from overture.games.tree import Tree

# Trembles are judged at this size: small enough for a limit to nine digits, and rational.
EPSILON = Fraction(1, 10**14)
# What chance excludes is less likely than any slip of a player: an order above all of theirs.
EXCLUDED = EPSILON**60

Odds = dict[int, Fraction]


def edge_odds(tree: Tree, strategy: Sequence[float], world: int = 0) -> Odds:
    """The probability of every edge, players' and chance's, as rationals."""
    odds = {edge: Fraction(float(value)) for edge, value in enumerate(strategy)}
    for branch, value in enumerate(tree.chance[world]):
        odds[tree.n_actions + branch] = Fraction(float(value))
    return odds


def path(tree: Tree, node: int) -> list[int]:
    """The nodes from the root to ``node``."""
    nodes = [node]
    while tree.parent[nodes[-1]] >= 0:
        nodes.append(int(tree.parent[nodes[-1]]))
    return nodes[::-1]


def reach(tree: Tree, odds: Odds, node: int) -> Fraction:
    """The product of the odds along the path."""
    result = Fraction(1)
    for each in path(tree, node)[1:]:
        result *= odds[int(tree.edge[each])]
    return result


def paid(tree: Tree, node: int, player: int, world: int = 0) -> Fraction:
    """Everything that ``player`` was paid up to ``node``."""
    total = Fraction(0)
    for each in path(tree, node):
        if tree.outcome[each] >= 0:
            total += Fraction(float(tree.payoff[world, tree.outcome[each], player]))
    return total


def terminals_below(tree: Tree, node: int) -> Iterator[int]:
    for end in tree.terminal.tolist():
        if node in path(tree, end):
            yield end


def value(tree: Tree, odds: Odds, player: int, world: int = 0, node: int = 0) -> Fraction:
    """Expected payment to ``player`` over all of the history, once play is at ``node``."""
    total = Fraction(0)
    for end in terminals_below(tree, node):
        chance = Fraction(1)
        for each in path(tree, end):
            if each > node and each in path(tree, end)[len(path(tree, node)) :]:
                chance *= odds[int(tree.edge[each])]
        total += chance * paid(tree, end, player, world)
    return total


def trembling(tree: Tree, odds: Odds, order: Sequence[int], weight: Sequence[Fraction]) -> Odds:
    """The odds with every zero replaced by weight * eps**order (chance: by less than all of those)."""
    result = dict(odds)
    for edge, value in odds.items():
        if value == 0:
            slip = edge < tree.n_actions
            result[edge] = weight[edge] * EPSILON ** order[edge] if slip else EXCLUDED
    return result


def belief(tree: Tree, trembled: Odds, infoset: int) -> dict[int, Fraction]:
    """Bayes' rule at an information set when everything has a chance."""
    reached = {int(node): reach(tree, trembled, int(node)) for node in tree.members(infoset)}
    total = sum(reached.values(), Fraction(0))
    return {node: share / total for node, share in reached.items()}


def action_values(
    tree: Tree, odds: Odds, trembled: Odds, infoset: int, world: int = 0
) -> dict[int, Fraction]:
    """What each action is worth to the mover, given his beliefs and that all play on by ``odds``."""
    player = int(tree.set_player[infoset])
    worth = {edge: Fraction(0) for edge in range(tree.edge_start[infoset], int(tree.edge_start[infoset + 1]))}
    for node, share in belief(tree, trembled, infoset).items():
        for child in range(tree.n_nodes):
            if tree.parent[child] == node:
                worth[int(tree.edge[child])] += share * value(tree, odds, player, world, child)
    return worth


def regret(tree: Tree, odds: Odds, trembled: Odds, infoset: int, world: int = 0) -> Fraction:
    """How much better the best action is than what is done."""
    worth = action_values(tree, odds, trembled, infoset, world)
    return max(worth.values()) - sum((odds[edge] * each for edge, each in worth.items()), Fraction(0))


def best_reply_value(tree: Tree, odds: Odds, player: int, world: int = 0) -> Fraction:
    """The best of all pure strategies of ``player``, tried one by one."""
    own = [infoset for infoset in range(tree.n_infosets) if tree.set_player[infoset] == player]
    menus = [range(tree.edge_start[infoset], int(tree.edge_start[infoset + 1])) for infoset in own]
    best = None
    for plan in product(*menus):
        tried = dict(odds)
        for menu, taken in zip(menus, plan, strict=True):
            for edge in menu:
                tried[edge] = Fraction(int(edge == taken))
        got = value(tree, tried, player, world)
        best = got if best is None else max(best, got)
    assert best is not None
    return best


def pure_plans(tree: Tree, player: int) -> int:
    """How many pure strategies ``player`` has (before trying them all)."""
    count = 1
    for infoset in range(tree.n_infosets):
        if tree.set_player[infoset] == player:
            count *= int(tree.edge_start[infoset + 1] - tree.edge_start[infoset])
    return count
