"""The named patterns by which the reader with a parser finds claims, and which of them wins.

Each rule is a function of one parsed paragraph and one of its words that yields hits; its name stands in every claim
it makes (``--explain``). What words a rule looks for is data (``lexicon.yaml``); docs/reference/reading-rules.md
lists all rules with an example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from overture.read.according import according
from overture.read.calling import about, accused, answered_by, small_clause, thing_held
from overture.read.claim import Hit
from overture.read.grammar import ParsedParagraph, child, is_verb, noun_phrase, subject, verb_group
from overture.read.nouns import noun_told
from overture.read.owning import likely, unclear
from overture.read.saying import (
    clause_around,
    clause_marked,
    clause_told,
    declined,
    made_clear,
    thing_showing,
    thing_telling,
    unowned,
)
from overture.read.viewing import adjective_held, passive, pictured, seen_as
from overture.read.wanting import infinitive, no_intention, stance, wanted

if TYPE_CHECKING:
    from spacy.tokens import Token

VERB_RULES: tuple[Callable[[ParsedParagraph, Token], Iterator[Hit]], ...] = (
    clause_told, seen_as, pictured, passive, infinitive, wanted, stance, no_intention, declined, thing_telling,
    thing_showing, clause_around, clause_marked, made_clear, unowned, small_clause, accused, about, thing_held, answered_by,
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
    return [hit for hit in found if hit.cue] + bare_quotes(parsed)


def bare_quotes(parsed: ParsedParagraph) -> list[Hit]:
    """A cue of speech without a clause: its quotation is found beside it (:mod:`overture.read.quoting`)."""
    found = []
    for token in parsed.doc:
        reading = parsed.lexicon.cue(token.lower_, "quote")
        if (
            reading is None
            or not token.tag_.startswith("VB")
            or child(token, "auxpass") is not None
            or (token.tag_ == "VBN" and token.dep_ == "acl")
        ):
            continue
        holder = subject(token)
        if holder is None:
            continue
        source = noun_phrase(parsed, holder, token)
        if source:
            found.append(
                Hit("quote", source, verb_group(parsed, token), [], reading.act, reading.kind, reading.lemma)
            )
    for token in parsed.doc:  # "called it "a lie"", "described the plan: "..."" are speech as well
        reading = parsed.lexicon.cue(token.lower_, "as")
        if (
            reading is not None
            and reading.kind == "speech"
            and token.tag_.startswith("VB")
            and child(token, "auxpass") is None
        ):
            holder = subject(token)
            if holder is not None:
                source = noun_phrase(parsed, holder, token)
                if source:
                    found.append(
                        Hit(
                            "quote",
                            source,
                            verb_group(parsed, token),
                            [],
                            reading.act,
                            reading.kind,
                            reading.lemma,
                        )
                    )
    return found


_RANK = (
    "intention",
    "declined",
    "in-view",
    "according",
    "passive",
    "as",
    "small",
    "accuse",
    "clause",
    "infinitive",
    "want",
    "adjective",
    "noun",
    "telling",
    "showing",
    "object",
    "by",
    "thing",
    "about",
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
