"""What would break the terms that the page leads with, and what to secure first."""

from __future__ import annotations

from overture.judgement.deal.proposal import ClauseBreaks
from overture.report.deal.facts import DealFacts, Path, lead
from overture.report.sentence import Piece, Sentence, listed, sentence, told

GOOD = ("both sign", "one stays out")


def breaks(facts: DealFacts) -> list[Sentence]:
    """For each clause where the terms cease to meet the demand, the others held."""
    found = lead(facts)
    if found is None:
        return []
    at, best = found
    fails: list[Piece] = []
    stays: list[Piece] = []
    for row, each in enumerate(best.breaks):
        path: Path = ("proposals", at, "breaks", row)
        if facts.clause[each.clause].choices:
            if each.back is not None and each.back not in GOOD:
                fails.append(
                    told("without ", facts.words(each.clause))
                    if each.value is True
                    else told("with another ", facts.words(each.clause))
                )
            continue
        for k, side, other in _sides(each):
            words = told(
                facts.words(each.clause),
                f" {side} ",
                facts.number("fine", *path, "stretches", k, "high" if side == "below" else "low"),
            )
            (stays if other in GOOD else fails).append(words)
    said = []
    if fails:
        said.append(sentence("the terms no longer meet the demand with ", listed(fails, "or")))
    if stays:
        said.append(sentence("who signs would be others with ", listed(stays, "or")))
    if said:
        margin = told(", with the margin") if facts.judgement.about.margin else None
        said.append(
            sentence("each clause is moved alone, the others held, at the middle of all ranges", margin)
        )
    return said


def _sides(each: ClauseBreaks) -> list[tuple[int, str, str]]:
    """The neighbours of the stretch in which the clause stands: (its place, which side it lies, what follows there)."""
    value = float(each.value)
    here = min(
        range(len(each.stretches)),
        key=lambda k: max(each.stretches[k].low - value, value - each.stretches[k].high, 0.0),
        default=-1,
    )
    found: list[tuple[int, str, str]] = []
    if here > 0:
        found.append((here - 1, "below", each.stretches[here - 1].state))
    if 0 <= here < len(each.stretches) - 1:
        found.append((here + 1, "above", each.stretches[here + 1].state))
    return found


def secured(facts: DealFacts) -> list[Sentence]:
    """The clauses without which the terms do not hold, in the order in which to secure them, and those that can wait."""
    found = lead(facts)
    if found is None or len(found[1].order) < 2:
        return []
    at, best = found
    about, steps = facts.judgement.about, best.order
    enough = next((k for k, each in enumerate(steps) if each.share >= about.share - 1e-12), len(steps) - 1)

    def name(k: int) -> Sentence:
        clause = steps[k].clause
        return facts.value(clause, best.terms[clause], ("proposals", at, "terms", clause))

    started = facts.judgement.offered.margin.robust
    if enough and all(each.share <= started + 0.05 for each in steps[:enough]):
        every = listed([name(k) for k in range(enough + 1)])
        said = [
            sentence("only together do they make it hold: ", every, _so_far(facts, at, enough)),
            sentence(
                "without the last of them it holds in ",
                facts.share("proposals", at, "order", enough - 1, "share"),
            ),
        ]
    else:
        first = [told(name(k), _so_far(facts, at, k)) for k in range(enough + 1)]
        said = [
            sentence(
                "in this order, so that what is agreed so far holds as often as it can: ",
                listed(first, "; then", "; then "),
            )
        ]
    later = [name(k) for k in range(enough + 1, len(steps))]
    if later and all(each.share >= about.share - 1e-12 for each in steps[enough:]):
        said.append(sentence("the rest can come later, since it holds often enough without: ", listed(later)))
    said.append(
        sentence(
            "the shares are of the worlds, the clauses that come later still as offered; the chance of a breach is at the middle of all ranges"
        )
    )
    return said


def _so_far(facts: DealFacts, at: int, k: int) -> Sentence:
    """`` (then it holds in 2 %, broken with chance 0.40)``."""
    path: Path = ("proposals", at, "order", k)
    step = facts.judgement.proposals[at].order[k]
    broken = (
        told(", broken with chance ", facts.chance(*path, "broken"))
        if step.broken is not None
        else ", no deal"
    )
    return told(" (then it holds in ", facts.share(*path, "share"), broken, ")")
