"""Bayesian persuasion: a prosecutor who commits to an investigation has more convicted than are guilty.

A prosecutor fixes in advance how a case will be investigated; a judge sees the investigation and its finding,
and convicts if guilt is the likelier. The guilty are always incriminated; the prosecutor chooses with which
probability the innocent are. He chooses the greatest at which the judge still convicts.

Source: Kamenica and Gentzkow 2011, their opening example: with a prior of q the innocent are incriminated
with probability q / (1 - q), and 2 q are convicted. Here the probability lies on a grid of steps of
1/``grid``, and the prosecutor takes the greatest below q / (1 - q).

A trap of grids: where q / (1 - q) lies on the grid the judge is indifferent there, and there are several
equilibria, of which the paper takes the one that is best for the prosecutor.
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

TOPICS = ("signalling", "persuasion", "commitment")
PROSECUTOR, JUDGE = "Prosecutor", "Judge"
PAPER = Paper(
    authors=("Kamenica, Emir", "Gentzkow, Matthew"),
    year=2011,
    title="Bayesian Persuasion",
    journal="The American Economic Review",
    volume="101",
    number="6",
    pages="2590-2615",
)
PARAMETERS = {
    "guilty": ModelParameter(Fraction(3, 10), 0, Fraction(1, 2), "prior probability of guilt", inside=True),
}


@game(PROSECUTOR, JUDGE, title="Bayesian persuasion")
def persuasion(p: Parameters, *, grid: int = 10) -> Telling:
    """Nobody sees whether the accused is guilty; both see the rule of the investigation and its finding."""
    rule = yield move(PROSECUTOR, "rule", [Fraction(at, grid) for at in range(grid + 1)])
    state = yield chance("state", {"guilty": p.guilty, "innocent": 1 - p.guilty}, seen_by=())
    framed = rule if state == "innocent" else Fraction(1)
    yield chance("finding", {"incriminating": framed, "clearing": 1 - framed})
    convicted = (yield move(JUDGE, "verdict", ["convict", "acquit"])) == "convict"
    return {PROSECUTOR: int(convicted), JUDGE: int(convicted == (state == "guilty"))}


def chosen(p: Any) -> Fraction:
    """The greatest probability of the grid below q / (1 - q)."""
    bound = p.guilty / (1 - p.guilty)
    return max(Fraction(at, p.grid) for at in range(p.grid + 1) if Fraction(at, p.grid) < bound)


def _convicted(m: SolvedModel) -> Any:
    return m.chance(m.only, 'verdict == "convict"')


PRIORS = tuple(Fraction(at, 20) for at in (3, 5, 6, 7, 9))
RESULTS = (
    PublishedStatement(
        "The innocent are incriminated as often as leaves the judge willing to convict.",
        "the paper's opening example, on the grid",
        stated=lambda p: (1, p.guilty + (1 - p.guilty) * chosen(p)),
        computed=lambda m: (m.chance(m.only, f'rule == "{chosen(m.p)}"'), _convicted(m)),
        over=("guilty", PRIORS),
    ),
    PublishedStatement(
        "Of all accused 2 q are convicted: twice as many as are guilty.",
        "the paper's opening example, within a step of the grid",
        stated=lambda p: 2 * p.guilty,
        computed=_convicted,
        at={"grid": 20},
        over=("guilty", PRIORS),
        tolerance=1 / 20,
    ),
    PublishedStatement(
        "As the grid gets finer the share that is convicted approaches 2 q from below.",
        "the paper's opening example; the grid takes the greatest step below q / (1 - q)",
        stated=lambda p: p.guilty + (1 - p.guilty) * chosen(p),
        computed=_convicted,
        over=("grid", (10, 20, 40)),
        limit=lambda p: 2 * p.guilty,
    ),
    PublishedStatement(
        "The judge is right hardly more often than without an investigation.",
        "the paper's opening example, within a step of the grid",
        stated=lambda p: 1 - p.guilty,
        computed=lambda m: m.only.certificate.value[1],
        at={"grid": 20},
        over=("guilty", PRIORS),
        tolerance=1 / 20,
    ),
    PublishedStatement(
        "Where q / (1 - q) lies on the grid the judge may acquit there, and the prosecutor's value has a range.",
        "here, a trap of grids",
        stated=(True, Fraction(2, 3)),
        computed=lambda m: (
            min(each.ranges[0].low for each in m.equilibria)
            < max(each.ranges[0].high for each in m.equilibria),
            max(each.ranges[0].high for each in m.equilibria),
        ),
        at={"guilty": Fraction(1, 3)},
    ),
)
