"""Confidence: how good the evidence is. Its own sentence, without a word of likelihood, naming what failed."""

from __future__ import annotations

from overture.report.sentence import Facts, Given, Sentence, listed, sentence, told
from overture.report.words import within

SMALL = 1e-9


def confidence(facts: Facts) -> list[Sentence]:
    given = facts.judgement.confidence
    level = given.level
    if "silent" in given.failed:
        return [
            sentence(
                "confidence is ", level, ": no report moves the answer; it rests on the prior and on play"
            )
        ]
    reasons = [each for name in given.failed if (each := _failed(facts, name))]
    if not reasons:
        count = facts.number("length", "confidence.roots")
        one = len(given.roots) == 1
        return [
            sentence(
                "confidence is ", level, ": ", count, " independent root" if one else " independent roots", " agree",
                "s" if one else "",
            )
        ]  # fmt: skip
    return [sentence("confidence is ", level, ": ", listed(reasons, "; and", "; "))]


def _without(facts: Facts) -> Sentence:
    """What the answer would be without the one source that carries the reports."""
    given = facts.answers.without_testimony
    if given is not None and given.best and given.best != facts.answers.best:
        return told("the reply would be to ", facts.reply(given.best))
    return told("the word for the belief would be another")


def _failed(facts: Facts, name: str) -> Sentence:
    """Why confidence is not higher."""
    given = facts.judgement.confidence
    moving = [root for root in given.roots if abs(root.x) > SMALL]
    if name == "number":
        if len(moving) == 1:
            return told("one source carries all that the reports add (", Given(within(moving[0].name)), ")")
        if given.N is None:
            return told("too few sources bear on it")
        return told(
            "the reports weigh no more than ", facts.worth("confidence.N"), " equal and independent ones"
        )
    if name == "contradiction" and given.contra is not None:
        return told(
            "the reports contradict each other (", facts.share("confidence.contra"), " of their weight)"
        )
    if name == "access" and given.acc is not None:
        if len(moving) == 1:
            return told(
                "that source was placed to know, freely, with chance ", facts.chance("confidence.acc")
            )
        return told(
            "the sources were placed to know, freely, with chance ",
            facts.chance("confidence.acc"),
            " on average",
        )
    if name == "alone":
        strongest = max(given.roots, key=lambda root: abs(root.x), default=None)
        who = told(" (", Given(within(strongest.name)), ")") if strongest and len(moving) > 1 else None
        return (
            told("without the strongest of them", who, " the answer would read otherwise")
            if len(moving) > 1
            else told("without it ", _without(facts))
        )
    if name == "fragility":
        return told("a small move of all judgements together turns the reply")
    if name == "classes":
        return told("the reply depends on which equilibrium is played")
    return told()
