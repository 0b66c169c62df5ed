"""From a text in a language other than English to claims: its table, a parse, and who vouches for what.

Identity is simple here: a name is its last word, an unnamed source its own words, a pronoun the last source that agrees
with it in gender and number. What no list of the table knows is ``unknown``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from overture.read.claim import NOBODY, Hit, ReadClaim, slices
from overture.read.claims.nesting import nested, without_doubles
from overture.read.languages.clauses import clause_hits
from overture.read.languages.commitment import Commitment, commitment_of
from overture.read.languages.spoken import according_hits, quotation_hits, turn_hits
from overture.read.languages.table import LanguageTable
from overture.read.parsing.model import one_thread
from overture.read.speakers.names import slug
from overture.read.speakers.voice import UNKNOWN
from overture.read.text import ParagraphSpan

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\t": " ", "\r": " ", "“": "«", "”": "»"}
)
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w'-]+(?: (?:de |du |von |van |al-)?[A-ZÀ-Þ][\w'-]+)*")
_ARTICLE = re.compile(r"^(?:(?:les?|la|une?|des|du|sa|son|ses|leurs?|de)\s+|[ld]')", re.IGNORECASE)
DEEPEST = 6
"""Speakers of one chain at most."""
LONGEST_ID = 4
"""Words of an unnamed source that become its id."""


@dataclass(frozen=True)
class Voucher:
    """Somebody who vouches: an id, a voice, and the gender and number of the word for him ("" where not told)."""

    id: str
    voice: str
    agreement: str = ""


def claims_in(
    text: str, blocks: Sequence[ParagraphSpan], language: Language, table: LanguageTable
) -> list[ReadClaim]:
    """The claims of a text in the table's language, in the order of their cues; spans slice ``text``."""
    plain = text.translate(_APOSTROPHES)
    found: list[JudgedHit] = []
    with one_thread():
        docs = language.pipe((plain[block.start : block.end] for block in blocks), batch_size=128)
        for block, doc in zip(blocks, docs, strict=True):
            found += _hits_of(doc, block.start, table)
    found += [JudgedHit(hit, Commitment("+", "CT"), "") for hit in turn_hits(plain, table)]
    of = {id(each.hit): each for each in found}
    hits = [hit for hit in without_doubles([each.hit for each in found]) if hit.cue]
    hits.sort(key=lambda hit: (hit.cue[0][0], hit.rule, hit.content[:1]))
    hits, parents = nested(hits)
    vouchers = _vouchers(plain, [of[id(hit)] for hit in hits], parents, table)
    return [_claim(place, hits, parents, vouchers, of[id(hits[place])].judged) for place in range(len(hits))]


@dataclass(frozen=True)
class JudgedHit:
    """A hit, how firmly its claim is made, and the gender and number of its source ("ms", "fp"; "" where not told)."""

    hit: Hit
    judged: Commitment
    agreement: str


def _hits_of(doc: Doc, start: int, table: LanguageTable) -> list[JudgedHit]:
    """What is found in one paragraph that begins at ``start``, its spans those of the whole text."""
    hits = clause_hits(doc, table) + according_hits(doc.text, doc, table)
    hits += quotation_hits(doc.text, doc, hits, table)
    found = [JudgedHit(hit, commitment_of(doc.text, doc, hit, table), _agreement(doc, hit)) for hit in hits]
    for each in found:
        for name in ("source", "cue", "content"):
            setattr(each.hit, name, [(low + start, high + start) for low, high in getattr(each.hit, name)])
    return [
        replace(
            each,
            judged=replace(
                each.judged,
                hedges=tuple((low + start, high + start) for low, high in each.judged.hedges),
                negations=tuple((low + start, high + start) for low, high in each.judged.negations),
            ),
        )
        for each in found
    ]


def _claim(
    place: int, hits: list[Hit], parents: list[int | None], vouchers: list[Voucher], judged: Commitment
) -> ReadClaim:
    hit, parent = hits[place], parents[place]
    links = [place]
    while (above := parents[links[-1]]) is not None and len(links) < DEEPEST:
        links.append(above)
    chain: list[str] = []
    for link in reversed(links):
        if vouchers[link].id and chain[-1:] != [vouchers[link].id]:
            chain.append(vouchers[link].id)
    return ReadClaim(
        id=f"c{place:02d}",
        source=hit.source,
        cue=hit.cue,
        content=hit.content,
        chain=chain,
        voice=_voice([hits[link] for link in reversed(links)], [vouchers[link] for link in reversed(links)]),
        act=hit.act,
        polarity=judged.polarity,
        certainty=judged.certainty,
        rule=hit.rule,
        kind=hit.kind,
        parent=None if parent is None else f"c{parent:02d}",
        hedges=list(judged.hedges),
        negations=list(judged.negations),
    )


def _voice(hits: list[Hit], vouchers: list[Voucher]) -> str:
    """Whose voice: the outermost who speaks; the writer's where all only think, want or do."""
    for hit, who in zip(hits, vouchers, strict=True):
        if who.id == NOBODY:
            continue
        if hit.kind in ("speech", "show", "react") or who.voice in ("insider", "expert"):
            return who.voice
    return "writer"


def _vouchers(
    text: str, found: Sequence[JudgedHit], parents: list[int | None], table: LanguageTable
) -> list[Voucher]:
    """Who vouches for each hit; pronouns look back over the sources before them."""
    result: dict[int, Voucher] = {}
    seen: list[Voucher] = []
    order = sorted(range(len(found)), key=lambda n: (found[n].hit.source or found[n].hit.cue)[0][0])
    for place in order:
        hit, above = found[place].hit, parents[place]
        words = slices(text, hit.source).strip()
        low = words.lower().lstrip("-")
        if not low or (low in table.nobody_named and low not in table.pronouns):
            result[place] = Voucher(NOBODY, UNKNOWN)
        elif low in table.pronouns:
            result[place] = _meant(table.pronouns[low], seen)
        elif low.split()[0] in table.own and above is not None and above in result:
            result[place] = result[above]
        else:
            result[place] = _named(words, found[place].agreement, table)
            seen.append(result[place])
    return [result[place] for place in range(len(found))]


def _meant(agreement: str, seen: list[Voucher]) -> Voucher:
    """The last source that a pronoun may stand for; nobody where there is none, for nothing is guessed."""
    for who in reversed(seen):
        if who.agreement == agreement or (len(who.agreement) == 1 and who.agreement == agreement[1]):
            return who
    return Voucher(NOBODY, UNKNOWN)


def _named(words: str, agreement: str, table: LanguageTable) -> Voucher:
    name = _person(words)
    described = _ARTICLE.sub("", words).split(",")[0]
    id = _slug(name.split()[-1] if name else "-".join(described.split()[:LONGEST_ID]))
    return Voucher(id or NOBODY, _voice_of(words, name, table), agreement)


def _slug(words: str) -> str:
    """The id of some words, their accents left out."""
    return slug("".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)))


def _person(words: str) -> str:
    """The name of a person in the words of a source: two capitalised words in a row, or one that is all there is."""
    for found in _NAME.finditer(words):
        name = _ARTICLE.sub("", found.group())
        if len(name.split()) > 1 or words.strip() == found.group():
            return name
    return ""


def _voice_of(words: str, name: str, table: LanguageTable) -> str:
    words = table.quoted_by.split(words)[0]
    for voice in ("insider", "expert", "document", "media", "official", "anonymous"):
        if table.voices[voice].search(words) and not (voice == "anonymous" and name):
            return voice
    return UNKNOWN


def _agreement(doc: Doc, hit: Hit) -> str:
    """The gender and number of the word of the source on which its others hang."""
    if not hit.source:
        return ""
    start, end = hit.source[0]
    within = [token for token in doc if start <= token.idx < end]
    head = next((t for t in within if not (start <= t.head.idx < end) or t.head == t), None)
    if head is None:
        return ""
    gender = (head.morph.get("Gender") or [""])[0][:1].lower()
    number = {"Sing": "s", "Plur": "p"}.get((head.morph.get("Number") or [""])[0], "s")
    return f"{gender}{number}"
