"""Rules for what is said or thought in a clause: X says that S; S, X says; it is said that S; statements from X suggesting Y."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.lexicon import Cue
from overture.read.parsing.grammar import (
    SUBJECTS,
    THINGS,
    ParsedParagraph,
    animate,
    child,
    clause,
    is_verb,
    nominal,
    noun_phrase,
    participle_source,
    source_of,
    subject,
    verb_group,
    with_tail,
)
from overture.read.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def clause_told(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """clause: X says (that) S; S, X says. The complement is a finite clause on either side."""
    reading = parsed.lexicon.cue(verb.lower_, "clause")
    if reading is None or not _tells(verb, reading):
        return
    for body in verb.children:
        if not _complement(verb, body) or not _claimed(verb, body, reading):
            continue
        named = _teller(parsed, verb, body, reading)
        if named is None:
            continue
        rule, source = named
        cue = verb_group(parsed, verb)
        after = body.i > verb.i
        content = clause(parsed, body, [] if after else source + cue)
        if after and body.left_edge.i < verb.i and body.left_edge.lower_ in _RELATIVE_WORDS:
            # "a thing that they say they cannot handle"
            content = [s for s in clause(parsed, body, source + cue) if s[0] >= cue[0][1]] or content
        if not after:
            content = [span for span in content if span[0] < cue[0][0]] or content
        elif content and parsed.in_quote(body) is None:
            content = with_tail(parsed, verb, content)
        if content:
            yield Hit(rule, source, cue, content, reading.act, reading.kind, reading.lemma)


_RELATIVE_WORDS = ("that", "which", "what", "who", "whom", "whatever", "how", "where", "when", "why")


def _tells(verb: Token, reading: Cue) -> bool:
    """Whether the verb reports here: no passive, no purpose, no participle that only says in which state somebody is."""
    if child(verb, "auxpass") is not None or _object_before(verb):
        return False
    bare = child(verb, "aux") is None
    if (
        reading.kind == "mind"
        and verb.tag_ == "VB"
        and (bare or any(c.lower_ == "to" for c in verb.children))
    ):
        return False  # "to determine whether", "helps them determine whether": a purpose, nobody's belief
    if verb.tag_ != "VBN" or not bare:
        return True
    if verb.dep_ == "conj" and child(verb.head, "auxpass") is not None:
        return False  # "was hauled in and told that"
    return verb.dep_ != "advcl" or child(verb, "nsubj") is not None  # "asked whether she agreed, L replied"


def _complement(verb: Token, body: Token) -> bool:
    """Whether ``body`` is a clause that ``verb`` can report: finite, with a subject, in the same sentence."""
    that = body.dep_ == "advcl" and _marked(body)
    if (body.dep_ not in ("ccomp", "parataxis") and not that) or not (is_verb(body) or body.i > verb.i):
        return False
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in body.children):
        return False
    if body.i < verb.i:  # "A; they remember B", "A: he agreed to go": two sentences
        parted = any(t.text == ";" for t in verb.doc[body.i : verb.i])
        return not parted and child(verb, "xcomp") is None
    thing = child(verb, "dobj")
    if thing is not None and thing.pos_ == "NOUN" and any(t.text == ":" for t in verb.doc[thing.i : body.i]):
        return False  # 'denied the charges: "She was free"': an act, and a quotation of its own
    # an order or a bare infinitive is no claim
    return _marked(body) or any(t.dep_ in SUBJECTS and t.i != verb.i for t in body.subtree)


def _claimed(verb: Token, body: Token, reading: Cue) -> bool:
    """Whether the clause says something of which the verb says who says it: not "underscores why K wants T"."""
    after = body.i > verb.i
    owned = child(body, "nsubj", "nsubjpass") is not None or _marked(body)
    if after and reading.lemma in ("ask", "wonder", "tell") and not owned:
        return False
    if after and reading.kind in ("mind", "show") and body.left_edge.lower_ == "why":
        return False  # the inner claim stays, this cue says nothing
    return reading.lemma not in ("underscore", "underline", "highlight", "illustrate") or "why" not in _marks(
        body
    )


def _marked(body: Token) -> bool:
    """Whether "that" opens the clause."""
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in body.children)


def _marks(body: Token) -> set[str]:
    """The words that may open a clause, in lower case."""
    relations = ("mark", "advmod", "nsubj", "dobj", "attr", "pobj")
    return {c.lower_ for c in body.children if c.dep_ in relations}


def _teller(parsed: ParsedParagraph, verb: Token, body: Token, reading: Cue) -> tuple[str, list[Span]] | None:
    """The rule and the span of whoever reports, or None where nobody does."""
    holder, after = subject(verb), body.i > verb.i
    if holder is None and not after:
        return None
    said = holder is not None and holder.lower_ in ("that", "this") and holder.dep_ == "nsubj"
    if said and body.dep_ != "parataxis":
        return None  # "That said, ..."
    if reading.kind == "show" and (not after or (holder is not None and holder.lower_ in THINGS)):
        return None  # "this means that ...": the writer's own reasoning, no source
    if verb.tag_ == "VBG" and child(verb, "nsubj", "aux") is None:
        if verb.dep_ == "pcomp" and not _marks(body) & {"that", "whether"} and parsed.in_quote(body) is None:
            return None  # "banned from claiming asylum expected ..."
        source, rule = participle_source(parsed, verb), "clause/participle"
    else:
        source = noun_phrase(parsed, holder, verb) if holder is not None else []
        rule = "clause" if after else "clause/after"
    return (rule, source) if source else None


def made_clear(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """clause/clear: X has made (it) clear that S; X let it be known that S."""
    if verb.lower_ not in ("make", "makes", "made", "making", "let", "lets", "letting"):
        return
    plain = next(
        (t for t in verb.doc[verb.i + 1 : verb.i + 4] if t.lower_ in ("clear", "plain", "known", "public")),
        None,
    )
    if plain is None or plain.i + 2 >= verb.sent.end or plain.nbor(1).lower_ != "that":
        return
    holder = subject(verb)
    if holder is None or not animate(holder) or child(verb, "auxpass") is not None:
        return
    source = noun_phrase(parsed, holder, verb)
    content = parsed.span(plain.nbor(1), verb.sent[-1])
    cue = [(verb_group(parsed, verb)[0][0], parsed.offset + plain.idx + len(plain))]
    if source and content:
        yield Hit("clause/clear", source, cue, content, "assert", "speech", "clear")


def _object_before(verb: Token) -> bool:
    """Whether the verb's object stands before it ("what each side says"): then no clause follows."""
    return any(
        c.i < verb.i and c.dep_ in ("dobj", "attr", "pobj") and c.lower_ in ("what", "which", "whatever")
        for c in verb.children
    )


SILENCES = (
    "comment",
    "say",
    "discuss",
    "confirm",
    "answer",
    "speculate",
    "elaborate",
    "disclose",
    "reveal",
    "respond",
    "deny",
)


def declined(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """declined: X declined to comment on Y: no commitment either way."""
    if verb.lower_ in ("comment", "commented", "responded", "respond", "elaborate", "elaborated"):
        body: Token | None = verb  # "has not commented on the plan"
        if child(verb, "neg") is None or subject(verb) is None or child(verb, "prep") is None:
            return
    elif verb.lower_ == "drawn" and child(verb, "neg") is not None:  # "would not be drawn on the price"
        body = verb
    elif verb.lower_ in ("declined", "declines", "refused", "refuses"):
        body = child(verb, "xcomp")
    else:
        return
    if body is None or (body.i != verb.i and body.lower_ not in SILENCES):
        return
    follow = next((c for c in body.children if c.dep_ == "prep" and c.lower_ in ("on", "about", "to")), None)
    last = body
    content: list[Span] = []
    if follow is not None and child(follow, "pobj") is not None:
        last = follow
        content = parsed.span(follow.nbor(1), follow.right_edge)
    else:
        thing = child(body, "ccomp", "dobj")
        if thing is not None:
            content = parsed.span(thing.left_edge, thing.right_edge)
    cue = parsed.span(verb, last)
    group = verb_group(parsed, verb)
    if group and cue:
        cue = [(group[0][0], cue[0][1])]
    yield Hit("declined", source_of(parsed, verb), cue, content, "assert", "speech", "decline")


def thing_telling(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """telling: statements from X suggesting Y: a noun with a participle or relative clause that reports."""
    if verb.dep_ not in ("acl", "relcl") or verb.tag_ not in ("VBG", "VBZ", "VBP", "VBD"):
        return
    reading = parsed.lexicon.cue(verb.lower_, "clause")
    if reading is None or reading.kind not in ("speech", "show"):
        return
    noun = verb.head
    if not nominal(noun) or child(verb, "ccomp") is not None:
        return
    thing = child(verb, "dobj")
    book = parsed.lexicon.voices
    phrase = parsed.doc[noun.left_edge.i : noun.i + 1].text
    if thing is None or not (book["document"].search(phrase) or book["official"].search(phrase)):
        return
    end = verb.left_edge.i - 1
    source = parsed.span(noun.left_edge, parsed.doc[end])
    yield Hit("telling", source, parsed.span(verb, verb), parsed.span(thing.left_edge, thing.right_edge),
              reading.act, reading.kind, reading.lemma)  # fmt: skip


def thing_showing(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """showing: photographs (appear to) show a tower: a document whose claim is a noun phrase."""
    reading = parsed.lexicon.cue(verb.lower_, "clause")
    if reading is None or child(verb, "ccomp", "auxpass") is not None:
        return
    if all(r.kind != "show" for r in parsed.lexicon.verbs.get(verb.lower_, ())):
        return
    first = verb
    if verb.dep_ == "xcomp" and verb.head.lower_ in (
        "appear",
        "appears",
        "appeared",
        "seem",
        "seems",
        "seemed",
    ):
        first = verb.head
    elif verb.tag_ not in ("VBZ", "VBP", "VBD"):
        return
    thing, holder = child(verb, "dobj"), subject(verb)
    if thing is None or thing.i < verb.i or thing.pos_ != "NOUN" or holder is None or holder.pos_ != "NOUN":
        return
    if not parsed.lexicon.voices["document"].search(holder.text):
        return
    source = noun_phrase(parsed, holder, first)
    last = thing.right_edge
    for piece in verb.children:  # "show the envoy | at the airfield"
        if piece.dep_ == "prep" and piece.left_edge.i == last.i + 1:
            last = piece.right_edge
    content = parsed.span(thing.left_edge, last)
    if source and content:
        yield Hit("showing", source, parsed.span(first, verb), content, "assert", "show", reading.lemma)


def unowned(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """unowned: it is believed that S; Y is said to do A: somebody's, but nobody's in particular."""
    reading = parsed.lexicon.verb(verb.lower_)
    if reading is None or reading.kind not in ("speech", "mind") or child(verb, "auxpass") is None:
        return
    topic = child(verb, "nsubjpass", "nsubj", "expl")
    if topic is None or verb.lower_ in ("told", "asked", "expected", "urged", "known", "found", "decided"):
        return
    agent = child(verb, "agent")
    holder = child(agent, "pobj") if agent is not None else None
    source = noun_phrase(parsed, holder) if holder is not None else []
    body = child(verb, "ccomp")
    if (
        topic.lower_ == "it"
        and body is not None
        and body.i > verb.i
        and child(body, "nsubj", "nsubjpass", "expl") is not None
    ):
        yield Hit("unowned" if not source else "passive/it", source, verb_group(parsed, verb), clause(parsed, body),
                  reading.act, reading.kind, reading.lemma)  # fmt: skip
        return
    goal = child(verb, "xcomp")
    if (
        goal is not None
        and goal.i > verb.i
        and any(a.lower_ == "to" for a in goal.children)
        and topic.lower_ != "it"
    ):
        if reading.act in ("promise", "propose") or reading.lemma in ("agree", "allow", "remind", "advise"):
            return
        content = parsed.span(topic.left_edge, goal.right_edge)
        yield Hit("unowned" if not source else "passive/to", source, verb_group(parsed, verb), content,
                  reading.act, reading.kind, reading.lemma, whole=True)  # fmt: skip
