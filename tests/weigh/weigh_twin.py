"""A slow, readable twin of the weighing engine: every latent thing is enumerated, one at a time.

The twin shares no arithmetic with the engine: an uncertain accuracy enters by the moments of its Beta, after
writing out for every claim whether the informed source was right; not by quadrature.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from math import lgamma

import numpy as np

from overture.evidence.source import Rate, Source, Testimony


def moment(rate: Rate, yes: int, no: int) -> float:
    """E[x**yes (1 - x)**no] under the rate."""
    if rate.certain:
        return rate.mean**yes * (1 - rate.mean) ** no
    first, second = rate.shape

    def beta(a: float, b: float) -> float:
        return lgamma(a) + lgamma(b) - lgamma(a + b)

    return float(np.exp(beta(first + yes, second + no) - beta(first, second)))


def _holds(events: Mapping[str, np.ndarray], key: str, history: int) -> bool:
    return bool(events[key][history])


def _stands_to(
    stated: str | None, claim: Testimony, events: Mapping[str, np.ndarray], wanted: str | None
) -> str:
    if stated is not None:
        return stated
    if wanted is None:
        return "neither"
    claimed = {t for t, holds in enumerate(events[claim.event]) if bool(holds) == claim.says}
    goal = {t for t, holds in enumerate(events[wanted]) if holds}
    if not claimed:
        return "neither"
    return "for" if claimed <= goal else ("against" if not claimed & goal else "neither")


def _heard(asserted: bool, claim: Testimony) -> float:
    """Chance of what we heard (or of hearing nothing), given whether the source asserted it."""
    chance = 1.0 if asserted else (0.0 if not claim.relays else 1.0)
    for faithful, invented in claim.relays:
        chance *= faithful if asserted else invented
    return 1 - claim.speaks * chance if claim.silent else chance


def assertions(said: Sequence[Testimony], events: Mapping[str, np.ndarray]) -> list[list[Testimony]]:
    """Claims of one source that say the same thing on the same grounds: drawn once, heard as often as listed."""
    groups: list[tuple[tuple, list[Testimony]]] = []
    for claim in said:
        true = [bool(holds) == claim.says for holds in events[claim.event]]
        near = [
            claim.near is not None and bool(events[claim.near][t]) and not true[t] for t in range(len(true))
        ]
        given = [
            next((v for key, v in claim.given.items() if events[key][t]), None) for t in range(len(true))
        ]
        key = (
            true, near, given, claim.topic, claim.accuracy, claim.says_anyway, claim.blur, claim.serves, claim.plants
        )  # fmt: skip
        for known, members in groups:
            if known == key:
                members.append(claim)
                break
        else:
            groups.append((key, [claim]))
    return [members for _, members in groups]


def _once(asserted: float, members: Sequence[Testimony]) -> float:
    """Chance of all that was heard of one assertion."""
    yes = np.prod([_heard(True, claim) for claim in members])
    no = np.prod([_heard(False, claim) for claim in members])
    return float(asserted * yes + (1 - asserted) * no)


def source_likelihood(
    source: Source, said: Sequence[Testimony], events: Mapping[str, np.ndarray], history: int
) -> float:
    """P(all that the source said | history), by enumeration."""
    topics = list(dict.fromkeys(claim.topic for claim in said))
    groups = assertions(said, events)
    total = 0.0
    for state, chance in (
        ("honest", 1 - source.shading - source.control),
        ("shading", source.shading),
        ("controlled", source.control),
    ):
        if chance == 0:
            continue
        if state == "controlled":
            total += chance * np.prod([_controlled(source, group, events, history) for group in groups])
            continue
        for knows in itertools.product((True, False), repeat=len(topics)):
            access = dict(zip(topics, knows, strict=True))
            weight = chance
            for topic, informed in access.items():
                rate = source.access_to(topic).mean
                weight *= rate if informed else 1 - rate
            # Every informed assertion is right or wrong, every other one made anyway or not.
            for luck in itertools.product((True, False), repeat=len(groups)):
                total += weight * _luck(source, groups, events, history, access, luck, state)
    return float(total)


def _luck(source, groups, events, history, access, luck, state) -> float:  # type: ignore[no-untyped-def]
    counts = {"accuracy": [0, 0], "says_anyway": [0, 0]}
    value = 1.0
    for group, lucky in zip(groups, luck, strict=True):
        claim = group[0]
        informed = access[claim.topic]
        name = "accuracy" if informed else "says_anyway"
        own = getattr(claim, name)
        if own is None:
            counts[name][0 if lucky else 1] += 1
        else:
            value *= own if lucky else 1 - own
        true = _holds(events, claim.event, history) == claim.says
        if not informed:
            asserts = 1.0 if lucky else 0.0
        elif not lucky:
            asserts = 0.0 if true else 1.0
        elif true:
            asserts = 1.0
        else:
            near = claim.near is not None and _holds(events, claim.near, history)
            blur = source.blur.mean if claim.blur is None else claim.blur
            asserts = blur if near else 0.0
        if state == "shading":
            stands = _stands_to(claim.serves, claim, events, source.interest)
            if stands == "for":
                asserts = source.push + (1 - source.push) * asserts
            elif stands == "against":
                asserts *= 1 - source.push
        for key, chance in claim.given.items():
            if _holds(events, key, history):
                asserts = chance
                break
        value *= _once(asserts, group)
    for name, (yes, no) in counts.items():
        value *= moment(getattr(source, name), yes, no)
    return value


def _controlled(
    source: Source, group: Sequence[Testimony], events: Mapping[str, np.ndarray], history: int
) -> float:
    claim = group[0]
    true = _holds(events, claim.event, history) == claim.says
    stands = _stands_to(claim.plants, claim, events, source.wants)
    if stands == "for":
        asserts = source.push
    elif stands == "against":
        asserts = 1 - source.push
    elif source.wants is not None:
        asserts = source.push if true else 1 - source.push
    else:
        asserts = 1 - source.push if true else source.push
    return _once(asserts, group)


def testimony_likelihood(
    sources: Mapping[str, Source],
    testimony: Sequence[Testimony],
    events: Mapping[str, np.ndarray],
    history: int,
) -> float:
    """P(everything heard | history): whether each pair of sources copied is enumerated too."""
    by_id = {claim.id: claim for claim in testimony}
    heard = [claim for claim in testimony if not claim.from_acts]
    pairs = sorted(
        {
            (claim.source, by_id[claim.copy_of].source)
            for claim in heard
            if claim.copy_of is not None and 0 < claim.copied < 1
        }
    )
    total = 0.0
    for used in itertools.product((True, False), repeat=len(pairs)):
        copied = dict(zip(pairs, used, strict=True))
        weight, own, wanted = 1.0, [], set()
        for pair in pairs:
            rate = next(
                claim.copied
                for claim in heard
                if claim.copy_of and (claim.source, by_id[claim.copy_of].source) == pair and claim.copied < 1
            )
            weight *= rate if copied[pair] else 1 - rate
        for claim in heard:
            if claim.copy_of is not None and claim.copied == 1:
                continue
            if (
                claim.copy_of is not None
                and claim.copied > 0
                and copied[claim.source, by_id[claim.copy_of].source]
            ):
                wanted.add(claim.copy_of)
                continue
            own.append(claim)
        said = [claim for claim in own if claim.observed or claim.id in wanted]
        for name in dict.fromkeys(claim.source for claim in said):
            mine = [claim for claim in said if claim.source == name]
            weight *= source_likelihood(sources[name], mine, events, history)
        total += weight
    return total


def posterior(
    base: np.ndarray,
    events: Mapping[str, np.ndarray],
    event: str,
    acts: Sequence[str],
    sources: Mapping[str, Source],
    testimony: Sequence[Testimony],
) -> float:
    """P(event | acts, testimony), summed over histories of mass ``base``."""
    top = bottom = 0.0
    for history, mass in enumerate(base):
        if not all(events[act][history] for act in acts):
            continue
        mass = mass * testimony_likelihood(sources, testimony, events, history)
        bottom += mass
        top += mass * events[event][history]
    return top / bottom
