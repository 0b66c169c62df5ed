"""The evidence sheet: documents, sources and claims in one YAML file that readers propose and analysts edit.

Reading fills what stands in a document (who, through whom, how firmly, where). The analyst adds what a
claim means for the game (``event``) and how good a source is (``access``, ``accuracy``, ...: see
:class:`overture.evidence.source.Source`, whose fields a source may carry here under the same names).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from overture.against_model import validate_partly
from overture.errors import Fault, FileError
from overture.evidence.stated import (
    AccessValue,
    Chance,
    ChecklistValue,
    CodeValue,
    RateValue,
    Serves,
)
from overture.filing import Places, load_yaml
from overture.formats import yaml_version
from overture.frozen import FrozenModel
from overture.wording import did_you_mean

Voice = Literal["writer", "official", "insider", "anonymous", "expert", "media", "document", "unknown"]
SpeechAct = Literal["assert", "believe", "want", "intend", "forecast", "promise", "propose", "deny"]
Span = tuple[int, int]


class Reader(FrozenModel):
    """What read a document: the answer depends on it."""

    name: str
    version: str = ""
    model: str = ""
    model_version: str = ""
    model_sha256: str = ""


class DocumentEntry(FrozenModel):
    """A document that was read; ``sha256`` is of the file, ``text_sha256`` of the text that spans slice.

    ``extractor`` made that text where it is not the file's own; another version of it may put it elsewhere. ``encoding``
    is how letters were decoded, where not from UTF-8, and how that was found.
    """

    id: str
    path: str = ""
    title: str = ""
    date: str = ""
    format: str = ""
    sha256: str = ""
    text_sha256: str = ""
    extractor: str = ""
    encoding: str = ""
    language: str = ""
    reader: Reader | None = None


class SourceEntry(FrozenModel):
    """Whoever vouches for claims. The fields after ``same_because`` are the analyst's judgements.

    ``same_as: sarn?`` is a question of the reader's. ``same_as: sarn`` answers that they are one, ``distinct_from: [sarn]``
    that they are two.
    """

    id: str
    name: str = ""
    voice: Voice | None = None
    aliases: list[str] = Field(default_factory=list)
    described: list[str] = Field(
        default_factory=list, description="what reports call the source beside its name: titles, appositions"
    )
    distinct_from: list[str] = Field(
        default_factory=list, description="sources that are somebody else, though they say the same sentence"
    )
    same_as: str | None = Field(
        default=None,
        description="the source that this one is; with a question mark it is asked, and counts until somebody answers",
    )
    same_because: str = Field(default="", description="why same_as was asked, with both places")
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


class Place(FrozenModel):
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


class Proposed(FrozenModel):
    """What a reader proposed, as two short hashes: by them a later reading knows what the analyst edited.

    ``passage`` is of the claim's words in the document, ``fields`` of what the reader wrote into the claim.
    """

    passage: str
    fields: str


class ClaimEntry(FrozenModel):
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


class ClusterEntry(FrozenModel):
    """Claims that say the same thing, told from the claims each time the sheet is written: not to be edited.

    ``count`` leaves out claims that stand inside another of the cluster; ``roots`` can vouch for it.
    """

    id: str
    count: int = 0
    roots: list[str] = Field(default_factory=list)
    says: str = ""


class Sheet(FrozenModel):
    """A whole evidence sheet."""

    overture: Annotated[Literal[1], yaml_version("overture")] = 1
    documents: list[DocumentEntry] = Field(default_factory=list)
    sources: list[SourceEntry] = Field(default_factory=list)
    claims: list[ClaimEntry] = Field(default_factory=list)
    clusters: list[ClusterEntry] = Field(default_factory=list)


LISTS = ("documents", "sources", "claims", "clusters")
FILL = {"source": "", "passage": "", "fields": "", "name": ""}


@dataclass(frozen=True)
class Examined:
    """A sheet as far as it can be read, where its parts stand, and every fault of its form.

    ``sheet`` lacks what was faulty; it is None where nothing could be read. ``sound`` tells of a place in it,
    such as ``("claims", 3, "event")``, whether it is as written.
    """

    sheet: Sheet | None
    places: Places | None
    faults: tuple[Fault, ...]
    sound: Callable[[Sequence[str | int]], bool] = lambda keys: True


def load_sheet(path: Path) -> Sheet:
    """Read a sheet. Raises FileError with every fault, each with its line."""
    found = examine(path)
    FileError.raise_any(found.faults)
    assert found.sheet is not None
    return found.sheet


def examine(path: Path) -> Examined:
    """A sheet and every fault of its form: keys, values, ids used twice, names that it does not list."""
    try:
        data, places = load_yaml(path, "an evidence sheet")
        apart, double = _ids_apart(data, places)
        partly = validate_partly(Sheet, apart, places, FILL)
    except FileError as error:
        return Examined(None, None, error.faults)
    faults = [*partly.faults, *double]
    if partly.found is not None:
        faults += [*_unlisted(partly.found, places, partly.sound), *_circles(partly.found, places)]
    return Examined(partly.found, places, tuple(faults), partly.sound)


def _ids_apart(data: Any, places: Places) -> tuple[Any, list[Fault]]:
    """The data with ids that differ, also where one was used twice or left out, and a fault for each used twice."""
    faults, copy = [], dict(data)
    for kind in LISTS:
        entries = data.get(kind)
        if not isinstance(entries, list):
            continue
        first: dict[object, int] = {}
        copy[kind] = list(entries)
        for at, entry in enumerate(entries):
            name = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(name, str) or first.setdefault(name, at) == at:
                continue
            line = places.at([kind, first[name]]).rpartition(":")[2]
            faults.append(
                Fault("sheet/id", f"the id {name!r} is used twice (first in line {line})",
                      places([kind, at, "id"]), "each id once")
            )  # fmt: skip
            copy[kind][at] = {**entry, "id": f"{name} ({at})"}
    return copy, faults


def _unlisted(sheet: Sheet, places: Places, sound: Callable[[Sequence[str | int]], bool]) -> list[Fault]:
    """Each name of a document, source or claim that the sheet does not list."""
    sources = [entry.id for entry in sheet.sources]
    claims = [entry.id for entry in sheet.claims]
    known = {
        "document": [entry.id for entry in sheet.documents],
        "source": sources,
        "copy_of": claims,
        "inside": claims,
    }
    named: list[tuple[str, str, str | None, list[str | int], list[str]]] = [
        (f"claim {claim.id!r}", key, getattr(claim, key), ["claims", at, key], allowed)
        for at, claim in enumerate(sheet.claims)
        for key, allowed in known.items()
    ]
    named += [
        (f"source {source.id!r}", "source", other, ["sources", at, "distinct_from"], sources)
        for at, source in enumerate(sheet.sources)
        for other in source.distinct_from
    ]
    named += [
        (
            f"source {source.id!r}",
            "source",
            source.same_as.removesuffix("?"),
            ["sources", at, "same_as"],
            sources,
        )
        for at, source in enumerate(sheet.sources)
        if source.same_as
    ]
    return [
        Fault(
            f"sheet/{key}",
            f"{who} names the {key} {value!r}, which the sheet does not list",
            places(keys),
            ", ".join(sorted(allowed)) if len(allowed) <= LISTED else "",
            did_you_mean(value, allowed),
        )
        for who, key, value, keys, allowed in named
        if value and value not in allowed and sound(keys)
    ]


def way_from(name: str, told: Mapping[str, str]) -> list[str]:
    """Names that follow one another, ``name`` first; a circle ends before the first name that comes again."""
    way = [name]
    while way[-1] in told and told[way[-1]] not in way:
        way.append(told[way[-1]])
    return way


def _circles(sheet: Sheet, places: Places) -> list[Fault]:
    """Each circle of sources that ``same_as`` takes back to the first of them: nobody is left whom all of them are."""
    told = {
        each.id: each.same_as for each in sheet.sources if each.same_as and not each.same_as.endswith("?")
    }
    faults: list[Fault] = []
    before: set[str] = set()
    for at, source in enumerate(sheet.sources):
        way = way_from(source.id, told)
        if told.get(way[-1]) == source.id and not before.intersection(way):
            found = f"source {source.id!r} is said to be {' and so '.join(map(repr, [*way[1:], source.id]))}"
            faults.append(
                Fault("sheet/same_as", found, places(["sources", at, "same_as"]), "the id of another source that is not this one again",
                      "leave out one same_as of them")
            )  # fmt: skip
        before.add(source.id)
    return faults


# A longer list of what is allowed helps nobody.
LISTED = 40
