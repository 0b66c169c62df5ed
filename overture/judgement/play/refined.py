"""Which refinements the equilibria of a case survive, at the middle of its ranges, tested exactly."""

from __future__ import annotations

import numpy as np

from overture.case.load import Loaded
from overture.games.contract import contract
from overture.games.measured.measure import expected
from overture.games.prune import prune
from overture.judgement.play.solve import classify
from overture.judgement.play.stage import MOST_NODES, part_of
from overture.solvers.all.classes import Namer
from overture.solvers.form import form_of

STEPS = 5_000  # of the search: work is bounded, and not time, so that the answer is the same under any load


def refined(loaded: Loaded) -> dict[str, dict[str, str]]:
    """Class -> test -> "all", "some" or "none" of the class survives; classes not there or not tested are left out."""
    from overture.solvers.all.equilibria import equilibria

    way = part_of(loaded.case, loaded.tree)
    if way is None:
        return {}
    part = contract(prune(loaded.tree, way))
    if part.n_nodes > MOST_NODES:
        return {}
    found: dict[str, dict[str, str]] = {}
    members = equilibria(part, starts=0, steps=STEPS).members
    if not members:
        return found
    # The list names what the first move tells; a case, what its signal tells.
    play, alike = np.array([one.inner for one in members]), part.world(np.zeros(len(members), np.int64))
    told = classify(loaded.case, alike, play, "")
    order, names = Namer(form_of(part)).numbered(told, play, expected(alike, play))
    for name, one in zip(names, (members[at] for at in order), strict=True):
        tests = {"intuitive criterion": one.intuitive, "divinity (D1)": one.d1}
        verdicts = {
            test: verdict.holds for test, verdict in tests.items() if verdict is not None and verdict.tested
        }
        if verdicts:
            found[name] = verdicts
    return found
