"""Why the offer is wanted, what becomes of it if accepted, and which terms would hold."""

from __future__ import annotations

from overture.judgement.answers import After
from overture.report.block import Block, Section, heading, listing, paragraph, row, section, table
from overture.report.digits import NIL
from overture.report.sentence import Facts, Given, Number, Piece, Sentence, listed, sentence, told
from overture.report.statement import wants


def why(facts: Facts) -> Section | None:
    """What each type gains, and the lines that follow from the payoffs."""
    lines = wants.gains(facts)
    return section(
        "why",
        told("what ", facts.adversary, " stands to gain"),
        lines[0] if lines else "the lines that follow from the payoffs",
        _gains(facts),
        paragraph(_where_none(facts)),
        *_thresholds(facts),
    )


def _gains(facts: Facts) -> Block | None:
    rows = []
    for at, each in enumerate(facts.judgement.gains):
        path = ("gains", at)
        rows.append(
            row(
                Given(each.words or each.type),
                facts.worth(*path, "value_first"),
                facts.worth(*path, "value_second"),
                facts.worth(*path, "gain"),
                facts.share(*path, "gains"),
                facts.share(*path, "tied"),
                facts.share(*path, "loses"),
            )
        )
    if not rows:
        return None
    first, second = facts.judgement.gains[0].first, facts.judgement.gains[0].second
    header: list[Piece] = ["type", told("with ", Given(first)), told("with ", Given(second)), "gain"]
    return table([*header, "gains in", "as good in", "loses in"], rows)


def _where_none(facts: Facts) -> Sentence:
    """Classes in which no type gains anything."""
    every = facts.judgement.gains
    names = list(dict.fromkeys(name for each in every for name in each.by_class))
    none = [name for name in names if all(abs(each.by_class.get(name) or 0.0) < NIL for each in every)]
    if not none or len(none) == len(names):
        return told()
    which = "neither type" if len(every) == 2 else "no type"
    first, second = every[0].first, every[0].second
    return sentence(
        "in ", listed([facts.kind(name) for name in none]), ", ", which, " gains from ", Given(first), " rather than ",
        Given(second),
    )  # fmt: skip


def _thresholds(facts: Facts) -> list[Block]:
    rows = []
    for at, line in enumerate(facts.judgement.thresholds):
        between: Piece = told()
        if line.low is not None and line.high is not None:
            ends = facts.worth("thresholds", at, "low"), facts.worth("thresholds", at, "high")
            between = told(*_ends(*ends))
        words = told(Given(line.name), ": ", Given(line.words))
        rows.append(row(words, facts.worth("thresholds", at, "value"), between, Given(line.source)))
    made = table(["line", "at our own centre", "middle nine tenths of draws", "from"], rows)
    beyond = any(line.high is not None and line.high > 1 for line in facts.judgement.thresholds)
    note = (
        sentence("a chance or a belief never reaches a line that lies above ", Given("1"))
        if beyond
        else told()
    )
    if not made:
        return []
    said = paragraph(note, "small")
    return [heading("lines that follow from the payoffs"), made, *([said] if said else [])]


def _ends(low: Number, high: Number) -> list[Piece]:
    """Both ends of a range, or one where they read alike."""
    return [low] if low.text == high.text else [low, " to ", high]


def accept(facts: Facts) -> Section | None:
    """What becomes of the deal if it is accepted whatever is seen before: three chances that add up to one, by type beside."""
    answers = facts.answers
    if answers.compliance is None:
        return None
    blind = ", whatever is seen before" if facts.seen_first else ""
    held = told(
        blind.removeprefix(", "),
        ": " if blind else None,
        "the chance that it is not broken is ",
        facts.chance("answers.compliance"),
    )
    rows = [row("it is not broken", facts.chance("answers.compliance"))]
    for name, words in (("undetected", "it is broken, unseen"), ("caught", "it is broken and noticed")):
        if getattr(answers, name) is not None:
            rows.append(row(words, facts.chance("answers", name)))
    blocks: list[Block | None] = [
        table([f"if the offer is accepted{blind}", "chance"], rows),
        paragraph(
            sentence(
                "counted as not broken is all that ends without a breach, also where play ends before there could be one"
            ),
            "small",
        ),
        paragraph(_cheating(facts)),
        paragraph(_collapse(facts)),
        _after(facts),
        paragraph(sentence("from the answer on, nobody trembles in these chances"), "small"),
    ]
    return section("accept", "if we accept", held, *blocks)


def _cheating(facts: Facts) -> Sentence:
    given = facts.answers.cheat_by_type
    if given is None:
        return told()
    each = [
        told(
            facts.noun(facts.type_at(at)),
            " breaks it with chance ",
            facts.chance("answers.cheat_by_type", at),
        )
        for at in facts.live
        if given[at] is not None
    ]
    return sentence(listed(each))


def _collapse(facts: Facts) -> Sentence:
    if facts.answers.collapse is None:
        return told()
    return sentence(
        "the chance that the deal collapses, under our best plan, is ", facts.chance("answers.collapse")
    )


def _after(facts: Facts) -> Block | None:
    rows = []
    for name, each in facts.answers.after_accepting.items():
        if not isinstance(each, After):
            continue
        path = ("answers", "after_accepting", name)
        seen = facts.chance(*path, "if_seen") if each.if_seen is not None else told("cannot be seen")
        unseen = (
            facts.chance(*path, "if_not") if each.if_not is not None else told("is seen wherever it can be")
        )
        rows.append(row(facts.seen(name), facts.chance(*path, "chance_if_accepted"), seen, unseen))
    return table(["what is seen afterwards", "chance", "belief if seen", "belief if not"], rows)


def terms(facts: Facts) -> Section | None:
    """The clauses that an answer may set, and the command that asks which terms would hold."""
    words = [[Given(each)] for each in facts.judgement.terms]
    if not words:
        return None
    asked = facts.judgement.about.command.replace("overture assess", "overture design", 1)
    note = sentence(
        "which of them would hold together, in how many worlds, why, and what would break them is a search of its own: ",
        Given(asked.partition(" --")[0], code=True),
    )
    gist = told("the clauses that an answer could set")
    return section("terms", "terms that would hold", gist, listing(words, "plain"), paragraph(note, "small"))
