"""A tree as the staged solver sees it: exact numbers, children, subgames, and what is never optimal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product

import numpy as np

from overture.collecting import uncollected
from overture.games.measured.evaluation import totals
from overture.games.tree import CHANCE, TERMINAL, Tree
from overture.solvers.rational import rational, rational_odds

MOST_COMBINATIONS = 512

Payoffs = tuple[Fraction, ...]


@dataclass(frozen=True)
class Form:
    """One world of a tree in exact numbers. Branches of chance with probability zero are left out.

    Attributes:
        children: [node] pairs (edge, child) in order; empty at the end of a history.
        paid: [terminal node] payoffs of the whole history.
        odds: [chance edge] its probability.
        allowed: [infoset] the actions that are not excluded.
    """

    tree: Tree
    children: tuple[tuple[tuple[int, int], ...], ...]
    paid: Mapping[int, Payoffs]
    odds: Mapping[int, Fraction]
    allowed: tuple[tuple[int, ...], ...]

    def player(self, node: int) -> int:
        """The mover at a decision node; CHANCE at one of chance."""
        return int(self.tree.set_player[self.tree.set_of[node]])

    def infoset(self, node: int) -> int:
        """The information set of a node; -1 at the end of a history and where chance moves."""
        index = int(self.tree.set_of[node])
        return index if 0 <= index < self.tree.n_infosets else -1

    @cached_property
    def child(self) -> tuple[dict[int, int], ...]:
        """[node] the node to which each edge leads."""
        return tuple(map(dict, self.children))

    @cached_property
    def set_of_edge(self) -> tuple[int, ...]:
        """[edge] the set to which it belongs."""
        start = self.tree.edge_start
        return tuple(s for s in range(self.tree.n_sets) for _ in range(int(start[s]), int(start[s + 1])))

    @cached_property
    def movers(self) -> tuple[list[int], list[int], list[int]]:
        """[node] its set, [set] its player, [set + 1] its first edge: the tree's arrays, for loops in Python."""
        return self.tree.set_of.tolist(), self.tree.set_player.tolist(), self.tree.edge_start.tolist()

    @cached_property
    def _last_first(self) -> list[tuple[int, ...]]:
        """[node] its children, the last first."""
        return [tuple([child for _, child in reversed(row)]) if row else () for row in self.children]

    @cached_property
    def parent(self) -> list[int]:
        """[node] the node before."""
        found: list[int] = self.tree.parent.tolist()
        return found

    @cached_property
    def likely(self) -> list[Fraction]:
        """[node] product of the odds of chance on the way; zero where chance excludes it."""
        found = [Fraction(0)] * self.tree.n_nodes
        found[0] = Fraction(1)
        for node in self.below(0):
            here = found[node]
            for edge, child in self.children[node]:
                found[child] = here * self.odds[edge] if edge in self.odds else here
        return found

    @cached_property
    def _members(self) -> list[list[int]]:
        """[infoset] its live nodes."""
        member, start = self.tree.member.tolist(), self.tree.member_start.tolist()
        return [
            [node for node in member[start[at] : start[at + 1]] if node in self.live]
            for at in range(self.tree.n_infosets)
        ]

    @cached_property
    def live(self) -> frozenset[int]:
        """Nodes that chance does not exclude."""
        return frozenset(self.below(0))

    def below(self, root: int, stop: Mapping[int, object] | None = None) -> Iterator[int]:
        """The subtree in depth-first order; nodes in ``stop`` are listed but not entered."""
        stack, last_first = [root], self._last_first
        while stack:
            node = stack.pop()
            yield node
            if stop is None or node not in stop:
                stack += last_first[node]

    def members(self, infoset: int) -> list[int]:
        """Live nodes of a set."""
        return list(self._members[infoset])

    def path(self, node: int, root: int = 0) -> list[int]:
        """Edges from ``root`` down to the node."""
        found = []
        while node != root:
            found.append(int(self.tree.edge[node]))
            node = int(self.tree.parent[node])
        return found[::-1]

    @cached_property
    def subgames(self) -> list[int]:
        """Roots of proper subgames (the whole game too), deepest last."""
        last: dict[int, int] = {}
        inside: dict[int, set[int]] = {}
        found = []
        order = list(self.below(0))
        place = {node: i for i, node in enumerate(order)}
        end = dict.fromkeys(order, 0)
        for node in reversed(order):
            end[node] = max([place[node]] + [end[child] for _, child in self.children[node]])
        for index in range(self.tree.n_infosets):
            nodes = [place[n] for n in self.members(index)]
            if nodes:
                last[index] = max(nodes)
                inside[index] = {min(nodes)}
        for node in order:
            if not self.children[node]:
                continue
            low, high = place[node], end[node]
            touched = {self.infoset(n) for n in order[low : high + 1]} - {-1}
            if touched and all(min(inside[i]) >= low and last[i] <= high for i in touched):
                found.append(node)
        return found


@uncollected()
def form_of(tree: Tree, world: int = 0) -> Form:
    """The exact form of one world; floats become the simple fractions they stand for."""
    exact = tree.exact if tree.n_worlds == 1 else None
    first = tree.n_actions
    largest = np.abs(tree.payoff[world]).max(axis=0, initial=0.0).tolist()

    def odds(edge: int) -> Fraction:
        return exact.chance[edge - first] if exact else rational_odds(float(tree.chance[world, edge - first]))

    def payoff(outcome: int) -> Payoffs:
        if exact:
            return tuple(exact.payoff[outcome])
        paid = tree.payoff[world, outcome].tolist()
        return tuple(rational(each, scale) for each, scale in zip(paid, largest, strict=True))

    zero = tuple(Fraction(0) for _ in tree.players)
    total = totals(tree, [payoff(at) for at in range(tree.payoff.shape[1])], zero)
    kids: list[list[tuple[int, int]]] = [[] for _ in range(tree.n_nodes)]
    chances: dict[int, Fraction] = {}
    parent, edges = tree.parent.tolist(), tree.edge.tolist()
    for node in range(tree.n_nodes):
        if node:
            edge = edges[node]
            if edge >= first:
                chances[edge] = odds(edge)
                if not chances[edge]:
                    continue
            kids[parent[node]].append((edge, node))
    for row in kids:
        row.sort()
    ends = {n: total[n] for n, at in enumerate(tree.set_of.tolist()) if at == TERMINAL}
    start = tree.edge_start.tolist()
    allowed = tuple(tuple(range(start[i], start[i + 1])) for i in range(tree.n_infosets))
    return Form(tree, tuple(map(tuple, kids)), ends, chances, allowed)


def prune(form: Form, keep: frozenset[int] = frozenset()) -> Form:
    """Exclude actions that are worse than another at every node of their set, whatever follows.

    Such an action is in no sequential equilibrium. Repeated until nothing changes. Sets in ``keep``
    are left as they are.
    """
    allowed = [list(actions) for actions in form.allowed]
    changed = True
    while changed:
        changed = False
        for index in reversed(range(form.tree.n_infosets)):
            if index in keep or len(allowed[index]) < 2:
                continue
            nodes = form.members(index)
            if not nodes:
                allowed[index] = allowed[index][:1]
                continue
            player = int(form.tree.set_player[index])
            for action in list(allowed[index]):
                if any(
                    other != action
                    and all(_least_gain(form, allowed, node, other, action, player) > 0 for node in nodes)
                    for other in allowed[index]
                ):
                    allowed[index].remove(action)
                    changed = True
    return Form(form.tree, form.children, form.paid, form.odds, tuple(map(tuple, allowed)))


def _least_gain(
    form: Form, allowed: list[list[int]], node: int, better: int, worse: int, player: int
) -> Fraction:
    """A lower bound of value(better) - value(worse) at a node, over all that may be played later."""
    child = dict(form.children[node])
    one, two = child[better], child[worse]
    later = [{form.infoset(n) for n in form.below(start)} - {-1} for start in (one, two)]
    shared = [i for i in later[0] & later[1] if len(allowed[i]) > 1]
    count = 1
    for i in shared:
        count *= len(allowed[i])
    if count > MOST_COMBINATIONS:
        return _bounds(form, allowed, one, player, {})[0] - _bounds(form, allowed, two, player, {})[1]
    # The difference is linear in the play at each shared set, so its least value is at pure play there;
    # elsewhere the two sides do not meet and each is bounded by itself.
    least: Fraction | None = None
    for choice in product(*(allowed[i] for i in shared)):
        fixed = dict(zip(shared, choice, strict=True))
        gain = _bounds(form, allowed, one, player, fixed)[0] - _bounds(form, allowed, two, player, fixed)[1]
        least = gain if least is None else min(least, gain)
    assert least is not None
    return least


def _bounds(
    form: Form, allowed: list[list[int]], node: int, player: int, fixed: Mapping[int, int]
) -> tuple[Fraction, Fraction]:
    """Least and greatest value of a node to a player."""
    if node in form.paid:
        x = form.paid[node][player]
        return x, x
    index = form.infoset(node)
    if index < 0:
        low = high = Fraction(0)
        for edge, child in form.children[node]:
            a, b = _bounds(form, allowed, child, player, fixed)
            low += form.odds[edge] * a
            high += form.odds[edge] * b
        return low, high
    usable = [fixed[index]] if index in fixed else allowed[index]
    both = [
        _bounds(form, allowed, child, player, fixed) for edge, child in form.children[node] if edge in usable
    ]
    return min(a for a, _ in both), max(b for _, b in both)


def informed(form: Form) -> tuple[int, list[int]] | None:
    """The sender's sets, where the game begins with a type that one player sees before he moves.

    Returns (player, [type] set), or None.
    """
    if 0 in form.paid or form.infoset(0) >= 0 or form.player(0) != CHANCE:
        return None
    sets = []
    for _, child in form.children[0]:
        index = form.infoset(child)
        if index < 0 or len(form.members(index)) != 1:
            return None
        sets.append(index)
    players = {int(form.tree.set_player[i]) for i in sets}
    if len(players) != 1 or len(sets) < 2:
        return None
    return players.pop(), sets


def subsets(actions: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Nonempty subsets, small ones first, one after another: of thirty actions there are a billion."""
    return (c for k in range(1, len(actions) + 1) for c in combinations(actions, k))
