"""The rule for a phrase that names the source beside the claim: according to X, S; in X's view, S."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit, inside
from overture.read.parsing.grammar import (
    ParsedParagraph,
    child,
    is_cue,
    is_verb,
    noun_phrase,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def according(parsed: ParsedParagraph, token: Token) -> Iterator[Hit]:
    """according: according to X, S; S, according to X; in X's view, S."""
    doc, sent = parsed.doc, token.sent
    if token.lower_ == "according" and token.i + 2 <= sent.end and token.nbor(1).lower_ == "to":
        link = token.nbor(1)
        holder = child(link, "pobj") or child(token, "pobj")
        if holder is None:
            return
        first, cue_last, name, act, kind = token, link, "according", "assert", "speech"
        source = noun_phrase(parsed, holder)
        last = holder.right_edge
    elif token.lower_ in ("in", "to", "from") and token.i + 1 < sent.end and token.dep_ == "prep":
        holder = child(token, "pobj")
        if holder is None or holder.lower_ not in (
            "view",
            "opinion",
            "words",
            "account",
            "telling",
            "eyes",
            "judgement",
            "judgment",
            "estimation",
            "assessment",
        ):
            return
        owner = child(holder, "poss")
        if owner is None:
            link2 = next((c for c in holder.children if c.lower_ == "of"), None)
            owner = child(link2, "pobj") if link2 is not None else None
        if owner is None:
            return
        first, cue_last, name = token, holder, "in-view"
        act, kind = (
            ("assert", "speech") if holder.lower_ in ("words", "account", "telling") else ("believe", "mind")
        )
        source = parsed.span(owner.left_edge, owner)
        last = holder.right_edge
    else:
        return
    # a parser may hang the rest of the sentence on the name: stop at the comma that closes the phrase
    if first.i == sent.start or (first.i == sent.start + 1 and doc[sent.start].is_punct):
        depth_end = last.i
        for place in range(first.i + 2, min(last.i + 1, sent.end - 1)):
            if doc[place].text == "," and _clause_starts(parsed, place + 1, holder):
                depth_end = place - 1
                break
        last = doc[depth_end]
        if name == "according":
            source = parsed.span(doc[cue_last.i + 1], last)
    phrase = (parsed.offset + first.idx, parsed.offset + last.idx + len(last))
    start, end = parsed.offset + sent[0].idx, parsed.offset + sent[-1].idx + len(sent[-1])
    verb = first.head
    while verb.head.i != verb.i and (
        not is_verb(verb) or verb.dep_ in ("prep", "xcomp", "relcl", "acl", "advcl", "ccomp")
    ):
        if verb.dep_ == "ccomp" and is_cue(parsed, verb.head):
            break
        verb = verb.head
    if (
        name == "according" and first.i > sent.start + 1 and last.i + 1 < sent.end
    ):  # a name the parser broke up
        rest = doc[last.i + 1 : sent.end]
        if not any(is_verb(t) or t.is_punct for t in rest[:-1]) and len(rest) <= 8:
            last = rest[-1] if not rest[-1].is_punct else rest[-1].nbor(-1)
            source = parsed.span(doc[cue_last.i + 1], last)
    inner = (
        is_verb(verb)
        and verb.dep_ in ("ccomp", "advcl", "relcl", "conj")
        and child(verb, "nsubj", "nsubjpass", "expl") is not None
    )
    if inner and first.i > sent.start + 1:
        spans = parsed.span(verb.left_edge, verb.right_edge)
    elif phrase[0] - start <= 2:
        spans = [(phrase[1], end)]
    else:
        spans = (
            [(start, end)]
            if end - phrase[1] > 2 and doc[min(last.i + 1, len(doc) - 1)].text == ","
            else [(start, phrase[0])]
        )
        if spans[0][1] == end and _clause_starts(parsed, last.i + 2, None):
            spans = [(start, phrase[0])] if verb.i < first.i else [(phrase[1], end)]
    phrase = (phrase[0], max(phrase[1], parsed.offset + last.idx + len(last)))
    content = parsed.cut_out(spans, [phrase])
    if content:  # "according to X, quoting Y, S": Y goes with the source
        echo = re.match(
            r"(?:quoting|citing|as (?:reported|quoted|cited|told) (?:by|in|to))\s[^,;]*,\s*",
            parsed.text[slice(*content[0])],
        )
        if echo and source:
            source = [(source[0][0], content[0][0] + len(echo.group().rstrip(", ")))]
            content[0] = (content[0][0] + echo.end(), content[0][1])
    told = any(is_verb(token) for token in doc if inside(content, parsed.offset + token.idx))
    beheld = first.i > 0 and doc[first.i - 1].pos_ == "NOUN"
    if source and content and (name != "in-view" or (told and not beheld)):  # "tears in her eyes" are no view
        yield Hit(name, source, parsed.span(first, cue_last), content, act, kind, name)


def _clause_starts(parsed: ParsedParagraph, place: int, holder: Token | None) -> bool:
    """Whether a main clause may begin at ``place``: no relative, participle or apposition of ``holder``."""
    if place >= len(parsed.doc):
        return False
    token = parsed.doc[place]
    if token.lower_ in ("who", "which", "whose", "a", "an", "and", "or") and token.dep_ != "det":
        return False
    if holder is not None and token.i <= holder.right_edge.i:
        here = token
        while here.head.i != here.i and here.head.i != holder.i:
            here = here.head
        return here.dep_ not in ("appos", "relcl", "acl", "conj", "amod", "compound", "punct", "prep", "cc")
    return not (token.tag_ in ("VBN",) or token.is_punct)
