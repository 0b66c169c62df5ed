"""The deception checklists MOM, POP, MOSES and EVE (Heuer and Pherson) as a stated prior of control.

Each answer ("yes", "no", "unclear") multiplies the odds that the adversary controls the source by a stated
factor; the base odds and factors are judgements, in one table. Questions of EVE that ask whether the
evidence agrees with other evidence are refused: that agreement is what weighing computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overture.errors import EvidenceError, Fault

BASE = 0.05  # chance of control before any answer
LEAST, MOST = 0.001, 0.9


@dataclass(frozen=True)
class ChecklistQuestion:
    checklist: str
    text: str
    yes: float  # factor on the odds of control
    no: float


QUESTIONS: dict[str, ChecklistQuestion] = {
    "motive": ChecklistQuestion("MOM", "Would the adversary gain if we believed this source?", 2.0, 0.25),
    "opportunity": ChecklistQuestion("MOM", "Can the adversary reach us through this source?", 2.0, 0.2),
    "means": ChecklistQuestion("MOM", "Has it the skill and the patience to feed a source?", 1.5, 0.5),
    "exposed": ChecklistQuestion("MOM", "Would it lose much if the deception were found out?", 0.7, 1.3),
    "past_practice": ChecklistQuestion("POP", "Has it deceived in this way before?", 2.0, 0.5),
    "fits_pattern": ChecklistQuestion("POP", "Do the circumstances fit how it did so?", 1.5, 0.7),
    "manipulable": ChecklistQuestion(
        "MOSES", "Is the source open to control, pressure or planted material?", 3.0, 0.4
    ),
    "paid_for_this": ChecklistQuestion(
        "MOSES", "Does the source depend on telling us such things?", 1.5, 0.8
    ),
    "original_seen": ChecklistQuestion(
        "EVE", "Was the original seen whole, and its translation checked?", 0.7, 1.5
    ),
    "single_channel": ChecklistQuestion("EVE", "Does all of it come through one channel?", 1.5, 0.8),
}
_USES_OTHER_EVIDENCE = ("corroborated", "consistent", "conflicts", "confirmed")


def read_checklist(answers: object, where: str = "") -> tuple[dict[str, float], dict[str, str]]:
    """({"control": chance}, reasons) from a mapping of question -> yes, no or unclear.

    Raises EvidenceError: ``deception/question`` for an unknown question, ``deception/answer`` for an
    unknown answer, ``deception/other-evidence`` for a question that uses the other evidence.
    """
    if not isinstance(answers, Mapping):
        raise EvidenceError.of("deception/answer", f"{answers!r}", where, "a mapping of question to answer")
    odds = BASE / (1.0 - BASE)
    faults, moved = [], []
    for name, value in answers.items():
        if name in _USES_OTHER_EVIDENCE:
            faults.append(
                Fault(
                    "deception/other-evidence",
                    f"{name!r} asks whether other evidence agrees",
                    where,
                    mend="drop it: agreement with the other reports is what weighing computes",
                )
            )
            continue
        question = QUESTIONS.get(str(name))
        if question is None:
            faults.append(Fault("deception/question", f"{name!r}", where, ", ".join(QUESTIONS)))
            continue
        answer = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        if answer not in ("yes", "no", "unclear"):
            faults.append(Fault("deception/answer", f"{name} is {value!r}", where, "yes, no or unclear"))
            continue
        factor = {"yes": question.yes, "no": question.no, "unclear": 1.0}[str(answer)]
        odds *= factor
        moved.append(f"{question.checklist} {name} {answer} (odds x{factor:g})")
    EvidenceError.raise_any(faults)
    control = min(max(odds / (1.0 + odds), LEAST), MOST)
    reason = f"base {BASE:g}; " + ", ".join(moved) if moved else f"base {BASE:g}, nothing answered"
    return {"control": control}, {"control": reason}
