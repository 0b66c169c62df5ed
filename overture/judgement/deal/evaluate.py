"""Vectors of terms judged by all equilibria, as the search asks them: what was judged once is not judged again.

What is asked is cut into pieces, which any workers compute and a store keeps. How it is cut hangs on what is asked alone:
of a continuum of equilibria a list may show another member in other company, and no answer may depend on who computed it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from overture.case.draw import draw_part
from overture.design.evaluate import Tally, candidates_of
from overture.design.search.candidates import Candidates, Demand
from overture.design.terms.judge import CELLS, judge_terms
from overture.design.terms.judged import JudgedTerms
from overture.design.terms.posed import cost, of_one_shape
from overture.games.tree import Floats
from overture.judgement.deal.own import own_game
from overture.judgement.deal.posed import PosedTerms
from overture.judgement.deal.task import ANSWER, OWN, SUMS, VECTORS, WORLD, plan_of_terms, tally_of
from overture.runs.executors import Serial
from overture.runs.pieces import PieceRun, WorkPiece

Rows = tuple[int, ...]


@dataclass(frozen=True)
class AskedTerms:
    """Vectors [V, C] that are to be judged in the first ``worlds`` worlds of the sequence that ``seed`` names; one is that of the modes.

    Attributes:
        margin: by which terms must hold, in payoff. shape: arguments that no clause sets.
        held: parameter -> its value in all worlds, instead of what is drawn. game: ``ANSWER`` or ``OWN``.
    """

    vectors: Floats
    worlds: int
    seed: int
    margin: float = 0.0
    shape: Mapping[str, Any] = field(default_factory=dict)
    held: Mapping[str, float] = field(default_factory=dict)
    game: str = ANSWER


class JudgedWorlds:
    """Judges vectors in the worlds of a case under one demand, in both its forms, and remembers what it said of each.

    Attributes:
        margin: by which terms must hold where they are searched, in payoff.
        own: the case's own game. run: computes the pieces; this process if left out.
    """

    def __init__(
        self, posed: PosedTerms, demand: Demand, margin: float = 0.0, run: PieceRun | None = None
    ) -> None:
        self.posed, self.demand, self.margin = posed, demand, margin
        self.own = own_game(posed)
        self.run = PieceRun(plan_of_terms(posed, self.own), None, Serial, 0) if run is None else run
        self._kept: dict[tuple[int, int, bytes], dict[bool, Candidates]] = {}

    def apart(self) -> JudgedWorlds:
        """The same judge, who remembers what this one does by now; what he is asked, this one does not learn.

        What a vector is judged together with hangs on what is remembered: so no answer hangs on what else was asked before.
        """
        other = copy(self)
        other._kept = dict(self._kept)
        return other

    def at_modes(self, vector: Floats) -> JudgedTerms:
        """Everything that is known of one vector [C] at the modes."""
        modes = self.posed.modes()
        return judge_terms(
            self.posed.game, self.posed.clauses, vector[None], {}, modes, break_=self.demand.broken
        )

    def tallies(self, asked: Sequence[AskedTerms]) -> list[Tally]:
        """What is known of the vectors of each, over all of its worlds."""
        cut = [self._cut(each) for each in asked]
        found = iter(self.run.columns([piece for each in cut for _, piece in each]))
        whole = []
        for each in cut:
            parts: dict[Rows, Tally] = {}
            for rows, _ in each:
                part = tally_of(next(found))
                parts[rows] = parts[rows] + part if rows in parts else part
            order = np.argsort([row for rows in parts for row in rows])
            whole.append(Tally.joined(list(parts.values())).take(order))
        return whole

    def in_worlds(self, vectors: Floats, demand: Demand, worlds: int, seed: int) -> Candidates:
        """The candidates of vectors [n, C] in so many worlds; ``demand`` is that of the judge in one of its forms."""
        keys = [(worlds, seed, np.ascontiguousarray(each + 0.0).tobytes()) for each in vectors]
        first: dict[tuple[int, int, bytes], int] = {}
        for at, key in enumerate(keys):
            first.setdefault(key, at)
        new = [at for key, at in first.items() if key not in self._kept]
        if new:
            (found,) = self.tallies([AskedTerms(vectors[new], worlds, seed, self.margin)])
            spent = cost(self.posed.clauses, vectors[new])
            forms = {
                both: candidates_of(found, spent, replace(self.demand, both=both)) for both in (True, False)
            }
            for at, row in enumerate(new):
                self._kept[keys[row]] = {both: each.take([at]) for both, each in forms.items()}
        return Candidates.joined([self._kept[key][demand.both] for key in keys])

    def at_centre(self, vectors: Floats, demand: Demand) -> Candidates:
        """The candidates of vectors [n, C] in the world in which every range is at its mode."""
        return self.in_worlds(vectors, demand, 1, 0)

    def _cut(self, asked: AskedTerms) -> list[tuple[Rows, WorkPiece]]:
        """Pieces of one shape and at most ``CELLS`` cells, each with the rows of its vectors."""
        posed, own = self.posed, asked.game == OWN
        clauses = self.own.clauses if own and self.own is not None else posed.clauses
        parameters = posed.loaded.parameters if own else posed.judged.parameters
        told = {
            "form": SUMS,
            "game": asked.game,
            "shape": dict(asked.shape),
            "break": self.demand.broken,
            "margin": asked.margin,
        }
        size, pieces = max(CELLS // asked.worlds, 1), []
        blocks = [
            draw_part(parameters, asked.worlds, asked.seed, first, min(CELLS, asked.worlds - first))
            for first in range(0, asked.worlds, CELLS)
        ]
        for alike in of_one_shape(clauses, asked.vectors).values():
            for rows in (alike[first : first + size] for first in range(0, len(alike), size)):
                for block in blocks:
                    worlds = {
                        **block,
                        **{name: np.full_like(block[name], held) for name, held in asked.held.items()},
                    }
                    given = {f"{WORLD}{name}": array for name, array in worlds.items()}
                    pieces.append(
                        (tuple(rows), WorkPiece(told, {VECTORS: asked.vectors[rows] + 0.0, **given}))
                    )
        return pieces
