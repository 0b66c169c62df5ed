"""Trembles that give stated beliefs: from relative weights of tremble sets to a tremble for every action."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from overture.games.measured.assessment import Assessment, Number, Pair
from overture.games.tree import Tree
from overture.solvers.all.algebra.polynomials import N
from overture.solvers.all.lists.entry import Entry
from overture.solvers.all.supports.values import Ratio


def assessment_of(tree: Tree, entry: Entry) -> Assessment:
    """The entry as an assessment. Whether its beliefs are as meant, the certificate judges."""
    sets = tree.infoset_of_action
    profile: dict[Pair, Number] = {}
    for action in range(tree.n_actions):
        share = entry.strategy.get(action, Fraction(0))
        if share:
            profile[int(sets[action]), action] = share
    trembles = trembles_of(entry.ratios)
    return Assessment(profile, {(int(sets[edge]), edge): tremble for edge, tremble in trembles.items()})


def trembles_of(
    ratios: Mapping[Ratio, tuple[Fraction | N, ...]],
) -> dict[int, tuple[Fraction | N, Fraction]]:
    """[action] (coefficient, order) so that, in each group, products of trembles have the given weights.

    Orders solve a small linear programme (equal among the sets of positive weight, higher by one for
    those of weight zero); coefficients follow one group after another.
    """
    from scipy.optimize import linprog

    edges = sorted({edge for key in ratios for z in key for edge in z})
    if not edges:
        return {}
    place = {edge: i for i, edge in enumerate(edges)}
    equal, below, right = [], [], []
    for key, weights in ratios.items():
        first = next(z for z, w in zip(key, weights, strict=True) if w)
        base = np.zeros(len(edges))
        for edge in first:
            base[place[edge]] += 1
        for z, w in zip(key, weights, strict=True):
            row = np.zeros(len(edges))
            for edge in z:
                row[place[edge]] += 1
            if w:
                equal.append(row - base)
            else:
                below.append(base - row)
                right.append(-1.0)
    answer = linprog(
        np.ones(len(edges)),
        A_ub=np.array(below) if below else None,
        b_ub=right or None,
        A_eq=np.array(equal) if equal else None,
        b_eq=[0.0] * len(equal) if equal else None,
        bounds=[(1, None)] * len(edges),
    )
    orders = (
        [Fraction(float(x)).limit_denominator(1000) for x in answer.x]
        if answer.status == 0
        else [Fraction(1)] * len(edges)
    )
    size: dict[int, Fraction | N] = {}
    for key, weights in sorted(ratios.items(), key=lambda item: sum(map(len, item[0]))):
        used = [(z, w) for z, w in zip(key, weights, strict=True) if w]
        # The product that a settled set already has fixes the common scale; otherwise it is one.
        settled = [(z, w) for z, w in used if all(edge in size for edge in z)]
        scale = _product(size, settled[0][0]) / settled[0][1] if settled else Fraction(1)
        for z, w in used:
            free = [edge for edge in sorted(z) if edge not in size]
            if free:
                for edge in free[1:]:
                    size[edge] = Fraction(1)
                size[free[0]] = scale * w / _product(size, z - {free[0]})
    return {edge: (size.get(edge, Fraction(1)), orders[place[edge]]) for edge in edges}


def _product(size: Mapping[int, Fraction | N], z: frozenset[int]) -> Fraction | N:
    total: Fraction | N = Fraction(1)
    for edge in z:
        total *= size[edge]
    return total
