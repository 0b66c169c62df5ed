"""Private information as a cause of war: a state that asks for more than the tough would grant risks a fight.

Two states divide something worth 1. The first offers the second a share; the second accepts, or fights. War is won by the
first with probability p and costs each side something. What it costs the second is known to itself alone: little (it is
tough) or much (it is soft). A fight is worse for both than some division; yet the first may offer a share that only the soft
accept, and trade the risk of war against the better terms.

Source: Fearon 1995 (private information with an incentive to misrepresent it); Powell 1999 has the same trade-off of risk and
return. Theirs have a continuum of costs; here are two types, and a grid of offers.

A grid of offers on which somebody is exactly indifferent has more equilibria than the paper: he may accept or fight there, and
the next offer takes its place. The grid here begins half a step above 0, and ``ties=True`` gives the other one.
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

TOPICS = ("alliances",)
PAPER = Paper(
    authors=("Fearon, James D.",),
    year=1995,
    title="Rationalist Explanations for War",
    journal="International Organization",
    volume="49",
    number="3",
    pages="379-414",
)
MORE_PAPERS = (
    Paper(
        authors=("Powell, Robert",),
        year=1999,
        title="In the Shadow of Power: States and Strategies in International Politics",
        publisher="Princeton University Press",
    ),
    Paper(
        authors=("Banks, Jeffrey S.",),
        year=1990,
        title="Equilibrium Behavior in Crisis Bargaining Games",
        journal="American Journal of Political Science",
        volume="34",
        number="3",
        pages="599-614",
        doi="10.2307/2111390",
    ),
)

FIRST = "First"
SECOND = "Second"

PARAMETERS = {
    "tough": ModelParameter(
        Fraction(1, 2), 0, 1, "prior probability that the second state is tough", inside=True
    ),
    "win": ModelParameter(Fraction(1, 2), 0, 1, "probability with which the first state wins a war"),
    "cost": ModelParameter(Fraction(1, 10), 0, 1, "what war costs the first state"),
    "cost_tough": ModelParameter(Fraction(1, 10), 0, 1, "what it costs a tough second state"),
    "cost_soft": ModelParameter(Fraction(3, 10), 0, 1, "what it costs a soft second state"),
}


@game(FIRST, SECOND, title="an offer to a state of private resolve")
def ultimatum(p: Parameters, *, steps: int = 10, ties: bool = False) -> Telling:
    """The offer is a share up to 3/4, 1 / ``steps`` apart, from half a step on (from 0 where ``ties``)."""
    kind = yield chance("kind", {"tough": p.tough, "soft": 1 - p.tough}, seen_by=SECOND)
    start = Fraction(0) if ties else Fraction(1, 2 * steps)
    share = yield move(FIRST, "offer", [str(start + Fraction(k, steps)) for k in range(3 * steps // 4 + 1)])
    if (yield move(SECOND, "answer", ["accept", "fight"])) == "accept":
        return {FIRST: 1 - Fraction(share or 0), SECOND: Fraction(share or 0)}
    return {FIRST: p.win - p.cost, SECOND: 1 - p.win - (p.cost_tough if kind == "tough" else p.cost_soft)}


WAR = 'answer == "fight"'
TOUGH, SOFT = 'kind == "tough"', 'kind == "soft"'


def _least(p: Any, cost: Any) -> Fraction:
    """The least share of the grid without ties that a second state with this cost of war accepts."""
    worth, step = 1 - Fraction(p.win) - cost, Fraction(1, p.steps)
    return Fraction(step / 2 - (step / 2 - worth) // step * step)


def _grid_cutoff(p: Any) -> Fraction:
    """The share of tough states from which the safe offer is the better one on the grid."""
    safe, risky, war = 1 - _least(p, p.cost_tough), 1 - _least(p, p.cost_soft), p.win - p.cost
    return Fraction((risky - safe) / (risky - war))


def _cutoff(m: SolvedModel) -> Fraction:
    """The share of tough states at which the first state gets as much from the risky offer as from the safe one.

    Both are linear in that share: two solved games give the first, one the second.
    """
    low, more, high = (m.at(tough=Fraction(k, 100)) for k in (20, 30, 95))
    at, then, safe = (each.worth(each.only, FIRST) for each in (low, more, high))
    found: Fraction = Fraction(1, 5) + (safe - at) / (then - at) / 10
    return found


def _spread(m: SolvedModel) -> tuple[Fraction, ...]:
    """Over all equilibria: the least and the greatest value of the first state, and chance of war."""
    worths = [each.ranges[0] for each in m.equilibria]
    wars = [each.range_of(WAR) for each in m.equilibria]
    ends = (
        min(e.low for e in worths),
        max(e.high for e in worths),
        min(e.low for e in wars),
        max(e.high for e in wars),
    )
    return tuple(Fraction(end) for end in ends)


def _tie_spread(p: Any) -> tuple[Fraction, ...]:
    """The same on a grid with ties: the soft accept what makes them indifferent, or fight just so often that the next offer ties."""
    war, step = p.win - p.cost, Fraction(1, p.steps)
    low = 1 - p.win - p.cost_soft  # the offer at which the soft are indifferent
    most, least = ((1 - p.tough) * (1 - offer) + p.tough * war for offer in (low, low + step))
    fights = (most - least) / (1 - low - war)  # of soft states, as the chance of the whole
    return least, most, Fraction(0), p.tough + fights


RESULTS = (
    PublishedStatement(
        "If war is likely to be with the soft the first state makes an offer that only they accept, and the tough fight.",
        "here, from the payoffs",
        stated=lambda p: (p.tough, 1, 0),
        computed=lambda m: (m.chance(m.only, WAR), m.chance(m.only, WAR, TOUGH), m.chance(m.only, WAR, SOFT)),
        over=("tough", [Fraction(k, 10) for k in (1, 3, 5)]),
    ),
    PublishedStatement(
        "If most are tough it makes the safe offer, and there is no war.",
        "here, from the payoffs",
        stated=lambda p: (0, 1 - _least(p, p.cost_tough)),
        computed=lambda m: (m.chance(m.only, WAR), m.worth(m.only, FIRST)),
        over=("tough", [Fraction(k, 10) for k in (6, 7, 9)]),
    ),
    PublishedStatement(
        "The share of tough states from which the safe offer is made is 4/7 on this grid.",
        "here, from the grid",
        stated=(Fraction(4, 7), Fraction(4, 7)),
        computed=lambda m: (_cutoff(m), _grid_cutoff(m.p)),
    ),
    PublishedStatement(
        "As the grid gets finer that share approaches (c_soft - c_tough) / (c + c_soft), which is 1/2 here.",
        "here, as in the paper's trade-off of risk and return; the grid's own value beside it",
        stated=_grid_cutoff,
        computed=_cutoff,
        over=("steps", [10, 20, 30]),
        limit=lambda p: Fraction((p.cost_soft - p.cost_tough) / (p.cost + p.cost_soft)),
    ),
    PublishedStatement(
        "The tough fight at least as often as the soft, and get at least as much.",
        "Banks 1990, for every equilibrium of every such game",
        stated=(True, True),
        computed=lambda m: (
            all(m.chance(e, WAR, TOUGH) >= m.chance(e, WAR, SOFT) for e in m.equilibria),
            all(m.worth(e, SECOND, TOUGH) >= m.worth(e, SECOND, SOFT) for e in m.equilibria),
        ),
        over=("tough", [Fraction(k, 10) for k in (2, 4, 6, 8)]),
    ),
    PublishedStatement(
        "On a grid with an offer at which the soft are indifferent, three sets of equilibria touch: the first state gets 29/50 to"
        " 16/25, and the chance of war is 0 to 11/20.",
        "here: a trap of grids",
        stated=lambda p: (Fraction(29, 50), Fraction(16, 25), Fraction(0), Fraction(11, 20), *_tie_spread(p)),
        computed=lambda m: _spread(m) * 2,
        at={"ties": True, "tough": Fraction(2, 5)},
    ),
)
