"""The same terms as an offer of his: his own game, in which he chooses what to offer and that may say what he is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from overture.case.terms.judged import OfferedTerms
from overture.design.terms.outside import OutsideOption
from overture.design.terms.posed import Clause, TermsGame
from overture.games.tree import Floats
from overture.judgement.deal.posed import PosedTerms


@dataclass(frozen=True)
class OwnGame:
    """The case's own game with those of the clauses that are parameters of it. Axes: C clauses of the case.

    Attributes:
        game, clauses: as terms are judged in it. columns: where its clauses stand in a vector of the case.
        lacking: [C] the clauses that it has not. arguments: its shape.
    """

    game: TermsGame
    clauses: tuple[Clause, ...]
    columns: tuple[int, ...]
    lacking: np.ndarray[tuple[int], np.dtype[np.bool_]]
    arguments: Mapping[str, Any]

    def vector(self, vector: Floats, now: Floats) -> Floats | None:
        """Terms [C] as the game has them; None where they change a clause that it has not."""
        if ((vector != now) & self.lacking).any():
            return None
        return vector[list(self.columns)]


def own_game(posed: PosedTerms) -> OwnGame | None:
    """The case's own game; None where terms are judged in it anyway, it has none of the clauses, or an outside option is not known."""
    offered, names, own = posed.judged.offered, posed.judged.names, posed.loaded.tree.parameters
    inside = {
        at: Clause(names.get(each.name, each.name), low=each.low, high=each.high)
        for at, each in enumerate(posed.clauses)
        if not each.choices and names.get(each.name, each.name) in own
    }
    if offered is None or not inside:
        return None
    us, them = _option(posed, offered, posed.game.us), _option(posed, offered, posed.game.them)
    if us is None or them is None:
        return None
    game = TermsGame(
        tell=lambda given, shape: offered.game.tree(given),
        us=posed.game.us,
        them=posed.game.them,
        hypothesis=posed.loaded.case.hypothesis.move,
        struck=offered.struck,
        broken=offered.broken,
        outside_us=us,
        outside_them=them,
    )
    lacking = np.array([at not in inside for at in range(len(posed.clauses))])
    return OwnGame(game, tuple(inside.values()), tuple(inside), lacking, offered.game.arguments)


def _option(posed: PosedTerms, offered: OfferedTerms, player: str) -> OutsideOption | None:
    """What a player has without a deal in his own game: as the catalogue says, or the number that the case states."""
    return offered.outside.get(player, posed.judged.design.outside[player].value)
