"""Public and private threats: a threat that nobody at home hears is no proof of resolve, and may move its recipient as much.

A challenger is resolved or not, a defender fears war more or less; each knows that of himself. The challenger lets things be,
or threatens in public or in private. The defender gives in or resists; if he resists, the challenger fights or backs down. In public,
backing down and giving in both cost the leader who does it something at home. So a public threat is believed, but giving in to it
is dearer, too: a private one lets the defender save face.

Source: told after Kurizaki 2007, where both sides have an audience and threats are made in public or in private; not a copy of any of
its propositions. There what war is worth to both is spread over intervals; here a challenger has two kinds and a defender ``types``
equally likely costs of war, at the middles of equal cells from 0 to 2. The audience of the challenger costs so much that even one who is
not resolved would rather fight than back down in public; in private backing down is free.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("crisis", "signalling", "audience costs", "diplomacy")
CHALLENGER, DEFENDER = "Challenger", "Defender"
PAPER = Paper(
    authors=("Kurizaki, Shuhei",),
    year=2007,
    title="Efficient Secrecy: Public versus Private Threats in Crisis Diplomacy",
    journal="American Political Science Review",
    volume="101",
    number="3",
    pages="543-558",
    doi="10.1017/S0003055407070396",
)
PARAMETERS = {
    "resolved": ModelParameter(
        Fraction(3, 5), 0, 1, "prior probability that the challenger is resolved", inside=True
    ),
    "war": ModelParameter(
        Fraction(1, 5), 0, 1, "what a war is worth to one who is resolved; the good is worth 1", inside=True
    ),
    "loss": ModelParameter(Fraction(2, 5), 0, words="what a war costs one who is not", inside=True),
    "audience": ModelParameter(
        Fraction(1),
        0,
        words="what backing down in public costs the challenger; more than the loss",
        inside=True,
    ),
    "face": ModelParameter(
        Fraction(6, 5), 0, 2, "what giving in to a public threat costs the defender", inside=True
    ),
}


@game(CHALLENGER, DEFENDER, title="public and private threats")
def threats(p: Parameters, *, types: int = 3, channels: tuple[str, ...] = ("private", "public")) -> Telling:
    """The defender has the good. ``channels``: what kinds of threat can be made."""
    kind = yield chance("kind", {"resolved": p.resolved, "other": 1 - p.resolved}, seen_by=CHALLENGER)
    fear = yield chance("fear", {at: Fraction(1, types) for at in range(1, types + 1)}, seen_by=DEFENDER)
    threat = yield move(CHALLENGER, "threat", ["none", *channels])
    if threat == "none":
        return {CHALLENGER: 0, DEFENDER: 1}
    heard = threat == "public"
    if (yield move(DEFENDER, "answer", ["give in", "resist"])) == "give in":
        return {CHALLENGER: 1, DEFENDER: -p.face if heard else 0}
    if (yield move(CHALLENGER, "last word", ["fight", "back down"])) == "back down":
        return {CHALLENGER: -p.audience if heard else 0, DEFENDER: 1}
    return {CHALLENGER: p.war if kind == "resolved" else -p.loss, DEFENDER: -cost(fear, types)}


def cost(fear: int, types: int) -> Fraction:
    """What a war costs a defender: the middle of his cell of [0, 2]."""
    return Fraction(2 * fear - 1, types)


def give_in_publicly(p: Any) -> Fraction:
    """The share of defenders that give in to a public threat: those whom a war costs more than their face."""
    return _dearer(p, p.face)


def give_in_privately(p: Any) -> Fraction:
    """The share that give in to a private threat that tells nothing: those whom a war costs more than (1 - q) / q."""
    return _dearer(p, (1 - p.resolved) / p.resolved)


def _dearer(p: Any, than: Any) -> Fraction:
    return Fraction(sum(cost(fear, p.types) > than for fear in range(1, p.types + 1)), p.types)


PRIVATE, PUBLIC = {"channels": ("private",)}, {"channels": ("public",)}
GIVES_IN, WAR = 'answer == "give in"', 'move("last word") == "fight"'


def _alone(m: SolvedModel, channel: Mapping[str, Any], event: str) -> Any:
    """The chance of an event where threats can be made in one way alone."""
    here = m.at(**channel)
    return here.chance(here.only, event)


RESULTS = (
    PublishedStatement(
        "A public threat is fully credible: whoever is resisted fights. Defenders give in to it whom a war costs more than their face.",
        "the abstract: a fully credible public threat; the rule here, from the payoffs",
        stated=lambda p: (1, give_in_publicly(p)),
        computed=lambda m: (
            m.chance(m.only, WAR, 'answer == "resist"'),
            m.chance(m.only, GIVES_IN, 'threat == "public"'),
        ),
        at=PUBLIC,
        over=("face", [Fraction(k, 5) for k in (2, 4, 6, 8)]),
        numbers=("fights if resisted", "defenders who give in"),
    ),
    PublishedStatement(
        "A private threat is of limited credibility: all make it, nobody learns from it, and one who is not resolved backs down."
        " Defenders give in all the same whom a war costs more than (1 - q) / q.",
        "the abstract: a threat of limited credibility; the rule here, from the payoffs",
        stated=lambda p: (p.resolved, give_in_privately(p)),
        computed=lambda m: (
            m.chance(m.only, 'kind == "resolved"', 'threat == "private"'),
            m.chance(m.only, GIVES_IN, 'threat == "private"'),
        ),
        at=PRIVATE,
        over=("resolved", [Fraction(k, 20) for k in (8, 9, 11, 14, 16, 18)]),
        numbers=("belief in resolve", "defenders who give in"),
    ),
    PublishedStatement(
        "A private threat is as compelling as a public one, or more so, where q is 1 / (1 + f) or more: face weighs what doubt does.",
        "the abstract; the threshold here, from the payoffs, away from it by a cell of the grid",
        stated=lambda p: bool(p.resolved >= 1 / (1 + p.face)),
        computed=lambda m: bool(_alone(m, PRIVATE, GIVES_IN) >= _alone(m, PUBLIC, GIVES_IN)),
        at={"face": Fraction(2, 5)},
        over=("resolved", [Fraction(k, 25) for k in (10, 11, 12, 18, 20, 23)]),
    ),
    PublishedStatement(
        "Secrecy is efficient: in private there is war with a defender who does not give in and a challenger who is resolved, in public"
        " with any challenger.",
        "the abstract; the probabilities here, from the payoffs",
        stated=lambda p: (p.resolved * (1 - give_in_privately(p)), 1 - give_in_publicly(p)),
        computed=lambda m: (_alone(m, PRIVATE, WAR), _alone(m, PUBLIC, WAR)),
        over=("resolved", [Fraction(k, 20) for k in (9, 11, 14, 16, 18)]),
        numbers=("war after private threats", "war after public threats"),
    ),
    PublishedStatement(
        "With both channels open there is an equilibrium in which all threaten in private and one in which all threaten in public, where a"
        " private threat would be taken for a bluff; both sides expect more of the private one.",
        "here, from the whole list",
        stated=(1, 1, True, True),
        computed=lambda m: (
            len(secret := m.where('threat == "private"')),
            len(known := m.where('threat == "public"')),
            *(m.worth(secret[0], who) > m.worth(known[0], who) for who in (CHALLENGER, DEFENDER)),
        ),
    ),
)
