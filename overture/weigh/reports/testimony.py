"""Testimony against the events of a game: one log likelihood per family of sources.

Families (sources that a possible copy joins) are independent given the history; inside a family whether
each outlet copied is summed out over all ways, exactly.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from overture.errors import EvidenceError, Fault
from overture.evidence.lineage import Lineage, SourceFamily, trace
from overture.evidence.source import Serves, Source, Testimony
from overture.weigh.reports.reliability import Heard, Voice

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Weighed:
    """What a family's testimony is worth: log likelihoods over the signatures of histories (see Said).

    Attributes:
        family: the sources, claims and links.
        log_likelihood: [signature] all its testimony, repetition folded.
        counted: gives [case] every report counted as if it stood alone and were new.
        voices: the sources, over ``case`` (what their events can tell apart).
        place: source -> position of a claim in the testimony -> its index in the voice.
        case: [signature] -> case.
    """

    family: SourceFamily
    log_likelihood: Floats
    counted: Callable[[], Floats]
    voices: Mapping[str, Voice]
    place: Mapping[str, Mapping[int, int]]
    case: NDArray[np.intp]

    @property
    def name(self) -> str:
        return " + ".join(self.family.sources)

    def naive(self) -> Floats:
        """[signature] log likelihood with every report counted as if it stood alone and were new."""
        return self.counted()[self.case]

    def states(self, source: str) -> dict[str, Floats]:
        """[signature] log P(state of ``source``, all testimony of the family | signature)."""
        found: dict[str, list[Floats]] = {}
        for chance, active in _ways(self.family):
            rest = np.full(self.voices[source].n_cases, np.log(chance))
            for name, voice in self.voices.items():
                if name != source:
                    rest = rest + voice.log_likelihood(self._active(name, active))
            for state, value in self.voices[source].by_state(self._active(source, active), True).items():
                found.setdefault(state, []).append(rest + value)
        return {state: _log_sum(values)[self.case] for state, values in found.items()}

    def without(self, claims: Set[int]) -> Floats:
        """[signature] log likelihood of the family's testimony had these claims not been heard.

        Where another may have copied them, it is then taken to have said nothing in that case.
        """
        return self._over([(chance, active - claims) for chance, active in _ways(self.family)])[self.case]

    def growing(self) -> list[tuple[int, Floats]]:
        """(claim, [signature] log likelihood of the claims up to it), in their order."""
        found = []
        for count, claim in enumerate(self.family.claims, start=1):
            some = frozenset(self.family.claims[:count])
            logs = self._over([(chance, active & some) for chance, active in _ways(self.family)])
            found.append((claim, logs[self.case]))
        return found

    def _over(self, ways: Sequence[tuple[float, frozenset[int]]]) -> Floats:
        """[case] log likelihood over ways in which the links were used."""
        total = []
        for chance, active in ways:
            parts = [voice.log_likelihood(self._active(name, active)) for name, voice in self.voices.items()]
            total.append(np.asarray(np.log(chance) + np.sum(parts, axis=0)))
        return _log_sum(total)

    def _active(self, source: str, active: frozenset[int]) -> tuple[int, ...]:
        return tuple(index for claim, index in self.place[source].items() if claim in active)


def weigh_testimony(
    sources: Mapping[str, Source],
    testimony: Sequence[Testimony],
    masks: Mapping[str, Bools],
    lineage: Lineage | None = None,
    known: Sequence[Weighed] = (),
    changed: Set[str] = frozenset(),
) -> tuple[Weighed, ...]:
    """The families of ``testimony`` with their likelihoods; ``masks`` is event key -> [signature].

    ``known`` families (of the same testimony and signatures) are kept where no source in ``changed``,
    nor an echo of theirs, has a part in them.

    Raises EvidenceError for a source (``testimony/source``) or an event (``testimony/event``) that is
    not there, all at once.
    """
    _check(sources, testimony, masks)
    lineage = trace(testimony) if lineage is None else lineage
    kept = {weighed.family: weighed for weighed in known}
    found = []
    for family in lineage.families:
        speakers = {testimony[index].source for index in (*family.claims, *_echoes(family, lineage))}
        if family in kept and not speakers & changed:
            found.append(kept[family])
        else:
            before = kept[family].voices if family in kept else {}
            same = {name: voice for name, voice in before.items() if name not in changed}
            found.append(_weigh(family, sources, testimony, masks, lineage, same))
    return tuple(found)


def _echoes(family: SourceFamily, lineage: Lineage) -> list[int]:
    """Positions of the certain copies of the family's claims."""
    return [
        index
        for index, kind in enumerate(lineage.standing)
        if kind == "echo" and lineage.root[index] in family.claims
    ]


def naive_alone(claim: Testimony, sources: Mapping[str, Source], masks: Mapping[str, Bools]) -> Floats:
    """[signature] log likelihood of a claim as if it stood alone and each relay were one more witness."""
    everywhere = np.arange(len(next(iter(masks.values()))))
    return _alone(claim, sources[claim.source], masks, everywhere)


def _alone(claim: Testimony, source: Source, masks: Mapping[str, Bools], shown: NDArray[np.intp]) -> Floats:
    direct = replace(claim, relays=(), copy_of=None, copied=1.0)
    voice = Voice(source, (_hear(direct, source, masks, shown),), source.wants is not None)
    return np.asarray(max(1, len(claim.relays)) * voice.log_likelihood())


def _check(sources: Mapping[str, Source], testimony: Sequence[Testimony], masks: Mapping[str, Bools]) -> None:
    faults: list[Fault] = []
    for claim in testimony:
        where = f"claim {claim.id}"
        if claim.source not in sources:
            known = ", ".join(sources) or "none is given"
            faults.append(Fault("testimony/source", f"no source {claim.source!r}", where, known))
        events = [claim.event, *([claim.near] if claim.near else []), *claim.given]
        faults += [
            Fault("testimony/event", f"no event {event!r}", where, ", ".join(masks))
            for event in events
            if event not in masks
        ]
    for source in sources.values():
        faults += [
            Fault("testimony/event", f"no event {event!r}", f"source {source.id}", ", ".join(masks))
            for event in (source.interest, source.wants)
            if event is not None and event not in masks
        ]
    EvidenceError.raise_any(faults)


def _weigh(
    family: SourceFamily,
    sources: Mapping[str, Source],
    testimony: Sequence[Testimony],
    masks: Mapping[str, Bools],
    lineage: Lineage,
    same: Mapping[str, Voice],
) -> Weighed:
    everything = (*family.claims, *_echoes(family, lineage))
    named = {
        key
        for index in everything
        for key in (testimony[index].event, testimony[index].near, *testimony[index].given)
    }
    keys = sorted(key for key in named if key is not None)
    case, shown = distinct(np.array([masks[key] for key in keys]))
    voices, place = {}, {}
    for name in family.sources:
        claims = [index for index in family.claims if testimony[index].source == name]
        if name in same:
            voices[name] = same[name]
        else:
            heard = tuple(_hear(testimony[index], sources[name], masks, shown) for index in claims)
            voices[name] = Voice(sources[name], heard, sources[name].wants is not None)
        place[name] = {claim: index for index, claim in enumerate(claims)}

    def counted() -> Floats:
        # Naively, whoever repeats is one more witness, and so is every hand through which it came.
        heard = [testimony[index] for index in everything if testimony[index].observed]
        alone = [_alone(claim, sources[claim.source], masks, shown) for claim in heard]
        return np.asarray(np.sum(alone, axis=0)) if alone else np.zeros(len(shown))

    weighed = Weighed(family, np.empty(0), counted, voices, place, case)
    return replace(weighed, log_likelihood=weighed._over(_ways(family))[case])


def _hear(claim: Testimony, source: Source, masks: Mapping[str, Bools], shown: NDArray[np.intp]) -> Heard:
    whole = masks[claim.event] if claim.says else ~masks[claim.event]
    true = whole[shown]
    near = masks[claim.near][shown] & ~true if claim.near else np.zeros(len(shown), bool)
    given = np.full(len(shown), np.nan)
    for key, chance in reversed(list(claim.given.items())):
        given[masks[key][shown]] = chance
    bend = _serves(claim.serves, whole, masks.get(source.interest or ""))
    plant = _serves(claim.plants, whole, masks.get(source.wants or ""))
    return Heard.of(claim, true, near, given, bend, plant)


def _serves(stated: Serves | None, claimed: Bools, wanted: Bools | None) -> int:
    """+1 where the claimed event lies inside the wanted one, -1 where they exclude each other, else 0."""
    if stated is not None:
        return {"for": 1, "against": -1, "neither": 0}[stated]
    if wanted is None or not claimed.any():
        return 0
    if not np.any(claimed & ~wanted):
        return 1
    return -1 if not np.any(claimed & wanted) else 0


def _ways(family: SourceFamily) -> list[tuple[float, frozenset[int]]]:
    """Every way in which the links may have been used: its chance, and the claims that then speak.

    A copied claim is silent (it repeats for sure); a briefing that nobody copied was not heard.
    """
    briefings = set(family.unheard)
    ways = []
    for used in itertools.product((False, True), repeat=len(family.links)):
        chance = 1.0
        silent: set[int] = set()
        heard: set[int] = set()
        for link, copied in zip(family.links, used, strict=True):
            chance *= link.chance if copied else 1.0 - link.chance
            if copied:
                silent |= {claim for claim, _ in link.claims}
                heard |= {target for _, target in link.claims}
        ways.append((chance, frozenset(set(family.claims) - silent - (briefings - heard))))
    return ways


def _log_sum(logs: Sequence[Floats]) -> Floats:
    total = logs[0]
    for more in logs[1:]:
        total = np.logaddexp(total, more)
    return total


def distinct(rows: Bools) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(column -> class, one column of each class): classes are the distinct columns of ``rows``."""
    if not len(rows):
        return np.zeros(rows.shape[1], np.intp), np.zeros(min(1, rows.shape[1]), np.intp)
    packed = np.ascontiguousarray(np.packbits(rows, axis=0).T)
    view = packed.view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, inverse = np.unique(view, return_index=True, return_inverse=True)
    # In order of first appearance: then columns that are all distinct keep their places.
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[inverse.ravel()].astype(np.intp), first[order].astype(np.intp)
