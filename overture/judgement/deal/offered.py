"""Terms as an offer of his: judged in the game in which he chooses what to offer, where that may say what he is."""

from __future__ import annotations

import numpy as np

from overture.case.draw import draw
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import JudgedTerms
from overture.design.terms.outside import OutsideOption
from overture.design.terms.posed import Clause, TermsGame
from overture.games.tree import Floats
from overture.judgement.deal.posed import PosedTerms

WORLDS = 256  # of his own game at most, in which a world takes many times longer
UNTIED = 1e-9  # a margin where none is asked for: offers that he does not make are often tied


def as_his_offer(
    posed: PosedTerms, vector: Floats, break_: float, margin: float, worlds: int, seed: int
) -> JudgedTerms | None:
    """One vector [C] in at most so many worlds of his own game; None where the terms cannot be told in it."""
    clauses, values = _told(posed, vector)
    offered = posed.judged.offered
    if offered is None or not clauses:
        return None
    us, them = (_option(posed, player) for player in (posed.game.us, posed.game.them))
    if us is None or them is None:
        return None
    game = TermsGame(
        tell=lambda given, shape: offered.game.tree(given), us=posed.game.us, them=posed.game.them,
        hypothesis=posed.loaded.case.hypothesis.move, struck=offered.struck, broken=offered.broken,
        outside_us=us, outside_them=them,
    )  # fmt: skip
    drawn = draw(posed.loaded.parameters, min(WORLDS, worlds), seed)
    return judge_terms(game, clauses, values, {}, drawn, break_=break_, margin=margin or UNTIED)


def _told(posed: PosedTerms, vector: Floats) -> tuple[list[Clause], Floats]:
    """The clauses that are parameters of his own game, and their values [1, clauses]; none where another one is changed."""
    own = posed.loaded.tree.parameters
    clauses: list[Clause] = []
    values: list[float] = []
    for at, clause in enumerate(posed.clauses):
        name = posed.judged.names.get(clause.name, clause.name)
        if not clause.choices and name in own:
            clauses.append(Clause(name, low=clause.low, high=clause.high))
            values.append(float(vector[at]))
        elif vector[at] != posed.now[at]:
            return [], np.empty((1, 0))
    return clauses, np.array([values])


def _option(posed: PosedTerms, player: str) -> OutsideOption | None:
    """What a player has without a deal in his own game: as the catalogue says, or the number that the case states."""
    offered = posed.judged.offered
    if offered is not None and player in offered.outside:
        return offered.outside[player]
    return posed.judged.design.outside[player].value
