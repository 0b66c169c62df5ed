"""How what is computed on a grid approaches what a publication states of the continuum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from overture.errors import FileError
from overture.models.catalogue.check import try_statement
from overture.models.catalogue.model import load_model
from overture.models.catalogue.statement import StatementCheck, row_of


@dataclass(frozen=True)
class GridConvergence:
    """A statement on grids of several sizes, beside its limit; n grids with k numbers in each.

    Attributes:
        check: the statement, tried at each grid. limit: [k] what holds on the continuum.
    """

    check: StatementCheck
    limit: tuple[Any, ...]

    @property
    def grids(self) -> tuple[Any, ...]:
        """[n] the sizes of the grids."""
        over = self.check.statement.over
        assert over is not None
        return tuple(over[1])

    @property
    def distances(self) -> tuple[float, ...]:
        """[n] how far what was computed lies from the limit, at most over its numbers."""
        return tuple(
            max(float(abs(one - end)) for one, end in zip(row, self.limit, strict=True))
            for row in self.check.computed
        )

    @property
    def rises(self) -> tuple[tuple[Any, Any], ...]:
        """Neighbouring grids of which the second, though it is larger, is farther from the limit."""
        steps = pairwise(zip(self.grids, self.distances, strict=False))
        return tuple((one, two) for (one, near), (two, far) in steps if far > near)


def converge(name: str, grids: Sequence[int] = ()) -> list[GridConvergence]:
    """What the model computes on grids, for each of its statements that has a limit.

    Args:
        name: of a model of the catalogue. grids: sizes, rising; those of the statement where none are given.

    Raises:
        FileError: no such model, sizes that are none, or a model whose publication has no limit of a grid.
    """
    if any(size < 1 for size in grids) or list(grids) != sorted(set(grids)):
        raise FileError.of(
            "models/grid",
            f"grids {', '.join(map(str, grids))}",
            "overture converge",
            "whole numbers from 1, rising",
        )
    model = load_model(name)
    found = []
    for statement in model.results:
        if statement.limit is None or statement.over is None:
            continue
        asked = replace(statement, over=(statement.over[0], tuple(grids) or statement.over[1]))
        here = model.at(**asked.at)
        limit = row_of(asked.limit(here.p) if callable(asked.limit) else asked.limit)
        found.append(GridConvergence(try_statement(model.at(), asked), limit))
    if not found:
        raise FileError.of("models/no-limit", f"{name} states no limit of a grid", "overture converge")
    return found
