"""What would change the answer: each judgement alone, by how far it would have to move; what happens without one thing."""

from __future__ import annotations

from overture.judgement.answers import LeverRow
from overture.judgement.judgement import Drop
from overture.report.block import (
    Bar,
    Block,
    Row,
    Section,
    fold,
    heading,
    paragraph,
    placed,
    row,
    section,
    table,
)
from overture.report.sentence import (
    Facts,
    Given,
    Number,
    Piece,
    Sentence,
    capitalised,
    listed,
    sentence,
    told,
)
from overture.report.statement import turning
from overture.report.statement.answer import stands
from overture.report.words import within

KINDS = {
    "own number": "a number of ours",
    "his number": "a number of theirs",
}


def change(facts: Facts) -> Section | None:
    """Levers by distance, those that cannot reach the reply in one line, then each thing left out."""
    flips = facts.answers.flips
    blocks: list[Block | None] = []
    gist: Piece = "what happens if one thing is left out"
    if facts.answers.best is not None and not stands(facts):
        said = sentence("no reply is ahead here, so there is none to turn")
        return section("change", "what would change it", "nothing to turn", paragraph(said))
    if flips is not None and facts.answers.best is not None:
        gist = told("each judgement alone, by how far it would have to move", facts.blind_apart)
        blocks += [paragraph(each) for each in turning.fragile(facts) if each]
        blocks += [_levers(facts), paragraph(_testimony(facts)), *_never(facts)]
    blocks += _drops(facts)
    kept = [each for each in blocks if each is not None]
    return section("change", "what would change it", gist, *kept) if kept else None


def _testimony(facts: Facts) -> Sentence:
    """The ratio of all that was said at which another reply is best."""
    answers = facts.answers
    if answers.testimony_ratio_at_which_reply_turns is None or answers.testimony_ratio_now is None:
        return told()
    if not stands(facts) or not facts.judgement.sources:
        return told()
    less = answers.testimony_ratio_at_which_reply_turns < answers.testimony_ratio_now
    return sentence(
        facts.blind, "if all that was said had a likelihood ratio of ", facts.number("ratio fine", "answers.testimony_ratio_at_which_reply_turns"),
        " or less" if less else " or more", ", and not of ", facts.number("ratio fine", "answers.testimony_ratio_now"), ", another reply would be best",
    )  # fmt: skip


def _levers(facts: Facts) -> Block | None:
    """Those that turn the reply within their range, the nearest first."""
    flips = facts.answers.flips
    if flips is None:
        return None
    near = sorted(
        (row.share_of_way_to_edge or 0.0, name) for name, row in flips.levers.items() if _turns(row)
    )
    rows = [_lever(facts, name, flips.levers[name]) for _, name in near]
    header: list[Piece] = [
        "judgement, moved alone",
        "now",
        "turns at",
        "edge",
        "share of the way to its edge",
        "",
    ]
    return table(header, rows)


def _turns(row: LeverRow) -> bool:
    return row.turns_at is not None and row.share_of_way_to_edge is not None and row.share_of_way_to_edge <= 1


def _lever(facts: Facts, name: str, lever: LeverRow) -> Row:
    path = ("answers.flips.levers", name)

    def number(key: str) -> Number:
        return facts.number(_form(lever), *path, key)

    kind = KINDS.get(lever.kind)
    return row(
        told(capitalised(turning.lever(facts, lever)), told(" (", kind, ")") if kind else None),
        number("now"),
        number("turns_at"),
        number("low" if (lever.turns_at or 0.0) < lever.now else "high"),
        facts.share(*path, "share_of_way_to_edge"),
        Bar(0.0, placed(lever.share_of_way_to_edge or 0.0)),
    )


def _never(facts: Facts) -> list[Block]:
    """Judgements that turn nothing where they were looked at, by the lead they move; those that never reach it in one line."""
    flips = facts.answers.flips
    if flips is None:
        return []
    rest = [
        name
        for _, name in sorted((-row.leverage, name) for name, row in flips.levers.items() if not _turns(row))
    ]
    rows, small = [], []
    for name in rest:
        path = ("answers.flips.levers", name)
        low, high = facts.worth(*path, "lead_low"), facts.worth(*path, "lead_high")
        if low.text == high.text:
            small.append(turning.lever(facts, flips.levers[name]))
        else:
            rows.append(_unturned(facts, name))
    lead = told("lead of “", facts.reply(flips.of), "” at these")
    header: list[Piece] = [
        "judgement",
        "now",
        "looked at",
        lead,
        "leverage, in payoff units",
        "turns anywhere at",
    ]
    title = "nowhere that they were looked at do these turn it alone: "
    told_names = listed([turning.lever(facts, flips.levers[name]) for name in rest])
    held: list[Block | None] = [
        fold(told(title, told_names), table(header, rows), paragraph(_two_tenths(facts), "small"))
        if rest
        else None,
        paragraph(_looked(facts, rest), "small"),
        paragraph(
            sentence("these move the lead by less than is printed: ", listed(small)) if small else told(),
            "small",
        ),
        paragraph(_line("these cannot reach the reply: ", flips.idle), "small"),
        paragraph(_line("without a range, so not moved: ", flips.fixed), "small"),
    ]
    return [each for each in held if each is not None]


def _form(lever: LeverRow) -> str:
    return "chance" if lever.kind in ("own prior", "source", "class") else "worth"


def _unturned(facts: Facts, name: str) -> Row:
    """A judgement that does not turn the reply: now, both ends of what was looked at, the leads there."""
    flips = facts.answers.flips
    assert flips is not None
    each, path = flips.levers[name], ("answers.flips.levers", name)

    def number(key: str) -> Number:
        return facts.number(_form(each), *path, key)

    low = number("low" if each.looked_low is None else "looked_low")
    high = number("high" if each.looked_high is None else "looked_high")
    unit = name.removeprefix("source ")
    anywhere = flips.source_turns_on_unit_interval.get(unit)
    where: Piece = None
    if each.kind == "source" and unit in flips.source_turns_on_unit_interval:
        where = (
            facts.chance("answers.flips.source_turns_on_unit_interval", unit)
            if anywhere is not None
            else "nowhere"
        )
    return row(
        turning.lever(facts, each),
        number("now"),
        told(low, " to ", high),
        told(facts.worth(*path, "lead_low"), " to ", facts.worth(*path, "lead_high")),
        facts.worth(*path, "leverage"),
        where,
    )


def _two_tenths(facts: Facts) -> Sentence:
    """How far rates of sources are moved."""
    flips = facts.answers.flips
    if flips is None or not any(each.kind == "source" for each in flips.levers.values()):
        return told()
    return sentence(
        "a rate of a source that is stated without a range is moved two tenths either way, within nought and one"
    )


def _looked(facts: Facts, rest: list[str]) -> Sentence:
    """Which of these were not looked at up to their edges."""
    flips = facts.answers.flips
    assert flips is not None
    parts = []
    for name in rest:
        each, path = flips.levers[name], ("answers.flips.levers", name)
        ends = [
            told(side, " ", facts.number(_form(each), *path, key))
            for side, key, value in (
                ("down to", "looked_low", each.looked_low),
                ("up to", "looked_high", each.looked_high),
            )
            if value is not None
        ]
        if ends:
            parts.append(told(turning.lever(facts, each), " ", listed(ends)))
    if not parts:
        return told()
    return sentence(
        "these were not looked at up to the edges of their ranges, since too few worlds bear on more, or what was done and "
        "said cannot be there: ", listed(parts),
    )  # fmt: skip


def _line(start: str, names: list[str]) -> Sentence:
    return sentence(start, listed([Given(name) for name in names])) if names else told()


def _dropped(facts: Facts, each: Drop) -> Sentence:
    words = Given(within(each.words.rstrip(".")))
    return (
        told("the class “", facts.kind(each.words), "”")
        if each.kind == "class"
        else told("“", words, "”")
        if each.kind == "act"
        else told(words)
    )


def _drops(facts: Facts) -> list[Block]:
    """If one thing is left out: what turns in a table, what stands in one line."""
    every = list(enumerate(facts.judgement.drops))
    if not every:
        return []
    turned = [(at, each) for at, each in every if not each.same]
    rows = []
    for at, each in turned:
        best = facts.reply(each.best) if each.best else told("none")
        rows.append(row(capitalised(_dropped(facts, each)), facts.chance("drops", at, "belief", 0), best))
    stood = [_dropped(facts, each) for _, each in every if each.same]
    stands = (
        sentence(facts.blind, "without any one of these the reply stands: ", listed(stood))
        if stood
        else told()
    )
    blocks: list[Block | None] = [
        heading("if one thing is left out, each alone"),
        table(["without", told("belief ", facts.if_made), told("reply", facts.blind_apart)], rows),
        paragraph(stands, "small"),
    ]
    return [each for each in blocks if each is not None]
