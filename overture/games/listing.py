"""Information sets as plain rows, in the order in which files and papers number them."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

from overture.games.tree import Tree


class InfosetRow(TypedDict):
    """One information set; ``belief`` follows the order of its nodes in the tree (a file's own order)."""

    player: str
    number: int
    label: str
    actions: list[str]
    strategy: list[float]
    belief: list[float]
    reach: float
    regret: float


def infoset_rows(
    tree: Tree,
    strategy: ArrayLike,
    belief: ArrayLike,
    reach: ArrayLike,
    regret: ArrayLike,
) -> list[InfosetRow]:
    """The information sets of one world by player, then number.

    Args:
        strategy: [A]. belief, reach: [N]. regret: [infoset].
    """
    play, held = np.asarray(strategy), np.asarray(belief)
    passing, lost = np.asarray(reach), np.asarray(regret)
    labels = tree.labels
    order = sorted(range(tree.n_infosets), key=lambda at: (tree.set_player[at], labels.set_number[at]))
    rows: list[InfosetRow] = []
    for at in order:
        first, last = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
        nodes = tree.members(at)
        rows.append(
            {
                "player": tree.players[tree.set_player[at]],
                "number": labels.set_number[at],
                "label": labels.set_label[at],
                "actions": list(labels.edge[first:last]),
                "strategy": play[first:last].tolist(),
                "belief": held[nodes].tolist(),
                "reach": float(passing[nodes].sum()),
                "regret": float(lost[at]),
            }
        )
    return rows
