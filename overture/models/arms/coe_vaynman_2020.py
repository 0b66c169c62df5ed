"""Why arms control is rare: what must be seen to trust a deal also shows where to strike.

A state that watches offers a deal with some amount of monitoring, or none. The other accepts or not, and keeps the deal or
cheats, unseen. Cheating is detected with a probability that is the amount of monitoring. The first then leaves it at peace or
attacks, and what it has seen helps an attack as well. A deal must be transparent enough to deter cheating, and not so
transparent that the watcher would attack one that keeps it.

Source: Coe and Vaynman 2020. This is the mechanism of the paper in a form of our own with a grid of monitoring: the two
thresholds follow from the payoffs here.

That nobody makes a deal is an equilibrium beside the deal: if the watcher would attack whatever it sees, the other cheats,
and the attack is right.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("inspection",)
PAPER = Paper(
    authors=("Coe, Andrew J.", "Vaynman, Jane"),
    year=2020,
    title="Why Arms Control Is So Rare",
    journal="American Political Science Review",
    volume="114",
    number="2",
    pages="342-355",
    doi="10.1017/S000305541900073X",
)

WATCHER, OTHER = PLAYERS = ("Watcher", "Other")

PARAMETERS = {
    "peace": ModelParameter(Fraction(1, 2), words="what a deal that is kept is worth to the watcher"),
    "deal": ModelParameter(Fraction(1, 2), words="what it is worth to the other"),
    "gain": ModelParameter(Fraction(2, 5), 0, words="what cheating that is not answered adds to that"),
    "struck": ModelParameter(Fraction(1, 5), 0, words="what an attack costs the other"),
    "harm": ModelParameter(Fraction(3, 5), 0, words="what cheating that is not answered costs the watcher"),
    "attack": ModelParameter(
        Fraction(1, 10), words="what an attack without any monitoring is worth to the watcher"
    ),
    "insight": ModelParameter(Fraction(3, 5), 0, words="what monitoring adds to that, by its amount"),
    "burden": ModelParameter(Fraction(1, 50), 0, words="what monitoring costs the watcher, by its amount"),
    "outside": ModelParameter(
        Fraction(1, 5), words="what no deal is worth to the watcher; it is worth 0 to the other"
    ),
}


@game(*PLAYERS, title="arms control and transparency")
def transparency(p: Parameters, *, steps: int = 5) -> Telling:
    """Monitoring is 0, 1 / ``steps``, ... short of 1. The other's conduct is unseen unless it is detected."""
    offers = ["none", *(str(Fraction(k, steps)) for k in range(steps))]
    offer = yield move(WATCHER, "offer", offers)
    if offer == "none" or (yield move(OTHER, "answer", ["accept", "reject"])) == "reject":
        return {WATCHER: p.outside, OTHER: 0}
    amount = Fraction(offer or 0)
    cheats = (yield move(OTHER, "conduct", ["comply", "cheat"], seen_by=())) == "cheat"
    # Who complies is never detected; a branch of probability 0 would only be another name for the same.
    seen = "clean"
    if cheats and amount:
        seen = (yield chance("monitoring", {"detected": amount, "clean": 1 - amount}, seen_by=())) or ""
    attacks = (yield move(WATCHER, f"answer to {seen}", ["peace", "attack"])) == "attack"
    if attacks:
        return {WATCHER: p.attack + p.insight * amount - p.burden * amount, OTHER: -p.struck}
    if cheats:
        return {WATCHER: -p.harm - p.burden * amount, OTHER: p.deal + p.gain}
    return {WATCHER: p.peace - p.burden * amount, OTHER: p.deal}


def _deters(p: Any) -> Fraction:
    """The monitoring from which cheating does not pay, if it is attacked where it is detected."""
    return Fraction(p.gain / (p.deal + p.gain + p.struck))


def _tempts(p: Any) -> Fraction:
    """The monitoring from which the watcher would attack one who complies."""
    return Fraction((p.peace - p.attack) / p.insight)


def _amounts(p: Any) -> list[Fraction]:
    """The amounts of the grid between both thresholds."""
    return [k for k in (Fraction(k, p.steps) for k in range(p.steps)) if _deters(p) <= k <= _tempts(p)]


DEAL = 'answer == "accept" and conduct == "comply"'


def _deals(m: SolvedModel) -> list[Fraction]:
    """The monitoring of each equilibrium with a deal that is kept for sure."""
    kept = m.where(DEAL)
    return [amount for each in kept for amount in _grid(m.p) if m.chance(each, f'offer == "{amount}"') == 1]


def _grid(p: Any) -> list[Fraction]:
    return [Fraction(k, p.steps) for k in range(p.steps)]


RESULTS = (
    PublishedStatement(
        "A deal that is kept can be made just where some amount of monitoring lies between what deters cheating and what tempts"
        " the watcher to attack.",
        "the paper's argument; the thresholds here, from the payoffs",
        stated=lambda p: bool(_amounts(p)),
        computed=lambda m: bool(_deals(m)),
        over=("insight", [Fraction(k, 20) for k in (12, 16, 18, 22, 24)]),
    ),
    PublishedStatement(
        "The best deal has the least monitoring that deters cheating, and is worth b - k m to the watcher.",
        "here, from the payoffs",
        stated=lambda p: (min(_amounts(p)), p.peace - p.burden * min(_amounts(p)), p.deal),
        computed=lambda m: (
            min(_deals(m)),
            *max(each.certificate.value for each in m.where(DEAL)),
        ),
    ),
    PublishedStatement(
        "The thresholds are g / (b + g + l) = 4/11 and (b - a) / i = 2/3.",
        "here, from the payoffs",
        stated=(Fraction(4, 11), Fraction(2, 3)),
        computed=lambda m: (_deters(m.p), _tempts(m.p)),
    ),
    PublishedStatement(
        "That no deal is made is an equilibrium too, with or without room for a deal.",
        "here, from the payoffs",
        stated=True,
        computed=lambda m: any(e.range_of("made(conduct)").low == 0 for e in m.equilibria),
        over=("insight", [Fraction(3, 5), Fraction(6, 5)]),
    ),
)
