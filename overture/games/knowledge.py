"""Who knows what: at each kind of decision, what its player has seen, and what has happened unseen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from overture.games.show import history
from overture.games.tree import Tree

MOST_SETS = 5_000  # of a tree whose decisions are told one by one


def knowledge(tree: Tree, name: Any = str) -> Iterator[str]:
    """A sentence for each decision: what its player has seen there, and what has happened unseen."""
    seen: dict[tuple[int, str], dict[str, None]] = {}
    passed: dict[tuple[int, str], dict[str, None]] = {}
    for at in range(min(tree.n_infosets, MOST_SETS)):
        key = (int(tree.set_player[at]), tree.labels.set_name[at])
        seen.setdefault(key, {}).update(dict.fromkeys(move for move, _ in tree.labels.seen[at]))
        node = int(np.flatnonzero(tree.set_of == at)[0])
        passed.setdefault(key, {}).update(dict.fromkeys(move for move, _ in history(tree, node)))
    for (player, move), known in seen.items():
        hidden = [each for each in passed[player, move] if each not in known]
        who = name(tree.players[player])
        line = f"At {move}, {who} has seen {listed(list(known)) if known else 'nothing'}"
        yield line + (f", and not {listed(hidden)}." if hidden else ".")
        for each, choice in _told_by_asking(tree, player, move, hidden):
            yield f"That {who} is asked for {move} tells {who} that {each} is {choice}: after any other choice nobody is asked."
    for move in public_types(tree):
        yield f"{move} is public: nobody else would need to infer it."


def _told_by_asking(tree: Tree, player: int, move: str, hidden: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Moves that a player has not seen, and of which only one choice leads to where he is asked for his own."""
    if not hidden or tree.n_nodes > MOST_SETS:
        return
    sets = [
        at
        for at in range(tree.n_infosets)
        if tree.set_player[at] == player and tree.labels.set_name[at] == move
    ]
    histories = [dict(history(tree, int(node))) for node in np.flatnonzero(np.isin(tree.set_of, sets))]
    choices: dict[str, set[str]] = {}
    for at, of in enumerate(tree.labels.set_name):
        edges = tree.labels.edge[int(tree.edge_start[at]) : int(tree.edge_start[at + 1])]
        choices.setdefault(of, set()).update(edges)
    for each in hidden:
        found = {done[each] for done in histories if each in done}
        if len(found) == 1 and len(choices[each]) > 1 and all(each in done for done in histories):
            yield each, found.pop()


def public_types(tree: Tree) -> list[str]:
    """The moves of chance that come before all others and that every player sees."""
    if tree.set_of[0] < tree.n_infosets:
        return []
    first, found = int(tree.set_of[0]), tree.labels.set_name[int(tree.set_of[0])]
    deciding = {int(player) for player in tree.set_player[: tree.n_infosets]}
    sees = {
        int(tree.set_player[at])
        for at in range(tree.n_infosets)
        if found in (move for move, _ in tree.labels.seen[at])
    }
    many = int(tree.edge_start[first + 1] - tree.edge_start[first]) > 1
    return [found] if many and len(deciding) > 1 and deciding == sees else []


def listed(words: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"; at least one word."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
