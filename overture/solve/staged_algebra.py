"""Small polynomial systems with bounds, solved exactly where they are linear one variable at a time.

The conditions of an equilibrium with given supports are polynomial equations (indifference) and
inequalities (no better action) in mixing probabilities and beliefs, each between 0 and 1. They are
solved by elimination: an equation that is linear in a variable gives it as a quotient of polynomials
in the others; what is left is a question in few variables, mostly one or none. A system that this
does not decide is reported as undecided, never as without solution.

A polynomial is a dict from monomials (sorted tuples of variable numbers, with repetition) to
Fractions; it has no zero coefficients.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from overture.solve.signalling_vertices import corners, middle

Poly = dict[tuple[int, ...], Fraction]

ONE = Fraction(1)
ZERO = Fraction(0)
NEAR = Fraction(1, 10**10)  # what counts as zero once an irrational root has been rounded
BOXES = 600


def constant(value: Fraction | int) -> Poly:
    """The polynomial that is this number."""
    return {(): Fraction(value)} if value else {}


def variable(number: int) -> Poly:
    """The polynomial that is this variable."""
    return {(number,): ONE}


def plus(left: Poly, right: Poly, scale: Fraction | int = 1) -> Poly:
    """left + scale * right."""
    total = dict(left)
    for key, value in right.items():
        new = total.get(key, ZERO) + scale * value
        if new:
            total[key] = new
        else:
            total.pop(key, None)
    return total


def times(left: Poly, right: Poly) -> Poly:
    """The product."""
    if not left or not right:
        return {}
    total: Poly = {}
    for a, x in left.items():
        for b, y in right.items():
            key = tuple(sorted(a + b)) if a and b else a or b
            total[key] = total.get(key, ZERO) + x * y
    return {key: value for key, value in total.items() if value}


def variables(poly: Poly) -> set[int]:
    """The variables that occur."""
    return {number for key in poly for number in key}


def degree(poly: Poly, number: int) -> int:
    """The highest power of a variable."""
    return max((key.count(number) for key in poly), default=0)


def by_power(poly: Poly, number: int) -> list[Poly]:
    """Coefficients of the powers of a variable, lowest first."""
    parts: list[Poly] = [{} for _ in range(degree(poly, number) + 1)]
    for key, value in poly.items():
        rest = tuple(n for n in key if n != number)
        power = len(key) - len(rest)
        parts[power][rest] = parts[power].get(rest, ZERO) + value
    return parts


def put(poly: Poly, number: int, value: Fraction) -> Poly:
    """The polynomial with a number in place of a variable."""
    total: Poly = {}
    for key, coefficient in poly.items():
        if number in key:
            rest = tuple(n for n in key if n != number)
            coefficient = coefficient * value ** (len(key) - len(rest))
            key = rest
        new = total.get(key, ZERO) + coefficient
        if new:
            total[key] = new
        else:
            total.pop(key, None)
    return total


def put_quotient(poly: Poly, number: int, above: Poly, below: Poly, even: bool) -> Poly:
    """The polynomial with above/below in place of a variable, times a power of ``below`` (an even one)."""
    parts = by_power(poly, number)
    power = len(parts) - 1
    if even and power % 2:
        power += 1
    total: Poly = {}
    for k, part in enumerate(parts):
        if not part:
            continue
        term = part
        for _ in range(k):
            term = times(term, above)
        for _ in range(power - k):
            term = times(term, below)
        total = plus(total, term)
    return total


def at(poly: Poly, point: dict[int, Fraction]) -> Fraction:
    """The value at a point that gives every variable."""
    total = ZERO
    for key, value in poly.items():
        for number in key:
            value = value * point[number]
        total += value
    return total


def span(poly: Poly, box: dict[int, tuple[float, float]]) -> tuple[float, float]:
    """Bounds of the polynomial on a box within [0, 1] (monomials rise in every variable there)."""
    low = high = 0.0
    for key, value in poly.items():
        least = most = 1.0
        for number in key:
            least *= box[number][0]
            most *= box[number][1]
        x = float(value)
        low += x * (least if x > 0 else most)
        high += x * (most if x > 0 else least)
    return low, high


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
            list(self.equal), list(self.above), set(self.free), set(self.inner), list(self.solved), self.rounded
        )

    def point(self, given: dict[int, Fraction]) -> dict[int, Fraction]:
        """All variables, from values of the free ones."""
        whole = dict(given)
        for number, above, below in reversed(self.solved):
            whole[number] = at(above, whole) / at(below, whole)
        return whole


@dataclass
class Answer:
    """Solutions found: sample points with the number of free dimensions; and whether all was decided."""

    points: list[tuple[dict[int, Fraction], int, bool]] = field(default_factory=list)
    decided: bool = True


def solve_system(system: System, first_only: bool = False) -> Answer:
    """All isolated solutions, and one sample (in the inside, where there is one) of each continuum."""
    answer = Answer()
    _solve(system.copy(), answer, first_only, 0)
    return answer


def reduce_system(system: System) -> list[System]:
    """The system with its equations eliminated as far as that goes without deciding inequalities."""
    found: list[System] = []
    _reduce(system.copy(), found, 0)
    return found


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


def _assign(system: System, number: int, above: Poly, below: Poly) -> None:
    """Put above/below for a variable everywhere; its bounds become inequalities."""
    strict = number in system.inner
    if set(below) == {()}:
        quotient = {key: value / below[()] for key, value in above.items()}
        if set(quotient) <= {()}:
            value = quotient.get((), ZERO)
            system.equal = [put(poly, number, value) for poly in system.equal]
            system.above = [(put(poly, number, value), s) for poly, s in system.above]
        else:
            system.equal = [put_quotient(p, number, quotient, constant(1), False) for p in system.equal]
            system.above = [(put_quotient(p, number, quotient, constant(1), False), s) for p, s in system.above]
        system.above.append((quotient, strict))
        system.above.append((plus(constant(1), quotient, -1), strict))
        system.solved.append((number, quotient, constant(1)))
    else:
        system.equal = [put_quotient(poly, number, above, below, False) for poly in system.equal]
        system.above = [(put_quotient(poly, number, above, below, True), s) for poly, s in system.above]
        system.above.append((times(above, below), strict))
        system.above.append((times(plus(below, above, -1), below), strict))
        system.above.append((times(below, below), True))
        system.solved.append((number, above, below))
    system.free.discard(number)


def _divide_inner(poly: Poly, inner: set[int]) -> Poly:
    """Divide by the variables that cannot be zero."""
    while poly:
        shared = [n for n in inner if all(n in key for key in poly)]
        if not shared:
            return poly
        out: Poly = {}
        for key, value in poly.items():
            rest = list(key)
            rest.remove(shared[0])
            out[tuple(rest)] = value
        poly = out
    return poly


def roots(poly: Poly, number: int) -> list[tuple[Fraction, bool]]:
    """Roots in [0, 1] of a polynomial in one variable, and whether each is exact."""
    parts = [part.get((), ZERO) for part in by_power(poly, number)]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if len(parts) <= 1:
        return []
    if len(parts) == 2:
        root = -parts[0] / parts[1]
        return [(root, True)] if 0 <= root <= 1 else []
    scale = max(abs(part) for part in parts)
    found: dict[Fraction, bool] = {}
    for value in np.roots([float(part) / float(scale) for part in reversed(parts)]):
        if abs(value.imag) > 1e-7 or not -1e-7 <= value.real <= 1 + 1e-7:
            continue
        x = float(min(1.0, max(0.0, value.real)))
        for _ in range(3):  # Newton, so that the rounding is the last error
            top = sum(float(c) * x**k for k, c in enumerate(parts))
            slope = sum(k * float(c) * x ** (k - 1) for k, c in enumerate(parts) if k)
            if slope:
                x = min(1.0, max(0.0, x - top / slope))
        near = Fraction(x).limit_denominator(10**6)
        if sum(c * near**k for k, c in enumerate(parts)) == 0:
            found[near] = True
        else:
            exact = Fraction(x).limit_denominator(10**15)
            residual = abs(sum((c * exact**k for k, c in enumerate(parts)), ZERO)) / scale
            if residual < Fraction(1, 10**9):
                found.setdefault(exact, False)
    return sorted(found.items())


def _reduce(system: System, found: list[System], depth: int) -> None:
    while True:
        system.equal = [_divide_inner(poly, system.inner) for poly in system.equal]
        if not _tidy(system):
            return
        if not system.equal or depth > 24:
            found.append(system)
            return
        # 1. an equation with a variable whose coefficient is a number: substitute, no cases
        best: tuple[int, int, int] | None = None
        for index, poly in enumerate(system.equal):
            for number in variables(poly):
                parts = by_power(poly, number)
                if len(parts) == 2 and set(parts[1]) == {()}:
                    rank = (len(poly), index, number)
                    if best is None or rank < best:
                        best = rank
        if best is not None:
            _, index, number = best
            poly = system.equal.pop(index)
            constant_part, slope = by_power(poly, number)
            _assign(system, number, {k: -v for k, v in constant_part.items()}, slope)
            continue
        # 2. one variable only: branch over its roots
        single = next((i for i, poly in enumerate(system.equal) if len(variables(poly)) == 1), None)
        if single is not None:
            poly = system.equal.pop(single)
            number = next(iter(variables(poly)))
            for root, exact in roots(poly, number):
                branch = system.copy()
                branch.rounded |= not exact
                _assign(branch, number, constant(root), constant(1))
                _reduce(branch, found, depth + 1)
            return
        # 3. a closed variable (a belief) as a common factor: zero, or divide
        for index, poly in enumerate(system.equal):
            shared = [n for n in variables(poly) if all(n in key for key in poly)]
            if shared:
                branch = system.copy()
                branch.equal.pop(index)
                _assign(branch, shared[0], {}, constant(1))
                _reduce(branch, found, depth + 1)
                system.equal[index] = _divide_inner(poly, {shared[0]})
                break
        else:
            # 4. linear in a variable with a coefficient that may vanish: two cases
            options = [
                (len(parts[1]) + len(parts[0]), index, number)
                for index, poly in enumerate(system.equal)
                for number in variables(poly)
                if len(parts := by_power(poly, number)) == 2
            ]
            if not options:
                found.append(system)  # undecided: equations are left
                return
            _, index, number = min(options)
            poly = system.equal.pop(index)
            rest, slope = by_power(poly, number)
            low, high = span(slope, dict.fromkeys(variables(slope), (0.0, 1.0)))
            if low <= 1e-12 and high >= -1e-12:
                branch = system.copy()
                branch.equal += [rest, slope]
                _reduce(branch, found, depth + 1)
            _assign(system, number, {k: -v for k, v in rest.items()}, slope)


def _solve(system: System, answer: Answer, first_only: bool, depth: int) -> None:
    for branch in reduce_system(system):
        if branch.equal:
            answer.decided = False
            continue
        values, decided = feasible(branch)
        if not decided:
            answer.decided = False
        if values is not None:
            try:
                whole = branch.point(values)
            except ZeroDivisionError:
                answer.decided = False
                continue
            answer.points.append((whole, len(branch.free), branch.rounded))
            if first_only:
                return


def _holds(above: Iterable[tuple[Poly, bool]], point: dict[int, Fraction], tolerance: Fraction) -> bool:
    for poly, strict in above:
        value = at(poly, point)
        if value < -tolerance or (strict and value <= tolerance):
            return False
    return True


def feasible(system: System) -> tuple[dict[int, Fraction] | None, bool]:
    """A point of the free variables at which the inequalities hold; None and True where there is none."""
    tolerance = NEAR if system.rounded else ZERO
    left = set(system.free)
    groups: list[tuple[set[int], list[tuple[Poly, bool]]]] = []
    for poly, strict in system.above:
        names = variables(poly)
        touching = [group for group in groups if group[0] & names]
        merged: tuple[set[int], list[tuple[Poly, bool]]] = (set(names), [(poly, strict)])
        for group in touching:
            merged = (merged[0] | group[0], merged[1] + group[1])
            groups.remove(group)
        groups.append(merged)
    point = dict.fromkeys(left, Fraction(1, 2))
    decided = True
    for names, above in groups:
        found, sure = _group(sorted(names), above, system.inner, tolerance)
        if found is None:
            return None, sure
        point.update(found)
        decided &= sure
    return point, decided


def _group(
    names: list[int], above: list[tuple[Poly, bool]], inner: set[int], tolerance: Fraction
) -> tuple[dict[int, Fraction] | None, bool]:
    if len(names) == 1:
        return _line(names[0], above, inner, tolerance), True
    above = above + [(variable(n), n in inner) for n in names]
    above += [(plus(constant(1), variable(n), -1), n in inner) for n in names]
    if all(len(key) <= 1 for poly, _ in above for key in poly):
        rows = [[poly.get((n,), ZERO) for n in names] + [poly.get((), ZERO)] for poly, _ in above]
        points = corners(len(names) + 1, [], rows)
        if not points:
            return None, True
        centre = dict(zip(names, middle(points), strict=True))
        return (centre, True) if _holds(above, centre, tolerance) else (None, True)
    return _sample(names, above, inner, tolerance)


def _line(
    number: int, above: Sequence[tuple[Poly, bool]], inner: set[int], tolerance: Fraction
) -> dict[int, Fraction] | None:
    """Sign table on [0, 1] by the roots of all the polynomials."""
    marks = {ZERO, ONE}
    for poly, _ in above:
        marks.update(root for root, _ in roots(poly, number))
    spots = sorted(marks)
    between = [(a + b) / 2 for a, b in itertools.pairwise(spots)]
    widths = sorted(
        zip(between, (b - a for a, b in itertools.pairwise(spots)), strict=True), key=lambda item: -item[1]
    )
    ends = [x for x in spots if not (number in inner and x in (ZERO, ONE))]
    for x in [x for x, _ in widths] + ends:
        slack = tolerance if x in between else max(tolerance, Fraction(1, 10**12))
        exact = x in between or x.denominator <= 10**6
        if _holds(above, {number: x}, tolerance if exact else slack):
            return {number: x}
    return None


def _sample(
    names: list[int], above: list[tuple[Poly, bool]], inner: set[int], tolerance: Fraction
) -> tuple[dict[int, Fraction] | None, bool]:
    """Look for a point; else prove on boxes that there is none; else say that it is undecided."""
    draw = random.Random(7)
    tries: list[dict[int, Fraction]] = []
    grid = [Fraction(1, 2), Fraction(1, 10), Fraction(9, 10), ZERO, ONE]
    if len(names) <= 3:
        stack: list[list[Fraction]] = [[]]
        for _ in names:
            stack = [[*row, x] for row in stack for x in grid]
        tries = [dict(zip(names, row, strict=True)) for row in stack]
    tries += [{n: Fraction(draw.randint(0, 100), 100) for n in names} for _ in range(60)]
    for point in tries:
        if _holds(above, point, tolerance):
            return point, True
    for point in tries[:40]:
        # Along each axis through the point the question is one of one variable.
        for n in names:
            line = above
            for other in names:
                if other != n:
                    line = [(put(poly, other, point[other]), s) for poly, s in line]
            found = _line(n, line, inner, tolerance)
            if found is not None:
                whole = dict(point) | found
                if _holds(above, whole, tolerance):
                    return whole, True
    boxes: list[dict[int, tuple[float, float]]] = [dict.fromkeys(names, (0.0, 1.0))]
    for _ in range(BOXES):
        if not boxes:
            return None, True
        box = boxes.pop()
        if any(span(poly, box)[1] < (-1e-12 if not strict else 0.0) for poly, strict in above):
            continue
        centre = {n: Fraction((box[n][0] + box[n][1]) / 2) for n in names}
        if _holds(above, centre, tolerance):
            return centre, True
        widest = max(names, key=lambda n: box[n][1] - box[n][0])
        low, high = box[widest]
        if high - low < 1e-4:
            return None, False
        half = (low + high) / 2
        boxes += [box | {widest: (low, half)}, box | {widest: (half, high)}]
    return None, not boxes
