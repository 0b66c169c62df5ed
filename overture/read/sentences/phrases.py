"""What the lesser reader sees in one sentence: source phrases, verb groups, and the patterns that need no single verb."""

from __future__ import annotations

import re
from collections.abc import Callable

from overture.read.claim import Hit
from overture.read.lexicon import Lexicon
from overture.read.text import Quotes, Span, listed, trim

AUX = r"(?:has|have|had|is|are|was|were|did|does|do|will|would|can|could|may|might|not|never|also|still|be|been|being|n't|now|later|then|probably|reportedly|repeatedly|publicly|privately|again|once)"
LEAD = re.compile(
    r"^(?:(?:however|meanwhile|still|yet|but|and|so|also|then|later|indeed|moreover|nevertheless|today|yesterday|rather|thus|instead|finally|earlier|separately|downstream|upstream)\b,?\s+"
    r"|(?:on|in|at|after|before|during|despite|since|by|following|for|with|under|according|as|when|while|although|though|if|because|until|amid)\s[^,]{1,140},\s+)",
    re.IGNORECASE,
)
BOUNDARY = re.compile(
    r"(?:^(?:if|unless|whether|had|did|does|do|has|have|is|are|was|were|should|would|will|could|can)\s+|;\s+|:\s+|—\s*|,\s+(?:and|but|while|whereas|although|though|as|yet|so)\s+|\s(?:but|while|whereas|although|because|why|how|that|as|when|if|whether|unless)\s+)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s(?:and|or|then)\s*$")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
STARTERS = frozenset(
    listed(
        """
        the a an it he she they we i you there this these those his her its their our no all some many
        most more up at any both each every neither one two three what how whether
    """
    )
)


def _month_masked(words: str) -> str:
    """``words`` with "May", where it begins no sentence, as a word that is no auxiliary: "who fled in May said"."""
    return re.sub(r"(?<=\s)May(?=\s|$)", "###", words)


class PlainSentence:
    def __init__(self, text: str, span: Span, lexicon: Lexicon, quoted: Quotes) -> None:
        self.text, self.start, self.end = text, span[0], span[1]
        self.body, self.lexicon, self.quoted = text[span[0] : span[1]].replace("\n", " "), lexicon, quoted

    def at(self, low: int, high: int, *, stops: bool = True) -> list[Span]:
        cut = trim(self.text, self.start + low, self.start + high, stops=stops)
        return [cut] if cut else []

    def source_before(self, cue: int) -> list[Span]:
        """The noun phrase that ends where the cue begins, back to the last boundary of a clause."""
        front = self.body[:cue]
        begin = 0
        for match in BOUNDARY.finditer(front):
            if match.end() < cue - 1:
                piece = front[match.end() : cue].strip()
                relative = match.group().strip() == "that" and front[: match.start()].rstrip().endswith(",")
                if piece and not relative:
                    begin = match.end()
        for _ in range(3):
            lead = LEAD.match(front[begin:])
            if not lead or begin + lead.end() >= cue:
                break
            begin += lead.end()
        comma = front.rstrip().endswith(",")
        piece = front[begin:]
        if not comma and piece.count(",") == 1:  # "A did B, X said": only what follows the comma
            before, after = piece.split(",")
            if (
                _WORD.search(after)
                and len(after.split()) <= 8
                and (after.strip()[:1].isupper() or after.split()[0].lower() in STARTERS)
                and len(before.split()) > 2
            ):
                begin += len(before) + 1
        quote = front.rfind('"')
        if quote >= begin:
            begin = quote + 1
        if _JOINED.search(front[begin:]) is None:
            begin += self._after_teller(front[begin:])
        words = re.sub(
            rf"(?:\s+{AUX})+\s*$", "", " " + _month_masked(front[begin:].rstrip()), flags=re.IGNORECASE
        )
        return self.at(begin, begin + len(self._shared_subject(words[1:])))

    def _after_teller(self, words: str) -> int:
        """Where the subject begins after another's verb of saying: "Jafari said | she" before "felt that P", as an offset."""
        start = 0
        for match in _WORD.finditer(words):
            reading = self.lexicon.cue(match.group(), "clause")
            if reading is None or reading.kind != "speech" or not match.start() or match.group()[0].isupper():
                continue
            next_word = re.match(r"\s+([A-Za-z][\w'-]*)", words[match.end() :])
            if next_word and (
                next_word.group(1)[0].isupper() or next_word.group(1).lower() in STARTERS - {"up", "at"}
            ):
                start = match.end() + 1
        return start

    def _shared_subject(self, words: str) -> str:
        """The subject before a verb joined by "and" ("The ministry rejected the plan and said"), else all ``words``.

        Nothing where the verb before is a passive: "I was hauled in and told that P" says who was told.
        """
        if _JOINED.search(words) is None:
            return words
        for match in _WORD.finditer(words):
            word = match.group().lower()
            helper = re.fullmatch(AUX, word) is not None
            if match.start() and (helper or (word.endswith("ed") or self.lexicon.verb(word) is not None)):
                passive = re.match(
                    r"(?:is|are|was|were|been|being)\s(?:\w+ly\s)?\w+(?:ed|en|t)\b", words[match.start() :]
                )
                return "" if passive else words[: match.start()].rstrip()
        return words

    def group(self, cue: int, end: int) -> list[Span]:
        """The verb with its auxiliaries before it."""
        lead = re.search(rf"(?:\b{AUX}\s+)+$", _month_masked(self.body[:cue]), re.IGNORECASE)
        return self.at(lead.start() if lead else cue, end)

    def in_quote(self, place: int) -> bool:
        return self.quoted.around(self.start + place) is not None


def second_cue(s: PlainSentence, start: int) -> int:
    """Where the same speaker's second verb of saying begins: "claimed P was a volunteer | and claim she has a motive"."""
    for match in re.finditer(
        r",?\s+and\s+(?:\w+ly\s+|also\s+)?([a-z]+)\s+(?:that|she|he|it|they|there)\s", s.body[start:]
    ):
        reading = s.lexicon.cue(match.group(1), "clause")
        if reading is not None and reading.kind == "speech":
            return start + match.start()
    return len(s.body)


def opens_clause(words: str) -> bool:
    """Whether words before a cue begin a clause of their own, which is no comment on the one before."""
    return (
        re.match(r"(?:although|though|while|whereas|but|because|since|unless|until|if|when)\b", words)
        is not None
    )


def until(s: PlainSentence, start: int) -> list[Span]:
    """From ``start`` to the end of the phrase: a comma, a dash, a stop, or a word that opens a reason."""
    stop = re.search(r"[,;:—]|\.\s*$|\s(?:because|due to|although|while|since)\s", s.body[start:])
    return s.at(start, start + stop.start() if stop else len(s.body))


def _rest(s: PlainSentence, start: int) -> list[Span]:
    return s.at(start, len(s.body))


# rule, pattern, act, kind, lemma, where the content ends; the source stands before the match, or in group "who".
PATTERNS: tuple[tuple[str, re.Pattern[str], str, str, str, Callable[[PlainSentence, int], list[Span]]], ...] = (
    ("plain/in-view", re.compile(r"\bin\s+(?P<who>his|her|their|its|[A-Z]\w+'s)\s+(?:view|opinion|words|account|telling)\b,?\s*", re.IGNORECASE), "believe", "mind", "in-view", _rest),
    ("plain/intention", re.compile(r"\b(?:has|have|had)\s+(?:no|every)\s+(?:intention|plans?|wish|desire)\s+(?:of|to|for)\s+"), "intend", "act", "intend", until),
    ("plain/declined", re.compile(r"\b(?:declin\w+|refus\w+)\s+to\s+(?:comment|say|confirm|discuss)(?:\s+on|\s+about)?\s*"), "assert", "speech", "decline", _rest),
    ("plain/declined", re.compile(r"\b(?:has|have|had|did|would|does|do)\s+not\s+(?:yet\s+)?comment(?:ed)?\s+(?:on|about)\s+"), "assert", "speech", "decline", _rest),
    ("plain/likely", re.compile(r"\b(?:is|are|was|were|seems?|appears?|remains?)\s+(?:\w+ly\s+)?(?:un)?likely\s+to\s+\w+\s*"), "forecast", "writer", "likely", until),
)  # fmt: skip
_SEEN = re.compile(
    r"\b(statements?|reports?|images|documents|letters?|records|evidence)\b([^.;,]{0,60}?)\s(suggesting|showing|indicating|implying|confirming|denying)\s+"
)
_OPEN = re.compile(
    r"\b[Ii]t\s+((?:is|was|remains|seems)\s+(?:still\s+|not\s+)?(?:unclear|clear|possible|likely|unlikely|uncertain|unknown|known))\s+(?=(?:whether|that|how|who|what|why|if)\b)"
)
_UNOWNED = re.compile(r"\b[Ii]t\s+((?:is|was|has been)\s+(?:\w+ly\s+)?(\w+(?:ed|t|d)))\s+(?=that\b)")
_ACCUSED = re.compile(
    r"\b(accuses|accused|blames|blamed)\s+((?:[\w'-]+\s+){1,6}?(?:of|for)\s+[^.;]{3,160}?)(?=[,.;]|\s(?:because|while|and)\s|$)"
)
_WHETHER = re.compile(
    r"^\s*(?=Whether\b)(?P<what>.{8,160}?)\s(?P<cue>(?:is|was|remains)\s+(?:still\s+|not\s+)?(?:unclear|uncertain|unknown|known|an open question))\b"
)


def simple(s: PlainSentence, lexicon: Lexicon) -> list[Hit]:
    """The hits of the patterns that need no look at single verbs."""
    found = _according(s)
    for rule, pattern, act, kind, lemma, end in PATTERNS:
        for m in pattern.finditer(s.body):
            who = m.groupdict().get("who")
            source = s.at(*m.span("who")) if who else s.source_before(m.start())
            found.append(Hit(rule, source, s.at(m.start(), m.end()), end(s, m.end()), act, kind, lemma))
    found += [
        Hit("plain/unclear", [], s.at(*m.span(1)), _rest(s, m.end()), "assert", "writer", "unclear")
        for m in _OPEN.finditer(s.body)
    ]
    found += [
        Hit("plain/unclear", [], s.at(*m.span("cue")), s.at(*m.span("what")), "assert", "writer", "unclear")
        for m in _WHETHER.finditer(s.body)
    ]
    for m in _UNOWNED.finditer(s.body):
        reading = lexicon.cue(m.group(2), "clause")
        if reading is not None and reading.kind in ("speech", "mind"):
            found.append(
                Hit(
                    "plain/unowned",
                    [],
                    s.at(*m.span(1)),
                    _rest(s, m.end()),
                    reading.act,
                    reading.kind,
                    reading.lemma,
                )
            )
    for m in _ACCUSED.finditer(s.body):
        source = s.source_before(m.start())
        if source and not re.search(r"\b(?:is|are|was|were|been)\s+$", s.body[: m.start()]):
            found.append(
                Hit(
                    "plain/accuse",
                    source,
                    s.group(*m.span(1)),
                    s.at(*m.span(2)),
                    "assert",
                    "speech",
                    "accuse",
                )
            )
    for m in _SEEN.finditer(s.body):
        lead = re.search(
            r"(?:\b(?:the|a|an|recent|official|new|several|secret|satellite|leaked)\s+)+$",
            s.body[: m.start()],
            re.IGNORECASE,
        )
        begin = lead.start() if lead else m.start()
        found.append(
            Hit(
                "plain/telling",
                s.at(begin, m.start(3)),
                s.at(*m.span(3)),
                until(s, m.end()),
                "assert",
                "show",
                "suggest",
            )
        )
    return found + _adjectives(s, lexicon) + _nouns(s, lexicon)


def _according(s: PlainSentence) -> list[Hit]:
    found = []
    for m in re.finditer(r"\b(?:according to|in the (?:view|opinion|words) of)\s+", s.body, re.IGNORECASE):
        tail = s.body[m.end() :]
        cue = s.at(m.start(), m.end())
        if m.start() < 4:
            close = re.search(r",\s+(?!(?:who|which|whose|a|an|and|or)\b)", tail)
            if close is None:
                continue
            source, content = s.at(m.end(), m.end() + close.start()), _rest(s, m.end() + close.end())
        else:
            close = re.search(r"[,;](?=\s)|[.]\s*$|$", tail)
            low = m.end() + (close.start() if close else len(tail))
            source, content = s.at(m.end(), low), s.at(0, m.start())
            after = s.body[low:].strip(" ,.;")
            if s.body[: m.start()].rstrip().endswith(",") and len(after.split()) > 3:
                content += _rest(s, low + 1)
        found.append(Hit("plain/according", source, cue, content, "assert", "speech", "according"))
    return found


def _adjectives(s: PlainSentence, lexicon: Lexicon) -> list[Hit]:
    found = []
    for m in re.finditer(
        r"\b((?:is|are|was|were)\s+(?:not\s+|now\s+|un)?(\w+))(\s+that\s|\s*[.]\s*$)", s.body
    ):
        reading = lexicon.adjectives.get(m.group(2))
        bare = "that" not in m.group(3)
        if reading is None or reading.kind != "mind" or (bare and "not" not in m.group(1)):
            continue
        content = [] if bare else _rest(s, m.end() - 5)
        rule = "adjective/bare" if bare else "plain/adjective"
        found.append(
            Hit(
                rule,
                s.source_before(m.start()),
                s.at(*m.span(1)),
                content,
                reading.act,
                reading.kind,
                reading.lemma,
            )
        )
    return found


def _nouns(s: PlainSentence, lexicon: Lexicon) -> list[Hit]:
    found = []
    for m in re.finditer(r"\b([a-z]+)\s+that\s", s.body):
        noun = lexicon.nouns.get(m.group(1))
        if noun is None:
            continue
        owner = re.search(r"([A-Z]\w*(?:\s+[A-Z]\w*)*)'s?\s+(?:\w+\s+)?$", s.body[: m.start()])
        definite = re.search(r"\b(?:the|a|any|this|no|of)\s+(?:\w+\s+)?$", s.body[: m.start()], re.IGNORECASE)
        if owner or definite:
            source = s.at(*owner.span(1)) if owner else []
            found.append(
                Hit(
                    "plain/noun",
                    source,
                    s.at(*m.span(1)),
                    until(s, m.end(1)),
                    noun.act,
                    noun.kind,
                    noun.lemma,
                )
            )
    return found
