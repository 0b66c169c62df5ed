"""The one joint distribution of worlds, classes of equilibrium, types and histories, and what is conditional on it.

``J(w, k, t, h) = a_w o_wk b0(t) sigma_wk(h | t) N_w(h) L(h)``: the weight of a world, of a class in it,
our own prior of a type, the moves of the players along the history, the odds of nature as we reckon
them, and the likelihood of what was said. Every number of a judgement is a question put to it, so none
can contradict another (adversarial risk analysis: Rios Insua, Rios and Banks 2009, JASA 104:841-854).

A move of the advised side that the condition fixes has factor 1: what we did is no evidence to us. One
that is left open is made as the class plays it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from overture.errors import EvidenceError
from overture.games.tree import Floats, Ints, Tree
from overture.weigh.distribution import spans
from overture.weigh.distribution.cells import Bools, Cells, floored, paths, through
from overture.weigh.distribution.own import Nature, Own
from overture.weigh.distribution.spans import Cut, WorkedOut, WorldRows, joined


@dataclass(frozen=True)
class Joint:
    """The distribution. Axes: W worlds, K classes, T types, H complete histories, A actions.

    Attributes:
        cells: worlds and classes. own: our own copies.
        types: [T] labels of the hypothesis move, the question first.
        kind: [H] the type of each history. prior: [T] b0.
        said: [H] likelihood of all that was said, roots counted once (1 where nothing was said).
        floored: [W, K, A] strategies with the floor under acts that others can see. plain: without it, the
            ties of what was done settled in both.
        nature: odds of nature and our payoffs, averaged over own draws.
    """

    cells: Cells
    own: Own
    types: tuple[str, ...]
    kind: Ints
    prior: Floats
    said: Floats
    floored: WorldRows
    plain: WorldRows
    nature: Nature
    memo: dict[tuple[object, ...], Floats] = field(default_factory=dict, repr=False, compare=False)

    @property
    def tree(self) -> Tree:
        return self.cells.tree

    @property
    def everything(self) -> Bools:
        """[H] the sure event."""
        return np.ones(len(self.kind), dtype=bool)

    # -- parts --------------------------------------------------------------------------------------

    def parts(self) -> Iterator[tuple[slice, Joint]]:
        """The distribution part by part of its worlds, each with its places; itself where they are one part.

        What is asked of a part is not kept: only of it are all moves along all histories held.
        """
        count = len(self.cells.world)
        if count <= spans.PART:
            yield slice(0, count), self
            return
        for rows in spans.parts(count):
            part = replace(
                self,
                cells=self.cells.take(rows),
                floored=Cut(self.floored, rows),
                plain=Cut(self.plain, rows),
                nature=self.nature.take(rows),
                memo={},
            )
            part.__dict__["passes"] = self.passes  # of the form of the game alone
            yield rows, part

    # -- moves --------------------------------------------------------------------------------------

    @cached_property
    def passes(self) -> NDArray[np.int32]:
        """[own set, H] the action by which each history leaves each information set of the advised side, or -1."""
        sets = self.own_sets
        if not len(sets):
            return np.empty((0, len(self.kind)), np.int32)
        return np.stack([through(self.tree, int(at)) for at in sets])

    @cached_property
    def own_sets(self) -> Ints:
        """The information sets of the advised side."""
        players = np.asarray(self.tree.set_player[: self.tree.n_infosets])
        return np.flatnonzero(players == self.own.advised).astype(np.int32)

    def fixed(self, condition: Bools) -> Bools:
        """[A] the actions of the advised side that ``condition`` [H] leaves as the only ones at their set."""
        found = np.zeros(self.tree.n_actions, dtype=bool)
        for row in self.passes:
            taken = np.unique(row[condition & (row >= 0)])
            if len(taken) == 1:
                found[taken[0]] = True
        return found

    def moves(self, forced: Bools, floor: bool = True) -> Floats:
        """[W, K, H] product of all moves of players along each history of a part; forced actions [A] are surely taken."""
        key = ("moves", forced.tobytes(), floor)
        if key not in self.memo:
            self.memo[key] = moves_of(self.tree, (self.floored if floor else self.plain)[:], forced)
        return self.memo[key]

    # -- mass ---------------------------------------------------------------------------------------

    def mass(self, event: Bools, under: Bools | None = None, floor: bool = True, said: bool = True) -> Floats:
        """[W, K, T] a o P(event and reports | type), the prior of the type left out.

        Args:
            event: [H]. under: [H] the condition that fixes own moves (the event itself if none is given).
            floor: whether never-played acts have a share. said: whether the reports count.
        """
        forced = self.fixed(event if under is None else under)
        inside = np.flatnonzero(event)
        weight = (self.said[inside] if said else 1.0) * np.ones(len(inside))
        sorts = (self.kind[inside][:, None] == np.arange(len(self.types))) * weight[:, None]

        def of(part: Joint) -> Floats:
            chance = part.moves(forced, floor)[..., inside] * part.nature.chance[:, None, inside]
            return np.asarray((chance @ sorts) * part.cells.weight[..., None])

        return np.asarray(joined(of(part) for _, part in self.parts()))

    def likelihood(
        self, event: Bools, under: Bools | None = None, floor: bool = True, said: bool = True
    ) -> Floats:
        """[T] P(event and reports | type), averaged over worlds and classes."""
        return np.asarray(self.mass(event, under, floor, said).sum(axis=(0, 1)))

    def belief(
        self, event: Bools, under: Bools | None = None, floor: bool = True, said: bool = True
    ) -> Floats:
        """[T] P(type | event, reports).

        Raises EvidenceError ``weigh/impossible`` where the event has no chance.
        """
        return posterior(self.prior, self.likelihood(event, under, floor, said))

    def cell_weight(self, event: Bools, under: Bools | None = None, floor: bool = True) -> Floats:
        """[W, K] weight of each cell given the event and the reports; sums to 1."""
        found = self.mass(event, under, floor) @ self.prior
        total = found.sum()
        if not total > 0:
            raise _impossible()
        return np.asarray(found / total)

    def cell_belief(self, event: Bools, under: Bools | None = None, floor: bool = True) -> Floats:
        """[W, K, T] belief inside each cell; NaN where the event has no chance in it."""
        found = self.mass(event, under, floor) * self.prior
        total = found.sum(axis=2, keepdims=True)
        return np.asarray(np.divide(found, total, out=np.full_like(found, np.nan), where=total > 0))

    def chance(self, event: Bools, given: Bools, floor: bool = True) -> float:
        """P(event | given, reports), both under what ``given`` fixes."""
        whole = self.likelihood(given, given, floor) @ self.prior
        if not whole > 0:
            raise _impossible()
        return float(self.likelihood(event & given, given, floor) @ self.prior / whole)

    def on_path(self, event: Bools) -> Bools:
        """[W, K] where some type with a prior makes the event happen without a floor."""
        found = self.mass(event, floor=False, said=False)
        return np.asarray((found[..., self.prior > 0] > 0).any(axis=2))

    def with_said(self, said: Floats) -> Joint:
        return replace(self, said=said)

    def with_share(self, share: Floats) -> Joint:
        """Other weights of the classes within each world, [W, K]."""
        return replace(self, cells=replace(self.cells, share=share))


def moves_of(tree: Tree, strategy: Floats, forced: Bools) -> Floats:
    """[W, K, H] product of the players' moves along each history; ``forced`` actions [A] are surely taken.

    ``strategy`` is [W, K, A]. The odds of chance have factor 1.
    """
    worlds, classes, actions = strategy.shape
    odds = np.ones((worlds * classes, tree.n_edges))
    odds[:, :actions] = strategy.reshape(-1, actions)
    for action in np.flatnonzero(forced):
        infoset = int(tree.infoset_of_action[action])
        odds[:, tree.edge_start[infoset] : tree.edge_start[infoset + 1]] = 0.0
        odds[:, action] = 1.0
    return paths(tree, odds).reshape(worlds, classes, -1)


def posterior(prior: Floats, likelihood: Floats) -> Floats:
    """[T] Bayes' rule; raises EvidenceError where nothing is possible."""
    found = prior * likelihood
    total = found.sum()
    if not total > 0:
        raise _impossible()
    return np.asarray(found / total)


def _impossible() -> EvidenceError:
    return EvidenceError.of(
        "weigh/impossible",
        "what was done and said has no chance in this game",
        mend="take back an act or a claim, or give the floor a share",
    )


def prepared(
    cells: Cells,
    own: Own,
    types: tuple[str, ...],
    kind: Ints,
    said: Floats,
    floor: float,
    settled: WorldRows,
    seen: Bools,
) -> Joint:
    """The distribution for play in which what was done is ``settled`` [W, K, A] and ``seen`` acts [A] get the floor."""

    def lift(rows: slice) -> Floats:
        play, here = settled[rows].copy(), cells.present[rows]
        order, tremble = cells.order[rows][here], cells.tremble[rows][here]
        play[here] = floored(play[here], order, tremble, floor, seen, cells.tree)
        return play

    lifted: WorldRows = lift(slice(None)) if len(cells.world) <= spans.PART else WorkedOut(lift)
    return Joint(cells, own, types, kind, own.prior, said, lifted, settled, own.nature)
