"""Classes of equilibrium as sentences and tables call them: in the words of the game; the name itself is a key and stays what it is."""

from __future__ import annotations

import re

import numpy as np

from overture.games.tree import Tree
from overture.wording import as_words, kind_words

_PURE = re.compile(r"pure \((.*?)\)((?: \(\d+\))?)", re.DOTALL)


def spoken_kind(tree: Tree, name: str) -> str:
    """A class by its name, the choices in it in the words of the game: "pooling on “pledges”", "pure (Ann pledges, the bank accepts)".

    A choice keeps its label where the game has no words for it, or where moves with that label have different ones.
    """
    if tree.spoken is None:
        return name
    if (pure := _PURE.fullmatch(name)) is None:
        return kind_words(name, lambda label: _choice(tree, label, clause=False))
    chosen = [_choice(tree, label, clause=True) for label in pure[1].split(", ")]
    return f"pure ({', '.join(chosen)}){pure[2]}"


def _choice(tree: Tree, label: str, clause: bool) -> str:
    """A choice in words, as a clause with its player or as what is done; its label where that is not one thing."""
    spoken, said = tree.spoken, set()
    assert spoken is not None
    for at in np.flatnonzero(tree.set_player >= 0).tolist():
        move, player = tree.labels.set_name[at], tree.players[tree.set_player[at]]
        if label not in tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]:
            continue
        if not spoken.phrases.get(move, {}).get(label):
            return as_words(label)
        noun = spoken.nouns.get(move, {}).get(label, "")
        said.add(spoken.happened(move, label) if clause else noun or f"“{spoken.does(player, move, label)}”")
    return said.pop() if len(said) == 1 else as_words(label)
