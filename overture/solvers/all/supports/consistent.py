"""Whether one tremble stands behind the beliefs at several information sets.

A completion gives each group of tremble sets relative weights of its own. They belong to one assessment
only if a single tremble, c * eps**k for every action that is not played, has all of them as limits
(consistency: Kreps and Wilson 1982, Econometrica 50:863-894; by relative probabilities: Kohlberg and
Reny 1997, JET 75:280-313). Two questions decide it:

- orders: the tremble sets of positive weight in a group have the lowest order of the group, all the same,
  and every order is positive. This is a linear programme.
- coefficients: a product of weights that is one for every choice of coefficients must be one. These
  are equations in monomials, one for each linear dependence among the differences of tremble sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.algebra.column import Column
from overture.solvers.all.algebra.polynomials import ONE, N, Terms, constant, plus, times, variable
from overture.solvers.all.algebra.system import Arithmetic, Bools, System
from overture.solvers.all.supports.values import Ratio, Trembles

Pattern = Mapping[Ratio, tuple[Trembles, ...]]  # group -> the tremble sets of positive weight
Relation = dict[tuple[Ratio, int], int]  # (group, place of the tremble set) -> power; the product is one


def ordered(pattern: Pattern) -> bool:
    """Whether orders of trembles exist under which just these tremble sets are the likely ones of their groups."""
    return _ordered(tuple(pattern.items()))


@lru_cache(maxsize=1 << 14)
def _ordered(pattern: tuple[tuple[Ratio, tuple[Trembles, ...]], ...]) -> bool:
    from scipy.optimize import linprog

    edges = sorted({edge for key, _ in pattern for z in key for edge in z})
    place = {edge: i for i, edge in enumerate(edges)}

    def count(z: Trembles) -> np.ndarray:
        row = np.zeros(len(edges))
        row[[place[edge] for edge in z]] = 1
        return row

    equal, below = [], []
    for key, likely in pattern:
        base = count(likely[0])
        equal += [count(z) - base for z in likely[1:]]
        below += [base - count(z) for z in key if z not in likely]
    if not equal and not below:
        return True
    answer = linprog(
        np.ones(len(edges)),
        A_ub=np.array(below) if below else None,
        b_ub=[-1.0] * len(below) or None,
        A_eq=np.array(equal) if equal else None,
        b_eq=[0.0] * len(equal) or None,
        bounds=[(1, None)] * len(edges),
    )
    if answer.status not in (0, 2):
        raise ArithmeticError(f"the orders of trembles were not settled: {answer.message}")
    return bool(answer.status == 0)


def relations(pattern: Pattern) -> list[Relation]:
    """Products of weights that are one whatever the coefficients of the trembles are."""
    rows: list[dict[int, Fraction]] = []
    origin: list[tuple[Ratio, int, int]] = []
    for key, likely in pattern.items():
        for z in likely[1:]:
            row: dict[int, Fraction] = {}
            for edge in z ^ likely[0]:
                row[edge] = ONE if edge in z else -ONE
            rows.append(row)
            origin.append((key, key.index(z), key.index(likely[0])))
    found = []
    for factors in _dependences(rows):
        scale = lcm(*(value.denominator for value in factors.values()))
        relation: Relation = {}
        for at, value in factors.items():
            key, one, base = origin[at]
            power = int(value * scale)
            relation[key, one] = relation.get((key, one), 0) + power
            relation[key, base] = relation.get((key, base), 0) - power
        found.append({where: power for where, power in relation.items() if power})
    return [relation for relation in found if relation]


def _dependences(rows: Sequence[Mapping[int, Fraction]]) -> list[dict[int, Fraction]]:
    """A basis of the combinations of rows that vanish."""
    found = []
    settled: list[tuple[int, dict[int, Fraction], dict[int, Fraction]]] = []  # (pivot, row, made of)
    for at, given in enumerate(rows):
        row = dict(given)
        made = {at: ONE}
        for pivot, other, of in settled:
            if factor := row.get(pivot):
                row = _less(row, other, factor)
                made = _less(made, of, factor)
        if not row:
            found.append(made)
            continue
        pivot = min(row)
        size = row[pivot]
        settled.append((pivot, {e: x / size for e, x in row.items()}, {i: x / size for i, x in made.items()}))
    return found


def _less(row: dict[int, Fraction], other: Mapping[int, Fraction], factor: Fraction) -> dict[int, Fraction]:
    total = dict(row)
    for key, value in other.items():
        total[key] = total.get(key, Fraction(0)) - factor * value
    return {key: value for key, value in total.items() if value}


def consistent(weights: Mapping[Ratio, Sequence[Fraction | N]], count: int, numbers: Arithmetic[N]) -> Bools:
    """[world] whether relative weights are limits of one tremble; ``weights``: of each group, in ``count`` worlds."""
    tables = {key: numbers.table(count, len(key), 0.0) for key in weights}
    for key, row in weights.items():
        for i, x in enumerate(row):
            tables[key][:, i] = x.x if isinstance(x, Column) else x
    if not tables:
        return np.ones(count, bool)
    likely = np.concatenate([numbers.positive(table) for table in tables.values()], axis=1)
    fits = np.zeros(count, bool)
    for row in dict.fromkeys(map(tuple, likely.tolist())):
        rows = np.flatnonzero((likely == row).all(axis=1))
        marks = iter(row)
        pattern = {key: tuple(z for z in key if next(marks)) for key in tables}
        if ordered(pattern):
            fits[rows] = _in_proportion(pattern, {key: table[rows] for key, table in tables.items()}, numbers)
    return fits


def _in_proportion(pattern: Pattern, tables: Mapping[Ratio, NDArray[Any]], numbers: Arithmetic[N]) -> Bools:
    """[world] whether the products that must be one are one."""
    fits = np.ones(len(next(iter(tables.values()))), bool)
    for relation in relations(pattern):
        product = numbers.table(len(fits), 1, 1.0)[:, 0]
        for (key, at), power in relation.items():
            product = product * tables[key][:, at] ** power
        fits &= numbers.are_one(product)
    return fits


def patterns(keys: list[Ratio]) -> Iterator[dict[Ratio, tuple[Trembles, ...]]]:
    """Every way in which the tremble sets of the groups can be likely together, for some orders of trembles."""

    def walk(chosen: dict[Ratio, tuple[Trembles, ...]]) -> Iterator[dict[Ratio, tuple[Trembles, ...]]]:
        if chosen and not ordered(chosen):
            return
        if len(chosen) == len(keys):
            yield chosen
            return
        key = keys[len(chosen)]
        for number in range(1, 2 ** len(key)):
            likely = tuple(z for i, z in enumerate(key) if number >> i & 1)
            yield from walk({**chosen, key: likely})

    yield from walk({})


def bind(system: System[N], numbers: Mapping[Ratio, list[int]], pattern: Pattern) -> None:
    """Add to ``system`` that the weights follow a pattern and are limits of one tremble."""
    for key, likely in pattern.items():
        row = dict(zip(key, numbers[key], strict=True))
        system.equal += [{**variable(row[z])} for z in key if z not in likely]
        if len(likely) > 1:
            system.inner |= {row[z] for z in likely}
    for relation in relations(pattern):
        sides: list[Terms[N]] = [constant(1), constant(1)]
        for (key, at), power in relation.items():
            for _ in range(abs(power)):
                sides[power < 0] = times(sides[power < 0], variable(numbers[key][at]))
        system.equal.append(plus(sides[0], sides[1], -1))
