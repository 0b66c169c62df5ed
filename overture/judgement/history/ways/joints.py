"""Where ways of playing differ: at joints, of which each can be played otherwise whatever is done at the others.

Two equilibria of a long game differ at many information sets, and most of these differences go together. Sets whose
differences do not go together lie at different joints: what follows an accepted first offer is one, what follows a
refused one another. A way of playing is then one option at each joint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import reach
from overture.games.measured.standards import ALIKE, USED
from overture.games.tree import Floats, Ints, Tree
from overture.judgement.history.ways.playing import AbsentPair, Option, PlayJoint

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # names of joints


@dataclass(frozen=True)
class Joined:
    """Joints, and [way, joint] the number of the option of each way."""

    joints: list[PlayJoint]
    option: Ints


@dataclass(frozen=True)
class _Place:
    """Sets of one move at which the same is done by all who move there, and [way] the number of what is done."""

    sets: list[int]
    kind: Ints


def joints(
    tree: Tree,
    strategy: Floats,
    say: Callable[[list[int], int], list[str]],
    where: Callable[[list[int]], list[str]] = lambda sets: [],
) -> Joined:
    """The joints of ways of playing one game.

    Args:
        strategy: [way, A].
        say: sets and a way -> the lines that tell what is done there.
        where: sets -> what has happened wherever they are.
    """
    groups: list[list[_Place]] = []
    for place in _places(tree, strategy):
        near = [group for group in groups if any(_bound(place.kind, other.kind) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([place, *(each for group in near for each in group)])
    found, numbers = [], []
    for number_of, group in enumerate(_in_order(groups)):
        letter = LETTERS[number_of] if number_of < len(LETTERS) else f"J{number_of + 1}-"
        kinds = np.stack([place.kind for place in group], axis=1)
        _, first, number = np.unique(kinds, axis=0, return_index=True, return_inverse=True)
        order = np.argsort(np.argsort(first))  # options in the order in which ways have them
        number = order[number.reshape(-1)]
        ways = np.sort(first)
        sets = sorted(at for place in group for at in place.sets)
        options = [Option(name=f"{letter}{at + 1}", lines=say(sets, int(way))) for at, way in enumerate(ways)]
        pairs, absent = _pairs(_by_move(tree, group), say)
        found.append(PlayJoint(name=letter, where=where(sets), options=options, pairs=pairs, absent=absent))
        numbers.append(number)
    option = np.stack(numbers, axis=1) if numbers else np.zeros((len(strategy), 0))
    return Joined(found, option.astype(np.int32))


def _places(tree: Tree, strategy: Floats) -> list[_Place]:
    """Information sets at which ways that reach them do different things, one place for sets that go together.

    A set that a way does not reach counts as played in a way of its own there.
    """
    passing = reach(tree.world(np.zeros(len(strategy), int)), strategy)
    found: dict[bytes, _Place] = {}
    for at in range(tree.n_infosets):
        edges = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        there = passing[:, tree.members(at)].sum(axis=1) > USED
        kind = _kinds(strategy[:, edges], there)
        if len(np.unique(kind[there])) < 2:
            continue
        found.setdefault(kind.tobytes(), _Place([], kind)).sets.append(at)
    return list(found.values())


def _kinds(shares: Floats, there: NDArray[np.bool_]) -> Ints:
    """[way] the first way that does the same, within 1e-7; -1 where the set is not reached."""
    kind = np.full(len(shares), -1, np.int32)
    for way in np.flatnonzero(there):
        same = there[:way] & (np.abs(shares[:way] - shares[way]).max(axis=1) <= ALIKE)
        kind[way] = kind[np.argmax(same)] if same.any() else way
    return kind


def _bound(one: Ints, other: Ints) -> bool:
    """Whether not every kind of the one is found with every kind of the other."""
    pairs = len(np.unique(np.stack([one, other], axis=1), axis=0))
    return pairs < len(np.unique(one)) * len(np.unique(other))


def _by_move(tree: Tree, group: Sequence[_Place]) -> list[_Place]:
    """The places of a joint, those at which several moves go together one for each move; by their first set."""
    found: dict[tuple[int, str], _Place] = {}
    for number, place in enumerate(group):
        for at in place.sets:
            found.setdefault((number, tree.labels.set_name[at]), _Place([], place.kind)).sets.append(at)
    return sorted(found.values(), key=lambda place: place.sets)


def _pairs(
    group: Sequence[_Place], say: Callable[[list[int], int], list[str]]
) -> tuple[int, list[AbsentPair]]:
    """(how many pairs of things that are done at two moves of a joint were looked for, those that no way has).

    Two things are a pair if each is done in some way that comes to both moves.
    """
    many, absent = 0, []
    for one, other in combinations(group, 2):
        both = (one.kind >= 0) & (other.kind >= 0)
        had = set(zip(one.kind[both].tolist(), other.kind[both].tolist(), strict=True))
        for first, second in product(
            sorted({first for first, _ in had}), sorted({second for _, second in had})
        ):
            many += 1
            if (first, second) not in had:
                absent.append(AbsentPair(one=say(one.sets, first), other=say(other.sets, second)))
    return many, absent


def _in_order(groups: Sequence[list[_Place]]) -> list[list[_Place]]:
    """By the first set of each."""
    return sorted(groups, key=lambda group: min(at for place in group for at in place.sets))
