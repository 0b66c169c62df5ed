"""Terms judged by all equilibria, as a search asks for it: one row of numbers for every vector of terms.

What a search is told is what terms are worth if the equilibrium that is played is the worst one, in each world.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from overture.design.search.candidates import Candidates, Demand, Floats
from overture.design.search.space import Space
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import HOLDS, UNKNOWN, VERDICTS, JudgedTerms
from overture.design.terms.members import Bools, Ints
from overture.design.terms.posed import Clause, TermsGame, check_clauses, cost

Draw = Callable[[int, int], Mapping[str, Floats]]  # how many worlds, seed -> parameter -> [W] or one number

ALL_SIGN = "all sign"
CONDITIONS = (
    "it is known",
    "it is struck",
    "it is kept",
    "it is worth signing to us",
    "they sign gladly",
    ALL_SIGN,
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


@dataclass(frozen=True)
class Tally:
    """Vectors of terms in some worlds, as sums over these by their weights: what is known of more worlds is a sum of such sums.

    In each world the worst of its equilibria counts, where no other is named: the least value to us and to them, the least
    chance of a deal, the greatest chance of breach. Axes: V vectors, 5 verdicts (``VERDICTS``), K conditions.

    Attributes:
        weight: [V] of the worlds. worlds: [V] how many they are.
        verdicts: [V, 5]. signed: [V] the terms hold robustly and all types sign. cheated: [V] as :class:`JudgedTerms` has it, and
            by_belief where the terms hold robustly.
        us, us_even, us_best, theirs: [V] values. struck: [V] chance of a deal. broken: [V] of a deal that is broken.
        missed, missed_both: [V, K] by how much each condition is missed, if a type may stay out, and if all must sign.
        gains: [V, T] what each type gains above what it has without a deal, in the equilibrium that is worst for it; nothing where
            it does not sign. chances: [V, T] of the type, before anything is seen.
    """

    weight: Floats
    worlds: Floats
    verdicts: Floats
    signed: Floats
    cheated: Floats
    by_belief: Floats
    us: Floats
    us_even: Floats
    us_best: Floats
    theirs: Floats
    struck: Floats
    broken: Floats
    missed: Floats
    missed_both: Floats
    gains: Floats
    chances: Floats

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def share(self, verdict: int) -> Floats:
        """[V] the weight of the worlds with a verdict, of all."""
        return np.asarray(self.verdicts[:, verdict] / self.weight)

    @classmethod
    def joined(cls, parts: Sequence[Tally]) -> Tally:
        """The vectors of all parts, one part after the other."""
        return cls(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)))

    def take(self, rows: Sequence[int] | Ints) -> Tally:
        """Some of the vectors."""
        return Tally(*(getattr(self, each.name)[np.asarray(rows, np.int64)] for each in fields(self)))


def tally(judged: JudgedTerms) -> Tally:
    """What was judged, summed over its worlds."""
    members, weight = judged.members, judged.weight
    struck = np.nan_to_num(judged.least_struck)
    broken = np.nan_to_num(judged.over(members.broken, "best"))
    robust = judged.verdict == HOLDS
    signed = robust & (struck >= SURELY)
    missed = _missed(judged, struck, broken)
    stays_out = np.array([name != ALL_SIGN for name in CONDITIONS])
    # Of a type that signs in some equilibria only, the worst counts, and that is at best nothing.
    slack = np.nan_to_num(members.slack_them)
    gains = np.stack([judged.over(each, "worst") for each in slack.T], axis=2)
    everywhere = np.ones(judged.verdict.shape)
    return Tally(
        weight=_sum(everywhere, weight),
        worlds=everywhere.sum(axis=1),
        verdicts=np.stack([_sum(judged.verdict == code, weight) for code in range(len(VERDICTS))], axis=1),
        signed=_sum(signed, weight),
        cheated=_sum(judged.cheated, weight),
        by_belief=_sum(robust & judged.by_belief, weight),
        us=_sum(judged.over(members.us, "worst"), weight),
        us_even=_sum(judged.over(members.us, "even"), weight),
        us_best=_sum(judged.over(members.us, "best"), weight),
        theirs=_sum(judged.over(members.them, "worst"), weight),
        struck=_sum(struck, weight),
        broken=_sum(struck * broken, weight),
        missed=_sum_of_each(missed * stays_out * ~robust[:, :, None], weight),
        missed_both=_sum_of_each(missed * ~signed[:, :, None], weight),
        gains=_sum_of_each(np.nan_to_num(gains), weight),
        chances=_sum_of_each(judged.prior, weight),
    )


def candidates(judged: JudgedTerms, demand: Demand) -> Candidates:
    """One row for every vector of terms that was judged under the same demand."""
    return candidates_of(tally(judged), cost(judged.clauses, judged.vectors), demand)


def candidates_of(found: Tally, spent: Floats, demand: Demand) -> Candidates:
    """One row for every vector of terms.

    The chance of breach is that of a deal in any world: breaches over deals.

    Args:
        found: judged under the same demand. spent: [V] what the terms cost us.
    """
    held = found.signed if demand.both else found.verdicts[:, HOLDS]
    share = np.round(held / found.weight, 12)  # weights of all worlds do not add to exactly 1
    missed = (found.missed_both if demand.both else found.missed) / found.weight[:, None]
    one = found.worlds == 1
    alone = np.where(share == 1, 0.0, np.maximum(missed.sum(axis=1), LEAST))
    deals = found.struck / found.weight
    return Candidates(
        net=found.us / found.weight - spent,
        theirs=found.theirs / found.weight,
        broken=np.divide(found.broken, found.struck, out=np.zeros(len(deals)), where=found.struck > 0),
        struck=deals,
        cost=spent,
        share=share,
        violation=np.where(one, alone, np.maximum(demand.share - share, 0.0)),
        types=_by_types(found),
        missed=missed,
        conditions=CONDITIONS,
    )


def _by_types(found: Tally) -> Floats:
    """[V] the gains of his types, each to the power of its chance, multiplied; what is lost in all where a type would lose."""
    gains, chances = found.gains / found.weight[:, None], found.chances / found.weight[:, None]
    lost = np.maximum(-gains, 0).sum(axis=1)
    return np.asarray(np.where(lost > 0, -lost, np.prod(np.maximum(gains, 0) ** chances, axis=1)))


def _missed(judged: JudgedTerms, struck: Floats, broken: Floats) -> Floats:
    """[V, W, K] by how much each of the conditions is missed, whether or not the terms hold."""
    members = judged.members
    slack_them = np.nan_to_num(members.slack_them, nan=np.inf).min(axis=1)
    gladly = {"us": members.slack_us, "them": np.where(np.isfinite(slack_them), slack_them, np.nan)}
    short = [np.maximum(-np.nan_to_num(judged.over(slack, "worst")), 0) for slack in gladly.values()]
    parts = [
        (judged.verdict == UNKNOWN).astype(float),
        (struck <= 0).astype(float),
        np.maximum(broken - judged.break_, 0),
        *short,
        np.maximum(SURELY - struck, 0),
    ]
    return np.stack(parts, axis=2)


def _sum(number: Floats | Bools, weight: Floats) -> Floats:
    """[V] of [V, W]; worlds in which there is no number count as 0, and the terms do not hold there."""
    return np.asarray((np.nan_to_num(np.asarray(number, float)) * weight).sum(axis=1))


def _sum_of_each(number: Floats, weight: Floats) -> Floats:
    """[V, K] of [V, W, K]."""
    return np.asarray((number * weight[:, None]).sum(axis=1))
