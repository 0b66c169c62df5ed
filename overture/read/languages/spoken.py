"""What is told on somebody's word without a verb that governs it: quotations, "according to", turns of a transcript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.languages.clauses import SHORT, VERBAL, lemma_of, spans_of, subject_of
from overture.read.languages.table import LanguageTable
from overture.read.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_QUOTED = re.compile(r"«\s*(.+?)\s*»|\"\s*(.+?)\s*\"", re.DOTALL)
_TAIL = re.compile(r"\s*[»\"]\s*,?\s*[^«\".\n]*")
_WITHIN = re.compile(r",\s+([^,«»\"]{5,60}),\s")
_LEAD = re.compile(r"[^.«»\"\n]*[:,]\s*[«\"]?\s*$")
_GOING_ON = re.compile(r"[»\"][^«»\"]*\.\s*[«\"]\s*$")
_TURN = re.compile(
    r"^(?P<who>[A-ZÀ-Þ][A-ZÀ-Þ.' -]*?(?: \([^)\n]{1,60}\))?)\s?:\s+(?P<said>\S.*)$", re.MULTILINE
)
_ASKS = re.compile(r"Q|QUESTION|JOURNALISTE", re.IGNORECASE)


def quotations(text: str) -> list[Span]:
    """The words between quotation marks, without them; words in marks that are no statement are left out."""
    found = [match.span(1) if match.group(1) else match.span(2) for match in _QUOTED.finditer(text)]
    return [span for span in found if len(text[slice(*span)].split()) >= SHORT]


def quotation_hits(text: str, doc: Doc, told: list[Hit], table: LanguageTable) -> list[Hit]:
    """Each quotation with whoever says it: behind it, within it, before it, or whoever said the one before."""
    hits: list[Hit] = []
    for start, end in quotations(text):
        if any(h.content and h.content[0][0] <= start + 2 and h.content[-1][1] >= end - 1 for h in told):
            continue
        hit = (
            _within(text, doc, (start, end), table)
            or _behind(text, doc, (start, end), table)
            or _before(text, doc, (start, end), table)
        )
        if hit is None and hits and _GOING_ON.search(text[hits[-1].content[-1][1] : start]):
            last = hits[-1]
            hit = Hit(
                f"{table.code}/quote-on",
                last.source,
                last.cue,
                [(start, end)],
                last.act,
                last.kind,
                last.lemma,
            )
        if hit is not None:
            hits.append(hit)
    return hits


def _cue(doc: Doc, start: int, end: int, table: LanguageTable) -> Token | None:
    """The first verb between two places that a quotation may go with."""
    for token in doc:
        if start <= token.idx < end and "quote" in table.verbs.get(lemma_of(token, table), {}):
            return token
    return None


def _hit(rule: str, verb: Token, subject: list[Token], content: list[Span], table: LanguageTable) -> Hit:
    act, kind = table.verbs[lemma_of(verb, table)]["quote"]
    cue = spans_of([*(c for c in verb.children if c.dep_.startswith("aux")), verb], table)
    who = spans_of([t for t in subject if t.text.lower() not in ("-t", "t")], table)
    return Hit(
        f"{table.code}/{rule}",
        who,
        cue,
        content,
        act,
        "speech" if kind == "mind" else kind,
        lemma_of(verb, table),
    )


def _within(text: str, doc: Doc, quoted: Span, table: LanguageTable) -> Hit | None:
    """« The men, says K, have left »: who says it stands between commas, verb first."""
    start, end = quoted
    for aside in _WITHIN.finditer(text, start, end):
        verb = _cue(doc, *aside.span(1), table)
        if verb is not None and not any(
            aside.start(1) <= t.idx < verb.idx and t.pos_ in (*VERBAL, "NOUN") for t in doc
        ):
            subject = _named_after([t for t in doc if verb.idx < t.idx < aside.end(1)], table)
            return _hit("quote-within", verb, subject, [(start, aside.start()), (aside.end(), end)], table)
    return None


def _behind(text: str, doc: Doc, quoted: Span, table: LanguageTable) -> Hit | None:
    end = quoted[1]
    tail = _TAIL.match(text, end)
    if tail is None or not re.match(r"\s*[»\"]\s*,", text[end:]):
        return None
    verb = _cue(doc, end, tail.end(), table)
    if verb is None:
        return None
    subject = [t for t in subject_of(verb) if t.idx >= end]
    after = [t for t in doc if verb.i < t.i and t.idx < tail.end()]
    subject = _named_after(subject or after, table)
    return _hit("quote", verb, subject, [quoted], table)


def _named_after(words: list[Token], table: LanguageTable) -> list[Token]:
    """The source that follows its verb: the first noun with what belongs to it, without where and when it was said."""
    head = next(
        (t for t in words if t.pos_ in ("NOUN", "PROPN", "PRON") and t.text.lower() not in ("-t", "t")), None
    )
    if head is None:
        return words
    left_out: set[int] = set()
    for child in head.children:
        cases = [c.text.lower() for c in child.children if c.dep_ == "case"]
        if child.dep_.startswith("obl") or (cases and not set(cases) & table.of):
            left_out |= {t.i for t in child.subtree}
    kept = {t.i for t in head.subtree} - left_out
    return [t for t in words if t.i in kept]


def _before(text: str, doc: Doc, quoted: Span, table: LanguageTable) -> Hit | None:
    start, _ = quoted
    lead = _LEAD.search(text, max(0, start - 300), start)
    if lead is None:
        return None
    by = table.according_quoted.search(text, lead.start(), start)
    if by is not None:
        source = (by.end() + 1, by.end() + 1 + len(text[by.end() + 1 : start].rstrip(' ,:«"')))
        return Hit(f"{table.code}/according", [source], [by.span()], [quoted], "assert", "speech")
    verb = _cue(doc, lead.start(), start, table)
    return _hit("quote-before", verb, subject_of(verb), [quoted], table) if verb is not None else None


def according_hits(text: str, doc: Doc, table: LanguageTable) -> list[Hit]:
    """ "According to S, P" and "P, according to S": the rest of the sentence is told on the word of S."""
    hits = []
    for sentence in doc.sents:
        low, high = sentence.start_char, low_end(text, sentence.end_char)
        for by in table.according.finditer(text, low, high):
            comma = text.find(",", by.end(), high)
            if by.start() - low < 3:
                if comma < 0:
                    continue
                source, content = (by.end() + 1, comma), (comma + 2, high)
            else:
                source = (by.end() + 1, comma if comma >= 0 else high)
                content = (low, low + len(text[low : by.start()].rstrip(" ,;")))
            if len(text[slice(*content)].split()) > 1 and text[slice(*source)].strip():
                hits.append(
                    Hit(f"{table.code}/according", [source], [by.span()], [content], "assert", "speech")
                )
    return hits


def low_end(text: str, end: int) -> int:
    """The end of a sentence without its stop."""
    return len(text[:end].rstrip(" .!?;\n"))


def turn_hits(text: str, table: LanguageTable) -> list[Hit]:
    """The statements of a transcript: two labelled lines at least; a questioner states nothing."""
    turns = list(_TURN.finditer(text))
    if len(turns) < 2:
        return []
    return [
        Hit("transcript", [t.span("who")], [t.span("who")], [t.span("said")], "assert", "speech")
        for t in turns
        if not _ASKS.fullmatch(t.group("who").strip())
    ]
