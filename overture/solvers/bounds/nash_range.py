"""From the worst to the best Nash equilibrium for a player: by listing all extreme ones, else by bounds."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from overture.errors import SolveError
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, told
from overture.solvers.bounds.bounds import NODES, nash_bound
from overture.solvers.bounds.extreme import extreme_nash
from overture.solvers.deadline import Deadline

if TYPE_CHECKING:
    import pandas as pd

LISTED_CORNERS = 2_000  # what is listed within a second or so


@dataclass(frozen=True, repr=False)
class NashRange(Shown):
    """What Nash equilibria give a player.

    Attributes:
        method: "all of them enumerated" or "bounds by integer programming".
        low, high: no equilibrium gives less, or more.
        low_found, high_found: what the worst and the best that were found give; None without one.
        low_proven, high_proven: whether bound and equilibrium are the same, to within ``tolerance``.
        tolerance: in payoffs; 0 where all equilibria were enumerated.
        tree, player: the game (one world), and the index of the player.
        low_strategy, high_strategy: [action] of the worst and the best that were found.
    """

    method: str
    low: float
    high: float
    low_found: float | None
    high_found: float | None
    low_proven: bool
    high_proven: bool
    tolerance: float = 0.0
    tree: Tree | None = None
    player: int = 0
    low_strategy: Floats | None = None
    high_strategy: Floats | None = None
    _columns = ("player", "low", "high", "low_found", "high_found", "low_proven", "high_proven")

    def _head(self) -> list[str]:
        whose = f" of {self.tree.players[self.player]} in {self.tree.title}" if self.tree is not None else ""
        ends = [
            f"{told(bound)} ({'attained' if proven else f'a bound; found: {told(found)}' if found is not None else 'a bound'})"
            for bound, found, proven in (
                (self.low, self.low_found, self.low_proven),
                (self.high, self.high_found, self.high_proven),
            )
        ]
        return [f"Value{whose} over all Nash equilibria: {ends[0]} to {ends[1]}", self.method]

    def __again__(self) -> NashRange:
        from overture.solvers.kept import nash_range_again

        return nash_range_again(self)

    def to_frame(self) -> pd.DataFrame:
        """One row: ``player``, ``low``, ``high``, ``low_found``, ``high_found``, ``low_proven``, ``high_proven``,
        ``tolerance``, ``method``, and one column for each parameter.
        """
        import pandas as pd

        from overture.solvers.frames import with_parameters

        ends = ("low", "high", "low_found", "high_found", "low_proven", "high_proven", "tolerance", "method")
        row = {each: [getattr(self, each)] for each in ends}
        if self.tree is None:
            return pd.DataFrame(row)
        row = {"player": [self.tree.players[self.player]], **row}
        return with_parameters(row, self.tree, np.zeros(1, np.int64))

    @property
    def proven(self) -> bool:
        return self.low_proven and self.high_proven


def nash_range(
    tree: Tree, player: int, world: int = 0, *, nodes: int = NODES, seconds: float | None = None
) -> NashRange:
    """The range of a player's value over all Nash equilibria of a game of two players.

    Args:
        tree: the game.
        player: index of the player.
        world: which world of it.
        nodes: of the branching at most, for each of the two bounds, where the equilibria cannot be listed.
        seconds: a wish to stop earlier, for both together; None for none.

    Raises:
        SolveError: another number of players, or a game too large for bounds as well.
    """
    try:
        listed = extreme_nash(tree, world, most=LISTED_CORNERS)
    except SolveError as error:
        if error.id not in ("extreme/large", "extreme/corners"):
            raise
    else:
        ends = listed.worst(player), listed.best(player)
        low, high = (point.value[player] for point in ends)
        worst_play, best_play = (point.certificate.play.strategy for point in ends)
        return NashRange(
            "all of them enumerated", low, high, low, high, True, True,
            tree=listed.tree, player=player, low_strategy=worst_play, high_strategy=best_play,
        )  # fmt: skip
    until = Deadline(seconds)
    worst, best = (
        nash_bound(tree, player, which, world, nodes=nodes, seconds=until.left) for which in ("worst", "best")
    )
    return NashRange(
        "bounds by integer programming",
        worst.bound,
        best.bound,
        None if isnan(worst.value) else worst.value,
        None if isnan(best.value) else best.value,
        worst.proven,
        best.proven,
        best.tolerance,
        tree=best.tree,
        player=player,
        low_strategy=None if isnan(worst.value) else worst.strategy,
        high_strategy=None if isnan(best.value) else best.strategy,
    )
