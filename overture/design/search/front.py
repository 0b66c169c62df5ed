"""The front: terms that no other terms beat in all three of value to us, value to them, and the chance of breach.

First a scrambled Sobol sequence shows the whole space, then NSGA-II begins from the best of what it showed. The
front is of everything that was judged on the way, not only of the last population.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from overture.design.search.candidates import Candidates, Demand, Evaluate, Floats, Ints, Progress, in_order
from overture.design.search.nsga import Population, nsga2, survivors
from overture.design.search.space import Space, SpacePart
from overture.errors import SolveError

SCANNED = 0.125  # of the judgements of one part go to the scan
GENERATIONS = 100  # the size of a population is chosen so that about as many follow one another,
SMALLEST, LARGEST = 24, 128  # within these sizes
EVALUATIONS = 4096


@dataclass(frozen=True)
class Front:
    """Terms that meet the demand and that no others do that were judged beat in all three values, highest net first.

    Attributes:
        vectors: [n, C]
        found: what the judge says of them.
        judged: how many vectors were judged for it.
        stopped: whether the search was interrupted.
    """

    vectors: Floats
    found: Candidates
    judged: int
    stopped: bool = False


def values(found: Candidates) -> Floats:
    """[n, 3] what the front minimises: minus net value to us, minus value to them, the chance of breach."""
    return np.column_stack([-found.net, -found.theirs, found.broken])


def front(
    evaluate: Evaluate,
    space: Space,
    demand: Demand,
    seed: int = 0,
    evaluations: int = EVALUATIONS,
    progress: Progress | None = None,
) -> Front:
    """The front after the last generation, or of what was judged before an interruption: see :func:`generations`."""
    last: Front | None = None
    try:
        for each in generations(evaluate, space, demand, seed, evaluations, progress):
            last = each
    except KeyboardInterrupt:
        if last is None:
            raise
        return replace(last, stopped=True)
    assert last is not None
    return last


def generations(
    evaluate: Evaluate,
    space: Space,
    demand: Demand,
    seed: int = 0,
    evaluations: int = EVALUATIONS,
    progress: Progress | None = None,
    population: int | None = None,
) -> Iterator[Front]:
    """The front of all that was judged so far: after the scan of each part of the space, and after each generation.

    Args:
        evaluate: the judge.
        space: what is searched; every combination of its choices has an equal part of the judgements.
        demand: terms that miss it are on no front.
        seed: of the Sobol sequence and of NSGA-II.
        evaluations: how many vectors are judged in all, at most.
        progress: called with (stage, vectors judged, vectors in all).

    Raises:
        SolveError: fewer judgements than would make a population of four for every combination of choices.
    """
    so_far = _Archive(evaluate, demand, progress, evaluations)
    parts = space.parts()
    if evaluations < 4 * len(parts):
        raise SolveError.of(
            "search/budget", f"{evaluations} judgements", "front", f"at least {4 * len(parts)}"
        )
    for part in parts:
        for _ in _walk(so_far, part, seed, evaluations // len(parts), population):
            yield so_far.front()


def scan(
    evaluate: Evaluate, space: Space, demand: Demand, seed: int = 0, evaluations: int = EVALUATIONS
) -> tuple[Floats, Candidates]:
    """[n, C] vectors of a scrambled Sobol sequence in every part of the space, and what the judge says of them."""
    parts = space.parts()
    vectors = np.concatenate([part.vectors(part.sobol(evaluations // len(parts), seed)) for part in parts])
    return vectors, evaluate(vectors, demand)


class _Archive:
    """The front of all that was judged so far."""

    def __init__(self, evaluate: Evaluate, demand: Demand, progress: Progress | None, of: int) -> None:
        self._evaluate, self._demand, self._progress, self._of = evaluate, demand, progress, of
        self._vectors: Floats = np.empty((0, 0))
        self._found: Candidates | None = None
        self.judged = 0

    def judge(self, vectors: Floats) -> tuple[Floats, Floats]:
        """What NSGA-II asks for, [n, 3] and [n]; what is not beaten is kept."""
        found = self._evaluate(vectors, self._demand)
        self.judged += len(vectors)
        self._keep(vectors, found)
        if self._progress is not None:
            self._progress("front", self.judged, self._of)
        return values(found), found.violation

    def _keep(self, vectors: Floats, found: Candidates) -> None:
        meets = np.flatnonzero(found.violation <= 0)
        vectors, found = vectors[meets], found.take(meets)
        if self._found is None:
            kept = unbeaten(values(found), np.empty((0, 3)))[1]
            self._vectors, self._found = vectors[kept], found.take(kept)
            return
        old, new = unbeaten(values(found), values(self._found))
        self._vectors = np.concatenate([self._vectors[old], vectors[new]])
        self._found = Candidates.joined([self._found.take(old), found.take(new)])

    def front(self) -> Front:
        assert self._found is not None
        order = in_order(self._vectors, self._found.violation, self._found.net)
        return Front(self._vectors[order], self._found.take(order), self.judged)


def unbeaten(new: Floats, old: Floats) -> tuple[Ints, Ints]:
    """Rows of ``old`` [m, M], none of which beats another, and rows of ``new`` [n, M] that none of all these points beats.

    A point beats another if it is nowhere higher, and somewhere lower or stands before it.
    """
    by_old = (old[:, None] <= new[None]).all(axis=2).any(axis=0)
    among = (new[:, None] <= new[None]).all(axis=2)
    same = among & among.T
    among &= ~same | np.triu(np.ones_like(same), 1)
    stays = np.flatnonzero(~by_old & ~among.any(axis=0))
    by_new = (new[stays][:, None] <= old[None]).all(axis=2).any(axis=0)
    return np.flatnonzero(~by_new), stays


def _walk(
    so_far: _Archive, part: SpacePart, seed: int, evaluations: int, population: int | None
) -> Iterator[None]:
    """Scan one part and breed from its best; a pause after the scan and after each generation."""
    size = 2 * (min(population or min(LARGEST, max(SMALLEST, evaluations // GENERATIONS)), evaluations) // 2)
    start = part.sobol(max(int(SCANNED * evaluations), size), seed)

    def judge(unit: Floats) -> tuple[Floats, Floats]:
        return so_far.judge(part.vectors(unit))

    scanned = Population(start, *judge(start))
    yield
    if not len(part.free):
        return
    first = survivors(scanned, size)[0]
    bred = nsga2(judge, first, (evaluations - len(start)) // size, seed)
    for _ in bred:
        yield
