"""The first screen of the page of terms: what to offer, why it holds, what breaks it, what else can be had."""

from __future__ import annotations

from overture.judgement.deal.proposal import Constraint, DealProposal, Shares
from overture.report.deal.breaking import breaks, secured
from overture.report.deal.facts import GOALS, DealFacts, Path, lead
from overture.report.deal.ours import by_belief, by_us, holds_by_us
from overture.report.digits import NIL
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told
from overture.report.statement.first import FirstScreenPart
from overture.report.words import within
from overture.wording import agreeing


def items(facts: DealFacts) -> list[FirstScreenPart]:
    """The points in their order; one that has nothing to say is left out."""
    made = [
        FirstScreenPart("offer", told("What to offer"), tuple(offer(facts))),
        FirstScreenPart("why", told("Why it holds"), tuple(why(facts))),
        FirstScreenPart("breaks", told("What would break it"), tuple(breaks(facts))),
        FirstScreenPart("order", told("What to secure first"), tuple(secured(facts))),
        FirstScreenPart("refuses", told("If the terms are refused"), tuple(refuses(facts)), listed=True),
        FirstScreenPart("otherwise", told("In steps, or with a menu"), tuple(otherwise(facts))),
        FirstScreenPart(
            "unmet", told("What cannot be had"), tuple(unmet(facts) if lead(facts) is not None else [])
        ),
        FirstScreenPart("now", told("The terms as offered"), tuple(now(facts))),
    ]
    return [each for each in made if each.sentences]


def offer(facts: DealFacts) -> list[Sentence]:
    """The best terms for us, how robustly they hold, and what they are worth."""
    found = lead(facts)
    demand = told(
        "broken with a chance of at most ", facts.number("plain", "about.most"), " in every equilibrium, and in at least ",
        facts.share("about.share"), " of the worlds",
    )  # fmt: skip
    if found is None:
        return [sentence("no terms that were judged meet the demand: ", demand), *unmet(facts)]
    at, best = found
    path: Path = ("proposals", at)
    said = [
        sentence(facts.terms(best.terms, (*path, "terms"), changed=True), facts.signs(best)),
        _held(facts, path, best),
        *by_belief(facts, best, path),
        *by_us(facts, best, path),
        sentence(
            "at the middle of all ranges they are worth ", facts.worth(*path, "centre", "us"), " to us",
            _less_cost(facts, path, best), ", and ", facts.worth(*path, "centre", "theirs"), " to ", facts.them,
            " before anybody knows what he is",
        ),
    ]  # fmt: skip
    said += _ends(facts, best, path)
    return said


def _held(facts: DealFacts, path: Path, best: DealProposal) -> Sentence:
    """In how many worlds they hold: with the margin, in fresh worlds, and without it; where all are to sign, with all signing."""
    about = facts.judgement.about
    key = "signed" if best.both else "robust"
    short = (best.fresh.signed if best.both else best.fresh.robust) < about.share
    below = told(", below the ", facts.share("about.share"), " that is demanded") if short else None
    fresh = told(
        "; in ", facts.number("count", *path, "fresh", "worlds"), " fresh worlds that played no part in the search the share is ",
        facts.share(*path, "fresh", key), below,
    )  # fmt: skip
    signing = ", all types signing," if best.both else ""
    start = (
        "they hold"
        if holds_by_us(facts, best)
        else "in the worlds of the game, in which all see the same numbers, they hold"
    )
    if not about.margin:
        return sentence(
            start, " in every equilibrium", signing, " in ", facts.of_worlds(*path, "shares", key), fresh
        )
    return sentence(
        start, " in every equilibrium,", signing[1:], " with a margin of ", facts.number("plain", "about.margin"), " on each strict condition, in ",
        facts.of_worlds(*path, "margin", key), " (", facts.share(*path, "shares", key), " without the margin)", fresh,
    )  # fmt: skip


def _less_cost(facts: DealFacts, path: Path, best: DealProposal) -> Piece:
    if not best.centre.cost:
        return None
    return told(
        ", ", facts.worth(*path, "centre", "net"), " less what the clauses cost (", facts.worth(*path, "centre", "cost"), ")"
    )  # fmt: skip


def _ends(facts: DealFacts, best: DealProposal, path: Path) -> list[Sentence]:
    """Clauses at an end of their stated range: the range decides there, and not the game."""
    at_end = [
        facts.words(each.clause) for each in best.breaks if each.end is not None and each.back is not None
    ]
    if not at_end:
        return []
    verb = " stands" if len(at_end) == 1 else " stand"
    return [sentence(listed(at_end), verb, " at an end of the stated range: a wider range might give more")]


def unmet(facts: DealFacts) -> list[Sentence]:
    """For each shape of the terms in which the demand was not met, what can be had instead."""
    said = []
    for at, each in enumerate(facts.judgement.unmet):
        path: Path = ("unmet", at)
        shape = listed(
            [facts.value(clause, value, (*path, "shape", clause)) for clause, value in each.shape.items()]
        )
        who = "all types signing" if each.both else "one type staying out or none"
        start = told("with ", shape, ", and ", who) if each.shape else told("with ", who)
        had: Piece = " and none holds in any of the worlds"
        if each.share > 0:
            had = told(
                "; the most robust hold in ", facts.of_worlds(*path, "share"), ", not in the ", facts.share("about.share"), " that are demanded (",
                facts.terms(each.terms, (*path, "terms"), changed=True), ")",
            )  # fmt: skip
        whose = "that all types sign" if each.both else "that anybody signs"
        least = told(
            "; of the terms judged ",
            whose,
            ", the least chance of a breach is ",
            facts.number("fine", *path, "least"),
            " at the middle of all ranges",
        )
        said.append(
            sentence(
                start,
                ", no terms that were judged meet the demand",
                had,
                least if each.least is not None else None,
            )
        )
        if each.would:
            parts = [
                told(
                    Given(within(one.words)),
                    None if one.value is True else told(" at ", facts.number("plain", *path, "would", k, "value")),
                    " (", facts.share(*path, "would", k, "share"), ")",
                )
                for k, one in enumerate(each.would)
            ]  # fmt: skip
            said.append(
                sentence(
                    "what is no clause of the case and would make these terms hold often enough: ",
                    listed(parts, "or"),
                )
            )
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
        level = abs(each.gain) <= NIL
        would = told("you would ", Given(agreeing(each.choice if each.gain >= 0 else each.instead, True)))
        if level:
            would = told("that is just enough to ", Given(agreeing(each.choice, True)))
        need: Piece = ", and no belief is enough"
        if each.needed is not None:
            need = told(" and need ", facts.chance(*here, "needed"))
        said.append(
            sentence(
                "once ", Given(each.set.replace("; ", " and ")), " you would think a breach ", facts.chance(*here, "belief"), " likely", need, ": ", would,
            )
        )  # fmt: skip
        if level and each.regret:
            said.append(
                sentence(
                    "if he always kept the deal, carrying the threat out there would cost us ", facts.worth(*here, "regret"),
                    ", since every alarm would be false: that is why some breaches remain",
                )
            )  # fmt: skip
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
        stays = "" if all(each.centre.signs.values()) else ", if one may stay out"
        goal = told(GOALS[each.goal], stays)
        said.append(
            sentence(
                goal, ": ", facts.terms(each.terms, (*path, "terms"), changed=True), facts.signs(each),
                " (worth ", facts.worth(*path, "centre", "net"), " to us less cost, ", facts.worth(*path, "centre", "theirs"),
                " to ", facts.them, "; holds in ", facts.of_worlds(*path, "margin", "signed" if each.both else "robust"), _by_our_numbers(facts, each, path), ")",
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


def _by_our_numbers(facts: DealFacts, each: DealProposal, path: Path) -> Piece:
    """That terms do not hold by our own numbers, where they do not."""
    if holds_by_us(facts, each) or each.ours is None:
        return None
    if each.ours.broken is None:
        return "; by our own numbers nobody signs"
    return told(
        "; not by our own numbers, by which they are broken with chance ",
        facts.chance(*path, "ours", "broken"),
    )


def now(facts: DealFacts) -> list[Sentence]:
    """The terms as offered: never said to hold where they do not."""
    offered, path = facts.judgement.offered, ("offered",)
    said = []
    if offered.centre.broken is not None:
        said.append(
            sentence(
                "as offered the deal is broken with chance ", facts.chance(*path, "centre", "broken"), " at the middle of all ranges and worth ",
                facts.worth(*path, "centre", "us"), " to us there; over the worlds, all equilibria of a world alike, it is worth ", facts.worth(*path, "worth", "weighted"),
            )
        )  # fmt: skip
    start: Piece = told("put to ", facts.them, " by us, it ")
    if facts.judgement.believed is None:  # the terms are judged in the case's own game
        start = told("in the game of the case, in which ", facts.them, " may offer something else, it ")
    said.append(sentence(start, _verdicts(facts, (*path, "shares"), offered.shares)))
    if offered.own_game is not None:
        said.append(
            sentence(
                told(
                    "as an offer by ", facts.them, ", in the game in which something else may be offered, it "
                ),
                _verdicts(facts, (*path, "own_game"), offered.own_game),
            )
        )
    said += by_us(facts, offered, path, judged=False)
    said += threats(facts, offered, path)
    if facts.judgement.contrary > 0:
        said.append(
            sentence(
                "in ",
                facts.of_worlds("contrary"),
                " an alarm is no likelier after a breach than without one: it then speaks for compliance",
            )
        )
    return said


def _verdicts(facts: DealFacts, path: Path, shares: Shares) -> Sentence:
    """``holds in every equilibrium in 2 % of the worlds and breaks in 98 %``: what is not is left out."""
    told_as = {
        "robust": "holds in every equilibrium", "can": "holds in some equilibria only", "breaks": "breaks", "not_used": "is not used",
        "unknown": "cannot be judged, since equilibria may be missing or tied,",
    }  # fmt: skip
    parts: list[Sentence] = []
    for key, words in told_as.items():
        if getattr(shares, key) > 0:
            of = None if parts else " of the worlds"
            parts.append(told(f"{words} in ", facts.share(*path, key), of))
    return listed(parts)


def otherwise(facts: DealFacts) -> list[Sentence]:
    """The best way for us of telling the terms as offered in steps or with a menu."""
    names = {each.name for each in facts.judgement.others}
    rows = list(enumerate(facts.judgement.others[: len(names)]))
    if not rows:
        return []
    at, best = max(rows, key=lambda pair: pair[1].centre.us)
    path: Path = ("others", at, "centre")
    if best.centre.us <= facts.judgement.offered.centre.us + NIL:
        return [sentence("told in steps, or with a menu, the terms as offered are worth no more to us")]
    broken = (
        told("broken with chance ", facts.chance(*path, "broken"))
        if best.centre.broken is not None
        else told("no deal")
    )
    return [
        sentence(
            "the terms as offered, ", Given(best.words), " (", Given(best.parameter_words), " ", facts.number("plain", "others", at, "value"), "), are ", broken,
            " and worth ", facts.worth(*path, "us"), " to us and ", facts.worth(*path, "theirs"), " to ", facts.them, " at the middle of all ranges",
        )
    ]  # fmt: skip
