"""Rules for the writer's own claims: hedged forecasts, open questions, marked and bare assertions, headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.parsing.grammar import (
    ParsedParagraph,
    child,
    clause,
    nominal,
    noun_phrase,
    verb_group,
)
from overture.read.text import trim

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token


LIKELY = ("likely", "unlikely", "bound", "certain", "sure", "set", "expected", "due", "poised")


def likely(parsed: ParsedParagraph, adjective: Token) -> Iterator[Hit]:
    """likely: Y is likely to do A: the writer's hedged forecast."""
    if adjective.lower_ not in LIKELY:
        return
    goal = child(adjective, "xcomp")
    verb = adjective.head if adjective.dep_ == "acomp" else adjective
    if goal is None or goal.i < adjective.i or not any(a.lower_ == "to" for a in goal.children):
        return
    topic = child(verb, "nsubj", "nsubjpass")
    if topic is None or (adjective.dep_ != "acomp" and child(adjective, "auxpass") is None):
        return
    start = verb_group(parsed, verb)
    cue = [(start[0][0], parsed.offset + goal.idx + len(goal))]
    last = goal.right_edge
    content = parsed.span(goal.nbor(1), last) if last.i > goal.i else []
    yield Hit(
        "writer/likely",
        noun_phrase(parsed, topic, verb),
        cue,
        content,
        "forecast",
        "writer",
        adjective.lower_,
    )


def unclear(parsed: ParsedParagraph, adjective: Token) -> Iterator[Hit]:
    """unclear: it is unclear whether S; it is possible that S: the writer's own uncertainty."""
    if adjective.lower_ not in (
        "unclear", "uncertain", "unknown", "possible", "likely", "unlikely", "probable", "clear", "obvious", "doubtful",
        "known", "question", "mystery", "plausible", "conceivable", "certain", "evident",
    ):  # fmt: skip
        return
    verb = adjective.head if adjective.dep_ in ("acomp", "attr", "oprd") else adjective
    topic = child(verb, "nsubj", "nsubjpass", "expl", "csubj")
    if topic is None or (adjective.lower_ == "question" and topic.dep_ != "csubj"):
        return
    body = child(adjective, "ccomp", "advcl") or child(verb, "ccomp", "advcl")
    first = verb_group(parsed, verb)
    cue = [
        (first[0][0] if first else parsed.offset + verb.idx, parsed.offset + adjective.idx + len(adjective))
    ]
    if topic.lower_ == "it" and body is not None and body.i > adjective.i:
        act = "forecast" if any(c.lower_ in ("will", "would") for c in body.children) else "assert"
        yield Hit("writer/unclear", [], cue, clause(parsed, body), act, "writer", adjective.lower_)
    elif topic.dep_ == "csubj" or topic.left_edge.lower_ in ("whether", "how", "what", "why"):
        yield Hit(
            "writer/unclear",
            [],
            cue,
            parsed.span(topic.left_edge, topic.right_edge),
            "assert",
            "writer",
            adjective.lower_,
        )


_MODALS = ("will", "would", "may", "might", "could", "shall", "should", "must")
_AHEAD = ("will", "would", "may", "might", "could")
_ADVERBS = (
    "likely",
    "probably",
    "possibly",
    "perhaps",
    "presumably",
    "apparently",
    "reportedly",
    "allegedly",
    "maybe",
)
_LEAD = re.compile(
    r"(?:However|Meanwhile|Moreover|Nevertheless|Nonetheless|Still|Yet|But|And|Indeed|Furthermore|Therefore|Thus|Also|Instead),?\s+"
)
_CHECKED = ("verified", "confirmed", "corroborated", "established", "checked", "determined")


def own_claims(
    parsed: ParsedParagraph, sentence: Sentence, hits: list[Hit], marks: re.Pattern[str], headline: bool
) -> list[Hit]:
    """The writer's own claim in a sentence that nobody else has: marked ("in short, ..."), a forecast, or bare."""
    start, end = parsed.offset + sentence.start_char, parsed.offset + sentence.end_char
    quoted = '"' in parsed.text[max(0, start - 3) : end + 3]
    own = [h for h in hits if start <= h.cue[0][0] < end and (h.content or quoted or h.rule != "quote")]
    if any(not hit.rule.startswith("noun") for hit in own):
        return _second_clause(parsed, sentence, own)
    root, words = sentence.root, parsed.text[start:end]
    if root.pos_ not in ("VERB", "AUX") or parsed.in_quote(root) or words.rstrip(' "').endswith("?"):
        return []
    if parsed.quoted.around(start + 1) is not None:
        return []
    topic = child(root, "nsubj", "nsubjpass", "expl", "csubj")
    if topic is None and root.i > sentence.start:  # "behind this facade lies a determination"
        topic = next(
            (c for c in root.children if c.i > root.i and c.dep_ in ("attr", "dobj") and nominal(c)), None
        )
        if topic is not None and sentence[0].pos_ not in ("ADP", "ADV"):
            topic = None
    if topic is None or topic.lower_ in ("i", "we", "you"):
        return []
    if headline and sentence[0].tag_ in ("WP", "WRB", "WDT"):
        return []  # "What each side says": a topic, no claim
    body = trim(parsed.text, start, end)
    if body is None:
        return []
    lead = _LEAD.match(parsed.text[slice(*body)])
    if lead:
        body = (body[0] + lead.end(), body[1])
    mark = marks.search(words.replace("\n", " "))
    modal = next((c for c in root.children if c.dep_ == "aux" and c.lower_ in _MODALS), None)
    adverb = next((c for c in root.children if c.lower_ in _ADVERBS), None)
    ahead = modal is not None and modal.lower_ in _AHEAD and root.lower_ not in _CHECKED
    act = "forecast" if ahead else "assert"
    cue = verb_group(parsed, root)
    if mark is not None:
        spot = [(start + mark.start(), start + mark.end())]
        return [Hit("writer/mark", [], spot, [body], act, "writer", mark.group().lower())]
    if modal is not None:
        return [Hit("writer/forecast", [], cue, [body], act, "writer", "")]
    if adverb is not None:
        return [Hit("writer/hedged", [], parsed.span(adverb, adverb), [body], act, "writer", "")]
    if headline or topic.pos_ in ("NOUN", "PROPN", "PRON"):
        return [Hit("writer/headline" if headline else "writer/bare", [], cue, [body], act, "writer", "")]
    return []


def _second_clause(parsed: ParsedParagraph, sentence: Sentence, own: list[Hit]) -> list[Hit]:
    """A main clause beside a claimed one: "P has no intention of A; rather, it would use B"."""
    root = sentence.root
    found = []
    for token in [root, *root.conjuncts]:
        modal = next((c for c in token.children if c.dep_ == "aux" and c.lower_ in _MODALS), None)
        if modal is None or parsed.in_quote(token):
            continue
        place = parsed.offset + token.idx
        topic = child(token, "nsubj", "nsubjpass")
        if topic is None or any(a <= place < b for hit in own for a, b in hit.content + hit.cue):
            continue
        first = topic.left_edge
        if any(
            parsed.offset + first.idx <= hit.cue[0][0] < parsed.offset + token.right_edge.idx
            for hit in own
            if hit.cue[0][0] > place
        ):
            continue
        if any(hit.kind == "speech" and "according" in hit.rule for hit in own):
            continue
        content = parsed.span(first, token.right_edge)
        found.append(Hit("writer/forecast", [], verb_group(parsed, token), content, "forecast", "writer", ""))
    return found
