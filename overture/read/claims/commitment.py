"""Whether anybody stands behind a claim at all: asked before its polarity, by words alone.

"Neither Vant nor the ministry has said that P", "if Vant says that P", "he will say that P", "he stopped short of saying
that P" and "did he say that P?" report no assertion of P: such a claim is uncommitted (polarity ``?``, certainty ``U``
after FactBank; Saurí and Pustejovsky 2009). A condition inside what is said ("he would close it if relief came") leaves
the speaker committed to less: the claim is possible, and the condition is kept as a span of its own.
"""

from __future__ import annotations

import re

from overture.read.claim import Hit, slices
from overture.read.text import Span

UTTERED = ("speech", "show")
"""Kinds of cues that utter something: "did not say that P" says nothing of P, "does not believe that P" does."""
COMMISSIVE = ("promise", "propose")

_NO_SUBJECT = re.compile(
    r"(?:neither\b|nobody\b(?! but\b| except\b)|no[- ]one\b(?! but\b| except\b)|none\b|no (?!(?:less|fewer|lower|more|sooner) than\b|\d)(?=\w)|nary\b|"
    r"(?:very |too |precious |only a |just a )?few(?:er)?\b|(?:only|just) a handful\b|hardly any|scarcely any|barely any|almost no|"
    r"not (?:a single|one|everyone|everybody|all|many|any|even)\b)",
    re.IGNORECASE,
)
_NO_BEFORE = re.compile(
    r"\b(?:neither|nor|not|no|few of|none of|hardly(?: any)?|scarcely(?: any)?|barely|almost no)\s+(?:of\s+)?$",
    re.IGNORECASE,
)
_NEITHER = re.compile(r"\bneither\s+(?:[\w'.-]+\s+){0,6}$", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"(?:\b(?:if|unless|provided(?: that)?|providing|in case|in the event that|suppose|supposing|assuming|lest|"
    r"whether)\b[^,;:\"]*|(?:^|[.;,:]\s|\b(?:and|but|or|even)\s)(?:had|should|were)\s)$",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\b(?:later|only|subsequently|afterwards|eventually|finally|often|sometimes|usually|always|then)\b"
)
_AHEAD = re.compile(
    r"(?:\b(?:will|shall|'ll)\s+(?:(?:not|never|also|soon|now|then|again|\w+ly)\s+)*|\bgoing to\s+|"
    r"\b(?:is|are|was|were|be|been|being|'s|'re)\s+(?:\w+ly\s+)?(?:expected|due|set|about|scheduled|likely|unlikely|ready|slated|poised|"
    r"supposed|bound|asked|told|urged|pressed|invited|required|obliged|free|able)?\s*to\s+)$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:want|hop|plan|intend|expect|prepar|threaten|promis|vow|pledg|agree|ask|urg|order|press|invit|need|try|tri|seek|sought|wish|"
    r"like|decid|offer|mean|meant|pretend|willing|eager|keen|determin|advis|persuad|encourag|instruct|direct|told|tell|beg|call|wait)\w*\s+"
    r"(?:(?:him|her|them|us|me|it|(?:the|his|her|their|its) \w+|[A-Z]\w+|on [\w ]{2,30}|for [\w ]{2,30})\s+)?to\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
"""What somebody wants, plans or is asked to say, he has not said; "went on to say" and "called a meeting to say" are other."""
_NOT_SAID = re.compile(
    r"(?:\b(?:stop\w*|fell|fall\w*|came|come) (?:just |well |far |a little )?short of|\bwithout(?: \w+ly)?|\brefrain\w* from|"
    r"\babstain\w* from|\b(?:avoid|avoids|avoided|avoiding)|\binstead of|\brather than|\bfar from|\bkept from|\bstay\w* away from|"
    r"\bden(?:y|ies|ied|ying)(?: ever)?(?: having)?(?: ever)?|\bshied away from|\bbalk\w* at|\bwar(?:y|ies) of|\bbefore)\s+(?:\w+ly\s+|ever\s+|having\s+)*$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\b(?:not|never|cannot|nor|neither|hardly|scarcely|nowhere)|n't)\s+(?:(?:yet|ever|once|actually|even|also|so much as|publicly|openly|"
    r"directly|explicitly|officially|itself|himself|herself|themselves|been|be|have|has|had|did|does|do|will|would|could|can|"
    r"immediately|formally|\w+ly)\s+)*$",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(r"\b(?:no|little|few|without|not any|hardly any|scant)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NOT_ALONE = re.compile(r"\bnot (?:only|just|merely|simply)\b", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(?:refus\w+|declin\w+|fail\w*|omit\w*|neglect\w*|unable|unwilling|reluctant|hesitat\w+|forgot|yet|loath|too \w+)\s+to\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_REFUSING = re.compile(r"\b(?:refus|declin)\w+ to\b", re.IGNORECASE)
_UNTRUE = re.compile(
    r"\b(?:not true|untrue|false|a lie|not the case|no truth|no evidence|no sign|no indication|no proof|doubtful|unclear|unproven)"
    r"(?: in (?:the|reports?|claims?)[\w ]{0,20})? (?:that|whether|if)\s+$",
    re.IGNORECASE,
)
_CUE_NOT = re.compile(r"\b(?:not|never|cannot|neither|nor|hardly|scarcely)\b|n't\b", re.IGNORECASE)
_MODAL_CUE = re.compile(r"\b(?:would|could|might|may|should|ought)\b", re.IGNORECASE)
_FUTURE_CUE = re.compile(r"\b(?:will|shall)\b|'ll\b", re.IGNORECASE)
_CONTEXT = 90
"""Characters before a cue in which what withholds it is looked for."""


def withheld(
    text: str,
    source: list[Span],
    cue: list[Span],
    content: list[Span],
    kind: str,
    act: str,
    around: Span | None,
) -> Span | None:
    """The words by which nobody stands behind the claim, or None where somebody does.

    Args:
        text: the straightened document.
        source: spans of whoever is named, may be empty. cue, content: spans of the claim.
        kind: the kind of the cue (``lexicon.yaml``). act: what is done with the claim.
        around: the sentence in which the cue stands.
    """
    if not cue or kind in ("writer", "react"):
        return None
    low = cue[0][0]
    begin = around[0] if around is not None else max(0, low - _CONTEXT)
    subject = negated_subject(text, source, begin)
    if subject is not None:
        return subject
    lacking = _NO_NOUN.search(text[begin:low]) if not source else None
    if lacking:
        return begin + lacking.start(), low
    first = min([span[0] for span in source if span[1] <= low] or [low])
    lead = text[begin:first].replace("\n", " ")
    supposed = _SUPPOSED.search(lead)
    if supposed and not re.match(r"\W*(?:asked|questioned|pressed)\b", lead, re.IGNORECASE):
        return begin + supposed.start(), begin + supposed.end()
    untrue = _UNTRUE.search(lead)
    if untrue:
        return begin + untrue.start(), begin + untrue.end()
    asked = _asked(text, cue, content, around)
    if asked is not None:
        return asked
    if kind not in UTTERED and act not in COMMISSIVE:
        return None
    return _unspoken(text, cue, max(begin, low - _CONTEXT), act)


def negated_subject(text: str, source: list[Span], begin: int) -> Span | None:
    """The words that make a source nobody: "no official", "neither X nor Y", "few in the capital"."""
    if not source:
        return None
    start, end = source[0]
    found = _NO_SUBJECT.match(text, start, end)
    if found:
        return start, found.end()
    before = text[max(begin, start - 50) : start].replace("\n", " ")
    for pattern in (_NO_BEFORE, _NEITHER):
        lead = pattern.search(before)
        if lead and not re.search(r"[,;:.\"]", lead.group()):
            return start - len(lead.group()), start
    return None


def _asked(text: str, cue: list[Span], content: list[Span], around: Span | None) -> Span | None:
    """The closing words of a question: the sentence asks whether it was said, or what was said is a question."""
    told = [text[a:b].strip() for a, b in content]
    question = re.compile(r'"(?:[^.!]|[.!](?!\s))*\?["\')\s]*')
    if told and all(question.fullmatch(piece) for piece in told):
        return content[-1][1] - 2, content[-1][1]
    if around is not None:
        sentence = text[slice(*around)].rstrip()
        if sentence.endswith("?") and sentence.count('"') % 2 == 0:
            return around[0] + len(sentence) - 1, around[0] + len(sentence)
    return None


def _unspoken(text: str, cue: list[Span], begin: int, act: str) -> Span | None:
    """What says of an utterance that it was not made, or has not been made yet."""
    low, high = cue[0]
    words = text[low:high].replace("\n", " ")
    before = text[begin:low].replace("\n", " ")
    found = _CUE_NOT.search(words)
    if found is not None and not _NOT_ALONE.search(words):
        return low + found.start(), low + found.end()
    refused = _REFUSING.search(words)
    if refused is not None:
        return low + refused.start(), low + refused.end()
    for pattern in (_NOT_SAID, _REFUSED, _NEGATED):
        lead = pattern.search(before)
        if lead and not _NOT_ALONE.search(before[lead.start() :]):
            return begin + lead.start(), low
    ahead = _FUTURE_CUE.search(words)
    if ahead and act not in COMMISSIVE:
        return low + ahead.start(), low + ahead.end()
    lead = _AHEAD.search(before) or _TO.search(before)
    if lead:
        return begin + lead.start(), low
    modal = _MODAL_CUE.search(words)
    if modal and not _AFTERWARDS.search(words) and not _AFTERWARDS.match(text[high : high + 30].strip()):
        return low + modal.start(), low + modal.end()
    return None


_IF = re.compile(
    r"\b(?:(?:[Oo]nly |[Bb]ut )?[Ii]f|[Uu]nless|[Pp]rovided(?: that)?|[Pp]roviding|[Oo]n condition that|[Aa]s long as|[Ss]o long as|"
    r"[Ii]n case|[Ii]n the event that|[Ww]ere (?=(?:\w+ ){1,4}to )|"
    r"[Ss]hould (?=(?:the|a|he|she|it|they|we|[A-Z])\b)|[Hh]ad (?=\w+ ))",
)
_WITHOUT = re.compile(r"(?:^[\"'\s]*(?:that\s+)?|,\s+)(without|but for|absent|barring)\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:would|will|could|can|cannot|may|might|shall|should|must|'ll|'d)\b|n't\b", re.IGNORECASE
)
_CLOSE = re.compile(
    r",\s|;|\.\s|\.?\"|\s(?=(?:he|she|it|they|we|I|there|(?:the|its|his|her|their|no) \w+|[A-Z]\w+)\s+"
    r"(?:would|will|could|can|cannot|may|might|shall|should|must)\b)"
)
_NO_CONDITION = re.compile(
    r"\b(?:even|as|what|ask\w*|wonder\w*|see|know|sure|clear|doubt\w*|say|decide)\s+$", re.IGNORECASE
)


def condition(text: str, content: list[Span], act: str, around: Span | None = None) -> Span | None:
    """The condition under which something is said to be so, or None: "he would close it *if relief came*".

    An offer made under a condition is an offer made, and "even if" is no condition. With ``around``, the sentence, a
    condition that follows the content straight is one of it.
    """
    if act in ("propose", "want", "intend") or not content:
        return None
    start, end = content[0]
    body = text[start:end].replace("\n", " ")
    if not _OPEN.search(body):
        return None
    if around is not None and len(content) == 1 and _IF.match(text, end + 1, around[1]):
        body = text[start : around[1]].replace("\n", " ")
    without = _WITHOUT.search(body)
    if without:
        return start + without.start(1), start + _closed(body, without.end(1))
    for found in _IF.finditer(body):
        if _NO_CONDITION.search(body[: found.start()]):
            continue
        if found.group().strip().lower() in ("had", "should", "were") and not _inverted(body, found):
            continue
        return start + found.start(), start + _closed(body, found.end())
    return None


_VERBAL = re.compile(
    r"(?:\w+ed|\w+ly|been|not|never|to|no|a|an|some|any|its|his|her|their|seen|given|made|done|taken|come|gone|had)\b|[,;.]"
)
_PARTICIPLE = re.compile(
    r"(?:\w+ed|come|been|gone|known|seen|given|made|done|taken|found|held|met|paid|kept|left|lost|won|said|told|fail|refuse|agree)\b"
)


def _closed(body: str, place: int) -> int:
    """Where a condition ends that is open at ``place``: at a comma, a stop, or the main clause that follows."""
    close = _CLOSE.search(body, place)
    return close.start() if close else len(body.rstrip(". "))


def _inverted(body: str, found: re.Match[str]) -> bool:
    """Whether "had" or "should" opens a condition: nothing that could be its subject stands straight before."""
    before = body[: found.start()].rstrip()
    if not before or before[-1] in ',;:"' or before.lower() in ("that",):
        return True
    following = re.findall(r"[\w']+|[,;.]", body[found.end() :])[:4]
    if not following or _VERBAL.match(following[0]):
        return False
    return any(_PARTICIPLE.match(word) for word in following[1:])


def nobody_says(text: str, hit: Hit, begin: int) -> Hit:
    """The hit as the writer's own open question where its source is nobody: "no official would confirm that P"."""
    span = negated_subject(text, hit.source, begin)
    if span is None:
        return hit
    source = [(min(span[0], hit.source[0][0]), hit.source[0][1]), *hit.source[1:]]
    return Hit(
        "writer/nobody",
        source,
        hit.cue,
        hit.content,
        "assert",
        "writer",
        slices(text, [span]).strip().lower(),
    )
