"""Rules for claims in a noun phrase: X calls Y a Z; X accuses Y of Z; X warns of Y; X denies Y; Y was denied by X."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.grammar import (
    ParsedParagraph,
    animate,
    child,
    is_verb,
    noun_phrase,
    source_of,
    subject,
    verb_group,
)
from overture.read.lexicon import Cue
from overture.read.text import listed

if TYPE_CHECKING:
    from spacy.tokens import Token


def small_clause(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """small: X calls Y (a) Z; X considers Y Z: a clause without a verb of its own."""
    reading = parsed.lexicon.cue(verb.lower_, "small")
    if reading is None or child(verb, "auxpass") is not None or _modifies(verb):
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
    if source and content:
        yield Hit(
            "small", source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma
        )


def accused(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """accuse: X accuses Y of doing Z; X blames Y for Z."""
    reading = parsed.lexicon.cue(verb.lower_, "accuse")
    if reading is None or _modifies(verb):
        return
    if child(verb, "auxpass") is not None:
        yield from _accused_by(parsed, verb, reading)
        return
    thing = child(verb, "dobj")
    if thing is None or thing.i < verb.i:
        return
    links = [
        t
        for t in verb.subtree
        if t.i > thing.i and t.lower_ in ("of", "for", "with", "over") and t.head.i in (verb.i, thing.i)
    ]
    if not links or links[0].right_edge.i == links[0].i:
        return
    source = source_of(parsed, verb)
    content = parsed.span(thing.left_edge, max(links[0].right_edge, thing.right_edge, key=lambda t: t.i))
    if source and content:
        yield Hit(
            "accuse", source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma
        )


def _accused_by(parsed: ParsedParagraph, verb: Token, reading: Cue) -> Iterator[Hit]:
    """accuse/by: Y is accused (by X) of doing Z; without "by X" nobody owns the accusation."""
    topic, agent = child(verb, "nsubjpass"), child(verb, "agent")
    link = next(
        (c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("of", "for", "with") and c.i > verb.i),
        None,
    )
    if topic is None or link is None or link.right_edge.i == link.i:
        return
    holder = child(agent, "pobj") if agent is not None else None
    source = noun_phrase(parsed, holder) if holder is not None else []
    content = parsed.span(topic.left_edge, topic.right_edge) + parsed.span(link, link.right_edge)
    rule = "accuse/by" if source else "accuse/unowned"
    yield Hit(rule, source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma)


def about(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """about: X calls for Y; X warns of Y; X insists on Y; X calls for Y to be done."""
    for body in verb.children:
        mark = child(body, "mark") if body.dep_ in ("ccomp", "advcl", "xcomp") and body.i > verb.i else None
        reading = (
            parsed.lexicon.cue(verb.lower_, "for") if mark is not None and mark.lower_ == "for" else None
        )
        if reading is not None and mark is not None and not _modifies(verb):
            source, content = source_of(parsed, verb), parsed.span(mark.nbor(1), body.right_edge)
            if source and content:
                yield Hit(
                    "about",
                    source,
                    verb_group(parsed, verb),
                    content,
                    reading.act,
                    reading.kind,
                    reading.lemma,
                )
                return
    for link in verb.children:
        if (
            link.dep_ != "prep"
            or link.i < verb.i
            or link.lower_ not in ("for", "of", "on", "about", "against", "at")
        ):
            continue
        reading = parsed.lexicon.cue(verb.lower_, link.lower_)
        thing = child(link, "pobj", "pcomp")
        if reading is None or thing is None or _modifies(verb) or child(verb, "ccomp", "auxpass") is not None:
            continue
        holder = subject(verb)
        if holder is None or not animate(holder) or holder.lower_ in ("you", "i"):
            continue
        if link.i > verb.i + 1 and child(verb, "dobj") is None:
            continue
        cue = verb_group(parsed, verb)
        if link.i == verb.i + 1:
            cue = [(cue[0][0], parsed.offset + link.idx + len(link))]
        source = noun_phrase(parsed, holder, verb)
        content = parsed.span(link.nbor(1), link.right_edge)
        if source and content:
            yield Hit("about", source, cue, content, reading.act, reading.kind, reading.lemma)
            return


GIVEN = frozenset(
    listed(
        """
        glimpse glimpses insight insights advice help account accounts details evidence explanation apology apologies proof
        condolences support thanks praise prayers comment view views opportunity
        """
    )
)
"""What somebody offers without proposing anything."""


BELONGING = ("of", "for", "to", "with", "against", "between", "from", "before")
"""Prepositions that belong to what is offered or denied, though the parser hangs them on the verb."""


def thing_held(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """thing: X denies involvement; X offers a truce; X confirms the deal; X demands an apology."""
    particle = child(verb, "prt")
    reading = parsed.lexicon.cue(
        verb.lower_ if particle is None else f"{verb.lower_} {particle.lower_}", "thing"
    )
    doing = child(verb, "xcomp")
    if doing is not None and doing.tag_ == "VBG" and doing.i > verb.i:  # "denies planning further tests"
        yield from _doing(parsed, verb, doing)
        return
    if reading is None or doing is not None or child(verb, "auxpass", "ccomp") is not None or _modifies(verb):
        return
    if verb.tag_ == "VB" and child(verb, "aux") is not None and child(verb, "aux").lower_ == "to":  # type: ignore[union-attr]
        return
    things = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i]
    if not things or things[-1].pos_ not in ("NOUN", "PROPN"):
        return
    thing = things[-1]
    if any(c.dep_ == "det" and c.lower_ == "no" for c in thing.children):
        return
    if reading.lemma == "offer" and thing.lower_ in GIVEN:
        return
    holder = subject(verb)
    if holder is None or not animate(holder) or holder.lower_ in ("you", "i", "who", "which", "that"):
        return
    source = noun_phrase(parsed, holder, verb)
    last = thing.right_edge
    for piece in verb.children:  # "offered safe passage | to any fighter"
        if piece.dep_ in ("prep", "dative") and piece.lower_ in BELONGING and piece.left_edge.i == last.i + 1:
            last = piece.right_edge
    content = parsed.span(thing.left_edge, last)
    if source and content:
        yield Hit(
            "thing",
            source,
            parsed.span(verb, particle) if particle is not None else verb_group(parsed, verb),
            content,
            reading.act,
            reading.kind,
            reading.lemma,
        )


def _doing(parsed: ParsedParagraph, verb: Token, doing: Token) -> Iterator[Hit]:
    reading = parsed.lexicon.cue(verb.lower_, "thing")
    source = source_of(parsed, verb)
    if reading is None or not source or _modifies(verb):
        return
    content = parsed.span(doing.left_edge, doing.right_edge)
    yield Hit("thing", source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma)


def answered_by(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """by: the report was denied by X; the offer has been rejected by X."""
    if child(verb, "auxpass") is None:
        return
    reading = parsed.lexicon.cue(verb.lower_, "thing") or parsed.lexicon.cue(verb.lower_, "object")
    agent = child(verb, "agent")
    holder = child(agent, "pobj") if agent is not None else None
    topic = child(verb, "nsubjpass")
    if reading is None or reading.kind != "speech" or holder is None or topic is None or not animate(holder):
        return
    if topic.pos_ == "PRON" or child(verb, "oprd") is not None:
        return
    source = noun_phrase(parsed, holder)
    content = parsed.span(topic.left_edge, topic.right_edge)
    if source and content:
        yield Hit("by", source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma)


def _modifies(verb: Token) -> bool:
    """Whether ``verb`` is a participle that only modifies a noun ("the man called X", "a deal offered")."""
    return (
        verb.tag_ in ("VBN", "VBG")
        and verb.dep_ in ("acl", "amod", "compound", "relcl")
        and child(verb, "aux") is None
    )
