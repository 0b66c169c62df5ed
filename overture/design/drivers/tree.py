"""A classification tree beside the box: rules for several places at which something happens, by scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.design.drivers.prim import MASS
from overture.design.drivers.rule import Rule, RuleBound
from overture.errors import MissingExtra

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
LEAVES = 5


def installed() -> bool:
    """Whether scikit-learn is."""
    from importlib.util import find_spec

    return find_spec("sklearn") is not None


def leaves(points: Floats, happens: Bools) -> tuple[Rule, ...]:
    """The leaves of a tree of at most five at whose points it mostly happens, the largest first.

    Leaves side by side that say the same are one. A leaf has at least the share of all points that a box has.

    Raises:
        MissingExtra: scikit-learn is not installed.
    """
    if not installed():
        raise MissingExtra.of(
            "drivers/tree",
            "scikit-learn is not installed",
            "the tree",
            mend='install it: pip install "overture[drivers]"',
        )
    from sklearn.tree import DecisionTreeClassifier

    smallest = max(1, int(np.ceil(MASS * len(points))))
    grown = DecisionTreeClassifier(max_leaf_nodes=LEAVES, min_samples_leaf=smallest, random_state=0)
    found = _merged(grown.fit(points, happens).tree_, 0, list(grown.classes_).index(True), ())
    rules = [Rule.of(_tightest(bounds), points, happens) for bounds, case in found if case]
    return tuple(sorted(rules, key=lambda rule: -rule.cases))


def _merged(
    tree: Any, node: int, case: int, bounds: tuple[RuleBound, ...]
) -> list[tuple[tuple[RuleBound, ...], bool]]:
    """The leaves below a node, as bounds and whether it mostly happens there; one leaf if all say the same."""
    if tree.children_left[node] < 0:
        return [(bounds, bool(tree.value[node][0][case] > 0.5))]
    axis, cut = int(tree.feature[node]), float(tree.threshold[node])
    below = _merged(tree, int(tree.children_left[node]), case, (*bounds, RuleBound(axis, False, cut)))
    above = _merged(
        tree,
        int(tree.children_right[node]),
        case,
        (*bounds, RuleBound(axis, True, float(np.nextafter(cut, np.inf)))),
    )
    both = below + above
    return [(bounds, both[0][1])] if len({says for _, says in both}) == 1 else both


def _tightest(bounds: tuple[RuleBound, ...]) -> list[RuleBound]:
    """One bound for each side of an input: the last on the way down is the tightest."""
    found = {(each.axis, each.at_least): each for each in bounds}
    return sorted(found.values(), key=lambda each: (each.axis, not each.at_least))
