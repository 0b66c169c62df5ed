"""What follows from the history for each sentence of the report, and what to answer: the first screen."""

from __future__ import annotations

from dataclasses import replace

from overture.judgement.history.judgement import Compared, Edge, ReportAnswer
from overture.report.history.facts import OBSERVER, HistoryFacts, same
from overture.report.sentence import Given, Piece, Sentence, Words, listed, sentence, told
from overture.report.statement.first import FirstScreenPart

ASSUMED = "in units of the payoffs, in which relief that is kept is worth one to the leader"


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


def answered(facts: HistoryFacts, at: int, asked: ReportAnswer) -> list[Sentence]:
    """What the game answers to a sentence of the report."""
    if asked.answer == "belief":
        return _belief(facts, at, asked)
    if asked.answer == "gain":
        return _gain(facts, at, asked)
    if asked.answer == "chance":
        return _chance(facts, at, asked)
    if asked.answer == "signal" and asked.signal is not None:
        return _signal(facts, asked.signal)
    return [sentence("not answered here: ", Given(asked.why[:1].lower() + asked.why[1:].rstrip(".")))]


def _belief(facts: HistoryFacts, at: int, asked: ReportAnswer) -> list[Sentence]:
    """The belief at the start and after what was done, the steps that moved it, and whether all ways agree."""
    if asked.belief is None or asked.before is None or asked.belief.low is None:
        return [sentence("no way of playing that was found makes this history, so nothing follows from it")]
    that = told("that ", facts.name(asked.about), " is ", facts.adjective(asked.about, asked.label))
    who: Piece = "we" if asked.of == OBSERVER else facts.name(asked.of)
    holds = "hold" if asked.of == OBSERVER else facts.verb(asked.of, "holds")
    start, now = facts.ends("chance", "report", at, "before"), facts.chance_of("report", at, "belief")
    if asked.belief.same and asked.before.same and same(asked.before, asked.belief):
        first = sentence(
            "what was done moves nothing here: ", who, " ", holds, " it ", now, " ", that, ", as at the start"
        )
    else:
        first = sentence(
            "after all that was done ",
            who,
            " ",
            holds,
            " it ",
            now,
            " ",
            that,
            "; at the start it was ",
            start,
        )
    moved = _steps_that_moved(facts, asked)
    return [first, *moved, _agreement(facts, at, asked)]


def _steps_that_moved(facts: HistoryFacts, asked: ReportAnswer) -> list[Sentence]:
    """The chance of the belief after each step that moved it, where several did."""
    parts: list[Piece] = []
    for step in range(1, facts.now + 1):
        before, after = (facts.belief_at(k, asked.of, asked.about, asked.label) for k in (step - 1, step))
        if before is None or after is None or same(before[1].probability, after[1].probability):
            continue
        number = facts.ends("chance", "history", "steps", step, "beliefs", after[0], "probability")
        words = Given(facts.judgement.history.steps[step].words.rstrip("."))
        parts.append(told(number, " once ", words))
    return [sentence("step by step: ", listed(parts))] if len(parts) > 1 else []


def _agreement(facts: HistoryFacts, at: int, asked: ReportAnswer) -> Sentence:
    assert asked.belief is not None
    many = facts.ways(asked.belief.ways, "report", at, "belief", "ways")
    if asked.belief.ways == 1:
        return sentence("one way of playing makes this history")
    agree = "agree" if asked.belief.same else "differ"
    return sentence("the ", many, " that make this history ", agree, " on it")


def _gain(facts: HistoryFacts, at: int, asked: ReportAnswer) -> list[Sentence]:
    """What the first event of the comparison is worth to each type, and what wanting it tells."""
    if asked.compared is None or not asked.compared.ways:
        return [sentence("no way of playing that was found makes this history, so nothing follows from it")]
    worth = [
        told(
            facts.ends("worth", "report", at, "gains", place, "gain"), " to ", facts.noun(row.player, row.own)
        )
        for place, row in enumerate(asked.gains)
    ]
    first = sentence(
        "after this history it is worth ",
        listed(worth),
        " that ",
        facts.versus(0),
        " and not that ",
        facts.versus(1),
    )
    return [
        first,
        *_tells(facts, asked.compared, ("report", at, "compared")),
        *_elsewhere(facts),
    ]


def _elsewhere(facts: HistoryFacts) -> list[Sentence]:
    """The same comparison after the other histories of the case: what is true of one need not be of another."""
    said = []
    for at, other in enumerate(facts.judgement.also):
        if other.wants is None or not other.wants.ways:
            continue
        told_as = _tells(facts, other.wants, ("also", at, "wants"))
        said += [sentence(Given(other.name), ": ", str_lower(each)) for each in told_as]
    return said


def str_lower(given: Sentence) -> Sentence:
    """A sentence within another: its first letter small, without its full stop."""
    parts = list(given.parts)
    first, last = parts[0], parts[-1]
    if isinstance(first, Words):
        parts[0] = replace(first, text=first.text[:1].lower() + first.text[1:])
    last = parts[-1]
    if isinstance(last, Words):
        parts[-1] = replace(last, text=last.text.rstrip("."))
    return Sentence(tuple(parts))


def _tells(facts: HistoryFacts, given: Compared, path: tuple[str | int, ...]) -> list[Sentence]:
    """In how many ways of playing it speaks for which type, and in how many for none."""
    adversary = facts.judgement.about.adversary
    every = facts.ways(given.ways, *path, "ways")
    for label, many in given.more.items():
        if many == given.ways:
            return [sentence("in all ", every, " it is worth more to ", facts.noun(adversary, label))]
    if given.nothing == given.ways:
        return [sentence("in all ", every, " it is worth nothing to any type of him")]
    parts: list[Piece] = []
    for label, many in given.more.items():
        if many:
            parts.append(
                told(
                    "in ",
                    facts.count(*path, "more", label),
                    " it is worth more to ",
                    facts.noun(facts.judgement.about.adversary, label),
                )
            )
    if given.nothing:
        parts.append(told("in ", facts.count(*path, "nothing"), " it is worth nothing to any of them"))
    if given.alike > given.nothing:
        parts.append("in the others it is worth the same to both")
    if not parts:
        return []
    return [sentence("of ", facts.ways(given.ways, *path, "ways"), ", ", listed(parts))]


def _chance(facts: HistoryFacts, at: int, asked: ReportAnswer) -> list[Sentence]:
    """How likely the event is by type, and what it would tell."""
    by_type = [(place, row) for place, row in enumerate(asked.chances) if row.own]
    if asked.compared is None or not asked.compared.ways:
        return [sentence("no way of playing that was found comes to where this could happen")]
    numbers = [
        told(
            facts.ends("chance", "report", at, "chances", place, "chance"),
            " for ",
            facts.noun(facts.judgement.about.adversary, row.own),
        )
        for place, row in by_type
    ]
    first = sentence("the chance that ", Given(asked.words.rstrip(".")), " is ", listed(numbers))
    given, path = asked.compared, ("report", at, "compared")
    if given.alike == given.ways:
        where = "" if given.ways == 1 else told("in each of the ", facts.ways(given.ways, *path, "ways"), " ")
        return [
            first,
            sentence(where, "it is equally likely of all types: it would tell nothing of which he is"),
        ]
    for label, many in given.more.items():
        if many == given.ways:
            told_all = sentence(
                "in all ",
                facts.ways(given.ways, *path, "ways"),
                " it is more likely of ",
                facts.noun(facts.judgement.about.adversary, label),
            )
            return [first, told_all]
    parts: list[Piece] = [
        told(
            "in ",
            facts.count(*path, "more", label),
            " it is more likely of ",
            facts.noun(facts.judgement.about.adversary, label),
        )
        for label, many in given.more.items()
        if many
    ]
    if given.alike:
        parts.append(told("in ", facts.count(*path, "alike"), " equally likely of both"))
    return [first, sentence("of ", facts.ways(given.ways, *path, "ways"), ", ", listed(parts))]


def _signal(facts: HistoryFacts, at: int) -> list[Sentence]:
    """Both sentences: whether it moves a belief, whether it moves a value; and how often which type says it."""
    card = facts.judgement.signals[at]
    path = ("signals", at)
    many = len(card.ways)
    every = facts.number("length", *path, "ways")
    subject = _subject(facts, at)

    def in_ways(kind: str, number: int) -> Piece:
        if number == many:
            return "in every way of playing"
        if not number:
            return "in no way of playing"
        return told("in ", facts.count(*path, f"moves_{kind}"), " of ", every, " ways of playing")

    moves = sentence(
        subject, " moves a belief ", in_ways("belief", card.moves_belief), ", what somebody expects to get ",
        in_ways("value", card.moves_value), ", and what it is worth that ", facts.versus(0), " ", in_ways("gain", card.moves_gain),
    ) if facts.judgement.about.versus else sentence(
        subject, " moves a belief ", in_ways("belief", card.moves_belief), " and a value ", in_ways("value", card.moves_value)
    )  # fmt: skip
    return [moves, *_says(facts, at), *_although(facts, at)]


def _subject(facts: HistoryFacts, at: int) -> Sentence:
    card = facts.judgement.signals[at]
    says = [Given(each.words) for each in card.says]
    return told("whether it is ", says[0], " or ", says[-1]) if not card.mover else told(
        "whether ", facts.name(card.mover), " says ", says[0], " or ", says[-1]
    )  # fmt: skip


def _says(facts: HistoryFacts, at: int) -> list[Sentence]:
    """How often the first thing is said, by type of the adversary."""
    card, first = facts.judgement.signals[at], facts.judgement.signals[at].says[0]
    numbers = [
        told(
            facts.ends("chance", "signals", at, "says", 0, "shares", place, "share"),
            " for ",
            facts.noun(facts.judgement.about.adversary, row.own),
        )
        for place, row in enumerate(first.shares)
        if row.own
    ]
    typed = [row.share for row in first.shares if row.own]
    same_in_all = all(same(typed[0], other) for other in typed[1:])
    means = "; it says nothing of which of them he is" if same_in_all else ""
    return (
        [sentence("the chance of “", Given(first.words), "” is ", listed(numbers), means)]
        if card.says
        else []
    )


def _although(facts: HistoryFacts, at: int) -> list[Sentence]:
    """Whether the comparison is worth something to a type of him who says what he said."""
    card, wants = facts.judgement.signals[at], facts.judgement.history.wants
    if (
        card.mover != facts.judgement.about.adversary
        or wants is None
        or not wants.ways
        or card.after >= facts.now
    ):
        return []
    return [
        sentence(
            "in ", facts.count("history", "wants", "something"), " of the ", facts.ways(wants.ways, "history", "wants", "ways"),
            " in which he says what he said, it is worth something to a type of him that ", facts.versus(0), " and not that ", facts.versus(1),
        )
    ]  # fmt: skip


def turns(facts: HistoryFacts) -> list[Sentence]:
    """For each parameter that was moved: how many of the ways that were followed end, and where the first does."""
    said = []
    for at, card in enumerate(facts.judgement.thresholds):
        path = ("thresholds", at)
        span = told(
            Given(card.words),
            ", from ",
            facts.number("plain", *path, "start"),
            " to ",
            facts.number("plain", *path, "stop"),
            ": ",
        )
        every, one = facts.number("length", *path, "edges"), len(card.edges) == 1
        if card.nearest is None:
            lasts = (
                "the way of playing lasts"
                if one
                else told("all ", every, " ways of playing that were followed last")
            )
            said.append(sentence(span, lasts, _lost(facts, at)))
            continue
        edge = card.edges[card.nearest]
        who = facts.noun(edge.who, edge.own) if edge.own else facts.name(edge.who)
        many = told(facts.count(*path, "end"), " of ", every, " ways of playing that were followed ")
        end = "the way of playing ends" if one else told(many, "ends" if card.end == 1 else "end")
        turn = facts.number("fine", *path, "edges", card.nearest, "value")
        first = ", at " if card.end == 1 else ", the first at "
        then = told(": from there ", who, " ", Given(edge.act), " instead", hangs(edge))
        said.append(sentence(span, end, first, turn, then, _lost(facts, at)))
    return said


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
        "; that number is undetermined, since it hangs on how a tie at ", listed([told("“", Given(each), "”") for each in edge.ties]),
        " is settled, which decides nothing there",
    )  # fmt: skip


def replies(facts: HistoryFacts) -> list[Sentence]:
    """What is best at each set of the advised side along the history, in how many ways of playing."""
    said = []
    for at, each in enumerate(facts.judgement.decisions):
        who = facts.noun(each.player, each.own) if each.own else facts.name(each.player)
        best = [label for label, many in each.best.items() if many]
        after = (
            told(" after “", Given(facts.judgement.history.steps[each.step].words), "”")
            if each.step
            else told(" at the start")
        )
        where = told("" if each.reached else " (no way of playing comes there)")
        if each.same:
            said.append(sentence(who, after, where, ": ", Given(each.choices[best[0]])))
            continue
        parts: list[Piece] = [
            told(
                Given(each.choices[label]),
                " is a best answer in ",
                facts.count("decisions", at, "best", label),
            )
            for label in best
        ]
        tie = " (where two are, both are best)" if sum(each.best.values()) > each.ways else ""
        said.append(
            sentence(
                who,
                after,
                where,
                ": undetermined; of ",
                facts.ways(each.ways, "decisions", at, "ways"),
                ", ",
                listed(parts),
                tie,
            )
        )
    return said


def limits(facts: HistoryFacts) -> list[Sentence]:
    """How many ways of playing there are, at how many places they differ, and that there may be more."""
    judgement = facts.judgement
    many = len(judgement.ways)
    if many == 1:
        return [sentence("one way of playing was found, and it is not known that there is no other")]
    joints = len(judgement.joints)
    found = sentence(
        facts.number("length", "ways"),
        " ways of playing were found, each certified at every information set; they differ ",
        "at one place" if joints == 1 else told("at ", facts.number("length", "joints"), " places"),
        ", and every combination of what is done there is one"
        if judgement.combined
        else ", and not every combination of what is done there was found",
        ". It is not known that there are no more",
    )
    some = (
        sentence(facts.count("makers"), " of them make what was done happen")
        if judgement.makers < many
        else None
    )
    return [each for each in (found, some) if each is not None]
