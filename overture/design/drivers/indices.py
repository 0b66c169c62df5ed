"""Sobol indices: how much of the variance of an answer comes from each input, alone and together with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from overture.design.drivers import by_salib
from overture.design.drivers.asked import Answers, Asked, answered
from overture.design.drivers.estimates import (
    EFFECTIVE,
    ENOUGH,
    Estimates,
    constant,
    effective,
    estimates,
    moves,
)
from overture.design.drivers.plan import SaltelliPlan
from overture.errors import FileError, SolveError
from overture.games.codec import refused
from overture.games.view import Shown

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TOGETHER = 0.8  # first-order indices that add up to less: total ones lead, and pairs are asked about
ROUNDED = 1e-9  # between what a file says and what its answers give
OWN, SALIB = "own", "salib"


@dataclass(frozen=True, repr=False)
class SobolIndices(Shown):
    """Sobol indices of K answers to d inputs.

    Attributes:
        plan: the points. answers: [K] names.
        by: "own", or SALib with its version.
        main: [K, n, d + 2] the answers at ``plan.values()``. pair: [K, n, d] at ``plan.pair_values()``; None where pairs
            were not asked about.
        indices: [K] first-order, total and pair indices with their intervals. Those of an input without effect are 0.
    """

    plan: SaltelliPlan
    answers: tuple[str, ...]
    by: str
    main: Floats
    pair: Floats | None
    indices: tuple[Estimates, ...]

    @property
    def constant(self) -> Bools:
        """[K] whether an answer is the same at every point, so that nothing drives it."""
        return np.array([constant(each) for each in self.main])

    @property
    def effect(self) -> Bools:
        """[K, d] whether the input moves the answer at any point."""
        pairs = [None] * len(self.main) if self.pair is None else list(self.pair)
        return np.array([moves(main, pair) for main, pair in zip(self.main, pairs, strict=True)])

    @property
    def sure(self) -> Bools:
        """[K] whether the intervals of an answer are known to cover at least 95 %.

        That takes 1,024 base points, and an answer that is not nearly always the same.
        """
        enough = [effective(each) >= EFFECTIVE for each in self.main]
        return np.array(enough) & (self.plan.points >= ENOUGH)

    @property
    def together(self) -> Bools:
        """[K] whether first-order indices add up to less than 0.8, so that the total ones are to be read."""
        sums = np.array([each.first.value.sum() for each in self.indices])
        return np.asarray((sums < TOGETHER) & ~self.constant)

    def ranked(self, answer: int) -> list[int]:
        """The inputs that have an effect, the strongest first: by total indices where inputs act together."""
        found = self.indices[answer]
        by = found.total if self.together[answer] else found.first
        return [int(at) for at in np.argsort(-by.value, kind="stable") if self.effect[answer, at]]

    def pairs(self, answer: int) -> list[tuple[int, int]]:
        """Pairs of inputs with an index above 0, the strongest first; empty where pairs were not asked about."""
        found = self.indices[answer].pair
        if found is None:
            return []
        every = [(int(a), int(b)) for a, b in zip(*np.triu_indices(self.plan.inputs, 1), strict=True)]
        return sorted((each for each in every if found.value[each] > 0), key=lambda each: -found.value[each])

    def summary(self) -> str:
        """What drives each answer, in sentences."""
        from overture.design.drivers.words import indices_said

        return indices_said(self)

    def _head(self) -> list[str]:
        from overture.design.drivers.words import indices_head

        return indices_head(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per answer and input, in the order of the inputs.

        Columns: ``answer``, ``input``, ``effect`` (whether the input moves the answer at any point), ``first``,
        ``first_low``, ``first_high``, ``total``, ``total_low``, ``total_high`` (all 0 where it has no effect),
        ``strongest_with`` (the other input of the strongest
        pair whose interval is above 0; empty where there is none) and ``pair`` (its index).
        """
        import pandas as pd

        rows = []
        for at, answer in enumerate(self.answers):
            found = self.indices[at]
            for axis, name in enumerate(self.plan.names):
                row = {"answer": answer, "input": name, "effect": bool(self.effect[at, axis])}
                for column, each in (("first", found.first), ("total", found.total)):
                    ends = {"": each.value, "_low": each.low, "_high": each.high}
                    row |= {column + end: float(value[axis]) for end, value in ends.items()}
                rows.append(row | self._strongest(at, axis))
        return pd.DataFrame(rows)

    def _strongest(self, answer: int, axis: int) -> dict[str, str | float]:
        found = self.indices[answer].pair
        mine = [pair for pair in self.pairs(answer) if axis in pair and found.low[pair] > 0] if found else []
        if found is None or not mine:
            return {"strongest_with": "", "pair": 0.0}
        other = mine[0][0] if mine[0][1] == axis else mine[0][1]
        return {"strongest_with": self.plan.names[other], "pair": float(found.value[mine[0]])}

    def __again__(self) -> SobolIndices:
        plan, kinds = self.plan.checked(), len(self.answers)
        shapes = {"main": (kinds, plan.points, plan.inputs + 2)}
        shapes |= {} if self.pair is None else {"pair": (kinds, plan.points, plan.inputs)}
        for name, shape in shapes.items():
            each = getattr(self, name)
            if not kinds or each.shape != shape or not np.isfinite(each).all():
                raise refused(f"result.{name}", each.shape, f"finite numbers of the shape {shape}")
        again = _measured(plan, self.answers, self.main, self.pair, OWN)
        # SALib's intervals are taken as written: they would need SALib to be measured again.
        if not _alike(again.indices, self.indices, intervals=self.by == OWN):
            raise FileError.of(
                "load/measured",
                "the indices are not those of the answers",
                "result.indices",
                "what save() wrote",
            )
        return self if self.by != OWN else again


def sobol_indices(
    plan: SaltelliPlan,
    answer: Asked,
    pair_answer: Answers | None = None,
    pairs: bool = True,
    by: Literal["own", "salib"] = "own",
) -> SobolIndices:
    """Which inputs move an answer: Sobol indices with intervals.

    The first-order index of an input is the share of the variance that it carries alone, the total index the share
    in which it has a part. Where first-order indices add up to less than 0.8, pairs of inputs are asked about too.
    From 1,024 base points on the intervals cover at least 95 %, unless the answer is nearly always the same
    (docs/decisions/0123-what-drives-an-answer.md).

    Args:
        plan: the points, by :func:`overture.saltelli_plan`.
        answer: a function from input -> [point] values to [point] answers, or to several by name; or the answers at
            ``plan.values()`` themselves. Several answers are asked apart: each has indices of its own.
        pair_answer: the answers at ``plan.pair_values()``, where ``answer`` is no function.
        pairs: whether pairs may be asked about, at n * d points more.
        by: "own" estimates, or "salib", which needs the extra ``drivers``.

    Raises:
        SolveError: answers of another shape, or that are not finite.
        MissingExtra: SALib is not installed.

    Source: Saltelli et al. 2010, Computer Physics Communications 181:259-270.
    """
    if by not in (OWN, SALIB):
        raise SolveError.of("drivers/by", f"found {by!r}", "the estimates", f"{OWN} or {SALIB}")
    if by == SALIB:
        by_salib.version()
    names, flat = answered(answer, plan.values())
    main = flat.reshape(len(names), plan.points, plan.inputs + 2)
    found = _measured(plan, names, main, None, by)
    further = answer if callable(answer) else pair_answer
    if further is None or not pairs or (callable(answer) and not found.together.any()):
        return found
    others, flat = answered(further, plan.pair_values())
    if others != names:
        raise SolveError.of("drivers/names", f"found answers {others}", "the answers for pairs", f"{names}")
    return _measured(plan, names, main, flat.reshape(len(names), plan.points, plan.inputs), by)


def _measured(
    plan: SaltelliPlan, answers: tuple[str, ...], main: Floats, pair: Floats | None, by: str
) -> SobolIndices:
    estimate = estimates if by == OWN else by_salib.estimates
    pairs = [None] * len(main) if pair is None else list(pair)
    found = tuple(estimate(each, other, plan.seed) for each, other in zip(main, pairs, strict=True))
    return SobolIndices(plan, answers, by if by == OWN else f"SALib {by_salib.version()}", main, pair, found)


def _alike(one: tuple[Estimates, ...], other: tuple[Estimates, ...], intervals: bool) -> bool:
    """Whether first-order and total indices are the same, and with ``intervals`` those of pairs and all intervals."""
    same = len(one) == len(other)
    for a, b in zip(one, other, strict=False):
        same &= _near(a.first.value, b.first.value) and _near(a.total.value, b.total.value)
        same &= (a.pair is None) == (b.pair is None)
        if not intervals:
            continue
        for mine, theirs in ((a.first, b.first), (a.total, b.total), (a.pair, b.pair)):
            if mine is not None and theirs is not None:
                same &= all(_near(getattr(mine, n), getattr(theirs, n)) for n in ("value", "low", "high"))
    return bool(same)


def _near(one: Floats, other: Floats) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=0, atol=ROUNDED))
