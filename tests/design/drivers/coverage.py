"""How often the intervals of Sobol indices hold the true index: ``python -m tests.design.drivers.coverage``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import overture as ov
from overture.design.drivers.estimates import EFFECTIVE, ENOUGH, effective
from overture.design.drivers.indices import SobolIndices
from tests.design.drivers.known import DEALS, ISHIGAMI, OFFERED, T06, Floats, Values, drawn, ishigami, judged

TRUE_POINTS, TRUE_SEEDS = 2**15, range(900, 904)
ROUNDING = 1e-9


@dataclass(frozen=True)
class Covered:
    """Of one answer and number of base points, over seeds: the share of the intervals that hold the true index."""

    answer: str
    points: int
    worth: float  # base points, by kurtosis (the median over seeds)
    first: float
    total: float

    @property
    def sure(self) -> bool:
        """Whether the program says that the intervals cover at least 95 %."""
        return self.points >= ENOUGH and self.worth >= EFFECTIVE


def answers() -> Iterator[tuple[str, dict[str, Any], Callable[[Values], Values]]]:
    """Name, ranges, and answers whose coverage is measured: smooth ones, and shares of worlds from rare to common."""
    yield "Ishigami", dict(ISHIGAMI), lambda x: {"Ishigami": ishigami(x)}
    for name, terms, limits in (
        ("as offered", OFFERED, (0.1, 0.2, 0.3)),
        ("T06", T06, (0.02, 0.04, 0.07, 0.1)),
    ):

        def asked(x: Values, terms: dict[str, float] = terms, limits: tuple[float, ...] = limits) -> Values:
            value = {"value": judged(terms)(x)["value"]}
            return value | {f"P(cheat) <= {each}": judged(terms, each)(x)["holds"] for each in limits}

        yield name, dict(drawn(terms)), asked


def truth(ranges: dict[str, Any], asked: Callable[[Values], Values], name: str) -> tuple[Floats, Floats]:
    """[K, d] first-order and total indices: closed forms, or means over many points and seeds."""
    if name == "Ishigami":
        known = DEALS["drivers"]["ishigami"]
        return np.array([known["S1"]]), np.array([known["ST"]])
    found = [
        ov.sobol_indices(ov.saltelli_plan(ranges, TRUE_POINTS, seed), asked, pairs=False)
        for seed in TRUE_SEEDS
    ]
    kinds = ([[each.first.value for each in one.indices] for one in found],
             [[each.total.value for each in one.indices] for one in found])  # fmt: skip
    return np.mean(kinds[0], axis=0), np.mean(kinds[1], axis=0)


def held(found: SobolIndices, first: Floats, total: Floats) -> Floats:
    """[K, 2] the share of the inputs with an effect whose interval holds the true index."""
    shares = []
    for k, each in enumerate(found.indices):
        exists = total[k] > ROUNDING
        both = ((each.first, first[k]), (each.total, total[k]))
        inside = [(one.low - ROUNDING <= true) & (true <= one.high + ROUNDING) for one, true in both]
        shares.append([float(each[exists].mean()) for each in inside])
    return np.array(shares)


def measured(sizes: tuple[int, ...], seeds: range) -> Iterator[Covered]:
    """The coverage of every answer at every number of base points."""
    for name, ranges, asked in answers():
        first, total = truth(ranges, asked, name)
        for points in sizes:
            plans = [ov.saltelli_plan(ranges, points, seed) for seed in seeds]
            found = [ov.sobol_indices(plan, asked, pairs=False) for plan in plans]
            cover = np.mean([held(each, first, total) for each in found], axis=0)
            for k, answer in enumerate(found[0].answers):
                worth = float(np.median([effective(each.main[k]) for each in found]))
                label = name if answer == name else f"{name}: {answer}"
                yield Covered(label, points, worth, float(cover[k, 0]), float(cover[k, 1]))


def main() -> None:
    print("| answer | base points | worth | first-order | total | said to cover 95 % |")
    print("| --- | --- | --- | --- | --- | --- |")
    for each in measured((256, 1024, 4096), range(1, 41)):
        cover = f"{each.first:.3f} | {each.total:.3f} | {'yes' if each.sure else 'no'}"
        print(f"| {each.answer} | {each.points:,} | {each.worth:.0f} | {cover} |", flush=True)


if __name__ == "__main__":
    main()
