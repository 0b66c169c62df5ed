"""What terms rest on: the values of one clause at which they hold, as intervals, and the clauses that bind.

Terms need not hold in one interval of a clause. So the clause is judged at many points of its range, and wherever two
neighbours differ, the way between them is halved until its ends are one tolerance apart; nothing is interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from overture.design.search.candidates import Candidates, Demand, Evaluate, Floats
from overture.design.search.space import Space
from overture.errors import SolveError

POINTS = 65
TOLERANCE = 1e-8  # of the range: a change is known so exactly; judges see ties where payoffs are 1e-9 apart
STEP = 1e-4  # of the range: a clause binds if the demand is missed when it is moved inwards by this much
SURE = 1e-9  # a deal that is struck with at least one less this is struck surely

State = Literal["both sign", "one stays out", "not used", "missed"]
"""What follows from terms: they meet the demand and both types sign, or only one does; nobody signs; the demand is missed."""


@dataclass(frozen=True)
class Stretch:
    """A part of the range of a clause in which the same follows: the first and the last point that were judged in it."""

    low: float
    high: float
    state: State


@dataclass(frozen=True)
class Binding:
    """Clauses that cannot be moved: where one is moved inwards or to either side, the demand is missed.

    Attributes:
        clauses: those that bind.
        at_end: clause -> ``low`` or ``high``, where it is at an end of its range.
        at_the_edge: whether some clause binds, and every clause that binds is at an end of its range. Then nothing
            is left to give: the demand is met only because the ranges reach so far.
    """

    clauses: tuple[str, ...]
    at_end: dict[str, str]
    at_the_edge: bool


def thresholds(
    evaluate: Evaluate, space: Space, demand: Demand, vector: Floats, clause: str, points: int = POINTS
) -> list[Stretch]:
    """The stretches of the range of a clause, from low to high, with the other clauses as in ``vector`` [C].

    A stretch that lies between two of the ``points`` and in which the ends of neither lie is not seen.

    Raises:
        SolveError: the terms have no such clause, or it has choices and no range.
    """
    column = space.column(clause)
    if space.choices[column]:
        raise SolveError.of("search/choices", f"{clause} has choices", "thresholds", "a clause with a range")
    line = _Line(evaluate, demand, vector, column)
    grid = np.linspace(space.low[column], space.high[column], points)
    states = line.states(grid)
    stretches = [Stretch(float(grid[0]), float(grid[0]), states[0])]
    least = TOLERANCE * (space.high[column] - space.low[column])
    for point, state in zip(grid[1:], states[1:], strict=True):
        while stretches[-1].state != state:
            low, high, beyond = line.change(stretches[-1], float(point), state, least)
            stretches[-1] = Stretch(stretches[-1].low, low, stretches[-1].state)
            stretches.append(Stretch(high, high, beyond))
        stretches[-1] = Stretch(stretches[-1].low, float(point), state)
    return stretches


def every_threshold(
    evaluate: Evaluate, space: Space, demand: Demand, vector: Floats, points: int = POINTS
) -> dict[str, list[Stretch]]:
    """Clause with a range -> its stretches: what would break the terms."""
    return {
        name: thresholds(evaluate, space, demand, vector, name, points)
        for name, choices in zip(space.names, space.choices, strict=True)
        if not choices
    }


def states_of(found: Candidates) -> list[State]:
    """[n] what follows from each of the candidates."""
    both = found.struck >= 1 - SURE
    never = found.struck <= SURE
    kinds: list[State] = ["not used", "missed", "both sign", "one stays out"]
    at = np.select([never, found.violation > 0, both], [0, 1, 2], 3)
    return [kinds[each] for each in at]


def binding(evaluate: Evaluate, space: Space, demand: Demand, vector: Floats) -> Binding:
    """Which clauses with a range hold the terms in their place: see :class:`Binding`."""
    ends = space.ends(vector)
    free = [at for at, choices in enumerate(space.choices) if not choices]
    steps = [
        (at, sign)
        for at in free
        for sign in (-1, 1)
        if (sign < 0 and ends.get(space.names[at]) != "low")
        or (sign > 0 and ends.get(space.names[at]) != "high")
    ]
    moved = np.repeat(vector[None], len(steps), axis=0)
    for row, (at, sign) in enumerate(steps):
        there = vector[at] + sign * STEP * (space.high[at] - space.low[at])
        moved[row, at] = min(max(there, space.low[at]), space.high[at])
    missed = evaluate(moved, demand).violation > 0
    binds = {space.names[at] for (at, _), fails in zip(steps, missed, strict=True) if fails}
    clauses = tuple(name for name in space.names if name in binds)
    at_end = {name: end for name, end in ends.items() if name in binds}
    return Binding(clauses, at_end, bool(clauses) and len(at_end) == len(clauses))


class _Line:
    """Terms that differ in one clause."""

    def __init__(self, evaluate: Evaluate, demand: Demand, vector: Floats, column: int) -> None:
        self._evaluate, self._demand, self._vector, self._column = evaluate, demand, vector, column

    def states(self, points: Floats) -> list[State]:
        """[n] what follows where the clause is at each of these points."""
        vectors = np.repeat(self._vector[None], len(points), axis=0)
        vectors[:, self._column] = points
        return states_of(self._evaluate(vectors, self._demand))

    def change(self, before: Stretch, point: float, state: State, least: float) -> tuple[float, float, State]:
        """Between a stretch and a point where another state holds: the last point of the stretch, and the first beyond it."""
        low, high, beyond = before.high, point, state
        while high - low > least:
            middle = 0.5 * (low + high)
            if not low < middle < high:
                break
            there = self.states(np.array([middle]))[0]
            if there == before.state:
                low = middle
            else:
                high, beyond = middle, there
        return low, high, beyond
