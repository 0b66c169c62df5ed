"""A demand that no terms meet: the least that can be had, what it is missed by, what binds, and what can be met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from overture.design.search.candidates import Candidates, Demand, Evaluate, Floats, Progress
from overture.design.search.named import EVALUATIONS, BestTerms, best
from overture.design.search.space import Space
from overture.design.search.thresholds import Binding, binding

GivesWay = Literal["broken", "share"]  # the part of a demand that gives way


@dataclass(frozen=True)
class Least:
    """The terms that come nearest to a demand on how often the deal is broken, or on the share of worlds.

    Attributes:
        demand: what was asked for.
        of: ``broken``, the least chance of breach is looked for; ``share``, the greatest share of worlds in which terms hold.
        met: whether the terms meet the demand after all.
        least: the least chance of breach, or the greatest share; NaN where even without this part of the demand no terms meet it.
        missed_by: by how much that misses the demand; 0 where it is met.
        terms: at which terms, and what the judge says of them.
        missed: condition -> by how much these terms miss it under the demand: these conditions bind.
        nearest: demands that are met: the same with ``least`` in it and, where both types had to sign and terms
            that one may stay out of meet it, the same in that form.
        edge: what holds the terms in their place, and whether every clause that does so is at an end of its range.
    """

    demand: Demand
    of: GivesWay
    met: bool
    least: float
    missed_by: float
    terms: BestTerms
    missed: dict[str, float]
    nearest: tuple[Demand, ...]
    edge: Binding


def least(
    evaluate: Evaluate,
    space: Space,
    demand: Demand,
    of: GivesWay = "broken",
    seed: int = 0,
    evaluations: int = EVALUATIONS,
    progress: Progress | None = None,
) -> Least:
    """The least chance of breach (or the greatest share of worlds) that any terms have which meet the rest of a demand.

    That no terms meet a demand is what a search of this many judgements found, not a proof.

    Args:
        evaluate: the judge.
        space: what is searched.
        demand: what was asked for.
        of: ``broken`` or ``share``: the part of the demand that gives way.
        seed, evaluations, progress: as for :func:`overture.design.search.named.best_terms`.
    """
    found = _without(evaluate, space, demand, of, seed, evaluations, progress)
    number = float((found.found.broken if of == "broken" else found.found.share)[0]) if found.met else np.nan
    under = evaluate(found.vector[None], demand)
    met = bool(under.violation[0] <= 0)
    missed_by = 0.0 if met else number - demand.broken if of == "broken" else demand.share - number
    nearest = [] if met or not found.met else [_with(demand, of, number)]
    if demand.both and not met:
        alone = replace(demand, both=False)
        other = _without(evaluate, space, alone, of, seed, evaluations, progress)
        if other.met and evaluate(other.vector[None], alone).violation[0] <= 0:
            nearest.append(alone)
    return Least(
        demand,
        of,
        met,
        number,
        missed_by,
        found,
        _missed(under),
        tuple(nearest),
        binding(evaluate, space, nearest[0] if nearest else demand, found.vector),
    )


def _without(
    evaluate: Evaluate,
    space: Space,
    demand: Demand,
    of: GivesWay,
    seed: int,
    evaluations: int,
    progress: Progress | None,
) -> BestTerms:
    """The best in the part of the demand that gives way, among terms that meet the rest."""
    rest = replace(demand, broken=1.0) if of == "broken" else replace(demand, share=0.0)

    def standing_of(found: Candidates) -> tuple[Floats, Floats]:
        return found.violation, -found.broken if of == "broken" else found.share

    def judge(vectors: Floats) -> Candidates:
        return evaluate(vectors, rest)

    words = "least chance of breach" if of == "broken" else "greatest share of worlds"
    return best(judge, space, rest, words, standing_of, seed, evaluations, progress)


def _with(demand: Demand, of: GivesWay, number: float) -> Demand:
    return replace(demand, broken=number) if of == "broken" else replace(demand, share=number)


def _missed(found: Candidates) -> dict[str, float]:
    """Condition -> by how much it is missed, where it is."""
    return {name: float(by) for name, by in zip(found.conditions, found.missed[0], strict=True) if by > 0}
