"""All extreme Nash equilibria of a small game of two players, in exact rationals.

Against a realisation plan of one player, what the other's information sets are worth is linear on
polytopes; a plan with these values is a corner of the polyhedron ``{(x, q): E x = e, x >= 0,
F' q >= B' x}``. An equilibrium is *extreme* if both of its halves are such corners: together they are
complementary, every sequence of each player is either not played or a best reply. Every Nash
equilibrium is a mixture of extreme ones. These are the extreme equilibria of the reduced normal form
(Mangasarian 1964, Journal of SIAM 12:778-780), those that differ in no probability of play counted
once; enumerated on the sequence form as in Audet, Belhaiza and Hansen 2009, International Game Theory
Review 11:437-451. Behaviour strategies after Kuhn 1953.

A Nash equilibrium may rest on threats that nobody would carry out. Each one found is certified by
``overture.games``: the certificate says whether the play that is written down is sequential under the
trembles that come with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from math import lcm
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.games.given import need_tree
from overture.games.measured.assessment import Assessment
from overture.games.measured.certificate import AssessmentCertificate, certify
from overture.games.measured.measure import assess
from overture.games.tree import Floats, Tree
from overture.games.view import Shown
from overture.sameness import SameContent
from overture.solvers.bounds.cone import extreme_rays
from overture.solvers.bounds.sequence import SequenceForm, Treeplex, sequence_form
from overture.solvers.form import form_of

if TYPE_CHECKING:
    import pandas as pd

MOST_CORNERS = 20_000  # of a player's polyhedron; he has at least as many as pure plans

MOST_TREMBLES = 32  # tried for one equilibrium
PRIME = 2**61 - 1

Plan = tuple[Fraction, ...]  # [sequence]
Table = list[list[Fraction]]  # [sequence of player 0][sequence of player 1]


@dataclass(frozen=True, repr=False)
class NashPoint(SameContent):
    """One extreme Nash equilibrium.

    Attributes:
        plan: [player][sequence] realisation plans.
        certificate: of the behaviour strategies, exact where the game is.
        component: equilibria with one number, from 0, are connected by equilibria.
        alone: whether no other extreme equilibrium is in its component: it is isolated in play.
    """

    plan: tuple[Plan, Plan]
    certificate: AssessmentCertificate
    component: int
    alone: bool

    def __repr__(self) -> str:
        return f"NashPoint: component {self.component + 1}, {self.kind}, value {self.value}"

    @property
    def value(self) -> tuple[float, ...]:
        """[player] expected payoff."""
        return tuple(float(each) for each in self.certificate.value)

    @property
    def kind(self) -> str:
        """What the certificate shows: no trembles that were tried may make sequential what others would."""
        if self.certificate.is_sequential:
            return "sequential"
        return "Nash, not shown to be sequential" if self.certificate.is_nash else "not certified"


@dataclass(frozen=True, repr=False)
class NashList(Shown):
    """Every extreme Nash equilibrium of one world of a game of two players.

    Attributes:
        tree: the game (one world).
        members: the equilibria, component by component.
        components: how many components they make.
    """

    tree: Tree
    members: tuple[NashPoint, ...]
    components: int
    _columns = ("entry", "component", "kind", "player", "infoset", "action", "strategy", "belief", "payoff")

    def _head(self) -> list[str]:
        from overture.solvers.frames import head_of_nash

        return head_of_nash(self)

    def __again__(self) -> NashList:
        from overture.solvers.kept import nash_list_again

        return nash_list_again(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per extreme equilibrium and action.

        Columns: those of :meth:`overture.solvers.solution.Solution.to_frame`, and ``class``; ``entry``, its number from
        1; ``component``; ``kind``, what its certificate shows; ``alone``, whether it is isolated in play.
        """
        from overture.solvers.frames import of_nash

        return of_nash(self)

    def worst(self, player: int) -> NashPoint:
        """The Nash equilibrium that is worst for a player: of all, since extremes are at extreme ones."""
        return min(self.members, key=lambda point: point.certificate.value[player])

    def best(self, player: int) -> NashPoint:
        """The Nash equilibrium that is best for a player."""
        return max(self.members, key=lambda point: point.certificate.value[player])


@dataclass(frozen=True)
class _Corners:
    """Corners of one player's polyhedron: plans, which sequences are not played, which of the other's pay best."""

    plan: list[Plan]
    idle: NDArray[np.bool_]  # [corner, own sequence]
    best: NDArray[np.bool_]  # [corner, sequence of the other]
    other: Treeplex
    equal: list[list[int]]
    above: list[list[int]]

    def is_extreme(self, corner: int) -> bool:
        """Whether the plan is a corner by what best replies are worth alone.

        A corner may owe one of its tight rows to an information set that no best reply reaches: what
        would be best there changes at this plan, and nobody feels it.
        """
        plans = len(self.plan[corner])
        used = [at for at in range(plans) if not self.idle[corner, at]] + [plans]
        rows = list(self.equal)
        reached = np.zeros(self.other.n_sequences, dtype=bool)
        reached[0] = True
        rows.append(self.above[0])
        for infoset in range(len(self.other.parent)):
            if not reached[self.other.parent[infoset]]:
                continue
            used.append(plans + 1 + infoset)
            for at in range(int(self.other.start[infoset]), int(self.other.start[infoset + 1])):
                if self.best[corner, at]:
                    reached[at] = True
                    rows.append(self.above[at])
        # The plan is scaled by its first coordinate: a ray, so one less than full rank.
        return _rank([[row[at] for at in used] for row in rows]) == len(used) - 1


def extreme_nash(tree: Tree, world: int = 0, *, most: int = MOST_CORNERS) -> NashList:
    """All extreme Nash equilibria, each certified.

    Floats are taken for the simple fractions that they stand for. Where a game is degenerate its
    equilibria form continua: their extreme points are listed, with the component they belong to.

    Args:
        tree: a game of two players.
        world: which world of it.
        most: corners that a player may have.

    Raises:
        TreeError: what is given is no tree.
        SolveError: another number of players, or a game beyond the limit.

    Source: Mangasarian 1964, Journal of SIAM 12:778-780; Audet, Belhaiza and Hansen 2009, International Game Theory Review 11:437-451.
    """
    need_tree(tree)
    single = tree if tree.n_worlds == 1 else tree.world(world)
    if len(tree.players) != 2:
        raise SolveError.of(
            "extreme/players", f"{len(tree.players)} players", tree.title, "two", "use `overture equilibria`"
        )
    form = sequence_form(single)
    for player, treeplex in enumerate(form.treeplex):
        count = plan_count(treeplex)
        if count > most:
            raise SolveError.of(
                "extreme/large",
                f"{tree.players[player]} has {count} pure plans",
                tree.title,
                f"at most {most}",
                "use `overture equilibria`, or bounds by integer programming",
            )
    first, second = _payoffs(form)
    mine = _corners(form.treeplex[0], form.treeplex[1], second, most, tree.title)
    other = _corners(form.treeplex[1], form.treeplex[0], list(zip(*first, strict=True)), most, tree.title)
    points = list(_complementary(mine, other))
    sharp = [
        {at for at in {point[side] for point in points} if half.is_extreme(at)}
        for side, half in enumerate((mine, other))
    ]
    points = [point for point in points if point[0] in sharp[0] and point[1] in sharp[1]]
    number = _components(points)
    size = np.bincount([number[(0, left)] for left, _ in points], minlength=1)
    members = [
        NashPoint(
            (mine.plan[left], other.plan[right]),
            _judged(form, (mine.plan[left], other.plan[right])),
            number[(0, left)],
            bool(size[number[(0, left)]] == 1),
        )
        for left, right in points
    ]
    members.sort(key=lambda point: point.component)
    return NashList(single, tuple(members), len(set(number.values())))


def plan_count(treeplex: Treeplex) -> int:
    """How many pure plans (reduced pure strategies) a player has."""
    below = [1] * treeplex.n_sequences
    for infoset in range(len(treeplex.parent) - 1, -1, -1):
        below[treeplex.parent[infoset]] *= sum(below[treeplex.start[infoset] : treeplex.start[infoset + 1]])
    return below[0]


def _payoffs(form: SequenceForm) -> tuple[Table, Table]:
    """[player] payoffs by sequences, chance folded in, moved so that no history pays less than nothing."""
    exact = form_of(form.tree)
    tree = form.tree
    odds = [Fraction(1)] * tree.n_nodes
    for node in range(1, tree.n_nodes):
        edge = int(tree.edge[node])
        odds[node] = odds[tree.parent[node]] * (exact.odds[edge] if edge >= tree.n_actions else 1)
    tables = []
    for player in (0, 1):
        table = [[Fraction(0)] * form.treeplex[1].n_sequences for _ in range(form.treeplex[0].n_sequences)]
        lowest = min(paid[player] for paid in exact.paid.values())
        for end, (one, two) in zip(tree.terminal.tolist(), form.end.tolist(), strict=True):
            if odds[end]:
                table[one][two] += odds[end] * (exact.paid[end][player] - lowest)
        tables.append(table)
    return tables[0], tables[1]


def _corners(
    own: Treeplex,
    other: Treeplex,
    paid: list[list[Fraction]] | list[tuple[Fraction, ...]],
    most: int,
    title: str,
) -> _Corners:
    """Corners of ``{(x, q): x a plan of ``own``, q >= what the other's sequences are paid against x}``.

    ``paid`` [own sequence][sequence of the other] is what the other is paid, at least zero, so q is too.
    Coordinates: x (its first is 1 and makes all rows homogeneous), then q, the empty sequence's first.
    Corners at which q is above the best that can be had are left out: their plans are mixtures of others.
    """
    plans, sets = own.n_sequences, len(other.parent)
    size = plans + 1 + sets
    equal = []
    for infoset in range(len(own.parent)):
        row = [0] * size
        for at in range(int(own.start[infoset]), int(own.start[infoset + 1])):
            row[at] = 1
        row[own.parent[infoset]] = -1
        equal.append(row)
    scale = lcm(*(cell.denominator for line in paid for cell in line))
    owner = [0] + [
        1 + at for at in range(sets) for _ in range(int(other.start[at]), int(other.start[at + 1]))
    ]
    above = []
    for sequence in range(other.n_sequences):
        row = [-int(paid[at][sequence] * scale) for at in range(plans)] + [0] * (1 + sets)
        row[plans + owner[sequence]] = 1
        for infoset in np.flatnonzero(other.parent == sequence).tolist():
            row[plans + 1 + infoset] = -1
        above.append(row)
    # Last sequences first: that keeps the cones on the way small.
    rays, tight = extreme_rays(size, equal, above[::-1], most, title)
    slackless = tight[:, size + len(equal) :][:, ::-1]
    proper = []
    for at, ray in enumerate(rays):
        exact = bool(slackless[at, 0]) and all(
            slackless[at, other.start[infoset] : other.start[infoset + 1]].any() for infoset in range(sets)
        )
        if ray[0] and exact:
            proper.append(at)
    return _Corners(
        [tuple(Fraction(share, rays[at][0]) for share in rays[at][:plans]) for at in proper],
        tight[proper, :plans],
        slackless[proper],
        other,
        equal,
        above,
    )


def _rank(rows: list[list[int]]) -> int:
    """The rank of an integer matrix, modulo a large prime (a rank is lost there with odds of about 1e-18)."""
    table = [[cell % PRIME for cell in row] for row in rows]
    rank = 0
    for column in range(len(table[0])):
        pivot = next((at for at in range(rank, len(table)) if table[at][column]), None)
        if pivot is None:
            continue
        table[rank], table[pivot] = table[pivot], table[rank]
        inverse = pow(table[rank][column], -1, PRIME)
        lead = [cell * inverse % PRIME for cell in table[rank]]
        for at in range(rank + 1, len(table)):
            if factor := table[at][column]:
                table[at] = [
                    (cell - factor * first) % PRIME for cell, first in zip(table[at], lead, strict=True)
                ]
        rank += 1
    return rank


def _complementary(mine: _Corners, other: _Corners) -> Iterator[tuple[int, int]]:
    """Pairs of corners in which every sequence of each player is either not played or a best reply."""
    for left in range(len(mine.plan)):
        fits = (mine.idle[left] | other.best).all(axis=1) & (mine.best[left] | other.idle).all(axis=1)
        for right in np.flatnonzero(fits).tolist():
            yield left, right


def _components(points: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """(player, corner) -> number of its component: corners are joined where they are an equilibrium."""
    root: dict[tuple[int, int], tuple[int, int]] = {}

    def top(at: tuple[int, int]) -> tuple[int, int]:
        while root.setdefault(at, at) != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for left, right in points:
        root[top((0, left))] = top((1, right))
    numbers: dict[tuple[int, int], int] = {}
    return {at: numbers.setdefault(top(at), len(numbers)) for at in list(root)}


def _judged(form: SequenceForm, plans: tuple[Plan, Plan]) -> AssessmentCertificate:
    """The certificate of two realisation plans as behaviour strategies, under the trembles that regret least.

    Where a player's own plan never comes it says nothing; there he does what is best given what
    follows, last sets first. Trembles: even ones, then those in which one action of each name is
    likelier than all others. The certificate is exact, whichever trembles were tried; that none of them makes the play
    sequential does not show that none would.
    """
    tree = form.tree
    profile: dict[tuple[int, int], Fraction] = {}
    silent: list[int] = []
    play = np.zeros(tree.n_actions)
    for treeplex, plan in zip(form.treeplex, plans, strict=True):
        for at, infoset in enumerate(treeplex.infoset.tolist()):
            before = plan[treeplex.parent[at]]
            for sequence in range(int(treeplex.start[at]), int(treeplex.start[at + 1])):
                action = int(treeplex.action[sequence - 1])
                if before:
                    profile[(infoset, action)] = plan[sequence] / before
                    play[action] = float(plan[sequence] / before)
            if not before:
                silent.append(infoset)
                play[int(tree.edge_start[infoset])] = 1.0
    silent.sort(reverse=True)
    chosen, least, powers = play, np.inf, np.ones(tree.n_actions)
    for order in _trembles(tree, play, set(silent)):
        trial = play.copy()
        for infoset in silent:
            low, high = int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])
            best = low + int(assess(tree, trial, order).action_value[0, low:high].argmax())
            trial[low:high] = 0.0
            trial[best] = 1.0
        regret = float(assess(tree, trial, order).max_regret[0])
        if regret < least - 1e-12:
            chosen, least, powers = trial, regret, order
        if regret < 1e-12:
            break
    sets = tree.infoset_of_action.tolist()
    for infoset in silent:
        low, high = int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])
        profile[(infoset, low + int(chosen[low:high].argmax()))] = Fraction(1)
    trembles = {
        (sets[at], at): (Fraction(1), Fraction(int(powers[at])))
        for at in np.flatnonzero(powers != 1).tolist()
    }
    return certify(tree, Assessment(profile, trembles))


def _trembles(tree: Tree, play: Floats, silent: set[int]) -> Iterator[Floats]:
    """[action] orders of trembles to try: even ones first."""
    yield np.ones(tree.n_actions)
    sets = tree.infoset_of_action.tolist()
    groups: dict[str, list[int]] = {}
    for action in np.flatnonzero(play == 0).tolist():
        if sets[action] not in silent:
            groups.setdefault(tree.labels.edge[action], []).append(action)
    for likely in islice(product(*groups.values()), MOST_TREMBLES):
        order = np.full(tree.n_actions, 2.0)
        order[list(likely)] = 1.0
        yield order
