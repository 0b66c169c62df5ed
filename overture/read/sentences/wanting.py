"""Rules for what is wanted or intended without an infinitive: X wants Y back; X has no intention of doing A."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.parsing.grammar import (
    ParsedParagraph,
    animate,
    child,
    source_of,
    subject,
    verb_group,
)

if TYPE_CHECKING:
    from spacy.tokens import Token
STOPPERS = ("because", "due", "since", "after", "if", "when", "as", "while", "despite", "so")


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
    bare = len(content) == 1 and parsed.text[slice(*content[0])].lower() in (
        "it",
        "them",
        "this",
        "that",
        "one",
    )
    if content and not bare:  # "they want it" says nothing
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
