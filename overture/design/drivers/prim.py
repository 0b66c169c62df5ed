"""PRIM: a box of the inputs in which something happens, found by peeling.

Friedman and Fisher (1999, Statistics and Computing 9:123-143) peel a small share of the points off one side of the box
at a time, the side after which it happens most often in what is left. Bryant and Lempert (2010, Technological
Forecasting and Social Change 77:34-49) tell the boxes by coverage and density, and test each bound.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overture.design.drivers.rule import Rule, RuleBound, all_met

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PEEL = 0.05  # share of the points of a box that a step takes off
MASS = 0.05  # share of all points that a box has at least
CHANCE = 0.05  # a bound that would tell as much by chance as likely as this is dropped


def box(points: Floats, happens: Bools, density: float) -> Rule:
    """Of the boxes on the way of peeling, the one of largest coverage with a density of at least ``density``.

    Every box first loses the bounds that may tell nothing. Where no box is so dense, it is the densest.

    Args:
        points: [W, d]. happens: [W], somewhere and not everywhere.
    """
    found = [pruned(bounds, points, happens) for bounds in peeled(points, happens)]
    dense = [rule for rule in found if rule.density >= density]
    if dense:
        return max(dense, key=lambda rule: (rule.cases, -rule.inside, -len(rule.bounds)))
    return max(found, key=lambda rule: (rule.density, rule.cases))


def peeled(points: Floats, happens: Bools) -> list[list[RuleBound]]:
    """The boxes on the way, from that of all points to the smallest, or to the first in which it always happens."""
    bounds: dict[tuple[int, bool], RuleBound] = {}
    way = [list(bounds.values())]
    inside = np.arange(len(points))
    while True:
        step = _best_step(points[inside], happens[inside])
        if step is None:
            return way
        left = inside[step.met(points[inside])]
        if len(left) < MASS * len(points):
            return way
        bounds[step.axis, step.at_least], inside = step, left
        way.append(sorted(bounds.values(), key=lambda each: (each.axis, not each.at_least)))
        if happens[inside].all():
            return way


def _best_step(points: Floats, happens: Bools) -> RuleBound | None:
    """The bound after which it happens most often in what is left; of equals the one that leaves most, then the first."""
    best, found = (-1.0, 0), None
    for axis in range(points.shape[1]):
        for at_least in (True, False):
            step = _step(points[:, axis], axis, at_least)
            if step is None:
                continue
            left = step.met(points)
            key = (float(happens[left].mean()), int(left.sum()))
            if key > best:
                best, found = key, step
    return found


def _step(values: Floats, axis: int, at_least: bool) -> RuleBound | None:
    """The bound that takes a share of the points off one side; at least the outermost value, with all that share it."""
    ordered = np.sort(values) if at_least else -np.sort(-values)
    bound = ordered[max(1, int(PEEL * len(ordered))) if len(ordered) > 1 else 0]
    if bound == ordered[0]:
        within = ordered[ordered != bound]
        if not len(within):
            return None
        bound = within[0]
    return RuleBound(axis, at_least, float(bound))


def pruned(bounds: list[RuleBound], points: Floats, happens: Bools) -> Rule:
    """The rule without the bounds that may tell nothing: the least telling goes first, then the others are asked again."""
    while bounds:
        met = all_met(bounds, points)
        chances = [_chance(bounds, at, points, happens, met) for at in range(len(bounds))]
        worst = int(np.argmax(chances))
        if chances[worst] <= CHANCE:
            bounds = [
                RuleBound(each.axis, each.at_least, each.value, chance)
                for each, chance in zip(bounds, chances, strict=True)
            ]
            break
        bounds = bounds[:worst] + bounds[worst + 1 :]
    return Rule.of(bounds, points, happens)


def _chance(bounds: list[RuleBound], at: int, points: Floats, happens: Bools, met: Bools) -> float:
    """How likely so many of the points inside would be cases, if it happened there as often as without this bound."""
    from scipy.special import bdtrc

    without = all_met(bounds[:at] + bounds[at + 1 :], points)
    inside, cases = int(met.sum()), int((met & happens).sum())
    return 1.0 if not cases else float(bdtrc(cases - 1, inside, float(happens[without].mean())))
