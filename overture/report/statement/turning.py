"""What would turn the answer: another prior, all our judgements at once, and each alone."""

from __future__ import annotations

from overture.judgement.answers import Answers, LeverRow, Observation
from overture.report.sentence import Facts, Given, Piece, Sentence, listed, sentence, told
from overture.report.sentence.facts import EQUAL
from overture.report.sentence.path import joined
from overture.report.statement.answer import CLOSE, stands

RATES = {
    "access": "the access of {}",
    "accuracy": "the accuracy of {}",
    "says_anyway": "how readily it would be said anyway by {}",
    "blur": "how much the words of {} blur two types",
    "control": "the chance that {} is controlled",
    "shading": "how far {} shades what it says",
}

TAIL = 0.01  # chances nearer than this to 0 and 1 have no word

# Kinds of levers that are judgements of our own: those that joint fragility moves together.
FLOOR = "the share of acts that are never played"  # words of a lever that is no judgement of ours
OWN = ("own prior", "own number", "source")


def turning(facts: Facts) -> list[Sentence]:
    """The turning prior, beside the prior that is used; where something is seen before the reply, after each result."""
    answers = facts.answers
    if answers.best is None or not facts.live or answers.own_prior[0] <= 0:
        return []
    test = answers.observation_test
    found = []
    if facts.seen_first and test is not None:
        for name, row in test.rows.items():
            path = joined("answers", "observation_test", "rows", name)
            found.append(_turn(facts, row, path, told("if ", facts.seen(name), ", ")))
    return [*found, _turn(facts, answers, "answers", told(facts.blind))]


def _turn(facts: Facts, part: Answers | Observation, path: str, start: Sentence) -> Sentence:
    """Where one answer turns; ``path``: where that answer stands."""
    clause, own = facts.clause(facts.type_at(0)), facts.chance("answers.own_prior", 0)
    prior, to, best = part.own_prior_at_which_reply_turns, part.turns_to, part.best
    if prior is None or to is None or best is None:
        words = " was taken for the chance that "
        return sentence(start, "no prior of your own would turn the reply; here ", own, words, clause)
    taken = facts.answers.own_prior[0]
    less = prior < taken if part.turns_if_held is None else part.turns_if_held == "less"
    where = f"{path}.own_prior_at_which_reply_turns"
    value = facts.chance(where) if TAIL <= prior <= 1 - TAIL else facts.number("fine", where)
    number: Piece = facts.give_or_take(value, path, "bootstrap_se", "turning_prior")
    other = facts.reply(to)
    if part.status in ("plain", "narrowly"):
        held = told(", before ", before_what(facts), ", you held it ", "less" if less else "more")
        return sentence(
            start, "you would ", other, " if", held, " likely than ", number, " that ", clause, "; here ", own, " was taken",
        )  # fmt: skip
    # Replies that are as good up to there; where they cross here, the best one stands for its own side.
    here = abs(prior - taken) <= EQUAL
    rest = listed(
        [facts.reply(label) for label in ([best] if here or len(part.tied) < 2 else part.tied)], "or"
    )
    below, above = (told(other), rest) if less else (rest, told(other))
    return sentence(
        start, "with a prior below ", number, " that ", clause, " you would ", below, ", above it ", above, "; here ", own,
        " was taken",
    )  # fmt: skip


def before_what(facts: Facts) -> str:
    """``the report``: what the prior comes before."""
    papers = len(facts.judgement.documents)
    done = any(act.kind == "done" for act in facts.judgement.acts)
    if papers:
        return "the report" if papers == 1 else "the reports"
    if done:
        return "all that was done and said" if facts.judgement.sources else "all that was done"
    return "all that was said" if facts.judgement.sources else "the offer"


def fragile(facts: Facts) -> list[Sentence]:
    """All judgements at once, and each alone: the two always stand together, and only where a reply is ahead."""
    return [*_after_results(facts), *_blind(facts)]


def _blind(facts: Facts) -> list[Sentence]:
    flips = facts.answers.flips
    if flips is None or not stands(facts):
        return []
    if not flips.levers:
        others = {*facts.answers.classes, FLOOR}
        if any(words not in others for words in flips.idle):
            return [sentence("no judgement that has a range moves the margin, so none was moved")]
        return [sentence("none of our judgements has a range, so none was moved")]
    if not any(row.kind in OWN for row in flips.levers.values()):
        return [
            sentence(
                facts.blind,
                "none of our own numbers has a range that reaches the reply, so they were not moved together",
            ),
            _unmoved(facts),
        ]
    blind = facts.blind
    ahead = f"{'the other' if len(facts.answers.value) == 2 else 'another'} reply would come out ahead"
    change = ahead if facts.answers.status == CLOSE else "the reply would change"
    way = "of the way to the edges of their ranges at once, all in the wrong direction, "
    if flips.joint_fragility is None:
        joint = sentence(
            blind, "if all our own judgements moved to the edges of their ranges at once, all in the wrong direction, ",
            change.replace("would", "would still not"),
        )  # fmt: skip
    else:
        share = facts.share("answers.flips.joint_fragility")
        joint = sentence(blind, "if all our own judgements moved ", share, f" {way}{change}")
    return [joint, alone(facts), _unmoved(facts), _centre(facts)]


def _after_results(facts: Facts) -> list[Sentence]:
    """All judgements at once, after each result of what is seen before the reply."""
    test = facts.answers.observation_test
    if test is None or not facts.seen_first:
        return []
    found = []
    for name, row in test.rows.items():
        if row.joint_fragility is None or row.status not in ("plain", "narrowly", CLOSE):
            continue
        share = facts.share("answers", "observation_test", "rows", name, "joint_fragility")
        found.append(
            sentence(
                "if ", facts.seen(name), ", all our own judgements moved ", share,
                " of the way to the edges of their ranges at once, all in the wrong direction, would change the reply",
            )
        )  # fmt: skip
    return found


def _unmoved(facts: Facts) -> Sentence:
    """Our own prior, where it has no range and so was not moved."""
    flips = facts.answers.flips
    if flips is None or any(row.kind == "own prior" for row in flips.levers.values()) or len(facts.live) < 2:
        return told()
    if flips.own_prior == "idle":
        return sentence("our own prior, moved alone, moves nothing")
    return sentence("our own prior has no range here, and was not moved")


def alone(facts: Facts) -> Sentence:
    """The nearest single judgement that turns the reply."""
    flips = facts.answers.flips
    if flips is None:
        return told()
    near = [
        (row.share_of_way_to_edge, name)
        for name, row in flips.levers.items()
        if row.kind in OWN and row.share_of_way_to_edge is not None and row.share_of_way_to_edge <= 1
    ]
    if not near:
        return sentence("none of them, moved alone, turns it within its range")
    _, name = min(near)
    return sentence(
        "of them, moved alone, the nearest to turning it is ", lever(facts, flips.levers[name]), ", ",
        facts.share("answers.flips.levers", name, "share_of_way_to_edge"), " of the way",
    )  # fmt: skip


def lever(facts: Facts, row: LeverRow) -> Sentence:
    """A judgement in words: "our own prior", "the accuracy of the insider", "the weight of the class “separating”"."""
    if row.kind == "own prior":
        return (
            told("our own prior") if row.name == "own prior" else told(Given(row.words), " (our own prior)")
        )
    if row.kind == "class":
        return told("the weight of the class “", facts.kind(row.words), "”")
    if row.kind == "source" and row.source:
        before, _, after = RATES.get(row.words, f"the {row.words} of {{}}").partition("{}")
        topic = (" on the topic “", Given(row.topic), "”") if row.topic else ()
        return told(before, facts.source(row.source), after, *topic)
    return told("the floor on trembles") if row.kind == "floor" else told(Given(row.words))


def _centre(facts: Facts) -> Sentence:
    flips = facts.answers.flips
    if flips is None or not flips.centre_differs:
        return told()
    return sentence(
        "with our own numbers at their centre the margin is ", facts.number("size", "answers.flips.lead"),
        ", from which these shares are measured",
    )  # fmt: skip
