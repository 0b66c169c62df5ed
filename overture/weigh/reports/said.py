"""What was said: its likelihood in each complete history of the game, every root counted once.

Given a history, families of sources (sources that a possible copy joins) are independent; inside a family
the states of its sources and the ways of copying are summed out exactly
(:mod:`overture.weigh.reports.testimony`, :mod:`overture.weigh.reports.reliability`). Histories that no event of the
testimony tells apart have one *signature*, and likelihoods are worked out once for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from overture.evidence.lineage import Lineage, trace
from overture.evidence.source import Source, Testimony
from overture.weigh.reports.testimony import Weighed, distinct, naive_alone, weigh_testimony

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Said:
    """All testimony on a game. Axes: H complete histories, S signatures.

    Attributes:
        sources: id -> source. testimony: as given. lineage: who had it from whom.
        masks: event key -> [H] whether it holds.
        families: what each family of sources is worth, over S.
        signature: [H] the signature of each history.
        events: event key -> [S] the same events over signatures.
    """

    sources: Mapping[str, Source]
    testimony: tuple[Testimony, ...]
    masks: Mapping[str, Bools]
    lineage: Lineage
    families: tuple[Weighed, ...]
    signature: Places
    events: Mapping[str, Bools]

    @cached_property
    def log_likelihood(self) -> Floats:
        """[H] log chance of all that was said, roots only; true chances, not scaled."""
        return self.whole(np.sum([family.log_likelihood for family in self.families], axis=0))

    @cached_property
    def naive(self) -> Floats:
        """[H] the same with every repetition, and every hand it came through, counted as one more witness."""
        found = np.sum([family.naive() for family in self.families], axis=0)
        return self.whole(found + self.naive_public)

    @cached_property
    def scaled(self) -> tuple[Floats, float]:
        """([H] likelihood divided by its largest value, log of that value).

        If nothing that was said has a chance anywhere the likelihood is 0 and the log minus infinity.
        """
        top = float(self.log_likelihood.max(initial=-np.inf))
        if not np.isfinite(top):
            return np.zeros(len(self.signature)), -np.inf
        return np.exp(self.log_likelihood - top), top

    @cached_property
    def public(self) -> tuple[int, ...]:
        """Positions of the claims that were learnt from public acts, and of their echoes: they move nothing."""
        standing, root = self.lineage.standing, self.lineage.root
        return tuple(
            place for place in range(len(self.testimony)) if standing[root[place]] == "from public acts"
        )

    @property
    def naive_public(self) -> Floats:
        """[S] what the claims of :attr:`public` would be worth if they were counted."""
        alone = [naive_alone(self.testimony[place], self.sources, self.events) for place in self.public]
        return np.asarray(np.sum(alone, axis=0)) if alone else np.zeros(self._count)

    @property
    def _count(self) -> int:
        return int(self.signature.max(initial=-1)) + 1

    def whole(self, value: Floats) -> Floats:
        """[S] or a number -> [H]."""
        return np.asarray(np.broadcast_to(value, (self._count,))[self.signature], dtype=np.float64)

    def without(self, family: str) -> Floats:
        """[H] log chance of all that was said but by the family of this name (unscaled)."""
        rest = [each.log_likelihood for each in self.families if each.name != family]
        return self.whole(np.sum(rest, axis=0))

    def with_sources(self, sources: Mapping[str, Source]) -> Said:
        """The same testimony with other judgements of its sources; families without a change are kept."""
        changed = {name for name, source in sources.items() if self.sources.get(name) is not source}
        families = weigh_testimony(sources, self.testimony, self.events, self.lineage, self.families, changed)
        return replace(self, sources=dict(sources), families=families)


def said(
    sources: Mapping[str, Source] | Iterable[Source],
    testimony: Sequence[Testimony],
    masks: Mapping[str, Bools],
    histories: int | None = None,
) -> Said:
    """Weigh ``testimony`` against the events of a game.

    Args:
        sources: by id, or a list of them.
        testimony: in the order of the sheet.
        masks: event key -> [H]: every event that a claim names, or a source as its interest or as what the
            adversary would plant. Others do no harm.
        histories: H, needed only where ``masks`` is empty.

    Raises EvidenceError with every fault: a source or an event that is not there (``testimony/source``,
    ``testimony/event``), or a lineage that cannot be (:func:`overture.evidence.lineage.trace`).
    """
    known = dict(sources) if isinstance(sources, Mapping) else {each.id: each for each in sources}
    claims = tuple(testimony)
    keys = [key for key in masks if key in _named(known.values(), claims)]
    count = len(next(iter(masks.values()))) if masks else int(histories or 0)
    rows = np.array([np.asarray(masks[key], dtype=bool) for key in keys]).reshape(len(keys), count)
    signature, first = distinct(rows)
    events = {key: rows[at, first] for at, key in enumerate(keys)}
    lineage = trace(claims)
    families = weigh_testimony(known, claims, events, lineage)
    return Said(known, claims, masks, lineage, families, signature, events)


def _named(sources: Iterable[Source], testimony: Iterable[Testimony]) -> set[str]:
    """Every event that testimony or a source names."""
    found = {key for each in sources for key in (each.interest, each.wants) if key is not None}
    for claim in testimony:
        found |= {claim.event, *claim.given, *([claim.near] if claim.near else [])}
    return found
