"""The inspection game: few inspections, many chances to violate; zero-sum.

There are ``stages``; the inspector may inspect in at most ``inspections`` of them, the violator may
violate once. Both choose at once in every stage and see afterwards what was done. A violation that is
not inspected is worth 1 to the violator, one that is caught costs him ``fine``; keeping to the law pays
nothing. Source: M. Dresher 1962, "A sampling inspection problem in arms control agreements", RAND
RM-2972; the value with a fine is that of von Stengel 2016, "Recursive inspection games", Mathematics
of Operations Research 41:935-952.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Any

from overture.errors import SolveError
from overture.games.telling.language import Telling, game, move, reveal
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

NAME = "inspection"
TOPICS = ("arms",)
PAPER = Paper(
    authors=("Dresher, Melvin",),
    year=1962,
    title="A Sampling Inspection Problem in Arms Control Agreements: A Game-Theoretic Analysis",
    publisher="RAND Corporation, Memorandum RM-2972",
    unconfirmed=("publisher",),
)
MORE_PAPERS = (
    Paper(
        authors=("von Stengel, Bernhard",),
        year=2016,
        title="Recursive Inspection Games",
        journal="Mathematics of Operations Research",
        volume="41",
        number="3",
        pages="935-952",
        unconfirmed=("volume", "number", "pages"),
    ),
)

INSPECTOR = "Inspector"
VIOLATOR = "Violator"
PARAMETERS = {"fine": ModelParameter(1, 0, words="what being caught costs the violator")}


def value(stages: int, inspections: int, fine: Any = 1) -> Any:
    """What the game is worth to the violator: C(n-1, m) / sum over i <= m of C(n, i) fine**(m - i)."""
    chances = sum(comb(stages, i) * fine ** (inspections - i) for i in range(inspections + 1))
    return comb(stages - 1, inspections) / chances


@game(INSPECTOR, VIOLATOR, title="inspection game")
def inspection(p: Parameters, stages: int = 4, inspections: int = 2) -> Telling:
    """``shape(stages=, inspections=)`` sets how many there are; ``fine`` is a parameter."""
    if not 0 <= inspections <= stages or stages < 1:
        raise SolveError.of(
            "models/inspections",
            f"{inspections} inspections in {stages} stages",
            "inspection game",
            "one stage or more, and no more inspections than stages",
        )
    left = inspections
    for stage in range(1, stages + 1):
        inspected = False
        if left:
            choice = yield move(INSPECTOR, f"inspection {stage}", ["inspect", "skip"], seen_by=())
            inspected = choice == "inspect"
        conduct = yield move(VIOLATOR, f"conduct {stage}", ["legal", "violate"], seen_by=())
        if conduct == "violate":
            won = -p.fine if inspected else 1
            return {INSPECTOR: -won, VIOLATOR: won}
        if left:
            yield reveal(f"inspection {stage}", to=VIOLATOR)
        left -= inspected
    return {INSPECTOR: 0, VIOLATOR: 0}


def _worth(m: SolvedModel) -> float:
    """What the violator can guarantee himself, which is what he can be held to."""
    from overture.solvers.bounds.zero_sum import zero_sum

    return zero_sum(m.tree).guarantee[1]


def _recursion(stages: int, inspections: int) -> Fraction:
    """The value to the violator, from the values of the games that a first stage leads to (fine 1)."""
    if inspections == 0:
        return Fraction(1)
    if stages == inspections:
        return Fraction(0)
    without, used = (-_recursion(stages - 1, left) for left in (inspections, inspections - 1))
    return -(without + used) / (without + 2 - used)


RESULTS = (
    PublishedStatement(
        "A violator who faces one inspection in n stages gets (n - 1) / (n + 1).",
        "Dresher 1962; closed form as in von Stengel 2016",
        stated=lambda p: Fraction(p.stages - 1, p.stages + 1),
        computed=_worth,
        at={"inspections": 1},
        over=("stages", [2, 3, 4, 5, 6]),
    ),
    PublishedStatement(
        "With two inspections he gets C(n - 1, 2) / (1 + n + C(n, 2)).",
        "Dresher 1962; closed form as in von Stengel 2016",
        stated=lambda p: value(p.stages, 2, Fraction(1)),
        computed=_worth,
        at={"inspections": 2},
        over=("stages", [3, 4, 5]),
    ),
    PublishedStatement(
        "The value follows from those of the games that a first stage leads to, V = (V' + V'') / (V' + 2 - V'').",
        "Dresher 1962: the recursion, here with the value to the violator",
        stated=lambda p: _recursion(p.stages, 2),
        computed=_worth,
        at={"inspections": 2},
        over=("stages", [3, 4, 5]),
    ),
    PublishedStatement(
        "Where one who is caught pays a fine b, the value is C(n - 1, m) over the sum of C(n, i) b^(m - i) for i up to m.",
        "von Stengel 2016",
        stated=lambda p: value(p.stages, p.inspections, Fraction(p.fine)),
        computed=_worth,
        at={"stages": 4, "inspections": 2},
        over=("fine", [Fraction(1, 2), 1, 2, 5]),
    ),
    PublishedStatement(
        "With one inspection in two stages the inspector inspects the first with probability 1/3, and the violator violates in"
        " it with probability 1/3.",
        "here, from the first stage of the recursion",
        stated=(Fraction(1, 3), Fraction(1, 3)),
        computed=lambda m: (
            m.chance(m.only, 'move("inspection 1") == "inspect"'),
            m.chance(m.only, 'move("conduct 1") == "violate"'),
        ),
        at={"stages": 2, "inspections": 1},
    ),
)
