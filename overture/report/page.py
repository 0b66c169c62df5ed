"""The page: one self-contained HTML file that answers on its first screen and proves below (order: docs/reference/page.md).

What is said is made by :mod:`overture.report.statement` and :mod:`overture.report.section`; this file only puts it
in its frame. A section whose data is empty leaves no trace.
"""

from __future__ import annotations

from overture.judgement.judgement import Judgement
from overture.report.block import numeric
from overture.report.section import sections
from overture.report.section.computed import written
from overture.report.sentence import Facts, Given, Sentence, sentence, told
from overture.report.slider import slider
from overture.report.statement import first
from overture.report.template import filled, text


def render(judgement: Judgement) -> str:
    """The page as HTML: opens offline, fetches nothing, prints, and needs no JavaScript."""
    from markupsafe import Markup

    facts = Facts(judgement)
    return filled(
        "page.html",
        judgement.about.title,
        judgement.overture,
        [],
        {},
        j=judgement,
        when=written(judgement.about.date),
        question=first.question(facts),
        basis=basis(facts),
        items=first.items(facts),
        parts=sections(facts),
        prior=told(facts.chance("answers.own_prior", 0)),
        slider=slider(facts),
        slider_script=Markup(text("slider.js")),
        numeric=numeric,
    )


def basis(facts: Facts) -> Sentence:
    """One line: who is advised, on which offer, what was read, in how many worlds."""
    judgement = facts.judgement
    about = judgement.about
    read = told()
    if judgement.documents:
        papers = facts.number("length", "documents")
        read = told("; read: ", papers, " document" if len(judgement.documents) == 1 else " documents")
    worlds = told(facts.number("count", "about.worlds"), " world" if about.worlds == 1 else " worlds")
    return sentence(
        "advised: ", facts.advised, "; the offer, by ", facts.adversary, ": ", Given(about.offer.rstrip(".")), read,
        "; assumed: a game and its payoffs, which are judgements, in ", worlds,
    )  # fmt: skip
