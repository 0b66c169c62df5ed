"""What drives the terms that the page leads with, and where they would fail: a chart, a table, and the rule."""

from __future__ import annotations

from overture.judgement.deal.driver_cards import BoundOfRule, DrivingInput, InputIndices, TermsDrivers
from overture.report.block import Block, Section, heading, paragraph, row, section, table
from overture.report.charts.drivers import index_plot
from overture.report.deal.facts import DealFacts
from overture.report.digits import worth
from overture.report.figure import Figure, Key
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told
from overture.report.words import within

ANSWERS = {"worth": "the worth to us", "holds": "whether they hold"}
SMALL = 0.005  # an index below this is drawn nowhere: it would print as nothing


def driver_figures(facts: DealFacts) -> list[Figure]:
    """A chart for each answer that something drives."""
    found = facts.judgement.drivers
    return (
        [] if found is None else [_figure(facts, found, name) for name in ANSWERS if name not in found.still]
    )


def _figure(facts: DealFacts, found: TermsDrivers, answer: str) -> Figure:
    rows = [
        (
            within(each.words),
            (index.total, index.total_low, index.total_high),
            (index.first, index.first_low, index.first_high),
        )
        for each in _ranked(found, answer)
        if (index := _index(each, answer)).total >= SMALL or index.first >= SMALL
    ]
    return Figure(
        f"drivers-{answer}",
        f"What drives {ANSWERS[answer]}",
        f"{_whose(found)}, over the ranges of what is no clause: the share of the variance in which an input has a part, and that which it carries alone.",
        ("input", "total index", "first-order index"),
        tuple((name, worth(total[0]), worth(first[0])) for name, total, first in rows),
        lambda width: index_plot(rows, width),
        key=(Key("mark-1", "total index"), Key("hollow", "first-order index")),
    )  # fmt: skip


def _whose(found: TermsDrivers) -> str:
    return "The terms as offered" if found.proposal is None else "The terms that the page leads with"


def _index(each: DrivingInput, answer: str) -> InputIndices:
    return each.worth if answer == "worth" else each.holds


def _ranked(found: TermsDrivers, answer: str) -> list[DrivingInput]:
    """The inputs, the one with the largest total index first."""
    return sorted(found.inputs, key=lambda each: -_index(each, answer).total)


def drivers(facts: DealFacts) -> Section | None:
    """The indices in a table, and the rule."""
    found = facts.judgement.drivers
    if found is None:
        return None
    blocks: list[Block | None] = []
    for answer, words in ANSWERS.items():
        blocks.append(heading(told(words)))
        if answer in found.still:
            blocks.append(
                paragraph(
                    sentence(words, " is the same at every point that was asked: nothing drives it"), ""
                )
            )
            continue
        rows = []
        for each in _ranked(found, answer):
            path = ("drivers", "inputs", found.inputs.index(each), answer)
            index = _index(each, answer)
            name = told(Given(within(each.words)), " (", Given(each.name), ")")
            rows.append(
                row(
                    name, told(facts.number("plain", *path[:3], "low"), " to ", facts.number("plain", *path[:3], "high")),
                    *(
                        told(facts.worth(*path, key), " (", facts.worth(*path, f"{key}_low"), " to ", facts.worth(*path, f"{key}_high"), ")")
                        if index.effect else told("no effect")
                        for key in ("total", "first")
                    ),
                )
            )  # fmt: skip
        blocks.append(table(["input", "range", "total index", "first-order index"], rows))
        blocks.append(paragraph(_reading(found, answer), "small"))
    note = sentence(
        _whose(found), ", the clauses at their values and everything else drawn: ", facts.number("count", "drivers.points"), " base points",
        told(", with the margin of ", facts.number("plain", "about.margin")) if facts.judgement.about.margin else None,
    )  # fmt: skip
    gist = (
        listed([Given(within(each.words)) for each in _first(found)], "and")
        if _first(found)
        else told("nothing")
    )
    return section(
        "drivers", "what drives them, and where they fail", told("most of all ", gist), *blocks, paragraph(note, "small"),
        heading(told("where they fail")), paragraph(rule(facts, found), ""),
    )  # fmt: skip


def _first(found: TermsDrivers) -> list[DrivingInput]:
    """The strongest input for each answer, each once."""
    strongest = [_ranked(found, answer)[0] for answer in ANSWERS if answer not in found.still]
    return [each for at, each in enumerate(strongest) if each not in strongest[:at]]


def _reading(found: TermsDrivers, answer: str) -> Sentence:
    together = (
        "inputs act together: read the total indices" if found.together[answer] else "inputs act one by one"
    )
    cover = (
        "the intervals cover as much as they state"
        if answer in found.sure
        else "the intervals may cover less than they state: there are few points, or the answer is nearly always the same"
    )
    return sentence(together, "; ", cover)


def rule(facts: DealFacts, found: TermsDrivers) -> Sentence:
    """Where the terms fail, or hold: bounds with coverage and density."""
    told_as = found.rule
    it, cases = ("fail", "failures") if told_as.of == "failure" else ("hold", "worlds in which they hold")
    worlds = told(facts.number("count", "drivers.rule.worlds"), " worlds")
    if told_as.base in (0.0, 1.0):
        return sentence(
            "they ",
            it,
            " in ",
            "none" if told_as.base == 0.0 else "all",
            " of ",
            worlds,
            ": there is no rule",
        )
    start = told("they ", it, " in ", facts.share("drivers.rule.base"), " of ", worlds)
    if not told_as.bounds:
        return sentence(start, ", and no bound on a number tells in which")
    bounds = listed(_bound(facts, found, at, each) for at, each in enumerate(told_as.bounds))
    return sentence(
        start, "; mostly where ", bounds, ": that has ", facts.share("drivers.rule.coverage"), " of the ", cases, ", and in ",
        facts.share("drivers.rule.density"), " of the worlds inside they ", it,
    )  # fmt: skip


def _bound(facts: DealFacts, found: TermsDrivers, at: int, each: BoundOfRule) -> Piece:
    words = next(one.words for one in found.inputs if one.name == each.name)
    side = "least" if each.at_least else "most"
    return told(
        Given(within(words)), f" is at {side} ", facts.number("fine", "drivers.rule.bounds", at, "value")
    )
