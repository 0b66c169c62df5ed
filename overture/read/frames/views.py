"""Frames of how something is held: "is seen as Z by X", "is (not) convinced that S"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.frames.table import Frame
from overture.read.parsing.grammar import (
    ParsedParagraph,
    animate,
    child,
    clause,
    is_verb,
    noun_phrase,
    subject,
    verb_group,
)
from overture.read.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


_DOUBTS = ("unconvinced", "sceptical", "skeptical", "doubtful")
_NO_HOLDERS = ("you", "it", "that", "this")


def seen_passive(parsed: ParsedParagraph, verb: Token, frame: Frame) -> Hit | None:
    """passive: Y is seen (by X) as Z. The content is the whole clause; without "by X" nobody owns the belief."""
    topic = child(verb, "nsubjpass", "nsubj")
    marker = next(
        (t for t in verb.subtree if t.i > verb.i and t.lower_ in ("as", "to") and t.dep_ in ("prep", "mark", "aux")
         and (t.lower_ == "as" or t.head.dep_ == "xcomp")), None,
    )  # fmt: skip
    if topic is None or marker is None or marker.nbor(1).lower_ in ("if", "though"):
        return None  # "is portrayed as though it were evil": a comparison
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
    if not content:
        return None
    rule = "passive" if source else "passive/unowned"
    return Hit(
        rule, source, verb_group(parsed, verb), stop_at(parsed, content), frame.act, frame.kind, whole=True
    )


def stop_at(parsed: ParsedParagraph, spans: list[Span]) -> list[Span]:
    """Cut a phrase before ", all while ..." and ", saying ..."."""
    start, end = spans[0]
    tail = re.search(
        r",\s+(?:all\s+)?(?:while|whereas|although|though|but|saying|adding)\b", parsed.text[start:end]
    )
    return [(start, start + tail.start())] if tail else spans


def adjective_held(parsed: ParsedParagraph, adjective: Token) -> Iterator[Hit]:
    """adjective: X is (not) convinced (that S): rows "WHO be (convinced) that CLAUSE" and "WHO be (ready) to DO"."""
    rows = [frame for _, frame in parsed.lexicon.frames.get(adjective.lower_, ()) if frame.adjectives]
    auxiliary = child(adjective, "auxpass", "cop")
    if not rows or (adjective.dep_ != "acomp" and auxiliary is None):
        return
    verb = adjective.head if adjective.dep_ == "acomp" else adjective
    if not is_verb(verb) and auxiliary is None:
        return
    holder = subject(verb)
    if holder is None or not animate(holder) or holder.dep_ == "expl" or holder.lower_ in _NO_HOLDERS:
        return
    group = verb_group(parsed, adjective if auxiliary is not None else verb)
    start = group[0][0] if group else parsed.offset + verb.idx
    cue = [(start, parsed.offset + adjective.idx + len(adjective))]
    source = noun_phrase(parsed, holder, verb)
    for frame in rows:
        content = _held(parsed, verb, adjective, frame)
        if content is not None:
            rule = frame.rule if content else f"{frame.rule}/bare"
            yield Hit(rule, source, cue, content, frame.act, frame.kind, adjective.lower_)
            return


def _held(parsed: ParsedParagraph, verb: Token, adjective: Token, frame: Frame) -> list[Span] | None:
    """What somebody is sure of, or ready for; nothing where the text leaves it out ("is not convinced."); else None."""
    slots = frame.slots
    body = child(adjective, "ccomp") or (child(verb, "ccomp") if verb.i != adjective.i else None)
    if body is not None and body.i > adjective.i:
        owned = child(body, "nsubj", "nsubjpass", "expl") is not None
        return clause(parsed, body) or None if owned and "CLAUSE" in slots else None
    goal = child(adjective, "xcomp")
    if "DO" in slots:
        ready = goal is not None and goal.i > adjective.i
        return parsed.span(goal.left_edge, goal.right_edge) or None if ready and goal is not None else None
    ends = all(t.is_punct for t in adjective.doc[adjective.i + 1 : adjective.sent.end])
    denied = child(verb, "neg") is not None or child(adjective, "neg") is not None
    return [] if ends and frame.act == "believe" and (denied or adjective.lower_ in _DOUBTS) else None
