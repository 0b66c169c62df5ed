"""Rules for how something is seen: X sees Y as Z; Y is seen as Z by X; X is (not) convinced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.grammar import (
    RELATIVES,
    ParsedParagraph,
    animate,
    child,
    clause,
    is_verb,
    nominal,
    noun_phrase,
    only_modifies,
    source_of,
    subject,
    verb_group,
)
from overture.read.saying import participle_source
from overture.read.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


_PICTURES = ("picture", "portrait", "story", "tale")


def pictured(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """as/picture: the minutes tell a different story."""
    thing = child(verb, "dobj")
    if (
        verb.lower_ not in ("tell", "tells", "told", "give", "gives", "gave", "draw", "draws", "drew")
        or thing is None
    ):
        return
    if thing.lower_ in _PICTURES and any(
        c.lower_ in ("different", "other", "another", "contrary") for c in thing.children
    ):
        source = source_of(parsed, verb)
        content = parsed.span(thing.left_edge, thing.right_edge)
        if source and content:
            yield Hit("as/picture", source, verb_group(parsed, verb), content, "assert", "speech", "tell")


def seen_as(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """as: X sees Y as Z; X rejects Y as Z; X paints a picture of Y."""
    reading = parsed.lexicon.cue(verb.lower_, "as")
    if reading is None or child(verb, "auxpass") is not None or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        return
    thing = child(verb, "dobj")
    marker = None
    for token in verb.subtree:
        if token.i > verb.i and token.lower_ == "as" and token.dep_ in ("prep", "mark", "advmod"):
            if token.i > verb.i + 1 or reading.lemma == "refer" or verb.dep_ == "relcl":
                marker = token
            break
    if marker is None:
        if reading.lemma in ("paint", "present") and thing is not None and thing.lower_ in _PICTURES:
            yield Hit("as/picture", source_of(parsed, verb), verb_group(parsed, verb),
                      parsed.span(thing.left_edge, thing.right_edge), reading.act, reading.kind, reading.lemma)  # fmt: skip
        return
    if thing is None and marker.head.i == verb.i:
        thing = next((t for t in verb.children if t.i > verb.i and t.i < marker.i and nominal(t)), None)
    if (
        thing is not None and thing.i < verb.i and thing.lower_ in RELATIVES and verb.dep_ == "relcl"
    ):  # "P, which he views as Z"
        noun, source = verb.head, source_of(parsed, verb)
        content = parsed.span(noun.left_edge, noun) + parsed.span(marker.nbor(1), marker.right_edge)
        if source and len(content) == 2:
            yield Hit(
                "as", source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma
            )
        return
    if thing is None or thing.left_edge.i > marker.i:
        return
    # "as" must close the object, not open a clause ("as the talks went on") or a comparison ("as much as")
    if marker.nbor(1).lower_ in ("well", "much", "soon", "long", "far", "many") or marker.nbor(-1).lower_ in (
        "such",
        "same",
        "as",
    ):
        return
    source = source_of(parsed, verb)
    if verb.tag_ == "VBG" and child(verb, "nsubj", "aux") is None:
        source = participle_source(parsed, verb)
    last = marker.right_edge if marker.dep_ != "mark" else marker.head.right_edge
    if last.i == marker.i:  # the parser left "as" bare: to the end of the phrase
        while (
            last.i + 1 < verb.sent.end
            and not last.nbor(1).is_punct
            and last.nbor(1).pos_ not in ("CCONJ", "SCONJ")
        ):
            last = last.nbor(1)
    content = parsed.span(thing.left_edge, max(last, thing.right_edge, key=lambda t: t.i))
    if source and content:
        yield Hit(
            "as",
            source,
            verb_group(parsed, verb),
            _stop_at(parsed, content),
            reading.act,
            reading.kind,
            reading.lemma,
        )


def _stop_at(parsed: ParsedParagraph, spans: list[Span]) -> list[Span]:
    """Cut a phrase before ", all while ..." and ", saying ..."."""
    start, end = spans[0]
    tail = re.search(
        r",\s+(?:all\s+)?(?:while|whereas|although|though|but|saying|adding)\b", parsed.text[start:end]
    )
    return [(start, start + tail.start())] if tail else spans


def passive(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """passive: Y is seen (by X) as Z. The content is the whole clause; without "by X" nobody owns the belief."""
    reading = parsed.lexicon.cue(verb.lower_, "passive")
    if reading is None or child(verb, "auxpass") is None:
        return
    topic = child(verb, "nsubjpass", "nsubj")
    marker = next(
        (t for t in verb.subtree if t.i > verb.i and t.lower_ in ("as", "to") and t.dep_ in ("prep", "mark", "aux")
         and (t.lower_ == "as" or t.head.dep_ == "xcomp")), None,
    )  # fmt: skip
    if topic is None or marker is None:
        return
    agent = next((t for t in verb.children if t.lower_ == "by" and t.dep_ in ("agent", "prep")), None)
    if agent is None:  # the parser hangs "by" on the last noun: "is seen as an asset by North Korea"
        agent = next(
            (t for t in verb.subtree if t.i > marker.i and t.lower_ == "by" and (o := child(t, "pobj")) is not None
             and (o.pos_ == "PROPN" or (o.pos_ == "NOUN" and o.right_edge.i >= verb.right_edge.i - 1))
             and t.head.pos_ != "VERB"), None,
        )  # fmt: skip
    holder = child(agent, "pobj") if agent is not None else None
    relative = topic.lower_ in ("which", "who", "that")
    if relative and verb.dep_ == "relcl":
        topic = verb.head
        first = topic.left_edge
    else:
        first = topic.left_edge
    last = marker.head.right_edge if marker.dep_ in ("aux", "mark") else marker.right_edge
    content = parsed.span(first, max(last, verb, key=lambda t: t.i))
    source: list[Span] = []
    if holder is not None and agent is not None:
        source = noun_phrase(parsed, holder)
        if agent.i > marker.i:
            content = parsed.cut_out(content, parsed.span(agent, agent.right_edge)) or content
    if content:
        content = _stop_at(parsed, content)
        yield Hit("passive" if source else "passive/unowned", source, verb_group(parsed, verb), content,
                  reading.act, reading.kind, reading.lemma, whole=True)  # fmt: skip


def adjective_held(parsed: ParsedParagraph, adjective: Token) -> Iterator[Hit]:
    """adjective: X is (not) convinced (that S)."""
    reading = parsed.lexicon.adjectives.get(adjective.lower_)
    if reading is None:
        return
    verb = adjective.head if adjective.dep_ in ("acomp", "attr") else adjective
    auxiliary = child(adjective, "auxpass", "cop")
    if adjective.dep_ not in ("acomp",) and auxiliary is None:
        return
    if not is_verb(verb) and auxiliary is None:
        return
    holder = subject(verb)
    if (
        holder is None
        or not animate(holder)
        or holder.dep_ == "expl"
        or holder.lower_ in ("you", "it", "that", "this")
    ):
        return
    body = child(adjective, "ccomp") or (child(verb, "ccomp") if verb.i != adjective.i else None)
    group = verb_group(parsed, adjective if auxiliary is not None else verb)
    negation = child(verb, "neg") or child(adjective, "neg")
    start = group[0][0] if group else parsed.offset + verb.idx
    cue = [(start, parsed.offset + adjective.idx + len(adjective))]
    if body is not None and body.i > adjective.i:
        if child(body, "nsubj", "nsubjpass", "expl") is None:
            return
        yield Hit(
            "adjective",
            noun_phrase(parsed, holder, verb),
            cue,
            clause(parsed, body),
            reading.act,
            reading.kind,
            reading.lemma,
        )
        return
    goal = child(adjective, "xcomp")
    if goal is not None and reading.act in ("want", "intend") and goal.i > adjective.i:
        yield Hit("adjective", noun_phrase(parsed, holder, verb), cue, parsed.span(goal.left_edge, goal.right_edge),
                  reading.act, reading.kind, reading.lemma)  # fmt: skip
        return
    bare = all(t.is_punct for t in adjective.doc[adjective.i + 1 : adjective.sent.end])
    if (
        bare
        and reading.act == "believe"
        and (negation is not None or reading.lemma in ("unconvinced", "sceptical", "skeptical", "doubtful"))
    ):
        yield Hit(
            "adjective/bare",
            noun_phrase(parsed, holder, verb),
            cue,
            [],
            reading.act,
            reading.kind,
            reading.lemma,
        )


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
    if source and content:
        yield Hit(
            "small", source, verb_group(parsed, verb), content, reading.act, reading.kind, reading.lemma
        )
