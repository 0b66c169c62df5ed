"""Levers: judgements that can be moved, one at a time or together, and the evidence weighed again.

Worlds differ in their priors and in the weights of their equilibria: there a lever moves the log odds of every
world by the same amount, so that it starts at the present values and worlds still differ as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from overture.weigh.ledger import Bools, Floats

if TYPE_CHECKING:
    from overture.weigh.assessment import Assessment

# Judgements of a source, as a person says them.
TOLD = {
    "access": "the chance that {} is in a position to know",
    "accuracy": "the chance that {}, informed, is right",
    "says_anyway": "the chance that {} says so without knowing",
    "blur": "the chance that {} says so where only the neighbouring thing is true",
    "shading": "the chance that {} shades it",
    "control": "the chance that the adversary controls {}",
}
BOUND = 50.0  # log odds beyond this are certainty


@dataclass(frozen=True)
class Lever:
    """Something that can be moved: ``move(assessment, value)`` gives the assessment with it moved.

    A parameter of the game is a lever whose ``move`` solves again and weighs the same evidence.
    ``unit`` is what the value is ("chance"); ``room`` is the range that counts as one whole change;
    ``words`` is what a person calls it.
    """

    name: str
    kind: str
    current: float
    low: float
    high: float
    move: Callable[[Assessment, float], Assessment]
    unit: str = "chance"
    words: str = ""

    @property
    def told(self) -> str:
        """What a person calls it."""
        return self.words or self.name

    @property
    def room(self) -> float:
        return self.high - self.low


def source_levers(assessment: Assessment) -> list[Lever]:
    """Access, accuracy, says_anyway, blur, shading and control of every source that counts."""
    levers = []
    for family in assessment.families:
        for name in family.family.sources:
            source = assessment.sources[name]
            own = [claim for claim in assessment.testimony if claim.source == name]
            for parameter in ("access", "accuracy", "says_anyway", "blur", "shading", "control"):
                if parameter == "access":
                    values = [source.access_to(claim.topic).mean for claim in own]
                    current = float(np.mean(values)) if values else source.access_to("").mean
                elif parameter in ("shading", "control"):
                    current = getattr(source, parameter)
                    if parameter == "shading" and source.interest is None:
                        continue
                else:
                    current = getattr(source, parameter).mean
                if parameter == "blur" and not any(claim.near for claim in own):
                    continue
                levers.append(
                    Lever(
                        f"{parameter} of {source.name or name}",
                        "source",
                        current,
                        0.0,
                        1.0 if parameter not in ("shading", "control") else 0.99,
                        _source_move(name, parameter),
                        words=TOLD[parameter].format(source.name or name),
                    )
                )
    return levers


def _source_move(name: str, parameter: str) -> Callable[[Assessment, float], Assessment]:
    def move(assessment: Assessment, value: float) -> Assessment:
        source = assessment.sources[name]
        if parameter == "access":
            topics = {claim.topic for claim in assessment.testimony if claim.source == name} | set(
                source.access
            )
            source = replace(source, access={topic: source.access_to(topic).moved(value) for topic in topics})
        else:
            source = source.changed(parameter, value)
        return assessment.with_sources({**assessment.sources, name: source})

    return move


def prior_lever(assessment: Assessment, hypothesis: str) -> Lever:
    """The prior of a hypothesis over all worlds. Play is not solved again.

    Worlds differ in their priors: the log odds of every world move by the same amount, so that they still
    differ as before. The odds inside the hypothesis, and inside its denial, stay.
    """

    def move(now: Assessment, value: float) -> Assessment:
        ledger = now.ledger
        here = ledger.row(hypothesis)
        inside = ledger.mass[..., here].sum(axis=(1, 2))
        outside = ledger.mass[..., ~here].sum(axis=(1, 2))
        factor = np.exp(_shift(inside, outside, ledger.world_weight, value))
        moved = ledger.mass * np.where(here, factor, 1.0)
        total = moved.sum(axis=(1, 2))
        moved = moved / np.where(total > 0.0, total, 1.0)[:, None, None]
        return now.with_ledger(replace(ledger, mass=moved))

    current = assessment.ledger.probability(hypothesis, None, [])[0]
    words = f"the prior probability of {hypothesis}"
    return Lever(f"prior of {hypothesis}", "prior", current, 0.001, 0.999, move, words=words)


def _shift(inside: Floats, outside: Floats, weight: Floats, value: float) -> float:
    """By how much the log odds of all worlds move for a mean of ``value``; NaN where it is out of reach."""
    from scipy.optimize import brentq

    def gap(step: float) -> float:
        up = inside * np.exp(step)
        total = up + outside
        return float(weight @ np.divide(up, total, out=np.zeros_like(up), where=total > 0.0)) - value

    if gap(-BOUND) >= 0.0:
        return -BOUND if gap(-BOUND) < 1e-9 else float("nan")
    if gap(BOUND) <= 0.0:
        return BOUND if gap(BOUND) > -1e-9 else float("nan")
    return float(brentq(gap, -BOUND, BOUND, xtol=1e-13))


def equilibrium_levers(assessment: Assessment) -> list[Lever]:
    """The prior weight of each equilibrium, from the worlds that have no other to the worlds that have it.

    As with priors, its log odds against the others move by the same amount in every world that has both.
    """
    ledger = assessment.ledger
    share = ledger.mass.sum(axis=2)

    def mover(place: int) -> Callable[[Assessment, float], Assessment]:
        def move(now: Assessment, value: float) -> Assessment:
            mass = now.ledger.mass
            share = mass.sum(axis=2)
            own, rest = share[:, place], share.sum(axis=1) - share[:, place]
            factor = np.ones_like(share)
            factor[:, place] = np.exp(_shift(own, rest, now.ledger.world_weight, value))
            total = (share * factor).sum(axis=1)
            factor /= np.where(total > 0.0, total, 1.0)[:, None]
            return now.with_ledger(replace(now.ledger, mass=mass * factor[:, :, None]))

        return move

    found = []
    for place, name in enumerate(ledger.equilibria if len(ledger.equilibria) > 1 else ()):
        own = share[:, place]
        alone = own >= share.sum(axis=1) * (1.0 - 1e-12)
        low = float(ledger.world_weight @ (alone & (own > 0.0)))
        high = float(ledger.world_weight @ (own > 0.0))
        current = float(ledger.world_weight @ own)
        if low < current < high:
            words = f"the weight of the equilibrium {name!r} before anything was seen"
            found.append(
                Lever(
                    f"weight of equilibrium {name}",
                    "equilibrium",
                    current,
                    low,
                    high,
                    mover(place),
                    words=words,
                )
            )
    return found


def parameter_levers(
    assessment: Assessment, parameters: Mapping[str, Floats], names: Mapping[str, str] | None = None
) -> list[Lever]:
    """The mean of each parameter [world] over the worlds, from its 5 to its 95 per cent quantile.

    Worlds are tilted, those with large values up and those with small ones down (or the reverse): the least
    change of their weights, in the sense of relative entropy, that gives the mean (Csiszar 1975, theorem 3.1).
    Every world keeps its own solution, so nothing is solved again. ``names``: what a person calls them.
    """
    ledger = assessment.ledger
    if not ledger.learn:
        return []  # worlds are a grid: they have no weights to tilt
    found = []
    for name, value in parameters.items():
        counted = ledger.world_weight > 0.0
        weight, values = ledger.world_weight[counted], np.asarray(value, float)[counted]
        ranked = np.argsort(values)
        share = np.cumsum(weight[ranked])
        low, high = (
            float(values[ranked][min(int(np.searchsorted(share, at)), len(share) - 1)]) for at in (0.05, 0.95)
        )
        mean = float(weight @ values)
        if low < mean < high:
            told = (names or {}).get(name, name)
            found.append(
                Lever(
                    f"mean of {name}",
                    "parameter",
                    mean,
                    low,
                    high,
                    _tilter(np.asarray(value, float)),
                    unit="",
                    words=f"the mean of {told!r}",
                )
            )
    return found


def _tilter(value: Floats) -> Callable[[Assessment, float], Assessment]:
    def move(now: Assessment, target: float) -> Assessment:
        from scipy.optimize import brentq

        weight = now.ledger.world_weight
        counted = weight > 0.0
        away = value[counted] - target
        scale = float(np.abs(away).max()) or 1.0

        def tilted(step: float) -> Floats:
            power = step * away / scale
            return np.asarray(weight[counted] * np.exp(power - power.max()))

        step = brentq(lambda step: float(tilted(step) @ away), -1e4, 1e4, xtol=1e-12)
        moved = np.zeros_like(weight)
        moved[counted] = tilted(step)
        return now.with_ledger(replace(now.ledger, world_weight=moved / moved.sum()))

    return move


def all_levers(assessment: Assessment) -> list[Lever]:
    """Every lever that needs no new solution: sources, priors of the hypotheses, equilibrium weights."""
    ledger = assessment.ledger
    possible = ledger.base > 0.0
    rows: list[Bools] = []
    priors = []
    for hypothesis in assessment.hypotheses:
        row = ledger.row(hypothesis)[possible]
        # A hypothesis and its denial have one prior between them.
        if not any(np.array_equal(row, ~other) or np.array_equal(row, other) for other in rows):
            priors.append(prior_lever(assessment, hypothesis))
        rows.append(row)
    return [*source_levers(assessment), *priors, *equilibrium_levers(assessment)]
