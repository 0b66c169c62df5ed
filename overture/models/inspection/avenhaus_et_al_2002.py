"""Inspector leadership: an inspector who announces what he does, and is bound by it.

The inspector announces the probability with which he will inspect, on a grid, and is bound by it; the
inspectee, who hears it, violates or obeys. The payoffs are those of crime and punishment (Tsebelis 1989). The
inspector announces the least probability that deters, nobody violates, and he is better off than if both
chose at once.

A trap of grids: where gain / fine lies on the grid the inspectee is indifferent there, and a continuum of
equilibria takes the place of one. Use a grid that leaves it out, or take the equilibrium that is best for the
inspector.

Source: Avenhaus, von Stengel and Zamir 2002, on leadership; the idea is that of Maschler 1966, whose game has
many stages.
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

TOPICS = ("inspection", "commitment")
INSPECTOR, INSPECTEE = "Inspector", "Inspectee"
PAPER = Paper(
    authors=("Avenhaus, Rudolf", "von Stengel, Bernhard", "Zamir, Shmuel"),
    year=2002,
    title="Inspection Games",
    booktitle="Handbook of Game Theory with Economic Applications",
    volume="3",
    pages="1947-1987",
)
MORE_PAPERS = (
    Paper(
        authors=("Maschler, Michael",),
        year=1966,
        title="A Price Leadership Method for Solving the Inspector's Non-Constant-Sum Game",
        journal="Naval Research Logistics Quarterly",
        volume="13",
        pages="11-33",
    ),
)
PARAMETERS = {
    "gain": ModelParameter(Fraction(1), 0, words="what a violation is worth to the inspectee", inside=True),
    "fine": ModelParameter(
        Fraction(4), 0, words="what being caught costs him; the gain is less", inside=True
    ),
    "cost": ModelParameter(Fraction(1), 0, words="what an inspection costs the inspector", inside=True),
    "reward": ModelParameter(Fraction(2), 0, words="what catching a violation is worth to him"),
    "harm": ModelParameter(Fraction(3), 0, words="what a violation that is not caught costs him"),
}


@game(INSPECTOR, INSPECTEE, title="inspector leadership")
def inspector_leadership(p: Parameters, *, grid: int = 10) -> Telling:
    """The announcement is one of 1/grid, 2/grid, ... below 1; chance inspects as it was announced."""
    odds = yield move(INSPECTOR, "announcement", [Fraction(at, grid) for at in range(1, grid)])
    conduct = yield move(INSPECTEE, "conduct", ["violate", "obey"], seen_by=())
    effort = yield chance("inspection", {"inspect": odds, "not": 1 - odds})
    spent = p.cost if effort == "inspect" else 0
    if conduct == "obey":
        return {INSPECTOR: -spent, INSPECTEE: 0}
    if effort == "inspect":
        return {INSPECTOR: p.reward - spent, INSPECTEE: p.gain - p.fine}
    return {INSPECTOR: -p.harm, INSPECTEE: p.gain}


def announced(p: Any) -> Fraction:
    """The least probability of the grid above gain / fine."""
    return next(Fraction(at, p.grid) for at in range(1, p.grid) if Fraction(at, p.grid) > p.gain / p.fine)


def _value(m: SolvedModel) -> Any:
    return m.only.certificate.value[0]


FINES = (Fraction(9, 4), Fraction(4), Fraction(13, 2))
RESULTS = (
    PublishedStatement(
        "The inspector announces the least probability that deters, and nobody violates.",
        "Avenhaus, von Stengel and Zamir 2002, on leadership",
        stated=(1, 0),
        computed=lambda m: (
            m.chance(m.only, f'announcement == "{announced(m.p)}"'),
            m.chance(m.only, 'conduct == "violate"'),
        ),
        over=("fine", FINES),
    ),
    PublishedStatement(
        "He loses what his inspections cost.",
        "Avenhaus, von Stengel and Zamir 2002, on leadership",
        stated=lambda p: -p.cost * announced(p),
        computed=_value,
        over=("fine", FINES),
    ),
    PublishedStatement(
        "Being bound is an advantage: if both chose at once he would lose c h / (r + h).",
        "Avenhaus, von Stengel and Zamir 2002, on leadership, against Tsebelis 1989",
        stated=True,
        computed=lambda m: bool(_value(m) > -m.p.cost * m.p.harm / (m.p.reward + m.p.harm)),
        over=("fine", FINES),
    ),
    PublishedStatement(
        "As the grid gets finer the announcement approaches gain / fine from above.",
        "Avenhaus, von Stengel and Zamir 2002, on leadership; the grid takes the least step above it",
        stated=announced,
        computed=lambda m: -_value(m) / m.p.cost,
        over=("grid", (5, 10, 22)),
        limit=lambda p: p.gain / p.fine,
    ),
    PublishedStatement(
        "Where gain / fine lies on the grid, what the inspector gets is anything from the value of the next step to that of"
        " the paper, which is the best for him.",
        "here, a trap of grids",
        stated=lambda p: (-p.cost * (p.gain / p.fine + Fraction(1, p.grid)), -p.cost * p.gain / p.fine),
        computed=lambda m: (
            min(entry.ranges[0].low for entry in m.equilibria),
            max(entry.ranges[0].high for entry in m.equilibria),
        ),
        over=("fine", (Fraction(2), Fraction(10, 3), Fraction(5))),
    ),
)
