"""Readings become an evidence sheet: who vouches, what is claimed, where, and which claims repeat which.

The sheet is a proposal. Its sources have a name and a voice; how good they are, and what a claim means for
the game, is for the analyst to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from overture.evidence.identity import differ
from overture.evidence.sheet import (
    ClaimEntry,
    DocumentEntry,
    Place,
    Proposed,
    Reader,
    Sheet,
    SourceEntry,
    Voice,
)
from overture.evidence.write import NOBODY, digest, fingerprint, told
from overture.read.batch import Read
from overture.read.claim import ReadClaim, slices
from overture.read.clusters.same import Cluster, Mention, root
from overture.read.document import slug
from overture.read.formats.pages.recognised import Recognised
from overture.read.lexicon import Lexicon
from overture.read.sheet.copies import Copy, fold_with_copies, mark_copies
from overture.read.sheet.one_man import ask, proposals
from overture.read.speakers.names import proper_names
from overture.read.speakers.people import persons_in
from overture.read.text import Span
from overture.wording import in_letters

LONGEST_WORDS = 300
MOST_DESCRIPTIONS = 6
"""Titles and appositions of a person that the sheet keeps: the first."""
_SMALL = frozenset(
    ("a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "by", "for", "from", "with", "as", "is", "are",
     "was", "were", "be", "that", "this", "it", "its", "his", "her", "their", "has", "have", "had", "will", "would",
     "who", "which", "into")
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What a batch of documents says, taken together.

    Attributes:
        reads: the documents and their claims, clusters and copies marked.
        clusters: the claims that say the same thing, each with its roots. copies: from report to report.
    """

    reads: tuple[Read, ...]
    clusters: tuple[Cluster, ...]
    copies: tuple[Copy, ...]

    @cached_property
    def sheet(self) -> Sheet:
        """The evidence sheet; it costs more memory than the claims, so it is made when it is asked for."""
        return propose(self.reads, self.clusters)


def together(reads: Sequence[Read], lexicon: Lexicon | None = None) -> Proposal:
    """Copies between the documents, claims that say the same over all of them, and the sheet that says so."""
    readings = [read.reading for read in reads]
    copies = mark_copies(readings, [read.document.date for read in reads]) if len(reads) > 1 else []
    clusters = fold_with_copies(readings, lexicon)
    return Proposal(tuple(reads), tuple(clusters), tuple(copies))


def propose(reads: Sequence[Read], clusters: Sequence[Cluster]) -> Sheet:
    """The sheet of all that was read. ``clusters`` as :func:`overture.read.sheet.copies.fold_with_copies` gives them."""
    names = _cluster_names(reads, clusters)
    claims: list[ClaimEntry] = []
    sources: dict[str, SourceEntry] = {}
    for read in reads:
        here: dict[str, str] = {}
        for claim in read.reading.claims:
            entry = _claim(read, claim, names.get(claim.cluster))
            if entry.source not in here:
                here[entry.source] = _known(_source(entry.source, read, claim), sources)
            if here[entry.source] != entry.source:
                chain = [here.get(link, link) for link in entry.chain]
                entry = entry.model_copy(update={"source": here[entry.source], "chain": chain})
            claims.append(entry)
    claims = repeated(claims)
    texts = {read.document.id: read.document.text for read in reads}
    described: dict[str, dict[str, None]] = {}
    for read in reads:
        for person, appositions in read.reading.appositions.items():
            told_of = (" ".join(each.split()) for each in appositions)
            described.setdefault(person, {}).update(dict.fromkeys(each for each in told_of if each))
    for name in sources.keys() & described.keys():
        sources[name] = sources[name].model_copy(
            update={"described": list(described[name])[:MOST_DESCRIPTIONS]}
        )
    made = Sheet(
        documents=[_document(read) for read in reads],
        sources=list(sources.values()),
        claims=[
            claim.model_copy(
                update={"proposed": Proposed(passage=_passage(claim, texts), fields=fingerprint(claim))}
            )
            for claim in claims
        ],
    )
    asked = ask(made, proposals(reads, made))
    return asked.model_copy(update={"clusters": told(asked.claims, asked.sources)})


def _known(source: SourceEntry, sources: dict[str, SourceEntry]) -> str:
    """The id under which a document's source stands in the sheet; one of its own where the id is somebody else's there.

    An officer who fled in May is not the one who fled in June of another report, though both are "an officer".
    """
    name, number = source.id, 1
    while name in sources and differ(sources[name], source):
        number += 1
        name = f"{source.id}-{number}"
    sources.setdefault(name, source.model_copy(update={"id": name}))
    return name


def claim_id(document: str, claim: str) -> str:
    """The id of a claim in the sheet: ids of a document's claims are its own."""
    return f"{document}-{claim}"


def repeated(claims: Sequence[ClaimEntry]) -> list[ClaimEntry]:
    """The claims, with whoever says a thing again marked as repeating himself (``copy_of`` his first).

    Not a claim inside another of its cluster, and not one of the other sign: that is no repetition.
    """
    first: dict[tuple[str, str, str | None], str] = {}
    result = []
    for claim in claims:
        if claim.cluster and claim.copy_of is None and claim.source != NOBODY:
            key = (claim.cluster, claim.source, claim.polarity)
            if key in first and claim.inside != first[key]:
                claim = claim.model_copy(update={"copy_of": first[key]})
            first.setdefault(key, claim.id)
        result.append(claim)
    return result


def _document(read: Read) -> DocumentEntry:
    document, reading, model = read.document, read.reading, read.reading.model
    return DocumentEntry(
        id=document.id,
        path=in_letters(Path(document.path).as_posix()),
        title=document.title,
        date=document.date,
        format=document.format,
        sha256=document.sha256,
        text_sha256=document.text_sha256 if document.extractor else "",
        extractor=document.extractor,
        encoding=document.encoding,
        language=reading.language,
        reader=Reader(
            name=reading.reader,
            version=_version(),
            model=model.name if model else "",
            model_version=model.version if model else "",
            model_sha256=model.sha256 if model else "",
        ),
    )


def _version() -> str:
    from overture.version import __version__

    return str(__version__)


def _claim(read: Read, claim: ReadClaim, cluster: str | None) -> ClaimEntry:
    document = read.document.id
    return ClaimEntry(
        id=claim_id(document, claim.id),
        document=document,
        source=vouches(claim, document),
        chain=claim.chain,
        words=words(read.document.text, claim, read.document.recognised),
        place=Place(
            source=claim.source,
            cue=claim.cue,
            content=claim.content,
            certainty=_joined(claim.hedges),
            polarity=_joined(claim.negations),
        ),
        voice=_voice(claim.voice),
        act=claim.act,  # type: ignore[arg-type]
        polarity=claim.polarity,  # type: ignore[arg-type]
        certainty=claim.certainty,  # type: ignore[arg-type]
        cluster=cluster,
        rule=claim.rule,
        copy_of=claim_id(*claim.copy_of.rsplit("/", 1)) if claim.copy_of else None,
        inside=claim_id(document, claim.parent) if claim.parent else None,
        why=claim.why,
    )


def _voice(voice: str) -> Voice:
    return voice  # type: ignore[return-value]


def vouches(claim: ReadClaim, document: str) -> str:
    """The source of a claim: who vouches in the end, the writer of the document, or nobody."""
    if claim.chain[:1] == [NOBODY]:
        return NOBODY
    # A copy has a source of its own; copy_of tells its lineage.
    found = root(Mention(document, replace(claim, copy_of=None), frozenset()))
    return f"writer-of-{document}" if found.startswith("writer of ") else found


def words(text: str, claim: ReadClaim, recognised: Recognised | None = None) -> str:
    """What is claimed, in the document's words: the content; for a wish or a belief, whose it is as well.

    A doubtful word of a text that was recognised has "[?]" behind it.
    """
    spans = list(claim.content)
    if claim.kind not in ("speech", "show", "writer") or not spans:
        spans = _joined([*claim.source, *claim.cue, *claim.content])
    told = recognised.marked(text, spans) if recognised else slices(text, spans)
    told = " ".join(told.split()).removeprefix("that ")
    return told if len(told) <= LONGEST_WORDS else told[: LONGEST_WORDS - 1].rsplit(" ", 1)[0] + " …"


def _joined(spans: list[Span]) -> list[Span]:
    """``spans`` in order, those that overlap made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _passage(claim: ClaimEntry, texts: Mapping[str, str]) -> str:
    """A hash of the claim's own words in the document: the same after the report was edited elsewhere."""
    text, place = texts[claim.document], claim.place
    parts = [
        " ".join(slices(text, spans).lower().split()) for spans in (place.source, place.cue, place.content)
    ]
    return digest("|".join(parts))


def _source(name: str, read: Read, claim: ReadClaim) -> SourceEntry:
    document = read.document
    if name == NOBODY:
        return SourceEntry(id=name, name="Nobody: the text does not say whose claim or belief it is")
    if name == f"writer-of-{document.id}":
        title = f" of “{document.title}”" if document.title else f" of {document.id}"
        return SourceEntry(id=name, name=f"The writer{title}", voice="writer")
    voice = _voice(claim.voice) if claim.voice != "media" or len(claim.chain) < 2 else None
    return SourceEntry(id=name, name=_called(name, read, claim), voice=voice)


_people_of = lru_cache(maxsize=2)(persons_in)
"""The people of a text; the claims of one document come together."""


def _called(name: str, read: Read, claim: ReadClaim) -> str:
    """The name in full where the text has it, else the words that stand for the source, else its id."""
    known = _people_of(read.document.prose).get(name)
    if known:
        return max(known, key=len)
    for each in read.reading.claims:
        if each.chain[-1:] == [name] and each.source:
            said = " ".join(slices(read.document.text, each.source).split())
            named = [full for full in proper_names(said) if name in slug(full).split("-")]
            if named:
                return named[0]
            if 2 < len(said) <= 80 and said.lower() not in ("she", "they"):
                return said
    return name.replace("-", " ")


def _cluster_names(reads: Sequence[Read], clusters: Sequence[Cluster]) -> dict[str, str]:
    """A name that people can read for every cluster of more than one claim: its first claim's first words."""
    texts = {read.document.id: read.document.prose for read in reads}
    names: dict[str, str] = {}
    used: Counter[str] = Counter()
    for group in clusters:
        if len(group.mentions) < 2:
            continue
        best = next((m for m in group.mentions if len(m.words) > 2), group.mentions[0])
        told = words(texts[best.document], best.claim).lower()
        kept = [w for w in re.findall(r"[^\W_]+", told) if w not in _SMALL][:5]
        name = slug("-".join(kept))
        used[name] += 1
        names[group.id] = name if used[name] == 1 else f"{name}-{used[name]}"
    return names
