"""How far the answers go: which ways of playing make what was done, where they differ, and what was not found."""

from __future__ import annotations

from overture.report.history.facts import HistoryFacts
from overture.report.sentence import Given, Sentence, listed, sentence, told

MEANING = (
    "a way of playing is an equilibrium: nobody could gain by doing something else anywhere; ",
    "how many ways or options there are of a kind is no probability",
)
MOST_NAMED = 6  # combinations that were not found are named


def limits(facts: HistoryFacts) -> list[Sentence]:
    """How many ways of playing there are, at which places they differ, and that there may be more."""
    judgement = facts.judgement
    if len(judgement.ways) == 1:
        only = sentence("one way of playing was found, and it is not known that there is no other")
        return [*makers(facts), only, sentence(*MEANING)]
    found = sentence(
        facts.number("length", "ways"),
        " ways of playing were found, each certified at every information set; they differ ",
        places(facts),
    )
    more = sentence("it is not known that there are no more")
    return [*makers(facts), found, *_combined(facts), *_together(facts), more, sentence(*MEANING)]


def places(facts: HistoryFacts) -> Sentence:
    """``at two places: A, where X returns; B, where Y comes``."""
    joints = facts.judgement.joints
    each = [
        told(Given(joint.name), ", ", where) if (where := place(joint.where)) else told(Given(joint.name))
        for joint in joints
    ]
    many = (
        told("at one place") if len(joints) == 1 else told("at ", facts.number("length", "joints"), " places")
    )
    return told(many, ": ", listed(each, last="; and", between="; "))


def place(where: list[str]) -> Sentence:
    """``where X refuses the first offer and letters are warm``; nothing where nothing is common to what is done there."""
    return told("where ", listed([Given(line) for line in where])) if where else told()


def _combined(facts: HistoryFacts) -> list[Sentence]:
    """Whether what is done at one place goes with whatever is done at the others, and which combinations are absent."""
    judgement = facts.judgement
    if len(judgement.joints) < 2:
        return []
    if not judgement.absent:
        return [sentence("every combination of options at these places is one of them")]
    named = [told("“", Given(each), "”") for each in judgement.absent[:MOST_NAMED]]
    like = "such as " if len(judgement.absent) > MOST_NAMED else ""
    return [
        sentence(
            "of ", facts.number("count", "combinations"), " combinations of options at these places not every one was found: absent are ",
            like, listed(named),
        )
    ]  # fmt: skip


def _together(facts: HistoryFacts) -> list[Sentence]:
    """What goes together within a place: how many pairs of things were looked for there, and how many no way has."""
    said = []
    for at, joint in enumerate(facts.judgement.joints):
        if joint.absent:
            said.append(
                sentence(
                    "at place ", Given(joint.name), " what is done at one information set goes with what is done at others: of ",
                    facts.number("spelled", "joints", at, "pairs"), " pairs of things that are done there, all of which were looked for, ",
                    facts.number("length", "joints", at, "absent"), " occur in no way of playing that was found; they are listed with the ways of playing",
                )
            )  # fmt: skip
    return said


def makers(facts: HistoryFacts) -> list[Sentence]:
    """With which options what was done happens, where not with all."""
    judgement = facts.judgement
    if not judgement.makers.many:
        none = "no way of playing that was found makes what was done happen: what is said of it rests on conventions"
        return [sentence(none)]
    step, path = judgement.history.steps[facts.now], ("history", "steps", facts.now)
    said = []
    if judgement.makers.at:
        can = told("what was done can happen ", facts.holding(judgement.makers, "makers"))
        said.append(sentence(can, ", and with the others it cannot"))
    if step.tied.many:
        ends = [facts.number("chance", *path, end) for end in ("tied_low", "tied_high")]
        hangs_on = ", on how a tie is settled that decides nothing, and is undetermined between "
        said.append(
            sentence(
                "how likely it is hangs, ", facts.holding(step.tied, *path, "tied"), hangs_on, ends[0], " and ", ends[1]
            )
        )  # fmt: skip
    return said
