"""From a solver's doubles to the exact equilibrium behind them, where it is rational.

Two ways. Small denominators: a probability of 0.33333 is 1/3. Or the indifference equations: at an
information set where several actions are played, their conditional values are equal. Newton's
method, carried on in rationals of several hundred bits from the doubles, gives so many digits that
continued fractions (Hardy and Wright 1979, theorem 184) tell the one fraction that fits. Neither
way is trusted: the certificate judges what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from overture.game.assessment import Assessment, Pair
from overture.game.certificate import Evaluation, monomials, payoffs
from overture.game.tree import Floats, Tree

BITS = 400  # of the working numbers
STEP = Fraction(1, 2**60)  # of the differences that give the Jacobian
ROUNDS = 40
# A system larger than this is not tried: each unknown costs an evaluation of the whole tree.
MOST_UNKNOWNS = 60
MOST_NODES = 5_000
# Singular values below this share of the largest belong to directions that no equation feels.
RANK_TOLERANCE = 1e-7


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
) -> dict[Pair, tuple[Fraction, Fraction]]:
    infoset = tree.infoset_of_action.tolist()
    out = {}
    for action in np.flatnonzero(row <= near).tolist():
        slip = 1.0 if weight is None else float(weight[action])
        power = 1.0 if order is None else float(order[action])
        out[infoset[action], action] = (_fraction(slip, bound), _fraction(power, bound))
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

    Unknowns are the probabilities of the same actions; the last one takes what remains.
    """

    def __init__(self, tree: Tree, row: Floats, trembles: dict[Pair, tuple[Fraction, Fraction]], near: float):
        self.tree, self.trembles = tree, trembles
        self.pairs: list[Pair] = []
        self.last: dict[int, int] = {}
        for infoset in range(tree.n_infosets):
            low, high = int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])
            played = [action for action in range(low, high) if row[action] > near]
            if not played:
                played = [low + int(np.argmax(row[low:high]))]
            self.last[infoset] = played[-1]
            self.pairs.extend((infoset, action) for action in played[:-1])
        self.payoff = payoffs(tree)

    def profile(self, unknowns: list[Fraction]) -> dict[Pair, Fraction]:
        profile = {(infoset, action): Fraction(1) for infoset, action in self.last.items()}
        for (infoset, action), chance in zip(self.pairs, unknowns, strict=True):
            profile[infoset, action] = chance
            profile[infoset, self.last[infoset]] -= chance
        return profile

    def gaps(self, unknowns: list[Fraction]) -> list[Fraction]:
        odds, trembles = monomials(self.tree, Assessment(self.profile(unknowns), self.trembles))
        value = Evaluation(self.tree, odds, trembles, self.payoff).action_value
        return [value[action] - value[self.last[infoset]] for infoset, action in self.pairs]

    def jacobian(self, unknowns: list[Fraction]) -> Floats:
        base = self.gaps(unknowns)
        columns = []
        for at in range(len(unknowns)):
            moved = [*unknowns[:at], unknowns[at] + STEP, *unknowns[at + 1 :]]
            columns.append([float((b - a) / STEP) for a, b in zip(base, self.gaps(moved), strict=True)])
        return np.array(columns, dtype=np.float64).T


def _by_indifference(
    tree: Tree,
    row: Floats,
    trembles: dict[Pair, tuple[Fraction, Fraction]],
    max_denominator: int,
    near: float,
) -> Iterator[Assessment]:
    system = _System(tree, row, trembles, near)
    count = len(system.pairs)
    if not 0 < count <= MOST_UNKNOWNS:
        if count == 0:
            yield Assessment(system.profile([]), trembles)
        return
    unknowns = [Fraction(float(row[action])) for _, action in system.pairs]
    jacobian = system.jacobian(unknowns)
    columns, rows = _independent(jacobian)
    # What no equation feels may be chosen: the simplest number nearby, then the rest is solved.
    for at in sorted(set(range(count)) - set(columns)):
        unknowns[at] = _fraction_near(unknowns[at], max_denominator, near)
    if columns:
        inverse = [
            [Fraction(float(value)) for value in line]
            for line in np.linalg.inv(jacobian[np.ix_(rows, columns)])
        ]
        for _ in range(ROUNDS):
            gaps = system.gaps(unknowns)
            moves = [
                sum((line[at] * gaps[row_at] for at, row_at in enumerate(rows)), Fraction(0))
                for line in inverse
            ]
            for column, move in zip(columns, moves, strict=True):
                unknowns[column] = _rounded(unknowns[column] - move)
            size = max(abs(move) for move in moves)
            if size < Fraction(1, 2 ** (BITS - 40)):
                break
            if size > 1:
                return
    # A fraction p/q is told from its neighbours by twice as many digits as q has.
    exact = [value.limit_denominator(2 ** (BITS // 3)) for value in unknowns]
    if all(
        abs(float(value) - row[action]) <= 1e3 * near and 0 <= value <= 1
        for value, (_, action) in zip(exact, system.pairs, strict=True)
    ):
        profile = system.profile(exact)
        if min(profile.values()) >= 0:
            yield Assessment(profile, trembles)


def _independent(jacobian: Floats) -> tuple[list[int], list[int]]:
    """Columns and rows of a largest well-conditioned square part (pivoted Gram-Schmidt, both ways)."""

    def pivots(table: Floats) -> list[int]:
        rest = table.copy()
        chosen: list[int] = []
        scale = np.linalg.norm(table, axis=0).max(initial=0.0)
        while len(chosen) < min(table.shape):
            length = np.linalg.norm(rest, axis=0)
            best = int(np.argmax(length))
            if length[best] <= RANK_TOLERANCE * scale:
                break
            chosen.append(best)
            direction = rest[:, best] / length[best]
            rest = rest - np.outer(direction, direction @ rest)
        return chosen

    columns = pivots(jacobian)
    rows = pivots(jacobian[:, columns].T) if columns else []
    return columns, rows


def _fraction_near(value: Fraction, bound: int, near: float) -> Fraction:
    for limit in (1, 10, 100, bound):
        simple = value.limit_denominator(limit)
        if abs(simple - value) <= near:
            return simple
    return value


def _rounded(value: Fraction) -> Fraction:
    """``value`` to BITS binary places: exact arithmetic doubles the digits at every round."""
    return Fraction(round(value * 2**BITS), 2**BITS)
