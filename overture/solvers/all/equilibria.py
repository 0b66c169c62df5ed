"""All equilibria of a game where that is possible; many of them, and the word that they are not all, where not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from overture.collecting import uncollected
from overture.games.given import need_world
from overture.games.measured.assessment import Assessment, Number, in_doubles
from overture.games.measured.certificate import AssessmentCertificate, certify
from overture.games.measured.measure import expected, terminal_probability
from overture.games.measured.standards import SAME_PLAY
from overture.games.tree import Floats, Tree
from overture.solvers.all.before.settled import Settled, settled
from overture.solvers.all.classes import Namer, kind_of
from overture.solvers.all.equilibrium import Equilibrium, EquilibriumList
from overture.solvers.all.extent import simplest, touching
from overture.solvers.all.lists.entry import Entry
from overture.solvers.all.lists.fold import MOST_NODES, Family, Staged, staged_equilibria
from overture.solvers.all.private import untestable
from overture.solvers.all.refinement import not_tested, refine
from overture.solvers.all.signalling.form import Signalling, assessment_of, signalling_form
from overture.solvers.all.signalling.game import Component
from overture.solvers.all.signalling.search import signalling_components
from overture.solvers.budget import STEPS, Budget, Progress
from overture.solvers.deadline import Deadline
from overture.solvers.form import Form, form_of

if TYPE_CHECKING:
    from overture.solvers.all.lists.forbidden import Forbidden
    from overture.solvers.solution import Solution

STARTS = 12
SETTLED = "found without a search, whose entries alone are tested"
STARTED = "found from a start of the solver and not by the search, whose entries alone are tested"

NONE_FOUND = (  # Kreps and Wilson 1982, proposition 1
    "the search found none, and every finite game has an equilibrium: what there is was lost to rounding"
)


def equilibria(
    tree: Tree,
    world: int = 0,
    *,
    steps: int = STEPS,
    seconds: float | None = None,
    starts: int = STARTS,
    seed: int = 0,
    progress: Progress | None = None,
) -> EquilibriumList:
    """The equilibria of one world of a tree.

    Signalling games: all perfect Bayesian equilibria as maximal components. Other games: all
    sequential equilibria by their play on the path, as long as that takes no more than ``steps``
    systems; past that, what was found, and what the logit path and ``starts`` other starts lead to.
    Ctrl-C ends the search, not the call: what was found until then is returned.

    Args:
        tree: the game.
        world: which world of it.
        steps: how many supports to try before the search is given up.
        seconds: a wish to end by a time from now, compiling not counted; None for none. It ends the search and the
            starts; what is settled before the search, and certifying what was found, go on. A list that it cut
            says so, and is not complete.
        starts: how many other starts for a game too large for the search.
        seed: of these starts.
        progress: called with (done, of) now and then.

    Returns:
        The entries, and whether they are all there are.

    Raises:
        TreeError: what is given is no tree.
        SolveError: no such world.

    Source: sequential equilibrium, Kreps and Wilson 1982, Econometrica 50:863-894; how it is found, docs/explanation/refinements.md.
    """
    need_world(tree, world, "equilibria")
    single = tree if tree.n_worlds == 1 else tree.world(world)
    namer = Namer(form_of(single))
    effort = Effort(steps, Deadline(seconds), (starts, seed), progress)
    listed = _listed(single, namer, effort)
    return replace(listed, members=_touched(_tested(_named(namer, listed.members))))


@dataclass(frozen=True)
class Effort:
    """How much work a list may take.

    Attributes:
        steps: supports that are tried. until: the user's wish to end.
        starts: (how many, the seed) of starts where the search was given up; None: the search alone is asked, and no entry
            is put to the tests of refinement.
    """

    steps: int = STEPS
    until: Deadline = field(default_factory=Deadline)
    starts: tuple[int, int] | None = None
    progress: Progress | None = None


def entries_of(single: Tree, effort: Effort) -> tuple[Equilibrium, ...] | None:
    """The named entries of the list of one world; None where the effort does not make it complete."""
    namer = Namer(form_of(single))
    listed = _listed(single, namer, replace(effort, starts=None))
    return _named(namer, listed.members) if listed.complete else None


def _named(namer: Namer, members: tuple[Equilibrium, ...]) -> tuple[Equilibrium, ...]:
    """The entries, each with a name of its own: the second of a class is numbered, and stands after the first.

    A continuum is named and numbered by a member from its inside, whichever of its members is shown.
    """
    if not members:
        return members
    play = np.array([member.inner for member in members])
    alike = namer.form.tree.world(np.zeros(len(members), np.int64))
    order, names = namer.numbered(
        [str(name) for name in namer.classes(play, alike)], play, expected(alike, play)
    )
    return tuple(replace(members[at], label=name) for at, name in zip(order, names, strict=True))


def _inside(tree: Tree, strategy: Mapping[int, Fraction], shown: Assessment) -> dict[int, Number]:
    """[action] a strategy, and at the information sets of which it says nothing, the play of a member."""
    sets = tree.infoset_of_action
    said = {int(sets[action]) for action, share in strategy.items() if share}
    return {**strategy, **{a: share for (at, a), share in shown.profile.items() if at not in said}}


def _listed(single: Tree, namer: Namer, effort: Effort) -> EquilibriumList:
    """The list before its entries are named, its components tested, and its entries asked which they touch."""
    listed = _searched(single, namer, effort)
    if not listed.complete or listed.members:
        return listed
    more = _from_starts(single, namer.form, [], effort)
    how = f"{NONE_FOUND}; what the logit path and other starts lead to; there may be more"
    return replace(listed, complete=False, members=tuple(more), how=how)


def _searched(single: Tree, namer: Namer, effort: Effort) -> EquilibriumList:
    """The list by the way that suits the game; what a search lost is not asked."""
    form = namer.form
    found = signalling_form(form)
    until = effort.until
    if found is not None:
        budget = Budget(effort.steps, until, effort.progress)
        components, complete = signalling_components(found.game, budget)
        if components:
            more_to_come = effort.starts is not None and not until.over
            listed = _of_components(single, namer, found, components, complete, budget.out, more_to_come)
            if not listed.complete and more_to_come:
                more = _from_starts(single, form, list(listed.members), effort)
                listed = replace(listed, members=(*listed.members, *more))
            return listed
    known = settled(single, form, MOST_NODES)
    if known.certificate is not None:
        return _of_settled(form, known, known.certificate)
    family = _family(namer)
    if single.n_nodes <= MOST_NODES:
        staged = staged_equilibria(known.form, effort.steps, effort.progress, until, family)
    else:
        staged = Staged([], False, f"{single.n_nodes} nodes are more than the {MOST_NODES} it is begun for")
    return _of_entries(single, form, staged, effort, family)


@uncollected()
def _of_components(
    tree: Tree,
    namer: Namer,
    found: Signalling,
    components: list[Component],
    complete: bool,
    out: str,
    more_to_come: bool,
) -> EquilibriumList:
    """The components, certified. ``out``: why the search was given up; ``more_to_come``: whether starts follow."""
    from overture.solvers.all.lists.forbidden import forbidden_games, reasonable
    from overture.solvers.all.signalling.region import (
        connected,
        representative,
        signalling_region,
        without_edges,
    )

    form = namer.form
    members = []
    games = forbidden_games(form)
    dropped = 0
    components = [part for component in components for part in connected(form, found, component)]
    components = without_edges(form, found, components, _kinds(namer, found, components))
    for component in components:
        assessment = reasonable(tree, assessment_of(found, component), games)
        certificate = certify(tree, assessment)
        if not certificate.is_sequential:
            dropped += 1
            continue
        region = signalling_region(form, found, component, partial(reasonable, tree, games=games))
        members.append(
            Equilibrium(
                "",
                assessment,
                certificate,
                not region.continuum,
                component,
                known=region,
                shown=representative(component) if region.continuum else "",
                inside=_inside(tree, region.middle(), assessment),
            )
        )
    how = "signalling game: every perfect Bayesian equilibrium, as maximal components"
    if not complete or dropped:
        how = "signalling game: components found before the limit" + (f" ({out})" if out else "")
        how += ", and what other starts lead to" if more_to_come else ""
        how += "; there may be more"
    return EquilibriumList(complete and not dropped, tuple(members), how, dropped)


def _of_settled(form: Form, known: Settled, certificate: AssessmentCertificate) -> EquilibriumList:
    """The one equilibrium that was found without a search."""
    why = untestable(form)
    verdict = None if why is None else not_tested(why or SETTLED)
    member = Equilibrium(
        "",
        certificate.assessment,
        certificate,
        known.complete,
        intuitive=verdict,
        d1=verdict,
        shown="" if known.complete else "what is named first at each tie",
        stated=known.ranges,
    )
    return EquilibriumList(known.complete, (member,), known.how)


def _tested(members: tuple[Equilibrium, ...]) -> tuple[Equilibrium, ...]:
    """The components of a signalling game, each tested against the others, under the names that they have in the list."""
    known = [(m.component, m.label) for m in members if m.component is not None]
    others, names = [component for component, _ in known], [name for _, name in known]

    def tested(member: Equilibrium) -> Equilibrium:
        if member.component is None:
            return member
        found = refine(member.component, others, names)
        return replace(
            member,
            intuitive=found.intuitive,
            d1=found.d1,
            undefeated=found.undefeated,
            neologism_proof=found.neologism_proof,
        )

    return tuple(tested(member) for member in members)


def _touched(members: tuple[Equilibrium, ...]) -> tuple[Equilibrium, ...]:
    """The entries, each with the numbers of those that it meets; Ctrl-C ends the asking, and the list stands."""
    try:
        met = touching([member.known for member in members])
    except KeyboardInterrupt:
        return members
    return tuple(replace(m, touches=row) if row else m for m, row in zip(members, met, strict=True))


def _family(namer: Namer) -> Family | None:
    """The first word of a class: what is folded into a component must agree with it in that. None without types."""
    if namer.signals is None:
        return None

    def family(strategy: Mapping[int, Fraction]) -> str:
        return kind_of(namer.classes(_row(namer.form.tree, strategy))[0])

    return family


def _kinds(namer: Namer, found: Signalling, components: list[Component]) -> list[str]:
    """The first word of the class of each component."""
    plays = [
        {action: share for (_, action), share in assessment_of(found, each).profile.items()}
        for each in components
    ]
    rows = np.concatenate(
        [_row(namer.form.tree, {a: Fraction(x) for a, x in play.items()}) for play in plays]
    )
    return [
        kind_of(name) for name in namer.classes(rows, namer.form.tree.world(np.zeros(len(rows), np.int64)))
    ]


def _row(tree: Tree, strategy: Mapping[int, Fraction]) -> Floats:
    """[1, action] a strategy as doubles."""
    return np.array([[float(strategy.get(action, 0)) for action in range(tree.n_actions)]])


def _of_entry(
    tree: Tree,
    form: Form,
    entry: Entry,
    games: Forbidden,
    family: Family | None = None,
    tested: bool = True,
) -> Equilibrium | None:
    """The entry, certified and, where that is asked, tested; None where its certificate refuses it.

    A member of another ``family`` is not shown for it.
    """
    from overture.solvers.all.continua.region import region_of
    from overture.solvers.all.lists.assessment import assessment_of as staged_assessment
    from overture.solvers.all.lists.forbidden import reasonable
    from overture.solvers.all.refined import refine_staged

    region = region_of(form, entry, games=games)

    def typical(corner: Assessment) -> bool:
        if family is None:
            return True
        play = {action: Fraction(share) for (_, action), share in corner.profile.items()}
        return family(play) == family({**play, **entry.strategy})

    assessment, shown = simplest(region, typical)
    if assessment is None:
        assessment = reasonable(tree, staged_assessment(tree, entry), games)
        shown = "one from the inside" if region.continuum else ""
    certificate = certify(tree, assessment)
    if not certificate.is_sequential and not entry.exact:
        # An irrational equilibrium is rounded: it is judged in doubles, and says how near it comes.
        assessment = in_doubles(assessment)
        certificate = certify(tree, assessment)
    if not certificate.is_sequential:
        return None
    try:
        verdicts = refine_staged(entry) if tested else None
    except KeyboardInterrupt:
        # The entry stands; no further test is begun.
        verdicts = (not_tested("interrupted"),) * 2
        if entry.source is not None:
            entry.source.search.budget.interrupt()
    return Equilibrium(
        "",
        assessment,
        certificate,
        not region.continuum,
        None,
        verdicts[0] if verdicts else None,
        verdicts[1] if verdicts else None,
        known=region,
        shown=shown,
        inside=_inside(tree, entry.strategy, assessment),
    )


def _of_entries(
    tree: Tree, form: Form, staged: Staged, effort: Effort, family: Family | None
) -> EquilibriumList:
    from overture.solvers.all.lists.forbidden import forbidden_games

    members: list[Equilibrium] = []
    dropped = 0
    games = forbidden_games(form)
    try:
        for entry in staged.entries:
            member = _of_entry(tree, form, entry, games, family, tested=effort.starts is not None)
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
    if staged.complete:
        why = f"{dropped} of {dropped + len(members)} candidates were refused by their certificate"
    ended = staged.out == "interrupted" or effort.until.over or effort.starts is None
    if not ended:
        members += _from_starts(tree, form, members, effort)
    how = f"the search of supports was not finished ({why}): what it found"
    if not ended:
        how += ", and what the logit path and other starts lead to"
    how += "; there may be more"
    return EquilibriumList(False, tuple(members), how, dropped)


def _from_starts(tree: Tree, form: Form, known: list[Equilibrium], effort: Effort) -> list[Equilibrium]:
    """What the logit path and other starts lead to, without what is known already."""
    from overture.games.measured.certificate import from_solution_row
    from overture.solvers.path.starts import continuations
    from overture.solvers.path.units import limit_of_path

    found: list[Equilibrium] = []
    until = effort.until
    starts, seed = effort.starts or (0, 0)
    asked = tree.n_nodes <= MOST_NODES and untestable(form) is not None
    verdict = not_tested(STARTED) if asked else None
    solutions: Iterable[Solution] = (
        chain([limit_of_path(tree)], continuations(tree, starts, seed)) if not until.over else ()
    )
    seen = [np.array([float(member.certificate.reach[n]) for n in tree.terminal]) for member in known]
    for solution in solutions:
        if until.over:
            break
        if not solution.solved[0]:
            continue
        ends = terminal_probability(tree, solution.strategy)[0]
        if any(np.abs(ends - other).max() < SAME_PLAY for other in seen):
            continue
        seen.append(ends)
        certificate = from_solution_row(tree, solution.strategy[0], solution.order[0], solution.weight[0])
        found.append(Equilibrium("", certificate.assessment, certificate, True, None, verdict, verdict))
    return found


__all__ = ["Equilibrium", "EquilibriumList", "equilibria"]
