"""In which order the clauses of a proposal should be secured: so that what is agreed so far holds as often as it can."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from overture.design.search.candidates import Demand
from overture.games.tree import Floats
from overture.judgement.deal.evaluate import JudgedWorlds
from overture.judgement.deal.proposal import Secured

MOST_CLAUSES = 7  # that are changed: all orders of more are not looked at
FEWER = 8  # times fewer worlds than elsewhere, at least
LEAST = 64
SURE = 1e-9


def order(judge: JudgedWorlds, demand: Demand, vector: Floats, worlds: int, seed: int) -> list[Secured]:
    """The changed clauses in the order in which the shares of worlds in which the terms so far hold sum to most.

    Of orders with one sum, the one whose chances of a breach at the modes sum to least, then the first by the clauses'
    places. Every set of the changed clauses is judged, the others as offered. Empty where nothing or too much is changed.
    """
    posed = judge.posed
    moved = [int(at) for at in np.flatnonzero(vector != posed.now)]
    if not moved or len(moved) > MOST_CLAUSES:
        return []
    sets = [frozenset(each) for size in range(1, len(moved) + 1) for each in combinations(moved, size)]
    vectors = np.repeat(posed.now[None], len(sets), axis=0)
    for row, each in enumerate(sets):
        vectors[row, list(each)] = vector[list(each)]
    count = min(worlds, max(LEAST, worlds // FEWER))
    share = np.round(judge.in_worlds(vectors, demand, count, seed).share, 12)
    centre = judge.at_centre(vectors, demand)
    broken = np.round(centre.broken, 12)
    place = {each: row for row, each in enumerate(sets)}
    best: dict[frozenset[int], tuple[float, float, tuple[int, ...]]] = {frozenset(): (0.0, 0.0, ())}
    for each in sets:
        row = place[each]
        ways = [(best[each - {last}], last) for last in sorted(each)]
        best[each] = min(
            (before[0] - float(share[row]), before[1] + float(broken[row]), (*before[2], last))
            for before, last in ways
        )
    chosen = best[frozenset(moved)][2]
    rows = [place[frozenset(chosen[: step + 1])] for step in range(len(chosen))]
    return [
        Secured(
            clause=posed.names[at],
            share=float(share[row]),
            broken=float(centre.broken[row]) if centre.struck[row] > SURE else None,
        )
        for at, row in zip(chosen, rows, strict=True)
    ]
