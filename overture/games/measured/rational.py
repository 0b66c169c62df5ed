"""From a solver's doubles to the exact equilibrium behind them, where it is rational.

Two ways. Small denominators: a probability of 0.33333 is 1/3. Or the indifference equations: at an
information set where several actions are played, their conditional values are equal. Newton's
method, carried on in rationals of several hundred bits from the doubles, gives so many digits that
continued fractions (Hardy and Wright 1979, theorem 184) tell the one fraction that fits. Neither
way is trusted: the certificate judges what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from overture.games.measured.assessment import Assessment, Pair
from overture.games.measured.evaluation import Evaluation, monomials, payoffs
from overture.games.tree import Floats, Tree

BITS = 400  # of the working numbers
STEP = Fraction(1, 2**60)  # of the differences that give the Jacobian
ROUNDS = 40
# A system larger than this is not tried: each unknown costs an evaluation of the whole tree.
MOST_UNKNOWNS = 60
MOST_NODES = 5_000
# Singular values below this share of the largest belong to directions that no equation feels.
RANK_TOLERANCE = 1e-7
# How much further than a double an exact number may lie where the equations ask for it.
DRIFT = 1000

Tremble = tuple[Fraction, Fraction]  # (c, k) of a tremble


def doubles(tree: Tree, strategy: Floats, order: Floats | None, weight: Floats | None) -> Assessment:
    """The row as it is: an assessment in floats."""
    infoset = tree.infoset_of_action.tolist()
    profile: dict[Pair, float | Fraction] = {}
    trembles: dict[Pair, tuple[float | Fraction, float | Fraction]] = {}
    for action, chance in enumerate(np.asarray(strategy, dtype=np.float64).tolist()):
        profile[infoset[action], action] = chance
        if chance == 0.0:
            trembles[infoset[action], action] = (
                1.0 if weight is None else float(weight[action]),
                1.0 if order is None else float(order[action]),
            )
    return Assessment(profile, trembles)


def recover(
    tree: Tree,
    strategy: Floats,
    order: Floats | None,
    weight: Floats | None,
    max_denominator: int,
    near: float,
) -> Iterator[Assessment]:
    """Exact assessments near the row, the simplest first; the caller certifies them."""
    row = np.asarray(strategy, dtype=np.float64)
    trembles = _trembles(tree, row, order, weight, max_denominator, near)
    bound = 1
    while bound <= max_denominator:
        bound = min(bound * 10, max_denominator) if bound < max_denominator else bound + 1
        profile = _simplest(tree, row, bound, near)
        if profile is not None:
            yield Assessment(profile, trembles)
    if tree.n_nodes <= MOST_NODES:
        yield from _by_indifference(tree, row, trembles, max_denominator, near)


def _trembles(
    tree: Tree, row: Floats, order: Floats | None, weight: Floats | None, bound: int, near: float
) -> dict[Pair, Tremble]:
    infoset = tree.infoset_of_action.tolist()
    out = {}
    for action in np.flatnonzero(row <= near).tolist():
        size = 1.0 if weight is None else float(weight[action])
        power = 1.0 if order is None else float(order[action])
        out[infoset[action], action] = (_fraction(size, bound), _fraction(power, bound))
    return out


def _fraction(value: float, bound: int) -> Fraction:
    """The simplest fraction close to ``value``; the double itself where none of ``bound`` is."""
    for limit in (10, 100, bound):
        near = Fraction(value).limit_denominator(limit)
        if near > 0 and abs(near - Fraction(value)) <= Fraction(value) / 10**9:
            return near
    return Fraction(value)


def _simplest(tree: Tree, row: Floats, bound: int, near: float) -> dict[Pair, Fraction] | None:
    """Every probability rounded to a denominator up to ``bound``; None where a sum is not one."""
    profile: dict[Pair, Fraction] = {}
    for infoset in range(tree.n_infosets):
        total = Fraction(0)
        for action in range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])):
            chance = Fraction(0)
            if row[action] > near:
                chance = Fraction(float(row[action])).limit_denominator(bound)
                if abs(float(chance) - row[action]) > near:
                    return None
            profile[infoset, action] = chance
            total += chance
        if total != 1:
            return None
    return profile


class _System:
    """The indifference equations: values of played actions minus that of the set's last one.

    Unknowns are the probabilities of the same actions (the last one takes what remains), then the
    weights of trembles: off the path it may be a belief that makes a player indifferent.
    """

    def __init__(self, tree: Tree, row: Floats, trembles: dict[Pair, Tremble], near: float) -> None:
        self.tree, self.trembles = tree, trembles
        self.pairs: list[Pair] = []
        self.last: dict[int, int] = {}
        for infoset in range(tree.n_infosets):
            low, high = int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])
            played = [action for action in range(low, high) if row[action] > near]
            played = played or [low + int(np.argmax(row[low:high]))]
            self.last[infoset] = played[-1]
            self.pairs.extend((infoset, action) for action in played[:-1])
        self.shaken = list(trembles)
        self.start = [Fraction(float(row[action])) for _, action in self.pairs]
        self.start += [trembles[pair][0] for pair in self.shaken]
        self.payoff = payoffs(tree)

    def assessment(self, unknowns: list[Fraction]) -> Assessment:
        many = len(self.pairs)
        profile = {(infoset, action): Fraction(1) for infoset, action in self.last.items()}
        for (infoset, action), chance in zip(self.pairs, unknowns[:many], strict=True):
            profile[infoset, action] = chance
            profile[infoset, self.last[infoset]] -= chance
        weights = zip(self.shaken, unknowns[many:], strict=True)
        return Assessment(profile, {pair: (weight, self.trembles[pair][1]) for pair, weight in weights})

    def gaps(self, unknowns: list[Fraction]) -> list[Fraction]:
        odds, trembles = monomials(self.tree, self.assessment(unknowns))
        value = Evaluation(self.tree, odds, trembles, self.payoff).action_value
        return [value[action] - value[self.last[infoset]] for infoset, action in self.pairs]

    def jacobian(self, unknowns: list[Fraction], columns: range) -> Floats:
        base = self.gaps(unknowns)
        table = np.zeros((len(base), len(columns)))
        for place, at in enumerate(columns):
            moved = [*unknowns[:at], unknowns[at] + STEP, *unknowns[at + 1 :]]
            table[:, place] = [float((b - a) / STEP) for a, b in zip(base, self.gaps(moved), strict=True)]
        return table


def _by_indifference(
    tree: Tree, row: Floats, trembles: dict[Pair, Tremble], max_denominator: int, near: float
) -> Iterator[Assessment]:
    system = _System(tree, row, trembles, near)
    many, count = len(system.pairs), len(system.start)
    if many > MOST_UNKNOWNS:
        return
    unknowns = list(system.start)
    jacobian = system.jacobian(unknowns, range(many))
    columns = _pivots(jacobian)
    if len(columns) < many and count <= MOST_UNKNOWNS:
        jacobian = np.hstack([jacobian, system.jacobian(unknowns, range(many, count))])
        columns = _pivots(jacobian, columns)
    rows = _pivots(jacobian[:, columns].T) if columns else []
    # What no equation feels may be chosen: the simplest number nearby, then the rest is solved.
    for at in sorted(set(range(many)) - set(columns)):
        unknowns[at] = _fraction_near(unknowns[at], max_denominator, near)
    if columns and not _newton(system, unknowns, jacobian[np.ix_(rows, columns)], rows, columns):
        return
    # A fraction p/q is told from its neighbours by twice as many digits as q has.
    exact = [
        value.limit_denominator(2 ** (BITS // 3)) if at < many or at in columns else value
        for at, value in enumerate(unknowns)
    ]
    found = system.assessment(exact)
    near_enough = all(
        abs(value - start) <= DRIFT * Fraction(near) * max(Fraction(1), start)
        for value, start in zip(exact, system.start, strict=True)
    )
    if near_enough and min(found.profile.values()) >= 0:
        yield found


def _newton(
    system: _System, unknowns: list[Fraction], jacobian: Floats, rows: list[int], columns: list[int]
) -> bool:
    """Solve ``rows`` for ``columns``, in place; False where the steps do not die out."""
    inverse = [[Fraction(float(value)) for value in line] for line in np.linalg.inv(jacobian)]
    for _ in range(ROUNDS):
        gaps = system.gaps(unknowns)
        steps = [sum((line[at] * gaps[row] for at, row in enumerate(rows)), Fraction(0)) for line in inverse]
        for column, step in zip(columns, steps, strict=True):
            unknowns[column] = _rounded(unknowns[column] - step)
        size = max(abs(step) for step in steps)
        if size < Fraction(1, 2 ** (BITS - 40)):
            return True
        if size > 1 or any(unknowns[column] <= 0 for column in columns):
            return False
    return False


def _pivots(table: Floats, first: Sequence[int] = ()) -> list[int]:
    """Columns that are well independent (Gram-Schmidt with pivoting), those of ``first`` before others."""
    rest = table.copy()
    chosen: list[int] = []
    scale = np.linalg.norm(table, axis=0).max(initial=0.0)
    while len(chosen) < min(table.shape):
        length = np.linalg.norm(rest, axis=0)
        best = first[len(chosen)] if len(chosen) < len(first) else int(np.argmax(length))
        if length[best] <= RANK_TOLERANCE * scale:
            break
        chosen.append(best)
        direction = rest[:, best] / length[best]
        rest = rest - np.outer(direction, direction @ rest)
    return chosen


def _fraction_near(value: Fraction, bound: int, near: float) -> Fraction:
    for limit in (1, 10, 100, bound):
        simple = value.limit_denominator(limit)
        if abs(simple - value) <= near:
            return simple
    return value


def _rounded(value: Fraction) -> Fraction:
    """``value`` to BITS binary places: exact arithmetic doubles the digits at every round."""
    return Fraction(round(value * 2**BITS), 2**BITS)
