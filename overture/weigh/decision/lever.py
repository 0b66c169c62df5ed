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

from overture.evidence.source import Rate, Source
from overture.weigh.reports.said import Said

Kind = Literal["own prior", "own number", "his number", "source", "class", "floor"]
REACH = 1e-12  # a move of the lead below this share of the payoff range is none
WIDE = 0.2  # how far a judged rate without a range may be off, either way
RATES = ("accuracy", "says_anyway", "blur", "shading", "control")


@dataclass(frozen=True)
class Lever:
    """A judgement that can be moved: its place now and the edges of its range.

    ``reach``: how far towards the edges it can be looked at, where that is less far (his numbers).
    ``source`` is the source of a judged ``rate``, or the parameter that moves our prior. ``topic`` is the
    topic of an access where that is judged ``apart`` from others ("": every topic that is not listed).
    """

    name: str
    words: str
    kind: Kind
    now: float
    low: float
    high: float
    source: str = ""
    rate: str = ""
    topic: str = ""
    apart: bool = False
    reach: tuple[float, float] | None = None

    @property
    def parameter(self) -> str:
        """The parameter that is moved, where it is one."""
        return self.source if self.kind == "own prior" else self.name


@dataclass(frozen=True)
class Moved:
    """A lever, the lead of the deal's reply as far as it was looked at, and where the reply turns (None: nowhere).

    Attributes:
        low, high: how far it was looked at: the edges, or as far as there is a lead.
        share: of the way to the stated edge.
    """

    lever: Lever
    low: float
    high: float
    lead_low: float
    lead_high: float
    turns_at: float | None
    share: float | None

    def reaches(self, lead: float, scale: float) -> bool:
        """Whether the lever moves the lead at all; ``scale`` is the payoff range."""
        return (
            self.turns_at is not None
            or max(abs(self.lead_low - lead), abs(self.lead_high - lead)) > REACH * scale
        )


def source_levers(said: Said) -> list[Lever]:
    """Each judged rate of each source that counts, with what may be wrong about it."""
    found = []
    counted = [family for family in said.families if np.ptp(family.log_likelihood) > 0]
    names = [name for family in counted for name in family.family.sources]
    for name in names:
        source = said.sources[name]
        before = "source " if len(names) == 1 else f"{name} "
        own = [claim for claim in said.testimony if claim.source == name]
        found += _access_levers(source, sorted({claim.topic for claim in own}), before)
        for rate in RATES:
            now = _rate(source, rate)
            if now is not None and (rate != "blur" or any(claim.near for claim in own)):
                low, high = _range(getattr(source, rate), now)
                found.append(Lever(before + rate, rate, "source", now, low, high, name, rate))
    return found


def _access_levers(source: Source, topics: Sequence[str], before: str) -> list[Lever]:
    """One for each access that is judged: for the topics that share it together, for the others apart."""
    judged = sorted({topic if topic in source.access else "" for topic in topics})
    found = []
    for topic in judged:
        rate = source.access_to(topic)
        low, high = _range(rate, rate.mean)
        apart = len(judged) > 1
        label = f"{before}access to {topic or 'the rest'}" if apart else f"{before}access"
        found.append(
            Lever(label, "access", "source", rate.mean, low, high, source.id, "access", topic, apart)
        )
    return found


def _rate(source: Source, rate: str) -> float | None:
    if rate in ("shading", "control"):
        value = float(getattr(source, rate))
        return value if value > 0 else None
    return float(getattr(source, rate).mean)


def _range(judged: Rate | float, now: float) -> tuple[float, float]:
    """The central nine tenths of a rate that is uncertain; else two tenths either way."""
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
            for topic in _topics(said, source, lever):
                source = source.changed("access", value, topic)
        else:
            source = source.changed(lever.rate, value)
        sources[lever.source] = source
    return said.with_sources(sources)


def _topics(said: Said, source: Source, lever: Lever) -> set[str]:
    """The topics whose access the lever moves."""
    spoken = {claim.topic for claim in said.testimony if claim.source == lever.source}
    if not lever.apart:
        return spoken | set(source.access)
    return {lever.topic} if lever.topic else {topic for topic in spoken if topic not in source.access} | {""}
