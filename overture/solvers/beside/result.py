"""What is found beside the limit of the path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.standards import ALIKE
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, count, over_worlds, values
from overture.solvers.solution import Solution

if TYPE_CHECKING:
    import pandas as pd

AS_PATH = "as the path"


@dataclass(frozen=True, repr=False)
class Beside(Shown):
    """Certified sequential equilibria of every world, the limit of the path first. The list is not complete.

    No two of one world lead to the same: complete histories are likely to other degrees.

    Attributes:
        tree: the game. Axis of its worlds: W.
        world: [k] the world of each equilibrium, ascending.
        solution: one world for each equilibrium: play, trembles, beliefs, values, regret, as they were measured.
        how: [k] how each was found.
        untried: [W] how many combinations of parts were left out, since there were more than were asked for.
        reason: [W] why a world has none; "" elsewhere.
    """

    tree: Tree
    world: NDArray[np.int64]
    solution: Solution
    how: tuple[str, ...]
    untried: NDArray[np.int64]
    reason: tuple[str, ...]
    _columns = ("world", "entry", "outcome", "player", "infoset", "action", "strategy", "belief", "payoff")

    @property
    def count(self) -> NDArray[np.int64]:
        """[W] how many equilibria each world has."""
        return np.asarray(np.bincount(self.world, minlength=self.tree.n_worlds), np.int64)

    @property
    def entry(self) -> NDArray[np.int64]:
        """[k] the number of each equilibrium in its world, from 1."""
        return np.asarray(np.arange(len(self.world)) - np.searchsorted(self.world, self.world) + 1, np.int64)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """[k] what is done otherwise than in the first equilibrium of the world, in words; of the first: "as the path"."""
        return tuple(
            _told_apart(self.tree, self.solution, int(first), row)
            for row, first in enumerate(np.searchsorted(self.world, self.world))
        )

    def _head(self) -> list[str]:
        tree = self.tree
        many = count(len(self.world), "equilibrium", "equilibria")
        left = int(self.untried.sum())
        without = [each for each in self.reason if each]
        return [
            f"Equilibria of {tree.title} beside the limit of the path: {many} in {count(tree.n_worlds, 'world')}, "
            "each certified; there may be more",
            f"value: {values(tree.names, *over_worlds(self.solution.value))}" if len(self.world) else "",
            f"largest regret {self.solution.max_regret.max(initial=0.0):.2g}",
            f"{count(left, 'combination')} of parts not tried" if left else "",
            f"{count(len(without), 'world')} without: {without[0]}" if without else "",
        ]

    def to_frame(self) -> pd.DataFrame:
        """One row per world, equilibrium and action, sorted by world.

        Columns: those of :meth:`overture.solvers.solution.Solution.to_frame`, and ``entry``, counted from 1 in each
        world; ``outcome``, what is done otherwise than along the path; ``how`` it was found.
        """
        frame = self.solution.to_frame()
        row = frame["world"].to_numpy()
        return frame.assign(
            world=self.world[row],
            entry=self.entry[row],
            outcome=np.array(self.outcomes, object)[row],
            how=np.array(self.how, object)[row],
        )

    def __again__(self) -> Beside:
        from overture.solvers.kept import beside_again

        return beside_again(self)


def _told_apart(tree: Tree, solution: Solution, one: int, other: int) -> str:
    """What world ``other`` of a solution does otherwise than world ``one``, where both come.

    For each move: the player, its odds, and what all who move so have seen before.
    """
    if one == other:
        return AS_PATH
    groups: dict[tuple[int, str, str], list[int]] = {}
    for at in range(tree.n_infosets):
        edges = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        members = tree.members(at)
        met = solution.reach[[one, other]][:, members].sum(axis=1).min()
        share = solution.strategy[other, edges]
        if met > 0 and np.abs(share - solution.strategy[one, edges]).max() > ALIKE:
            key = (int(tree.set_player[at]), tree.labels.set_name[at], _shares(tree, edges, share))
            groups.setdefault(key, []).append(at)
    lines = []
    for (player, move, shares), sets in groups.items():
        seen = [
            step for step in tree.labels.seen[sets[0]] if all(step in tree.labels.seen[at] for at in sets)
        ]
        after = f" (after {', '.join(f'{name} {made}' for name, made in seen)})" if seen else ""
        lines.append(f"{tree.players[player]}: {move} {shares}{after}")
    return "; ".join(lines)


def _shares(tree: Tree, edges: slice, share: Floats) -> str:
    """``thin``, or ``thin 0.667, deep 0.333``."""
    used = [
        (name, odds)
        for name, odds in zip(tree.labels.edge[edges], share.tolist(), strict=True)
        if odds > ALIKE
    ]
    return used[0][0] if len(used) == 1 else ", ".join(f"{name} {odds:.3g}" for name, odds in used)
