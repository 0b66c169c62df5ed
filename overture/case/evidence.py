"""The evidence sheet of a case, as weighing needs it: sources with their judgements, claims on events.

What nobody judged is silent: a claim whose root source lacks access to its topic, accuracy, or a chance that it
says so anyway becomes no testimony; it is listed. A voice that nobody owns is never a source. Two sources of
different documents that say one sentence are one root until the sheet tells them apart (``distinct_from``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.errors import EventError, EvidenceError, Fault, FileError
from overture.evidence.admiralty import read_credibility
from overture.evidence.identity import has_owner, one_man, united
from overture.evidence.lineage import trace
from overture.evidence.sheet import ClaimEntry, Sheet, SourceEntry
from overture.evidence.source import DEFAULTS, Rate, Source, Testimony
from overture.filing import Places
from overture.wording import did_you_mean

if TYPE_CHECKING:
    from overture.case.load import Loaded
    from overture.games.tree import Tree

# What a claim may say about how it is to be weighed, beside what it says.
WEIGHING = (
    "topic", "near", "copied", "silent", "speaks", "from_acts", "observed", "accuracy", "says_anyway", "blur",
    "given", "serves", "plants", "date",
)  # fmt: skip
# Fields of a source by which an analyst judges how good it is.
JUDGING = (
    "access", "accuracy", "says_anyway", "blur", "interest", "shading", "wants", "control", "push", "admiralty",
    "deception",
)  # fmt: skip
OWNER = "an owner"

Where = Callable[[str, str, str], str]
"""("claim" or "source", id, field or "") -> the place, as faults name it."""


@dataclass(frozen=True)
class UnjudgedClaim:
    """A linked claim that moves nothing, since nobody has said how good its root is.

    Attributes:
        claim: its id. source, name: the source at its root.
        missing: what was not said, in words: "access to 'aims'", "accuracy", "says_anyway", "an owner".
    """

    claim: str
    source: str
    name: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class FoldedClaim:
    """A claim that counts as a copy of another, since their sources may be one man: until somebody says otherwise."""

    claim: str
    source: str
    into: str
    into_source: str
    why: str = ""
    """Why they may be one, where they do not say one sentence."""


@dataclass(frozen=True)
class SheetEvidence:
    """What a sheet gives to weighing.

    Attributes:
        sources: every source of the sheet. testimony: the claims that count, in the order of the sheet.
        unjudged: linked claims that move nothing. idle: ids of sources that were judged and have no linked claim.
        folded: claims that were taken for copies, since another source says the same sentence.
    """

    sources: tuple[Source, ...] = ()
    testimony: tuple[Testimony, ...] = ()
    unjudged: tuple[UnjudgedClaim, ...] = ()
    idle: tuple[str, ...] = ()
    folded: tuple[FoldedClaim, ...] = ()


def read_evidence(loaded: Loaded) -> SheetEvidence:
    """The evidence of a case. A claim without an event is kept on the page and moves nothing.

    Raises FileError with every fault.
    """
    if loaded.sheet is None:
        return SheetEvidence()
    return evidence_of(loaded.sheet, loaded.case.evidence, loaded.tree)


def evidence_of(sheet: Sheet, where: str | Where, tree: Tree | None = None) -> SheetEvidence:
    """The evidence of a sheet.

    Args:
        where: the name of its file for faults, or a function that gives the place of a claim or source.
        tree: the game; with it a claim whose ``given`` covers every history needs no judged source.

    Raises:
        FileError: every fault of a judgement or a link.
    """
    place = _named(where) if isinstance(where, str) else where
    reading = _SheetReading(united(sheet), place, tree)
    FileError.raise_any(reading.faults)
    return reading.evidence()


def evidence_faults(
    sheet: Sheet, where: Where, tree: Tree | None = None, faulty: Collection[str] = ()
) -> list[Fault]:
    """Every fault of a judgement, a link, or of who copied whom, each with its place.

    A source that is not listed is a fault of the sheet itself (:func:`overture.evidence.sheet.examine`).

    Args:
        faulty: ids of claims whose event has a fault already: that a copy differs from them says nothing new.
    """
    reading = _SheetReading(united(sheet), where, tree)
    if reading.faults:
        return [fault for fault in reading.faults if fault.id != "case/source"]
    found = list(_unlinked_originals(reading, faulty))
    try:
        trace(tuple(reading.testimony.values()), max_links=len(sheet.claims))
        trace(reading.evidence().testimony)
    except EvidenceError as error:
        found += [_placed(fault, where) for fault in error.faults if not _follows(fault, reading, faulty)]
    return found


def _unlinked_originals(reading: _SheetReading, faulty: Collection[str]) -> Iterator[Fault]:
    """Linked claims that copy a claim which names no event: what they repeat does not say what they say."""
    by_id = {each.id: each for each in reading.sheet.claims}
    for claim in reading.linked.values():
        passed, at = {claim.id}, claim.copy_of
        while at in by_id and at not in passed and at not in reading.linked:
            passed.add(at)
            at = by_id[at].copy_of
        if claim.copy_of in by_id and at is None and not passed & set(faulty):
            yield Fault(
                "lineage/unlinked",
                f"names an event, and what it copies ({claim.copy_of}) names none",
                reading.place("claim", claim.id, "copy_of"),
                "the same event and the same says",
                f"give {claim.copy_of} the same event, or empty the event here, or drop copy_of",
            )


def _follows(fault: Fault, reading: _SheetReading, faulty: Collection[str]) -> bool:
    """Whether a fault of the lineage only follows from a faulty event, of the copy or of its original."""
    name = fault.where.removeprefix("claim ")
    if fault.id != "lineage/reverse" or name not in reading.testimony:
        return False
    return name in faulty or reading.testimony[name].copy_of in faulty


def _placed(fault: Fault, where: Where) -> Fault:
    """A fault of the lineage, which names its claim, with the place of that claim."""
    kind, _, name = fault.where.partition(" ")
    return replace(fault, where=where(kind, name, "copy_of")) if kind == "claim" and name else fault


def lined(sheet: Sheet, places: Places) -> Where:
    """Places of a sheet with their lines: ``evidence.yaml:12, claim c1, event``."""
    at = {("claim", entry.id): ("claims", number) for number, entry in enumerate(sheet.claims)}
    at |= {("source", entry.id): ("sources", number) for number, entry in enumerate(sheet.sources)}

    def place(kind: str, name: str, key: str) -> str:
        keys: list[str | int] = [*at.get((kind, name), ()), *([key] if key else [])]
        return f"{places.at(keys)}, {kind} {name}" + (f", {key}" if key else "")

    return place


def _named(file: str) -> Where:
    return lambda kind, name, key: f"{file}, {kind} {name}" + (f", {key}" if key else "")


class _SheetReading:
    """One reading of a sheet: its sources, what each linked claim copies, and what is wrong."""

    def __init__(self, sheet: Sheet, place: Where, tree: Tree | None) -> None:
        self.sheet, self.place, self.tree = sheet, place, tree
        self.faults: list[Fault] = []
        self.entries = {entry.id: entry for entry in sheet.sources}
        self.linked = {claim.id: claim for claim in sheet.claims if claim.event}
        self.sources = self._sources()
        for claim in self.linked.values():
            self._check(claim)
        self.accuracy = {name: self._credible(claim) for name, claim in self.linked.items()}
        self.testimony = {} if self.faults else self._testimonies()

    def evidence(self) -> SheetEvidence:
        folded = self._folded()
        missing = {name: self._missing(name) for name in self.testimony}
        counted = tuple(each for name, each in self.testimony.items() if not missing[name])
        return SheetEvidence(
            sources=tuple(self.sources.values()),
            testimony=counted,
            unjudged=tuple(self._unjudged(name, lacks) for name, lacks in missing.items() if lacks),
            idle=self._idle(),
            folded=folded,
        )

    # -- sources and claims as they are written ---------------------------------------------------

    def _sources(self) -> dict[str, Source]:
        found = {}
        for entry in self.sheet.sources:
            here = self.place("source", entry.id, "")
            try:
                found[entry.id] = Source.read(_filled(entry), here)
            except EvidenceError as error:
                for fault in error.faults:
                    key = fault.where.removeprefix(here).removeprefix(", ").split(" ")[0]
                    kind = fault.id.split("/")[0]
                    key = key or (kind if kind in ("admiralty", "deception") else "")
                    self.faults.append(replace(fault, where=self.place("source", entry.id, key)))
        return found

    def _credible(self, claim: ClaimEntry) -> float | None:
        """The accuracy that an Admiralty digit gives the claim, judged alone."""
        if claim.credibility is None:
            return None
        try:
            return read_credibility(
                claim.credibility, claim.judged_alone, self.place("claim", claim.id, "credibility")
            )
        except EvidenceError as error:
            self.faults += error.faults
            return None

    def _check(self, claim: ClaimEntry) -> None:
        if claim.source not in self.entries:
            self.faults.append(
                Fault("case/source", f"it is of source {claim.source!r}, which is not listed",
                      self.place("claim", claim.id, "source"), ", ".join(sorted(self.entries)),
                      did_you_mean(claim.source, self.entries))
            )  # fmt: skip
        elif claim.source in self.sources:
            self.faults += self._topic_faults(claim, self.sources[claim.source])

    def _topic_faults(self, claim: ClaimEntry, source: Source) -> list[Fault]:
        """A claim without a topic where access goes by topics, and a topic that is misspelt."""
        topic, known = claim.topic or "", source.access
        if not source.states("access") and (source.stated is None or "access" not in source.stated):
            return []
        if topic in known or "" in known or claim.from_acts:
            return []
        mend = did_you_mean(topic, known)
        if topic and not mend:
            return []  # not judged for this topic: silent, and listed
        found = f"it draws on the topic {topic!r}" if topic else "it names no topic"
        return [
            Fault(
                "case/topic",
                f"{found}, and source {source.id} states no access to that",
                self.place("claim", claim.id, "topic"),
                ", ".join(known),
                mend or "name a topic that the source lists, or add it to the source's access",
            )
        ]

    def _testimonies(self) -> dict[str, Testimony]:
        found = {}
        for name, claim in self.linked.items():
            try:
                found[name] = self._testimony(claim)
            except EvidenceError as error:
                self.faults += [replace(fault, where=self.place("claim", name, "")) for fault in error.faults]
        return found

    def _testimony(self, claim: ClaimEntry) -> Testimony:
        values: dict[str, Any] = {name: value for name, value in _filled(claim).items() if name in WEIGHING}
        if (digit := self.accuracy[claim.id]) is not None:
            values.setdefault("accuracy", digit)
            if not self.sources[claim.source].states("says_anyway"):
                rate = DEFAULTS["says_anyway"]
                assert isinstance(rate, Rate)
                values.setdefault("says_anyway", rate.mean)
        values["relays"] = self._hands(claim) if claim.relays is None else tuple(claim.relays)
        return Testimony(
            id=claim.id,
            source=claim.source,
            event=str(claim.event),
            says=claim.says,
            copy_of=self._copied(claim),
            words=claim.words,
            **values,
        )

    def _hands(self, claim: ClaimEntry) -> tuple[tuple[float, float], ...]:
        """(faithful, invented) of those in the chain who pass the claim on; who does so surely changes nothing."""
        through = [
            self.sources[each] for each in claim.chain if each in self.sources and each != claim.source
        ]
        return tuple(
            (hand.faithful, hand.invented) for hand in through if (hand.faithful, hand.invented) != (1.0, 0.0)
        )

    def _copied(self, claim: ClaimEntry) -> str | None:
        """The linked claim that is copied; of several that copy one unlinked claim the first stands for it."""
        by_id = {each.id: each for each in self.sheet.claims}
        at = claim.copy_of
        seen = {claim.id}
        while at is not None and at not in self.linked:
            if at in seen or at not in by_id:
                return None
            seen.add(at)
            last, at = at, by_id[at].copy_of
        if at is not None or claim.copy_of is None:
            return at
        alike = [
            each.id
            for each in self.linked.values()
            if each.copy_of == last and (each.event, each.says) == (claim.event, claim.says)
        ]
        return alike[0] if alike and alike[0] != claim.id else None

    # -- who is one man, and what nobody judged ---------------------------------------------------

    def _folded(self) -> tuple[FoldedClaim, ...]:
        """Make copies of the claims that say another source's sentence; a judged source is the root, else the earlier."""
        found = []
        for pair in one_man(self.sheet):
            first, second = pair.first, pair.second
            if first not in self.testimony or second not in self.testimony:
                continue
            one, other = self.testimony[first], self.testimony[second]
            if (one.event, one.says) != (other.event, other.says):
                continue
            if self._lacks(first) and not self._lacks(second):
                one, other = other, one
            if other.copy_of is not None or self._leads_to(one, other.id):
                continue
            self.testimony[other.id] = replace(other, copy_of=one.id, copied=1.0)
            found.append(FoldedClaim(other.id, other.source, one.id, one.source, pair.why))
        return tuple(found)

    def _leads_to(self, claim: Testimony, name: str) -> bool:
        seen = set()
        at: str | None = claim.id
        while at in self.testimony and at not in seen:
            if at == name:
                return True
            seen.add(at)
            at = self.testimony[at].copy_of
        return False

    def _missing(self, name: str) -> tuple[str, tuple[str, ...]] | None:
        """(the claim at the root, what it lacks) of a claim that is silent; None for one that counts."""
        seen: set[str] = set()
        at: str | None = name
        while at is not None and at in self.testimony and at not in seen:
            seen.add(at)
            claim = self.testimony[at]
            echo = claim.copy_of is not None and claim.copied == 1.0
            # What copies for sure needs no judgement of its own; what may have copied needs both.
            if not echo and (lacks := self._lacks(at)):
                return at, lacks
            at = claim.copy_of if claim.copied > 0.0 else None
        return None

    def _lacks(self, name: str) -> tuple[str, ...]:
        """What nobody said of the claim's own source, and weighing would need."""
        claim = self.testimony[name]
        entry, source = self.entries[claim.source], self.sources[claim.source]
        if not has_owner(entry):
            return (OWNER,)
        if claim.from_acts or self._given_everywhere(claim):
            return ()
        lacks = []
        if not source.states("access", claim.topic):
            by_topic = source.stated is not None and "access" in source.stated
            lacks.append(f"access to {claim.topic!r}" if by_topic else "access")
        if claim.accuracy is None and not source.states("accuracy"):
            lacks.append("accuracy")
        if claim.says_anyway is None and not source.states("says_anyway"):
            lacks.append("says_anyway")
        return tuple(lacks)

    def _given_everywhere(self, claim: Testimony) -> bool:
        """Whether its chances are stated for every history, so that the source's own never count."""
        if not claim.given or self.tree is None:
            return False
        from overture.games.measured.event import mask

        try:
            return bool(np.logical_or.reduce([mask(self.tree, event) for event in claim.given]).all())
        except EventError:
            return False

    def _unjudged(self, name: str, lacks: tuple[str, tuple[str, ...]] | None) -> UnjudgedClaim:
        assert lacks is not None
        root, missing = lacks
        source = self.entries[self.testimony[root].source]
        return UnjudgedClaim(name, source.id, source.name or source.id, missing)

    def _idle(self) -> tuple[str, ...]:
        """Sources that were judged, and at the root of no linked claim."""
        heard = {claim.source for claim in self.linked.values()}
        return tuple(
            entry.id
            for entry in self.sheet.sources
            if entry.id not in heard and any(_says(getattr(entry, name)) for name in JUDGING)
        )


def _says(value: object) -> bool:
    return value is not None and value != [] and value != {}


def _filled(entry: SourceEntry | ClaimEntry) -> dict[str, Any]:
    """The fields of an entry that say something, those beyond the sheet's own among them."""
    values: dict[str, Any] = entry.model_dump()
    return {name: value for name, value in values.items() if value is not None and value != []}


def by_source(
    unjudged: Sequence[UnjudgedClaim],
) -> Mapping[tuple[str, str, tuple[str, ...]], tuple[str, ...]]:
    """(source, name, what is missing) -> its claims, in order."""
    found: dict[tuple[str, str, tuple[str, ...]], tuple[str, ...]] = {}
    for each in unjudged:
        key = (each.source, each.name, each.missing)
        found[key] = (*found.get(key, ()), each.claim)
    return found
