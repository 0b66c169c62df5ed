"""Terms judged by all equilibria, as a search asks for it: one row of numbers for every vector of terms.

What a search is told is what terms are worth if the equilibrium that is played is the worst one, in each world.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from overture.design.search.candidates import Candidates, Demand, Floats
from overture.design.search.space import Space
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import HOLDS, UNKNOWN, JudgedTerms
from overture.design.terms.members import Bools
from overture.design.terms.posed import Clause, TermsGame, check_clauses, cost

Draw = Callable[[int, int], Mapping[str, Floats]]  # how many worlds, seed -> parameter -> [W] or one number

CONDITIONS = (
    "it is known",
    "it is struck",
    "it is kept",
    "it is worth signing to us",
    "they sign gladly",
    "all sign",
)
SURELY = 1 - 1e-9
LEAST = 1e-9  # what a demand is missed by at least, where no number says by how much


def space_of(clauses: Sequence[Clause], free: Sequence[str] = ()) -> Space:
    """The vectors that have these clauses.

    Args:
        clauses: of the terms.
        free: clauses that cost nothing though no cost is stated.

    Raises:
        SolveError: everything that is wrong with the clauses.
    """
    check_clauses(clauses)
    return Space(
        names=tuple(clause.name for clause in clauses),
        low=np.array([clause.low if clause.low is not None else 0.0 for clause in clauses]),
        high=np.array(
            [clause.high if clause.high is not None else len(clause.choices) - 1.0 for clause in clauses]
        ),
        now=np.array([_now(clause) for clause in clauses]),
        choices=tuple(len(clause.choices) for clause in clauses),
        unpriced=tuple(
            clause.name
            for clause in clauses
            if not clause.choices and (clause.slope is None or clause.now is None) and clause.name not in free
        ),
    )


def _now(clause: Clause) -> float:
    if clause.now is not None:
        return clause.now
    return 0.0 if clause.choices else np.nan


@dataclass(frozen=True)
class TermsJudge:
    """Judges vectors of terms for a search, in one world or in many.

    Attributes:
        game: in which terms are judged.
        clauses: the columns of a vector.
        draw: gives the parameters in so many worlds of the sequence that a seed names.
        shape: shape arguments that no clause sets.
        margin: by which terms must hold, in payoff.
        steps: supports tried for all worlds together; None for as many as each may take (4,000).
    """

    game: TermsGame
    clauses: tuple[Clause, ...]
    draw: Draw
    shape: Mapping[str, Any] = field(default_factory=dict)
    margin: float = 0.0
    steps: int | None = None

    def __call__(self, vectors: Floats, demand: Demand, worlds: int = 1, seed: int = 0) -> Candidates:
        """See :class:`overture.design.search.candidates.EvaluateInWorlds`. One world is the one that ``draw`` gives for 1."""
        judged = judge_terms(
            self.game,
            self.clauses,
            vectors,
            self.shape,
            self.draw(worlds, seed),
            break_=demand.broken,
            margin=self.margin,
            steps=self.steps,
        )
        return candidates(judged, demand)


def candidates(judged: JudgedTerms, demand: Demand) -> Candidates:
    """One row for every vector of terms that was judged under the same demand.

    In each world the worst of its equilibria counts: the least value to us and to them, the least chance of a deal, the
    greatest chance of breach. The chance of breach is that of a deal in any world: breaches over deals.
    """
    members, weight = judged.members, judged.weight / judged.weight.sum()
    struck = np.nan_to_num(judged.least_struck)
    broken = np.nan_to_num(judged.over(members.broken, "best"))
    holds = (judged.verdict == HOLDS) & ((struck >= SURELY) | (not demand.both))
    share = np.round(_mean(holds, weight), 12)  # weights of all worlds do not add to exactly 1
    missed = (_missed(judged, demand, struck, broken, holds) * weight[:, None]).sum(axis=1)
    if judged.verdict.shape[1] == 1:
        violation = np.where(holds[:, 0], 0.0, np.maximum(missed.sum(axis=1), LEAST))
    else:
        violation = np.maximum(demand.share - share, 0.0)
    spent = cost(judged.clauses, judged.vectors)
    deals = _mean(struck, weight)
    return Candidates(
        net=_mean(judged.over(members.us, "worst"), weight) - spent,
        theirs=_mean(judged.over(members.them, "worst"), weight),
        broken=np.divide(_mean(struck * broken, weight), deals, out=np.zeros(len(deals)), where=deals > 0),
        struck=deals,
        cost=spent,
        share=share,
        violation=violation,
        types=_by_types(judged, weight),
        missed=missed,
        conditions=CONDITIONS,
    )


def _by_types(judged: JudgedTerms, weight: Floats) -> Floats:
    """[V] the gains of his types, each to the power of its chance, multiplied; what is lost in all where a type would lose.

    A type that does not sign gains nothing. In each world the equilibrium counts that is worst for the type.
    """
    slack = judged.members.slack_them
    # Of a type that signs in some equilibria only, the worst counts, and that is at best nothing.
    worst = [judged.over(np.nan_to_num(slack[:, at]), "worst") for at in range(slack.shape[1])]
    gains = np.stack([_mean(each, weight) for each in worst], axis=1)
    chances = np.einsum("vwt,w->vt", judged.prior, weight)
    lost = np.maximum(-gains, 0).sum(axis=1)
    return np.asarray(np.where(lost > 0, -lost, np.prod(np.maximum(gains, 0) ** chances, axis=1)))


def _missed(judged: JudgedTerms, demand: Demand, struck: Floats, broken: Floats, holds: Bools) -> Floats:
    """[V, W, K] by how much each of the conditions is missed, where terms do not hold."""
    members = judged.members
    slack_them = np.nan_to_num(members.slack_them, nan=np.inf).min(axis=1)
    gladly = {"us": members.slack_us, "them": np.where(np.isfinite(slack_them), slack_them, np.nan)}
    short = [np.maximum(-np.nan_to_num(judged.over(slack, "worst")), 0) for slack in gladly.values()]
    parts = [
        (judged.verdict == UNKNOWN).astype(float),
        (struck <= 0).astype(float),
        np.maximum(broken - demand.broken, 0),
        *short,
        np.maximum(SURELY - struck, 0) * demand.both,
    ]
    return np.stack(parts, axis=2) * ~holds[:, :, None]


def _mean(number: Floats | Bools, weight: Floats) -> Floats:
    """[V] of [V, W]; worlds in which there is no number count as 0, and the terms do not hold there."""
    return np.asarray((np.nan_to_num(np.asarray(number, float)) * weight).sum(axis=1))
