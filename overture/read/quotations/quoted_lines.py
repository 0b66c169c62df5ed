"""Quotations whose speaker stands on no verb of saying: a dash and a name, "And from X:", an act before the quotation."""

from __future__ import annotations

import re

from overture.read.claim import Hit
from overture.read.quotations.no_claims import is_title
from overture.read.text import ParagraphSpan, Quotes, Span, listed, trim

_CAPITAL = r"[A-Z][\w.'’-]*"
_NAME = rf"(?:(?:the|a|an) )?(?:[a-z]+ ){{0,3}}{_CAPITAL}(?: (?:{_CAPITAL}|of|the|de|van|von|for|and))*(?:, [^,:\"]{{3,60}})?"
_DASH = re.compile(rf"\s*(?P<cue>[-–—]{{1,2}})\s*(?P<who>{_NAME})\s*\.?\s*$")
_FROM = re.compile(
    rf"(?:^|(?<=[.!?\"] )|(?<=\n))(?:(?:And|Also|Then|Next)(?:,| this| then)? )?(?P<cue>[Ff]rom|[Bb]y|And|Then) (?P<who>{_NAME}):\s*$"
)
_COLON = re.compile(rf"(?:^|(?<=[.!?\"] )|(?<=\n))(?P<who>The [a-z]+|{_NAME})(?P<cue>:)\s*$")
_GESTURES = frozenset(
    listed(
        """
        turned nodded shook smiled shrugged paused leaned rose stood looked pointed laughed sighed raised waved stared frowned
        gestured grinned glanced slammed tapped sat stepped winced hesitated leant bowed folded spread threw clapped wept
        straightened removed blinked
        """
    )
)
_ACT = re.compile(
    r"(?:^|(?<=[.!?\"] )|(?<=\n))(?P<who>(?:The [a-z]+(?: [a-z]+)?|(?:[A-Z][\w.'’-]+)(?: [A-Z][\w.'’-]+){0,4}|He|She))"
    r"(?:, [^,.\"]{3,60},)? (?:(?:then|only|just|slowly|\w+ly) )?(?P<cue>[a-z]+)\b[^.!?\"]{0,90}[.!?:]\s*$"
)
_SHORTEST = 3


def quoted_lines(text: str, blocks: list[ParagraphSpan], quoted: Quotes) -> list[Hit]:
    """One hit for each quotation that is given to somebody by its place and not by a verb."""
    found = []
    for block in blocks:
        for start, end in quoted.between(block.start, block.end):
            if end > block.end + 1 or is_title(text, (start, end)):
                continue
            hit = _after(text, (start, end), block) or _before(text, (start, end), block)
            if hit is not None:
                found.append(hit)
    return found


def _after(text: str, span: Span, block: ParagraphSpan) -> Hit | None:
    """ "S" - X."""
    match = _DASH.match(text, span[1], block.end)
    if match is None or span[0] > block.start + 2:
        return None
    who = trim(text, *match.span("who"))
    return _hit("quote/dash", who, match.span("cue"), span)


def _before(text: str, span: Span, block: ParagraphSpan) -> Hit | None:
    """ "And from X: "S"", "X: "S"", "X turned to the door. "S""."""
    begin = max(block.start, span[0] - 220)
    lead = text[begin : span[0]]
    for rule, pattern in (("quote/colon", _FROM), ("quote/colon", _COLON), ("quote/act", _ACT)):
        match = pattern.search(lead)
        if match is None:
            continue
        if rule == "quote/act" and not _acted(text, match, span):
            continue
        who = trim(text, begin + match.start("who"), begin + match.end("who"))
        return _hit(rule, who, (begin + match.start("cue"), begin + match.end("cue")), span)
    return None


def _acted(text: str, match: re.Match[str], span: Span) -> bool:
    """Whether a gesture stands before a quotation that is a sentence of its own, and nobody is named as its speaker after it."""
    closed = text[max(span[0], span[1] - 2) : span[1] - 1] in (".", "!", "?", "…")
    named_after = re.match(
        r"\s*,?\s*(?:[a-z]+ )?(?:he|she|they|the \w+|[A-Z]\w+(?: [A-Z]\w+)?) (?:said|says|asked|added|told)\b",
        text[span[1] : span[1] + 60],
    )
    enough = len(re.findall(r"\w+", text[slice(*span)])) >= _SHORTEST
    return match.group("cue") in _GESTURES and closed and enough and named_after is None


def _hit(rule: str, who: Span | None, cue: Span, span: Span) -> Hit | None:
    return None if who is None else Hit(rule, [who], [cue], [span], "assert", "speech", rule.split("/")[1])
