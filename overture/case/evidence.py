"""The evidence sheet of a case, as weighing needs it: sources with their judgements, claims on events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from overture.errors import EvidenceError, Fault, FileError
from overture.evidence.admiralty import read_credibility
from overture.evidence.sheet import ClaimEntry, Sheet
from overture.evidence.source import Source, Testimony

if TYPE_CHECKING:
    from overture.case.load import Loaded

# What a claim may say about how it is to be weighed, beside what it says.
WEIGHING = (
    "topic", "near", "copied", "silent", "speaks", "from_acts", "observed", "accuracy", "says_anyway", "blur",
    "given", "serves", "plants", "date",
)  # fmt: skip


def read_evidence(loaded: Loaded) -> tuple[tuple[Source, ...], tuple[Testimony, ...]]:
    """The sources and the claims that are linked to an event of the game.

    A claim without an event is kept on the page and moves nothing. Raises FileError with every fault.
    """
    if loaded.sheet is None:
        return (), ()
    return evidence_of(loaded.sheet, loaded.case.evidence)


def evidence_of(sheet: Sheet, where: str) -> tuple[tuple[Source, ...], tuple[Testimony, ...]]:
    """The same of a sheet; ``where`` names its file in faults."""
    faults: list[Fault] = []
    sources: dict[str, Source] = {}
    for entry in sheet.sources:
        try:
            sources[entry.id] = Source.read(_filled(entry), f"{where}, source {entry.id}")
        except EvidenceError as error:
            faults += error.faults
    listed = {entry.id for entry in sheet.sources}
    testimony: list[Testimony] = []
    for claim in sheet.claims:
        if not claim.event:
            continue
        place = f"{where}, claim {claim.id}"
        if claim.source not in listed:
            faults.append(
                Fault(
                    "case/source",
                    f"it is of source {claim.source!r}, which is not listed",
                    place,
                    ", ".join(sorted(listed)),
                )
            )
            continue
        if claim.source in sources:
            faults += _topic_faults(claim, sources[claim.source], place)
        try:
            testimony.append(_testimony(claim, sheet, sources, place))
        except EvidenceError as error:
            faults += error.faults
    FileError.raise_any(faults)
    return tuple(sources.values()), tuple(testimony)


def _testimony(claim: ClaimEntry, sheet: Sheet, sources: Mapping[str, Source], place: str) -> Testimony:
    values: dict[str, Any] = {name: value for name, value in _filled(claim).items() if name in WEIGHING}
    if claim.credibility is not None:
        judged = read_credibility(claim.credibility, claim.judged_alone, place)
        if judged is not None:
            values.setdefault("accuracy", judged)
    if claim.relays is not None:
        values["relays"] = tuple(claim.relays)
    else:
        values["relays"] = _hands(claim, sources)
    return Testimony(
        id=claim.id,
        source=claim.source,
        event=str(claim.event),
        says=claim.says,
        copy_of=_linked(claim.copy_of, sheet),
        words=claim.words,
        **values,
    )


def _hands(claim: ClaimEntry, sources: Mapping[str, Source]) -> tuple[tuple[float, float], ...]:
    """(faithful, invented) of those in the chain who pass the claim on; who does so surely changes nothing."""
    through = [sources[each] for each in claim.chain if each in sources and each != claim.source]
    return tuple(
        (hand.faithful, hand.invented) for hand in through if (hand.faithful, hand.invented) != (1.0, 0.0)
    )


def _topic_faults(claim: ClaimEntry, source: Source, place: str) -> list[Fault]:
    """A topic for which the source states no access would silently be even odds."""
    if (claim.topic or "") in source.access or "" in source.access or claim.from_acts:
        return []
    found = f"it draws on the topic {claim.topic!r}" if claim.topic else "it names no topic"
    return [
        Fault(
            "case/topic",
            f"{found}, and source {source.id} states no access to that",
            place,
            ", ".join(source.access),
            "name a topic that the source lists, or add it to the source's access",
        )
    ]


def _filled(entry: Any) -> dict[str, Any]:
    """The fields of an entry that say something, those beyond the sheet's own among them."""
    values: dict[str, Any] = entry.model_dump()
    return {name: value for name, value in values.items() if value is not None and value != []}


def _linked(copy_of: str | None, sheet: Sheet) -> str | None:
    """The claim that is copied, where that one is weighed."""
    weighed = {claim.id for claim in sheet.claims if claim.event}
    return copy_of if copy_of in weighed else None
