"""Frames in a parsed sentence: for each verb of the table, the parts of its patterns in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.frames.table import Frame
from overture.read.frames.views import seen_passive, stop_at
from overture.read.parsing.grammar import (
    THINGS,
    ParsedParagraph,
    animate,
    child,
    nominal,
    noun_phrase,
    only_modifies,
    participle_source,
    subject,
    verb_group,
    with_tail,
)
from overture.read.text import Span, listed

if TYPE_CHECKING:
    from spacy.tokens import Token

PROPOSITIONS = frozenset(
    listed(
        """
        announcement announcements report reports claim claims allegation allegations accusation
        accusations charge charges proposal proposals offer offers plan plans deal deals image images
        idea notion suggestion suggestions decision decisions agreement statement statements verdict
        finding findings account accounts figure figures evidence demand demands criticism accord pact
        truce ceasefire resolution ruling theory rumour rumours rumor rumors story stories comment
        comments remark remarks assertion assertions conclusion conclusions warning warnings call calls
        picture pledge pledges promise promises vow threat threats gesture assessment overture move bid
        request
    """
    )
)
"""Nouns for what was said: what can be repeated or echoed."""
PROPOSALS = frozenset(
    listed(
        """
        truce truces ceasefire peace deal deals talks negotiations dialogue mediation exchange swap amnesty pardon terms concession
        concessions passage withdrawal freeze halt pause compromise relief aid money ransom reward payment payments guarantee
        guarantees security asylum refuge trade cooperation alliance partnership membership cut cuts reduction access inspections
        inspection resignation surrender release return plan plans proposal proposals agreement settlement treaty pact meeting
        summit timetable roadmap compensation loan loans credit help
        """
    )
)
"""What can be offered as a proposal: "offered products" is none."""
BELONGING = ("of", "for", "to", "with", "against", "between", "from", "before", "over", "about", "on")
"""Prepositions that belong to what is offered or denied, though the parser hangs them on the verb."""
_OBJECTS = ("dobj", "attr", "oprd")
_BODIES = ("xcomp", "ccomp", "advcl", "acl", "relcl")
_NOBODYS = ("you", "i", "we", "who", "which", "that", "what", "there")
_PREPARING = ("seek", "prepare", "try", "attempt")
"""Verbs of intention that in the past, and without a subject of their own, tell of an act: "sought to leave", "when trying to"."""
_NO_VIEW = ("well", "much", "soon", "long", "far", "many", "if", "though")
"""What after "as" makes a comparison of it."""
_REFUSING = ("refuse", "refuses", "refused", "refusing", "decline", "declines", "declined", "declining")


@dataclass
class _PatternMatch:
    """How far a pattern has been followed: the last token, the preposition that is open, the tokens claimed so far."""

    last: Token
    link: Token | None = None
    noun: Token | None = None
    cue: Token | None = None
    parts: list[tuple[Token, Token]] = field(default_factory=list)


def framed(parsed: ParsedParagraph, verb: Token) -> Iterator[Hit]:
    """frame: the row of the table whose pattern begins at ``verb``; of several the one that takes in most."""
    found: list[tuple[int, int, Hit]] = []
    passive = child(verb, "auxpass") is not None
    for lemma, frame in parsed.lexicon.frames.get(verb.lower_, ()):
        if frame.adjectives or (lemma in _PREPARING and _tells_of_act(verb)):
            continue
        told = (seen_passive if frame.rule == "as" else _passive) if passive else _active
        hit = told(parsed, verb, frame)
        if hit is not None:
            hit.lemma = lemma
            found.append((len(frame.steps), sum(b - a for a, b in hit.content), hit))
    if not found:
        return
    if verb.lower_ in _REFUSING:  # "refused to rule out talks": one act, told at the second verb
        refused = child(verb, "xcomp")
        if refused is not None and any(True for _ in framed(parsed, refused)):
            return
    yield max(found, key=lambda each: each[:2])[2]


def _tells_of_act(verb: Token) -> bool:
    """Whether a verb of :data:`_PREPARING` tells what is done and not what is meant."""
    return verb.tag_ in ("VBD", "VB") or (verb.tag_ == "VBG" and child(verb, "aux") is None)


def _active(parsed: ParsedParagraph, verb: Token, frame: Frame) -> Hit | None:
    if only_modifies(verb) or not _finite(verb) or (verb.tag_ == "VBG" and verb.dep_ == "pcomp"):
        return None  # "accused of supporting": nobody says that he does
    holder = subject(verb)
    if (
        holder is None
        or not _utters(parsed, holder, frame)
        or holder.lower_ in _NOBODYS
        or holder.lower_ in THINGS[1:]
    ):
        return None
    if verb.dep_ == "relcl" and frame.kind in ("act", "mind") and "DO" in frame.slots:
        return None
    walk = _follow(parsed, verb, frame, 0)
    if walk is None or (parsed.in_quote(holder) is not None and parsed.in_quote(verb) is None):
        return None
    bare = verb.tag_ == "VBG" and child(verb, "nsubj", "aux") is None
    source = participle_source(parsed, verb) if bare else noun_phrase(parsed, holder, verb)
    first = min(walk.parts, key=lambda part: part[0].i)[0]
    if not source or (holder.i > verb.i and holder.i >= first.i):
        return None
    content = _content(parsed, verb, walk)
    if "DO" in frame.slots and content:
        content = with_tail(parsed, verb, content)
    return _hit(parsed, verb, frame, walk, source, stop_at(parsed, content) if content else [])


def _utters(parsed: ParsedParagraph, holder: Token, frame: Frame) -> bool:
    """Whether ``holder`` can do what the frame says: a person or a body, and of what is said also a document."""
    said = holder.lower_ in PROPOSITIONS or parsed.lexicon.voices["document"].search(holder.text) is not None
    return animate(holder) or (frame.kind == "speech" and said)


def _passive(parsed: ParsedParagraph, verb: Token, frame: Frame) -> Hit | None:
    """The same act told from its object: "the raid was denounced by the council"."""
    if not frame.steps[0].words & {"THING", "WHOM", "REPORT"} or frame.kind != "speech":
        return None
    topic, agent = child(verb, "nsubjpass"), child(verb, "agent")
    holder = child(agent, "pobj") if agent is not None else None
    if topic is None or topic.pos_ == "PRON" or child(verb, "oprd") is not None or not _finite(verb):
        return None
    if holder is not None and not animate(holder):
        return None
    walk = _follow(parsed, verb, frame, 1) if len(frame.steps) > 1 else _PatternMatch(verb)
    unowned = frame.rule == "frame/accuse"
    if walk is None or (holder is None and not unowned):
        return None
    content = parsed.span(topic.left_edge, topic.right_edge)
    if walk.parts:
        content += parsed.span(walk.link or walk.parts[0][0], walk.parts[-1][1])
    source = noun_phrase(parsed, holder) if holder is not None else []
    if not content or (holder is not None and not source):
        return None
    rule = f"{frame.rule}/{'by' if source else 'unowned'}"
    return Hit(rule, source, verb_group(parsed, verb), content, frame.act, frame.kind)


def _follow(parsed: ParsedParagraph, verb: Token, frame: Frame, start: int) -> _PatternMatch | None:
    """The parts of a pattern from step ``start`` on, or None where one is missing."""
    walk = _PatternMatch(verb, cue=verb)
    for step in frame.steps[start:]:
        if step.kind == "word":
            link = _link(verb, walk, step.words)
            if link is None:
                return None
            walk.link = walk.last = link
            if not walk.parts and link.i <= (walk.cue or verb).i + 1:
                walk.cue = link
        elif step.kind == "noun":
            noun = next((c for c in verb.children if c.dep_ == "dobj" and c.lower_ in step.words), None)
            if noun is None or noun.i < verb.i:
                return None
            walk.noun = walk.last = walk.cue = noun
        elif not _slot(verb, walk, next(iter(step.words))):
            return None
    return walk if walk.parts or start else None


def _link(verb: Token, walk: _PatternMatch, words: frozenset[str]) -> Token | None:
    """The preposition or particle that comes next."""
    heads = {verb.i} | ({walk.noun.i} if walk.noun is not None else set()) | {walk.last.i}
    heads |= {last.i for _, last in walk.parts} | {walk.parts[-1][0].i} if walk.parts else set()
    if walk.parts:
        heads |= {token.i for token in verb.doc[walk.parts[-1][0].i : walk.parts[-1][1].i + 1]}
    begin = walk.last.i if not walk.parts else walk.parts[-1][0].i
    for token in verb.doc[begin + 1 : min(verb.sent.end, walk.last.i + 14)]:
        if (
            token.lower_ in words
            and token.head.i in heads
            and token.dep_ in ("prep", "prt", "dative", "mark", "agent", "advmod")
        ):
            return token if token.lower_ != "as" or _views(token) else None
        if token.lower_ in words and token.i == walk.last.i + 1 and token.pos_ in ("ADP", "SCONJ", "ADV"):
            return token
        if token.text in (";", ":"):
            break
    return None


def _views(marker: Token) -> bool:
    """Whether "as" says how something is seen: no comparison ("as much as", "such as")."""
    return marker.nbor(1).lower_ not in _NO_VIEW and marker.nbor(-1).lower_ not in ("such", "same", "as")


def _slot(verb: Token, walk: _PatternMatch, name: str) -> bool:
    """Fill one slot; False where nothing fits."""
    if name == "DO":
        return _do(verb, walk)
    if name in ("DOING", "CLAUSE"):
        return _clause(verb, walk, name)
    if walk.link is None:
        return _object(verb, walk, name)
    if walk.link.lower_ == "as" and child(walk.link, "pobj") is None:
        return _take(walk, walk.link.nbor(1), _end_of_view(walk.link))
    if walk.link.dep_ == "mark":  # "called for the plant to be closed"
        thing = child(walk.link.head, "nsubj", "nsubjpass")
    else:
        thing = child(walk.link, "pobj", "pcomp") or _next_noun(walk.link)
    if thing is None:
        return False
    return _take(walk, thing.left_edge if thing.left_edge.i > walk.last.i else thing, thing.right_edge)


def _end_of_view(marker: Token) -> Token:
    """The last word of what follows "as": "as lawful", "as trying to win time", to the end of the phrase at worst."""
    last = marker.head.right_edge if marker.dep_ == "mark" else marker.right_edge
    while last.i <= marker.i or (
        last.i == marker.i + 1 and last.pos_ in ("DET", "ADJ") and last.nbor(1).pos_ == "NOUN"
    ):
        last = last.nbor(1)
    return last


def _do(verb: Token, walk: _PatternMatch) -> bool:
    """An infinitive with "to" that belongs to the verb or to what it takes."""
    for body in verb.subtree:
        if body.i > walk.last.i and body.dep_ in _BODIES and _infinitive(body) and _near(body, verb, walk):
            first = next(c for c in body.children if c.lower_ == "to" and c.dep_ == "aux")
            if not walk.parts and body.left_edge.i > verb.i + 4:
                return False
            if not walk.parts and body.dep_ == "advcl" and child(verb, "dobj") is not None:
                return False  # "prepared the boat to flee": a purpose
            return _take(walk, first, _before_adjunct(body))
    return False


def _before_adjunct(body: Token) -> Token:
    """The end of an infinitive, before a clause that a comma or a dash divides from it."""
    for piece in body.subtree:
        edge = piece.left_edge.i
        if piece.i > body.i and piece.dep_ == "advcl" and edge > body.i and piece.doc[edge - 1].is_punct:
            return piece.doc[edge - 2] if edge - 2 > body.i else body
    return body.right_edge


def _clause(verb: Token, walk: _PatternMatch, name: str) -> bool:
    """A verb in -ing, or a clause with a subject of its own."""
    relations = ("xcomp", "ccomp", "pcomp", "dobj") if name == "DOING" else ("ccomp", "acl")
    for body in [*verb.children, *(walk.noun.children if walk.noun is not None else ())]:
        fits = (
            body.tag_ == "VBG" if name == "DOING" else child(body, "nsubj", "nsubjpass", "expl") is not None
        )
        if body.dep_ in relations and body.i > walk.last.i and fits:
            return _take(walk, body.left_edge, body.right_edge)
    return False


def _object(verb: Token, walk: _PatternMatch, name: str) -> bool:
    """What the verb takes without a preposition."""
    things = [c for c in verb.children if c.dep_ in _OBJECTS and c.i > verb.i]
    if name == "WHOM":
        if (
            not things and verb.dep_ == "relcl" and _relative_object(verb)
        ):  # "the canal, which he views as a prize"
            return _take(walk, verb.head.left_edge, verb.head)
        thing = things[0] if things else _raised(verb) or _before_as(verb)
        return thing is not None and _take(walk, thing.left_edge, thing.right_edge)
    if not things or things[-1].pos_ not in ("NOUN", "PROPN") or child(verb, "xcomp") is not None:
        return False
    thing = things[-1]
    unsaid = any(c.dep_ == "det" and c.lower_ == "no" for c in thing.children)
    offered = verb.lower_.startswith("offer") and thing.lower_ not in PROPOSALS
    if unsaid or offered or (name == "REPORT" and thing.lower_ not in PROPOSITIONS):
        return False
    return _take(walk, thing.left_edge, thing.right_edge)


def _relative_object(verb: Token) -> bool:
    """Whether "which" or "whom" before the verb is its object."""
    return any(
        c.dep_ in _OBJECTS and c.i < verb.i and c.lower_ in ("which", "whom", "that") for c in verb.children
    )


def _before_as(verb: Token) -> Token | None:
    """What stands between the verb and "as", where the parser did not make it the object: "see it as a way out"."""
    marker = next((c for c in verb.children if c.lower_ == "as" and c.i > verb.i), None)
    between = verb.children if marker is not None else ()
    return next((c for c in between if marker is not None and verb.i < c.i < marker.i and nominal(c)), None)


def _raised(verb: Token) -> Token | None:
    """The object that the parser makes the subject of the infinitive: "urged the rebels to accept"."""
    for body in verb.children:
        if body.dep_ in ("ccomp", "xcomp") and body.i > verb.i and _infinitive(body):
            return child(body, "nsubj", "nsubjpass", "expl")
    return None


def _take(walk: _PatternMatch, first: Token, last: Token) -> bool:
    walk.parts.append((first, last))
    walk.last = last if last.i > walk.last.i else walk.last
    return True


def _next_noun(link: Token) -> Token | None:
    """The noun after a particle ("ruled out talks"), where the parser hung it on the verb."""
    return next((c for c in link.head.children if c.dep_ in _OBJECTS and c.i > link.i), None)


def _infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" and c.i < token.i for c in token.children)


def _near(token: Token, verb: Token, walk: _PatternMatch) -> bool:
    """Whether an infinitive belongs to the verb, or to what the verb takes, and to nothing deeper."""
    if token.head.i == verb.i or (walk.noun is not None and token.head.i == walk.noun.i):
        return True
    return any(first.i <= token.head.i <= last.i for first, last in walk.parts)


def _content(parsed: ParsedParagraph, verb: Token, walk: _PatternMatch) -> list[Span]:
    """From the first part to the last, with a preposition that belongs to it though it hangs on the verb."""
    first = min((part[0] for part in walk.parts), key=lambda t: t.i)
    if first.i < verb.i:  # what is seen stands before the verb, how it is seen after it
        return [span for part in walk.parts for span in parsed.span(*part)]
    last = max((part[1] for part in walk.parts), key=lambda t: t.i)
    for piece in verb.children:  # "offered safe passage | to any fighter"
        if piece.dep_ in ("prep", "dative") and piece.lower_ in BELONGING and piece.left_edge.i == last.i + 1:
            last = piece.right_edge
    for token in verb.doc[first.i + 1 : last.i]:  # "the announcement | but its minister, ..., said"
        if token.text == ":" and token.nbor(1).text == '"':  # 'these charges: "I was not there"'
            last = token.nbor(-1)
            break
        if token.lower_ == "but" and token.dep_ == "cc" and token.head.i >= first.i:
            last = token.nbor(-1)
            break
    return parsed.span(first, last)


def _hit(
    parsed: ParsedParagraph,
    verb: Token,
    frame: Frame,
    walk: _PatternMatch,
    source: list[Span],
    content: list[Span],
) -> Hit | None:
    group = verb_group(parsed, verb)
    if verb.dep_ == "xcomp" and verb.head.lower_ in _REFUSING:
        group = verb_group(parsed, verb.head)
    if not group or not content:
        return None
    end = walk.cue or verb
    lead = verb.nbor(-1) if verb.i else verb
    certainty = parsed.lexicon.certainty
    if lead.pos_ == "ADV" and lead.lower_ in (*certainty.get("PR", ()), *certainty.get("PS", ())):
        group = parsed.span(lead, verb)  # "reportedly plans"
    cue = [(group[0][0], max(parsed.offset + end.idx + len(end), parsed.offset + verb.idx + len(verb)))]
    return Hit(frame.rule, source, cue, content, frame.act, frame.kind)


def _finite(verb: Token) -> bool:
    """Whether the act is told: no bare infinitive, unless somebody refuses it ("refused to rule out talks")."""
    if verb.tag_ != "VB":
        return True
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return verb.dep_ == "xcomp" and verb.head.lower_ in _REFUSING
    mistaken = verb.dep_ == "ROOT" and child(verb, "nsubj") is not None  # "critics see it as": no infinitive
    return any(c.dep_ == "aux" for c in verb.children) or verb.dep_ == "conj" or mistaken
