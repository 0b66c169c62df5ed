"""Lineage across documents: passages that one report has from another, word for word or lightly edited.

A sentence is a copy where an earlier document has one that is nearly the same (rapidfuzz, of the extra
``documents``; without it only the very same words are seen). A claim in a copied sentence is a copy of the
claim that stands there in the earlier document: it is kept, and counts as that one. See
docs/decisions/0056 for the threshold and what it was tried on.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from overture.read.claim import NOBODY, ReadClaim, hull
from overture.read.clusters.same import Cluster, Mention, SpeakerNames, cluster, mentions_of, root
from overture.read.lexicon import Lexicon, load_lexicon
from overture.read.reading import DocumentReading
from overture.read.sentences.plain import sentences
from overture.read.speakers.people import persons_in
from overture.read.text import paragraphs, straighten

LEAST_WORDS = 8
"""A sentence with fewer words is no sign of copying: too many people write it. In a report that has two longer
ones from another, it is a copy where the other has the very same words (a headline, "He denied it")."""
SIMILAR = 85.0
"""Least similarity (0 to 100, Indel ratio over words) of two sentences that are one."""
CLAIM_ALIKE = 70.0
"""The same for two claims inside sentences that are one."""
SKETCH = 6
"""Hashes of three-word runs kept of each sentence: two that share none are never compared."""
_CROWD = 64  # sentences that share a hash and are still compared; a boilerplate line has more


@dataclass(frozen=True)
class Copy:
    """``claim`` of ``document`` is ``original_claim`` of ``original`` again; ``alike`` from 0 to 100."""

    document: str
    claim: str
    original: str
    original_claim: str
    alike: float


@dataclass(frozen=True)
class _Sentence:
    order: int  # of its document
    words: tuple[str, ...]
    claims: tuple[ReadClaim, ...]

    @property
    def long(self) -> bool:
        return len(self.words) >= LEAST_WORDS


def available() -> bool:
    """Whether lightly edited copies can be seen, or only the very same words."""
    return _ratio()[1]


def _ratio() -> tuple[Callable[[Sequence[str], Sequence[str]], float], bool]:
    try:
        similarity = import_module("rapidfuzz.distance").Indel.normalized_similarity
    except ModuleNotFoundError:
        return (lambda one, two: 100.0 if tuple(one) == tuple(two) else 0.0), False
    return (lambda one, two: 100.0 * float(similarity(one, two))), True


def mark_copies(readings: Sequence[DocumentReading], dates: Sequence[str] = ()) -> list[Copy]:
    """Find the copies among ``readings`` and set ``copy_of`` (``document/claim``) of every copied claim.

    The earlier document has the original: by ``dates`` (YYYY-MM-DD) where every document has one, else by the
    order in which the readings are given. A copy of a copy is a copy of the first.
    """
    ranked = list(range(len(readings)))
    if len(dates) == len(readings) and all(dates):
        ranked.sort(key=lambda place: dates[place])
    alike, _ = _ratio()
    seen: list[_Sentence] = []
    index: dict[int, list[int]] = defaultdict(list)
    first: dict[tuple[str, str], tuple[str, str]] = {}
    copies: list[Copy] = []
    short: dict[tuple[int, tuple[str, ...]], _Sentence] = {}
    for order, place in enumerate(ranked):
        reading = readings[place]
        fresh = list(_sentences(order, reading))
        found = {at: _original(each, seen, index, alike) for at, each in enumerate(fresh) if each.long}
        givers = Counter(each.order for each in found.values() if each is not None)
        for at, sentence in enumerate(fresh):
            original = found.get(at)
            if not sentence.long:  # in the same words, from a report that this one has more from
                likely = (short.get((giver, sentence.words)) for giver in sorted(givers) if givers[giver] > 1)
                original = next((each for each in likely if each is not None), None)
            if original is None:
                continue
            source = readings[ranked[original.order]]
            for claim, other, score in _pairs(reading, sentence, source, original, alike):
                target = first.get((source.document, other.id), (source.document, other.id))
                first[reading.document, claim.id] = target
                claim.copy_of = "/".join(target)
                copies.append(Copy(reading.document, claim.id, *target, round(score, 1)))
        for sentence in fresh:
            if not sentence.long:
                short.setdefault((order, sentence.words), sentence)
                continue
            for key in _sketch(sentence.words):
                index[key].append(len(seen))
            seen.append(sentence)
    return copies


def _sentences(order: int, reading: DocumentReading) -> Iterator[_Sentence]:
    """The sentences of a reading that hold a claim."""
    text = straighten(reading.text)
    at: dict[int, list[ReadClaim]] = defaultdict(list)
    spans = sentences(text, paragraphs(text))
    starts = [start for start, _ in spans]
    for claim in reading.claims:
        place = bisect_right(starts, hull(claim.cue)[0]) - 1
        if place >= 0:
            at[place].append(claim)
    for place, claims in at.items():
        yield _Sentence(order, _words(text[slice(*spans[place])]), tuple(claims))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def _sketch(words: tuple[str, ...]) -> list[int]:
    """The smallest hashes of the runs of three words: nearly the same sentences share some (a bottom-k sketch)."""
    runs = {zlib.crc32(" ".join(words[at : at + 3]).encode()) for at in range(len(words) - 2)}
    return sorted(runs)[:SKETCH]


def _original(
    sentence: _Sentence, seen: list[_Sentence], index: dict[int, list[int]],
    alike: Callable[[Sequence[str], Sequence[str]], float],
) -> _Sentence | None:  # fmt: skip
    """The earlier document's sentence that is this one, or None; the earliest of equals."""
    near: Counter[int] = Counter()
    for key in _sketch(sentence.words):
        near.update(index[key][:_CROWD] if key in index else ())
    best: _Sentence | None = None
    most = SIMILAR
    for place in sorted(near):
        other = seen[place]
        longest = max(len(other.words), len(sentence.words))
        if min(len(other.words), len(sentence.words)) < 0.7 * longest:
            continue
        score = alike(sentence.words, other.words)
        if score > most or (score == most and best is None):
            best, most = other, score
    return best


def _pairs(
    reading: DocumentReading, sentence: _Sentence, source: DocumentReading, found: _Sentence,
    alike: Callable[[Sequence[str], Sequence[str]], float],
) -> Iterator[tuple[ReadClaim, ReadClaim, float]]:  # fmt: skip
    """Claims of the two sentences that are one: of one sign, by the same people, in nearly the same words."""
    free = list(found.claims)
    for claim in sentence.claims:
        ranked = sorted(
            (
                (alike(_claimed(reading, claim), _claimed(source, other)), -place)
                for place, other in enumerate(free)
                if other.polarity == claim.polarity and _same_people(claim.chain, other.chain)
            ),
            reverse=True,
        )
        if ranked and ranked[0][0] >= CLAIM_ALIKE:
            score, place = ranked[0]
            yield claim, free.pop(-place), score


def _same_people(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two chains name the same: equal, or one name is part of the other (``ri``, ``ri-il-kyu``)."""
    if len(one) != len(two):
        return False
    parts = [(set(a.split("-")), set(b.split("-"))) for a, b in zip(one, two, strict=True)]
    return all(a <= b or b <= a for a, b in parts)


def _claimed(reading: DocumentReading, claim: ReadClaim) -> tuple[str, ...]:
    spans = sorted([*claim.source, *claim.cue, *claim.content])
    return _words(" ".join(reading.text[start:end] for start, end in spans))


def fold_with_copies(readings: Sequence[DocumentReading], lexicon: Lexicon | None = None) -> list[Cluster]:
    """As :func:`overture.read.reading.fold`, with every copy in the cluster of its original: it is not compared again.

    Sets ``cluster`` and ``why`` of every claim, and the roots of every cluster. Mark the copies first.
    """
    words = lexicon or load_lexicon()
    mentions: list[Mention] = []
    copied: list[Mention] = []
    for reading in readings:
        namer = SpeakerNames(words, persons_in(reading.text))
        for mention in mentions_of(reading.document, reading.text, reading.claims, namer):
            (copied if mention.claim.copy_of else mentions).append(mention)
    groups = cluster(mentions)
    home = {(m.document, m.claim.id): (group, at) for group in groups for at, m in enumerate(group.mentions)}
    for mention in copied:
        document, _, claim = str(mention.claim.copy_of).rpartition("/")
        group, at = home[document, claim]
        group.mentions.append(mention)
        group.signs.append(group.signs[at])
        mention.claim.cluster, mention.claim.why = group.id, f"a copy of {mention.claim.copy_of}"
    settle_roots(groups)
    return groups


def settle_roots(clusters: Sequence[Cluster]) -> None:
    """Set the roots of every cluster: the distinct sources that can vouch; a copy has its original's.

    Nobody vouches for "the belief that ...": it is a mention without a root.
    """
    mention: dict[tuple[str, str], Mention] = {
        (each.document, each.claim.id): each for group in clusters for each in group.mentions
    }
    for group in clusters:
        found: dict[str, None] = {}
        for each in group.counted():
            document, _, claim = (each.claim.copy_of or "").rpartition("/")
            first = mention.get((document, claim), each)
            if NOBODY not in first.claim.chain[:1]:
                found[root(first)] = None
        group.roots = sorted(found)
