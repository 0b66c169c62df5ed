"""What the game answers to a sentence of the report."""

from __future__ import annotations

from dataclasses import replace

from overture.judgement.history.judgement import Compared, HistoryCard, ReportAnswer
from overture.report.history.facts import OBSERVER, HistoryFacts, same
from overture.report.history.first.signal import signal
from overture.report.sentence import Given, Piece, Sentence, Words, listed, sentence, told

Path = tuple[str | int, ...]


def answered(facts: HistoryFacts, at: int, asked: ReportAnswer) -> list[Sentence]:
    """The sentences that answer one sentence of the report."""
    if asked.answer == "belief":
        return _belief(facts, at, asked)
    if asked.answer == "gain":
        return _gain(facts)
    if asked.answer == "chance":
        return _chance(facts, at, asked)
    if asked.answer == "signal" and asked.signal is not None:
        return [*signal(facts, asked.signal), *_barred(facts, at, asked)]
    return [sentence("not answered here: ", Given(asked.why[:1].lower() + asked.why[1:].rstrip(".")))]


# -- beliefs ------------------------------------------------------------------------------------------


def _belief(facts: HistoryFacts, at: int, asked: ReportAnswer) -> list[Sentence]:
    """The belief when it first is one and after what was done, the steps that moved it, and whether all ways agree."""
    if asked.belief is None or asked.before is None:
        return [
            sentence(
                "after what was done ",
                facts.name(asked.about),
                " has no type yet of which anything could be believed",
            )
        ]
    who: Piece = "we" if asked.of == OBSERVER else facts.name(asked.of)
    see = "see" if asked.of == OBSERVER else facts.verb(asked.of, "sees")
    if asked.belief.low is None:
        return [
            sentence(
                "no way of playing that was found makes what ",
                who,
                " ",
                see,
                " of it happen, so nothing follows",
            )
        ]
    apart = _apart(facts, asked)
    if apart is not None:
        return [apart]
    that = told("that ", facts.name(asked.about), " is ", facts.adjective(asked.about, asked.label))
    believes = "believe" if asked.of == OBSERVER else facts.verb(asked.of, "believes")
    words = Given(facts.judgement.history.steps[asked.since].words)
    start, now = facts.ends("chance", "report", at, "before"), facts.chance_of("report", at, "belief")
    when = told("at the start") if not asked.since else told("once ", words)
    moved, unmoved = _steps_that_moved(facts, asked), same(asked.before, asked.belief)
    if unmoved and not moved:
        number = facts.ends("chance", "report", at, "belief")
        assumed = ", which is the chance that was assumed" if not asked.since else told(", as ", when)
        first = sentence("what was done moves nothing here: the chance ", that, " is ", number, assumed)
    else:
        was = told(", as ", when) if unmoved else told("; ", when, " it was ", start)
        first = sentence(
            "after all that was done ", who, " ", believes, " with a chance of ", now, " ", that, was
        )
    agree = " agree" if asked.belief.same else " differ"
    if asked.seen is not None and asked.seen.at:
        which = facts.holding(asked.seen, "report", at, "seen")
        last = sentence(
            "the ways of playing that make what ",
            who,
            " ",
            see,
            " of it happen, ",
            which,
            ",",
            agree,
            " on it",
        )
    else:
        last = sentence("all ", facts.all_ways, agree, " on it")
    step_by_step = [sentence("step by step: ", listed(moved))] if len(moved) > 1 else []
    return [first, *step_by_step, *([last] if asked.belief.ways > 1 else [])]


def _apart(facts: HistoryFacts, asked: ReportAnswer) -> Sentence | None:
    """What the believer believes by what he knows himself, where that is not the same."""
    found = facts.judgement.history.steps[facts.now].belief(asked.of, asked.about, asked.label)
    if found is None or not found[1].over:
        return None
    at, belief = found
    that = told("that ", facts.name(asked.about), " is ", facts.adjective(asked.about, asked.label))
    mean = told(
        "; the mean over these is ",
        facts.ends("chance", "history", "steps", facts.now, "beliefs", at, "probability"),
    )
    who: Piece = "we" if asked.of == OBSERVER else facts.name(asked.of)
    believe = "believe" if asked.of == OBSERVER else facts.verb(asked.of, "believes")
    knows = (
        "we know" if asked.of == OBSERVER else told(facts.name(asked.of), " ", facts.verb(asked.of, "knows"))
    )
    return sentence(
        "what ",
        who,
        " ",
        believe,
        " hangs on what ",
        knows,
        " beside the steps: the chance ",
        that,
        " is ",
        facts.apart(facts.now, at, belief),
        mean,
    )


def _steps_that_moved(facts: HistoryFacts, asked: ReportAnswer) -> list[Piece]:
    """The chance of the belief after each step that moved it."""
    parts: list[Piece] = []
    for step in range(1, facts.now + 1):
        before, after = (
            facts.judgement.history.steps[k].belief(asked.of, asked.about, asked.label)
            for k in (step - 1, step)
        )
        if before is None or after is None or same(before[1].probability, after[1].probability):
            continue
        number = facts.ends("chance", "history", "steps", step, "beliefs", after[0], "probability")
        words = Given(facts.judgement.history.steps[step].words.rstrip("."))
        parts.append(told(number, " once ", words))
    return parts


# -- gains --------------------------------------------------------------------------------------------


def _gain(facts: HistoryFacts) -> list[Sentence]:
    """What the first event of the comparison is worth to each type after each history, and to whom it is worth more."""
    judgement = facts.judgement
    card = judgement.history
    if card.wants is None or not card.wants.ways:
        return [sentence("no way of playing that was found makes this history, so nothing follows from it")]
    when = told("after this history") if card.asked == facts.now else told(
        "before “", Given(card.steps[card.asked + 1].words), "”"
    )  # fmt: skip
    first = sentence(
        when, " it is worth ", _worth(facts, card, ("history",)), ", in units of the payoffs, that ", facts.versus(0), " and not that ",
        facts.versus(1),
    )  # fmt: skip
    said = [first, *_tells(facts, card.wants, ("history", "wants"))]
    for at, other in enumerate(judgement.also):
        if other.wants is not None and other.wants.ways:
            path = ("also", at)
            inner = [_within(each) for each in _tells(facts, other.wants, (*path, "wants"))]
            told_as = told("; ", inner[0]) if inner else told()
            said.append(sentence(Given(other.name), ": ", _worth(facts, other, path), told_as))
    return said


def _worth(facts: HistoryFacts, card: HistoryCard, path: Path) -> Sentence:
    """``0 to 0.025 to a keeper and 0 to 0.72 to an exploiter``."""
    adversary = facts.judgement.about.adversary
    return listed(
        [
            told(
                facts.ends("worth", *path, "steps", card.asked, "gains", at, "gain"),
                " to ",
                facts.noun(adversary, row.own),
            )
            for at, row in enumerate(card.steps[card.asked].gains)
            if row.player == adversary and row.own
        ]
    )


def _within(given: Sentence) -> Sentence:
    """A sentence within another: its first letter small, without its full stop."""
    parts = list(given.parts)
    if isinstance(parts[0], Words):
        parts[0] = replace(parts[0], text=parts[0].text[:1].lower() + parts[0].text[1:])
    last = parts[-1]
    if isinstance(last, Words):
        parts[-1] = replace(last, text=last.text.rstrip("."))
    return Sentence(tuple(parts))


def _tells(facts: HistoryFacts, given: Compared, path: Path) -> list[Sentence]:
    """With how many options it is worth more to which type, and with how many nothing to any."""
    if given.nothing == given.of:
        return []
    parts = _more(
        facts,
        given,
        path,
        "it is worth more to ",
        "it is worth nothing to any of his types",
        "it is worth the same to all",
    )
    return [_of_options(facts, given, path, parts)]


def _of_options(facts: HistoryFacts, given: Compared, path: Path, parts: list[Piece]) -> Sentence:
    """``Of three options at place C, with two ... and with one ...``."""
    if not given.at:
        return sentence(*parts)
    return sentence("of ", facts.options(given.at, given.of, *path, "of"), ", ", listed(parts))


def _more(
    facts: HistoryFacts, given: Compared, path: Path, more: str, nothing: str, equal: str
) -> list[Piece]:
    """``with two it is worth more to an exploiter``, and the like for those with which it is not."""
    adversary = facts.judgement.about.adversary

    def where(many: int, *key: str) -> Sentence:
        if given.at:
            return told("with ", facts.count(*path, *key), " ")
        return told() if given.ways == 1 else told(facts.everywhere(given.ways, *path, "ways"), " ")

    parts: list[Piece] = [
        told(where(many, "more", label), more, facts.noun(adversary, label))
        for label, many in given.more.items()
        if many
    ]
    if given.equal:
        parts.append(told(where(given.equal, "equal"), equal))
    if given.nothing:
        parts.append(told(where(given.nothing, "nothing"), nothing))
    parts += [
        told(where(many, "only", label), "of his types only ", facts.noun(adversary, label), " comes there")
        for label, many in given.only.items()
        if many
    ]
    return parts


def happening(asked: ReportAnswer) -> tuple[Given, str]:
    """What may happen, in the words of the case: as the subject of a sentence, closed by a comma where it holds one."""
    words = asked.words.rstrip(".")
    return Given(words), "," if "," in words else ""


# -- chances ------------------------------------------------------------------------------------------


def _chance(facts: HistoryFacts, at: int, asked: ReportAnswer) -> list[Sentence]:
    """How likely the event is by type and over all, and which type makes it more likely with how many options."""
    if asked.compared is None or not asked.compared.ways:
        return [sentence("no way of playing that was found comes to where this could happen")]
    adversary, path = facts.judgement.about.adversary, ("report", at)
    numbers = [
        told(facts.ends("chance", *path, "chances", place, "chance"), " for ", facts.noun(adversary, row.own))
        for place, row in enumerate(asked.chances)
        if row.own
    ]
    over_all = [
        told(
            ", and ",
            facts.number("chance", *path, "chances", place, "chance", "all"),
            " over all types and ways",
        )
        for place, row in enumerate(asked.chances)
        if not row.own and row.chance.all is not None
    ]
    start = "not after what was done, but on another history: " if asked.elsewhere else ""
    first = sentence(start, "the chance that ", *happening(asked), " is ", listed(numbers), *over_all)
    parts = _likelier(facts, asked.compared, (*path, "compared"))
    compared = _of_options(facts, asked.compared, (*path, "compared"), parts)
    return [first, compared, *([] if asked.elsewhere else _barred(facts, at, asked))]


def _barred(facts: HistoryFacts, at: int, asked: ReportAnswer) -> list[Sentence]:
    """With how many of the options of which the answer speaks what was done cannot happen."""
    if not asked.barred.many or not facts.judgement.makers.many:
        return []
    return [sentence(facts.holding(asked.barred, "report", at, "barred"), " what was done cannot happen")]


def _likelier(facts: HistoryFacts, given: Compared, path: Path) -> list[Piece]:
    same_for_all = "it is equally likely of all his types and tells nothing of which he is"
    return _more(
        facts,
        given,
        path,
        "it is more likely of ",
        "it never happens, so that it tells nothing certain",
        same_for_all,
    )
