"""Named answers: the terms that are best for us, cheapest, fairest or most robust, by differential evolution.

Storn and Price (1997, J. Global Optim. 11:341-359), in SciPy's vectorised form: a generation is judged at once.
Every combination of choices is searched by itself. Answers are compared by constraint domination, so that a
search that finds no answer ends at the terms that miss the demand by the least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from overture.design.search.candidates import (
    Candidates,
    Demand,
    Evaluate,
    Floats,
    Objective,
    Outside,
    Progress,
    energy,
    in_order,
    standing,
)
from overture.design.search.space import Space, SpacePart
from overture.errors import SolveError

EVALUATIONS = 16_384  # for each combination of choices
POPULATION = 128  # a power of two, so that a Sobol sequence covers the space evenly
NEAR = 0.01  # of a range: a clause that is nearer to an end of it is tried there

Standing = Callable[[Candidates], tuple[Floats, Floats]]  # violations [n] and worths [n] of candidates


@dataclass(frozen=True)
class BestTerms:
    """The best terms that were found for one objective under one demand.

    Attributes:
        objective: in words.
        demand: which terms had to meet.
        vector: [C]
        found: what the judge says of them; one candidate.
        worth: what is maximised; NaN where the demand is not met.
        met: whether the terms meet the demand.
        at_end: clause -> ``low`` or ``high``, where the terms are at an end of a stated range, so that the range
            and not the game decides.
        judged: how many vectors were judged for it.
        stopped: whether the search was interrupted, so that there may be better terms.
        parts: the best of each combination of choices, in their order; empty where there is only one.
    """

    objective: str
    demand: Demand
    vector: Floats
    found: Candidates
    worth: float
    met: bool
    at_end: dict[str, str]
    judged: int
    stopped: bool = False
    parts: tuple[BestTerms, ...] = ()


def best_terms(
    evaluate: Evaluate,
    space: Space,
    demand: Demand,
    objective: Objective,
    outside: Outside | None = None,
    seed: int = 0,
    evaluations: int = EVALUATIONS,
    progress: Progress | None = None,
) -> BestTerms:
    """The best terms for an objective.

    Args:
        evaluate: the judge. Most robust terms need one that judges in many worlds.
        space: what is searched.
        demand: what the terms must meet.
        objective: see :func:`overture.design.search.candidates.standing`.
        outside: the outside options, for the fairest terms.
        seed: of differential evolution.
        evaluations: how many vectors are judged for each combination of choices, but for a few in the end.
        progress: called with (stage, vectors judged, vectors in all).

    Raises:
        SolveError: fairest terms without outside options; cheapest terms where a clause has no cost and is not named free.
    """
    refuse_unpriced(space, objective)
    return best(
        lambda vectors: evaluate(vectors, demand),
        space,
        demand,
        objective,
        lambda found: standing(objective, found, outside),
        seed,
        evaluations,
        progress,
    )


def named_answers(
    evaluate: Evaluate,
    space: Space,
    demand: Demand,
    objectives: tuple[Objective, ...],
    outside: Outside | None = None,
    seed: int = 0,
    evaluations: int = EVALUATIONS,
    progress: Progress | None = None,
) -> Iterator[BestTerms]:
    """The best terms for each objective, first where both types sign and then where one may stay out; each as it is found.

    An interruption ends the search with the best terms so far, and no further ones are looked for.
    """
    for objective in objectives:
        for both in (True, False):
            asked = Demand(demand.broken, both, demand.share)
            found = best_terms(evaluate, space, asked, objective, outside, seed, evaluations, progress)
            yield found
            if found.stopped:
                return


def refuse_unpriced(space: Space, objective: Objective) -> None:
    """Raises SolveError where the cheapest terms are asked for and the cost of a clause is not known."""
    if objective == "cheapest" and space.unpriced:
        raise SolveError.of(
            "search/cost",
            f"no cost of {', '.join(space.unpriced)}",
            "cheapest terms",
            "a cost for every clause that may be changed",
            "state the cost, or name the clause free",
        )


def best(
    judge: Callable[[Floats], Candidates],
    space: Space,
    demand: Demand,
    objective: str,
    standing_of: Standing,
    seed: int,
    evaluations: int,
    progress: Progress | None,
) -> BestTerms:
    """The best terms by any standing: one search in every part of the space, and the best of what they find."""
    parts = space.parts()
    of = len(parts) * evaluations
    found: list[BestTerms] = []
    for number, part in enumerate(parts):

        def tell(done: int, before: int = number * evaluations) -> None:
            if progress is not None:
                progress(objective, min(before + done, of), of)

        search = _Search(judge, part, standing_of, tell)
        search.run(seed, evaluations)
        found.append(_told(search, demand, objective))
        if search.stopped:
            break
    if len(parts) == 1:
        return found[0]
    judged = Candidates.joined([each.found for each in found])
    violation, worth = standing_of(judged)
    first = found[in_order(np.array([each.vector for each in found]), violation, worth)[0]]
    return BestTerms(
        objective,
        demand,
        first.vector,
        first.found,
        first.worth,
        first.met,
        first.at_end,
        sum(each.judged for each in found),
        found[-1].stopped,
        tuple(found),
    )


class _Search:
    """Differential evolution in one part of the space; it keeps the best that was judged."""

    def __init__(
        self,
        judge: Callable[[Floats], Candidates],
        part: SpacePart,
        standing_of: Standing,
        tell: Callable[[int], None],
    ) -> None:
        self.part, self.standing, self.judged, self.stopped = part, standing_of, 0, False
        self._judge, self._tell = judge, tell
        self.vector: Floats = np.empty(0)
        self.found: Candidates | None = None
        self.energy = np.inf

    def run(self, seed: int, evaluations: int) -> None:
        """Search, then undo what changes nothing. An interruption ends it with the best that was judged so far."""
        try:
            self._evolve(seed, evaluations)
            self._settle()
        except KeyboardInterrupt:
            if self.found is None:
                raise
            self.stopped = True

    def _evolve(self, seed: int, evaluations: int) -> None:
        from scipy.optimize import differential_evolution

        start = self.part.sobol(POPULATION, seed)
        if not len(self.part.free):
            self.energies(start.T)
            return
        differential_evolution(
            self.energies,
            [(0.0, 1.0)] * len(self.part.free),
            init=start,
            maxiter=max(evaluations // len(start) - 1, 1),
            rng=seed,
            vectorized=True,
            updating="deferred",
            polish=False,
            tol=0.0,
        )

    def energies(self, unit: Floats) -> Floats:
        """[n] what differential evolution minimises, at points [D, n] of the unit cube."""
        return self._of(self.part.vectors(unit.T))

    def _of(self, vectors: Floats) -> Floats:
        found = self._judge(vectors)
        self.judged += len(vectors)
        self._tell(self.judged)
        level = energy(*self.standing(found))
        lowest = int(np.argmin(level))
        if level[lowest] < self.energy:
            self.vector, self.found, self.energy = vectors[lowest], found.take([lowest]), float(level[lowest])
        return level

    def _settle(self) -> None:
        """Set a clause to the status quo, or to an end of its range that is near, where this makes nothing worse."""
        space = self.part.space
        for column in self.part.free:
            near = NEAR * (space.high[column] - space.low[column])
            ends = (space.low[column], space.high[column])
            for place in (
                space.now[column],
                *(end for end in ends if abs(self.vector[column] - end) <= near),
            ):
                if np.isfinite(place) and self.vector[column] != place:
                    moved = self.vector.copy()
                    moved[column] = place
                    self._accept(moved)

    def _accept(self, vector: Floats) -> None:
        found = self._judge(vector[None])
        self.judged += 1
        level = float(energy(*self.standing(found))[0])
        if level <= self.energy:
            self.vector, self.found, self.energy = vector, found, level


def _told(search: _Search, demand: Demand, objective: str) -> BestTerms:
    found = search.found
    assert found is not None
    violation, worth = search.standing(found)
    met = bool(violation[0] <= 0)
    return BestTerms(
        objective,
        demand,
        search.vector,
        found,
        float(worth[0]) if met else float("nan"),
        met,
        search.part.space.ends(search.vector),
        search.judged,
        search.stopped,
    )
