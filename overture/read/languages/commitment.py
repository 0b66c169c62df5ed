"""How firmly a claim is made, in a language other than English: negation, conditional, words of doubt.

The conditional has two uses. After a verb in the past it is the future ("a annoncé que la mine serait fermée"), which takes
nothing back. In the present, and after "according to", it is the press's mark of what is not confirmed ("aurait signé"):
possible, no more. A verb of saying that is itself negated or asked leaves its claim open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overture.read.claim import Hit, slices
from overture.read.languages.table import LanguageTable
from overture.read.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True)
class Commitment:
    """Polarity and certainty as :mod:`overture.read.claim` names them, and the words that decided them."""

    polarity: str
    certainty: str
    hedges: tuple[Span, ...] = ()
    negations: tuple[Span, ...] = ()


def commitment_of(text: str, doc: Doc, hit: Hit, table: LanguageTable) -> Commitment:
    """What the cue and the content of a hit say of its claim."""
    cue = [t for t in doc if any(a <= t.idx < b for a, b in hit.cue)]
    verb = cue[-1] if cue else None
    taken_back = _negation(verb, table) if verb is not None else ()
    if taken_back and hit.kind in ("speech", "show"):
        return Commitment("?", "U", negations=taken_back)
    if hit.content and text[hit.content[-1][0] : hit.content[-1][1] + 2].rstrip(' »"').endswith("?"):
        return Commitment("?", "U")
    root = _root(doc, hit)
    denied = _negation(root, table) if root is not None else ()
    negative = (hit.act == "deny") ^ bool(denied) ^ bool(taken_back)
    certainty, hedges = "CT", []
    told = slices(text, hit.content)
    for degree in ("PS", "PR"):
        found = table.certainty[degree].search(told)
        if found:
            certainty = degree
    if root is not None and _hearsay(root, verb, hit, table):
        certainty = "PS"
        hedges = [(root.idx, root.idx + len(root.text))]
    if verb is not None and table.hearsay in _moods(
        verb
    ):  # "aurait déclaré": that he said it is not confirmed
        certainty = "PS"
        hedges.append((verb.idx, verb.idx + len(verb.text)))
    return Commitment("-" if negative else "+", certainty, tuple(hedges), denied or taken_back)


def _moods(verb: Token) -> list[str]:
    words = [verb, *(child for child in verb.children if child.dep_.startswith(("aux", "cop")))]
    return [mood for word in words for mood in word.morph.get("Mood")]


def _hearsay(root: Token, verb: Token | None, hit: Hit, table: LanguageTable) -> bool:
    if table.hearsay not in _moods(root):
        return False
    if hit.rule.endswith("/according"):
        return True
    return hit.rule.endswith("/clause") and verb is not None and not _past(verb)


def _past(verb: Token) -> bool:
    words = [verb, *(child for child in verb.children if child.dep_.startswith("aux"))]
    tenses = {tense for word in words for tense in word.morph.get("Tense")}
    return bool(tenses & {"Past", "Imp"})


def _root(doc: Doc, hit: Hit) -> Token | None:
    """The word of the content on which its others hang."""
    if not hit.content:
        return None
    start, end = hit.content[0]
    within = [t for t in doc if start <= t.idx < end and not t.is_punct]
    tops = [t for t in within if not (start <= t.head.idx < end) or t.head == t]
    return next((t for t in tops if t.pos_ in ("VERB", "AUX")), tops[0] if tops else None)


def _negation(word: Token, table: LanguageTable) -> tuple[Span, ...]:
    """The words that negate a verb: its adverbs, or a subject that is nobody."""
    return tuple(
        (child.idx, child.idx + len(child.text))
        for child in word.children
        if (child.text.lower() in table.negations and child.dep_ == "advmod")
        or (
            child.dep_.startswith("nsubj")
            and any(t.text.lower() in table.nobody - {"rien"} for t in child.subtree)
        )
    )
