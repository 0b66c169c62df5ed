"""Slips that give stated beliefs: from relative weights of slip sets to a tremble for every action."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from overture.game.assessment import Assessment, Number, Pair
from overture.game.measure import reach
from overture.game.sound import assess_each
from overture.game.tree import Floats, Tree
from overture.solve.staged_search import Entry
from overture.solve.staged_values import Ratio


def assessment_of(tree: Tree, entry: Entry) -> Assessment:
    """The entry as an assessment. Whether its beliefs are as meant, the certificate judges."""
    sets = tree.infoset_of_action
    profile: dict[Pair, Number] = {}
    for action in range(tree.n_actions):
        share = entry.strategy.get(action, Fraction(0))
        if share:
            profile[int(sets[action]), action] = share
    trembles = slips(entry.ratios)
    return Assessment(profile, {(int(sets[edge]), edge): tremble for edge, tremble in trembles.items()})


def slips(ratios: Mapping[Ratio, tuple[Fraction, ...]]) -> dict[int, tuple[Number, Number]]:
    """[action] (coefficient, order) so that, in each group, products of slips have the given weights.

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
    size: dict[int, Fraction] = {}
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


def _product(size: Mapping[int, Fraction], z: frozenset[int]) -> Fraction:
    total = Fraction(1)
    for edge in z:
        total *= size[edge]
    return total


def reply_where_chance_forbids(tree: Tree, strategy: Floats, order: Floats, weight: Floats) -> list[int]:
    """Best replies, in place, at sets that only branches of probability zero lead to; returns these sets.

    Nothing depends on them, but a certificate asks for reason at every set. Arrays are [world, action].
    """
    sizes = np.diff(tree.edge_start[: tree.n_infosets + 1])
    anything = np.tile(np.repeat(1 / sizes, sizes), (tree.n_worlds, 1))
    probable = reach(tree, anything) > 0
    dead = [i for i in range(tree.n_infosets) if not probable[:, tree.members(i)].any()]
    for index in dead:
        first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
        strategy[:, first:last] = np.eye(last - first)[0]
    for _ in dead:  # each pass settles at least the lowest that are left
        worth = assess_each(tree, strategy, order, weight).action_value
        before = strategy.copy()
        for index in dead:
            first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
            strategy[:, first:last] = np.eye(last - first)[worth[:, first:last].argmax(axis=1)]
        if (strategy == before).all():
            break
    return dead


def reasonable(tree: Tree, assessment: Assessment) -> Assessment:
    """The assessment with best replies at the sets that chance forbids (one world)."""
    shape = (1, tree.n_actions)
    strategy, order, weight = np.zeros(shape), np.ones(shape), np.ones(shape)
    for (_, action), share in assessment.profile.items():
        strategy[0, action] = float(share)
    for (_, action), (size, exponent) in assessment.trembles.items():
        weight[0, action], order[0, action] = float(size), float(exponent)
    dead = reply_where_chance_forbids(tree, strategy, order, weight)
    if not dead:
        return assessment
    profile = {pair: share for pair, share in assessment.profile.items() if pair[0] not in dead}
    for index in dead:
        first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
        profile[index, first + int(strategy[0, first:last].argmax())] = Fraction(1)
    return Assessment(profile, assessment.trembles)
