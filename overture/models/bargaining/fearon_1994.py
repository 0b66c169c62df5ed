"""Audience costs: a leader who would pay for backing down can make a threat that is believed.

A state challenges another or stays quiet. It is resolute or not, which it alone knows. The other concedes or resists. If it
resists, the challenger fights or backs down, and backing down after a public challenge costs him before his audience. A
resolute challenger would rather fight than pay that; an irresolute one would rather back down.

Source: Fearon 1994 has the escalation in continuous time; this is the challenge at one moment, as Schultz 1998 has it
without an opposition. What is stated here follows from the payoffs, and is marked so; the mechanism is theirs.

That nobody challenges is always an equilibrium, since a challenge that nobody expects may be read as a bluff. It passes the
intuitive criterion and fails D1: where the other would be indifferent after a challenge, both types would gain by it, but the
resolute one, who would rather fight than back down, gains for more answers. No other small game of the catalogue tells the
two criteria apart so plainly.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("signalling",)
PAPER = Paper(
    authors=("Fearon, James D.",),
    year=1994,
    title="Domestic Political Audiences and the Escalation of International Disputes",
    journal="American Political Science Review",
    volume="88",
    number="3",
    pages="577-592",
)
MORE_PAPERS = (
    Paper(
        authors=("Schultz, Kenneth A.",),
        year=1998,
        title="Domestic Opposition and Signaling in International Crises",
        journal="American Political Science Review",
        volume="92",
        number="4",
        pages="829-844",
        doi="10.2307/2586306",
    ),
)

CHALLENGER = "Challenger"
TARGET = "Target"

PARAMETERS = {
    "resolute": ModelParameter(
        Fraction(3, 10), 0, 1, "prior probability of a resolute challenger", inside=True
    ),
    "prize": ModelParameter(1, 0, words="what a concession is worth to the challenger", inside=True),
    "audience": ModelParameter(
        Fraction(1, 2), 0, words="what backing down costs the challenger", inside=True
    ),
    "war_resolute": ModelParameter(
        Fraction(-1, 4), words="what war is worth to a resolute challenger: more than backing down"
    ),
    "war_irresolute": ModelParameter(
        -1, words="what it is worth to an irresolute one: less than backing down"
    ),
    "cost": ModelParameter(
        1, 0, words="what war costs the target, where the prize is worth 1 to it", inside=True
    ),
}


@game(CHALLENGER, TARGET, title="a crisis with audience costs")
def audience_costs(p: Parameters) -> Telling:
    """Everything is seen but the resolve of the challenger."""
    kind = yield chance("kind", {"resolute": p.resolute, "irresolute": 1 - p.resolute}, seen_by=CHALLENGER)
    if (yield move(CHALLENGER, "opening", ["challenge", "quiet"])) == "quiet":
        return {CHALLENGER: 0, TARGET: 1}
    if (yield move(TARGET, "answer", ["concede", "resist"])) == "concede":
        return {CHALLENGER: p.prize, TARGET: 0}
    if (yield move(CHALLENGER, "end", ["fight", "back down"])) == "back down":
        return {CHALLENGER: -p.audience, TARGET: 1}
    return {CHALLENGER: p.war_resolute if kind == "resolute" else p.war_irresolute, TARGET: -p.cost}


DARES, QUIET = 'opening == "challenge"', 'opening == "quiet"'
RESOLUTE, IRRESOLUTE = 'kind == "resolute"', 'kind == "irresolute"'


def _bluffing(m: SolvedModel, event: str, given: str = "True") -> Fraction:
    """The chance of an event in the equilibrium in which all resolute challenge."""
    shown = next(each for each in m.equilibria if m.chance(each, DARES, RESOLUTE) == 1)
    found: Fraction = m.chance(shown, event, given)
    return found


def _quiet(m: SolvedModel, test: str) -> bool:
    return m.passes(m.the(QUIET), test)


FEW = [Fraction(k, 20) for k in (1, 3, 5, 7, 9)]
RESULTS = (
    PublishedStatement(
        "An irresolute challenger bluffs with probability q c / (1 - q), so that the target who is challenged believes with"
        " 1 / (1 + c) that he is resolute.",
        "here, from the payoffs",
        stated=lambda p: (p.resolute * p.cost / (1 - p.resolute), 1 / (1 + Fraction(p.cost))),
        computed=lambda m: (_bluffing(m, DARES, IRRESOLUTE), _bluffing(m, RESOLUTE, DARES)),
        over=("resolute", FEW),
        numbers=("how often the irresolute bluff", "belief after a challenge"),
    ),
    PublishedStatement(
        "The target resists with probability v / (v + a): the higher the audience cost, the more often it concedes.",
        "here, from the payoffs; the direction is that of the paper",
        stated=lambda p: p.prize / (p.prize + p.audience),
        computed=lambda m: _bluffing(m, 'answer == "resist"', DARES),
        over=("audience", [Fraction(k, 10) for k in (3, 4, 5, 6, 8, 9)]),
    ),
    PublishedStatement(
        "War comes with probability q v / (v + a), and the resolute alone fight it.",
        "here, from the payoffs",
        stated=lambda p: (p.resolute * p.prize / (p.prize + p.audience), 0),
        computed=lambda m: (_bluffing(m, 'end == "fight"'), _bluffing(m, 'end == "fight"', IRRESOLUTE)),
        over=("resolute", FEW),
        numbers=("chance of war", "chance that an irresolute one fights"),
    ),
    PublishedStatement(
        "If more than 1 / (1 + c) are resolute, everybody challenges and the target concedes.",
        "here, from the payoffs",
        stated=(1, 1),
        computed=lambda m: (_bluffing(m, DARES), _bluffing(m, 'answer == "concede"')),
        over=("resolute", [Fraction(k, 20) for k in (11, 15, 19)]),
    ),
    PublishedStatement(
        "There are two equilibria; that nobody challenges is the other, which passes the intuitive criterion and fails D1.",
        "here, from the payoffs",
        stated=(2, True, False),
        computed=lambda m: (len(m.equilibria), _quiet(m, "intuitive"), _quiet(m, "d1")),
        over=("resolute", [Fraction(3, 10), Fraction(3, 5)]),
    ),
)
