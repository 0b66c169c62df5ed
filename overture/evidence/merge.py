"""A new reading into a sheet that an analyst has edited: what he wrote stays, and what moved is told.

A claim is known again by the hash of its words in the document, in order; so it is found where a report was
edited above it. A claim whose judged fields no longer fit the hash that was written with them was edited by
the analyst: of such a claim only the place is brought up to date. Comments of the file are kept.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from overture.evidence.matching import edited, match, worked_on
from overture.evidence.sheet import ClaimEntry, DocumentEntry, Sheet, SourceEntry, load_sheet
from overture.evidence.write import (
    READ,
    emit,
    emit_claim,
    emit_entry,
    fingerprint,
    told,
)
from overture.filing import read_text


@dataclass
class Moves:
    """What a merge did, by the ids of claims, documents and sources."""

    documents: list[str] = field(default_factory=list)
    """Added."""
    reread: list[str] = field(default_factory=list)
    """Documents whose file changed since they were last read."""
    sources: list[str] = field(default_factory=list)
    """Added."""
    asked: list[str] = field(default_factory=list)
    """Sources of which it is now asked whether they are another."""
    added: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    """The same words in another place."""
    changed: list[str] = field(default_factory=list)
    """Other words in the same place."""
    updated: list[str] = field(default_factory=list)
    """The same words, read differently, and not edited: brought up to date."""
    kept: list[str] = field(default_factory=list)
    """Read differently, but edited by the analyst: left alone."""
    gone: list[str] = field(default_factory=list)
    """No longer in the document; kept because the analyst worked on them."""
    removed: list[str] = field(default_factory=list)
    """No longer in the document; nobody had worked on them."""

    def lines(self) -> list[str]:
        """In words, one line for each kind that happened."""
        kinds = (
            (self.documents, "document added", "documents added"),
            (self.reread, "document changed since it was read", "documents changed since they were read"),
            (self.sources, "source added", "sources added"),
            (self.asked, "source may be another: answer at same_as", "sources may be others: answer at same_as"),
            (self.added, "claim added", "claims added"),
            (self.moved, "claim moved to another place", "claims moved to other places"),
            (self.changed, "claim has other words now: look at it", "claims have other words now: look at them"),
            (self.updated, "claim read differently, brought up to date", "claims read differently, brought up to date"),
            (self.kept, "claim read differently, left as you edited it", "claims read differently, left as you edited them"),
            (self.gone, "claim no longer in its document, kept because you worked on it",
             "claims no longer in their documents, kept because you worked on them"),
            (self.removed, "claim no longer in its document, removed", "claims no longer in their documents, removed"),
        )  # fmt: skip
        return [
            f"{len(ids)} {one if len(ids) == 1 else many}: {_listed(ids)}" for ids, one, many in kinds if ids
        ]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def _listed(ids: Sequence[str], most: int = 8) -> str:
    return ", ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")


def merge(file: Path, proposed: Sheet) -> tuple[str, Moves]:
    """The text of the sheet in ``file`` with ``proposed`` merged into it, and what that did. Writes nothing.

    Documents are the same where their ids are (:func:`known`). Raises FileError where ``file`` is no sound sheet.
    """
    sheet = load_sheet(file)
    data = _yaml().load(read_text(file, "an evidence sheet"))
    return _Merge(data, sheet, proposed).done()


def known(sheet: Sheet, path: Path, sha256: str, folder: Path) -> str | None:
    """The id under which ``sheet`` has the document of a file already: the same path, else the same bytes.

    A path in a sheet is taken from the folder one works in, or from ``folder``, where the sheet lies.
    """
    here = path.resolve()
    for entry in sheet.documents:
        if entry.path and here in ((folder / entry.path).resolve(), Path(entry.path).resolve()):
            return entry.id
    return next((entry.id for entry in sheet.documents if sha256 and entry.sha256 == sha256), None)


class _Merge:
    def __init__(self, data: Any, sheet: Sheet, proposed: Sheet) -> None:
        self.data, self.sheet, self.proposed = data, sheet, proposed
        self.moves = Moves()
        self.old = {claim.id: claim for claim in sheet.claims}
        self.raw: dict[str, Any] = {raw["id"]: raw for raw in data.get("claims") or []}
        self.source_of = {alias: entry.id for entry in sheet.sources for alias in entry.aliases}

    def done(self) -> tuple[str, Moves]:
        self._documents()
        pairs, fresh, lost = self._paired()
        name = self._ids(pairs, fresh)
        clusters = self._cluster_names(pairs)
        final = {claim.id: self._renamed(claim, name, clusters) for claim in self.proposed.claims}
        for before, after in pairs:
            self._bring(before, after, final[after.id])
        for claim in lost:
            self._lose(claim)
        for claim in fresh:
            self._add(final[claim.id])
        self._mend_links()
        self._sources([final[claim.id] for claim in fresh] + [final[after.id] for _, after in pairs])
        self._clusters()
        return self._text(), self.moves

    def _documents(self) -> None:
        entries = self._list("documents")
        place = {raw["id"]: at for at, raw in enumerate(entries)}
        before = {entry.id: entry for entry in self.sheet.documents}
        for entry in self.proposed.documents:
            fresh = _loaded(emit_entry(entry))[0]
            if entry.id not in place:
                entries.append(fresh)
                self.moves.documents.append(entry.id)
                continue
            old = before[entry.id]
            if old.sha256 and old.sha256 != entry.sha256:
                self.moves.reread.append(entry.id)
            raw = entries[place[entry.id]]
            for key in DocumentEntry.model_fields:
                # A title or a date may be the analyst's; where the file lies is how he named it.
                if key in ("title", "date", "path", "id") and raw.get(key):
                    continue
                if key in fresh:
                    raw[key] = fresh[key]
                elif key in ("text_sha256", "extractor", "encoding"):
                    raw.pop(key, None)

    def _paired(
        self,
    ) -> tuple[list[tuple[ClaimEntry, ClaimEntry]], list[ClaimEntry], list[ClaimEntry]]:
        """Old and new claims that are one; new ones; old ones that are no longer found."""
        pairs: list[tuple[ClaimEntry, ClaimEntry]] = []
        fresh: list[ClaimEntry] = []
        lost: list[ClaimEntry] = []
        for document in self.proposed.documents:
            old = [c for c in self.sheet.claims if c.document == document.id and c.proposed is not None]
            new = [c for c in self.proposed.claims if c.document == document.id]
            found, missing, extra = match(old, new)
            pairs += found
            lost += missing
            fresh += extra
        return pairs, fresh, lost

    def _ids(self, pairs: list[tuple[ClaimEntry, ClaimEntry]], fresh: list[ClaimEntry]) -> dict[str, str]:
        """Proposed id -> id in the sheet: a known claim keeps its own, a new one gets one that is free."""
        name = {after.id: before.id for before, after in pairs}
        used = set(self.old)
        for claim in fresh:
            wanted, number = claim.id, len([c for c in self.sheet.claims if c.document == claim.document])
            while wanted in used:
                wanted = f"{claim.document}-c{number:02d}"
                number += 1
            used.add(wanted)
            name[claim.id] = wanted
        return name

    def _cluster_names(self, pairs: list[tuple[ClaimEntry, ClaimEntry]]) -> dict[str, str]:
        """Proposed name of a cluster -> its name in the sheet, which may be the analyst's."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for before, after in pairs:
            if after.cluster and before.cluster:
                votes[after.cluster][before.cluster] += 1
        return {name: count.most_common(1)[0][0] for name, count in votes.items()}

    def _renamed(self, claim: ClaimEntry, name: Mapping[str, str], clusters: Mapping[str, str]) -> ClaimEntry:
        changed = claim.model_copy(
            update={
                "id": name[claim.id],
                "source": self.source_of.get(claim.source, claim.source),
                "chain": [self.source_of.get(link, link) for link in claim.chain],
                "copy_of": name.get(claim.copy_of or "", claim.copy_of),
                "inside": name.get(claim.inside or "", claim.inside),
                "cluster": clusters.get(claim.cluster or "", claim.cluster),
            }
        )
        assert changed.proposed is not None
        stamp = changed.proposed.model_copy(update={"fields": fingerprint(changed)})
        return changed.model_copy(update={"proposed": stamp})

    def _bring(self, before: ClaimEntry, after: ClaimEntry, final: ClaimEntry) -> None:
        """One known claim up to date: all of it where nobody edited it, else only its place."""
        raw = self.raw[before.id]
        fresh = _loaded(emit_claim(final))[0]
        assert before.proposed is not None
        assert after.proposed is not None
        if before.place != after.place:
            raw["place"] = fresh["place"]
        if before.gone:
            raw.pop("gone")
        after_changed = before.proposed.passage != after.proposed.passage
        if after_changed:
            self.moves.changed.append(before.id)
        elif before.place.cue != after.place.cue or before.place.content != after.place.content:
            self.moves.moved.append(before.id)
        if edited(before):
            # Told once: where the reader itself has changed its mind since its stamp was set.
            restamped = before.proposed.fields != fresh["proposed"]["fields"]
            if restamped and not after_changed and _core(before) != _core(final):
                self.moves.kept.append(before.id)
            raw["proposed"] = fresh["proposed"]
            return
        if any(
            getattr(before, key) != getattr(final, key) for key in READ if key not in ("place", "document")
        ):
            if not after_changed:
                self.moves.updated.append(before.id)
            for key in READ:
                if key in fresh:
                    raw[key] = fresh[key]
                else:
                    raw.pop(key, None)
        raw["proposed"] = fresh["proposed"]

    def _lose(self, claim: ClaimEntry) -> None:
        raw = self.raw[claim.id]
        if worked_on(raw, claim):
            if not claim.gone:
                self.moves.gone.append(claim.id)
            raw["gone"] = True
            return
        entries = self.data["claims"]
        del entries[next(at for at, each in enumerate(entries) if each is raw)]
        self.raw.pop(claim.id)
        self.moves.removed.append(claim.id)

    def _add(self, claim: ClaimEntry) -> None:
        entries = self._list("claims")
        raw = _loaded(emit_claim(claim))[0]
        last = max(
            (at for at, each in enumerate(entries) if each.get("document") == claim.document), default=-1
        )
        if last < 0 or last == len(entries) - 1:
            entries.append(raw)
        else:
            entries.insert(last + 1, raw)
        self.raw[claim.id] = raw
        self.moves.added.append(claim.id)

    def _mend_links(self) -> None:
        """Links to claims that were removed are cut."""
        for raw in self.raw.values():
            for key in ("copy_of", "inside"):
                if raw.get(key) and raw[key] not in self.raw:
                    raw.pop(key)
                    if raw.get("proposed") and not edited(self.old.get(raw["id"])):
                        raw["proposed"]["fields"] = fingerprint(ClaimEntry.model_validate(raw))

    def _sources(self, claims: Sequence[ClaimEntry]) -> None:
        entries = self._list("sources")
        have = {raw["id"] for raw in entries}
        offered = {entry.id: entry for entry in self.proposed.sources}
        for name in dict.fromkeys(raw["source"] for raw in self.raw.values()):
            if name not in have and name in offered:
                entries.append(_loaded(emit_entry(offered[name]))[0])
                self.moves.sources.append(name)
        self._asked(offered)

    def _asked(self, offered: Mapping[str, SourceEntry]) -> None:
        """New questions of who is the same man, where nothing was asked or answered; what was asked stays."""
        raws = {raw["id"]: raw for raw in self._list("sources")}
        for name, raw in raws.items():
            fresh = offered.get(name)
            if fresh is None or not fresh.same_as or raw.get("same_as"):
                continue
            other = self.source_of.get(fresh.same_as.removesuffix("?"), fresh.same_as.removesuffix("?"))
            told_apart = other in (raw.get("distinct_from") or ()) or name in (
                raws.get(other, {}).get("distinct_from") or ()
            )
            if other in raws and other != name and not told_apart:
                raw["same_as"], raw["same_because"] = f"{other}?", fresh.same_because
                if name not in self.moves.sources:
                    self.moves.asked.append(name)

    def _clusters(self) -> None:
        claims = [ClaimEntry.model_validate(raw) for raw in self._list("claims")]
        sources = [SourceEntry.model_validate(raw) for raw in self._list("sources")]
        entries = [_loaded(emit_entry(entry))[0] for entry in told(claims, sources)]
        if entries or self.data.get("clusters"):
            self.data["clusters"] = entries

    def _list(self, key: str) -> Any:
        if self.data.get(key) is None:
            self.data[key] = _loaded("")
        return self.data[key]

    def _text(self) -> str:
        for key, entries in list(self.data.items()):
            # Where the last item went, what stood around the items must go as well.
            if isinstance(entries, list) and not entries and getattr(self.sheet, key):
                at = list(self.data).index(key)
                self.data.pop(key)
                self.data.ca.items.pop(key, None)
                self.data.insert(at, key, [])
        stream = io.StringIO()
        _yaml().dump(self.data, stream)
        return _spaced(stream.getvalue())


def _spaced(text: str) -> str:
    """A blank line before every claim, as :func:`overture.evidence.write.emit` has it."""
    head, mark, rest = text.partition("\nclaims:")
    body, end, tail = rest.partition("\nclusters:")
    body = re.sub(r"(?<!\n)\n(  - id: )", r"\n\n\1", body)
    return head + mark + body + end + tail


def _core(claim: ClaimEntry) -> tuple[object, ...]:
    return claim.voice, claim.act, claim.polarity, claim.certainty


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1_000_000  # lines stay as they were written
    yaml.preserve_quotes = True
    yaml.representer.add_representer(
        type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "")
    )
    return yaml


def _loaded(text: str) -> Any:
    """The list that ``text`` writes, as the file's own kind of data."""
    from ruamel.yaml.comments import CommentedSeq

    return _yaml().load(text) if text else CommentedSeq()


def parse(written: str) -> Sheet:
    """The sheet that sound YAML writes."""
    return Sheet.model_validate(_yaml().load(written))


def write_into(file: Path | None, proposed: Sheet) -> tuple[str, Moves]:
    """The text of ``file`` after ``proposed`` came into it; a new sheet where there is none. Writes nothing."""
    if file is not None and file.exists():
        return merge(file, proposed)
    moves = Moves(
        documents=[entry.id for entry in proposed.documents],
        sources=[entry.id for entry in proposed.sources],
        added=[claim.id for claim in proposed.claims],
    )
    return emit(proposed), moves
