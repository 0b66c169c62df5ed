"""The first screen: what a reader of five minutes sees, on the page and in the terminal, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from overture.report.sentence import Facts, Given, Sentence, capitalised, told
from overture.report.statement import answer, confidence, offer, turning, unsaid, wants, watching


@dataclass(frozen=True)
class FirstScreenPart:
    """A part of the first screen.

    Attributes:
        id: of its place on the page. heading: a few words. headline: set large, where there is one.
        sentences: what it says, in order. listed: each is an item of a list.
    """

    id: str
    heading: Sentence
    sentences: tuple[Sentence, ...]
    headline: Sentence | None = None
    listed: bool = False


def items(facts: Facts) -> list[FirstScreenPart]:
    """The parts after the question: the answer, what turns it, what the offer tells, and on."""
    about = facts.judgement.about
    wanted = told("what ", facts.adversary, " ", facts.verb(about.adversary, "wants"))
    every = [
        FirstScreenPart(
            "answer",
            told("what to answer" if not about.made else "what to answer now"),
            _kept([*answer.answer(facts), *turning.fragile(facts)]),
            answer.headline(facts),
        ),
        FirstScreenPart("turning", told("what would turn it"), _kept(turning.turning(facts))),
        FirstScreenPart(
            "tells", told("what the offer ", "told" if about.made else "tells"), _kept(offer.offer(facts))
        ),
        FirstScreenPart("wants", wanted, _kept(wants.wants(facts))),
        FirstScreenPart(
            "before", told("what to watch before deciding"), _kept(watching.before_deciding(facts))
        ),
        FirstScreenPart(
            "confidence", told("confidence in the evidence"), _kept(confidence.confidence(facts))
        ),
        FirstScreenPart("unjudged", told("not yet judged"), _kept(unsaid.unsaid(facts))),
    ]
    return [
        FirstScreenPart(each.id, capitalised(each.heading), each.sentences, each.headline)
        for each in every
        if each.sentences
    ]


def _kept(sentences: list[Sentence]) -> tuple[Sentence, ...]:
    return tuple(each for each in sentences if each)


def question(facts: Facts) -> Sentence:
    return told(Given(facts.judgement.about.question.strip()))
