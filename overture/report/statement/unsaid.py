"""What nobody has said yet: claims that are silent for it, one sentence by two sources, numbers without an owner."""

from __future__ import annotations

from collections.abc import Sequence

from overture.judgement.judgement import Unjudged
from overture.report.sentence import Facts, Given, Sentence, listed, sentence, told
from overture.report.words import within

NAMED = 3  # sources named at once
OWNER = "an owner"
# What a source must have before its claims weigh, as the JSON calls it -> in words.
MISSING = {"accuracy": "accuracy", "says_anyway": "chance of saying so anyway"}


def unsaid(facts: Facts) -> list[Sentence]:
    """What nobody has judged yet, and what moves nothing for it."""
    judgement = facts.judgement
    found = []
    if judgement.sources and not judgement.unjudged:
        found.append(sentence("every source with a claim that is linked to the game has been judged"))
    found += [each for each in (_silent(facts), _folded(facts), _nobody_knows(facts)) if each]
    return found


def lacking(missing: Sequence[str]) -> Sentence:
    """What keeps a claim silent: "the source's accuracy is not judged"."""
    if list(missing) == [OWNER]:
        return told("nobody is named who says so")
    lacks = [Given(MISSING.get(each, each)) for each in missing]
    return told("the source’s ", listed(lacks), " is" if len(lacks) == 1 else " are", " not judged")


def _silent(facts: Facts) -> Sentence:
    """Claims that are linked and silent, and what is missing for each source."""
    every = facts.judgement.unjudged
    if not every:
        return told()
    groups = _groups(every)
    count = told(facts.number("length", "unjudged"), " claim" if len(every) == 1 else " claims")
    silent = " is silent" if len(every) == 1 else " are silent"
    if len(groups) == 1:
        ((name, missing),) = groups
        of = told() if missing == (OWNER,) else told(" of ", Given(within(name)))
        return sentence(count, of, silent, ": ", lacking(missing))
    sources = told(
        facts.number("distinct", "unjudged.*.source"), _plural(len({each.source for each in every}))
    )
    if len(groups) > NAMED:
        return sentence(count, " of ", sources, silent, "; what is not judged stands with each of them")
    each = [told(Given(within(name)), " (", lacking(missing), ")") for name, missing in groups]
    return sentence(count, " of ", sources, silent, ": ", listed(each))


def _plural(many: int) -> str:
    return " source" if many == 1 else " sources"


def _groups(every: Sequence[Unjudged]) -> list[tuple[str, tuple[str, ...]]]:
    """(name of a source, what is missing of it), each once."""
    found = {(each.source, each.name, tuple(each.missing)): None for each in every}
    return [(name, missing) for _, name, missing in found]


def _folded(facts: Facts) -> Sentence:
    """Claims that count as copies, since their source may be another's: by the same sentence, or for a reason asked."""
    every = facts.judgement.folded
    if not every:
        return told()
    until = " until the sheet says that they are two men"
    if any(each.why for each in every):
        pairs = list(dict.fromkeys((each.source, each.kept_source) for each in every))
        both = [told(_pair(facts, *pair), " (as ", _owner(facts, pair[1]), ")") for pair in pairs[:NAMED]]
        more = f" and {len(pairs) - NAMED} more pairs" if len(pairs) > NAMED else ""
        return sentence(
            "what is said of one event counts once for ",
            listed(both, "; and for", "; for "),
            Given(more),
            until,
        )
    pairs = list(dict.fromkeys((each.source, each.kept_source) for each in every))
    number = facts.number("length", "folded")
    if len(pairs) > NAMED:
        return sentence(
            number, " claims are said in the same words by another source, and each counts once", until
        )
    if len(pairs) > 1:
        both = [told(_pair(facts, *pair), " (as ", _owner(facts, pair[1]), ")") for pair in pairs]
        return sentence(
            "the same sentence is said by ", listed(both, "; and by", "; by "), "; it counts once", until
        )
    (pair,) = pairs
    said = told(" say the same sentence; it counts once")
    if len(every) > 1:
        said = told(" say ", number, " sentences in the same words; each counts once")
    return sentence(_pair(facts, *pair), said, ", as ", _owner(facts, pair[1]), ",", until)


def _pair(facts: Facts, one: str, other: str) -> Sentence:
    return told(Given(_name(facts, one)), " and ", Given(_name(facts, other)))


def _owner(facts: Facts, source: str) -> Given:
    name = _name(facts, source)
    return Given(name + ("’" if name.endswith("s") else "’s"))


def _name(facts: Facts, source: str) -> str:
    return within(next((each.name for each in facts.judgement.sources if each.id == source), source))


def _nobody_knows(facts: Facts) -> Sentence:
    """Numbers of which it was not said who knows them."""
    names = [each.words or each.name for each in facts.judgement.parameters if each.asked]
    if not names:
        return told()
    return sentence(
        "not said who knows: ", listed([Given(name) for name in names]), _if_known(facts, len(names))
    )


def _if_known(facts: Facts, many: int) -> Sentence:
    """What the reply would be if what is taken as ours were a fact that the adversary knows."""
    rows = facts.judgement.asked
    knows = told(facts.adversary, " ", facts.verb(facts.judgement.about.adversary, "knows"))
    if not rows or any(each.turns for each in rows):
        return told(
            "; taken as ours"
            if not rows
            else "; taken as ours, and where it matters it is told with the answer"
        )
    return told(
        "; taken as ours, and if it were a fact that "
        if many == 1
        else "; taken as ours, and if one of them were a fact that ",
        knows,
        ", the reply would be the same",
    )
