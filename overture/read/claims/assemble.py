"""From hits to claims: quotations completed, sources identified, chains built, attributes judged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from overture.read.claim import Hit, ReadClaim, slices
from overture.read.claims.attribute import judge
from overture.read.claims.chains import DEEPEST, chain_of, speakers_first
from overture.read.claims.commitment import UTTERED, nobody_says
from overture.read.claims.nesting import nested, outside_sources, parents_of, without_doubles
from overture.read.lexicon import Cue, Lexicon
from overture.read.quotations.no_claims import is_no_claim
from overture.read.quotations.quoting import complete
from overture.read.quotations.transcripts import spoken_name
from overture.read.speakers.people import Entity, People
from overture.read.speakers.voice import UNKNOWN
from overture.read.text import ParagraphSpan, Quotes, Span, quotes, trim

_SELVES = ("i", "we", "my", "our")
_FORECAST = re.compile(
    r"^[\"'\s]*(?:that\s+)?[^,.;]{0,80}?\b(?:will|would|may|might|could|shall|'ll)\b", re.IGNORECASE
)
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z .'-]{2,}(?:,\s[\w .]{2,30}){0,2}|[A-Z][\w ]{2,20}(?:,\s[A-Z][\w .]{2,20}){0,2}(?=\s(?:—|\()))(?:\s\([\w ]{2,20}\))?\s(?:—|--?)\s+"
)
_REMARKED_ON = re.compile(
    r",\s+(?:a|an)\s+(?:\w+\s+)?(?:claim|charge|assertion|accusation|statement|suggestion|idea|view|description|allegation|remark|"
    r"prediction|figure|version|demand|promise|notion)\s+(?:that\s+)?(?:[A-Z]\w+|the|a|his|her|its|their|by|which|denied|disputed|rejected)\b"
)
"""What somebody else says of the claim, in apposition to it: "..., a claim Holm called laughable"."""
_OWN = re.compile(
    r"^[\"'\s]*(?:that\s+)?(?:it|he|she|they|we|i)\s+(?:\w+\s+)?(?:will|would|'ll|shall)\b", re.IGNORECASE
)


def claims(
    text: str,
    hits: list[Hit],
    lexicon: Lexicon,
    sentences: list[Span],
    blocks: Sequence[ParagraphSpan] = (),
    people: People | None = None,
) -> list[ReadClaim]:
    """The claims of one document, in the order of their cues, with ids ``c00``, ``c01``, ...

    ``text`` is the straightened text and ``sentences`` its sentences (for adverbs beside a cue); ``blocks`` are its
    paragraphs. ``people`` are its speakers, made anew where they are not given.
    """
    hits = complete(text, hits, Quotes(quotes(text)))
    hits = without_doubles(hits)
    for hit in hits:
        _tidy(text, hit)
    hits = [hit for hit in hits if hit.content or hit.rule in ("adjective/bare", "declined")]
    hits = [_whose(text, hit, sentences) for hit in hits if not is_no_claim(text, hit, blocks)]
    hits.sort(
        key=lambda hit: (
            hit.cue[0][0],
            hit.rule == "quote/continued",
            hit.content[:1],
            -sum(b - a for a, b in hit.content),
        )
    )
    hits, parents = nested(without_first_person(text, outside_sources(hits)))
    return _identified(text, hits, parents, lexicon, sentences, people or People(lexicon, text))


def without_first_person(text: str, hits: list[Hit]) -> list[Hit]:
    """Hits without "I think", "we believe" in somebody's own words: that is his hedge, and no further claim."""
    owned = sorted(
        span
        for hit in hits
        if hit.kind == "speech" and slices(text, hit.source).strip("\"' ").lower() not in _SELVES
        for span in hit.content
    )
    kept = []
    for hit in hits:
        own = slices(text, hit.source).strip("\"' ").lower() in _SELVES and hit.kind in ("mind", "speech")
        place = hit.cue[0][0]
        at = bisect_right(owned, (place, 1 << 60)) if own else 0
        if not any(start <= place < end for start, end in owned[max(0, at - 4) : at]):
            kept.append(hit)
    return kept


def annotated(
    text: str, gold: Sequence[Mapping[str, Any]], lexicon: Lexicon, sentences: list[Span]
) -> list[ReadClaim]:
    """Claims from given spans: everything but finding them, so that attributes can be judged on gold spans.

    ``gold`` holds mappings with ``source``, ``cue`` and ``content``; the answer is in the same order.
    """
    hits = []
    for place, claim in enumerate(gold):
        source, cue, content = ([(a, b) for a, b in claim[key]] for key in ("source", "cue", "content"))
        reading = cue_of(text, source, cue, content, lexicon)
        whole = bool(content and cue and any(a <= cue[0][0] < b for a, b in content))
        hits.append(
            Hit(f"given/{place}", source, cue, content, reading.act, reading.kind, reading.lemma, whole=whole)
        )
    return _identified(text, hits, parents_of(hits), lexicon, sentences, People(lexicon, text))


def cue_of(text: str, source: list[Span], cue: list[Span], content: list[Span], lexicon: Lexicon) -> Cue:
    """The reading of a cue whose spans are known: by its words, and by how the content goes on."""
    words = slices(text, cue).lower().split()
    told = slices(text, content)
    if re.search(r"\bin\b.*\b(?:view|opinion|eyes|judgement|judgment)\b", " ".join(words)):
        return Cue("in-view", "believe", "mind")
    if "likely" in words or "unlikely" in words:
        return Cue("likely", "forecast", "writer")
    if {"intention", "intentions"} & set(words):
        return Cue("intend", "intend", "act")
    frames = ["clause", "quote", "as", "passive", "infinitive", "object", "back"]
    if not told.startswith(("that ", '"')) and re.search(r"\bas\b", told):
        frames = ["as", "passive", *frames]
    if told.startswith("to ") or (len(told.split()) > 3 and re.match(r"(?:\S+ ){1,4}to \w+", told)):
        frames = ["infinitive", *frames]
    for word in reversed(words):
        for frame in frames:
            reading = lexicon.cue(word, frame)
            if reading is not None and (source or reading.kind == "mind"):
                return reading
        for shelf in (lexicon.nouns, lexicon.adjectives):
            if word in shelf and (source or shelf is lexicon.nouns):
                return shelf[word]
    if source:
        return Cue(words[-1] if words else "", "assert", "speech")
    forecast = {"will", "would", "may", "might", "could"} & set(words)
    return Cue("", "forecast" if forecast else "assert", "writer")


def _identified(
    text: str,
    hits: list[Hit],
    parents: list[int | None],
    lexicon: Lexicon,
    sentences: list[Span],
    people: People,
) -> list[ReadClaim]:
    """Sources named, chains built and attributes judged for hits that stay as they are."""
    entity: list[Entity] = [Entity("", "body")] * len(hits)
    labels = {hit.source[0] for hit in hits if hit.rule == "transcript"}
    order = sorted(range(len(hits)), key=lambda n: (hits[n].source or hits[n].cue)[0][0])
    for place in speakers_first(order, parents):
        parent = parents[place]
        inner = (
            entity[parent] if parent is not None and hits[place].source and _spoken(hits[parent]) else None
        )
        if inner is not None and not inner.id:
            inner = None
        if hits[place].rule == "transcript" or (hits[place].source and hits[place].source[0] in labels):
            entity[place] = people.look_up(
                spoken_name(slices(text, hits[place].source)), hits[place].source[0][0]
            )
            people.touch(entity[place], hits[place].cue[0][0])
            continue
        named = hits[place].source and hits[place].rule != "writer/nobody"
        entity[place] = people.of(text, hits[place].source, inner=inner) if named else _nobody(hits[place])
        if parent is not None and hits[parent].source and entity[parent].id:  # he who speaks stays in view
            people.touch(entity[parent], hits[place].cue[0][0])
        if entity[place].voice == "document" and hits[place].kind == "mind":  # "a poll found that ..."
            hits[place].kind, hits[place].act = "show", "assert"
    for place in range(len(hits)):  # "I" in a quotation whose speaker is named after it
        parent = parents[place]
        if (
            hits[place].source
            and parent is not None
            and slices(text, hits[place].source).lower() in ("i", "we")
        ):
            entity[place] = entity[parent]
    result: list[ReadClaim] = []
    loose: list[Hit] = []
    inside: dict[int, list[Hit]] = {}
    for place, above in enumerate(parents):
        if above is not None:
            inside.setdefault(above, []).append(hits[place])
    for place, hit in enumerate(hits):
        parent = parents[place]
        links: list[int] = [place]
        while (above := parents[links[-1]]) is not None and len(links) < DEEPEST:
            links.append(above)
        links.reverse()
        around = _sentence(sentences, hit.cue[0][0])
        chain = chain_of(text, hits, entity, links, people, around)
        own = _own_part(hit, inside.get(place, ()))
        act = _act(text, hit, own, entity[place])
        judged = judge(text, hit.cue, own, act, lexicon, around=around, source=hit.source, kind=hit.kind)
        if hit.rule == "writer/nobody" or (hit.kind != "writer" and _left_open(hit, loose)):
            judged = judged.uncommitted()
        if (judged.certainty == "U" and judged.polarity == "?") or act == "deny":
            loose.append(hit)
        result.append(
            ReadClaim(
                id=f"c{place:02d}",
                source=hit.source,
                cue=hit.cue,
                content=hit.content,
                chain=chain,
                voice=_voice(text, hits, entity, links, around),
                act=act,
                polarity=judged.polarity,
                certainty=judged.certainty,
                rule=hit.rule,
                kind=hit.kind,
                parent=None if parent is None else f"c{parent:02d}",
                hedges=list(judged.hedges),
                negations=list(judged.negations),
                condition=list(judged.condition),
            )
        )
    return result


def _sentence(sentences: list[Span], place: int) -> Span | None:
    """The sentence in which ``place`` stands."""
    at = bisect_right(sentences, (place, 1 << 60)) - 1
    return sentences[at] if at >= 0 and place < sentences[at][1] else None


def _whose(text: str, hit: Hit, sentences: list[Span]) -> Hit:
    """The hit, as the writer's own open question where its source is nobody ("no official would confirm that P")."""
    if not hit.source or hit.kind == "writer":
        return hit
    around = _sentence(sentences, hit.source[0][0])
    return nobody_says(text, hit, around[0] if around else hit.source[0][0])


def _left_open(hit: Hit, loose: list[Hit]) -> bool:
    """Whether a claim stands inside the content of one behind which nobody stands."""
    place = hit.cue[0][0]
    if hit.kind not in UTTERED:
        return False
    for outer in loose[-8:]:
        begun = outer.cue[0][0]
        around = any(start <= begun < end for start, end in hit.content)
        if begun < place and not around and any(start <= place < end for start, end in outer.content):
            return True
    return False


def _nobody(hit: Hit) -> Entity:
    return Entity("" if hit.kind == "writer" else "unspecified", "body", voice="writer")


def _spoken(hit: Hit) -> bool:
    return hit.kind == "speech"


def _tidy(text: str, hit: Hit) -> None:
    """Trim spans; a content never covers its own source and cue unless the rule says that it is the whole clause."""
    cleaned = []
    for start, end in hit.content:
        cut = (
            (start, end)
            if text[end - 1 : end] == '"' or text[start : start + 1] == '"'
            else trim(text, start, end)
        )
        remark = _REMARKED_ON.search(text, *cut) if cut and hit.kind == "speech" else None
        if cut and remark and remark.start() > cut[0]:
            cut = (cut[0], remark.start())
        if cut and cut[0] < cut[1]:
            cleaned.append(_without_dateline(text, cut))
    hit.content = cleaned
    hit.source = [_without_dateline(text, span) for span in hit.source]


def _without_dateline(text: str, span: Span) -> Span:
    """The span without "CITY, Country — " or "City (Agency) - " at the start of a paragraph."""
    if span[0] > 0 and text[span[0] - 1] not in "\n":
        return span
    found = _DATELINE.match(text[span[0] : span[1]])
    return (span[0] + found.end(), span[1]) if found else span


def _own_part(hit: Hit, nested: Sequence[Hit]) -> list[Span]:
    """The content up to the content of a claim nested in it: "that K thinks | M will never pay" denies nothing.

    A denial in it is all the other's: "his client | denied the charge".
    """
    if not hit.content:
        return []
    start, end = hit.content[0]
    cut = min(
        (
            n.cue[0][0] if n.act == "deny" and n.kind == "speech" else n.content[0][0]
            for n in nested
            if n.content and n.cue[0][0] < n.content[0][0]
        ),
        default=end,
    )
    return [(start, cut), *hit.content[1:]] if start < cut < end else hit.content


def _act(text: str, hit: Hit, own: list[Span], who: Entity) -> str:
    """The act, once the content is known: a saying about the future is a forecast, one's own future a promise."""
    content = text[slice(*own[0])] if own else ""
    if content.lower().lstrip().startswith(("whether", "if ", "how ", "why ")):
        return hit.act
    if hit.kind == "speech" and hit.act == "assert":
        if _OWN.search(content) and who.kind in ("body", "group") and not re.search(r"\bnot\b", content[:60]):
            return "promise"
        if hit.rule.startswith(("according", "in-view")) and _FORECAST.search(content):
            return "forecast"
        if (
            _FORECAST.search(content)
            and re.search(r"\b(?:will|would|'ll)\b", content[:90])
            and not _OWN.search(content)
        ):
            return "forecast"
        if re.match(r"[\"'\s]*I (?:can ?not|do not|don't|will not|won't) accept\b", content):
            return "deny"
    return hit.act


_FORMALLY = (
    "consider",
    "hold",
    "decide",
    "determine",
    "resolve",
    "conclude",
    "find",
    "recognise",
    "recognize",
    "deem",
)
_WE = re.compile(
    r"\b(?:our (?:\w+ )?(?:team|staff|monitors|office|mission|delegation|government|researchers|field)|we)\b",
    re.IGNORECASE,
)


def _pronounced(text: str, hit: Hit) -> bool:
    """Whether the view of a body is its own statement: a formal verb with a clause, or the body writes the document.

    A body writes it where the document speaks as "we" outside quotations and names the body at its beginning.
    """
    if not hit.rule.startswith(("clause", "plain/clause")):
        return False
    if hit.lemma in _FORMALLY:
        return True
    name = slices(text, hit.source).split()
    own = _WE.search(re.sub(r'"[^"]*"', "", text))
    return (
        own is not None
        and bool(name)
        and re.search(rf"\b{re.escape(name[-1])}\b", text[:600], re.IGNORECASE) is not None
    )


def _voice(text: str, hits: list[Hit], entity: list[Entity], links: list[int], around: Span | None) -> str:
    """Whose voice: the outermost of the chain who speaks; the writer's where all only think, want or do."""
    for link in links:
        hit = hits[link]
        who = entity[link]
        if hit.kind == "writer" or who.id in ("", "unspecified"):
            continue
        if hit.kind in ("speech", "show"):
            return who.voice or UNKNOWN
        if hit.kind == "react" and hit.lemma in ("repeat", "echo"):
            return who.voice or "media"
        if around is not None and re.search(
            r"\b(?:reportedly|allegedly|purportedly)\b", text[slice(*around)]
        ):
            return "anonymous"
        if hit.kind == "mind" and who.kind == "body" and _pronounced(text, hit):
            return who.voice or UNKNOWN
        if hit.kind == "mind" and (
            (who.voice == "insider" and who.kind == "person")
            or (who.voice == "expert" and who.kind != "body")
        ):
            return who.voice
    return "writer"
