"""What the adversary wants: belief in words and number, and what each type gains from one counterpart over the other."""

from __future__ import annotations

from overture.report.sentence import Facts, Given, Piece, Sentence, listed, sentence, told
from overture.report.sentence.facts import EQUAL
from overture.report.statement.answer import SAME, since
from overture.report.words import even


def wants(facts: Facts) -> list[Sentence]:
    """The belief that the answer rests on, then what each type gains."""
    return [*belief(facts), *gains(facts)]


def belief(facts: Facts) -> list[Sentence]:
    """``It is likely (0.56) that ...``: after the offer where it can be made, else now."""
    answers = facts.answers
    when: Piece = "now"
    where, values = "answers.belief_now", answers.belief_now
    if answers.belief_offer is not None:
        where, values, when = "answers.belief_offer", answers.belief_offer, facts.if_made
    if answers.belief_answer is not None and since(facts):
        where, values, when = (
            "answers.belief_answer",
            answers.belief_answer,
            told("by all that was seen since the offer"),
        )
    order = sorted(facts.live, key=lambda at: -values[at])
    if len(order) == 1:
        return [sentence("only one type is possible here: ", facts.clause(facts.type_at(order[0])))]
    if len(order) == 2:
        return [_of_two(facts, where, order, values, when)]
    return [_of_many(facts, where, order, values, when)]


def _of_two(facts: Facts, where: str, order: list[int], values: list[float], when: Piece) -> Sentence:
    first, second = order
    if even(values[first]):
        return sentence(
            when, ", there is a ", facts.number("word", where, first), " (", facts.chance(where, first), ") that ",
            facts.clause(facts.type_at(first)), "; else (", facts.chance(where, second), ") ", facts.clause(facts.type_at(second)),
        )  # fmt: skip
    return sentence(when, ", ", facts.likelihood(facts.clause(facts.type_at(first)), where, first))


def _of_many(facts: Facts, where: str, order: list[int], values: list[float], when: Piece) -> Sentence:
    groups: list[list[int]] = []
    for at in order:
        if groups and abs(values[groups[-1][0]] - values[at]) < EQUAL:
            groups[-1].append(at)
        else:
            groups.append([at])
    clauses = []
    for number, group in enumerate(groups):
        that = told(facts.clause(facts.type_at(group[0])))
        for at in group[1:]:
            that = told(that, ", exactly as likely that ", facts.clause(facts.type_at(at)))
        said = facts.likelihood(that, where, group[0])
        if number and abs(values[groups[number - 1][0]] - values[group[0]]) < SAME:
            said = told("it is about as likely (", facts.chance(where, group[0]), ") that ", that)
        clauses.append(said)
    return sentence(when, ", ", listed(clauses, "; and", "; "))


def gains(facts: Facts) -> list[Sentence]:
    """What each type gains from the first counterpart over the second."""
    rows = [(at, row) for at, row in enumerate(facts.judgement.gains)]
    if not rows:
        return []
    each = []
    for number, (at, row) in enumerate(rows):
        value = facts.number("size", "gains", at, "gain")
        loses, first_loses = row.gain < -EQUAL, rows[0][1].gain < -EQUAL
        verb = "" if number and loses == first_loses else " loses" if loses else " gains"
        each.append(told(facts.noun(row.type), verb, " ", value))
    first, second = (_who(facts, label) for label in (rows[0][1].first, rows[0][1].second))
    return [sentence("with ", first, " rather than ", second, ", ", listed(each))]


def _who(facts: Facts, label: str) -> Sentence:
    """A counterpart by his label, and who that is in the case's words."""
    words = facts.judgement.words.get(facts.role("counterpart") or "", {}).get(label, "")
    return told(Given(label), told(" (", Given(words.rstrip(".")), ")") if words else None)
