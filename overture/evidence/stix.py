"""STIX 2.1 out: a report, a note for each root claim and each answer, an opinion on each answer, sources as identities.

Needs the ``stix`` extra (the ``stix2`` library). Identifiers are derived from content (UUIDv5), so the same
assessment gives the same bundle. The confidence of a claim (how good the evidence is) is the chance, as judged,
that its source knew, told honestly and was right; a source that cannot be judged (F) has none. The probability
of an answer stands in the text of an opinion, so that the two are never mixed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from overture.errors import EvidenceError, MissingExtra
from overture.evidence.admiralty import tags
from overture.evidence.lineage import Lineage
from overture.evidence.source import Source, Testimony

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
class Party:
    """A source and its Admiralty letter."""

    id: str
    name: str
    letter: str


@dataclass(frozen=True)
class RootClaim:
    """What stands at a root: the words of a claim, who says it, who only repeats it, how surely he knew (0 to 1)."""

    id: str
    party: str
    words: str
    echoes: tuple[str, ...] = ()
    knew: float | None = None


@dataclass(frozen=True)
class Finding:
    """One answer: the event, in words, its probability after the evidence, and what carries it."""

    event: str
    statement: str
    probability: float
    explanation: str = ""


def sayings(
    testimony: Sequence[Testimony], lineage: Lineage, sources: Iterable[Source] = ()
) -> list[RootClaim]:
    """The claims at a root, each with the ids of its echoes; with its source's judgements if they are given."""
    known = {source.id: source for source in sources}
    found = []
    for place, claim in enumerate(testimony):
        if lineage.root[place] != place:
            continue
        verb = "Not said, though it might have been" if claim.silent else ("" if claim.says else "Denied")
        words = f"{verb + ': ' if verb else ''}{claim.words or claim.event} (event: {claim.event})"
        echoes = [
            testimony[other].id for other, root in enumerate(lineage.root) if root == place and other != place
        ]
        source = known.get(claim.source)
        knew = source.knew(claim.topic, claim.accuracy) if source is not None else None
        found.append(RootClaim(claim.id, claim.source, words, tuple(echoes), knew))
    return found


def bundle(
    title: str,
    date: str,
    people: Iterable[Party],
    said: Iterable[RootClaim],
    findings: Iterable[Finding],
    author: str = "Overture",
) -> Any:
    """A ``stix2.v21.Bundle``; ``.serialize(pretty=True)`` is its JSON.

    Args:
        title: the question. date: RFC 3339 time of the assessment, such as "2024-08-05T00:00:00Z".
        people: the sources. said: the root claims; echoes are listed in the note of their root.
        findings: the answers.

    Raises:
        MissingExtra: ``stix2`` is not installed. EvidenceError: nothing to report (``stix/empty``), a
        probability outside 0 to 1 (``stix/probability``), or a claim of nobody (``stix/source``).
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
    common = {"created_by_ref": maker.id, **times}
    known = {party.id: party for party in people}
    identities = {
        key: v21.Identity(
            id=_id("identity", title, key),
            name=party.name,
            identity_class="unspecified",
            labels=tags(party.letter),
            **common,
        )
        for key, party in known.items()
    }
    notes = [_note(v21, saying, known, identities, title, common) for saying in said]
    statements, opinions = [], []
    for answer in answers:
        statement = v21.Note(
            id=_id("note", title, "answer", answer.event),
            abstract=f"Proposition: {answer.statement}",
            content=f"{answer.statement} (event: {answer.event}).",
            authors=[author],
            object_refs=[maker.id],
            **common,
        )
        statements.append(statement)
        opinions.append(
            v21.Opinion(
                id=_id("opinion", title, answer.event),
                opinion=_opinion(answer),
                explanation=f"Probability {answer.probability:.2g}. {answer.explanation}".strip(),
                authors=[author],
                object_refs=[statement.id],
                **common,
            )
        )
    objects = [*identities.values(), *notes, *statements, *opinions]
    report = v21.Report(
        id=_id("report", title),
        name=title,
        report_types=["threat-report"],
        published=date,
        object_refs=[part.id for part in objects],
        **common,
    )
    return v21.Bundle(id=_id("bundle", title, date), objects=[maker, *objects, report])


def _note(
    v21: Any,
    saying: RootClaim,
    known: Mapping[str, Party],
    identities: Mapping[str, Any],
    title: str,
    common: Mapping[str, str],
) -> Any:
    party = known.get(saying.party)
    if party is None:
        raise EvidenceError.of(
            "stix/source", f"no source {saying.party!r}", f"claim {saying.id}", ", ".join(known)
        )
    content = f"{party.name}: {saying.words}."
    if saying.echoes:
        content += f" Repeated in {', '.join(saying.echoes)}: one root."
    judged = party.letter != "F" and saying.knew is not None
    more = {"confidence": round(100 * saying.knew)} if judged and saying.knew is not None else {}
    return v21.Note(
        id=_id("note", title, "claim", saying.id),
        abstract=f"Claim {saying.id}",
        content=content,
        authors=[party.name],
        object_refs=[identities[party.id].id],
        labels=tags(party.letter),
        **more,
        **common,
    )


def _opinion(answer: Finding) -> str:
    if not 0.0 <= answer.probability <= 1.0:
        raise EvidenceError.of("stix/probability", f"{answer.probability}", answer.event, "from 0 to 1")
    return next(word for limit, word in OPINIONS if answer.probability <= limit)


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid.uuid5(_SPACE, chr(31).join((kind, *parts)))}"
