"""What a profile with its trembles is worth, in exact rationals: beliefs, values, best replies.

Most of a profile is ones and zeros, which are not multiplied by; and numerators over one denominator
are added as whole numbers, before anything is reduced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeVar

from overture.games.measured.assessment import Assessment, Number
from overture.games.tree import NO_OUTCOME, TERMINAL, Tree

ZERO, ONE = Fraction(0), Fraction(1)
EXCLUDED = (ONE, Fraction(-1))  # of a branch that chance excludes: such edges are counted apart
TREMBLE = (ONE, ONE)  # of an action of which nothing is said

Paid = TypeVar("Paid", Fraction, float)
Tremble = tuple[Fraction, Fraction]
Pairs = list[tuple[Fraction, Fraction]]


def mixed(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of the products of pairs."""
    over: dict[int, int] = {}
    for one, two in pairs:
        below = one.denominator * two.denominator
        over[below] = over.get(below, 0) + one.numerator * two.numerator
    unit = lcm(*over)
    return Fraction(sum([above * (unit // below) for below, above in over.items()]), unit)


def weighted(pairs: Pairs) -> Fraction:
    """The same, at no cost where one weight of one (the first of a pair) is all."""
    if len(pairs) == 1 and pairs[0][0] == 1:
        return pairs[0][1]
    return mixed(pairs)


def _product(one: Fraction, two: Fraction) -> Fraction:
    """The product of two numbers that are ``plain``."""
    if two is ONE or one is ZERO:
        return one
    return two if one is ONE or two is ZERO else one * two


def _plain(numbers: Iterable[Fraction]) -> list[Fraction]:
    """The numbers, with every one and every zero as the same object."""
    return [(ONE if each == 1 else each) if each else ZERO for each in numbers]


def _exact(number: Number) -> Fraction:
    return number if type(number) is Fraction else Fraction(number)


def _order(order: Number) -> Fraction:
    """An exponent; a float means its shortest decimal, so that 0.1 + 0.2 is 0.3."""
    return Fraction(repr(order)) if isinstance(order, float) else Fraction(order)


def monomials(tree: Tree, assessment: Assessment, world: int = 0) -> tuple[list[Fraction], list[Tremble]]:
    """[edge] probabilities, and [edge] (c, k): played edges have k = 0, others their tremble.

    What chance excludes has (1, -1): :class:`Evaluation` counts such edges apart, since chance
    never trembles.
    """
    chance = tree.exact.chance if tree.exact is not None else map(Fraction, tree.chance[world].tolist())
    odds = [ZERO] * tree.n_actions + list(chance)
    for (_, action), probability in assessment.profile.items():
        odds[action] = _exact(probability)
    trembles = [(value, ZERO) if value else EXCLUDED for value in odds]
    for action in range(tree.n_actions):
        if not odds[action]:
            trembles[action] = TREMBLE
    for (_, action), (weight, order) in assessment.trembles.items():
        if not odds[action]:
            trembles[action] = (Fraction(weight), _order(order))
    return odds, trembles


def payoffs(tree: Tree, world: int = 0) -> list[tuple[Fraction, ...]]:
    """[outcome][player] payoffs as rationals."""
    if tree.exact is not None:
        return list(tree.exact.payoff)
    return [tuple(map(Fraction, row)) for row in tree.payoff[world].tolist()]


def totals(
    tree: Tree, payoff: Sequence[tuple[Paid, ...]], nothing: tuple[Paid, ...]
) -> list[tuple[Paid, ...]]:
    """[node][player] everything paid on the way to the node, the node included; ``nothing`` before any payment."""
    found: list[tuple[Paid, ...]] = []
    for above, outcome in zip(tree.parent.tolist(), tree.outcome.tolist(), strict=True):
        before = found[above] if above >= 0 else nothing
        if outcome == NO_OUTCOME:
            found.append(before)
        elif before is nothing:
            found.append(payoff[outcome])
        else:
            found.append(tuple(a + b for a, b in zip(before, payoff[outcome], strict=True)))
    return found


def last_own(tree: Tree, player: int) -> list[int]:
    """[node] the player's last action on the way to it; -1 for none."""
    set_of, mover, edge = tree.set_of.tolist(), tree.set_player.tolist(), tree.edge.tolist()
    found: list[int] = []
    for node, above in enumerate(tree.parent.tolist()):
        if above < 0:
            found.append(-1)
        else:
            found.append(edge[node] if mover[set_of[above]] == player else found[above])
    return found


class Evaluation:
    """Beliefs and conditional values of one profile with trembles, in rationals.

    ``order`` [node] is the exponent of eps in the node's reach. ``node_value`` [node][player] is the
    expected total payoff once play has come to the node; ``total`` everything paid on the way to it.
    """

    def __init__(
        self,
        tree: Tree,
        odds: Sequence[Fraction],
        trembles: Sequence[Tremble],
        payoff: Sequence[tuple[Fraction, ...]],
    ) -> None:
        self.tree, self.odds = tree, _plain(odds)
        self.parent: list[int] = tree.parent.tolist()
        self.edge: list[int] = tree.edge.tolist()
        self.set_of: list[int] = tree.set_of.tolist()
        self.player: list[int] = tree.set_player.tolist()
        self.start: list[int] = tree.edge_start.tolist()
        self._unlikely(trembles)
        self.belief = self._beliefs()
        self.total = totals(tree, payoff, (ZERO,) * len(tree.players))
        self.node_value = self._values()
        self.action_value = self._action_values()
        self.infoset_value: list[Fraction] = []
        self.regret: list[Fraction] = []
        for infoset in range(tree.n_infosets):
            here = range(self.start[infoset], self.start[infoset + 1])
            played = weighted([(odds[at], self.action_value[at]) for at in here if odds[at]])
            self.infoset_value.append(played)
            # A rounded profile may sum to a hair less than one: regret is never below zero.
            best = max(self.action_value[here.start : here.stop])
            self.regret.append(ZERO if best is played else max(best - played, ZERO))

    def _unlikely(self, trembles: Sequence[Tremble]) -> None:
        """How unlikely nodes are.

        ``_key`` [node] is (number of branches on the way that chance excludes, exponent of eps in whole
        units); ``_share`` [node] is the coefficient beside it.
        """
        weights = _plain(weight for weight, _ in trembles)
        unit = lcm(*{order.denominator for _, order in trembles})
        steps = [order.numerator * (unit // order.denominator) for _, order in trembles]
        self._key = [(0, 0)] * len(self.parent)
        self._share = [ONE] * len(self.parent)
        for node in range(1, len(self.parent)):
            above, edge = self.parent[node], self.edge[node]
            barred, order = self._key[above]
            step = steps[edge]
            self._key[node] = (
                (barred + 1, order) if step < 0 else (barred, order + step) if step else self._key[above]
            )
            self._share[node] = _product(self._share[above], weights[edge])
        exponent = {order: Fraction(order, unit) for _, order in set(self._key)}
        self.order = [exponent[order] for _, order in self._key]

    def _beliefs(self) -> list[Fraction | None]:
        belief: list[Fraction | None] = [None] * len(self.parent)
        first, member = self.tree.member_start.tolist(), self.tree.member.tolist()
        key, share = self._key, self._share
        for infoset in range(self.tree.n_infosets):
            members = member[first[infoset] : first[infoset + 1]]
            lowest = min([key[node] for node in members])
            likely = [node for node in members if key[node] == lowest]
            if len(likely) < len(members):
                for node in members:
                    belief[node] = ZERO
            if len(likely) == 1 and share[likely[0]]:
                belief[likely[0]] = ONE
                continue
            unit = lcm(*{share[node].denominator for node in likely})
            parts = [share[node].numerator * (unit // share[node].denominator) for node in likely]
            whole = sum(parts)
            known = {part: Fraction(part, whole) for part in set(parts)}
            for node, part in zip(likely, parts, strict=True):
                belief[node] = known[part]
        return belief

    def _values(self) -> list[tuple[Fraction, ...]]:
        """[node][player] expected total payoff once play has come to the node."""
        nothing = (ZERO,) * len(self.tree.players)
        value = [nothing] * len(self.parent)
        below: list[list[tuple[Fraction, int]]] = [[] for _ in self.parent]
        for node in range(len(self.parent) - 1, -1, -1):
            after = below[node]
            if self.set_of[node] == TERMINAL:
                value[node] = self.total[node]
            elif len(after) == 1 and after[0][0] == 1:
                value[node] = value[after[0][1]]
            elif after:
                value[node] = tuple(
                    mixed([(share, value[child][player]) for share, child in after])
                    for player in range(len(nothing))
                )
            if node and (chance := self.odds[self.edge[node]]):
                below[self.parent[node]].append((chance, node))
        return value

    def _action_values(self) -> list[Fraction]:
        """[action] what it is worth to its mover, as he believes."""
        pairs: list[Pairs] = [[] for _ in range(self.tree.n_actions)]
        for node in range(1, len(self.parent)):
            above = self.parent[node]
            belief = self.belief[above]
            if belief:  # None where chance moves
                pairs[self.edge[node]].append(
                    (belief, self.node_value[node][self.player[self.set_of[above]]])
                )
        return [weighted(each) for each in pairs]

    def reach(self) -> list[Fraction]:
        """[node] probability of the node."""
        found = [ONE] * len(self.parent)
        for node in range(1, len(self.parent)):
            found[node] = _product(found[self.parent[node]], self.odds[self.edge[node]])
        return found

    def best_replies(self) -> list[Fraction]:
        """[player] value of the best reply to the others' strategies, off the path included.

        Under perfect recall an information set follows one own action: what is won below an action,
        weighted by the others and chance, is summed there, and the best sum is handed up.
        """
        return [self._best_reply(player) for player in range(len(self.tree.players))]

    def _best_reply(self, player: int) -> Fraction:
        others = [ONE] * len(self.parent)
        last = last_own(self.tree, player)
        won: list[Pairs] = [
            [] for _ in range(self.tree.n_actions + 1)
        ]  # [action], in the last place the root
        for node, at in enumerate(self.set_of):
            if node:
                above, edge = self.parent[node], self.edge[node]
                mine = self.player[self.set_of[above]] == player
                share = self.odds[edge]
                others[node] = others[above] if mine or share is ONE else _product(others[above], share)
            if at == TERMINAL and others[node]:
                won[last[node]].append((others[node], self.total[node][player]))
        # Sets are numbered by first node, and the first own set on a path comes before later ones.
        for infoset in range(self.tree.n_infosets - 1, -1, -1):
            if self.player[infoset] == player:
                first = int(self.tree.member[self.tree.member_start[infoset]])
                here = range(self.start[infoset], self.start[infoset + 1])
                won[last[first]].append((ONE, max(weighted(won[at]) for at in here)))
        return weighted(won[-1])


__all__ = ["Evaluation", "last_own", "mixed", "monomials", "payoffs", "totals"]
