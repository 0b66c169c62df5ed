"""The evidence sheet: documents, sources and claims in one YAML file that readers propose and analysts edit.

Reading fills what stands in a document (who, through whom, how firmly, where). The analyst adds what a
claim means for the game (``event``) and how good a source is (``access``, ``accuracy``, ...: see
:class:`overture.evidence.source.Source`, whose fields a source may carry here under the same names).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from overture.errors import Fault, FileError
from overture.evidence.stated import (
    AccessValue,
    Chance,
    ChecklistValue,
    CodeValue,
    RateValue,
    Serves,
)
from overture.filing import load_yaml, validate

Voice = Literal["writer", "official", "insider", "anonymous", "expert", "media", "document"]
SpeechAct = Literal["assert", "believe", "want", "intend", "forecast", "promise", "propose", "deny"]
Span = tuple[int, int]


class Entry(BaseModel):
    """A part of the sheet: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reader(Entry):
    """What read a document: the answer depends on it."""

    name: str
    version: str = ""
    model: str = ""
    model_version: str = ""
    model_sha256: str = ""


class DocumentEntry(Entry):
    """A document that was read; ``sha256`` is of the file, ``text_sha256`` of the text that spans slice.

    ``extractor`` made that text of an HTML or PDF file; another version of it may put it elsewhere.
    """

    id: str
    path: str = ""
    title: str = ""
    date: str = ""
    format: str = ""
    sha256: str = ""
    text_sha256: str = ""
    extractor: str = ""
    language: str = ""
    reader: Reader | None = None


class SourceEntry(Entry):
    """Whoever vouches for claims. The fields after ``aliases`` are the analyst's judgements."""

    id: str
    name: str = ""
    voice: Voice | None = None
    aliases: list[str] = Field(default_factory=list)
    access: AccessValue = None
    accuracy: RateValue = None
    says_anyway: RateValue = None
    blur: RateValue = None
    interest: str | None = Field(default=None, description="event that it gains from having believed")
    shading: Chance | None = Field(
        default=None, description="chance that it bends what it says towards its interest"
    )
    wants: str | None = Field(default=None, description="event that the adversary would plant through it")
    control: Chance | None = Field(default=None, description="chance that the adversary decides what it says")
    push: Chance | None = Field(default=None, description="force of shading, and of planting")
    faithful: Chance | None = Field(
        default=None, description="as a relay: chance that it passes on what was said"
    )
    invented: Chance | None = Field(
        default=None, description="as a relay: chance that it tells what was not said"
    )
    admiralty: CodeValue = None
    deception: ChecklistValue = None
    reasons: dict[str, str] = Field(default_factory=dict, description="field -> why this value")


class Place(Entry):
    """Where a claim stands: half-open spans of characters of the document's text.

    ``certainty`` and ``polarity`` are the words that decided them, where any did.
    """

    source: list[Span] = Field(default_factory=list)
    cue: list[Span] = Field(default_factory=list)
    content: list[Span] = Field(default_factory=list)
    certainty: list[Span] = Field(default_factory=list)
    polarity: list[Span] = Field(default_factory=list)

    @field_validator("source", "cue", "content", "certainty", "polarity")
    @classmethod
    def _in_order(cls, spans: list[Span]) -> list[Span]:
        for first, last in spans:
            if not 0 <= first < last:
                raise ValueError(f"[{first}, {last}] is no span: the start comes before the end")
        return spans


class Proposed(Entry):
    """What a reader proposed, as two short hashes: by them a later reading knows what the analyst edited.

    ``passage`` is of the claim's words in the document, ``fields`` of what the reader wrote into the claim.
    """

    passage: str
    fields: str


class ClaimEntry(Entry):
    """One claim. ``event`` and ``says`` link it to the game; without an event it moves nothing.

    ``cluster`` is a suggestion (claims that say the same) and ``why`` its reason; ``inside`` is the claim whose
    content this one stands in. ``gone``: the document, as last read, no longer has it. ``edited`` keeps later
    readings away from it even where nothing shows that it was edited.
    """

    id: str
    document: str = ""
    source: str
    chain: list[str] = Field(default_factory=list)
    words: str = ""
    place: Place = Field(default_factory=Place)
    voice: Voice | None = None
    act: SpeechAct | None = None
    polarity: Literal["+", "-", "?"] | None = None
    certainty: Literal["CT", "PR", "PS", "U"] | None = None
    cluster: str | None = None
    rule: str | None = None
    copy_of: str | None = None
    inside: str | None = None
    why: str = ""
    proposed: Proposed | None = None
    gone: bool = False
    event: str | None = None
    says: bool = True
    edited: bool = False
    # How it is to be weighed (see Testimony): judgements of the analyst.
    topic: str | None = Field(default=None, description="which access of the source it draws on")
    near: str | None = Field(
        default=None, description="neighbouring event on which the claim, though true of it, misleads"
    )
    copied: Chance | None = Field(
        default=None, description="chance that it copies copy_of; 1 (the default) is an echo"
    )
    relays: list[tuple[Chance, Chance]] | None = Field(
        default=None,
        description="(faithful, invented) of each hand it came through; default: those of the chain",
    )
    silent: bool | None = Field(default=None, description="the source did NOT say this")
    speaks: Chance | None = Field(
        default=None, description="chance that we would have heard it, had it been said"
    )
    from_acts: bool | None = Field(
        default=None, description="learnt from public acts: carries no likelihood of its own"
    )
    observed: bool | None = Field(
        default=None, description="false: a briefing known only through who may have copied it"
    )
    accuracy: Chance | None = None
    says_anyway: Chance | None = None
    blur: Chance | None = None
    given: dict[str, Chance] | None = Field(
        default=None, description="event -> chance that it says so where the event holds"
    )
    serves: Serves | None = Field(
        default=None, description="whether it serves the interest; default: read off the events"
    )
    plants: Serves | None = Field(
        default=None, description="whether the adversary would plant it; default: the same way"
    )
    credibility: Any = Field(default=None, description="Admiralty digit; only with judged_alone (or 6)")
    judged_alone: bool = Field(
        default=False, description="the digit was given without sight of the other evidence"
    )
    date: str | None = Field(default=None, description="when it was said, ISO")
    note: str = ""


class ClusterEntry(Entry):
    """Claims that say the same thing, told from the claims each time the sheet is written: not to be edited.

    ``count`` leaves out claims that stand inside another of the cluster; ``roots`` can vouch for it.
    """

    id: str
    count: int = 0
    roots: list[str] = Field(default_factory=list)
    says: str = ""


class Sheet(Entry):
    """A whole evidence sheet."""

    overture: Literal[1] = 1
    documents: list[DocumentEntry] = Field(default_factory=list)
    sources: list[SourceEntry] = Field(default_factory=list)
    claims: list[ClaimEntry] = Field(default_factory=list)
    clusters: list[ClusterEntry] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ids_differ(self) -> Sheet:
        for kind in ("documents", "sources", "claims", "clusters"):
            ids = [entry.id for entry in getattr(self, kind)]
            double = sorted({each for each in ids if ids.count(each) > 1})
            if double:
                raise ValueError(f"{kind} with the same id: {', '.join(double)}")
        return self


def load_sheet(path: Path) -> Sheet:
    """Read a sheet. Raises FileError with every fault, each with its line."""
    data, places = load_yaml(path, "an evidence sheet")
    sheet = validate(Sheet, data, places)
    known = {
        "document": {entry.id for entry in sheet.documents},
        "source": {entry.id for entry in sheet.sources},
        "copy_of": {entry.id for entry in sheet.claims},
        "inside": {entry.id for entry in sheet.claims},
    }
    FileError.raise_any(
        Fault(
            f"sheet/{key}",
            f"claim {claim.id!r} names the {key} {value!r}, which the sheet does not list",
            places(["claims", at, key]),
            ", ".join(sorted(allowed)),
        )
        for at, claim in enumerate(sheet.claims)
        for key, allowed in known.items()
        if (value := getattr(claim, key)) and value not in allowed
    )
    return sheet
