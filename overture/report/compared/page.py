"""The page of a comparison: what it says, the table, what was set and left out, how it was computed."""

from __future__ import annotations

from overture.judgement.compared import Comparison
from overture.report.block import numeric
from overture.report.compared import said
from overture.report.compared.facts import ComparedFacts
from overture.report.section.computed import written
from overture.report.template import filled


def render_comparison(comparison: Comparison) -> str:
    """The page as HTML: opens offline, fetches nothing, prints, and needs no JavaScript."""
    facts = ComparedFacts(comparison)
    return filled(
        "compared.html",
        comparison.about.title,
        comparison.overture,
        [],
        {},
        c=comparison,
        when=written(comparison.about.date),
        sides=said.compared_sides(facts),
        basis=said.basis(facts),
        statements=said.statements(facts),
        table=said.numbers_table(facts),
        situations=said.situations(facts),
        notes=said.notes(facts),
        certificate=said.certificate(facts),
        prior="",
        numeric=numeric,
    )
