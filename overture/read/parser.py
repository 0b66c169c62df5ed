"""The reader with a parser: paragraphs to hits, by the named rules of :mod:`overture.read.rules`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.grammar import Parsed, child, noun_phrase, subject, verb_group
from overture.read.lexicon import Lexicon, any_of
from overture.read.rules import hits as rule_hits
from overture.read.text import Paragraph, quotes, sentence_case, trim

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span as Sentence

LONGEST = 8000
"""Characters parsed at once: a longer paragraph is cut at the end of a sentence."""
_MODALS = ("will", "would", "may", "might", "could", "shall", "should", "must")
_ADVERBS = (
    "likely",
    "probably",
    "possibly",
    "perhaps",
    "presumably",
    "apparently",
    "reportedly",
    "allegedly",
    "maybe",
)


def pieces(text: str, blocks: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs no longer than :data:`LONGEST`, cut where a sentence ends (or a word, at worst)."""
    result = []
    for block in blocks:
        start = block.start
        while block.end - start > LONGEST:
            window = text[start : start + LONGEST]
            cuts = [m.end() for m in re.finditer(r"[.!?][\"')]*\s+", window)]
            cut = cuts[-1] if cuts else (window.rfind(" ") + 1 or LONGEST)
            result.append(Paragraph(start, start + cut, False))
            start += cut
        result.append(Paragraph(start, block.end, block.headline))
    return result


def find_hits(text: str, blocks: list[Paragraph], language: Language, lexicon: Lexicon) -> list[Hit]:
    """All hits of a straightened ``text``, quotations not yet completed."""
    quoted = quotes(text)
    parts = pieces(text, blocks)
    body = text[blocks[0].end :] if blocks else ""
    prepared = []
    for part in parts:
        words = text[part.start : part.end].replace("\n", " ")
        prepared.append(sentence_case(words, body) if part.headline or len(words) < 120 else words)
    found: list[Hit] = []
    marks = any_of(lexicon.writer_marks)
    for part, doc in zip(parts, language.pipe(prepared, batch_size=32), strict=True):
        parsed = Parsed(doc, text, part.start, lexicon, quoted)
        here = rule_hits(parsed)
        here += _bare_quotes(parsed)
        here = _best(here)
        for sentence in doc.sents:
            here += _writer(parsed, sentence, here, marks, part.headline)
        found += here
    return found


def _bare_quotes(parsed: Parsed) -> list[Hit]:
    """A cue of speech without a clause: its quotation is found beside it (:mod:`overture.read.quoting`)."""
    found = []
    for token in parsed.doc:
        reading = parsed.lexicon.cue(token.lower_, "quote")
        if reading is None or not token.tag_.startswith("VB") or child(token, "auxpass") is not None:
            continue
        holder = subject(token)
        if holder is None:
            continue
        source = noun_phrase(parsed, holder, token)
        if source:
            found.append(
                Hit("quote", source, verb_group(parsed, token), [], reading.act, reading.kind, reading.lemma)
            )
    for token in parsed.doc:  # "called it "a lie"", "described the plan: "..."" are speech as well
        reading = parsed.lexicon.cue(token.lower_, "as")
        if (
            reading is not None
            and reading.kind == "speech"
            and token.tag_.startswith("VB")
            and child(token, "auxpass") is None
        ):
            holder = subject(token)
            if holder is not None:
                source = noun_phrase(parsed, holder, token)
                if source:
                    found.append(
                        Hit(
                            "quote",
                            source,
                            verb_group(parsed, token),
                            [],
                            reading.act,
                            reading.kind,
                            reading.lemma,
                        )
                    )
    return found


_RANK = ("intention", "declined", "in-view", "according", "passive", "as", "clause", "infinitive", "want", "adjective",
         "noun", "telling", "object", "writer", "unowned", "quote")  # fmt: skip


def _best(hits: list[Hit]) -> list[Hit]:
    """One hit for one cue: the rule that stands first in the list wins; two bodies of one cue both stay."""
    ranked = sorted(
        hits,
        key=lambda h: (h.cue[0], _RANK.index(h.rule.split("/")[0]) if h.rule.split("/")[0] in _RANK else 99),
    )
    kept: list[Hit] = []
    for hit in ranked:
        rivals = [k for k in kept if k.cue[0][0] < hit.cue[-1][1] and hit.cue[0][0] < k.cue[-1][1]]
        if any(r.content and hit.rule != "quote" and r.rule == hit.rule == "clause/after" for r in rivals):
            continue
        if not rivals:
            kept.append(hit)
        elif (
            hit.rule.startswith("clause")
            and all(r.rule.startswith("clause") for r in rivals)
            and hit.content != rivals[0].content
        ):
            # "S, he said, and S2": the longer of the two
            if sum(b - a for a, b in hit.content) > sum(b - a for a, b in rivals[0].content):
                kept[kept.index(rivals[0])] = hit
    return kept


def _writer(
    parsed: Parsed, sentence: Sentence, hits: list[Hit], marks: re.Pattern[str], headline: bool
) -> list[Hit]:
    """The writer's own claim in a sentence that nobody else has: marked ("in short, ..."), a forecast, or bare."""
    start, end = parsed.offset + sentence.start_char, parsed.offset + sentence.end_char
    if any(start <= hit.cue[0][0] < end and not hit.rule.startswith("noun") for hit in hits):
        own = [h for h in hits if start <= h.cue[0][0] < end]
        return _second_clause(parsed, sentence, own)
    root = sentence.root
    if (
        root.pos_ not in ("VERB", "AUX")
        or parsed.in_quote(root)
        or parsed.text[start:end].rstrip(' "').endswith("?")
    ):
        return []
    if any(s <= start + 1 < e for s, e in parsed.quoted):
        return []
    topic = child(root, "nsubj", "nsubjpass", "expl", "csubj")
    if topic is None or topic.lower_ in ("i", "we", "you"):
        return []
    mark = marks.search(parsed.text[start:end].replace("\n", " "))
    body = trim(parsed.text, start, end)
    if body is None:
        return []
    modal = next((c for c in root.children if c.dep_ == "aux" and c.lower_ in _MODALS), None)
    adverb = next((c for c in root.children if c.lower_ in _ADVERBS), None)
    if mark is not None:
        return [
            Hit(
                "writer/mark",
                [],
                [(start + mark.start(), start + mark.end())],
                [body],
                "assert",
                "writer",
                mark.group().lower(),
            )
        ]
    if modal is not None or adverb is not None:
        act = (
            "forecast"
            if modal is not None and modal.lower_ in ("will", "would", "may", "might", "could")
            else "assert"
        )
        cue = verb_group(parsed, root) if modal is not None else parsed.span(adverb, adverb)  # type: ignore[arg-type]
        return [Hit("writer/forecast", [], cue, [body], act, "writer", "")]
    if headline or topic.pos_ in ("NOUN", "PROPN", "PRON"):
        return [
            Hit(
                "writer/headline" if headline else "writer/bare",
                [],
                verb_group(parsed, root),
                [body],
                "assert",
                "writer",
                "",
            )
        ]
    return []


def _second_clause(parsed: Parsed, sentence: Sentence, own: list[Hit]) -> list[Hit]:
    """A main clause beside a claimed one: "P has no intention of A; rather, it would use B"."""
    root = sentence.root
    found = []
    for token in [root, *root.conjuncts]:
        modal = next((c for c in token.children if c.dep_ == "aux" and c.lower_ in _MODALS), None)
        if modal is None or parsed.in_quote(token):
            continue
        place = parsed.offset + token.idx
        topic = child(token, "nsubj", "nsubjpass")
        if topic is None or any(a <= place < b for hit in own for a, b in hit.content + hit.cue):
            continue
        first = topic.left_edge
        if any(
            parsed.offset + first.idx <= hit.cue[0][0] < parsed.offset + token.right_edge.idx
            for hit in own
            if hit.cue[0][0] > place
        ):
            continue
        if any(hit.kind == "speech" and "according" in hit.rule for hit in own):
            continue
        content = parsed.span(first, token.right_edge)
        found.append(Hit("writer/forecast", [], verb_group(parsed, token), content, "forecast", "writer", ""))
    return found
