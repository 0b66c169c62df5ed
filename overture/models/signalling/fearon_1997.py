"""Sinking costs: a resolved state burns just so much that one who bluffs would not.

A sender is of high or of low resolve, which he alone knows. He spends a sum that is gone whatever happens (troops that are
moved, a mobilisation), one of the whole numbers from 0 up. The receiver sees it and concedes, or resists. A sender of high
resolve then fights, one of low resolve backs down. The receiver would concede to the one and resist the other.

Source: Fearon 1997 compares costs that are sunk with hands that are tied, on a continuum of types and of sums; this is his
game of sunk costs with two types and a grid of sums. The least costly separating sum is that of Riley 1979, the idea that of
Spence 1973.

A grid is no continuum: between the grid points m and m + 1 lies the sum v at which a bluff would just not pay, and both types
spending m, with bluffs now and then, may be better for the high type than m + 1 without any. Where it is, D1 leaves that
equilibrium and not the one that separates. The high type gets (V - w) m / v + w - m from it, against V - m - 1: so it is
where (V - w)(v - m) / v < 1, as the gap to the next grid point is then too wide to be worth the step.
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

TOPICS = ("bargaining",)
PAPER = Paper(
    authors=("Fearon, James D.",),
    year=1997,
    title="Signaling Foreign Policy Interests: Tying Hands versus Sinking Costs",
    journal="Journal of Conflict Resolution",
    volume="41",
    number="1",
    pages="68-90",
    doi="10.1177/0022002797041001004",
)
MORE_PAPERS = (
    Paper(
        authors=("Spence, Michael",),
        year=1973,
        title="Job Market Signaling",
        journal="The Quarterly Journal of Economics",
        volume="87",
        number="3",
        pages="355-374",
    ),
    Paper(
        authors=("Riley, John G.",),
        year=1979,
        title="Informational Equilibrium",
        journal="Econometrica",
        volume="47",
        number="2",
        pages="331-359",
        unconfirmed=("number",),
    ),
)

SENDER = "Sender"
RECEIVER = "Receiver"

PARAMETERS = {
    "high": ModelParameter(
        Fraction(1, 4), 0, 1, "prior probability of a sender of high resolve", inside=True
    ),
    "v_high": ModelParameter(4, 0, words="what the concession is worth to one of high resolve"),
    "v_low": ModelParameter(Fraction(3, 2), 0, words="what it is worth to one of low resolve"),
    "war": ModelParameter(Fraction(1, 2), words="what a fight is worth to one of high resolve"),
    "cost": ModelParameter(
        2, 0, words="what a fight costs the receiver; one who backs down is worth 1 to him"
    ),
}


@game(SENDER, RECEIVER, title="sinking costs")
def sinking_costs(p: Parameters, *, most: int = 4) -> Telling:
    """The sender spends 0, 1, ... ``most``; the receiver sees the sum, and not the resolve."""
    resolve = yield chance("resolve", {"high": p.high, "low": 1 - p.high}, seen_by=SENDER)
    spent = yield move(SENDER, "spent", [str(sum_) for sum_ in range(most + 1)])
    answer = yield move(RECEIVER, "answer", ["concede", "resist"])
    if answer == "concede":
        return {SENDER: (p.v_high if resolve == "high" else p.v_low) - int(spent or 0), RECEIVER: 0}
    if resolve == "high":
        return {SENDER: p.war - int(spent or 0), RECEIVER: -p.cost}
    return {SENDER: -int(spent or 0), RECEIVER: 1}


HIGH, LOW = 'resolve == "high"', 'resolve == "low"'
BURNS = 'spent != "0"'


def _passing(m: SolvedModel, test: str) -> list[int]:
    """What one of high resolve spends in each equilibrium that passes a test."""
    passed = [each for each in m.equilibria if m.passes(each, test)]
    return [max(k for k in range(m.p.most + 1) if m.chance(each, f'spent == "{k}"', HIGH)) for each in passed]


def _grid_spends(p: Any) -> int:
    """What one of high resolve spends on the grid, where D1 has spoken."""
    below = int(p.v_low // 1)
    bluffed = (p.v_high - p.war) * below / p.v_low + p.war - below
    return below if bluffed > p.v_high - below - 1 else below + 1


def _bluffs(m: SolvedModel) -> tuple[Fraction, Fraction]:
    """How often one of low resolve bluffs where both spend 1, and how often that is answered by a concession."""
    for each in m.equilibria:
        bluff = m.chance(each, 'spent == "1"', LOW)
        if 0 < bluff < 1:
            return bluff, m.chance(each, 'answer == "concede"', 'spent == "1"')
    return Fraction(0), Fraction(0)


RESULTS = (
    PublishedStatement(
        "If few are of high resolve there are four equilibria: two that separate, one in which nobody spends and the receiver"
        " resists, and one in which those of low resolve bluff now and then.",
        "here, from the payoffs on the grid",
        stated=(4, 2, 1),
        computed=lambda m: (
            len(m.equilibria),
            len([e for e in m.equilibria if m.chance(e, BURNS, HIGH) == 1 and m.chance(e, BURNS, LOW) == 0]),
            len([e for e in m.equilibria if m.chance(e, BURNS) == 0]),
        ),
    ),
    PublishedStatement(
        "D1 and the intuitive criterion leave the separating equilibrium with the least sum at which a bluff does not pay.",
        "Riley 1979; Cho and Kreps 1987; where the grid has a point close above that sum",
        stated=lambda p: (-(-p.v_low // 1), -(-p.v_low // 1)),
        computed=lambda m: _passing(m, "d1") + _passing(m, "intuitive"),
        over=("v_low", [Fraction(k, 8) for k in (4, 6, 7, 12, 14, 15)]),
    ),
    PublishedStatement(
        "On a grid whose next point lies too far above that sum, D1 leaves the equilibrium with bluffs at the point below it.",
        "here, against the continuum: see above",
        stated=_grid_spends,
        computed=lambda m: _passing(m, "d1"),
        over=("v_low", [Fraction(k, 8) for k in (9, 10, 11, 12, 18, 20, 23)]),
    ),
    PublishedStatement(
        "In the equilibrium that is left, one of low resolve spends nothing: sunk costs are no bluff.",
        "Abstract: leaders never bluff in equilibrium",
        stated=0,
        computed=lambda m: max(m.chance(e, BURNS, LOW) for e in m.equilibria if m.passes(e, "d1")),
    ),
    PublishedStatement(
        "Where both spend 1, one of low resolve does so with probability q c / (1 - q), so that the receiver is indifferent,"
        " and the receiver concedes with probability 1 / v, so that he is.",
        "here, from the payoffs",
        stated=lambda p: (p.high * p.cost / (1 - p.high), 1 / p.v_low),
        computed=_bluffs,
        over=("high", [Fraction(k, 20) for k in (1, 2, 3, 4, 5, 6)]),
        numbers=("how often those of low resolve bluff", "how often that is conceded to"),
    ),
    PublishedStatement(
        "If enough are of high resolve to make a concession right without any signal, there are eight equilibria, and nobody"
        " spending, answered by a concession, passes D1.",
        "here, from the payoffs on the grid",
        stated=(8, True),
        computed=lambda m: (
            len(m.equilibria),
            m.passes(
                next(e for e in m.equilibria if m.chance(e, 'spent == "0" and answer == "concede"') == 1),
                "d1",
            ),
        ),
        at={"high": Fraction(1, 2)},
    ),
)
