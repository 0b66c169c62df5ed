"""Moves as others tell them apart: information sets of one player that differ only in what he alone has seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from overture.games.spoken import SpokenGame
from overture.games.tree import Tree


class Move(NamedTuple):
    """A move of one player after what he and others have seen: all his types make it at once.

    Attributes:
        player, name: who makes it, and what it is called.
        seen: what he has seen of moves that another player sees too, as pairs (move, choice).
    """

    player: int
    name: str
    seen: tuple[tuple[str, str], ...]

    def told(self, tree: Tree, spoken: SpokenGame | None = None) -> str:
        """The move in words; ``spoken``: those of the game, whose labels are said without them."""
        if spoken is not None:
            who = tree.players[self.player]
            past = f" after {spoken.history(self.seen)}" if self.seen else ""
            return f"{spoken.move(self.name)} of {spoken.name(who)}{past}"
        after = f" after {', '.join(f'{name} {made}' for name, made in self.seen)}" if self.seen else ""
        return f"{self.name} of {tree.players[self.player]}{after}"


class MoveChoice(NamedTuple):
    """One action of a move, whichever type takes it."""

    move: Move
    action: str

    def told(self, tree: Tree) -> str:
        """The choice in words."""
        return f"{self.action} at {self.move.told(tree)}"


def moves(tree: Tree) -> list[Move]:
    """[infoset] the move that is made there; in a tree that does not say what was seen, as one from a file, :func:`_unseen`."""
    if not any(tree.labels.seen):
        return _unseen(tree)
    seers: dict[str, set[int]] = {}
    seen, player = tree.labels.seen, tree.set_player.tolist()
    for at in range(tree.n_infosets):
        seers.setdefault(tree.labels.set_name[at], set()).add(player[at])  # whoever moves sees his own move
        for name, _ in seen[at]:
            seers.setdefault(name, set()).add(player[at])
    return [
        Move(
            player[at], tree.labels.set_name[at], tuple(step for step in seen[at] if len(seers[step[0]]) > 1)
        )
        for at in range(tree.n_infosets)
    ]


def choices(tree: Tree, made: Sequence[Move]) -> list[MoveChoice]:
    """[action] the choice that it is; ``made``: those of :func:`moves`."""
    sets = tree.infoset_of_action.tolist()
    return [MoveChoice(made[at], tree.labels.edge[action]) for action, at in enumerate(sets)]


def _unseen(tree: Tree) -> list[Move]:
    """[infoset] the move that is made there, by what was decided before.

    Sets of one player are types of his where the players may have decided the same before them, so that chance alone
    makes the difference. What chance shows to everybody is then taken for something that he alone has seen.
    """
    player = tree.set_player.tolist()
    made: dict[tuple[int, int, str], int] = {}  # decisions after decisions
    decided = [0] * tree.n_nodes
    for node in range(1, tree.n_nodes):
        edge, before = int(tree.edge[node]), decided[int(tree.parent[node])]
        decided[node] = before
        if edge < tree.n_actions:
            step = before, player[int(tree.infoset_of_action[edge])], tree.labels.edge[edge]
            decided[node] = made.setdefault(step, len(made) + 1)
    first = list(range(tree.n_infosets))  # [infoset] an earlier one of the same move, or itself
    met: dict[tuple[int, int], int] = {}
    for at in range(tree.n_infosets):
        for node in tree.members(at).tolist():
            other = _root(first, met.setdefault((player[at], decided[node]), at))
            first[max(other, _root(first, at))] = min(other, _root(first, at))
    groups: dict[int, list[str]] = {}
    for at in range(tree.n_infosets):
        groups.setdefault(_root(first, at), []).append(tree.labels.set_name[at])
    taken: set[tuple[int, str]] = set()
    named: dict[int, Move] = {}
    for root, labels in groups.items():
        name = " or ".join(dict.fromkeys(labels))
        while (player[root], name) in taken:
            name += "'"
        taken.add((player[root], name))
        named[root] = Move(player[root], name, ())
    return [named[_root(first, at)] for at in range(tree.n_infosets)]


def _root(first: Sequence[int], at: int) -> int:
    """The first set of the move that is made at ``at``."""
    while first[at] != at:
        at = first[at]
    return at
