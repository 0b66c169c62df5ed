"""A margin: terms that hold must do so too where a payoff is a little worse than the one that is stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from overture.design.terms.judged import CAN_HOLD, HOLDS, NOT_ASKED, UNKNOWN, Codes, Verdicts, verdicts
from overture.design.terms.members import Ints, members_of, player_of
from overture.design.terms.outside import shifted_option
from overture.design.terms.places import in_tree
from overture.design.terms.posed import TermsGame
from overture.errors import SolveError
from overture.games.measured.event import mask
from overture.games.measured.measure import terminal_payoff, with_payoffs
from overture.games.tree import Floats, Tree


@dataclass(frozen=True)
class Standard:
    """By what terms are judged: the chance of a breach, the margin in payoff, and the supports tried for each tree."""

    break_: float
    margin: float
    steps: int | None

    def __post_init__(self) -> None:
        if not 0 < self.break_ <= 1:
            raise SolveError.of(
                "terms/break", f"{self.break_}", "chance of a breach", "above 0 and at most 1"
            )
        if not (np.isfinite(self.margin) and self.margin >= 0):
            raise SolveError.of("terms/margin", f"{self.margin}", "margin", "a finite number of at least 0")


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


def judge_shifted(
    game: TermsGame,
    tree: Tree,
    place: Ints,
    first: Verdicts,
    standard: Standard,
    shifted: dict[str, Codes],
    least: Floats,
) -> None:
    """Judge the cells in which terms hold robustly in each game that is a little worse. Fills the last two.

    Args:
        tree: the game in some cells. place: [cell of the tree] its place in ``shifted`` and ``least``.
        first: what was found in the game itself.
        shifted: name -> [cell] the verdict. least: [cell] the least chance of a deal.
    """
    rows = np.flatnonzero(first.robust)
    for name in SHIFTS if len(rows) else ():
        worse = shifted_game(game, tree.world(rows), name, standard.margin)
        if worse is None:
            continue
        members, complete = members_of(*worse, standard.steps)
        members.slack_us[:] = np.inf  # what the deal is worth to us is asked without a margin
        found = verdicts(members, complete, standard.break_, ties=False)
        shifted[name][place[rows]] = found.verdict
        least[place[rows]] = np.minimum(least[place[rows]], found.least_struck)


def with_margin(verdict: Codes, shifted: Mapping[str, Codes]) -> Codes:
    """Verdicts in which what a shifted game undoes is no longer robust, and what it leaves open is unknown."""
    final = verdict.copy()
    for found in shifted.values():
        final[(verdict == HOLDS) & (found != NOT_ASKED) & (found != HOLDS) & (found != UNKNOWN)] = CAN_HOLD
    for found in shifted.values():
        final[(final == HOLDS) & (found == UNKNOWN)] = UNKNOWN
    return final
