"""Sampling plans for Sobol indices: the points at which an answer is asked.

Saltelli points are no worlds: in all but the first two of a base point one input comes from elsewhere, so that
shares and means over worlds must not be taken over them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.errors import FileError, SolveError
from overture.games.codec import refused
from overture.ranges import InputRange, ranges_of
from overture.runs.draws import unit_points
from overture.sameness import SameContent

Floats = NDArray[np.float64]
MOST = 2**30  # points of a Sobol sequence


@dataclass(frozen=True)
class SaltelliPlan(SameContent):
    """The points of Saltelli et al. (2010), from one scrambled Sobol sequence of twice as many axes as inputs.

    The first half of the axes gives the points A, the second half B. AB_i is A with input i from B, BA_i is B with
    input i from A. The points go base point by base point, so a plan of twice as many begins with this one.

    Attributes:
        names: of the d inputs. ranges: [d].
        points: base points n, a power of two. seed: of the scrambling.
    """

    names: tuple[str, ...]
    ranges: tuple[InputRange, ...]
    points: int
    seed: int

    @property
    def inputs(self) -> int:
        return len(self.names)

    def values(self) -> dict[str, Floats]:
        """Input -> [n * (d + 2)] its values: for each base point A, B, AB_1 to AB_d."""
        a, b = self._halves()
        return self._named(np.stack([a, b, *_swapped(a, b)], axis=1))

    def pair_values(self) -> dict[str, Floats]:
        """Input -> [n * d] its values at the further points that pairs of inputs need: for each base point BA_1 to BA_d."""
        a, b = self._halves()
        return self._named(np.stack(_swapped(b, a), axis=1))

    def _halves(self) -> tuple[Floats, Floats]:
        """[n, d] twice: A and B, as shares of the ranges."""
        shares = unit_points(2 * self.inputs, self.points, self.seed)
        return shares[:, : self.inputs], shares[:, self.inputs :]

    def _named(self, shares: Floats) -> dict[str, Floats]:
        """The values of shares [n, block, d], by input."""
        flat = shares.reshape(-1, self.inputs)
        each = zip(self.names, self.ranges, strict=True)
        return {name: given.at(flat[:, axis]) for axis, (name, given) in enumerate(each)}

    def checked(self) -> SaltelliPlan:
        """The plan, if it is one that :func:`saltelli_plan` makes; for what was read from a file."""
        try:
            made = saltelli_plan(dict(zip(self.names, self.ranges, strict=True)), self.points, self.seed)
        except SolveError as error:
            raise FileError(*error.faults) from error
        if made != self:
            raise refused("result.plan", self.names, "a name for each input, each once")
        return self


def _swapped(whole: Floats, other: Floats) -> list[Floats]:
    """[n, d] for each input: ``whole``, with this input from ``other``."""
    found = []
    for axis in range(whole.shape[1]):
        mixed = whole.copy()
        mixed[:, axis] = other[:, axis]
        found.append(mixed)
    return found


def saltelli_plan(
    inputs: Mapping[str, InputRange | Sequence[float]],
    points: int = 1024,
    seed: int = 1,
    correlation: Mapping[tuple[str, str], float] | None = None,
) -> SaltelliPlan:
    """Plan the points at which an answer is asked for its Sobol indices.

    Args:
        inputs: name -> (low, high), which is uniform, or (low, mode, high), which is triangular.
        points: base points, a power of two; an answer is asked at points * (inputs + 2) points, and at points * inputs
            more where pairs are asked about.
        seed: of the scrambling of the Sobol sequence.
        correlation: of two inputs, where one is stated. Any that is not zero is refused, since variance then no
            longer falls apart into parts of single inputs and of inputs together.

    Raises:
        SolveError: a range that is none, inputs that depend on each other, or a number of points that is no power of two.

    Source: Saltelli 2002, Computer Physics Communications 145:280-297.
    """
    ranges = ranges_of(inputs)
    dependent = [f"{one} and {two} ({rho:g})" for (one, two), rho in (correlation or {}).items() if rho != 0]
    if dependent:
        raise SolveError.of(
            "drivers/dependent",
            f"the inputs {', '.join(dependent)} are correlated, and first-order and total indices of dependent inputs do "
            "not add up to the variance",
            "the inputs",
            "independent ranges",
            "ask for the drivers without the correlation, or make one input out of the two",
        )
    whole = [isinstance(each, int | np.integer) and not isinstance(each, bool) for each in (points, seed)]
    if not whole[0] or not 2 <= points <= MOST or points & (points - 1):
        raise SolveError.of(
            "drivers/points",
            f"found {points!r} base points",
            "the plan",
            f"a power of two from 2 to {MOST:,}",
        )
    if not whole[1] or seed < 0:
        raise SolveError.of(
            "drivers/seed", f"found the seed {seed!r}", "the plan", "a whole number from 0 on"
        )
    return SaltelliPlan(tuple(ranges), tuple(ranges.values()), int(points), int(seed))
