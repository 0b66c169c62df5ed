"""STIX 2.1 out: a report, one note for each root claim, one opinion for each answer, the sources as identities.

Needs the ``stix`` extra (the ``stix2`` library). Identifiers are derived from content (UUIDv5), so the same
assessment gives the same bundle. Confidence (how good the evidence is) comes from the Admiralty letter of the
source by the scale of the STIX specification (appendix A); the probability stands in the text of an
opinion, so that the two are never mixed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from overture.errors import EvidenceError, MissingExtra
from overture.evidence.admiralty import letter, misp_tags
from overture.evidence.source import Source, Testimony

# STIX 2.1, appendix A, "Admiralty credibility scale" read for the letter of a source.
CONFIDENCE: dict[str, int | None] = {"A": 90, "B": 70, "C": 50, "D": 30, "E": 10, "F": None}
# The largest posterior for which each word of the open "opinion" scale is used.
OPINIONS = (
    (0.05, "strongly-disagree"),
    (0.45, "disagree"),
    (0.55, "neutral"),
    (0.95, "agree"),
    (1.0, "strongly-agree"),
)
_SPACE = uuid.UUID("7a1f6e0e-0b3c-5d8e-9a77-6f1d0c2b4e55")


@dataclass(frozen=True)
class Finding:
    """One answer: the event in words, its probability after the evidence, and what carries it."""

    event: str
    statement: str
    probability: float
    explanation: str = ""


def bundle(
    title: str,
    date: str,
    sources: Iterable[Source],
    testimony: Sequence[Testimony],
    findings: Iterable[Finding],
    roots: Mapping[str, str] | None = None,
    author: str = "Overture",
) -> Any:
    """A ``stix2.v21.Bundle``; ``.serialize(pretty=True)`` is its JSON.

    Args:
        title: the question. date: RFC 3339 time of the assessment, such as "2024-08-05T00:00:00Z".
        sources, testimony: the evidence; echoes are listed in the note of their root.
        findings: the answers.
        roots: claim id -> id of the claim at its root (default: every claim is its own).

    Raises:
        MissingExtra: ``stix2`` is not installed. EvidenceError: nothing to report (``stix/empty``), or a
        probability outside 0 to 1 (``stix/probability``).
    """
    try:
        v21 = import_module("stix2.v21")
    except ModuleNotFoundError:
        raise MissingExtra.of(
            "extra/stix", "the stix2 library is not installed", mend="pip install 'overture[stix]'"
        ) from None
    answers = list(findings)
    if not answers:
        raise EvidenceError.of("stix/empty", "no finding to report", allowed="at least one Finding")
    times = {"created": date, "modified": date}
    maker = v21.Identity(id=_id("identity", author), name=author, identity_class="system", **times)
    known = {source.id: source for source in sources}
    people = {
        key: v21.Identity(
            id=_id("identity", title, key),
            name=source.name or source.id,
            identity_class="unspecified",
            labels=misp_tags(source),
            created_by_ref=maker.id,
            **times,
        )
        for key, source in known.items()
    }
    root_of = {claim.id: (roots or {}).get(claim.id, claim.id) for claim in testimony}
    notes = [
        _note(claim, known[claim.source], people[claim.source].id, testimony, root_of, title, maker.id, times)
        for claim in testimony
        if root_of[claim.id] == claim.id
    ]
    about = [note.id for note in notes] or [person.id for person in people.values()] or [maker.id]
    opinions = [
        v21.Opinion(
            id=_id("opinion", title, answer.event),
            opinion=_opinion(answer),
            explanation=f"{answer.statement}: probability {answer.probability:.2g}. {answer.explanation}".strip(),
            authors=[author],
            object_refs=about,
            created_by_ref=maker.id,
            **times,
        )
        for answer in answers
    ]
    objects = [*people.values(), *notes, *opinions]
    report = v21.Report(
        id=_id("report", title),
        name=title,
        report_types=["threat-report"],
        published=date,
        object_refs=[part.id for part in objects],
        created_by_ref=maker.id,
        **times,
    )
    return v21.Bundle(id=_id("bundle", title, date), objects=[maker, *objects, report])


def _note(
    claim: Testimony,
    source: Source,
    person: str,
    testimony: Sequence[Testimony],
    root_of: Mapping[str, str],
    title: str,
    maker: str,
    times: Mapping[str, str],
) -> Any:
    v21 = import_module("stix2.v21")
    grade = letter(source)
    verb = "kept silent about" if claim.silent else ("says" if claim.says else "denies")
    echoes = [other.id for other in testimony if other.id != claim.id and root_of[other.id] == claim.id]
    content = f"{source.name or source.id} {verb}: {claim.words or claim.event} (event: {claim.event})."
    if echoes:
        content += f" Repeated in {', '.join(echoes)}: one root."
    more = {} if CONFIDENCE[grade] is None else {"confidence": CONFIDENCE[grade]}
    return v21.Note(
        id=_id("note", title, claim.id),
        abstract=f"Claim {claim.id}",
        content=content,
        authors=[source.name or source.id],
        object_refs=[person],
        labels=misp_tags(source),
        created_by_ref=maker,
        **more,
        **times,
    )


def _opinion(answer: Finding) -> str:
    if not 0.0 <= answer.probability <= 1.0:
        raise EvidenceError.of("stix/probability", f"{answer.probability}", answer.event, "from 0 to 1")
    return next(word for limit, word in OPINIONS if answer.probability <= limit)


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid.uuid5(_SPACE, chr(31).join((kind, *parts)))}"
