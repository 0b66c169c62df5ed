"""Cards: what became of each source and of each claim, for one pair of types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from overture.evidence.source import Source
from overture.weigh.reports.evidence import Evidence, Floats, Item, cut, normal
from overture.weigh.reports.testimony import Weighed, naive_alone


@dataclass(frozen=True)
class LatentState:
    """The chance of one latent state of a source, as judged and given everything; ``topic`` of informed ones.

    ``mistaken`` is the mean over the topics of its claims. ``accuracy`` is no state but the mean of an
    uncertain rate: how often it is right when it knows.
    """

    state: Literal["informed", "mistaken", "shading", "controlled", "accuracy"]
    topic: str | None
    prior: float
    posterior: float


@dataclass(frozen=True)
class SourceRow:
    """What one source adds to the log odds of type ``first`` against ``second``, all else known.

    Attributes:
        source: id. weighed_with: sources that a possible copy joins to it.
        said, echoes, from_acts: how many claims stand in the sheet under its name, and of what kind.
        log_odds: natural; 0 where nothing that it says counts.
        naive: the same if each of its claims, copies too, and each hand were one more witness.
        without: [T] belief now, had it said nothing.
        states: what it may be, before and after; empty where it has no claim that counts.
    """

    source: str
    weighed_with: tuple[str, ...]
    said: int
    echoes: int
    from_acts: int
    log_odds: float
    naive: float
    without: tuple[float, ...]
    states: tuple[LatentState, ...] = ()


@dataclass(frozen=True)
class ClaimRow:
    """One claim, in the order given, for type ``first`` against ``second``.

    Attributes:
        root: id of the claim at its root. standing: see :class:`overture.evidence.lineage.Lineage`.
        times: how often its root stands in the sheet.
        alone: likelihood ratio as if nothing else were known and nobody repeated it; None where a type
            has no prior.
        in_place: what the odds now would be divided by, had it and its repetitions not been made; 1 for
            whatever moves nothing; None where the odds are not defined.
        knew: chance, as judged, that its source knew, was honest and was right.
    """

    claim: str
    source: str
    root: str
    standing: str
    times: int
    alone: float | None
    in_place: float | None
    knew: float


def source_rows(evidence: Evidence, first: int, second: int) -> tuple[SourceRow, ...]:
    """A row for each source, in their order, those that said nothing too."""
    items = {name: item for item in evidence.families if item.family for name in item.family.family.sources}
    return tuple(
        _source_row(evidence, name, items.get(name), first, second) for name in evidence.said.sources
    )


def _source_row(evidence: Evidence, name: str, item: Item | None, first: int, second: int) -> SourceRow:
    said = evidence.said
    mine = [place for place, claim in enumerate(said.testimony) if claim.source == name]
    kinds = [said.lineage.standing[place] for place in mine]
    family = item.family if item is not None else None
    rest = evidence.mass(evidence.items if item is None else evidence.but(item))
    less, full, counted = rest, rest, rest
    if family is not None:
        silenced = _logs(evidence, family.without({place for place in mine if place in family.family.claims}))
        less, full = rest * silenced, rest * _logs(evidence, family.log_likelihood)
    alone = [
        naive_alone(said.testimony[place], said.sources, said.events)
        for place in mine
        if _naive(evidence, place)
    ]
    counted = less * _logs(evidence, np.sum(alone, axis=0)) if alone else less
    before, after, repeated = (evidence.by_type(mass) for mass in (less, full, counted))
    start = cut(before[first], before[second])
    return SourceRow(
        source=name,
        weighed_with=tuple(each for each in (family.family.sources if family else ()) if each != name),
        said=len(mine),
        echoes=kinds.count("echo"),
        from_acts=kinds.count("from public acts"),
        log_odds=cut(after[first], after[second]) - start,
        naive=cut(repeated[first], repeated[second]) - start,
        without=tuple(float(each) for each in normal(before)),
        states=_states(rest, evidence, family, said.sources[name]) if family else (),
    )


def _naive(evidence: Evidence, place: int) -> bool:
    """Whether a claim would count, were every repetition new: all that was heard."""
    return evidence.said.testimony[place].observed


def _logs(evidence: Evidence, logs: Floats) -> Floats:
    """[S] log likelihoods -> [H] likelihoods, scaled by the largest."""
    top = logs.max(initial=-np.inf)
    return evidence.said.whole(np.exp(logs - top) if np.isfinite(top) else np.zeros_like(logs))


def _states(rest: Floats, evidence: Evidence, family: Weighed, source: Source) -> tuple[LatentState, ...]:
    """Prior and posterior of the latent state of a source, given everything; ``rest`` [H] is without its family."""
    after = _posterior(rest, evidence, family, source.id)
    honest = 1.0 - source.shading - source.control
    topics = [state.removeprefix("informed:") for state in after if state.startswith("informed:")]
    access = [source.access_to(topic).mean for topic in topics]
    found = [
        LatentState("informed", topic, honest * chance, after[f"informed:{topic}"])
        for topic, chance in zip(topics, access, strict=True)
    ]
    if topics:
        prior = honest * (1.0 - float(np.mean(access)))
        now = float(np.mean([after[f"mistaken:{topic}"] for topic in topics]))
        found.append(LatentState("mistaken", None, prior, now))
    found.append(LatentState("shading", None, source.shading, after.get("shading", 0.0)))
    found.append(LatentState("controlled", None, source.control, after.get("controlled", 0.0)))
    if not source.accuracy.certain:
        found.append(LatentState("accuracy", None, source.accuracy.mean, after["accuracy"]))
    return tuple(each for each in found if each.prior > 0.0)


def _posterior(rest: Floats, evidence: Evidence, family: Weighed, source: str) -> dict[str, float]:
    """State -> its chance given everything; "accuracy" -> its mean."""
    states = family.states(source)
    top = max(float(np.max(value)) for value in states.values())
    mass = np.bincount(evidence.said.signature, rest)
    found = {state: float(mass @ np.exp(value - top)) for state, value in states.items()}
    return {state: value / found["total"] for state, value in found.items() if state != "total"}


def claim_rows(evidence: Evidence, first: int, second: int) -> tuple[ClaimRow, ...]:
    """A row for each claim that weighing was given, in its order."""
    said, lineage = evidence.said, evidence.said.lineage
    prior = _tally(evidence, evidence.base)
    in_place = _in_place(evidence, first, second)
    found = []
    for place, claim in enumerate(said.testimony):
        alone = naive_alone(claim, said.sources, said.events) / max(1, len(claim.relays))
        before, after = prior.sum(axis=1), prior @ np.exp(alone)
        found.append(
            ClaimRow(
                claim=claim.id,
                source=claim.source,
                root=said.testimony[lineage.root[place]].id,
                standing=lineage.standing[place],
                times=lineage.root.count(lineage.root[place]),
                alone=_quotient(after[first] * before[second], after[second] * before[first]),
                in_place=in_place.get(place, 1.0),
                knew=said.sources[claim.source].knew(claim.topic, claim.accuracy),
            )
        )
    return tuple(found)


def _in_place(evidence: Evidence, first: int, second: int) -> dict[int, float | None]:
    """Position of a claim that counts -> odds now over odds had it and its repetitions not been made."""
    lineage = evidence.said.lineage
    found: dict[int, float | None] = {}
    for item in evidence.families:
        family = item.family
        assert family is not None
        rest = _tally(evidence, evidence.mass(evidence.but(item)))
        full = rest @ _scaled(family.log_likelihood)
        for place in family.family.claims:
            if lineage.standing[place] == "repeated":
                continue  # its first saying stays
            again = {
                each
                for each in family.family.claims
                if lineage.root[each] == place and lineage.standing[each] == "repeated"
            }
            less = rest @ _scaled(family.without({place, *again}))
            found[place] = _quotient(full[first] * less[second], full[second] * less[first])
    return found


def _tally(evidence: Evidence, mass: Floats) -> Floats:
    """[H] -> [T, S] summed by type and signature of what was said."""
    count = int(evidence.said.signature.max(initial=-1)) + 1
    code = evidence.kind * count + evidence.said.signature
    found = np.bincount(code, mass, len(evidence.types) * count).astype(np.float64)
    return found.reshape(len(evidence.types), count)


def _scaled(logs: Floats) -> Floats:
    top = logs.max(initial=-np.inf)
    return np.asarray(np.exp(logs - top)) if np.isfinite(top) else np.zeros_like(logs)


def _quotient(top: float, bottom: float) -> float | None:
    """None where it is not a finite number."""
    return float(top / bottom) if bottom > 0.0 else None
