"""Polynomials in numbered variables, each between 0 and 1, with coefficients of either kind of number.

A polynomial is a dict from monomials (sorted tuples of variable numbers, with repetition) to coefficients; it has
no zero coefficients. A coefficient is a whole number (most are: Python adds and multiplies these many times faster
than Fractions) or a Fraction, or, in the search over many worlds, a number for each world
(:mod:`overture.solvers.all.algebra.column`); whole numbers and Fractions stand beside these where all worlds share a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Protocol, TypeVar

Monomial = tuple[int, ...]
Rational = Fraction | int
Poly = dict[Monomial, Rational]
Fractional = dict[Monomial, Fraction]  # of components, which are shown and written to files

ONE = Fraction(1)
ZERO = Fraction(0)
FARTHEST = 1000  # powers of two: doubles end at 1024


class Coefficient(Protocol):
    """What adds and multiplies as a number does, also with a Fraction. Not true where it is zero."""

    def __bool__(self) -> bool: ...

    def __neg__(self) -> Any: ...

    def __add__(self, other: Any, /) -> Any: ...

    def __radd__(self, other: Any, /) -> Any: ...

    def __sub__(self, other: Any, /) -> Any: ...

    def __rsub__(self, other: Any, /) -> Any: ...

    def __mul__(self, other: Any, /) -> Any: ...

    def __rmul__(self, other: Any, /) -> Any: ...

    def __truediv__(self, other: Any, /) -> Any: ...

    def __rtruediv__(self, other: Any, /) -> Any: ...

    def __pow__(self, other: Any, /) -> Any: ...


N = TypeVar("N", bound=Coefficient)
Terms = dict[Monomial, Rational | N]  # as it is made
Polynomial = Mapping[Monomial, Rational | N]  # as it is read


def constant(value: Rational | N) -> Terms[N]:
    """The polynomial that is this number."""
    return {(): value} if value else {}


def variable(number: int) -> Poly:
    """The polynomial that is this variable."""
    return {(number,): 1}


def plus(
    left: Polynomial[N],
    right: Polynomial[N],
    scale: Rational | N = 1,
) -> Terms[N]:
    """left + scale * right."""
    total = dict(left)
    for key, value in right.items():
        term = value if scale == 1 else -value if scale == -1 else value * scale
        if key not in total:
            if term:
                total[key] = term
            continue
        new = total[key] + term
        if new:
            total[key] = new
        else:
            del total[key]
    return total


def times(left: Polynomial[N], right: Polynomial[N]) -> Terms[N]:
    """The product."""
    if not left or not right:
        return {}
    for one, other in ((left, right), (right, left)):
        if len(one) == 1 and () in one:
            factor = one[()]
            if factor == 1:
                return dict(other)
            return {key: value * factor for key, value in other.items()} if factor else {}
    total: Terms[N] = {}
    for a, x in left.items():
        for b, y in right.items():
            key = tuple(sorted(a + b)) if a and b else a or b
            term = x * y
            total[key] = total[key] + term if key in total else term
    return {key: value for key, value in total.items() if value}


def variables(poly: Mapping[Monomial, object]) -> set[int]:
    """The variables that occur."""
    return {number for key in poly for number in key}


def occurs(poly: Mapping[Monomial, object], number: int) -> bool:
    """Whether a variable occurs."""
    return any(number in key for key in poly)


def degree(poly: Mapping[Monomial, object], number: int) -> int:
    """The highest power of a variable."""
    return max((key.count(number) for key in poly), default=0)


def by_power(poly: Polynomial[N], number: int) -> list[Terms[N]]:
    """Coefficients of the powers of a variable, lowest first."""
    parts: list[Terms[N]] = [{}]
    for key, value in poly.items():
        power = key.count(number)
        while len(parts) <= power:
            parts.append({})
        parts[power][tuple([n for n in key if n != number]) if power else key] = value
    return parts


def linear(poly: Mapping[Monomial, object]) -> set[int]:
    """The variables that the polynomial is linear in with a number as coefficient."""
    alone = {key[0] for key in poly if len(key) == 1}
    return alone - {number for key in poly if len(key) > 1 for number in key}


def put(poly: Polynomial[N], number: int, value: Rational | N) -> Terms[N]:
    """The polynomial with a number in place of a variable."""
    total: Terms[N] = {}
    for key, coefficient in poly.items():
        if number in key:
            rest = tuple(n for n in key if n != number)
            coefficient = coefficient * value ** (len(key) - len(rest))
            key = rest
        new = total[key] + coefficient if key in total else coefficient
        if new:
            total[key] = new
        else:
            total.pop(key, None)
    return total


def put_quotient(
    poly: Polynomial[N],
    number: int,
    above: Polynomial[N],
    below: Polynomial[N],
    even: bool,
) -> Terms[N]:
    """The polynomial with above/below in place of a variable, times a power of ``below`` (an even one)."""
    parts = by_power(poly, number)
    power = len(parts) - 1
    if even and power % 2:
        power += 1
    whole = len(below) == 1 and below.get(()) == 1
    total: Terms[N] = {}
    for k, part in enumerate(parts):
        if not part:
            continue
        term = part
        for _ in range(k):
            term = times(term, above)
        for _ in range(0 if whole else power - k):
            term = times(term, below)
        total = plus(total, term) if total else term
    return total


def put_solved(
    poly: Polynomial[N], number: int, above: Polynomial[N], below: Polynomial[N], even: bool
) -> Terms[N]:
    """The same, times a positive number where ``below`` is a number, which is positive."""
    if len(below) == 1 and () in below:
        if below[()] == 1 and set(above) <= {()}:
            return put(poly, number, above.get((), 0))
        return put_quotient(poly, number, above, below, False)
    return put_quotient(poly, number, above, below, even)


def fractional(poly: Mapping[Monomial, Rational]) -> Fractional:
    """The polynomial with Fractions alone."""
    return {key: Fraction(x) for key, x in poly.items()}


def sized(poly: Mapping[Monomial, Rational]) -> Fractional:
    """The polynomial times a positive number: the largest of its coefficients is one, or minus one."""
    size = max((max(x, -x) for x in poly.values()), default=1)
    return {key: Fraction(x) / size for key, x in poly.items()}


def in_doubles(values: Iterable[Rational]) -> list[float]:
    """The numbers as doubles; where doubles do not reach so far, all of them divided by one power of two."""
    numbers = list(values)
    try:
        return [float(each) for each in numbers]
    except OverflowError:
        size = max(abs(Fraction(each)) for each in numbers)
        over = size.numerator.bit_length() - size.denominator.bit_length() - FARTHEST
        return [float(Fraction(each) / (1 << over)) for each in numbers]


def at(poly: Polynomial[N], point: Mapping[int, Fraction | N]) -> Fraction | N:
    """The value at a point that gives every variable."""
    total: Fraction | N = ZERO
    for key, value in poly.items():
        for number in key:
            value = value * point[number]
        total = total + value
    return total


def span(poly: Poly, box: dict[int, tuple[float, float]]) -> tuple[float, float]:
    """Bounds of the polynomial on a box within [0, 1] (monomials rise in every variable there)."""
    try:
        return _span(poly.items(), box)
    except OverflowError:
        return _span(zip(poly, in_doubles(poly.values()), strict=True), box)


def _span(
    terms: Iterable[tuple[Monomial, Rational | float]], box: dict[int, tuple[float, float]]
) -> tuple[float, float]:
    low = high = 0.0
    for key, value in terms:
        least = most = 1.0
        for number in key:
            least *= box[number][0]
            most *= box[number][1]
        x = float(value)
        low += x * (least if x > 0 else most)
        high += x * (most if x > 0 else least)
    return low, high


def divide_inner(poly: Terms[N], inner: set[int]) -> Terms[N]:
    """Divide by the variables that cannot be zero."""
    while poly and () not in poly:
        shared = [n for n in inner if all(n in key for key in poly)]
        if not shared:
            return poly
        out: Terms[N] = {}
        for key, value in poly.items():
            rest = list(key)
            rest.remove(shared[0])
            out[tuple(rest)] = value
        poly = out
    return poly
