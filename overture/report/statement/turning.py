"""What would turn the answer: another prior, all our judgements at once, and each alone."""

from __future__ import annotations

from overture.judgement.answers import LeverRow
from overture.report.sentence import Facts, Given, Number, Sentence, sentence, told
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


def _threshold(facts: Facts, path: str) -> Number:
    """The turning prior; where it is below 1 in 100 or above 99 in 100 with all the digits that it has."""
    value = facts.answers.own_prior_at_which_reply_turns or 0.0
    return facts.chance(path) if TAIL <= value <= 1 - TAIL else facts.number("fine", path)


def turning(facts: Facts) -> list[Sentence]:
    """The turning prior, beside the prior that is used."""
    answers = facts.answers
    if answers.best is None or not facts.live or answers.own_prior[0] <= 0:
        return []
    clause, own = facts.clause(facts.type_at(0)), facts.chance("answers.own_prior", 0)
    if answers.own_prior_at_which_reply_turns is None or answers.turns_to is None:
        taken = " was taken for the chance that "
        return [sentence("no prior of your own would turn the reply; here ", own, taken, clause)]
    path = "answers.own_prior_at_which_reply_turns"
    less = answers.own_prior_at_which_reply_turns < answers.own_prior[0]
    number = facts.give_or_take(_threshold(facts, path), "answers", "bootstrap_se", "turning_prior")
    blind = "answered blind, " if facts.tested else None
    other, best = facts.reply(answers.turns_to), facts.reply(answers.best)
    if answers.status in ("plain", "narrowly"):
        held = told(", before ", before_what(facts), ", you held it ", "less" if less else "more")
        return [
            sentence(
                blind, "you would ", other, " if", held, " likely than ", number, " that ", clause, "; here ", own,
                " was taken",
            )
        ]  # fmt: skip
    below, above = (other, best) if less else (best, other)
    return [
        sentence(
            blind, "with a prior below ", number, " that ", clause, " you would ", below, ", above it ", above, "; here ",
            own, " was taken",
        )
    ]  # fmt: skip


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
                "none of our own numbers has a range that reaches the reply, so they were not moved together"
            ),
            _unmoved(facts),
        ]
    blind = "answered blind, " if facts.tested else None
    change = (
        "the other reply would come out ahead" if facts.answers.status == CLOSE else "the reply would change"
    )
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


def _unmoved(facts: Facts) -> Sentence:
    """Our own prior, where it has no range and so was not moved."""
    flips = facts.answers.flips
    if flips is None or any(row.kind == "own prior" for row in flips.levers.values()) or len(facts.live) < 2:
        return told()
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
        return told("the weight of the class “", Given(row.words), "”")
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
