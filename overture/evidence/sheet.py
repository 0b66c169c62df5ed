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
    """A document that was read; ``sha256`` is of the file as read."""

    id: str
    path: str = ""
    title: str = ""
    date: str = ""
    sha256: str = ""
    reader: Reader | None = None


class SourceEntry(Entry):
    """Whoever vouches for claims. The fields after ``aliases`` are the analyst's judgements."""

    id: str
    name: str = ""
    voice: Voice | None = None
    aliases: list[str] = Field(default_factory=list)
    access: Any = None
    accuracy: Any = None
    says_anyway: Any = None
    blur: Any = None
    interest: str | None = None
    shading: float | None = None
    wants: str | None = None
    control: float | None = None
    push: float | None = None
    faithful: float | None = None
    invented: float | None = None
    admiralty: Any = None
    deception: Any = None
    reasons: dict[str, str] = Field(default_factory=dict)


class Place(Entry):
    """Where a claim stands: half-open spans of characters of the document's text."""

    source: list[Span] = Field(default_factory=list)
    cue: list[Span] = Field(default_factory=list)
    content: list[Span] = Field(default_factory=list)

    @field_validator("source", "cue", "content")
    @classmethod
    def _in_order(cls, spans: list[Span]) -> list[Span]:
        for first, last in spans:
            if not 0 <= first < last:
                raise ValueError(f"[{first}, {last}] is no span: the start comes before the end")
        return spans


class ClaimEntry(Entry):
    """One claim. ``event`` and ``says`` link it to the game; without an event it moves nothing."""

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
    event: str | None = None
    says: bool = True
    edited: bool = False
    # How it is to be weighed (see Testimony): judgements of the analyst.
    topic: str | None = None
    near: str | None = None
    copied: float | None = None
    relays: list[tuple[float, float]] | None = None
    silent: bool | None = None
    speaks: float | None = None
    from_acts: bool | None = None
    accuracy: float | None = None
    says_anyway: float | None = None
    blur: float | None = None
    given: dict[str, float] | None = None
    date: str | None = None
    note: str = ""


class Sheet(Entry):
    """A whole evidence sheet."""

    overture: Literal[1] = 1
    documents: list[DocumentEntry] = Field(default_factory=list)
    sources: list[SourceEntry] = Field(default_factory=list)
    claims: list[ClaimEntry] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ids_differ(self) -> Sheet:
        for kind in ("documents", "sources", "claims"):
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
