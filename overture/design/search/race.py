"""The race: many terms in few worlds, the best of them in more, and the best of those in many.

All terms of a round are judged in the same worlds, and the worlds of a round are the first of the next, so that
differences between terms are not differences between their worlds. The winner was chosen for what it is worth in
these worlds, which flatters it: it is judged once more in worlds of another seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from overture.design.search.candidates import (
    Candidates,
    Demand,
    EvaluateInWorlds,
    Floats,
    Ints,
    Objective,
    Outside,
    Progress,
    in_order,
    standing,
)
from overture.design.search.named import refuse_unpriced
from overture.design.search.space import Space

ROUNDS = ((2048, 64), (512, 256), (128, 1024))  # how many terms are judged, in how many worlds
FRESH = 8192  # worlds of another seed


@dataclass(frozen=True)
class Raced:
    """The terms that lead for one objective after a round.

    Attributes:
        objective: what they are best for.
        worlds: of the round.
        vector: [C]
        found: what the judge says of them in these worlds; one candidate.
        met: whether they meet the demand there.
        at_end: clause -> ``low`` or ``high``, where they are at an end of a stated range.
        rows: the rows of the vectors that were given, from the best to the worst of the round.
        fresh: what the judge says of them in the worlds of another seed; after the last round only.
    """

    objective: Objective
    worlds: int
    vector: Floats
    found: Candidates
    met: bool
    at_end: dict[str, str]
    rows: Ints
    fresh: Candidates | None = None


def race(
    evaluate: EvaluateInWorlds,
    space: Space,
    vectors: Floats,
    demand: Demand,
    objectives: Sequence[Objective],
    outside: Outside | None = None,
    rounds: Sequence[tuple[int, int]] = ROUNDS,
    seed: int = 0,
    fresh: int = FRESH,
    progress: Progress | None = None,
    stage: str = "race",
) -> Iterator[Raced]:
    """After each round the leader for each objective, in the order of the objectives; after the last one the winners.

    Every objective has a race of its own, with its own order; what two of them ask for is judged once. Terms that
    miss the demand stand behind those that meet it, by how much they miss it; equal terms are in the order of the
    digests of their vectors.

    Args:
        evaluate: the judge.
        space: says which clauses are at an end of their range.
        vectors: [n, C] terms that start; the first round takes as many as it is for.
        demand: what the terms must meet.
        objectives: see :func:`overture.design.search.candidates.standing`.
        outside: the outside options, for the fairest terms.
        rounds: how many terms are judged in how many worlds.
        seed: of the worlds of the rounds; the fresh ones have the next seed.
        fresh: how many worlds the winner is judged in once more.
        stage: what this race is called where progress is told. progress: called with (stage, judgements of one vector in one world, of how many in all at most).

    Raises:
        SolveError: as :func:`overture.design.search.named.best_terms`.
    """
    for objective in objectives:
        refuse_unpriced(space, objective)
    told = _Told(rounds, len(vectors), len(objectives), fresh, progress, stage)
    left = {objective: np.arange(len(vectors)) for objective in objectives}
    for number, (count, worlds) in enumerate(rounds):
        last = number == len(rounds) - 1
        left = {objective: rows[:count] for objective, rows in left.items()}
        judged = np.unique(np.concatenate(list(left.values())))
        found = evaluate(vectors[judged], demand, worlds, seed)
        told(len(judged) * worlds)
        for objective in objectives:
            mine = np.searchsorted(judged, left[objective])
            violation, worth = standing(objective, found, outside)
            order = mine[in_order(vectors[judged[mine]], violation[mine], worth[mine])]
            left[objective] = judged[order]
            leader, best = vectors[judged[order[0]]], found.take(order[:1])
            again = evaluate(leader[None], demand, fresh, seed + 1) if last else None
            told(fresh * last)
            met = bool(violation[order[0]] <= 0)
            yield Raced(objective, worlds, leader, best, met, space.ends(leader), left[objective], again)


class _Told:
    """Tells how many judgements of one vector in one world are done; what objectives share may make them fewer."""

    def __init__(
        self,
        rounds: Sequence[tuple[int, int]],
        vectors: int,
        objectives: int,
        fresh: int,
        progress: Progress | None,
        stage: str,
    ) -> None:
        first, *later = [(min(count, vectors), worlds) for count, worlds in rounds]
        self._of = first[0] * first[1] + objectives * (sum(count * worlds for count, worlds in later) + fresh)
        self._done, self._progress, self._stage = 0, progress, stage

    def __call__(self, judged: int) -> None:
        self._done += judged
        if self._progress is not None:
            self._progress(self._stage, self._done, self._of)
