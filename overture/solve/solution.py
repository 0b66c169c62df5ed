"""What a solver hands back: strategies with their certificate, and sentences that say how far to trust them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.game.tree import Floats, Tree

if TYPE_CHECKING:
    import pandas as pd

LIMIT = 0
AT_PRECISION = 1
NEAR = 2
LOST = 3
UNSOLVED = 4
WITHIN = 5
STOPPED = 6

STATUS_TEXT = {
    LIMIT: "solved: the limit of the path, exact to rounding",
    AT_PRECISION: "solved at the precision that was asked for",
    NEAR: "solved in part: the path was followed far, its limit was not identified; the regret is that of the last point",
    LOST: "not solved: the path could not be followed to its end; the regret is that of the last point",
    UNSOLVED: "not solved: no point was found",
    WITHIN: "solved: no information set, reached or not, has more regret than was asked for",
    STOPPED: "not solved: stopped early; the regret is that of the last point",
}


@dataclass(frozen=True)
class Solution:
    """Strategies of every world, measured by :func:`overture.game.measure.assess` (no solver grades itself).

    Axes: W worlds, A actions, N nodes.

    Attributes:
        tree: the game.
        method: how it was solved, in words.
        strategy: [W, A] behaviour strategies.
        order, weight: [W, A] trembles ``weight * eps**order`` of the actions of probability zero.
        belief: [W, N] belief at each node of an information set, on the path and off it (NaN elsewhere).
        value: [W, player] expected payoff.
        regret: [W, infoset] conditional regret, in units of the payoffs.
        max_regret: [W] the largest of them.
        precision: [W] precision of the logit response, in units of the payoffs; infinite for the limit.
        status: [W] a code; ``status_text`` says it.
        residual: [W] largest difference between a probability and the logit response to the measured
            values of its set; NaN for the limit, which is no logit response.
        folds: [W] how often the path turned back in precision.
        lost: [W] whether the path was lost, or may have been left for another one.
        followed: [W] precision times payoff range up to which the path was followed.
    """

    tree: Tree
    method: str
    strategy: Floats
    order: Floats
    weight: Floats
    belief: Floats
    value: Floats
    regret: Floats
    max_regret: Floats
    precision: Floats
    status: NDArray[np.int8]
    residual: Floats
    folds: NDArray[np.int32]
    lost: NDArray[np.bool_]
    followed: Floats
    action_value: Floats = field(repr=False)
    reach: Floats = field(repr=False)

    @property
    def solved(self) -> NDArray[np.bool_]:
        """[W] whether the world was solved (limit, or what was asked for)."""
        return np.isin(self.status, (LIMIT, AT_PRECISION, WITHIN))

    @property
    def status_text(self) -> list[str]:
        """[W] the status of each world as a sentence."""
        return [STATUS_TEXT[int(code)] for code in self.status]

    @property
    def worst_infoset(self) -> NDArray[np.int64]:
        """[W] the information set with the largest conditional regret."""
        if self.regret.shape[1] == 0:
            return np.zeros(len(self.regret), np.int64)
        return np.asarray(self.regret.argmax(axis=1))

    def worst_name(self, world: int = 0) -> str:
        """The information set with the largest regret in a world, by player and label."""
        at = int(self.worst_infoset[world])
        return f"{self.tree.players[self.tree.set_player[at]]}: {self.tree.labels.set_label[at]}"

    def summary(self) -> str:
        """One sentence per kind of outcome: how many worlds, how large the worst regret."""
        lines = []
        for code, text in STATUS_TEXT.items():
            those = np.flatnonzero(self.status == code)
            if not len(those):
                continue
            worst = int(those[np.argmax(self.max_regret[those])])
            line = f"{len(those)} of {len(self.status)} worlds {text}; largest regret {self.max_regret[worst]:.2g}"
            if self.regret.shape[1]:
                line += f" at {self.worst_name(worst)}"
            lines.append(line)
        if self.lost.any():
            lines.append(f"in {int(self.lost.sum())} worlds the path may have been left for another one")
        return "\n".join(lines)

    def to_frame(self, worlds: NDArray[np.integer] | list[int] | None = None) -> pd.DataFrame:
        """One row per world and action: who, where, what, probability, value of the action, reach, regret."""
        import pandas as pd

        tree = self.tree
        chosen = np.arange(tree.n_worlds) if worlds is None else np.asarray(worlds)
        sets = tree.infoset_of_action
        labels = tree.labels
        passing = np.zeros((len(chosen), tree.n_infosets))
        for infoset in range(tree.n_infosets):
            passing[:, infoset] = self.reach[chosen][:, tree.members(infoset)].sum(axis=1)

        def each(names: list[str] | list[int]) -> list[str] | list[int]:
            return names * len(chosen)

        return pd.DataFrame(
            {
                "world": np.repeat(chosen, tree.n_actions),
                "player": each([tree.players[tree.set_player[s]] for s in sets]),
                "number": each([labels.set_number[s] for s in sets]),
                "infoset": each([labels.set_label[s] for s in sets]),
                "action": each(list(labels.edge[: tree.n_actions])),
                "strategy": self.strategy[chosen].ravel(),
                "value": self.action_value[chosen].ravel(),
                "reach": passing[:, sets].ravel(),
                "regret": self.regret[chosen][:, sets].ravel(),
            }
        )
