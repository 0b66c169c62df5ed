"""Quotations: the whole passage that somebody said, over sentences and paragraphs, in one or two parts."""

from __future__ import annotations

import re

from overture.read.claim import Hit, hull
from overture.read.quotations.no_claims import begins_sentence, is_scare, is_title
from overture.read.text import Quotes, Span, trim

SHORT = 3
"""A quotation of this many words or fewer inside a clause is a scare quote, not a claim of its own."""


def _words(text: str, span: Span) -> int:
    return len(re.findall(r"\w+", text[slice(*span)]))


REACH = 6200
"""Characters around a hit in which its quotation may begin: no quotation is longer."""


def complete(text: str, hits: list[Hit], quoted: Quotes) -> list[Hit]:
    """Give each hit the whole of the quotation that its content begins in, and a quotation to each bare cue.

    Hits of rule ``quote`` come without content; those beside which no quotation stands are dropped.
    """
    result = []
    taken = {
        span
        for hit in hits
        if hit.kind == "speech"
        for low, high in hit.content
        for span in quoted.between(low - 1, high)
        if span[1] - 1 <= high
    }
    for hit in hits:
        if hit.kind != "speech" and hit.kind != "mind" and hit.kind != "show":
            result.append(hit)
            continue
        if hit.rule == "quote":
            pair = _beside(text, hit, _near(hit, quoted), taken)
            if pair is None:
                begin = hit.cue[-1][1] - (text[hit.cue[-1][1] - 1] == ":")
                told = block(text, begin, begin + 3000)
                pair = (told, "quote/block") if told else None
            if pair is None:
                continue
            hit.content = [pair[0]]
            hit.rule = pair[1]
            taken.add(pair[0])
        elif hit.content:
            _extend(text, hit, _near(hit, quoted))
        if hit.kind == "speech" and hit.content:
            _second_half(text, hit, _near(hit, quoted))
        result.append(hit)
    continue_quotations(text, result, quoted)
    return result


def _near(hit: Hit, quoted: Quotes) -> list[Span]:
    low, high = hull(hit.source + hit.cue + hit.content)
    return quoted.between(low - REACH, high + REACH)


def continue_quotations(text: str, hits: list[Hit], quoted: Quotes) -> None:
    """Add a quotation that stands alone after somebody's quotation: it is his too, and part of the same claim.

    "We are ready," K told the station. "There is no secret programme." So is one that fills the paragraphs after it.
    """
    starts = {span[0]: span for span in quoted.spans}
    owned = {a for hit in hits for a, _ in hit.content} | {
        span[0] for hit in hits for a, b in hit.content for span in quoted.between(a, b)
    }
    for hit in hits:
        if hit.kind != "speech" or not hit.content or not hit.source:
            continue
        if text[hit.content[-1][0] : hit.content[-1][0] + 1] != '"':
            continue
        last = hull(hit.source + hit.cue + hit.content)[1]
        while True:
            rest = re.match(r"[^\"\n.!?]{0,60}[.!?]?\"?(?:[ ]|[ ]*\n\s*)", text[last : last + 80])
            span = starts.get(last + rest.end()) if rest else None
            if span is None or span[0] in owned or not _stands_alone(text, span):
                break
            owned.add(span[0])
            hit.content.append(span)
            last = span[1]


def _stands_alone(text: str, span: Span) -> bool:
    """Whether a quotation is a sentence of its own without an attribution; in a new paragraph it fills it."""
    if _words(text, span) <= SHORT or text[span[1] - 2 : span[1] - 1] not in (".", "!", "?", "\u2026"):
        return False
    tail = text[span[1] : span[1] + 60]
    if re.match(r"[,\w]|[ ][a-z]|[ ](?:[A-Z]\w+ ){1,3}(?:said|says|added|told|wrote)\b|\s*[-–—]", tail):
        return False
    return text[: span[0]].rstrip(" ")[-1:] != "\n" or re.match(r"[ ]*(?:\n|$)", tail) is not None


def _beside(text: str, hit: Hit, quoted: list[Span], taken: set[Span]) -> tuple[Span, str] | None:
    """The quotation straight after or straight before the attribution."""
    low, _high = hull(hit.source + hit.cue)
    cue_end = hit.cue[-1][1]
    for span in quoted:
        if span in taken or span[0] <= low < span[1] or is_title(text, span):
            continue
        if span[0] >= cue_end:
            gap = text[cue_end : span[0]]
            stripped = gap.rstrip()
            if is_scare(gap, text, span):
                break
            if len(gap) <= 120 and not re.search(r"[.!?;]\s|[^:]\s*\n\s*\n", gap):
                strong = stripped.endswith((",", ":", "—", "-")) or text[cue_end - 1] == ":"
                close = len(gap.split()) <= 2 and _words(text, span) > SHORT
                if strong or close or _words(text, span) > 2 * SHORT:
                    return span, "quote"
            break
    for span in reversed(quoted):
        if span in taken or span[1] > low or is_title(text, span):
            continue
        gap = text[span[1] : low]
        ends = text[max(span[0], span[1] - 2) : span[1] - 1]
        if "\n" in gap and ends[-1:] != ",":
            break  # a quotation that closed the paragraph before belongs to that paragraph
        if re.fullmatch(r"\s*[,;-]?\s*(?:\w+\s+)?", gap) and (
            ends[-1:] in ",?!-—"
            or gap.strip()[:1] in (",", "-", "—")
            or (_words(text, span) > SHORT and begins_sentence(text, span[0]))
        ):
            return span, "quote/before"
        break
    return None


def _extend(text: str, hit: Hit, quoted: list[Span]) -> None:
    """Let a content that begins in a quotation, or opens one that goes on, run to the closing mark."""
    low, _high = hit.content[0]
    reach = hit.content[-1][1]
    attribution = hull(hit.source + hit.cue)
    for start, end in quoted:
        if start <= attribution[0] < end or start <= hit.cue[0][0] < end:  # the attribution itself is quoted
            continue
        if text[low:start].rstrip().endswith(":") and start > low:
            if end <= attribution[0] and not text[end : attribution[0]].strip(" ,"):
                hit.content = [(start, end)]  # 'The bishop called for calm: | "Go home," he said'
                return
            if hit.kind == "speech" and hit.rule.startswith(("frame", "plain/object", "plain/accuse")):
                continue  # what is done and what is said are two claims
        if start - 2 <= low < end and end > reach - 2:  # begins in the quotation
            hit.content = [(start, end)]
            return
        if start - 2 <= low < end <= reach and low > start:
            hit.content[0] = (start, hit.content[0][1])
            return
        if (
            low < start < reach + 3
            and end > reach
            and (start < reach or text[reach:start].strip() in ("", ":", ","))
            and start >= attribution[1]
        ):
            hit.content = [(low, end)]
            return
        if low < start < reach and end > reach and end <= attribution[0]:
            hit.content = [(low, end)]
            return


def _second_half(text: str, hit: Hit, quoted: list[Span]) -> None:
    """Add the second part of a split quotation: "A," he said, "B."."""
    low, high = hull(hit.source + hit.cue)
    if hit.content[-1][1] > low:
        return
    first = text[hit.content[-1][0] : hit.content[-1][0] + 1] == '"'
    if not first:
        return
    for span in quoted:
        if span[0] < high:
            continue
        if re.fullmatch(r"(?:\s+[\w ]{0,40})?\s*[,:—-]\s*", text[high : span[0]]) and span not in hit.content:
            hit.content.append(span)
        return


def block(text: str, after: int, limit: int) -> Span | None:
    """The paragraph that follows a cue closed by a colon, where the quotation has no marks."""
    rest = text[after:limit]
    found = re.match(r"[^\n.:;\"]{0,60}:\s*\n\s*([^\n]+)", rest)
    if not found:
        return None
    return trim(text, after + found.start(1), after + found.end(1), stops=False)
