"""The volunteer's dilemma: the more could help, the less likely it is that anybody does.

Everybody has a benefit as soon as one of them pays its cost. All decide at once.

Source: Diekmann 1985: in the symmetric equilibrium each waits with probability (c / b)**(1 / (N - 1)), so
that nobody volunteers with probability (c / b)**(N / (N - 1)), which grows with the number N. With three
players there are seven equilibria: one alone volunteers (3), one surely waits and the two others mix (3), and
the symmetric one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.measured.measure import probability
from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("public goods", "three players")
PAPER = Paper(
    authors=("Diekmann, Andreas",),
    year=1985,
    title="Volunteer's Dilemma",
    journal="Journal of Conflict Resolution",
    volume="29",
    number="4",
    pages="605-610",
    unconfirmed=("volume", "number"),
)
PARAMETERS = {
    "benefit": ModelParameter(
        Fraction(4),
        0,
        words="what it is worth to each that somebody volunteers; more than the cost",
        inside=True,
    ),
    "cost": ModelParameter(Fraction(1), 0, words="what volunteering costs", inside=True),
}


def _names(players: int = 3) -> list[str]:
    return [chr(ord("A") + at) for at in range(players)]


@game(_names, title="volunteer's dilemma")
def volunteers_dilemma(p: Parameters, *, players: int = 3) -> Telling:
    """Nobody sees what another chooses."""
    names = _names(players)
    helps: dict[str, bool] = {}
    for name in names:
        act = yield move(name, f"act of {name}", ["volunteer", "wait"], seen_by=())
        helps[name] = act == "volunteer"
    good = p.benefit if any(helps.values()) else 0
    return {name: good - (p.cost if helps[name] else 0) for name in names}


def waits(p: Any) -> float:
    """The probability of waiting in the symmetric equilibrium."""
    return float((p.cost / p.benefit) ** (1 / (p.players - 1)))


def _symmetric(m: SolvedModel) -> float:
    """How often A waits in the limit of the logit path, which is symmetric where the game is."""
    return float(probability(m.tree, m.limit.strategy, 'move("act of A") == "wait"')[0])


def _nobody(m: SolvedModel) -> float:
    event = " and ".join(f'move("act of {name}") == "wait"' for name in _names(m.p.players))
    return float(probability(m.tree, m.limit.strategy, event)[0])


RESULTS = (
    PublishedStatement(
        "In the symmetric equilibrium each waits with probability (c / b)**(1 / (N - 1)).",
        "the paper's mixed equilibrium",
        stated=waits,
        computed=_symmetric,
        at={"benefit": Fraction(64)},
        over=("players", (2, 3, 4)),
        tolerance=1e-7,
    ),
    PublishedStatement(
        "The more players there are, the likelier it is that nobody volunteers: (c / b)**(N / (N - 1)).",
        "the paper's main result",
        stated=lambda p: waits(p) ** p.players,
        computed=_nobody,
        at={"benefit": Fraction(64)},
        over=("players", (2, 3, 4)),
        tolerance=1e-7,
    ),
    PublishedStatement(
        "The dearer volunteering is, the more each waits.",
        "the paper's mixed equilibrium",
        stated=waits,
        computed=_symmetric,
        over=("cost", (Fraction(1, 2), Fraction(1), Fraction(2), Fraction(3))),
        tolerance=1e-7,
    ),
    PublishedStatement(
        "With three players there are exactly seven equilibria, in three of which one player alone volunteers for sure.",
        "here, from the whole list",
        stated=(7, 3),
        computed=lambda m: (len(m.equilibria), sum(each.label.startswith("pure") for each in m.equilibria)),
    ),
    PublishedStatement(
        "In the symmetric equilibrium everybody gets the benefit less the cost.",
        "the paper: a player who mixes is as well off as if he volunteered",
        stated=lambda p: (p.benefit - p.cost,) * 3,
        computed=lambda m: (
            m.the(
                " and ".join(f'move("act of {name}") == "wait"' for name in _names()),
                Fraction(1, 8),
                Fraction(1, 8),
            ).certificate.value
        ),
    ),
)
