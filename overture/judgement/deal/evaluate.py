"""Vectors of terms judged by all equilibria, as the search asks them: what was judged once is not judged again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.design.search.candidates import Candidates, Demand
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import HOLDS, JudgedTerms
from overture.design.terms.posed import cost
from overture.games.tree import Floats
from overture.judgement.deal.posed import PosedTerms

SURE = 1e-9  # a deal that is struck with at least one less this is struck surely
CONDITIONS = (
    "broken too often",
    "worth signing for us",
    "worth signing for them",
    "signed by all",
    "holds in enough worlds",
)


@dataclass(frozen=True)
class Summary:
    """What the search wants of one vector in many worlds.

    Attributes:
        robust, whole: weight of the worlds in which it holds robustly, and of those of them in which all sign.
        us, theirs, broken, struck: over all worlds, in each by its worst member for us (``broken`` its most broken one).
        lost_us, lost_them: by how much the worst member falls short of the outside options.
    """

    robust: float
    whole: float
    us: float
    theirs: float
    broken: float
    struck: float
    lost_us: float
    lost_them: float


Judge = Callable[[Floats, int, int], JudgedTerms]  # vectors, worlds, seed


class JudgedWorlds:
    """Judges vectors in the worlds of a case, and remembers a summary of each."""

    def __init__(self, posed: PosedTerms, most: float, tell: Callable[[int], None] | None = None) -> None:
        self.posed, self.most = posed, most
        self._kept: dict[tuple[int, int, bytes], Summary] = {}
        self._tell = tell
        self.cells = 0

    def judged(self, vectors: Floats, worlds: int, seed: int, margin: float = 0.0) -> JudgedTerms:
        """Everything that is known of vectors [V, C] in so many worlds."""
        found = judge_terms(
            self.posed.game, self.posed.clauses, vectors, {}, self.posed.worlds(worlds, seed), break_=self.most,
            margin=margin,
        )  # fmt: skip
        self.cells += len(vectors) * worlds
        if self._tell is not None:
            self._tell(self.cells)
        return found

    def summaries(self, vectors: Floats, worlds: int, seed: int) -> list[Summary]:
        """A summary of each vector; only those are judged that were not yet."""
        keys = [(worlds, seed, np.ascontiguousarray(each + 0.0).tobytes()) for each in vectors]
        new = list(dict.fromkeys(at for at, key in enumerate(keys) if key not in self._kept))
        size = max(1, BATCH // worlds)
        for first in range(0, len(new), size):
            rows = new[first : first + size]
            for row, summary in zip(rows, summaries(self.judged(vectors[rows], worlds, seed)), strict=True):
                self._kept[keys[row]] = summary
        return [self._kept[key] for key in keys]

    def in_worlds(self, vectors: Floats, demand: Demand, worlds: int, seed: int) -> Candidates:
        """The candidates of vectors [n, C] in so many worlds, under a demand."""
        found = self.summaries(vectors, worlds, seed)
        price = cost(self.posed.clauses, vectors)
        us = np.array([each.us for each in found])
        broken, struck = np.array([each.broken for each in found]), np.array([each.struck for each in found])
        missed = np.zeros((len(found), len(CONDITIONS)))
        if worlds == 1:
            missed[:, 0] = np.where(struck > SURE, np.maximum(broken - demand.broken, 0.0), 1.0)
            missed[:, 1] = [each.lost_us for each in found]
            missed[:, 2] = [each.lost_them for each in found]
            if demand.both:
                missed[:, 3] = np.maximum(1 - SURE - struck, 0.0)
            missed[missed < 1e-12] = 0.0
        share = np.array([each.whole if demand.both else each.robust for each in found])
        if worlds > 1:
            missed[:, 4] = np.maximum(demand.share - share, 0.0)
            missed[missed < 1e-12] = 0.0
        return Candidates(
            net=us - price, theirs=np.array([each.theirs for each in found]), broken=broken, struck=struck, cost=price,
            share=share, violation=missed.sum(axis=1), missed=missed, conditions=CONDITIONS,
        )  # fmt: skip

    def at_centre(self, vectors: Floats, demand: Demand) -> Candidates:
        """The candidates of vectors [n, C] in the world in which every range is at its mode."""
        return self.in_worlds(vectors, demand, 1, 0)


BATCH = 1 << 13  # cells that are judged at a time


def summaries(judged: JudgedTerms) -> list[Summary]:
    """[V] a summary of each vector."""
    members, weight = judged.members, judged.weight / judged.weight.sum()
    worst = judged.over(members.us, "worst")
    theirs, struck = judged.over(members.them, "even"), judged.over(members.struck, "worst")
    broken = np.nan_to_num(judged.over(members.broken, "best"))
    robust = judged.verdict == HOLDS
    whole = robust & (judged.least_struck >= 1 - SURE)
    short_us = np.nan_to_num(np.maximum(-judged.over(members.slack_us, "worst"), 0.0))
    slack = np.where(np.isnan(members.slack_them), np.inf, members.slack_them).min(axis=1)
    slack = np.where(np.isinf(slack), np.nan, slack)
    short_them = np.nan_to_num(np.maximum(-judged.over(slack, "worst"), 0.0))

    def mean(number: NDArray[np.float64]) -> Floats:
        return np.asarray(np.nan_to_num(number) @ weight)

    columns = [
        robust @ weight, whole @ weight, mean(worst), mean(theirs), mean(broken), mean(struck), mean(short_us), mean(short_them),
    ]  # fmt: skip
    return [Summary(*map(float, each)) for each in np.stack(columns, axis=1)]
