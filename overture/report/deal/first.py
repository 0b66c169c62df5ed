"""The first screen of the page of terms: what to offer, why it holds, what breaks it, what else can be had."""

from __future__ import annotations

from dataclasses import dataclass

from overture.judgement.deal.proposal import Constraint, Proposal
from overture.report.deal.facts import GOALS, DealFacts, Path
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told


@dataclass(frozen=True)
class DealItem:
    """A point of the first screen."""

    id: str
    heading: str
    sentences: list[Sentence]


def items(facts: DealFacts) -> list[DealItem]:
    """The points in their order; one that has nothing to say is left out."""
    made = [
        DealItem("offer", "What to offer", offer(facts)),
        DealItem("why", "Why it holds", why(facts)),
        DealItem("breaks", "What would break it", breaks(facts)),
        DealItem("refuses", "If he refuses", refuses(facts)),
        DealItem("now", "The terms as offered", now(facts)),
    ]
    return [each for each in made if each.sentences]


def lead(facts: DealFacts) -> tuple[int, Proposal] | None:
    """The proposal that the page leads with: the best for us that all sign, else the best of any."""
    proposals = list(enumerate(facts.judgement.proposals))
    for both in (True, False):
        for at, each in proposals:
            if each.goal == "best for us" and each.both == both:
                return at, each
    return proposals[0] if proposals else None


def offer(facts: DealFacts) -> list[Sentence]:
    """The best terms for us, how robustly they hold, and what they are worth."""
    about, found = facts.judgement.about, lead(facts)
    demand = told(
        "broken with a chance of at most ", facts.number("plain", "about.most"), " in every equilibrium, and in at least ",
        facts.share("about.share"), " of the worlds",
    )  # fmt: skip
    if found is None:
        return [sentence("no terms within the stated ranges meet the demand: ", demand), *unmet(facts)]
    at, best = found
    path: Path = ("proposals", at)
    said = [
        sentence(facts.terms(best.terms, (*path, "terms"), changed=True), facts.signs(best)),
        sentence(
            "these terms hold in every equilibrium in ", facts.of_worlds(*path, "shares", "robust"), ", and in ",
            facts.share(*path, "fresh", "robust"), " of as many as ", facts.number("count", *path, "fresh", "worlds"),
            " fresh ones that played no part in the search",
        ),
        sentence(
            "at the middle of all ranges they are worth ", facts.worth(*path, "centre", "us"), " to us",
            _less_cost(facts, path, best), ", and ", facts.worth(*path, "centre", "theirs"), " to ", facts.them,
            " before anybody knows what he is",
        ),
    ]  # fmt: skip
    if about.margin > 0:
        said.append(
            sentence(
                "with a margin of ", facts.number("plain", "about.margin"), " on every strict condition they hold in ",
                facts.of_worlds(*path, "margin", "robust"),
            )
        )  # fmt: skip
    said += _ends(facts, best, path)
    return said


def _less_cost(facts: DealFacts, path: Path, best: Proposal) -> Piece:
    if not best.centre.cost:
        return None
    return told(
        ", ", facts.worth(*path, "centre", "net"), " less what the clauses cost (", facts.worth(*path, "centre", "cost"), ")"
    )  # fmt: skip


def _ends(facts: DealFacts, best: Proposal, path: Path) -> list[Sentence]:
    """Clauses at an end of their stated range: the range decides there, and not the game."""
    at_end = [facts.words(each.clause) for each in best.breaks if each.end is not None]
    if not at_end:
        return []
    verb = " stands" if len(at_end) == 1 else " stand"
    return [sentence(listed(at_end), verb, " at an end of the stated range: a wider range might give more")]


def unmet(facts: DealFacts) -> list[Sentence]:
    """The least that can be had where a demand cannot be met."""
    said = []
    for at, each in enumerate(facts.judgement.unmet):
        path: Path = ("unmet", at)
        who = "with all types signing" if each.both else "with one type staying out or not"
        said.append(
            sentence(
                who, " the demand ", Given(each.demand), " cannot be met: the least is ",
                facts.number("fine", *path, "least"), ", missed by ", facts.number("fine", *path, "missed"), ", with ",
                facts.terms(each.terms, (*path, "terms"), changed=True), "; what binds is ", Given(each.binds),
            )
        )  # fmt: skip
    return said


def why(facts: DealFacts) -> list[Sentence]:
    """The nearest constraint and our own threat."""
    found = lead(facts)
    if found is None:
        return []
    at, best = found
    path: Path = ("proposals", at)
    said = []
    free = [(k, each) for k, each in enumerate(best.constraints) if not each.binds]
    binding = [(k, each) for k, each in enumerate(best.constraints) if each.binds]
    if binding:
        said.append(
            sentence(
                "no slack is left where ",
                listed(_choice(facts, each) for _, each in binding),
                ": these choices are as good as what is played, as they must be where play is mixed",
            )
        )
    if free:
        k, nearest = min(free, key=lambda pair: pair[1].slack)
        said.append(
            sentence(
                "the nearest other choice is that ", _choice(facts, nearest), ", which would lose ",
                facts.worth(*path, "constraints", k, "slack"),
            )
        )  # fmt: skip
    return [*said, *threat(facts, best, path)]


def _choice(facts: DealFacts, each: Constraint) -> Sentence:
    """``the leader, an exploiter, chooses cheat``."""
    seen = told(" after ", Given(each.seen)) if each.seen else None
    return told(
        facts.name(each.player), seen, " chooses ", Given(f"“{each.choice}”"), " at ", Given(each.set)
    )


def threat(facts: DealFacts, best: Proposal, path: Path) -> list[Sentence]:
    """Whether we would carry out our threat, with the belief."""
    given = best.threat
    if given is None:
        return []
    here = (*path, "threat")
    said = []
    if given.belief is not None and given.needed is not None:
        held = "carry it out" if given.belief >= given.needed - 1e-9 else "hold"
        said.append(
            sentence(
                "at ", Given(given.set), " you would think a breach ", facts.number("fine", *here, "belief"),
                " likely and need ", facts.number("fine", *here, "needed"), ": you would ", held,
            )
        )  # fmt: skip
    if given.regret > 1e-9:
        said.append(
            sentence(
                "if nobody broke the deal, carrying the threat out there would cost us ", facts.worth(*here, "regret"),
                ": an alarm would be false, which is why some breaches remain",
            )
        )  # fmt: skip
    return said


def breaks(facts: DealFacts) -> list[Sentence]:
    """For each clause where the terms cease to hold, the others held."""
    found = lead(facts)
    if found is None:
        return []
    at, best = found
    said = []
    for row, each in enumerate(best.breaks):
        card = facts.clause[each.clause]
        holds = [k for k, part in enumerate(each.stretches) if part.holds]
        if not each.stretches or card.choices or len(holds) == len(each.stretches):
            continue
        parts = [
            told(
                facts.number("fine", "proposals", at, "breaks", row, "stretches", k, "low"), " to ",
                facts.number("fine", "proposals", at, "breaks", row, "stretches", k, "high"),
            )
            for k in holds
        ]  # fmt: skip
        said.append(sentence(facts.words(each.clause), " holds from ", listed(parts, "or from", ", from ")))
    if said:
        said.insert(0, sentence("the other clauses held, at the middle of all ranges"))
    return said


def refuses(facts: DealFacts) -> list[Sentence]:
    """What else would hold: the other proposals, cheapest first, and the outside options."""
    found = lead(facts)
    said = []
    for at, each in enumerate(facts.judgement.proposals):
        if found is not None and at == found[0]:
            continue
        if found is not None and each.terms == found[1].terms:
            continue
        path: Path = ("proposals", at)
        said.append(
            sentence(
                GOALS[each.goal], ": ", facts.terms(each.terms, (*path, "terms"), changed=True), facts.signs(each),
                " (worth ", facts.worth(*path, "centre", "net"), " to us less cost, ", facts.worth(*path, "centre", "theirs"),
                " to ", facts.them, "; holds in ", facts.of_worlds(*path, "shares", "robust"), ")",
            )
        )  # fmt: skip
    for at, option in enumerate(facts.judgement.outside):
        said.append(
            sentence(
                "without a deal ", facts.name(option.player), " has ", facts.worth("outside", at, "value"),
                told(" (", Given(option.words), ")") if option.words else None,
            )
        )  # fmt: skip
    return said


def now(facts: DealFacts) -> list[Sentence]:
    """The terms as offered: never said to hold where they do not."""
    offered = facts.judgement.offered
    said = []
    if offered.centre.broken is not None:
        said.append(
            sentence(
                "as offered the deal is broken with chance ", facts.chance("offered", "centre", "broken"),
                " at the middle of all ranges, and is worth ", facts.worth("offered", "centre", "us"), " to us",
            )
        )  # fmt: skip
    said.append(
        sentence(
            "it holds in every equilibrium in ", facts.of_worlds("offered", "shares", "robust"), ", in some only in ",
            facts.share("offered", "shares", "can"), ", breaks in ", facts.share("offered", "shares", "breaks"),
            ", is not used in ", facts.share("offered", "shares", "not_used"), ", and nothing is known in ",
            facts.share("offered", "shares", "unknown"),
        )
    )  # fmt: skip
    if facts.judgement.contrary > 0:
        said.append(
            sentence(
                "in ", facts.of_worlds("contrary"),
                " an alarm is no likelier after a breach than without one: it then speaks for compliance",
            )
        )  # fmt: skip
    return said
