"""What is undetermined in a solution, as it is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.standards import ALIKE
from overture.games.spoken import SpokenGame
from overture.games.view import Shown, count, span
from overture.solvers.beside.moves import Move, moves
from overture.solvers.beside.ties import tied
from overture.solvers.solution import Solution

if TYPE_CHECKING:
    import pandas as pd


class Ranged(NamedTuple):
    """One thing that is undetermined in a world.

    Attributes:
        world: of the solution.
        what: the move, and who makes it, or "value".
        player: the player's name.
        action: at the move; "" for a value.
        low, high: over the solution itself and all ways to settle the ties that are equilibria.
        tie: whether it is a tie itself; else it moves with one.
    """

    world: int
    what: str
    player: str
    action: str
    low: float
    high: float
    tie: bool


@dataclass(frozen=True, repr=False)
class Splits(Shown):
    """What hangs on structural ties in a solution.

    Attributes:
        solution: what was asked about.
        world: [k] the world of each way to settle its ties that is an equilibrium, ascending.
        split: one world for each of these ways, as it was measured.
        again: [k] whether the path was followed again, since somebody else would regret what he did.
    """

    solution: Solution
    world: NDArray[np.int64]
    split: Solution
    again: NDArray[np.bool_]

    @cached_property
    def ranges(self) -> tuple[Ranged, ...]:
        """What is undetermined, world by world: ties first, then moves that follow them, then values."""
        return tuple(each for at in np.unique(self.world).tolist() for each in self._of(at))

    def _of(self, world: int) -> list[Ranged]:
        rows = np.flatnonzero(self.world == world)
        tree = self.solution.tree
        share = np.concatenate([self.solution.strategy[[world]], self.split.strategy[rows]])
        reach = np.concatenate([self.solution.reach[[world]], self.split.reach[rows]])
        worth = np.concatenate([self.solution.value[[world]], self.split.value[rows]])
        made = moves(tree)
        here, play = tree.world(world), self.solution.play.take(slice(world, world + 1))
        ties = tied(here, play, play.measured(here), made)
        ends: dict[tuple[Move, str], tuple[float, float]] = {}
        for at in range(tree.n_infosets):
            met = reach[:, tree.members(at)].any(axis=1)
            for action in range(int(tree.edge_start[at]), int(tree.edge_start[at + 1])) if met.any() else ():
                low, high = float(share[met, action].min()), float(share[met, action].max())
                if high - low > ALIKE:
                    key = made[at], tree.labels.edge[action]
                    before = ends.get(key, (low, high))
                    ends[key] = min(low, before[0]), max(high, before[1])
        found = [
            Ranged(world, move.told(tree), tree.players[move.player], action, low, high, move in ties)
            for (move, action), (low, high) in ends.items()
        ]
        found.sort(key=lambda each: not each.tie)  # stable: in the order of the tree
        for name, low, high in zip(
            tree.players, worth.min(axis=0).tolist(), worth.max(axis=0).tolist(), strict=True
        ):
            if high - low > ALIKE:
                found.append(Ranged(world, f"value of {name}", name, "", low, high, tie=False))
        return found

    @property
    def lines(self) -> tuple[str, ...]:
        """What is undetermined, a line for each thing that is."""
        return self.said()

    def said(self, spoken: SpokenGame | None = None) -> tuple[str, ...]:
        """The same lines; ``spoken``: in the words of the game."""
        many = self.solution.tree.n_worlds > 1
        return tuple(
            (f"world {each.world}: " if many else "")
            + ("undetermined: " if each.tie else "moves with it: ")
            + f"{self._what(each, spoken)}, {span(each.low, each.high)}"
            for each in self.ranges
        )

    def _what(self, each: Ranged, spoken: SpokenGame | None) -> str:
        if spoken is None:
            return f"{each.action} at {each.what}" if each.action else each.what
        if not each.action:
            return f"value of {spoken.name(each.player)}"
        tree = self.solution.tree
        move = next(move for move in moves(tree) if move.told(tree) == each.what)
        return f"{spoken.does(each.player, move.name, each.action)} at {move.told(tree, spoken)}"

    def _head(self) -> list[str]:
        tree = self.solution.tree
        worlds = len({each.world for each in self.ranges})
        first = f"Undetermined in {tree.title}: in {worlds} of {count(tree.n_worlds, 'world')} something hangs on ties"
        return [first, f"{count(len(self.world), 'way')} to settle them that are equilibria", *self.lines]

    def to_frame(self) -> pd.DataFrame:
        """One row for each thing that is undetermined.

        Columns: ``world``; ``what``, a move or the value of a player; ``player``; ``action`` ("" for a value); ``low``
        and ``high``, over the solution and all ways to settle the ties; ``tie``, whether it is a tie or moves with one.
        """
        import pandas as pd

        return pd.DataFrame(list(self.ranges), columns=list(Ranged._fields))

    def __again__(self) -> Splits:
        from overture.solvers.kept import splits_again

        return splits_again(self)
