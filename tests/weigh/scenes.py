"""Evidence that several tests weigh: the leaked report of the worked example, a richer case, random ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports.evidence import Act, Evidence, evidence
from overture.weigh.reports.said import said

EVENTS = ("evade", "keep", "thin", "cheat")


def weighed(
    base: Sequence[float] | np.ndarray,
    events: Mapping[str, np.ndarray],
    types: Sequence[str],
    sources: Iterable[Source] = (),
    testimony: Sequence[Testimony] = (),
    acts: Iterable[Act] = (),
) -> Evidence:
    """Evidence on histories of mass ``base``; ``types`` are event keys of which each history has one."""
    rows = np.array([events[name] for name in types])
    assert (rows.sum(axis=0) == 1).all()
    heard = said(list(sources), testimony, events, len(base))
    return evidence(tuple(types), rows.argmax(axis=0), np.asarray(base, float), acts, heard)


def one_history_each(prior: Mapping[str, float]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """(mass, events): a history for each type, an event of its name."""
    return np.array(list(prior.values())), {
        name: np.arange(len(prior)) == at for at, name in enumerate(prior)
    }


def insider() -> Source:
    return Source(
        "insider", access={"": Rate(0.35)}, accuracy=Rate(0.9), says_anyway=Rate(0.7), blur=Rate(0.4)
    )


def leak() -> Evidence:
    """The public leak before X's answer to a pooled thin offer."""
    base, events = one_history_each({"E": 0.4, "K": 0.6})
    return weighed(base, events, ["E", "K"], [insider()], [Testimony("leak", "insider", "E", near="K")])


def rich(seed: int = 0, testimony: Sequence[Testimony] | None = None) -> Evidence:
    """Two types, two acts, three sources."""
    rng = np.random.default_rng(seed)
    kind = np.arange(8) % 2 == 0
    events = {"E": kind, "K": ~kind, "thin": np.arange(8) < 6, "test": np.arange(8) >= 2}
    sources = [
        replace(insider(), id=name, access={"": Rate(access)})
        for name, access in (("ri", 0.5), ("envoy", 0.3), ("press", 0.2))
    ]
    claims = [
        Testimony("r1", "ri", "E", date="2024-08-01"),
        Testimony("r2", "ri", "thin", date="2024-08-01"),
        Testimony("e1", "envoy", "K", date="2024-07-01"),
        Testimony("p1", "press", "E", copy_of="r1"),
        Testimony("p2", "press", "test", date="2024-09-01"),
    ]
    acts = [
        Act("thin offer", events["thin"], date="2024-07-15"),
        Act("test", events["test"], date="2024-08-15"),
    ]
    return weighed(
        rng.dirichlet(np.ones(8)), events, ["E", "K"], sources, claims if testimony is None else testimony, acts
    )  # fmt: skip


class RandomCase:
    """Three types, twelve histories, an insider and an outlet that may copy; every kind of judgement and claim."""

    def __init__(self, seed: int, n_claims: int = 5) -> None:
        rng = np.random.default_rng(seed)
        self.base = rng.dirichlet(np.ones(12))
        kind = np.arange(12) % 3
        self.events = {
            "evade": kind == 0, "keep": kind == 1, "disarm": kind == 2,
            "thin": np.arange(12) < 8, "cheat": rng.random(12) < 0.5,
        }  # fmt: skip
        self.types = ["evade", "keep", "disarm"]
        self.sources = {name: _source(name, rng) for name in ("insider", "outlet")}
        self.said: list[Testimony] = []
        for index in range(n_claims):
            self.said.append(self._claim(index, rng))

    def _claim(self, index: int, rng: np.random.Generator) -> Testimony:
        silent = rng.random() < 0.2
        copies = index > 0 and not silent and rng.random() < 0.4
        first = self.said[rng.integers(index)] if copies else None
        if first is not None and (first.silent or first.source == "outlet"):
            first = None
        return Testimony(
            f"c{index}",
            "outlet" if first is not None else str(rng.choice(list(self.sources))),
            first.event if first is not None else str(rng.choice(np.array(EVENTS))),
            says=first.says if first is not None else bool(rng.random() < 0.7),
            topic=str(rng.choice(np.array(["", "arms"]))),
            near=str(rng.choice(np.array(["keep", "thin"]))) if rng.random() < 0.5 else None,
            copy_of=first.id if first is not None else None,
            copied=0.6 if first is not None else 1.0,
            relays=((0.9, 0.1),) if rng.random() < 0.3 else (),
            silent=silent,
            speaks=0.7 if silent else 1.0,
            given={"evade": 0.8} if rng.random() < 0.2 else {},
            says_anyway=0.9 if rng.random() < 0.2 else None,
        )

    def weigh(
        self, testimony: Sequence[Testimony] | None = None, acts: Sequence[str] = ("thin",)
    ) -> Evidence:
        return weighed(
            self.base, self.events, self.types, self.sources.values(),
            self.said if testimony is None else testimony, [Act(act, self.events[act]) for act in acts],
        )  # fmt: skip


def _source(name: str, rng: np.random.Generator) -> Source:
    return Source(
        name,
        access={"": Rate(rng.uniform(0.1, 0.9)), "arms": Rate(rng.uniform(0.1, 0.9))},
        accuracy=Rate(rng.uniform(0.5, 0.95), rng.uniform(2, 20)),
        says_anyway=Rate(rng.uniform(0.2, 0.8), rng.choice([np.inf, 6.0])),
        blur=Rate(rng.uniform(0.0, 0.6)),
        interest="evade",
        shading=rng.uniform(0, 0.3),
        control=rng.uniform(0, 0.3),
        wants=rng.choice(np.array(["keep", None])),
        push=rng.uniform(0.5, 1.0),
    )
