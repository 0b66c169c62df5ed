"""The inspection game: few inspections, many chances to violate; zero-sum.

There are ``stages``; the inspector may inspect in at most ``inspections`` of them, the violator may
violate once. Both choose at once in every stage and see afterwards what was done. A violation that is
not inspected is worth 1 to the violator, one that is caught costs him ``fine``; keeping to the law pays
nothing. Source: M. Dresher 1962, "A sampling inspection problem in arms control agreements", RAND
RM-2972; the value with a fine is that of von Stengel 2016, "Recursive inspection games", Mathematics
of Operations Research 41:935-952.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING, Any

from overture.errors import SolveError
from overture.games.telling.language import Telling, game, move, reveal

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

NAME = "inspection"
TOPICS = ("arms",)

INSPECTOR = "Inspector"
VIOLATOR = "Violator"
DEFAULTS: dict[str, float] = {"fine": 1.0}  # what being caught costs the violator


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
