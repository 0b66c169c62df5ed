"""Which of two things terms lack for a demand: that he would be deterred, or that we would carry out our threat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.design.terms.posed import TermsGame
from overture.design.terms.target import intended_play, tempted_play
from overture.errors import SolveError
from overture.games.measured.event import names
from overture.games.measured.measure import probability
from overture.games.tree import Floats, Tree


@dataclass(frozen=True)
class Shortfall:
    """By how much, in payoff, each is lacking in every world; 0 where it is there.

    Attributes:
        deterrence: [W] what he would lose by keeping the deal and not breaking it, if we surely carried out our threat.
        credibility: [W] what we would lose by carrying out our threat, if just the share of deals were broken that the
            demand allows. Where fewer are broken, an alarm is false more often, and we would lose more: then no
            equilibrium in which our threat counts meets the demand.
    """

    deterrence: Floats
    credibility: Floats


def shortfall(game: TermsGame, tree: Tree, broken: float) -> Shortfall:
    """What terms lack for a deal that is broken with at most a probability.

    Args:
        tree: the game under the terms.
        broken: the probability that the demand allows.

    Raises:
        SolveError: the game does not say what is meant at every move, or how he is tempted.
    """
    if not game.tempted:
        raise SolveError.of(
            "terms/tempted", "it is not said how he is tempted", tree.title, "one move or more"
        )
    kept, tempted = intended_play(game, tree, game.target), tempted_play(game, tree)
    often = probability(tree, tempted.strategy, game.broken, game.struck)
    share = np.minimum(np.divide(broken, often, out=np.ones(tree.n_worlds), where=often > 0), 1.0)[:, None]
    mixed = kept._replace(strategy=(1 - share) * kept.strategy + share * tempted.strategy)
    return Shortfall(
        deterrence=_loss(tree, kept.measured(tree).regret, game.broken),
        credibility=_loss(tree, mixed.measured(tree).regret, game.reversal),
    )


def _loss(tree: Tree, regret: Floats, event: str) -> Floats:
    """[W] the largest regret [W, infoset] at a move of which an event speaks; 0 where the game has none of them."""
    moves = names(event) if event else ()
    sets = [at for at in range(tree.n_infosets) if tree.labels.set_name[at] in moves]
    return np.asarray(regret[:, sets].max(axis=1, initial=0.0))
