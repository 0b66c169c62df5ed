"""What correlated equilibria give: the range of each player's value, by linear programmes on the reduced normal form.

A mediator draws a profile of plans and tells each player his own; nobody gains by doing something
else than he is told. These distributions form a polytope, in which the Nash equilibria lie (Aumann
1974, Journal of Mathematical Economics 1:67-96). A plan is a reduced pure strategy: an action at every
information set that the plan itself does not rule out. He is told the whole plan before the game.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, vstack

from overture.errors import SolveError
from overture.games.given import need_tree, need_world
from overture.games.measured.normal_form import normal_form, plan_counts
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, values

if TYPE_CHECKING:
    import pandas as pd

MOST_PROFILES = 20_000
MOST_ENTRIES = 20_000_000  # of the conditions


@dataclass(frozen=True, repr=False)
class CorrelatedRange(Shown):
    """The range of every player's value over all correlated equilibria, in doubles.

    Attributes:
        tree: the game (one world).
        low, high: [player] in units of the payoffs.
        plans: [player] how many reduced pure strategies there are.
    """

    tree: Tree
    low: tuple[float, ...]
    high: tuple[float, ...]
    plans: tuple[int, ...]
    _columns = ("player", "low", "high", "plans")

    def _head(self) -> list[str]:
        title = f"Range of each value over all correlated equilibria of {self.tree.title}"
        return [title, f"value: {values(self.tree.names, self.low, self.high)}"]

    def __again__(self) -> CorrelatedRange:
        from overture.solvers.kept import PROGRAMME, same_fields

        found = correlated_range(self.tree)
        same_fields(self.tree, self, found, PROGRAMME)
        return found

    def to_frame(self) -> pd.DataFrame:
        """One row per player: ``player``, ``low``, ``high``, ``plans``, and one column for each parameter."""
        from overture.solvers.frames import with_parameters

        tree = self.tree
        columns = {"player": tree.players, "low": self.low, "high": self.high, "plans": self.plans}
        return with_parameters(columns, tree, np.zeros(len(tree.players), np.int64))


def correlated_range(tree: Tree, world: int = 0) -> CorrelatedRange:
    """The least and the greatest value of each player over all correlated equilibria.

    Args:
        tree: a game of any number of players.
        world: which world of it.

    Raises:
        TreeError: what is given is no tree.
        SolveError: no such world, or a game with too many profiles of plans.

    Source: Aumann 1974, Journal of Mathematical Economics 1:67-96.
    """
    need_tree(tree)
    need_world(tree, world, "correlated")
    _refuse_large(tree)
    form = normal_form(tree, world, doubles=True)
    sizes = tuple(map(len, form.plans))
    payoff: list[Floats] = list(np.ascontiguousarray(np.moveaxis(form.payoff, -1, 0)))
    conditions = _conditions(payoff, sizes)
    low: list[float] = []
    high: list[float] = []
    for player in range(len(tree.players)):
        goal = payoff[player].ravel()
        spread = float(np.ptp(goal)) or 1.0
        for sign, kept in ((1.0, low), (-1.0, high)):
            answer = linprog(
                sign * (goal - goal.min()) / spread,
                conditions if conditions.shape[0] else None,
                np.zeros(conditions.shape[0]) if conditions.shape[0] else None,
                np.ones((1, len(goal))),
                [1.0],
                method="highs",
            )
            if answer.status != 0:
                raise SolveError.of("correlated/programme", f"no solution ({answer.message})", tree.title)
            kept.append(float(sign * answer.fun * spread + goal.min()))
    return CorrelatedRange(form.tree, tuple(low), tuple(high), sizes)


def _refuse_large(tree: Tree) -> None:
    """Raise where there are too many profiles, before they are written down."""
    counts = plan_counts(tree)
    entries = prod(counts) * sum(counts)
    if prod(counts) > MOST_PROFILES or entries > MOST_ENTRIES:
        raise SolveError.of(
            "correlated/large",
            f"{prod(counts)} profiles of pure plans (" + " by ".join(map(str, counts)) + ")",
            tree.title,
            f"at most {MOST_PROFILES} profiles and {MOST_ENTRIES} numbers in the conditions",
        )


def _conditions(payoff: list[Floats], sizes: tuple[int, ...]) -> coo_matrix:
    """Rows <= 0: what a player would gain by another plan, whenever he is told a certain one."""
    numbers: NDArray[np.int64] = np.arange(prod(sizes)).reshape(sizes)
    blocks = [coo_matrix((0, prod(sizes)))]
    for player, size in enumerate(sizes):
        gains = np.moveaxis(payoff[player], player, 0).reshape(size, -1)
        places = np.moveaxis(numbers, player, 0).reshape(size, -1)
        scale = float(np.ptp(gains)) or 1.0
        for told in range(size):
            others = [at for at in range(size) if at != told]
            if others:
                data = (gains[others] - gains[told]) / scale
                rows = np.repeat(np.arange(len(others)), data.shape[1])
                columns = np.tile(places[told], len(others))
                blocks.append(coo_matrix((data.ravel(), (rows, columns)), shape=(len(others), prod(sizes))))
    return vstack(blocks).tocsr()
