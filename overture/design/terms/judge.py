"""Terms are judged: in every world by all of its equilibria, and with a margin by those of games a little worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from overture.design.terms.judged import (
    CAN_HOLD,
    HOLDS,
    NOT_ASKED,
    UNKNOWN,
    Codes,
    JudgedTerms,
    Verdicts,
    verdicts,
)
from overture.design.terms.members import (
    Bools,
    Ints,
    MembersUnderTerms,
    members_under_terms,
    player_of,
    types_of,
)
from overture.design.terms.outside import shifted_option
from overture.design.terms.places import in_tree
from overture.design.terms.posed import CellsOfAShape, Clause, TermsGame, batches, check_vectors, count_worlds
from overture.errors import SolveError
from overture.games.measured.event import mask
from overture.games.measured.measure import terminal_payoff, with_payoffs
from overture.games.tree import Floats, Tree
from overture.solvers.all.across import equilibria_across
from overture.solvers.budget import Progress

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
        steps: supports tried for all cells together; None for as many as each cell may take.
        progress: told (cells done, cells).

    Raises:
        SolveError: clauses, vectors, worlds or numbers that do not fit.
    """
    vectors = np.asarray(vectors, float)
    check_vectors(clauses, vectors)
    _check_numbers(break_, margin)
    many = count_worlds(worlds)
    weight = np.ones(many) if weight is None else np.asarray(weight, float)
    if weight.shape != (many,) or not (weight >= 0).all() or not weight.sum() > 0:
        raise SolveError.of(
            "terms/weight", f"weights {weight}", "weight", f"{many} numbers of at least 0, some above"
        )
    cells = len(vectors) * many
    complete = np.zeros(cells, bool)
    parts: list[MembersUnderTerms] = []
    types: tuple[str, ...] = ()
    verdict, least = np.full(cells, NOT_ASKED, np.int8), np.full(cells, np.nan)
    shifted = {name: np.full(cells, NOT_ASKED, np.int8) for name in SHIFTS} if margin else {}
    done = 0
    for batch in batches(game, clauses, vectors, shape, worlds, CELLS):
        types = tuple(types_of(batch.tree, game.hypothesis))
        place = _places(batch, many)
        here, complete[place] = _solved(game, batch.tree, steps)
        first = verdicts(here, complete[place], break_, ties=not margin)
        verdict[place], least[place] = first.verdict, first.least_struck
        if margin:
            _shift(game, batch, place, first, (break_, margin, steps), shifted, least)
        here.cell[:] = place[here.cell]
        parts.append(here)
        done += len(place)
        if progress is not None:
            progress(done, cells)
    size = (len(vectors), many)
    return JudgedTerms(
        clauses=tuple(clauses),
        vectors=vectors,
        weight=weight,
        types=types,
        steps=tuple(each.name for each in game.steps),
        break_=break_,
        margin=margin,
        members=MembersUnderTerms.joined(parts),
        complete=complete.reshape(size),
        verdict=_with_margin(verdict, shifted).reshape(size),
        shifted={name: found.reshape(size) for name, found in shifted.items()},
        least_struck=least.reshape(size),
    )


# name -> what changes where the margin is taken off
SHIFTS = ("cheating pays more", "leaving pays more", "leaving pays less", "the threat costs more")


def shifted_game(game: TermsGame, tree: Tree, name: str, margin: float) -> tuple[TermsGame, Tree] | None:
    """The game with one payoff shifted by the margin; None where it has nothing of the kind."""
    them, us = player_of(tree, game.them), player_of(tree, game.us)
    event, player, change = {
        "cheating pays more": (game.broken, them, margin),
        "leaving pays more": (game.leaving, them, margin),
        "leaving pays less": (game.leaving, them, -margin),
        "the threat costs more": (game.reversal, us, -margin),
    }[name]
    if not in_tree(tree, event):
        return None
    inside = mask(tree, event)
    if event == game.leaving:
        game = replace(game, outside_them=shifted_option(game.outside_them, change))
    else:
        inside = inside & mask(tree, game.struck)
    paid = terminal_payoff(tree)
    paid[:, inside, player] += change
    return game, with_payoffs(tree, paid)


def _solved(game: TermsGame, tree: Tree, steps: int | None) -> tuple[MembersUnderTerms, Bools]:
    """The members in the worlds of a tree, and [W] whether they are all there."""
    across = equilibria_across(tree, steps=steps)
    return members_under_terms(game, across), across.complete


def _places(batch: CellsOfAShape, many: int) -> Ints:
    """[cell of the batch] its cell among all."""
    return (batch.rows[:, None] * many + np.arange(many)).ravel()


def _shift(
    game: TermsGame,
    batch: CellsOfAShape,
    place: Ints,
    first: Verdicts,
    numbers: tuple[float, float, int | None],
    shifted: dict[str, Codes],
    least: Floats,
) -> None:
    """Judge the cells in which terms hold robustly in each game that is a little worse. Fills the last two."""
    break_, margin, steps = numbers
    rows = np.flatnonzero(first.robust)
    for name in SHIFTS if len(rows) else ():
        worse = shifted_game(game, batch.tree.world(rows), name, margin)
        if worse is None:
            continue
        members, complete = _solved(*worse, steps)
        members.slack_us[:] = np.inf  # what the deal is worth to us is asked without a margin
        found = verdicts(members, complete, break_, ties=False)
        shifted[name][place[rows]] = found.verdict
        least[place[rows]] = np.minimum(least[place[rows]], found.least_struck)


def _with_margin(verdict: Codes, shifted: Mapping[str, Codes]) -> Codes:
    """Verdicts in which what a shifted game undoes is no longer robust, and what it leaves open is unknown."""
    final = verdict.copy()
    for found in shifted.values():
        final[(verdict == HOLDS) & (found != NOT_ASKED) & (found != HOLDS) & (found != UNKNOWN)] = CAN_HOLD
    for found in shifted.values():
        final[(final == HOLDS) & (found == UNKNOWN)] = UNKNOWN
    return final


def _check_numbers(break_: float, margin: float) -> None:
    if not 0 < break_ <= 1:
        raise SolveError.of("terms/break", f"{break_}", "chance of a breach", "above 0 and at most 1")
    if not (np.isfinite(margin) and margin >= 0):
        raise SolveError.of("terms/margin", f"{margin}", "margin", "a finite number of at least 0")
