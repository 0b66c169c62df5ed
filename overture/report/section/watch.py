"""All that may be seen: when, what it would leave of the belief, and what it is worth to which decision."""

from __future__ import annotations

from overture.judgement.judgement import Unwatched, WatchRow
from overture.report.block import Bar, Row, Section, paragraph, placed, row, section, table
from overture.report.sentence import Facts, Given, Piece, Sentence, listed, sentence, told
from overture.report.statement import watching
from overture.wording import as_words


def watch(facts: Facts) -> Section | None:
    rows = [_row(facts, at, each) for at, each in watching.ranked(facts)]
    header: list[Piece] = [
        "what may be seen",
        "chance",
        "belief if seen",
        "belief if not",
        "",
        "bits",
        "worth",
    ]
    left_out = [paragraph(_left_out(facts, each)) for each in facts.judgement.unwatched]
    return section(
        "watch",
        "what to watch for",
        "ranked by what it is worth to a decision that follows it",
        table(header, rows),
        paragraph(
            sentence("belief is that ", facts.clause(facts.type_at(0)), "; chances are in the event in which it can be seen, and count trembles"),
            "small",
        ) if rows else None,
        *left_out,
    ) if rows or left_out else None  # fmt: skip


def _left_out(facts: Facts, each: Unwatched) -> Sentence:
    """What the case lists and the table does not show, and why."""
    why = (
        "it is a move of our own, which we choose and need not watch for"
        if each.reason == "own move"
        else "the offer was made already"
    )
    return sentence("left out: “", Given(each.words.rstrip(".")), "”, since ", why)


def _row(facts: Facts, at: int, each: WatchRow) -> Row:
    path = ("watch", at)
    words = told(Given(each.words.rstrip(".")))
    said = watching.remark(facts, each)
    if said:
        words = told(words, " – ", said)
    if each.chance is None or each.if_seen is None or each.if_not is None:
        return row(words, watching.unmoving(each), kind="null")
    bar = Bar(
        min(placed(each.if_seen[0]), placed(each.if_not[0])),
        max(placed(each.if_seen[0]), placed(each.if_not[0])),
        (placed(each.if_seen[0]),),
        (placed(each.if_not[0]),),
        placed(each.before[0]) if each.before else None,
    )
    bits = facts.worth(*path, "bits") if each.bits is not None else None
    return row(
        words,
        facts.chance(*path, "chance"),
        facts.chance(*path, "if_seen", 0),
        facts.chance(*path, "if_not", 0),
        bar,
        bits,
        _worth(facts, at, each),
    )


def _worth(facts: Facts, at: int, each: WatchRow) -> Sentence:
    if not each.worth:
        return told("–")
    return listed(
        [
            told(facts.worth("watch", at, "worth", move), " to the ", Given(as_words(move)))
            for move in each.worth
        ]
    )
