"""A way of playing that is told by a rule: from what the mover has seen to what he does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from overture.games.measured.assessment import Assessment, Number, Pair
from overture.games.tree import Tree

Rule = Callable[[str, Mapping[str, str]], str | Mapping[str, Number]]
Slip = Callable[[str, Mapping[str, str], str], int]


def profile_of(tree: Tree, rule: Rule, slips: Slip | None = None) -> Assessment:
    """The assessment in which everybody plays by a rule.

    Args:
        tree: the game.
        rule: (name of the move, what the mover has seen: move -> choice) -> his choice, or choice -> probability.
        slips: (name, seen, choice) -> the order of the tremble of a choice that is not made; 1 if not given.

    Raises:
        KeyError: the rule names a choice that is not there.
    """
    played: dict[Pair, Number] = {}
    shaken: dict[Pair, tuple[Number, Number]] = {}
    labels = tree.labels
    for infoset in range(tree.n_infosets):
        name, seen = labels.set_name[infoset], dict(labels.seen[infoset])
        said = rule(name, seen)
        wanted = {said: 1} if isinstance(said, str) else dict(said)
        for action in range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])):
            share = wanted.pop(labels.edge[action], 0)
            if share:
                played[infoset, action] = share
            elif slips is not None:
                shaken[infoset, action] = (1, slips(name, seen, labels.edge[action]))
        if wanted:
            raise KeyError(f"{', '.join(wanted)} at {labels.set_label[infoset]}")
    return Assessment(played, shaken)
