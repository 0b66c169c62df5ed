"""Vectors of terms judged by all equilibria, as the search asks them: what was judged once is not judged again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from overture.design.evaluate import candidates
from overture.design.search.candidates import Candidates, Demand
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import JudgedTerms
from overture.games.tree import Floats
from overture.judgement.deal.posed import PosedTerms


class JudgedWorlds:
    """Judges vectors in the worlds of a case under one demand, in both its forms, and remembers what it said of each.

    ``margin``: by which terms must hold where they are searched, in payoff.
    """

    def __init__(self, posed: PosedTerms, demand: Demand, margin: float = 0.0) -> None:
        self.posed, self.demand, self.margin = posed, demand, margin
        self._kept: dict[tuple[int, int, bytes], dict[bool, Candidates]] = {}

    def judged(self, vectors: Floats, worlds: int, seed: int, margin: float = 0.0) -> JudgedTerms:
        """Everything that is known of vectors [V, C] in so many worlds; one world is that of the modes."""
        return judge_terms(
            self.posed.game, self.posed.clauses, vectors, {}, self.posed.worlds(worlds, seed), break_=self.demand.broken,
            margin=margin,
        )  # fmt: skip

    def in_worlds(self, vectors: Floats, demand: Demand, worlds: int, seed: int) -> Candidates:
        """The candidates of vectors [n, C] in so many worlds; ``demand`` is that of the judge in one of its forms."""
        keys = [(worlds, seed, np.ascontiguousarray(each + 0.0).tobytes()) for each in vectors]
        first: dict[tuple[int, int, bytes], int] = {}
        for at, key in enumerate(keys):
            first.setdefault(key, at)
        new = [at for key, at in first.items() if key not in self._kept]
        if new:
            found = self.judged(vectors[new], worlds, seed, self.margin)
            forms = {both: candidates(found, replace(self.demand, both=both)) for both in (True, False)}
            for at, row in enumerate(new):
                self._kept[keys[row]] = {both: each.take([at]) for both, each in forms.items()}
        return Candidates.joined([self._kept[key][demand.both] for key in keys])

    def at_centre(self, vectors: Floats, demand: Demand) -> Candidates:
        """The candidates of vectors [n, C] in the world in which every range is at its mode."""
        return self.in_worlds(vectors, demand, 1, 0)
