"""By how much the act that is made most often at a set leads the others, in one way of playing."""

from __future__ import annotations

import numpy as np

from overture.errors import SolveError
from overture.games.measured.play import Play
from overture.games.tree import Tree
from overture.history.margin import MarginRow, margin_at
from overture.history.members import NamedPlay


def lead(tree: Tree, member: NamedPlay, at: int) -> tuple[str, MarginRow]:
    """(the act, its margin); where there are too many ties to try, its range is NaN and no ties are named.

    Args:
        tree: the game, of one world. member: an equilibrium of it.
        at: the information set, of two actions at least.
    """
    low, high = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
    play = Play.stacked([member.play])
    edge = low + int(np.argmax(play.strategy[0, low:high]))
    try:
        row = margin_at(tree, play, at, edge, member.name)
    except SolveError:
        values = play.measured(tree).action_value[0, low:high]
        margin = float(values[edge - low] - np.delete(values, edge - low).max())
        row = MarginRow(member.name, 0, margin, np.nan, np.nan, (), False)
    return tree.labels.edge[edge], row


def tied_moves(row: MarginRow) -> list[str]:
    """The moves at which free ties move a margin."""
    return list(dict.fromkeys(each.split(" | ")[0] for each in row.ties))
