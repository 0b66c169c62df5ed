"""The page of terms: what to offer on the first screen, every number folded below it."""

from __future__ import annotations

from overture.judgement.deal.proposal import DealJudgement
from overture.report.block import numeric
from overture.report.deal.driving import driver_figures
from overture.report.deal.facts import DealFacts
from overture.report.deal.figures import front
from overture.report.deal.first import items
from overture.report.deal.sections import sections
from overture.report.section.computed import written
from overture.report.sentence import Sentence, sentence
from overture.report.template import filled


def render_deal(judgement: DealJudgement) -> str:
    """The page as HTML: opens offline, fetches nothing, prints, and needs no JavaScript."""
    facts = DealFacts(judgement)
    return filled(
        "deal.html",
        judgement.about.title,
        judgement.overture,
        [],
        {each.id: each for each in [*front(facts), *driver_figures(facts)]},
        j=judgement,
        when=written(judgement.about.date),
        basis=basis(facts),
        items=items(facts),
        parts=sections(facts),
        prior="",
        numeric=numeric,
    )


def basis(facts: DealFacts) -> Sentence:
    """One line: who is advised, whom the terms are put to, in how many worlds."""
    return sentence(
        "advised: ", facts.us, "; the terms are put to ", facts.them, "; assumed: a game, its payoffs and what each clause costs, which are "
        "judgements, in ", facts.number("count", "about.worlds"), " worlds",
    )  # fmt: skip
