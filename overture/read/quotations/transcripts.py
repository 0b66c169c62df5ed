"""Transcripts: whose turn it is. Briefings, interviews, parliamentary and United Nations records name a speaker before each turn.

A text is a transcript where paragraphs begin with labels ("SPOKESPERSON BROD:", "Mr. Falk (Tessaly):", "Q:"). Every
statement of a turn is a claim of its speaker; a questioner makes none. The label is no part of what is parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

from overture.read.claim import Hit
from overture.read.text import ParagraphSpan, Span, listed, trim

_LABEL = re.compile(
    r"(?P<who>(?:Q|A|Question|Answer|QUESTION|ANSWER)(?=\s*[:.]\s)"
    r"|(?:(?:[A-Z][\w.'’-]*|[A-Z]{2,}|of|the|de|van|von|and|for)[ ]){0,7}[A-Z][\w.'’-]*)"
    r"(?P<aside>(?: ?\([^()\n]{1,60}\)){0,3})\s*(?P<colon>[:.])\s+(?=\S)"
)
_ASKING = re.compile(
    r"(?:q|questions?|questioner|reporter|journalist|interviewer|moderator|host|anchor|audience(?: member)?|press|the press|"
    r"unidentified (?:reporter|speaker)|(?:news )?correspondent|participant)(?: \d+| [a-z])?$",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?:a|answer)$", re.IGNORECASE)
_NO_LABEL = frozenset(
    listed(
        """
        note notes correction update updated photo photograph image picture video source sources background summary date time place
        contact tel phone email subject from to cc re editor's copyright warning example see also next topic topics agenda item
        title location present absent read more related published posted tags share author by and but
        """
    )
)
_GREETING = re.compile(
    r"\W*(?:good (?:morning|afternoon|evening|day)|thank you|thanks|hello|welcome|yes|no|okay|ok|all right|next question|please|sorry|well|"
    r"go ahead|pardon|hi)\b[^.?!]{0,40}[.!]?\s*$",
    re.IGNORECASE,
)
_GUEST = re.compile(
    r"(?:[Ii]nterview(?:s|ed)? (?:with )?|[Ss]poke (?:to|with) |[Ss]at down with |[Tt]alk(?:s|ed) (?:to|with) )"
    r"(?P<name>(?:(?:[a-z]+ ){0,4})?(?:[A-Z][\w'’-]+ ){1,4}[A-Z][\w'’-]+)"
)
_OWN = re.compile(
    r"(?:(?:my|our|this|the) (?:own )?(?:delegation|government|country|party|office|side|group|team|ministry|position)|i|we)$",
    re.IGNORECASE,
)
SHORTEST = 3
"""Words of a statement: fewer are a greeting or a part of a sentence."""


@dataclass(frozen=True)
class SpeakerTurn:
    """A turn: who speaks, the label's colon, and the paragraphs spoken (label left out)."""

    who: Span
    colon: Span
    spoken: tuple[ParagraphSpan, ...]
    asks: bool


def _label(text: str, block: ParagraphSpan) -> re.Match[str] | None:
    found = _LABEL.match(text, block.start, block.end)
    if found is None:
        return None
    who = found.group("who")
    if found.group("colon") == "." and not re.fullmatch(r"Q|A", who):
        return None
    if who.split()[0].lower().strip(".") in _NO_LABEL or len(who) > 60:
        return None
    return found


def turns(text: str, blocks: list[ParagraphSpan]) -> tuple[list[SpeakerTurn], list[ParagraphSpan]]:
    """The turns of a transcript, and the paragraphs with the labels cut off; no turns where the text is none.

    A transcript has two labelled paragraphs at least, and a label that recurs, a questioner, or labels on half of the
    paragraphs that follow the first.
    """
    labels = [_label(text, block) for block in blocks]
    found = [place for place, label in enumerate(labels) if label is not None]
    if len(found) < 2:
        return [], blocks
    names = Counter(label.group("who").lower() for label in labels if label is not None)
    told = any(_ASKING.match(name) for name in names) or max(names.values()) > 1
    if not told and 2 * len(found) < len(blocks) - found[0]:
        return [], blocks
    result, kept = [], list(blocks[: found[0]])
    for at, place in enumerate(found):
        label = labels[place]
        assert label is not None
        last = found[at + 1] if at + 1 < len(found) else len(blocks)
        first = ParagraphSpan(label.end(), blocks[place].end, False)
        spoken = (first, *blocks[place + 1 : last])
        kept += spoken
        who = _guest(text, label) or (label.start("who"), label.end("aside"))
        asks = _ASKING.match(label.group("who")) is not None
        result.append(SpeakerTurn(who, label.span("colon"), spoken, asks))
    return result, kept


def _guest(text: str, label: re.Match[str]) -> Span | None:
    """Whom "A:" stands for: the person with whom the text says that it is an interview."""
    if not _ANSWER.match(label.group("who")):
        return None
    guest = _GUEST.search(text, 0, label.start())
    return guest.span("name") if guest else None


def spoken_name(label: str) -> str:
    """A label as a phrase that names somebody: "MR. FALK (Tessaly)" as "Mr. Falk, delegate of Tessaly"."""
    bare, *asides = re.split(r"\s*\(", label)
    words = [word.title() if word.isupper() and len(word) > 2 else word for word in bare.split()]
    name = " ".join(words)
    where = asides[0].rstrip(") ") if asides else ""
    return f"{name}, delegate of {where}" if where and where[0].isupper() else name


def statements(text: str, found: list[SpeakerTurn], sentences: list[Span]) -> list[Hit]:
    """One hit for each statement of each turn: no questions, greetings or interruptions in brackets.

    ``sentences`` are in the order of the text.
    """
    hits = []
    for turn in found:
        for block in () if turn.asks else turn.spoken:
            first, last = (bisect_left(sentences, (place, 0)) for place in (block.start, block.end + 1))
            inside = (_statement(text, *each) for each in sentences[first:last] if each[1] <= block.end + 1)
            hits += [
                Hit("transcript", [turn.who], [turn.colon], [span], "assert", "speech", "colon")
                for span in inside
                if span is not None
            ]
    return hits


def _statement(text: str, start: int, end: int) -> Span | None:
    """The sentence, trimmed, where it states something."""
    span = trim(text, start, end, stops=False)
    if span is None:
        return None
    words = text[slice(*span)]
    if words.rstrip("\"')] ").endswith("?") or words[0] in "([" or _GREETING.match(words):
        return None
    return span if len(re.findall(r"\w+", words)) >= SHORTEST else None


def shared(text: str, hits: list[Hit], found: list[SpeakerTurn]) -> list[Hit]:
    """The hits of the rules that stand in turns: a questioner's are dropped, what "my delegation" does is the speaker's.

    The statement that holds an act of the speaker's own is that act and no further claim.
    """
    spoken = [(block, turn) for turn in found for block in turn.spoken]
    starts = [block.start for block, _ in spoken]
    kept, own = [], set()
    for hit in hits:
        at = bisect_right(starts, hit.cue[0][0]) - 1
        turn = spoken[at][1] if at >= 0 and hit.cue[0][0] < spoken[at][0].end else None
        if turn is None or hit.rule == "transcript":
            kept.append(hit)
            continue
        if turn.asks or hit.kind == "writer":
            continue
        if hit.source and hit.rule.startswith("frame") and _OWN.match(text[slice(*hit.source[0])]):
            own.add(hit.source[0][0])
            hit.source = [turn.who]
        kept.append(hit)
    return [
        hit
        for hit in kept
        if hit.rule != "transcript" or not any(hit.content[0][0] <= at < hit.content[0][1] for at in own)
    ]
