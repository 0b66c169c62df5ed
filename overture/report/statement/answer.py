"""What to answer: the reply with the belief it rests on, its margin, and what would turn it."""

from __future__ import annotations

from overture.judgement.answers import Answers, Observation
from overture.report.sentence import Facts, Given, Piece, Sentence, listed, sentence, told

CLOSE = "too close to call"
SAME = 0.005  # beliefs nearer than this are about as likely
FEW, FEWEST = (
    100,
    20,
)  # effective worlds: below the first it is said, below the second no range over worlds is told
NEARLY_ALL = 0.9  # share of the worlds from which it is not said


def headline(facts: Facts) -> Sentence:
    """The reply in two or three words, and how firmly it stands."""
    answers = facts.answers
    if answers.best is None:
        return sentence("there is nothing to answer")
    tests = _tests(facts)
    if tests:
        return tests
    best = facts.reply(answers.best)
    every = listed([facts.reply(label) for label in answers.value], "or")
    if answers.status == "narrowly":
        return sentence(best, ", narrowly")
    if answers.status == "exactly as good":
        return sentence(told(_tied(facts), ": exactly as good"))
    if answers.status == "as good but for trembles":
        return sentence(told(_tied(facts), ": as good but for trembles"))
    if answers.status == "rests on trembles":
        return sentence("which is better rests on trembles: ", every)
    if answers.status == "too close to call":
        return sentence("too close to call with ", facts.number("count", "about.worlds"), " worlds")
    return sentence(best)


def _tied(facts: Facts) -> Sentence:
    labels = [label for label in facts.answers.value if label in {facts.answers.best, *facts.answers.tied}]
    return listed([facts.reply(label) for label in labels], "or")


def _tests(facts: Facts) -> Sentence:
    """Where something is seen before the reply: what to answer after each."""
    test = facts.answers.observation_test
    if test is None or not facts.seen_first:
        return told()
    after: dict[tuple[tuple[str, ...], bool], list[Sentence]] = {}
    for name, row in test.rows.items():
        labels = tuple(row.tied) if len(row.tied) > 1 else (row.best,)
        after.setdefault((labels, row.status == CLOSE), []).append(facts.seen(name))
    parts = []
    for (labels, close), every in after.items():
        reply = listed([facts.reply(label) for label in labels], "or")
        when = told(" if ", listed(every, "or")) if len(after) > 1 else None
        parts.append(told(reply, when, " (too close to call)" if close else None))
    same = len({labels for labels, _ in after}) == 1
    return sentence(listed(parts, ", and" if same else ", but", ", "))


def answer(facts: Facts) -> list[Sentence]:
    """The answer with its belief and margin; then what bears on it at once."""
    answers = facts.answers
    if answers.best is None:
        return [nothing_to_answer(facts)]
    found = [
        *tested(facts),
        worths(facts),
        convention(facts),
        _status(facts),
        few(facts),
        weights_of_classes(facts),
        reads_us(facts),
    ]
    return [each for each in [*found, *asked(facts)] if each]


def nothing_to_answer(facts: Facts) -> Sentence:
    if facts.answers.belief_offer is None:
        reason = why_never(facts)
        return sentence("the offer cannot be made here", told(": ", Given(reason)) if reason else None)
    return sentence(
        facts.advised, " ", facts.verb(facts.judgement.about.advised, "has"), " no move after this offer"
    )


def why_never(facts: Facts) -> str:
    """The reason why the case's own offer is never made; empty where it is made, or none is given."""
    about = facts.judgement.about
    for row in facts.judgement.others:
        if (row.counterpart, row.offer) == (about.counterpart, about.choice) and row.reason:
            return row.reason.rstrip(".")
    return ""


def worths(facts: Facts, base: str = "answers") -> Sentence:
    """What each reply is worth, the margin, and the belief: never one without the others."""
    answers = facts.answers
    parts: list[Piece] = []
    for at, label in enumerate(answers.value):
        number = facts.give_or_take(facts.worth(base, "value", label, "V"), base, "bootstrap_se", "V", label)
        parts.append(told("to ", facts.reply(label), " is worth " if not at else " ", number))
    # The first words about it on the page: here it is said what a blind answer is.
    meaning = "that is with one reply, whatever is seen before it, " if facts.seen_first else None
    text = told(facts.blind, meaning, listed(parts, "and"))
    if answers.lead is not None and len(answers.value) > 1:
        margin = facts.give_or_take(facts.worth(base, "lead"), base, "bootstrap_se", "lead")
        text = told(text, ", a margin of ", margin)
    return sentence(text, ", ", at_belief(facts, base))


def convention(facts: Facts) -> Sentence:
    """Where nobody makes the offer, the belief at which it is answered is a convention, and that is said at once."""
    verdicts = facts.answers.verdict.values()
    if not verdicts or any(each.word != "convention" for each in verdicts):
        return told()
    before = "belief_given" if facts.answers.belief_given else "belief_now"
    return sentence(
        "that belief rests on a convention about who would tremble, since hardly anybody makes this offer in the game; "
        "before it, it was ", facts.chance("answers", before, 0),
    )  # fmt: skip


def at_belief(facts: Facts, base: str = "answers") -> Sentence:
    """``at a belief of 0.56 that he would cheat``; with three types every one."""
    answers = facts.answers if base == "answers" else None
    asked = answers.answer_asked if answers is not None else None
    if asked is not None and asked < 1 - 1e-9:
        return _at_answer(facts)
    where = (base, "belief_offer" if base != "answers" or not since(facts) else "belief_answer")
    if len(facts.live) == 2 and where[1] == "belief_offer":
        number = facts.give_or_take(facts.chance(*where, 0), base, "bootstrap_se", "belief_offer")
        return told("at a belief of ", number, " that ", facts.clause(facts.type_at(0)))
    live = facts.live[:1] if len(facts.live) == 2 else facts.live
    each = [told(facts.chance(*where, at), " that ", facts.clause(facts.type_at(at))) for at in live]
    return told("at beliefs of " if len(each) > 1 else "at a belief of ", listed(each))


def since(facts: Facts) -> bool:
    """Whether something was seen since the offer that moves the belief at which it is answered."""
    return facts.made and facts.apart


def _at_answer(facts: Facts) -> Sentence:
    """Where not every offer comes to an answer: the belief at which it is answered, beside that once it is made."""
    each = [
        told(facts.chance("answers", "belief_answer", at), " that ", facts.clause(facts.type_at(at)))
        for at in (facts.live[:1] if len(facts.live) == 2 else facts.live)
    ]
    return told(
        "at the belief that holds where you are asked to answer, which an offer comes to with a chance of ",
        facts.chance("answers.answer_asked"), ": ", listed(each),
    )  # fmt: skip


def _status(facts: Facts) -> Sentence:
    """Why no reply, or none firmly, is given."""
    answers = facts.answers
    if answers.status == "exactly as good":
        return sentence(
            "the two are exactly as good" if len(answers.value) == 2 else "these are exactly as good"
        )
    if answers.status == "as good but for trembles":
        return sentence(
            "what difference there is comes from trembles alone: without them these are exactly as good"
        )
    if answers.status == "rests on trembles":
        return sentence("without trembles another reply is best")
    if answers.status == "too close to call":
        return sentence("the margin is below two standard errors of the simulation")
    return told()


def tested(facts: Facts) -> list[Sentence]:
    """Where something is seen before the reply: belief and worth after each way it may turn out, and how surely."""
    test = facts.answers.observation_test
    if test is None or not facts.seen_first:
        return []
    return [_after_result(facts, name, row) for name, row in test.rows.items()]


def _after_result(facts: Facts, name: str, row: Observation) -> Sentence:
    path = ("answers", "observation_test", "rows", name)
    others = [label for label in row.V if label != row.best]
    every = [
        told("to ", facts.reply(label), " is worth " if not at else " ",
             facts.give_or_take(facts.worth(*path, "V", label), *path, "se_V", label))
        for at, label in enumerate([row.best, *others])
    ]  # fmt: skip
    firm = {
        "exactly as good": "these are exactly as good"
        if len(row.tied) > 2
        else "the two are exactly as good",
        "as good but for trembles": "what difference there is comes from trembles alone",
        "rests on trembles": "which is better rests on trembles",
        CLOSE: "the margin is below two standard errors",
        "narrowly": "a narrow lead",
    }.get(row.status or "")
    return sentence(
        "if ", facts.seen(name), " (chance ", facts.chance(*path, "chance"), "), the belief that ",
        facts.clause(facts.type_at(0)), " is ", facts.chance(*path, "belief_if_seen", 0), ", and ", listed(every),
        told("; ", firm) if firm else None,
    )  # fmt: skip


def weights_of_classes(facts: Facts) -> Sentence:
    """Whether which equilibrium is played decides the reply; where there is none, nothing."""
    how = facts.answers.simplex_reply
    if how is None or not stands(facts):
        return told()
    blind = facts.blind
    if how == "the same":
        reply = "the reply is the same" if facts.answers.status != CLOSE else "the same reply comes out ahead"
        more = (
            "; with more weight on those in which nobody makes it, it can change"
            if facts.answers.simplex_reply_all == "turns"
            else None
        )
        return sentence(
            blind, reply, " whatever the weights of the equilibria in which somebody makes the offer", more
        )
    if how == "the other":
        return sentence(
            blind, "in the equilibria in which somebody makes the offer another reply is best, whatever their weights; "
            "only the convention about the others brings this one ahead",
        )  # fmt: skip
    return sentence(
        blind, "which equilibrium is played decides: with other weights of those in which somebody makes the offer, "
        "another reply is best",
    )  # fmt: skip


def stands(facts: Facts) -> bool:
    """Whether one reply is ahead at all: where they are as good, or trembles decide, nothing can turn it."""
    return facts.answers.status in ("plain", "narrowly", CLOSE)


def few(facts: Facts) -> Sentence:
    """How many worlds bear on it, where they are few."""
    effective = facts.answers.effective_worlds_after_offer
    worlds = facts.judgement.about.worlds
    if effective is None or worlds < 2 or effective >= min(FEW, NEARLY_ALL * worlds) or not facts.drawn:
        return told()
    number = facts.number("count", "answers.effective_worlds_after_offer")
    more = "" if effective >= FEWEST else "; too few for a range over worlds"
    return sentence("few worlds bear on this: after the offer they count as ", number, " equal ones", more)


def reads_us(facts: Facts) -> Sentence:
    """Only where it turns the reply does it stand beside it."""
    given = facts.judgement.reads_us
    if given is None or given.best is None or given.best == facts.answers.best:
        return told()
    return if_he_reads_us(facts)


def if_he_reads_us(facts: Facts) -> Sentence:
    """One line: his picture of us fixed at our own centre."""
    given = facts.judgement.reads_us
    if given is None:
        return told()
    about = facts.judgement.about
    worlds = facts.number("count", "reads_us.worlds")
    start = told(
        facts.blind, "if ", facts.adversary, " ", facts.verb(about.adversary, "reads"), " us exactly right (", worlds,
        " world)" if given.worlds == 1 else " worlds drawn for this question)",
    )  # fmt: skip
    if given.best is None or given.belief is None:
        return sentence(start, ", the offer is never made")
    if given.convention:
        turns = "the same" if given.best == facts.answers.best else "another"
        best = told(
            "; what it tells is a convention, and the reply is ", turns, ": to ", facts.reply(given.best)
        )
        return sentence(start, ", nobody makes the offer without trembling", best)
    path = ("reads_us", "V", given.best)
    same = given.best == facts.answers.best
    ratio = told("the ratio of the offer is ", facts.ratio("reads_us.factor"), ", ") if given.factor else None
    return sentence(
        start, ", ", ratio, "the belief that ", facts.clause(facts.type_at(0)), " is ",
        facts.chance("reads_us.belief"), ", and the reply is ", "the same" if same else "another", ": to ",
        facts.reply(given.best), " (worth ", facts.worth(*path), _against(facts, given.best), ")",
    )  # fmt: skip


def _against(facts: Facts, best: str) -> Sentence:
    given = facts.judgement.reads_us
    others = [label for label in (given.V if given else {}) if label != best]
    if not others:
        return told()
    every = [told("to ", facts.reply(label), " ", facts.worth("reads_us", "V", label)) for label in others]
    return told("; ", listed(every))


def asked(facts: Facts) -> list[Sentence]:
    """Parameters of which it was not said who knows them, where that turns the reply."""
    found = []
    for at, each in enumerate(facts.judgement.asked):
        if each.turns:
            value = facts.worth("asked", at, "V", each.best)
            found.append(
                sentence(
                    "not said who knows: ", Given(each.words or each.name), "; ", facts.blind, "if it is a fact that ",
                    facts.adversary, " ", facts.verb(facts.judgement.about.adversary, "knows"), " the reply turns, to ",
                    facts.reply(each.best), " (worth ", value, ")",
                )
            )  # fmt: skip
    return found


def scenarios(facts: Facts) -> list[Sentence]:
    """How often each reply is best over draws of our own numbers; nothing with one world."""
    given, answers = facts.answers.own_scenarios, facts.answers
    if given is None or facts.judgement.about.own_draws < 2 or not facts.drawn:
        return []
    path = ("answers", "own_scenarios")
    each = [
        told("to ", facts.reply(label), " is best in ", facts.share(*path, "best", label))
        for label in given.best
    ]
    error = (
        told("; the standard error of these shares is ", facts.share(*path, "se"))
        if given.se > 0.005
        else None
    )
    return [
        sentence(
            facts.blind, "over ", facts.number("count", "about.own_draws"),
            " draws of our own numbers, each with its own prior, payoffs and plan, ", listed(each),
            " of them; in ", facts.share(*path, "tied"), " two are as good", error,
        ),
        _spread(facts, answers),
    ]  # fmt: skip


def _spread(facts: Facts, answers: Answers) -> Sentence:
    """Middle nine tenths of belief and lead over own draws."""
    given = answers.own_scenarios
    if given is None or answers.best is None:
        return told()
    path = ("answers", "own_scenarios")
    lead = given.lead_5_50_95
    return sentence(
        "the middle nine tenths of these draws have a belief ", facts.if_made, " of ",
        facts.span("chance", *path, "belief_5_95"), " that ", facts.clause(facts.type_at(0)), ", and a lead of the reply of ",
        facts.worth(*path, "lead_5_50_95", 0), " to ", facts.worth(*path, "lead_5_50_95", 2),
        told(" (median ", facts.worth(*path, "lead_5_50_95", 1), ")") if lead[0] != lead[2] else None,
    )  # fmt: skip
