"""Small polynomial systems with bounds, reduced exactly where they are linear one variable at a time.

The conditions of an equilibrium with given supports are polynomial equations (indifference) and
inequalities (no better action) in mixing probabilities and beliefs, each between 0 and 1. They are
solved by elimination: an equation that is linear in a variable gives it as a quotient of polynomials
in the others; what is left is a question in few variables, mostly one or none. A system that this
does not decide is reported as undecided, never as without solution.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from overture.solvers.all.sets.polynomials import (
    ZERO,
    Poly,
    at,
    by_power,
    constant,
    divide_inner,
    linear,
    occurs,
    plus,
    put,
    put_quotient,
    roots,
    span,
    times,
    variables,
)
from overture.solvers.all.sets.signs import contradicted, never_zero

NEAR = Fraction(1, 10**10)  # what counts as zero once an irrational root has been rounded


@dataclass
class System:
    """Equations, inequalities (>= 0, or > 0 where strict) and variables, each within [0, 1].

    ``inner`` lists the variables that must lie strictly inside (mixing probabilities).
    """

    equal: list[Poly] = field(default_factory=list)
    above: list[tuple[Poly, bool]] = field(default_factory=list)
    free: set[int] = field(default_factory=set)
    inner: set[int] = field(default_factory=set)
    solved: list[tuple[int, Poly, Poly]] = field(default_factory=list)  # variable = above / below
    rounded: bool = False

    def copy(self) -> System:
        return System(
            list(self.equal),
            list(self.above),
            set(self.free),
            set(self.inner),
            list(self.solved),
            self.rounded,
        )

    def point(self, given: dict[int, Fraction]) -> dict[int, Fraction]:
        """All variables, from values of the free ones."""
        whole = dict(given)
        for number, above, below in reversed(self.solved):
            whole[number] = at(above, whole) / at(below, whole)
        return whole


def held(system: System, point: dict[int, Fraction]) -> System:
    """The system at one point of its free variables: a question about a continuum becomes one about a member."""
    part = system.copy()
    for number in sorted(system.free):
        value = point[number]
        assign(part, number, {(): value} if value else {}, constant(1))
    return part


def reduce_system(system: System) -> list[System]:
    """The system with its equations eliminated as far as that goes without deciding inequalities."""
    found: list[System] = []
    _reduce(system.copy(), found, 0)
    # What is left undecided is asked once more, with sharper bounds, and together.
    if any(branch.equal for branch in found) and _contradicted(system.copy()):
        return []
    return [
        branch
        for branch in found
        if branch.rounded or not any(never_zero(poly, branch.inner) for poly in branch.equal)
    ]


def _contradicted(system: System) -> bool:
    """Whether equations in the same variables, once what is linear is substituted, have no solution together."""
    while _substituted(system):
        pass
    groups: dict[frozenset[int], list[Poly]] = {}
    for poly in system.equal:
        if poly:
            groups.setdefault(frozenset(variables(poly)), []).append(poly)
    return any(contradicted(group, system.inner) for group in groups.values())


def _substituted(system: System) -> bool:
    """Substitute by the shortest equation with a variable whose coefficient is a number; False where there is none."""
    best: tuple[int, int, int] | None = None
    for index, poly in enumerate(system.equal):
        for number in linear(poly):
            rank = (len(poly), index, number)
            if best is None or rank < best:
                best = rank
    if best is None:
        return False
    _, index, number = best
    poly = system.equal.pop(index)
    constant_part, slope = by_power(poly, number)
    assign(system, number, {k: -v for k, v in constant_part.items()}, slope)
    return True


def _tidy(system: System) -> bool:
    """Drop what is settled; False where something cannot hold."""
    tolerance = NEAR if system.rounded else ZERO
    equal = []
    for poly in system.equal:
        if not poly:
            continue
        if len(poly) == 1 and () in poly:
            if abs(poly[()]) > tolerance:
                return False
            continue
        equal.append(poly)
    above = []
    for poly, strict in system.above:
        value = poly.get((), ZERO)
        if not poly or (len(poly) == 1 and () in poly):
            if value < -tolerance or (strict and value <= tolerance):
                return False
            continue
        low, high = span(poly, dict.fromkeys(variables(poly), (0.0, 1.0)))
        if high < -1e-9 or (strict and high < 1e-12):
            return False
        if low > 1e-12:
            continue
        above.append((poly, strict))
    for poly in equal:
        low, high = span(poly, dict.fromkeys(variables(poly), (0.0, 1.0)))
        if low > 1e-9 or high < -1e-9:
            return False
    system.equal, system.above = equal, above
    return True


def assign(system: System, number: int, above: Poly, below: Poly) -> None:
    """Put above/below for a variable everywhere; its bounds become inequalities."""
    strict = number in system.inner
    if set(below) == {()}:
        quotient = {key: value / below[()] for key, value in above.items()}
        if set(quotient) <= {()}:
            value = quotient.get((), ZERO)

            def put_in(poly: Poly, even: bool) -> Poly:
                return put(poly, number, value)
        else:

            def put_in(poly: Poly, even: bool) -> Poly:
                return put_quotient(poly, number, quotient, constant(1), False)

        bounds = [(quotient, strict), (plus(constant(1), quotient, -1), strict)]
        system.solved.append((number, quotient, constant(1)))
    else:

        def put_in(poly: Poly, even: bool) -> Poly:
            return put_quotient(poly, number, above, below, even)

        bounds = [
            (times(above, below), strict),
            (times(plus(below, above, -1), below), strict),
            (times(below, below), True),
        ]
        system.solved.append((number, above, below))
    # Polynomials without the variable stay the same objects.
    system.equal = [put_in(p, False) if occurs(p, number) else p for p in system.equal]
    system.above = [(put_in(p, True), s) if occurs(p, number) else (p, s) for p, s in system.above]
    system.above += bounds
    system.free.discard(number)


def _reduce(system: System, found: list[System], depth: int) -> None:
    while True:
        system.equal = [divide_inner(poly, system.inner) for poly in system.equal]
        if not _tidy(system):
            return
        if not system.equal or depth > 24:
            found.append(system)
            return
        # 1. an equation with a variable whose coefficient is a number: substitute, no cases
        if _substituted(system):
            continue
        # 2. one variable only: branch over its roots
        single = next((i for i, poly in enumerate(system.equal) if len(variables(poly)) == 1), None)
        if single is not None:
            poly = system.equal.pop(single)
            number = next(iter(variables(poly)))
            for root, exact in roots(poly, number):
                branch = system.copy()
                branch.rounded |= not exact
                assign(branch, number, constant(root), constant(1))
                _reduce(branch, found, depth + 1)
            return
        # 3. a closed variable (a belief) as a common factor: zero, or divide
        for index, poly in enumerate(system.equal):
            shared = [n for n in variables(poly) if all(n in key for key in poly)]
            if shared:
                branch = system.copy()
                branch.equal.pop(index)
                assign(branch, shared[0], {}, constant(1))
                _reduce(branch, found, depth + 1)
                system.equal[index] = divide_inner(poly, {shared[0]})
                break
        else:
            # 4. linear in a variable with a coefficient that may vanish: two cases; one in few variables first,
            # so that what depends on one unknown alone (a belief, say) ends as a question in that unknown
            options = [
                (len(variables(parts[1])), len(parts[1]) + len(parts[0]), index, number)
                for index, poly in enumerate(system.equal)
                for number in variables(poly)
                if len(parts := by_power(poly, number)) == 2
            ]
            if not options:
                found.append(system)  # undecided: equations are left
                return
            *_, index, number = min(options)
            poly = system.equal.pop(index)
            rest, slope = by_power(poly, number)
            low, high = span(slope, dict.fromkeys(variables(slope), (0.0, 1.0)))
            if low <= 1e-12 and high >= -1e-12:
                branch = system.copy()
                branch.equal += [rest, slope]
                _reduce(branch, found, depth + 1)
            assign(system, number, {k: -v for k, v in rest.items()}, slope)
