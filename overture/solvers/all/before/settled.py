"""What is settled before any search: by backward induction, and by iterated conditional dominance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from overture.collecting import uncollected
from overture.games.measured.assessment import Assessment
from overture.games.measured.certificate import AssessmentCertificate, certify
from overture.games.tree import Tree
from overture.solvers.all.before.backward import backward, has_perfect_information
from overture.solvers.all.before.dominance import dominance_of, narrowed, work
from overture.solvers.all.private import untestable
from overture.solvers.all.sets.region import Range
from overture.solvers.form import Form, informed

BACKWARD = "perfect information: the one subgame perfect equilibrium, by backward induction"
DOMINANCE = "the one sequential equilibrium, by iterated conditional dominance: nothing else is left"
MOST_WORK = 300_000  # ends below information sets: dominance is looked for up to there


@dataclass(frozen=True)
class Settled:
    """What is known without a search.

    Attributes:
        form: the form with fewer allowed actions, for the search that is left.
        certificate: of an equilibrium that was found; None where the search has to find them.
        complete: whether it is the only one, by play on the path.
        how: which method found it, and what that means.
        ranges: [player] of the value over all equilibria, where ties leave several; else empty.
    """

    form: Form
    certificate: AssessmentCertificate | None = None
    complete: bool = False
    how: str = ""
    ranges: tuple[Range, ...] = ()


@uncollected()
def settled(tree: Tree, form: Form, most_nodes: int) -> Settled:
    """What needs no search in a tree of one world; a search is only begun up to ``most_nodes`` nodes."""
    if has_perfect_information(tree):
        found = _by_backward_induction(tree, form, most_nodes)
        if found is not None:
            return found
    if work(tree) > MOST_WORK:
        return Settled(form)
    # Where the search is not begun, only a solution is of use: pure plans are enough to look for it.
    left = dominance_of(form, weak=False, mixtures=tree.n_nodes <= most_nodes)
    smaller = narrowed(form, left)
    if not left.is_solved or (tree.n_nodes <= most_nodes and _signals(smaller)):
        return Settled(smaller)
    certificate = _completed(tree, form, [actions[0] for actions in left.allowed])
    if certificate is None:
        return Settled(smaller)
    return Settled(form, certificate, True, DOMINANCE)


def _signals(form: Form) -> bool:
    """Whether the game has signals, which the search tests."""
    return informed(form) is not None or untestable(form) == ""


def _completed(tree: Tree, form: Form, played: list[int]) -> AssessmentCertificate | None:
    """The certificate of a pure profile [infoset]; at sets that chance excludes, of best replies there.

    Nothing that dominance says bears on those sets. None where no pure replies were found.
    """
    excluded = [at for at in range(tree.n_infosets) if not form.members(at)]
    for _ in range(len(excluded) + 1):
        certificate = certify(tree, Assessment({(at, each): Fraction(1) for at, each in enumerate(played)}))
        if certificate.is_sequential:
            return certificate
        wrong = [at for at in excluded if certificate.regret[at] > certificate.tolerance]
        if not wrong:
            return None
        at = wrong[-1]  # the last first: its reply bears on those before it
        actions = range(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        played[at] = max(actions, key=lambda each: certificate.action_value[each])
    return None


def _by_backward_induction(tree: Tree, form: Form, most_nodes: int) -> Settled | None:
    """The equilibrium of a game of perfect information; None where ties leave several to the search.

    A game that begins with a type that the first mover alone is told about goes to the search, which
    applies the refinements of signalling games.
    """
    searchable = tree.n_nodes <= most_nodes
    if searchable and informed(form) is not None:
        return None
    found = backward(tree)
    if searchable and not found.is_unique:
        return None
    sets = tree.infoset_of_action.tolist()
    played = [at for at, share in enumerate(found.strategy.tolist()) if share]
    certificate = certify(tree, Assessment({(sets[at], at): Fraction(1) for at in played}))
    if not certificate.is_sequential:
        return None
    if found.is_unique:
        return Settled(form, certificate, found.exact, BACKWARD)
    how = f"perfect information: one of the equilibria that backward induction leaves ({found}"
    how += "; all are played alike as long as nobody deviates)" if found.path_is_unique else ")"
    ends = zip(found.low, found.high, found.range_is_exact, strict=True)
    ranges = tuple(Range(Fraction(low), Fraction(high), exact) for low, high, exact in ends)
    return Settled(form, certificate, found.path_is_unique and found.exact, how, ranges)
