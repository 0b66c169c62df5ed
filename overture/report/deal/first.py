"""The first screen of the page of terms: what to offer, why it holds, what breaks it, what else can be had."""

from __future__ import annotations

from dataclasses import dataclass

from overture.judgement.deal.proposal import Constraint, DealProposal
from overture.report.deal.facts import GOALS, DealFacts, Path
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told

NIL = 1e-9  # a gain below this in size is the noise of rounding
GOOD = ("both sign", "one stays out")


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
        DealItem("order", "What to secure first", secured(facts)),
        DealItem("refuses", "If he refuses", refuses(facts)),
        DealItem("unmet", "What cannot be had", unmet(facts) if lead(facts) is not None else []),
        DealItem("now", "The terms as offered", now(facts)),
    ]
    return [each for each in made if each.sentences]


def lead(facts: DealFacts) -> tuple[int, DealProposal] | None:
    """The proposal that the page leads with: the best for us that all sign, else the best of any."""
    proposals = list(enumerate(facts.judgement.proposals))
    for both in (True, False):
        for at, each in proposals:
            if each.goal == "best for us" and each.both == both:
                return at, each
    return proposals[0] if proposals else None


def offer(facts: DealFacts) -> list[Sentence]:
    """The best terms for us, how robustly they hold, and what they are worth."""
    found = lead(facts)
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
        _held(facts, path),
        sentence(
            "at the middle of all ranges they are worth ", facts.worth(*path, "centre", "us"), " to us",
            _less_cost(facts, path, best), ", and ", facts.worth(*path, "centre", "theirs"), " to ", facts.them,
            " before anybody knows what he is",
        ),
    ]  # fmt: skip
    said += _ends(facts, best, path)
    return said


def _held(facts: DealFacts, path: Path) -> Sentence:
    """In how many worlds they hold: with the margin, in fresh worlds, and without it."""
    fresh = told(
        "; in ", facts.number("count", *path, "fresh", "worlds"), " fresh worlds that played no part in the search the share is ",
        facts.share(*path, "fresh", "robust"),
    )  # fmt: skip
    if not facts.judgement.about.margin:
        return sentence(
            "they hold in every equilibrium in ", facts.of_worlds(*path, "shares", "robust"), fresh
        )
    return sentence(
        "they hold in every equilibrium, with a margin of ", facts.number("plain", "about.margin"), " on each strict condition, in ",
        facts.of_worlds(*path, "margin", "robust"), " (", facts.share(*path, "shares", "robust"), " without the margin)", fresh,
    )  # fmt: skip


def _less_cost(facts: DealFacts, path: Path, best: DealProposal) -> Piece:
    if not best.centre.cost:
        return None
    return told(
        ", ", facts.worth(*path, "centre", "net"), " less what the clauses cost (", facts.worth(*path, "centre", "cost"), ")"
    )  # fmt: skip


def _ends(facts: DealFacts, best: DealProposal, path: Path) -> list[Sentence]:
    """Clauses at an end of their stated range: the range decides there, and not the game."""
    at_end = [facts.words(each.clause) for each in best.breaks if each.end is not None]
    if not at_end:
        return []
    verb = " stands" if len(at_end) == 1 else " stand"
    return [sentence(listed(at_end), verb, " at an end of the stated range: a wider range might give more")]


def unmet(facts: DealFacts) -> list[Sentence]:
    """For each shape of the terms in which the demand cannot be met, what can be had instead."""
    said = []
    for at, each in enumerate(facts.judgement.unmet):
        path: Path = ("unmet", at)
        shape = listed(
            [facts.value(clause, value, (*path, "shape", clause)) for clause, value in each.shape.items()]
        )
        who = "and all signing" if each.both else "though one may stay out"
        start = told("with ", shape, ", ", who) if each.shape else told(who)
        said.append(
            sentence(
                start, ", no terms that were judged meet the demand: the most robust hold in ", facts.of_worlds(*path, "share"),
                ", which misses it by ", facts.share(*path, "missed"), " (", facts.terms(each.terms, (*path, "terms"), changed=True), ")",
                told("; the least chance of a breach of any at the middle of all ranges is ", facts.number("fine", *path, "least"))
                if each.least is not None
                else None,
            )
        )  # fmt: skip
    return said


def why(facts: DealFacts) -> list[Sentence]:
    """The conditions that bind, the nearest one, and our own threat."""
    found = lead(facts)
    if found is None:
        return []
    at, best = found
    path: Path = ("proposals", at)
    said = []
    binding = [each for each in best.constraints if each.binds and each.probability <= 0]
    mixed = [each for each in best.constraints if each.binds and each.probability > 0]
    if mixed:
        places = list(dict.fromkeys((each.player, each.set) for each in mixed))
        said.append(
            sentence(
                listed(told(facts.name(player), " mixes (", Given(where), ")") for player, where in places),
                ": what is done there is as good as what is not",
            )
        )
    if binding:
        said.append(
            sentence(
                "as good as what is played, and not played, is that ",
                listed(_choice(facts, each) for each in binding),
            )
        )
    free = [(k, each) for k, each in enumerate(best.constraints) if not each.binds]
    if free:
        k, nearest = min(free, key=lambda pair: pair[1].slack)
        said.append(
            sentence(
                "the nearest other choice is that ", _choice(facts, nearest), "; it would lose ",
                facts.worth(*path, "constraints", k, "slack"),
            )
        )  # fmt: skip
    return [*said, *threats(facts, best, path)]


def _choice(facts: DealFacts, each: Constraint) -> Sentence:
    """``the leader cheats (an exploiter; the leader takes the terms)``."""
    return told(facts.name(each.player), " ", Given(each.choice), " (", Given(each.set), ")")


def threats(facts: DealFacts, best: DealProposal, path: Path) -> list[Sentence]:
    """Where our threat bites: whether we would carry it out, with the belief."""
    said = []
    for at, each in enumerate(best.threats):
        here = (*path, "threats", at)
        if each.tempted_gain is None or (each.tempted_gain <= 0 and not each.regret):
            continue
        would = told("you would ", Given(_plain(each.choice if each.gain >= -NIL else each.instead)))
        if abs(each.gain) <= NIL:
            would = told("that is just enough to ", Given(_plain(each.choice)))
        need = (
            told(" and need ", facts.number("fine", *here, "needed"))
            if each.needed is not None
            else told(", and no belief is enough")
        )
        said.append(
            sentence(
                Given(each.set),
                ": you would think a breach ",
                facts.number("fine", *here, "belief"),
                " likely",
                need,
                ": ",
                would,
            )
        )
        if each.regret:
            said.append(
                sentence(
                    "if he always kept the deal, carrying the threat out there would cost us ", facts.worth(*here, "regret"),
                    ", since every alarm would be false: that is why some breaches remain",
                )
            )  # fmt: skip
    return said


def _plain(phrase: str) -> str:
    """ "snaps sanctions back" as "snap sanctions back"."""
    verb, _, rest = phrase.partition(" ")
    return f"{verb.removesuffix('s')} {rest}".strip()


def breaks(facts: DealFacts) -> list[Sentence]:
    """For each clause where the terms cease to hold, the others held."""
    found = lead(facts)
    if found is None:
        return []
    at, best = found
    said = []
    for row, each in enumerate(best.breaks):
        good = [k for k, part in enumerate(each.stretches) if part.state in GOOD]
        if len(good) == len(each.stretches):
            continue
        here = ("proposals", at, "breaks", row, "stretches")
        parts = [
            told(
                facts.number("fine", *here, k, "low"), " to ", facts.number("fine", *here, k, "high"),
                " (one stays out)" if each.stretches[k].state == "one stays out" else None,
            )
            for k in good
        ]  # fmt: skip
        where = listed(parts) if parts else told("nowhere but at a point")
        said.append(
            sentence(
                "with ", facts.words(each.clause), " at ", where, " they meet the demand, and nowhere else"
            )
        )
    if said:
        said.insert(0, sentence("one clause at a time, the others held, at the middle of all ranges"))
    return said


def refuses(facts: DealFacts) -> list[Sentence]:
    """What else would hold: the other proposals, each once, and the outside options."""
    found = lead(facts)
    seen = [] if found is None else [found[1].terms]
    said = []
    for at, each in enumerate(facts.judgement.proposals):
        if each.terms in seen:
            continue
        seen.append(each.terms)
        path: Path = ("proposals", at)
        goal = told(GOALS[each.goal], ", if one may stay out" if not each.both else None)
        said.append(
            sentence(
                goal, ": ", facts.terms(each.terms, (*path, "terms"), changed=True), facts.signs(each),
                " (worth ", facts.worth(*path, "centre", "net"), " to us less cost, ", facts.worth(*path, "centre", "theirs"),
                " to ", facts.them, "; holds in ", facts.of_worlds(*path, "margin", "robust"), ")",
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


def secured(facts: DealFacts) -> list[Sentence]:
    """The order in which the clauses should be secured, and what holds after each."""
    found = lead(facts)
    if found is None or len(found[1].order) < 2:
        return []
    at, best = found
    steps = []
    for k, each in enumerate(best.order):
        path: Path = ("proposals", at, "order", k)
        broken = (
            told(", broken with chance ", facts.chance(*path, "broken"))
            if each.broken is not None
            else ", no deal"
        )
        value = facts.value(each.clause, best.terms[each.clause], ("proposals", at, "terms", each.clause))
        steps.append(told(value, " (then it holds in ", facts.share(*path, "share"), broken, ")"))
    return [
        sentence(
            "in this order, so that what is agreed so far holds as often as it can: ",
            listed(steps, "then", "; then "),
        ),
        sentence(
            "the shares are of the worlds, the clauses that come later still as offered; the chance of a breach is at the middle of all ranges"
        ),
    ]


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
