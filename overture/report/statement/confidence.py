"""Confidence: how good the evidence is. Its own sentence, without a word of likelihood, naming what failed."""

from __future__ import annotations

from overture.judgement.bands import band
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


def _without(facts: Facts, name: str) -> Sentence:
    """What the answer would be without a source: another reply, or another word for the belief, with its number."""
    answers = facts.answers
    dropped = [(at, each) for at, each in enumerate(facts.judgement.drops) if each.kind == "source"]
    at, without = next(((at, each) for at, each in dropped if each.words == name), (0, None))
    if without is None or answers.belief_offer is None:
        return told("the word for the belief would be another")
    if without.best and without.best != answers.best:
        return told(
            "the reply",
            told(facts.blind_apart, ",") if facts.blind else None,
            " would be to ",
            facts.reply(without.best),
        )
    if band(without.belief[0]) == band(answers.belief_offer[0]):
        return told("the word for the belief would be another")
    then, now = ("drops", at, "belief", 0), ("answers", "belief_offer", 0)
    return told(
        "the chance that ", facts.clause(facts.type_at(0)), " would be ", facts.chance(*then), " (", facts.number("word", *then),
        "), not ", facts.chance(*now), " (", facts.number("word", *now), ")",
    )  # fmt: skip


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
        if len(moving) < 2:
            return told("without it ", _without(facts, moving[0].name if moving else ""))
        strongest = max(moving, key=lambda root: abs(root.x)).name
        return told(
            "without the strongest of them (", Given(within(strongest)), ") ", _without(facts, strongest)
        )
    if name == "fragility":
        return told("a small move of all judgements together turns the reply")
    if name == "classes":
        return told(facts.blind, "the reply depends on which equilibrium is played")
    return told()
