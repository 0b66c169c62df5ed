"""The named patterns by which the reader with a parser finds claims, and which of them wins.

Each rule is a function of one parsed paragraph and one of its words that yields hits; its name stands in every claim
it makes (``--explain``). What words a rule looks for is data (``lexicon.yaml``); docs/reference/reading-rules.md
lists all rules with an example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.frames.match import framed
from overture.read.frames.views import adjective_held
from overture.read.lexicon import Cue
from overture.read.parsing.grammar import (
    ParsedParagraph,
    after_quote,
    child,
    is_verb,
    noun_phrase,
    subject,
    verb_group,
)
from overture.read.sentences.according import according
from overture.read.sentences.displaced import clause_around, clause_hidden, clause_marked
from overture.read.sentences.nouns import noun_told
from overture.read.sentences.owning import likely, unclear
from overture.read.sentences.saying import (
    clause_told,
    declined,
    made_clear,
    thing_showing,
    thing_telling,
    unowned,
)
from overture.read.sentences.viewing import pictured, small_clause
from overture.read.sentences.wanting import no_intention, wanted

if TYPE_CHECKING:
    from spacy.tokens import Token

_COLON_THEN = re.compile(r"\s*(:)\s*(?:\n|\")")

VERB_RULES: tuple[Callable[[ParsedParagraph, Token], Iterator[Hit]], ...] = (
    clause_told, pictured, wanted, no_intention, declined, thing_telling,
    thing_showing, clause_around, clause_marked, made_clear, clause_hidden, unowned, small_clause, framed,
)  # fmt: skip
WORD_RULES: tuple[Callable[[ParsedParagraph, Token], Iterator[Hit]], ...] = (adjective_held, likely, unclear)


def hits(parsed: ParsedParagraph) -> list[Hit]:
    """All hits of the sentence rules in one paragraph, in the order of their cues."""
    found: list[Hit] = []
    for token in parsed.doc:
        if is_verb(token) or token.tag_.startswith("VB"):
            for rule in VERB_RULES:
                found += rule(parsed, token)
        if token.pos_ in ("ADJ", "VERB"):
            for rule in WORD_RULES:
                found += rule(parsed, token)
        if token.pos_ == "NOUN":
            found += noun_told(parsed, token)
            if token.lower_ in ("question", "mystery"):
                found += unclear(parsed, token)
        if token.lower_ in ("according", "in", "to", "from"):
            found += according(parsed, token)
    found += [after for hit in found if (after := _before_colon(parsed, hit)) is not None]
    return [hit for hit in found if hit.cue and not _torn(parsed, hit)] + bare_quotes(parsed)


def _before_colon(parsed: ParsedParagraph, hit: Hit) -> Hit | None:
    """frame/colon: X denied these charges: "S": the quotation or paragraph after an act told by a frame is his too."""
    cited = hit.rule.startswith("frame/cite")  # what follows is the cited one's, who may not be a speaker
    if not hit.rule.startswith("frame") or cited or hit.kind != "speech" or not hit.source or not hit.content:
        return None
    end = hit.content[-1][1]
    colon = _COLON_THEN.match(parsed.text, end)
    if colon is None or parsed.quoted.around(end) is not None:
        return None
    return Hit("quote", hit.source, [colon.span(1)], [], "assert", "speech", hit.lemma)


def _torn(parsed: ParsedParagraph, hit: Hit) -> bool:
    """Whether the source stands in a quotation and the cue outside: the parser took a quoted word for the speaker."""
    if not hit.source:
        return False
    around = parsed.quoted.around(hit.source[0][0])
    spoken = around is not None and around[0] < hit.source[0][0] and hit.source[-1][1] < around[1]
    return spoken and parsed.quoted.around(hit.cue[0][0]) != around


def bare_quotes(parsed: ParsedParagraph) -> list[Hit]:
    """A cue of speech without a clause: its quotation is found beside it (:mod:`overture.read.quotations.quoting`).

    "Called it "a lie"" and "described the plan: "..."" are speech as well.
    """
    found: list[Hit] = []
    uttered = [token for token in parsed.doc if token.lower_ in parsed.lexicon.verbs]
    for frame in ("quote", "as"):
        for token in uttered:
            reading = parsed.lexicon.cue(token.lower_, frame)
            if reading is None or not _speaks(token, reading, frame):
                continue
            holder = subject(token)
            if holder is not None and _elsewhere(parsed, holder, token):
                holder = after_quote(token)
            source = noun_phrase(parsed, holder, token) if holder is not None else []
            if source:
                cue = verb_group(parsed, token)
                found.append(Hit("quote", source, cue, [], reading.act, reading.kind, reading.lemma))
    return found


def _speaks(token: Token, reading: Cue, frame: str) -> bool:
    """Whether a verb utters something: no passive, no participle that only modifies a noun."""
    if not token.tag_.startswith("VB") or child(token, "auxpass") is not None:
        return False
    if frame == "as":
        return reading.kind == "speech"
    return not (token.tag_ == "VBN" and token.dep_ == "acl")


def _elsewhere(parsed: ParsedParagraph, holder: Token, verb: Token) -> bool:
    """Whether ``holder`` stands in a quotation and the verb outside it."""
    around = parsed.in_quote(holder)
    return around is not None and parsed.in_quote(verb) != around


_RANK = (
    "intention",
    "declined",
    "in-view",
    "according",
    "passive",
    "as",
    "small",
    "clause",
    "frame",
    "infinitive",
    "want",
    "adjective",
    "noun",
    "telling",
    "showing",
    "writer",
    "unowned",
    "quote",
)


def _rank(rule: str) -> int:
    family = rule.split("/")[0]
    return _RANK.index(family) if family in _RANK else len(_RANK)


def one_for_a_cue(hits: list[Hit]) -> list[Hit]:
    """One hit for one cue: the rule that stands first in the list wins; two bodies of one cue both stay."""
    ranked = sorted(hits, key=lambda h: (h.rule == "quote", h.cue[0][0], _rank(h.rule)))
    kept: list[Hit] = []
    for hit in ranked:
        rivals = [k for k in kept if k.cue[0][0] < hit.cue[-1][1] and hit.cue[0][0] < k.cue[-1][1]]
        if any(r.content and hit.rule != "quote" and r.rule == hit.rule == "clause/after" for r in rivals):
            continue
        if not rivals:
            kept.append(hit)
        elif (
            hit.rule.startswith("clause")
            and all(r.rule.startswith("clause") for r in rivals)
            and sum(b - a for a, b in hit.content) > sum(b - a for a, b in rivals[0].content)
        ):
            kept[kept.index(rivals[0])] = hit  # "S, he said, and S2": the longer of the two
    return kept
