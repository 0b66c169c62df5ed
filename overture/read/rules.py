"""The named patterns by which the reader with a parser finds claims.

Each rule is a function of one parsed paragraph that yields hits; its name stands in every claim it makes
(``--explain``). What words a rule looks for is data (``lexicon.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.grammar import (
    Parsed,
    animate,
    child,
    clause,
    is_cue,
    is_verb,
    nominal,
    noun_phrase,
    subject,
    verb_group,
)
from overture.read.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

PROPOSITIONS = frozenset(
    [
        "announcement",
        "announcements",
        "report",
        "reports",
        "claim",
        "claims",
        "allegation",
        "allegations",
        "accusation",
        "accusations",
        "charge",
        "charges",
        "proposal",
        "proposals",
        "offer",
        "offers",
        "plan",
        "plans",
        "deal",
        "image",
        "images",
        "idea",
        "notion",
        "suggestion",
        "suggestions",
        "decision",
        "decisions",
        "agreement",
        "statement",
        "statements",
        "verdict",
        "finding",
        "findings",
        "account",
        "accounts",
        "figure",
        "figures",
        "evidence",
        "demand",
        "demands",
        "criticism",
        "accord",
        "pact",
        "truce",
        "ceasefire",
        "resolution",
        "ruling",
        "theory",
        "rumour",
        "rumours",
        "rumor",
        "rumors",
        "story",
        "stories",
        "comment",
        "comments",
        "remark",
        "remarks",
        "assertion",
        "assertions",
        "conclusion",
        "conclusions",
        "warning",
        "warnings",
        "call",
        "calls",
        "picture",
    ]
)
STOPPERS = ("because", "due", "since", "after", "if", "when", "as", "while", "despite", "so")


def _source(parsed: Parsed, verb: Token) -> list[Span]:
    holder = subject(verb)
    return noun_phrase(parsed, holder, verb) if holder is not None else []


def _holder_ok(verb: Token, kind: str) -> bool:
    holder = subject(verb)
    if holder is None:
        return False
    if kind in ("mind", "act") and not animate(holder):
        return False
    return not (holder.lower_ in ("it", "there", "this", "that", "what") and holder.dep_ == "expl")


def _tell(parsed: Parsed, verb: Token) -> Iterator[Hit]:
    """clause: X says (that) S; S, X says. The complement is a finite clause on either side."""
    word = verb.lower_
    reading = parsed.lexicon.cue(word, "clause")
    if reading is None or child(verb, "auxpass") is not None or _object_before(verb):
        return
    if reading.kind == "mind" and verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children):
        return  # "to determine whether": a purpose, nobody's belief
    if (
        verb.tag_ == "VBN"
        and verb.dep_ == "conj"
        and child(verb, "aux") is None
        and child(verb.head, "auxpass") is not None
    ):
        return  # "was hauled in and told that"
    for body in verb.children:
        if body.dep_ not in ("ccomp", "parataxis") or not (is_verb(body) or body.i > verb.i):
            continue
        after = body.i > verb.i
        marks = {
            c.lower_ for c in body.children if c.dep_ in ("mark", "advmod", "nsubj", "dobj", "attr", "pobj")
        }
        if after and reading.lemma in ("ask", "wonder", "tell") and child(body, "nsubj", "nsubjpass") is None:
            continue
        if not any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in body.children) and after:
            continue  # an order or a bare infinitive, not a claim
        if child(body, "aux") is not None and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in body.children
        ):
            continue
        if reading.kind in ("mind", "show") and after and body.left_edge.lower_ == "why":
            continue  # "underscores why K wants T": the inner claim stays, this cue says nothing
        if reading.lemma in ("underscore", "underline", "highlight", "illustrate") and "why" in marks:
            continue
        holder = subject(verb)
        if holder is None and not after:
            continue
        if reading.kind == "show" and holder is not None and holder.lower_ in ("that", "which", "what"):
            continue
        name, kind, act = reading.lemma, reading.kind, reading.act
        source = noun_phrase(parsed, holder, verb) if holder is not None else []
        participle = verb.tag_ == "VBG" and child(verb, "nsubj", "aux") is None
        if participle:
            source, name_rule = _participle_source(parsed, verb), "clause/participle"
            if not source:
                continue
        else:
            name_rule = "clause" if after else "clause/after"
        if not source:
            continue
        cue = verb_group(parsed, verb)
        holes = source + cue if not after else []
        content = clause(parsed, body, holes)
        if not after:
            content = [span for span in content if span[0] < cue[0][0]] or content
        elif content and parsed.in_quote(body) is None:
            content = _tail(parsed, verb, content)
        if content:
            yield Hit(name_rule, source, cue, content, act, kind, name)


def _object_before(verb: Token) -> bool:
    """Whether the verb's object stands before it ("what each side says"): then no clause follows."""
    return any(
        c.i < verb.i and c.dep_ in ("dobj", "attr", "pobj") and c.lower_ in ("what", "which", "whatever")
        for c in verb.children
    )


def _tail(parsed: Parsed, verb: Token, content: list[Span]) -> list[Span]:
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
            and any(c.dep_ in ("mark", "advmod") for c in piece.children)
        ) or (
            piece.dep_ == "conj"
            and gap.strip(" ,") in ("", "and", "but", "or")
            and first.tag_ in ("PRP", "PRP$", "CC")
            and (not is_cue(parsed, piece) and child(piece, "nsubj", "nsubjpass") is not None)
        ):
            end = parsed.span(first, last)[0][1]
    return [*content[:-1], (start, end)]


def _participle_source(parsed: Parsed, verb: Token) -> list[Span]:
    """Whose belief a participle is: the subject of its clause where that can believe, else the last name before."""
    holder = subject(verb)
    if holder is not None and animate(holder) and holder.i < verb.i:
        return noun_phrase(parsed, holder, verb)
    for place in range(verb.i - 1, verb.sent.start - 1, -1):
        token = verb.doc[place]
        if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("PROPN", "NOUN") and animate(token):
            return noun_phrase(parsed, token, verb)
    return noun_phrase(parsed, holder, verb) if holder is not None else []


def _as(parsed: Parsed, verb: Token) -> Iterator[Hit]:
    """as: X sees Y as Z; X rejects Y as Z; X paints a picture of Y."""
    reading = parsed.lexicon.cue(verb.lower_, "as")
    if reading is None or child(verb, "auxpass") is not None or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        return
    thing = child(verb, "dobj")
    marker = None
    for token in verb.subtree:
        if token.i > verb.i and token.lower_ == "as" and token.dep_ in ("prep", "mark", "advmod"):
            if token.i > verb.i + 1 or reading.lemma == "refer":
                marker = token
            break
    if marker is None:
        if reading.lemma == "paint" and thing is not None and thing.lower_ in ("picture", "portrait"):
            yield Hit("as/picture", _source(parsed, verb), verb_group(parsed, verb),
                      parsed.span(thing.left_edge, thing.right_edge), reading.act, reading.kind, reading.lemma)  # fmt: skip
        return
    if thing is None and marker.head.i == verb.i:
        thing = next((t for t in verb.children if t.i > verb.i and t.i < marker.i and nominal(t)), None)
    if thing is None or thing.left_edge.i > marker.i:
        return
    # "as" must close the object, not open a clause ("as the talks went on") or a comparison ("as much as")
    if marker.nbor(1).lower_ in ("well", "much", "soon", "long", "far", "many") or marker.nbor(-1).lower_ in (
        "such",
        "same",
        "as",
    ):
        return
    source = _source(parsed, verb)
    if verb.tag_ == "VBG" and child(verb, "nsubj", "aux") is None:
        source = _participle_source(parsed, verb)
    last = marker.right_edge if marker.dep_ != "mark" else marker.head.right_edge
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


def _stop_at(parsed: Parsed, spans: list[Span]) -> list[Span]:
    """Cut a phrase before ", all while ..." and ", saying ..."."""
    start, end = spans[0]
    tail = re.search(
        r",\s+(?:all\s+)?(?:while|whereas|although|though|but|saying|adding)\b", parsed.text[start:end]
    )
    return [(start, start + tail.start())] if tail else spans


def _passive(parsed: Parsed, verb: Token) -> Iterator[Hit]:
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


def _infinitive(parsed: Parsed, verb: Token) -> Iterator[Hit]:
    """infinitive: X wants to do A; X expects Y to do A."""
    reading = parsed.lexicon.cue(verb.lower_, "infinitive")
    if reading is None or child(verb, "auxpass") is not None:
        return
    body = next(
        (c for c in verb.children if c.i > verb.i and c.dep_ in ("xcomp", "ccomp", "advcl")
         and any(a.lower_ == "to" and a.i < c.i and a.dep_ == "aux" for a in c.children)), None,
    )  # fmt: skip
    if body is None or (body.dep_ == "advcl" and child(verb, "dobj") is not None):
        return
    if reading.lemma in ("try", "attempt", "seek", "need", "prepare") and verb.tag_ in ("VBD", "VB"):
        return  # an act in the past or in a command, not an intention
    if verb.tag_ == "VB" and not any(
        c.dep_ == "aux" and c.lower_ in ("would", "will", "does", "did", "do") for c in verb.children
    ):
        return
    holder = subject(verb)
    if holder is None or not animate(holder) or holder.lower_ in ("you", "who"):
        return
    if parsed.in_quote(verb) and holder.lower_ in ("i", "we"):
        return
    last = body.right_edge
    for piece in body.subtree:
        if piece.i > body.i and piece.dep_ == "advcl" and piece.doc[piece.left_edge.i - 1].is_punct:
            last = piece.doc[piece.left_edge.i - 1]
            break
    first = verb.nbor(1)
    while first.is_punct or (first.pos_ == "ADV" and first.i < body.left_edge.i):
        first = first.nbor(1)
    first = min(first, body.left_edge, key=lambda t: t.i) if body.left_edge.i > verb.i else first
    cue = verb_group(parsed, verb)
    lead = verb.nbor(-1) if verb.i > 0 else verb
    if lead.pos_ == "ADV" and lead.lower_ in parsed.lexicon.certainty.get(
        "PR", ()
    ) + parsed.lexicon.certainty.get("PS", ()):
        cue = parsed.span(lead, verb)
    content = _tail(parsed, verb, parsed.span(first, last)) if last.i >= first.i else []
    yield Hit("infinitive", _source(parsed, verb), cue, content, reading.act, reading.kind, reading.lemma)


def _want(parsed: Parsed, verb: Token) -> Iterator[Hit]:
    """want: X wants Y (back); cut before a reason."""
    reading = parsed.lexicon.cue(verb.lower_, "back")
    if reading is None or child(verb, "auxpass") is not None:
        return
    holder = subject(verb)
    if holder is None or not animate(holder) or holder.lower_ in ("you", "i", "we", "who"):
        return
    rest = [t for t in verb.doc[verb.i + 1 : verb.sent.end]]
    if not rest or any(t.lower_ == "to" and t.dep_ == "aux" and t.head.head.i == verb.i for t in rest):
        return
    objects = [t for t in rest[:6] if t.lower_ == "back" or (t.dep_ == "dobj" and t.head.i == verb.i)]
    if not objects:
        return
    last = rest[0]
    for token in rest:
        if token.lower_ in STOPPERS or (token.is_punct and token.text != "-"):
            break
        last = token
    content = parsed.span(rest[0], last)
    if content:
        yield Hit(
            "want",
            _source(parsed, verb),
            verb_group(parsed, verb),
            content,
            reading.act,
            reading.kind,
            reading.lemma,
        )


def _object(parsed: Parsed, verb: Token) -> Iterator[Hit]:
    """object: X welcomes / rejects / repeats the report: a stance on something said."""
    reading = parsed.lexicon.cue(verb.lower_, "object")
    if reading is None or child(verb, "auxpass") is not None or verb.tag_ in ("VBN", "VB"):
        return
    thing = child(verb, "dobj")
    if (
        thing is None
        or thing.i < verb.i
        or thing.lower_ not in PROPOSITIONS
        or not _holder_ok(verb, reading.kind)
    ):
        return
    if any(c.lower_ == "as" and c.dep_ == "prep" for c in verb.children):
        return
    last = thing.right_edge
    for piece in thing.children:
        if piece.dep_ == "conj" and piece.i > thing.i:  # "the announcement but its minister, ..., said"
            edge = piece.left_edge.i - 1
            if verb.doc[edge].pos_ == "CCONJ" and verb.doc[edge].lower_ == "but":
                last = verb.doc[edge - 1]
    yield Hit("object", _source(parsed, verb), verb_group(parsed, verb), parsed.span(thing.left_edge, last),
              reading.act, reading.kind, reading.lemma)  # fmt: skip


def _no_intention(parsed: Parsed, verb: Token) -> Iterator[Hit]:
    """intention: X has no intention of doing A."""
    if verb.lower_ not in ("has", "have", "had"):
        return
    noun = child(verb, "dobj")
    if noun is None or noun.lower_ not in ("intention", "intentions", "plan", "plans", "desire", "wish"):
        return
    if noun.lower_.startswith("plan") and not any(c.lower_ == "no" for c in noun.children):
        return
    body = next((c for c in noun.children if c.dep_ in ("prep", "acl", "relcl") and c.i > noun.i), None)
    if body is None or body.right_edge.i == body.i:
        return
    if body.lower_ in ("of", "for"):
        cue, first = parsed.span(verb, body), body.nbor(1)
    else:
        cue, first = parsed.span(verb, noun), noun.nbor(1)
    act = "want" if noun.lower_ in ("desire", "wish") else "intend"
    yield Hit(
        "intention", _source(parsed, verb), cue, parsed.span(first, body.right_edge), act, "act", "intend"
    )


def _decline(parsed: Parsed, verb: Token) -> Iterator[Hit]:
    """declined: X declined to comment on Y: no commitment either way."""
    if verb.lower_ not in ("declined", "declines", "refused", "refuses"):
        return
    body = child(verb, "xcomp")
    if body is None or body.lower_ not in (
        "comment",
        "say",
        "discuss",
        "confirm",
        "answer",
        "speculate",
        "elaborate",
    ):
        return
    follow = next((c for c in body.children if c.dep_ == "prep" and c.lower_ in ("on", "about")), None)
    last = body
    content: list[Span] = []
    if follow is not None and child(follow, "pobj") is not None:
        last = follow
        content = parsed.span(follow.nbor(1), follow.right_edge)
    else:
        thing = child(body, "ccomp", "dobj")
        if thing is not None:
            content = parsed.span(thing.left_edge, thing.right_edge)
    yield Hit(
        "declined", _source(parsed, verb), parsed.span(verb, last), content, "assert", "speech", "decline"
    )


def _adjective(parsed: Parsed, adjective: Token) -> Iterator[Hit]:
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


def _noun(parsed: Parsed, noun: Token) -> Iterator[Hit]:
    """noun: the belief that S; X's claim that S. Without an owner nobody vouches for it."""
    reading = parsed.lexicon.nouns.get(noun.lower_)
    if reading is None or noun.pos_ != "NOUN":
        return
    body = next(
        (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i
         and any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children)), None,
    )  # fmt: skip
    if body is None:
        return
    source: list[Span] = []
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
    yield Hit("noun" if source else "noun/unowned", source, parsed.span(noun, noun), clause(parsed, body),
              reading.act, reading.kind, noun.lower_)  # fmt: skip


def _telling_thing(parsed: Parsed, verb: Token) -> Iterator[Hit]:
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


def _according(parsed: Parsed, token: Token) -> Iterator[Hit]:
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
        echo = re.match(r"(?:quoting|citing)\s[^,;]*,\s*", parsed.text[slice(*content[0])])
        if echo and source:
            source = [(source[0][0], content[0][0] + len(echo.group().rstrip(", ")))]
            content[0] = (content[0][0] + echo.end(), content[0][1])
    if source and content:
        yield Hit(name, source, parsed.span(first, cue_last), content, act, kind, name)


def _clause_starts(parsed: Parsed, place: int, holder: Token | None) -> bool:
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


def _likely(parsed: Parsed, adjective: Token) -> Iterator[Hit]:
    """likely: Y is likely to do A: the writer's hedged forecast."""
    if adjective.lower_ not in (
        "likely",
        "unlikely",
        "bound",
        "certain",
        "sure",
        "set",
        "expected",
        "due",
        "poised",
    ):
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


def _unclear(parsed: Parsed, adjective: Token) -> Iterator[Hit]:
    """unclear: it is unclear whether S; it is possible that S: the writer's own uncertainty."""
    if adjective.lower_ not in (
        "unclear", "uncertain", "unknown", "possible", "likely", "unlikely", "probable", "clear", "obvious", "doubtful",
        "known", "plausible", "conceivable", "certain", "evident",
    ):  # fmt: skip
        return
    verb = adjective.head if adjective.dep_ in ("acomp", "attr", "oprd") else adjective
    topic = child(verb, "nsubj", "nsubjpass", "expl")
    if topic is None:
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


def _impersonal(parsed: Parsed, verb: Token) -> Iterator[Hit]:
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


VERB_RULES: tuple[Callable[[Parsed, Token], Iterator[Hit]], ...] = (
    _tell, _as, _passive, _infinitive, _want, _object, _no_intention, _decline, _telling_thing, _impersonal,
)  # fmt: skip
WORD_RULES: tuple[Callable[[Parsed, Token], Iterator[Hit]], ...] = (_adjective, _likely, _unclear)


def hits(parsed: Parsed) -> list[Hit]:
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
            found += _noun(parsed, token)
        if token.lower_ in ("according", "in", "to", "from"):
            found += _according(parsed, token)
    return [hit for hit in found if hit.cue]
