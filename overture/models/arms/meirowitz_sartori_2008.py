"""Secret arming: if nobody may see whether a state has armed, it arms now and then, and there is war now and then.

A state arms or does not, unseen, at a price. Its rival offers it a share of what they divide, and it accepts or goes to war,
in which it does better armed. If it surely armed, the rival would offer what an armed state accepts; but then arming would
be worth nothing without the price, and if it surely did not, the rival would offer little and arming would pay. So it mixes, and so does
the rival; sometimes the offer is low and the state armed, and there is war.

Source: Meirowitz and Sartori 2008 show that such uncertainty arises of itself and makes war possible; Jackson and Morelli
2009 have both sides arm. Here one side arms, our adaptation. On a grid that has the shares at which somebody is indifferent, the
probabilities are those of the continuum; on the other grid they are those of its own points.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters

TOPICS = ("bargaining",)
PAPER = Paper(
    authors=("Meirowitz, Adam", "Sartori, Anne E."),
    year=2008,
    title="Strategic Uncertainty as a Cause of War",
    journal="Quarterly Journal of Political Science",
    volume="3",
    number="4",
    pages="327-352",
    doi="10.1561/100.00008018",
    unconfirmed=("volume", "number", "pages"),
)
MORE_PAPERS = (
    Paper(
        authors=("Jackson, Matthew O.", "Morelli, Massimo"),
        year=2009,
        title="Strategic Militarization, Deterrence and Wars",
        journal="Quarterly Journal of Political Science",
        volume="4",
        number="4",
        pages="279-313",
        doi="10.1561/100.00009047",
    ),
)

STATE, RIVAL = PLAYERS = ("State", "Rival")

PARAMETERS = {
    "unarmed": ModelParameter(Fraction(3, 10), 0, 1, "probability with which the state wins a war unarmed"),
    "armed": ModelParameter(Fraction(3, 5), 0, 1, "probability with which it wins armed"),
    "cost_state": ModelParameter(Fraction(1, 10), 0, 1, "what war costs the state"),
    "cost_rival": ModelParameter(Fraction(1, 10), 0, 1, "what it costs the rival"),
    "price": ModelParameter(Fraction(3, 20), 0, words="what arming costs"),
}


@game(*PLAYERS, title="secret arming")
def secret_arming(p: Parameters, *, ties: bool = False) -> Telling:
    """The offer is 1/20, 3/20, ... 3/4; 0, 1/10, ... 4/5 where ``ties``."""
    arms = yield move(STATE, "arms", ["arm", "refrain"], seen_by=())
    shares = [Fraction(k, 10) for k in range(9)] if ties else [Fraction(2 * k + 1, 20) for k in range(8)]
    offer = yield move(RIVAL, "offer", [str(share) for share in shares])
    spent = p.price if arms == "arm" else 0
    if (yield move(STATE, "answer", ["accept", "fight"])) == "accept":
        return {STATE: Fraction(offer or 0) - spent, RIVAL: 1 - Fraction(offer or 0)}
    win = p.armed if arms == "arm" else p.unarmed
    return {STATE: win - p.cost_state - spent, RIVAL: 1 - win - p.cost_rival}


def _offers(p: Any) -> tuple[Fraction, Fraction]:
    """The least offers that an unarmed and an armed state accept, on the grid."""
    step, start = Fraction(1, 10), Fraction(0) if p.ties else Fraction(1, 20)
    low, high = (start - ((start - (win - p.cost_state)) // step) * step for win in (p.unarmed, p.armed))
    return low, high


def _stated(p: Any) -> tuple[Fraction, Fraction, Fraction]:
    """The chances of arming, of the high offer, and of war, so that both are indifferent between the two offers and two ways of arming."""
    low, high = _offers(p)
    fight = p.armed - p.cost_state  # of an armed state, who fights at the low offer
    arming = (high - low) / (1 - low - (1 - p.armed - p.cost_rival))
    # Unarmed: y_low or y_high. Armed: war, or y_high, less the price.
    offered = 1 - p.price / (fight - low)
    return arming, offered, arming * (1 - offered)


def _mixed(m: SolvedModel) -> tuple[Fraction, ...]:
    """The same of the one equilibrium."""
    _, high = _offers(m.p)
    shown = m.only
    return tuple(
        m.chance(shown, event) for event in ('arms == "arm"', f'offer == "{high}"', 'answer == "fight"')
    )


def _mixing(m: SolvedModel) -> AssessmentCertificate:
    """The equilibrium with these chances, in which whoever is indifferent accepts."""
    low, high = _offers(m.p)
    arming, offered, _ = _stated(m.p)

    def rule(name: str, before: Mapping[str, str]) -> dict[str, Any]:
        if name == "arms":
            return {"arm": arming, "refrain": 1 - arming}
        if name == "offer":
            return {str(high): offered, str(low): 1 - offered}
        least = high if before["arms"] == "arm" else low
        return {"accept": 1} if Fraction(before["offer"]) >= least else {"fight": 1}

    return m.playing(rule)


RESULTS = (
    PublishedStatement(
        "Where arming costs less than it adds in a war, the state arms with a chance that makes its rival indifferent between"
        " the low and the high offer, and the rival offers so that arming is worth its price; the rest is war.",
        "here, from the payoffs on the grid",
        stated=_stated,
        computed=_mixed,
        over=("price", [Fraction(k, 20) for k in (1, 2, 3, 4)]),
        numbers=("chance of arming", "chance of the high offer", "chance of war"),
    ),
    PublishedStatement(
        "The more war would cost the rival, the less often the state arms.",
        "here, from the payoffs on the grid",
        stated=lambda p: _stated(p)[0],
        computed=lambda m: _mixed(m)[0],
        over=("cost_rival", [Fraction(k, 20) for k in (1, 2, 3, 4, 5, 6)]),
    ),
    PublishedStatement(
        "On the continuum it arms with (p' - p) / (p' - p + c + c'), the high offer comes with 1 - k / (p' - p), and war with"
        " k / (p' - p + c + c'): an equilibrium of the grid that has these shares.",
        "here, from the payoffs on the continuum",
        stated=lambda p: (
            Fraction(3, 5),
            Fraction(1, 2),
            p.price / (p.armed - p.unarmed + p.cost_state + p.cost_rival),
            True,
        ),
        computed=lambda m: (
            m.chance(_mixing(m), 'arms == "arm"'),
            m.chance(_mixing(m), 'offer == "1/2"'),
            m.chance(_mixing(m), 'answer == "fight"'),
            _mixing(m).is_sequential,
        ),
        at={"ties": True},
    ),
    PublishedStatement(
        "If arming costs more than it adds, nobody arms and there is no war.",
        "here, from the payoffs",
        stated=(0, 0),
        computed=lambda m: (m.chance(m.only, 'arms == "arm"'), m.chance(m.only, 'answer == "fight"')),
        over=("price", [Fraction(k, 20) for k in (6, 7, 10)]),
    ),
    PublishedStatement(
        "What both get on the grid without ties, and on the one with them.",
        "here",
        stated=(Fraction(37, 100), Fraction(9, 20), Fraction(7, 20), Fraction(1, 2)),
        computed=lambda m: (*m.only.certificate.value, *_mixing(m.at(ties=True)).value),
    ),
)
