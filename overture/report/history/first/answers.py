"""What follows from the history for each sentence of the report, and what to answer: the first screen."""

from __future__ import annotations

from overture.judgement.history.judgement import Decision, Edge, FollowedWays
from overture.report.history.facts import HistoryFacts
from overture.report.history.first.limits import limits
from overture.report.history.first.report import answered
from overture.report.history.first.summary import summary
from overture.report.sentence import Given, Sentence, listed, sentence, told
from overture.report.statement.first import FirstScreenPart


def items(facts: HistoryFacts) -> list[FirstScreenPart]:
    """The parts of the first screen after the strip: in short, each sentence of the report, what to answer, how far it goes."""
    every = [FirstScreenPart("short", told("In short"), tuple(summary(facts)))]
    every += [
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
    """For each parameter that was moved: with how many options the ways that were followed end, and where the first does."""
    return [*_followed(facts), *(_turn(facts, at) for at in range(len(facts.judgement.thresholds)))]


def _followed(facts: HistoryFacts) -> list[Sentence]:
    """How many ways were followed, and how many of them cannot make what was done happen."""
    cards = facts.judgement.thresholds
    if not cards or not (cards[0].makers.ways and cards[0].others.ways):
        return []
    path = ("thresholds", 0)
    return [
        sentence(
            facts.number("length", *path, "edges"), " ways of playing were followed, one for each option at each place: ",
            facts.count(*path, "makers", "ways"), " make what was done happen, and ", facts.count(*path, "others", "ways"),
            " cannot and are counted apart",
        )
    ]  # fmt: skip


def _turn(facts: HistoryFacts, at: int) -> Sentence:
    """What became of the ways that make what was done happen along one parameter, and of those that cannot."""
    card, path = facts.judgement.thresholds[at], ("thresholds", at)
    ends = [facts.number("plain", *path, end) for end in ("start", "stop")]
    span = told(Given(card.words), ", from ", ends[0], " to ", ends[1], ": ")
    if not card.makers.ways:
        only = "no way of playing that makes what was done happen was followed"
        return sentence(span, only, _others(facts, at))
    given, here = card.makers, (*path, "makers")
    every = _which(facts, given, here)
    lost = told("; ", facts.count(*here, "lost"), " could not be followed to the end") if given.lost else None
    if given.nearest is None:
        return sentence(span, "no end was met with ", every, lost, _others(facts, at))
    edge = card.edges[given.nearest]
    if not given.at:
        end = told(every, " ends" if given.ways == 1 else " end")
    else:
        end = told(facts.count(*here, "end"), " of ", every, " ends" if given.end == 1 else " end")
    turn = facts.number("fine", *path, "edges", given.nearest, "value")
    there = {
        facts.number("fine", *path, "edges", place, "value").text
        for place, each in enumerate(card.edges)
        if each.makes and each.ended
    }
    first = ", at " if len(there) == 1 else ", the first at "
    from_there = told(first, turn, ": from there ", instead(facts, edge), hangs(edge))
    return sentence(span, end, from_there, lost, _others(facts, at))


def _which(facts: HistoryFacts, given: FollowedWays, path: tuple[str | int, ...]) -> Sentence:
    """``three options at place C that were followed``, or ways of playing where no place decides."""
    if given.at:
        return told(facts.options(given.at, given.of, *path, "of"), " that were followed")
    if given.ways == 1:
        return told("the way of playing that was followed")
    return told("all ", facts.ways(given.ways, *path, "ways"), " that were followed")


def _others(facts: HistoryFacts, at: int) -> Sentence:
    """What became of those that cannot make what was done happen."""
    given, path = facts.judgement.thresholds[at].others, ("thresholds", at, "others")
    if not given.ways or not (given.end or given.lost):
        return told()
    if not given.at:
        which = "; all that cannot make what was done happen "
        return told(which, "end" if given.end else "could not be followed to the end")
    those = "; among those that cannot make what was done happen, "
    parts = [
        told(facts.count(*path, kind), verb)
        for kind, many, verb in (
            ("end", given.end, " ends" if given.end == 1 else " end"),
            ("lost", given.lost, " could not be followed to the end"),
        )
        if many
    ]
    return told(those, "of ", facts.options(given.at, given.of, *path, "of"), ", ", listed(parts))


def instead(facts: HistoryFacts, edge: Edge) -> Sentence:
    """Who would do what instead, and after what."""
    who = facts.who(edge.who, edge.own)
    after = told(", where ", listed([Given(line) for line in edge.after])) if edge.after else told()
    return told(who, " ", Given(edge.act), " instead", after)


def hangs(edge: Edge) -> Sentence:
    """That the edge is undetermined, where a tie elsewhere moves it."""
    if not edge.ties:
        return told()
    ties = listed([told("whether ", Given(each)) for each in edge.ties])
    return told(
        "; whether that is on the way and where is undetermined, since it hangs on how a tie is settled that decides nothing there (",
        ties,
        ")",
    )


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
    come = " that come there" if each.reached and each.ways < len(judgement.ways) else ""
    every = told(facts.ways(each.ways, "decisions", at, "ways"), come)
    sure = [label for label, many in each.best.items() if many == each.of]
    as_good = [label for label, many in each.best.items() if many and label not in sure]
    if each.same:
        where = "" if each.ways == 1 else told(" in all ", every)
        best = told(who, after, ": ", Given(each.choices[sure[0]]), ", which is best", where)
        return sentence(best, _lead(facts, at, each))
    open_ = told(who, after, ": undetermined")
    if len(sure) > 1:
        both = listed([told("to ", Given(each.choices[label])) for label in sure])
        return sentence(
            open_, ". It is equally good ", both, "" if each.ways == 1 else told(" in all ", every)
        )
    if sure and not as_good:
        turn = told("; but how ties elsewhere are settled can turn it")
        return sentence(
            open_, ". To ", Given(each.choices[sure[0]]), " is best", told(" in all ", every), turn
        )
    options = told(facts.options(each.at, each.of, "decisions", at, "of"), come)
    if sure:
        equal = [
            told(
                "with ",
                facts.count("decisions", at, "best", label),
                " it is exactly as good to ",
                Given(each.choices[label]),
            )
            for label in as_good
        ]
        best = told(" is best with each of ", options)
        return sentence(open_, ". To ", Given(each.choices[sure[0]]), best, "; ", listed(equal))
    parts = [
        told("to ", Given(each.choices[label]), " is best with ", facts.count("decisions", at, "best", label))
        for label in as_good
    ]
    return sentence(open_, "; of ", options, ", ", listed(parts))


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
