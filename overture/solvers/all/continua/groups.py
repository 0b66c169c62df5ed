"""A system of the staged search as groups of parameters: what its solved variables are, and what is connected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from overture.solvers.all.algebra.exact import Exact
from overture.solvers.all.algebra.polynomials import (
    ONE,
    ZERO,
    Fractional,
    Poly,
    Rational,
    constant,
    plus,
    put_quotient,
    sized,
    span,
    times,
    variable,
    variables,
)
from overture.solvers.all.algebra.reduce import fix
from overture.solvers.all.algebra.vertices import corners
from overture.solvers.all.lists.entry import EntrySource
from overture.solvers.all.sets.piece import Group


@dataclass(frozen=True)
class SolvedVariables:
    """What a system says of its solved variables.

    Attributes:
        known: [variable] a polynomial in the parameters.
        tied: equations of the variables that are quotients; these are parameters too.
        sure: whether no divisor can vanish, so that the equations say no more and no less.
    """

    known: Mapping[int, Fractional]
    tied: tuple[Fractional, ...]
    names: frozenset[int]
    sure: bool


def what_is_solved(system: Exact) -> SolvedVariables:
    known: dict[int, Fractional] = {}
    tied: list[Fractional] = []
    names = set(system.free)
    sure = True
    for number, above, below in reversed(system.solved):
        over, under = _put_all(above, known), _put_all(below, known)
        if set(under) == {()}:
            known[number] = {key: Fraction(x) / under[()] for key, x in over.items()}
            continue
        names.add(number)
        tied.append(sized(plus(times(variable(number), under), over, -1)))
        low, high = span({**sized(under)}, dict.fromkeys(variables(under), (0.0, 1.0)))
        sure &= low > 1e-9 or high < -1e-9
    return SolvedVariables(known, tuple(tied), frozenset(names), sure)


def _put_all(poly: Poly, known: Mapping[int, Fractional]) -> Poly:
    for number in variables(poly) & set(known):
        poly = put_quotient(poly, number, known[number], constant(1), False)
    return poly


def shares_of(source: EntrySource, known: Mapping[int, Fractional]) -> dict[int, Fractional]:
    return {
        a: {(): ONE} if len(used) == 1 else known.get(a, {(a,): ONE})
        for used in source.support.values()
        for a in used
    }


def groups_of(system: Exact, solved: SolvedVariables) -> list[Group]:
    """The parameters in groups that no condition or equation connects, still without corners."""
    linked = [Group((n,), ()) for n in sorted(solved.names)]
    conditions = [sized(_put_all(poly, solved.known)) for poly, _ in system.above]
    for polys, kind in ((conditions, 0), (solved.tied, 1)):
        for poly in polys:
            names = variables(poly)
            near = [group for group in linked if names & set(group.names)]
            if not near:
                continue
            linked = [group for group in linked if group not in near]
            new = ((poly,), ()) if kind == 0 else ((), (poly,))
            linked.append(
                Group(
                    tuple(sorted(n for g in near for n in g.names)),
                    (),
                    tuple(c for g in near for c in g.conditions) + new[0],
                    tuple(e for g in near for e in g.equations) + new[1],
                )
            )
    return linked


def cornered(group: Group) -> Group:
    """The group with its corners, where it is a polytope."""
    if group.equations or any(len(key) > 1 for poly in group.conditions for key in poly):
        return group
    names = group.names
    rows: list[list[Rational]] = [
        [*(poly.get((n,), ZERO) for n in names), poly.get((), ZERO)] for poly in group.conditions
    ]
    rows += [[*(-int(n == m) for n in names), 1] for m in names]
    return replace(group, corners=tuple(corners(len(names) + 1, [], rows)))


def extremes(source: EntrySource, system: Exact) -> Iterator[Exact]:
    """Systems that together allow the same play on the path, with less freedom off it.

    A parameter off the path that one condition alone speaks of, and of the first degree, may as well be
    0 or 1: of a linear function on [0, 1], one of the two ends is the greatest.
    """
    solved = what_is_solved(system)
    if all(group.corners for group in map(cornered, groups_of(system, solved))):
        yield system
        return
    share = shares_of(source, solved.known)
    moving = {n for poly in share.values() for n in variables(poly)}
    for number in sorted(system.free - moving):
        bounds: tuple[Poly, Poly] = (variable(number), plus(constant(1), variable(number), -1))
        speaking = [p for p, _ in system.above if number in variables(p) and p not in bounds]
        if any(number in variables(poly) for poly in solved.tied) or len(speaking) != 1:
            continue
        if all(key.count(number) < 2 for key in speaking[0]):
            for end in (ZERO, ONE):
                held = system.copy()
                held.inner.discard(number)
                fix(held, number, end)
                plain = [p.get((), ZERO) for p, _ in held.above if not variables(p)]
                held.above = [(p, False) for p, _ in held.above if variables(p)]
                if min(plain, default=ZERO) >= 0:
                    yield from extremes(source, held)
            return
    yield system
