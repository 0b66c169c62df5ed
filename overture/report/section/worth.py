"""Belief times worth by type makes the value of each reply; then the same answer for every counterpart and offer."""

from __future__ import annotations

from overture.judgement.answers import Other
from overture.report.block import Row, Section, Table, paragraph, row, section, table
from overture.report.section.plan import plans
from overture.report.sentence import Facts, Given, Piece, Sentence, capitalised, listed, sentence, told
from overture.report.sentence.path import TIMES, joined
from overture.report.statement import answer, offer


def worth(facts: Facts) -> Section | None:
    """What the value of each reply is made of, and the plan behind it."""
    answers = facts.answers
    if answers.belief_offer is None or not answers.value:
        return None
    ceilings = _ceilings(facts)
    return section(
        "worth",
        "belief times worth",
        told(
            "what each reply",
            facts.blind_apart,
            ", is worth by type; " if facts.seen_first else " is worth by type; ",
            "the products add up to its value",
        ),
        by_type(facts),
        paragraph(sentence("worth is in the payoff units of ", facts.advised), "small"),
        paragraph(_turns(facts)),
        plans(facts),
        paragraph(_as_played(facts)),
        *(paragraph(each) for each in answer.scenarios(facts) if each),
        paragraph(ceilings),
        paragraph(_without(facts)),
        paragraph(answer.if_he_reads_us(facts)),
    )


def by_type(facts: Facts) -> Table | None:
    """Type, belief, worth of each reply if so, and their product; the last line is the sum."""
    answers = facts.answers
    path_of_belief, when = facts.deciding
    header: list[Piece] = ["type", f"belief {when}"]
    for label in answers.value:
        header += [told("worth: to ", facts.reply(label)), "belief × worth"]
    rows = []
    for at in facts.live:
        belief = joined(path_of_belief, at)
        cells: list[Piece] = [facts.clause(facts.type_at(at)), facts.number("fine", belief)]
        for label, value in answers.value.items():
            path = joined("answers.value", label, "u", at)
            if value.u[at] is None:
                cells += ["this type does not come here", ""]
            else:
                product = facts.number("fine", f"{belief}{TIMES}{path}")
                cells += [facts.number("fine", path), product]
        rows.append(row(*cells))
    last: list[Piece] = ["sum", ""]
    for label in answers.value:
        last += ["", facts.number("fine", "answers.value", label, "V")]
    return table(header, [*rows, row(*last, kind="sum")])


def _turns(facts: Facts) -> Sentence:
    if facts.answers.belief_at_which_reply_turns is None or not answer.stands(facts):
        return told()
    number = facts.chance("answers.belief_at_which_reply_turns")
    where = told(", ", facts.deciding[1] if facts.apart else "at the worth by type above")
    return sentence(
        facts.blind,
        "the reply turns at a belief of ",
        number,
        " that ",
        facts.clause(facts.type_at(0)),
        where,
    )


def _as_played(facts: Facts) -> Sentence:
    """What the replies with a plan would be worth if our later moves were those of each class."""
    labels = [label for label, value in facts.answers.value.items() if value.plan]
    each = [
        told(
            "to ",
            facts.reply(label),
            " would be worth ",
            facts.worth("answers.value_own_later_by_class", label, "V"),
        )
        for label in labels
        if label in facts.answers.value_own_later_by_class
    ]
    if not each:
        return told()
    return sentence(facts.blind, "with our later moves as each class plays them, ", listed(each))


def _ceilings(facts: Facts) -> Sentence:
    answers = facts.answers
    if answers.perfect_information is None:
        return told()
    parts = [told("a report on the type alone is worth at most ", facts.worth("answers.perfect_information"))]
    if answers.ceiling_cell is not None:
        parts.append(told("what speaks of type, world and class ", facts.worth("answers.ceiling_cell")))
    if answers.ceiling_any is not None:
        parts.append(told("anything at all ", facts.worth("answers.ceiling_any")))
    return sentence("to this decision", facts.blind_apart, ", ", listed(parts))


def _without(facts: Facts) -> Sentence:
    """The answer if nobody had said anything."""
    given = facts.answers.without_testimony
    if given is None or not facts.judgement.sources:
        return told()
    path = "answers.without_testimony"
    best = given.best or facts.answers.best
    turns = (
        told("the reply would be to ", facts.reply(best))
        if best and best != facts.answers.best
        else told("the reply would be the same")
    )
    return sentence(
        "without anything that was said, the belief ", facts.if_made, " would be ",
        facts.chance(path, "belief_offer"), " that ", facts.clause(facts.type_at(0)), ", and ", facts.blind, turns,
    )  # fmt: skip


def others(facts: Facts) -> Section | None:
    """Every counterpart and offer in one table; where nobody makes it, the reason."""
    rows = facts.judgement.others
    if not rows:
        return None
    labels = list(dict.fromkeys(label for each in rows for label in each.value)) or list(facts.answers.value)
    people = any(each.counterpart for each in rows)
    header: list[Piece] = [
        *(["counterpart"] if people else []),
        "offer",
        "chance",
        "belief before it",
        "belief if made",
        "what it tells",
    ]
    header += [*(told("to ", facts.reply(label)) for label in labels)]
    blind = facts.seen_first or any(_plan_differs(each) for each in rows)
    header.append("reply, answered blind" if blind else "reply")
    made = [_other(facts, at, each, labels, people) for at, each in enumerate(rows)]
    return section(
        "others",
        "every counterpart and offer" if people else "every offer",
        "the same question put for each offer that could be made",
        paragraph(sentence(facts.of_whom), "small"),
        paragraph(_one_reply(facts) if blind else told(), "small"),
        table(header, made),
    )


def _plan_differs(each: Other) -> bool:
    """Whether after some of what is seen before the reply to this offer another reply is best, or none is firmly ahead."""
    test = each.observation_test
    return test is not None and any(
        row.best != each.best or row.status not in (None, "plain") for row in test.rows.values()
    )


def _one_reply(facts: Facts) -> Sentence:
    """What the replies and worths of the table are of; where the case's own offer is answered by a plan, where that stands."""
    own = "; what to answer after each thing that may be seen stands first on this page, for the offer judged here"
    return sentence(
        "answered blind means with one reply, whatever is seen before it",
        own if facts.seen_first else None,
    )


def _other(facts: Facts, at: int, each: Other, labels: list[str], people: bool) -> Row:
    offer: Piece = told(Given(each.words or facts.choice(facts.role("signal"), each.offer)))
    start: list[Piece] = [*([Given(each.counterpart or "")] if people else []), offer]
    path = f"others.{at}"
    if each.belief_offer is None:
        reason = told(Given(each.reason.rstrip("."))) if each.reason else told("nobody makes this offer")
        return row(*start, reason, kind="null")
    chance = (
        facts.chance(path, "chance_of_offer_given_done_and_counterpart")
        if each.chance_of_offer_given_done_and_counterpart is not None
        else None
    )
    cells: list[Piece] = [
        *start,
        chance,
        facts.beliefs(path, "belief_given"),
        facts.beliefs(path, "belief_offer"),
    ]
    cells.append(_tells(facts, at, each))
    cells += [facts.worth(path, "value", label, "V") if label in each.value else None for label in labels]
    own = (each.counterpart, each.offer) == (facts.judgement.about.counterpart, facts.judgement.about.choice)
    return row(
        *cells, _reply(facts, each, facts.answers.status if own else each.status), kind="best" if own else ""
    )


def _tells(facts: Facts, at: int, each: Other) -> Sentence:
    """The verdict on this offer; of three types and more the beliefs tell it, unless it rests on a convention."""
    if len(facts.live) > 2:
        if any(verdict.word == "convention" for verdict in each.verdict.values()):
            return told("what it means rests on a convention")
        out = [facts.noun(label) for label in each.ruled_out]
        return told("all but rules out ", listed(out)) if out else told("see the beliefs")
    pair = each.headline_pair if each.headline_pair in each.verdict else next(iter(each.verdict), "")
    if not pair or len(facts.live) < 2:
        return told()
    return capitalised(
        offer.told_of(facts, each.verdict[pair], (f"others.{at}", "verdict", pair), past=False)
    )


def _reply(facts: Facts, each: Other, status: str | None) -> Sentence:
    if each.best is None:
        return told("none")
    same = [facts.reply(label) for label in each.value if label in {each.best, *each.tied}]
    firm = {
        "narrowly": ", narrowly",
        "too close to call": " (too close to call)",
        "rests on trembles": " (rests on trembles)",
    }
    effective = each.effective_worlds_after_offer
    if status is None and effective is not None and effective < answer.FEWEST and facts.drawn:
        return told(facts.reply(each.best), " (few worlds bear on it)")
    if status in ("exactly as good", "as good but for trembles"):
        return told(listed(same, "or"), ": ", status)
    return told(facts.reply(each.best), firm.get(status or "", ""))
