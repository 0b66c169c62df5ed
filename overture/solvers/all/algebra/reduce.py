"""Equations eliminated one variable at a time, as far as that goes without deciding inequalities.

An equation that is linear in a variable gives it as a quotient of polynomials in the others; what is left is a
question in few variables, mostly one or none. A system that this does not decide is reported as undecided, never
as without solution. Worlds share the form of a system; where a coefficient vanishes in some of them only, they
part and each group goes on by itself.
"""

from __future__ import annotations

from fractions import Fraction

from overture.solvers.all.algebra.polynomials import (
    ZERO,
    N,
    Rational,
    Terms,
    by_power,
    constant,
    divide_inner,
    linear,
    occurs,
    plus,
    put_solved,
    times,
    variables,
)
from overture.solvers.all.algebra.system import Conditions, Mask, System

MOST_DEPTH = 24
CLOSE = 1e-9  # bounds leave room for zero up to this
CLEAR = 1e-12  # a coefficient may vanish if its bounds leave room for zero up to this


def held(system: System[N], point: dict[int, Fraction | N]) -> System[N]:
    """The system at one point of its free variables: a question about a continuum becomes one about a member."""
    part = system.copy()
    for number in sorted(system.free):
        fix(part, number, point[number])
    return part


def reduce_system(system: System[N]) -> list[System[N]]:
    """The system with its equations eliminated; a world may be in several of the branches."""
    found: list[System[N]] = []
    _reduce(system.copy(), found, 0)
    return system.numbers.settled(system, found)


def substituted(system: System[N]) -> bool:
    """Substitute by the shortest equation with a variable whose coefficient is a number; False where there is none."""
    found = _shortest(system)
    if found is not None:
        _substitute(system, *found)
    return found is not None


def _shortest(system: System[N]) -> tuple[int, int] | None:
    """(equation, variable) of the shortest equation with a variable whose coefficient is a number."""
    ranks = [(len(poly), index, number) for index, poly in enumerate(system.equal) for number in linear(poly)]
    return min(ranks)[1:] if ranks else None


def _substitute(system: System[N], index: int, number: int) -> None:
    rest, slope = by_power(system.equal.pop(index), number)
    assign(system, number, {k: -v for k, v in rest.items()}, slope)


def fix(system: System[N], number: int, value: Rational | N) -> None:
    """Put a number for a variable everywhere."""
    above: Terms[N] = constant(value)
    below: Terms[N] = constant(1)
    assign(system, number, above, below)


def assign(system: System[N], number: int, above: Terms[N], below: Terms[N]) -> None:
    """Put above/below for a variable everywhere; its bounds become inequalities."""
    strict = number in system.inner
    bounds: Conditions[N]
    if set(below) == {()}:
        above, below = system.numbers.quotient(above, below[()], system)
        bounds = [(above, strict), (plus(below, above, -1), strict)]
    else:
        bounds = [
            (times(above, below), strict),
            (times(plus(below, above, -1), below), strict),
            (times(below, below), True),
        ]
    system.solved.append((number, above, below))

    def put_in(poly: Terms[N], even: bool) -> Terms[N]:
        # Polynomials without the variable stay the same objects.
        return put_solved(poly, number, above, below, even) if occurs(poly, number) else poly

    system.equal = [put_in(p, False) for p in system.equal]
    system.above = [(put_in(p, True), s) for p, s in system.above] + bounds
    system.free.discard(number)


def _tidy(system: System[N]) -> System[N] | None:
    """Drop what is settled, and the worlds where something cannot hold."""
    numbers = system.numbers
    alive: Mask = True
    equal: list[Terms[N]] = []
    for raw in system.equal:
        if id(raw) in system.seen:
            equal.append(raw)
            continue
        poly = numbers.scaled(divide_inner(raw, system.inner))
        if not poly:
            continue
        alive = alive & numbers.may_vanish(poly, system, CLOSE)
        if alive is False:
            return None
        if set(poly) != {()}:
            equal.append(poly)
    above: Conditions[N] = []
    for raw, strict in system.above:
        if id(raw) in system.seen:
            above.append((raw, strict))
            continue
        poly = numbers.scaled(raw)
        here, at_once = numbers.may_hold(poly, strict, system)
        alive = alive & here
        if alive is False:
            return None
        if not at_once:
            above.append((poly, strict))
    system.seen = {id(poly): poly for poly in [*equal, *(poly for poly, _ in above)]}
    system.equal, system.above = equal, above
    return system.where(alive)


def _reduce(system: System[N] | None, found: list[System[N]], depth: int) -> None:
    while system is not None:
        system = _tidy(system)
        if system is None:
            return
        if not system.equal or depth > MOST_DEPTH:
            found.append(system)
            return
        groups = system.numbers.groups(system)
        if len(groups) > 1:
            for group in groups:  # as deep as each of them would be alone
                _reduce(group, found, depth)
            return
        system = _step(groups[0], found, depth)


def _step(system: System[N], found: list[System[N]], depth: int) -> System[N] | None:
    """Eliminate one equation; None where every branch has been followed already."""
    # 1. an equation with a variable whose coefficient is a number: substitute, no cases
    shortest = _shortest(system)
    if shortest is not None:
        index, number = shortest
        pivots = system.numbers.pivots(system.equal[index], number, system)
        parts = [system] if len(pivots) == 1 else [system.take(rows) for _, rows in pivots]
        for part, (chosen, _) in zip(parts, pivots, strict=True):
            _substitute(part, index, chosen)
        if len(parts) == 1:
            return system
        for part in parts:  # as deep as each of them would be alone
            _reduce(part, found, depth)
        return None
    # 2. one variable only: branch over its roots
    single = next((i for i, poly in enumerate(system.equal) if len(variables(poly)) == 1), None)
    if single is not None:
        poly = system.equal.pop(single)
        number = next(iter(variables(poly)))
        for rows, root, exact in system.numbers.roots(poly, number, system):
            branch = system.take(rows)
            if not exact:
                _round(branch)
            fix(branch, number, root)
            _reduce(branch, found, depth + 1)
        return None
    # 3. a closed variable (a belief) as a common factor: zero, or divide
    for index, poly in enumerate(system.equal):
        shared = [n for n in variables(poly) if all(n in key for key in poly)]
        if shared:
            branch = system.copy()
            branch.equal.pop(index)
            fix(branch, shared[0], ZERO)
            _reduce(branch, found, depth + 1)
            system.equal[index] = divide_inner(poly, {shared[0]})
            return system
    return _two_cases(system, found, depth)


def _round(system: System[N]) -> None:
    """From here on numbers of a system are rounded, so what counts as zero is a matter of size."""
    if not system.rounded:
        system.rounded = True
        system.equal = [system.numbers.sized(poly) for poly in system.equal]
        system.above = [(system.numbers.sized(poly), strict) for poly, strict in system.above]


def _two_cases(system: System[N], found: list[System[N]], depth: int) -> System[N] | None:
    """An equation linear in a variable whose coefficient may vanish: where it does, and where it does not.

    One in few variables comes first, so that what depends on one unknown alone (a belief, say) ends as a question
    in that unknown.
    """
    options = [
        (len(variables(parts[1])), len(parts[1]) + len(parts[0]), index, number)
        for index, poly in enumerate(system.equal)
        for number in variables(poly)
        if len(parts := by_power(poly, number)) == 2
    ]
    if not options:
        found.append(system)  # undecided: equations are left
        return None
    *_, index, number = min(options)
    rest, slope = by_power(system.equal.pop(index), number)
    vanishing = system.copy()
    vanishing.equal += [rest, slope]
    numbers = system.numbers
    _reduce(vanishing.where(numbers.may_vanish(numbers.scaled(slope), system, CLEAR)), found, depth + 1)
    assign(system, number, {k: -v for k, v in rest.items()}, slope)
    return system
