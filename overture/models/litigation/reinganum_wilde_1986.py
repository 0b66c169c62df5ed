"""Settlement demands as signals: a high demand is believed because it is often refused.

The plaintiff alone knows the damage. He demands a sum; the defendant pays or goes to court, where the damage
comes to light and both bear costs. Demands reveal the damage: each type asks what its case would cost the
defendant in court, and higher demands are paid less often, just so much less that no type gains by asking for
more.

Source: Reinganum and Wilde 1986, for damages on an interval: a demand s is paid with probability exp(-(s -
lowest) / (cP + cD)), and the lowest for sure. Here damages are spread over ``types`` equal steps from 1 to 3;
with steps of h the ratio of two neighbours is (cP + cD) / (h + cP + cD), which is ours, and the product of
the ratios tends to the exponential. On a grid every schedule that falls at least so fast is an equilibrium
that reveals the damage: a continuum, of which the paper's is the best for the plaintiff. Print the range, not
a corner. It is not the best of all equilibria: where the mean damage is itself a damage, all may ask for it,
and the defendant, who is then indifferent, may pay it for sure. That passes D1: after a higher demand the
highest type is believed, since it gains at any probability of being paid, and against it the defendant is
indifferent again and may go to court.
"""

from __future__ import annotations

from fractions import Fraction
from math import exp, nan
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel
    from overture.solvers.all.equilibrium import Equilibrium

TOPICS = ("settlement", "signalling")
PLAINTIFF, DEFENDANT = "Plaintiff", "Defendant"
PAPER = Paper(
    authors=("Reinganum, Jennifer F.", "Wilde, Louis L."),
    year=1986,
    title="Settlement, Litigation, and the Allocation of Litigation Costs",
    journal="The RAND Journal of Economics",
    volume="17",
    number="4",
    pages="557-566",
)
PARAMETERS = {
    "cost_P": ModelParameter(Fraction(1, 2), 0, words="what a trial costs the plaintiff", inside=True),
    "cost_D": ModelParameter(Fraction(1, 2), 0, words="what a trial costs the defendant", inside=True),
}


@game(PLAINTIFF, DEFENDANT, title="settlement demands as signals")
def settlement_demands(p: Parameters, *, types: int = 3) -> Telling:
    """The demand for a damage is that damage with the defendant's costs of a trial."""
    damages = _damages(types)
    damage = yield chance("damage", dict.fromkeys(damages, Fraction(1, types)), seen_by=PLAINTIFF)
    demand = yield move(PLAINTIFF, "demand", damages)
    if (yield move(DEFENDANT, "answer", ["pay", "court"])) == "pay":
        return {PLAINTIFF: demand + p.cost_D, DEFENDANT: -demand - p.cost_D}
    return {PLAINTIFF: damage - p.cost_P, DEFENDANT: -damage - p.cost_D}


def _damages(types: int) -> list[Fraction]:
    """``types`` damages from 1 to 3, in equal steps."""
    return [1 + Fraction(2 * at, types - 1) for at in range(types)]


def ratio(p: Any) -> Any:
    """How much less often the next demand is paid: (cP + cD) / (h + cP + cD), h the step of damages."""
    both = p.cost_P + p.cost_D
    return both / (Fraction(2, p.types - 1) + both)


def _holds(m: SolvedModel, factor: Any, first: Any = 1) -> bool:
    """Whether revealing demands that are paid first, first * factor, first * factor**2, ... are an equilibrium."""
    odds = {str(damage): first * factor**at for at, damage in enumerate(_damages(m.p.types))}

    def rule(name: str, before: Any) -> Any:
        if name == "demand":
            return before["damage"]
        return {"pay": odds[before["demand"]], "court": 1 - odds[before["demand"]]}

    return m.playing(rule).is_sequential


def _entry(m: SolvedModel, label: str) -> Equilibrium:
    """The entry of the list that is called so."""
    return next(entry for entry in m.equilibria if entry.label == label)


def _ends(m: SolvedModel, label: str) -> tuple[Any, Any]:
    """The least and the most that the plaintiff gets in an entry of the list."""
    worth = _entry(m, label).ranges[0]
    return worth.low, worth.high


def _top(p: Any) -> float:
    """How often the highest demand is paid on the continuum."""
    return float(exp(-2 / float(p.cost_P + p.cost_D)))


RESULTS = (
    PublishedStatement(
        "Demands that reveal the damage are an equilibrium if each is paid (cP + cD) / (h + cP + cD) times as often as the one before, and no more.",
        "the paper's schedule, on a grid of steps h; the ratio is ours",
        stated=(True, False),
        computed=lambda m: (_holds(m, ratio(m.p)), _holds(m, ratio(m.p) + Fraction(1, 10))),
        over=("cost_P", (Fraction(1, 4), Fraction(1, 2), Fraction(1))),
    ),
    PublishedStatement(
        "Schedules that fall faster or begin lower are equilibria too.",
        "here, from the grid",
        stated=(True, True, True),
        computed=lambda m: (
            _holds(m, ratio(m.p) / 2),
            _holds(m, ratio(m.p), Fraction(1, 2)),
            _holds(m, Fraction(1), Fraction(0)),
        ),
    ),
    PublishedStatement(
        "Where demands reveal the damage, the plaintiff gets from 3/2 (always to court) to 25/12 (the paper's schedule).",
        "here, from the whole list",
        stated=(Fraction(3, 2), Fraction(25, 12)),
        computed=lambda m: _ends(m, "separating"),
    ),
    PublishedStatement(
        "On three damages all may ask for the mean damage and be paid for sure, which is worth 5/2 to the plaintiff.",
        "here, from the whole list; this passes D1",
        stated=(Fraction(5, 2), True),
        computed=lambda m: (_ends(m, "pooling on 2")[1], m.passes(_entry(m, "pooling on 2"), "d1")),
    ),
    PublishedStatement(
        "As the steps get finer the highest demand is paid with a probability that approaches exp(-2 / (cP + cD)).",
        "the paper's schedule; on the grid the product of the ratios",
        stated=lambda p: float(ratio(p) ** (p.types - 1)),
        computed=lambda m: float(ratio(m.p) ** (m.p.types - 1)) if _holds(m, ratio(m.p)) else nan,
        over=("types", (3, 5, 9)),
        limit=_top,
    ),
)
