"""Evidence that several tests weigh: the leaked report of the worked example, and a richer case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.acts import Act
from overture.weigh.assessment import Assessment, weigh
from overture.weigh.decision import Decision

ACCEPT = Decision(("accept", "reject"), ("K", "E"), np.array([[0.85, -0.85], [0.0, 0.0]]))


def insider() -> Source:
    return Source(
        "insider", access={"": Rate(0.35)}, accuracy=Rate(0.9), says_anyway=Rate(0.7), blur=Rate(0.4)
    )


def leak(evade: float = 0.4) -> Assessment:
    """The public leak before X's answer to a pooled thin offer."""
    events = {"K": np.array([True, False]), "E": np.array([False, True])}
    return weigh(
        np.array([[[1 - evade, evade]]]), None, events, ["E"], sources=[insider()],
        testimony=[Testimony("leak", "insider", "E", near="K")], decision=ACCEPT,
    )  # fmt: skip


def rich(seed: int = 0, **more: object) -> Assessment:
    """Two types, two acts, three sources, six worlds, two equilibria."""
    rng = np.random.default_rng(seed)
    history = rng.dirichlet(np.ones(8), size=(6, 2))
    kind = np.arange(8) % 2 == 0
    events = {"E": kind, "K": ~kind, "thin": np.arange(8) < 6, "test": np.arange(8) >= 2}
    sources = [
        replace(insider(), id=name, access={"": Rate(access)})
        for name, access in (("ri", 0.5), ("envoy", 0.3), ("press", 0.2))
    ]
    said = [
        Testimony("r1", "ri", "E", date="2024-08-01"),
        Testimony("r2", "ri", "thin", date="2024-08-01"),
        Testimony("e1", "envoy", "K", date="2024-07-01"),
        Testimony("p1", "press", "E", copy_of="r1"),
        Testimony("p2", "press", "test", date="2024-09-01"),
    ]
    acts = [Act("thin offer", "thin", date="2024-07-15"), Act("test", "test", date="2024-08-15")]
    given = {"sources": sources, "testimony": said, "acts": acts, "decision": ACCEPT, **more}
    return weigh(history, None, events, ["E"], **given)  # type: ignore[arg-type]
