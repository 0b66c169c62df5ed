"""The certificate of an assessment, in exact rationals: is it a sequential equilibrium, and if not, where?

An *assessment* is stored as a profile and, for moves of probability zero, trembles ``c * eps**k``
(default c = 1, k = 1). The reach of every node is then a monomial in eps, and the belief at every
information set is its exact limit: consistency (Kreps and Wilson 1982, Econometrica 50:863-894,
section 5) holds by construction. What is left to check is that no single deviation at any
information set, reached or not, pays: the *conditional regret*, which is sufficient under perfect
recall (Hendon, Jacobsen and Sloth 1996, Games and Economic Behavior 12:274-282).

This is the package's form of exchange for assessments; measure.py is its fast twin in doubles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10
from typing import Any

from overture.errors import Fault, SolveError
from overture.games.measured.assessment import Assessment, Number, from_json, from_labels, name_of, to_json
from overture.games.tree import TERMINAL, Floats, Tree

__all__ = [
    "Assessment",
    "Certificate",
    "certify",
    "from_json",
    "from_labels",
    "from_solution_row",
    "name_of",
    "to_json",
]

SUM_TOLERANCE = 1e-9
# Regret below this share of the payoff range counts as none where the numbers are doubles.
FLOAT_TOLERANCE = 1e-9


@dataclass(frozen=True, repr=False)
class Certificate:
    """What is true of an assessment. Numbers are Fractions if ``exact``, else floats.

    Attributes:
        tree: the game.
        assessment: what was certified.
        exact: whether the tree, the profile and the trembles were all rational.
        reach: [node] probability of the node (zero off the path).
        order: [node] exponent of eps in the node's reach.
        belief: [node] probability of a decision node given its information set; None elsewhere.
        action_value: [action] conditional value of the action to its mover (all of the history paid).
        infoset_value: [infoset] conditional value of the profile to the mover.
        regret: [infoset] the best action's value minus the profile's.
        value: [player] expected payoff at the root.
        nash_regret: [player] what the player's best reply to the others would gain him.
        tolerance: the largest regret that counts as none: 0 if exact.
    """

    tree: Tree
    assessment: Assessment
    exact: bool
    reach: tuple[Number, ...]
    order: tuple[Fraction, ...]
    belief: tuple[Number | None, ...]
    action_value: tuple[Number, ...]
    infoset_value: tuple[Number, ...]
    regret: tuple[Number, ...]
    value: tuple[Number, ...]
    nash_regret: tuple[Number, ...]
    tolerance: float = 0.0

    @property
    def max_regret(self) -> Number:
        """The largest conditional regret over all information sets."""
        return max(self.regret, default=Fraction(0))

    @property
    def is_sequential(self) -> bool:
        """Whether this is a sequential equilibrium: no regret anywhere."""
        return self.max_regret <= self.tolerance

    @property
    def is_nash(self) -> bool:
        """Whether nobody gains by changing his whole strategy."""
        return max(self.nash_regret, default=Fraction(0)) <= self.tolerance

    @property
    def worst(self) -> int | None:
        """The information set of the largest regret (the first of them); None in a game without sets."""
        return self.regret.index(self.max_regret) if self.regret else None

    @property
    def worst_name(self) -> str:
        """The name of that information set: its label, or player:number."""
        return "" if self.worst is None else name_of(self.tree, self.worst)

    def _near(self) -> float:
        """How near to no regret the doubles are known to come: the regret measured, or their rounding."""
        sizes = [abs(float(value)) for value in self.infoset_value]
        return max(float(self.max_regret), 2.0**-52 * max(sizes, default=0.0))

    def __repr__(self) -> str:
        return f"Certificate: {self}"

    @classmethod
    def __kept__(cls) -> tuple[Callable[..., Any], Callable[..., Any]]:
        from overture.games.measured.kept import read_certificate, write_certificate

        return write_certificate, read_certificate

    def __str__(self) -> str:
        near = 0.0 if self.exact else self._near()
        kind = f"to {_one_digit(near)}" if near else "exact" if self.exact else "in doubles"
        if self.is_sequential:
            return f"a sequential equilibrium ({kind})"
        return f"not a sequential equilibrium ({kind}): regret {self.max_regret} at {self.worst_name}"


def _one_digit(size: float) -> str:
    """A positive size, rounded up to one digit: 3e-16."""
    unit = 10.0 ** floor(log10(size))
    return f"{ceil(size / unit) * unit:.0e}"


def certify(tree: Tree, assessment: Assessment, world: int = 0) -> Certificate:
    """The certificate of ``assessment`` in one world of ``tree``.

    All arithmetic is rational. Where the tree has no exact numbers, or the assessment holds floats,
    the doubles are taken at their word, results are rounded back to floats, and ``exact`` is False.

    Raises:
        SolveError: with every pair that does not exist, probability below zero, information set
            whose probabilities do not sum to one, and tremble that is not positive.
    """
    exact = tree.exact is not None and all(
        isinstance(value, int | Fraction) for value in _numbers(assessment)
    )
    SolveError.raise_any(_faults(tree, assessment, exact))
    odds, trembles = monomials(tree, assessment, world)
    found = Evaluation(tree, odds, trembles, payoffs(tree, world))
    turn = (lambda value: value) if exact else float
    reach = [Fraction(1)] + [Fraction(0)] * (tree.n_nodes - 1)
    for node in range(1, tree.n_nodes):
        reach[node] = reach[found.parent[node]] * odds[found.edge[node]]
    value = found.node_value[0]
    nash = [best - got for best, got in zip(_best_replies(tree, odds, found.total), value, strict=True)]
    infoset_value = found.infoset_value
    regret = found.regret
    spread = float(tree.payoff[world].max() - tree.payoff[world].min()) if tree.payoff.size else 0.0
    return Certificate(
        tree=tree,
        assessment=assessment,
        exact=exact,
        reach=tuple(map(turn, reach)),
        order=tuple(key[1] for key in found.key),
        belief=tuple(None if share is None else turn(share) for share in found.belief),
        action_value=tuple(map(turn, found.action_value)),
        infoset_value=tuple(map(turn, infoset_value)),
        regret=tuple(map(turn, regret)),
        value=tuple(map(turn, value)),
        nash_regret=tuple(map(turn, nash)),
        tolerance=0.0 if exact else FLOAT_TOLERANCE * spread,
    )


def from_solution_row(
    tree: Tree,
    strategy: Floats,
    order: Floats | None = None,
    weight: Floats | None = None,
    *,
    world: int = 0,
    max_denominator: int = 10_000,
    near: float = 1e-6,
) -> Certificate:
    """The certificate of one world of a solution, exact if its numbers can be recovered.

    A solver returns doubles; the equilibrium behind them is often rational. Tried in turn: the
    nearest fractions of small denominators (up to ``max_denominator``), then the indifference
    equations of the support, solved to hundreds of digits from the doubles (rational.py). What is
    certified exactly and without regret is returned. Otherwise the doubles themselves are certified,
    with ``exact`` False.

    Args:
        tree: the game.
        strategy, order, weight: [action] one world's row of a solution (measure.assess has them).
        world: the world of the tree from which the row comes.
        max_denominator: what counts as a small denominator.
        near: how far an exact probability may lie from the double; what is smaller counts as zero.
    """
    from overture.games.measured.rational import doubles, recover

    if tree.exact is not None:
        for candidate in recover(tree, strategy, order, weight, max_denominator, near):
            try:
                found = certify(tree, candidate)
            except SolveError:
                continue  # a probability rounded to 0 that has no tremble: no exact assessment
            if found.is_sequential:
                return found
    return certify(tree, doubles(tree, strategy, order, weight), world)


def _numbers(assessment: Assessment) -> list[Number]:
    flat = [number for tremble in assessment.trembles.values() for number in tremble]
    return [*assessment.profile.values(), *flat]


def _faults(tree: Tree, assessment: Assessment, exact: bool) -> list[Fault]:
    faults = []
    sums: list[Number] = [Fraction(0)] * tree.n_infosets
    for pair in [*assessment.profile, *assessment.trembles]:
        infoset, action = pair
        if not (
            0 <= infoset < tree.n_infosets
            and tree.edge_start[infoset] <= action < tree.edge_start[infoset + 1]
        ):
            faults.append(Fault("certificate/pair", f"no action {action} at set {infoset}", tree.title))
    if faults:
        return faults
    for (infoset, action), chance in assessment.profile.items():
        where = f"{name_of(tree, infoset)}, {tree.labels.edge[action]!r}"
        if not chance >= 0:
            faults.append(Fault("certificate/profile", f"probability {chance}", where, "at least 0"))
        sums[infoset] += chance
    for infoset, total in enumerate(sums):
        if not (total == 1 if exact else abs(float(total) - 1) <= SUM_TOLERANCE):
            faults.append(
                Fault("certificate/profile", f"probabilities sum to {total}", name_of(tree, infoset), "1")
            )
    for (infoset, action), (weight, order) in assessment.trembles.items():
        if not (weight > 0 and order > 0):
            where = f"{name_of(tree, infoset)}, {tree.labels.edge[action]!r}"
            faults.append(
                Fault("certificate/tremble", f"tremble {weight} * eps**{order}", where, "both positive")
            )
    return faults


def _order(order: Number) -> Fraction:
    """An exponent; a float means its shortest decimal, so that 0.1 + 0.2 is 0.3."""
    return Fraction(repr(order)) if isinstance(order, float) else Fraction(order)


def monomials(
    tree: Tree, assessment: Assessment, world: int = 0
) -> tuple[list[Fraction], list[tuple[Fraction, Fraction]]]:
    """[edge] probabilities, and [edge] (c, k): played edges have k = 0, others their tremble.

    What chance excludes has (1, -1): :class:`Evaluation` counts such edges apart, since chance
    never trembles.
    """
    chance = tree.exact.chance if tree.exact is not None else map(Fraction, tree.chance[world].tolist())
    odds = [Fraction(0)] * tree.n_actions + list(chance)
    for (_, action), probability in assessment.profile.items():
        odds[action] = Fraction(probability)
    trembles = [(value, Fraction(0)) if value else (Fraction(1), Fraction(-1)) for value in odds]
    for action in range(tree.n_actions):
        if not odds[action]:
            trembles[action] = (Fraction(1), Fraction(1))
    for (_, action), (weight, order) in assessment.trembles.items():
        if not odds[action]:
            trembles[action] = (Fraction(weight), _order(order))
    return odds, trembles


def payoffs(tree: Tree, world: int = 0) -> list[tuple[Fraction, ...]]:
    """[outcome][player] payoffs as rationals."""
    if tree.exact is not None:
        return list(tree.exact.payoff)
    return [tuple(map(Fraction, row)) for row in tree.payoff[world].tolist()]


class Evaluation:
    """Beliefs and conditional values of one profile with trembles, in rationals.

    ``key`` [node] is (number of branches on the way that chance excludes, exponent of eps): the
    order in which nodes are unlikely. ``share`` [node] is the coefficient beside it.
    """

    def __init__(
        self,
        tree: Tree,
        odds: Sequence[Fraction],
        trembles: Sequence[tuple[Fraction, Fraction]],
        payoff: Sequence[tuple[Fraction, ...]],
    ) -> None:
        self.tree = tree
        self.parent = tree.parent.tolist()
        self.edge = tree.edge.tolist()
        self.set_of = tree.set_of.tolist()
        self.key: list[tuple[int, Fraction]] = [(0, Fraction(0))] * tree.n_nodes
        self.share = [Fraction(1)] * tree.n_nodes
        for node in range(1, tree.n_nodes):
            barred, order = self.key[self.parent[node]]
            weight, more = trembles[self.edge[node]]
            self.key[node] = (barred + 1, order) if more < 0 else (barred, order + more)
            self.share[node] = self.share[self.parent[node]] * weight
        self.belief = self._beliefs()
        self.total = self._totals(payoff)
        self.node_value = self._values(odds)
        self.action_value = [Fraction(0)] * tree.n_actions
        player = tree.set_player.tolist()
        for node in range(1, tree.n_nodes):
            edge, above = self.edge[node], self.parent[node]
            belief = self.belief[above]
            if edge < tree.n_actions and belief:
                self.action_value[edge] += belief * self.node_value[node][player[self.set_of[above]]]
        self.infoset_value: list[Fraction] = []
        self.regret: list[Fraction] = []
        for infoset in range(tree.n_infosets):
            low, high = int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])
            played = sum((odds[at] * self.action_value[at] for at in range(low, high)), Fraction(0))
            self.infoset_value.append(played)
            # A rounded profile may sum to a hair less than one: regret is never below zero.
            self.regret.append(max(max(self.action_value[low:high]) - played, Fraction(0)))

    def _beliefs(self) -> list[Fraction | None]:
        belief: list[Fraction | None] = [None] * len(self.parent)
        for infoset in range(self.tree.n_infosets):
            members = self.tree.members(infoset).tolist()
            lowest = min(self.key[node] for node in members)
            likely = [node for node in members if self.key[node] == lowest]
            whole = sum((self.share[node] for node in likely), Fraction(0))
            for node in members:
                belief[node] = self.share[node] / whole if self.key[node] == lowest else Fraction(0)
        return belief

    def _totals(self, payoff: Sequence[tuple[Fraction, ...]]) -> list[tuple[Fraction, ...]]:
        """[node][player] everything paid on the way to the node, the node included."""
        nothing = (Fraction(0),) * len(self.tree.players)
        totals: list[tuple[Fraction, ...]] = []
        for node, outcome in enumerate(self.tree.outcome.tolist()):
            before = totals[self.parent[node]] if node else nothing
            if outcome >= 0:
                before = tuple(a + b for a, b in zip(before, payoff[outcome], strict=True))
            totals.append(before)
        return totals

    def _values(self, odds: Sequence[Fraction]) -> list[list[Fraction]]:
        """[node][player] expected total payoff once play has come to the node."""
        players = range(len(self.tree.players))
        value = [
            list(self.total[node]) if at == TERMINAL else [Fraction(0)] * len(players)
            for node, at in enumerate(self.set_of)
        ]
        for node in range(len(self.parent) - 1, 0, -1):
            chance = odds[self.edge[node]]
            if chance:
                above = value[self.parent[node]]
                for player in players:
                    above[player] += chance * value[node][player]
        return value


def _best_replies(
    tree: Tree, odds: Sequence[Fraction], total: Sequence[tuple[Fraction, ...]]
) -> list[Fraction]:
    """[player] value of the best reply to the others' strategies, off the path included.

    Under perfect recall an information set follows one own action: what is won below an action,
    weighted by the others and chance, is summed there, and the best sum is handed up.
    """
    best = []
    parent, edge, set_of = tree.parent.tolist(), tree.edge.tolist(), tree.set_of.tolist()
    owner = tree.set_player.tolist()
    start = tree.edge_start.tolist()
    for player in range(len(tree.players)):
        others = [Fraction(1)] * tree.n_nodes
        last = [-1] * tree.n_nodes  # the own action last taken; -1 for none
        won = [Fraction(0)] * (tree.n_actions + 1)  # [action], and in the last place the root
        for node in range(tree.n_nodes):
            if node:
                above = parent[node]
                mine = owner[set_of[above]] == player
                others[node] = others[above] if mine else others[above] * odds[edge[node]]
                last[node] = edge[node] if mine else last[above]
            if set_of[node] == TERMINAL and others[node]:
                won[last[node]] += others[node] * total[node][player]
        # Sets are numbered by first node, and the first own set on a path comes before later ones.
        for infoset in range(tree.n_infosets - 1, -1, -1):
            if owner[infoset] == player:
                first = int(tree.members(infoset)[0])
                won[last[first]] += max(won[start[infoset] : start[infoset + 1]])
        best.append(won[-1])
    return best
