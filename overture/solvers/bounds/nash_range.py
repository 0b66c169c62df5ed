"""From the worst to the best Nash equilibrium for a player: by listing all extreme ones, else by bounds."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from overture.errors import SolveError
from overture.games.tree import Tree
from overture.solvers.bounds.bounds import NODES, nash_bound
from overture.solvers.bounds.extreme import extreme_nash
from overture.solvers.deadline import Deadline

LISTED_CORNERS = 2_000  # what is listed within a second or so


@dataclass(frozen=True)
class NashRange:
    """What Nash equilibria give a player.

    Attributes:
        method: "all of them enumerated" or "bounds by integer programming".
        low, high: no equilibrium gives less, or more.
        low_found, high_found: what the worst and the best that were found give; None without one.
        low_proven, high_proven: whether bound and equilibrium are the same, to within ``tolerance``.
        tolerance: in payoffs; 0 where all equilibria were enumerated.
    """

    method: str
    low: float
    high: float
    low_found: float | None
    high_found: float | None
    low_proven: bool
    high_proven: bool
    tolerance: float = 0.0

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
        low, high = (point.value[player] for point in (listed.worst(player), listed.best(player)))
        return NashRange("all of them enumerated", low, high, low, high, True, True)
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
    )
