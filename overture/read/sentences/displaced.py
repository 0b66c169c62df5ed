"""Clauses of saying that the parser hung elsewhere: on a noun, around the saying, or on a verb that it took for a subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.parsing.grammar import (
    RELATIVES,
    SUBJECTS,
    ParsedParagraph,
    animate,
    child,
    clause,
    is_verb,
    noun_phrase,
    verb_group,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def clause_hidden(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """clause/headline: X rules S, where the parser made the verb of saying the subject of S: "court rules | worship is legal".

    The verb must be tagged as a finite verb with a noun straight before it and stand as subject of a finite verb after it.
    """
    reading = parsed.lexicon.cue(verb.lower_, "clause")
    if reading is None or reading.kind != "speech" or verb.tag_ not in ("VBZ", "VBP", "VBD"):
        return
    if verb.dep_ not in ("nsubj", "csubj", "nsubjpass") or verb.i == verb.sent.start:
        return
    told, holder = verb.head, verb.nbor(-1)
    if (
        told.i <= verb.i + 1
        or not is_verb(told)
        or holder.pos_ not in ("NOUN", "PROPN")
        or not animate(holder)
    ):
        return
    source = parsed.span(verb.left_edge, holder)
    content = parsed.span(verb.nbor(1), told.right_edge)
    if source and content:
        yield Hit(
            "clause/headline",
            source,
            parsed.span(verb, verb),
            content,
            reading.act,
            reading.kind,
            reading.lemma,
        )


def clause_marked(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """clause/that: X argued in a commentary that S, where the parser hung the clause on the commentary."""
    reading = parsed.lexicon.cue(verb.lower_, "clause")
    if reading is None or verb.tag_ == "VBN" or child(verb, "ccomp", "auxpass", "dobj", "xcomp") is not None:
        return
    holder = child(verb, "nsubj")
    if holder is None or not animate(holder) or holder.lower_ in RELATIVES:
        return
    doc, place = verb.doc, _past_aside(verb)
    if place >= verb.sent.end or (doc[place].pos_ not in ("ADP", "ADV") and doc[place].lower_ != "that"):
        return
    while place < min(verb.sent.end, verb.i + 14) and doc[place].lower_ != "that":
        if (doc[place].pos_ == "VERB" and doc[place].dep_ not in ("acl", "amod")) or doc[place].is_punct:
            return
        place += 1
    if (
        place + 2 >= verb.sent.end
        or doc[place].lower_ != "that"
        or doc[place].dep_ in ("det", "nsubj", "nsubjpass", "pobj")
    ):
        return
    last = verb.sent.end - 1
    for token in doc[place : verb.sent.end]:
        if token.text == ";" or (
            token.text == ","
            and token.i + 1 < verb.sent.end
            and token.nbor(1).lower_ in ("while", "but", "adding")
        ):
            last = token.i - 1
            break
    source, content = noun_phrase(parsed, holder, verb), parsed.span(doc[place], doc[last])
    if source and content:
        yield Hit(
            "clause/that", source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma
        )


def _past_aside(verb: Token) -> int:
    """The place after the verb and after what stands between commas beside it: "reported, citing a diplomat, that"."""
    doc, end = verb.doc, min(verb.sent.end, verb.i + 14)
    if (
        verb.i + 2 >= end
        or doc[verb.i + 1].text != ","
        or doc[verb.i + 2].lower_ not in ("citing", "quoting")
    ):
        return int(verb.i) + 1
    closed = next((token for token in doc[verb.i + 2 : end] if token.text == ","), verb)
    return int(closed.i) + 1


def clause_around(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """clause/inside: the offer, X said, is final: the saying stands inside the claim."""
    reading = parsed.lexicon.cue(verb.lower_, "clause")
    body = verb.head
    if reading is None or verb.dep_ not in ("parataxis", "ccomp") or body.i <= verb.i or not is_verb(body):
        return
    if child(verb, "ccomp", "auxpass", "mark") is not None or reading.kind not in ("speech", "mind"):
        return
    holder = child(verb, "nsubj")
    topic = next((c for c in body.children if c.dep_ in SUBJECTS and c.i < verb.left_edge.i), None)
    if holder is None or topic is None or not animate(holder) or holder.lower_ in RELATIVES:
        return
    source, cue = noun_phrase(parsed, holder, verb), verb_group(parsed, verb)
    content = clause(parsed, body, source + cue)
    if source and content:
        yield Hit("clause/inside", source, cue, content, reading.act, reading.kind, reading.lemma)
