"""All that a solution on the path allows: the completions of a continuum, each as a closed part.

A continuum of play on the path is cut by what holds it up off the path. Each choice of supports off the
path gives a system in the play on the path, the play off it and the beliefs; where it is linear it is
a polytope, whose corners are exact. The equilibria are the union of these parts, and what does not hang
together there are different components.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

import numpy as np

from overture.errors import SolveError
from overture.games.measured.assessment import Assessment
from overture.games.measured.certificate import certify
from overture.solvers.all.algebra.exact import Exact
from overture.solvers.all.algebra.feasible import feasible
from overture.solvers.all.algebra.polynomials import (
    ONE,
    ZERO,
    Fractional,
    constant,
    plus,
    variables,
)
from overture.solvers.all.algebra.reduce import reduce_system
from overture.solvers.all.continua.groups import cornered, extremes, groups_of, shares_of, what_is_solved
from overture.solvers.all.lists.entry import Entry, EntrySource
from overture.solvers.all.lists.forbidden import Forbidden, reasonable
from overture.solvers.all.sets.piece import Group, Parameters, Piece, crossing, simplices
from overture.solvers.all.sets.region import Region
from overture.solvers.all.supports.posed import posed
from overture.solvers.all.supports.values import Ratio, Support
from overture.solvers.budget import Budget
from overture.solvers.form import Form

STEPS = 2_000  # supports off the path that are looked at for one continuum
MOST_PARTS = 64  # parts of a continuum that are kept
MOST_CORNERS = 256  # corners of a part that are compared with other parts
SHIFT = 100_000  # numbers of beliefs in different parts of a game are kept apart by this
NEARER = Fraction(1, 64)  # order in which play that ends at a boundary tends to it: before any tremble

Settled = tuple[dict[int, Fraction], dict[Ratio, tuple[Fraction, ...]]]


@dataclass(frozen=True)
class Part:
    """A closed set of play on the path of a trunk, with what holds it up.

    Attributes:
        share: [action on the path] its probability in the parameters.
        groups: the parameters; ``fixed``: those that play on the path does not hang on.
        system: solves for the other variables; None for a point.
        support: [infoset] actions in use, off the path too.
        numbers: variables of the relative weights of trembles. ``shift`` of these numbers, against parameters.
        settled: strategy and weights of an inner member.
    """

    share: Mapping[int, Fractional]
    groups: tuple[Group, ...]
    fixed: Mapping[int, Fraction]
    settled: Settled
    system: Exact | None = None
    support: Support | None = None
    numbers: Mapping[Ratio, list[int]] | None = None
    shift: int = 0

    def settle(self, point: Mapping[int, Fraction]) -> Settled:
        """Strategy and weights of trembles at given parameters. Raises ZeroDivisionError where they have none."""
        if self.system is None or self.support is None or self.numbers is None:
            return self.settled
        given = {n: point[n + self.shift] if n + self.shift in point else point[n] for n in self.system.free}
        whole = self.system.point(given)
        strategy = dict.fromkeys(self.settled[0], ZERO)
        for used in self.support.values():
            for a in used:
                strategy[a] = ONE if len(used) == 1 else whole[a]
        return strategy, {key: tuple(whole[n] for n in row) for key, row in self.numbers.items()}

    def piece(self) -> Piece:
        """The part without its trembles."""
        return Piece(self.share, self.groups, None, self.fixed)


@dataclass(frozen=True)
class Area:
    """A connected union of parts; ``whole`` is False where it may hold more than equilibria."""

    parts: tuple[Part, ...]
    whole: bool = True


def point_part(entry: Entry) -> Part:
    """The play of an entry as a part of its own."""
    share: dict[int, Fractional] = {
        a: {(): entry.strategy[a]} if entry.strategy[a] else {}
        for used in entry.support.values()
        for a in used
    }
    return Part(share, (), {}, (dict(entry.strategy), dict(entry.ratios)))


def parts_of(entry: Entry) -> tuple[list[Part], bool]:
    """The parts of the continuum around an entry, and whether they are known to be all of it and no more."""
    source = entry.source
    if not entry.dimensions or source is None:
        return [point_part(entry)], True
    found: list[Part] = []
    search = source.search
    kept, search.budget = search.budget, Budget(STEPS)
    try:
        outer = _outer(source, entry)
        for part in _completions(source, entry):
            if part is None or len(found) >= MOST_PARTS:
                return [outer], False
            found.append(part)
            if _covers(part, outer):
                return [part], True
        if search.budget.out:
            return [outer], False
    except SolveError as error:  # too many corners
        if error.id != "signalling/corners":
            raise
        return [_simplices(entry)], False
    finally:
        search.budget = kept
    return (found, True) if found else ([outer], False)


def _completions(source: EntrySource, entry: Entry) -> Iterator[Part | None]:
    """A part for each choice of supports off the path that has any; None where one is not decided."""
    completion = source.completion()
    for block in completion.blocks():
        for chosen, _ in completion.supports(block, np.ones(1, bool)):
            if not source.search.budget.spend():
                return
            support = {**source.support, **chosen}
            system = source.branch.copy()
            numbers = posed(completion, system, block, support)
            for branch in reduce_system(system):
                point, decided = (None, False) if branch.equal else feasible(branch)
                if point is None and decided:
                    continue
                for extreme in () if point is None else extremes(source, branch):
                    inner, sure = feasible(extreme)
                    if inner is not None or not sure:
                        yield _part(source, entry, extreme, support, numbers, inner)
                if point is None:
                    yield None
        if completion.unsure.any():
            yield None


def _outer(source: EntrySource, entry: Entry) -> Part:
    """The play that the conditions on the path allow."""
    if source.branch.rounded:
        return _simplices(entry)
    solved = what_is_solved(source.branch)
    groups = tuple(cornered(group) for group in groups_of(source.branch, solved))
    return Part(shares_of(source, solved.known), groups, {}, (dict(entry.strategy), dict(entry.ratios)))


def _simplices(entry: Entry) -> Part:
    """All play with the support of an entry."""
    share, groups = simplices(entry.support.values())
    return Part(share, groups, {}, (dict(entry.strategy), dict(entry.ratios)))


def _part(
    source: EntrySource,
    entry: Entry,
    system: Exact,
    support: Support,
    numbers: Mapping[Ratio, list[int]],
    point: Parameters | None,
) -> Part | None:
    """The part that a system allows around a point; None where there is none, or no set of polynomials."""
    solved = what_is_solved(system)
    if point is None or system.rounded or not solved.sure:
        return None
    share = shares_of(source, solved.known)
    moving = {n for poly in share.values() for n in variables(poly)}
    edges = source.search.form.tree.n_edges
    shift = SHIFT * (1 + source.search.root)
    whole = system.point(point)

    def name(n: int) -> int:
        return n + shift if n >= edges else n

    linked = groups_of(system, solved)
    tight = [cornered(group) for group in linked if moving & set(group.names)]
    loose = [n for group in linked if not moving & set(group.names) for n in group.names]
    groups = [
        Group(
            tuple(name(n) for n in group.names),
            group.corners,
            tuple(_renamed(poly, edges, shift) for poly in group.conditions),
            tuple(_renamed(poly, edges, shift) for poly in group.equations),
        )
        for group in tight
    ]
    blank = Part(
        {a: _renamed(poly, edges, shift) for a, poly in share.items()},
        tuple(groups),
        {name(n): whole[n] for n in loose},
        (dict(entry.strategy), dict(entry.ratios)),
        system,
        support,
        dict(numbers),
        shift,
    )
    return replace(blank, settled=blank.settle({name(n): x for n, x in point.items()}))


def _renamed(poly: Fractional, edges: int, shift: int) -> Fractional:
    return {tuple(sorted(n + shift if n >= edges else n for n in key)): x for key, x in poly.items()}


def _covers(part: Part, outer: Part) -> bool:
    """Whether a part holds all the corners of the set of which it is a part."""
    piece = outer.piece()
    if piece.is_polytope and piece.n_corners() <= MOST_CORNERS:
        return all(_plays(part, piece.play(point)) for point in piece.corners())
    # Otherwise: where it has no condition that the larger set has not.
    ours, theirs = (
        {_key(p) for g in each.groups for p in (*g.conditions, *g.equations)} for each in (part, outer)
    )
    return ours <= theirs and part.share == outer.share


def _key(poly: Fractional) -> frozenset[tuple[tuple[int, ...], Fraction]]:
    return frozenset(poly.items())


def _plays(part: Part, play: Mapping[int, Fraction]) -> bool:
    system = part.piece().system()
    system.equal += [plus(poly, constant(play.get(a, ZERO)), -1) for a, poly in part.share.items()]
    return any(not branch.equal and feasible(branch)[0] is not None for branch in reduce_system(system))


def connected(parts: list[Part]) -> list[list[Part]]:
    """Parts of one support in groups that hang together."""
    groups: list[list[Part]] = []
    for part in parts:
        near = [group for group in groups if any(_meet(part, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([each for group in near for each in group] + [part])
    return groups


def _meet(one: Part, two: Part) -> bool:
    left, right = one.piece(), two.piece()
    if left.is_polytope and right.is_polytope:
        plays = [
            {tuple(sorted(piece.play(p).items())) for p in islice(piece.corners(), MOST_CORNERS)}
            for piece in (left, right)
        ]
        if plays[0] & plays[1]:
            return True
    return crossing(left, right) is not False


def region_of(form: Form, entry: Entry, root: int = 0, games: Forbidden | None = None) -> Region:
    """The set of an entry: every combination of the parts of its trunk and of the subgames on its path.

    ``games``: equilibria of the games that chance forbids, for the members that are shown.
    """
    pieces = []
    for parts in islice(product(*(area.parts for area in entry.areas)), MOST_PARTS):
        share = {a: poly for part in parts for a, poly in part.share.items()}
        groups = tuple(group for part in parts for group in part.groups)
        fixed = {n: x for part in parts for n, x in part.fixed.items()}
        pieces.append(Piece(share, groups, _Builder(form, entry, parts, games or Forbidden()), fixed))
    whole = all(area.whole for area in entry.areas)
    return Region(form, tuple(pieces), whole, root, not entry.exact)


@dataclass(frozen=True)
class _Builder:
    """From parameters to a member: certified, or None."""

    form: Form
    entry: Entry
    parts: tuple[Part, ...]
    games: Forbidden

    def __call__(self, point: Parameters) -> Assessment | None:
        from overture.solvers.all.lists.assessment import assessment_of

        strategy, ratios = dict(self.entry.strategy), dict(self.entry.ratios)
        inner: dict[int, Fraction] = {}
        try:
            for part in self.parts:
                play, weights = part.settle(point)
                strategy.update(play)
                ratios.update(weights)
                inner.update(part.settled[0])
        except ZeroDivisionError:
            return None
        tree = self.form.tree
        plain = assessment_of(tree, replace(self.entry, strategy=strategy, ratios=ratios))
        sets = tree.infoset_of_action
        edge = {
            (int(sets[a]), a): (x, NEARER)
            for a, x in inner.items()
            if x and not strategy.get(a) and (int(sets[a]), a) not in plain.trembles
        }
        for trembles in ({}, edge):
            found = reasonable(tree, Assessment(plain.profile, {**plain.trembles, **trembles}), self.games)
            if certify(tree, found).is_sequential:
                return found
        return None


__all__ = ["Area", "Part", "connected", "parts_of", "point_part", "region_of"]
