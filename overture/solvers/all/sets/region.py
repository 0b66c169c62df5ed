"""A component of equilibria as a set: pieces of play on the path, and the range of anything over them.

A piece has parameters, numbers between 0 and 1 that fall into groups which no condition connects; every
action's probability is a polynomial in them. So is what is asked (a value, the probability of an event).
Where a group's conditions are linear it is a polytope. Where the groups are polytopes and a question is
of the first degree in the parameters of each, its ends lie at corners of the groups, and they are found
there exactly; elsewhere they are bounded by boxes (region_bounds.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from math import prod
from typing import Any

from overture.games.measured.assessment import Assessment
from overture.games.view import count as counted
from overture.solvers.all.algebra.polynomials import (
    ONE,
    ZERO,
    Fractional,
    Poly,
    Polynomial,
    at,
    constant,
    fractional,
    plus,
    times,
    variables,
)
from overture.solvers.all.sets.piece import Parameters, Piece, meeting, plays_as, reached_sets
from overture.solvers.all.sets.region_bounds import bounded
from overture.solvers.form import Form

MOST_ENDS = 200_000  # combinations of corners that are gone through for one question
MOST_COMPARED = 256  # corners of a piece that are compared with another
MOST_PAIRS = 16  # pieces of two components that are compared away from their corners
WIDER = Fraction(1, 10**9)  # of the size of a number, where irrational probabilities were rounded
ASIDE = 6  # worths that are set aside in turn
MOST_CORNERS = 4_000  # corners of a component that are numbered


@dataclass(frozen=True)
class Range:
    """The least and the greatest of a quantity over a component.

    Attributes:
        low, high: the ends.
        exact: whether members of the component reach both; else nothing lies outside, and the ends
            may not be reached.
        low_at, high_at: members at the ends; None where none is known.
    """

    low: Fraction
    high: Fraction
    exact: bool
    low_at: Assessment | None = field(default=None, repr=False)
    high_at: Assessment | None = field(default=None, repr=False)

    def clipped(self, least: Fraction = ZERO, most: Fraction = ONE) -> Range:
        """The range of what lies between two numbers: a probability, if none are given. Bounds that meet are exact."""
        low, high = max(self.low, least), min(self.high, most)
        return replace(self, low=low, high=high, exact=self.exact or low == high)

    @property
    def kind(self) -> str:
        """ "exact" or "bounds"."""
        return "exact" if self.exact else "bounds"

    def __iter__(self) -> Iterator[float]:
        return iter((float(self.low), float(self.high)))


@dataclass(frozen=True, repr=False)
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

    def __repr__(self) -> str:
        known = counted(self.n_corners, "corner") if self.whole else "of which bounds are known"
        return f"Region of {self.form.tree.title}: {counted(len(self.pieces), 'convex part')}, {known}"

    @classmethod
    def __kept__(cls) -> tuple[Callable[..., Any], Callable[..., Any]]:
        from overture.solvers.kept import read_region, write_region

        return write_region, read_region

    def middle(self) -> dict[int, Fraction]:
        """[action] probability on the path in the middle of the piece that plays most; empty where no middle is known."""
        if not self.whole:
            return {}
        points = [(piece, piece.middle()) for piece in self.pieces]
        plays = [piece.play(point) for piece, point in points if point is not None]
        return max(plays, key=lambda play: sum(1 for share in play.values() if share), default={})

    @cached_property
    def continuum(self) -> bool:
        """Whether play on the path varies, within a piece or from one piece to another."""
        if not all(piece.is_polytope for piece in self.pieces):
            return True
        played = set[int]().union(*(self._met(piece) for piece in self.pieces))
        first: dict[int, Fraction] | None = None
        for piece in self.pieces:
            moving = {n for action in played for n in variables(piece.share.get(action, {}))}
            for point in islice(piece.corners(moving), MOST_ENDS):
                shares = {action: share for action, share in piece.play(point).items() if action in played}
                first = shares if first is None else first
                if any(shares.get(action, ZERO) != first.get(action, ZERO) for action in played):
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

    def polynomial(self, piece: Piece, worth: Mapping[int, Fraction]) -> Fractional:
        """The expectation of ``worth`` [end of a history] in the parameters of a piece."""
        form = self.form

        def walk(node: int) -> Poly:
            if not form.children[node]:
                amount = worth.get(node, ZERO)
                return constant(amount) if amount else {}
            total: Poly = {}
            for edge, child in form.children[node]:
                share: Polynomial[Fraction] = (
                    {(): form.odds[edge]} if edge >= form.tree.n_actions else piece.share.get(edge, {})
                )
                if share and (below := walk(child)):
                    total = plus(total, times(share, below))
            return total

        return fractional(walk(self.root))

    def range_of(self, worth: Mapping[int, Fraction]) -> Range:
        """The range of the expectation of ``worth`` [end of a history]; ends that are left out are worth 0.

        Where it is a bound, it is the best of several: a worth that occurs often is set aside while the rest is bounded,
        so that bounds do not hang on where zero lies.
        """
        ends = [node for node in self.form.below(self.root) if not self.form.children[node]]
        count = Counter(worth.get(node, ZERO) for node in ends)
        often = sorted(count, key=lambda amount: (-count[amount], amount))[:ASIDE]
        best: Range | None = None
        for aside in often:
            rest = {node: worth.get(node, ZERO) - aside for node in ends}
            found = self._join([_range(piece, self.polynomial(piece, rest)) for piece in self.pieces])
            found = replace(found, low=found.low + aside, high=found.high + aside)
            if found.exact:
                return found
            if best is not None:
                found = replace(found, low=max(found.low, best.low), high=min(found.high, best.high))
            best = found
        assert best is not None
        return best

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
        return any(plays_as(self.form, self.root, piece, play, within) for piece in self.pieces)

    def covers(self, other: Region) -> bool:
        """Whether every member of ``other``, a union of polytopes, plays on the path as one of this does."""
        return all(
            piece.is_polytope
            and piece.n_corners() <= MOST_COMPARED
            and any(
                all(plays_as(self.form, self.root, mine, piece.play(p), ZERO) for p in piece.corners())
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
                reached = reached_sets(self.form, self.root, play)
                sets = self.form.tree.infoset_of_action
                found.add(tuple((a, x) for a, x in play.items() if x and int(sets[a]) in reached))
        return [dict(play) for play in sorted(found)]

    def meets(self, other: Region) -> bool:
        """Whether a member of each is known that plays the same on the path."""
        for one, two in ((self, other), (other, self)):
            if any(two.holds(play) for play in one.plays):
                return True
        pairs = islice(product(self.pieces, other.pieces), MOST_PAIRS)
        return any(meeting(self.form, self.root, a, b) for a, b in pairs)


@dataclass(frozen=True)
class _Ends:
    low: Fraction
    high: Fraction
    exact: bool
    low_at: Parameters | None
    high_at: Parameters | None


def _some(piece: Piece, poly: Fractional) -> Iterator[Parameters]:
    """Points at which a polynomial that is affine in each group shows whether it varies."""
    names = variables(poly)
    if piece.is_polytope:
        yield from islice(piece.corners(names), MOST_CORNERS)
    else:
        for share in (Fraction(1, 2), Fraction(1, 3)):
            yield dict(piece.fixed) | {n: share for group in piece.groups for n in group.names}


def _range(piece: Piece, poly: Fractional) -> _Ends:
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


__all__ = ["Range", "Region"]
