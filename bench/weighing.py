"""Weighing: 1,000 worlds, 10,000 histories, 12 sources, 200 claims on one core; pyAgrum beside it.

``python -m bench.weighing`` prints the rows. The evidence: every source has uncertain accuracy (Beta),
two topics and a chance of shading and of control; one claim in six is a certain copy, one source in four
copies another with a stated chance.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.acts import Act
from overture.weigh.assessment import Assessment, weigh
from overture.weigh.decision import Decision

TYPES = ("disarm", "keep", "exploit")
EVENTS = (*TYPES, "thin", "deep", "cheat", "alarm", "snap")


@dataclass(frozen=True)
class Workload:
    """What :func:`weigh` takes: a solved game's histories, and evidence on them."""

    history: np.ndarray  # [world, equilibrium, terminal]
    events: dict[str, np.ndarray]
    sources: tuple[Source, ...]
    testimony: tuple[Testimony, ...]

    def weigh(self) -> Assessment:
        return weigh(
            self.history,
            None,
            self.events,
            TYPES,
            sources=self.sources,
            testimony=self.testimony,
            acts=[Act("a thin offer", "thin")],
            decision=Decision(("accept", "reject"), TYPES, np.array([[0.9, 0.8, -0.9], [0.0, 0.0, 0.0]])),
        )


def workload(
    worlds: int = 1000, histories: int = 10_000, sources: int = 12, claims: int = 200, seed: int = 1
) -> Workload:
    """Two equilibria, random; the same for the same seed."""
    rng = np.random.default_rng(seed)
    history = rng.exponential(size=(worlds, 2, histories))
    history /= history.sum(axis=2, keepdims=True)
    kind = rng.integers(0, 3, histories)
    events = {name: kind == at for at, name in enumerate(TYPES)}
    events |= {name: rng.random(histories) < 0.5 for name in EVENTS[3:]}
    people = tuple(
        Source(
            f"s{at}",
            access={"": Rate(rng.uniform(0.1, 0.6)), "arms": Rate(rng.uniform(0.1, 0.6))},
            accuracy=Rate(rng.uniform(0.6, 0.9), rng.uniform(4.0, 20.0)),
            says_anyway=Rate(rng.uniform(0.3, 0.8), 10.0),
            blur=Rate(rng.uniform(0.0, 0.5)),
            interest="keep",
            shading=rng.uniform(0.0, 0.2),
            control=rng.uniform(0.0, 0.1),
        )
        for at in range(sources)
    )
    said: list[Testimony] = []
    for at in range(claims):
        source = at % sources
        echo = said[int(rng.integers(at))] if at and at % 6 == 5 else None
        first = said[at - 1] if source in (3, 6, 9) and said[at - 1].copy_of is None else None
        copied = echo or first
        said.append(
            Testimony(
                f"c{at}",
                f"s{source}",
                copied.event if copied else str(rng.choice(np.array(EVENTS))),
                says=copied.says if copied else bool(rng.random() < 0.8),
                topic=str(rng.choice(np.array(["", "arms"]))),
                near=str(rng.choice(np.array(EVENTS))),
                copy_of=copied.id if copied else None,
                copied=1.0 if echo else 0.6,
            )
        )
    return Workload(history, events, people, tuple(said))
