"""The reader with a parser: paragraphs to hits, by the named rules of :mod:`overture.read.sentences.rules`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.lexicon import Lexicon, any_of
from overture.read.parsing.grammar import ParsedParagraph
from overture.read.parsing.model import one_thread
from overture.read.sentences.owning import own_claims
from overture.read.sentences.rules import hits as rule_hits
from overture.read.sentences.rules import one_for_a_cue
from overture.read.text import Cases, ParagraphSpan, Quotes, quotes

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST = 4000
"""Characters parsed at once: a longer paragraph is cut at the end of a sentence."""


def pieces(text: str, blocks: list[ParagraphSpan]) -> list[ParagraphSpan]:
    """Paragraphs no longer than :data:`LONGEST`, cut where a sentence ends (or a word, at worst)."""
    result = []
    for block in blocks:
        start = block.start
        colon = (
            re.match(r"[^:\n]*?[,\s][^:\n]*?:\s+(?=\S+\s+\S+\s+\S)", text[start : block.end])
            if block.headline
            else None
        )
        if colon:  # "Upstream, a pause: Quill says it will stop"
            result.append(ParagraphSpan(start, start + len(colon.group().rstrip()) - 1, True))
            start += colon.end()
        while block.end - start > LONGEST:
            window = text[start : start + LONGEST]
            cuts = [m.end() for m in re.finditer(r"[.!?][\"')]*\s+", window)]
            cut = cuts[-1] if cuts else (window.rfind(" ") + 1 or LONGEST)
            result.append(ParagraphSpan(start, start + cut, False))
            start += cut
        result.append(ParagraphSpan(start, block.end, block.headline))
    return result


def find_hits(text: str, blocks: list[ParagraphSpan], language: Language, lexicon: Lexicon) -> list[Hit]:
    """All hits of a straightened ``text``, quotations not yet completed."""
    quoted = Quotes(quotes(text))
    parts = pieces(text, blocks)
    cases = Cases(text[blocks[0].end :] if blocks else "")
    prepared = []
    for part in parts:
        words = text[part.start : part.end].replace("\n", " ")
        prepared.append(cases.sentence(words) if part.headline or len(words) < 120 else words)
    found: list[Hit] = []
    marks = any_of(lexicon.writer_marks)
    with (
        language.memory_zone(),  # the words of this text are forgotten afterwards: memory stays flat over many texts
        one_thread(),
    ):
        for part, doc in zip(parts, language.pipe(prepared, batch_size=128), strict=True):
            parsed = ParsedParagraph(doc, text, part.start, lexicon, quoted)
            here = one_for_a_cue(rule_hits(parsed))
            for sentence in doc.sents:
                here += own_claims(parsed, sentence, here, marks, part.headline)
            found += here
    return found
