"""Free ties: acts that an equilibrium decides only because its player is indifferent.

Where all types are indifferent at an act, and it could be done always or never with nobody regretting
anything, the equilibria of the component differ in nothing but how often all types do it. That is no
finding about what was done: the act is then taken as surely done, in the copy of play from which
likelihoods are read. Mixing that holds another player indifferent is not free.

What was done is settled in one more place. Where all types are tied at it, and another member of the class
surely does it, which of the two a solver met first is no finding either. That says nothing of what the tie
is free to do in the first: a verdict ranges over free ties alone.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.event import names
from overture.games.measured.measure import assess
from overture.games.tree import Floats, Tree
from overture.weigh.distribution.cells import Bools, PlayedCells

# A certified gap below this share of the payoff range is a tie.
TIED = 1e-7


def alike_but_type(tree: Tree, sets: Iterable[int], hidden: str) -> list[list[int]]:
    """The sets of one mover, move and past but for the ``hidden`` move (his type); one list for each past."""
    labels = tree.labels
    found: dict[tuple[object, ...], list[int]] = {}
    for at in sets:
        past = tuple(item for item in labels.seen[at] if item[0] != hidden)
        edges = labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]
        found.setdefault((int(tree.set_player[at]), labels.set_name[at], past, edges), []).append(at)
    return list(found.values())


def action_of(tree: Tree, infoset: int, choice: str) -> int | None:
    """The action of an information set with this label; None where it has none."""
    for action in range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])):
        if tree.labels.edge[action] == choice:
            return action
    return None


def gaps(cells: PlayedCells) -> Floats:
    """[W, K, A] how much worse each action is than the best one of its set, as a share of the payoff range."""
    tree = cells.tree
    found = np.full(cells.strategy.shape, np.inf)
    for kind in range(len(cells.classes)):
        worlds = np.flatnonzero(cells.present[:, kind])
        value = assess(
            tree.world(worlds),
            cells.strategy[worlds, kind],
            _positive(cells.order[worlds, kind]),
            _positive(cells.tremble[worlds, kind]),
        ).action_value
        best = np.maximum.reduceat(value, tree.edge_start[: tree.n_infosets], axis=1)
        found[worlds, kind] = (best[:, tree.infoset_of_action] - value) / cells.scale[worlds, None]
    return found


def free(cells: PlayedCells, gap: Floats, actions: list[int], level: Bools) -> Bools:
    """[W, K] where the ties at ``actions``, at most one of each set, are free.

    ``level``: [W, K] where the sets are indifferent about them, as :func:`tied` finds. There each action is made
    never and made always with all else held, and nobody regrets anything (what is left unplayed keeps its former
    odds as tremble, so that beliefs behind it stay).
    """
    found = level.copy()
    for kind in range(len(cells.classes)):
        worlds = np.flatnonzero(found[:, kind])
        for always in (True, False):
            if len(worlds):
                good = _holds(cells, gap, kind, worlds, actions, always)
                found[worlds[~good], kind] = False
                worlds = worlds[good]
    return found


def tied(cells: PlayedCells, gap: Floats, actions: list[int]) -> Bools:
    """[W, K] where the set of each of ``actions`` is indifferent about it, whatever holds it so."""
    found = cells.present.copy()
    for action in actions:
        here = _set_of(cells.tree, action)
        others = gap[:, :, here[here != action]]
        found &= (gap[:, :, action] <= TIED) & (others.min(axis=2, initial=np.inf) <= TIED)
    return found


def _set_of(tree: Tree, action: int) -> NDArray[np.integer]:
    """The actions of the information set to which an action belongs."""
    infoset = tree.infoset_of_action[action]
    return np.arange(tree.edge_start[infoset], tree.edge_start[infoset + 1])


def _holds(
    cells: PlayedCells,
    gap: Floats,
    kind: int,
    worlds: NDArray[np.integer],
    actions: list[int],
    always: bool,
) -> Bools:
    """[w] whether nobody regrets anything once the choice is made always, or never."""
    tree = cells.tree
    strategy = cells.strategy[worlds, kind].copy()
    order, tremble = _positive(cells.order[worlds, kind]), _positive(cells.tremble[worlds, kind])
    for action in actions:
        here = _set_of(tree, action)
        played = strategy[:, here] > 0
        tremble[:, here] = np.where(played, strategy[:, here], tremble[:, here])
        order[:, here] = np.where(played, 1.0, order[:, here])
        rest = here[here != action]
        if always:
            strategy[:, here] = 0.0
            strategy[:, action] = 1.0
        else:
            room = strategy[:, rest].sum(axis=1, keepdims=True)
            level = (gap[worlds, kind][:, rest] <= TIED).astype(float)
            part = np.where(
                room > 0,
                strategy[:, rest] / np.where(room > 0, room, 1.0),
                level / level.sum(axis=1, keepdims=True),
            )
            strategy[:, rest] = part
            strategy[:, action] = 0.0
    regret = assess(tree.world(worlds), strategy, order, tremble).max_regret
    return np.asarray(regret <= TIED * cells.scale[worlds])


def settled(
    cells: PlayedCells, gap: Floats, done: Iterable[str], made: dict[str, str], hidden: str
) -> Floats:
    """[W, K, A] play in which what was done is surely done wherever only a tie of all types decides it.

    The tie is free, or another certified member of the class surely does it.

    Args: done: events of the acts. made: move -> choice, the moves that they fix.
    """
    strategy = cells.strategy.copy()
    for actions in done_by(cells.tree, done, made, hidden):
        level = tied(cells, gap, actions)
        loose = free(cells, gap, actions, level) | level & cells.surely[:, :, actions].all(axis=2)
        for action in actions:
            here = _set_of(cells.tree, action)
            strategy[loose, here[0] : here[-1] + 1] = 0.0
            strategy[loose, action] = 1.0
    return strategy


def done_by(tree: Tree, done: Iterable[str], made: dict[str, str], hidden: str) -> list[list[int]]:
    """The actions of all types by which what was done was done, for every past. Arguments as above."""
    wanted = dict.fromkeys(move for event in done for move in names(event) if move in made)
    found = []
    for move in wanted:
        sets = [at for at in range(tree.n_infosets) if tree.labels.set_name[at] == move]
        for group in alike_but_type(tree, sets, hidden):
            actions = [action_of(tree, infoset, made[move]) for infoset in group]
            if None not in actions:  # else one of the sets has no such choice
                found.append([action for action in actions if action is not None])
    return found


def _positive(value: Floats) -> Floats:
    return np.where(value > 0, value, 1.0)


def free_ends(
    cells: PlayedCells, gap: Floats, play: Floats, move: str, choice: str, hidden: str, types: tuple[str, str]
) -> tuple[Floats, Floats, Bools] | None:
    """Play in which the free ties of one type at an act are at one end and those of the other at the other end.

    Returns ([W, K, A] the first type never and the second always, the reverse, [W, K] cells with such a tie);
    None where there is no free tie. Ties of each type are moved one by one.
    """
    tree = cells.tree
    low, high, found = play.copy(), play.copy(), np.zeros(cells.share.shape, dtype=bool)
    for infoset in range(tree.n_infosets):
        if tree.labels.set_name[infoset] != move:
            continue
        kind = dict(tree.labels.seen[infoset]).get(hidden)
        action = action_of(tree, infoset, choice)
        if kind not in types or action is None:
            continue
        loose = free(cells, gap, [action], tied(cells, gap, [action]))
        if not loose.any():
            continue
        found |= loose
        _put(low, tree, action, loose, always=kind == types[1], gap=gap)
        _put(high, tree, action, loose, always=kind == types[0], gap=gap)
    return (low, high, found) if found.any() else None


def _put(strategy: Floats, tree: Tree, action: int, where: Bools, always: bool, gap: Floats) -> None:
    """Make an action of a set surely taken, or never, in the cells ``where``; the rest in proportion."""
    here = _set_of(tree, action)
    rest = here[here != action]
    part = strategy[where]
    if always:
        part[:, here] = 0.0
        part[:, action] = 1.0
    else:
        level = (gap[where][:, rest] <= TIED).astype(float)
        room = part[:, rest].sum(axis=1, keepdims=True)
        part[:, rest] = np.where(
            room > 0, part[:, rest] / np.where(room > 0, room, 1.0), level / level.sum(axis=1, keepdims=True)
        )
        part[:, action] = 0.0
    strategy[where] = part
