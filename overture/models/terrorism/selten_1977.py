"""Kidnapping: a ransom, a temper and the police.

A kidnapper demands a ransom and the family offers one. The less is offered beside what was demanded, the
likelier he loses his temper and kills the hostage; if he keeps it he releases or kills. Either way he may be
caught.

Source: Selten 1977. Here demands are 2, 4, 6 or 8 and offers are whole numbers, grids that hold the optimum
at the default numbers.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("hostages", "kidnapping", "bargaining")
KIDNAPPER, FAMILY = "Kidnapper", "Family"
DEMANDS = (2, 4, 6, 8)
PAPER = Paper(
    authors=("Selten, Reinhard",),
    year=1977,
    title="A Simple Game Model of Kidnapping",
    booktitle="Mathematical Economics and Game Theory",
    volume="141",
    pages="139-155",
    unconfirmed=("volume", "pages"),
)
PARAMETERS = {
    "anger": ModelParameter(
        Fraction(1, 2), 0, 1, "probability that he loses his temper if nothing is offered", inside=True
    ),
    "caught": ModelParameter(Fraction(1, 4), 0, 1, "probability that he is caught", inside=True),
    "life": ModelParameter(Fraction(9), 0, words="what the life of the hostage is worth to the family"),
    "caught_kidnapper": ModelParameter(Fraction(4), 0, words="what being caught costs him after a release"),
    "caught_killer": ModelParameter(Fraction(6), 0, words="what being caught costs him after a killing"),
    "remorse": ModelParameter(
        Fraction(2), 0, words="what a killing costs him if he is not caught", inside=True
    ),
}


@game(KIDNAPPER, FAMILY, title="kidnapping")
def kidnapping(p: Parameters) -> Telling:
    """A ransom that was paid is lost to the kidnapper, and is back with the family, if he is caught."""
    if (yield move(KIDNAPPER, "act", ["kidnap", "desist"])) == "desist":
        return {KIDNAPPER: 0, FAMILY: 0}
    demand = yield move(KIDNAPPER, "demand", DEMANDS)
    offer = yield move(FAMILY, "offer", list(range(demand + 1)))
    killed = False
    if offer < demand:
        anger = p.anger * (1 - Fraction(offer, demand))
        temper = yield chance("temper", {"loses": anger, "keeps": 1 - anger}, seen_by=KIDNAPPER)
        killed = temper == "loses"
    if not killed:
        killed = (yield move(KIDNAPPER, "hostage", ["release", "kill"])) == "kill"
    caught = (yield chance("police", {"caught": p.caught, "free": 1 - p.caught})) == "caught"
    if killed:
        return {KIDNAPPER: -p.caught_killer if caught else -p.remorse, FAMILY: -p.life}
    return {KIDNAPPER: -p.caught_kidnapper if caught else offer, FAMILY: 0 if caught else -offer}


def best_offer(p: Any, demand: Any) -> Any:
    """What the family offers: w / (2 (1 - q)) - (1 - a) D / (2 a), but no less than 0 and no more than the demand D."""
    free = p.life / (2 * (1 - p.caught)) - (1 - p.anger) * demand / (2 * p.anger)
    return min(max(free, 0), demand)


def best_demand(p: Any) -> Any:
    """What he demands: the most that is paid in full, a w / ((1 + a) (1 - q))."""
    return p.anger * p.life / ((1 + p.anger) * (1 - p.caught))


def _offer(m: SolvedModel, demand: int) -> Any:
    """What is offered against a demand, made or not."""
    return sum(at * m.share(m.only, "offer", str(at), f"demand == {demand}") for at in range(demand + 1))


def _demand(m: SolvedModel) -> Any:
    return sum(demand * m.chance(m.only, f"demand == {demand}") for demand in DEMANDS)


RESULTS = (
    PublishedStatement(
        "The family offers w / (2 (1 - q)) - (1 - a) D / (2 a), or all of the demand D where this is more.",
        "the paper's optimal offer",
        stated=lambda p: tuple(best_offer(p, demand) for demand in DEMANDS),
        computed=lambda m: tuple(_offer(m, demand) for demand in DEMANDS),
    ),
    PublishedStatement(
        "He demands the most that is paid in full, a w / ((1 + a) (1 - q)): more, the more the hostage is worth.",
        "the paper's optimal demand, where it lies on the grid",
        stated=best_demand,
        computed=_demand,
        over=("life", (Fraction(9, 2), Fraction(9), Fraction(27, 2))),
    ),
    PublishedStatement(
        "The demand is paid, and the hostage is released.",
        "the paper's optimal demand",
        stated=(1, 1),
        computed=lambda m: (m.chance(m.only, "offer == 4"), m.chance(m.only, 'hostage == "release"')),
    ),
    PublishedStatement(
        "There is a kidnapping exactly where the ransom outweighs the risk: (1 - q) D > q x.",
        "the paper's condition",
        stated=lambda p: int((1 - p.caught) * best_demand(p) > p.caught * p.caught_kidnapper),
        computed=lambda m: m.chance(m.only, 'act == "kidnap"'),
        over=("caught_kidnapper", (Fraction(4), Fraction(11), Fraction(13), Fraction(20))),
    ),
    PublishedStatement(
        "It is worth (1 - q) D - q x to him, and costs the family (1 - q) D.",
        "here, from the payoffs",
        stated=lambda p: (
            (1 - p.caught) * best_demand(p) - p.caught * p.caught_kidnapper,
            -(1 - p.caught) * best_demand(p),
        ),
        computed=lambda m: m.only.certificate.value,
    ),
)
