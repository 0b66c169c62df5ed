"""The vectors of terms that are searched: clauses with a range, and clauses with a list of choices.

A clause with choices changes the shape of the game, so it is never mixed with another: every combination of
choices is searched by itself, over the ranges of the other clauses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from overture.design.search.candidates import Floats, Ints
from overture.errors import Fault, SolveError
from overture.runs.draws import unit_points

AT_END = 1e-6  # of a range: a clause that is nearer to an end of its range is at that end


@dataclass(frozen=True)
class Space:
    """C clauses. A vector of terms [C] has the value of a clause with a range, and the index of a choice.

    Attributes:
        names: of the clauses.
        low, high: [C] the ends of a range; of a clause with choices 0 and the number of choices less one.
        now: [C] the status quo; NaN where there is none.
        choices: [C] how many choices a clause has; 0 for a clause with a range.
        unpriced: clauses whose cost is not stated and which are not named free.
        idle: indices of the choices -> columns that move nothing then: these are left at the status quo.
    """

    names: tuple[str, ...]
    low: Floats
    high: Floats
    now: Floats
    choices: tuple[int, ...]
    unpriced: tuple[str, ...] = ()
    idle: Mapping[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = [
            Fault(
                "search/range", f"{low} to {high}", f"clause {name}", "a low end that is below the high end"
            )
            for name, low, high, choices in zip(self.names, self.low, self.high, self.choices, strict=True)
            if not choices and not (np.isfinite([low, high]).all() and low < high)
        ]
        SolveError.raise_any(faults)

    def parts(self) -> list[SpacePart]:
        """One part for every combination of choices, in the order of their indices."""
        each = [range(choices) for choices in self.choices if choices]
        return [SpacePart(self, shape) for shape in product(*each)]

    def without_idle(self, vectors: Floats) -> Floats:
        """[n, C] the vectors with every clause that moves nothing, as their choices are, back at the status quo."""
        shaping = [at for at, choices in enumerate(self.choices) if choices]
        found = vectors.copy()
        for shape, columns in self.idle.items():
            rows = (found[:, shaping] == shape).all(axis=1)
            for at in columns:
                if np.isfinite(self.now[at]):
                    found[rows, at] = self.now[at]
        return found

    def column(self, clause: str) -> int:
        """The column of a clause. Raises SolveError where the terms have no such clause."""
        if clause not in self.names:
            raise SolveError.of("search/clause", f"{clause!r}", "clause", ", ".join(self.names))
        return self.names.index(clause)

    def ends(self, vector: Floats) -> dict[str, str]:
        """Clause with a range -> ``low`` or ``high``, where the vector is at that end of the range."""
        near = AT_END * (self.high - self.low)
        found = {}
        for at, name in enumerate(self.names):
            if self.choices[at]:
                continue
            if vector[at] <= self.low[at] + near[at]:
                found[name] = "low"
            elif vector[at] >= self.high[at] - near[at]:
                found[name] = "high"
        return found


@dataclass(frozen=True)
class SpacePart:
    """The vectors with one choice for each clause that has choices: D clauses with a range are free."""

    space: Space
    shape: tuple[int, ...]

    @property
    def free(self) -> Ints:
        """[D] the columns of the clauses with a range that move something."""
        space, idle = self.space, self.space.idle.get(self.shape, ())
        still = {at for at in idle if np.isfinite(space.now[at])}
        columns = [at for at, choices in enumerate(space.choices) if not choices and at not in still]
        return np.array(columns, dtype=np.int64)

    def vectors(self, unit: Floats) -> Floats:
        """[n, C] the vectors at points [n, D] of the unit cube; 0 and 1 are exactly the ends of a range."""
        made = np.tile(np.where(np.isfinite(self.space.now), self.space.now, self.space.low), (len(unit), 1))
        free = self.free
        made[:, free] = self.space.low[free] * (1 - unit) + self.space.high[free] * unit
        made[:, [at for at, choices in enumerate(self.space.choices) if choices]] = self.shape
        return made

    def sobol(self, count: int, seed: int) -> Floats:
        """[count, D] the first points of a scrambled Sobol sequence in the unit cube; one point where nothing is free."""
        return unit_points(len(self.free), count, seed) if len(self.free) else np.zeros((1, 0))
