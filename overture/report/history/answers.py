"""What follows from the history for each sentence of the report, and what to answer: the first screen."""

from __future__ import annotations

from overture.judgement.history.judgement import Decision, Edge
from overture.report.history.facts import HistoryFacts
from overture.report.history.report import answered
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told
from overture.report.statement.first import FirstScreenPart

MEANING = (
    "a way of playing is an equilibrium: nobody could gain by doing something else anywhere; ",
    "how many ways there are of a kind is no probability",
)


def items(facts: HistoryFacts) -> list[FirstScreenPart]:
    """The parts of the first screen after the strip: each sentence of the report, what to answer, how far it goes."""
    every = [
        FirstScreenPart(
            f"report-{at}", told("“", Given(each.says.rstrip(".")), "”"), tuple(answered(facts, at, each))
        )
        for at, each in enumerate(facts.judgement.report)
    ]
    every.append(FirstScreenPart("answer", told("What to answer"), tuple(replies(facts))))
    every.append(FirstScreenPart("turns", told("What would end it"), tuple(turns(facts))))
    every.append(FirstScreenPart("ways", told("How far this goes"), tuple(limits(facts))))
    return [each for each in every if each.sentences]


def turns(facts: HistoryFacts) -> list[Sentence]:
    """For each parameter that was moved: how many of the ways that were followed end, and where the first does."""
    said = []
    for at, card in enumerate(facts.judgement.thresholds):
        path = ("thresholds", at)
        ends = [facts.number("plain", *path, end) for end in ("start", "stop")]
        span = told(Given(card.words), ", from ", ends[0], " to ", ends[1], ": ")
        every, one = facts.number("length", *path, "edges"), len(card.edges) == 1
        if card.nearest is None:
            lasts = told(
                "no end was met in ",
                every,
                " way of playing" if one else " ways of playing",
                " that ",
                "was" if one else "were",
                " followed",
            )
            said.append(sentence(span, lasts, _lost(facts, at)))
            continue
        edge = card.edges[card.nearest]
        many = told(facts.count(*path, "end"), " of ", every, " ways of playing that were followed ")
        end = "the way of playing ends" if one else told(many, "ends" if card.end == 1 else "end")
        turn = facts.number("fine", *path, "edges", card.nearest, "value")
        first = ", at " if card.end == 1 else ", the first at "
        said.append(
            sentence(
                span, end, first, turn, ": from there ", instead(facts, edge), hangs(edge), _lost(facts, at)
            )
        )
    return said


def instead(facts: HistoryFacts, edge: Edge) -> Sentence:
    """Who would do what instead, and after what."""
    who = facts.who(edge.who, edge.own)
    after = told(", where ", listed([Given(line) for line in edge.after])) if edge.after else told()
    return told(who, " ", Given(edge.act), " instead", after)


def _lost(facts: HistoryFacts, at: int) -> Sentence:
    """How many ways could not be followed further, though what is done where play goes is still a best answer."""
    card = facts.judgement.thresholds[at]
    if not card.lost:
        return told()
    return told("; ", facts.count("thresholds", at, "lost"), " could not be followed to the end")


def hangs(edge: Edge) -> Sentence:
    """That the edge is undetermined, where a tie elsewhere moves it."""
    if not edge.ties:
        return told()
    return told(
        "; whether that is on the way and where is undetermined, since it hangs on how a tie at ", listed([told("“", Given(each), "”") for each in edge.ties]),
        " is settled, which decides nothing there",
    )  # fmt: skip


def replies(facts: HistoryFacts) -> list[Sentence]:
    """What is best at each set of the advised side along the history: what was open before, what is open, what may be."""
    judgement = facts.judgement
    said = [_reply(facts, at, each) for at, each in enumerate(judgement.decisions)]
    deciding = {each.player for each in judgement.decisions}
    idle = [player for player in judgement.about.advised if player not in deciding]
    if idle:
        said.append(sentence(listed([facts.name(each) for each in idle]), ": no decision along this history"))
    return said


def _reply(facts: HistoryFacts, at: int, each: Decision) -> Sentence:
    judgement = facts.judgement
    who = facts.who(each.player, each.own)
    after = (
        told(" after “", Given(judgement.history.steps[each.step].words), "”")
        if each.step
        else told(" at the start")
    )
    after = told(after, _seen(facts, each))
    if each.step < facts.now:
        after = told(after, ", which is past")
    if not each.reached:
        after = told(after, ", where no way of playing comes, so that beliefs are a convention")
    every = facts.ways(each.ways, "decisions", at, "ways")
    sure = [label for label, many in each.best.items() if many == each.ways]
    as_good = [label for label, many in each.best.items() if many and label not in sure]
    lead = _lead(facts, at, each)
    if each.same:
        where = "" if each.ways == 1 else told(" in all ", every)
        return sentence(who, after, ": ", Given(each.choices[sure[0]]), ", which is best", where, lead)
    if len(sure) == 1:
        equal: list[Piece] = [
            told(
                facts.count("decisions", at, "best", label),
                " it is exactly as good to ",
                Given(each.choices[label]),
            )
            for label in as_good
        ]
        hangs_on = "" if equal else "; but how ties elsewhere are settled can turn it"
        but = told("; in ", listed(equal)) if equal else told(hangs_on)
        return sentence(
            who, after, ": undetermined. To ", Given(each.choices[sure[0]]), " is best in all ", every, but
        )
    parts: list[Piece] = [
        told("to ", Given(each.choices[label]), " is best in ", facts.count("decisions", at, "best", label))
        for label, many in each.best.items()
        if many
    ]
    return sentence(who, after, ": undetermined; of ", every, ", ", listed(parts))


def _lead(facts: HistoryFacts, at: int, each: Decision) -> Sentence:
    """By how much the best act leads, over the ways of playing and over the ways to settle ties."""
    if each.lead_low is None or each.lead_high is None:
        return told()
    low, high = (facts.number("worth", "decisions", at, end) for end in ("lead_low", "lead_high"))
    return told(", by ", low) if low.text == high.text else told(", by ", low, " to ", high)


def _seen(facts: HistoryFacts, each: Decision) -> Sentence:
    """What tells this decision from another of the same player and type at the same step."""
    others = [
        other
        for other in facts.judgement.decisions
        if other is not each
        and (other.player, other.own, other.step, other.move) == (each.player, each.own, each.step, each.move)
    ]
    own = [line for line in each.seen if not all(line in other.seen for other in others)]
    return told(", where ", listed([Given(line) for line in own])) if others and own else told()


def limits(facts: HistoryFacts) -> list[Sentence]:
    """How many ways of playing there are, at how many places they differ, and that there may be more."""
    judgement = facts.judgement
    many = len(judgement.ways)
    if many == 1:
        only = sentence("one way of playing was found, and it is not known that there is no other")
        return [*_makers(facts), only, sentence(*MEANING)]
    joints = len(judgement.joints)
    found = sentence(
        facts.number("length", "ways"),
        " ways of playing were found, each certified at every information set; they differ ",
        "at one place" if joints == 1 else told("at ", facts.number("length", "joints"), " places"),
        _combined(facts),
        ". It is not known that there are no more",
    )
    return [*_makers(facts), found, sentence(*MEANING)]


def _combined(facts: HistoryFacts) -> str:
    """Whether what is done at one place goes with whatever is done at the others, where there are several places."""
    if len(facts.judgement.joints) < 2:
        return ""
    every = ", and every combination of what is done there is one"
    return (
        every if facts.judgement.combined else ", and not every combination of what is done there was found"
    )


def _makers(facts: HistoryFacts) -> list[Sentence]:
    """How many ways make what was done happen, where not all do."""
    judgement = facts.judgement
    if not judgement.makers:
        return [
            sentence(
                "no way of playing that was found makes what was done happen: what is said of it rests on conventions"
            )
        ]
    if judgement.makers == len(judgement.ways):
        return []
    step, tie = judgement.history.steps[facts.now], told()
    if step.tied:
        ends = [
            facts.number("chance", "history", "steps", facts.now, end) for end in ("tied_low", "tied_high")
        ]
        many = facts.count("history", "steps", facts.now, "tied")
        hangs_on = "on how a tie is settled that decides nothing, and is undetermined between "
        tie = told("; how likely it is hangs in ", many, " ", hangs_on, ends[0], " and ", ends[1])
    return [sentence(facts.count("makers"), " of ", facts.all_ways, " make what was done happen", tie)]
