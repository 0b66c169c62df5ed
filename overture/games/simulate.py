"""Histories that are drawn from play, for whoever wants to count them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from overture.errors import SolveError
from overture.games.given import is_whole, need_tree, need_world
from overture.games.measured.measure import terminal_payoff, terminal_probability
from overture.games.show import Played, history
from overture.games.tree import Tree

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWN = 10_000_000


def simulate(
    game: Tree | Played, n: int, seed: int, *, world: int = 0, strategy: ArrayLike | None = None
) -> pd.DataFrame:
    """Draw histories of one world independently of each other, as play and chance make them.

    Args:
        game: a solution, an entry of a list, or a tree with a strategy.
        n: how many, from 1 to 10 million.
        seed: of the draws; the same seed draws the same histories.
        world: which world.
        strategy: [W, A] (or [A]) behaviour strategies, with a tree alone.

    Returns:
        One row for each history that was drawn: a column for each move that any history of the tree has, with the choice that was made ("" where the move was not made); and
        ``payoff.NAME`` for each player. A move that a history passes twice has ``NAME (2)``. pandas writes it as
        CSV or Parquet.

    Raises:
        TreeError: what is given is no tree, and holds no play. SolveError: no such world, a number or a seed that is none, a tree
            without a strategy, a move with the name of a column of payoffs.
    """
    import pandas as pd

    if isinstance(game, Tree) or not hasattr(game, "strategy"):
        need_tree(game)
    tree = game if isinstance(game, Tree) else game.tree
    play = strategy if strategy is not None else getattr(game, "strategy", None)
    if play is None:
        raise SolveError.of(
            "simulate/strategy", "a tree without a strategy", tree.title, "ov.simulate(solution, n, seed)"
        )
    need_world(tree, world, "simulate")
    if not is_whole(n) or not 1 <= n <= MOST_DRAWN:
        raise SolveError.of(
            "simulate/number", f"{n!r} histories", tree.title, f"a whole number from 1 to {MOST_DRAWN:,}"
        )
    if not is_whole(seed) or seed < 0:
        raise SolveError.of("simulate/seed", f"the seed {seed!r}", tree.title, "a whole number from 0 on")
    heap = np.cumsum(terminal_probability(tree, play)[world])
    drawn = np.searchsorted(heap, np.random.default_rng(seed).random(n) * heap[-1], side="right")
    ends, places = np.unique(drawn, return_inverse=True)
    told = {int(end): _told_apart(history(tree, int(tree.terminal[end]))) for end in ends}
    columns: dict[str, object] = {}
    for move in _moves(tree):
        columns[move] = np.array([told[int(end)].get(move, "") for end in ends], dtype=object)[places]
    taken = [f"payoff.{name}" for name in tree.players if f"payoff.{name}" in columns]
    if taken:
        raise SolveError.of(
            "simulate/column", f"the move {taken[0]!r} has the name of a column of payoffs", tree.title, "another name",
        )  # fmt: skip
    paid = terminal_payoff(tree.world(world))[0][drawn]
    return pd.DataFrame(columns | {f"payoff.{name}": paid[:, at] for at, name in enumerate(tree.players)})


def _told_apart(steps: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """{move: choice} of a history, a move that comes again under a name of its own."""
    found: dict[str, str] = {}
    for move, choice in steps:
        name, times = move, 1
        while name in found:
            times += 1
            name = f"{move} ({times})"
        found[name] = choice
    return found


def _moves(tree: Tree) -> list[str]:
    """The names of the columns of all histories, in the order in which the tree has them."""
    return list(dict.fromkeys(move for end in tree.terminal for move in _told_apart(history(tree, int(end)))))
