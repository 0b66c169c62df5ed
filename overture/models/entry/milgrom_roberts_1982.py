"""Limit pricing: an incumbent makes more than it would, to show that its costs are low.

An incumbent, whose cost is low or high, chooses an output in the first period. An entrant sees the output,
and not the cost, and enters or stays out. In the second period the incumbent is a monopolist or shares the
market in the manner of Cournot. Demand is 10 less what is sold; costs are 0 or 2 a unit; the periods add,
undiscounted.

Source: Milgrom and Roberts 1982; there both costs are private. In the separating equilibrium the low-cost
incumbent makes an output above its monopoly output of 5, the least that a high-cost one would not imitate, (o
- 4)**2 >= 16 - ((6 + ce) / 3)**2; and entry happens exactly where it would under full information. (In the
paper entry may be less, the same or more.)

A trap of grids: where that least output is not on the grid, the least separating output of the grid fails D1,
and a semi-separating equilibrium passes it. With the exact output on the grid (the default), the high-cost
incumbent is indifferent there: the separating equilibrium passes, and so does the continuum of equilibria
that ends there, along which the high-cost incumbent imitates with some probability and gains nothing by it.
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
    from overture.solvers.all.equilibrium import Equilibrium

TOPICS = ("limit pricing", "signalling")
INCUMBENT, ENTRANT = "Incumbent", "Entrant"
EXACT = (
    4,
    5,
    6,
    Fraction(36, 5),
    8,
)  # holds the least separating output of the continuum at the default numbers
COARSE = (4, 5, 6, 7, Fraction(15, 2), 8)  # does not hold it
PAPER = Paper(
    authors=("Milgrom, Paul", "Roberts, John"),
    year=1982,
    title="Limit Pricing and Entry under Incomplete Information: An Equilibrium Analysis",
    journal="Econometrica",
    volume="50",
    number="2",
    pages="443-459",
)
PARAMETERS = {
    "low": ModelParameter(
        Fraction(2, 5), 0, 1, "prior probability that the incumbent has low costs", inside=True
    ),
    "cost_entrant": ModelParameter(Fraction(6, 5), 0, 4, "what a unit costs the entrant"),
    "fixed": ModelParameter(Fraction(8), 0, words="what entering costs"),
}


@game(INCUMBENT, ENTRANT, title="limit pricing")
def limit_pricing(p: Parameters, *, outputs: tuple[Any, ...] = EXACT) -> Telling:
    """The cost comes to light before the second period, which is paid out as it would be played."""
    kind = yield chance("cost", {"low": p.low, "high": 1 - p.low}, seen_by=INCUMBENT)
    cost = 0 if kind == "low" else 2
    output = yield move(INCUMBENT, "output", outputs)
    entered = (yield move(ENTRANT, "entry", ["enter", "out"])) == "enter"
    first = (10 - output - cost) * output
    if not entered:
        return {INCUMBENT: first + Fraction(10 - cost, 2) ** 2, ENTRANT: 0}
    return {
        INCUMBENT: first + ((10 - 2 * cost + p.cost_entrant) / 3) ** 2,
        ENTRANT: ((10 - 2 * p.cost_entrant + cost) / 3) ** 2 - p.fixed,
    }


def separates(p: Any, output: Any) -> bool:
    """Whether neither type gains by the output of the other, if the high-cost one makes 4 and the low-cost one this."""
    kept = (output - 4) ** 2 >= 16 - ((6 + p.cost_entrant) / 3) ** 2
    worth = (output - 5) ** 2 <= 25 - ((10 + p.cost_entrant) / 3) ** 2
    return bool(kept and worth and output > 4)


def _separates_at(m: SolvedModel, output: Any) -> bool:
    """Whether the high-cost incumbent makes 4 and the low-cost one ``output`` in an equilibrium.

    Whoever makes anything else is taken for high-cost: that a low-cost incumbent slips is of a higher order.
    """

    def rule(name: str, before: Any) -> str:
        if name == "output":
            return str(output) if before["cost"] == "low" else "4"
        return "out" if before["output"] == str(output) else "enter"

    def slips(name: str, before: Any, _: str) -> tuple[int, int]:
        return 1, 2 if name == "output" and before["cost"] == "low" else 1

    return m.playing(rule, slips).is_sequential


def _outputs(m: SolvedModel) -> tuple[Any, ...]:
    """The separating outputs of the list."""
    return tuple(
        sorted(
            next(o for o in m.p.outputs if m.chance(each, f'output == "{o}"', 'cost == "low"') == 1)
            for each in m.equilibria
            if each.label.startswith("separating")
        )
    )


def _passing(m: SolvedModel) -> tuple[Equilibrium, ...]:
    """The entries of the list that pass D1."""
    return tuple(each for each in m.equilibria if m.passes(each, "d1"))


RESULTS = (
    PublishedStatement(
        "Separation is an equilibrium at the outputs that keep the high-cost incumbent from imitating and pay the low-cost one.",
        "the paper's separating equilibria, with these numbers",
        stated=lambda p: tuple(separates(p, output) for output in p.outputs if output > 4),
        computed=lambda m: tuple(_separates_at(m, output) for output in m.p.outputs if output > 4),
        over=("outputs", (EXACT, COARSE)),
    ),
    PublishedStatement(
        "The low-cost incumbent makes more than its monopoly output of 5, and entry happens exactly where costs are high.",
        "the paper's separating equilibrium",
        stated=lambda p: (True, 1 - p.low),
        computed=lambda m: (
            min(_outputs(m)) > 5,
            next(
                m.chance(each, 'entry == "enter"')
                for each in m.equilibria
                if each.label.startswith("separating")
            ),
        ),
    ),
    PublishedStatement(
        "In all equilibria that pass D1 the incumbent gets what least-cost separation gives.",
        "the paper's least-cost separation; D1 is of Cho and Kreps 1987",
        stated=(Fraction(778, 25), Fraction(778, 25)),
        computed=lambda m: (
            min(each.ranges[0].low for each in _passing(m)),
            max(each.ranges[0].high for each in _passing(m)),
        ),
    ),
    PublishedStatement(
        "On a grid without the exact output every separation fails D1, and a semi-separating equilibrium alone passes.",
        "here, a trap of grids",
        stated=(1, True),
        computed=lambda m: (len(_passing(m)), all("semi" in each.label for each in _passing(m))),
        at={"outputs": COARSE},
    ),
)
