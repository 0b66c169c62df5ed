"""The names of classes of equilibrium: the one place where they are given.

Where one player moves first and knows what the others do not (his *type*), an equilibrium is named by what the
others learn from his move (:mod:`overture.solvers.all.sender`: they may know something of their own). They learn from *signals*, which are what they can tell apart, not from the words in
the file (:mod:`overture.solvers.all.signals`). With the types that have a chance at all (one that is alone is called
separating, as there is nobody with whom it could pool):

``pooling on m``
    every type surely sends m: nothing is learned (Fudenberg and Tirole 1991, Game Theory, ch. 8.2; Gibbons 1992,
    Game Theory for Applied Economists, ch. 4.2).
``separating``
    no signal is sent by two types: the type is learned (the same).
``pooling (babbling over a, b)``
    several signals are sent, each as likely by every type: nothing is learned (Crawford and Sobel 1982,
    Econometrica 50:1431-1451; Farrell and Rabin 1996, J. Economic Perspectives 10:103-118). So named too where
    nothing hangs on which of these signals is sent, as they are answered and paid alike (:mod:`overture.solvers.all.idle`):
    what is sent is then any of a continuum, of which a list shows one, and what is learned is not acted on.
``semi-separating``
    some signal is sent by several types, and some type mixes (Fudenberg and Tirole 1991, ch. 8: "hybrid or
    semi-separating").
``hybrid``
    some signal is sent by several types, not all of them by all, and nobody mixes; it takes three types. Gibbons
    calls this one partially pooling or semi-separating, and the one in mixed strategies hybrid: the two words are
    his the other way round.

A type that every other player knows whenever he moves is none: nothing is signalled.

Other games have ``pure (...)``, with what is chosen on the path, ``mixed``, and ``chance alone`` where nobody comes to
choose.

**Numbers.** A name is given once in a list. Of several entries of one class the first keeps the name and the next
are ``... (2)``, ``... (3)``. First is the one whose choices come earlier in the game's own order: at the informed
player's first move, type by type, then at every information set that is reached; sets of choices are compared as
words in a dictionary (a, then a and b, then b). Where they use the same choices, first is what is worth more to the
first player, then to the second, and so on (as shares of the payoff range, to seven digits); then, what plays an
earlier choice more often (to seven digits); what is the same in all this stays as it was found.

Over many worlds the number is given in each world by itself: ``(2)`` is the second of its class in its world, and a
world with one member of a class has no ``(2)``. So one list and many say the same of a world, and two members that
make the same choices in both of two worlds stand in the same order in both; but where the first of two is gone in
the next world, the one that is left has the name without a number there.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import payoff_range, reach
from overture.games.measured.standards import ALIKE, USED
from overture.games.tree import Floats, Tree
from overture.solvers.all.idle import Pair, alike, idle
from overture.solvers.all.sender import Sender, sender_of
from overture.solvers.all.signals import Signals
from overture.solvers.form import Form

Ints = NDArray[np.int64]
Names = NDArray[np.object_]
Bools = NDArray[np.bool_]

DIGITS = 7  # of values and probabilities, where a number hangs on them
MOST_SIGNALS = 8  # beyond, the classes that babble over some of the signals are not listed one by one

CHANCE_ALONE = "chance alone"
SEPARATING, SEMI_SEPARATING, HYBRID = "separating", "semi-separating", "hybrid"
_NUMBER = re.compile(r" \(([1-9]\d*)\)$")


# --- names ---------------------------------------------------------------------------------------


def class_of(words: Sequence[str], mixture: Floats, used: float = USED, idle: Bools | None = None) -> str:
    """The class of one way of sending signals.

    Args:
        words: [M] names of the signals. mixture: [type, M]; a row of zeros is a type that has no chance.
        used: a share above it is played.
        idle: [M, M] whether nothing hangs on which of two signals is sent (:mod:`overture.solvers.all.idle`).
    """
    rows = mixture[mixture.sum(axis=1) > used]
    played = rows > used
    sent: list[int] = np.flatnonzero(played.any(axis=0)).tolist()
    if len(rows) < 2:
        return SEPARATING  # without a second type there is no pooling
    if idle is not None:
        free = np.flatnonzero(idle[:, sent].all(axis=1)).tolist()
        if len(free) > 1 and set(sent) <= set(free):
            return _babbling([words[at] for at in free])
    if len(sent) == 1:
        return f"pooling on {words[sent[0]]}"
    if (played.sum(axis=0) <= 1).all():
        return SEPARATING
    if (np.abs(rows - rows[0]) < max(ALIKE, used)).all():
        return _babbling([words[at] for at in sent])
    return HYBRID if (rows.max(axis=1) > 1 - used).all() else SEMI_SEPARATING


def _babbling(words: Sequence[str]) -> str:
    return f"pooling (babbling over {', '.join(words)})"


def classes_of(words: Sequence[str], shares: Floats, idle: Bools, used: float = USED) -> Names:
    """[k] the class of each of many ways of sending signals: ``shares`` [k, type, M], ``idle`` [k, M, M]."""
    flat = shares.reshape(len(shares), -1)
    marks = [flat > used, flat > 1 - used, idle.reshape(len(idle), -1)]
    for one, other in combinations(range(shares.shape[1]), 2):
        gap = np.abs(shares[:, one] - shares[:, other]).max(axis=1, keepdims=True)
        marks.append(gap < max(ALIKE, used))
    return _by_group(np.concatenate(marks, axis=1), lambda row: class_of(words, shares[row], used, idle[row]))


def _by_group(marks: NDArray[np.bool_], name: Callable[[int], str]) -> Names:
    """[k] names, made once for all rows with the same marks."""
    found = np.full(len(marks), "", dtype=object)
    if len(marks):
        _, first, which = np.unique(marks, axis=0, return_index=True, return_inverse=True)
        found[:] = np.array([name(int(row)) for row in first], dtype=object)[which.reshape(-1)]
    return found


class Namer:
    """Names equilibria of one game, by what its informed player's first move tells; else pure or mixed.

    Attributes:
        sender: who moves first knowing what the others do not; None where nobody does.
        signals: what he sends. sets: his first information sets, in the order of the types.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.sender: Sender | None = sender_of(form.tree, form.live)
        self.signals: Signals | None = None if self.sender is None else self.sender.signals
        self.sets: list[int] = list(self.sender.sets) if self.sender else []

    def classes(self, strategy: Floats, tree: Tree | None = None) -> Names:
        """[k] the class of each strategy [k, action], in the k worlds of ``tree`` where they are of several."""
        if self.sender is not None and self.signals is not None:
            tree = tree or self.form.tree
            shares = self.signals.shares(strategy) * self.sender.possible(tree)[:, :, None]
            free = idle(tree, self.signals, strategy, self._alike)
            return classes_of(self.signals.words, shares, free)
        marks = np.concatenate([strategy > USED, strategy < 1 - USED], axis=1)
        return _by_group(marks, lambda row: self._path(strategy[row]))

    @cached_property
    def _alike(self) -> list[Pair]:
        return [] if self.signals is None else alike(self.form.tree, self.signals)

    def numbered(self, names: Sequence[str], strategy: Floats, value: Floats) -> tuple[list[int], list[str]]:
        """The entries of one list with each name once: (the order in which they stand, their names in it).

        Entries of one name take their places among each other by number; no other entry moves.

        Args:
            names: [k] classes. strategy: [k, action] a member of each entry that plays all that the entry plays.
            value: [k, player] what that member is worth.
        """
        tree = self.form.tree
        number = numbers(tree, np.zeros(len(names), np.int64), list(names), strategy, value, self.sets)
        places: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            places.setdefault(name, []).append(at)
        order = list(range(len(names)))
        for mine in places.values():
            for place, at in zip(mine, sorted(mine, key=lambda at: number[at]), strict=True):
                order[place] = at
        return order, [with_number(names[at], int(number[at])) for at in order]

    def _path(self, strategy: Floats) -> str:
        """pure, with what is chosen as far as play gets, or mixed."""
        tree, path, shares, words = self.form.tree, dict[str, None](), strategy.tolist(), self._words
        nodes = deque([0])
        while nodes:
            for edge, child in self.form.children[nodes.popleft()]:
                share = shares[edge] if edge < tree.n_actions else 1.0
                if USED < share < 1 - USED:
                    return "mixed"
                if share > USED:
                    nodes.append(child)
                    if edge < tree.n_actions:
                        path.setdefault(words[edge])
        if not path:
            return CHANCE_ALONE
        made = list(path)
        if len(made) == 1 and made[0].isdigit():
            made = [f"action {made[0]}"]  # "pure (2)" is the second of a class
        return "pure (" + ", ".join(made[:6]) + (", ..." if len(made) > 6 else "") + ")"

    @cached_property
    def _words(self) -> list[str]:
        """[action] what it is called; its number in its set where the file gives it no label."""
        tree = self.form.tree
        number = np.arange(tree.n_actions) - tree.edge_start[tree.infoset_of_action] + 1
        return [
            word or f"action {at}"
            for word, at in zip(tree.labels.edge[: tree.n_actions], number.tolist(), strict=True)
        ]


# --- numbers -------------------------------------------------------------------------------------


def with_number(name: str, number: int) -> str:
    """The name of the ``number``-th of a class, from 1."""
    return name if number == 1 else f"{name} ({number})"


def base(name: str) -> str:
    """The class without the number that stands after it."""
    return _NUMBER.sub("", name)


def number_of(name: str) -> int:
    """The number that stands after a class; 1 where none does."""
    found = _NUMBER.search(name)
    return int(found[1]) if found else 1


def kind_of(name: str) -> str:
    """The word of a class: pooling, separating, semi-separating, hybrid, pure, mixed or chance (alone)."""
    return name.split(" ")[0]


def numbers(
    tree: Tree,
    world: Ints,
    names: Sequence[str],
    strategy: Floats,
    value: Floats,
    sets: Sequence[int] = (),
) -> Ints:
    """[k] the number of each entry within its class and world, from 1, in the order of the module's docstring.

    Args:
        world: [k] of the tree. names: [k]. strategy: [k, action]. value: [k, player].
        sets: the informed player's first information sets.
    """
    found = np.ones(len(names), np.int64)
    _, kind = np.unique(np.array(names, dtype=object).astype(str), return_inverse=True)
    group = kind.reshape(-1) * np.int64(tree.n_worlds) + world
    _, which, count = np.unique(group, return_inverse=True, return_counts=True)
    several = np.flatnonzero(count[which.reshape(-1)] > 1)
    if not len(several):
        return found
    keys = _keys(tree.world(world[several]), strategy[several], value[several], sets)
    order = np.lexsort([*keys.T[::-1], group[several]])
    ranked = group[several][order]
    first = np.searchsorted(ranked, ranked)
    found[several[order]] = np.arange(len(order)) - first + 1
    return found


def _keys(tree: Tree, strategy: Floats, value: Floats, sets: Sequence[int]) -> Floats:
    """[k, columns] what entries are compared by, the first column first, the smaller first."""
    passed = reach(tree, strategy)
    members = [tree.members(at) for at in range(tree.n_infosets)]
    reached = np.stack([passed[:, each].sum(axis=1) for each in members], axis=1) > USED
    used = (strategy > USED) & reached[:, tree.infoset_of_action]
    span = payoff_range(tree)
    worth = value / np.where(span > 0, span, 1.0)
    parts = [_choices(tree, used, at) for at in [*sets, *range(tree.n_infosets)]]
    parts += [-np.round(worth, DIGITS), -np.round(strategy, DIGITS)]
    return np.concatenate(parts, axis=1) + 0.0


def _choices(tree: Tree, used: Bools, at: int) -> Floats:
    """[k, choices] the places of the choices in use at a set, in order, then -1: to be compared as words are."""
    here = used[:, int(tree.edge_start[at]) : int(tree.edge_start[at + 1])]
    width = here.shape[1]
    place = np.sort(np.where(here, np.arange(width), width), axis=1)
    return np.where(place == width, -1.0, place)


# --- names that are possible ---------------------------------------------------------------------


def possible(words: Sequence[str], types: int) -> tuple[str, ...]:
    """The classes that a move with these signals can make for so many types, without numbers."""
    found = [f"pooling on {word}" for word in words]
    if len(words) > 1:
        fewest = 2 if len(words) <= MOST_SIGNALS else len(words)
        for count in range(len(words), fewest - 1, -1):
            found += [_babbling(each) for each in combinations(words, count)]
        if types <= len(words):
            found.append(SEPARATING)
        found.append(SEMI_SEPARATING)
        if types > 2:
            found.append(HYBRID)
    return tuple(found)


def is_possible(name: str, words: Sequence[str], types: int) -> bool:
    """Whether a class may be called so; a number after it is at least 2, as the first of a class has none."""
    plain = base(name) if number_of(name) > 1 else name
    inside = plain.removeprefix("pooling (babbling over ").removesuffix(")").split(", ")
    over = [word for word in words if word in inside]
    return {name, plain} & {*possible(words, types), *([_babbling(over)] if len(over) > 1 else [])} != set()


__all__ = [
    "HYBRID", "SEMI_SEPARATING", "SEPARATING", "Namer", "base", "class_of", "classes_of", "is_possible", "kind_of",
    "number_of", "numbers", "possible", "with_number",
]  # fmt: skip
