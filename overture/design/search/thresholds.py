"""What terms rest on: the values of one clause at which they hold, as intervals, and the clauses that bind.

Terms need not hold in one interval of a clause. So the clause is judged at many points of its range, and wherever two
neighbours differ, the way between them is cut into parts until its ends are one tolerance apart; nothing is interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from overture.design.search.candidates import Candidates, Demand, Evaluate, Floats
from overture.design.search.space import Space
from overture.errors import SolveError

POINTS = 65
PARTS = 32  # into which the way between two states is cut at a time
TOLERANCE = 1e-8  # of the range: a change is known so exactly; judges see ties where payoffs are 1e-9 apart
STEP = 1e-4  # of the range: a clause binds if the demand is missed when it is moved inwards by this much
SURE = 1e-9  # a deal that is struck with at least one less this is struck surely

State = Literal["both sign", "one stays out", "not used", "missed"]
"""What follows from terms: they meet the demand and both types sign, or only one does; nobody signs in an equilibrium at
least; the demand is missed."""


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
    return _scanned(evaluate, space, demand, vector, [column], points, TOLERANCE)[0]


def every_threshold(
    evaluate: Evaluate,
    space: Space,
    demand: Demand,
    vector: Floats,
    points: int = POINTS,
    tolerance: float = TOLERANCE,
) -> dict[str, list[Stretch]]:
    """Clause with a range -> its stretches: what would break the terms; changes are known to ``tolerance`` of the range."""
    columns = [at for at, choices in enumerate(space.choices) if not choices]
    found = _scanned(evaluate, space, demand, vector, columns, points, tolerance)
    return {space.names[column]: each for column, each in zip(columns, found, strict=True)}


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


@dataclass
class _Change:
    """Two points of a clause with different states: what follows up to ``low``, and what from ``high`` on.

    ``last``: the state at the grid point behind the change, where other changes may still lie between.
    """

    line: int
    low: float
    high: float
    before: State
    beyond: State
    point: float
    last: State


def _scanned(
    evaluate: Evaluate,
    space: Space,
    demand: Demand,
    vector: Floats,
    columns: list[int],
    points: int,
    tolerance: float,
) -> list[list[Stretch]]:
    """The stretches along each column; all clauses and all changes are judged together, since a call costs mostly once."""

    def states(lines: list[int], values: Floats) -> list[State]:
        vectors = np.repeat(vector[None], len(lines), axis=0)
        vectors[np.arange(len(lines)), [columns[line] for line in lines]] = values
        return states_of(evaluate(vectors, demand))

    grids = [np.linspace(space.low[column], space.high[column], points) for column in columns]
    told = states([line for line in range(len(columns)) for _ in range(points)], np.concatenate(grids))
    found: list[dict[float, State]] = [
        dict(zip(grid.tolist(), told[line * points : (line + 1) * points], strict=True))
        for line, grid in enumerate(grids)
    ]
    open_changes = [
        _Change(line, low, high, each[low], each[high], high, each[high])
        for line, each in enumerate(found)
        for low, high in pairwise(each)
        if each[low] != each[high]
    ]
    while open_changes:
        inner = [np.linspace(each.low, each.high, PARTS + 1)[1:-1] for each in open_changes]
        lines = [each.line for each in open_changes for _ in range(PARTS - 1)]
        told = states(lines, np.concatenate(inner))
        left = []
        for at, (change, tried) in enumerate(zip(open_changes, inner, strict=True)):
            here = told[at * (PARTS - 1) : (at + 1) * (PARTS - 1)]
            _narrow(change, tried, here)
            least = tolerance * (space.high[columns[change.line]] - space.low[columns[change.line]])
            if change.high - change.low > least:
                left.append(change)
                continue
            found[change.line] |= {change.low: change.before, change.high: change.beyond}
            if change.beyond != change.last:
                left.append(
                    _Change(
                        change.line,
                        change.high,
                        change.point,
                        change.beyond,
                        change.last,
                        change.point,
                        change.last,
                    )
                )
        open_changes = left
    return [_stretches(each) for each in found]


def _narrow(change: _Change, tried: Floats, states: list[State]) -> None:
    """The first change among the points that were tried between the ends of ``change``."""
    first = next((k for k, state in enumerate(states) if state != change.before), len(states))
    if first < len(states):
        change.high, change.beyond = float(tried[first]), states[first]
    if first > 0:
        change.low = float(tried[first - 1])


def _stretches(states: dict[float, State]) -> list[Stretch]:
    """The stretches of one clause, by the states at all points that were judged."""
    found: list[Stretch] = []
    for point in sorted(states):
        if found and found[-1].state == states[point]:
            found[-1] = Stretch(found[-1].low, point, states[point])
        else:
            found.append(Stretch(point, point, states[point]))
    return found
