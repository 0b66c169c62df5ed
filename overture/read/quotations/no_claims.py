"""What looks like a claim and is none: titles, scare quotes, a reporter's question, running headers, a page's own talk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from overture.read.claim import Hit, hull
from overture.read.text import ParagraphSpan, Span, listed

_SMALL = frozenset(
    listed("a an and as at but by for from in into nor of on or over the to up with vs de la le")
)
_ASKS = re.compile(
    r"\b(?:reporters?|journalists?|correspondents?|interviewers?|moderators?|questioners?|anchor|hosts?|questions?)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:ask\w*|inquir\w+|enquir\w+|want\w* to know|wonder\w*)\b", re.IGNORECASE)
_PAGE = re.compile(
    r"\b(?:subscri(?:be|bers?|ption)|log ?in|sign (?:in|up)|cancel (?:any ?time|whenever)|cookies?|privacy (?:policy|notice)|newsletter|"
    r"all rights reserved|terms of (?:use|service)|already a (?:member|subscriber)|free trial|start your trial|continue reading|"
    r"unlock (?:this|the)|create an account|advertisement|our partners|support our journalism|most read)\b",
    re.IGNORECASE,
)
_PAGE_SPEAKER = re.compile(
    r"(?:we|you|our|readers|subscribers|members|users|customers|reviewers|fans|people|experts|millions|thousands)\b",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 90
"""Words of a paragraph that may be a notice of the page and no part of its article."""
_LONGEST_HEADER = 12
"""Words of a line that may be a running header."""
_DETERMINERS = frozenset(
    listed(
        "the a an his her its their our my your this that these those so-called any no of in at by for with from on to and or"
    )
)


def is_title(text: str, span: Span) -> bool:
    """Whether a quotation is the title of a work or the name of a thing: its words begin with capitals, and no sentence ends."""
    body = text[span[0] : span[1]].strip("\"' ,")
    words = re.findall(r"[^\W\d_][\w'’-]*", body)
    if len(words) < 2 or body[-1:] in ".!?":
        return False
    great = [word for word in words if word.lower() not in _SMALL]
    return len(great) >= 2 and all(word[0].isupper() for word in great) and words[0][0].isupper()


def is_scare(gap: str, text: str, span: Span) -> bool:
    """Whether a quotation after ``gap`` only names a thing in somebody's words: "the “inspectors of peace” left"."""
    before = gap.split()
    first = text[span[0] + 1 : span[0] + 2]
    return bool(before) and before[-1].lower() in _DETERMINERS and first.islower()


def begins_sentence(text: str, place: int) -> bool:
    """Whether ``place`` is where a sentence begins."""
    return re.search(r"(?:^|[.!?:][\"')\]]*|\n)\s*$", text[max(0, place - 8) : place]) is not None


def is_no_claim(text: str, hit: Hit, blocks: Sequence[ParagraphSpan]) -> bool:
    """Whether a hit is a title, a reporter's question, or the talk of the page around the article."""
    if not hit.source:
        return False
    if hit.kind == "speech" and len(hit.content) == 1:
        quoted = re.match(r'"[^"]*"', text[hit.content[0][0] : hit.content[0][1]])
        if quoted and is_title(text, (hit.content[0][0], hit.content[0][0] + quoted.end())):
            return True
    source = text[slice(*hull(hit.source))]
    cue = " ".join(text[a:b] for a, b in hit.cue)
    if _ASKS.search(source) and hit.content and (_ASKING.search(cue) or hit.kind == "speech"):
        told = text[hit.content[0][0] : hit.content[-1][1]].rstrip("\"' ")
        if told.endswith("?") or (
            _ASKING.search(cue) and re.match(r"\W*(?:whether|if|why|how|what|who|when)\b", told)
        ):
            return True
    if not _PAGE_SPEAKER.match(source):
        return False
    place = hit.cue[0][0]
    block = next((block for block in blocks if block.start <= place < block.end), None)
    if block is None:
        return False
    body = text[block.start : block.end]
    return len(body.split()) <= _LONGEST_NOTICE and _PAGE.search(body) is not None


def without_headers(text: str, blocks: list[ParagraphSpan]) -> list[ParagraphSpan]:
    """The paragraphs without lines that recur as running headers or footers, and without page numbers.

    A line counts as one where it is short, ends no sentence, and recurs, numbers aside; its first occurrence stays if
    it opens the text.
    """

    def line(block: ParagraphSpan) -> str:
        body = " ".join(text[block.start : block.end].split())
        if len(body.split()) > _LONGEST_HEADER or body[-1:] in '.!?:"':
            return ""
        return re.sub(r"\d+", "#", body).lower()

    lines = [line(block) for block in blocks]
    often = Counter(name for name in lines if name)
    kept = []
    for place, (block, name) in enumerate(zip(blocks, lines, strict=True)):
        recurs = bool(name) and often[name] > 1 and place > 0
        numbered = re.fullmatch(r"(?:page )?#(?: ?(?:of|/) ?#)?", name) is not None
        if not recurs and not numbered:
            kept.append(block)
    return kept
