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
        gist = "each judgement alone, by how far it would have to move"
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
    return sentence(
        "if all that was said had a likelihood ratio of ", facts.number("ratio fine", "answers.testimony_ratio_at_which_reply_turns"),
        ", and not of ", facts.number("ratio fine", "answers.testimony_ratio_now"), ", another reply would be best",
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
    return table(["judgement, moved alone", "now", "turns at", "share of the way to its edge", ""], rows)


def _turns(row: LeverRow) -> bool:
    return row.turns_at is not None and row.share_of_way_to_edge is not None and row.share_of_way_to_edge <= 1


def _lever(facts: Facts, name: str, lever: LeverRow) -> Row:
    path = ("answers.flips.levers", name)
    form = "chance" if lever.kind in ("own prior", "source", "class") else "worth"

    def number(key: str) -> Number:
        return facts.number(form, *path, key)

    kind = KINDS.get(lever.kind)
    return row(
        told(capitalised(turning.lever(facts, lever)), told(" (", kind, ")") if kind else None),
        number("now"),
        number("turns_at"),
        facts.share(*path, "share_of_way_to_edge"),
        Bar(0.0, placed(lever.share_of_way_to_edge or 0.0)),
    )


def _never(facts: Facts) -> list[Block]:
    """Judgements that turn nothing within their range, by the lead they move; those that never reach it in one line."""
    flips = facts.answers.flips
    if flips is None:
        return []
    rest = [
        name
        for _, name in sorted((-row.leverage, name) for name, row in flips.levers.items() if not _turns(row))
    ]
    rows = []
    for name in rest:
        path = ("answers.flips.levers", name)
        between = told(facts.worth(*path, "lead_low"), " to ", facts.worth(*path, "lead_high"))
        rows.append(row(turning.lever(facts, flips.levers[name]), between, facts.worth(*path, "leverage")))
    lead = told("lead of “", facts.reply(flips.of), "”, at the two ends of what was looked at")
    held: list[Block | None] = [
        fold(
            told("nowhere within their range do these turn it alone: ", listed([turning.lever(facts, flips.levers[name]) for name in rest])),
            table(["judgement", lead, "leverage, in payoff units"], rows),
        ) if rows else None,
        paragraph(_looked(facts, rest), "small"),
        paragraph(_line("these cannot reach the reply: ", flips.idle), "small"),
        paragraph(_line("without a range, so not moved: ", flips.fixed), "small"),
    ]  # fmt: skip
    return [each for each in held if each is not None]


def _looked(facts: Facts, rest: list[str]) -> Sentence:
    """Which of these were not looked at up to their edges."""
    flips = facts.answers.flips
    assert flips is not None
    parts = []
    for name in rest:
        each, path = flips.levers[name], ("answers.flips.levers", name)
        form = "chance" if each.kind in ("own prior", "source", "class") else "worth"
        ends = [
            told(side, " ", facts.number(form, *path, key))
            for side, key, value in (
                ("down to", "looked_low", each.looked_low),
                ("up to", "looked_high", each.looked_high),
            )
            if value is not None
        ]
        if ends:
            parts.append(told(turning.lever(facts, each), " only ", listed(ends)))
    if not parts:
        return told()
    return sentence(
        "beyond what was looked at, too few worlds bear on it or what was done and said cannot be: ",
        listed(parts),
    )


def _line(start: str, names: list[str]) -> Sentence:
    return sentence(start, listed([Given(name) for name in names])) if names else told()


def _dropped(each: Drop) -> Sentence:
    words = Given(within(each.words.rstrip(".")))
    return (
        told("the class “", words, "”")
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
        rows.append(row(capitalised(_dropped(each)), facts.chance("drops", at, "belief", 0), best))
    stood = [_dropped(each) for _, each in every if each.same]
    stands = sentence("without any one of these the reply stands: ", listed(stood)) if stood else told()
    blocks: list[Block | None] = [
        heading("if one thing is left out, each alone"),
        table(["without", told("belief ", facts.if_made), "reply"], rows),
        paragraph(stands, "small"),
    ]
    return [each for each in blocks if each is not None]
