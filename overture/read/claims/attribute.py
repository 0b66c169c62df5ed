"""Polarity and certainty of a claim, and the words that decided them: by word lists on the spans alone.

No parser is needed, so both readers (and gold spans) are judged by the same rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from overture.read.claim import slices
from overture.read.claims.commitment import condition, withheld
from overture.read.lexicon import Lexicon, any_of
from overture.read.text import Span

# A negation after one of these no longer denies the main clause.
_BREAK = re.compile(
    r"(?:,|;|\s[-—]+\s|—|\b(?:who|whom|which|whose|because|although|though|while|unless|until|before|after|if|when|so that|"
    r"as soon as|since|rather than|than|and not|but not|not only|but|and that|and\s+(?:the|they|he|she|it|we|I|a|an|its|their|his|her)\s))",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"\b(?:(?:did|does|do|would|could|will|has|have|had)(?: not|n't)(?: \w+)? (?:say|said|confirm(?:ed)?|comment(?:ed)?|disclose|specify|"
    r"elaborate|address|know|explain|reveal|discuss)|(?:declin|refus)\w+ to (?:comment|say|discuss|confirm|answer|speculate|elaborate|be drawn)|"
    r"(?:not|never|n't|cannot)(?: yet)?(?: be| been)?(?: \w+ly)? (?:verif|confirm|corroborat|establish)\w*|be drawn|no comment|neither confirm\w*|(?:is|are|was|remains?|were) (?:\w+ )?(?:unclear|unknown|uncertain|not (?:\w+ )?(?:clear|known))|"
    r"not (?:\w+ )?(?:clear|known|certain)|remains to be seen|(?:nobody|no one) (?:\w+ )?knows?|wonder\w*|ask(?:s|ed)?)\b",
    re.IGNORECASE,
)
_NO_MARK = re.compile(
    r"\bnot only\b|\bno doubt\b|\bno less\b|\bno longer than\b|\bfor nothing\b|\bnothing (?:to|but|more than|less than)\b|\bno sooner\b|\bnot just\b",
    re.IGNORECASE,
)
_DENYING_CUE = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|reject\w*|dismiss\w*|disput\w*|refut\w*|rebut\w*|contradict\w*|doubts?|doubted|"
    r"doubtful|s[ck]eptical|unconvinced|unwilling|reluctant|unlikely|refus\w+|oppos\w+)\b",
    re.IGNORECASE,
)
_I_THINK = re.compile(
    r"\b(?:I|[Ww]e) (?:\w+ly )?(?:think|believe|guess|suppose|suspect|feel|reckon|expect|assume|imagine)\b|\b[Ii]n my (?:view|opinion)\b"
)
"""A speaker's hedge in his own words."""
_MODAL_ABILITY = re.compile(
    r"\bso (?:that )?\w+ (?:could|might)\b|\bas \w+ as possible\b|\bMay \d|\bin May\b|\bif possible\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Judged:
    """Polarity and certainty, with the spans of the words that decided each, and the condition under which it holds."""

    polarity: str
    certainty: str
    hedges: tuple[Span, ...]
    negations: tuple[Span, ...]
    condition: tuple[Span, ...] = ()

    def uncommitted(self) -> Judged:
        """The same where nobody stands behind the claim."""
        return replace(self, polarity="?", certainty="U")


@lru_cache(maxsize=4)
def _patterns(
    words: tuple[tuple[str, tuple[str, ...]], ...], negation: tuple[str, ...]
) -> dict[str, re.Pattern[str]]:
    table = {name: any_of(values) for name, values in words}
    table["no"] = re.compile(any_of(negation).pattern + r"|n't\b", re.IGNORECASE)
    return table


def _find(pattern: re.Pattern[str], text: str, span: Span) -> list[Span]:
    start, end = span
    return [(start + m.start(), start + m.end()) for m in pattern.finditer(text[start:end])]


def cue_no_denial(text: str, cue: list[Span]) -> bool:
    """Whether a cue that denies is itself negated: "did not deny" commits to nothing."""
    words = " ".join(text[a:b] for a, b in cue)
    return re.search(r"\b(?:not|never|cannot)\b.*\bden\w+|n't\b.*\bden\w+", words) is not None


def judge(
    text: str,
    cue: list[Span],
    content: list[Span],
    act: str,
    lexicon: Lexicon,
    *,
    around: Span | None = None,
    source: list[Span] | None = None,
    kind: str = "speech",
) -> Judged:
    """Polarity and certainty of a claim with these spans of straightened ``text``.

    Whether anybody stands behind it is asked first (:mod:`overture.read.claims.commitment`); then polarity; then certainty.

    Args:
        text: the straightened document.
        cue, content, source: spans of the claim. ``content`` leaves out what is nested in it.
        act: what the source does with the claim. kind: the kind of its cue.
        around: the sentence of the cue: an adverb beside the cue ("reportedly fear") counts as part of it.
    """
    table = _patterns(tuple(lexicon.certainty.items()), lexicon.negation)
    wide = _with_adverb(text, cue, around)
    opening = text[slice(*content[0])].lstrip("\"' ").lower() if content else ""
    silent = _SILENT.search(slices(text, wide)) is not None
    own_condition = kind == "writer" and opening.startswith("if ") and "," in opening
    question = (opening.startswith(("whether", "if ")) and not own_condition) or (
        opening.startswith("who ") and silent
    )
    denying = act == "deny" or _DENYING_CUE.search(slices(text, cue)) is not None
    cue_no = [s for span in wide for s in _find(table["no"], text, span)]
    content_no = _negations(text, cue, content, table["no"])
    open_by = withheld(text, source or [], cue, content, kind, act, around)
    # "did not deny", "would neither confirm nor deny": no commitment either way
    evasive = silent or (denying and (_evaded(text, cue, around) or cue_no_denial(text, cue)))
    doubtful = {name: _hedges(text, wide, content, table[name]) for name in ("U", "PS", "PR")}
    if open_by is not None:
        return Judged("?", "U", tuple(doubtful["U"]), (open_by,))
    if evasive or (question and not denying):
        return Judged("?", "U", tuple(doubtful["U"]), tuple(cue_no))
    if denying:
        polarity, negations = "-", cue_no or content_no
    else:  # the cue may stand in the content
        apart = [s for s in content_no if all(s[1] <= a or b <= s[0] for a, b in wide)]
        polarity = "-" if bool(cue_no) + bool(apart) == 1 else "+"
        negations = cue_no + content_no
    if question:
        return Judged(polarity, "U", tuple(doubtful["U"]), tuple(negations))
    doubtful["PR"] += [s for span in content for s in _find(_I_THINK, text, span)]
    whole = [around] if kind == "writer" and around is not None and content else content
    under = condition(text, whole, act, around) if kind in ("speech", "mind", "writer") else None
    if under is not None:
        doubtful["PS"].append(under)
    for certainty in ("PS", "PR"):
        if doubtful[certainty]:
            hedges = tuple(doubtful[certainty])
            return Judged(polarity, certainty, hedges, tuple(negations), (under,) if under else ())
    return Judged(polarity, "CT", (), tuple(negations))


def _with_adverb(text: str, cue: list[Span], around: Span | None) -> list[Span]:
    """The cue with an adverb or a negation that stands straight before it."""
    if around is None or not cue:
        return list(cue)
    low = cue[0][0]
    lead = re.search(
        r"(?:\w+ly|not|never|n't|did not|does not|do not)\s+$", text[max(around[0], low - 24) : low]
    )
    return [(low - len(lead.group()), cue[0][1]), *cue[1:]] if lead else list(cue)


def _negations(text: str, cue: list[Span], content: list[Span], no: re.Pattern[str]) -> list[Span]:
    """The negations of the main clause of a content."""
    if not content:
        return []
    start, end = content[0]
    piece = text[start:end]
    for low, high in cue:  # "B, it appears, is in no hurry": the parenthesis ends no clause
        aside = text[max(0, low - 2) : low] == ", " and text[high : high + 1] == ","
        if start <= low and high <= end and aside:
            piece = piece[: low - 2 - start] + "#" * (high + 3 - low) + piece[high + 1 - start :]
    lead_in = re.match(r"[\"'\s]*(?:that\s+)?", piece)
    stop = _BREAK.search(piece, (lead_in.end() if lead_in else 0) + 1)
    # a leading adjunct or apposition ("In March, ...", "X, who ..., was not") does not end the main clause
    while stop is not None and stop.group() == "," and stop.start() < 0.5 * len(piece):
        stop = _BREAK.search(piece, stop.end())
    masked = _NO_MARK.sub(lambda m: "#" * len(m.group()), piece)
    return [
        (start + m.start(), start + m.end())
        for m in no.finditer(masked[: stop.start() if stop else len(piece)])
    ]


def _evaded(text: str, cue: list[Span], around: Span | None) -> bool:
    """Whether the words before a cue take it back: "neither confirmed nor denied"."""
    before = text[around[0] : cue[0][0]] if around is not None and cue else ""
    return re.search(r"(?:neither \w+(?: \w+)? nor|\bnot (?:\w+ or )?)\s*$", before[-50:]) is not None


def _hedges(text: str, cue: list[Span], content: list[Span], pattern: re.Pattern[str]) -> list[Span]:
    """The words of one degree of certainty in cue and content, reasons left out."""
    spots = [s for span in cue for s in _find(pattern, text, span)]
    for start, end in content:
        masked = _MODAL_ABILITY.sub(lambda m: "#" * len(m.group()), text[start:end])
        cut = re.search(r"\b(?:because|so that|in order)\b", masked)
        found = pattern.finditer(masked[: cut.start() if cut else len(masked)])
        spots += [(start + m.start(), start + m.end()) for m in found if m.group() != "May"]
    return spots
