"""All equilibria of a game where that is possible; many of them, and the word that they are not all, where not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import isinf
from time import monotonic

import numpy as np

from overture.errors import SolveError
from overture.game.assessment import Assessment
from overture.game.certificate import Certificate, certify
from overture.game.tree import Floats, Tree
from overture.solve.extent import Wish, event_range, member_of, ranked, support_region, touching, value_ranges
from overture.solve.refinement import Refined, Verdict, refine
from overture.solve.region import Range, Region
from overture.solve.signalling import Component
from overture.solve.signalling_form import Signalling, assessment_of, signalling_form
from overture.solve.signalling_search import signalling_components
from overture.solve.staged import Family, Staged, staged_equilibria
from overture.solve.staged_budget import SECONDS, STEPS, Budget, Progress
from overture.solve.staged_form import Form, form_of, informed
from overture.solve.staged_search import Entry

# The staged search goes through supports one by one; beyond this many nodes it is not begun.
MOST_NODES = 1500
MOST_CHOICES = 10**9  # a signalling game is bounded by time, where a time is given
STARTS = 12
ALIKE = 1e-7  # probabilities that differ by less are the same, where a class is named
SAME = 1e-4  # two of a list are one where every end is as likely, up to this
REGRET = 1e-6  # share of the payoff range: what continuation from starts counts as an equilibrium


@dataclass(frozen=True)
class Equilibrium:
    """One entry of the list: a component of equilibria, by a certified member of it.

    Attributes:
        label: separating, pooling on ..., semi-separating, hybrid; pure or mixed in a game without types.
        assessment: the representative, with the slips behind its beliefs.
        certificate: what the representative is, measured by ``overture.game``.
        is_point: whether play on the path is a single point (threats off it may range).
        component: corners and threats, in a signalling game.
        intuitive, d1, undefeated, neologism_proof: verdicts, or None where not tested.
        known: all members of the component, where they are known.
        shown: which member ``assessment`` is, in a continuum ("corner 1").
        touches: numbers, from 1, of the entries of the list whose boundaries meet this one's.
    """

    label: str
    assessment: Assessment
    certificate: Certificate
    is_point: bool
    component: Component | None = None
    intuitive: Verdict | None = None
    d1: Verdict | None = None
    undefeated: Verdict | None = None
    neologism_proof: Verdict | None = None
    known: Region | None = None
    shown: str = ""
    touches: tuple[int, ...] = ()

    @property
    def continuum(self) -> bool:
        """Whether play on the path varies over the component."""
        return not self.is_point

    @cached_property
    def region(self) -> Region:
        """The members; where only one of them is known, all play with its support (a bound of them)."""
        if self.known is not None:
            return self.known
        play = {action: Fraction(x) for (_, action), x in self.assessment.profile.items()}
        return support_region(form_of(self.certificate.tree), play)

    @cached_property
    def ranges(self) -> tuple[Range, ...]:
        """[player] the range of the expected payoff over the component, with the members at its ends."""
        return value_ranges(self.region)

    @property
    def value_range(self) -> dict[str, tuple[float, float]]:
        """{player: (low, high)} of the expected payoff over the component."""
        ends = [(float(each.low), float(each.high)) for each in self.ranges]
        return dict(zip(self.certificate.tree.players, ends, strict=True))

    @property
    def range_is(self) -> str:
        """exact: members reach both ends of each ``value_range``. bounds: nothing lies outside them."""
        return "exact" if all(each.exact for each in self.ranges) else "bounds"

    def range_of(self, event: str) -> Range:
        """The range of an event's probability over the component. Raises EventError where it is no event."""
        return event_range(self.certificate.tree, self.region, event)

    @property
    def free(self) -> dict[int, Range]:
        """{action: range} of each probability that varies over the component."""
        region = self.region
        return {action: region.range_of_share(action) for action in region.free} if self.continuum else {}

    def holds(self, strategy: Mapping[int, Fraction]) -> bool:
        """Whether a member is known to play on the path as ``strategy`` [action] does on its own path."""
        return self.region.whole and self.region.holds(strategy)

    def member(
        self,
        *,
        best_for: str | None = None,
        worst_for: str | None = None,
        limit: bool = False,
        corner: int | None = None,
    ) -> Equilibrium:
        """The entry shown by another of its members, certified.

        Args:
            best_for, worst_for: the player whose expected payoff is greatest (least) there.
            limit: the limit of the logit path.
            corner: the number, from 1, of a corner of the component.

        Raises:
            SolveError: none or several of these, a player or a corner that there is not, a limit that
                is in another entry, or an end at which no member is known.
        """
        wish = Wish(best_for, worst_for, limit, corner)
        tree = self.certificate.tree
        chosen = member_of(tree, self.region, self.assessment, self.ranges if wish.player else (), wish)
        return replace(self, assessment=chosen, certificate=certify(tree, chosen), shown=wish.said)

    @property
    def value(self) -> tuple[float, ...]:
        """[player] expected payoff of the representative."""
        return tuple(float(x) for x in self.certificate.value)

    @property
    def strategy(self) -> Floats:
        """[action]"""
        play = np.zeros(self.certificate.tree.n_actions)
        for (_, action), share in self.assessment.profile.items():
            play[action] = float(share)
        return play

    @property
    def order(self) -> Floats:
        """[action] slip exponents, as ``overture.game.measure.assess`` wants them."""
        found = np.ones(self.certificate.tree.n_actions)
        for (_, action), (_, exponent) in self.assessment.trembles.items():
            found[action] = float(exponent)
        return found

    @property
    def weight(self) -> Floats:
        """[action] slip coefficients."""
        found = np.ones(self.certificate.tree.n_actions)
        for (_, action), (size, _) in self.assessment.trembles.items():
            found[action] = float(size)
        return found


@dataclass(frozen=True)
class EquilibriumList:
    """Equilibria of one world.

    Attributes:
        complete: whether these are all: every sequential equilibrium plays on the path as a member of
            one of the entries does.
        members: the entries.
        how: which method found them, and what the list means, in one sentence.
    """

    complete: bool
    members: tuple[Equilibrium, ...]
    how: str
    dropped: int = field(default=0)  # candidates that their certificate refused

    def member(
        self,
        *,
        best_for: str | None = None,
        worst_for: str | None = None,
        limit: bool = False,
        corner: int | None = None,
    ) -> Equilibrium:
        """The member of any entry that is meant; corners are numbered through the list.

        Raises:
            SolveError: as of one entry; and for a list without entries.
        """
        wish = Wish(best_for, worst_for, limit, corner)
        for entry in ranked(self.members, wish):
            count = entry.region.n_corners
            if corner is not None and corner > count:
                corner -= count
                continue
            try:
                return entry.member(best_for=best_for, worst_for=worst_for, limit=limit, corner=corner)
            except SolveError as error:
                if error.id != "equilibria/limit":
                    raise
        raise SolveError.of("equilibria/none", f"no entry holds {wish.said}")


def equilibria(
    tree: Tree,
    world: int = 0,
    *,
    steps: int = STEPS,
    seconds: float = SECONDS,
    starts: int = STARTS,
    seed: int = 0,
    progress: Progress | None = None,
) -> EquilibriumList:
    """The equilibria of one world of a tree.

    Signalling games: all perfect Bayesian equilibria as maximal components. Other games: all
    sequential equilibria by their play on the path, as long as that takes no more than ``steps``
    systems and ``seconds``; past that, what was found, and what the logit path and ``starts`` other
    starts lead to. Ctrl-C ends the search, not the call: what was found until then is returned.

    Args:
        steps: how many supports to try before the search is given up.
        seconds: how long to try.
        starts: how many other starts for a game too large for the search.
        seed: of these starts.
        progress: called with (done, of) now and then.
    """
    if not 0 <= world < tree.n_worlds:
        raise SolveError.of("equilibria/world", f"world {world}", tree.title, f"0 to {tree.n_worlds - 1}")
    single = tree if tree.n_worlds == 1 else tree.world(world)
    form = form_of(single)
    listed = _listed(single, form, (steps, seconds, starts, seed), progress)
    return replace(listed, members=_touched(listed.members))


def _listed(
    single: Tree, form: Form, effort: tuple[int, float, int, int], progress: Progress | None
) -> EquilibriumList:
    """The list without the word which entries touch."""
    steps, seconds, starts, seed = effort
    found = signalling_form(form)
    began = monotonic()
    if found is not None:
        components, complete = signalling_components(
            found.game, Budget(steps if isinf(seconds) else MOST_CHOICES, seconds, progress)
        )
        if components:
            listed = _of_components(single, form, found, components, complete)
            if not listed.complete:
                more = _from_starts(single, form, list(listed.members), starts, seed)
                listed = replace(listed, members=(*listed.members, *more))
            return listed
    if single.n_nodes <= MOST_NODES:
        family = _family(form) if informed(form) is not None else None
        left = max(0.0, seconds - (monotonic() - began))
        staged = staged_equilibria(form, steps, progress, left, family)
    else:
        staged = Staged([], False, f"{single.n_nodes} nodes are more than the {MOST_NODES} it is begun for")
    return _of_entries(single, form, staged, starts, seed)


def _of_components(
    tree: Tree, form: Form, found: Signalling, components: list[Component], complete: bool
) -> EquilibriumList:
    from overture.solve.signalling_region import connected, representative, signalling_region
    from overture.solve.staged_slips import reasonable

    members = []
    dropped = 0
    components = [part for component in components for part in connected(form, found, component)]
    for component in components:
        assessment = reasonable(tree, assessment_of(found, component))
        certificate = certify(tree, assessment)
        if not certificate.is_sequential:
            dropped += 1
            continue
        tested: Refined = refine(component, components)
        region = signalling_region(form, found, component)
        members.append(
            Equilibrium(
                component.label,
                assessment,
                certificate,
                not region.continuum,
                component,
                tested.intuitive,
                tested.d1,
                tested.undefeated,
                tested.neologism_proof,
                region,
                representative(component) if region.continuum else "",
            )
        )
    how = (
        "signalling game: every perfect Bayesian equilibrium, as maximal components"
        if complete and not dropped
        else "signalling game: components found before the limit, and what other starts lead to; there may be more"
    )
    return EquilibriumList(complete and not dropped, tuple(members), how, dropped)


def _touched(members: tuple[Equilibrium, ...]) -> tuple[Equilibrium, ...]:
    """The entries, each with the numbers of those that it meets."""
    met = touching([member.known for member in members])
    return tuple(replace(m, touches=row) if row else m for m, row in zip(members, met, strict=True))


def _family(form: Form) -> Family:
    """The first word of a class: what is folded into a component must agree with it in that."""

    def family(strategy: Mapping[int, Fraction]) -> str:
        return label_on_tree(form, dict(strategy)).split()[0]

    return family


def _of_entry(tree: Tree, form: Form, entry: Entry) -> Equilibrium | None:
    """The entry, certified and tested; None where its certificate refuses it."""
    from overture.solve.extent import simplest
    from overture.solve.staged_refinement import refine_staged
    from overture.solve.staged_region import region_of
    from overture.solve.staged_slips import assessment_of as staged_assessment
    from overture.solve.staged_slips import reasonable

    region = region_of(form, entry)
    assessment, shown = simplest(region)
    if assessment is None:
        assessment = reasonable(tree, staged_assessment(tree, entry))
        shown = "one from the inside" if region.continuum else ""
    certificate = certify(tree, assessment)
    # An irrational equilibrium is rounded, and judged as doubles are.
    spread = float(tree.payoff.max() - tree.payoff.min()) if tree.payoff.size else 0.0
    if not certificate.is_sequential and (entry.exact or float(certificate.max_regret) > 1e-9 * spread):
        return None
    verdicts = refine_staged(form, entry)
    return Equilibrium(
        label_on_tree(form, dict(entry.strategy)),
        assessment,
        certificate,
        not region.continuum,
        None,
        verdicts[0] if verdicts else None,
        verdicts[1] if verdicts else None,
        known=region,
        shown=shown,
    )


def _of_entries(tree: Tree, form: Form, staged: Staged, starts: int, seed: int) -> EquilibriumList:
    members: list[Equilibrium] = []
    dropped = 0
    try:
        for entry in staged.entries:
            member = _of_entry(tree, form, entry)
            if member is None:
                dropped += 1
            else:
                members.append(member)
    except KeyboardInterrupt:
        staged = replace(staged, complete=False, out="interrupted")
    complete = staged.complete and not dropped
    if complete:
        how = "all sequential equilibria, by their play on the path (supports enumerated, systems solved exactly)"
        return EquilibriumList(True, tuple(members), how)
    why = staged.out or "some conditions were left undecided"
    if staged.out != "interrupted":
        members += _from_starts(tree, form, members, starts, seed)
    how = f"the search of supports was not finished ({why}): what it found"
    if staged.out != "interrupted":
        how += ", and what the logit path and other starts lead to"
    how += "; there may be more"
    return EquilibriumList(False, tuple(members), how, dropped)


def label_on_tree(form: Form, strategy: dict[int, Fraction]) -> str:
    """The class: what the informed player's first move tells; without types, pure (with its path) or mixed."""
    tree = form.tree
    start = informed(form)
    if start is not None:
        labels: list[str] = []
        rows: list[dict[str, Fraction]] = []
        for index in start[1]:
            row = {}
            for edge in range(int(tree.edge_start[index]), int(tree.edge_start[index + 1])):
                name = tree.labels.edge[edge]
                if name not in labels:
                    labels.append(name)
                row[name] = strategy.get(edge, Fraction(0))
            rows.append(row)
        mixture = tuple(tuple(row.get(name, Fraction(0)) for name in labels) for row in rows)
        return _label(labels, mixture)
    path = []
    stack = [0]
    while stack:
        node = stack.pop(0)
        for edge, child in form.children[node]:
            share = strategy.get(edge, Fraction(0)) if edge < tree.n_actions else Fraction(1)
            if 1e-9 < share < 1 - 1e-9:
                return "mixed"
            if share > 1e-9:
                stack.append(child)
                name = tree.labels.edge[edge]
                if edge < tree.n_actions and name not in path:
                    path.append(name)
    return "pure (" + ", ".join(path[:6]) + (", ..." if len(path) > 6 else "") + ")"


def _label(labels: list[str], mixture: tuple[tuple[Fraction, ...], ...]) -> str:
    senders = [[t for t, row in enumerate(mixture) if row[m] > 1e-9] for m in range(len(labels))]
    used = [m for m, who in enumerate(senders) if who]
    if len(used) == 1:
        return f"pooling on {labels[used[0]]}"
    if all(len(senders[m]) == 1 for m in used):
        return "separating"
    if all(abs(x - y) < ALIKE for row in mixture for x, y in zip(row, mixture[0], strict=True)):
        return "pooling (babbling over " + ", ".join(labels[m] for m in used) + ")"
    return "hybrid" if all(max(row) > 1 - 1e-9 for row in mixture) else "semi-separating"


def _from_starts(
    tree: Tree, form: Form, known: list[Equilibrium], starts: int, seed: int
) -> list[Equilibrium]:
    """What the logit path and other starts lead to, without what is known already."""
    from overture.game.certificate import from_solution_row
    from overture.game.measure import payoff_range, terminal_probability
    from overture.solve.logit import solve
    from overture.solve.starts import continuations

    found: list[Equilibrium] = []
    scale = float(payoff_range(tree).max())
    solutions = [solve(tree)]
    solutions += list(continuations(tree, starts, seed))
    seen = [np.array([float(member.certificate.reach[n]) for n in tree.terminal]) for member in known]
    for solution in solutions:
        if float(solution.max_regret[0]) > REGRET * max(scale, 1e-300):
            continue
        ends = terminal_probability(tree, solution.strategy)[0]
        if any(np.abs(ends - other).max() < SAME for other in seen):
            continue
        seen.append(ends)
        certificate = from_solution_row(tree, solution.strategy[0], solution.order[0], solution.weight[0])
        label = label_on_tree(form, {a: Fraction(float(x)) for a, x in enumerate(solution.strategy[0])})
        found.append(Equilibrium(label, certificate.assessment, certificate, True))
    return found


__all__ = ["Equilibrium", "EquilibriumList", "equilibria", "label_on_tree"]
