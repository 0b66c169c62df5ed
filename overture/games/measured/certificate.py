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

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, log10
from typing import Any

from overture.collecting import uncollected
from overture.errors import Fault, SolveError
from overture.games.measured.assessment import Assessment, Number, from_json, from_labels, name_of, to_json
from overture.games.measured.evaluation import Evaluation, monomials, payoffs
from overture.games.measured.play import Play, play_of
from overture.games.measured.standards import EXACT, SUM_TOLERANCE
from overture.games.tree import Floats, Tree
from overture.sameness import SameContent

__all__ = [
    "Assessment",
    "AssessmentCertificate",
    "certify",
    "from_json",
    "from_labels",
    "from_solution_row",
    "name_of",
    "to_json",
]


@dataclass(frozen=True, repr=False)
class AssessmentCertificate(SameContent):
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

    @cached_property
    def play(self) -> Play:
        """[action] the assessment in doubles."""
        return play_of(self.tree, self.assessment).take(0)

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


@uncollected()
def certify(tree: Tree, assessment: Assessment, world: int = 0) -> AssessmentCertificate:
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
    value = found.node_value[0]
    nash = [best - got for best, got in zip(found.best_replies(), value, strict=True)]
    infoset_value = found.infoset_value
    regret = found.regret
    spread = float(tree.payoff[world].max() - tree.payoff[world].min()) if tree.payoff.size else 0.0
    return AssessmentCertificate(
        tree=tree,
        assessment=assessment,
        exact=exact,
        reach=tuple(map(turn, found.reach())),
        order=tuple(found.order),
        belief=tuple(None if share is None else turn(share) for share in found.belief),
        action_value=tuple(map(turn, found.action_value)),
        infoset_value=tuple(map(turn, infoset_value)),
        regret=tuple(map(turn, regret)),
        value=tuple(map(turn, value)),
        nash_regret=tuple(map(turn, nash)),
        tolerance=0.0 if exact else EXACT * spread,
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
) -> AssessmentCertificate:
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
    sums: list[Number] = [0] * tree.n_infosets
    start = tree.edge_start.tolist()
    for pair in [*assessment.profile, *assessment.trembles]:
        infoset, action = pair
        if not (0 <= infoset < tree.n_infosets and start[infoset] <= action < start[infoset + 1]):
            faults.append(Fault("certificate/pair", f"no action {action} at set {infoset}", tree.title))
    if faults:
        return faults
    for (infoset, action), chance in assessment.profile.items():
        if not chance:
            continue
        if not chance >= 0:
            where = f"{name_of(tree, infoset)}, {tree.labels.edge[action]!r}"
            faults.append(Fault("certificate/profile", f"probability {chance}", where, "at least 0"))
        sums[infoset] = sums[infoset] + chance if sums[infoset] else chance
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
