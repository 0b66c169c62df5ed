"""The page of a history: the strip and what follows on the first screen, every number folded below it."""

from __future__ import annotations

from overture.judgement.history.judgement import HistoryJudgement
from overture.report.block import numeric
from overture.report.history.facts import HistoryFacts
from overture.report.history.first.answers import items
from overture.report.history.sections import sections
from overture.report.history.strip import MEANS, strip
from overture.report.section.computed import written
from overture.report.sentence import Sentence, listed, sentence
from overture.report.template import filled, text


def render_history(judgement: HistoryJudgement) -> str:
    """The page as HTML: opens offline, fetches nothing, prints, and needs no JavaScript."""
    from markupsafe import Markup

    facts = HistoryFacts(judgement)
    return filled(
        "history.html",
        judgement.about.title,
        judgement.overture,
        [],
        {},
        j=judgement,
        when=written(judgement.about.date),
        basis=basis(facts),
        strip=strip(facts),
        means=MEANS,
        strip_style=Markup(text("history.css")),
        items=items(facts),
        parts=sections(facts),
        prior="",
        numeric=numeric,
    )


def basis(facts: HistoryFacts) -> Sentence:
    """One line: who is advised, and what was assumed."""
    about = facts.judgement.about
    return sentence(
        "advised: ", listed([facts.name(each) for each in about.advised]), "; assumed: a game and its payoffs, which are judgements, at their stated values",
        "; ", facts.all_ways, " found",
    )  # fmt: skip
