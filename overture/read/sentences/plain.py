"""The lesser reader: no model, only word lists and patterns on the letters. It always works, and says what it is.

It finds the same kinds of claims as the reader with a parser, by the same lexicon, and misses more of them.
Every loop is bounded by the length of the sentence: no pattern backtracks over a document.
"""

from __future__ import annotations

import re

from overture.read.claim import Hit
from overture.read.lexicon import Cue, Lexicon, any_of
from overture.read.sentences.phrases import (
    AUX,
    LEAD,
    STARTERS,
    PlainSentence,
    opens_clause,
    second_cue,
    simple,
    until,
)
from overture.read.text import ParagraphSpan, Quotes, Span, listed, quotes, sentence_case, trim

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_DETERMINERS = frozenset(
    listed(
        """
        the a an this that these those its his her their our my your no any some each every of in on by
        for with from to official new such
    """
    )
)
_SPEECHLESS = frozenset(
    listed(
        """
        read point mean rule ask quote cite charge brief counter answer continue object document record
        find see view present cast treat trust figure decide learn repeat agree
    """
    )
)


_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMrs)(?<!\bSt)(?<!\bProf)(?<!\bGen)[.!?][\"')\]]{0,4}\s+(?=[\"'(\[]?[A-Z0-9])"
)
LONGEST = 2000
"""Characters of a sentence: a longer one is cut at a space, so that no pattern looks at more."""


def sentences(text: str, blocks: list[ParagraphSpan]) -> list[Span]:
    """The sentences of every paragraph: a stop, closing marks, a space and a capital or an opening quote."""
    found: list[Span] = []
    for block in blocks:
        start = block.start
        for match in _END.finditer(text, block.start, block.end):
            found += _short(text, start, match.end())
            start = match.end()
        if start < block.end:
            found += _short(text, start, block.end)
    return found


def _short(text: str, start: int, end: int) -> list[Span]:
    pieces = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = space + 1 if space > 0 else start + LONGEST
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _noun_like(body: str, start: int, word: str) -> bool:
    """Whether a cue form at ``start`` is used as a noun: after a determiner, a preposition or a possessive."""
    before = body[:start].split()
    if not before:
        return True
    last = before[-1].lower().strip("\"',")
    return (
        last in _DETERMINERS
        or last in ("told", "tells", "tell")  # "told state television"
        or before[-1].endswith("'s")
        or (word.endswith("ing") and last not in ("is", "are", "was", "were", "be", "been"))
    )


def _clause_hit(s: PlainSentence, match: re.Match[str], reading: Cue) -> Hit | None:
    cue, end = match.span()
    rest = s.body[end:]
    that = re.match(r"(?:\s+(?!to\b)[\w'-]+){0,9}?,?\s+(that|whether|how)\s", rest)
    source = s.source_before(cue)
    if that:
        between = rest[: that.start(1)]
        if not re.search(r"[.;:]", between) and len(between.split()) <= 9 and source:
            content = s.at(end + that.start(1), second_cue(s, end + that.end(1)))
            return Hit(
                "plain/clause", source, s.group(cue, end), content, reading.act, reading.kind, reading.lemma
            )
    following = re.match(r"\s+([\w'\"$-]+)", rest)
    if following is None or not source or reading.lemma in _SPEECHLESS or reading.kind == "show":
        return None
    word = following.group(1)
    names = word[0].isupper() and not re.match(r"\s+[A-Z]\w+(?:\s+[A-Z]\w+)*\s*[.,]?\s*$", rest)
    plural = re.match(
        r"\s+(?:[a-z]+\s+){0,3}?[a-z]+s?\s+(?:would|will|may|might|could|has|have|had|is|are|was|were|can|did)\b",
        rest,
    )
    if reading.lemma in ("tell", "inform", "assure", "remind", "warn", "advise"):
        told = re.match(
            r"\s+(?:him|her|them|us|me|you|[A-Z]\w+(?:\s+[A-Z]\w+)*|(?:the\s+)?(?:reporters|journalists))\s+(?=(?:the|a|it|he|she|they|there|we|I|its|his|her|their|no|any|every)\b)",
            rest,
        )
        if told:
            return Hit(
                "plain/clause",
                source,
                s.group(cue, end),
                s.at(end + told.end(), len(s.body)),
                reading.act,
                reading.kind,
                reading.lemma,
            )
        return None
    if (word.lower() in STARTERS and word.lower() not in ("up", "at")) or names or plural or word.isdigit():
        tail = rest[following.start(1) :]
        if not re.search(
            r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|could|can|did|does|do|must|should|\w+ed|\w+s|n't|went|came|made|gave|took|left|rose|fell|met|lost|won|held|sent|cut|hit|put|set|paid|knew|saw|got|broke|built|kept|felt)\b",
            tail,
        ):
            return None
        return Hit(
            "plain/clause",
            source,
            s.group(cue, end),
            s.at(end + following.start(1), second_cue(s, end + following.end(1))),
            reading.act,
            reading.kind,
            reading.lemma,
        )
    return None


def _after_hit(s: PlainSentence, match: re.Match[str], reading: Cue) -> Hit | None:
    """S, X said. / S, said X."""
    cue, end = match.span()
    tail = s.body[end:].strip()
    if reading.kind not in ("speech", "mind") or len(tail.split()) > 16:
        return None
    inverted = re.search(r"[,\"?!]\s*\"?\s*$", s.body[:cue])
    spoken = re.search(
        r"\b(?:that|is|are|was|were|has|have|had|will|would|may|might|could|whether)\b", tail.split(",")[0]
    ) or any(s.lexicon.verb(w) is not None and not w[0].isupper() for w in _WORD.findall(tail.split(",")[0]))
    if inverted and cue > 12 and tail and not spoken:
        source = s.at(end, len(s.body))
        content = s.at(0, inverted.start() + 1, stops=False)
        if source and content and (tail[0].isupper() or tail.split()[0].lower() in _DETERMINERS):
            return Hit(
                "plain/after", source, s.group(cue, end), content, reading.act, reading.kind, reading.lemma
            )
    plain = re.search(
        r"(?:,\"?|[?!]\"|\")\s*((?:[^,\"]{2,70})|(?:[^,\"]{2,50},[^\"]{2,120},))\s$", s.body[:cue]
    )
    short = len(tail.split()) <= 9 and not re.match(r"(?:that|whether|the|he|she|it|they)\b", tail)
    if plain and short and plain.start() > 12 and len(plain.group(1).split()) <= 22:
        inner = re.sub(rf"(?:\s+{AUX})+\s*$", "", plain.group(1), flags=re.IGNORECASE)
        source = s.at(plain.start(1), plain.start(1) + len(inner))
        front = s.body[: plain.start()]
        if opens_clause(plain.group(1)):  # "S, although a poll found that P": the claim follows
            return None
        if source and (len(front.split()) > 3 or '"' in front) and not LEAD.match(front + ", x"):
            return Hit(
                "plain/after",
                source,
                s.group(cue, end),
                s.at(0, plain.start(1), stops=False),
                reading.act,
                reading.kind,
                reading.lemma,
            )
    return None


def _as_hit(s: PlainSentence, match: re.Match[str], lexicon: Lexicon) -> Hit | None:
    cue, end = match.span()
    rest = s.body[end:]
    passive = re.search(
        r"\b(?:is|are|was|were|been|being)(?:\s+\w+ly|\s+not|\s+widely|\s+often)?\s+$", s.body[:cue]
    )
    reading = lexicon.cue(match.group(), "passive" if passive else "as")
    if reading is None:
        return None
    marker = re.match(r"[^.;:]{0,120}?\sas\s+(?!(?:soon|long|well|far|much|many)\b)", rest)
    if marker is None:
        return None
    close = re.search(r",\s+(?:all\s+)?(?:while|although|but|and|saying)\b|[.;]\s*$", rest[marker.end() :])
    last = end + marker.end() + (close.start() if close else len(rest) - marker.end())
    if passive:
        owner = re.search(
            r"\bby\s+((?:the\s+|a\s+|many\s+|some\s+)?[\w'-]+(?:\s+(?!as\b)[\w'-]+){0,5}?)(?=\s+as\b|\s*[.,;]|\s*$)",
            rest,
        )
        begin = s.source_before(passive.start())
        content = [(begin[0][0], s.start + last)] if begin else s.at(0, last)
        source = s.at(end + owner.start(1), end + owner.end(1)) if owner else []
        if owner and owner.start() > marker.end():
            content = [(content[0][0], s.start + end + owner.start())]
        cleaned = trim(s.text, *content[0])
        return Hit(
            "plain/passive",
            source,
            s.group(cue, end),
            [cleaned] if cleaned else [],
            reading.act,
            reading.kind,
            reading.lemma,
            whole=True,
        )
    if not re.match(r"\s+\S+.*?\sas\s", rest):
        return None
    return Hit(
        "plain/as",
        s.source_before(cue),
        s.group(cue, end),
        s.at(end, last),
        reading.act,
        reading.kind,
        reading.lemma,
    )


def find_hits(text: str, blocks: list[ParagraphSpan], lexicon: Lexicon) -> list[Hit]:
    """All hits of a straightened ``text``, quotations not yet completed."""
    quoted = Quotes(quotes(text))
    if blocks and blocks[0].headline:
        head = blocks[0]
        lowered = sentence_case(text[head.start : head.end], text[head.end :])
        text = text[: head.start] + lowered + text[head.end :]
    marks = any_of(lexicon.writer_marks)
    heads = {block.start for block in blocks if block.headline}
    found: list[Hit] = []
    for span in sentences(text, blocks):
        s = PlainSentence(text, span, lexicon, quoted)
        here = simple(s, lexicon)
        for match in _WORD.finditer(s.body):
            if any(a <= s.start + match.start() < b for hit in here for a, b in hit.cue):
                continue
            here += _at(s, match, lexicon)
        here = [
            hit
            for hit in here
            if hit.cue and (hit.content or hit.rule in ("quote", "adjective/bare", "plain/declined"))
        ]
        own = _own(s, here, marks, span[0] in heads)
        found += here + own
    return found


_INVERTED = re.compile(r"\s+((?:the |a |an )?[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3}|(?:the|a|an) [a-z]+)")
"""The speaker after his verb: '"It is gone," sighed Ada Brun'."""


def _at(s: PlainSentence, match: re.Match[str], lexicon: Lexicon) -> list[Hit]:
    """The hits of one word."""
    reading = lexicon.verb(match.group())
    if match.group()[0].isupper() and match.start() > 0:
        return []  # part of a name: "Satellite Project", "United States"
    if reading is None or _noun_like(s.body, match.start(), match.group().lower()):
        return []
    cue, end = match.span()
    rest = s.body[end:]
    passive = re.search(
        r"\b(?:is|are|was|were|been|be)\s+(?:\w+ly\s+)?$", s.body[:cue]
    ) is not None and match.group().endswith(("ed", "en", "n", "d", "t"))
    found = _as_hit(s, match, lexicon)
    if found is not None and (found.source or found.whole):
        return [found]
    if passive:
        return []
    goal = lexicon.cue(match.group(), "infinitive")
    if goal is not None and re.match(r"\s+to\s+\w", rest):
        past = goal.lemma in ("try", "attempt", "seek", "need", "prepare") and re.search(
            r"(?:ed|ought)$", match.group()
        )
        source = s.source_before(cue)
        return (
            []
            if past or not source
            else [
                Hit(
                    "plain/infinitive",
                    source,
                    s.group(cue, end),
                    until(s, end),
                    goal.act,
                    goal.kind,
                    goal.lemma,
                )
            ]
        )
    if (
        goal is not None
        and goal.lemma in ("expect", "want")
        and re.match(r"\s+(?:[\w'-]+\s+){1,5}to\s+\w", rest)
    ):
        return [
            Hit(
                "plain/infinitive",
                s.source_before(cue),
                s.group(cue, end),
                until(s, end),
                goal.act,
                goal.kind,
                goal.lemma,
            )
        ]
    want = lexicon.cue(match.group(), "back")
    if want is not None and re.match(r"\s+[A-Z]?\w+(?:\s+\w+){0,3}?\s+back\b", rest):
        return [
            Hit(
                "plain/want",
                s.source_before(cue),
                s.group(cue, end),
                until(s, end),
                want.act,
                want.kind,
                want.lemma,
            )
        ]
    told = lexicon.cue(match.group(), "clause")
    if told is not None:
        hit = _after_hit(s, match, told) or _clause_hit(s, match, told)
        if hit is not None:
            return [hit]
    said = lexicon.cue(match.group(), "quote")
    if said is not None:
        after = _INVERTED.match(rest) if re.search(r"\"\s*$", s.body[:cue]) else None
        source = s.at(end + after.start(1), end + after.end(1)) if after else s.source_before(cue)
        if source:
            return [Hit("quote", source, s.group(cue, end), [], said.act, said.kind, said.lemma)]
    stance = lexicon.cue(match.group(), "object")
    if stance is not None and re.match(
        r"\s+(?:the|those|these|this|its|their|such|all)\s+(?:[\w-]+\s+){0,3}?(?:announcement|report|reports|claims?|allegations?|accusations?|charges|proposal|offer|plan|deal|images|idea|suggestion|decision|statement|findings|figures|account)\b",
        rest,
    ):
        source = s.source_before(cue)
        if source:
            return [
                Hit(
                    "plain/object",
                    source,
                    s.group(cue, end),
                    until(s, end),
                    stance.act,
                    stance.kind,
                    stance.lemma,
                )
            ]
    return []


def _own(s: PlainSentence, here: list[Hit], marks: re.Pattern[str], headline: bool) -> list[Hit]:
    """The writer's own claim in a sentence without another."""
    if here or s.body.rstrip(' "').endswith("?") or s.in_quote(1) or '"' in s.body[:2]:
        return []
    mark = marks.search(s.body)
    body = s.at(0, len(s.body))
    if mark:
        return [
            Hit(
                "writer/mark",
                [],
                s.at(mark.start(), mark.end()),
                body,
                "assert",
                "writer",
                mark.group().lower(),
            )
        ]
    modal = re.search(r"\b(?:will|would|may|might|could)\s+(?:not\s+|also\s+)?(?:be\s+)?\w+", s.body)
    if modal:
        return [Hit("writer/forecast", [], s.at(modal.start(), modal.end()), body, "forecast", "writer", "")]
    verb = re.search(r"\b(?:is|are|was|were|has|have|had|lies|\w+ed)\b", s.body)
    if verb and verb.start() > 2:
        return [
            Hit(
                "writer/headline" if headline else "writer/bare",
                [],
                s.at(verb.start(), verb.end()),
                body,
                "assert",
                "writer",
                "",
            )
        ]
    return []
