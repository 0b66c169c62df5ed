"""The classes of equilibrium, each told in the case's own words."""

from __future__ import annotations

from overture.report.block import Block, Section, fold, heading, listing, paragraph, section
from overture.report.sentence import Facts, Given, Sentence, listed, sentence, told
from overture.report.statement import play as told_play

LIGHT = 0.01  # weight below which a class is folded
SURVIVES = {"all": "passed", "some": "passed by some of the class only", "none": "failed"}


def play(facts: Facts) -> Section | None:
    cards = list(enumerate(facts.judgement.equilibria))
    cards.sort(key=lambda pair: -(pair[1].after if pair[1].after is not None else pair[1].given))
    heavy = [at for at, card in cards if (card.after if card.after is not None else card.given) >= LIGHT]
    light = [at for at, _ in cards if at not in heavy]
    number = facts.number("length", "equilibria")
    one = len(cards) == 1
    gist = told(
        "an equilibrium is a way of playing in which nobody gains by doing otherwise; ", number, " found"
    )
    if not cards:
        return None
    rest = [block for at in light for block in _card(facts, at)]
    title = told(
        "classes that hold next to no weight after the offer: ", listed([_name(facts, at) for at in light])
    )
    return section(
        "play",
        "how it would be played",
        gist if not one else told("one equilibrium was found"),
        paragraph(
            sentence(
                ""
                if facts.judgement.about.worlds == 1
                else "told at the world nearest to the middle of all ranges; ",
                "what somebody thinks there is reckoned inside the equilibrium, and is not the belief of this page",
            ),
            "small",
        ),
        *(block for at in heavy for block in _card(facts, at)),
        fold(title, *rest) if rest else None,
    )


def _name(facts: Facts, at: int) -> Given:
    return facts.kind(facts.judgement.equilibria[at].name)


def _card(facts: Facts, at: int) -> list[Block]:
    """Name, weight and worth of a class, then who does what."""
    found: list[Block | None] = [heading(_name(facts, at)), paragraph(_facts(facts, at), "small")]
    off: list[list[Sentence]] = []
    for each in told_play.plays(facts, at):
        if each.reached:
            found.append(listing([[line] for line in each.reached], "play"))
        off += [[line] for line in each.off]
    closed = told("what they would do where play does not come")
    found.append(fold(closed, listing(off, "play")) if off else None)
    return [each for each in found if each is not None]


def _facts(facts: Facts, at: int) -> Sentence:
    card = facts.judgement.equilibria[at]
    path = ("equilibria", at)
    weight = told("weight ", facts.share(*path, "before"), " before the offer")
    if card.after is not None:
        weight = told(weight, ", ", facts.share(*path, "after"), " after it")
    exists = told("exists in ", facts.share(*path, "share"), " of worlds")
    worth = listed(
        [told(facts.worth(*path, "value", player), " to ", facts.name(player)) for player in card.value]
    )
    parts = [weight, exists, *([told("worth ", worth)] if card.value else [])]
    passed = listed(
        [told(Given(test), " ", SURVIVES.get(result, "not tested")) for test, result in card.passes.items()],
        "and",
        "; ",
    )
    tests = told("; tests of refinement: ", passed) if card.passes else "; not put to tests of refinement"
    return sentence(listed(parts, "and", "; "), tests)
