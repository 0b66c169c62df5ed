"""The tornado: how far an answer moves as one input runs over its range and the others stay at their modes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.design.drivers.asked import Asked, answered
from overture.design.drivers.indices import SobolIndices
from overture.errors import SolveError
from overture.games.codec import refused
from overture.games.view import Shown
from overture.ranges import InputRange

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ENDS = (0.05, 0.95)  # of the range of an input
STILL = 0.01  # of the largest swing: an input that moves the answer by less stands still in a tornado
PART = 0.01  # of the variance: a total index from which on that is said


@dataclass(frozen=True, repr=False)
class Tornado(Shown):
    """K answers as each of d inputs goes from the 5 % to the 95 % point of its range, the others at their modes.

    Attributes:
        names: [d] inputs. answers: [K] names.
        low, high: [d] the ends of each input.
        base: [K] the answers with all inputs at their modes. at_low, at_high: [K, d] at the ends.
        total: [K, d] total indices, which see what works only together.
    """

    names: tuple[str, ...]
    answers: tuple[str, ...]
    low: Floats
    high: Floats
    base: Floats
    at_low: Floats
    at_high: Floats
    total: Floats

    @property
    def swing(self) -> Floats:
        """[K, d] how far the answer is apart at the two ends."""
        return np.abs(self.at_high - self.at_low)

    def ranked(self, answer: int) -> list[int]:
        """The inputs, the largest swing first; those that stand still by their total indices."""
        still = self.still(answer)
        key = [(bool(still[at]), -self.total[answer, at] if still[at] else -swing)
               for at, swing in enumerate(self.swing[answer])]  # fmt: skip
        return sorted(range(len(self.names)), key=lambda at: key[at])

    def still(self, answer: int) -> Bools:
        """[d] inputs that move the answer by less than a hundredth of the largest swing."""
        swing = self.swing[answer]
        return np.asarray(swing <= STILL * swing.max())

    def unseen(self, answer: int) -> list[int]:
        """Inputs that stand still here and have a total index of 0.01 or more, the largest first."""
        return [at for at in self.ranked(answer) if self.still(answer)[at] and self.total[answer, at] >= PART]

    def summary(self) -> str:
        """The swings in sentences, and what they do not see."""
        from overture.design.drivers.words import tornado_said

        return tornado_said(self)

    def _head(self) -> list[str]:
        from overture.design.drivers.words import tornado_head

        return tornado_head(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per answer and input, the largest swing first.

        Columns: ``answer``, ``input``, ``low`` and ``high`` of the input, ``base`` (the answer at the modes), ``at_low``,
        ``at_high``, ``swing`` and ``total`` (the total Sobol index).
        """
        import pandas as pd

        rows = []
        for k, answer in enumerate(self.answers):
            for at in self.ranked(k):
                ends = {"low": float(self.low[at]), "high": float(self.high[at]), "base": float(self.base[k])}
                each = {
                    name: float(getattr(self, name)[k, at])
                    for name in ("at_low", "at_high", "swing", "total")
                }
                rows.append({"answer": answer, "input": self.names[at], **ends, **each})
        return pd.DataFrame(rows)

    def __again__(self) -> Tornado:
        kinds, inputs = len(self.answers), len(self.names)
        shapes: dict[str, tuple[int, ...]] = {"low": (inputs,), "high": (inputs,), "base": (kinds,)}
        shapes |= dict.fromkeys(("at_low", "at_high", "total"), (kinds, inputs))
        for name, shape in shapes.items():
            each = getattr(self, name)
            if not kinds or not inputs or each.shape != shape or not np.isfinite(each).all():
                raise refused(f"result.{name}", each.shape, f"finite numbers of the shape {shape}")
        return self


def tornado_values(inputs: Mapping[str, InputRange]) -> dict[str, Floats]:
    """Input -> [1 + 2 d] its values: all at their modes, then the low and the high end of each input in turn."""
    found = {}
    for axis, (name, given) in enumerate(inputs.items()):
        found[name] = np.full(1 + 2 * len(inputs), given.centre)
        found[name][1 + 2 * axis : 3 + 2 * axis] = given.at(np.array(ENDS))
    return found


def tornado(indices: SobolIndices, answer: Asked) -> Tornado:
    """A tornado, with the total Sobol index of each input at its side.

    A tornado moves one input at a time from the modes, so it does not see what works only together: an input without
    a bar may have a large total index. The indices are therefore asked for first.

    Args:
        indices: of the same answers; their inputs and ranges are taken.
        answer: a function from input -> [point] values to [point] answers, or to several by name; or the answers at
            :func:`tornado_values` themselves.

    Raises:
        SolveError: other answers than those of the indices, of another shape, or that are not finite.
    """
    plan = indices.plan
    values = tornado_values(dict(zip(plan.names, plan.ranges, strict=True)))
    names, found = answered(answer, values)
    if names != indices.answers:
        raise SolveError.of("drivers/names", f"found answers {names}", "the tornado", f"{indices.answers}")
    low, high = (np.array([given.at(np.array(end)) for given in plan.ranges]) for end in ENDS)
    total = np.array([each.total.value for each in indices.indices])
    return Tornado(plan.names, names, low, high, found[:, 0], found[:, 1::2], found[:, 2::2], total)
