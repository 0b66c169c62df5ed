"""What to watch: before deciding, then all that may be seen, each told with what it is worth to which decision."""

from __future__ import annotations

from overture.judgement.judgement import WatchRow
from overture.report.sentence import Facts, Given, Sentence, listed, sentence, told
from overture.wording import as_words

SHOWN = 2  # observations told on the first page
NOTHING = 1e-9


def before_deciding(facts: Facts) -> list[Sentence]:
    """What can be seen before the answer must be given, and what a further report would be worth."""
    answers = facts.answers
    if answers.best is None:
        return []
    early = ranked(facts, "before the answer")
    found = [_early(facts, at, row) for at, row in early[:SHOWN]]
    if facts.tested:
        value = facts.worth("answers.observation_test.value_for_answer")
        found.append(
            sentence("to wait for what is seen before the answer, and not to answer blind, is worth ", value)
        )
    elif not early:
        listed_at_all = "nothing on the list" if facts.judgement.watch else "nothing is listed that"
        found.append(sentence(listed_at_all, " can be seen before the answer must be given"))
    found.append(further_report(facts))
    if facts.judgement.report is not None:
        found.append(
            sentence(
                "no report on what ", facts.adversary, " ", facts.verb(facts.judgement.about.adversary, "wants"),
                " can be worth more than ", facts.worth("report.ceiling"),
            )
        )  # fmt: skip
    return [each for each in found if each]


def ranked(facts: Facts, timing: str = "") -> list[tuple[int, WatchRow]]:
    """Observations with their place, by worth, then by bits; our own moves are none."""
    rows = [
        (at, row)
        for at, row in enumerate(facts.judgement.watch)
        if row.timing != "own move" and timing in ("", row.timing)
    ]
    return sorted(rows, key=lambda pair: (-max(pair[1].worth.values(), default=0.0), -(pair[1].bits or 0.0)))


def _early(facts: Facts, at: int, row: WatchRow) -> Sentence:
    words = Given(row.words.rstrip("."))
    if row.chance is None or row.if_seen is None or row.if_not is None:
        return sentence("“", words, "”: ", unmoving(row))
    worth = row.worth.get(facts.reply_move)
    value = told("; worth ", facts.worth("watch", at, "worth", facts.reply_move), " to the answer")
    return sentence(
        "“", words, "” (chance ", facts.chance("watch", at, "chance"), "): seen, it leaves ",
        facts.chance("watch", at, "if_seen", 0), ", not seen ", facts.chance("watch", at, "if_not", 0),
        " for ", facts.clause(facts.type_at(0)), value if worth is not None and row.acts_on else None,
        "" if row.acts_on else "; no answer would differ for it",
    )  # fmt: skip


def unmoving(row: WatchRow) -> Given:
    """Why no belief follows from an observation: it has no place in this game, never happens, or happens in any case."""
    if row.chance is None:
        return Given(row.reason or "it cannot be seen in this game")
    return Given(
        "it cannot be seen here" if row.if_seen is None else "it is seen in any case, and tells nothing"
    )


def further_report(facts: Facts) -> Sentence:
    given = facts.judgement.report
    if given is None:
        return told()
    if given.worth <= NOTHING:
        return sentence("a further report of good quality would not change the answer whatever it said")
    return sentence(
        "a further report, say that ", facts.clause(facts.type_at(0)), ", by a source placed to know with chance ",
        facts.chance("report.access"), ", then right with chance ", facts.chance("report.accuracy"),
        ", and else saying so anyway with chance ", facts.chance("report.says_anyway"), ", would be worth ",
        facts.worth("report.worth"), ": heard, with chance ", facts.chance("report.chance_says"),
        ", it would leave a belief of ", facts.chance("report.belief_if_says"), ", not heard ",
        facts.chance("report.belief_if_not"),
    )  # fmt: skip


def remark(facts: Facts, row: WatchRow) -> Sentence:
    """What an observation is good for, in a few words."""
    if row.timing == "too late":
        return told("comes too late for any decision")
    if row.timing == "is the offer":
        return told("is the offer, which makes the decision")
    if row.timing == "another offer":
        return told("is another offer than the one that is answered here")
    others = [move for move in row.worth if move != facts.reply_move]
    actor = _actor(facts)
    said = told()
    if row.timing == "after accepting":
        informs = listed([told("the ", Given(as_words(move))) for move in others])
        said = told("informs ", informs, ", not the answer") if others else told("is seen after the answer")
    if not row.acts_on:
        said = told(said, "; " if said else "", actor, " would not act on it")
    return said


def _actor(facts: Facts) -> Given:
    """Whoever decides: the counterpart of the offer where there is one, else the side advised."""
    who = facts.judgement.about.counterpart
    return Given(who) if who else facts.advised


__all__ = ["before_deciding", "further_report", "ranked", "remark", "unmoving"]
