"""Terms are judged: in every world by all of its equilibria, and with a margin by those of games a little worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from overture.design.terms.judged import NOT_ASKED, JudgedTerms, verdicts
from overture.design.terms.margin import SHIFTS, Standard, judge_shifted, with_margin
from overture.design.terms.members import Ints, MembersUnderTerms, members_of, types_of
from overture.design.terms.posed import CellsOfAShape, Clause, TermsGame, batches, check_asked, count_worlds
from overture.games.tree import Floats
from overture.solvers.budget import Progress
from overture.weigh.distribution.own import type_odds

CELLS = 1 << 13  # vectors times worlds that are told and solved together
BREAK = 0.10  # the chance that a deal is broken up to which it holds


def judge_terms(
    game: TermsGame,
    clauses: Sequence[Clause],
    vectors: Floats,
    shape: Mapping[str, Any],
    worlds: Mapping[str, Floats],
    weight: Floats | None = None,
    *,
    break_: float = BREAK,
    margin: float = 0.0,
    steps: int | None = None,
    progress: Progress | None = None,
) -> JudgedTerms:
    """Judge vectors of terms in worlds, by all equilibria of the game.

    With a margin, terms that hold robustly must do so too where cheating pays him so much more, where leaving pays him so
    much more or less, and where our threat costs us so much more: what holds by less can be undone by a small mistake in
    a payoff. What does not is said to hold in some equilibria only ("can hold").

    Args:
        vectors: [V, C] terms: values of parameters, and indices of choices.
        shape: shape arguments that no clause sets. worlds: parameter -> [W] or one number. weight: [W]; even if left out.
        break_: the chance that the deal is broken, given that it is made, up to which it holds.
        margin: in payoff; 0 for none, and then a tie makes a world unknown.
        steps: supports tried for all cells together; None for as many as each cell may take (4,000).
        progress: told (cells done, cells).

    Raises:
        SolveError: clauses, vectors, worlds or numbers that do not fit.
    """
    vectors, many = np.asarray(vectors, float), count_worlds(worlds)
    weight = np.ones(many) if weight is None else np.asarray(weight, float)
    check_asked(clauses, vectors, worlds, weight)
    standard = Standard(break_, margin, steps)
    cells = len(vectors) * many
    verdict, least = np.full(cells, NOT_ASKED, np.int8), np.full(cells, np.nan)
    complete, parts = np.zeros(cells, bool), []
    shifted = {name: np.full(cells, NOT_ASKED, np.int8) for name in SHIFTS} if margin else {}
    types: tuple[str, ...] = ()
    prior: Floats = np.zeros((cells, 0))
    for batch in batches(game, clauses, vectors, shape, worlds, CELLS):
        types = tuple(types_of(batch.tree, game.hypothesis))
        place = _places(batch, many)
        prior = prior if prior.shape[1] else np.zeros((cells, len(types)))
        prior[place] = type_odds(batch.tree, game.hypothesis)
        here, complete[place] = members_of(game, batch.tree, steps)
        first = verdicts(here, complete[place], break_, ties=not margin)
        verdict[place], least[place] = first.verdict, first.least_struck
        if margin:
            judge_shifted(game, batch.tree, place, first, standard, shifted, least)
        parts.append(here.placed(place))
        if progress is not None:
            progress(int((verdict != NOT_ASKED).sum()), cells)
    size = (len(vectors), many)
    return JudgedTerms(
        clauses=tuple(clauses),
        vectors=vectors,
        weight=weight,
        types=types,
        steps=tuple(each.name for each in game.steps),
        prior=prior.reshape(*size, -1),
        break_=break_,
        margin=margin,
        members=MembersUnderTerms.joined(parts),
        complete=complete.reshape(size),
        verdict=with_margin(verdict, shifted).reshape(size),
        shifted={name: found.reshape(size) for name, found in shifted.items()},
        least_struck=least.reshape(size),
    )


def _places(batch: CellsOfAShape, many: int) -> Ints:
    """[cell of the batch] its cell among all."""
    return (batch.rows[:, None] * many + np.arange(many)).ravel()
