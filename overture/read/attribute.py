"""Polarity and certainty of a claim, and the words that decided them: by word lists on the spans alone.

No parser is needed, so both readers (and gold spans) are judged by the same rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from overture.read.lexicon import Lexicon, any_of
from overture.read.text import Span

# A negation after one of these no longer denies the main clause.
_BREAK = re.compile(
    r"(?:,|;|\s[-—]+\s|—|\b(?:who|whom|which|whose|because|although|though|while|unless|until|before|after|if|when|so that|"
    r"as soon as|since|rather than|than|and not|but not|not only|but|and\s+(?:the|they|he|she|it|we|I|a|an|its|their|his|her)\s))",
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
    r"\bnot only\b|\bno doubt\b|\bno less\b|\bno longer than\b|\bnothing (?:to|but|more than|less than)\b|\bno sooner\b|\bnot just\b",
    re.IGNORECASE,
)
_DENYING_CUE = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|reject\w*|dismiss\w*|disput\w*|refut\w*|rebut\w*|contradict\w*|doubts?|doubted|"
    r"doubtful|s[ck]eptical|unconvinced|unwilling|reluctant|unlikely|refus\w+|oppos\w+)\b",
    re.IGNORECASE,
)
_MODAL_ABILITY = re.compile(
    r"\bso (?:that )?\w+ (?:could|might)\b|\bas \w+ as possible\b|\bMay \d|\bin May\b|\bif possible\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Judged:
    """Polarity and certainty, with the spans of the words that decided each."""

    polarity: str
    certainty: str
    hedges: tuple[Span, ...]
    negations: tuple[Span, ...]


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
    text: str, cue: list[Span], content: list[Span], act: str, lexicon: Lexicon, *, around: Span | None = None
) -> Judged:
    """Polarity and certainty of a claim with these spans of straightened ``text``.

    ``around`` is the sentence of the cue: an adverb beside the cue ("reportedly fear") counts as part of it.
    """
    table = _patterns(tuple(lexicon.certainty.items()), lexicon.negation)
    cue_text = " ".join(text[a:b] for a, b in cue)
    wide = list(cue)
    if around is not None and cue:
        low = cue[0][0]
        lead = re.search(
            r"(?:\w+ly|not|never|n't|did not|does not|do not)\s+$", text[max(around[0], low - 24) : low]
        )
        if lead:
            wide = [(low - len(lead.group()), cue[0][1]), *cue[1:]]
    negations: list[Span] = []
    hedges: list[Span] = []
    silent = _SILENT.search(" ".join(text[a:b] for a, b in wide))
    body = content[0] if content else None
    opening = ""
    if body is not None:
        opening = text[body[0] : body[1]].lstrip("\"' ").lower()
    question = opening.startswith(("whether", "if ")) or (opening.startswith("who ") and bool(silent))
    # polarity
    cue_no = [s for span in wide for s in _find(table["no"], text, span)]
    content_no: list[Span] = []
    if body is not None:
        for span in content[:1]:
            shift = span[0]
            piece = text[slice(*span)]
            for low, high in cue:  # "B, it appears, is in no hurry": the parenthesis ends no clause
                if (
                    span[0] <= low
                    and high <= span[1]
                    and text[max(0, low - 2) : low] == ", "
                    and text[high : high + 1] == ","
                ):
                    piece = piece[: low - 2 - span[0]] + "#" * (high + 3 - low) + piece[high + 1 - span[0] :]
            lead_in = re.match(r"[\"'\s]*(?:that\s+)?", piece)
            skip = lead_in.end() if lead_in else 0
            stop = _BREAK.search(piece, skip + 1)
            # a leading adjunct or apposition ("In March, ...", "X, who ..., was not") does not end the main clause
            while stop is not None and stop.group() in (",",) and stop.start() < 0.5 * len(piece):
                stop = _BREAK.search(piece, stop.end())
            limit = stop.start() if stop else len(piece)
            masked = _NO_MARK.sub(lambda m: "#" * len(m.group()), piece)
            content_no = [(shift + m.start(), shift + m.end()) for m in table["no"].finditer(masked[:limit])]
    before = text[around[0] : cue[0][0]] if around is not None and cue else ""
    evaded = re.search(r"(?:neither \w+(?: \w+)? nor|\bnot (?:\w+ or )?)\s*$", before[-50:]) is not None
    denying = act == "deny" or bool(_DENYING_CUE.search(cue_text))
    # "did not deny", "would neither confirm nor deny": no commitment either way
    evasive = bool(silent) or (denying and (evaded or cue_no_denial(text, cue)))
    if evasive or (question and not denying):
        polarity = "?"
        negations = cue_no
    elif denying:
        polarity = "-"
        negations = cue_no or content_no
    else:
        apart = [
            s for s in content_no if all(s[1] <= a or b <= s[0] for a, b in wide)
        ]  # the cue may stand in the content
        flips = bool(cue_no) + bool(apart)
        polarity = "-" if flips == 1 else "+"
        negations = cue_no + content_no
    # certainty
    found: dict[str, list[Span]] = {}
    for name in ("U", "PS", "PR"):
        spots = [s for span in wide for s in _find(table[name], text, span)]
        if body is not None:
            for span in content:
                piece = text[slice(*span)]
                masked = _MODAL_ABILITY.sub(lambda m: "#" * len(m.group()), piece)
                cut = re.search(r"\b(?:because|so that|in order)\b", masked)
                limit = cut.start() if cut else len(masked)
                for m in table[name].finditer(masked[:limit]):
                    if m.group() == "May":
                        continue
                    spots.append((span[0] + m.start(), span[0] + m.end()))
        found[name] = spots
    if evasive or question:
        certainty = "U"
        hedges = found["U"]
    elif found["PS"]:
        certainty, hedges = "PS", found["PS"]
    elif found["PR"]:
        certainty, hedges = "PR", found["PR"]
    else:
        certainty = "CT"
    return Judged(polarity, certainty, tuple(hedges), tuple(negations))
