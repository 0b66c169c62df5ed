"""What the rules ask of a parsed sentence: the subject of a verb, the span of a phrase, the extent of a clause.

Tokens are compared by index: two looks at one token may be two objects.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from overture.read.lexicon import Lexicon
from overture.read.text import Quotes, Span, listed, trim

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
RELATIVES = ("who", "which", "that")
SECOND_CUES = frozenset(
    listed(
        """
        declined declines refused refuses urged urges denied denies accused accuses promised promises vowed vows warned warns
        rejected rejects pledged pledges demanded demands dismissed dismisses called calls criticised criticized criticises
        threatened threatens announced announces insisted insists
    """
    )
)
"""A second cue of the same speaker, where the parser hangs it on the first claim: "noted that A and urged B to do C"."""
THINGS = ("it", "this", "that", "these", "those", "there", "which", "what")


class ParsedParagraph:
    """One parsed paragraph with what the rules need: its tokens, its place in the text, the word lists."""

    def __init__(self, doc: Doc, text: str, offset: int, lexicon: Lexicon, quoted: Quotes) -> None:
        self.doc, self.text, self.offset, self.lexicon, self.quoted = doc, text, offset, lexicon, quoted

    def span(self, first: Token, last: Token, *, stops: bool = True) -> list[Span]:
        """The trimmed span from ``first`` to ``last``, as a list of none or one."""
        start, end = self.offset + first.idx, self.offset + last.idx + len(last)
        cut = trim(self.text, start, end, stops=stops)
        return [cut] if cut else []

    def cut_out(self, spans: list[Span], holes: list[Span]) -> list[Span]:
        """``spans`` without the ``holes``, each piece trimmed; pieces without a letter are dropped."""
        pieces = list(spans)
        for low, high in holes:
            rest: list[Span] = []
            for start, end in pieces:
                if high <= start or low >= end:
                    rest.append((start, end))
                    continue
                if start < low:
                    rest.append((start, low))
                if high < end:
                    rest.append((high, end))
            pieces = rest
        kept = [trim(self.text, *piece) for piece in pieces]
        return [piece for piece in kept if piece and any(c.isalnum() for c in self.text[slice(*piece)])]

    def in_quote(self, token: Token) -> Span | None:
        """The quotation in which ``token`` stands, or None."""
        return self.quoted.around(self.offset + token.idx)


def child(token: Token, *deps: str) -> Token | None:
    """The first child of ``token`` with one of the relations ``deps``."""
    for candidate in token.children:
        if candidate.dep_ in deps:
            return candidate
    return None


def is_verb(token: Token) -> bool:
    """Whether ``token`` is used as a verb."""
    return token.pos_ in ("VERB", "AUX")


def only_modifies(verb: Token) -> bool:
    """Whether ``verb`` is a participle that only modifies a noun ("the man called X", "a deal offered")."""
    return (
        verb.tag_ in ("VBN", "VBG")
        and verb.dep_ in ("acl", "amod", "compound", "relcl")
        and child(verb, "aux") is None
    )


def nominal(token: Token) -> bool:
    """Whether ``token`` can head a noun phrase."""
    return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X")


def subject(verb: Token) -> Token | None:
    """The subject of ``verb``: its own, or the one it shares as a conjunct, relative clause or participle."""
    seen: set[int] = set()
    here = verb
    while here.i not in seen:
        seen.add(here.i)
        own = [c for c in here.children if c.dep_ in SUBJECTS] or [
            c
            for aux in here.children
            if aux.dep_ in ("aux", "auxpass")
            for c in aux.children
            if c.dep_ in SUBJECTS
        ]
        if own:
            first = own[0] if own[0].dep_ != "expl" else own[-1]
            if first.lower_ in RELATIVES and here.dep_ == "relcl":
                return here.head
            return first
        if here.dep_ == "conj" and is_verb(here.head):
            stranded = _stranded(here)
            if stranded is not None:
                return stranded
            # "They claimed P was a volunteer and claim she has ...": a second cue of the outer subject
            if (
                here.i == verb.i
                and here.head.dep_ == "ccomp"
                and (child(here, "ccomp") is not None or here.lower_ in SECOND_CUES)
                and is_verb(here.head.head)
            ):
                here = here.head.head
                continue
            here = here.head
        elif here.dep_ in ("acl", "relcl") and nominal(here.head):
            return here.head
        elif (here.dep_ in ("advcl", "xcomp", "dep", "pcomp") and is_verb(here.head)) or here.dep_ in (
            "acomp",
            "prep",
            "pcomp",
        ):
            here = here.head
        else:
            return _before(here) or _shared(here) or after_quote(here)
    return None


def _stranded(verb: Token) -> Token | None:
    """The noun that the parser hung on an earlier object though it is the subject: "... but its minister said"."""
    place = verb.i - 1
    doc = verb.doc
    while place >= verb.sent.start and (doc[place].is_punct or doc[place].pos_ in ("ADV", "AUX")):
        place -= 1
    if place < verb.sent.start:
        return None
    here = doc[place]
    for _ in range(12):
        if here.dep_ == "conj" and nominal(here) and here.i < verb.i and nominal(here.head):
            edge = here.left_edge.i - 1
            if edge >= verb.sent.start and doc[edge].pos_ == "CCONJ":
                return here
        if here.head.i == here.i or here.head.i == verb.i:
            return None
        here = here.head
    return None


def _shared(verb: Token) -> Token | None:
    """The subject that the parser hung on a participle clause before: "A report by P, a copy of which was seen, says"."""
    for piece in verb.children:
        if piece.dep_ == "advcl" and piece.i < verb.i:
            topic = child(piece, "nsubj", "nsubjpass")
            first = next((c for c in piece.children if c.dep_ in SUBJECTS), None)
            return first if first is not None else topic
    return None


def after_quote(verb: Token) -> Token | None:
    """The speaker between a closing mark and his verb, or straight after it, where the parser saw no subject."""
    doc = verb.doc
    place = verb.i - 1
    while place >= verb.sent.start and doc[place].text != '"':
        place -= 1
    if place < verb.sent.start or verb.i - place > 25:
        return None
    if place == verb.i - 1:  # '..." recalled Leila Haddou'
        thing = child(verb, "dobj")
        return thing if thing is not None and thing.i > verb.i and thing.pos_ in ("PROPN", "NOUN") else None
    for token in doc[place + 1 : verb.i]:
        if token.pos_ in ("PROPN", "NOUN") and token.dep_ not in ("compound", "amod", "nmod", "poss"):
            return token
    return None


def _before(verb: Token) -> Token | None:
    """The name straight before a verb whose subject the parser missed."""
    if verb.i > verb.sent.start:
        neighbour = verb.doc[verb.i - 1]
        if neighbour.pos_ == "PROPN" and neighbour.dep_ in ("npadvmod", "dep", "appos", "compound", "nmod"):
            return neighbour
    return None


_BODIES = frozenset(
    listed(
        """
        government parliament administration organisation organization delegation opposition community authority department
        establishment leadership alliance intelligence association coalition federation corporation institution foundation
        management city university minority majority charity nation population regiment conference audience faction
        electorate garrison ministry embassy party
        """
    )
)
_ABSTRACT = ("tion", "ment", "ness", "ity", "ship", "ism", "egy", "ance", "ence")


def animate(token: Token) -> bool:
    """Whether a noun phrase headed by ``token`` could hold a belief: not a bare thing-pronoun or abstract noun."""
    if token.pos_ == "PROPN":
        return True
    if token.pos_ == "PRON":
        return token.lower_ not in THINGS or token.lower_ == "it"
    return token.lower_ in _BODIES or not token.lower_.endswith(_ABSTRACT)


def noun_phrase(parsed: ParsedParagraph, head: Token, verb: Token | None = None) -> list[Span]:
    """The span of the phrase headed by ``head``, with apposition and relative clause, never across ``verb``."""
    first, last = head.left_edge, head.right_edge
    if is_verb(head):
        return []
    if verb is not None:
        doc = head.doc
        if head.i < verb.i <= last.i:
            last = doc[verb.i - 1]
        elif verb.i < head.i and first.i <= verb.i:
            first = doc[verb.i + 1]
    if first.pos_ == "CCONJ" and first.i < head.i and first.lower_ != "both":
        first = first.nbor(1)
    for piece in head.children:  # a second clause hung on the name: "X, while Y ..."
        if piece.dep_ in ("advcl", "ccomp", "parataxis") and piece.i > head.i:
            edge = piece.left_edge.i - 1
            if head.i < edge < last.i:
                last = head.doc[edge]
    for place in range(last.i, head.left_edge.i, -1):  # "Upstream, a pause: Quill says"
        if head.doc[place - 1].text == ":" and first.i < place:
            first = head.doc[place]
            break
    spans = parsed.span(first, last, stops=True)
    closed = list(re.finditer(r'"[\s,]+(?=\S)', parsed.text[slice(*spans[0])])) if spans else []
    if closed:  # a quotation that the parser ran into the name
        spans = [(spans[0][0] + closed[-1].end(), spans[0][1])]
    relative = re.search(r",?\s+(?:who|which|that)$", parsed.text[slice(*spans[0])]) if spans else None
    return [(spans[0][0], spans[0][0] + relative.start())] if relative else spans


def verb_group(parsed: ParsedParagraph, verb: Token) -> list[Span]:
    """The span of a verb with its auxiliaries, negation and particle ("has offered", "did not say")."""
    parts = [verb] + [
        c
        for c in verb.children
        if c.dep_ in ("aux", "auxpass", "neg")
        and abs(c.i - verb.i) <= 4
        and c.i < verb.i
        and c.lower_ != "to"
        and (c.text != "May" or c.i == c.sent.start)  # "who fled in May said"
    ]
    first = min(parts, key=lambda t: t.i)
    group = list(verb.doc[first.i : verb.i + 1])
    if any(t.dep_ in SUBJECTS for t in group):  # a question: "did he say"
        first = verb
    return parsed.span(first, verb)


def is_cue(parsed: ParsedParagraph, token: Token) -> bool:
    """Whether ``token`` is a verb that introduces somebody's words."""
    reading = parsed.lexicon.verb(token.lower_)
    return is_verb(token) and reading is not None and reading.kind in ("speech", "mind")


def clause(parsed: ParsedParagraph, head: Token, without: list[Span] = ()) -> list[Span]:  # type: ignore[assignment]
    """The span of the clause headed by ``head``: its subtree without what belongs to another attribution.

    Left out are a coordinate clause with its own speaker, a closing "while"-clause and a closing participle
    that is itself a cue (", saying ..."), unless they stand inside the same quotation.
    """
    first, last = head.left_edge, head.right_edge
    quote = parsed.in_quote(head)
    for token in head.doc[first.i : head.i]:
        if (
            token.text == ":" and parsed.in_quote(token) is None
        ):  # "the guard put it differently: the ship, it said, was lost"
            first = token.nbor(1)
    doc = head.doc
    for token in sorted(head.subtree, key=lambda t: t.i):
        if token.i <= head.i or token.i > last.i or (quote is not None and parsed.in_quote(token) == quote):
            continue
        if token.text == ";" and quote is None:
            last = doc[token.i - 1]
            break
        edge = token.left_edge.i
        comma = edge > head.i and doc[edge - 1].is_punct
        cut = None
        if (token.dep_ == "conj" and token.lower_ in SECOND_CUES and child(token, *SUBJECTS) is None) or (
            token.dep_ == "conj"
            and is_cue(parsed, token)
            and child(token, "ccomp") is not None
            and (child(token, "nsubj") is not None or parsed.lexicon.cue(token.lower_, "quote") is not None)
        ):
            cut = edge
            while cut - 1 > head.i and (doc[cut - 1].pos_ == "CCONJ" or doc[cut - 1].is_punct):
                cut -= 1
        elif token.dep_ == "advcl" and comma:
            mark = child(token, "mark")
            if (mark is not None and mark.lower_ in ("while", "whereas", "although", "though")) or (
                token.tag_ == "VBG" and is_cue(parsed, token) and token.i - edge <= 1
            ):
                cut = edge - 1
        if cut is not None and cut > head.i:
            last = doc[cut - 1]
            break
    if first.pos_ == "ADV" and first.nbor(1).lower_ == "that" and first.i + 1 < head.i:
        first = first.nbor(1)  # "said only that ..."
    spans = parsed.span(first, last)
    return parsed.cut_out(spans, list(without)) if without else spans


def source_of(parsed: ParsedParagraph, verb: Token) -> list[Span]:
    """The span of the subject of ``verb``, or nothing."""
    holder = subject(verb)
    return noun_phrase(parsed, holder, verb) if holder is not None else []


def with_tail(parsed: ParsedParagraph, verb: Token, content: list[Span]) -> list[Span]:
    """Add what the parser hung on the cue though it belongs to the claim: a condition, a second clause of his.

    "warned that it may be reversed as soon as the ban is gone"; "claims that A and she B".
    """
    start, end = content[-1]
    for piece in sorted(verb.children, key=lambda t: t.i):
        first, last = piece.left_edge, piece.right_edge
        place = parsed.offset + first.idx
        gap = parsed.text[end:place]
        if place < end or len(gap) > 6:
            continue
        if (
            piece.dep_ in ("advcl", "ccomp")
            and not gap.strip()
            and (
                any(c.dep_ in ("mark", "advmod") for c in piece.children) or first.dep_ in ("mark", "advmod")
            )
        ) or (
            piece.dep_ == "conj"
            and gap.strip(" ,") in ("", "and", "but", "or")
            and first.tag_ in ("PRP", "PRP$", "CC")
            and (not is_cue(parsed, piece) and child(piece, "nsubj", "nsubjpass") is not None)
        ):
            end = parsed.span(first, last)[0][1]
    return [*content[:-1], (start, end)]


def participle_source(parsed: ParsedParagraph, verb: Token) -> list[Span]:
    """Whose belief a participle is: the subject of its clause where that can believe, else the last name before."""
    holder = subject(verb)
    if holder is not None and animate(holder) and holder.i < verb.i:
        return noun_phrase(parsed, holder, verb)
    for place in range(verb.i - 1, verb.sent.start - 1, -1):
        token = verb.doc[place]
        if token.dep_ not in ("nsubj", "nsubjpass") or token.head.i < token.i or not is_verb(token.head):
            continue
        if token.head.dep_ == "ccomp" and token.head.head.lower_.startswith("want"):
            continue  # "K wants T back": K, not T
        if token.pos_ in ("PROPN", "NOUN") and animate(token):
            return noun_phrase(parsed, token, verb)
    return noun_phrase(parsed, holder, verb) if holder is not None else []
