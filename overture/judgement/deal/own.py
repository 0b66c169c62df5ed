"""The same terms as an offer of his: the case's own game, in which what is found is looked at once more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.design.terms.posed import Clause, TermsGame
from overture.games.tree import Floats
from overture.judgement.deal.posed import PosedTerms

# Where his option is an event of another game: that it is his own offer says that he is glad of it.
NO_OPTION = -1e300


@dataclass(frozen=True)
class OwnGame:
    """The case's own game with those of the clauses that are parameters of it. Axes: C clauses of the case.

    Attributes:
        game, clauses: as terms are judged in it. columns: where its clauses stand in a vector of the case.
        lacking: [C] the clauses that it has not.
    """

    game: TermsGame
    clauses: tuple[Clause, ...]
    columns: tuple[int, ...]
    lacking: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def vector(self, vector: Floats, now: Floats) -> Floats | None:
        """Terms [C] as the game has them; None where they change a clause that it has not."""
        if ((vector != now) & self.lacking).any():
            return None
        return vector[list(self.columns)]


def own_game(posed: PosedTerms) -> OwnGame | None:
    """The case's own game; None where terms are judged in it anyway, or it has none of the clauses."""
    case, names = posed.loaded.case, posed.judged.names
    own = posed.loaded.tree.parameters
    inside = {
        at: Clause(names.get(each.name, each.name), low=each.low, high=each.high)
        for at, each in enumerate(posed.clauses)
        if not each.choices and names.get(each.name, each.name) in own
    }
    if posed.own_game or not inside:
        return None
    ours, his = posed.game.outside_us, posed.game.outside_them
    game = TermsGame(
        tell=lambda given, shape: posed.loaded.game.tree(given),
        us=posed.game.us,
        them=posed.game.them,
        hypothesis=case.hypothesis.move,
        struck=case.deal.given,
        broken=case.deal.cheating,
        outside_us=ours if not isinstance(ours, str) else 0.0,
        outside_them=his if not isinstance(his, str) else NO_OPTION,
    )
    lacking = np.array([at not in inside for at in range(len(posed.clauses))])
    return OwnGame(game, tuple(inside.values()), tuple(inside), lacking)
