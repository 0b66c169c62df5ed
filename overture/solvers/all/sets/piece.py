"""Sets of play on the path told by parameters: their parameters, their corners, and whether a play is one of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, product
from math import prod

from overture.games.measured.assessment import Assessment
from overture.solvers.all.algebra.exact import FRACTIONS, Exact
from overture.solvers.all.algebra.feasible import feasible
from overture.solvers.all.algebra.polynomials import (
    ONE,
    ZERO,
    Fractional,
    Poly,
    Polynomial,
    at,
    constant,
    plus,
    variables,
)
from overture.solvers.all.algebra.reduce import reduce_system
from overture.solvers.all.algebra.system import System
from overture.solvers.all.algebra.vertices import middle
from overture.solvers.form import Form

MOST_FACES = 32  # choices of what is not played for which it is asked whether two pieces meet
MOST_CROSSED = 16  # parameters of two pieces together up to which it is asked whether they cross

Parameters = dict[int, Fraction]


@dataclass(frozen=True)
class Group:
    """Parameters that conditions connect.

    Attributes:
        names: their numbers.
        corners: [corner][name] where the group is a polytope; empty where it is not.
        conditions: what must be at least zero, beside 0 <= parameter <= 1.
        equations: what must be zero.
    """

    names: tuple[int, ...]
    corners: tuple[tuple[Fraction, ...], ...]
    conditions: tuple[Fractional, ...] = ()
    equations: tuple[Fractional, ...] = ()


def _different(group: Group, over: set[int] | None) -> Sequence[tuple[Fraction, ...]]:
    """The corners of a group, or the first of those that agree in the parameters ``over``."""
    if over is None or over.issuperset(group.names):
        return group.corners
    places = [at for at, name in enumerate(group.names) if name in over]
    first: dict[tuple[Fraction, ...], tuple[Fraction, ...]] = {}
    for corner in group.corners:
        first.setdefault(tuple(corner[at] for at in places), corner)
    return tuple(first.values())


@dataclass(frozen=True)
class Piece:
    """A closed set of equilibria with one support on the path, and its boundary.

    Attributes:
        share: [action] its probability in the parameters, for the sets that play may reach; an action
            that is left out is not played.
        groups: the parameters.
        build: from parameters to an assessment of the tree; None where that is not known.
        fixed: parameters that are not free on the path, at values that hold the play up.
    """

    share: Mapping[int, Fractional]
    groups: tuple[Group, ...]
    build: Callable[[Parameters], Assessment | None] | None = field(compare=False)
    fixed: Mapping[int, Fraction]

    def system(self) -> Exact:
        """The piece as conditions on its parameters, its boundary included."""
        return System(
            FRACTIONS,
            equal=[{**poly} for group in self.groups for poly in group.equations],
            above=[({**poly}, False) for group in self.groups for poly in group.conditions],
            free={n for group in self.groups for n in group.names},
        )

    @cached_property
    def bounds(self) -> dict[int, tuple[Fraction, Fraction]]:
        """[action] between which numbers its probability lies, where that is seen at a glance."""
        found = {}
        place = {n: (group, i) for group in self.groups for i, n in enumerate(group.names)}
        for action, poly in self.share.items():
            if len(poly) == 1 and next(iter(poly.items())) == ((action,), ONE) and place[action][0].corners:
                group, i = place[action]
                found[action] = (min(c[i] for c in group.corners), max(c[i] for c in group.corners))
        return found

    def member(self, point: Parameters | None) -> Assessment | None:
        """The member at a point, where it is known."""
        return None if point is None or self.build is None else self.build(point)

    @property
    def is_polytope(self) -> bool:
        return all(group.corners for group in self.groups)

    def corners(self, over: set[int] | None = None) -> Iterator[Parameters]:
        """Corners of the piece; with ``over``, one for each way in which these parameters can differ among them.

        Parameters of a group that is no polytope are left out.
        """
        groups = [group for group in self.groups if group.corners]
        for chosen in product(*(_different(group, over) for group in groups)):
            point = dict(self.fixed)
            for group, corner in zip(groups, chosen, strict=True):
                point.update(zip(group.names, corner, strict=True))
            yield point

    def n_corners(self, over: set[int] | None = None) -> int:
        """How many corners ``corners`` yields, if all groups are polytopes."""
        return prod(len(_different(group, over)) for group in self.groups)

    def middle(self) -> Parameters | None:
        """The mean of the corners of each group; None where one is no polytope."""
        if not self.is_polytope:
            return None
        point = dict(self.fixed)
        for group in self.groups:
            point.update(zip(group.names, middle(group.corners), strict=True))
        return point

    def play(self, point: Parameters) -> dict[int, Fraction]:
        """[action] probability, where the piece plays."""
        return {action: at(poly, point) for action, poly in self.share.items()}


def simplices(supports: Iterable[Sequence[int]]) -> tuple[dict[int, Fractional], tuple[Group, ...]]:
    """All play with given supports, one for each information set: (the shares of its actions, the parameters)."""
    share: dict[int, Fractional] = {}
    groups: list[Group] = []
    for used in supports:
        if len(used) == 1:
            share[used[0]] = {(): ONE}
            continue
        share |= {a: {(a,): ONE} for a in used}
        total: Fractional = {(): -ONE} | {(a,): ONE for a in used}
        corners = tuple(tuple(ONE if a == b else ZERO for a in used) for b in used)
        groups.append(Group(tuple(used), corners, (), (total,)))
    return share, tuple(groups)


def reached_sets(form: Form, root: int, play: Mapping[int, Fraction]) -> set[int]:
    """Sets that are reached from a node."""
    stack, found = [root], set()
    while stack:
        node = stack.pop()
        index = form.infoset(node)
        if index >= 0 and form.children[node]:
            found.add(index)
        stack += [c for e, c in form.children[node] if e >= form.tree.n_actions or play.get(e, ZERO)]
    return found


def _solvable(system: Exact) -> bool | None:
    """Whether the conditions can be met; None where that was not decided."""
    sure = True
    for branch in reduce_system(system):
        point, decided = (None, False) if branch.equal else feasible(branch)
        if point is not None:
            return True
        sure &= decided
    return False if sure else None


def plays_as(form: Form, root: int, piece: Piece, play: Mapping[int, Fraction], within: Fraction) -> bool:
    gaps: list[Poly] = []
    start = form.tree.edge_start
    for index in reached_sets(form, root, {action: x for action, x in play.items() if x > within}):
        for action in range(int(start[index]), int(start[index + 1])):
            wanted = play.get(action, ZERO)
            low, high = piece.bounds.get(action, (ZERO, ONE))
            gap: Poly = plus(piece.share.get(action, {}), constant(wanted), -1)
            if wanted < low - within or wanted > high + within:
                return False
            if variables(gap):
                gaps.append(gap)
            elif not -within <= gap.get((), 0) <= within:
                return False
    system = piece.system()
    if within:
        system.above += [(plus(constant(within), gap, sign), False) for gap in gaps for sign in (1, -1)]
    else:
        system.equal += gaps
    return _solvable(system) is True


def crossing(
    one: Piece, two: Piece, asked: Collection[int] | None = None, left: Collection[int] = ()
) -> bool | None:
    """Whether members of the pieces agree; None where not decided.

    Args:
        asked: actions at which they must agree; all that either plays, if not given.
        left: actions that neither may play.
    """
    shift = 1 + max([0, *(n for g in one.groups for n in g.names)])
    moved = two.system()
    system = one.system()
    system.equal += [_shifted(poly, shift) for poly in moved.equal]
    system.above += [(_shifted(poly, shift), strict) for poly, strict in moved.above]
    system.free |= {n + shift for n in moved.free}
    if len(system.free) > MOST_CROSSED:
        return None
    gaps: list[Poly] = [{**one.share.get(action, {})} for action in left]
    gaps += [
        plus(one.share.get(action, {}), _shifted(two.share.get(action, {}), shift), -1)
        for action in sorted(set(one.share) | set(two.share) if asked is None else asked)
    ]
    for gap in gaps:
        if gap and not variables(gap):
            return False
        if gap:
            system.equal.append(gap)
    return _solvable(system)


def meeting(form: Form, root: int, one: Piece, two: Piece) -> bool:
    """Whether members of the pieces are known that play the same on the path.

    At a set that play does not reach they may differ: so it is asked too where some of what both mix is not played.
    """
    sets = form.tree.infoset_of_action
    both = _sets_of(form, one) & _sets_of(form, two)
    for left in islice(_faces(form, one, two, both), MOST_FACES):
        used = {a: ONE for piece in (one, two) for a in piece.share if a not in left}
        reached = reached_sets(form, root, used) & both
        if crossing(one, two, [a for a in used if int(sets[a]) in reached], left) is True:
            return True
    return False


def _faces(form: Form, one: Piece, two: Piece, both: set[int]) -> Iterator[tuple[int, ...]]:
    """Actions that are not played, of those that both mix and that lead to one of the sets ``both``: the fewest first."""
    able = []
    for action in sorted(set(one.share) & set(two.share)):
        nodes = form.members(int(form.tree.infoset_of_action[action]))
        begun = [child for node in nodes for edge, child in form.children[node] if edge == action]
        below = {form.infoset(n) for child in begun for n in form.below(child)}
        if below & both and all(variables(piece.share[action]) for piece in (one, two)):
            able.append(action)
    for many in range(len(able) + 1):
        yield from combinations(able, many)


def _sets_of(form: Form, piece: Piece) -> set[int]:
    return {int(form.tree.infoset_of_action[action]) for action in piece.share}


def _shifted(poly: Polynomial[Fraction], shift: int) -> Poly:
    return {tuple(n + shift for n in key): value for key, value in poly.items()}
