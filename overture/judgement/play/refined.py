"""Which refinements the equilibria of a case survive, at the middle of its ranges, tested exactly."""

from __future__ import annotations

import numpy as np

from overture.case.load import Loaded
from overture.game.contract import contract
from overture.game.prune import prune
from overture.judgement.play.solve import classify
from overture.judgement.play.stage import MOST_NODES, part_of

STEPS = 5_000  # of the search: work is bounded, and not time, so that the answer is the same under any load


def refined(loaded: Loaded) -> dict[str, dict[str, str]]:
    """Class -> test -> "all", "some" or "none" of the class survives; classes not there or not tested are left out."""
    from overture.solve.equilibria import equilibria

    way = part_of(loaded.case, loaded.tree)
    if way is None:
        return {}
    part = contract(prune(loaded.tree, way))
    if part.n_nodes > MOST_NODES:
        return {}
    found: dict[str, dict[str, str]] = {}
    for one in equilibria(part, starts=0, steps=STEPS).members:
        (name,) = classify(loaded.case, part, np.asarray(one.strategy)[None], "")
        tests = {"intuitive criterion": one.intuitive, "divinity (D1)": one.d1}
        told = {
            test: verdict.holds for test, verdict in tests.items() if verdict is not None and verdict.tested
        }
        if told and name not in found:
            found[name] = told
    return found
