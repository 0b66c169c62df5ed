"""Rules for nouns that hold a claim: the belief that S; X's claim that S."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.parsing.grammar import ParsedParagraph, child, clause, source_of
from overture.read.text import Span, listed

if TYPE_CHECKING:
    from spacy.tokens import Token

_HOLDING = frozenset(
    listed(
        """
        has have had express expressed expresses expressing voice voiced voices issue issued issues
        issuing make  give gave gives giving repeat repeated repeats repeating
        reiterated hold holds held raise raised raises offered share shares shared dismiss dismissed
        reject rejected rejects dismisses
    """
    )
)


def noun_told(parsed: ParsedParagraph, noun: Token) -> Iterator[Hit]:
    """noun: the belief that S; X's claim that S. Without an owner nobody vouches for it."""
    reading = parsed.lexicon.nouns.get(noun.lower_)
    if reading is None or noun.pos_ != "NOUN":
        return
    body = next(
        (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i
         and any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children)), None,
    )  # fmt: skip
    source: list[Span] = []
    if body is None:
        return
    owner = child(noun, "poss")
    if owner is not None:
        source = parsed.span(owner.left_edge, owner)
    else:
        link = next(
            (
                c
                for c in noun.children
                if c.dep_ == "prep" and c.lower_ in ("of", "by", "from", "in", "among")
            ),
            None,
        )
        owner = child(link, "pobj") if link is not None else None
        if owner is not None and owner.pos_ in ("PROPN", "NOUN") and link is not None and link.i < body.i:
            source = parsed.span(
                owner.left_edge, owner.right_edge if owner.right_edge.i < body.left_edge.i else owner
            )
    if not source and noun.dep_ == "dobj" and noun.head.lower_ in _HOLDING:  # "has the feeling that S"
        source = source_of(parsed, noun.head)
    yield Hit("noun" if source else "noun/unowned", source, parsed.span(noun, noun), clause(parsed, body),
              reading.act, reading.kind, noun.lower_)  # fmt: skip
