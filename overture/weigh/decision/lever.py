"""What would change the reply: each judgement moved alone, and all of our own together.

A lever is one judgement with a stated range: our prior, one of our own numbers, one of his numbers (its
mean, by tilting the weights of worlds), a judged rate of a source, the weight of a class, the floor. Its
*distance* is the share of the way from where it stands to the edge of its range at which the reply
turns. The *joint fragility* is the least share at which all our own judgements, each moved towards its
worse edge at once, turn it. Own numbers stand at their centre meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from overture.evidence.source import Source
from overture.weigh.reports.said import Said

Kind = Literal["own prior", "own number", "his number", "source", "class", "floor"]
REACH = 1e-12  # a move of the lead below this share of the payoff range is none
WIDE = 0.2  # how far a judged rate without a range may be off, either way
RATES = ("access", "accuracy", "says_anyway", "blur", "shading", "control")


@dataclass(frozen=True)
class Lever:
    """A judgement that can be moved: its place now and the edges of its range.

    ``source`` is the source of a judged ``rate``, or the parameter that moves our prior.
    """

    name: str
    words: str
    kind: Kind
    now: float
    low: float
    high: float
    source: str = ""
    rate: str = ""

    @property
    def parameter(self) -> str:
        """The parameter that is moved, where it is one."""
        return self.source if self.kind == "own prior" else self.name


@dataclass(frozen=True)
class Moved:
    """A lever, the lead of the deal's reply at both edges, and where the reply turns (None: nowhere)."""

    lever: Lever
    lead_low: float
    lead_high: float
    turns_at: float | None
    share: float | None

    def reaches(self, lead: float, scale: float) -> bool:
        """Whether the lever moves the lead at all; ``scale`` is the payoff range."""
        return max(abs(self.lead_low - lead), abs(self.lead_high - lead)) > REACH * scale


def source_levers(said: Said) -> list[Lever]:
    """Each judged rate of each source that counts, with what may be wrong about it."""
    found = []
    counted = [family for family in said.families if np.ptp(family.log_likelihood) > 0]
    names = [name for family in counted for name in family.family.sources]
    for name in names:
        source = said.sources[name]
        own = [claim for claim in said.testimony if claim.source == name]
        for rate in RATES:
            now = _rate(source, rate, [claim.topic for claim in own])
            if now is None or (rate == "blur" and not any(claim.near for claim in own)):
                continue
            low, high = _range(source, rate, now)
            label = f"source {rate}" if len(names) == 1 else f"{name} {rate}"
            found.append(Lever(label, rate, "source", now, low, high, name, rate))
    return found


def _rate(source: Source, rate: str, topics: Sequence[str]) -> float | None:
    if rate == "access":
        return float(np.mean([source.access_to(topic).mean for topic in topics])) if topics else None
    if rate in ("shading", "control"):
        value = float(getattr(source, rate))
        return value if value > 0 else None
    return float(getattr(source, rate).mean)


def _range(source: Source, rate: str, now: float) -> tuple[float, float]:
    """The central nine tenths of a rate that is uncertain; else two tenths either way."""
    judged = next(iter(source.access.values())) if rate == "access" else getattr(source, rate)
    if not isinstance(judged, float) and not judged.certain:
        from scipy.stats import beta

        low, high = beta.ppf([0.05, 0.95], *judged.shape)
        return float(min(low, now)), float(max(high, now))
    return max(now - WIDE, 0.0), min(now + WIDE, 1.0)


def changed(said: Said, values: Mapping[Lever, float]) -> Said:
    """The reports with some rates of their sources moved."""
    sources = dict(said.sources)
    for lever, value in values.items():
        source = sources[lever.source]
        if lever.rate == "access":
            topics = {claim.topic for claim in said.testimony if claim.source == lever.source} | set(
                source.access
            )
            for topic in topics:
                source = source.changed("access", value, topic)
        else:
            source = source.changed(lever.rate, value)
        sources[lever.source] = source
    return said.with_sources(sources)
