"""Rules for what is wanted, intended, offered or refused: X wants to do A; X wants Y back; X rejects the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.grammar import (
    ParsedParagraph,
    animate,
    child,
    source_of,
    subject,
    verb_group,
)
from overture.read.saying import with_tail

if TYPE_CHECKING:
    from spacy.tokens import Token
STOPPERS = ("because", "due", "since", "after", "if", "when", "as", "while", "despite", "so")


def infinitive(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """infinitive: X wants to do A; X expects Y to do A."""
    reading = parsed.lexicon.cue(verb.lower_, "infinitive")
    if reading is None or child(verb, "auxpass") is not None or verb.dep_ == "relcl":
        return
    body = next(
        (c for c in verb.children if c.i > verb.i and c.dep_ in ("xcomp", "ccomp", "advcl")
         and any(a.lower_ == "to" and a.i < c.i and a.dep_ == "aux" for a in c.children)), None,
    )  # fmt: skip
    if body is None or (body.dep_ == "advcl" and child(verb, "dobj") is not None):
        return
    if (
        reading.act == "propose"
        and reading.kind == "speech"
        and child(verb, "dobj") is None
        and child(body, "nsubj") is None
    ):
        return  # "asked not to be named": nobody is told to do anything
    if reading.lemma in ("try", "attempt", "seek", "need", "prepare") and verb.tag_ in ("VBD", "VB"):
        return  # an act in the past or in a command, not an intention
    if verb.tag_ == "VB" and not any(
        c.dep_ == "aux"
        and c.lower_ in ("would", "will", "does", "did", "do", "may", "might", "could", "must")
        for c in verb.children
    ):
        return
    holder = subject(verb)
    if holder is None or not animate(holder) or holder.lower_ in ("you", "who"):
        return
    if parsed.in_quote(verb) and holder.lower_ in ("i", "we"):
        return
    last = body.right_edge
    for piece in body.subtree:
        if piece.i > body.i and piece.dep_ == "advcl" and piece.doc[piece.left_edge.i - 1].is_punct:
            last = piece.doc[piece.left_edge.i - 1]
            break
    first = verb.nbor(1)
    while first.is_punct or (first.pos_ == "ADV" and first.i < body.left_edge.i):
        first = first.nbor(1)
    first = min(first, body.left_edge, key=lambda t: t.i) if body.left_edge.i > verb.i else first
    cue = verb_group(parsed, verb)
    lead = verb.nbor(-1) if verb.i > 0 else verb
    if lead.pos_ == "ADV" and lead.lower_ in parsed.lexicon.certainty.get(
        "PR", ()
    ) + parsed.lexicon.certainty.get("PS", ()):
        cue = parsed.span(lead, verb)
    content = with_tail(parsed, verb, parsed.span(first, last)) if last.i >= first.i else []
    yield Hit("infinitive", source_of(parsed, verb), cue, content, reading.act, reading.kind, reading.lemma)


def wanted(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """want: X wants Y (back); cut before a reason."""
    reading = parsed.lexicon.cue(verb.lower_, "back")
    if reading is None or child(verb, "auxpass") is not None:
        return
    holder = subject(verb)
    if holder is None or not animate(holder) or holder.lower_ in ("you", "i", "we", "who"):
        return
    rest = list(verb.doc[verb.i + 1 : verb.sent.end])
    if not rest or any(t.lower_ == "to" and t.dep_ == "aux" and t.head.head.i == verb.i for t in rest):
        return
    objects = [
        t
        for t in rest[:6]
        if t.lower_ == "back"
        or (t.dep_ == "dobj" and t.head.i == verb.i)
        or (
            t.dep_ in ("nsubj", "nsubjpass") and t.head.dep_ == "ccomp" and t.head.head.i == verb.i
        )  # wants it stopped
    ]
    if not objects:
        return
    last = rest[0]
    for token in rest:
        if token.lower_ in STOPPERS or (token.is_punct and token.text != "-"):
            break
        last = token
    content = parsed.span(rest[0], last)
    if content:
        yield Hit(
            "want",
            source_of(parsed, verb),
            verb_group(parsed, verb),
            content,
            reading.act,
            reading.kind,
            reading.lemma,
        )


def no_intention(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """intention: X has no intention of doing A."""
    if verb.lower_ not in ("has", "have", "had"):
        return
    noun = child(verb, "dobj")
    if noun is None or noun.lower_ not in ("intention", "intentions", "plan", "plans", "desire", "wish"):
        return
    if noun.lower_.startswith("plan") and not any(c.lower_ == "no" for c in noun.children):
        return
    body = next((c for c in noun.children if c.dep_ in ("prep", "acl", "relcl") and c.i > noun.i), None)
    if body is None or (body.dep_ == "prep" and body.right_edge.i == body.i):
        return
    if body.lower_ in ("of", "for"):
        cue, first = parsed.span(verb, body), body.nbor(1)
    else:
        cue, first = parsed.span(verb, noun), noun.nbor(1)
    act = "want" if noun.lower_ in ("desire", "wish") else "intend"
    yield Hit(
        "intention", source_of(parsed, verb), cue, parsed.span(first, body.right_edge), act, "act", "intend"
    )
