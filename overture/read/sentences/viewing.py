"""Rules for how something is seen without "as": X calls Y Z; the minutes tell a different story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.parsing.grammar import (
    ParsedParagraph,
    child,
    is_verb,
    only_modifies,
    source_of,
    verb_group,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


_PICTURES = ("picture", "portrait", "story", "tale")


def pictured(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """as/picture: the minutes tell a different story; X paints a picture of Y."""
    thing = child(verb, "dobj")
    if thing is None or thing.lower_ not in _PICTURES:
        return
    paints = verb.lower_ in (
        "paint",
        "paints",
        "painted",
        "painting",
        "present",
        "presents",
        "presented",
        "presenting",
    )
    tells = verb.lower_ in ("tell", "tells", "told", "give", "gives", "gave", "draw", "draws", "drew")
    other = any(c.lower_ in ("different", "other", "another", "contrary") for c in thing.children)
    if paints or (tells and other):
        source = source_of(parsed, verb)
        content = parsed.span(thing.left_edge, thing.right_edge)
        if source and content:
            yield Hit("as/picture", source, verb_group(parsed, verb), content, "assert", "speech", "tell")


def small_clause(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """small: X calls Y (a) Z; X considers Y Z: a clause without a verb of its own."""
    reading = parsed.lexicon.cue(verb.lower_, "small")
    if reading is None or child(verb, "auxpass") is not None or only_modifies(verb):
        return
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    said = next((c for c in verb.children if c.dep_ in ("oprd", "acomp") and c.i > verb.i), None)
    if thing is not None and said is not None and said.i > thing.i:
        first, last = thing.left_edge, said.right_edge
    else:
        body = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
        if body is None or is_verb(body) or child(body, "aux", "mark", "cop", "auxpass") is not None:
            return
        topic = child(body, "nsubj")
        if topic is None or topic.i > body.i:
            return
        first, last = topic.left_edge, body.right_edge
    source = source_of(parsed, verb)
    content = parsed.span(first, last)
    named = reading.lemma in ("call", "dub", "term") and all(
        t.pos_ in ("PROPN", "DET", "PUNCT") for t in verb.doc[first.i + 1 : last.i + 1]
    )
    if source and content and not named:  # "called him The Poet": a name and no claim
        yield Hit(
            "small", source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma
        )
