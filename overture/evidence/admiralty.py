"""NATO / Admiralty letters A-F and digits 1-6: read as stated priors, written as MISP machine tags.

The letters become Betas on the accuracy of a source (judgements, in :data:`LETTERS`). F, "cannot be judged",
is wide, not one half: Beta(1, 1). E, "unreliable", is no better than chance; it is not a reversed oracle.
A digit judges one claim, and by its definition ("confirmed by other sources") it has used the other
evidence: multiplying it in counts that evidence twice. It is refused, unless whoever gave it states that
the claim was judged alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from overture.errors import EvidenceError, Fault
from overture.evidence.source import Rate, Source

# Letter -> (meaning, mean accuracy, strength in past cases).
LETTERS: dict[str, tuple[str, float, float]] = {
    "A": ("completely reliable", 0.95, 40.0),
    "B": ("usually reliable", 0.85, 20.0),
    "C": ("fairly reliable", 0.70, 10.0),
    "D": ("not usually reliable", 0.55, 10.0),
    "E": ("unreliable", 0.50, 20.0),
    "F": ("reliability cannot be judged", 0.50, 2.0),
}
# Digit -> (meaning, accuracy of this claim if its source is informed), for claims judged alone.
DIGITS: dict[str, tuple[str, float | None]] = {
    "1": ("confirmed", 0.95),
    "2": ("probably true", 0.85),
    "3": ("possibly true", 0.60),
    "4": ("doubtful", 0.40),
    "5": ("improbable", 0.20),
    "6": ("truth cannot be judged", None),
}
_TAG = re.compile(r'^admiralty-scale:(source-reliability|information-credibility)="([a-gA-G1-6])"$')


def read_code(value: object, where: str = "") -> tuple[dict[str, Rate], dict[str, str]]:
    """(fields of a Source, reasons) from ``"B"``, ``"B6"``, a MISP tag, or ``{reliability: B}``.

    Raises EvidenceError: ``admiralty/code`` for what is no code, ``admiralty/credibility`` for a digit.
    """
    if isinstance(value, Mapping):
        value = f"{value.get('reliability', '')}{value.get('credibility', '') or ''}"
    text = str(value).strip()
    if (tag := _TAG.match(text)) and tag[1] == "source-reliability":
        text = tag[2]
    code = text.upper()
    if not re.fullmatch(r"[A-F][1-6]?", code):
        raise EvidenceError.of("admiralty/code", f"{text!r} is not a code", where, "A to F, as in B or B6")
    if len(code) == 2 and code[1] != "6":
        raise EvidenceError(_refusal(code[1], where))
    meaning, mean, strength = LETTERS[code[0]]
    reason = (
        f"Admiralty {code[0]}, {meaning}: judged as right {mean:.0%} of the time, worth {strength:g} cases"
    )
    return {"accuracy": Rate(mean, strength)}, {"accuracy": reason}


def read_credibility(digit: object, alone: bool, where: str = "") -> float | None:
    """Accuracy of one claim from its digit (None for 6), if it was judged ``alone``.

    Raises EvidenceError ``admiralty/credibility`` where it was not: then it has used the other evidence.
    """
    text = str(digit).strip()
    if (tag := _TAG.match(text)) and tag[1] == "information-credibility":
        text = tag[2]
    if text not in DIGITS:
        raise EvidenceError.of("admiralty/code", f"{text!r} is not a digit", where, "1 to 6")
    if not alone and text != "6":
        raise EvidenceError(_refusal(text, where))
    return DIGITS[text][1]


def _refusal(digit: str, where: str) -> Fault:
    return Fault(
        "admiralty/credibility",
        f"credibility {digit} ({DIGITS[digit][0]}) is a judgement that has already used the other evidence",
        where,
        "a letter for the source; a digit only for a claim judged alone, without the other reports",
        "drop the digit: agreement with the other reports is what weighing computes",
    )


def letter(source: Source) -> str:
    """The letter whose prior is nearest to the accuracy of the source: F where it is as wide as F, or nobody judged it."""
    if source.accuracy.strength <= 3.0 or not source.states("accuracy"):
        return "F"
    # E and D differ in strength only a little; the mean decides.
    named = {name: mean for name, (_, mean, _) in LETTERS.items() if name != "F"}
    return min(named, key=lambda name: abs(named[name] - source.accuracy.mean))


def tags(grade: str) -> list[str]:
    """MISP machine tags of a letter, and credibility 6, since we do not judge claims so."""
    return [
        f'admiralty-scale:source-reliability="{grade.lower()}"',
        'admiralty-scale:information-credibility="6"',
    ]
