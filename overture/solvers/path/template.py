"""A template: an equilibrium of one world, as a pattern for others; and orders of trembles that tie to the last digit."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.play import Play
from overture.games.measured.standards import SAME_ORDER
from overture.games.tree import Floats, Tree

DIGITS = 6  # decimals of orders that are free


def snapped(tree: Tree, template: Play) -> Play:
    """The same with orders that are short decimals, and that tie exactly wherever they tie up to rounding.

    At a set that play does not reach, the nodes of lowest order carry the belief. A solver's orders tie there up to
    rounding; a certificate in rationals takes numbers at their word. So the ties are written as equations, some orders
    are rounded to a few decimals, and the others follow from them.
    """
    ties = _ties(tree, template)
    order = np.round(template.order, DIGITS)
    order = np.where(order > 0, order, 10.0**-DIGITS)
    fixed: dict[int, dict[int, Fraction]] = {}
    for tie in ties:
        # What follows from others is put in their place; then one more order follows.
        for action in [each for each in tie if each in fixed]:
            share = tie.pop(action)
            for other, factor in fixed[action].items():
                tie[other] = tie.get(other, Fraction(0)) + share * factor
        tie = {action: factor for action, factor in tie.items() if factor}
        if not tie:
            continue
        pivot = max(tie, key=lambda action: (abs(tie[action]), action))
        scale = -tie.pop(pivot)
        rule = {action: factor / scale for action, factor in tie.items()}
        for others in fixed.values():
            share = others.pop(pivot, Fraction(0))
            for action, factor in rule.items():
                if share:
                    others[action] = others.get(action, Fraction(0)) + share * factor
        fixed[pivot] = rule
    for action, rule in fixed.items():
        total = sum(
            (factor * Fraction(repr(float(order[other]))) for other, factor in rule.items()), Fraction(0)
        )
        order[action] = round(float(total), 12)
    if (order[template.strategy == 0] <= 0).any() or not _same(tree, template, order):
        return template
    return Play(template.strategy, order, template.weight)


def _ties(tree: Tree, template: Play) -> list[dict[int, Fraction]]:
    """Equations ``sum factor * order = 0``, one for each further node that leads a set off the path."""
    depth = _depth(tree, template.strategy, template.order)
    found = []
    for infoset in range(tree.n_infosets):
        members = tree.members(infoset)
        lowest = depth[members].min()
        leads = members[depth[members] <= lowest + SAME_ORDER].tolist()
        if lowest <= SAME_ORDER or not np.isfinite(lowest):
            continue
        first = _trembles(tree, template, leads[0])
        for node in leads[1:]:
            tie = dict(first)
            for action, factor in _trembles(tree, template, node).items():
                tie[action] = tie.get(action, Fraction(0)) - factor
            found.append({action: factor for action, factor in tie.items() if factor})
    return found


def _trembles(tree: Tree, template: Play, node: int) -> dict[int, Fraction]:
    """How often each action of probability zero lies on the way to ``node``."""
    trembles: dict[int, Fraction] = {}
    while node > 0:
        edge = int(tree.edge[node])
        if edge < tree.n_actions and template.strategy[edge] == 0:
            trembles[edge] = trembles.get(edge, Fraction(0)) + 1
        node = int(tree.parent[node])
    return trembles


def _depth(tree: Tree, mix: Floats, order: Floats) -> Floats:
    """[N] order of the probability of each node; infinite where chance excludes it."""
    step = np.where(mix > 0, 0.0, order)
    edge = np.concatenate([step, np.where(tree.chance[0] > 0, 0.0, np.inf)])
    depth = np.zeros(tree.n_nodes)
    for node in range(1, tree.n_nodes):
        depth[node] = depth[tree.parent[node]] + edge[tree.edge[node]]
    return depth


def _same(tree: Tree, template: Play, order: Floats) -> bool:
    """Whether the same nodes lead every set."""

    def leads(orders: Floats) -> NDArray[np.bool_]:
        depth = _depth(tree, template.strategy, orders)
        lowest = np.full(tree.n_infosets, np.inf)
        decides = (tree.set_of >= 0) & (tree.set_of < tree.n_infosets)
        np.minimum.at(lowest, tree.set_of[decides], depth[decides])
        return np.asarray(depth[decides] <= lowest[tree.set_of[decides]] + SAME_ORDER)

    return bool(np.array_equal(leads(template.order), leads(order)))
