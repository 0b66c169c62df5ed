"""The folded sections of the page, in their order: each a title, what it says in a line, and its blocks."""

from __future__ import annotations

from overture.report.block import Section
from overture.report.section import acts, change, computed, deal, play, ranges, sources, watch, worth
from overture.report.sentence import Facts

__all__ = ["sections"]


def sections(facts: Facts) -> list[Section]:
    """Those that have something to show."""
    made = [
        worth.worth(facts),
        worth.others(facts),
        deal.why(facts),
        play.play(facts),
        acts.acts(facts),
        deal.accept(facts),
        deal.terms(facts),
        watch.watch(facts),
        sources.sources(facts),
        change.change(facts),
        ranges.ranges(facts),
        ranges.weights(facts),
        computed.parameters(facts),
        computed.readings(facts),
        computed.wrong(facts),
        computed.computed(facts),
    ]
    return [each for each in made if each is not None]
