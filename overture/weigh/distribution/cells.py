"""The worlds and the classes of equilibrium in each, and play with a floor under what was never played.

A *cell* is a class of equilibrium in a world. Weighing needs of it how it is played; how it was found is
not its business. An act that a player never makes has probability zero, and then nothing could be
learnt from seeing it; so every act that somebody else can see gets a small share, the *floor*, in the
order in which the certified trembles of the equilibrium would make it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.event import subtree_end
from overture.games.tree import CHANCE, Floats, Ints, Tree
from overture.weigh.distribution import spans
from overture.weigh.distribution.spans import Cut, WorldRows

Bools = NDArray[np.bool_]
# No act is held less likely than this power of the floor.
MOST_ORDER = 3.0
# The acts of one information set that are never played get at most this share together.
MOST_SHARE = 0.5


@dataclass(frozen=True)
class Cells:
    """How each class of equilibrium is played in each world. Axes: W worlds, K classes, A actions.

    Attributes:
        tree: the game in every world.
        classes: [K] names.
        world: [W] weight of each world, summing to 1 over the worlds that have an equilibrium.
        share: [W, K] weight of each class in each world before anything is seen; each row sums to 1, or
            to 0 in a world without any equilibrium.
        strategy, order, tremble: [W, K, A] behaviour strategies (uniform where a class does not exist),
            and for acts of probability zero their trembles ``tremble * eps**order``.
        scale: [W] the largest range of a player's payoffs: the unit of regret.
        surely: [W, K, A] what was done, where a certified member of the class surely does it, whatever his type.

    Of more worlds than one part has, [W, K, A] is read part by part (:mod:`overture.weigh.distribution.spans`).
    """

    tree: Tree
    classes: tuple[str, ...]
    world: Floats
    share: Floats
    strategy: WorldRows
    order: WorldRows
    tremble: WorldRows
    scale: Floats
    surely: WorldRows

    def parts(self) -> Iterator[tuple[slice, Cells]]:
        """The worlds part by part, each with its places; all at once where they are one part."""
        count = len(self.world)
        if count <= spans.PART:
            yield slice(0, count), self
            return
        for rows in spans.parts(count):
            yield rows, self.take(rows)

    def take(self, rows: slice) -> Cells:
        """Some of the worlds, whose play is read when it is looked at."""
        return replace(
            self,
            tree=self.tree.world(rows),
            world=self.world[rows],
            share=self.share[rows],
            strategy=Cut(self.strategy, rows),
            order=Cut(self.order, rows),
            tremble=Cut(self.tremble, rows),
            scale=self.scale[rows],
            surely=Cut(self.surely, rows),
        )

    def read(self) -> PlayedCells:
        """The same with all play in the memory."""
        play = {name: getattr(self, name)[:] for name in ("strategy", "order", "tremble", "surely")}
        return PlayedCells(self.tree, self.classes, self.world, self.share, scale=self.scale, **play)

    @property
    def present(self) -> Bools:
        """[W, K] where a class exists."""
        return self.share > 0

    @cached_property
    def weight(self) -> Floats:
        """[W, K] weight of each cell before anything is seen; sums to 1."""
        return self.world[:, None] * self.share


@dataclass(frozen=True)
class PlayedCells(Cells):
    """Worlds whose play is in the memory."""

    strategy: Floats
    order: Floats
    tremble: Floats
    surely: Bools


def seen_by_others(tree: Tree, advised: int) -> Bools:
    """[A] the actions of the players who are not advised, at information sets whose act somebody else can see.

    An act can be seen if a later information set of another player tells what was chosen.
    """
    told = {
        (name, int(tree.set_player[at])) for at in range(tree.n_infosets) for name, _ in tree.labels.seen[at]
    }
    found = np.zeros(tree.n_actions, dtype=bool)
    for at in range(tree.n_infosets):
        mover = int(tree.set_player[at])
        name = tree.labels.set_name[at]
        if mover not in (advised, CHANCE) and any(each == name and who != mover for each, who in told):
            found[tree.edge_start[at] : tree.edge_start[at + 1]] = True
    return found


def floored(
    strategy: Floats, order: Floats, tremble: Floats, floor: float, where: Bools, tree: Tree
) -> Floats:
    """The strategies with a floor under the actions in ``where`` that are never played.

    Within one cell and one player let n0 be the least order of tremble among these actions and c0 the
    largest coefficient of that order. An action of order n and coefficient c gets
    ``floor ** min(n / n0, 3)``, times c / c0 where n = n0, but not less than ``floor ** 3``; all such
    actions of one information set together at most one half. The actions that are played keep the rest
    in proportion. An order or a coefficient that is missing or not positive counts as 1.

    Args: strategy, order, tremble: [..., A]. where: [A]. Returns [..., A].
    """
    if floor <= 0.0:
        return strategy
    never = where & (strategy <= 0.0)
    power = np.where(order > 0.0, order, 1.0)
    size = np.where(tremble > 0.0, tremble, 1.0)
    mover = np.asarray(tree.set_player)[tree.infoset_of_action]
    share = np.zeros_like(strategy)
    for player in np.unique(mover[where]):
        here = never & (mover == player)
        least = np.where(here, power, np.inf).min(axis=-1, keepdims=True)
        first = here & (power == least)
        largest = np.where(first, size, 0.0).max(axis=-1, keepdims=True, initial=0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            part = floor ** np.minimum(power / least, MOST_ORDER) * np.where(first, size / largest, 1.0)
        part = np.minimum(np.maximum(part, floor**MOST_ORDER), MOST_SHARE)
        share = np.where(here, part, share)
    start = tree.edge_start[: tree.n_infosets]
    total = np.add.reduceat(share, start, axis=-1)[..., tree.infoset_of_action]
    share = share * np.where(total > MOST_SHARE, MOST_SHARE / np.where(total > 0, total, 1.0), 1.0)
    room = np.minimum(total, MOST_SHARE)
    return np.where(never, share, strategy * (1.0 - room))


def paths(tree: Tree, odds: Floats) -> Floats:
    """[N, H] product of ``odds`` [N, E] along each complete history."""
    from overture.games.measured._measure import history_chances

    end = tree.terminal
    found = np.empty((len(odds), len(end)))
    history_chances(tree.parent, tree.edge, end, odds, np.empty(tree.n_nodes), found)
    return found


def through(tree: Tree, infoset: int) -> Ints:
    """[H] the edge by which each complete history leaves the information set; -1 where it does not pass it."""
    end = subtree_end(tree)
    terminal = tree.terminal
    found = np.full(len(terminal), -1, dtype=np.int32)
    for node in tree.members(infoset):
        for child in np.flatnonzero(tree.parent == node):
            first, last = np.searchsorted(terminal, [child, end[child]])
            found[first:last] = tree.edge[child]
    return found
