"""One Markov-perfect equilibrium: level by level from the end, the limit of each level's logit branch."""

from __future__ import annotations

import numpy as np

from overture.games.measured.play import Play
from overture.rivalry.equilibrium import MarkovPerfect
from overture.rivalry.form import level_form
from overture.rivalry.game import StochasticGame
from overture.solvers.budget import Progress

METHOD = "logit branch, level by level"


def markov_perfect(game: StochasticGame, progress: Progress | None = None) -> MarkovPerfect:
    """A Markov-perfect equilibrium of a game without an end, with its certificate.

    The levels (sets of states that lead to each other) are solved from the end backwards, as in recursive lexicographical
    search (Iskhakov, Rust and Schjerning 2016, Review of Economic Studies 83:658-703). In each the logit branch is walked from
    uniform play, the values of the level's states solved exactly at each point, and its limit is solved for. A game that is not
    directional is one level, and is solved as such. What is found is measured on the tree of each state; where a level has no
    limit, its last point stands, the certificate has its regret, and the states above are not called solved.

    Args:
        game: what ``StageGame.stochastic_game`` gives.
        progress: called with how many levels are solved, and how many there are.
    """
    from overture.rivalry.branch import follow, values_in

    actions, levels = int(game.action_start[-1]), len(game.members)
    play = Play(np.zeros(actions), np.ones(actions), np.ones(actions))
    value = np.zeros((len(game.states), len(game.players)))
    limit, followed, folds = np.ones(levels, bool), np.zeros(levels), np.zeros(levels, np.int32)
    for level in range(levels):
        form = level_form(game, level)
        pay = form.pay(game, value)
        found = follow(game, form, value)
        play.put(form.actions, found.play)
        value[form.states] = values_in(form, pay, found.play)
        limit[level], followed[level], folds[level] = found.limit, found.precision, found.folds
        if progress is not None:
            progress(level + 1, levels)
    return MarkovPerfect.measured(game, play, method=METHOD, limit=limit, followed=followed, folds=folds)
