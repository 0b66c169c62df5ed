"""The answer in short: what all ways of playing agree on, what they differ on and where, and what would change it."""

from __future__ import annotations

from overture.judgement.history.judgement import ReportAnswer
from overture.judgement.history.ways.spread import Spread
from overture.report.history.facts import OBSERVER, HistoryFacts
from overture.report.history.first.limits import makers, place
from overture.report.history.first.report import happening
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told
from overture.wording import agreeing


def summary(facts: HistoryFacts) -> list[Sentence]:
    """Sentences made only of numbers of the page; none where no sentence of the report is answered by a number."""
    clauses = [
        (asked, clause)
        for at, asked in enumerate(facts.judgement.report)
        if (clause := _clause(facts, at, asked)) is not None
    ]
    said = [] if facts.judgement.makers.many else makers(facts)
    firm = [clause for asked, clause in clauses if not asked.at]
    differ = [clause for asked, clause in clauses if asked.at]
    if firm:
        one = "in the one way of playing that was found: "
        agreed = "all ways of playing in which it can be asked agree: "
        said.append(sentence(one if len(facts.judgement.ways) == 1 else agreed, _in_row(firm)))
    if differ:
        who = "they differ" if firm else "ways of playing differ"
        letters = {letter for asked, _ in clauses for letter in asked.at}
        said += [
            sentence(who, ", so that it is undetermined, on this: ", _in_row(differ)),
            sentence("what holds of it hangs on what is done ", _places(facts, letters)),
        ]
    return [*said, *_ends(facts), *_next(facts)] if said else []


def _in_row(clauses: list[Sentence]) -> Sentence:
    return listed(clauses, last="; and", between="; ")


def _clause(facts: HistoryFacts, at: int, asked: ReportAnswer) -> Sentence | None:
    """One answer with its number; None where there is none."""
    path = ("report", at)
    if asked.answer == "belief" and asked.belief is not None and asked.belief.low is not None:
        found = facts.judgement.history.steps[facts.now].belief(asked.of, asked.about, asked.label)
        if found is None or not found[1].over:
            return told(
                _who(facts, asked, "believes"),
                " with a chance of ",
                facts.chance_of(*path, "belief"),
                _that(facts, asked),
            )
        return told(
            _who(facts, asked, "believes"),
            _that(facts, asked),
            " with a chance of ",
            facts.apart(facts.now, *found),
        )
    if asked.answer == "gain" and asked.gains and asked.compared is not None and asked.compared.ways:
        worth = listed(
            [
                told(
                    facts.ends("worth", *path, "gains", place_of, "gain"),
                    " to ",
                    facts.noun(row.player, row.own),
                )
                for place_of, row in enumerate(asked.gains)
            ]
        )
        return told("that ", facts.versus(0), " and not that ", facts.versus(1), " is worth ", worth)
    if asked.answer == "chance" and asked.chances[0].chance.low is not None:
        return told(
            "the chance that ",
            *happening(asked),
            " is ",
            facts.ends("chance", *path, "chances", 0, "chance"),
            " over all types",
            " (on another history than the one that happened)" if asked.elsewhere else "",
        )
    return None


def _who(facts: HistoryFacts, asked: ReportAnswer, verb: str) -> Sentence:
    """``the leader believes``, ``we believe``."""
    if asked.of == OBSERVER:
        return told("we ", agreeing(verb, True))
    return told(facts.name(asked.of), " ", facts.verb(asked.of, verb))


def _that(facts: HistoryFacts, asked: ReportAnswer) -> Sentence:
    return told(" that ", facts.name(asked.about), " is ", facts.adjective(asked.about, asked.label))


def _places(facts: HistoryFacts, letters: set[str]) -> Sentence:
    """``at place A, where X returns, and at place C, where letters are warm``."""
    joints = [joint for joint in facts.judgement.joints if joint.name in letters]
    return listed(
        [
            told("at place ", Given(joint.name), ", " if joint.where else "", place(joint.where))
            for joint in joints
        ],
        last=", and",
    )


def _ends(facts: HistoryFacts) -> list[Sentence]:
    """Where, along each parameter, the first way of playing that makes what was done ends."""
    parts: list[Piece] = []
    for at, card in enumerate(facts.judgement.thresholds):
        if card.makers.nearest is None:
            continue
        edge = card.edges[card.makers.nearest]
        number = facts.number("fine", "thresholds", at, "edges", card.makers.nearest, "value")
        start = facts.number("plain", "thresholds", at, "start")
        undetermined = ", undetermined, since it hangs on a tie" if edge.ties else ""
        parts.append(told("with ", Given(card.words), " at ", number, " (stated: ", start, ")", undetermined))
    if not parts:
        return []
    return [
        sentence(
            "what would change it: a way of playing that makes what was done happen, among those that were followed, ends ",
            listed(parts, between="; ", last="; and"),
        )
    ]


def _next(facts: HistoryFacts) -> list[Sentence]:
    """The beliefs that would move, if what may follow happened too."""
    steps = facts.judgement.history.steps
    if len(steps) - 1 == facts.now:
        return []
    parts: list[Piece] = []
    for asked in facts.judgement.report:
        if asked.answer != "belief" or asked.belief is None:
            continue
        later = steps[-1].belief(asked.of, asked.about, asked.label)
        if later is None or later[1].probability.low is None or _same(later[1].probability, asked.belief):
            continue
        path = ("history", "steps", len(steps) - 1, "beliefs", later[0], "probability")
        would = _who(facts, asked, "would believe")
        if later[1].over:
            number = facts.apart(len(steps) - 1, *later)
            parts.append(told(would, _that(facts, asked), " with a chance of ", number))
        else:
            number = facts.ends("chance", *path)
            parts.append(told(would, " with a chance of ", number, _that(facts, asked)))
    if not parts:
        return []
    words = Given(steps[-1].words.rstrip("."))
    return [sentence("should all happen that may follow, up to “", words, "”, ", listed(parts))]


def _same(one: Spread, other: Spread) -> bool:
    return (one.low, one.high) == (other.low, other.high)
