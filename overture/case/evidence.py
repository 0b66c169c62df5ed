"""The evidence sheet of a case, as weighing needs it: sources with their judgements, claims on events."""

from __future__ import annotations

from typing import Any

from overture.case.load import Loaded
from overture.errors import EvidenceError, Fault, FileError
from overture.evidence.source import Source, Testimony

# What a claim may say about how it is to be weighed, beside what it says.
WEIGHING = (
    "topic", "near", "copied", "relays", "silent", "speaks", "from_acts", "accuracy", "says_anyway", "blur",
    "given", "date",
)  # fmt: skip


def read_evidence(loaded: Loaded) -> tuple[tuple[Source, ...], tuple[Testimony, ...]]:
    """The sources and the claims that are linked to an event of the game.

    A claim without an event is kept on the page and moves nothing. Raises FileError with every fault.
    """
    sheet = loaded.sheet
    if sheet is None:
        return (), ()
    where = loaded.case.evidence
    faults: list[Fault] = []
    sources: list[Source] = []
    for entry in sheet.sources:
        try:
            sources.append(Source.read(_filled(entry), f"{where}, source {entry.id}"))
        except EvidenceError as error:
            faults += error.faults
    known = {source.id for source in sources}
    testimony: list[Testimony] = []
    for claim in sheet.claims:
        if not claim.event:
            continue
        if claim.source not in known:
            faults.append(
                Fault(
                    "case/source",
                    f"claim {claim.id} is of source {claim.source!r}, which is not listed",
                    where,
                    ", ".join(sorted(known)),
                )
            )
            continue
        extra = {name: value for name, value in _filled(claim).items() if name in WEIGHING}
        if "relays" in extra:
            extra["relays"] = tuple((float(a), float(b)) for a, b in extra["relays"])
        try:
            testimony.append(
                Testimony(
                    id=claim.id,
                    source=claim.source,
                    event=claim.event,
                    says=claim.says,
                    copy_of=_linked(claim.copy_of, sheet.claims),
                    words=claim.words,
                    **extra,
                )
            )
        except EvidenceError as error:
            faults += error.faults
    FileError.raise_any(faults)
    return tuple(sources), tuple(testimony)


def _filled(entry: Any) -> dict[str, Any]:
    """The fields of an entry that say something, those beyond the sheet's own among them."""
    values: dict[str, Any] = entry.model_dump()
    return {name: value for name, value in values.items() if value is not None and value != []}


def _linked(copy_of: str | None, claims: Any) -> str | None:
    """The claim that is copied, where that one is weighed."""
    weighed = {claim.id for claim in claims if claim.event}
    return copy_of if copy_of in weighed else None
