"""Other worlds of the same game that are solved beside the drawn ones: his picture of us is right, or both sides know.

They are solved together with the worlds of the case, since a search costs mostly once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from overture.case.draw import draw
from overture.case.known import Knows
from overture.case.load import Loaded
from overture.games.tree import CHANCE, Floats, Tree

READS_US = "he reads us right"
BOTH_KNOW = "both sides know"
COUNT = 64  # worlds of each


def trees(
    loaded: Loaded,
    tree: Tree,
    knows: Mapping[str, Knows],
    middle: Mapping[str, float],
    heard: Floats | None,
    worlds: int,
    seed: int,
) -> dict[str, Tree]:
    """Name -> other worlds of the game.

    Args:
        knows: whose number each parameter is. middle: our own centre.
        heard: [T] likelihood of the reports by type, in the order of the hypotheses; None leaves out what
            both sides know.
        worlds, seed: of the case's draws.
    """
    found = {}
    if worlds > 1:
        found[READS_US] = _reading_us(loaded, knows, middle, seed)
    move = loaded.case.hypothesis.move
    sets = [at for at, name in enumerate(tree.labels.set_name) if name == move]
    if heard is not None and sets and all(tree.set_player[at] == CHANCE for at in sets):
        labels = [*loaded.case.hypothesis.words]
        labels += [label for label in _choices(tree, move) if label not in labels]
        labels = [label for label in labels if label in _choices(tree, move)]
        part = tree.world(np.arange(min(worlds, COUNT)))
        found[BOTH_KNOW] = _believing(part, move, dict(zip(labels, heard.tolist(), strict=True)))
    return found


def _reading_us(loaded: Loaded, knows: Mapping[str, Knows], middle: Mapping[str, float], seed: int) -> Tree:
    """His copies of what is ours at our own centre, what is his drawn."""
    his = [name for name, given in loaded.parameters.items() if given.spread and knows[name].side == "theirs"]
    count = COUNT if his else 1
    drawn = draw(loaded.parameters, count, seed)
    return loaded.game.tree(
        {name: drawn[name] if name in his else np.full(count, middle[name]) for name in loaded.parameters}
    )


def _choices(tree: Tree, move: str) -> tuple[str, ...]:
    at = tree.labels.set_name.index(move)
    return tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]


def _believing(tree: Tree, move: str, heard: Mapping[str, float]) -> Tree:
    """The same game in which chance makes each type as likely as the reports leave it, in each world."""
    chance = tree.chance.copy()
    for at, name in enumerate(tree.labels.set_name):
        if name != move:
            continue
        first, last = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
        here = slice(first - tree.n_actions, last - tree.n_actions)
        moved = chance[:, here] * np.array([heard[label] for label in tree.labels.edge[first:last]])
        total = moved.sum(axis=1, keepdims=True)
        # Where what was said contradicts the prior with certainty, the prior stands.
        chance[:, here] = np.divide(moved, total, out=chance[:, here].copy(), where=total > 0)
    return replace(tree, chance=chance, exact=None)
