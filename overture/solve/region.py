"""A component of equilibria as a set: pieces of play on the path, and the range of anything over them.

A piece is convex. Its parameters are numbers between 0 and 1 that fall into groups which no condition
connects; every action's probability is an affine function of them. What is asked (a value, the
probability of an event) is a polynomial in the parameters. Where it is of the first degree in the
parameters of each group, its ends lie at corners of the groups, and they are found there exactly;
elsewhere they are bounded by boxes (region_bounds.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from math import prod

from overture.game.assessment import Assessment
from overture.solve.region_bounds import bounded
from overture.solve.staged_algebra import System, reduce_system
from overture.solve.staged_feasible import feasible
from overture.solve.staged_form import Form
from overture.solve.staged_polynomials import ONE, ZERO, Poly, at, constant, plus, times, variables

MOST_ENDS = 200_000  # combinations of corners that are gone through for one question
MOST_COMPARED = 256  # corners of a piece that are compared with another
MOST_PAIRS = 16  # pieces of two components that are compared away from their corners
WIDER = Fraction(1, 10**9)  # of the size of a number, where irrational probabilities were rounded
MOST_CROSSED = 16  # parameters of two pieces together up to which it is asked whether they cross
MOST_CORNERS = 4_000  # corners of a component that are numbered

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
    conditions: tuple[Poly, ...] = ()
    equations: tuple[Poly, ...] = ()


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

    share: Mapping[int, Poly]
    groups: tuple[Group, ...]
    build: Callable[[Parameters], Assessment | None] | None
    fixed: Mapping[int, Fraction]

    def system(self) -> System:
        """The piece as conditions on its parameters, its boundary included."""
        return System(
            equal=[poly for group in self.groups for poly in group.equations],
            above=[(poly, False) for group in self.groups for poly in group.conditions],
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
        """Corners of the piece; only those of the groups that hold a parameter of ``over``, if given.

        Parameters of a group that is no polytope are left out.
        """
        groups = [group for group in self.groups if group.corners]
        rows = [
            group.corners if over is None or over & set(group.names) else group.corners[:1]
            for group in groups
        ]
        for chosen in product(*rows):
            point = dict(self.fixed)
            for group, corner in zip(groups, chosen, strict=True):
                point.update(zip(group.names, corner, strict=True))
            yield point

    def n_corners(self, over: set[int] | None = None) -> int:
        """How many corners ``corners`` yields."""
        return prod(len(g.corners) for g in self.groups if over is None or over & set(g.names))

    def play(self, point: Parameters) -> dict[int, Fraction]:
        """[action] probability, where the piece plays."""
        return {action: at(poly, point) for action, poly in self.share.items()}


@dataclass(frozen=True)
class Range:
    """The least and the greatest of a quantity over a component.

    Attributes:
        low, high: the ends.
        exact: whether members of the component reach both; else nothing lies outside, and the ends
            may not be reached.
        low_at, high_at: members at the ends (where not exact: the ones nearest that were found, or None).
    """

    low: Fraction
    high: Fraction
    exact: bool
    low_at: Assessment | None = None
    high_at: Assessment | None = None

    def clipped(self) -> Range:
        """The range of a probability: bounds stay between 0 and 1."""
        return replace(self, low=max(self.low, ZERO), high=min(self.high, ONE))

    @property
    def kind(self) -> str:
        """ "exact" or "bounds"."""
        return "exact" if self.exact else "bounds"

    def __iter__(self) -> Iterator[float]:
        return iter((float(self.low), float(self.high)))


@dataclass(frozen=True)
class Region:
    """A connected set of equilibria with one support on the path, as a union of pieces.

    Attributes:
        form: the game.
        pieces: convex parts.
        whole: False where only a larger set is known (the conditions among the sets on the path, without
            what holds the play up off it): then every range is a bound.
        root: the node at which the play begins.
        rounded: whether irrational numbers had to be rounded: then every range is widened, and a bound.
    """

    form: Form
    pieces: tuple[Piece, ...]
    whole: bool = True
    root: int = 0
    rounded: bool = False

    @cached_property
    def continuum(self) -> bool:
        """Whether play on the path varies."""
        if len(self.pieces) > 1 or not self.pieces[0].is_polytope:
            return True
        piece = self.pieces[0]
        played = self._met(piece)
        moving = {n for action in played for n in variables(piece.share[action])}
        first: dict[int, Fraction] | None = None
        for point in islice(piece.corners(moving), MOST_ENDS):
            shares = piece.play(point)
            first = shares if first is None else first
            if any(shares[action] != first[action] for action in played):
                return True
        return False

    def _met(self, piece: Piece) -> set[int]:
        """Actions of the sets that some member reaches."""
        stack, found = [self.root], set()
        while stack:
            for edge, child in self.form.children[stack.pop()]:
                if edge >= self.form.tree.n_actions:
                    stack.append(child)
                elif piece.share.get(edge):
                    found.add(edge)
                    stack.append(child)
        return found

    def polynomial(self, piece: Piece, worth: Mapping[int, Fraction]) -> Poly:
        """The expectation of ``worth`` [end of a history] in the parameters of a piece."""
        form = self.form

        def walk(node: int) -> Poly:
            if not form.children[node]:
                amount = worth.get(node, ZERO)
                return constant(amount) if amount else {}
            total: Poly = {}
            for edge, child in form.children[node]:
                share = constant(form.odds[edge]) if edge >= form.tree.n_actions else piece.share.get(edge)
                if share and (below := walk(child)):
                    total = plus(total, times(share, below))
            return total

        return walk(self.root)

    def range_of(self, worth: Mapping[int, Fraction]) -> Range:
        """The range of the expectation of ``worth`` [end of a history]; ends that are left out are worth 0."""
        return self._join([_range(piece, self.polynomial(piece, worth)) for piece in self.pieces])

    def range_of_share(self, action: int) -> Range:
        """The range of an action's probability, where its set is one that play may reach."""
        return self._join([_range(piece, piece.share.get(action, {})) for piece in self.pieces]).clipped()

    def _join(self, found: Sequence[_Ends]) -> Range:
        low = min(range(len(found)), key=lambda i: found[i].low)
        high = max(range(len(found)), key=lambda i: found[i].high)
        ends = (found[low].low_at, found[high].high_at)
        members = [
            self.pieces[i].member(point) if self.whole else None
            for i, point in zip((low, high), ends, strict=True)
        ]
        exact = self.whole and not self.rounded and all(each.exact for each in found)
        least, most = found[low].low, found[high].high
        slack = WIDER * max(abs(least), abs(most)) if self.rounded else ZERO
        return Range(least - slack, most + slack, exact, members[0], members[1])

    @cached_property
    def free(self) -> tuple[int, ...]:
        """Actions whose probability varies over the component, in the order of the tree."""
        found = {
            action
            for piece in self.pieces
            for action in self._met(piece)
            if len({at(piece.share[action], p) for p in _some(piece, piece.share[action])}) > 1
        }
        first = [piece.play(next(_some(piece, {}))) for piece in self.pieces]
        for piece in self.pieces:
            for action in self._met(piece):
                if len({shares.get(action, ZERO) for shares in first}) > 1:
                    found.add(action)
        return tuple(sorted(found))

    def corner(self, number: int) -> Assessment | None:
        """The member at a corner, numbered from 0 through the pieces; None where there are not so many."""
        for piece in self.pieces:
            if not piece.is_polytope:
                continue
            count = min(piece.n_corners(), MOST_CORNERS)
            if number < count:
                return piece.member(next(islice(piece.corners(), number, None)))
            number -= count
        return None

    @property
    def n_corners(self) -> int:
        """How many corners can be asked for: none where members are not known, at most ``MOST_CORNERS`` a piece."""
        if not self.whole:
            return 0
        return sum(min(p.n_corners(), MOST_CORNERS) for p in self.pieces if p.is_polytope)

    def holds(self, play: Mapping[int, Fraction], within: Fraction = ZERO) -> bool:
        """Whether a member plays on the path as ``play`` [action] does on its own path, up to ``within``."""
        return any(_member(self.form, self.root, piece, play, within) for piece in self.pieces)

    def covers(self, other: Region) -> bool:
        """Whether every member of ``other``, a union of polytopes, plays on the path as one of this does."""
        return all(
            piece.is_polytope
            and piece.n_corners() <= MOST_COMPARED
            and any(
                all(_member(self.form, self.root, mine, piece.play(p), ZERO) for p in piece.corners())
                for mine in self.pieces
            )
            for piece in other.pieces
        )

    @cached_property
    def plays(self) -> list[dict[int, Fraction]]:
        """[action] probability on the path at corners, each play once."""
        found: set[tuple[tuple[int, Fraction], ...]] = set()
        for piece in self.pieces:
            for point in islice(piece.corners(), MOST_COMPARED if piece.is_polytope else 0):
                play = piece.play(point)
                reached = _reached(self.form, self.root, play)
                sets = self.form.tree.infoset_of_action
                found.add(tuple((a, x) for a, x in play.items() if x and int(sets[a]) in reached))
        return [dict(play) for play in sorted(found)]

    def meets(self, other: Region) -> bool:
        """Whether a member of each play the same on the path."""
        for one, two in ((self, other), (other, self)):
            if any(two.holds(play) for play in one.plays):
                return True
        pairs = islice(product(self.pieces, other.pieces), MOST_PAIRS)
        return any(crossing(a, b) is True for a, b in pairs)


@dataclass(frozen=True)
class _Ends:
    low: Fraction
    high: Fraction
    exact: bool
    low_at: Parameters | None
    high_at: Parameters | None


def _some(piece: Piece, poly: Poly) -> Iterator[Parameters]:
    """Points at which a polynomial that is affine in each group shows whether it varies."""
    names = variables(poly)
    if piece.is_polytope:
        yield from islice(piece.corners(names), MOST_CORNERS)
    else:
        for share in (Fraction(1, 2), Fraction(1, 3)):
            yield dict(piece.fixed) | {n: share for group in piece.groups for n in group.names}


def _range(piece: Piece, poly: Poly) -> _Ends:
    """The ends of a polynomial over a piece."""
    names = variables(poly)
    if not names:
        value = poly.get((), ZERO)
        point = next(_some(piece, {})) if piece.is_polytope else None
        return _Ends(value, value, True, point, point)
    groups = [group for group in piece.groups if names & set(group.names)]
    flat = all(group.corners for group in groups) and all(
        sum(n in group.names for n in key) <= 1 for key in poly for group in groups
    )
    if flat and prod(len(group.corners) for group in groups) <= MOST_ENDS:
        low: tuple[Fraction, Parameters] | None = None
        high: tuple[Fraction, Parameters] | None = None
        for point in piece.corners(names):
            value = at(poly, point)
            low = (value, point) if low is None or value < low[0] else low
            high = (value, point) if high is None or value > high[0] else high
        assert low is not None
        assert high is not None
        ends = (low[1], high[1]) if piece.is_polytope else (None, None)
        return _Ends(low[0], high[0], True, *ends)
    inside = [n for group in groups for n in group.names]
    conditions = [poly for group in groups for poly in group.conditions]
    equations = [poly for group in groups for poly in group.equations]
    least, most = (bounded(poly, inside, conditions, equations, sign) for sign in (1, -1))
    return _Ends(least, most, False, None, None)


def _reached(form: Form, root: int, play: Mapping[int, Fraction]) -> set[int]:
    """Sets that are reached from a node."""
    stack, found = [root], set()
    while stack:
        node = stack.pop()
        index = form.infoset(node)
        if index >= 0 and form.children[node]:
            found.add(index)
        stack += [c for e, c in form.children[node] if e >= form.tree.n_actions or play.get(e, ZERO)]
    return found


def _solvable(system: System) -> bool | None:
    """Whether the conditions can be met; None where that was not decided."""
    sure = True
    for branch in reduce_system(system):
        point, decided = (None, False) if branch.equal else feasible(branch)
        if point is not None:
            return True
        sure &= decided
    return False if sure else None


def _member(form: Form, root: int, piece: Piece, play: Mapping[int, Fraction], within: Fraction) -> bool:
    gaps: list[Poly] = []
    start = form.tree.edge_start
    for index in _reached(form, root, {action: x for action, x in play.items() if x > within}):
        for action in range(int(start[index]), int(start[index + 1])):
            wanted = play.get(action, ZERO)
            low, high = piece.bounds.get(action, (ZERO, ONE))
            gap = plus(piece.share.get(action, {}), constant(wanted), -1)
            if wanted < low - within or wanted > high + within:
                return False
            if variables(gap):
                gaps.append(gap)
            elif abs(gap.get((), ZERO)) > within:
                return False
    system = piece.system()
    if within:
        system.above += [(plus(constant(within), gap, sign), False) for gap in gaps for sign in (1, -1)]
    else:
        system.equal += gaps
    return _solvable(system) is True


def crossing(one: Piece, two: Piece) -> bool | None:
    """Whether the pieces agree somewhere on all the sets that either may reach; None where not decided."""
    shift = 1 + max([0, *(n for g in one.groups for n in g.names)])
    moved = two.system()
    system = one.system()
    system.equal += [_shifted(poly, shift) for poly in moved.equal]
    system.above += [(_shifted(poly, shift), strict) for poly, strict in moved.above]
    system.free |= {n + shift for n in moved.free}
    if len(system.free) > MOST_CROSSED:
        return None
    for action in sorted(set(one.share) | set(two.share)):
        gap = plus(one.share.get(action, {}), _shifted(two.share.get(action, {}), shift), -1)
        if gap and not variables(gap):
            return False
        if gap:
            system.equal.append(gap)
    return _solvable(system)


def _shifted(poly: Poly, shift: int) -> Poly:
    return {tuple(n + shift for n in key): value for key, value in poly.items()}


__all__ = ["Group", "Parameters", "Piece", "Range", "Region"]
