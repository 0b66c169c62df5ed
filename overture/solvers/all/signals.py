"""What the others see of an informed player's move: which of his choices are one signal to them.

A *signal* is what the other players can tell apart, not what the game's file calls a choice. Two choices
(of one type, or of two) are one signal

- where they have different words, if nobody else who does not know the type ever tells them apart: what
  such players face afterwards is the same, set for set, with the same odds of chance between;
- where they have the same word, unless somebody tells them apart at once: a player who does not know the
  type and is asked next stands in one information set after the one and in another after the other, or
  is asked after one of them only.

A move after which nobody else is asked is known by its word alone. A player knows the type where none of
his information sets holds two types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import CHANCE, TERMINAL, Floats, Tree

Choice = tuple[int, str]
"""A type and a word: one choice of the type, on however many histories it is possible."""


@dataclass(frozen=True)
class Sent:
    """A choice that a type can make: ``node`` is where play stands after it."""

    type: int
    word: str
    action: int
    node: int


@dataclass(frozen=True)
class Signals:
    """The signals of a move.

    Attributes:
        words: [M] their names, each once: the words of the choices joined by "or"; where two signals share
            a word, the information set that follows is added in brackets.
        types: how many types there are.
        sent: the choices. column: [choice] which signal each of them is.
    """

    words: tuple[str, ...]
    types: int
    sent: tuple[Sent, ...]
    column: tuple[int, ...]

    @cached_property
    def place(self) -> dict[tuple[int, str], int]:
        """(type, word) -> the signal that this choice is."""
        return {(each.type, each.word): at for each, at in zip(self.sent, self.column, strict=True)}

    def shares(self, strategy: Floats) -> Floats:
        """[k, type, M] how likely each type sends each signal, for strategies [k, action].

        The move must be the first of play: a type's information set is then one, and its actions are shares.
        """
        found = np.zeros((len(strategy), self.types, len(self.words)))
        done = set()
        for each, at in zip(self.sent, self.column, strict=True):
            if each.action not in done:
                done.add(each.action)
                found[:, each.type, at] += strategy[:, each.action]
        return found


def signals(tree: Tree, sent: Sequence[Sent], types: int) -> Signals:
    """Sort the choices of an informed mover into signals, in the order in which their words first appear."""
    return _sorted(_Seen(tree, sent), types)


def signals_told(tree: Tree, sent: Sequence[Sent], types: int, always: bool) -> Signals | None:
    """The signals, where those who do not know the type see them, and confuse all types, directly or by way of others.

    They see them where each of their information sets after the move holds one signal only.

    Args:
        always: give them wherever.
    """
    seen = _Seen(tree, sent)
    if not always and seen.met_at_once:
        return None
    found = _sorted(seen, types)
    return found if always or _told_apart(seen, found) else None


def _sorted(seen: _Seen, types: int) -> Signals:
    groups: list[list[Choice]] = []
    for one in seen.nodes:
        near = [group for group in groups if seen.joins(one, group)]
        if near:
            near[0] += [each for group in near[1:] for each in group] + [one]
            groups = [group for group in groups if not any(group is other for other in near[1:])]
        else:
            groups.append([one])
    words = [" or ".join(dict.fromkeys(word for _, word in group)) for group in groups]
    after = [seen.after(group[0]) for group in groups]
    column = {each: at for at, group in enumerate(groups) for each in group}
    sent = tuple(seen.sent)
    return Signals(distinct(words, after), types, sent, tuple(column[each.type, each.word] for each in sent))


def distinct(words: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The words, those that occur more than once with what follows them ("" for the end) in brackets."""
    return tuple(
        word if words.count(word) == 1 else f"{word} ({what or 'end'})"
        for word, what in zip(words, after, strict=True)
    )


def signals_at(tree: Tree, type_move: str, signal_move: str) -> Signals:
    """The signals of the moves of one name, by what was drawn at another: a case's signal and its hypothesis."""
    drawn: dict[str, int] = {}
    for at, name in enumerate(tree.labels.set_name):
        if name == type_move:
            for word in tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]:
                drawn.setdefault(word, len(drawn))
    kind = np.full(tree.n_nodes, -1)
    sent = []
    for node in range(1, tree.n_nodes):
        before, action = int(tree.parent[node]), int(tree.edge[node])
        name, word = tree.labels.set_name[tree.set_of[before]], tree.labels.edge[action]
        kind[node] = drawn[word] if name == type_move else kind[before]
        if name == signal_move and kind[node] >= 0:
            sent.append(Sent(int(kind[node]), word, action, node))
    return signals(tree, sent, len(drawn))


def _told_apart(seen: _Seen, told: Signals) -> bool:
    types: dict[int, set[int]] = {}
    heard: dict[int, set[int]] = {}
    for each, column in zip(told.sent, told.column, strict=True):
        for node in seen.below(each.node):
            if seen.player(node) in seen.unsure:
                at = seen.set_of[node]
                types.setdefault(at, set()).add(each.type)
                heard.setdefault(at, set()).add(column)
    return (
        len(told.words) > 1
        and any(len(group) == told.types for group in linked(types.values()))
        and all(len(row) == 1 for row in heard.values())
    )


def linked(rows: Iterable[set[int]]) -> list[set[int]]:
    """The groups of types that are met together, directly or by way of others."""
    groups: list[set[int]] = []
    for row in rows:
        groups = [g for g in groups if not g & row] + [set(row).union(*(g for g in groups if g & row))]
    return groups


class _Seen:
    """What each of the others faces after a choice; ``sent`` in the order in which their words first appear."""

    def __init__(self, tree: Tree, sent: Sequence[Sent]) -> None:
        order = {word: at for at, word in enumerate(dict.fromkeys(each.word for each in sent))}
        self.sent = sent = sorted(sent, key=lambda each: (order[each.word], each.type, each.node))
        self.tree = tree
        self.set_of: list[int] = tree.set_of.tolist()
        owner = tree.set_player.tolist()
        self.mover: list[int] = [CHANCE if at == TERMINAL else owner[at] for at in self.set_of]
        self.senders = {int(tree.set_player[tree.set_of[tree.parent[each.node]]]) for each in sent}
        ever = np.concatenate([np.ones(tree.n_actions, dtype=bool), tree.chance.any(axis=0)])
        self.children: list[list[int]] = [[] for _ in range(tree.n_nodes)]
        by_edge = 1 + np.argsort(tree.edge[1:], kind="stable")
        by_edge = by_edge[ever[tree.edge[by_edge]]]
        for node, above in zip(by_edge.tolist(), tree.parent[by_edge].tolist(), strict=True):
            self.children[above].append(node)
        self.unsure, self.met_at_once = self._unsure(sent)
        self.nodes: dict[Choice, list[int]] = {}
        for each in sent:
            self.nodes.setdefault((each.type, each.word), []).append(each.node)

    def below(self, node: int) -> Iterator[int]:
        stack = [node]
        while stack:
            here = stack.pop()
            yield here
            stack.extend(self.children[here])

    def _unsure(self, sent: Sequence[Sent]) -> tuple[set[int], bool]:
        """Players other than the sender with an information set after the move that holds two types.

        And whether one such set holds every choice of every type: then nobody there can tell signals apart.
        """
        held: dict[int, set[Choice]] = {}
        for each in sent:
            choice = each.type, each.word
            for node in self.below(each.node):
                if self.mover[node] != CHANCE:
                    held.setdefault(self.set_of[node], set()).add(choice)
        mover = self.tree.set_player
        found = {int(mover[at]) for at, choices in held.items() if len({kind for kind, _ in choices}) > 1}
        found -= self.senders
        every = len({(each.type, each.word) for each in sent})
        return found, any(int(mover[at]) in found and len(row) == every for at, row in held.items())

    def joins(self, one: Choice, group: Sequence[Choice]) -> bool:
        """Whether a choice is the signal of a group: as others of its word, or as each of the group.

        Two choices of one word are one signal by way of a third from which neither is told apart: a receiver who knows
        something of his own may tell two types apart by that, and not by what they send.
        """
        mine = [other for other in group if other[1] == one[1]]
        return any(self.same(one, other) for other in mine) or all(self.same(one, other) for other in group)

    def same(self, one: Choice, other: Choice) -> bool:
        """Whether two choices are one signal."""
        if one[1] == other[1]:
            return one == other or not self._apart(one, other)
        return self.faced[one] == self.faced[other] and one in self.asked

    @cached_property
    def faced(self) -> dict[Choice, set[int]]:
        """What those who do not know the type may face after each choice, see ``view``."""
        return {choice: {int(self.view[node]) for node in nodes} for choice, nodes in self.nodes.items()}

    @cached_property
    def asked(self) -> set[Choice]:
        """The choices after which somebody who does not know the type is asked."""
        return {
            choice
            for choice, nodes in self.nodes.items()
            if any(self.player(node) in self.unsure for start in nodes for node in self.below(start))
        }

    @cached_property
    def next(self) -> dict[Choice, dict[int, set[int]]]:
        """player -> the sets of those who do not know the type and are asked before anything else happens."""
        return {choice: self._next(choice) for choice in self.nodes}

    @cached_property
    def ended(self) -> set[Choice]:
        """The choices after which nothing happens."""
        return {
            choice for choice, nodes in self.nodes.items() if not any(self.children[node] for node in nodes)
        }

    def player(self, node: int) -> int:
        """The mover; CHANCE at the end of a history too."""
        return self.mover[node]

    def _apart(self, one: Choice, other: Choice) -> bool:
        """Whether somebody who is asked next tells two choices of one word apart."""
        a, b = self.next[one], self.next[other]
        if (one in self.ended) != (other in self.ended) and (a or b):
            return True
        return any(a[player].isdisjoint(b[player]) for player in a.keys() & b.keys())

    def _next(self, key: Choice) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        stack = [(node, frozenset[int]()) for node in self.nodes[key]]
        while stack:
            node, before = stack.pop()
            player = self.player(node)
            if player in self.unsure:
                if player not in before:
                    found.setdefault(player, set()).add(int(self.tree.set_of[node]))
                stack.extend((child, before | {player}) for child in self.children[node])
        return found

    def after(self, choice: Choice) -> str:
        """The label of the first information set after a choice; "" where play ends."""
        for node in self.below(self.nodes[choice][0]):
            if self.player(node) != CHANCE:
                return str(self.tree.labels.set_label[self.tree.set_of[node]])
        return ""

    @cached_property
    def view(self) -> NDArray[np.int64]:
        """[node] a number for what those who do not know the type face from there on: equal where that is equal."""
        number: dict[tuple[object, ...], int] = {}
        found = np.zeros(self.tree.n_nodes, dtype=np.int64)
        for node in reversed(range(self.tree.n_nodes)):  # children come after their parents
            at = int(self.tree.set_of[node])
            later = [int(found[child]) for child in self.children[node]]
            key: tuple[object, ...]
            if at == TERMINAL:
                key = ("end",)
            elif self.player(node) in self.unsure:
                key = ("asked", at, *later)
            elif self.player(node) == CHANCE:
                odds = [
                    self.tree.chance[:, self.tree.edge[child] - self.tree.n_actions].tobytes()
                    for child in self.children[node]
                ]
                key = ("chance", *zip(odds, later, strict=True))
            else:
                key = ("knows", *sorted(set(later)))
            found[node] = number.setdefault(key, len(number))
        return found
