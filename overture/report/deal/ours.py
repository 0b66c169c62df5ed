"""Terms by our own belief and numbers, beside what holds in the worlds of the game."""

from __future__ import annotations

from overture.design.terms.judged import SURE
from overture.judgement.deal.proposal import DealProposal
from overture.report.block import Block, Row, Section, heading, paragraph, row, section, table
from overture.report.deal.facts import DealFacts, Path, every
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told

AFTER = {
    "since the offer": "after what was done and said and the offer",
    "if he offers": "after what was done and said, if the offer is made",
    "now": "after what was done and said",
}
WEIGHED = {
    "since the offer": "what was done and said and the offer",
    "if he offers": "what was done and said, and by the offer if it is made",
    "now": "what was done and said",
}


def holds_by_us(facts: DealFacts, each: DealProposal) -> bool:
    """Whether by our own belief and numbers, too, a deal is made and is broken with no more than the stated chance."""
    ours, most = each.ours, facts.judgement.about.most
    return ours is None or (ours.broken is not None and ours.broken <= most + 1e-12)


def by_us(facts: DealFacts, each: DealProposal, path: Path, judged: bool = True) -> list[Sentence]:
    """What terms come to by our own belief; ``judged``: and whether they hold by it."""
    ours, held = each.ours, facts.judgement.believed
    if ours is None or held is None:
        return []
    label = next(iter(held.belief))
    start = told(
        "by our own numbers, and believing with chance ", facts.chance("believed.belief", label), " that he is ", facts.noun(label), " (", AFTER[held.after], "), ",
    )  # fmt: skip
    if ours.broken is None:
        return [sentence(start, "nobody signs these terms")]
    broken = told("they are broken with chance ", facts.chance(*path, "ours", "broken"))
    worth = told(
        " and worth ", facts.worth(*path, "ours", "us"), " to us, our later moves being the best for us"
    )
    if not judged:
        return [sentence(start, broken, worth)]
    if not holds_by_us(facts, each):
        more = told(", more than ", facts.number("plain", "about.most"), ",")
        return [sentence(start, "they do not hold: ", broken, more, worth)]
    said = [sentence(start, "they hold too: ", broken, worth)]
    sure = [name for name, chance in ours.by_type.items() if ours.by_belief and (chance or 0.0) > SURE]
    if sure:
        said.append(
            sentence(
                "that is by belief, not by terms: ", listed(facts.noun(name) for name in sure),
                " who signs surely breaks the deal, and is only thought rare",
            )
        )  # fmt: skip
    return said


def by_belief(facts: DealFacts, each: DealProposal, path: Path) -> list[Sentence]:
    """In how many worlds the terms hold by belief and not by what they say."""
    if not each.margin.by_belief > 0:
        return []
    return [
        sentence(
            "in ", facts.of_worlds(*path, "margin", "by_belief"),
            " they hold by belief, not by terms: a type that signs surely breaks the deal, and is only thought rare there",
        )
    ]  # fmt: skip


def whose(facts: DealFacts) -> Section | None:
    """Whose numbers: shares before and given what was seen, and each set of terms by our own belief."""
    held = facts.judgement.believed
    if held is None:
        return None
    beliefs = [
        row(
            facts.noun(label),
            facts.chance("believed.prior", label),
            facts.chance("believed.belief", label),
            facts.chance("believed.picture", label),
        )
        for label in held.belief
    ]
    rows: list[Row] = []
    blocks: list[Block | None] = []
    for name, each, path in every(facts):
        ours = each.ours
        if ours is None or each.given is None:
            continue
        broken: Piece = facts.chance(*path, "ours", "broken") if ours.broken is not None else "no deal"
        kept = "holds" if holds_by_us(facts, each) else "does not hold"
        rows.append(
            row(
                name, facts.share(*path, "margin", "robust"), facts.share(*path, "given", "robust"),
                facts.chance(*path, "ours", "struck"), broken, told(kept, ", by belief, not by terms" if ours.by_belief else None),
                facts.worth(*path, "ours", "us"),
                *(facts.chance(*path, "ours", "by_type", label) if chance is not None else "stays out"
                  for label, chance in ours.by_type.items()),
            )
        )  # fmt: skip
        moves = [
            row(Given(move.set), facts.chance(*path, "ours", "moves", at, "belief"), Given(move.choice))
            for at, move in enumerate(ours.moves)
        ]
        made = table(["where", "chance of a breach then", "best for us"], moves)
        blocks += [heading(told(name, ": our later moves")), made] if made else []
    header: list[Piece] = [
        "terms", "holds robustly, before", "holds robustly, given", "struck", "broken", "by our belief", "worth to us",
        *(told("broken by ", facts.noun(label)) for label in held.belief),
    ]  # fmt: skip
    note = sentence(
        "before: each world counts as it was drawn. Given: ", facts.number("count", "believed.worlds"),
        " worlds of the game in which he makes the offer, each weighed by ", WEIGHED[held.after], " (", Given(held.offer), "), and in each class of equilibrium he "
        "takes us to believe what the offer tells in that class. In both, and with the margin, all see the same numbers. "
        "Broken and worth are by our own belief and numbers: his play is that of these worlds, all equilibria of a world alike, the odds of "
        "nature and our payoffs are our own, and our later moves are the best for us",
    )  # fmt: skip
    all_blocks: list[Block | None] = [
        table(["he is", "before anything is seen", "we believe then", "he takes us to believe"], beliefs),
        table(header, rows),
        paragraph(note, "small"),
        *blocks,
    ]
    gist = (
        told("as offered broken with chance ", facts.chance("offered.ours.broken"))
        if facts.has("offered.ours.broken")
        else told("no deal as offered")
    )
    return section("whose", "by our own belief, and in the worlds of the game", gist, *all_blocks)
